"""Gazetteers: SQLite files opened read-only, asked by name. Several files answer as one."""

import os
import sqlite3
import zlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from rapidfuzz import fuzz

from conflictdesk.errors import DataError
from conflictdesk.geo.latest import Latest
from conflictdesk.geo.lexicon import DATA
from conflictdesk.geo.names import BARE_GRADE, EXACT_GRADE, Agreement, Method, agreement, bare, folded, normal
from conflictdesk.geo.spellings import Spellings, has_words
from conflictdesk.records.values import Point, Referent

BUILTIN = DATA / "gazetteer.sqlite"
KNOWN_GRADE = 0.86  # a spelling further from a gazetteer's is no evidence that a word is a place
MOST_NAMESAKES = 300  # rows read for one name, the most populous first: "San José" has more
LONGEST_NAME = 200  # characters: what is longer is no name, and costly to compare
LARGE = 100_000  # people of a town that is known without a word beside it
PROMINENT = frozenset({"admin1", "country"})
FUZZY_WEIGHT = 0.8  # a fuzzy match never outweighs a folded one
MAX_ENDING = 4  # letters that may follow a demonym's stem
MIN_STEM = 3
USUAL_ENDING = 2  # letters that may follow it in what is a place's own name: "Belgorod" is no Belgian
MIN_GRADE = 0.58  # of a spelling that is no more than alike
LONGER_GRADE = 0.55  # of a name for one that it begins or ends
CACHED_NAMES = 20_000
KM_PER_DEGREE = 110.5  # of latitude, at least
CACHED_COUNTRIES = 16  # spellings and towns for each country

V = TypeVar("V")

NAMESAKES = """
SELECT p.id, p.place_id, p.name, p.country, p.kind, p.lat, p.lon, p.population, p.admin1, p.admin2, n.normal
FROM name n JOIN place p ON p.id = n.place WHERE n.folded = ? ORDER BY p.population DESC, p.id LIMIT ?
"""
TOWNS = """
SELECT id, place_id, name, country, kind, lat, lon, population, admin1, admin2 FROM place
WHERE kind = 'city' AND country = ? AND admin1 IS NOT NULL ORDER BY id
"""
AROUND = "SELECT country, lat, lon FROM place WHERE kind = 'city' AND country IS NOT NULL AND lat BETWEEN ? AND ?"


@dataclass(frozen=True, slots=True)
class Match:
    """A place that a name may mean: how its best spelling agrees, and the unit of level 2 that it lies in."""

    referent: Referent
    agreement: Agreement
    admin2: str | None = None

    @property
    def grade(self) -> float:
        return self.agreement.grade


