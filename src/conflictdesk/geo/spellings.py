"""A country's names by their folded keys, found by likeness: similar as a whole, in their consonants, or in a part."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from rapidfuzz import fuzz, process

from conflictdesk.geo.names import folded, skeleton

MOST_SIMILAR = 8  # spellings followed up in a fuzzy search
FUZZY_CUTOFF = 84.0  # rapidfuzz ratio of folded forms, 0-100: one letter of six or seven
MIN_FUZZY = 6  # letters of the folded form: among shorter ones every other town is similar
MIN_BONES = 3  # consonants
MIN_BEGUN = 5  # letters of a name that longer ones begin or end with
MOST_BEGUN = 40  # longer names; where there are more, the name is a common word
MOST_KEYS = 400_000  # of a country: among more, all is like something, and tables of them would fill the memory


class Spellings:
    """The folded keys of one country's names. Tables are made when they are first asked for."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._by_letter: dict[str, list[str]] = {}
        for key in keys:
            self._by_letter.setdefault(key[0], []).append(key)

    def similar(self, key: str) -> list[str]:
        """Keys that differ in a letter or so. They share the first letter, on which spellings agree most."""
        if len(key) < MIN_FUZZY:
            return []
        keys = self._by_letter.get(key[0], [])
        found = process.extract(key, keys, scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF, limit=MOST_SIMILAR)
        return [spelling for spelling, _, _ in found]

    def vowels_apart(self, key: str) -> Sequence[str]:
        """Keys with the same consonants in the same order."""
        bones = skeleton(key)
        return self._bones.get(bones, ()) if len(bones) >= MIN_BONES else ()

    def longer(self, key: str) -> list[str]:
        """Keys that begin or end with this one."""
        if len(key) < MIN_BEGUN:
            return []
        return [*_starting(self._forward, key), *(k[::-1] for k in _starting(self._backward, key[::-1]))]

    @property
    def _few(self) -> list[str]:
        keys = [key for keys in self._by_letter.values() for key in keys]
        return keys if len(keys) <= MOST_KEYS else []

    @cached_property
    def _bones(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key in self._few:
            found.setdefault(skeleton(key), []).append(key)
        return found

    @cached_property
    def _forward(self) -> list[str]:
        return sorted(self._few)

    @cached_property
    def _backward(self) -> list[str]:
        return sorted(key[::-1] for key in self._few)


def has_words(name: str, words: str) -> bool:
    """Whether a bare name begins or ends with these words, whole, in whatever spelling folds alike."""
    have, wanted = name.split(), words.split()
    if len(have) <= len(wanted):
        return False
    key = folded(words)
    return key in (folded(" ".join(have[: len(wanted)])), folded(" ".join(have[-len(wanted) :])))


def _starting(keys: Sequence[str], start: str) -> Sequence[str]:
    first = bisect_left(keys, start)
    last = bisect_left(keys, start + "\uffff")
    return keys[first:last] if last - first <= MOST_BEGUN else ()
