"""What a record loses before it leaves the desk: propaganda and private persons' names (design, section 5).

Of a belligerent's publication there remain its hash, and what lexicons, the gazetteer and the codebook made of it:
the organisation's name, the place's modern name, kinds, counts, dates and coordinates. Whatever stands as its text
words it (targets, weapons, the place as written, who says so, the campaign, reasons, evidence) does not leave, and
neither do links. It is withheld as null: blank text would say that there was none.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from conflictdesk.publish.addresses import shareable
from conflictdesk.publish.masking import (
    MASK,
    Known,
    mask_names,
    nothing_known,
    private_names,
    public_names,
    quoted_names,
)
from conflictdesk.records.credibility import Credibility
from conflictdesk.records.events import EventClaim, Incident, Presence, Record, place_from
from conflictdesk.records.provenance import Authorship
from conflictdesk.records.reports import Report
from conflictdesk.records.standings import Stand, Whose

# Where a record holds words of the report: parts of a field, or a whole column. A target has no lexicon: its
# canonical name is the report's wording too. An actor's is an organisation's, by the codebook.
WORDED: Mapping[str, tuple[str, ...]] = {
    "perpetrator": ("text",),
    "target": ("text", "canonical"),
    "weapon": ("text",),
    "place": ("place",),  # of a rival place; in a record "place" is itself a column
}
COLUMNS = ("place", "campaign")
WITHHELD = "[presence withheld]"  # for words that say where somebody is believed to be
NAMING = frozenset({"target", "perpetrator"})  # where a private person may be named
LINK = re.compile(r"://|(?i:\b[a-z0-9\-]{1,63}\.[a-z]{2,24}(?:/|$))")  # a publisher's name that is an address
NAME_OF_BEARING = re.compile(r"^\d.{0,40}? (?:of|de|du|di|da) (.+)$")  # "93 km south of Sabha"
CONTEXT = 2_000  # characters of a report before the end of a claim's sentence, in which a name may be told whole

Mask = Callable[[str | None], str | None]
Wording = tuple[str, bool]  # a text of a record, and whether it only says who speaks


@dataclass(frozen=True, slots=True)
class Masks:
    """How the texts of one record are masked: its sentences, its speakers, and what may only repeat a name."""

    sentence: Mask
    speaker: Mask
    repeated: Mask


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What may leave beyond the default. `known` tells names of places and organisations, which are not masked."""

    with_presences: bool = False
    with_names: bool = False
    with_belligerent_text: bool = False
    known: Known = nothing_known


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with what only the desk knows of it. `belligerent`: the report's source is one."""

    claim: EventClaim
    report: Report | None = None
    incident_id: str | None = None
    reviewed: Authorship | None = None
    belligerent: bool = False
    presences: tuple[Presence, ...] = ()  # of the same report: their words may stand in the claim's evidence
    credibility: Credibility | None = None  # of what the claim says, as a person graded it
    reliability: str | None = None  # A to F, of the report's source
    whose: Whose | None = None  # whose word it passes on; null: nobody looked, and the claim's status tells
    copy_of: frozenset[str] = frozenset()  # ids of older reports of which its report is a near-copy


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident with its claims, which tell whose words its values are."""

    incident: Incident
    claims: tuple[ClaimRow, ...] = ()
    stands: tuple[Stand, ...] = ()  # how it stood since when


@dataclass(frozen=True, slots=True)
class PresenceRow:
    """An actor said to be somewhere. Leaves the desk only where the options say so."""

    presence: Presence
    report: Report | None = None
    belligerent: bool = False


def claim_record(row: ClaimRow, options: ExportOptions) -> Record:
    """The claim's JSON (design, section 3) with its report's provenance, less what may not leave."""
    withheld = row.belligerent and not options.with_belligerent_text
    record = row.claim.as_record() | {
        "incident_id": row.incident_id,
        "reviewed": reviewed_record(row.reviewed),
        "source": source_record(row.report, row.belligerent, withheld, row.reliability),
        "credibility": row.credibility.as_record() if row.credibility else None,
    }
    if not options.with_presences:
        record["evidence"] = _without_presences(row)
    record = _masked(record, options, row.report, (row.claim.evidence,), (_before(row),))
    return _without_wording(record) if withheld else record


def incident_record(row: IncidentRow, options: ExportOptions) -> Record:
    """The incident's JSON (design, section 3), less what may not leave."""
    record = row.incident.as_record() | {"standings": [_stood(one) for one in row.stands]}
    if not options.with_belligerent_text:
        theirs = {text for claim in row.claims if claim.belligerent for text in _wordings(claim)}
        ours = {text for claim in row.claims if not claim.belligerent for text in _wordings(claim)}
        record = _without_these(record, theirs - ours)
    return _masked(record, options, None, [c.claim.evidence for c in row.claims], map(_before, row.claims))


