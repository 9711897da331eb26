"""Names made comparable across spellings and scripts: plain words, without those that tell nothing apart."""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml
from anyascii import anyascii
from rapidfuzz import fuzz

from conflictdesk.errors import DataError
from conflictdesk.link.document_words import background

NOT_A_WORD = re.compile(r"[^a-z0-9]+")
WRITTEN = re.compile(r"[^\W\d_]+")
# The article of Arabic and what is written in one with it ("and", "in", "by", "like", "for"); a stroke that lengthens.
ARABIC_ARTICLE = re.compile(r"\b[وفبكل]?ال(?=\w{3})|\bلل(?=\w{3})")
ELIDED = re.compile(r"\b[dlDL]['’](?=\w{3})")  # "l'état-major"
LENGTHENED = re.compile(r"\b[وفبكل]?ـ+|ـ")
NAME_LETTERS = 3  # of a word among others
FUZZY_SOUND = 60.0  # where the consonants are the same
COMMON, KNOWN = 2, 6  # documents of the background in which a word, or a name, may stand and tell something
SOUND_LETTERS = 2  # a name of one consonant sounds like too many others
# How one consonant of Arabic, Persian or Russian is written in Latin letters by different hands.
ONE_SOUND = (("gh", "k"), ("kh", "k"), ("dh", "d"), ("dj", "j"), ("ph", "f"), ("g", "k"), ("q", "k"), ("z", "s"))
UNHEARD = re.compile(r"[aeiouwy]|h$|[^a-z]")
TWICE = re.compile(r"(.)\1+")


@cache
def fillers(kind: str) -> frozenset[str]:
    """The words of data/linking.yaml that do not count in names of `kind`: "place", "actor" or "target".

    Raises DataError where the file does not list that kind.
    """
    return _listed(f"{kind}_fillers")


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(word for entry in listed_in(name) for word in entry["words"])


def listed_in(name: str) -> list[dict[str, Any]]:
    """The entries, one a language, of the list `name` of data/linking.yaml. Raises DataError where it has none."""
    entries: list[dict[str, Any]] = _linking_data().get(name) or []
    if not entries:
        raise DataError(f"data/linking.yaml lists no {name}. Install conflictdesk again.")
    return entries


@cache
def _linking_data() -> dict[str, Any]:
    text = (files("conflictdesk") / "data" / "linking.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def is_force(name: str) -> bool:
    """Whether a name is that of a state's armed forces or police, or of those who speak for them ("army sources")."""
    padded = f" {folded(ELIDED.sub('', name))} "
    return any(f" {phrase} " in padded for phrase in _listed("forces"))


@lru_cache(maxsize=16_384)
def folded(text: str | None) -> str:
    """`text` in lower-case ASCII words: "Al-Fuqahā'" -> "al fuqaha"."""
    ascii_text = anyascii(text or "").casefold().replace("'", "")
    return NOT_A_WORD.sub(" ", ascii_text).strip()


@lru_cache(maxsize=65_536)
def name_words(text: str | None, kind: str) -> frozenset[str]:
    """The words that tell `text` from other names of its kind; empty where it names nothing ("the group")."""
    return frozenset(folded(text).split()) - fillers(kind)


def bare(text: str | None) -> str:
    """`text` without the Arabic article and the words of one letter before it: "بالمطار" -> "مطار"."""
    return ARABIC_ARTICLE.sub("", LENGTHENED.sub("", text or ""))


@lru_cache(maxsize=65_536)
def place_key(text: str | None) -> str:
    """A place name without articles and words such as "town": one string for most spellings."""
    words = folded(bare(text)).split()
    return "".join(word for word in words if word not in fillers("place"))


@lru_cache(maxsize=65_536)
def sound(key: str) -> str:
    """The consonants of a `place_key`: "ghadduwa" and "ghodwa" are both "kd"; empty where too few are left."""
    for written, heard in ONE_SOUND:
        key = key.replace(written, heard)
    heard = TWICE.sub(r"\1", UNHEARD.sub("", key))
    return heard if len(heard) >= SOUND_LETTERS else ""


@lru_cache(maxsize=65_536)
def place_names(text: str | None) -> frozenset[str]:
    """The words of a place name that tell it from others: "the town of Abu Grein" -> "abu", "grein"."""
    words = folded(bare(text)).split()
    kinds = fillers("place") | _listed("place_kinds")
    return frozenset(word for word in words if len(word) >= NAME_LETTERS and word not in kinds)


def told_names(text: str) -> frozenset[str]:
    """The names of a sentence, as plain words and by their sound.

    Words with a capital but the first, and the rare words of scripts without capitals. Of these three consonants are
    no name yet: most words of Arabic have three.
    """
    words = WRITTEN.findall(bare(text))
    named = set(filter(None, (_rare(word) for word in words[1:] if word[0].isupper())))
    caseless = set(filter(None, (_rare(word) for word in words if not word[0].isupper() and not word.islower())))
    heard = {name for name in map(sound, named) if len(name) >= NAME_LETTERS}
    return frozenset(named | caseless | heard | {name for name in map(sound, caseless) if len(name) > NAME_LETTERS})


@lru_cache(maxsize=65_536)
def _rare(word: str) -> str:
    """A word in plain letters; empty where it is too short or too common to tell anything."""
    plain, common = folded(word), background().found
    seldom = common["names"].get(plain, 0) <= KNOWN and common["words"].get(plain, 0) <= COMMON
    telling = len(plain) >= NAME_LETTERS and seldom and " " not in plain and plain not in fillers("text")
    return plain if telling else ""


def one_name(left: str, right: str) -> bool:
    """Whether two words are one name, spelled alike or by different hands: "sebha", "sabha"."""
    if left == right:
        return True
    heard = sound(left)
    return len(heard) >= NAME_LETTERS and heard == sound(right) and fuzz.ratio(left, right) >= FUZZY_SOUND


def name_within(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether all words of one name are in the other: "Koui", "Bocaranga-Koui"."""
    few, many = sorted((left, right), key=len)
    return bool(few) and all(any(one_name(a, b) for b in many) for a in few)


def same_words(left: frozenset[str], right: frozenset[str], spare: int = 3) -> bool:
    """One name's words lie within the other's, which has at most `spare` more."""
    return bool(left and right) and (left <= right or right <= left) and abs(len(left) - len(right)) <= spare
