"""What a window's outputs hold: spans in tokens of the whole text, and the way back to its code points."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from conflictdesk.inference.arrays import Floats
from conflictdesk.inference.windows import Places
from conflictdesk.records.reports import Span

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class View:
    """One window: the tokens it holds, those it answers for, and its outputs, a row per token."""

    tokens: range
    own: range
    marks: Floats
    features: Floats
    asker: Floats
    answer: Floats


@dataclass(frozen=True, slots=True)
class Found:
    """A span in tokens of the whole text, with its features: the mean over its tokens, as its window sees them."""

    label: int
    start: int
    end: int
    score: float
    features: Floats

    def within(self, view: View) -> tuple[int, int]:
        """The span in the rows of this window."""
        return self.start - view.tokens.start, self.end - view.tokens.start


@dataclass(frozen=True, slots=True)
class Window:
    """A window's outputs and the spans that begin where it answers, each with its number in the whole text."""

    view: View
    asked: tuple[tuple[int, Found], ...]  # triggers
    rest: tuple[tuple[int, Found], ...]


def whole_words(found: Iterable[Found], view: View, text: str, places: Places) -> list[Found]:
    """One window's spans grown to whole words, in the order they came.

    Those of one label between which no token stands are one ("the barracks of" "the army’s 3rd Brigade"): two mentions
    of a list have a comma or an "and" between them.
    """
    kept: list[Found] = []
    last: dict[int, int] = {}
    for span in found:
        start, end = span.start, span.end
        while start > view.tokens.start and _one_word(text, places, start):
            start -= 1
        while end < view.tokens.stop and _one_word(text, places, end):
            end += 1
        grown, before = replace(span, start=start, end=end), last.get(span.label)
        if before is not None and start <= kept[before].end:
            joined = kept[before]
            kept[before] = replace(joined, end=max(joined.end, end), score=max(joined.score, span.score))
            continue
        last[span.label] = len(kept)
        kept.append(grown)
    return [replace(span, features=view.features[slice(*span.within(view))].mean(0)) for span in kept]


def _one_word(text: str, places: Places, at: int) -> bool:
    """Whether a token goes on with the word of the token before it."""
    (_, end), (start, _) = places[at - 1], places[at]
    return 0 < end == start < len(text) and _lettered(text[end - 1]) and _lettered(text[start])


def _lettered(sign: str) -> bool:
    return sign.isalnum() or sign == "-"


def held(found: Found, view: View) -> bool:
    """Whether this window holds the whole span."""
    return view.tokens.start <= found.start and found.end <= view.tokens.stop


def placed(found: Found, places: Places) -> Span:
    """The span in code points of the text."""
    return Span(places[found.start][0], max(places[found.start][0], places[found.end - 1][1]))


def with_neighbours(ones: Iterable[T]) -> Iterator[tuple[T | None, T, T | None]]:
    """Each with the one before and the one after it; no more than three are held at a time."""
    before: T | None = None
    here: T | None = None
    for after in ones:
        if here is not None:
            yield before, here, after
        before, here = here, after
    if here is not None:
        yield before, here, None
