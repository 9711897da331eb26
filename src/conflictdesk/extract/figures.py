"""Dates in figures: 2020-05-17, 17/05/2020."""

from dataclasses import replace
from datetime import date

from conflictdesk.extract.calendar import calendar_day
from conflictdesk.extract.grammar import Slots
from conflictdesk.extract.moments import BY_CONTEXT, Frame, Moment, written_year


def read_iso(slots: Slots, frame: Frame) -> Moment | None:
    return calendar_day({"year": slots["year"], "month": slots["number"], "day": slots["number2"]}, frame)


def read_figures(slots: Slots, frame: Frame) -> Moment | None:
    """17/05/2020. Where both figures might be the month, the day comes first, unless something speaks against it."""
    day, month = int(slots["number"]), int(slots["number2"])
    sure = max(day, month) > 12 or day == month
    if month > 12 or (not sure and _month_first(day, month, slots, frame)):
        day, month = month, day
    found = calendar_day({**slots, "day": day, "month": month}, frame) if month else None
    return (
        found if sure or found is None else replace(found, reason="in figures, by their order", confidence=BY_CONTEXT)
    )


def _month_first(first: int, second: int, slots: Slots, frame: Frame) -> bool:
    """Whether other dates of the text have the month first, or else only then the day is not after the document's."""
    year = written_year(slots, frame)
    if frame.month_first or frame.document is None or year is None:
        return frame.month_first
    return date(year, second, first) > frame.document >= date(year, first, second)
