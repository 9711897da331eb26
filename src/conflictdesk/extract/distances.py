"""Times told by their distance: "two days later", "last week", "in the last 24 hours"; and lengths of time."""

from dataclasses import replace
from datetime import date, timedelta

from conflictdesk.extract.grammar import Slots
from conflictdesk.extract.moments import (
    BY_CONTEXT,
    LIKELY,
    ONE_DAY,
    SURE,
    Frame,
    Moment,
    Why,
    add_months,
    on_day,
    written,
)
from conflictdesk.extract.periods import SEASONS, month_window, quarter_window, season_window, year_window
from conflictdesk.records.values import DatePrecision, TimeInterval

UNIT_SIGNS = {
    "minute": "TM", "hour": "TH", "day": "D", "week": "W", "weekend": "WE", "month": "M", "quarter": "Q", "year": "Y",
    "decade": "E", "century": "C",
}  # fmt: skip
UNIT_DAYS = {
    "minute": 0, "hour": 1 / 24, "day": 1, "week": 7, "month": 30.4, "quarter": 91, "year": 365.25, "decade": 3652,
    "century": 36525,
}  # fmt: skip
HALVES = {"minute": "30S", "hour": "30M", "day": "T12H", "year": "6M"}  # what half a unit adds to a length
HALF_ALONE = {"minute": "PT30S", "hour": "PT30M", "day": "PT12H", "year": "P6M"}
LONG_UNITS = {"decade": 10, "century": 100}  # years
DAY_LONGEST, WEEK_LONGEST, MONTH_LONGEST = 3, 14, 92  # days that an interval may have for its precision


def read_shift(slots: Slots, frame: Frame) -> Moment | None:
    """So many units before or after the document's day, or the day told last."""
    unit = slots.get("unit") or slots.get("span") or "day"
    count = slots["shift"] if "shift" in slots else slots["sign"] * (slots.get("n") or 1)
    if "sign" in slots and unit == "week" and abs(count) == 1:
        unit, count = "day", 7 * count  # "a week ago" is a day, "six weeks ago" a week
    near = frame if slots.get("from") == "text" else replace(frame, last=None, last_day=None)
    if unit == "day" and near.last_day is None and near.last is not None and near.last.interval is not None:
        return _from_window(near.last, near.last.interval, count, frame)
    told = near.told(to_the_day=unit in ("minute", "hour", "day"))
    if told is None or told.day is None:
        return Moment("DATE", "PAST_REF" if count < 0 else "FUTURE_REF", reason="no day to count from")
    if slots.get("from") == "text" and near.last is None and count > 0 and not frame.future:
        return Moment("DATE", "XXXX-XX-XX", reason="after a day that the text does not tell")
    reason = f"{_distance(count, unit)} {_known(told, frame)}"
    confidence = min(told.confidence, BY_CONTEXT if slots.get("from") == "text" else SURE)
    return _moved(told, unit, count, slots, replace(frame, future=count > 0), (reason, confidence))


def _from_window(told: Moment, window: TimeInterval, days: int, frame: Frame) -> Moment:
    """ "The next day", where only a week or a month was told before: some day from there on."""
    step = timedelta(days=days)
    start, end = min(window.start, window.start + step), max(window.end, window.end + step)
    if frame.document is not None and start <= frame.document and not frame.future:
        end = min(end, frame.document)
    reason = f"{_distance(days, 'day')} what was told before: {told.reason}"
    return replace(told, interval=TimeInterval(start, end, window.precision), reason=reason, confidence=BY_CONTEXT)


def read_compare(slots: Slots, frame: Frame) -> Moment | None:
    """ "A year ago", as accounts are compared: where a quarter was told last, the same one a year before."""
    if frame.last is not None and "-Q" in frame.last.value:
        return read_shift({"unit": "year", "shift": -1, "from": "text"}, frame)
    if slots.get("unit") == "quarter":
        return read_shift({"unit": "quarter", "shift": -5}, frame)  # the quarter that is over, a year before
    return read_shift({"unit": "year", "shift": -1, "from": slots.get("from")}, frame)


def _distance(count: int, unit: str) -> str:
    if not count:
        return f"the {unit} of"
    return f"{abs(count)} {unit}{'s' * (abs(count) > 1)} {'before' if count < 0 else 'after'}"


def _known(told: Moment, frame: Frame) -> str:
    assert told.day is not None
    day = written(told.day, told.year_known)
    inferred = f" ({told.reason})" if told.confidence < BY_CONTEXT else ""
    return f"{frame.named} on {day}" if told.day == frame.document else day + inferred


def _moved(told: Moment, unit: str, count: int, slots: Slots, frame: Frame, why: Why) -> Moment | None:
    assert told.day is not None
    if unit in ("minute", "hour"):
        unit, count = "day", 0
    if unit == "day":
        day = told.day + timedelta(days=count)
        moment = on_day(day, *why, slots.get("part"), told.year_known)
        return _lengthened(moment, slots.get("days", 1))
    if not told.year_known:
        return None
    if unit == "year" and "-Q" in told.value:
        unit, count = "quarter", 4 * count  # a quarter is compared with the same one of another year
    return _window(told.day, unit, count, slots, frame, why)


