"""What is counted by place, theme and period, and when it rises; no account, person or community is in here."""

from dataclasses import dataclass
from enum import StrEnum

from conflictdesk.records.values import Point, TimeInterval

SUPPRESSED_BELOW = 5  # posts or accounts: fewer are not told in what is published


class Counted(StrEnum):
    """What a number counts. Reporting is counted so that more coverage is not read as more violence."""

    POSTS = "posts"
    INCIDENTS = "incidents"
    REPORTS = "reports"


@dataclass(frozen=True, slots=True)
class Tally:
    """What is counted where: posts by theme, incidents by type or organisation, reports by source.

    `theme` is the theme's key, the event type, the organisation's or the source's name; null for all together.
    `place` is a name to print; a tally of all places has none.
    """

    counted: Counted
    theme: str | None = None
    place_id: str | None = None
    place: str | None = None
    country: str | None = None
    centre: Point | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """A tally over consecutive periods of `step_days` (1 or 7), the first being `first`; oldest first.

    `accounts` are the distinct accounts of each period; null where nobody knows, as for incidents or after 90 days.
    A null count is silence: nothing was taken in for that period, so nothing is known of it.
    """

    tally: Tally
    first: TimeInterval
    step_days: int
    counts: tuple[int | None, ...]
    accounts: tuple[int | None, ...] | None = None


@dataclass(frozen=True, slots=True)
class Rise:
    """A period in which more was counted than calm would bring: an alarm, with what it rests on.

    `chance` is the probability of so much in calm, one-sided, where the method gives one; `settings` says the method's
    parameters in words.
    """

    tally: Tally
    period: TimeInterval
    count: int
    accounts: int | None
    expected: float
    lower: float
    upper: float
    method: str
    settings: str
    chance: float | None = None
