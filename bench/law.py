"""What the program must never do (design, section 5), sentence by sentence: how many sentences keep it.

    python bench/law.py [GROUP ...]       prints each sentence that breaks it, and why

The sentences are ours and stand in tests/law, a file for each group and a line for each sentence. Each goes through
the shipped coder, is linked, and leaves the desk by the ways there are: exports of both kinds in all formats, and the
sentence that the workbench writes about an incident.
"""

import argparse
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from conflictdesk.cli.exporting import write_export
from conflictdesk.extract.actors import UNIDENTIFIED
from conflictdesk.extract.claims import Coding
from conflictdesk.link.incidents import Linking, compute_incidents
from conflictdesk.link.standing import whose_words
from conflictdesk.pipeline.coder import Coder
from conflictdesk.pipeline.holding import Holding
from conflictdesk.publish.exports import Format, Kind
from conflictdesk.publish.rows import export_options
from conflictdesk.publish.sentences import sentence
from conflictdesk.publish.voices import Voice
from conflictdesk.records.events import EventClaim, Incident
from conflictdesk.records.provenance import content_hash
from conflictdesk.records.reports import Report, Source

LAW = Path(__file__).parents[1] / "tests" / "law"
PUBLISHED = date(2024, 5, 16)
NEUTRAL, BELLIGERENT = "Sahel Courier", "Al-Naba"  # the second one is a belligerent's by the catalog
BRACED = re.compile(r"\{([^{}]+)\}")
# Small words in names, which stand in many others.
PARTICLES = frozenset({"abu", "umm", "bint", "ould", "ben", "bin", "ibn", "أبو", "أم", "بن", "بنت", "ولد", "عبد"})
SHORT = 3
MOST_SHOWN = 400  # characters of what leaves


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A sentence (or two) and what must or must not come of it; `expected` holds what its group's file explains."""

    group: str
    language: str
    text: str
    expected: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.language}: {self.text[:50]}"

    @property
    def persons(self) -> tuple[str, ...]:
        """What stands in braces: names of private persons."""
        return tuple(BRACED.findall(self.text))

    @property
    def report(self) -> Report:
        text = BRACED.sub(r"\1", self.text)
        return Report(
            report_id=content_hash(text.encode())[:12],
            text=text,
            content_hash=content_hash(text.encode()),
            retrieved=datetime(2024, 5, 17, tzinfo=UTC),
            language=self.language,
            published=PUBLISHED,
            publisher=BELLIGERENT if self.group == "belligerents" else NEUTRAL,
            url="https://told.example/here",
        )


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a sentence: its coding, the incidents, and the desk that holds them."""

    report: Report
    coding: Coding
    linking: Linking
    held: Holding

    def exported(self, kind: Kind, form: Format, with_presences: bool = False) -> str:
        out = io.StringIO(newline="")
        write_export(self.held, kind, form, export_options(self.held, with_presences), out)
        return out.getvalue()

    @property
    def leaving(self) -> str:
        """All that leaves the desk where nothing more is asked for."""
        return "\n".join(self.exported(kind, form) for kind in Kind for form in Format)

    @property
    def sentences(self) -> list[str]:
        """What the workbench says of each incident."""
        return [sentence(one, self._voices(one)) for one in self.linking.incidents]

    def _voices(self, incident: Incident) -> list[Voice]:
        claims = {claim.claim_id: claim for claim in self.held.claims}
        words = whose_words(claims.values(), {self.report.report_id: self.report}, lambda _report: None)
        told = [(claims[key], self.report.publisher, self.report.language) for key in incident.claims]
        return [Voice(*one, whose=words[one[0].claim_id]) for one in told]


@cache
def cases(group: str) -> tuple[Case, ...]:
    """The sentences of a group, in the order of its file."""
    lines = yaml.safe_load((LAW / f"{group}.yaml").read_text("utf-8"))
    return tuple(Case(group, line.pop("language"), line.pop("text"), line) for line in lines)


def tell(coder: Coder, case: Case, stand_in: Mapping[str, Any] | None = None) -> Told:
    """Code the sentence and link what came out; `stand_in` adds a claim with these fields, so that something leaves."""

    def source_of(report: Report) -> Source | None:
        return coder.catalog.source_of(report.publisher, report.url)

    report = case.report
    coding = coder.code(report)
    claims = [*coding.claims, *([_stand_in(report, stand_in)] if stand_in is not None else [])]
    reports = {report.report_id: report}
    linking = compute_incidents(claims, reports, source_of)
    belligerent = frozenset(reports if case.group == "belligerents" else ())
    held = Holding(reports, tuple(claims), coding.presences, linking.incidents, linking.incident_of, {}, belligerent)
    return Told(report, coding, linking, held)


def _stand_in(report: Report, fields: Mapping[str, Any]) -> EventClaim:
    """A claim whose evidence is the whole text, as a person might have added it."""
    return EventClaim.from_record(
        {"report_id": report.report_id, "evidence": report.text, "date_start": "2024-05-13", **fields}
    )


Breaches = Iterator[str]


def _claims(coder: Coder, case: Case) -> Breaches:
    told, allowed = tell(coder, case), case.expected.get("standing", ["claimed-only"])
    for incident, said in zip(told.linking.incidents, told.sentences, strict=True):
        if incident.standing not in allowed:
            yield f"{incident.standing}: {said}"
        elif incident.standing == "claimed-only" and "claim" not in said:
            yield f"does not say that it is claimed: {said}"
        if incident.claimed_by and not incident.claimed_by.startswith(case.expected.get("by", "")):
            yield f"claimed by {incident.claimed_by}"
    if "standing" in case.expected and not told.linking.incidents:
        yield "no incident"


def _communities(coder: Coder, case: Case) -> Breaches:
    told, names = tell(coder, case), case.expected.get("community", [])
    claims = told.coding.claims
    actors = [text for c in claims for text in (c.perpetrator.text, c.perpetrator.canonical, c.claimed_by) if text]
    actors += [p.actor for p in told.coding.presences]
    yield from (f"actor: {actor}" for actor in actors if any(name in actor.casefold() for name in names))
    if (organisation := case.expected.get("organisation")) and not any(organisation in a for a in actors):
        yield f"no {organisation} in {actors}"
    if (victim := case.expected.get("victim")) and not any(victim in (c.target.text or "") for c in claims):
        yield f"no {victim} among the targets {[c.target.text for c in claims]}"


def _non_events(coder: Coder, case: Case) -> Breaches:
    claims = tell(coder, case).coding.claims
    only = case.expected.get("only")
    yield from (f"{c.type} in {c.place.name}" for c in claims if not only or c.place.name != only)
    if only and len(claims) != 1:
        yield f"{len(claims)} events"


def _names(coder: Coder, case: Case) -> Breaches:
    persons = case.persons
    fields = {"target": {"text": persons[0], "canonical": None, "kind": "civilian"}, "attributed_to": list(persons)}
    told = tell(coder, case, fields)
    leaving = told.leaving
    words = {word for person in persons for word in re.findall(r"[^\W\d_]+", person)}
    words = {word for word in words if len(word) >= SHORT and word.casefold() not in PARTICLES}
    yield from _leaked(words, leaving, told.exported(Kind.CLAIMS, Format.JSONL))
    yield from (f"masked: {name}" for name in case.expected.get("kept", ()) if name not in leaving)


def _presences(coder: Coder, case: Case) -> Breaches:
    told, hidden = tell(coder, case), case.expected["hidden"]
    yield from _leaked(hidden, told.leaving + "\n".join(told.sentences), told.exported(Kind.CLAIMS, Format.JSONL))
    places = {name for claim in told.coding.claims for name in (claim.place.name, claim.place.modern)}
    yield from (f"an event in {name}" for name in hidden if name in places)
    features = json.loads(told.exported(Kind.CLAIMS, Format.GEOJSON, with_presences=True))["features"]
    presences = [f for f in features if f["properties"].get("record") == "presence"]
    yield from (f"a pin: {feature}" for feature in presences if feature["geometry"] is not None)


def _belligerents(coder: Coder, case: Case) -> Breaches:
    text = case.report.text
    worded = {"text": text, "canonical": None}
    fields = {"target": {**worded, "kind": "police"}, "campaign": text, "place": text, "weapon": {"text": text}}
    told = tell(coder, case, {**fields, "perpetrator": worded, "attributed_to": [text], "reasons": {"place": text}})
    yield from _leaked([*case.expected["words"], "told.example"], told.leaving, "")
    yield from (f"{one.standing}" for one in told.linking.incidents if one.standing != "claimed-only")


def _counts(coder: Coder, case: Case) -> Breaches:
    told = tell(coder, case)
    for record in map(json.loads, told.exported(Kind.INCIDENTS, Format.JSONL).splitlines()):
        for name, count in case.expected.items():
            low, high = count or (None, None)
            if record[name] != {"min": low, "max": high}:
                yield f"{name}: {record[name]}"


def _doers(coder: Coder, case: Case) -> Breaches:
    claims, expected = coder.code(case.report).claims, case.expected
    if not claims or len(claims) != expected.get("events", len(claims)):
        yield f"{len(claims)} events"
        return
    claim = claims[0]
    who = None if claim.perpetrator.canonical == UNIDENTIFIED else claim.perpetrator.canonical
    if not (who or "").startswith(expected["doer"] or "") or (who and not expected["doer"]):
        yield f"done by {claim.perpetrator}"
    told: dict[str, object] = {
        "role": claim.role,
        "status": claim.status,
        "type": claim.type,
        "day": claim.when and claim.when.start,
    }
    told["weapon"] = claim.weapon.kind
    heard = [name for name in claim.attributed_to if any(word in name for word in expected.get("sources", ()))]
    if heard:
        yield f"said by {heard}"
    yield from (f"{name}: {value}" for name, value in told.items() if value != expected.get(name, value))


def _leaked(words: Iterable[str], leaving: str, shown: str) -> Breaches:
    found = [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", leaving)]
    if found:
        yield f"leaves the desk: {found}: {shown[:MOST_SHOWN]}"


GROUPS: Mapping[str, Callable[[Coder, Case], Breaches]] = {
    "claims": _claims,
    "communities": _communities,
    "non_events": _non_events,
    "names": _names,
    "presences": _presences,
    "belligerents": _belligerents,
    "counts": _counts,
    "doers": _doers,
    "tellers": _doers,
}


def breaches(coder: Coder, case: Case) -> list[str]:
    """How the sentence breaks the law; empty where it keeps it."""
    return list(GROUPS[case.group](coder, case))


def measure(_data: Path) -> dict[str, float]:
    """How many sentences there are, and how many keep the law."""
    coder = Coder.load()
    every = [case for group in GROUPS for case in cases(group)]
    kept = [case for case in every if not breaches(coder, case)]
    print(f"law: {len(kept)} of {len(every)} sentences keep it")
    return {"law.sentences": len(every), "law.kept": len(kept)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"of {', '.join(GROUPS)}; all if none is named")
    coder = Coder.load()
    for group in parser.parse_args().groups or GROUPS:
        found = {case: why for case in cases(group) if (why := breaches(coder, case))}
        for case, why in found.items():
            print(f"{group}: {case.text}\n    " + "\n    ".join(why))
        print(f"{group}: {len(cases(group)) - len(found)} of {len(cases(group))} keep the law")


if __name__ == "__main__":
    main()
