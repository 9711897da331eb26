"""Which claims are compared, what is said of each pair, and what pairs connect; changed by no more than is touched."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from conflictdesk.link.blocks import Blocks, Couple, Entry, couple
from conflictdesk.link.clusters import Edge
from conflictdesk.link.resolver import Pair, Weight, connects, is_shown, told_pair, weigh
from conflictdesk.link.rulings import Ids
from conflictdesk.records.events import Judgement

MANY = 0.05  # of all claims: where more change at once, blocks are filled anew
Worth = Callable[[Couple], bool]


@dataclass(slots=True)
class Turn:
    """One change on its way through the stages.

    `stale` and `seeds` are two things. The incident of a stale claim is made anew from the same claims: what stands
    around the claim changed (its report's publisher, copies of its text). Of a seed it is not known any more which
    claims are its incident: all that is connected with it is clustered again, and incidents are made of what comes out.
    """

    removed: list[Entry] = field(default_factory=list)
    added: list[Entry] = field(default_factory=list)
    stale: set[Entry] = field(default_factory=set)
    seeds: set[Entry] = field(default_factory=set)
    unpaired: set[Ids] = field(default_factory=set)
    paired: set[Couple] = field(default_factory=set)


class Pairings:
    """The pairs among claims; all that is asked of it must stand."""

    def __init__(self) -> None:
        self.rulings: Mapping[Ids, Judgement] = {}
        self._blocks = Blocks()
        self._weights: dict[Entry, dict[Entry, Weight]] = {}

    def change(self, turn: Turn, standing: Mapping[str, Entry], rulings: Mapping[Ids, Judgement]) -> None:
        """Bring the pairs up to date, and their weights; `standing` are all claims by id, `rulings` what holds now."""
        for one in turn.removed:
            self._leave(one, turn)
        for one in turn.added:
            self._weights[one] = {}
        turn.seeds.update(turn.added)
        ruled = self._ruled_anew(turn, rulings)
        touched = {couple(standing[a], standing[b]) for a, b in ruled if a in standing and b in standing}
        many = len(turn.added) + len(turn.removed) > MANY * len(standing)
        met, worth = self._met_anew(standing.values()) if many else self._met_again(turn)
        for pair in met | touched:
            self._weigh(pair, worth(pair) or _ids(pair) in rulings, _ids(pair) in ruled, turn)

    def shown(self) -> list[Pair]:
        """Every pair that is worth a person's time, by age."""
        ordered = sorted(self._weights, key=lambda one: one.age)
        place = {one: n for n, one in enumerate(ordered)}
        return [
            self.pair((one, other))
            for one in ordered
            for other in sorted(self._weights[one], key=place.__getitem__)
            if place[one] < place[other] and self.is_shown(one, other)
        ]

    def pair(self, pair: Couple) -> Pair:
        """The pair as it is shown."""
        return told_pair(*pair, self._weights[pair[0]][pair[1]], self._ruling(*pair))

    def is_shown(self, one: Entry, other: Entry) -> bool:
        """Whether a pair is worth a person's time."""
        return is_shown(self._weights[one][other], self._ruling(one, other))

    def reached(self, seeds: Iterable[Entry]) -> set[Entry]:
        """The seeds and all that is connected with them."""
        found, pending = set(seeds), list(seeds)
        while pending:
            one = pending.pop()
            for other in self._weights[one]:
                if other not in found and self._connects(one, other):
                    found.add(other)
                    pending.append(other)
        return found

    def components(self, reached: set[Entry]) -> Iterator[list[Entry]]:
        """What is connected among entries of which none is connected with others; by age."""
        left = set(reached)
        for one in reached:
            if one in left:
                component = self.reached([one])
                left -= component
                yield sorted(component, key=lambda member: member.age)

    def among(self, component: Sequence[Entry]) -> tuple[dict[Edge, Weight], dict[Edge, Judgement]]:
        """Weights and judgements of the pairs among these, by position."""
        place = {one: n for n, one in enumerate(component)}
        weights = {
            (n, place[other]): weight
            for one, n in place.items()
            for other, weight in self._weights[one].items()
            if n < place.get(other, -1)
        }
        ruled = {(i, j): self._ruling(component[i], component[j]) for i, j in weights} if self.rulings else {}
        return weights, {pair: ruling for pair, ruling in ruled.items() if ruling is not None}

    def _ruled_anew(self, turn: Turn, rulings: Mapping[Ids, Judgement]) -> set[Ids]:
        """The pairs of which judgements say otherwise now, or of which a claim is new."""
        before, self.rulings = self.rulings, rulings
        changed = {ids for ids in before.keys() | rulings.keys() if before.get(ids) != rulings.get(ids)}
        new = {one.claim_id for one in turn.added} if rulings else set()
        return changed | {ids for ids in rulings if not new.isdisjoint(ids)}

    def _met_anew(self, entries: Iterable[Entry]) -> tuple[set[Couple], Worth]:
        """All pairs of which blocks that are filled anew may say otherwise, and whether one is worth comparing."""
        self._blocks = Blocks()
        met = set(self._blocks.fill(entries))
        held = {couple(one, other) for one, others in self._weights.items() for other in others}
        return met | held, met.__contains__

    def _met_again(self, turn: Turn) -> tuple[set[Couple], Worth]:
        """As `_met_anew`, of what the change alone touches."""
        touched: set[Couple] = set()
        for one in turn.removed:
            touched |= self._blocks.remove(one)
        for one in turn.added:
            touched |= self._blocks.insert(one)
        there = {pair for pair in touched if pair[0] in self._weights and pair[1] in self._weights}
        return there, lambda pair: self._blocks.holds(*pair)

    def _weigh(self, pair: Couple, worth: bool, ruled_anew: bool, turn: Turn) -> None:
        """Weigh a pair that is worth it, and is not weighed yet; let go of one that is not.

        A pair on which people say otherwise now is let go of and taken up again, so that it is among what changed; the
        rule's weight of it stays. A pair that is held, is worth it, and is not spoken of anew stays as it is.
        """
        one, other = pair
        held = self._weights[one].get(other)
        if ruled_anew:
            turn.seeds.update(pair)
        if held is not None and (ruled_anew or not worth):
            self._sow(pair, turn)
            self._unpair(pair, turn)
        if worth and (held is None or ruled_anew):
            self._weights[one][other] = self._weights[other][one] = held or weigh(one, other)
            self._sow(pair, turn)
            turn.paired.add(pair)

    def _leave(self, one: Entry, turn: Turn) -> None:
        """An entry goes, and its pairs with it."""
        for other, weight in list(self._weights[one].items()):
            if weight.score or self._ruling(one, other):
                turn.seeds.add(other)
            self._unpair(couple(one, other), turn)
        del self._weights[one]
        turn.seeds.discard(one)

    def _sow(self, pair: Couple, turn: Turn) -> None:
        """A pair that is compared now and was not, or no more: what it may change is clustered again.

        A pair that says something may connect its ends, or have done so: both are seeds. One that says nothing (a
        score of nought, and no word of a person) connects nothing. It changes an average where its ends are connected
        by others, and then both are reached from either: one end is enough. Where they are not connected it changes
        nothing. So the invariant: after all pairs are sown, every component in which anything changed holds a seed.
        """
        if self._weights[pair[0]][pair[1]].score or _ids(pair) in self.rulings:
            turn.seeds.update(pair)
        elif turn.seeds.isdisjoint(pair):
            turn.seeds.add(pair[0])

    def _unpair(self, pair: Couple, turn: Turn) -> None:
        one, other = pair
        del self._weights[one][other], self._weights[other][one]
        turn.unpaired.add((one.claim_id, other.claim_id))

    def _ruling(self, one: Entry, other: Entry) -> Judgement | None:
        return self.rulings.get(_ids((one, other))) if self.rulings else None

    def _connects(self, one: Entry, other: Entry) -> bool:
        return connects(self._weights[one][other], self._ruling(one, other))


def _ids(pair: Couple) -> Ids:
    left, right = pair[0].claim_id, pair[1].claim_id
    return (left, right) if left < right else (right, left)
