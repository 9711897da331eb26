"""A claim's sentence with what stands around it, its words marked: enough to judge the claim by."""

from collections.abc import Sequence

from conflictdesk.records.events import Record
from conflictdesk.records.reports import Span
from conflictdesk.web.marking import EVIDENCE, Marked, cut

AROUND = 220  # characters before and after the sentence: a sentence or two
OWNER = "claim"


def excerpt(text: str, evidence: Span, spans: Sequence[tuple[str, Span]] = ()) -> Record:
    """`{before, after, pieces}`: whether text was left out at either end, and the pieces with their fields.

    `spans` are fields and where their words stand in `text`.
    """
    window = _window(evidence, text)
    marks = [(EVIDENCE, evidence), *spans]
    within = [_within(field, span, window) for field, span in marks if span.overlaps(window)]
    return {
        "before": bool(text[: window.start].strip()),
        "after": bool(text[window.end :].strip()),
        "pieces": [{"text": piece.text, "fields": list(piece.fields)} for piece in cut(window.of(text), within, {})],
    }


def _within(field: str, span: Span, window: Span) -> Marked:
    start, end = max(span.start, window.start), min(span.end, window.end)
    return Marked(Span(start - window.start, end - window.start), field, OWNER)


def _window(evidence: Span, text: str) -> Span:
    start, end = min(evidence.start, len(text)), min(evidence.end, len(text))
    return Span(_begin(text, start), _finish(text, end))


def _begin(text: str, start: int) -> int:
    """The nearest paragraph before the sentence, else a word."""
    first = max(0, start - AROUND)
    if (paragraph := text.rfind("\n\n", first, start)) >= 0:
        return paragraph + 2
    word = text.find(" ", first, start) if first else -1
    return word + 1 if word >= 0 else first


def _finish(text: str, end: int) -> int:
    last = min(len(text), end + AROUND)
    if (paragraph := text.find("\n\n", end, last)) >= 0:
        return paragraph
    word = text.rfind(" ", end, last) if last < len(text) else -1
    return word if word >= 0 else last
