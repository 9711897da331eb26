"""Reading the shipped word lists, and folding text so that a word matches however it is typed."""

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from conflictdesk.errors import DataError

GAP = r"(?:(?!\n\s?\n)\s{1,3})"  # between words, never across paragraphs
# Arabic vowel signs and the doubling of a letter, which few texts write: "فجّر" is "فجر".
VOWEL_SIGNS = re.compile("[\u064b-\u0652]")
SIGNED = "[\u064b-\u0652]{0,2}"
ARABIC = re.compile("[\u0621-\u064a]")
FALLBACK = "en"  # for languages without a file of their own
_LAST_LETTER = 0x06FF  # Latin, Greek, Cyrillic, Hebrew and Arabic lie below
_EXTRA = {
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("’‘ʼ`´", "'"),
    **dict.fromkeys("‐‑‒–−", "-"),
    **dict.fromkeys("\u00a0\u2007\u2009\u202f\u2028\u2029\t\x0b\x0c\r", " "),
    **dict.fromkeys("ىی", "ي"),
    "ک": "ك",
    "،": ",",
}


def _fold_character(character: str) -> str:
    """The plain form of one character: always one character, so that offsets stay."""
    if character.isdecimal():
        return str(int(character))
    plain = unicodedata.normalize("NFD", character)[0]
    return plain if plain.isalpha() and character.isalpha() else character


@lru_cache(maxsize=1)
def _folding() -> dict[int, str]:
    letters = (chr(code) for code in range(0x80, _LAST_LETTER + 1))
    table = {ord(letter): _fold_character(letter) for letter in letters if _fold_character(letter) != letter}
    return table | {ord(character): plain for character, plain in _EXTRA.items()}


def fold(text: str) -> str:
    """The same text, as long, without accents, hamzas and typographic variants; digits are ASCII, case stays."""
    return text.translate(_folding())


def key(words: str) -> str:
    """How words are looked up: folded, lower case, single spaces, without Arabic vowel signs."""
    return " ".join(VOWEL_SIGNS.sub("", fold(words)).lower().split())


@lru_cache(maxsize=64)
def load(kind: str, language: str) -> Mapping[str, Any]:
    """The list `data/<kind>/<language>.yaml`, or the English one; DataError where it is missing or damaged."""
    folder = resources.files("conflictdesk") / "data" / kind
    own = folder / f"{sys.intern(language)}.yaml" if re.fullmatch(r"[a-z]{2,3}", language or "") else None
    chosen = own if own is not None and own.is_file() else folder / f"{FALLBACK}.yaml"
    try:
        content = yaml.safe_load(chosen.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise DataError(f"the word list {kind}/{chosen.name} cannot be read: install Conflictdesk again") from error
    if not isinstance(content, dict) or not {"language", "source"} <= content.keys():
        raise DataError(f"the word list {kind}/{chosen.name} is damaged: install Conflictdesk again")
    return content


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; shared beginnings are tried once."""
    tree: dict[str, Any] = {}
    for word in words:
        branch = tree
        for character in key(word):
            branch = branch.setdefault(character, {})
        branch[""] = {}
    return _branches(tree)


def _branches(tree: Mapping[str, Any]) -> str:
    optional = "" in tree and len(tree) > 1
    choices = list(_choices(tree))
    if not choices:
        return ""
    joined = choices[0] if len(choices) == 1 and not optional else f"(?:{'|'.join(choices)})"
    return joined + ("?" if optional else "")


def _choices(tree: Mapping[str, Any]) -> Iterator[str]:
    for character, below in sorted(tree.items()):
        if character:
            signs = SIGNED if ARABIC.match(character) else ""
            yield (GAP if character == " " else re.escape(character) + signs) + _branches(below)
