"""Words that tell a private person's name from others: data/persons.yaml, and names of countries and their people."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from conflictdesk.errors import DataError

ENDING = 4  # letters that may follow the stem of a word for a country's people
ACRONYM_LETTERS = 6  # a longer word in capitals may be somebody's name; longer acronyms stand in the data
COMMON: tuple[str, ...] = (  # the words of these are nobody's name
    *("offices", "private", "kin", "relations", "saying", "according", "speakers", "ages"),
    *("places", "localities", "institutions", "openers"),
)


@dataclass(frozen=True, slots=True)
class Persons:
    """The words of one language (or of all) in data/persons.yaml, by what they tell."""

    offices: frozenset[str]
    led: frozenset[str]
    private: frozenset[str]
    kin: frozenset[str]
    relations: frozenset[str]
    saying: frozenset[str]
    auxiliaries: frozenset[str]
    according: frozenset[str]
    datives: frozenset[str]
    speakers: frozenset[str]
    ages: frozenset[str]
    links: frozenset[str]
    places: frozenset[str]
    towards: frozenset[str]
    articles: frozenset[str]
    localities: frozenset[str]
    institutions: frozenset[str]
    ministries: frozenset[str]
    calendar: frozenset[str]
    openers: frozenset[str]
    particles: frozenset[str]
    organisations: frozenset[str]
    given: frozenset[str]
    endings: frozenset[str]
    ands: frozenset[str]
    possessives: frozenset[str]
    families: frozenset[str]
    compounds: frozenset[str]
    common: frozenset[str]  # nobody's name, whatever stands beside it


@dataclass(frozen=True, slots=True)
class Countries:
    """Names of countries in all languages, and stems of the words for their people; in lower case."""

    names: frozenset[str]
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text and where it stands."""

    text: str
    start: int
    end: int

    @property
    def plain(self) -> str:
        """Lower case, without a possessive ending, and without an article that has lost its vowel: "L'aeroporto"."""
        return ELIDED.sub("", re.sub(r"['’]s?$", "", self.text.casefold()))

    @property
    def acronym(self) -> bool:
        return 1 < len(self.text) <= ACRONYM_LETTERS and self.text.isupper()


WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+){0,5}")
ELIDED = re.compile(r"^(?:l|d|un|all|dall|dell|nell|sull)['’](?=\w)")
GAP = re.compile(r"[ \u00a0]{1,3}")


def words_of(text: str) -> list[Word]:
    return [Word(found.group(), *found.span()) for found in WORD.finditer(text)]


def name_start(word: Word) -> int:
    """Where a word begins, less an article that has lost its vowel: the A of "d'Aguelhok"; not of "D'Angelo"."""
    elided = ELIDED.match(word.text)
    return word.start + (elided.end() if elided else 0)


def without_article(name: str) -> str:
    """A name less an article before it that has lost its vowel, small or not."""
    elided = ELIDED.match(name.casefold())
    return name[elided.end() :] if elided else name


def without_possessive(word: Word) -> int:
    return word.end - 2 if word.text.endswith(("'s", "’s")) else word.end


@cache
def persons_of(language: str | None) -> Persons:
    text = (files("conflictdesk") / "data" / "persons.yaml").read_text(encoding="utf-8")
    entries = yaml.safe_load(text)
    own = [entry for entry in entries if entry["language"] in (language, "mul")]
    chosen = own if any(entry["language"] == language for entry in own) else entries
    if not chosen:
        raise DataError("data/persons.yaml lists no words. Install conflictdesk again.")
    names = [name for name in Persons.__dataclass_fields__ if name != "common"]
    told = {name: frozenset(w for e in chosen for w in e.get(name, ())) for name in names}
    return Persons(**told, common=frozenset[str]().union(*(told[name] for name in COMMON)))


@cache
def countries() -> Countries:
    terms = [*_nation_terms(), *_further_names()]
    stems = tuple(sorted({term.removesuffix("*").casefold() for term in terms if term.endswith("*")}))
    return Countries(frozenset(t.casefold() for t in terms if not t.endswith("*")), stems)


def _nation_terms() -> Iterator[str]:
    for nation in _read("actors/demonyms.yaml")["nations"].values():
        yield nation["name"].removeprefix("the ")
        yield from (term for terms in nation.values() if isinstance(terms, list) for term in terms)


def _further_names() -> Iterator[str]:
    for country in _read("countries.yaml")["countries"].values():
        yield from country.get("names", ())


def _read(name: str) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load((files("conflictdesk") / "data" / name).read_text(encoding="utf-8"))
    return loaded


def is_people(word: str) -> bool:
    """Whether a word is one for a country's people."""
    return any(word.startswith(stem) and len(word) <= len(stem) + ENDING for stem in countries().stems)
