"""The ground of administrative units: Natural Earth's outlines, by their GeoNames numbers.

GeoNames puts the point of a unit about the middle of its ground, wherever its towns are. Here that is the middle of the
largest part of its outline, without islands and exclaves. Holes (a city that is no part of the province around it) are
not cut out.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from conflictdesk.records.values import Point

Ring = Sequence[Sequence[float]]  # [lon, lat] in degrees; the last is the first again


@dataclass(frozen=True, slots=True)
class Ground:
    """The middle of a unit, and how wide it is, in square degrees."""

    middle: Point
    area: float


def read_grounds(path: Path) -> dict[str, Ground]:
    """By GeoNames number, for the features of Natural Earth's GeoJSON that have one."""
    features = json.loads(path.read_text("utf-8"))["features"]
    rings = [(str(f["properties"].get("gn_id")), ring) for f in features for ring in _outer(f["geometry"])]
    largest: dict[str, Ring] = {}
    for number, ring in rings:
        largest[number] = max(largest.get(number, ring), ring, key=_area)
    return {number: Ground(middle(ring), _area(ring)) for number, ring in largest.items()}


def united(parts: Iterable[Ground]) -> Point:
    """The middle of several units taken together."""
    parts = tuple(parts)
    total = sum(part.area for part in parts)
    lat = sum(part.middle.lat * part.area for part in parts) / total
    return Point(lat, sum(part.middle.lon * part.area for part in parts) / total)


def middle(ring: Ring) -> Point:
    """A ring's centre of mass; where that lies outside, the middle of the widest stretch at its latitude."""
    (lon0, lat0), six = ring[0], 6 * _signed_area(ring)
    east = north = 0.0
    for (x1, y1), (x2, y2) in _sides(ring):
        cross = x1 * y2 - x2 * y1
        east, north = east + (x1 + x2) * cross, north + (y1 + y2) * cross
    lon, lat = lon0 + east / six, lat0 + north / six
    stretches = _stretches(ring, lat)
    if any(west <= lon <= end for west, end in stretches):
        return Point(lat, lon)
    widest = max(stretches, key=lambda s: s[1] - s[0])
    return Point(lat, sum(widest) / 2)


def _outer(geometry: dict[str, Any] | None) -> Iterator[Ring]:
    if geometry is not None:
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        yield from (polygon[0] for polygon in polygons)


def _area(ring: Ring) -> float:
    return abs(_signed_area(ring))


def _signed_area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _sides(ring)) / 2


def _sides(ring: Ring) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The sides, from the first point: small numbers lose little in differences."""
    lon, lat = ring[0]
    return pairwise((point[0] - lon, point[1] - lat) for point in ring)


def _stretches(ring: Ring, lat: float) -> list[tuple[float, float]]:
    """From west to east, what of a latitude lies inside."""
    crossings = sorted(
        x1 + (lat - y1) / (y2 - y1) * (x2 - x1) for (x1, y1), (x2, y2) in pairwise(ring) if (y1 > lat) != (y2 > lat)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=True))
