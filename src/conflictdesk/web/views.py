"""What the pages show, computed from records. Nothing here speaks HTML, HTTP or SQL."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from conflictdesk.link.independence import voices as independent_voices
from conflictdesk.link.reviews import stated_value
from conflictdesk.pipeline.next_step import Step
from conflictdesk.records.events import CLAIM_FIELDS, FAMILY, ClaimPair, EventClaim, Incident, Record, Review, Verdict
from conflictdesk.records.reports import Report
from conflictdesk.store.reports import Hit
from conflictdesk.web import wording
from conflictdesk.web.marking import Piece, cut, marks_of, marks_of_presences, presence_key
from conflictdesk.web.sentences import Voice, sentence
from conflictdesk.web.snapshots import Snapshot

EPOCH_DAY = 719163  # date(1970, 1, 1).toordinal(): days are counted as JavaScript counts them
_ABOVE = ("status", "role", "attributed_to")  # shown over the rows of an incident, or as their own column
SEARCHED_REPORTS = 2000  # hits that a free-text filter looks through
UNNAMED = "Publisher not named"

# The columns of /api/incidents, in order; static/js/incidents.js reads them by these names.
COLUMNS = (
    "id", "role", "standing", "type", "start", "end", "precision", "place", "country", "lat", "lon", "radius",
    "geo", "actor", "target", "weapon", "killed_min", "killed_max", "wounded_min", "wounded_max",
    "claimed_by", "campaign", "independent", "reports", "reviewed", "sources",
)  # fmt: skip


class Names:
    """Numbers names in order of appearance, so that rows carry short numbers."""

    def __init__(self) -> None:
        self.listed: dict[str, int] = {}

    def number(self, name: str | None) -> int | None:
        return self.listed.setdefault(name, len(self.listed)) if name else None


def incident_table(held: Snapshot) -> Record:
    """All incidents as one compact table: what the three coordinated views filter in the browser."""
    actors, sources = Names(), Names()
    rows = [_row(one, held, actors, sources) for one in held.incidents.values()]
    used = {row[COLUMNS.index("country")] for row in rows}
    return {
        "columns": COLUMNS,
        "rows": rows,
        "actors": list(actors.listed),
        "sources": list(sources.listed),
        "countries": {code: wording.country_name(code) for code in sorted(filter(None, used))},
        "families": {str(kind): family for kind, family in FAMILY.items()},
        "reports": len(held.reports),
        "claims": len(held.claims),
    }


def _row(one: Incident, held: Snapshot, actors: Names, sources: Names) -> list[Any]:
    point = one.place.centre
    found = _reports_of(one, held)
    publishers = dict.fromkeys(report.publisher or UNNAMED for report in found)
    return [
        one.incident_id, one.role, one.standing, one.type, *_days(one),
        one.place.modern or one.place.name, one.place.country,
        round(point.lat, 4) if point else None, round(point.lon, 4) if point else None,
        round(one.place.area.radius_km, 1) if one.place.area else None, one.place.precision,
        actors.number(one.perpetrator.canonical), one.target.canonical or one.target.text, one.weapon.kind,
        one.killed.min, one.killed.max, one.wounded.min, one.wounded.max,
        one.claimed_by, one.campaign, one.sources_independent, len(found), int(one.reviewed),
        [sources.number(name) for name in publishers],
    ]  # fmt: skip


def _days(one: Incident) -> tuple[int | None, int | None, str | None]:
    if one.when is None:
        return None, None, None
    return one.when.start.toordinal() - EPOCH_DAY, one.when.end.toordinal() - EPOCH_DAY, one.when.precision


def _reports_of(one: Incident, held: Snapshot) -> list[Report]:
    ids = dict.fromkeys(claim.report_id for claim in claims_in(one, held))
    return [held.reports[key] for key in ids if key in held.reports]


def claims_in(one: Incident, held: Snapshot) -> list[EventClaim]:
    return [held.claims[key] for key in one.claims if key in held.claims]


# The page of one incident


@dataclass(frozen=True, slots=True)
class Quote:
    """Words behind a value, and where reports have them."""

    words: str
    language: str | None
    hrefs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A field of an incident: its value, who says so, in which words, how sure, and what others say."""

    field: str
    name: str
    value: str
    who: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    confidence: float | None = None
    reasons: tuple[str, ...] = ()
    rivals: tuple["Row", ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """A claim as it stands beside its incident's others."""

    claim: EventClaim
    report: Report | None
    href: str
    publisher: str
    who: str
    values: tuple[tuple[str, str, bool, str], ...]  # field's name, value, whether the incident's differs, reason
    copied: bool
    reviewed: str | None
    incident_id: str | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """Why two claims were held to speak of one incident."""

    left: str
    right: str
    likeness: str
    score: float
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class IncidentPage:
    incident: Incident
    sentence: str
    when: str
    rows: tuple[Row, ...]
    claims: tuple[ClaimCard, ...]
    links: tuple[Link, ...]
    series: tuple[Incident, ...]
    reports: int
    history: tuple[str, ...]  # what people said of its claims, the latest first


def incident_page(one: Incident, held: Snapshot) -> IncidentPage:
    claims = claims_in(one, held)
    copies = _copies(one, held)
    cards = tuple(_card(c, one, held, copied=c.report_id in copies) for c in _oldest_first(claims, held))
    series = [other for other in held.incidents.values() if one.series_id and other.series_id == one.series_id]
    return IncidentPage(
        incident=one,
        sentence=sentence(one, voices(claims, held)),
        when=wording.interval(one.when),
        rows=tuple(_field_row(name, one, claims, held) for name in CLAIM_FIELDS if name not in _ABOVE),
        claims=cards,
        links=tuple(_link(pair, held) for pair in held.pairs if {pair.left, pair.right} <= set(one.claims)),
        series=tuple(other for other in series if other is not one),
        reports=len(_reports_of(one, held)),
        history=_history(claims, held),
    )


def _history(claims: Sequence[EventClaim], held: Snapshot) -> tuple[str, ...]:
    def about(review: Review) -> bool:
        return any(
            review.anchor.report_id == claim.report_id and review.anchor.span.overlaps(claim.evidence_span)
            for claim in claims
        )

    found = sorted((review for review in held.reviews if about(review)), key=lambda review: review.at, reverse=True)
    return tuple(_reviewed(review) for review in found)


def _reviewed(review: Review) -> str:
    """One line of an incident's history: what was said, by whom, when."""
    what = f"{wording.FIELD_NAMES.get(review.field, review.field).lower()}" if review.field else "a claim"
    now = f" to {wording.value(stated_value(review))}" if review.field and review.verdict is Verdict.CORRECT else ""
    verb = {"accept": "accepted", "correct": "corrected", "reject": "rejected", "add": "added"}[review.verdict]
    return f"{wording.day(review.at)}: {review.who} {verb} {what}{now}"


def voices(claims: Iterable[EventClaim], held: Snapshot) -> list[Voice]:
    return [Voice(claim, _publisher(claim, held), _language(claim, held)) for claim in claims]


def _language(claim: EventClaim, held: Snapshot) -> str | None:
    report = held.reports.get(claim.report_id)
    return report.language if report else None


def _publisher(claim: EventClaim, held: Snapshot) -> str | None:
    report = held.reports.get(claim.report_id)
    return report.publisher if report else None


def _oldest_first(claims: Sequence[EventClaim], held: Snapshot) -> list[EventClaim]:
    def age(claim: EventClaim) -> tuple[str, str]:
        report = held.reports.get(claim.report_id)
        return str(report.published or "9999") if report else "9999", claim.claim_id

    return sorted(claims, key=age)


def field_value(field: str, record: Mapping[str, Any]) -> Any:
    """A field of a claim's or incident's record; date and place are gathered from their columns."""
    if field == "date":
        return {key: record[key] for key in ("date_start", "date_end", "date_precision")}
    if field == "place":
        return {key: record[key] for key in ("place", "place_modern", "country", "area", "geo_precision")}
    return record.get(field)


def _field_row(field: str, one: Incident, claims: Sequence[EventClaim], held: Snapshot) -> Row:
    rivals = one.rivals.get(field, ())
    against = {key for rival in rivals for key in rival.claims}
    held_value = wording.value(field_value(field, one.as_record()))
    behind = [c for c in claims if c.claim_id not in against and _says(c, field)]
    below = [
        _row_of(field, wording.value(rival.value), [c for c in claims if c.claim_id in rival.claims], held)
        for rival in rivals
    ]
    return _row_of(field, held_value, behind, held, tuple(below))


def _says(claim: EventClaim, field: str) -> bool:
    return wording.value(field_value(field, claim.values())) != wording.NOT_REPORTED


def _row_of(field: str, value: str, behind: Sequence[EventClaim], held: Snapshot, rivals: tuple[Row, ...] = ()) -> Row:
    sure = [claim.confidence[field] for claim in behind if field in claim.confidence]
    return Row(
        field=field,
        name=wording.FIELD_NAMES[field],
        value=value,
        who=tuple(dict.fromkeys(_who_in_what(claim, held) for claim in behind)),
        quotes=_quotes(behind, field, held),
        confidence=max(sure) if sure else None,
        reasons=tuple(dict.fromkeys(claim.reasons[field] for claim in behind if field in claim.reasons)),
        rivals=rivals,
    )


def _who_in_what(claim: EventClaim, held: Snapshot) -> str:
    publisher = _publisher(claim, held) or UNNAMED
    said_by = [who for who in claim.attributed_to if who.casefold() != publisher.casefold()]
    return f"{wording.listed(said_by)}, in {publisher}" if said_by else publisher


def _quotes(behind: Sequence[EventClaim], field: str, held: Snapshot) -> tuple[Quote, ...]:
    """The claims' words for a field; words that several reports share are quoted once."""
    found: dict[tuple[str, str | None], list[str]] = {}
    for claim in behind:
        report = held.reports.get(claim.report_id)
        for span in claim.spans.get(field, ()) if report else ():
            words = span.of(report.text).strip() if report else ""
            if words:
                found.setdefault((words, report.language if report else None), []).append(claim_href(claim))
    return tuple(Quote(*said, tuple(dict.fromkeys(hrefs))) for said, hrefs in found.items())


def report_href(report_id: str) -> str:
    return f"/reports/{quote(report_id, safe='')}"


def claim_href(claim: EventClaim) -> str:
    return f"{report_href(claim.report_id)}#claim-{quote(claim.claim_id, safe='')}"


def _card(claim: EventClaim, one: Incident | None, held: Snapshot, number: int = 0, copied: bool = False) -> ClaimCard:
    report = held.reports.get(claim.report_id)
    by = held.reviewed_by.get(claim.claim_id)
    return ClaimCard(
        claim=claim,
        report=report,
        href=claim_href(claim),
        publisher=(report.publisher if report else None) or UNNAMED,
        who=_who_in_what(claim, held),
        values=tuple(_compared(claim, one)),
        copied=copied,
        reviewed=f"{by.who}, {wording.day(by.at)}" if by else None,
        incident_id=one.incident_id if one else None,
        number=number,
    )


def _compared(claim: EventClaim, one: Incident | None) -> Iterable[tuple[str, str, bool, str]]:
    for field in CLAIM_FIELDS:
        words = wording.value(field_value(field, claim.values()))
        if words != wording.NOT_REPORTED:
            differs = one is not None and any(claim.claim_id in r.claims for r in one.rivals.get(field, ()))
            yield wording.FIELD_NAMES[field], words, differs, claim.reasons.get(field, "")


def _copies(one: Incident, held: Snapshot) -> set[str]:
    """Reports that repeat another of the incident's reports."""
    found = independent_voices(_reports_of(one, held), held.source_of)
    return {key for voice in found for key in voice.reports if key != voice.original}


def _link(pair: ClaimPair, held: Snapshot) -> Link:
    left, right = (
        _publisher(held.claims[key], held) or UNNAMED if key in held.claims else key for key in (pair.left, pair.right)
    )
    return Link(left, right, str(pair.likeness), pair.score, tuple(pair.reasons.items()))


def incident_map(one: Incident, held: Snapshot) -> Record:
    """What the small map of an incident draws: its place, and in grey where else it might have been."""
    known = [runner for claim in claims_in(one, held) for runner in claim.place.runners_up]
    others = {(r["lat"], r["lon"]): r for r in known if r.get("lat") is not None and r.get("lon") is not None}
    record = one.as_record()
    row = dict(zip(COLUMNS, _row(one, held, Names(), Names()), strict=True))
    return {"incident": record, "row": row, "runners_up": list(others.values())}


# The page of one report


@dataclass(frozen=True, slots=True)
class PresenceCard:
    key: str
    actor: str
    places: tuple[str, ...]
    status: str
    who: str
    evidence: str
    language: str | None
    report_id: str
    href: str
    publisher: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    report: Report
    pieces: tuple[Piece, ...]
    claims: tuple[ClaimCard, ...]
    presences: tuple[PresenceCard, ...]
    revisions: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]  # those marked in the text: key and name
    issue: str | None  # why it could not be coded
    unread: str | None  # what of it was not read


