"""Which claims are one incident: a score for each pair, people's judgements, and clusters that respect both.

A person's word outranks the rule's. "Different" is never merged, whatever else speaks for it; "same" is merged
unless that would bring together what a person called different; "unsure" takes back what was said before and
leaves the pair to the rule. Judgements are rows that are only ever added: undo is another row.

What people called the same, and claims of one day, place and type that agree, are put together first. So a crowd of
reports on one incident is one group before it can be too large for anything.

Two groups are joined where their average is LINK_AT or more, so that some pair between them is. Claims that no chain
of such pairs connects are never joined: `clusters_of` looks at connected claims alone, and gives for them what it would
give for all.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from conflictdesk.link.blocking import components, may_pair
from conflictdesk.link.blocks import Entry
from conflictdesk.link.clusters import Edge, Group, agglomerate, between, contract, within
from conflictdesk.link.compare import COMPARISONS, as_sure, compare
from conflictdesk.link.comparison import Comparison
from conflictdesk.link.days import is_to_the_day, on_two_days
from conflictdesk.link.pair_model import pair_model, pair_score
from conflictdesk.link.profiles import Profile
from conflictdesk.link.rulings import is_person
from conflictdesk.records.events import Judgement, Likeness

__all__ = ["LINK_AT", "RULE", "SURE_BELOW", "SURE_FROM", "Pair", "Weight", "clusters_of", "is_person", "weigh"]

# An average probability from which two groups of claims are one incident. Below one half, since a slip of the coder in
# one claim of a group weighs on the averages of all: chosen on the casebook's `tune` half as the program codes it.
LINK_AT = 0.35
SHOWN_FROM = 0.1  # pairs below are not worth a person's time
SURE_BELOW, SURE_FROM = 0.3, 0.8  # between the two the rule is unsure, and the queue asks
CERTAIN_FROM = 0.95  # of one day, place and type, and no contradiction of weight: one incident without averaging
SAME_SPOT = 0.9  # of the place's score: one name, or one point
COMPONENT_CAP = 200  # groups clustered at once; a war without a quiet day would else be one component
RULE = "rule:link-1"

HOPELESS = math.log(SHOWN_FROM / (1 - SHOWN_FROM)) - 0.01  # log odds, safely below those of SHOWN_FROM
Rulings = Mapping[Edge, Judgement]  # by positions, the lower first; those that leave a pair to the rule as well


class Weight(NamedTuple):
    """What the rule says of a pair: the probability, 0 where it is below SHOWN_FROM, and whether it is beyond doubt."""

    score: float
    certain: bool

    @property
    def is_kept(self) -> bool:
        """Whether the probability is held; of a pair below SHOWN_FROM it is worked out where it is shown."""
        return self.score > 0


NOTHING = Weight(0.0, False)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims that may be one incident, the older first: probability, and whose word holds."""

    ends: tuple[Profile, Profile]
    score: float
    likeness: Likeness
    by: str

    @property
    def left(self) -> str:
        """The claim's id."""
        return self.ends[0].claim.claim_id

    @property
    def right(self) -> str:
        """The claim's id."""
        return self.ends[1].claim.claim_id

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Why; made anew for each asking, since few are asked and many are held."""
        return compare(*self.ends)


def weigh(left: Entry, right: Entry) -> Weight:
    """What the rule says of two claims, `left` the older."""
    comparisons = _compared(left, right)
    score = _probability(comparisons, left, right) if comparisons else 0.0
    if score < SHOWN_FROM:
        return NOTHING
    return Weight(score, score >= LINK_AT and _is_certain(score, comparisons, left.profile, right.profile))


def told_pair(left: Entry, right: Entry, weight: Weight, ruling: Judgement | None) -> Pair:
    """The pair as it is shown: by whose word it is alike or not."""
    ends = left.profile, right.profile
    if ruling and ruling.likeness is not Likeness.UNSURE:
        return Pair(ends, _score(weight, ruling), ruling.likeness, ruling.by)
    score = weight.score if weight.is_kept else _probability(compare(*ends), left, right)
    return Pair(ends, score, _said(score), RULE)


def is_shown(weight: Weight, ruling: Judgement | None) -> bool:
    """Whether a pair is worth a person's time."""
    return ruling is not None or weight.is_kept


def connects(weight: Weight, ruling: Judgement | None) -> bool:
    """Whether a pair may be why two groups of claims are joined."""
    return _score(weight, ruling) >= LINK_AT


def clusters_of(entries: Sequence[Entry], weights: Mapping[Edge, Weight], rulings: Rulings) -> list[Group]:
    """The incidents among connected `entries`, oldest first: positions, as everything here, the lower first."""
    scores = {pair: _score(weight, rulings.get(pair)) for pair, weight in weights.items()}
    apart = [*_apart(entries, rulings), *_on_two_days(entries, scores, rulings)]
    groups = _beyond_doubt(len(entries), weights, scores, rulings, apart)
    means = between(groups, scores)
    linked = {pair: score for pair, score in means.items() if score >= LINK_AT}
    parts = components(len(groups), linked, COMPONENT_CAP)
    return agglomerate(groups, within(parts, means), apart, LINK_AT)


