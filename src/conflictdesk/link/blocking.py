"""Where and when a claim may meet others: the keys of its blocks, how far it reaches, and what it never meets.

Everything depends on one claim or on two, never on how many there are or on the order in which they came.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import product
from typing import Any, NamedTuple

from conflictdesk.link.names import sound
from conflictdesk.link.profiles import Profile
from conflictdesk.records.events import EventClaim, Place
from conflictdesk.records.values import Point, TimeInterval

BUCKET_DAYS = 5
SLACK_DAYS = 2  # put on both ends of each claim's dates: claims up to four days apart may meet
UNDATED_DAYS = 14  # an undated claim is taken for news of the fortnight before its report
LONGEST_DAYS = 370  # a vaguer date than a year says nothing to block on
SLACK_DEGREES = 0.3  # about 33 km, on both claims: towns up to 60 km apart may meet
WIDEST_DEGREES = 3.0  # a larger area blocks by country
KM_PER_DEGREE = 111.2
PARTS = 10_000  # of a degree: reach is counted in whole parts, so that one sum has one result everywhere
CIRCLE = 360 * PARTS

Key = tuple[int, str]


class Reach(NamedTuple):
    """How far a claim reaches in time (ordinals of days, slack included) and around its place (parts of a degree).

    Whole numbers, or arrays of them for many claims at once; `placed` is 0 where no point or area is known.
    """

    first: Any
    last: Any
    placed: Any
    lat: Any
    lon: Any
    high: Any
    wide: Any


def reach_of(profile: Profile) -> Reach | None:
    """How far a claim reaches; null where it says too little of when to be looked for."""
    when = profile.claim.when or _undated(profile.published)
    if when is None or (when.end - when.start).days > LONGEST_DAYS:
        return None
    days = when.start.toordinal() - SLACK_DAYS, when.end.toordinal() + SLACK_DAYS
    centre, slack = profile.claim.place.centre, _slack(profile.claim.place)
    if centre is None:
        return Reach(*days, 0, 0, 0, 0, 0)
    around = (centre.lat, centre.lon, slack, _wider(centre, slack))
    return Reach(*days, 1, *(round(PARTS * degrees) for degrees in around))


def in_time(one: Reach, other: Reach) -> Any:
    """Whether two claims are near enough in time; for arrays, each with each."""
    return (one.first <= other.last) & (other.first <= one.last)


def in_space(one: Reach, other: Reach) -> Any:
    """Whether two claims are near enough in space, or one of them is not placed; for arrays, each with each."""
    across, wide = abs(one.lon - other.lon), one.wide + other.wide
    near = (abs(one.lat - other.lat) <= one.high + other.high) & ((across <= wide) | (CIRCLE - across <= wide))
    return near | (one.placed * other.placed == 0)


def keys_of(profile: Profile, reach: Reach) -> list[Key]:
    """The blocks that a claim stands in: every bucket of days with every key of its place."""
    buckets = range(reach.first // BUCKET_DAYS, reach.last // BUCKET_DAYS + 1)
    return list(product(buckets, _place_keys(profile)))


def is_name(key: Key) -> bool:
    """Whether a block holds claims that share a name, wherever they were placed."""
    return key[1].startswith(("name:", "sound:"))


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


def _undated(published: date | None) -> TimeInterval | None:
    return TimeInterval(published - timedelta(days=UNDATED_DAYS), published) if published else None


def _place_keys(profile: Profile) -> list[str]:
    place = profile.claim.place
    keys = [f"name:{key}" for key in sorted(profile.place_keys)]
    keys += [f"sound:{heard}" for heard in sorted(_heard(profile))]
    if place.country:
        keys.append(f"country:{place.country}")
    if place.centre:
        keys += _cells(place.centre, _slack(place))
    return keys


def _heard(profile: Profile) -> frozenset[str]:
    """All names that a claim tells, as they sound: of its place, and of its sentence."""
    names = profile.place_sounds | profile.place_names | profile.names
    return names.union(filter(None, map(sound, profile.place_names)))


def _slack(place: Place) -> float:
    radius = place.area.radius_km if place.area and not place.point else 0.0
    return min(WIDEST_DEGREES, SLACK_DEGREES + radius / KM_PER_DEGREE)


def _wider(centre: Point, slack: float) -> float:
    """As many degrees of longitude as `slack` degrees of latitude are long."""
    return slack / max(0.1, math.cos(math.radians(centre.lat)))


def _cells(centre: Point, slack: float) -> list[str]:
    wider = _wider(centre, slack)
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