def report_title(row: ClaimRow, options: ExportOptions) -> str | None:
    """The title of a claim's report, masked like its evidence; null where there is none or it may not leave."""
    title = row.report.title if row.report else None
    if not title or (row.belligerent and not options.with_belligerent_text):
        return None
    if not options.with_presences and _tells_presence(title, row.presences):
        return WITHHELD
    record = row.claim.as_record() | {"evidence": title}
    return str(_masked(record, options, row.report, (row.claim.evidence,), (_before(row),))["evidence"])


def _tells_presence(title: str, presences: Iterable[Presence]) -> bool:
    """Whether a title names a place where its report says that somebody is believed to be."""
    folded = title.casefold()
    return any(name.casefold() in folded for presence in presences for name in (*presence.places, presence.evidence))


def presence_record(row: PresenceRow, options: ExportOptions) -> Record:
    """The presence's JSON. Areas stay areas; there are no points in it."""
    withheld = row.belligerent and not options.with_belligerent_text
    record = row.presence.as_record() | {
        "record": "presence",
        "reviewed": None,
        "report_id": row.presence.report_id,
        "source": source_record(row.report, row.belligerent, withheld),
    }
    record = _masked(record, options, row.report)
    return record | (dict.fromkeys(("evidence", "places", "attributed_to")) if withheld else {})


def _without_presences(row: ClaimRow) -> str:
    """The evidence without the words that say where somebody is believed to be."""
    span, words = row.claim.evidence_span, row.claim.evidence
    said = sorted({s for presence in row.presences for s in presence.spans.get("evidence", ())}, reverse=True)
    left = len(words)  # where what is withheld already begins
    for one in said:
        start, end = max(0, one.start - span.start), min(left, one.end - span.start)
        if start < end:
            words, left = words[:start] + WITHHELD + words[end:], start
    return words


def _before(row: ClaimRow) -> str:
    """What the report says up to the claim's sentence: whom it names whole there it may name in part here."""
    end = row.claim.evidence_span.end
    return row.report.text[max(0, end - CONTEXT) : end] if row.report else ""


def reviewed_record(reviewed: Authorship | None) -> Record | None:
    """Who reviewed a claim last, and when; null for what is machine output."""
    return {"who": reviewed.who, "at": reviewed.at.isoformat()} if reviewed else None


def _stood(one: Stand) -> Record:
    return {"since": one.since.isoformat(), "standing": str(one.standing), "sources_independent": one.sources}


def source_record(
    report: Report | None, belligerent: bool, withheld: bool, reliability: str | None = None
) -> Record | None:
    """The way back to the report: its hash always, its address unless withheld and without what may be secret in it."""
    if report is None:
        return None
    return {
        "content_hash": report.content_hash,
        "publisher": None if withheld and LINK.search(report.publisher or "") else report.publisher,
        "published": report.published.isoformat() if report.published else None,
        "url": None if withheld else shareable(report.url),
        "language": report.language,
        "belligerent": belligerent,
        "reliability": reliability,
    }


def _masked(
    record: Record,
    options: ExportOptions,
    report: Report | None,
    quotes: Iterable[str] = (),
    context: Iterable[str] = (),
) -> Record:
    """Private names masked in evidence, target, attribution and reasons, and in whatever else the report words.

    `quotes` are sentences that the record comes from: a name masked in one is no place either, unless it is resolved.
    A name masked in one text of the record, or in `context`, is masked in all of the record's.
    """
    if options.with_names:
        return record
    quotes = tuple(quotes)
    masks = _masks(record, options, report, (*quotes, *context))
    changed: Record = dict(_worded(record, masks)) | _place_masked(record, quotes, masks)
    if "place" in changed and "reasons" in changed:  # why a person's name was taken for a place tells the name
        changed["reasons"].pop("place", None)
    if "rivals" in record:
        changed["rivals"] = {
            field: [_rival(field, r, quotes, masks) for r in found] for field, found in record["rivals"].items()
        }
    return record | changed


def _place_masked(record: Record, quotes: Iterable[str], masks: Masks) -> Record:
    """A place that is a person's name where the report says it; of one that a gazetteer has, all its sayings."""
    name = record.get("place")
    if not name:
        return {}
    person = any(name in quote and name not in (masks.sentence(quote) or "") for quote in quotes)
    if place_from(record).resolved:
        blank: Record = {"place_modern": None} | ({"runners_up": []} if "runners_up" in record else {})
        return {"place": MASK, **blank} if person else {}
    return {"place": MASK} if person or masks.repeated(name) == MASK else {}


