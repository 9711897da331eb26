"""The period of a brief, the one before it, and which incidents belong to which."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from conflictdesk.publish import wording
from conflictdesk.records.events import Incident
from conflictdesk.records.values import DatePrecision, TimeInterval

WEEK = 7  # days of a brief for which no period is named
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole days, both ends included. Raises ValueError where it ends before it begins."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a period that ends ({self.last}) before it begins ({self.first})")

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Period":
        """The days before it, as many."""
        return Period(self.first - self.days * DAY, self.first - DAY)

    @property
    def words(self) -> str:
        """ "11 to 17 May 2020"."""
        return wording.interval(TimeInterval(self.first, self.last))

    def holds(self, when: TimeInterval | date | None) -> bool:
        """Whether a day, or all days of an interval, lie in it; no date lies nowhere."""
        if when is None:
            return False
        start, end = (when.start, when.end) if isinstance(when, TimeInterval) else (when, when)
        return self.first <= start and end <= self.last

    def touches(self, when: TimeInterval | None) -> bool:
        """Whether an interval may lie in it, and may not: some of its days do, others do not."""
        if when is None or self.holds(when):
            return False
        return when.start <= self.last and self.first <= when.end


def period_of(incidents: Iterable[Incident], first: date | None, last: date | None) -> Period | None:
    """The period asked for. An end that is not named comes from the incidents: the last week that they are dated to.

    Null where neither end is named and no incident has a date.
    """
    when = [one.when for one in incidents if one.when]
    dated = sorted(one.end for one in [w for w in when if w.precision in _CLOSE] or when)
    if first is not None and last is None:
        return Period(first, max(first, dated[-1] if dated else first))
    if last is None:
        if not dated:
            return None
        last = dated[-1]
    return Period(first or last - (WEEK - 1) * DAY, last)


_CLOSE = (DatePrecision.DAY, DatePrecision.WEEK)  # a month's end is no day on which anything is known to have happened


def dated_from_to(incidents: Iterable[Incident]) -> Period | None:
    """The days from the first to the last that incidents are dated to; null where none is."""
    when = [one.when for one in incidents if one.when]
    return Period(min(one.start for one in when), max(one.end for one in when)) if when else None
