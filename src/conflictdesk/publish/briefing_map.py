"""The map of a brief: incidents where they are known to a point or a circle, over packaged borders, as SVG.

An area is a circle, never a pin; what is known by region or country alone is in the words below. Where most incidents
lie close and some far off, the map shows the close ones and a small one in its corner shows all.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from conflictdesk.publish import wording
from conflictdesk.publish.basemap import ground, named
from conflictdesk.publish.drawing import (
    COLOURS,
    INK,
    PAPER,
    SOFT,
    bare_words,
    line,
    mark,
    numbers,
    picture,
    text_width,
    words,
)
from conflictdesk.publish.entries import Entry
from conflictdesk.publish.labels import Room
from conflictdesk.publish.masking import MASK
from conflictdesk.publish.projection import Box, View, box_around, view_of
from conflictdesk.records.events import Role, Standing
from conflictdesk.records.values import Area, GeoPrecision, Point

WIDTH, HEIGHT = 720.0, 430.0
LEGEND = 54.0  # below the map
INSET = (178.0, 118.0)
CORE = 0.6  # of the sites: where so many lie close, the map shows these
CLOSE = 0.4  # of the whole extent: how close that is
WIDE_KM, AROUND = 1_500.0, 3.0  # below so many km a small map shows what lies around, as many times as wide
SIZE = 13.0  # of a mark
SMALLEST, ROOMY = 9.0, 18.0  # radius of a circle that can still be seen, and of one that has room for its number
COUNTRIES, TOWNS = 14, 10  # names at most that are put under the marks
RINGS = (
    (Standing.CORROBORATED, "corroborated"),
    (Standing.SINGLE_SOURCE, "one source"),
    (Standing.CLAIMED_ONLY, "claimed only"),
    (Standing.CONTESTED, "contested"),
)
CREDIT = "Borders: Natural Earth, public domain. Borders and names imply no judgement of their status."


@dataclass(frozen=True, slots=True)
class Site:
    """A point or an area, and what happened there."""

    point: Point
    radius_km: float
    near: bool
    entries: tuple[Entry, ...]

    @property
    def label(self) -> str:
        """Names of places; in brackets what lies somewhere within an area, for nothing is at its middle."""
        told = numbers(list(self.entries))
        if self.radius_km:
            return f"({told})"
        name = self.entries[0].place
        return f"{wording.isolated(name)} {told}" if name and name != MASK else told


@dataclass(frozen=True, slots=True)
class Map:
    """The picture, and in words what it does not show."""

    svg: str
    caption: tuple[str, ...]


def map_of(entries: Sequence[Entry], presences: Sequence[tuple[str, Area]] = ()) -> Map | None:
    """The map of a brief's entries, with the areas of presences where these are asked for; null: nothing is placed."""
    sites = sites_of(entries)
    reach = [(site.point, site.radius_km) for site in sites] + [(area.centre, area.radius_km) for _, area in presences]
    if not reach:
        return None
    whole, core = box_around(reach), _core(sites)
    view = view_of(core or whole, WIDTH, HEIGHT)
    room, corner, around = Room(WIDTH, HEIGHT), _corner(view, sites), _around(view, whole, core is not None)
    if around is not None:
        room.take((corner[0] - 6, corner[1] - 6, corner[0] + INSET[0] + 6, corner[1] + INSET[1] + 6))
    parts = _drawn(view, sites, presences, room)
    parts += _inset(around, view.box, sites, corner) if around else []
    outside = [site for site in sites if not view.box.holds(site.point)]
    label = f"Map of {wording.number(sum(len(site.entries) for site in sites), 'incident')}; the list above tells each."
    frame = f'<svg width="{WIDTH:g}" height="{HEIGHT:g}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">{"".join(parts)}</svg>'
    edge = f'<rect x=".5" y=".5" width="{WIDTH - 1:g}" height="{HEIGHT - 1:g}" fill="none" stroke="{SOFT}"/>'
    below = [frame, edge, *_legend(bool(presences))]
    return Map(picture(WIDTH, HEIGHT + LEGEND, label, below), tuple(_caption(entries, outside)))


def sites_of(entries: Sequence[Entry]) -> list[Site]:
    """Where entries are known to a point or a circle; wide ones first, so that marks lie on top of them."""
    found: dict[tuple[float, float, float], list[Entry]] = {}
    for entry in entries:
        place = entry.incident.place
        if place.area is not None:
            key = (place.area.lat, place.area.lon, place.area.radius_km)
        elif place.point is not None and place.precision not in (GeoPrecision.REGION, GeoPrecision.COUNTRY):
            key = (round(place.point.lat, 2), round(place.point.lon, 2), 0.0)
        else:
            continue
        found.setdefault(key, []).append(entry)
    sites = [
        Site(Point(lat, lon), radius, any(e.incident.place.precision is GeoPrecision.NEAR for e in told), tuple(told))
        for (lat, lon, radius), told in found.items()
    ]
    return sorted(sites, key=lambda site: (-site.radius_km, site.entries[0].number))


