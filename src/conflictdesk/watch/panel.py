"""Activities side by side: their counts on one row of periods, nan where silence is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from conflictdesk.records.activity import Activity
from conflictdesk.records.values import TimeInterval
from conflictdesk.watch.ranges import Floats

Numbers = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """Activities of one step, from `first` on; `counts`, `accounts` (activities, periods): nan is unknown."""

    activities: tuple[Activity, ...]
    first: date
    step_days: int
    counts: Floats
    accounts: Floats

    @property
    def periods(self) -> int:
        return int(self.counts.shape[-1])

    def place_of(self, number: int) -> slice:
        """Where the periods of one activity lie among the panel's."""
        activity = self.activities[number]
        begins = (activity.first.start - self.first).days // self.step_days
        return slice(begins, begins + len(activity.counts))

    def period(self, at: int) -> TimeInterval:
        start = self.first + timedelta(days=at * self.step_days)
        precision = self.activities[0].first.precision
        return TimeInterval(start, start + timedelta(days=self.step_days - 1), precision)

    def row_of(self, activity: Activity) -> Floats:
        """Another activity on these periods. Raises ValueError where its own are of another length."""
        if activity.step_days != self.step_days:
            raise ValueError(f"periods of {activity.step_days} days beside periods of {self.step_days} days")
        (row,) = _rows((activity,), self.first, self.periods, self.step_days, lambda one: one.counts)
        return np.asarray(row)


def panel_of(activities: Sequence[Activity]) -> Panel:
    """The activities side by side. Raises ValueError where there are none, or their steps differ."""
    steps = {activity.step_days for activity in activities}
    if len(steps) != 1:
        raise ValueError("activities side by side need periods of one length")
    (step,) = steps
    first = min(activity.first.start for activity in activities)
    last = max((a.first.start - first).days // step + len(a.counts) for a in activities)
    counts, accounts = (_rows(activities, first, last, step, of) for of in (lambda one: one.counts, _accounts))
    return Panel(tuple(activities), first, step, counts, accounts)


def _accounts(activity: Activity) -> Numbers:
    return activity.accounts or ()


def _rows(
    activities: Iterable[Activity], first: date, periods: int, step: int, of: Callable[[Activity], Numbers]
) -> Floats:
    rows = []
    for activity in activities:
        row, begins = np.full(periods, np.nan), (activity.first.start - first).days // step
        for at, number in enumerate(of(activity), begins):
            if number is not None and 0 <= at < periods:
                row[at] = number
        rows.append(row)
    return np.array(rows)
