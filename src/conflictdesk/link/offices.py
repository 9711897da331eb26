"""Names by office or rank: who "a spokesman", "Air Vice Marshal Gana", "Bamako" are. Words: data/parties.yaml."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from conflictdesk.link.names import ELIDED, folded, is_force

MANY_NAMES = 4_096  # whose kind is kept: the same few speak in most reports
MOST_NAMES = 4  # words of a person's name
NAME_WORD = re.compile(r"[^\W\d_]\.?(?:[^\W\d_]|['’-])*\.?")


@cache
def parties() -> Mapping[str, Any]:
    """The word lists of data/parties.yaml."""
    found: Mapping[str, Any] = yaml.safe_load((files("conflictdesk") / "data" / "parties.yaml").read_text("utf-8"))
    return found


@cache
def listed(kind: str) -> frozenset[str]:
    """The words of one list, of all languages."""
    return frozenset(word for entry in parties()[kind] for word in entry["words"])


@cache
def by_state(kind: str) -> Mapping[str, frozenset[str]]:
    """For each state or force the names that one list gives it: its "seats", "outlets", or "voices"."""
    found: dict[str, frozenset[str]] = {}
    for entry in parties()[kind]:
        for state, names in entry["words"].items():
            found[state] = found.get(state, frozenset()) | frozenset(names)
    return found


def plain_words(name: str) -> frozenset[str]:
    """A name's words, folded, articles written in one with them left off ("l'armée")."""
    return frozenset(folded(ELIDED.sub("", name)).split())


@lru_cache(maxsize=MANY_NAMES)
def holds_office(name: str) -> bool:
    """Whether a name holds an office or is a force, and is nobody else whoever employs him."""
    words = frozenset(folded(name).split())
    return not listed("others") & words and (is_force(name) or bool(listed("mouths") & words))


@lru_cache(maxsize=MANY_NAMES)
def is_mouth(name: str) -> bool:
    """Whether a name is an office and nothing else: "the ministry", "a senior official"."""
    words = told_words(name)
    return bool(words) and words <= listed("mouths")


def told_words(name: str) -> frozenset[str]:
    """A name's words that tell of whom it is: without articles and words between."""
    return frozenset(folded(name).split()) - listed("plain")


@lru_cache(maxsize=MANY_NAMES)
def is_ranked(name: str) -> bool:
    """Whether a name is a rank and a person's name: "Le colonel Moussa Ba", not "Colonel Ba of the mission"."""
    before, person = _split(name)
    ranks = frozenset(folded(" ".join(before)).split()) - listed("plain")
    return bool(person and ranks & listed("ranks")) and ranks <= listed("ranks") | listed("mouths")


@lru_cache(maxsize=MANY_NAMES)
def seat_of(name: str) -> str | None:
    """The state whose government is named for its seat, by the seat and nothing else: "Bamako", "the Kremlin"."""
    return _state_called(name, "seats")


@lru_cache(maxsize=MANY_NAMES)
def outlet_of(name: str) -> str | None:
    """The state whose agency or broadcaster is so named."""
    return _state_called(name, "outlets")


def _state_called(name: str, kind: str) -> str | None:
    told = _bare(name)
    return next((state for state, names in by_state(kind).items() if told in map(_bare, names)), None) if told else None


def _bare(name: str) -> str:
    return " ".join(word for word in folded(name).split() if word not in listed("plain"))


@lru_cache(maxsize=MANY_NAMES)
def person_in(name: str) -> str:
    """The person's name at the end of "police spokesman Abubakar Sadiq": two words in capitals or more; else ""."""
    before, person = _split(name)
    offices = plain_words(" ".join(before))
    if len(person) < 2 or offices & listed("others") or _is_none(person):
        return ""
    return " ".join(person)


def _split(name: str) -> tuple[list[str], list[str]]:
    """A name's words up to its last office, rank or word without a capital, and the capitalised words behind."""
    words = NAME_WORD.findall(name)
    kept: list[str] = []
    for word in reversed(words):
        if not word[:1].isupper() or (len(word) > 1 and word.isupper()) or _is_office(word) or len(kept) == MOST_NAMES:
            break
        kept.insert(0, word)
    return words[: len(words) - len(kept)], kept


def _is_office(word: str) -> bool:
    plain = folded(word)
    kinds = ("mouths", "ranks", "plain", "others", "heads")
    return any(plain in listed(kind) for kind in kinds) or is_force(word)


def _is_none(person: Iterable[str]) -> bool:
    """Whether words in capitals are a body's rather than a person's: what has an office or a force among them."""
    return is_force(" ".join(person))