def _lengthened(moment: Moment, days: int) -> Moment:
    if moment.interval is None or days == 1:
        return moment
    return replace(
        moment, interval=TimeInterval(moment.interval.start, moment.interval.start + timedelta(days=days - 1))
    )


def _window(near: date, unit: str, count: int, slots: Slots, frame: Frame, why: Why) -> Moment | None:
    """The week, month, ... so many of them from the one that `near` lies in."""
    if unit == "week":
        return _week(near + timedelta(weeks=count), frame, why)
    if unit == "weekend":
        return _weekend(near, count, why)
    if unit == "month":
        first = add_months(near, count)
        return month_window(first.year, first.month, slots, frame, *why)
    if unit == "quarter":
        return quarter_window(add_months(near.replace(month=(near.month - 1) // 3 * 3 + 1), 3 * count), frame, why)
    years = count * LONG_UNITS.get(unit, 1)
    return year_window(near.year + years, frame, why)


def _week(near: date, frame: Frame, why: Why) -> Moment:
    start = near - timedelta(days=near.weekday())
    end = start + timedelta(days=6)
    if frame.document is not None and start <= frame.document <= end and not frame.future:
        end = frame.document
    week = near.isocalendar()
    return Moment("DATE", f"{week.year}-W{week.week:02}", TimeInterval(start, end, DatePrecision.WEEK), *why, start)


def _weekend(near: date, count: int, why: Why) -> Moment:
    """The last weekend that has begun; one further back or on by `count`."""
    saturday = near - timedelta(days=(near.weekday() - 5) % 7) + timedelta(weeks=count)
    if count < 0 and near.weekday() < 5:
        saturday += timedelta(weeks=1)  # on a Wednesday, the last weekend is the one just past
    week = saturday.isocalendar()
    return Moment("DATE", f"{week.year}-W{week.week:02}-WE", TimeInterval(saturday, saturday + ONE_DAY), *why, saturday)


def read_period(slots: Slots, frame: Frame) -> Moment | None:
    """Last week, this year, earlier this month, next summer."""
    direction, day = slots.get("direction", 0), frame.document
    if day is None:
        return Moment("DATE", ("PAST_REF", "PRESENT_REF", "FUTURE_REF")[direction + 1], reason="no day to count from")
    why = (f"as of {frame.named} on {written(day)}", min(LIKELY, frame.sure))
    frame = replace(frame, future=direction > 0)
    if slots.get("season"):
        return season_window(_season_year(slots["season"], direction, day), slots["season"], frame, why)
    return _window(day, slots["span"], direction, slots, frame, why)


def _season_year(season: str, direction: int, day: date) -> int:
    """The year in which that season begins: the last one over, this year's, or the next to begin."""
    start = date(day.year, SEASONS[season], 1)
    if direction < 0:
        return day.year - (add_months(start, 3) > day)
    return day.year + (direction > 0 and start <= day)


def read_window(slots: Slots, frame: Frame) -> Moment | None:
    """In the last 24 hours: a duration that ends on the document's day."""
    slots = {"unit": slots.get("span"), **slots}
    told = read_duration(slots, frame)
    if told is None or frame.document is None or slots.get("n") is None:
        return told
    length = UNIT_DAYS[slots["unit"]] * slots["n"]
    start = frame.document - timedelta(days=round(length + 0.49) if length < 2 else round(length))
    reason = f"up to {frame.named} on {written(frame.document)}"
    return replace(told, interval=spanning(start, frame.document), reason=reason, confidence=LIKELY)


def spanning(start: date, end: date) -> TimeInterval:
    """Both days included; ranges of two or three days keep the precision of a day."""
    days = (end - start).days + 1
    limits = (
        (DAY_LONGEST, DatePrecision.DAY),
        (WEEK_LONGEST, DatePrecision.WEEK),
        (MONTH_LONGEST, DatePrecision.MONTH),
    )
    precision = next((precision for longest, precision in limits if days <= longest), DatePrecision.YEAR)
    return TimeInterval(start, end, precision)


def read_duration(slots: Slots, _frame: Frame) -> Moment | None:
    unit, half = slots["unit"], bool(slots.get("half"))
    if half and slots.get("n") == 0:  # "half a day" alone
        return Moment("DURATION", HALF_ALONE[unit], reason="a length of time") if unit in HALF_ALONE else None
    length = length_of("X" if slots.get("vague") else slots.get("n") or 1, unit)
    if half and unit in HALVES:
        length += HALVES[unit]
    return Moment("DURATION", length, reason="a length of time")


def length_of(count: int | str, unit: str) -> str:
    """A TIMEX3 duration: "P3D"; a decade is ten years."""
    if unit in LONG_UNITS and isinstance(count, int):
        return f"P{LONG_UNITS[unit] * count}Y"
    sign = UNIT_SIGNS[unit]
    return f"PT{count}{sign[1]}" if sign.startswith("T") else f"P{count}{sign}"
