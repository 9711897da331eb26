"""Which claims are one incident: a score for each pair, people's judgements, and clusters that respect both.

A person's word outranks the rule's. "Different" is never merged, whatever else speaks for it; "same" is merged
unless that would bring together what a person called different; "unsure" takes back what was said before and
leaves the pair to the rule. Judgements are rows that are only ever added: undo is another row.

What people called the same, and claims of one day, place and type that agree, are put together first. So a crowd of
reports on one incident is one group before it can be too large for anything.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from conflictdesk.link.anchors import by_report, claim_at
from conflictdesk.link.blocking import candidates, components, may_pair
from conflictdesk.link.clusters import Edge, Group, agglomerate, between, contract, within
from conflictdesk.link.compare import Comparison, compare
from conflictdesk.link.profiles import Profile
from conflictdesk.records.events import EventClaim, Judgement, Likeness
from conflictdesk.records.provenance import MACHINES

# Weights of a logistic score over the comparisons (-1 to 1). Set by hand on sentence pairs of our own, then checked
# on the casebook's `tune` half (23 reports, some 30 true pairs across reports: too few to fit nine weights on) and
# on the invented training reports, whose events are all different.
WEIGHTS: Mapping[str, float] = {
    "date": 4.0,
    "place": 3.0,
    "type": 3.0,
    "role": 2.0,
    "perpetrator": 1.0,
    "target": 1.0,
    "weapon": 0.7,
    "casualties": 1.0,
    "text": 2.0,
}
BIAS = -4.5
SAME_REPORT = -7.0  # a report that words two events in one sentence means two, unless all agrees
LINK_AT = 0.5  # average probability at which two groups of claims are one incident
SHOWN_FROM = 0.1  # pairs below are not worth a person's time
SURE_BELOW, SURE_FROM = 0.3, 0.8  # between the two the rule is unsure, and the queue asks
CERTAIN_FROM = 0.95  # of one day, place and type, and no contradiction of weight: one incident without averaging
SAME_SPOT = 0.9  # of the place's score: one name, or one point
COMPONENT_CAP = 200  # groups clustered at once; a war without a quiet day would else be one component
RULE = "rule:link-1"

Compare = Callable[[Profile, Profile], tuple[Comparison, ...]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims that may be one incident: claim ids, probability, why, and whose word holds."""

    left: str
    right: str
    score: float
    likeness: Likeness
    comparisons: tuple[Comparison, ...]
    by: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """Clusters of indices into the profiles, and the pairs that were weighed."""

    clusters: tuple[Group, ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A judgement brought down to two profiles (indices, left < right)."""

    pair: Edge
    judgement: Judgement

    @property
    def by_person(self) -> bool:
        return is_person(self.judgement.by)


def is_person(author: str) -> bool:
    """Rules and models sign as "rule:..." and "model:..."; everybody else is a person."""
    return not author.startswith(MACHINES)


def pair_score(comparisons: Iterable[Comparison], one_report: bool = False) -> float:
    """The probability, 0 to 1, that two claims speak of one incident."""
    evidence = sum(WEIGHTS[c.property] * c.score for c in comparisons)
    return 1 / (1 + math.exp(-(BIAS + evidence + (SAME_REPORT if one_report else 0.0))))


def resolve(
    profiles: Sequence[Profile],
    judgements: Sequence[Judgement] = (),
    coded: Sequence[EventClaim] | None = None,
    compared: Compare = compare,
) -> Resolution:
    """Cluster `profiles`, which come in a fixed order; the result depends on nothing else than the arguments.

    `coded` are the claims that judgements were made on, rejected ones included; left out, those of `profiles`.
    `compared` is `compare`, or gives what it gave before.
    """
    rulings = _rulings(profiles, judgements, [p.claim for p in profiles] if coded is None else coded)
    weighed = {pair: _weigh(profiles, pair, rulings.get(pair), compared) for pair in _pairs(profiles, rulings)}
    apart = _apart(profiles, rulings)
    groups = _beyond_doubt(profiles, weighed, rulings, apart)
    scores = between(groups, {pair: found.score for pair, found in weighed.items()})
    linked = {pair: score for pair, score in scores.items() if score >= SHOWN_FROM}
    parts = components(len(groups), linked, COMPONENT_CAP)
    clusters = agglomerate(groups, within(parts, scores), apart, LINK_AT)
    shown = [found for pair, found in weighed.items() if found.score >= SHOWN_FROM or pair in rulings]
    return Resolution(tuple(clusters), tuple(shown))


def _pairs(profiles: Sequence[Profile], rulings: Mapping[Edge, Ruling]) -> list[Edge]:
    return sorted({*candidates(profiles), *rulings})


def _weigh(profiles: Sequence[Profile], pair: Edge, ruling: Ruling | None, compared: Compare) -> Pair:
    left, right = profiles[pair[0]], profiles[pair[1]]
    comparisons = compared(left, right)
    score = pair_score(comparisons, left.claim.report_id == right.claim.report_id)
    likeness, by = _said(score), RULE
    if ruling and ruling.judgement.likeness is not Likeness.UNSURE:
        likeness, by = ruling.judgement.likeness, ruling.judgement.by
        score = 1.0 if likeness is Likeness.SAME else 0.0
    return Pair(left.claim.claim_id, right.claim.claim_id, round(score, 4), likeness, comparisons, by)


def _said(score: float) -> Likeness:
    if score >= SURE_FROM:
        return Likeness.SAME
    return Likeness.DIFFERENT if score < SURE_BELOW else Likeness.UNSURE


def _rulings(
    profiles: Sequence[Profile], judgements: Sequence[Judgement], coded: Sequence[EventClaim]
) -> dict[Edge, Ruling]:
    """The judgement that holds on each pair: a person's before a machine's, then the latest."""
    index_of = {profile.claim.claim_id: index for index, profile in enumerate(profiles)}
    claims = by_report(coded)
    holding: dict[Edge, Ruling] = {}
    for judgement in sorted(judgements, key=_rank):
        ends = [claim_at(anchor, claims) for anchor in (judgement.left, judgement.right)]
        pair = tuple(sorted({index_of[end.claim_id] for end in ends if end and end.claim_id in index_of}))
        if len(pair) == 2:
            holding[pair] = Ruling(pair, judgement)
    return holding


def _rank(judgement: Judgement) -> tuple[Any, ...]:
    said = (judgement.left, judgement.right)
    return is_person(judgement.by), judgement.at, str(judgement.likeness), min(said), max(said)


def _beyond_doubt(
    profiles: Sequence[Profile],
    weighed: Mapping[Edge, Pair],
    rulings: Mapping[Edge, Ruling],
    apart: Iterable[Edge],
) -> list[Group]:
    """Groups that no average decides: what people called the same, then pairs that are certain, the surest first.

    A chain of certain pairs joins no two claims that the rule holds to be different.
    """
    different = [pair for pair in apart if _is_different(rulings.get(pair))]
    groups = contract([(i,) for i in range(len(profiles))], _called_same(rulings), different)
    unlike = [pair for pair, found in weighed.items() if found.likeness is Likeness.DIFFERENT]
    certain = [pair for pair, found in weighed.items() if _is_certain(found, profiles[pair[0]], profiles[pair[1]])]
    return contract(groups, sorted(certain, key=lambda pair: (-weighed[pair].score, pair)), [*apart, *unlike])


def _is_certain(found: Pair, left: Profile, right: Profile) -> bool:
    """One day, one place and one type, and hardly a doubt on the whole; or one telling, word for word.

    Of what a crowd words alike only neighbours are compared: an average would cut it where the comparing ends.
    """
    if found.by != RULE or found.score < LINK_AT:
        return False
    said = {comparison.property: comparison.score for comparison in found.comparisons}
    one_type = left.claim.type is right.claim.type
    one_place = said["place"] >= SAME_SPOT and not left.place_keys.isdisjoint(right.place_keys)
    if found.score >= CERTAIN_FROM and said["date"] == 1.0 and one_place and one_type:
        return True
    return left.claim.values() == right.claim.values()


def _apart(profiles: Sequence[Profile], rulings: Mapping[Edge, Ruling]) -> list[Edge]:
    """Pairs that are never one incident: claims that one report tells apart, and what a judgement calls different."""
    of_report: dict[str, list[int]] = defaultdict(list)
    for index, profile in enumerate(profiles):
        of_report[profile.claim.report_id].append(index)
    within_reports = (pair for found in of_report.values() for pair in combinations(found, 2))
    return [pair for pair in {*within_reports, *rulings} if _kept_apart(pair, profiles, rulings)]


def _kept_apart(pair: Edge, profiles: Sequence[Profile], rulings: Mapping[Edge, Ruling]) -> bool:
    ruling = rulings.get(pair)
    if ruling and ruling.judgement.likeness is not Likeness.UNSURE:
        return ruling.judgement.likeness is Likeness.DIFFERENT
    return not may_pair(profiles[pair[0]].claim, profiles[pair[1]].claim)


def _is_different(ruling: Ruling | None) -> bool:
    return ruling is not None and ruling.judgement.likeness is Likeness.DIFFERENT


def _called_same(rulings: Mapping[Edge, Ruling]) -> list[Edge]:
    """Pairs that people called the same, the latest word first."""
    same = [r for r in rulings.values() if r.by_person and r.judgement.likeness is Likeness.SAME]
    return [ruling.pair for ruling in sorted(same, key=lambda r: (r.judgement.at, r.pair), reverse=True)]
