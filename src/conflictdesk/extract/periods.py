"""Stretches of the calendar: weeks, months, seasons, quarters, halves and years, each as an interval."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from conflictdesk.extract.grammar import Slots
from conflictdesk.extract.moments import LIKELY, ONE_DAY, Frame, Moment, Why, add_months, cut, written_year
from conflictdesk.records.values import DatePrecision, TimeInterval

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # their first months
THIRDS = {"first": (1, 7), "early": (1, 10), "mid": (11, 20), "late": (21, 31)}  # days of a month


def month_window(year: int, month: int, slots: Slots, frame: Frame, reason: str, confidence: float) -> Moment:
    start, end, precision = date(year, month, 1), date(year, month, monthrange(year, month)[1]), DatePrecision.MONTH
    if slots.get("mod") in THIRDS:
        first, last = THIRDS[slots["mod"]]
        start, end, precision = date(year, month, first), date(year, month, min(last, end.day)), DatePrecision.WEEK
    elif slots.get("mod") == "earlier" or not frame.future:
        start, end = cut(start, end, frame)
    return Moment("DATE", f"{year}-{month:02}", TimeInterval(start, end, precision), reason, confidence, start)


def week_of(moment: Moment) -> Moment:
    """The week, Monday to Sunday, that a day lies in."""
    if moment.day is None or not moment.year_known:
        return replace(moment, value="XXXX-WXX", interval=None)
    start = moment.day - timedelta(days=moment.day.weekday())
    week = moment.day.isocalendar()
    window = TimeInterval(start, start + timedelta(days=6), DatePrecision.WEEK)
    return replace(moment, value=f"{week.year}-W{week.week:02}", interval=window, day=start)


def read_season(slots: Slots, frame: Frame) -> Moment | None:
    """Of a year, or the last that has begun; the next one where the sentence looks ahead."""
    year = written_year(slots, frame)
    if year is None:
        if frame.document is None:
            return Moment("DATE", f"XXXX-{slots['season']}", reason="a season without a year")
        began = date(frame.document.year, SEASONS[slots["season"]], 1) <= frame.document
        year = frame.document.year + (frame.future and began) - (not frame.future and not began)
    return season_window(year, slots["season"], frame, ("a season", LIKELY))


def season_window(year: int, season: str, frame: Frame, why: Why) -> Moment:
    start = date(year, SEASONS[season], 1)
    end = add_months(start, 3) - ONE_DAY
    window = TimeInterval(*cut(start, end, frame), DatePrecision.MONTH)
    return Moment("DATE", f"{year}-{season}", window, *why, start)


def read_quarter(slots: Slots, frame: Frame) -> Moment | None:
    year, quarter = written_year(slots, frame), int(slots["quarter"])
    if year is None and frame.document is not None:
        began = frame.document >= date(frame.document.year, 3 * quarter - 2, 1)
        year = frame.document.year if began or frame.future else frame.document.year - 1
    return None if year is None else quarter_window(date(year, 3 * quarter - 2, 1), frame, ("a quarter", LIKELY))


def quarter_window(start: date, frame: Frame, why: Why) -> Moment:
    window = TimeInterval(*cut(start, add_months(start, 3) - ONE_DAY, frame), DatePrecision.MONTH)
    return Moment("DATE", f"{start.year}-Q{start.month // 3 + 1}", window, *why, start)


def read_half_year(slots: Slots, frame: Frame) -> Moment | None:
    year, half = written_year(slots, frame), int(slots["halves"])
    if year is None and frame.document is not None:
        year = frame.document.year
    if year is None:
        return None
    start = date(year, 6 * half - 5, 1)
    window = TimeInterval(*cut(start, add_months(start, 6) - ONE_DAY, frame), DatePrecision.YEAR)
    return Moment("DATE", f"{year}-H{half}", window, "half a year", LIKELY, start)


def read_whole_year(slots: Slots, frame: Frame) -> Moment | None:
    year = written_year(slots, frame)
    return None if year is None else year_window(year, frame, ("told in full", LIKELY))


def year_window(year: int, frame: Frame, why: Why) -> Moment:
    start, end = cut(date(year, 1, 1), date(year, 12, 31), frame)
    return Moment("DATE", str(year), TimeInterval(start, end, DatePrecision.YEAR), *why, start)
