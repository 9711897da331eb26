"""Numbers as words and figures, for any language with a list in `data/numbers`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from conflictdesk.extract.lexicons import any_of, key, load

FIGURES = r"\d{1,3}(?:[.,' ]\d{3}){1,3}(?!\d)|\d{1,7}(?!\d)"
LONGEST = 6  # words in one number
THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Numerals:
    """How a language counts. `pattern` finds a number; it holds no groups."""

    pattern: str
    words: Mapping[str, int]
    multipliers: Mapping[str, int]
    piece: re.Pattern[str]
    whole: re.Pattern[str]

    def value(self, words: str) -> int | None:
        """The number that the words are ("twenty-one", "1,200"); None for others, with a number in them or not."""
        plain = key(words)
        figures = re.fullmatch(FIGURES, plain)
        if figures:
            return int(re.sub(r"\D", "", plain))
        return self._sum(self.piece.findall(plain)) if self.whole.fullmatch(plain) else None

    def _sum(self, pieces: list[str]) -> int:
        total, current = 0, 0
        for piece in pieces:
            times = self.multipliers.get(piece)
            if times is None:
                current += self.words[piece]
            elif times < THOUSAND:
                current = max(current, 1) * times
            else:
                total, current = total + max(current, 1) * times, 0
        return total + current


@lru_cache(maxsize=16)
def numerals(language: str) -> Numerals:
    """The numbers of a language; English where it has no list."""
    lists = load("numbers", language)
    words = {key(word): int(value) for word, value in lists["words"].items()}
    multipliers = {key(word): int(value) for word, value in lists["multipliers"].items()}
    known = any_of([*words, *multipliers])
    spelled = rf"{known}(?:{lists['joint']}{known}){{0,{LONGEST - 1}}}"
    return Numerals(rf"(?:{FIGURES}|{spelled})", words, multipliers, re.compile(known), re.compile(spelled))