@dataclass(frozen=True, slots=True)
class Term:
    """A word that speaks for a country. `stem`: an ending may follow."""

    country: str
    kind: str  # "name", "demonym" or "code"
    stem: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms by their normal form; `openers` are the first words of those of several words."""

    words: Mapping[str, tuple[Term, ...]]
    openers: frozenset[str]

    def of(self, word: str) -> tuple[Term, ...]:
        return self.words.get(word, ())


class Gazetteer:
    """One or more gazetteer files. Picklable: a copy opens the same files in its own process."""

    def __init__(self, paths: tuple[Path, ...]) -> None:
        self.paths = paths
        self._process = -1
        self._connections: tuple[sqlite3.Connection, ...] = ()
        self._names = Latest(CACHED_NAMES)
        self._countries = Latest(CACHED_COUNTRIES)
        self._terms: Terms | None = None
        self._files()

    @classmethod
    def open(cls, *paths: Path) -> "Gazetteer":
        """Open gazetteer files, the built-in one if none is named. Raises DataError where one cannot be read."""
        return cls(tuple(Path(p) for p in paths or (BUILTIN,)))

    def __reduce__(self) -> tuple[type["Gazetteer"], tuple[tuple[Path, ...]]]:
        return type(self), (self.paths,)

    def __enter__(self) -> "Gazetteer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def matches(self, name: str, country: str | None = None) -> tuple[Match, ...]:
        """Places of this name in any spelling that folds alike, the best agreement first, then the most people."""
        if len(name) > LONGEST_NAME:
            return ()
        plain = normal(name)
        found = self._names.get(plain, lambda: self._namesakes(plain))
        return found if country is None else tuple(m for m in found if m.referent.country == country)

    def lookup(self, name: str, country: str | None = None) -> tuple[Referent, ...]:
        """The places of this name, the likeliest first."""
        return tuple(match.referent for match in self.matches(name, country))

    def knows(self, name: str) -> bool:
        """Whether a place goes by this name, or by one very like it."""
        found = self.matches(name)
        return bool(found) and found[0].grade >= KNOWN_GRADE

    def is_prominent(self, name: str) -> bool:
        """Whether a large town, a province or a country goes by this very name."""
        found = (m.referent for m in self.matches(name) if m.grade == EXACT_GRADE)
        return any(r.kind in PROMINENT or (r.kind == "city" and r.population >= LARGE) for r in found)

    def similar(self, name: str, country: str) -> tuple[Match, ...]:
        """Places of one country whose names are like this one, though they do not fold alike."""
        return self._likely(
            "similar", name, country, lambda key: self._by_keys(key, self._spellings(country).similar(key), country)
        )

    def vowels_apart(self, name: str, country: str) -> tuple[Match, ...]:
        """Places of one country whose names have the consonants of this one; a weak likeness, to be borne out."""
        return self._likely(
            "vowels", name, country, lambda key: self._by_keys(key, self._spellings(country).vowels_apart(key), country)
        )

    def longer(self, name: str, country: str) -> tuple[Match, ...]:
        """Places of one country whose names begin or end with this one ("Saham" for Saham al Jawlan)."""
        plain = bare(normal(name[:LONGEST_NAME]))
        return self._likely("longer", name, country, lambda key: self._longer(key, plain, country))

    def names_in(self, country: str) -> frozenset[str]:
        """All names of a country's places, in their normal form."""
        query = "SELECT DISTINCT n.normal FROM name n JOIN place p ON p.id = n.place WHERE p.country = ?"
        return frozenset(row[0] for file in self._files() for row in file.execute(query, (country,)))

    def towns_of(self, country: str) -> Mapping[tuple[str, str], Sequence[Referent]]:
        """A country's towns by the unit that they lie in: (kind of unit, its name). From the first file alone.

        The first is the general one; a desk's own may hold millions of places, and few of them name their units.
        """
        return self._countries.get((country, "towns"), lambda: self._read_towns(country))

    def countries_around(self, centre: Point, km: float) -> frozenset[str]:
        """The countries of all towns no further than `km` from a point. From the first file alone, as `towns_of`."""
        return self._names.get(("around", centre, km), lambda: self._read_around(centre, km))

    def remember(self, key: Hashable, make: Callable[[], V]) -> V:
        """What `make` gives, kept among the latest answers: for what others work out of this gazetteer."""
        return self._names.get(key, make)

    def people_of(self, word: str, longest: int = MAX_ENDING) -> tuple[Match, ...]:
        """The countries that a demonym speaks of ("Libyan", "libyenne"), with an ending of so many letters at most."""
        plain = normal(word[:LONGEST_NAME])
        return self._names.get((plain, "demonym", longest), lambda: self._people_of(plain, longest))

    def terms(self) -> Terms:
        """Words that speak for countries."""
        if self._terms is None:
            self._terms = _gather(row for file in self._files() for row in file.execute("SELECT * FROM term"))
        return self._terms

    def attribution(self) -> tuple[tuple[str, str, str], ...]:
        """Source, licence and version of what is in the files."""
        query = "SELECT source, licence, version FROM attribution ORDER BY source"
        return tuple(row for file in self._files() for row in file.execute(query))

    def places(self) -> int:
        """How many places the files hold."""
        return sum(file.execute("SELECT count(*) FROM place").fetchone()[0] for file in self._files())

    def close(self) -> None:
        for connection in self._connections:
            connection.close()
        self._connections, self._process = (), -1

    def _files(self) -> tuple[sqlite3.Connection, ...]:
        """This process's connections: one made before a fork must not be used after it."""
        if self._process != os.getpid():
            self._connections = tuple(_open(path) for path in self.paths)
            self._process = os.getpid()
        return self._connections

    def _people_of(self, plain: str, longest: int) -> tuple[Match, ...]:
        stems = ((plain[: len(plain) - cut], cut) for cut in range(min(longest, len(plain) - MIN_STEM) + 1))
        terms = [t for stem, cut in stems for t in self.terms().of(stem) if t.stem or not cut]
        codes = {t.country for t in terms if t.kind == "demonym"}
        agreed = Agreement(Method.DEMONYM, BARE_GRADE)
        return tuple(Match(r, agreed) for r in self._country_places() if r.country in codes)

    def _country_places(self) -> tuple[Referent, ...]:
        return self._countries.get("", self._read_countries)

    def _read_countries(self) -> tuple[Referent, ...]:
        query = "SELECT * FROM place WHERE kind = 'country' ORDER BY id"
        rows = (row for file in self._files() for row in file.execute(query))
        return tuple(Referent(r[1], r[2], r[3], Point(r[7], r[8]), r[6], r[9]) for r in rows if r[7] is not None)

    def _namesakes(self, plain: str) -> tuple[Match, ...]:
        best: dict[tuple[int, int], Match] = {}
        for number, row in self._rows(folded(plain)):
            agreed = agreement(plain, row[10])
            known = best.get((number, row[0]))
            if agreed and (known is None or known.grade < agreed.grade):
                best[number, row[0]] = Match(_referent(row), agreed, row[9])
        return _ordered(best.values())

    def _likely(self, how: str, name: str, country: str, find: Callable[[str], tuple[Match, ...]]) -> tuple[Match, ...]:
        key = folded(normal(name[:LONGEST_NAME]))
        if not key or len(name) > LONGEST_NAME:
            return ()
        return self._names.get((how, key, name, country), lambda: find(key))

    def _by_keys(self, key: str, keys: Iterable[str], country: str) -> tuple[Match, ...]:
        """Places under other folded keys, each graded by how like it is."""
        best: dict[tuple[int, int], Match] = {}
        for spelling in keys:
            grade = FUZZY_WEIGHT * fuzz.ratio(key, spelling) / 100
            if grade < MIN_GRADE:
                continue
            for number, row in self._rows(spelling):
                known = best.get((number, row[0]))
                if row[3] == country and (known is None or known.grade < grade):
                    best[number, row[0]] = Match(_referent(row), Agreement(Method.FUZZY, grade), row[9])
        return _ordered(best.values())

    def _longer(self, key: str, plain: str, country: str) -> tuple[Match, ...]:
        agreed = Agreement(Method.FUZZY, LONGER_GRADE)
        best: dict[tuple[int, int], Match] = {}
        for spelling in self._spellings(country).longer(key):
            for number, row in self._rows(spelling):
                if row[3] == country and has_words(bare(row[10]), plain):
                    best[number, row[0]] = Match(_referent(row), agreed, row[9])
        return _ordered(best.values())

    def _rows(self, key: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
        for number, file in enumerate(self._files()):
            for row in file.execute(NAMESAKES, (key, MOST_NAMESAKES)):
                yield number, row

    def _spellings(self, country: str) -> Spellings:
        return self._countries.get(country, lambda: self._read_spellings(country))

    def _read_towns(self, country: str) -> Mapping[tuple[str, str], Sequence[Referent]]:
        towns: dict[tuple[str, str], list[Referent]] = {}
        for row in self._files()[0].execute(TOWNS, (country,)):
            for kind, unit in (("admin1", row[8]), ("admin2", row[9])):
                if unit:
                    towns.setdefault((kind, unit), []).append(_referent(row))
        return towns

    def _read_around(self, centre: Point, km: float) -> frozenset[str]:
        band = km / KM_PER_DEGREE
        rows = self._files()[0].execute(AROUND, (centre.lat - band, centre.lat + band))
        return frozenset(row[0] for row in rows if Point(row[1], row[2]).km_to(centre) <= km)

    def _read_spellings(self, country: str) -> Spellings:
        query = "SELECT keys FROM spelling WHERE country = ?"
        packed = [row[0] for file in self._files() for row in file.execute(query, (country,))]
        return Spellings([key for keys in packed for key in zlib.decompress(keys).decode().split("\n") if key])


def _open(path: Path) -> sqlite3.Connection:
    try:
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        connection.execute("SELECT 1 FROM place LIMIT 1")
    except sqlite3.Error as error:
        raise DataError(f"The gazetteer {path.name} is missing or damaged: install or load it again.") from error
    return connection


def _referent(row: tuple[Any, ...]) -> Referent:
    point = None if row[5] is None else Point(row[5], row[6])
    return Referent(row[1], row[2], row[3], point, row[4], row[7], row[8])


def _ordered(matches: Iterable[Match]) -> tuple[Match, ...]:
    def rank(match: Match) -> tuple[float, int, str]:
        exact = EXACT_GRADE if match.grade == EXACT_GRADE else round(match.grade, 2)
        return -exact, -match.referent.population, match.referent.place_id

    return tuple(sorted(matches, key=rank))


def _gather(rows: Iterable[tuple[str, str, str, int]]) -> Terms:
    terms: dict[str, tuple[Term, ...]] = {}
    for word, country, kind, stem in rows:
        terms[word] = (*terms.get(word, ()), Term(country, kind, bool(stem)))
    return Terms(terms, frozenset(word.partition(" ")[0] for word in terms if " " in word))
