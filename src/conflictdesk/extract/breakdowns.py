"""What the words around a figure say of it: a part of another, a doer, nobody."""

import re
from collections.abc import Sequence, Set
from functools import lru_cache

from conflictdesk.extract.casualties import NOBODY, count_of
from conflictdesk.extract.lexicons import any_of, fold, load
from conflictdesk.extract.numbers import numerals
from conflictdesk.extract.observations import Observations
from conflictdesk.records.reports import Span

BEFORE = 40  # characters before a figure in which words lead up to it
AFTER = 30  # characters from a figure on that say of whom it is a part, and of what harm
# What joins the rest of a breakdown to its first part ("nine of them fighters and two civilians").
PART_JOINT = re.compile(r"(?:\s[\w'-]{1,20}){0,4}(?:,|\s(?:and|et|ed?|y))\s|(?:\s[\w'-]{1,20}){0,4}\sو")


def is_part(seen: Observations, span: Span) -> bool:
    """Whether a figure is told as a part of another ("including four", ", nine of them")."""
    if led_by(seen, span, "part_of"):
        return True
    heard = fold(seen.text[span.start : span.end + AFTER]).lower()
    apart = seen.text[seen.sentence(span).span.start : span.start].rstrip()[-1:] in (*",;:(-–—،", "")
    return apart and _of_whole(seen.language).match(heard) is not None


@lru_cache(maxsize=16)
def _of_whole(language: str) -> re.Pattern[str]:
    """A figure, up to two words, and "of them"."""
    words = "|".join(map(fold, load("casualties", language)["of_whole"]))
    return re.compile(rf"{numerals(language).pattern}(?:\s[\w-]{{1,20}}){{0,2}}?\s(?:{words})(?!\w)")


def counted_before(seen: Observations, span: Span) -> str | None:
    """What the last people are counted as whom the grammar counts before `span` in its sentence."""
    before = Span(min(seen.sentence(span).span.start, span.start), span.start)
    told = [c for c in seen.near_counts.touching(before) if c.span.end <= span.start]
    return max(told, key=lambda c: c.span.end).field if told else None


def parts(seen: Observations, spans: Sequence[Span]) -> Set[Span]:
    """The figures that are parts of others, those that go on from a part included."""
    found: list[Span] = []
    for span in sorted(spans):
        gap = fold(seen.text[found[-1].end : span.start]).lower() if found else ""
        if is_part(seen, span) or PART_JOINT.fullmatch(gap):
            found.append(span)
    return frozenset(found)


def words_before(seen: Observations, span: Span) -> str:
    """The words of the sentence right before a figure, folded, in lower case."""
    start = max(seen.sentence(span).span.start, span.start - BEFORE)
    return fold(seen.text[start : span.start]).lower()


def led_by(seen: Observations, span: Span, meaning: str) -> bool:
    """Whether words of the list `meaning` lead up to a figure ("risen to", "including"), or begin it ("not three")."""
    before, (first, _, rest) = words_before(seen, span), fold(seen.words(span)).lower().partition(" ")
    leads = led(seen.language, meaning)
    return leads.search(before) is not None or (rest != "" and leads.search(f"{before}{first} ") is not None)


@lru_cache(maxsize=64)
def led(language: str, meaning: str) -> re.Pattern[str]:
    """The words of the list `meaning`, right before what they lead up to."""
    lists = load("numbers" if meaning == "age" else "casualties", language)
    reach = r"(?:\s[\w'-]{1,15}){0,4}" if meaning == "own" else ""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(fold, lists.get(meaning, ['(?!)'])))}){reach}\s$")


def is_harmless(seen: Observations, span: Span) -> bool:
    """Whether words say "nobody" without a word for harm ("nobody was inside", "no shots")."""
    if count_of(seen.words(span), seen.language) != NOBODY:
        return False
    end = min(seen.sentence(span).span.end, span.end + AFTER)
    told = fold(seen.text[span.start : end]).lower()
    return _harm(seen.language).search(told) is None or _unsaid(seen.language).search(told) is not None


@lru_cache(maxsize=16)
def _unsaid(language: str) -> re.Pattern[str]:
    """Words by which a sentence tells that it knows nothing of casualties ("no word of")."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(fold, load('casualties', language)['unsaid']))})(?!\w)")


@lru_cache(maxsize=16)
def _harm(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:\w{{0,2}})(?:{any_of(load('casualties', language)['harm'])})")
