"""The corpus: coded reports as token targets.

The held-out fifth is a fixed function of the report ids: within each language the reports are ordered by the
SHA-256 of their id and every fifth is held out. Of `dev.jsonl` only the reports that `split.json` lists as "tune"
are parsed.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from conflictdesk.inference.windows import bounds, heading, trimmed

LABELS = (
    "trigger",
    "date",
    "place",
    "perpetrator",
    "target",
    "weapon",
    "killed",
    "wounded",
    "abducted",
    "source",
    "cue",
    "campaign",
    "presence",
    "not_event",
    "toponym",
    "within",
)
NAMES = ("toponym", "within")  # place names in any sentence, those in an organisation's name apart
# Behind a publisher's name, or in its place.
INVENTED = re.compile(r"\s*\(?\b(?:fictional|texte fictif|fictif|fittizi[oa]|متخيّل)\)?$")
DOUBT = 0.25  # weight of a place name's absence where it may be one
ENUMS = {
    "types": (
        "Armed clash",
        "Government regains territory",
        "Non-state actor overtakes territory",
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
        "Sexual violence",
        "Attack",
        "Abduction/forced disappearance",
        "Arrests",
        "Disrupted weapons use",
        "Looting/property destruction",
        "Change to group/activity",
        "Non-violent transfer of territory",
        "Headquarters or base established",
        "Agreement",
        "Peaceful protest",
        "Protest with intervention",
        "Excessive force against protesters",
        "Violent demonstration",
        "Mob violence",
        "Other",
    ),
    "roles": ("attack", "counter-operation", "other"),
    "statuses": ("claimed", "reported", "confirmed", "denied", "alleged"),
    "target_kinds": (
        "military",
        "police",
        "government",
        "civilian",
        "infrastructure",
        "armed group",
        "other",
        "unknown",
    ),
    "weapon_kinds": (
        "rocket",
        "mortar/artillery",
        "IED",
        "VBIED",
        "suicide vest",
        "small arms",
        "airstrike",
        "drone",
        "knife",
        "vehicle",
        "landmine",
        "arson",
        "unknown",
    ),
}
MAX_TOKENS = 512
TITLE_TOKENS = 64
CUES = re.compile(
    r"\b(?:attack|ambush|clash|fight|fought|kill|shot|shell|bomb|explo|blast|strike|struck|raid|kidnap|abduct|arrest|"
    r"detain|protest|demonstrat|captur|seiz|assault|behead|execut|burn|loot|rocket|missile|detonat|attaqu|embuscade|"
    r"affront|tué|frapp|enlev|enlèv|arrêt|attacc|uccis|scontr|raid|esplos|rapit|arrest|ataque|atac|emboscada|secuestr|"
    r"detuv|mat[óa])\w*|\w*(?:هجوم|هاجم|قتل|اشتباك|قصف|غارة|غارات|تفجير|انفجار|خطف|اختطاف|اعتقال|كمين)\w*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked span: its label, its place in the text, the events that it belongs to."""

    label: str
    start: int
    end: int
    events: frozenset[int]


@dataclass(slots=True)
class Report:
    """A report with its marks; `trust` is the weight of a label's absence where it is not 1."""

    report_id: str
    language: str
    title: str
    text: str
    marks: list[Marked]
    events: list[dict[str, int]]
    trust: Mapping[str, float] = field(default_factory=dict)
    doubts: list[tuple[int, int]] = field(default_factory=list)  # words that may be a place's name
    publisher: str = ""


@dataclass(slots=True)
class Window:
    """One input of the encoder with its targets, all as numpy arrays over tokens."""

    ids: list[int]
    begin: np.ndarray
    inside: np.ndarray
    weight: np.ndarray
    spans: list[tuple[int, int, int, frozenset[int]]]  # label, first token, token after the last, events
    chars: list[tuple[int, int]] = field(default_factory=list)
    events: list[dict[str, int]] = field(default_factory=list)


def order(report_id: str) -> str:
    """A report's fixed place in the order from which the held-out fifth is taken."""
    return hashlib.sha256(report_id.encode()).hexdigest()


def split(reports: list[Report]) -> tuple[list[Report], list[Report]]:
    """Training reports and the held-out fifth, by language."""
    groups: dict[str, list[Report]] = defaultdict(list)
    for report in sorted(reports, key=lambda r: order(r.report_id)):
        groups[report.language].append(report)
    train = [r for group in groups.values() for n, r in enumerate(group) if n % 5]
    held = [r for group in groups.values() for n, r in enumerate(group) if not n % 5]
    return train, held


def enums(event: dict[str, Any]) -> dict[str, int]:
    """An event's coded values as numbers of the enumerations."""
    values = {
        "types": event["type"],
        "roles": event["role"],
        "statuses": event["status"],
        "target_kinds": event["target"]["kind"],
        "weapon_kinds": event["weapon"]["kind"],
    }
    return {name: ENUMS[name].index(value) if value in ENUMS[name] else -1 for name, value in values.items()}


def found(text: str, words: str | None, near: int = 0) -> list[tuple[int, int]]:
    """The first place of these words at or after `near`, else anywhere."""
    if not words:
        return []
    at = text.find(words, near)
    at = at if at >= 0 else text.find(words)
    return [] if at < 0 else [(at, at + len(words))]


def collected(places: list[tuple[str, int, int, int]]) -> list[Marked]:
    """Marks from (label, start, end, event) rows: equal spans of one label become one mark of several events."""
    owners: dict[tuple[str, int, int], set[int]] = defaultdict(set)
    for label, start, end, event in places:
        owners[label, start, end].update([event] if event >= 0 else [])
    return [Marked(*key, frozenset(events)) for key, events in sorted(owners.items(), key=lambda o: o[0][1:])]


