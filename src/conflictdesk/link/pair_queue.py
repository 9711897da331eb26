"""The link queue: pairs of claims that a person is to judge, with what speaks for and against one incident.

Asked are pairs of which the rule is unsure and on which no person said a word yet, the closest calls first. What was
said holds on to the evidence, so a pair is not asked again when its reports are coded anew. Before them come pairs of
which people's words disagree, and those of which a word lost its place when a report came with another text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from conflictdesk.link.compare import compare
from conflictdesk.link.comparison import Comparison
from conflictdesk.link.profiles import profile
from conflictdesk.link.resolver import LINK_AT, SURE_BELOW, SURE_FROM
from conflictdesk.link.rulings import is_person
from conflictdesk.records.anchors import ClaimsByReport, by_report, claim_at
from conflictdesk.records.events import ClaimPair, EventClaim, Judgement
from conflictdesk.records.reports import Report

BETWEEN = "+"  # of the two ids in a pair's key
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class PairQuestion:
    """Two claims side by side; `together`: they are in one incident now. Comparisons come with the page alone."""

    key: str
    left: EventClaim
    right: EventClaim
    score: float
    reason: str
    left_incident: str | None = None
    right_incident: str | None = None
    comparisons: tuple[Comparison, ...] = ()
    spoken: bool = False  # people spoke of it, and are asked again

    @property
    def together(self) -> bool:
        return self.left_incident is not None and self.left_incident == self.right_incident


@dataclass(frozen=True, slots=True)
class PairPage:
    """A part of the link queue; `open` counts all of it, `next` is the last key, to go on behind.

    `spoken` are those of the open ones of which people spoke before.
    """

    pairs: tuple[PairQuestion, ...]
    open: int
    minutes: int
    next: str | None
    spoken: int = 0


def pair_key(left: str, right: str) -> str:
    """The key of a pair, whichever claim comes first."""
    return BETWEEN.join(sorted((left, right)))


def judged_ends(judgement: Judgement, claims: ClaimsByReport) -> tuple[str, str] | None:
    """The two claims (ids) that a judgement speaks of now; null where one is gone."""
    left, right = (claim_at(anchor, claims) for anchor in (judgement.left, judgement.right))
    return (left.claim_id, right.claim_id) if left and right else None


def judged_pairs(judgements: Iterable[Judgement], coded: Sequence[EventClaim]) -> frozenset[str]:
    """The keys of the pairs on which a person has spoken, among the claims as they are coded now."""
    claims = by_report(coded)
    found = [judged_ends(judgement, claims) for judgement in judgements if is_person(judgement.by)]
    return frozenset(pair_key(*ends) for ends in found if ends)


def open_pairs(
    pairs: Iterable[ClaimPair],
    claims: Mapping[str, EventClaim],
    judged: frozenset[str],
    incident_of: Mapping[str, str],
    spoken: Mapping[str, str] = NOTHING,
) -> list[PairQuestion]:
    """The pairs to ask about, the closest calls first. `claims` are those that hold, as people left them.

    `spoken` are keys of pairs that are asked about again, whatever their score, with the reason: they come first.
    """
    asked = [
        PairQuestion(
            key=(key := pair_key(pair.left, pair.right)),
            left=claims[pair.left],
            right=claims[pair.right],
            score=pair.score,
            reason=spoken.get(key) or _reason(pair, incident_of),
            left_incident=incident_of.get(pair.left),
            right_incident=incident_of.get(pair.right),
            spoken=key in spoken,
        )
        for pair in pairs
        if (SURE_BELOW <= pair.score < SURE_FROM or pair_key(pair.left, pair.right) in spoken)
        and pair.left in claims
        and pair.right in claims
    ]
    return sorted((one for one in asked if one.key not in judged or one.spoken), key=pair_rank)


def pair_rank(one: PairQuestion) -> tuple[bool, float, str]:
    return not one.spoken, round(abs(one.score - LINK_AT), 4), one.key


def with_comparisons(
    one: PairQuestion, reports: Mapping[str, Report], claims: Mapping[str, Iterable[EventClaim]]
) -> PairQuestion:
    """The pair with every property compared, for the page that shows it; `claims` that hold, by report."""
    ends = (one.left, one.right)
    left, right = (profile(end, reports.get(end.report_id), claims.get(end.report_id)) for end in ends)
    return replace(one, comparisons=compare(left, right))


def _reason(pair: ClaimPair, incident_of: Mapping[str, str]) -> str:
    together = incident_of.get(pair.left) == incident_of.get(pair.right)
    score, side = f"The score, {pair.score:.2f},", "above" if pair.score >= LINK_AT else "below"
    if pair.score >= LINK_AT and not together:
        return f"{score} would link the two, but what else their incidents hold keeps them apart"
    return f"{score} is {side} the {LINK_AT} from which claims are linked, but not by enough to be sure"
