"""The map of rises: each place that is watched, and a triangle where more was counted than calm would bring.

Areas and points of places alone: nothing on it is nearer to anybody than a town. A full triangle is a rise of the last
period, an empty one of an earlier period; larger is more times what is expected.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape

from conflictdesk.publish import wording
from conflictdesk.publish.basemap import ground
from conflictdesk.publish.briefing_map import CREDIT
from conflictdesk.publish.drawing import INK, PAPER, SOFT, bare_words, picture, words
from conflictdesk.publish.entries import plain
from conflictdesk.publish.labels import Room
from conflictdesk.publish.projection import View, box_around, view_of
from conflictdesk.publish.watch_chart import triangle
from conflictdesk.publish.watch_words import FEWEST, hidden, is_point, period
from conflictdesk.records.activity import Rise
from conflictdesk.records.values import Point
from conflictdesk.records.watched import Series

WIDTH, HEIGHT, LEGEND = 720.0, 400.0, 44.0
SMALLEST, LARGEST = 5.0, 11.0  # half a triangle's height
TIMES = 6.0  # what is expected, and more: the largest
DOT = 2.6
NEAR_KM = 600.0


@dataclass(frozen=True, slots=True)
class Site:
    """A place that is watched, and the rises there. `theme` is that of which counts are told: null for all posts."""

    name: str
    point: Point
    rises: tuple[Rise, ...]
    href: str = ""
    theme: str | None = None
    now: bool = False  # whether it rose in the last period

    @property
    def shown(self) -> Rise:
        """The rise that the mark tells: of the latest ones that of `theme`, else that of the most."""
        return max(self.rises, key=lambda rise: (rise.period.start, rise.tally.theme == self.theme, rise.count))


def _times(rise: Rise, published: bool) -> float:
    """How many times what was expected; in what leaves by the whole number that the words tell."""
    return rise.count / max(round(rise.expected) if published else rise.expected, 1.0)


def sites_of(
    series: Sequence[Series], rises: Sequence[Rise], hrefs: Sequence[str] = (), theme: str | None = None
) -> list[Site]:
    """Each place with a known middle, rises among `rises` with it; those without a rise first, so they lie below.

    A country is no point, and is left to the list. `hrefs`, one a series, say where a click leads; the first of a place
    counts. One map has one unit: a rise of another theme than `theme` is marked, and bears no number.
    """
    found: dict[Point, tuple[str, str]] = {}
    at: dict[Point, list[Rise]] = {}
    for one, href in zip(series, hrefs or [""] * len(series), strict=True):
        if one.tally.centre is not None and is_point(one.tally):
            found.setdefault(one.tally.centre, (plain(one.tally.place) or "", href))
    for rise in rises:
        if rise.tally.centre in found:
            at.setdefault(rise.tally.centre, []).append(rise)
    sites = [Site(name, point, tuple(at.get(point, ())), href, theme) for point, (name, href) in found.items()]
    return sorted(sites, key=lambda site: (site.shown.period.start if site.rises else date.min, site.name))


def map_of_rises(sites: Sequence[Site], last: date, published: bool = True) -> str | None:
    """The map as SVG, `last` being the last day that counts as now; null where no place is known."""
    if not sites:
        return None
    sites = [replace(site, now=bool(site.rises) and site.shown.period.end >= last) for site in sites]
    view = view_of(box_around([(site.point, 0.0) for site in _around(sites)]), WIDTH, HEIGHT)
    room = Room(WIDTH, HEIGHT)
    shown = [site for site in sites if view.box.holds(site.point)]
    marks = [_mark(site, view, room, published) for site in shown]
    names = [_name(site, view, room, published) for site in reversed(shown)]
    frame = f'<svg width="{WIDTH:g}" height="{HEIGHT:g}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">'
    rising = sum(bool(site.rises) for site in sites)
    label = f"Map of {wording.number(len(sites), 'town')}; more than expected in {rising}. The list tells each."
    edge = f'<rect x=".5" y=".5" width="{WIDTH - 1:g}" height="{HEIGHT - 1:g}" fill="none" stroke="{SOFT}"/>'
    parts = [frame, *ground(view), *marks, *names, "</svg>", edge, *_legend(len(sites) - len(shown))]
    return picture(WIDTH, HEIGHT + LEGEND, label, parts)


def _around(sites: Sequence[Site]) -> Sequence[Site]:
    """What the map is drawn around: the places that rose, and those near them; where none rose, all."""
    rising = [site for site in sites if site.rises]
    return [s for s in sites if any(s.point.km_to(one.point) <= NEAR_KM for one in rising)] or sites


def _mark(site: Site, view: View, room: Room, published: bool) -> str:
    x, y = view.at(site.point.lon, site.point.lat)
    size = _size(site, published) if site.rises else DOT
    room.take((x - size, y - size, x + size, y + size))
    if not site.rises:
        drawn = f'<circle class="w-place" cx="{x:.1f}" cy="{y:.1f}" r="{DOT}" fill="{PAPER}" stroke="{SOFT}"/>'
    else:
        drawn = triangle(x, y, size, site.now)
    return _linked(site, f"{drawn}<title>{escape(_told(site, published))}</title>")


def _linked(site: Site, drawn: str) -> str:
    """What leads to the place's charts, where there is somewhere to go; the list of alarms leads there by keyboard."""
    return f'<a href="{escape(site.href)}" tabindex="-1">{drawn}</a>' if site.href else f"<g>{drawn}</g>"


