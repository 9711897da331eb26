"""All that was seen in one report, before claims are made of it, with the look-ups that every field needs."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from conflictdesk.extract.actors import ARMED, root
from conflictdesk.extract.cues import find_cues
from conflictdesk.extract.kind_words import KindWord, kind_words
from conflictdesk.extract.mourning import mournings
from conflictdesk.records.mentions import ActorMention, CountMention, Cue, TimeMention, Toponym
from conflictdesk.records.reports import Mark, Reading, Report, Sentence, Span, Trigger
from conflictdesk.records.values import Placing


class Spanned(Protocol):
    @property
    def span(self) -> Span: ...


S = TypeVar("S", bound=Spanned)
DRILL, REPEATED = "drill", 2  # the meaning of words for an exercise, and how often a text has them that is of one
AROUND = 2_000  # characters of a paragraph, before and after words, that say something of them


class Shelf(Generic[S]):
    """Mentions by where they stand, so that those that touch a span are found without looking at all others."""

    def __init__(self, mentions: Sequence[S]) -> None:
        self._mentions = mentions
        self._order = sorted(range(len(mentions)), key=lambda n: mentions[n].span.start)
        self._starts = [mentions[n].span.start for n in self._order]
        self._longest = max((m.span.end - m.span.start for m in mentions), default=0)

    def numbers(self, span: Span) -> list[int]:
        """The places in the sequence of the mentions that touch `span`."""
        low, high = bisect_left(self._starts, span.start - self._longest), bisect_left(self._starts, span.end)
        return sorted(n for n in self._order[low:high] if self._mentions[n].span.overlaps(span))

    def touching(self, span: Span) -> list[S]:
        """The mentions that touch `span`, in the order of the sequence."""
        return [self._mentions[n] for n in self.numbers(span)]


@dataclass(frozen=True)
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
    sayings: tuple[Span, ...] = ()  # stretches that tell when somebody spoke, no event's day
    asides: tuple[Span, ...] = ()  # stretches that tell no event's place
    belligerent: bool = False  # whether a belligerent's own outlet published it, by the catalog

    @property
    def text(self) -> str:
        return self.report.text

    @cached_property
    def near_marks(self) -> Shelf[Mark]:
        return Shelf(self.reading.marks)

    @cached_property
    def near_triggers(self) -> Shelf[Trigger]:
        return Shelf(self.reading.triggers)

    @cached_property
    def near_times(self) -> Shelf[TimeMention]:
        return Shelf(self.times)

    @cached_property
    def near_toponyms(self) -> Shelf[Toponym]:
        return Shelf(self.toponyms)

    @cached_property
    def near_actors(self) -> Shelf[ActorMention]:
        return Shelf(self.actors)

    @cached_property
    def near_cues(self) -> Shelf[Cue]:
        return Shelf(self.cues)

    @cached_property
    def near_counts(self) -> Shelf[CountMention]:
        return Shelf(self.counts)

    @cached_property
    def kinds(self) -> tuple[KindWord, ...]:
        """The words that tell of a kind of event or of weapon."""
        return kind_words(self.text, self.language)

    @cached_property
    def mournings(self) -> tuple[Span, ...]:
        """The stretches that tell of those who bury, mourn or remember the dead: no event's doers, day or place."""
        told = ((s.span.start, m) for s in self.sentences for m in mournings(self.words(s.span), self.language))
        return tuple(Span(start + m.start, start + m.end) for start, m in told)

    def mourns(self, span: Span) -> bool:
        """Whether the words stand in such a stretch."""
        return any(m.contains(span) for m in self.mournings)

    @cached_property
    def staged(self) -> bool:
        """Whether the report is of an exercise: its title says so, or its text again and again."""
        titled = any(c.meaning == DRILL for c in find_cues(self.report.title or "", self.language))
        return titled or sum(c.meaning == DRILL for c in self.cues) >= REPEATED

    @cached_property
    def near_kinds(self) -> Shelf[KindWord]:
        return Shelf(self.kinds)

    @cached_property
    def told_kinds(self) -> frozenset[str]:
        """The kinds of event and of weapon that any word of the report tells of."""
        return frozenset(w.meaning for w in self.kinds) | self.titled_kinds

    @cached_property
    def titled_kinds(self) -> frozenset[str]:
        """Those that the report's title tells of."""
        return frozenset(w.meaning for w in kind_words(self.report.title or "", self.language))

    @cached_property
    def trigger_numbers(self) -> Mapping[Span, int]:
        """The triggers' numbers in the reading, by where they stand."""
        return {trigger.span: n for n, trigger in enumerate(self.reading.triggers)}

    @cached_property
    def cue_meanings(self) -> frozenset[str]:
        """What the qualifying words of the whole report mean."""
        return frozenset(c.meaning for c in self.cues)

    @cached_property
    def most_told(self) -> tuple[ActorMention, bool] | None:
        """The armed organisation that the report names most, with its branches, and whether it names no other."""
        groups = [(root(a.canonical), a) for a in self.actors if a.kind in ARMED and a.canonical]
        often = Counter(name for name, _ in groups)
        if not often:
            return None
        most = max(often, key=lambda name: (often[name], name))
        return next(a for name, a in groups if name == most), len(often) == 1

    @cached_property
    def _starts(self) -> list[int]:
        return [s.span.start for s in self.sentences]

    @cached_property
    def _not_own(self) -> "Shelf[_Stretch]":
        """What is no event's place: names that only measure another, and asides."""
        anchors = [t.bearing.anchor for t in self.toponyms if t.bearing is not None]
        return Shelf([_Stretch(span) for span in (*anchors, *self.asides)])

    def words(self, span: Span) -> str:
        return span.of(self.text)

    def sentence_index(self, span: Span) -> int:
        """The sentence in which `span` starts; the last one before it where it lies between two."""
        return max(0, bisect_right(self._starts, span.start) - 1)

    def sentence(self, span: Span) -> Sentence:
        return self.sentences[self.sentence_index(span)]

    def paragraph(self, span: Span) -> int:
        return self.sentence(span).paragraph

    def paragraph_span(self, span: Span) -> Span:
        number = self.paragraph(span)
        first = bisect_left(self.sentences, number, key=lambda s: s.paragraph)
        last = bisect_right(self.sentences, number, key=lambda s: s.paragraph) - 1
        return Span(self.sentences[first].span.start, self.sentences[last].span.end)

    def around(self, span: Span) -> Span:
        """The paragraph of `span`, as far as AROUND to either side: a hostile one is the whole report."""
        paragraph = self.paragraph_span(span)
        return Span(max(paragraph.start, span.start - AROUND), min(paragraph.end, span.end + AROUND))

    def places_in(self, span: Span) -> list[tuple[Toponym, Placing]]:
        """The place names inside `span` with their placings, but for asides and what only measures another ("of A")."""
        pairs = [(self.toponyms[n], self.placings[n]) for n in self.near_toponyms.numbers(span)]
        return [(t, p) for t, p in pairs if span.contains(t.span) and not self._not_own.numbers(t.span)]


@dataclass(frozen=True, slots=True)
class _Stretch:
    span: Span


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
