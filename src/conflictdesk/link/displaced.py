"""Judgements that lost their place: a report came with another text, and no claim of it is clearly the one meant; or
the program no longer reads the event.

Such a word holds on to nothing, so a person is asked: the review queue shows it, and the link queue the pairs that it
may speak of, until somebody judges the two reports' claims anew or lets go of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from conflictdesk.link.pair_queue import pair_key
from conflictdesk.link.reviews import Difference
from conflictdesk.link.rulings import CALLED, is_person
from conflictdesk.records.anchors import ClaimsByReport, claim_at
from conflictdesk.records.events import Anchor, ClaimPair, EventClaim, Judgement
from conflictdesk.records.moving import Displaced

JUDGED = "judgement"  # what stands for a field where a word on a pair lost its place


def pairs_meant(
    lost: Iterable[Displaced], pairs: Iterable[ClaimPair], claims: Mapping[str, EventClaim], coded: ClaimsByReport
) -> dict[str, str]:
    """The pairs (keys) that a judgement without its place may speak of, with what was said."""
    said = [(_ends(one, coded), one.judgement) for one in lost]
    if not said:
        return {}
    found = {}
    for pair in pairs:
        both = [claims[key] for key in (pair.left, pair.right) if key in claims]
        told = [word for ends, word in said if len(both) == 2 and _may_be(both, ends)]
        if told:
            found[pair_key(pair.left, pair.right)] = _displaced_reason(told[-1])
    return found


def _ends(one: Displaced, coded: ClaimsByReport) -> tuple[tuple[str, str | None], ...]:
    """Report and claim (null: it is lost) of each end."""
    ends = ((one.judgement.left, one.left), (one.judgement.right, one.right))
    met = ((said.report_id, claim_at(now, coded) if now else None) for said, now in ends)
    return tuple((report_id, claim.claim_id if claim else None) for report_id, claim in met)


def _may_be(both: Sequence[EventClaim], ends: Sequence[tuple[str, str | None]]) -> bool:
    def fits(claim: EventClaim, end: tuple[str, str | None]) -> bool:
        return claim.report_id == end[0] and end[1] in (None, claim.claim_id)

    (one, other), (left, right) = both, ends
    return (fits(one, left) and fits(other, right)) or (fits(one, right) and fits(other, left))


def _displaced_reason(said: Judgement) -> str:
    called = CALLED.get(said.likeness, "neither surely the same nor different")
    before = f"{said.by} called claims of these two reports {called}, before one was read anew"
    return f"{before}: say whether that holds"


def of_events_unread(
    judgements: Iterable[Judgement], coded: ClaimsByReport, revisions: Mapping[str, int]
) -> list[Displaced]:
    """Those whose words stand in the present texts (`revisions`), where an event is no longer read."""
    found = []
    for one in judgements:
        left, right = (anchor if claim_at(anchor, coded) else None for anchor in (one.left, one.right))
        if left is None or right is None:
            there = revisions.get(one.left.report_id), revisions.get(one.right.report_id)
            found.append(Displaced(replace(one, revisions=there), left, right, unread=True))
    return found


def to_be_asked(
    lost: Iterable[Displaced], judgements: Iterable[Judgement], let_go: Mapping[Anchor, datetime]
) -> list[Displaced]:
    """Those that a person is to be asked about: nobody let go of them since, or judged the two reports' claims anew."""
    since: dict[frozenset[str], datetime] = {}
    for one in judgements:
        if is_person(one.by):
            since[_reports(one)] = max(one.at, since.get(_reports(one), one.at))
    return [
        one
        for one in lost
        if is_person(one.judgement.by)
        and not one.judgement.at < since.get(_reports(one.judgement), one.judgement.at)
        and not one.judgement.at < let_go.get(one.lost[0], one.judgement.at)
    ]


def difference_of(one: Displaced) -> Difference:
    """What the review queue shows of a judgement without its place."""
    said, (anchor, _) = one.judgement, one.lost
    other = said.right if anchor == said.left else said.left
    called = CALLED.get(said.likeness, "neither surely the same nor different")
    why = "an event that the program no longer reads" if one.unread else "words that the report's present text has not"
    reason = f"{said.by} called this and a claim of report {other.report_id} {called}: {why}"
    return Difference(anchor, None, JUDGED, None, str(said.likeness), reason)


def _reports(one: Judgement) -> frozenset[str]:
    return frozenset((one.left.report_id, one.right.report_id))
