"""Land and borders under a map, from the packaged Natural Earth lines: only what is shown, no finer than it shows."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from conflictdesk.publish.projection import Box, View
from conflictdesk.records.values import Point

SEA, LAND, BORDER, PROVINCE = "#e6eaec", "#f8f6f1", "#8d877b", "#d3cec2"
FINEST = 0.7  # picture units between two points of a line
PROVINCES_BELOW_KM = 2_500.0
Line = Sequence[Sequence[float]]


@cache
def _lines(name: str) -> tuple[tuple[Box, Line], ...]:
    """Every line or outer ring of a file, each with its box."""
    geometries = _read(name)["geometries"]
    return tuple((_box(line), line) for geometry in geometries for line in _parts(geometry))


def _read(name: str) -> Any:
    return json.loads((files("conflictdesk") / f"web/static/map/{name}.json").read_text("utf-8"))


@cache
def named() -> tuple[tuple[tuple[str, Point], ...], tuple[tuple[str, Point], ...]]:
    """Names of countries and of towns, the largest first, each with its place."""
    told = _read("labels")
    countries, towns = (tuple((row[0], Point(row[2], row[1])) for row in told[key]) for key in ("countries", "towns"))
    return countries, towns


def _parts(geometry: Any) -> Iterator[Line]:
    coordinates = geometry["coordinates"]
    match geometry["type"]:
        case "LineString":
            yield coordinates
        case "MultiLineString" | "Polygon":
            yield from coordinates
        case "MultiPolygon":
            yield from (ring for polygon in coordinates for ring in polygon)


def _box(line: Line) -> Box:
    lons, lats = [p[0] for p in line], [p[1] for p in line]
    return Box(min(lons), min(lats), max(lons), max(lats))


def ground(view: View) -> list[str]:
    """Sea, land, provinces where one sees them, borders; disputed ones dashed."""
    rings = "".join(_ring(line, view) for box, line in _lines("land") if box.meets(view.box))
    parts = [
        f'<rect width="{view.width:g}" height="{view.height:g}" fill="{SEA}"/>',
        f'<path d="{rings}" fill="{LAND}" fill-rule="evenodd" stroke="{BORDER}" stroke-width=".5"/>',
    ]
    if view.box.km <= PROVINCES_BELOW_KM:
        parts.append(_stroked("provinces", view, PROVINCE, ".6", ""))
    parts.append(_stroked("borders", view, BORDER, "1", ""))
    parts.append(_stroked("disputed", view, BORDER, "1", ' stroke-dasharray="3 2"'))
    return parts


def _stroked(name: str, view: View, colour: str, width: str, dash: str) -> str:
    drawn = "".join(_open(line, view) for box, line in _lines(name) if box.meets(view.box))
    return f'<path d="{drawn}" fill="none" stroke="{colour}" stroke-width="{width}"{dash}/>' if drawn else ""


def _open(line: Line, view: View) -> str:
    """The runs of a line that are in sight, with a point more at both ends."""
    points = [view.at(lon, lat) for lon, lat in line]
    seen = [_near(point, view) for point in points]
    keep = [any(seen[max(0, i - 1) : i + 2]) or _crosses(points, i, view) for i in range(len(points))]
    out, run = [], list[tuple[float, float]]()
    for point, kept in zip([*points, (0.0, 0.0)], [*keep, False], strict=True):
        if kept:
            run.append(point)
        elif run:
            out.append(_path(run) if len(run) > 1 else "")
            run = []
    return "".join(out)


def _crosses(points: list[tuple[float, float]], i: int, view: View) -> bool:
    """Whether the long step before or behind a point may lead over the picture."""
    around = points[max(0, i - 1) : i + 2]
    xs, ys = [x for x, _ in around], [y for _, y in around]
    return min(xs) < view.width and max(xs) > 0 and min(ys) < view.height and max(ys) > 0


def _near(point: tuple[float, float], view: View) -> bool:
    return -20 <= point[0] <= view.width + 20 and -20 <= point[1] <= view.height + 20


def _ring(line: Line, view: View) -> str:
    """A ring, cut at the picture's edges."""
    points = [view.at(lon, lat) for lon, lat in line]
    for axis, limit, above in (
        (0, -9.0, True),
        (0, view.width + 9, False),
        (1, -9.0, True),
        (1, view.height + 9, False),
    ):
        points = _cut(points, axis, limit, above)
    return _path(points) + "Z" if len(points) > 2 else ""


def _cut(points: list[tuple[float, float]], axis: int, limit: float, above: bool) -> list[tuple[float, float]]:
    """A polygon cut along one line (Sutherland and Hodgman)."""

    def inside(point: tuple[float, float]) -> bool:
        return point[axis] >= limit if above else point[axis] <= limit

    out = []
    for before, point in zip([*points[-1:], *points[:-1]], points, strict=True):
        if inside(before) != inside(point):
            share = (limit - before[axis]) / (point[axis] - before[axis])
            out.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
        if inside(point):
            out.append(point)
    return out


def _path(points: list[tuple[float, float]]) -> str:
    kept = points[:1]
    for point in points[1:]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= FINEST:
            kept.append(point)
    if len(kept) == 1 and len(points) > 1:
        kept.append(points[-1])
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept)