def _size(site: Site, published: bool) -> float:
    rise = site.shown
    if hidden(rise.count, rise.tally, published) or hidden(math.floor(rise.expected), rise.tally, published):
        return SMALLEST
    share = min(1.0, max(0.0, (_times(rise, published) - 1) / (TIMES - 1)))
    return SMALLEST + (LARGEST - SMALLEST) * math.sqrt(share)


def _told(site: Site, published: bool) -> str:
    if not site.rises:
        return f"{site.name}: no rise"
    when = period(site.shown.period)
    number = _number(site, published)
    return f"{site.name}: {number} in the {when}" if number else f"{site.name}: a theme rose in the {when}"


def _number(site: Site, published: bool) -> str:
    """The count of the rise that is shown; none of one theme where the map counts all."""
    rise = site.shown
    if rise.tally.theme != site.theme:
        return ""
    return f"fewer than {FEWEST}" if hidden(rise.count, rise.tally, published) else f"{rise.count:,}"


def _name(site: Site, view: View, room: Room, published: bool) -> str:
    x, y = view.at(site.point.lon, site.point.lat)
    size = _size(site, published) if site.rises else DOT
    name = wording.isolated(site.name)
    label = f"{name} {_number(site, published)}".rstrip() if site.now else name
    at = room.place(label, x, y, size, 11 if site.now else 9)
    if at is None:
        return ""
    return words(label, *at, 11, INK, "start", "bold") if site.now else words(label, *at, 9, SOFT)


def _legend(beyond: int) -> list[str]:
    y = HEIGHT + 16
    ring = f'<circle class="w-place" cx="14" cy="{y - 4:g}" r="{DOT}" fill="{PAPER}" stroke="{SOFT}"/>'
    return [
        ring, bare_words("watched, no rise", 24, y, 10.5),
        triangle(134, y - 4, 5), bare_words("rise in the last period, with its count", 144, y, 10.5),
        triangle(352, y - 4, 5, False), bare_words("rise before it", 362, y, 10.5),
        bare_words("larger: more times what is expected", 450, y, 10.5),
        bare_words(f"{CREDIT}{_beyond(beyond)}", 8, y + 18, 9.5, SOFT),
    ]  # fmt: skip


def _beyond(places: int) -> str:
    return f" {wording.number(places, 'place lies', 'places lie')} beyond the map." if places else ""