def _core(sites: Sequence[Site]) -> Box | None:
    """The box of the sites that lie close together, where some lie far off; else null."""
    whole = box_around([(site.point, site.radius_km) for site in sites]) if len(sites) > 2 else None
    if whole is None or whole.km < 300:
        return None
    for middle in sorted(sites, key=lambda one: sum(one.point.km_to(s.point) for s in sites)):
        ordered = sorted(sites, key=lambda s: middle.point.km_to(s.point))
        close = ordered[: math.ceil(CORE * len(sites))]
        box = box_around([(site.point, site.radius_km) for site in close])
        if box.km <= CLOSE * whole.km and len(close) < len(sites):
            return box
    return None


def _around(view: View, whole: Box, far_off: bool) -> View | None:
    """What the small map shows: all sites where some are far off; the country around where the map is of a part."""
    if far_off:
        return view_of(whole, *INSET)
    if view.box.km > WIDE_KM:
        return None
    middle, reach = view.box.middle, AROUND * view.box.km / 2
    return view_of(box_around([(middle, reach)]), *INSET)


def _corner(view: View, sites: Sequence[Site]) -> tuple[float, float]:
    """The corner, but for that of the scale, under which the fewest sites lie: left and top of the small map."""
    right, low = WIDTH - INSET[0] - 8, HEIGHT - INSET[1] - 8
    at = [view.at(site.point.lon, site.point.lat) for site in sites]

    def under(corner: tuple[float, float]) -> int:
        left, top = corner
        return sum(left - 30 <= x <= left + INSET[0] + 30 and top - 20 <= y <= top + INSET[1] + 20 for x, y in at)

    return min(((right, 8.0), (8.0, 8.0), (right, low)), key=under)


def _drawn(view: View, sites: Sequence[Site], presences: Sequence[tuple[str, Area]], room: Room) -> list[str]:
    room.take((0, HEIGHT - 30, 190, HEIGHT))  # scale and north
    parts = ground(view) + [_hatching()] + [_presence(area, view) for _, area in presences]
    shown = [site for site in sites if view.box.holds(site.point)]
    marks = [_site(site, view, room) for site in shown]
    labels = [_label(site, view, room) for site in sorted(shown, key=lambda s: s.radius_km)]
    return [*parts, *_names(view, room), *marks, *labels, *_scale(view)]


def _site(site: Site, view: View, room: Room) -> str:
    x, y = view.at(site.point.lon, site.point.lat)
    if site.radius_km:
        return _circle(site, x, y, site.radius_km * view.per_km)
    kinds = sorted({(e.incident.role, e.incident.standing) for e in site.entries})
    left = x - SIZE * (len(kinds) - 1) / 2
    drawn = [mark(role, standing, left + n * SIZE, y, SIZE) for n, (role, standing) in enumerate(kinds)]
    half = SIZE * len(kinds) / 2
    room.take((x - half, y - SIZE / 2, x + half, y + SIZE / 2))
    halo = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{half + 4:.1f}" fill="{SOFT}" fill-opacity=".16"/>' if site.near else ""
    )
    return halo + "".join(drawn)


def _circle(site: Site, x: float, y: float, radius: float) -> str:
    role, standing = site.entries[0].incident.role, site.entries[0].incident.standing
    colour, dash = COLOURS[role], ' stroke-dasharray="4 3"' if standing is Standing.CLAIMED_ONLY else ""
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{max(radius, SMALLEST):.1f}" fill="{colour}" fill-opacity=".16"'
        f' stroke="{colour}" stroke-width="1.4"{dash}/>'
    )


def _label(site: Site, view: View, room: Room) -> str:
    x, y = view.at(site.point.lon, site.point.lat)
    radius = max(site.radius_km * view.per_km, SMALLEST) if site.radius_km else 0.0
    if radius >= ROOMY:
        return words(site.label, x, y + 4, 11, INK, "middle")
    reach = radius or SIZE * len({(e.incident.role, e.incident.standing) for e in site.entries}) / 2
    for told in (site.label, numbers(list(site.entries))):
        at = room.place(told, x, y, reach, 11)
        if at is not None:
            return words(told, *at, 11, INK, "start", "bold")
    return ""


def _names(view: View, room: Room) -> list[str]:
    """Names of countries, then of towns, where there is room: for those who read the map."""
    return _country_names(view, room, COUNTRIES, 10) + _towns(view, room, named()[1])


def _country_names(view: View, room: Room, most: int, size: float) -> list[str]:
    parts: list[str] = []
    for name, point in named()[0]:
        x, y = view.at(point.lon, point.lat)
        half = text_width(name.upper(), size) / 2
        rectangle = (x - half, y - size, x + half, y + size / 4)
        if len(parts) < most and view.box.holds(point) and room.free(rectangle):
            room.take(rectangle)
            parts.append(words(name.upper(), x, y, size, SOFT, "middle"))
    return parts


