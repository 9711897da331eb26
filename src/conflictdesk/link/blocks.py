"""Candidate pairs, in nearly linear time: claims meet where a time bucket and a place key coincide.

A block is walked in a fixed order and each claim meets only its next neighbours, so a crowded block costs no more
than its length, and one claim more changes nothing but what is said of its neighbours.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conflictdesk.link.blocking import Key, Reach, in_space, in_time, is_name, keys_of, may_pair, reach_of
from conflictdesk.link.profiles import Profile
from conflictdesk.records.events import FAMILY

NEIGHBOURS = 60  # how many a claim meets in one block
Age = tuple[Any, ...]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A claim as blocks hold it. By `age` all claims are ordered, no two are of one; never by arrival."""

    profile: Profile
    age: Age
    reach: Reach | None

    @property
    def claim_id(self) -> str:
        return self.profile.claim.claim_id

    def block_keys(self) -> list[Key]:
        """The blocks that it stands in."""
        return keys_of(self.profile, self.reach) if self.reach else []


Couple = tuple[Entry, Entry]  # the older first


def entry(profile: Profile, age: Age) -> Entry:
    return Entry(profile, age, reach_of(profile))


def couple(one: Entry, other: Entry) -> Couple:
    return (one, other) if one.age < other.age else (other, one)


class Blocks:
    """Entries by block, each block in its order."""

    def __init__(self) -> None:
        self._members: dict[Key, list[Entry]] = {}

    def fill(self, entries: Iterable[Entry]) -> Iterator[Couple]:
        """Put all `entries` into blocks that are empty so far; gives every pair that `holds`."""
        ordered = sorted((one for one in entries if one.reach), key=_order)
        for one in ordered:
            for key in one.block_keys():
                self._members.setdefault(key, []).append(one)
        for left, right in _neighbours(ordered, {key: block for key, block in self._members.items() if len(block) > 1}):
            one, other = ordered[left], ordered[right]
            if may_pair(one.profile.claim, other.profile.claim):
                yield couple(one, other)

    def insert(self, one: Entry) -> set[Couple]:
        """Put an entry in; gives all pairs of which `holds` may say otherwise now."""
        touched: set[Couple] = set()
        for key in one.block_keys():
            block = self._members.setdefault(key, [])
            at = bisect_left(block, _order(one), key=_order)
            near = block[max(0, at - NEIGHBOURS) : at + NEIGHBOURS]
            touched.update(couple(one, other) for other in near if _may_meet(one, other, key))
            touched.update(_at_the_edge(block, at, key))
            block.insert(at, one)
        return touched

    def remove(self, one: Entry) -> set[Couple]:
        """Take an entry out; gives all pairs of others of which `holds` may say otherwise now."""
        touched: set[Couple] = set()
        for key in one.block_keys():
            block = self._members[key]
            at = bisect_left(block, _order(one), key=_order)
            del block[at]
            touched.update(_at_the_edge(block, at, key))
            if not block:
                del self._members[key]
        return touched

    def holds(self, one: Entry, other: Entry) -> bool:
        """Whether two entries are worth comparing: near enough, and neighbours in one block."""
        shared = set(one.block_keys()).intersection(other.block_keys())
        return any(_may_meet(one, other, key) and _are_neighbours(self._members[key], one, other) for key in shared)


def _order(one: Entry) -> tuple[Any, ...]:
    assert one.reach is not None
    return one.reach.first, FAMILY[one.profile.claim.type], one.age


def _may_meet(one: Entry, other: Entry, key: Key) -> bool:
    """Whether two claims of a block are near enough: in time, and where no name brought them there in space."""
    if one.reach is None or other.reach is None or not in_time(one.reach, other.reach):
        return False
    return bool(is_name(key) or in_space(one.reach, other.reach)) and may_pair(one.profile.claim, other.profile.claim)


def _at_the_edge(block: Sequence[Entry], at: int, key: Key) -> Iterator[Couple]:
    """Pairs that an entry put in at `at` would push apart, or that one taken out there let meet."""
    for first in range(max(0, at - NEIGHBOURS), min(at, len(block) - NEIGHBOURS)):
        if _may_meet(block[first], block[first + NEIGHBOURS], key):
            yield couple(block[first], block[first + NEIGHBOURS])


def _are_neighbours(block: Sequence[Entry], one: Entry, other: Entry) -> bool:
    if len(block) <= NEIGHBOURS + 1:
        return True
    places = [bisect_left(block, _order(end), key=_order) for end in (one, other)]
    return abs(places[0] - places[1]) <= NEIGHBOURS


def _neighbours(ordered: Sequence[Entry], blocks: Mapping[Key, Sequence[Entry]]) -> Iterator[tuple[int, int]]:
    """Positions in `ordered` of the neighbours of all blocks that reach each other, each pair once, in order."""
    place = {one: n for n, one in enumerate(ordered)}
    flat = np.fromiter((place[one] for one in chain.from_iterable(blocks.values())), np.int64)
    sizes = [len(block) for block in blocks.values()]
    block_of = np.repeat(np.arange(len(blocks)), sizes)
    named = np.repeat(np.array([is_name(key) for key in blocks], bool), sizes)
    columns = np.array([one.reach for one in ordered], np.int64).reshape(-1, len(Reach._fields)).T
    found = [np.zeros(0, np.int64)]
    for step in range(1, NEIGHBOURS + 1):
        same = block_of[step:] == block_of[:-step]
        left, right = flat[:-step][same], flat[step:][same]
        ends = Reach(*columns[:, left]), Reach(*columns[:, right])
        near = in_time(*ends) & (named[step:][same] | in_space(*ends))
        found.append(left[near] * len(ordered) + right[near])
        if not len(left):
            break
    return ((pair // len(ordered), pair % len(ordered)) for pair in np.unique(np.concatenate(found)).tolist())
