"""Dates told by day, month, year, season or day of the week, resolved as the codebook says ("Dates")."""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from conflictdesk.extract.grammar import Slots
from conflictdesk.extract.moments import (
    BY_CONTEXT,
    GUESSED,
    LEAP_YEAR,
    LIKELY,
    MONTHS,
    ONE_DAY,
    SURE,
    Frame,
    Moment,
    Why,
    add_months,
    cut,
    on_day,
    written,
)
from conflictdesk.records.values import DatePrecision, TimeInterval

PIVOT = 10  # two figures are a year up to so many years after the document, else of the century before
LATEST = 2039  # the last year that two figures are, where the document has no date
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
THIRDS = {"first": (1, 7), "early": (1, 10), "mid": (11, 20), "late": (21, 31)}


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def read_date(slots: Slots, frame: Frame) -> Moment | None:
    if slots.get("from") == "text":
        return _date_after(slots, frame)
    if slots.get("month") and slots.get("day"):
        return calendar_day(slots, frame)
    for slot, reading in _PARTIAL.items():
        if slots.get(slot) is not None:
            return reading(slots, frame)
    return None


def _date_after(slots: Slots, frame: Frame) -> Moment | None:
    """ "The following Tuesday": told from the day told last."""
    told = frame.told()
    if told is None or told.day is None or not told.year_known:
        return None
    sure = min(BY_CONTEXT, told.confidence)
    plain = {name: value for name, value in slots.items() if name != "from"}
    return read_date(plain, replace(frame, document=told.day, named="the day told before,", sure=sure))


def _year(slots: Slots, frame: Frame) -> int | None:
    if slots.get("year") is not None:
        return int(slots["year"])
    if slots.get("short") is not None:
        century = 2000 + int(slots["short"])
        latest = frame.document.year + PIVOT if frame.document else LATEST
        return century if century <= latest else century - 100
    if slots.get("relative") is not None and frame.document is not None:
        return frame.document.year + int(slots["relative"])
    return None


def calendar_day(slots: Slots, frame: Frame) -> Moment | None:
    year, month, number, part = _year(slots, frame), int(slots["month"]), int(slots["day"]), hours(slots)
    if year is not None:
        return on_day(date(year, month, number), "told in full", SURE, part)
    date(LEAP_YEAR, month, number)  # raises where there is no such day
    bare = written(date(LEAP_YEAR, month, number), year=False)
    if frame.document is not None:
        day = _nearest(month, number, frame.document, frame.future)
        day = _on_weekday(day, frame.document, slots.get("weekday"))
        order = "the first after" if day > frame.document else "the last before"
        reason = f"{bare}: {order} {frame.named} on {written(frame.document)}"
        return on_day(day, reason if day != frame.document else f"{bare}: the day of {frame.named}", LIKELY, part)
    if frame.floor is not None and not frame.future:
        day = _nearest(month, number, frame.floor + ONE_DAY, True)
        past = f"{written(frame.floor)}, which the text places in the past"
        return on_day(day, f"year inferred: the first {bare} after {past}", GUESSED, part)
    unknown = date(LEAP_YEAR, month, number)
    return on_day(unknown, f"{bare}: the text gives no year", SURE, part, year_known=False)


def hours(slots: Slots) -> str | None:
    """A part of a day ("NI") or an hour ("22:00"), as TIMEX3 writes it after the T."""
    if slots.get("hour") is None:
        return slots.get("part")
    hour = int(slots["hour"])
    if slots.get("half"):
        hour = hour % 12 + (12 if slots["half"] == "pm" else 0)
    return f"{hour:02}:{slots.get('minute') or 0:02}"


def _nearest(month: int, number: int, near: date, ahead: bool) -> date:
    """That day of the year, the last up to `near` or the first from it on."""
    for year in _years(near.year, 1 if ahead else -1):
        if number > monthrange(year, month)[1]:
            continue  # 29 February
        day = date(year, month, number)
        if day == near or (day > near) == ahead:
            return day
    raise ValueError("no such day")


def _on_weekday(day: date, near: date, weekday: int | None) -> date:
    """Where a weekday is told with the day of the month, the year in which it falls on that weekday."""
    same = (
        day,
        *(date(year, day.month, day.day) for year in (near.year, near.year - 1, near.year + 1) if day.day < 29),
    )
    return next((other for other in same if weekday in (None, other.isoweekday())), day)


def _years(year: int, step: int) -> Iterator[int]:
    return iter(range(year, year + 9 * step, step))


def _month(slots: Slots, frame: Frame) -> Moment | None:
    month, year = int(slots["month"]), _year(slots, frame)
    name = MONTHS[month - 1]
    if year is not None:
        return month_window(year, month, slots, frame, f"{name} {year}", SURE)
    if frame.document is not None:
        year, order = _month_year(month, slots.get("direction"), frame.document, frame.future)
        reason = f"{name}: the {order} as of {frame.named} on {written(frame.document)}"
        return month_window(year, month, slots, frame, reason, LIKELY)
    if frame.floor is not None:
        year, _ = _month_year(month, None, frame.floor + ONE_DAY, True)
        past = f"{written(frame.floor)}, which the text places in the past"
        return month_window(year, month, slots, frame, f"year inferred: the first {name} after {past}", GUESSED)
    return Moment("DATE", f"XXXX-{month:02}", reason=f"{name}: the text gives no year")


