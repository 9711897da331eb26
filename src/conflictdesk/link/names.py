"""Names made comparable across spellings and scripts: plain words, without those that tell nothing apart."""

import re
from functools import cache, lru_cache
from importlib.resources import files

import yaml
from anyascii import anyascii

from conflictdesk.errors import DataError

NOT_A_WORD = re.compile(r"[^a-z0-9]+")
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
    text = (files("conflictdesk") / "data" / "linking.yaml").read_text(encoding="utf-8")
    entries = yaml.safe_load(text).get(name)
    if not entries:
        raise DataError(f"data/linking.yaml lists no {name}. Install conflictdesk again.")
    return frozenset(word for entry in entries for word in entry["words"])


def is_force(name: str) -> bool:
    """Whether a name is that of a state's armed forces or police, or of those who speak for them ("army sources")."""
    padded = f" {folded(name)} "
    return any(f" {phrase} " in padded for phrase in _listed("forces"))


def folded(text: str | None) -> str:
    """`text` in lower-case ASCII words: "Al-Fuqahā'" -> "al fuqaha"."""
    ascii_text = anyascii(text or "").casefold().replace("'", "")
    return NOT_A_WORD.sub(" ", ascii_text).strip()


@lru_cache(maxsize=65_536)
def name_words(text: str | None, kind: str) -> frozenset[str]:
    """The words that tell `text` from other names of its kind; empty where it names nothing ("the group")."""
    return frozenset(folded(text).split()) - fillers(kind)


@lru_cache(maxsize=65_536)
def place_key(text: str | None) -> str:
    """A place name without articles and words such as "town": one string for most spellings."""
    words = folded(text).split()
    return "".join(word for word in words if word not in fillers("place"))


@lru_cache(maxsize=65_536)
def sound(key: str) -> str:
    """The consonants of a `place_key`: "ghadduwa" and "ghodwa" are both "kd"; empty where too few are left."""
    for written, heard in ONE_SOUND:
        key = key.replace(written, heard)
    heard = TWICE.sub(r"\1", UNHEARD.sub("", key))
    return heard if len(heard) >= SOUND_LETTERS else ""


def same_words(left: frozenset[str], right: frozenset[str], spare: int = 3) -> bool:
    """One name's words lie within the other's, which has at most `spare` more."""
    return bool(left and right) and (left <= right or right <= left) and abs(len(left) - len(right)) <= spare
