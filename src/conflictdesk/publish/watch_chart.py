"""A series as a small chart: a line for the counts, a band for what calm would bring, a small triangle for a rise.

Silence is a gap in the line over a dotted ground. What is published shows counts of posts under five as one level, so
that no pixel tells what the words do not. Colours stand as attributes, for paper; a page may set others by class.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from conflictdesk.publish import wording
from conflictdesk.publish.drawing import INK, PAPER, SOFT, bare_words, picture
from conflictdesk.publish.watch_words import FEWEST, expected, hidden, period, what, where
from conflictdesk.records.activity import Counted, Rise
from conflictdesk.records.watched import Bounds, Series, period_at

WIDTH, HEIGHT = 260.0, 96.0
LEFT, RIGHT, TOP, GROUND = 26.0, 256.0, 12.0, 78.0
RISE, BAND = "#00795a", "#dde3e8"
LEAST = 5.0  # of the scale: a handful is not to look like a flood
TRIANGLE = 3.6
Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a period and a count lie; counts that are hidden lie halfway to the first that is not."""

    periods: int
    most: float
    few: float  # counts under it are one level

    def x(self, number: float) -> float:
        return LEFT + (RIGHT - LEFT) * (number + 0.5) / max(1, self.periods)

    def y(self, count: float) -> float:
        shown = FEWEST / 2 if count < self.few else count
        return GROUND - (GROUND - TOP) * min(shown, self.most) / self.most


def chart(series: Series, published: bool = True, label: str = "") -> str:
    """The chart as SVG. `label` says it in words, for who does not see it."""
    scale = _scale(series, published)
    parts = [
        *_band(series, scale),
        *_ground(series, scale),
        *([] if published else _accounts(series, scale)),
        *_line(series.activity.counts, scale, INK, "w-line", 1.3),
        *[_triangle(rise, series, scale) for rise in series.rises],
        *_words(series, scale),
    ]
    return picture(WIDTH, HEIGHT, label, parts)


def _scale(series: Series, published: bool) -> _Scale:
    most = max([LEAST, *(n for n in series.activity.counts if n), *(b.upper for b in series.band if b)])
    few = FEWEST if published and series.tally.counted is Counted.POSTS else 0
    return _Scale(len(series.activity.counts), most, few)


def runs(known: Sequence[bool]) -> list[range]:
    """The stretches in which something is known."""
    found: list[range] = []
    for number, one in enumerate(known):
        if one and found and found[-1].stop == number:
            found[-1] = range(found[-1].start, number + 1)
        elif one:
            found.append(range(number, number + 1))
    return found


def _band(series: Series, scale: _Scale) -> list[str]:
    """What calm would bring: an area, and a dashed line for what is expected."""
    parts = []
    for run in runs([one is not None for one in series.band]):
        bounds = [(n, _told(one, scale)) for n in run if (one := series.band[n])]
        first, last = run.start - 0.5, run.stop - 0.5  # a band of one period is as wide as it
        upper = [(first, bounds[0][1].upper), *((n, b.upper) for n, b in bounds), (last, bounds[-1][1].upper)]
        lower = [(first, bounds[0][1].lower), *((n, b.lower) for n, b in bounds), (last, bounds[-1][1].lower)]
        edge = [(scale.x(n), scale.y(value)) for n, value in [*upper, *reversed(lower)]]
        parts.append(f'<path class="w-band" d="{_path(edge)}Z" fill="{BAND}"/>')
        middle = [(scale.x(n), scale.y(b.expected)) for n, b in bounds]
        parts.append(_stroke(middle, SOFT, "w-expected", 0.8, "3 2") if len(middle) > 1 else "")
    return parts


def _told(one: Bounds, scale: _Scale) -> Bounds:
    """Bounds as finely as they may be drawn: where counts are hidden, means of two weeks are not to be subtracted."""
    if not scale.few:
        return one
    return Bounds(round(one.expected), math.ceil(one.lower), math.floor(one.upper))


def _ground(series: Series, scale: _Scale) -> list[str]:
    """The line that counts stand on: solid where posts came in, dotted in silence."""
    parts = [_stroke([(LEFT, GROUND), (RIGHT, GROUND)], SOFT, "w-silence", 1, "1 3")]
    for run in runs([count is not None for count in series.activity.counts]):
        ends = [(scale.x(run.start - 0.5), GROUND), (scale.x(run.stop - 0.5), GROUND)]
        parts.append(_stroke(ends, SOFT, "w-ground", 1))
    return parts


