"""A text as words and runs of words that compare across spellings, and a small sample of them to find its like by.

The sample is a MinHash of Broder's second kind (On the resemblance and containment of documents, 1997, section 2): of
the hashed shingles all that lie below a fixed threshold, so that a story is found in a page of many times its length.
"""

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from conflictdesk.records.reports import Span

SHINGLE = 3  # words
SAMPLED = 1 << 62  # of 2 to the 64th: one shingle in four is in the sample
LEAST_SAMPLED = 16  # of a short text more, so that two short ones meet
MOST_CHARACTERS = 60_000  # of a text; what comes later is not looked at
KNOWN_WORDS = 1 << 17
KNOWN_TEXTS = 256  # whose words are kept at hand: what comes in meets the same texts again and again

Hashes = NDArray[np.uint64]
# A word with its vowel signs and accents; Chinese and Japanese write no spaces, there each character is one.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|(?:[^\W_]|[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670])+")
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": None})
_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """A text's words: the hash of each, and that of each run of SHINGLE words, in order."""

    text: str
    words: Hashes
    shingles: Hashes

    def __len__(self) -> int:
        return len(self.words)

    def spans(self) -> tuple[Span, ...]:
        """Where each word stands."""
        return _spans(self.text)


@lru_cache(maxsize=KNOWN_WORDS)
def plain_word(word: str) -> str:
    """A word without case, accents and vowel signs, with one letter for those that Arabic writers interchange.

    Digits of any script are written 0 to 9.
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", word.translate(_ARABIC)) if not unicodedata.combining(c))
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in bare.casefold())


def wording(text: str) -> Wording:
    return _gathered(text[:MOST_CHARACTERS])


@lru_cache(maxsize=KNOWN_TEXTS)
def _gathered(text: str) -> Wording:
    words = np.array([_hashed(match[0]) for match in _WORD.finditer(text)], np.uint64)
    return Wording(text, words, _runs(words))


@lru_cache(maxsize=KNOWN_TEXTS)
def _spans(text: str) -> tuple[Span, ...]:
    return tuple(Span(*match.span()) for match in _WORD.finditer(text))


def sketch(found: Wording) -> tuple[int, ...]:
    """The sample of a text, ascending 32-bit numbers: the same on every machine, for blake2b and integers are."""
    hashes = np.unique(found.shingles)
    size = max(LEAST_SAMPLED, int(np.searchsorted(hashes, np.uint64(SAMPLED))))
    return tuple(np.unique(hashes[:size] >> np.uint64(32)).tolist())


def size_of(sketch: tuple[int, ...]) -> int:
    """How many numbers of a sample are there for the threshold's sake: what a longer text would have, too."""
    return bisect_left(sketch, SAMPLED >> 32)


def covered(one: Wording, other: Wording) -> NDArray[np.bool_]:
    """For each word of `one` whether it stands in a run of SHINGLE words that `other` has, too."""
    found = np.zeros(len(one), np.bool_)
    runs = np.flatnonzero(np.isin(one.shingles, other.shingles))
    for ahead in range(SHINGLE):
        found[runs + ahead] = True
    return found


@lru_cache(maxsize=KNOWN_WORDS)
def _hashed(word: str) -> int:
    digest = blake2b(plain_word(word).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def _runs(words: Hashes) -> Hashes:
    """The hash of each run of words: one of three that differ in a word differ in it everywhere."""
    if len(words) < SHINGLE:
        return np.zeros(0, np.uint64)
    runs = words[: len(words) - SHINGLE + 1].copy()
    for ahead in range(1, SHINGLE):
        runs = _mixed(runs) + words[ahead : len(words) - SHINGLE + 1 + ahead]
    return _mixed(runs)


def _mixed(hashes: Hashes) -> Hashes:
    """Each number spread over all 64 bits (the finisher of splitmix64), so that a threshold takes a fair sample."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * _FIRST
    hashes = (hashes ^ (hashes >> np.uint64(27))) * _SECOND
    return hashes ^ (hashes >> np.uint64(31))
