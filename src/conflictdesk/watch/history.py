"""Which method watches a series: by how much is known of it before the period looked at.

Nothing is said where fewer than 4 of the last 26 periods are known, by whatever method: an older level is none. What is
counted to choose lies within the span that the regression looks back on. Up to half a year of known weeks (6 weeks of
days) the level is followed by the gamma-Poisson change point: the regression would find more even there, but its
chances come out two to four times too small, while those of the change point hold (docs/benchmarks.md). From there on
places are compared; the cycle of the year comes with 65 known weeks, that of the week with 28 days, held back by priors
like the trend. Whoever asks for a method by name gets that one, where it has the history it needs.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from conflictdesk.watch.changepoint import ChangePoint
from conflictdesk.watch.ears import Ears, Variant
from conflictdesk.watch.farrington import Farrington, flexible
from conflictdesk.watch.ranges import Alarm, Calm, Floats, Method, WatchSettings, known_before, where_known
from conflictdesk.watch.together import Together

WEEK_STEP = 7
LONG_WEEKS, LONG_DAYS = 26, 42  # known periods from which on places are compared
FARRINGTON_ALPHA = 0.01
WEEKS = Together()
DAYS = Together(
    cycle=7, cycle_from=28, dummies=True, trend_from=28, trend_spread=0.1, cycle_spread=1.0, span=364, half_life=91
)


def calm_by_history(
    counts: Floats,
    period: int,
    step_days: int,
    settings: WatchSettings,
    exposure: Floats | None = None,
    sharing: Sequence[int] | None = None,
) -> tuple[Calm, list[Method | None]]:
    """What calm would bring in `period` for each series (series, periods), and the method that says so for each.

    `sharing`: a number for each series, the same for those that lend to each other; null: all do.
    """
    known = known_before(counts, period, (WEEKS if step_days == WEEK_STEP else DAYS).span)
    chosen = [_method(int(one), step_days, settings.method) for one in known]
    calm = Calm(*np.full((4, len(counts)), np.nan))
    for method in set(chosen):
        alarm = alarm_of(method, period, step_days, settings.alpha)
        if period >= alarm.needs:
            rows = _side_by_side([at for at, one in enumerate(chosen) if one is method], sharing)
            padded = np.where((rows < 0)[..., None], np.nan, counts[rows])
            _put(calm, rows, alarm.calm_at(padded, period, exposure))
    calm = where_known(calm, counts, period)
    told = ~np.isnan(calm.expected)
    return calm, [method if one else None for method, one in zip(chosen, told, strict=True)]


def _method(known: int, step_days: int, asked: Method | None) -> Method:
    long = known >= (LONG_WEEKS if step_days == WEEK_STEP else LONG_DAYS)
    return asked or (Method.TOGETHER if long else Method.CHANGE_POINT)


def alarm_of(method: Method, period: int, step_days: int, alpha: float | None = None) -> Alarm:
    """The method with the settings that are used for periods of this length; the Farringtons with as many years
    before `period` as there are, at most five."""
    alarm = _alarm_of(method, period, 52 if step_days == WEEK_STEP else 364, step_days)
    return alarm if alpha is None else replace(alarm, alpha=alpha)


def _alarm_of(method: Method, period: int, year: int, step_days: int) -> Together | ChangePoint | Ears | Farrington:
    years = max(1, min(5, (period - 3) // year))
    match method:
        case Method.TOGETHER:
            return WEEKS if step_days == WEEK_STEP else DAYS
        case Method.CHANGE_POINT:
            return ChangePoint()
        case Method.FARRINGTON:
            return Farrington(years, alpha=FARRINGTON_ALPHA, year=year)
        case Method.FLEXIBLE:
            return flexible(years, alpha=FARRINGTON_ALPHA, year=year)
        case _:
            return Ears(Variant(method.name.removeprefix("EARS_")))


def _side_by_side(rows: Sequence[int], sharing: Sequence[int] | None) -> NDArray[np.intp]:
    """The rows (groups, places) that lend to each other; -1 where a group has fewer than others."""
    groups: dict[int, list[int]] = {}
    for row in rows:
        groups.setdefault(0 if sharing is None else sharing[row], []).append(row)
    widest = max(len(group) for group in groups.values())
    return np.array([group + [-1] * (widest - len(group)) for group in groups.values()])


def _put(calm: Calm, rows: NDArray[np.intp], found: Calm) -> None:
    for whole, part in (
        (calm.expected, found.expected),
        (calm.lower, found.lower),
        (calm.upper, found.upper),
        (calm.chance, found.chance),
    ):
        whole[rows[rows >= 0]] = part[rows >= 0]
