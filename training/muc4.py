"""MUC-4 as weak supervision: reports without events as negatives, template fillers as positives.

The texts are in capitals: they are fed in lower case, mostly with sentences capitalised. A report without
templates teaches absence. One with templates teaches where perpetrators, targets, weapons and places stand and to
which weak trigger (a word of the template's type in a sentence with a filler) they belong, and next to nothing
about absence.
"""

import json
import re
from pathlib import Path
from typing import Any

from corpus import CUES, ENUMS, LABELS, NAMES, Report, collected, order

HELD = Path(__file__).parents[1] / "bench" / "real_news.jsonl"
FILLERS = {
    "perpetrator": ("perp_individual_id", "perp_org_id"),
    "target": ("phys_tgt_id", "hum_tgt_name", "hum_tgt_description"),
    "weapon": ("instrument_id",),
}
CALM = 3  # more words of violence than this make a report without templates doubtful
DOUBT = 0.1
WORDS = {
    "BOMBING": re.compile(r"\b(?:bomb|explo|blast|dynamit|detonat)\w*"),
    "KIDNAPPING": re.compile(r"\b(?:kidnap|abduct|hostage)\w*"),
    "ARSON": re.compile(r"\b(?:burn|set fire|set on fire|arson|torch)\w*"),
    "ATTACK": re.compile(r"\b(?:attack|kill|murder|assassinat|ambush|shot|machine-?gunn|massacre|execut|raid)\w*"),
}
TYPES = {"BOMBING": "Remote explosive/landmine/IED", "KIDNAPPING": "Abduction/forced disappearance",
         "ARSON": "Looting/property destruction", "ATTACK": "Attack"}  # fmt: skip
INSTRUMENTS = {
    "BOMB": "IED", "EXPLOSIVE": "IED", "DYNAMITE": "IED", "VEHICLE BOMB": "VBIED", "MINE": "landmine",
    "GUN": "small arms", "MACHINE GUN": "small arms", "RIFLE": "small arms", "HANDGUN": "small arms",
    "MORTAR": "mortar/artillery", "ROCKET": "rocket", "MISSILE": "rocket", "AERIAL BOMB": "airstrike",
    "CUTTING DEVICE": "knife", "FIRE": "arson", "FIRE BOMB": "arson", "MOLOTOV COCKTAIL": "arson",
}  # fmt: skip
TYPE_OF = {"mortar/artillery": "Shelling/artillery/missile attack", "airstrike": "Air/drone strike"}
KINDS = {
    "ACTIVE MILITARY": "military", "LAW ENFORCEMENT": "police", "POLITICAL FIGURE": "government",
    "GOVERNMENT OFFICIAL": "government", "DIPLOMAT": "government", "CIVILIAN": "civilian",
    "LEGAL OR JUDICIAL": "government", "ENERGY": "infrastructure", "COMMUNICATIONS": "infrastructure",
    "TRANSPORTATION ROUTE": "infrastructure", "GOVERNMENT OFFICE OR RESIDENCE": "government",
    "POLITICAL FIGURE OFFICE OR RESIDENCE": "government", "DIPLOMAT OFFICE OR RESIDENCE": "government",
    "CIVILIAN RESIDENCE": "civilian",
}  # fmt: skip
SOLDIERS = ("MILITARY", "ACTIVE MILITARY", "LAW ENFORCEMENT")


def sentenced(raw: str) -> str:
    """The text in lower case with its sentences capitalised, line breaks kept between paragraphs alone."""
    text = re.sub(r"\s*\n[ \t]+", "\n\n", raw.strip())
    text = re.sub(r"(?<!\n)[ \t]*\n(?!\n)", " ", text).lower()
    return re.sub(r"(^|[.!?\]]\s+|\n)([a-z])", lambda m: m[1] + m[2].upper(), text)


def rows(data: Path) -> list[dict[str, Any]]:
    """The training reports in a fixed order, without those that bench/real_news.py tests with."""
    lines = (data / "muc4/muc4_train.jsonl").read_text("utf-8").splitlines()
    held = {json.loads(line)["report_id"] for line in HELD.read_text("utf-8").splitlines()}
    found = (row for row in map(json.loads, lines) if row["docid"] not in held)
    return sorted(found, key=lambda row: order(row["docid"]))