def _worded(record: Record, masks: Masks) -> Iterator[tuple[str, Any]]:
    for field in NAMING & record.keys():
        yield field, _each(field, record[field], masks.sentence)
    if "weapon" in record:
        yield "weapon", _each("weapon", record["weapon"], masks.repeated)
    if "reasons" in record:
        yield "reasons", {key: masks.repeated(reason) for key, reason in record["reasons"].items()}
    if "evidence" in record:
        yield "evidence", masks.sentence(record["evidence"])
    if "attributed_to" in record:
        yield "attributed_to", [masks.speaker(name) for name in record["attributed_to"]]


def _rival(field: str, rival: Record, quotes: Iterable[str], masks: Masks) -> Record:
    value = rival["value"]
    if field == "place":
        return rival | {"value": value | _place_masked(value, quotes, masks)}
    return rival | {"value": _each(field, value, masks.sentence)} if field in NAMING else rival


def _each(field: str, value: Record, mask: Mask) -> Record:
    """An actor's canonical name is an organisation's by the codebook; a target's may be a person's."""
    parts = ("text", "canonical") if field == "target" else ("text",)
    return {key: mask(part) if key in parts else part for key, part in value.items()}


def _masks(record: Record, options: ExportOptions, report: Report | None, quotes: Iterable[str]) -> Masks:
    """Masks for `record`, in which its own places and organisations are known and every name masked is masked."""
    known, language = _known_in(record, options, report), report.language if report else None
    texts = [*_texts(record), *((quote, False) for quote in quotes)]
    found = [private_names(text, known, language, alone=alone) for text, alone in texts]
    names = frozenset[str]().union(*found)

    def mask(text: str | None, known: Known = known, alone: bool = False) -> str | None:
        return mask_names(text, known, language, names=names, alone=alone) if text else text

    return Masks(mask, partial(mask, alone=True), partial(mask, known=lambda _: True))


def _known_in(record: Record, options: ExportOptions, report: Report | None) -> Known:
    own = {record.get(field) for field in ("claimed_by", "campaign", "actor")}
    own |= {record.get("perpetrator", {}).get("canonical"), *_resolved_places(record)}
    if report:
        own |= public_names(report.text, report.language) | quoted_names(report.text, report.language)
        own |= {report.publisher, (report.publisher or "").removeprefix("The ")}

    def known(name: str) -> bool:
        return name in own or options.known(name)

    return known


def _texts(record: Record) -> Iterator[Wording]:
    """The texts of a record in which a private person may be named."""
    values = [record.get("target", {}), *(rival["value"] for rival in record.get("rivals", {}).get("target", ()))]
    values += [record.get("perpetrator", {})]
    texts = [value.get("text") for value in values] + [record.get("evidence")]
    yield from ((text, False) for text in texts if text)
    yield from ((name, True) for name in record.get("attributed_to", ()) if name)


def _resolved_places(record: Record) -> Iterator[str | None]:
    """Names of a record's places that the gazetteer has: others may be persons, taken for places."""
    if place_from(record).resolved:
        yield from (record.get("place"), record.get("place_modern"))
        yield from NAME_OF_BEARING.findall(record.get("place") or "")
    yield from (name for name, area in zip(record.get("places", ()), record.get("areas", ()), strict=True) if area)


def _without_wording(record: Record) -> Record:
    worded = {field: _blanked(field, record[field]) for field in WORDED.keys() - set(COLUMNS)}
    return record | worded | dict.fromkeys((*COLUMNS, "evidence", "attributed_to")) | {"reasons": {}}


def _without_these(record: Record, wordings: set[str]) -> Record:
    """An incident's record without the texts that only belligerents gave, in its values and their rivals."""
    fields = {*WORDED, *COLUMNS}
    clean: Record = {field: _blanked(field, record[field], wordings) for field in fields}
    clean["rivals"] = {
        field: [r | {"value": _blanked(field, r["value"], wordings)} for r in found] if field in fields else found
        for field, found in record["rivals"].items()
    }
    return record | clean


def _blanked(field: str, value: Any, wordings: set[str] | None = None) -> Any:
    """A field's value without the report's words; of these only `wordings`, where they are given."""
    if isinstance(value, Mapping):
        return {key: None if _is_theirs(field, key, part, wordings) else part for key, part in value.items()}
    return None if wordings is None or value in wordings else value


def _is_theirs(field: str, key: str, part: Any, wordings: set[str] | None) -> bool:
    return key in WORDED[field] and (wordings is None or part in wordings)


def _wordings(row: ClaimRow) -> list[str]:
    """The words that a claim's report gave, wherever an incident may show them."""
    record = row.claim.values()
    worded = [record[field][key] for field in WORDED.keys() - set(COLUMNS) for key in WORDED[field]]
    return [text for text in (*worded, *(record[name] for name in COLUMNS)) if text]
