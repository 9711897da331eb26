"""The day that a report tells at its head ("BENGHAZI, Libya, 4 May 2019 (Agency) —", "Publié le 17 mai 2020"), or that
stands in its address.

What follows a report's metadata when its date of publication is looked for; `extract` reads the times in the text by
itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files

import yaml

from conflictdesk.sources.dates import month_names, read_date

WITHIN = 700  # characters from the start in which a report's own date is looked for
MOST_LINES = 14
LONGEST_BEFORE = 80  # characters of place, agency and labels before the date
MOST_WORDS = 8  # before the date
MOST_CASELESS = 5  # of them in scripts without capitals, where a name cannot be told from another word
LONGEST_LABEL = 20  # of a label such as "Published on"
LONGEST_ALONE = 90  # characters of a line that holds no more than names and the date

_RANGE = re.compile(r"\d\s{0,2}(?:[-–—/]|to|au|al|à|bis|إلى|-)\s{0,2}\Z")
_TIME = (
    r"(?:\s{0,2}[-–,|،]?\s{0,2}(?:at|à|alle|a las|ore|الساعة)?\s{0,2}\d{1,2}\s?[:hH.]\s?\d{2}(?::\d{2})?"
    r"(?:\s?[ap]\.?m\.?)?(?:\s?[A-Z]{3,4})?)?"
)
_AFTER = re.compile(
    rf"{_TIME}\s{{0,2}}[.,،]?\s{{0,2}}(?:\([^)\n]{{1,60}}\)\s{{0,2}})?(?:--|[-–—:|](?:\s|\Z)|\Z)", re.IGNORECASE
)
_DASH_BEHIND = re.compile(rf"{_TIME}\s{{0,2}}[.,،]?\s{{0,2}}(?:\([^)\n]{{1,60}}\)[.,]?\s{{0,2}})?(?:--|[-–—](?:\s|\Z))")
_LETTER = re.compile(r"[^\W\d_]")
_DAYS_FIRST = re.compile(r"(?<!\d)(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)")
_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d{2})([/_.-]?)(\d{1,2})\2(\d{1,2})(?!\d)")
_ADDRESS_MONTH = re.compile(r"/((?:19|20)\d{2})[/-](\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class DateLine:
    """The day that a report tells at its head; `year` is false where it told none and the address did."""

    day: date
    year: bool = True
    opens: bool = False  # it stands behind a place and before the story's first words
    heads: bool = False  # it begins its line, before a dash; several of them are a timeline


@dataclass(frozen=True, slots=True)
class _Words:
    """Of data/datelines.yaml, all languages together."""

    published: re.Pattern[str]
    changed: re.Pattern[str]
    picture: re.Pattern[str]
    small: frozenset[str]


def date_of_address(url: str | None) -> date | None:
    """The day in an address such as ".../2020/05/17/..." or ".../20200517-...", or null.

    It begins or ends a part of the address: a date between words is one that the headline tells.
    """
    path = re.sub(r"\A[a-z+]{2,10}://[^/]{0,300}", "", (url or "")[:2000])
    for found in _ADDRESS.finditer(path):
        year, joint, month, day = found.groups()
        at_edge = path[: found.start()][-1:] in ("/", "=", "") or path[found.end() :][:1] in ("/", ".", "?", "&", "")
        if at_edge and (joint or (len(month), len(day)) == (2, 2)):
            one = _day(int(year), int(month), int(day))
            if one is not None:
                return one
    return None


def dateline(text: str, url: str | None = None) -> DateLine | None:
    """The date that opens the story; else the first near the head of `text` that stands where a report's own may."""
    found = list(_found(text, url))
    opening = next((told for told in found if told.opens), None)
    if opening is not None or sum(told.heads for told in found) > 1:
        return opening
    return next(iter(found), None)


