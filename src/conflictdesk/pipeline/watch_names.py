"""Names of places in the countries that a desk watches: they are known without a cue that makes them places."""

from collections.abc import Iterator

from conflictdesk.geo.gazetteer import Gazetteer
from conflictdesk.geo.names import BARE_GRADE, bare, normal
from conflictdesk.pipeline.watch_stretches import ARABIC_WORD, ARABIC_WORDS, capitalised
from conflictdesk.pipeline.watch_words import ARABIC
from conflictdesk.records.mentions import Toponym
from conflictdesk.records.reports import Span

PEOPLED = 10_000  # a town of a watched country that one word names without a cue has so many
_PARTICLES = "وفبكل"


class WatchedNames:
    """The names that a gazetteer has of `countries` (ISO alpha-2), as they stand in texts."""

    def __init__(self, gazetteer: Gazetteer, countries: tuple[str, ...]) -> None:
        self._gazetteer, self._countries = gazetteer, countries
        self._watched = {name for country in countries for name in gazetteer.names_in(country)}
        self._openers = frozenset(_first_word(name) for name in self._watched)

    def toponyms(self, text: str) -> Iterator[Toponym]:
        """The names of watched countries' places in a text, none of them over another."""
        taken: list[Span] = []
        for span in (*capitalised(text), *self._arabic(text)) if self._watched else ():
            if not any(span.overlaps(other) for other in taken) and self._is_watched(span.of(text)):
                taken.append(span)
                yield Toponym(span, span.of(text))

    def _arabic(self, text: str) -> Iterator[Span]:
        """Runs of Arabic words that may be names, the longest first; with and without a particle written onto them."""
        words = [found.span() for found in ARABIC_WORD.finditer(text)] if ARABIC.search(text) else []
        for at, (start, _) in enumerate(words):
            for begin in (start, start + 1) if text[start] in _PARTICLES else (start,):
                if self._opens(text[begin : words[at][1]]):
                    yield from (Span(begin, end) for _, end in reversed(words[at : at + ARABIC_WORDS]))

    def _opens(self, word: str) -> bool:
        return bool(word) and _first_word(normal(word)) in self._openers

    def _is_watched(self, name: str) -> bool:
        plain = normal(name)
        if plain not in self._watched and bare(plain) not in self._watched:
            return False
        found = [m for c in self._countries for m in self._gazetteer.matches(name, c) if m.grade >= BARE_GRADE]
        return bool(found) and (" " in plain or max(m.referent.population for m in found) >= PEOPLED)


def _first_word(name: str) -> str:
    return (bare(name).split() or [""])[0]
