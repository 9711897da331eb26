"""One name, three forms: normal (as written, less case and marks), bare (no article), folded (spellings alike).

"Al-Qaţrūn" is normal "al qatrun", bare "qatrun", folded "katrun"; so is "El Gatroun". Gazetteers are searched by
the folded form; how far two names agree is then read from the finer ones.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from anyascii import anyascii
from rapidfuzz import fuzz

from conflictdesk.geo.lexicon import lexicon

ARABIC = re.compile(r"[\u0600-\u06ff]")
APOSTROPHES = re.compile(r"[\u2018\u2019\u02bb-\u02bf\u02c8'`´]")
NOT_LETTERS = re.compile(r"[\W_]+")
DOUBLED = re.compile(r"(.)\1+")
VOWELS = re.compile(r"[aiu]")  # that a folded key may still hold
MIN_ARABIC_STEM = 3  # letters left when the article is taken off: shorter ones are roots of their own

EXACT_GRADE = 1.0
SPACED_GRADE = 0.96  # of one name written as one word or as two
BARE_GRADE = 0.95
FOLDED_GRADE = (0.70, 0.92)  # by how alike the two spellings are
MIN_FOLDED = 4  # letters; shorter keys fall together by chance


class Method(StrEnum):
    """How a name was found."""

    EXACT = "exact"
    BARE = "article-stripped"
    FOLDED = "folded"
    FUZZY = "fuzzy"
    DEMONYM = "demonym"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two names agree: the method and a grade, 0-1."""

    method: Method
    grade: float


@lru_cache(maxsize=4_096)
def normal(name: str) -> str:
    """Lower case, no diacritics, apostrophes or hyphens; Arabic letters of one kind written alike."""
    text = APOSTROPHES.sub("", (name if name.isascii() else _unmarked(name)).casefold())
    words = NOT_LETTERS.sub(" ", text).split()
    if len(words) > 1 and words[0] in _short_forms():
        words[0] = _short_forms()[words[0]]
    return " ".join(words)


def bare(normal_name: str) -> str:
    """A normal name without its articles."""
    words = normal_name.split()
    if ARABIC.search(normal_name):
        return " ".join(_without_arabic_article(word) for word in words)
    kept = [word for word in words[:-1] if word not in _articles()]
    return " ".join([*kept, *words[-1:]])


def folded(normal_name: str) -> str:
    """The key under which all spellings of a name fall together; has no spaces."""
    text = bare(normal_name).replace(" ", "")
    if not ARABIC.search(text):
        for written, alike in _alike():
            text = text.replace(written, alike)
        text = text.rstrip(lexicon("names")["silent_end"]) or text
    return DOUBLED.sub(r"\1", text)


def skeleton(key: str) -> str:
    """The consonants of a folded key. Romanisations differ in vowels above all: Kaljibrin, Kuljibreen."""
    return key if ARABIC.search(key) else DOUBLED.sub(r"\1", VOWELS.sub("", key))


def agreement(normal_name: str, other: str) -> Agreement | None:
    """How two normal names agree that have one folded form; null where they are too short to be trusted."""
    if normal_name == other:
        return Agreement(Method.EXACT, EXACT_GRADE)
    ours, theirs = bare(normal_name).replace(" ", ""), bare(other).replace(" ", "")
    if ours == theirs:
        spaced = normal_name.replace(" ", "") == other.replace(" ", "")
        return Agreement(Method.BARE, SPACED_GRADE if spaced else BARE_GRADE)
    if min(len(ours), len(theirs)) < MIN_FOLDED:
        return None
    low, high = FOLDED_GRADE
    return Agreement(Method.FOLDED, low + (high - low) * fuzz.ratio(ours, theirs) / 100)


def _unmarked(name: str) -> str:
    marked = unicodedata.normalize("NFKD", APOSTROPHES.sub("", name))
    text = "".join(c for c in marked if not unicodedata.combining(c))
    return text.translate(_arabic_letters()) if ARABIC.search(text) else anyascii(text)


def _without_arabic_article(word: str) -> str:
    article = lexicon("names")["arabic_article"]
    return word.removeprefix(article) if len(word) >= len(article) + MIN_ARABIC_STEM else word


@cache
def _articles() -> frozenset[str]:
    return frozenset(lexicon("names")["articles"])


@cache
def _alike() -> tuple[tuple[str, str], ...]:
    return tuple((written, alike) for written, alike in lexicon("names")["alike"])


@cache
def _short_forms() -> dict[str, str]:
    return dict(lexicon("names")["short_forms"])


@cache
def _arabic_letters() -> dict[int, str]:
    return {ord(letter): alike for letter, alike in lexicon("names")["arabic_alike"].items()}