def quiet(data: Path) -> list[Report]:
    """Reports that hold no event: absence of all but presences and violence that is no event is learned."""
    trust = dict.fromkeys(("presence", "not_event", *NAMES), 0.0)
    texts = [(r["docid"], sentenced(r["text"])) for r in rows(data) if not r["templates"] and r["relevant"] == "no"]
    return [Report(name, "en", "", text, [], [], trust) for name, text in texts if len(CUES.findall(text)) <= CALM]


def strings(template: dict[str, Any], slots: tuple[str, ...]) -> list[str]:
    """All the ways in which the slots' fillers are worded."""
    return [value.strip('"').lower() for slot in slots for filler in template[slot] for value in filler["values"]]


def towns(template: dict[str, Any]) -> list[str]:
    """The most specific place of the template."""
    kinds = (template["location"] or {}).get("alternatives") or []
    return [name.lower() for kind in kinds[:1] for place in kind["places"][-1:] for name in place.get("name", [])]


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """Where the words stand as whole words; at most three places."""
    pattern = r"\b" + r"\s+".join(map(re.escape, words.split())) + r"\b"
    return [m.span() for m in re.finditer(pattern, text)][:3] if len(words) > 2 else []


def placed(text: str, template: dict[str, Any]) -> list[tuple[str, int, int]]:
    """The template's fillers in the text, and its weak trigger."""
    wanted = {**{label: strings(template, slots) for label, slots in FILLERS.items()}, "place": towns(template)}
    found = [(label, *span) for label, values in wanted.items() for v in values for span in occurrences(text, v)]
    found = [f for f in found if not any(f[0] == g[0] and f != g and g[1] <= f[1] and f[2] <= g[2] for g in found)]
    return found + weak_trigger(text, template, [a for label, a, _ in found if label != "place"])


def weak_trigger(text: str, template: dict[str, Any], starts: list[int]) -> list[tuple[str, int, int]]:
    """The first word of the template's type in a sentence that holds a filler."""
    word = WORDS.get(kind(template))
    for start in sorted(starts) if word else []:
        a, b = text.rfind(". ", 0, start) + 1, text.find(". ", start)
        match = word.search(text, a, b if b > 0 else len(text))
        if match:
            return [("trigger", *match.span())]
    return []


def kind(template: dict[str, Any]) -> str:
    """The template's incident type."""
    return template["type"][0]["values"][0] if template["type"] else ""


def only(template: dict[str, Any], slots: tuple[str, ...], known: dict[str, str]) -> str | None:
    """The one kind that all fillers of these slots are of; null where they differ or are not known."""
    kinds = {known.get(value) for slot in slots for filler in template[slot] for value in filler["values"]}
    return kinds.pop() if len(kinds) == 1 else None


def coded(template: dict[str, Any]) -> dict[str, int]:
    """The template's values as the codebook's, -1 where MUC-4 does not tell."""
    values = dict.fromkeys(ENUMS, -1)
    told = {
        "target_kinds": only(template, ("hum_tgt_type", "phys_tgt_type"), KINDS),
        "weapon_kinds": only(template, ("instrument_type",), INSTRUMENTS),
    }
    values |= {name: ENUMS[name].index(kind) for name, kind in told.items() if kind}
    soldiers = any(v in SOLDIERS for f in template["hum_tgt_type"] for v in f["values"])
    people = template["hum_tgt_name"] or template["hum_tgt_description"] or kind(template) != "ATTACK"
    name = "Armed clash" if soldiers and kind(template) == "ATTACK" else TYPES.get(kind(template)) if people else None
    name = TYPE_OF.get(told["weapon_kinds"] or "", name) if kind(template) in ("ATTACK", "BOMBING") else name
    return values | ({"types": ENUMS["types"].index(name), "roles": 0} if name else {})


def weak(data: Path) -> list[Report]:
    """Reports with templates: positives at full weight, absence at next to none."""
    trust = dict.fromkeys(LABELS, 0.0) | dict.fromkeys(("trigger", *FILLERS), DOUBT)
    reports = []
    for row in rows(data):
        text = sentenced(row["text"])
        marks = [(label, a, b, n) for n, t in enumerate(row["templates"]) for label, a, b in placed(text.lower(), t)]
        events = [coded(t) for t in row["templates"]]
        reports += [Report(row["docid"], "en", "", text, collected(marks), events, trust)] if marks else []
    return reports
