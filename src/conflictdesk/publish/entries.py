"""Incidents as a brief tells them: a sentence each, how it stands, where sources differ, and the notes behind it.

All of it is made from records that redaction has gone over; nothing here sees what may not leave the desk.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from conflictdesk.publish import wording
from conflictdesk.publish.naming import cut
from conflictdesk.publish.phrases import phrases
from conflictdesk.publish.redaction import claim_record, incident_record, report_title
from conflictdesk.publish.rows import ClaimRow, ExportOptions, IncidentRow
from conflictdesk.publish.sentences import sentence
from conflictdesk.publish.standings import STANDINGS, held_before, stood
from conflictdesk.publish.voices import Voice, named_independently, own_word, tellers
from conflictdesk.records.events import EventClaim, Incident, Record, Standing, Status, incident_from
from conflictdesk.records.values import Count

COMPARED = ("type", "role", "date", "place", "perpetrator", "target", "weapon", "killed", "wounded", "abducted")
LONGEST = 300  # characters of a title
SAID = {
    Status.CLAIMED: "claimed",
    Status.CONFIRMED: "confirmed",
    Status.REPORTED: "reported",
    Status.ALLEGED: "alleged",
    Status.DENIED: "denied",
}
# What a page or a terminal would take for an order: controls, line ends, and signs that turn the direction of text.
UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]+")


@dataclass(frozen=True, slots=True)
class Note:
    """The way back from a sentence: one claim, whose report it is from, and its words as they may leave."""

    number: int
    entry: int
    incident_id: str
    claim_id: str
    publisher: str
    title: str | None
    published: str
    said: str
    evidence: str | None
    language: str | None
    digest: str | None
    address: str | None
    belligerent: bool
    withheld: bool
    reviewed: str | None  # by whom and when; null is machine output


@dataclass(frozen=True, slots=True)
class Entry:
    """An incident of a brief. `incident` is as it may leave; `differs` are fields with what each source says."""

    number: int
    incident: Incident
    sentence: str
    standing: str
    sources: str
    reviewed: bool
    differs: tuple[tuple[str, str], ...]
    notes: tuple[Note, ...]
    named: bool  # whether anyone but a claimant says who did it
    others: Mapping[str, Count]  # people as others than a party to it tell them, by field
    theirs: Mapping[str, Count]  # and as only a party to it does

    @property
    def place(self) -> str:
        return self.incident.place.modern or self.incident.place.name or ""


def plain(value: Any) -> Any:
    """A value of a record with every text on one line, without signs that do not show but order."""
    if isinstance(value, str):
        return " ".join(UNSHOWN.sub(" ", value).split())
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, list | tuple) else value


def shortened(title: str | None) -> str | None:
    """A title as long as one may be in a note; what is behind is no headline any more."""
    return f"{title[:LONGEST].rstrip()} …" if title and len(title) > LONGEST else title


def entry_of(row: IncidentRow, options: ExportOptions, number: int, first_note: int) -> Entry:
    """The incident as the brief's item `number`, its notes numbered from `first_note`."""
    record = plain(incident_record(row, options))
    incident = incident_from(record)
    told = [_Told.of(claim, options) for claim in row.claims]
    voices = [one.voice for one in told]
    figures = {field: _figures(field, incident, told) for field in ("killed", "wounded")}
    return Entry(
        number=number,
        incident=incident,
        sentence=sentence(incident, voices),
        standing=_standing(incident, voices),
        sources=_sources(row),
        reviewed=incident.reviewed,
        differs=tuple(_differences(record, voices)),
        notes=tuple(one.note(first_note + n, number, incident.incident_id) for n, one in enumerate(told)),
        named=named_independently(voices),
        others={field: figures[field][0] for field in figures},
        theirs={field: figures[field][1] for field in figures},
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """A claim as it may leave, and whether its words are those of a party to what it tells."""

    row: ClaimRow
    record: Record
    voice: Voice
    title: str | None
    withheld: bool

    @classmethod
    def of(cls, row: ClaimRow, options: ExportOptions) -> "_Told":
        withheld = row.belligerent and not options.with_belligerent_text
        record = plain(claim_record(row, options))
        claim = EventClaim.from_record(record)
        if _is_side_named(row):  # who says so is the report's wording, and masked: that it is this side is coded
            claim = replace(claim, attributed_to=(str(row.claim.perpetrator.canonical),))
        source = record["source"] or {}
        voice = Voice(claim, source.get("publisher"), source.get("language"), row.copy_of, row.whose)
        return cls(row, record, voice, plain(report_title(row, options)), withheld)

    @property
    def partial(self) -> bool:
        """Whether a party to the event is all who says so."""
        return self.row.belligerent or self.voice.partial

    def note(self, number: int, entry: int, incident_id: str) -> Note:
        source, claim, report = self.record["source"] or {}, self.voice.claim, self.row.report
        reviewed = self.row.reviewed
        named = (cut(who, phrases()) for who in claim.attributed_to)
        by = [who for who in named if who and who.casefold() != (source.get("publisher") or "").casefold()]
        own = claim.status is Status.CONFIRMED and self.voice.own
        said = "said by the side that acted" if own else SAID[claim.status]
        said += f", according to {wording.listed(by)}" if by else ""
        return Note(
            number=number,
            entry=entry,
            incident_id=incident_id,
            claim_id=claim.claim_id,
            publisher=source.get("publisher") or "publisher not named",
            title=shortened(self.title),
            published=wording.day(report.published) if report and report.published else "date not known",
            said=said,
            evidence=self.record["evidence"],
            language=source.get("language"),
            digest=source.get("content_hash"),
            address=source.get("url") if self.title is None or not self.title.startswith("[presence") else None,
            belligerent=self.row.belligerent,
            withheld=self.withheld,
            reviewed=f"{plain(reviewed.who)}, {wording.day(reviewed.at)}" if reviewed else None,
        )


def _is_side_named(row: ClaimRow) -> bool:
    """Whether a claim names as its sources none but the side that acted, whose name is coded."""
    claim = row.claim
    named = bool(claim.attributed_to and claim.perpetrator.canonical)
    return named and claim.status is not Status.CLAIMED and row.whose is not None and row.whose.word.own


def _standing(incident: Incident, voices: Sequence[Voice]) -> str:
    if incident.standing is Standing.SINGLE_SOURCE and own_word(incident, voices):
        return "the acting side's own word"
    return STANDINGS[incident.standing]


def _sources(row: IncidentRow) -> str:
    reports, sources = len({claim.claim.report_id for claim in row.claims}), row.incident.sources_independent
    told = wording.number(sources, "independent source") if sources else "no independent source"
    told = f"{told}, {wording.number(reports, 'report')}" if reports > 1 else told
    before = stood(row.stands), held_before(row.noted, row.stands, row.incident.incident_id)
    return "; ".join([told, *filter(None, before)])


def _differences(record: Record, voices: Sequence[Voice]) -> Iterator[tuple[str, str]]:
    """Each field on which sources differ, and who says what."""
    for field in COMPARED:
        rivals = record["rivals"].get(field, ())
        against = {key for rival in rivals for key in rival["claims"]}
        behind = [v for v in voices if v.claim.claim_id not in against and _says(v.claim, field)]
        values = [(_column(field, record), behind)]
        values += [(r["value"], [v for v in voices if v.claim.claim_id in r["claims"]]) for r in rivals]
        if field == "perpetrator":  # who denies that somebody did it does not say that he did
            values = [(value, [v for v in who if not v.denies]) for value, who in values]
        told = [f"{wording.value(value)} ({tellers(who)})" for value, who in values if who]
        if rivals and len(told) > 1:
            yield wording.FIELD_NAMES[field], "; ".join(told)


def _column(field: str, record: Mapping[str, Any]) -> Any:
    if field == "date":
        return {key: record[key] for key in ("date_start", "date_end", "date_precision")}
    if field == "place":
        return {key: record[key] for key in ("place", "place_modern", "country", "area", "geo_precision")}
    return record.get(field)


def _says(claim: EventClaim, field: str) -> bool:
    return wording.value(_column(field, claim.values())) != wording.NOT_REPORTED


def _figures(field: str, incident: Incident, told: Sequence[_Told]) -> tuple[Count, Count]:
    """People as others than a party tell them; where nobody does, as a party tells them. The other one is unknown."""
    held: Count = getattr(incident, field)
    rivals = incident.rivals.get(field, ())
    against = {key for rival in rivals for key in rival.claims}
    found = [(held, [t for t in told if t.voice.claim.claim_id not in against and _count(t, field).known])]
    found += [(Count(**r.value), [t for t in told if t.voice.claim.claim_id in r.claims]) for r in rivals]
    others = next((people for people, who in found if any(not t.partial for t in who)), Count())
    return others, Count() if others.known else held


def _count(told: _Told, field: str) -> Count:
    count: Count = getattr(told.voice.claim, field)
    return count
