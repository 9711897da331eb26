"""Days, intervals and counts in the words of a comparison's reason."""

from datetime import date
from functools import lru_cache

from conflictdesk.records.values import Count, TimeInterval


@lru_cache(maxsize=8192)  # the days of a desk are few, its pairs are many
def day_words(day: date) -> str:
    """ "17 May 2020"."""
    return f"{day.day} {day:%B %Y}"


def interval_words(when: TimeInterval | None) -> str | None:
    """ "17 May 2020", or "1 May 2020 to 18 May 2020"."""
    if when is None:
        return None
    first = day_words(when.start)
    return first if when.start == when.end else f"{first} to {day_words(when.end)}"


def count_words(count: Count) -> str:
    """ "9", "9 to 14", "at least 9", "up to 14" or "unknown"."""
    match (count.min, count.max):
        case (None, None):
            return "unknown"
        case (low, None):
            return f"at least {low}"
        case (None, high):
            return f"up to {high}"
        case (low, high):
            return str(low) if low == high else f"{low} to {high}"
    raise AssertionError(count)


def listed(names: frozenset[str]) -> str:
    return " and ".join(sorted(names))


def on_words(when: TimeInterval) -> str:
    return ("on " if when.start == when.end else "in ") + (interval_words(when) or "")
