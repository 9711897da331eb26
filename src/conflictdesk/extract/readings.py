"""How each kind of time expression is read: ranges, sets, hours and loose words here, the others by their modules.

A reading takes what an expression says and the frame it stands in; None means that it says no such thing (a 45th
of May).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from conflictdesk.extract.calendar import read_date
from conflictdesk.extract.distances import (
    length_of,
    read_compare,
    read_duration,
    read_period,
    read_shift,
    read_window,
    spanning,
)
from conflictdesk.extract.figures import read_figures, read_iso
from conflictdesk.extract.grammar import Slots
from conflictdesk.extract.hijri import read_hijri
from conflictdesk.extract.moments import BY_CONTEXT, LEAP_YEAR, SURE, Frame, Moment, hours, on_day
from conflictdesk.records.values import DatePrecision, TimeInterval


def resolve(rule: str, slots: Slots, frame: Frame) -> Moment | None:
    """What the expression means, or None where it means nothing (no such day)."""
    try:
        return _READINGS[rule](slots, frame)
    except (OverflowError, ValueError):  # a day that no calendar has
        return None


def _range(slots: Slots, frame: Frame) -> Moment | None:
    """From one day, month or year to another: the first takes from the second what it leaves out."""
    last = {name[:-1]: value for name, value in slots.items() if name.endswith("2")}
    first = {name: value for name, value in slots.items() if name in ("day", "month", "weekday", "year")}
    if "month" not in last and "month" in first:
        last["month"] = first["month"]
    ending = read_date(last, frame)
    if ending is None or ending.day is None:
        return ending
    starting = _range_start(first, last, ending, slots)
    return None if starting is None else _joined(starting, ending, slots.get("part"))


def _range_start(first: Slots, last: Slots, ending: Moment, slots: Slots) -> Moment | None:
    assert ending.day is not None
    if slots.get("days"):
        return on_day(ending.day - timedelta(days=slots["days"] - 1), ending.reason, ending.confidence)
    complete = {"month": last.get("month"), **first} if "day" in last else dict(first)
    if "day" in complete and complete["day"] > ending.day.day and "month" not in first:
        complete["month"] = (ending.day.month - 2) % 12 + 1
    earlier = Frame(document=ending.day, named="the end of the range")
    if not ending.year_known:
        return on_day(date(LEAP_YEAR, complete["month"], complete["day"]), ending.reason, SURE, year_known=False)
    return read_date({**complete, "weekday": None} if complete.get("month") else complete, earlier)


def _joined(starting: Moment, ending: Moment, part: str | None) -> Moment | None:
    if starting.interval is None or ending.interval is None:
        return replace(ending, value=f"{starting.value}/{ending.value}", ends=(starting, ending))
    start, end = starting.interval.start, ending.interval.end
    if start > end:
        return None
    told = max(starting.interval.precision, ending.interval.precision, key=list(DatePrecision).index)
    window = spanning(start, end)
    window = replace(window, precision=max(told, window.precision, key=list(DatePrecision).index))
    value = f"{starting.value}T{part}" if part else f"{starting.value}/{ending.value}"
    return replace(ending, kind="TIME" if part else "DATE", value=value, interval=window, ends=(starting, ending))


def _every(slots: Slots, _frame: Frame) -> Moment | None:
    if slots.get("weekday") is not None:
        part = f"T{slots['part']}" if slots.get("part") else ""
        return Moment("SET", f"XXXX-WXX-{slots['weekday']}{part}", reason="again and again")
    return Moment("SET", length_of(slots.get("n") or 1, slots["unit"]), reason="again and again")


def _reference(slots: Slots, _frame: Frame) -> Moment | None:
    return Moment("DATE", slots["value"], reason="a loose reference")


def _name(_slots: Slots, _frame: Frame) -> Moment | None:
    """A day that only names something ("the 17 February Brigade"): no time at all, and none in its parts."""
    return None


def _clock(slots: Slots, frame: Frame) -> Moment | None:
    """An hour or part of a day by itself: of the day told last."""
    told = frame.told()
    day = "XXXX-XX-XX" if told is None or told.day is None or not told.year_known else told.day.isoformat()
    interval = None if told is None else told.interval
    return Moment("TIME", f"{day}T{hours(slots)}", interval, "an hour of the day told before", BY_CONTEXT)


def _century(slots: Slots, _frame: Frame) -> Moment | None:
    number = int(slots["day"])
    window = TimeInterval(date(100 * number - 99, 1, 1), date(100 * number, 12, 31), DatePrecision.YEAR)
    return Moment("DATE", f"{number - 1:02}", window, "a century")


def _decade(slots: Slots, _frame: Frame) -> Moment | None:
    start = int(slots["year"]) // 10 * 10
    window = TimeInterval(date(start, 1, 1), date(start + 9, 12, 31), DatePrecision.YEAR)
    return Moment("DATE", str(start // 10), window, "a decade")


_READINGS: Mapping[str, Callable[[Slots, Frame], Moment | None]] = {
    "date": read_date,
    "iso": read_iso,
    "figures": read_figures,
    "shift": read_shift,
    "period": read_period,
    "window": read_window,
    "range": _range,
    "duration": read_duration,
    "every": _every,
    "ref": _reference,
    "clock": _clock,
    "name": _name,
    "decade": _decade,
    "century": _century,
    "compare": read_compare,
    "hijri": read_hijri,
}
