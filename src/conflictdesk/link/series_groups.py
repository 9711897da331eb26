"""Which attacks are one series: groups by the mean probability of the pairs compared, which respect people's words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

from conflictdesk.records.series import Membership

Edge = tuple[int, int]  # the lower position first
Group = tuple[int, ...]
GROUP_AT = 0.5  # mean probability of the pairs between two groups at which they are one series
STRICTER = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
LARGEST = 200  # attacks grouped at once: of a war with one weapon, only pairs that are surer hold together
WHOLE = 1_000_000  # probabilities are added as whole millionths: in any order the same sum


def groups_of(probabilities: Mapping[Edge, float], together: Iterable[Edge], apart: Iterable[Edge]) -> list[Group]:
    """Groups of two or more positions. Pairs that were not compared say nothing; `apart` are never in one group.

    People's `together` comes first, the latest word last; it yields where it would bring together what is apart.
    """
    home = _Homes(apart)
    for pair in together:
        home.join(*pair)
    known = _bounded(probabilities, home)
    sums: dict[int, dict[int, list[int]]] = defaultdict(dict)
    for (i, j), p in known.items():
        a, b = home.of(i), home.of(j)
        if a != b:
            entry = sums[a].setdefault(b, [0, 0])
            entry[0] += round(WHOLE * p)
            entry[1] += 1
            sums[b][a] = entry
    _merge(sums, home)
    return home.groups()


class _Homes:
    """The group of each position, named by its first member."""

    def __init__(self, apart: Iterable[Edge]) -> None:
        self._members: dict[int, set[int]] = {}
        self._home: dict[int, int] = {}
        self._against: dict[int, set[int]] = defaultdict(set)
        for i, j in apart:
            self._against[i].add(j)
            self._against[j].add(i)

    def of(self, i: int) -> int:
        return self._home.get(i, i)

    def members(self, group: int) -> set[int]:
        return self._members.get(group, {group})

    def barred(self, a: int, b: int) -> bool:
        other = self.members(b)
        return any(not other.isdisjoint(self._against[i]) for i in self.members(a) if i in self._against)

    def join(self, i: int, j: int) -> int | None:
        """The group that now holds both; null where that cannot be, or is so already."""
        a, b = sorted((self.of(i), self.of(j)))
        if a == b or self.barred(a, b):
            return None
        joined = self.members(a) | self.members(b)
        self._members.pop(b, None)
        self._members[a] = joined
        self._home |= dict.fromkeys(joined, a)
        return a

    def groups(self) -> list[Group]:
        return sorted(tuple(sorted(found)) for found in self._members.values() if len(found) > 1)


def _bounded(probabilities: Mapping[Edge, float], home: _Homes) -> dict[Edge, float]:
    """Pairs within components of at most LARGEST; a larger one is taken apart by asking for surer pairs."""
    kept: dict[Edge, float] = {}
    left = dict(probabilities)
    for least in STRICTER:
        component = _components([pair for pair, p in left.items() if p >= least], home)
        inside: dict[int, int] = defaultdict(int)
        for place in component.values():
            inside[place] += 1
        crowded: dict[Edge, float] = {}
        for (i, j), p in left.items():
            a, b = component.get(i), component.get(j)
            if a is None or a != b:
                continue
            (kept if inside[a] <= LARGEST else crowded)[i, j] = p
        left = crowded
    return kept


def _components(pairs: Sequence[Edge], home: _Homes) -> dict[int, int]:
    """The component of each position that a pair has, named by its first."""
    root: dict[int, int] = {}

    def find(i: int) -> int:
        while root.setdefault(i, i) != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for i, j in pairs:
        a, b = sorted((find(home.of(i)), find(home.of(j))))
        root[b] = a
    return {i: find(home.of(i)) for pair in pairs for i in pair}


def _merge(sums: dict[int, dict[int, list[int]]], home: _Homes) -> None:
    """Join the two groups with the highest mean, again and again while that is GROUP_AT or more."""
    heap = [(-e[0] / e[1], a, b, e[1]) for a, row in sums.items() for b, e in row.items() if a < b]
    heapify(heap)
    while heap:
        mean, a, b, count = heappop(heap)
        entry = sums.get(a, {}).get(b)
        if -mean < GROUP_AT * WHOLE:
            return
        if entry is None or entry[1] != count or -entry[0] / entry[1] != mean or home.join(a, b) is None:
            continue
        gone = sums.pop(b)
        sums[a].pop(b, None)
        for c, other in gone.items():
            if c == a:
                continue
            del sums[c][b]
            mine = sums[a].get(c, [0, 0])
            merged = [mine[0] + other[0], mine[1] + other[1]]
            sums[a][c] = sums[c][a] = merged
            heappush(heap, (-merged[0] / merged[1], min(a, c), max(a, c), merged[1]))


def said_of(
    memberships: Iterable[Membership], position: Mapping[str, int]
) -> tuple[list[Edge], list[Edge], list[Membership]]:
    """Pairs that people put together and apart, and the words that hold; of two words on a pair the later one does.

    `position` tells where each incident stands, by its ids of now and before. A word that speaks of nothing here, or
    of no attack, is left out.
    """
    holding: dict[Edge, tuple[bool, Membership]] = {}
    for word in sorted(memberships, key=lambda one: one.act_id):
        here = position.get(word.incident_id)
        others = sorted({position[key] for key in word.others if key in position} - {here})
        if here is None or not others:
            continue
        for other in others[:1] if word.holds else others:
            holding.pop((min(here, other), max(here, other)), None)  # the latest comes last
            holding[min(here, other), max(here, other)] = word.holds, word
        if word.holds:  # what was said before of the others no longer keeps it out
            for other in others[1:]:
                before = holding.get((min(here, other), max(here, other)))
                if before and not before[0]:
                    del holding[min(here, other), max(here, other)]
    together = [pair for pair, (holds, _) in holding.items() if holds]
    apart = [pair for pair, (holds, _) in holding.items() if not holds]
    words = {word.act_id: word for _, word in holding.values()}
    return together, apart, [words[key] for key in sorted(words)]
