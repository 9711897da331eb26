"""Where on a picture a point of the earth lies: degrees made square at the middle of what is shown."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from conflictdesk.records.values import Point

KM_PER_DEGREE = 111.2
LEAST_KM = 400.0  # across: closer in, the borders are too coarse to tell anything
MARGIN = 0.16  # of what is shown, on each side
STEEPEST = 84.0  # degrees of latitude: nearer the poles nothing is drawn


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees: west, south, east, north."""

    west: float
    south: float
    east: float
    north: float

    @property
    def middle(self) -> Point:
        return Point((self.south + self.north) / 2, (self.west + self.east) / 2)

    @property
    def km(self) -> float:
        """Its longer side."""
        across = (self.east - self.west) * math.cos(math.radians(self.middle.lat))
        return KM_PER_DEGREE * max(across, self.north - self.south)

    def holds(self, point: Point) -> bool:
        return self.west <= point.lon <= self.east and self.south <= point.lat <= self.north

    def meets(self, other: "Box") -> bool:
        return not (
            self.east < other.west or other.east < self.west or self.north < other.south or other.north < self.south
        )


@dataclass(frozen=True, slots=True)
class View:
    """A box of degrees drawn on a picture of `width` by `height`."""

    box: Box
    width: float
    height: float

    @property
    def scale(self) -> float:
        """Picture units for each degree of latitude."""
        return self.height / (self.box.north - self.box.south)

    @property
    def per_km(self) -> float:
        return self.scale / KM_PER_DEGREE

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        x = (lon - self.box.west) / (self.box.east - self.box.west) * self.width
        return x, (self.box.north - lat) * self.scale


def box_around(places: Iterable[tuple[Point, float]]) -> Box:
    """The box of points, each with so many km around it."""
    reach = [(point, km / KM_PER_DEGREE) for point, km in places]
    narrow = [max(0.1, math.cos(math.radians(min(abs(p.lat), STEEPEST)))) for p, _ in reach]
    return Box(
        min(p.lon - d / n for (p, d), n in zip(reach, narrow, strict=True)),
        min(p.lat - d for p, d in reach),
        max(p.lon + d / n for (p, d), n in zip(reach, narrow, strict=True)),
        max(p.lat + d for p, d in reach),
    )


def view_of(box: Box, width: float, height: float) -> View:
    """The box with a margin, made as wide or as high as the picture is."""
    middle = box.middle
    narrow = max(0.1, math.cos(math.radians(min(abs(middle.lat), STEEPEST))))
    least = LEAST_KM / KM_PER_DEGREE
    high = max((box.north - box.south) * (1 + 2 * MARGIN), least * height / width)
    wide = max((box.east - box.west) * narrow * (1 + 2 * MARGIN), least)
    high, wide = max(high, wide * height / width), max(wide, high * width / height)
    half = wide / narrow / 2
    return View(Box(middle.lon - half, middle.lat - high / 2, middle.lon + half, middle.lat + high / 2), width, height)
