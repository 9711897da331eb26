"""What is told of the watch: series beside what calm would bring, and each rise beside what reporting did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from conflictdesk.records.activity import Activity, Counted, Rise, Tally
from conflictdesk.records.values import DatePrecision, TimeInterval

WEEK = 7


class Step(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"

    @property
    def days(self) -> int:
        return WEEK if self is Step.WEEK else 1


class Volume(StrEnum):
    """How much was reported in a period, against what was usual before it."""

    UNCHANGED = "unchanged"
    HIGHER = "higher"
    LOWER = "lower"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What calm would bring: counts expected, and the least and the most of them that are no rise."""

    expected: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Series:
    """An activity with its band, one entry a period: null in silence, and where too little came before.

    `method` and `settings` say in words how the band was reckoned.
    """

    activity: Activity
    band: tuple[Bounds | None, ...]
    rises: tuple[Rise, ...] = ()
    method: str = ""
    settings: str = ""

    @property
    def tally(self) -> Tally:
        return self.activity.tally


@dataclass(frozen=True, slots=True)
class Alarm:
    """A rise, and what reporting did at that time: how many reports, what was usual, which sources were silent.

    `accounts_told` is false where its accounts, beside those of other alarms, would tell how many a hidden part has.
    """

    rise: Rise
    volume: Volume = Volume.UNKNOWN
    reports: int | None = None
    usual: Bounds | None = None
    silent: tuple[str, ...] = ()
    accounts_told: bool = True


@dataclass(frozen=True, slots=True)
class Watch:
    """What the watch of a desk says: all series of one step, and the alarms among those asked for, newest first.

    `themes` names each theme's key in words. `tested` is the number of series of each kind, over which false
    discoveries were held down together: a filter changes what is shown, and never what is an alarm. `invented`: posts
    of it are.
    """

    step_days: int = WEEK
    series: tuple[Series, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    themes: Mapping[str, str] = field(default_factory=dict)
    tested: Mapping[Counted, int] = field(default_factory=dict)
    invented: bool = False

    def of(self, *kinds: Counted) -> tuple[Series, ...]:
        return tuple(one for one in self.series if one.tally.counted in kinds)


def period_at(activity: Activity, number: int) -> TimeInterval:
    """The period of an activity with this number, the first being 0."""
    return period_from(activity.first.start + timedelta(days=number * activity.step_days), activity.step_days)


def period_from(first: date, step_days: int) -> TimeInterval:
    precision = DatePrecision.WEEK if step_days == WEEK else DatePrecision.DAY
    return TimeInterval(first, first + timedelta(days=step_days - 1), precision)
