"""Dates of the Islamic calendar, by the Umm al-Qura tables (hijridate).

Where the month begins is settled by sighting the moon, and countries differ by a day: so a day of this calendar is
three days of ours, and a month has a day more at either end.
"""

from collections.abc import Iterator
from datetime import date

from hijridate import Gregorian, Hijri

from conflictdesk.extract.grammar import Slots
from conflictdesk.extract.moments import LIKELY, ONE_DAY, Frame, Moment, cut, hours, on_day, written, written_year
from conflictdesk.extract.periods import THIRDS
from conflictdesk.records.values import DatePrecision, TimeInterval

Month = tuple[date, date]  # first and last day
TABLES = "Islamic calendar (Umm al-Qura), a day more or less by the sighting of the moon"


def read_hijri(slots: Slots, frame: Frame) -> Moment | None:
    """A day or month of the Islamic calendar, or a feast ("10-1" is 1 Shawwal); raises where there is no such day."""
    month, day = int(slots.get("hijri") or 0), slots.get("day")
    if slots.get("feast") is not None:
        month, day = map(int, str(slots["feast"]).split("-"))
    found = _month(month, slots, frame)
    if found is None:
        return Moment("DATE", "XXXX-XX-XX" if day else "XXXX-XX", reason=f"{TABLES}: the text gives no year")
    (start, end), reason = found
    return _day(start, end, int(day), reason, slots) if day else _whole(start, end, reason, slots, frame)


def _day(start: date, end: date, number: int, reason: str, slots: Slots) -> Moment:
    day, part = date.fromordinal(start.toordinal() + number - 1), hours(slots)
    if day > end and number != 30:
        raise ValueError("no such day")
    around = (day, day - ONE_DAY, day + ONE_DAY)
    seen = next((other for other in around if other.isoweekday() == slots.get("weekday")), None)
    if seen is not None:  # the day of the week settles by which sighting it was counted
        return on_day(seen, f"{reason}; by the day of the week", LIKELY, part)
    value = day.isoformat() + (f"T{part}" if part else "")
    return Moment("TIME" if part else "DATE", value, TimeInterval(day - ONE_DAY, day + ONE_DAY), reason, LIKELY, day)


def _whole(start: date, end: date, reason: str, slots: Slots, frame: Frame) -> Moment:
    value, precision = f"{start}/{end}", DatePrecision.MONTH
    if slots.get("mod") in THIRDS:
        first, last = THIRDS[slots["mod"]]
        begin, precision = start.toordinal() - 1, DatePrecision.WEEK
        start, end = date.fromordinal(begin + first), min(end, date.fromordinal(begin + last))
    window = TimeInterval(*cut(start - ONE_DAY, end + ONE_DAY, frame), precision)
    return Moment("DATE", value, window, reason, LIKELY, start)


def _month(month: int, slots: Slots, frame: Frame) -> tuple[Month, str] | None:
    """The month that is meant, and why."""
    if slots.get("hijri_year") is not None:
        return _bounds(int(slots["hijri_year"]), month), TABLES
    year = written_year(slots, frame)
    if year is not None:
        of_year = next((one for one in _near(month, date(year, 7, 1)) if one[0].year == year), None)
        return (of_year, TABLES) if of_year else None
    if frame.document is None:
        return None
    chosen, order = _by_direction(month, slots.get("direction"), frame.document, frame.future)
    return chosen, f"{TABLES}: the {order} as of {frame.named} on {written(frame.document)}"


def _by_direction(month: int, direction: int | None, near: date, ahead: bool) -> tuple[Month, str]:
    """The last such month to have begun; "last" is over, "next" has not begun, "this" is of the same Islamic year."""
    around = tuple(_near(month, near))
    if direction == 0:
        year = Gregorian(near.year, near.month, near.day).to_hijri().year
        return _bounds(year, month), "one of the year"
    if direction == 1 or (direction is None and ahead):
        return next(one for one in around if (one[0] if direction else one[1]) >= near), "next"
    return next(one for one in reversed(around) if (one[1] if direction else one[0]) <= near), "last"


def _near(month: int, near: date) -> Iterator[Month]:
    year = Gregorian(near.year, near.month, near.day).to_hijri().year
    return (_bounds(year + step, month) for step in (-2, -1, 0, 1, 2))


def _bounds(year: int, month: int) -> Month:
    first = Hijri(year, month, 1)
    start = first.to_gregorian()
    last = date.fromordinal(start.toordinal() + first.month_length() - 1)
    return date(start.year, start.month, start.day), last
