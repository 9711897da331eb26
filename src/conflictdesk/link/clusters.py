"""Indices into groups: first along pairs that are beyond doubt, then by average score. What they stand for is not seen.

Scores are added up as whole millionths: in whatever order they are added, what ties goes on to tie.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

Group = tuple[int, ...]  # indices, ascending
Edge = tuple[int, int]  # the lower index first
Sums = dict[Group, dict[Group, int]]
WHOLE = 1_000_000  # a score of 1


def contract(groups: Iterable[Group], along: Iterable[Edge], apart: Iterable[Edge]) -> list[Group]:
    """`groups` joined along pairs, in the pairs' order, unless a group would come to hold a pair of `apart`."""
    members = {group: set(group) for group in groups}
    home = {i: group for group in members for i in group}
    against = _against(apart)
    for i, j in along:
        small, large = sorted((home[i], home[j]), key=lambda group: len(members[group]))
        if small == large or any(not members[large].isdisjoint(against[k]) for k in members[small]):
            continue
        home |= dict.fromkeys(members[small], large)
        members[large] |= members.pop(small)
    return sorted(tuple(sorted(found)) for found in members.values())


def within(parts: Iterable[Group], scores: Mapping[Edge, float]) -> dict[Edge, float]:
    """The scores of pairs that lie in one of `parts`."""
    part_of = {i: n for n, part in enumerate(parts) for i in part}
    return {pair: score for pair, score in scores.items() if part_of[pair[0]] == part_of[pair[1]]}


def between(groups: Sequence[Group], scores: Mapping[Edge, float]) -> dict[Edge, float]:
    """For pairs of groups (by position in `groups`) the mean of the scores that are known between the two.

    Of a crowd only neighbours are compared; what was not compared says nothing about groups that are beyond doubt.
    """
    home = {i: n for n, group in enumerate(groups) for i in group}
    known: dict[Edge, list[int]] = defaultdict(list)
    for (i, j), score in scores.items():
        if home[i] != home[j]:
            known[min(home[i], home[j]), max(home[i], home[j])].append(round(WHOLE * score))
    return {pair: sum(found) / len(found) / WHOLE for pair, found in known.items()}


def agglomerate(
    groups: Sequence[Group], scores: Mapping[Edge, float], apart: Iterable[Edge], link_at: float
) -> list[Group]:
    """Merge the two groups with the highest average score, again and again while that is `link_at` or more.

    `scores` by positions of two of `groups`, 0 where missing; groups that hold a pair of `apart` (indices) are never
    merged. Time and memory grow with the scores, not with the square of the groups.
    """
    sums, barred = _sums(groups, scores), _barred(groups, apart)
    heap = [
        _ranked(left, right, total)
        for left, row in sums.items()
        for right, total in row.items()
        if left < right and right not in barred[left] and _reaches(left, right, total, link_at)
    ]
    heapify(heap)
    while heap:
        _, left, right = heappop(heap)
        if left in sums and right in sums:
            union = _merge(left, right, sums, barred)
            for other, total in sums[union].items():
                if other not in barred[union] and _reaches(union, other, total, link_at):
                    heappush(heap, _ranked(min(union, other), max(union, other), total))
    return sorted(sums)


def _merge(left: Group, right: Group, sums: Sums, barred: dict[Group, set[Group]]) -> Group:
    union = tuple(sorted(left + right))
    row: dict[Group, int] = defaultdict(int)
    for part in (left, right):
        for other, total in sums.pop(part).items():
            row[other] += total
    shut = (barred.pop(left) | barred.pop(right)) - {left, right}
    sums[union], barred[union] = {o: total for o, total in row.items() if o not in (left, right)}, shut
    for other, total in sums[union].items():
        sums[other] = {g: t for g, t in sums[other].items() if g not in (left, right)} | {union: total}
    for other in shut:
        barred[other] = (barred[other] - {left, right}) | {union}
    return union


def _sums(groups: Sequence[Group], scores: Mapping[Edge, float]) -> Sums:
    """For each group the others that it has a score with, times the number of pairs between the two."""
    sums: Sums = {group: {} for group in groups}
    for (i, j), score in scores.items():
        left, right = groups[i], groups[j]
        sums[left][right] = sums[right][left] = round(WHOLE * score) * len(left) * len(right)
    return sums


def _barred(groups: Sequence[Group], apart: Iterable[Edge]) -> dict[Group, set[Group]]:
    home = {i: group for group in groups for i in group}
    barred: dict[Group, set[Group]] = {group: set() for group in groups}
    for i, j in apart:
        left, right = home[i], home[j]
        if left != right:
            barred[left].add(right)
            barred[right].add(left)
    return barred


def _against(apart: Iterable[Edge]) -> dict[int, set[int]]:
    against: dict[int, set[int]] = defaultdict(set)
    for i, j in apart:
        against[i].add(j)
        against[j].add(i)
    return against


def _ranked(left: Group, right: Group, total: int) -> tuple[float, Group, Group]:
    return -total / (len(left) * len(right)), left, right


def _reaches(left: Group, right: Group, total: int, link_at: float) -> bool:
    return total >= link_at * WHOLE * len(left) * len(right)