def _found(text: str, url: str | None) -> Iterator[DateLine]:
    """Dates that may be the report's own, in order; those behind its first sentence open a story that it quotes."""
    is_prose = False
    for line in text[:WITHIN].split("\n")[:MOST_LINES]:
        for found in _dates().finditer(line[: LONGEST_BEFORE + 60]):
            told = _told(found, url)
            before, after = line[: found.start()], line[found.end() :]
            if told is not None and _is_dateline(line, before, after):
                behind = _DASH_BEHIND.match(after) is not None
                opens = behind and not is_prose and _LETTER.search(before) is not None
                yield replace(told, opens=opens, heads=behind and not before.strip())
        is_prose = is_prose or line.rstrip().endswith(".")


def _told(found: re.Match[str], url: str | None) -> DateLine | None:
    wording = found[0]
    numbers = _DAYS_FIRST.fullmatch(wording)
    if numbers:
        first, second, year = map(int, numbers.groups())
        day = _day(year, second, first) if first > 12 else None  # else either may be the month
        return DateLine(day) if day else None
    day = read_date(re.sub(r"[/.]", " ", wording)) or read_date(_first_month(wording))
    if day is not None:
        return DateLine(day)
    month = _ADDRESS_MONTH.search(url or "")
    day = read_date(f"{wording} {month[1]}") if month else None
    return DateLine(day, year=False) if day is not None and month and day.month == int(month[2]) else None


def _first_month(wording: str) -> str:
    """ "أيار/مايو" and the like, two names of one month, as one."""
    return re.sub(r"\s?/\s?[^\W\d_]+", "", wording)


def _is_dateline(line: str, before: str, after: str) -> bool:
    around = _words()
    if around.published.search(before[-LONGEST_LABEL:]):
        return True
    if len(before) > LONGEST_BEFORE or _RANGE.search(before):
        return False
    if around.changed.search(before) or around.picture.search(line):
        return False
    words = re.findall(r"[^\W\d_][\w'’.-]*", before)
    caseless = sum(word[0].lower() == word[0].upper() for word in words)
    if len(words) > MOST_WORDS or caseless > MOST_CASELESS or not all(map(_like_a_name, words)):
        return False
    return _AFTER.match(after) is not None or (len(line) <= LONGEST_ALONE and _all_names(after))


def _all_names(text: str) -> bool:
    words = re.findall(r"[^\W\d_][\w'’.-]*", text)
    cased = [word for word in words if word[0].lower() != word[0].upper()]
    return len(cased) == len(words) and all(map(_like_a_name, words))


def _like_a_name(word: str) -> bool:
    return not word[0].islower() or word.casefold() in _words().small


@cache
def _words() -> _Words:
    read = yaml.safe_load((files("conflictdesk") / "data" / "datelines.yaml").read_text("utf-8"))
    spoken = [part for part in read.values() if isinstance(part, dict)]
    every = {key: sorted({word for part in spoken for word in part[key]}) for key in spoken[0]}
    either = {key: "|".join(map(re.escape, words)) for key, words in every.items()}
    label = rf"(?<!first )(?<!\w)(?:{either['published']})(?:\s(?:{either['behind']}):?)?\s?:?\s{{0,2}}\Z"
    return _Words(
        re.compile(label, re.IGNORECASE),
        re.compile(either["changed"], re.IGNORECASE),
        re.compile(rf"\b(?:{either['picture']})\b", re.IGNORECASE),
        frozenset((*every["small"], *every["published"])),
    )


@cache
def _dates() -> re.Pattern[str]:
    """Dates as they may be written at the head of a report; with months by name the year may be missing."""
    names = "|".join(sorted(map(re.escape, month_names()), key=len, reverse=True))
    month = rf"(?:{names})(?:\s?/\s?(?:{names}))?\.?"
    day, year = r"\d{1,2}(?:st|nd|rd|th|er|º|°)?", r"\d{4}(?!\d)"
    return re.compile(
        rf"(?<![\w-])(?:\d{{4}}-\d{{2}}-\d{{2}}(?!\d)|\d{{1,2}}[/.]\d{{1,2}}[/.]{year}"
        rf"|{day}(?:\s+(?:de|of))?\s+{month}(?:,?\s+(?:de\s+|del\s+)?{year})?(?!\w)"
        rf"|{month}\s+{day}(?:,?\s+{year})?(?![\w-]))",
        re.IGNORECASE,
    )


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
