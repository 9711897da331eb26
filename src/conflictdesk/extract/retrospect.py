"""A text that looks back: its bare days are of the time that it tells of, not of the year before its publication.

An encyclopedia's article on an attack, a chronology, a yearbook: "3 September 1981. ... 11 September. ..." in a page of
2003. News names days by what they are today ("on Tuesday", "yesterday"); a text that does looks back on nothing.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from conflictdesk.extract.datelines import full_date
from conflictdesk.extract.grammar import Found
from conflictdesk.extract.tense import Marked, Tense

LONG_AGO = timedelta(days=90)  # before publication; what is nearer, a bare day finds by itself
SEVERAL = 3  # bare days from which a year in the title is theirs
MIDDLE = (7, 1)  # of a year: each of its days is nearer to it than the same day of any other year
YEAR = re.compile(r"(?<![\w.,-])(?:19|20)\d\d(?![\w-])")
DAYS = frozenset({"date", "iso", "figures", "range", "hijri"})
OF_TODAY = frozenset({"shift", "period", "window"})


def time_told(marked: Marked, found: Sequence[Found], document: date | None, title: str | None) -> date | None:
    """A day of the time that the text looks back on; None where it tells of its own days.

    It is the first day that the text names, where that is with its year and long before publication; else the middle
    of the one year in the title, where that is over and the text has several bare days.
    """
    if document is None or any(map(_of_today, found)):
        return None
    days = [one for one in found if one.rule in DAYS]
    first = full_date(days[0]) if days else None
    if first is not None:
        return first if document - first > LONG_AGO and _tells(marked, days[0]) else None
    years = set(YEAR.findall(title or ""))
    bare = [one for one in days if {"day", "month"} <= one.slots.keys() and "year" not in one.slots]
    if len(years) != 1 or len(bare) < SEVERAL:
        return None
    year = int(years.pop())
    return date(year, *MIDDLE) if year < document.year else None


def _of_today(one: Found) -> bool:
    """Whether it counts from the day of publication: "yesterday", "on Tuesday", "last week", "this year"."""
    if one.slots.get("from") == "text" or (one.rule == "period" and "mod" in one.slots):
        return False
    by_weekday = one.rule == "date" and "weekday" in one.slots and "month" not in one.slots
    return one.rule in OF_TODAY or by_weekday or bool(one.slots.keys() & {"relative", "direction"})


def _tells(marked: Marked, one: Found) -> bool:
    """Whether something happened on that day: no day of foundation or birth, nor one since which something holds."""
    before, _ = marked.around(one.span)
    return marked.tense(one.span) is not Tense.AHEAD and marked.cues.timeless.search(before) is None
