"""When and to whom somebody spoke: "told reporters in A that", "denied on Monday". No event's day or place."""

import re
from collections.abc import Iterator
from functools import lru_cache

from conflictdesk.extract.lexicons import any_of, fold, load
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.speech import verb_first
from conflictdesk.records.reports import Span
from conflictdesk.records.values import DatePrecision


def spoken_at(seen: Observations) -> tuple[Span, ...]:
    """The words between a verb of saying and "that": to whom and where somebody spoke ("told reporters in A that")."""
    return tuple(
        Span(s.span.start + m.start("where"), s.span.start + m.end("where"))
        for s in seen.sentences
        for m in _told_where(seen.language).finditer(fold(seen.words(s.span)).lower())
    )


def spoken_on(seen: Observations) -> tuple[Span, ...]:
    """The words that tell when somebody spoke: "claimed on 1 May that", "a statement of 1 May", "on Monday denied"."""
    beside = (day for s in seen.sentences for day in _days_of_speaking(seen, s.span))
    return (*beside, *_worded_days(seen))


def _worded_days(seen: Observations) -> tuple[Span, ...]:
    return tuple(
        Span(s.span.start + m.start("when"), s.span.start + m.end("when"))
        for s in seen.sentences
        for pattern in _told_when(seen.language)
        for m in pattern.finditer(fold(seen.words(s.span)).lower())
    )


def _days_of_speaking(seen: Observations, sentence: Span) -> Iterator[Span]:
    """Days right beside a verb of saying or denying, where what is said has a day of its own."""
    times = [t for t in seen.near_times.touching(sentence) if sentence.contains(t.span) and t.interval is not None]
    days = [t.span for t in times if t.interval and t.interval.precision is DatePrecision.DAY]
    if len(days) < 2:
        return
    text = fold(seen.words(sentence)).lower()
    subject = LISTENED if verb_first(seen.language) else BESIDE
    verbs = _saying_or_denying(seen.language).finditer(text)
    for verb in (Span(sentence.start + m.start(), sentence.start + m.end()) for m in verbs):
        for day in days[:-1]:
            after = verb.end <= day.start and subject.fullmatch(seen.text, verb.end, day.start)
            before = day.end <= verb.start and BESIDE.fullmatch(seen.text, day.end, verb.start)
            if (after or before) and days[-1].start > verb.end:
                yield day


BESIDE = re.compile(r"\s(?:\w{1,3}\s){0,2}")
LISTENED = re.compile(r"\s(?:[^\s,;:.()]{1,20}\s){0,4}")


@lru_cache(maxsize=16)
def _saying_or_denying(language: str) -> re.Pattern[str]:
    told = load("speech", language)
    joined = "[وف]?" if told["verb_first"] else ""
    return re.compile(rf"(?<!\w){joined}(?:{any_of([*told['verbs'], *load('denials', language)['verbs']])})(?!\w)")


@lru_cache(maxsize=16)
def _told_when(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    told = load("speech", language)
    joined = "[وف]?" if told["verb_first"] else ""
    verbs = any_of([*told["verbs"], *told["claiming"]])
    that, texts, of = (any_of(told[name]) for name in ("that", "statements", "of_day"))
    saying = rf"(?<!\w){joined}(?:{verbs})(?P<when>(?:\s[^\s,;:.()]+){{1,8}}?)\s(?:{that})"
    texted = rf"(?<!\w){joined}(?:{texts})\s(?:{of})\s(?P<when>[^\s,;:.()]+(?:\s[^\s,;:.()]+){{0,3}})"
    return re.compile(saying), re.compile(texted)


@lru_cache(maxsize=16)
def _told_where(language: str) -> re.Pattern[str]:
    told = load("speech", language)
    verbs, telling, inside, that = (any_of(told[name]) for name in ("verbs", "telling", "inside", "that"))
    opening = rf"(?:{telling})(?!\w)|(?:{verbs})(?=\s(?:{inside})\s)"
    return re.compile(rf"(?<!\w)(?:{opening})(?P<where>(?:\s[^\s,;:.()]+){{1,8}}?)\s(?:{that})(?!\w)")
