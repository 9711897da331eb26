"""Dates of numbers alone: which comes first, day or month, is decided by a whole column of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"

_NUMBERS = re.compile(r"\s{0,9}(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"\s{0,9}(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)")


@dataclass(frozen=True, slots=True)
class DayOrder:
    """How a column's dates are to be read. `order` is null where the column does not tell; `doubts` are complaints."""

    order: str | None
    reason: str
    doubts: tuple[str, ...] = ()

    def written(self, wording: str) -> str:
        """`wording` in ISO 8601 if it is a date of numbers; "" where it may be two days; any other as it is."""
        match = _YEAR_FIRST.match(wording)
        if match:
            return _iso(match[1], match[2], match[3])
        match = _NUMBERS.match(wording)
        if not match:
            return wording
        first, second, year = match.groups()
        order = self.order or _own_order(first, second)
        if order is None:
            return _iso(year, first, second) if int(first) == int(second) else ""
        return _iso(year, second, first) if order == DAY_FIRST else _iso(year, first, second)


def find_order(wordings: Sequence[tuple[int, str]], column: str, told: str | None = None) -> DayOrder:
    """What the dates `wordings` (row, date) of `column` show of their order; `told` is what a person says of it."""
    shown = {order: row for row, order in reversed(list(_shown(wordings)))}
    open_rows = [row for row, wording in wordings if _is_open(wording)]
    reason = f"the column “{column}”"
    if told in (DAY_FIRST, MONTH_FIRST):
        return DayOrder(told, f"{reason}, {_in_words(told)}, as was said when it was added")
    if len(shown) == 1:
        ((order, row),) = shown.items()
        return DayOrder(order, f"{reason}, {_in_words(order)}, as row {row} shows")
    return DayOrder(None, reason, (_doubt(column, shown, len(open_rows)),) if open_rows else ())


def _shown(wordings: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """The rows whose date can be read one way only, and which."""
    matches = ((row, _NUMBERS.match(wording)) for row, wording in wordings)
    orders = ((row, _own_order(match[1], match[2])) for row, match in matches if match)
    return [(row, order) for row, order in orders if order]


def _own_order(first: str, second: str) -> str | None:
    if int(first) > 12 >= int(second):
        return DAY_FIRST
    return MONTH_FIRST if int(second) > 12 >= int(first) else None


def _is_open(wording: str) -> bool:
    match = _NUMBERS.match(wording)
    return bool(match and max(int(match[1]), int(match[2])) <= 12 and int(match[1]) != int(match[2]))


def _doubt(column: str, shown: dict[str, int], count: int) -> str:
    if shown:
        why = f"stand both ways (day first in row {shown[DAY_FIRST]}, month first in row {shown[MONTH_FIRST]})"
    else:
        why = "do not show whether the day or the month comes first"
    advice = "Say it: --columns dates=day-first, or month-first"
    return f"The dates in “{column}” {why}; {count} that may be two days were left empty. {advice}."


def _in_words(order: str) -> str:
    return "day before month" if order == DAY_FIRST else "month before day"


def _iso(year: str, month: str, day: str) -> str:
    return f"{int(year):04}-{int(month):02}-{int(day):02}"