def _accounts(series: Series, scale: _Scale) -> list[str]:
    accounts = series.activity.accounts
    return _line(accounts, scale, SOFT, "w-accounts", 0.9, "1 2") if accounts else []


def _line(
    counts: Sequence[int | None], scale: _Scale, colour: str, name: str, width: float, dash: str = ""
) -> list[str]:
    parts = []
    for run in runs([count is not None for count in counts]):
        points = [(scale.x(n), scale.y(counts[n] or 0)) for n in run]
        if len(points) == 1:
            x, y = points[0]
            parts.append(f'<circle class="{name}-dot" cx="{x:.1f}" cy="{y:.1f}" r="1.6" fill="{colour}"/>')
        else:
            parts.append(_stroke(points, colour, name, width, dash))
    return parts


def _triangle(rise: Rise, series: Series, scale: _Scale) -> str:
    number = (rise.period.start - series.activity.first.start).days // series.activity.step_days
    x, y = scale.x(number), max(TOP - 4, scale.y(rise.count) - 6)
    return triangle(x, y, TRIANGLE)


def triangle(x: float, y: float, size: float, full: bool = True) -> str:
    """A rise: a small triangle that stands on its base, with its middle at x, y; full or empty."""
    path = f"M{x:.1f} {y - size:.1f}L{x + size:.1f} {y + size * 0.8:.1f}H{x - size:.1f}Z"
    if not full:
        return f'<path class="w-rose" d="{path}" fill="{PAPER}" stroke="{RISE}" stroke-width="1.4"/>'
    return f'<path class="w-rise" d="{path}" fill="{RISE}"/>'


def _words(series: Series, scale: _Scale) -> list[str]:
    """The top of the scale and its ground, the first and the last period."""
    activity = series.activity
    last = period_at(activity, len(activity.counts) - 1)
    ground = "<5" if scale.few else "0"
    return [
        bare_words(f"{math.floor(scale.most):,}", LEFT - 4, TOP + 4, 9, SOFT, "end"),
        bare_words(ground, LEFT - 4, GROUND + 1, 9, SOFT, "end"),
        bare_words(_short(activity.first.start), LEFT, HEIGHT - 6, 9, SOFT),
        bare_words(_short(last.start), RIGHT, HEIGHT - 6, 9, SOFT, "end"),
    ]


def _short(day: date) -> str:
    return f"{day:%d %b %Y}".lstrip("0")


def _stroke(points: Sequence[Pair], colour: str, name: str, width: float, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path class="{escape(name)}" d="{_path(points)}" fill="none" stroke="{colour}" stroke-width="{width:g}"'
        f' stroke-linejoin="round"{dashed}/>'
    )


def _path(points: Sequence[Pair]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def in_words(series: Series, themes: Mapping[str, str], published: bool = True) -> str:
    """What the chart shows: how long, the latest count beside what was expected, when it rose, when nothing came."""
    counts, step = series.activity.counts, "week" if series.activity.step_days > 1 else "day"
    if not counts:
        return f"{where(series.tally)}: nothing was counted"
    told = [f"{where(series.tally)}: {what(series.tally, themes)}, {wording.number(len(counts), step)}"]
    told.append(latest(series, published))
    if series.rises:
        told.append("rises: " + ", ".join(period(rise.period) for rise in series.rises))
    silent = sum(count is None for count in counts)
    return "; ".join([*told, f"no data for {wording.number(silent, step)}"] if silent else told)


def latest(series: Series, published: bool = True) -> str:
    """The last count that is known, with its period and what was expected of it."""
    known = [n for n, count in enumerate(series.activity.counts) if count is not None]
    if not known:
        return "no data"
    count, band = series.activity.counts[known[-1]], series.band[known[-1]]
    number = f"fewer than {FEWEST}" if hidden(count, series.tally, published) else f"{count:,}"
    usual = f", {expected(band, series.tally, published)}" if band else ", too little before it to compare"
    return f"{period(period_at(series.activity, known[-1]))}: {number}{usual}"