def others(row: dict[str, Any]) -> list[tuple[str, int, int, int]]:
    """The marks that belong to no event: presences and violence that is no event."""
    places = [("presence", a, b, -1) for p in row.get("presences") or [] for a, b in p.get("spans", [])]
    return places + [("not_event", a, b, -1) for words in row["not_events"] for a, b in found(row["text"], words)]


def invented(row: dict[str, Any]) -> Report:
    """A report of train.jsonl: every field has spans."""
    places = [
        (label, a, b, n)
        for n, event in enumerate(row["events"])
        for label, spans in event["spans"].items()
        for a, b in spans
    ]
    return Report(
        row["report_id"],
        row["language"],
        row["title"] or "",
        row["text"],
        collected(places + others(row)),
        [enums(event) for event in row["events"]],
        publisher=publisher(row),
    )


def publisher(row: dict[str, Any]) -> str:
    """Who publishes a report; empty where the data names nobody ("fictional")."""
    return INVENTED.sub("", row["publisher"] or "")


def sought(text: str, event: dict[str, Any]) -> list[tuple[str, int, int]]:
    """Where the fields of an event without spans stand, the evidence first."""
    at = max(0, text.find(event["evidence"]))
    words = {"place": event["place"], **{k: event[k]["text"] for k in ("perpetrator", "target", "weapon")}}
    places = [(label, *span) for label, w in words.items() for span in found(text, w, at)]
    places += [("source", *span) for w in event["attributed_to"] for span in found(text, w, at)]
    cue = CUES.search(text, at, at + len(event["evidence"]))
    return places + ([("trigger", *cue.span())] if cue else [])


def real(row: dict[str, Any]) -> Report:
    """A real report of the tuning half: spans are sought from the words, what was not marked is unsaid."""
    places = [(label, a, b, n) for n, event in enumerate(row["events"]) for label, a, b in sought(row["text"], event)]
    cued = {n for label, _, _, n in places if label == "trigger"}
    unsaid = {"date", "killed", "wounded", "abducted", "cue", "campaign", "presence", "source"}
    unsaid |= {"trigger"} if len(cued) < len(row["events"]) else set()
    return Report(
        row["report_id"],
        row["language"],
        row["title"] or "",
        row["text"],
        collected(places + others(row)),
        [enums(event) for event in row["events"]],
        dict.fromkeys(unsaid, 0.0),
        publisher=publisher(row),
    )


def casebook(data: Path) -> tuple[list[Report], list[Report]]:
    """Training reports (invented ones and the tuning half of the real ones) and the held-out fifth."""
    lines = (data / "casebook/train.jsonl").read_text("utf-8").splitlines()
    train, held = split([invented(json.loads(line)) for line in lines])
    tune = set(json.loads((data / "casebook/split.json").read_text("utf-8"))["tune"])
    rows = (data / "casebook/dev.jsonl").open(encoding="utf-8")
    named = ((re.search(r'"report_id": "([^"]+)"', row), row) for row in rows)
    return train + [real(json.loads(row)) for name, row in named if name and name[1] in tune], held


def pieces(tokenizer: Tokenizer, text: str) -> tuple[list[int], list[tuple[int, int]]]:
    """Token numbers and their places, white space before a word left out."""
    encoded = tokenizer.encode(text, add_special_tokens=False)
    return encoded.ids, trimmed(text, encoded.offsets)


def targets(report: Report, places: list[tuple[int, int]], first: int) -> list[tuple[int, int, int, frozenset[int]]]:
    """The report's marks as token spans, those that the window's edge cuts left out."""
    spans = []
    for mark in report.marks:
        rows = [n for n, (a, b) in enumerate(places) if a < mark.end and b > mark.start and b > a]
        if rows and places[0][0] <= mark.start and mark.end <= places[-1][1]:
            spans.append((LABELS.index(mark.label), rows[0] + first, rows[-1] + 1 + first, mark.events))
    return spans


def window(report: Report, head: list[int], ids: list[int], places: list[tuple[int, int]]) -> Window:
    """One window's input and targets; the title and the ends carry no loss."""
    first, rows = 1 + len(head), len(ids) + len(head) + 2
    begin, inside, weight = (np.zeros((rows, len(LABELS)), np.float32) for _ in range(3))
    weight[first : rows - 1] = [report.trust.get(label, 1.0) for label in LABELS]
    spans = targets(report, places, first)
    for a, b in report.doubts:
        doubted = [n + first for n, (c, d) in enumerate(places) if c < b and a < d]
        weight[np.ix_(doubted, [LABELS.index(name) for name in NAMES])] *= DOUBT
    for label, a, b, _ in spans:
        begin[a, label], inside[a:b, label], weight[a:b, label] = 1, 1, 1
    chars = [(0, 0)] * first + places + [(0, 0)]
    return Window([0, *head, *ids, 2], begin, inside, weight, spans, chars, report.events)


def windows(report: Report, tokenizer: Tokenizer) -> list[Window]:
    """The report as windows, each led by the title."""
    title = heading(report.title, report.publisher)
    head = pieces(tokenizer, title)[0][:TITLE_TOKENS] if title else []
    ids, places = pieces(tokenizer, report.text)
    ranges = bounds(report.text, places, MAX_TOKENS - 2 - len(head))
    return [window(report, head, ids[a:b], places[a:b]) for a, b in ranges]