def _towns(view: View, room: Room, towns: Sequence[tuple[str, Point]]) -> list[str]:
    parts: list[str] = []
    for name, point in towns:
        x, y = view.at(point.lon, point.lat)
        if len(parts) >= TOWNS or not view.box.holds(point) or not room.free((x - 3, y - 3, x + 3, y + 3)):
            continue
        at = room.place(name, x, y, 2, 9)
        if at is not None:
            room.take((x - 3, y - 3, x + 3, y + 3))
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.5" fill="{SOFT}"/>' + words(name, *at, 9, SOFT))
    return parts


def _presence(area: Area, view: View) -> str:
    x, y = view.at(area.lon, area.lat)
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{max(area.radius_km * view.per_km, 8):.1f}" fill="url(#hatch)"/>'


def _hatching() -> str:
    return (
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<line x1="0" y1="0" x2="0" y2="6" stroke="{SOFT}" stroke-width="1.2" stroke-opacity=".5"/></pattern></defs>'
    )


def _scale(view: View) -> list[str]:
    """A bar of a round number of km, and north."""
    most = 110 / view.per_km
    step = 10 ** math.floor(math.log10(most))
    km = next(step * n for n in (5, 2, 1) if step * n <= most)
    wide, y = km * view.per_km, HEIGHT - 12
    bar = [line(30, y, 30 + wide, y, INK, 1.5), line(30, y - 4, 30, y + 1, INK, 1.5)]
    bar += [line(30 + wide, y - 4, 30 + wide, y + 1, INK, 1.5), words(f"{km:,.0f} km", 36 + wide, y + 1, 10)]
    north = f'<path d="M15 {y - 14}L19 {y}L15 {y - 3}L11 {y}Z" fill="{INK}"/>' + words(
        "N", 15, y - 16, 10, INK, "middle"
    )
    return [*bar, north]


def _inset(view: View, shown: Box, sites: Sequence[Site], corner: tuple[float, float]) -> list[str]:
    """All sites small in a corner, with a frame around what the map shows."""
    left, top = corner
    (x1, y1), (x2, y2) = view.at(shown.west, shown.north), view.at(shown.east, shown.south)
    frame = f'<rect x="{x1:.1f}" y="{y1:.1f}" width="{x2 - x1:.1f}" height="{y2 - y1:.1f}" fill="none" stroke="{INK}"/>'
    dots = [
        mark(
            site.entries[0].incident.role,
            site.entries[0].incident.standing,
            *view.at(site.point.lon, site.point.lat),
            7,
        )
        for site in sites
    ]
    names = _country_names(view, Room(*INSET), 3, 8)
    inner = "".join([*ground(view), *names, *dots, frame])
    size = f'width="{INSET[0]:g}" height="{INSET[1]:g}"'
    return [
        f'<rect x="{left - 2:g}" y="{top - 2:g}" width="{INSET[0] + 4:g}" height="{INSET[1] + 4:g}" fill="{PAPER}"'
        f' stroke="{SOFT}"/>',
        f'<svg x="{left:g}" y="{top:g}" {size} viewBox="0 0 {INSET[0]:g} {INSET[1]:g}">{inner}</svg>',
    ]


def _legend(presences: bool) -> list[str]:
    """Below the map: shapes, rings, then what is drawn otherwise, and whose borders these are."""
    top, x, parts = HEIGHT + 16, 8.0, []
    kinds: list[tuple[Role, Standing, str, str | None]] = [
        *((role, Standing.CORROBORATED, str(role), None) for role in Role),
        *((Role.ATTACK, standing, told, SOFT) for standing, told in RINGS),
    ]
    for role, standing, told, colour in kinds:
        parts += [mark(role, standing, x + 6, top - 4, 12, colour), bare_words(told, x + 16, top, 10.5)]
        x += 30 + 5.4 * len(told)
    far = "; hatched: an actor is said to be somewhere in it" if presences else ""
    told = f"circle around a (number): somewhere within it; grey disc: near the place{far}"
    parts.append(bare_words(told, 8, top + 16, 10.5))
    return [*parts, bare_words(CREDIT, 8, top + 32, 9.5, SOFT)]


def _caption(entries: Sequence[Entry], outside: Sequence[Site]) -> list[str]:
    """What the map does not show, in words."""
    drawn = {entry.number for site in sites_of(entries) for entry in site.entries}
    left = [entry for entry in entries if entry.number not in drawn]
    wide = [e for e in left if e.incident.place.precision in (GeoPrecision.REGION, GeoPrecision.COUNTRY)]
    lost = [e for e in left if e not in wide]
    told = [f"In the small map alone: {numbers([e for site in outside for e in site.entries])}."] if outside else []
    told += [f"Known by region or country only, so not drawn: {numbers(wide)}."] if wide else []
    return told + ([f"Place not reported, or not found: {numbers(lost)}."] if lost else [])
