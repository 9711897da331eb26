"""Words with a meaning (`data/<kind>/<language>.yaml`, `words: {meaning: [words]}`), found in a text in one pass.

A star stands for any ending. Where two entries overlap, the one that begins first holds, then the longer one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from conflictdesk.extract.lexicons import any_of, fold, key, load
from conflictdesk.records.reports import Span

ENDING = r"\w{0,12}"
# Arabic writes "and", "with", "for" and the article as part of the word.
BEGINNING = r"(?<!\w)(?:[وفبلك]?(?:ال|لل)?)"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One list of one language. `meanings` has the order of the file: the first is the most specific."""

    pattern: re.Pattern[str]
    exact: Mapping[str, str]
    stems: Mapping[str, str]
    meanings: tuple[str, ...]

    def find(self, text: str) -> Iterator[tuple[Span, str]]:
        """Each entry in the text, with its meaning."""
        for m in self.pattern.finditer(fold(text).lower()):
            if m["exact"] is not None:
                yield Span(m.start("exact"), m.end("exact")), self.exact[key(m["exact"])]
            else:
                yield Span(m.start("stem"), m.end()), self.stems[key(m["stem"])]

    def first(self, text: str) -> str | None:
        """The most specific meaning that any word of the text has."""
        found = {meaning for _, meaning in self.find(text)}
        return next((meaning for meaning in self.meanings if meaning in found), None)


@lru_cache(maxsize=64)
def vocabulary(kind: str, language: str) -> Vocabulary:
    """The list of a language, or the English one."""
    words: Mapping[str, list[str]] = load(kind, language)["words"]
    pairs = [(word, meaning) for meaning, entries in words.items() for word in entries]
    exact = {key(word): meaning for word, meaning in reversed(pairs) if not word.endswith("*")}
    stems = {key(word.rstrip("*")): meaning for word, meaning in reversed(pairs) if word.endswith("*")}
    parts = [rf"(?P<exact>{any_of(exact)})(?!\w)" if exact else "(?P<exact>(?!))"]
    parts += [rf"(?P<stem>{any_of(stems)}){ENDING}" if stems else "(?P<stem>(?!))"]
    return Vocabulary(re.compile(rf"{BEGINNING}(?:{'|'.join(parts)})"), exact, stems, tuple(words))
