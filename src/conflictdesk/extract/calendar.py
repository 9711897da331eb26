"""Dates told by day, month, year or day of the week, resolved as the codebook says ("Dates")."""

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
    add_months,
    hours,
    on_day,
    written,
    written_year,
)
from conflictdesk.extract.periods import (
    month_window,
    read_half_year,
    read_quarter,
    read_season,
    read_whole_year,
    week_of,
)

FARTHEST = 320  # days ahead that a bare day can lie; else it is the one just past


def read_date(slots: Slots, frame: Frame) -> Moment | None:
    if slots.get("from") == "text":
        return _date_after(slots, frame)
    if slots.get("holiday"):
        month, number = str(slots["holiday"]).split("-")
        slots = {**slots, "month": month, "day": number}
    if slots.get("month") and slots.get("day"):
        day = calendar_day(slots, frame)
        return week_of(day) if day and slots.get("whole") == "week" else day
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


def calendar_day(slots: Slots, frame: Frame) -> Moment | None:
    year, month, number, part = written_year(slots, frame), int(slots["month"]), int(slots["day"]), hours(slots)
    if year is not None:
        return on_day(date(year, month, number), "told in full", SURE, part)
    date(LEAP_YEAR, month, number)  # raises where there is no such day
    bare = written(date(LEAP_YEAR, month, number), year=False)
    if frame.story is not None and not frame.future:
        day = _on_weekday(_closest(month, number, frame), frame.story, slots.get("weekday"))
        return on_day(day, f"{bare}: {_looking_back(frame.story)}", BY_CONTEXT, part)
    if frame.document is not None:
        day = _nearest(month, number, frame.document, _ahead_in(number, month, frame))
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


def _looking_back(story: date) -> str:
    return f"the nearest to {written(story)}, on which the text looks back"


def _closest(month: int, number: int, frame: Frame) -> date:
    """That day of the year nearest to the time that the text looks back on, and not after the document's."""
    assert frame.story is not None
    near = frame.story
    days = [_nearest(month, number, near, ahead) for ahead in (False, True)]
    past = [day for day in days if frame.document is None or day <= frame.document]
    return min(past or days, key=lambda day: (abs(day - near), day))


def _ahead_in(number: int, month: int, frame: Frame) -> bool:
    """Whether a bare day is the next one: the sentence looks ahead, or tells no tense and that day is near."""
    assert frame.document is not None
    near = (_nearest(month, number, frame.document, True) - frame.document).days
    return (frame.future and near <= FARTHEST) or 0 < near <= frame.reach


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
    month, year = int(slots["month"]), written_year(slots, frame)
    name = MONTHS[month - 1]
    if year is not None:
        return month_window(year, month, slots, frame, f"{name} {year}", SURE)
    if frame.story is not None and not frame.future and slots.get("direction") is None:
        year = _closest(month, 1, frame).year
        return month_window(year, month, slots, frame, f"{name}: {_looking_back(frame.story)}", BY_CONTEXT)
    if frame.document is not None:
        ahead = _ahead_in(1, month, frame)
        year, order = _month_year(month, slots.get("direction"), frame.document, ahead)
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
    """ "On the 14th": the last such day up to the document's, or the next where the sentence looks ahead."""
    number = int(slots["day"])
    if frame.document is None:
        return Moment("DATE", f"XXXX-XX-{number:02}", reason="a day without a month")
    of_month = None if frame.future else _of_month(number, frame)
    if of_month is not None:
        return on_day(of_month, "of the month told before", BY_CONTEXT, hours(slots))
    day = _such_day(number, frame.document, 1 if frame.future else -1)
    order = "next after" if frame.future else "last before"
    reason = f"the {order} {frame.named} on {written(frame.document)}"
    return on_day(day, reason, min(LIKELY, frame.sure), hours(slots)) if day else None


def _of_month(number: int, frame: Frame) -> date | None:
    """The day of the month told last, where that is lately or what the text looks back on; of the next, if it is far
    behind."""
    last = frame.last_day
    near = frame.story or (last.day if last is not None and last.year_known else None)
    if near is None or frame.document is None or (frame.story is None and frame.document - near > LATELY):
        return None
    first = add_months(near, int(near.day - number > FAR_BACK))
    for month in (first, near.replace(day=1)):
        if number <= monthrange(month.year, month.month)[1] and month.replace(day=number) <= frame.document:
            return month.replace(day=number)
    return None


LATELY, FAR_BACK = timedelta(days=60), 20  # before publication; days by which a bare day may lie before the one told


def _such_day(number: int, near: date, step: int) -> date | None:
    for months in range(3):
        first = add_months(near, step * months)
        if number <= monthrange(first.year, first.month)[1]:
            day = first.replace(day=number)
            if (day - near).days * step >= 0:
                return day
    return None


_PARTIAL: Mapping[str, Callable[[Slots, Frame], Moment | None]] = {
    "month": _month,
    "weekday": _weekday,
    "season": read_season,
    "quarter": read_quarter,
    "halves": read_half_year,
    "year": read_whole_year,
    "century": read_whole_year,
    "relative": read_whole_year,
    "day": _day_of_month,
}