def report_page(report: Report, held: Snapshot) -> ReportPage:
    claims = held.claims_of(report.report_id)
    numbers = {claim.claim_id: number for number, claim in enumerate(claims, 1)}
    told = [presence for presence in held.presences if presence.report_id == report.report_id]
    marks = marks_of(claims) + marks_of_presences(told)
    incident_of = held.incident_of()
    marked = {mark.field for mark in marks}
    return ReportPage(
        report=report,
        pieces=tuple(cut(report.text, marks, numbers)),
        claims=tuple(
            _card(c, held.incidents.get(incident_of.get(c.claim_id, "")), held, numbers[c.claim_id]) for c in claims
        ),
        presences=tuple(card for card in presence_cards(held) if card.report_id == report.report_id),
        revisions=held.revisions.get(report.report_id, ()),
        fields=tuple((key, name) for key, name in wording.FIELD_NAMES.items() if key in marked),
        issue=dict(held.issues).get(report.report_id),
        unread=dict(held.partly_read).get(report.report_id),
    )


def presence_cards(held: Snapshot) -> list[PresenceCard]:
    seen: Counter[str] = Counter()
    cards = []
    for told in held.presences:
        seen[told.report_id] += 1
        report, key = held.reports.get(told.report_id), presence_key(seen[told.report_id])
        publisher = (report.publisher if report else None) or UNNAMED
        who = wording.listed(told.attributed_to) if told.attributed_to else publisher
        href, language = f"{report_href(told.report_id)}#{key}", report.language if report else None
        cards.append(
            PresenceCard(key, told.actor, told.places, told.status, who, told.evidence, language,
                         told.report_id, href, publisher)
        )  # fmt: skip
    return cards