def _month_year(month: int, direction: int | None, near: date, ahead: bool) -> tuple[int, str]:
    """The year of the last such month or, looking ahead, the next; the month of `near` itself counts for both."""
    if direction == 0:
        return near.year, "one of the year"
    ahead = ahead if direction is None else direction > 0
    strict = direction is not None and month == near.month
    if ahead:
        return near.year + (month < near.month or strict), "next"
    return near.year - (month > near.month or strict), "last"


def month_window(year: int, month: int, slots: Slots, frame: Frame, reason: str, confidence: float) -> Moment:
    start, end, precision = date(year, month, 1), _month_end(year, month), DatePrecision.MONTH
    if slots.get("mod") in THIRDS:
        first, last = THIRDS[slots["mod"]]
        start, end, precision = date(year, month, first), date(year, month, min(last, end.day)), DatePrecision.WEEK
    elif slots.get("mod") == "earlier" or not frame.future:
        start, end = cut(start, end, frame)
    return Moment("DATE", f"{year}-{month:02}", TimeInterval(start, end, precision), reason, confidence, start)


def _weekday(slots: Slots, frame: Frame) -> Moment | None:
    if slots.get("day") is not None:
        return _numbered_weekday(slots, frame)
    weekday, part, direction = int(slots["weekday"]), hours(slots), slots.get("direction")
    if frame.document is None:
        return Moment("TIME" if part else "DATE", f"XXXX-WXX-{weekday}", reason="a day of the week without a date")
    gap = (weekday - frame.document.isoweekday()) % 7  # days ahead
    ahead = direction == 1 or (direction is None and frame.future)
    if direction == 0:
        day = frame.document + timedelta(days=weekday - frame.document.isoweekday())
    elif ahead:
        day = frame.document + timedelta(days=gap or (7 if direction == 1 else 0))
    else:
        day = frame.document - timedelta(days=((7 - gap) % 7) or (7 if direction == -1 else 0))
    order = "the next after" if day > frame.document else "the last up to"
    return on_day(day, f"{order} {frame.named} on {written(frame.document)}", min(LIKELY, frame.sure), part)


def _numbered_weekday(slots: Slots, frame: Frame) -> Moment | None:
    """ "Thursday 12": the last such day; where none was near, the figure counts something else."""
    found = _day_of_month(slots, frame)
    fits = found is not None and found.day is not None and found.day.isoweekday() == slots["weekday"]
    return found if fits else _weekday({**slots, "day": None}, frame)


def _day_of_month(slots: Slots, frame: Frame) -> Moment | None:
    """ "On the 14th": the last such day up to the document's."""
    if frame.document is None:
        return Moment("DATE", f"XXXX-XX-{int(slots['day']):02}", reason="a day without a month")
    for back in range(3):
        first = add_months(frame.document, -back)
        if slots["day"] <= monthrange(first.year, first.month)[1]:
            day = first.replace(day=int(slots["day"]))
            if day <= frame.document:
                reason = f"the last before {frame.named} on {written(frame.document)}"
                return on_day(day, reason, min(LIKELY, frame.sure), hours(slots))
    return None


def _season(slots: Slots, frame: Frame) -> Moment | None:
    year = _year(slots, frame)
    return None if year is None else season_window(year, slots["season"], frame, ("a season", LIKELY))


def season_window(year: int, season: str, frame: Frame, why: Why) -> Moment:
    start = date(year, SEASONS[season], 1)
    end = add_months(start, 3) - ONE_DAY
    window = TimeInterval(*cut(start, end, frame), DatePrecision.MONTH)
    return Moment("DATE", f"{year}-{season}", window, *why, start)


def _quarter(slots: Slots, frame: Frame) -> Moment | None:
    year, quarter = _year(slots, frame), int(slots["quarter"])
    if year is None and frame.document is not None:
        began = frame.document >= date(frame.document.year, 3 * quarter - 2, 1)
        year = frame.document.year if began or frame.future else frame.document.year - 1
    return None if year is None else quarter_window(date(year, 3 * quarter - 2, 1), frame, ("a quarter", LIKELY))


def quarter_window(start: date, frame: Frame, why: Why) -> Moment:
    window = TimeInterval(*cut(start, add_months(start, 3) - ONE_DAY, frame), DatePrecision.MONTH)
    return Moment("DATE", f"{start.year}-Q{start.month // 3 + 1}", window, *why, start)


def _whole_year(slots: Slots, frame: Frame) -> Moment | None:
    year = _year(slots, frame)
    return None if year is None else year_window(year, frame, ("told in full", LIKELY))


def year_window(year: int, frame: Frame, why: Why) -> Moment:
    start, end = cut(date(year, 1, 1), date(year, 12, 31), frame)
    return Moment("DATE", str(year), TimeInterval(start, end, DatePrecision.YEAR), *why, start)


_PARTIAL: Mapping[str, Callable[[Slots, Frame], Moment | None]] = {
    "month": _month,
    "weekday": _weekday,
    "season": _season,
    "quarter": _quarter,
    "year": _whole_year,
    "relative": _whole_year,
    "day": _day_of_month,
}


def read_iso(slots: Slots, frame: Frame) -> Moment | None:
    return calendar_day({"year": slots["year"], "month": slots["number"], "day": slots["number2"]}, frame)


def read_figures(slots: Slots, frame: Frame) -> Moment | None:
    """17/05/2020: the day first, unless there is no such month."""
    day, month = int(slots["number"]), int(slots["number2"])
    if month > 12:
        day, month = month, day
    return calendar_day({**slots, "day": day, "month": month}, frame) if month else None
