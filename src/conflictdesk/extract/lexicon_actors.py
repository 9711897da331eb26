"""The actor lists: names and words of data/actors/, made into one table of phrases per language."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from conflictdesk.errors import DataError
from conflictdesk.extract.lexicons import FALLBACK, fold

BUILT_IN = "built-in"
_TOKEN = re.compile(r"[^\W_]+")
_ARTICLE, _JOINED_ARTICLE = "ال", "لل"  # the second is "to" and the article in one
_SHORTEST = 3  # letters left where an article or a preposition is taken off an Arabic word
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times as fast, where it is built


@dataclass(frozen=True, slots=True)
class Sense:
    """What a phrase stands for.

    `role`: organisation, force, nation, region (of a branch), community, kin (tribe, clan), unnamed. `written`: the
    capitals that it needs, else empty; `word`: also an ordinary word, so capitals prove nothing in upper-case text.
    """

    role: str
    canonical: str
    kind: str = ""
    country: str | None = None
    written: str = ""
    word: bool = False
    umbrella: bool = False  # gives way to any other organisation in the same words
    branches: Mapping[str, str] = field(default_factory=dict)  # country or canonical of a branch -> canonical


@dataclass(frozen=True, slots=True)
class Phrases:
    """All phrases of one language: their senses, and how many words the longest has that begins with a word."""

    senses: Mapping[str, tuple[Sense, ...]]
    longest: Mapping[str, int]


def tokens(folded: str) -> list[re.Match[str]]:
    """Words of a folded text: letters and digits, so that "al-Shabaab" and "Al Shabaab" are the same two."""
    return list(_TOKEN.finditer(folded))


@lru_cache(maxsize=20_000)
def plain(token: str) -> str:
    """A folded word in lower case; an Arabic one without its article."""
    if token[:2] in (_ARTICLE, _JOINED_ARTICLE) and len(token) >= len(_ARTICLE) + _SHORTEST:
        return token[len(_ARTICLE) :]
    return token.lower()


def phrase_key(words: str) -> str:
    """How a phrase is looked up."""
    return " ".join(plain(match[0]) for match in tokens(fold(words)))


def read_lists(paths: Iterable[Path]) -> Iterator[Mapping[str, Any]]:
    """The built-in lists, then those at `paths`; DataError where one cannot be read."""
    folder = resources.files("conflictdesk") / "data" / "actors"
    for path in (*sorted(folder.iterdir(), key=lambda p: p.name), *paths):
        if not path.name.endswith((".yaml", ".yml")):
            continue
        try:
            content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
        except (OSError, yaml.YAMLError) as error:
            raise DataError(f"the actor list {path.name} cannot be read: correct it or take it away") from error
        if not isinstance(content, dict):
            raise DataError(f"the actor list {path.name} holds no entries: see the shipped ones for the form")
        yield content


class Phrasebook:
    """Every list, merged. `of(language)` is its table; English names hold in every language."""

    def __init__(self, lists: Iterable[Mapping[str, Any]]) -> None:
        self._lists = tuple(lists)
        self._tables: dict[str, Phrases] = {}
        self._sets: dict[tuple[str, str, str], frozenset[str]] = {}
        self.countries = {code: entry["name"] for code, entry in self.section("nations").items()}

    def section(self, name: str) -> dict[str, Any]:
        """A mapping that any of the lists holds under `name`; later lists win."""
        return {k: v for content in self._lists for k, v in content.get(name, {}).items()}

    def word_set(self, section: str, name: str, language: str = "") -> frozenset[str]:
        """One word list, as words are looked up: of a section, or of its part for a language."""
        key = (section, name, language)
        if key not in self._sets:
            words = self.words(section, language)[name] if language else self.section(section)[name]
            self._sets[key] = frozenset(plain(fold(word)) for word in words)
        return self._sets[key]

    def words(self, section: str, language: str) -> dict[str, list[str]]:
        """The word lists of a section in a language, or in English."""
        languages = self.section(section)
        chosen: dict[str, list[str]] = languages.get(language) or languages[FALLBACK]
        return chosen

    def of(self, language: str) -> Phrases:
        """The table of a language, made at the first call."""
        if language not in self._tables:
            self._tables[language] = _table(self._entries(language))
        return self._tables[language]

    def _entries(self, language: str) -> Iterator[tuple[str, Sense]]:
        spoken = tuple(dict.fromkeys((FALLBACK, language)))
        yield from self._organisations(spoken)
        yield from self._nations(spoken)
        yield from self._communities()
        yield from self._forces(language)
        yield from self._unnamed(spoken)

    def _organisations(self, spoken: tuple[str, ...]) -> Iterator[tuple[str, Sense]]:
        actors = [actor for content in self._lists for actor in content.get("actors", ())]
        children: dict[str, dict[str, str]] = {}
        for actor in actors:
            children.setdefault(actor.get("parent", ""), {})[actor["canonical"]] = actor["canonical"]
        for actor in actors:
            senses = self._senses(actor, children.get(actor["canonical"], {}))
            capitals = actor.get("cased", ())
            for name in (actor["canonical"], *_in(actor.get("names", {}), spoken)):
                if name not in capitals:
                    yield name, senses[0]
            for pattern in _in(self.section("followings"), spoken):
                yield from ((pattern.format(leader), senses[0]) for leader in actor.get("leaders", ()))
            for name in capitals:
                yield name, _cased(senses[0], name, name in actor.get("words", ()))
            for region in _in(actor.get("regions", {}), spoken):
                yield region, senses[1]

    def _senses(self, actor: Mapping[str, Any], children: Mapping[str, str]) -> tuple[Sense, Sense]:
        name = actor["canonical"]
        branches = {**children, **actor.get("branches", {})}
        own = Sense("organisation", name, actor["kind"], actor.get("country"), branches=branches)
        own = Sense(**{**_values(own), "umbrella": bool(branches or actor.get("umbrella"))})
        return own, Sense("region", name, actor["kind"], actor.get("country"))

    def _nations(self, spoken: tuple[str, ...]) -> Iterator[tuple[str, Sense]]:
        for code, nation in self.section("nations").items():
            sense = Sense("nation", nation["name"], country=code)
            yield nation["name"], sense
            for language in spoken:
                yield from ((name, sense) for name in self._inflected(nation.get(language, ()), language))
            for name in nation.get("cased", ()):
                yield name, _cased(sense, name, True)

    def _communities(self) -> Iterator[tuple[str, Sense]]:
        """Of all languages at once: a community is one in whatever language the rest is."""
        for role, section in (("community", "communities"), ("kin", "kin")):
            for language, names in self.section(section).items():
                yield from ((name, Sense(role, "")) for name in self._inflected(names, language))
        for content in self._lists:
            for name in content.get("cased_communities", ()):
                yield name, _cased(Sense("community", ""), name, False)

    def _forces(self, language: str) -> Iterator[tuple[str, Sense]]:
        lists = self.words("forces", language)
        for kind in ("state", "police"):
            yield from ((name, Sense("force", "", kind)) for name in self._inflected(lists[kind], language))

    def _unnamed(self, spoken: tuple[str, ...]) -> Iterator[tuple[str, Sense]]:
        for content in self._lists:
            for group in content.get("unnamed", ()):
                sense = Sense("unnamed", group["canonical"], group["kind"])
                for language in spoken:
                    yield from ((w, sense) for w in self._inflected(group["words"].get(language, ()), language))

    def _inflected(self, names: Iterable[str], language: str) -> Iterator[str]:
        """Each name; with "*" at its end, the name with each ending of the language."""
        endings = self.section("endings").get(language, [""])
        for name in names:
            yield from (name[:-1] + ending for ending in endings) if name.endswith("*") else (name,)


def _values(sense: Sense) -> dict[str, Any]:
    return {name: getattr(sense, name) for name in Sense.__slots__}


def _cased(sense: Sense, written: str, word: bool) -> Sense:
    return Sense(**{**_values(sense), "written": fold(written), "word": word})


def _in(names: Mapping[str, list[str]], spoken: tuple[str, ...]) -> Iterator[str]:
    for language in spoken:
        yield from names.get(language, ())


def _table(entries: Iterable[tuple[str, Sense]]) -> Phrases:
    senses: dict[str, list[Sense]] = {}
    longest: dict[str, int] = {}
    for name, sense in entries:
        key = phrase_key(name)
        known = senses.setdefault(key, [])
        if sense not in known:
            known.append(sense)
        first, _, rest = key.partition(" ")
        longest[first] = max(longest.get(first, 0), 1 + len(rest.split()))
    return Phrases({key: tuple(found) for key, found in senses.items()}, longest)
