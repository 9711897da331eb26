"""What a person said of words in one revision of a report, found again in another revision's text.

The words are looked for as they stood, short ones with the words around them. Where they stand once, or still at their
old place, the person's word holds on to them there; where they are gone, or stand twice elsewhere, it holds on to
nothing: it never passes to other words.
"""

from collections.abc import Mapping
from typing import Any

from conflictdesk.records.reports import Span

SHORT = 40  # characters: fewer may stand in a text by chance, and are looked for with as many around them


def where_now(span: Span, before: str, now: str) -> Span | None:
    """Where the words that `before` has at `span` stand in `now`; null where that cannot be said."""
    wide = _with_its_surroundings(span, before)
    words = wide.of(before)
    if not words.strip():
        return None
    if wide.of(now) == words:
        return span
    first = now.find(words)
    if first < 0 or now.find(words, first + 1) >= 0:
        return None
    start = first + span.start - wide.start
    return Span(start, start + span.end - span.start)


def moved_value(value: Any, by: int) -> Any:
    """What a review holds, with every span in it moved `by` characters; spans that leave the text are dropped."""
    if not by or not isinstance(value, Mapping):
        return value
    moved = dict(value)
    for name in ("words", "evidence_span"):
        if moved.get(name):
            moved[name] = [max(0, end + by) for end in moved[name]]
    if isinstance(moved.get("spans"), Mapping):
        spans = {field: [[a + by, b + by] for a, b in found] for field, found in moved["spans"].items()}
        moved["spans"] = {field: [one for one in found if one[0] >= 0] for field, found in spans.items()}
    return moved | {name: moved_value(moved[name], by) for name in ("value",) if name in moved}


def _with_its_surroundings(span: Span, text: str) -> Span:
    if span.end - span.start >= SHORT:
        return span
    return Span(max(0, span.start - SHORT), min(len(text), span.end + SHORT))
