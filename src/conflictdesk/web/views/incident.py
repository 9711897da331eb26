"""The page of one incident."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conflictdesk.publish import wording
from conflictdesk.publish.sentences import sentence
from conflictdesk.records.credibility import GRADES
from conflictdesk.records.events import CLAIM_FIELDS, ClaimPair, EventClaim, Incident, Record, Status
from conflictdesk.records.standings import NotedStand
from conflictdesk.web.snapshots import Snapshot
from conflictdesk.web.views.claims import (
    UNNAMED,
    ClaimCard,
    Quote,
    claim_card,
    claims_in,
    field_value,
    oldest_first,
    publisher_of,
    quotes_of,
    report_href,
    reports_of,
    says,
    voices,
    who_in_what,
)
from conflictdesk.web.views.corroboration import Corroboration, corroboration
from conflictdesk.web.views.standings import StandHistory, stand_history
from conflictdesk.web.views.table import COLUMNS, Names, table_row

COMPOSED = ("date", "place", "target", "killed", "wounded", "abducted")  # of which an incident may be put together
DISPUTED = "none is held: what is said differs"
ABOVE = ("status", "role", "attributed_to")  # shown over the rows of an incident, or as their own column


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
    vouched: bool = False  # whether a person vouches for it, in one of the claims behind it
    denied: bool = False  # whether only those say it who deny that it was so


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
    voices: Corroboration
    stood: StandHistory
    grades: Mapping[int, str]
    composed: str  # what no report tells together; empty where one does


def incident_page(one: Incident, held: Snapshot, noted: Sequence[NotedStand] = ()) -> IncidentPage:
    """The page of `one`; `noted` is what the desk held of it when."""
    claims = claims_in(one, held)
    told = corroboration(claims, held)
    copies = {member.href for speaker in told.speakers for member in speaker.members}
    cards = tuple(
        claim_card(c, one, held, copied=report_href(c.report_id) in copies) for c in oldest_first(claims, held)
    )
    series = [other for other in held.incidents.values() if one.series_id and other.series_id == one.series_id]
    return IncidentPage(
        incident=one,
        sentence=sentence(one, voices(claims, held)),
        when=wording.interval(one.when),
        rows=tuple(_field_row(name, one, claims, held) for name in CLAIM_FIELDS if name not in ABOVE),
        claims=cards,
        links=tuple(_link(pair, held) for pair in _weakest_first(one, held)),
        series=tuple(other for other in series if other is not one),
        reports=len(reports_of(one, held)),
        voices=told,
        stood=stand_history(one, held, noted),
        grades=GRADES,
        composed=composed(one, claims),
    )


def composed(one: Incident, claims: Sequence[EventClaim]) -> str:
    """A sentence where no one report tells all that the incident holds of day, place, target and people.

    A report need not tell every field, but none that tells another value of one tells of this incident as it is held.
    """
    disputed = [field for field in COMPOSED if one.rivals.get(field) and _is_held(field, one)]
    if len(disputed) < 2 or any(all(_gives(c, field, one) for field in disputed) for c in claims):
        return ""
    named = wording.listed(wording.FIELD_NAMES[field].lower() for field in disputed)
    return f"No one report tells all of this: {named} as they are held come from different reports."


def _gives(claim: EventClaim, field: str, one: Incident) -> bool:
    against = {key for rival in one.rivals.get(field, ()) for key in rival.claims}
    return claim.status is not Status.DENIED and says(claim, field) and claim.claim_id not in against


def _is_held(field: str, one: Incident) -> bool:
    return wording.value(field_value(field, one.as_record())) != wording.NOT_REPORTED


def _field_row(field: str, one: Incident, claims: Sequence[EventClaim], held: Snapshot) -> Row:
    rivals = one.rivals.get(field, ())
    against = {key for rival in rivals for key in rival.claims}
    held_value = wording.value(field_value(field, one.as_record()))
    behind = [c for c in claims if c.claim_id not in against and says(c, field)]
    if held_value == wording.NOT_REPORTED and any(
        c.claim_id in against and c.status is not Status.DENIED for c in claims
    ):
        held_value = DISPUTED
    below = [
        _row_of(field, wording.value(rival.value), [c for c in claims if c.claim_id in rival.claims], held)
        for rival in rivals
    ]
    return _row_of(field, held_value, behind, held, tuple(below))


def _row_of(field: str, value: str, behind: Sequence[EventClaim], held: Snapshot, rivals: tuple[Row, ...] = ()) -> Row:
    sure = [claim.confidence[field] for claim in behind if field in claim.confidence]
    return Row(
        field=field,
        name=wording.FIELD_NAMES[field],
        value=value,
        who=tuple(dict.fromkeys(who_in_what(claim, held) for claim in behind)),
        quotes=quotes_of(behind, field, held),
        confidence=max(sure) if sure else None,
        reasons=tuple(dict.fromkeys(claim.reasons[field] for claim in behind if field in claim.reasons)),
        rivals=rivals,
        vouched=any(field in held.vouched.get(claim.claim_id, ()) for claim in behind),
        denied=bool(behind) and all(claim.status is Status.DENIED for claim in behind),
    )


def _weakest_first(one: Incident, held: Snapshot) -> list[ClaimPair]:
    """The pairs that were compared in an incident: a reader who doubts it looks at the weakest."""
    claims = set(one.claims)
    inside = (pair for pair in held.pairs if pair.left in claims and pair.right in claims)
    return sorted(inside, key=lambda pair: (pair.score, pair.left, pair.right))


def _link(pair: ClaimPair, held: Snapshot) -> Link:
    left, right = (
        publisher_of(held.claims[key], held) or UNNAMED if key in held.claims else key
        for key in (pair.left, pair.right)
    )
    return Link(left, right, str(pair.likeness), pair.score, tuple(pair.reasons.items()))


def incident_map(one: Incident, held: Snapshot) -> Record:
    """What the small map of an incident draws: its place, and in grey where else it might have been."""
    known = [runner for claim in claims_in(one, held) for runner in claim.place.runners_up]
    others = {(r["lat"], r["lon"]): r for r in known if r.get("lat") is not None and r.get("lon") is not None}
    record = one.as_record()
    row = dict(zip(COLUMNS, table_row(one, held, Names(), Names()), strict=True))
    return {"incident": record, "row": row, "runners_up": list(others.values())}
