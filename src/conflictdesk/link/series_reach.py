"""Whether one team gets from each attack of a series to the next: by straight lines, for roads are unknown."""

from collections.abc import Sequence
from itertools import pairwise

from conflictdesk.link.series_sightings import Sighting
from conflictdesk.records.series import Feasibility, Leg, Reach

# Km a day on a great circle. A vehicle on tracks, by day and out of sight, makes some 200; roads are longer than lines.
WITHIN_KM_A_DAY = 200.0
BEYOND_KM_A_DAY = 600.0


def feasibility(attacks: Sequence[Sighting]) -> Feasibility:
    """What `attacks`, oldest first, ask of one team, from each to the next."""
    legs = tuple(_leg(left, right) for left, right in pairwise(attacks))
    asked = [leg.km_a_day for leg in legs if leg.km_a_day is not None]
    most = max(asked, default=None)
    return Feasibility(legs, _reach(most, len(asked) == len(legs)), most)


def _leg(left: Sighting, right: Sighting) -> Leg:
    km = left.point.km_to(right.point) if left.point and right.point else None
    least = max(0, (right.when.start - left.when.end).days)
    return Leg(left.incident_id, right.incident_id, km, (least, max(0, (right.when.end - left.when.start).days)))


def _reach(most: float | None, all_known: bool) -> Reach:
    if most is not None and most > BEYOND_KM_A_DAY:
        return Reach.BEYOND
    if most is None or not all_known:
        return Reach.UNKNOWN
    return Reach.WITHIN if most <= WITHIN_KM_A_DAY else Reach.FAR
