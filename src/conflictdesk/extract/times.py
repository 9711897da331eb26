"""Time expressions: found in the text, then resolved against the document's own day and against each other.

Two passes, because a report may name a full date after the bare ones that it gives the year to.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from conflictdesk.extract.grammar import Found, Grammar, grammar
from conflictdesk.extract.lexicons import fold
from conflictdesk.extract.moments import LIKELY, Frame, Moment
from conflictdesk.extract.readings import resolve
from conflictdesk.records.mentions import TimeMention
from conflictdesk.records.reports import Sentence, Span
from conflictdesk.records.values import DatePrecision

DATELINE_WITHIN = 400  # characters from the start in which a report's own date is looked for
PLACE_LONGEST = 80  # characters of place and agency before the date of a dateline
CUE_BEFORE, CUE_AFTER = 120, 60  # characters around a date in which a word can tell past from future
SPEECH_WITHIN = 8  # characters between "said" and the day
DAYLESS = frozenset({"duration", "every", "ref", "clock", "window"})  # readings that tell no day to count from
_AFTER_DATELINE = re.compile(r"\s{0,2}(?:\([^)\n]{1,60}\)\s{0,2})?(?:--|[-—:]\s|\n|$)")
DATELINE_WORDS = 8  # words before the date of a dateline
JOINING = frozenset({"de", "la", "el", "di", "le", "al", "of"})  # small words within a place name


@dataclass(frozen=True, slots=True)
class _Text:
    """A text on its way: folded, with its sentences and the language's grammar."""

    folded: str
    starts: tuple[int, ...]  # of the sentences
    grammar: Grammar

    def around(self, span: Span) -> tuple[str, str]:
        """What stands before and after in the same sentence, not far away."""
        index = bisect_right(self.starts, span.start)
        start = self.starts[index - 1] if index else 0
        end = self.starts[index] if index < len(self.starts) else len(self.folded)
        before = self.folded[max(start, span.start - CUE_BEFORE) : span.start]
        return before, self.folded[span.end : min(end, span.end + CUE_AFTER)]

    def is_speech(self, found: Found) -> bool:
        """Whether somebody spoke on this day ("officials said on Tuesday"): no story goes on from there."""
        before, _ = self.around(found.span)
        return "weekday" in found.slots and _last(self.grammar.speech, before) >= max(1, len(before) - SPEECH_WITHIN)

    def looks_ahead(self, span: Span) -> bool:
        """Whether the nearest word that tells future from past, before the date if there is one, says future."""
        before, after = self.around(span)
        ahead, back = _last(self.grammar.future, before), _last(self.grammar.past, before)
        if ahead >= 0 or back >= 0:
            return ahead >= back
        ahead, back = _first(self.grammar.future, after), _first(self.grammar.past, after)
        return ahead >= 0 and (back < 0 or ahead <= back)


def _last(cue: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in cue.finditer(text)), default=-1)


def _first(cue: re.Pattern[str], text: str) -> int:
    match = cue.search(text)
    return match.start() if match else -1


def find_times(
    text: str, sentences: Sequence[Sentence], language: str, published: date | None
) -> tuple[TimeMention, ...]:
    """All time expressions of a clean text, in order, resolved as the codebook says.

    `published` is the report's date (None where unknown: then a dateline counts, else dates that the text
    places in the past give bare days a year, with little confidence). Never raises on odd text.
    """
    known = grammar(language)
    marked = _Text(fold(text), tuple(sentence.span.start for sentence in sentences), known)
    found = tuple(known.find(marked.folded))
    frame = _document_frame(marked.folded, found, published, known)
    return tuple(_resolved(marked, found, frame))


def document_date(text: str, published: date | None, language: str) -> date | None:
    """The report's own day: its publication date, else that of a dateline ("BENGHAZI, April 9, 2019 —")."""
    if published is not None:
        return published
    known = grammar(language)
    folded = fold(text[: DATELINE_WITHIN * 2])
    return _dateline(folded, known.find(folded), known)


def _document_frame(folded: str, found: Sequence[Found], published: date | None, known: Grammar) -> Frame:
    if published is not None:
        return Frame(published)
    day = _dateline(folded, iter(found), known)
    return Frame(day, "the dateline", LIKELY) if day else Frame()


def _dateline(folded: str, found: Iterator[Found], known: Grammar) -> date | None:
    for one in found:
        if one.span.start > DATELINE_WITHIN:
            return None
        day = _full_date(one)
        if day is not None and _is_dateline(folded, one.span, known):
            return day
    return None


def _full_date(one: Found) -> date | None:
    """The day, where it is told with its year."""
    if one.rule not in ("date", "iso", "figures") or not one.slots.keys() & {"year", "short"}:
        return None
    moment = resolve(one.rule, one.slots, Frame())
    return moment.day if moment and len(moment.value.partition("T")[0]) == len("2020-05-17") else None


def _is_dateline(folded: str, span: Span, known: Grammar) -> bool:
    line = folded[folded.rfind("\n", 0, span.start) + 1 : span.start]
    words = known.label.sub(" ", line).split()
    if len(line) > PLACE_LONGEST or len(words) > DATELINE_WORDS or not all(map(_like_a_name, words)):
        return False
    return _AFTER_DATELINE.match(folded, span.end) is not None


def _like_a_name(word: str) -> bool:
    first = next((character for character in word if character.isalpha()), "")
    return word.strip(",:") in JOINING or not first.islower()


def _past_dates(marked: _Text, found: Sequence[Found]) -> Iterator[tuple[int, date]]:
    """Full dates that the text places in its past, and from which offset on they order the bare ones.

    "The latest of which on 26 September 2019" orders the whole text, a plain past tense what follows it.
    """
    for one in found:
        day = _full_date(one)
        if day is None or marked.looks_ahead(one.span):
            continue
        before, after = marked.around(one.span)
        if marked.grammar.timeless.search(before):
            continue
        if marked.grammar.before.search(before):
            yield 0, day
        elif marked.grammar.past.search(before + " " + after):
            yield one.span.end, day


def _resolved(marked: _Text, found: Sequence[Found], frame: Frame) -> Iterator[TimeMention]:
    past = sorted(_past_dates(marked, found)) if frame.document is None else []
    floors = list(accumulate((day for _, day in past), max))
    offsets = [offset for offset, _ in past]
    last: Moment | None = None
    last_day: Moment | None = None
    for one in found:
        ahead = one.rule in ("date", "range") and marked.looks_ahead(one.span)
        ordered = bisect_right(offsets, one.span.start)
        floor = floors[ordered - 1] if ordered else None
        moment = resolve(one.rule, one.slots, replace(frame, last=last, last_day=last_day, floor=floor, future=ahead))
        if moment is None:
            continue
        if one.rule not in DAYLESS and moment.day is not None and not marked.is_speech(one):
            last = moment
            last_day = moment if _to_the_day(moment) else last_day
        yield TimeMention(one.span, moment.kind, moment.value, moment.interval, moment.reason, moment.confidence)


def _to_the_day(moment: Moment) -> bool:
    return moment.interval is None or moment.interval.precision == DatePrecision.DAY
