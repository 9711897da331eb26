"""Time expressions: found in the text, then resolved against the document's own day and against each other.

Two passes, because a report may name a full date after the bare ones that it gives the year to.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from conflictdesk.extract.datelines import dateline, full_date
from conflictdesk.extract.distances import length_of
from conflictdesk.extract.grammar import Found, grammar
from conflictdesk.extract.lexicons import fold
from conflictdesk.extract.moments import LIKELY, Frame, Moment
from conflictdesk.extract.readings import resolve
from conflictdesk.extract.retrospect import time_told
from conflictdesk.extract.tense import Marked, Tense
from conflictdesk.records.mentions import TimeMention
from conflictdesk.records.reports import Sentence, Span
from conflictdesk.records.values import DatePrecision

TENSED = frozenset({"date", "range", "hijri", "shift"})  # readings that the tense of the sentence decides about
NO_STEP = frozenset({"duration", "every", "ref", "clock", "window", "compare"})  # from which no story goes on


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression as TIMEX3 tags it."""

    span: Span
    kind: str
    value: str


def find_times(
    text: str, sentences: Sequence[Sentence], language: str, published: date | None, title: str | None = None
) -> tuple[TimeMention, ...]:
    """All time expressions of a clean text, in order, resolved as the codebook says.

    `published` is the report's date (None where unknown: then a dateline counts, else dates that the text
    places in the past give bare days a year, with little confidence); `title` may name the year that a chronology
    is of. Never raises on odd text.
    """
    told = _glossed(text, list(_moments(text, sentences, language, published, title)))
    days = [(span, m) for one, moment in told for span, m in _side_by_side(text, one, moment)]
    return tuple(
        TimeMention(s, m.kind, m.value, None if _names(text, s, m) else m.interval, m.reason, m.confidence)
        for s, m in days
    )


AND = re.compile(r"\s*(?:and|&|et|ed?|y|و)\s*", re.I)
FEW_DAYS = 1  # between two days that are told as one stretch: "on 3 and 4 May"


def _side_by_side(text: str, one: Found, moment: Moment) -> Iterator[tuple[Span, Moment]]:
    """The two days of "on 25 March and 9 May": only what lies between two days, or days that meet, are one stretch."""
    if not one.ends or not moment.ends or one.span.start < one.ends[0].start:
        yield one.span, moment
        return
    days = [m.day for m in moment.ends if m.day is not None and _to_the_day(m) and m.interval is not None]
    apart = len(days) == len(moment.ends) and (days[1] - days[0]).days > FEW_DAYS
    if apart and AND.fullmatch(text, one.ends[0].end, one.ends[1].start):
        yield from zip(one.ends, moment.ends, strict=True)
    else:
        yield one.span, moment


def _names(text: str, span: Span, moment: Moment) -> bool:
    """Whether years in brackets belong to the name of a thing: "Iraqi Civil War (2014-2017)"."""
    when = moment.interval
    years = when is not None and when.precision is DatePrecision.YEAR and when.start.year < when.end.year
    return years and text[max(0, span.start - 1) : span.start] == "(" and text.startswith(")", span.end)


GLOSS = re.compile(r"[\s,]{0,2}[(/،]\s?")


def _glossed(text: str, told: Sequence[tuple[Found, Moment]]) -> Iterator[tuple[Found, Moment]]:
    """The expressions, an Islamic date as the one in brackets behind it says: "the 10th of Sha'ban (19 June)"."""
    for (one, moment), (after, gloss) in zip(told, [*told[1:], *told[-1:]], strict=True):
        beside = one.span.end < after.span.start <= one.span.end + len("،، (")
        same = beside and one.rule == "hijri" and after.rule in ("date", "figures", "iso")
        yield one, gloss if same and GLOSS.fullmatch(text, one.span.end, after.span.start) else moment


def find_timexes(text: str, sentences: Sequence[Sentence], language: str, published: date | None) -> tuple[Timex, ...]:
    """The same expressions as TIMEX3 tags them: a range from one day to another is two of them."""
    told = _moments(text, sentences, language, published)
    return tuple(tag for found, moment in told for tag in _tags(found, moment))


