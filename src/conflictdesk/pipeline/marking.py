"""What the program makes of words that a person marked in a report: a value to begin with, for the form."""

from typing import Any

from conflictdesk.errors import InputError
from conflictdesk.extract.casualties import find_counts
from conflictdesk.extract.targets import target_kind
from conflictdesk.extract.times import find_times
from conflictdesk.extract.weapons import weapon_of
from conflictdesk.pipeline.knowledge import Knowledge
from conflictdesk.pipeline.stating import COUNTED, stated
from conflictdesk.records.events import Target, Weapon, interval_record
from conflictdesk.records.reports import Report, Span
from conflictdesk.text.sentences import split_sentences

FALLBACK_LANGUAGE = "en"
AROUND = 2_000  # characters read on both sides of the marked words


def read_words(report: Report, field: str, span: Span, known: Knowledge) -> Any:
    """The value of `field` that the words at `span` tell, as in the claim's record; null where they tell none."""
    words = span.of(report.text).strip()
    language = report.language or FALLBACK_LANGUAGE
    if not words:
        return None
    if field == "date":
        return _date(report, span, language)
    if field in COUNTED:
        return _count(report, field, span, language)
    if field == "target":
        return Target(words, words, target_kind(words, language, known.actors)).as_record()
    if field == "weapon":
        return Weapon(words, weapon_of(words, language)).as_record()
    try:
        return stated(field, words, lambda: known)
    except InputError:
        return None


def _date(report: Report, span: Span, language: str) -> Any:
    part, at = _part(report.text, span)
    times = find_times(part, split_sentences(part, language), language, report.published)
    marked = Span(span.start - at, span.end - at)
    found = next((t.interval for t in times if t.interval and t.span.overlaps(marked)), None)
    return interval_record(found) if found else None


def _count(report: Report, field: str, span: Span, language: str) -> Any:
    part, at = _part(report.text, span)
    counts = find_counts(part, split_sentences(part, language), language)
    marked = Span(span.start - at, span.end - at)
    here = [count for count in counts if count.span.overlaps(marked)]
    found = sorted(here, key=lambda count: count.field != field)
    return found[0].count.as_record() if found else None


def _part(text: str, span: Span) -> tuple[str, int]:
    """The words around a span, and where they begin."""
    start = max(0, span.start - AROUND)
    return text[start : span.end + AROUND], start
