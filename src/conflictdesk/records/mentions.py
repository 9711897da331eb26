"""Mentions: spans with a meaning, before they are gathered into claims."""

from dataclasses import dataclass

from conflictdesk.records.reports import Span
from conflictdesk.records.values import Count, TimeInterval


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression. `value` is TIMEX3; `interval` is null where it names no stretch of the calendar.

    `kind` is a TIMEX3 type (DATE, TIME, DURATION, SET). `reason` says how it was resolved ("year inferred: ..."),
    `confidence` how sure that is.
    """

    span: Span
    kind: str
    value: str
    interval: TimeInterval | None = None
    reason: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Bearing:
    """A distance from a name, as in "93 km south of Sabha".

    `degrees` counts clockwise from north; null where only a distance is told.
    """

    span: Span
    km: float
    degrees: float | None
    anchor: Span  # the name it is measured from


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place mention; `bearing` is evidence on where it lies, `kind` a hint ("airfield", "region", ...)."""

    span: Span
    name: str
    kind: str | None = None
    bearing: Bearing | None = None


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An organisation, a state, or an unnamed armed group. Never a community."""

    span: Span
    text: str
    canonical: str | None
    kind: str  # "rebel", "militia", "state", "police", "unidentified", "protesters", "civilians", "other"
    country: str | None = None


@dataclass(frozen=True, slots=True)
class WeaponMention:
    span: Span
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class CountMention:
    """A number of people; `field` is "killed", "wounded" or "abducted"."""

    span: Span
    field: str
    count: Count


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that qualify: `meaning` is "denied", "alleged", "claimed", "confirmed", "planned", ..."""

    span: Span
    meaning: str
