"""What a post is about, by word lists: the groups of words that it holds, and the themes that follow from them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from conflictdesk.errors import DataError

Fold = Callable[[str], str]  # text without accents, variants of letters and capitals
MIN_STEM = 3
MIN_WITHOUT = 3  # letters of an Arabic word that are left when a particle is taken off
MOST_PHRASE = 4  # words
KEPT = 30_000  # words remembered

_WORD = re.compile(r"[^\W_]+")
_ARABIC = re.compile(r"[\u0620-\u06ff]")
_PARTICLES = "وفبكل"
_ARTICLES = ("ال", "لل")
_FORM = re.compile(r"[a-z][a-z-]{0,30}")


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: posts with words of all groups that it needs and of none that it is without."""

    key: str
    name: str
    needs: frozenset[str]
    without: frozenset[str] = frozenset()

    def holds(self, groups: Iterable[str]) -> bool:
        return self.needs.issubset(groups) and self.without.isdisjoint(groups)


@dataclass(frozen=True, slots=True)
class _Term:
    """Words of a group, one after the other; of the last any ending will do where `stem`."""

    words: tuple[str, ...]
    stem: bool
    group: str

    def follows(self, words: Sequence["_Word"]) -> bool:
        """Whether `words` begin with all of the term's but the first."""
        rest = self.words[1:]
        plain = [word.plain for word in words[: len(rest)]]
        if len(plain) < len(rest) or plain[:-1] != list(rest[:-1]):
            return False
        return plain[-1].startswith(rest[-1]) if self.stem else plain[-1] == rest[-1]


class _Word(NamedTuple):
    """A word of a text as it is compared: the groups that it speaks for, and the terms that it may begin."""

    plain: str
    groups: frozenset[str]
    opened: tuple[_Term, ...]


@dataclass(slots=True)
class ThemeReader:
    """Reads themes off texts. `fold` brings words to the form in which lists and texts are compared."""

    themes: tuple[Theme, ...]
    fold: Fold
    _alone: Mapping[str, frozenset[str]]
    _stems: Mapping[str, frozenset[str]]
    _phrases: Mapping[str, tuple[_Term, ...]]
    _known: dict[str, _Word] = field(default_factory=dict)
    _held: dict[frozenset[str], tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, fold: Fold) -> "ThemeReader":
        """The shipped themes, with the words of all languages. Raises DataError where the data are damaged."""
        terms = [term for language in languages() for term in _terms(language, fold)]
        single = [term for term in terms if len(term.words) == 1]
        phrases: dict[str, tuple[_Term, ...]] = {}
        for term in terms:
            if len(term.words) > 1:
                phrases[term.words[0]] = (*phrases.get(term.words[0], ()), term)
        return cls(themes(), fold, _by_word(single, False), _by_word(single, True), phrases)

    def read(self, text: str) -> tuple[str, ...]:
        """The keys of the themes that a text has, in order."""
        words = [self._of(word) for word in _WORD.findall(text)]
        found = frozenset(group for at, word in enumerate(words) for group in _groups_at(words, at, word))
        held = self._held.get(found)
        if held is None:
            held = self._held[found] = tuple(sorted(theme.key for theme in self.themes if theme.holds(found)))
        return held

    def _of(self, word: str) -> "_Word":
        found = self._known.get(word)
        if found is None:
            plain = self.fold(word)
            forms = sorted(set(_forms(plain)))
            groups = frozenset(group for form in forms for group in self._groups(form))
            opened = tuple(term for form in forms for term in self._phrases.get(form, ()))
            if len(self._known) >= KEPT:
                self._known.clear()
            found = self._known[word] = _Word(plain, groups, opened)
        return found

    def _groups(self, form: str) -> Iterator[str]:
        yield from self._alone.get(form, ())
        for length in range(MIN_STEM, len(form) + 1):
            yield from self._stems.get(form[:length], ())


def _groups_at(words: Sequence[_Word], at: int, word: _Word) -> Iterable[str]:
    """The groups that the word with this number speaks for, alone or with those behind it."""
    if not word.opened:
        return word.groups
    phrases = (term.group for term in word.opened if term.follows(words[at + 1 : at + MOST_PHRASE]))
    return (*word.groups, *phrases)


@cache
def themes() -> tuple[Theme, ...]:
    """The shipped themes, in the order in which they are told."""
    told = _read("themes")["themes"]
    return tuple(
        Theme(key, one["name"], frozenset(one["needs"]), frozenset(one.get("without", ())))
        for key, one in told.items()
        if _FORM.fullmatch(key)
    )


def languages() -> tuple[str, ...]:
    folder = files("conflictdesk") / "data" / "themes"
    names = (path.name.removesuffix(".yaml") for path in folder.iterdir())
    return tuple(sorted(name for name in names if len(name) == 2))


def words_of(language: str) -> Mapping[str, Sequence[str]]:
    """The words of each group, as listed."""
    told: Mapping[str, Sequence[str]] = _read(language)["groups"]
    return told


def _terms(language: str, fold: Fold) -> Iterator[_Term]:
    for group, listed in words_of(language).items():
        for wording in listed:
            words = tuple(_WORD.findall(fold(wording)))
            yield _Term(words, wording.endswith("*"), group)


def _by_word(terms: Iterable[_Term], stem: bool) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for term in terms:
        if term.stem == stem:
            found[term.words[0]] = found.get(term.words[0], frozenset()) | {term.group}
    return found


def _forms(word: str) -> Iterator[str]:
    """A word; an Arabic one also without the particles and the article that are written onto it."""
    yield word
    if _ARABIC.match(word):
        bare = word[1:] if word[0] in _PARTICLES and len(word) > MIN_WITHOUT else word
        for form in {word, bare}:
            yield form
            if form.startswith(_ARTICLES) and len(form) >= MIN_WITHOUT + 2:
                yield form[2:]
                yield "ال" + form[2:]


def _read(name: str) -> Mapping[str, Any]:
    try:
        text = (files("conflictdesk") / "data" / "themes" / f"{name}.yaml").read_text("utf-8")
        told: Mapping[str, Any] = yaml.safe_load(text)
    except (OSError, yaml.YAMLError) as error:
        raise DataError(f"The word list themes/{name}.yaml cannot be read: install Conflictdesk again.") from error
    return told