def unread_yet(held: Snapshot) -> Step | None:
    """What is to be done before silence means anything: reports to be added, or to be coded."""
    step = held.next_step
    return step if step and (not held.reports or step.command == "conflictdesk code") else None


def presence_areas(held: Snapshot) -> list[Record]:
    """Circles to hatch on the local map. An actor's presence is an area, never a point."""
    cards = presence_cards(held)
    return [
        {"actor": card.actor, "place": name, "status": card.status, "href": card.href, **area.as_record()}
        for card, told in zip(cards, held.presences, strict=True)
        for name, area in zip(told.places, told.areas, strict=True)
        if area is not None
    ]


# Lists and search


@dataclass(frozen=True, slots=True)
class ReportLine:
    report: Report
    href: str
    claims: int
    snippet: tuple[tuple[str, bool], ...] = ()  # words, and whether the search found them


def report_lines(held: Snapshot) -> list[ReportLine]:
    coded = Counter(claim.report_id for claim in held.claims.values())
    newest = sorted(held.reports.values(), key=lambda r: (str(r.published or ""), r.report_id), reverse=True)
    return [ReportLine(r, report_href(r.report_id), coded[r.report_id]) for r in newest]


def found_lines(hits: Sequence[Hit], held: Snapshot) -> list[ReportLine]:
    coded = Counter(claim.report_id for claim in held.claims.values())
    return [
        ReportLine(held.reports[hit.report_id], report_href(hit.report_id), coded[hit.report_id], _snippet(hit))
        for hit in hits
        if hit.report_id in held.reports
    ]


def _snippet(hit: Hit) -> tuple[tuple[str, bool], ...]:
    parts, at = [], 0
    for match in hit.matches:
        parts += [(hit.snippet[at : match.start], False), (match.of(hit.snippet), True)]
        at = match.end
    return tuple(part for part in [*parts, (hit.snippet[at:], False)] if part[0])


def found_incidents(query: str, hits: Sequence[Hit], held: Snapshot) -> list[str]:
    """Incidents that a free text finds: of each report found, the claims that hold its words, else all of them."""
    words = [word.casefold() for word in query.replace('"', " ").split()]
    reports = {hit.report_id for hit in hits}
    incident_of = held.incident_of()
    by_report: dict[str, list[EventClaim]] = {}
    for claim in held.claims.values():
        if claim.report_id in reports:
            by_report.setdefault(claim.report_id, []).append(claim)
    chosen = [claim for claims in by_report.values() for claim in _holding(words, claims) or claims]
    return list(dict.fromkeys(incident_of[c.claim_id] for c in chosen if c.claim_id in incident_of))


def _holding(words: Sequence[str], claims: Sequence[EventClaim]) -> list[EventClaim]:
    return [claim for claim in claims if all(word in claim.evidence.casefold() for word in words)]
