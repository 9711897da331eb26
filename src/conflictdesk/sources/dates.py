"""The date in a file's header: ISO 8601, or day, month and year written in full."""

import re
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise

import yaml

_ISO = re.compile(r"\s{0,9}(\d{4})-(\d{2})-(\d{2})(?!\d)")
_COMPACT = re.compile(r"\s{0,9}(\d{4})(\d{2})(\d{2})(?!\d)")
_WORD = re.compile(r"\d+|[^\W\d_]+")
_YEARS = range(1900, 2100)
_MOST_WORDS = 8  # of a date; after it come the hour and the zone
_LANGUAGES = ("en", "fr", "it", "es", "ar")


def read_date(text: str) -> date | None:
    """The day that `text` names, or null. The hour and the zone are not looked at: the day is the one written."""
    match = _ISO.match(text) or _COMPACT.match(text)
    if match:
        return _day(*(int(part) for part in match.groups()))
    words = _joined(_WORD.findall(text.casefold())[:_MOST_WORDS])
    months = [_months()[word] for word in words if word in _months()]
    numbers = [int(word) for word in words if word.isdecimal() and len(word) <= 4]
    years = [number for number in numbers if number in _YEARS]
    days = [number for number in numbers if number <= 31]
    return _day(years[0], months[0], days[0]) if len(months) == 1 and years and days else None


def month_names() -> frozenset[str]:
    """Names of months in all languages, lower case."""
    return frozenset(_months())


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _joined(words: list[str]) -> list[str]:
    """Names of two words ("تشرين الأول") as one, and the others as they are."""
    pairs = [f"{one} {two}" for one, two in pairwise(words)]
    return words + [pair for pair in pairs if pair in _months()]


@cache
def _months() -> dict[str, int]:
    read = yaml.safe_load((files("conflictdesk") / "data" / "months.yaml").read_text("utf-8"))
    years = (read[language] for language in _LANGUAGES)
    return {name: number for year in years for number, names in enumerate(year, 1) for name in names}
