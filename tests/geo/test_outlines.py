"""The middle of a province: inside its outline, of its largest part, of its districts taken together."""

import json
from pathlib import Path

import pytest

from conflictdesk.geo.gazetteer import Gazetteer
from conflictdesk.records.values import Point
from outlines import Ground, middle, read_grounds, united


def ring(*corners: tuple[float, float]) -> list[tuple[float, float]]:
    return [*corners, corners[0]]


def square(west: float, south: float, side: float) -> list[tuple[float, float]]:
    return ring((west, south), (west + side, south), (west + side, south + side), (west, south + side))


def near(point: Point, lat: float, lon: float, km: float = 1.0) -> bool:
    return point.km_to(Point(lat, lon)) <= km


@pytest.mark.parametrize("way", [1, -1], ids=["one way round", "the other"])
def test_the_middle_is_the_centre_of_mass(way: int) -> None:
    assert near(middle(square(10, 20, 2)[::way]), 21, 11)
    assert near(middle(ring((0, 0), (3, 0), (0, 3))[::way]), 1, 1)


def test_a_bent_province_has_its_middle_inside() -> None:
    bent = ring((0, 0), (10, 0), (10, 1), (1, 1), (1, 9), (10, 9), (10, 10), (0, 10))
    assert near(middle(bent), 5, 0.5)


def test_islands_do_not_draw_it_and_a_number_may_stand_twice(tmp_path: Path) -> None:
    shapes = [
        {"type": "MultiPolygon", "coordinates": [[square(50, 50, 1)], [square(10, 20, 2)]]},
        {"type": "Polygon", "coordinates": [square(-60, 0, 1)]},
        None,
    ]
    features = [{"type": "Feature", "properties": {"gn_id": 7}, "geometry": shape} for shape in shapes]
    (tmp_path / "shapes.json").write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    grounds = read_grounds(tmp_path / "shapes.json")
    assert grounds.keys() == {"7"}
    assert near(grounds["7"].middle, 21, 11)
    assert grounds["7"].area == pytest.approx(4)


def test_districts_together_count_by_their_ground() -> None:
    assert united([Ground(Point(0, 0), 3.0), Ground(Point(4, 8), 1.0)]) == Point(1, 2)


# About where these provinces are drawn on any map, and how far off is far for their size.
PROVINCES = [
    ("Ontario", "CA", 50.5, -86.0, 200),
    ("British Columbia", "CA", 54.5, -124.5, 150),
    ("Western Australia", "AU", -25.5, 122.0, 150),
    ("Borno", "NG", 11.7, 13.1, 80),
    ("Chukotskiy avtonomnyy okrug", "RU", 66.5, 171.0, 200),
    ("Sicilia", "IT", 37.6, 14.1, 60),
    ("Scotland", "GB", 56.8, -4.2, 90),
]


@pytest.mark.parametrize(("name", "country", "lat", "lon", "km"), PROVINCES, ids=[p[0] for p in PROVINCES])
def test_a_province_lies_where_its_ground_is(
    shipped: Gazetteer, name: str, country: str, lat: float, lon: float, km: float
) -> None:
    [point] = {r.point for r in shipped.lookup(name, country) if r.kind == "admin1"}
    assert point is not None
    assert near(point, lat, lon, km)
