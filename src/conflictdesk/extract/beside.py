"""People told beside others where the joining word is but a letter of the next ("ضابط وشرطيان"), and signed duals."""

import re
from collections.abc import Sequence
from functools import lru_cache

from conflictdesk.extract.lexicons import fold, load
from conflictdesk.extract.numbers import numerals
from conflictdesk.records.values import Count

# A vowel sign alone tells two ("مزارعَين") from many ("مزارعين"): put as the form that is always two, as long.
_SIGNED_DUAL = re.compile("(?<=\u064e)ي(?=\u0652?ن(?!\\w))")


def with_duals(text: str) -> str:
    """The text with each dual that a vowel sign tells put in the form that needs no sign."""
    return _SIGNED_DUAL.sub("ا", text)


def groups(phrase: str, language: str) -> list[str]:
    """The people told side by side in a phrase, each group without the letter that joins it on."""
    joints = _joints(language)
    if joints is None:
        return [phrase]
    numbers = [match.span() for match in _number(language).finditer(phrase)]
    cut = _cut(language).search(phrase, numbers[0][1] if numbers else 1)
    end = cut.start() if cut else len(phrase)
    found = (match for match in joints.finditer(phrase) if 0 < match.start() < end)
    at = [match for match in found if not (match["number"] and _of_a_number(match.start(), numbers))]
    starts, ends = [0, *(match.end() for match in at)], [*(match.start() for match in at), len(phrase)]
    return [phrase[first:last] for first, last in zip(starts, ends, strict=True)]


def _of_a_number(joint: int, numbers: Sequence[tuple[int, int]]) -> bool:
    """Whether the letter is of a number itself, or what it joins on is of the number or the range right before it."""
    return any(start <= joint + 1 and joint <= end for start, end in numbers)


def total(counts: Sequence[Count]) -> Count:
    """How many groups of people are together; the first group alone, where nobody says how many it is."""
    known = [count for count in counts if count.known]
    if len(counts) == 1 or not counts[0].known:
        return counts[0]
    low, high = [count.min for count in known], [count.max for count in known]
    return Count(None if None in low else sum(n or 0 for n in low), None if None in high else sum(n or 0 for n in high))


def worded(words: Sequence[str], number: str) -> re.Pattern[str]:
    """Any of the words, each a regular expression; {n} is a number."""
    if not words:
        return re.compile(r"(?!)")
    whole = (
        rf"(?<!\w)(?:{fold(word)})(?!\w)" if any(map(str.isalnum, word)) and word[0] != "," else fold(word)
        for word in words
    )
    return re.compile("|".join(whole).replace("{n}", number))


@lru_cache(maxsize=16)
def _joints(language: str) -> re.Pattern[str] | None:
    """The letter that joins on a number, two or one; None where a language joins people by words of their own."""
    lists = load("numbers", language)
    if "attached" not in lists:
        return None
    people = "|".join(fold(word) for name in ("two", "alone") for word in lists[name])
    return re.compile(rf"\s{fold(lists['attached'])}(?=(?:(?P<number>{numerals(language).pattern})|{people})(?!\w))")


@lru_cache(maxsize=16)
def _number(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,]){numerals(language).pattern}(?!\w)")


@lru_cache(maxsize=16)
def _cut(language: str) -> re.Pattern[str]:
    return worded(load("numbers", language)["cut"], numerals(language).pattern)