def _compared(left: Entry, right: Entry) -> tuple[Comparison, ...]:
    """Every property of a pair; nothing where no agreement in what is left could make it worth showing.

    Most pairs of neighbours are of two incidents, and a few properties tell. A score is at most 1 (link/compare.py).
    """
    model, found = pair_model(), list[Comparison]()
    odds = model.bias + (model.one_report if _of_one_report(left, right) else 0.0)
    left_over = sum(model.weights.values()) if min(model.weights.values()) >= 0 else math.inf
    ends = left.profile, right.profile
    for name, comparison in COMPARISONS.items():
        if odds + left_over < HOPELESS:
            return ()
        found.append(as_sure(comparison(*ends), *ends))
        odds += model.says(found[-1])
        left_over -= model.weights[name]
    return tuple(found)


def _probability(comparisons: Iterable[Comparison], left: Entry, right: Entry) -> float:
    return round(pair_score(comparisons, _of_one_report(left, right)), 4)


def _score(weight: Weight, ruling: Judgement | None) -> float:
    if ruling is None or ruling.likeness is Likeness.UNSURE:
        return weight.score
    return 1.0 if ruling.likeness is Likeness.SAME else 0.0


def _of_one_report(left: Entry, right: Entry) -> bool:
    return left.profile.claim.report_id == right.profile.claim.report_id


def _said(score: float) -> Likeness:
    if score >= SURE_FROM:
        return Likeness.SAME
    return Likeness.DIFFERENT if score < SURE_BELOW else Likeness.UNSURE


def _beyond_doubt(
    size: int,
    weights: Mapping[Edge, Weight],
    scores: Mapping[Edge, float],
    rulings: Rulings,
    apart: Iterable[Edge],
) -> list[Group]:
    """Groups that no average decides: what people called the same, then pairs that are certain, the surest first.

    A chain of certain pairs joins no two claims that the rule holds to be different.
    """
    different = [pair for pair, ruling in rulings.items() if ruling.likeness is Likeness.DIFFERENT]
    groups = contract([(i,) for i in range(size)], _called_same(rulings), different)
    unlike = [pair for pair, score in scores.items() if score < SURE_BELOW]
    certain = [pair for pair, weight in weights.items() if weight.certain and not _is_ruled(rulings.get(pair))]
    return contract(groups, sorted(certain, key=lambda pair: (-scores[pair], pair)), [*apart, *unlike])


def _is_certain(score: float, comparisons: Iterable[Comparison], left: Profile, right: Profile) -> bool:
    """One day, one place and one type, and hardly a doubt on the whole; or one telling, word for word.

    Of what a crowd words alike only neighbours are compared: an average would cut it where the comparing ends.
    """
    said = {comparison.property: comparison.score for comparison in comparisons}
    one_type = left.claim.type is right.claim.type
    one_place = said["place"] >= SAME_SPOT and not left.place_keys.isdisjoint(right.place_keys)
    if score >= CERTAIN_FROM and said["date"] == 1.0 and one_place and one_type:
        return True
    return left.claim.values() == right.claim.values()


def _apart(entries: Sequence[Entry], rulings: Rulings) -> list[Edge]:
    """Pairs that are never one incident: claims that one report tells apart, and what a judgement calls different."""
    of_report: dict[str, list[int]] = defaultdict(list)
    for position, one in enumerate(entries):
        of_report[one.profile.claim.report_id].append(position)
    within_reports = (pair for found in of_report.values() for pair in combinations(found, 2))
    return [pair for pair in {*within_reports, *rulings} if _kept_apart(pair, entries, rulings.get(pair))]


def _kept_apart(pair: Edge, entries: Sequence[Entry], ruling: Judgement | None) -> bool:
    if ruling is not None and _is_ruled(ruling):
        return ruling.likeness is Likeness.DIFFERENT
    return not may_pair(entries[pair[0]].profile.claim, entries[pair[1]].profile.claim)


def _on_two_days(entries: Sequence[Entry], scores: Mapping[Edge, float], rulings: Rulings) -> list[Edge]:
    """Pairs that tell of two days, and that nothing bridges: no average of others brings them together.

    A bridge is a claim, itself to the day, that is linked with both, and tells of another day than neither: one that
    gives both days, one that a person called the same as the other, one whose toll agrees. A claim of "this month" is
    linked with both, and says nothing; of three attacks on three days none is a bridge between the others.
    Pairs too far apart to be compared count too; where there are too many, those that were compared alone.
    """
    met = combinations(range(len(entries)), 2) if len(entries) <= COMPONENT_CAP else scores
    linked: dict[int, set[int]] = defaultdict(set)
    for (i, j), score in scores.items():
        if score >= LINK_AT and (_is_ruled(rulings.get((i, j))) or not _tell_of_two_days(entries, i, j)):
            linked[i].add(j)
            linked[j].add(i)
    bridges = {i for i in linked if is_to_the_day(entries[i].profile.claim)}
    return [
        (i, j)
        for i, j in met
        if not _is_ruled(rulings.get((i, j)))
        and _tell_of_two_days(entries, i, j)
        and not linked[i] & linked[j] & bridges
    ]


def _tell_of_two_days(entries: Sequence[Entry], i: int, j: int) -> bool:
    return on_two_days(entries[i].profile, entries[j].profile)


def _is_ruled(ruling: Judgement | None) -> bool:
    return ruling is not None and ruling.likeness is not Likeness.UNSURE


def _called_same(rulings: Rulings) -> list[Edge]:
    """Pairs that people called the same, the latest word first."""
    same = [(ruling.at, pair) for pair, ruling in rulings.items()
            if is_person(ruling.by) and ruling.likeness is Likeness.SAME]  # fmt: skip
    return [pair for _, pair in sorted(same, reverse=True)]
