"""Words that point back at an organisation named before: "the group", "its fighters", "ils", "التنظيم"."""

import re
from functools import lru_cache

from conflictdesk.extract.lexicons import key, load
from conflictdesk.extract.numbers import numerals

SMALL = 2  # letters of a word that names nobody ("on", "de")
WORD = re.compile(r"\w+(?:'\w+)?")


@lru_cache(maxsize=16)
def _words(language: str) -> tuple[frozenset[str], ...]:
    """Anchors, fillers and words for a text, of a language; English where there is no file."""
    entry = load("references", language)
    return tuple(frozenset(map(key, entry[name])) for name in ("anchors", "fillers", "texts"))


def refers_back(words: str, language: str) -> bool:
    """Whether the words hold an anchor ("group", "they") and name nothing themselves, whatever their number."""
    anchors, fillers, _ = _words(language)
    found = {w for w in WORD.findall(key(words)) if not _is_several(w, language)}
    return bool(found & anchors) and found <= anchors | fillers


def names_group(words: str, language: str) -> bool:
    """Whether the words hold a noun for an organisation that is no state's ("the group")."""
    return not frozenset(map(key, load("references", language)["groups"])).isdisjoint(WORD.findall(key(words)))


def _is_several(word: str, language: str) -> bool:
    """Whether the word is a number above one: "eleven fighters of the group"."""
    number = numerals(language).value(word)
    return number is not None and number > 1


def points_at_text(words: str, language: str) -> bool:
    """Whether the words only point at a text told of before ("the publication", "the same statement")."""
    _, fillers, texts = _words(language)
    found = set(WORD.findall(key(words)))
    return bool(found & texts) and found <= texts | fillers


def names_own_text(words: str, language: str) -> bool:
    """Whether the words point back at an organisation's own text: "the group's media", "its weekly"."""
    anchors, fillers, texts = _words(language)
    found = set(WORD.findall(key(words)))
    return bool(found & texts) and bool(found & anchors) and found <= anchors | fillers | texts


def names_somebody(words: str, language: str) -> bool:
    """Whether the words hold more than articles and the like ("The", "its" alone name nobody)."""
    _, fillers, _ = _words(language)
    found = set(WORD.findall(key(words)))
    return any(len(w) > SMALL for w in found) and not found <= fillers | {"our", "we", "it", "its", "that", "this"}


def leans(words: str, language: str) -> bool:
    """Whether the words begin with a pronoun ("its latest edition"): they are somebody's, and no voice of their own."""
    anchors, _, _ = _words(language)
    found = WORD.findall(key(words))
    return bool(found) and (found[0] in _possessives(language) if len(found) == 1 else found[0] in anchors)


@lru_cache(maxsize=16)
def _possessives(language: str) -> frozenset[str]:
    return frozenset(map(key, load("references", language)["possessives"]))


@lru_cache(maxsize=16)
def _bands(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """Definite words, nouns for armed people, nouns for a part of a force, and what may stand with them."""
    entry = load("references", language)
    definite, bands, parts, fillers = (
        frozenset(map(key, entry[name])) for name in ("definite", "bands", "parts", "fillers")
    )
    return definite, bands, parts, fillers


def points_at_band(words: str, language: str) -> bool:
    """Whether the words are "the militants", "the same fighters": armed people told of before, and no more."""
    definite, bands, _, fillers = _bands(language)
    found = WORD.findall(key(words))
    known = definite | bands | fillers
    return bool(found) and found[0] in definite and not bands.isdisjoint(found) and known.issuperset(found)


def is_part_of_force(words: str, language: str) -> bool:
    """Whether the words begin with a part of a force ("a unit", "the command's patrols") and name nobody."""
    _, _, parts, fillers = _bands(language)
    found = [w for w in WORD.findall(key(words)) if w not in fillers]
    return bool(found) and found[0] in parts


def shortened_name(words: str, language: str) -> str | None:
    """The one word of "the coalition", "the Giants", by which a name told before may be meant; null for other words."""
    definite, _, _, fillers = _bands(language)
    found = WORD.findall(key(words))
    own = [w for w in found if w not in fillers and w not in definite]
    return own[0] if len(own) == 1 and found[0] in definite and len(own[0]) > SHORT_NAME else None


SHORT_NAME = 4  # letters of a word that names little ("army", "men")


def refers_again(words: str, language: str) -> bool:
    """Whether the words hold an article or the like by which something is spoken of as known ("the", "this")."""
    found = WORD.findall(key(words))
    return not _again(language).isdisjoint(found[:2])


@lru_cache(maxsize=16)
def _again(language: str) -> frozenset[str]:
    return frozenset(map(key, load("references", language)["again"]))
