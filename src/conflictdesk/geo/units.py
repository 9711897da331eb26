"""The district, province and country that a place is said to lie in, and how near a candidate is to them.

Gazetteers name few places' districts, and two sources draw and spell them differently. So a unit is known here by its
towns, its own points and the town that it is called after, and a place lies in it as far as it lies near one of them.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conflictdesk.geo.expressions import read_expression, unit_name
from conflictdesk.geo.gazetteer import Gazetteer
from conflictdesk.records.values import Point, Referent

KINDS = ("admin2", "admin1")  # the finest first
REACH_KM = {"admin2": 25.0, "admin1": 50.0}  # from a unit's towns: where the evidence that a place lies in it is halved
SEAT_KM = 130.0  # from a unit's own point: a namesake further off is not the town that it is called after


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit as named; `towns` are points in it, `centre` where most of its people live."""

    kind: str  # "admin2" or "admin1"
    name: str
    referent: Referent
    towns: tuple[Point, ...]
    centre: Point

    def km_to(self, point: Point) -> float:
        """To the nearest of its towns."""
        return min(point.km_to(town) for town in self.towns)

    def holds(self, point: Point) -> float:
        """How strongly a point's place speaks for its lying in the unit, 0-1."""
        return math.exp2(-self.km_to(point) / REACH_KM[self.kind])


def units_of(line: Mapping[str, Any], country: str | None, gazetteer: Gazetteer) -> tuple[Unit, ...]:
    """The district and the province that a line names, as far as the gazetteer has them; the finest first."""
    names = tuple(str(line[k]) if country and isinstance(line.get(k), str) else "" for k in KINDS)
    if country is None or not any(names):
        return ()
    return gazetteer.remember(("units", country, names), lambda: _units(names, country, gazetteer))


def _units(names: Sequence[str], country: str, gazetteer: Gazetteer) -> tuple[Unit, ...]:
    province = _unit("admin1", names[1], country, gazetteer, None)
    district = _unit("admin2", names[0], country, gazetteer, province)
    return tuple(unit for unit in (district, province) if unit)


def _unit(kind: str, name: str, country: str, gazetteer: Gazetteer, whole: Unit | None) -> Unit | None:
    if not name:
        return None
    forms = dict.fromkeys((name, read_expression(name).name, unit_name(name)))
    found = {r.place_id: r for form in forms for r in gazetteer.lookup(form, country) if r.point}
    units = [r for r in found.values() if r.kind == kind and _inside(r, whole)]
    seats = [r for r in found.values() if r.kind == "city" and _inside(r, whole) and _near(r, units)]
    if not units and (kind == "admin1" or not seats):
        return None
    towns = [town for unit in units for town in gazetteer.towns_of(country).get((unit.kind, unit.name), ())]
    return _made(kind, units, seats, towns)


def _made(kind: str, units: Sequence[Referent], seats: Sequence[Referent], towns: Sequence[Referent]) -> Unit:
    seat = max(seats, key=lambda r: r.population, default=None)
    referent = units[0] if units else seats[0]
    peopled = [*towns, *([seat] if seat and kind == "admin2" else [])]
    points = [r.point for r in (*units, *seats, *towns) if r.point]
    centre = _middle(peopled) or points[0]
    return Unit(kind, referent.name, referent, tuple(dict.fromkeys(points)), centre)


def _inside(referent: Referent, whole: Unit | None) -> bool:
    return whole is None or (referent.point is not None and whole.holds(referent.point) > 0.1)


def _near(referent: Referent, units: Sequence[Referent]) -> bool:
    points = [unit.point for unit in units if unit.point]
    return referent.point is not None and (not points or min(map(referent.point.km_to, points)) <= SEAT_KM)


def _middle(towns: Iterable[Referent]) -> Point | None:
    """The place of the most people: the mean of the towns' points, each by its people."""
    rows = [(r.point, r.population + 1) for r in towns if r.point]
    total = sum(people for _, people in rows)
    if not rows:
        return None
    return Point(sum(p.lat * n for p, n in rows) / total, sum(p.lon * n for p, n in rows) / total)
