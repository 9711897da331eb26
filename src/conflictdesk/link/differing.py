"""Where two texts of nearly the same wording differ: the words that stand in the place of others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from conflictdesk.link.shingles import Wording, covered, plain_word
from conflictdesk.records.reports import Span

AROUND = 2  # words on one side that tell that two gaps are one place
LONGEST_GAP = 12  # words; what is longer is another passage, not other words for the same
SPELT_ALIKE = 0.55  # likeness of two words from which one is the other, spelt otherwise or with a slip
LEAST_LETTERS = 4  # of a word in a script without capitals that may be a name
OTHER_FACTS = 3  # names and numbers replaced, from which a form was filled in anew though no day tells it
_ENDS = frozenset(".!?:\n«»\"“”'(")

Kept = NDArray[np.bool_]
Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Replaced:
    """Words of one text in the place of words of another, as they stand there."""

    here: str
    there: str


@dataclass(frozen=True, slots=True)
class _Gap:
    """Words of a text, by position, that stand in no run of the other's."""

    start: int
    end: int


def replaced(one: Wording, other: Wording) -> list[Replaced]:
    """What stands in `one` in the place of what in `other`, in order, a few words each."""
    pairs = _pairs(one, other, covered(one, other), covered(other, one))
    ours, theirs = one.spans(), other.spans()
    return [Replaced(_words(one, ours, here), _words(other, theirs, there)) for here, there in pairs]


def filled_in_anew(
    one: Wording, other: Wording, kept: Kept, carried: Kept, houses: frozenset[str], other_days: bool = False
) -> bool:
    """Whether the differences are those of one form filled in for two events: another day and another name.

    Of texts published on `other_days` another day is enough, where they have none in common: Monday's rocket and
    Tuesday's. `kept` and `carried` are what each text has of the other. A toll that rose, or a name in another
    spelling, is none; nor are `houses`, plain words that name who publishes: a paper that carries a wire story puts
    itself in its place.
    """
    names, days, numbers = set(), set(), set()
    pairs = list(_pairs(one, other, kept, carried))
    our_words, their_words = (one.spans(), other.spans()) if pairs else ((), ())
    for here, there in pairs:
        ours, theirs = _facts(one.text, our_words, here), _facts(other.text, their_words, there)
        if _unlike(ours.names - houses, theirs.names - houses):
            names.add((ours.names, theirs.names))
        if _apart(ours.weekdays, theirs.weekdays) or _apart(ours.dates, theirs.dates):
            days.add((ours.weekdays, ours.dates, theirs.weekdays, theirs.dates))
        elif _apart(ours.numbers, theirs.numbers):
            numbers.add((ours.numbers, theirs.numbers))
    if days and other_days and _tell_of_no_day_in_common(one, other, our_words, their_words):
        return True
    return bool(names) and (bool(days) or (len(names) > 1 and len(names) + len(numbers) >= OTHER_FACTS))


def _tell_of_no_day_in_common(one: Wording, other: Wording, our_words: Spans, their_words: Spans) -> bool:
    """Whether no weekday and no date of one text stands in the other; a dateline alone is moved by who reprints it."""
    ours = _facts(one.text, our_words, _Gap(0, len(our_words)))
    theirs = _facts(other.text, their_words, _Gap(0, len(their_words)))
    months = day_words("month")
    return not (ours.weekdays & theirs.weekdays) and not ((ours.dates & theirs.dates) - months)


@dataclass(frozen=True, slots=True)
class _Facts:
    names: frozenset[str]
    weekdays: frozenset[str]
    dates: frozenset[str]  # months, and numbers beside them
    numbers: frozenset[str]


def _facts(text: str, spans: Spans, gap: _Gap) -> _Facts:
    plain = {at: plain_word(spans[at].of(text)) for at in range(gap.start, gap.end)}
    weekdays = {word for word in plain.values() if word in day_words("weekday")}
    months = {word for word in plain.values() if word in day_words("month")}
    numbers = {at: number_words().get(word, word) for at, word in plain.items()}
    numbers = {at: word for at, word in numbers.items() if word[:1].isdecimal()}
    dated = {word for at, word in numbers.items() if _is_month(text, spans, at - 1) or _is_month(text, spans, at + 1)}
    names = {word for at, word in plain.items() if _may_be_name(text, spans[at])}
    return _Facts(
        names=frozenset(names - weekdays - months),
        weekdays=frozenset(weekdays),
        dates=frozenset(months | dated),
        numbers=frozenset(numbers.values()) - dated,
    )


def _apart(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return bool(ours and theirs) and ours != theirs


def _unlike(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether each names something that is no name of the other's in another spelling."""
    return _own(ours, theirs) and _own(theirs, ours)


def _own(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return any(all(Indel.normalized_similarity(a, b) < SPELT_ALIKE for b in theirs) for a in ours - theirs)


def _may_be_name(text: str, span: Span) -> bool:
    """A capital inside a sentence; in a script without capitals any longer word."""
    word = span.of(text)
    if word.lower() == word.upper():
        return len(word) >= LEAST_LETTERS and not word[:1].isdecimal()
    before = text[max(0, span.start - 2) : span.start].rstrip(" ")[-1:]
    return word[:1].isupper() and bool(before) and before not in _ENDS


def _is_month(text: str, spans: Spans, at: int) -> bool:
    return 0 <= at < len(spans) and plain_word(spans[at].of(text)) in day_words("month")


@cache
def day_words(kind: str) -> frozenset[str]:
    """Names of "month" or "weekday" in the languages of data/times, as plain words."""
    named = (words for read in _read("times") for words in read.get("lists", {}).get(kind, {}).values())
    return frozenset(plain_word(str(word)) for words in named for word in words)


@cache
def number_words() -> Mapping[str, str]:
    """Numbers that are one word, in the languages of data/numbers: "11" for "eleven", as a plain word."""
    return {plain_word(word): str(value) for read in _read("numbers") for word, value in read["words"].items()}


def _read(folder: str) -> Iterator[dict[str, Any]]:
    for file in (files("conflictdesk") / "data" / folder).iterdir():
        yield yaml.safe_load(file.read_text("utf-8"))


def _pairs(one: Wording, other: Wording, kept: Kept, carried: Kept) -> Iterator[tuple[_Gap, _Gap]]:
    """Short gaps of `one`, each with the gap of `other` that has the same words before it, or after it."""
    theirs = [gap for gap in _gaps(carried) if gap.end - gap.start <= LONGEST_GAP]
    before = {_before(other, gap): gap for gap in reversed(theirs)}
    after = {_after(other, gap): gap for gap in reversed(theirs)}
    for gap in _gaps(kept):
        there = before.get(_before(one, gap) or ()) or after.get(_after(one, gap) or ())
        if gap.end - gap.start <= LONGEST_GAP and there:
            yield gap, there


def _gaps(kept: Kept) -> list[_Gap]:
    edges = np.flatnonzero(np.diff(np.concatenate(([True], kept, [True])).astype(np.int8)))
    return [_Gap(int(start), int(end)) for start, end in zip(edges[0::2], edges[1::2], strict=True)]


def _before(found: Wording, gap: _Gap) -> tuple[int, ...] | None:
    start = gap.start - AROUND
    return tuple(found.words[start : gap.start].tolist()) if start >= 0 else None


def _after(found: Wording, gap: _Gap) -> tuple[int, ...] | None:
    end = gap.end + AROUND
    return tuple(found.words[gap.end : end].tolist()) if end <= len(found) else None


def _words(found: Wording, spans: Spans, gap: _Gap) -> str:
    return Span(spans[gap.start].start, spans[gap.end - 1].end).of(found.text)
