"""All that was seen in one report, before claims are made of it, with the look-ups that every field needs."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from conflictdesk.records.mentions import ActorMention, CountMention, Cue, TimeMention, Toponym
from conflictdesk.records.reports import Reading, Report, Sentence, Span
from conflictdesk.records.values import Placing


class Spanned(Protocol):
    @property
    def span(self) -> Span: ...


S = TypeVar("S", bound=Spanned)


@dataclass(frozen=True, slots=True)
class Observations:
    """What each component saw in a report. `placings` has the order of `toponyms`."""

    report: Report
    language: str
    sentences: tuple[Sentence, ...]
    reading: Reading
    times: tuple[TimeMention, ...] = ()
    toponyms: tuple[Toponym, ...] = ()
    placings: tuple[Placing, ...] = ()
    actors: tuple[ActorMention, ...] = ()
    cues: tuple[Cue, ...] = ()
    counts: tuple[CountMention, ...] = ()
    mouthpieces: tuple[Span, ...] = ()  # names of a belligerent's own publications
    asides: tuple[Span, ...] = ()  # stretches that tell no event's place

    @property
    def text(self) -> str:
        return self.report.text

    def words(self, span: Span) -> str:
        return span.of(self.text)

    def sentence_index(self, span: Span) -> int:
        """The sentence in which `span` starts; the last one before it where it lies between two."""
        return max(0, bisect_right(self.sentences, span.start, key=lambda s: s.span.start) - 1)

    def sentence(self, span: Span) -> Sentence:
        return self.sentences[self.sentence_index(span)]

    def paragraph(self, span: Span) -> int:
        return self.sentence(span).paragraph

    def paragraph_span(self, span: Span) -> Span:
        number = self.paragraph(span)
        first = bisect_left(self.sentences, number, key=lambda s: s.paragraph)
        last = bisect_right(self.sentences, number, key=lambda s: s.paragraph) - 1
        return Span(self.sentences[first].span.start, self.sentences[last].span.end)

    def places_in(self, span: Span) -> list[tuple[Toponym, Placing]]:
        """The place names inside `span` with their placings, but for asides and what only measures another ("of A")."""
        anchors = [t.bearing.anchor for t in self.toponyms if t.bearing is not None]
        pairs = zip(self.toponyms, self.placings, strict=True)
        inside = [(t, p) for t, p in pairs if span.contains(t.span)]
        return [(t, p) for t, p in inside if not any(a.overlaps(t.span) for a in (*anchors, *self.asides))]


EDGES = " \t\n.,;:!?\"'’‘“”«»()[]-–—،؛"


def tidy(reading: Reading, text: str) -> Reading:
    """The reading with its marks trimmed of the punctuation at their edges; what is nothing else stays as it is."""
    return replace(reading, marks=tuple(replace(m, span=_trimmed(m.span, text)) for m in reading.marks))


def _trimmed(span: Span, text: str) -> Span:
    words = span.of(text)
    left, right = len(words) - len(words.lstrip(EDGES)), len(words) - len(words.rstrip(EDGES))
    return Span(span.start + left, span.end - right) if left + right < len(words) else span


def within(mentions: Iterable[S], span: Span) -> list[S]:
    """The mentions that touch `span`, in the text's order."""
    return sorted((m for m in mentions if m.span.overlaps(span)), key=lambda m: m.span)


def nearest(mentions: Sequence[S], span: Span) -> S | None:
    """The mention with the fewest characters between it and `span`; the earlier of two."""
    return min(mentions, key=lambda m: (m.span.gap(span), m.span), default=None)