def _tags(found: Found, moment: Moment) -> Iterator[Timex]:
    if "clause" in found.slots:  # "a day after troops entered": TIMEX3 tags the length alone
        length = Span(found.span.start, found.span.end - len(found.slots["clause"]))
        yield Timex(length, "DURATION", length_of(found.slots.get("n") or 1, found.slots["unit"]))
        return
    if not found.ends or not moment.ends:
        yield Timex(found.span, moment.kind, moment.value)
        return
    for span, end in zip(found.ends, moment.ends, strict=True):
        yield Timex(span, end.kind, end.value)


def _moments(
    text: str, sentences: Sequence[Sentence], language: str, published: date | None, title: str | None = None
) -> Iterator[tuple[Found, Moment]]:
    known = grammar(language)
    marked = Marked(fold(text), tuple(sentence.span.start for sentence in sentences), known.cues)
    found = tuple(known.find(marked.folded))
    frame = replace(_document_frame(marked, found, published), month_first=_month_first(found))
    story = time_told(marked, found, frame.document, title)
    return _resolved(marked, found, replace(frame, reach=known.near, story=story))


def _document_frame(marked: Marked, found: Sequence[Found], published: date | None) -> Frame:
    if published is not None:
        return Frame(published)
    day = dateline(marked.folded, found, marked.cues)
    return Frame(day, "the dateline", LIKELY) if day else Frame()


def _month_first(found: Sequence[Found]) -> bool:
    """Whether a date in figures can only be read with the month first, and none the other way."""
    figures = [one.slots for one in found if one.rule == "figures"]
    return any(slots["number2"] > 12 for slots in figures) and all(slots["number"] <= 12 for slots in figures)


def _past_dates(marked: Marked, found: Sequence[Found]) -> Iterator[tuple[int, date]]:
    """Full dates that the text places in its past, and from which offset on they order the bare ones.

    "The latest of which on 26 September 2019" orders the whole text, a plain past tense what follows it.
    """
    for one in found:
        day = full_date(one)
        if day is None or marked.tense(one.span) == Tense.AHEAD:
            continue
        before, after = marked.around(one.span)
        if marked.cues.timeless.search(before):
            continue
        if marked.cues.before.search(before):
            yield 0, day
        elif marked.cues.past.search(before + " " + after):
            yield one.span.end, day


def _resolved(marked: Marked, found: Sequence[Found], frame: Frame) -> Iterator[tuple[Found, Moment]]:
    past = sorted(_past_dates(marked, found)) if frame.document is None else []
    floors = list(accumulate((day for _, day in past), max))
    offsets = [offset for offset, _ in past]
    last: Moment | None = None
    last_day: Moment | None = None
    beside: Moment | None = None
    for one in found:
        tense = marked.tense(one.span) if one.rule in TENSED else Tense.BACK
        ordered = bisect_right(offsets, one.span.start)
        floor = floors[ordered - 1] if ordered else None
        reach = frame.reach if tense == Tense.UNTOLD else 0
        then = beside if _same_day(one) and beside is not None else last_day
        seen = replace(frame, last=last, last_day=then, floor=floor, future=tense == Tense.AHEAD, reach=reach)
        seen = replace(seen, story=_goes_on(seen))
        moment = resolve(one.rule, one.slots, seen)
        if moment is None:
            continue
        if one.rule not in NO_STEP and moment.day is not None:
            beside = moment if _to_the_day(moment) else beside
            if not _aside(marked, one):
                last = moment
                last_day = moment if _to_the_day(moment) else last_day
        yield one, moment


def _goes_on(frame: Frame) -> date | None:
    """Where a text that looks back has got to: the day told last, if it lies behind the first; else it only recalls."""
    last = frame.last_day
    told = last.day if last is not None and last.year_known else None
    return max(frame.story, told) if frame.story is not None and told is not None else frame.story


def _same_day(one: Found) -> bool:
    """ "That night", which is that of a look back, too."""
    return one.slots.get("from") == "text" and one.slots.get("shift") == 0


def _aside(marked: Marked, one: Found) -> bool:
    """Whether no story goes on from there: a look back ("the night before"), or a day on which somebody spoke."""
    from_text = one.slots.get("from") == "text"
    back = from_text and (one.slots.get("shift", 0) < 0 or one.slots.get("sign", 0) < 0)
    return back or (("weekday" in one.slots or from_text) and marked.is_speech(one.span))


def _to_the_day(moment: Moment) -> bool:
    return moment.interval is None or moment.interval.precision == DatePrecision.DAY
