"""Candidate pairs, in nearly linear time: claims meet where a time bucket and a place key coincide.

A block is walked in a fixed order and each claim meets only its next neighbours, so a crowded block costs no more
than its length. Everything depends on the claims alone, never on the order in which they came.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import product

from conflictdesk.link.profiles import Profile
from conflictdesk.records.events import FAMILY, EventClaim, Place
from conflictdesk.records.values import Point, TimeInterval

BUCKET_DAYS = 5
SLACK_DAYS = 2  # put on both ends of each claim's dates: claims up to four days apart may meet
UNDATED_DAYS = 14  # an undated claim is taken for news of the fortnight before its report
LONGEST_DAYS = 370  # a vaguer date than a year says nothing to block on
SLACK_DEGREES = 0.3  # about 33 km, on both claims: towns up to 60 km apart may meet
WIDEST_DEGREES = 3.0  # a larger area blocks by country
KM_PER_DEGREE = 111.2
NEIGHBOURS = 60  # how many a claim meets in one block

Key = tuple[int, str]


def candidates(profiles: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    """Index pairs (i < j) of `profiles` worth comparing, each once, in order.

    `profiles` come in a fixed order that does not depend on arrival. Claims of one report meet only where their
    evidence overlaps: a report that tells of two attacks means two.
    """
    found: set[tuple[int, int]] = set()
    for key, members in _blocks(profiles).items():
        coarse_only = key[1].startswith("country:")
        for i, j in _neighbours(members, profiles):
            if coarse_only and profiles[i].claim.place.centre and profiles[j].claim.place.centre:
                continue  # two placed claims meet by their cells, or not at all
            if may_pair(profiles[i].claim, profiles[j].claim):
                found.add((i, j))
    return iter(sorted(found))


def may_pair(left: EventClaim, right: EventClaim) -> bool:
    """Whether the rule may link two claims: of different reports, or of one report's same words."""
    return left.report_id != right.report_id or left.evidence_span.overlaps(right.evidence_span)


def components(size: int, edges: Mapping[tuple[int, int], float], cap: int) -> tuple[tuple[int, ...], ...]:
    """Connected components of 0..size-1 over scored edges, none larger than `cap` as far as scores differ.

    A component above the cap loses its weakest edges, about half of them at a time, and is looked at again: what is
    left depends on the component alone, so a full relink and the relink of one component agree. Edges of one score
    stay or go together, since nothing tells them apart: a component with one score throughout stays whole.
    """
    done: list[tuple[int, ...]] = []
    pending = [(tuple(range(size)), dict(edges))]
    while pending:
        members, kept = pending.pop()
        for part in _connected(members, kept):
            inner = {pair: score for pair, score in kept.items() if pair[0] in part} if len(part) > cap else {}
            if len(set(inner.values())) < 2:
                done.append(tuple(sorted(part)))
            else:
                pending.append((tuple(sorted(part)), _stronger(inner)))
    return tuple(sorted(done))


def _blocks(profiles: Sequence[Profile]) -> dict[Key, list[int]]:
    blocks: dict[Key, list[int]] = defaultdict(list)
    for index, profile in enumerate(profiles):
        for key in product(_time_keys(profile), _place_keys(profile)):
            blocks[key].append(index)
    return blocks


def _neighbours(members: list[int], profiles: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    ordered = sorted(members, key=lambda i: (_start(profiles[i]), FAMILY[profiles[i].claim.type], i))
    for position, i in enumerate(ordered):
        for j in ordered[position + 1 : position + 1 + NEIGHBOURS]:
            yield min(i, j), max(i, j)


def _time_keys(profile: Profile) -> Iterable[int]:
    when = profile.claim.when or _undated(profile.published)
    if when is None or (when.end - when.start).days > LONGEST_DAYS:
        return ()
    first = when.start.toordinal() - SLACK_DAYS
    last = when.end.toordinal() + SLACK_DAYS
    return range(first // BUCKET_DAYS, last // BUCKET_DAYS + 1)


def _undated(published: date | None) -> TimeInterval | None:
    return TimeInterval(published - timedelta(days=UNDATED_DAYS), published) if published else None


def _start(profile: Profile) -> date:
    when = profile.claim.when or _undated(profile.published)
    return when.start if when else date.max


def _place_keys(profile: Profile) -> list[str]:
    place = profile.claim.place
    keys = [f"name:{key}" for key in sorted(profile.place_keys)]
    if place.country:
        keys.append(f"country:{place.country}")
    if place.centre:
        keys += _cells(place.centre, _slack(place))
    return keys


def _slack(place: Place) -> float:
    radius = place.area.radius_km if place.area and not place.point else 0.0
    return min(WIDEST_DEGREES, SLACK_DEGREES + radius / KM_PER_DEGREE)


def _cells(centre: Point, slack: float) -> list[str]:
    wider = slack / max(0.1, math.cos(math.radians(centre.lat)))
    rows = range(math.floor(centre.lat - slack), math.floor(centre.lat + slack) + 1)
    columns = range(math.floor(centre.lon - wider), math.floor(centre.lon + wider) + 1)
    return [f"cell:{row}:{(column + 180) % 360}" for row in rows for column in columns]


def _connected(members: Iterable[int], edges: Iterable[tuple[int, int]]) -> list[set[int]]:
    root = {member: member for member in members}

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for i, j in edges:
        root[find(i)] = find(j)
    groups: dict[int, set[int]] = defaultdict(set)
    for member in root:
        groups[find(member)].add(member)
    return list(groups.values())


def _stronger(edges: Mapping[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    """The edges down to the median score; where that is the lowest, those above it."""
    ranked = sorted(edges.values(), reverse=True)
    lowest, median = ranked[-1], ranked[len(ranked) // 2 - 1]
    least = median if median > lowest else min(score for score in ranked if score > lowest)
    return {pair: score for pair, score in edges.items() if score >= least}
