"""Gazetteer files: SQLite, written once, then only read. Also: loading a country dump or JSONL into one.

place(id, place_id, name, country, admin1, admin2, kind, lat, lon, population)
name(folded, place, normal)            every spelling, found by its folded form
spelling(country, keys)                a country's folded forms, for fuzzy search: zlib of newline-joined keys
term(normal, country, kind, stem)      words that speak for a country: names, demonyms, codes
attribution(source, licence, version)
"""

import csv
import io
import json
import sqlite3
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conflictdesk.errors import UnreadableFile
from conflictdesk.geo.names import folded, normal
from conflictdesk.records.values import Point, Referent

SCHEMA = """
CREATE TABLE place (id INTEGER PRIMARY KEY, place_id TEXT NOT NULL, name TEXT NOT NULL, country TEXT, admin1 TEXT,
  admin2 TEXT, kind TEXT NOT NULL, lat REAL, lon REAL, population INTEGER NOT NULL) STRICT;
CREATE TABLE name (folded TEXT NOT NULL, place INTEGER NOT NULL, normal TEXT NOT NULL,
  PRIMARY KEY (folded, place, normal)) STRICT, WITHOUT ROWID;
CREATE TABLE spelling (country TEXT PRIMARY KEY, keys BLOB NOT NULL) STRICT;
CREATE TABLE term (normal TEXT NOT NULL, country TEXT NOT NULL, kind TEXT NOT NULL, stem INTEGER NOT NULL,
  PRIMARY KEY (normal, country, kind)) STRICT, WITHOUT ROWID;
CREATE TABLE attribution (source TEXT PRIMARY KEY, licence TEXT NOT NULL, version TEXT NOT NULL) STRICT;
"""
MAX_LINE = 1_000_000  # characters: no entry of a gazetteer is longer, a hostile file may be
MAX_REPORTED = 20  # bad lines named one by one; the rest are counted
MAX_UNPACKED = 4 * 1024**3  # bytes a .zip may unpack to

# Feature classes and codes of a GeoNames dump, to our kinds; what is not here (roads, streams) is left out.
GEONAMES_CODES = {"ADM1": "admin1", "ADM2": "admin2", "AIRB": "airfield", "AIRP": "airfield", "AIRF": "airfield"}
GEONAMES_CODES |= {"PCLI": "country", "ISL": "region", "RGN": "region", "MT": "mountain", "LK": "water", "INSM": "base"}
GEONAMES_FIELDS = 19
# Kinds of other gazetteers that say what ours say.
KINDS = {"locality": "city", "town": "city", "village": "city", "localadmin": "admin2", "county": "admin2"}
KINDS |= {"region": "admin1", "neighbourhood": "city", "campus": "airfield", "macroregion": "region"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A place as it goes into a gazetteer file, with every spelling of its name."""

    referent: Referent
    names: tuple[str, ...] = ()
    admin2: str | None = None


@dataclass(frozen=True, slots=True)
class LoadCount:
    """What a load did: entries taken, lines that could not be read, and the first of those with the reason."""

    loaded: int
    skipped: int
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _Problems:
    count: int = 0
    named: list[str] = field(default_factory=list)

    def add(self, number: int, reason: str) -> None:
        self.count += 1
        if len(self.named) < MAX_REPORTED:
            self.named.append(f"line {number}: {reason}")


def write_places(connection: sqlite3.Connection, entries: Iterable[Entry]) -> int:
    """Write entries in the order given; one that has the id of a place already there takes its place."""
    known: dict[str, int] = dict(connection.execute("SELECT place_id, id FROM place"))
    before = len(known)  # numbers run without a gap: places are replaced, never removed
    replaced: set[int] = set()
    spellings: set[tuple[str, int, str]] = set()
    written = 0
    for entry in entries:
        number = known.setdefault(entry.referent.place_id, len(known) + 1)
        connection.execute("INSERT OR REPLACE INTO place VALUES (?,?,?,?,?,?,?,?,?,?)", _row(number, entry))
        if number <= before:
            replaced.add(number)
        spellings.update(_spellings(number, entry))
        written += 1
    gone = ",".join(map(str, sorted(replaced)))
    connection.execute(f"DELETE FROM name WHERE place IN ({gone})")
    connection.executemany("INSERT OR IGNORE INTO name VALUES (?,?,?)", sorted(spellings))
    return written


def write_spellings(connection: sqlite3.Connection) -> None:
    """Gather each country's folded forms anew, for fuzzy search."""
    keys: dict[str, set[str]] = defaultdict(set)
    joined = "SELECT p.country, n.folded FROM name n JOIN place p ON p.id = n.place WHERE p.country IS NOT NULL"
    for country, key in connection.execute(joined):
        keys[country].add(key)
    packed = [(c, zlib.compress("\n".join(sorted(keys[c])).encode(), 9)) for c in sorted(keys)]
    connection.execute("DELETE FROM spelling")
    connection.executemany("INSERT INTO spelling VALUES (?,?)", packed)


def load_gazetteer(lines: Path | Iterable[str], into: Path) -> LoadCount:
    """Load a GeoNames dump (.txt, .zip) or JSONL into the gazetteer file `into`, which is made if need be.

    Bad lines are reported and skipped. Raises UnreadableFile where the file as a whole cannot be read.
    """
    problems = _Problems()
    fresh = not into.exists()
    into.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(into)) as connection:
        if fresh:
            connection.executescript(SCHEMA)
        with connection:
            loaded = write_places(connection, _entries(_lines(lines), problems))
            write_spellings(connection)
    return LoadCount(loaded, problems.count, tuple(problems.named))


def _row(number: int, entry: Entry) -> tuple[Any, ...]:
    r = entry.referent
    lat, lon = (round(r.point.lat, 5), round(r.point.lon, 5)) if r.point else (None, None)
    return number, r.place_id, r.name, r.country, r.admin1, entry.admin2, r.kind, lat, lon, r.population


def _spellings(number: int, entry: Entry) -> Iterator[tuple[str, int, str]]:
    for name in {entry.referent.name, *entry.names}:
        plain = normal(name)
        if plain:
            yield folded(plain), number, plain


def _lines(source: Path | Iterable[str]) -> Iterable[str]:
    if not isinstance(source, Path):
        return source
    try:
        return _unzipped(source) if zipfile.is_zipfile(source) else _plain(source)
    except OSError as error:
        raise UnreadableFile(f"{source.name} cannot be opened: {error.strerror}.") from error


def _plain(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as file:
        yield from file


def _unzipped(path: Path) -> Iterator[str]:
    """The lines of the largest .txt in a GeoNames zip, which is the dump; the other one is its readme."""
    with zipfile.ZipFile(path) as archive:
        members = [m for m in archive.infolist() if m.filename.endswith(".txt")]
        largest = max(members, key=lambda m: m.file_size, default=None)
        if largest is None or largest.file_size > MAX_UNPACKED:
            raise UnreadableFile(f"{path.name} holds no GeoNames dump (.txt) of a size that can be read.")
        with archive.open(largest) as raw:
            yield from io.TextIOWrapper(raw, encoding="utf-8", errors="replace", newline="\n")


def _entries(lines: Iterable[str], problems: _Problems) -> Iterator[Entry]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = _entry(line)
        except (ValueError, KeyError, TypeError) as error:
            problems.add(number, _why(error))
            continue
        if entry is not None:
            yield entry


def _why(error: Exception) -> str:
    return f"the field {error} is missing" if isinstance(error, KeyError) else str(error)


def _entry(line: str) -> Entry | None:
    if len(line) > MAX_LINE:
        raise ValueError("the line is too long for an entry")
    if line.lstrip().startswith("{"):
        return _from_json(json.loads(line))
    return _from_geonames(next(csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE)))


def _from_json(r: dict[str, Any]) -> Entry:
    if not isinstance(r.get("names") or [], list) or not str(r["name"]).strip():
        raise ValueError("an entry needs a name, and `names` is a list")
    point = None if r.get("lat") is None else _point(r["lat"], r["lon"])
    kind = str(r.get("kind") or "city")
    referent = Referent(
        place_id=str(r["id"]),
        name=str(r["name"]),
        country=_country_code(r.get("country")),
        point=point,
        kind=KINDS.get(kind, kind),
        population=int(r.get("population") or 0),
        admin1=r.get("admin1"),
    )
    return Entry(referent, tuple(str(n) for n in r.get("names") or ()), r.get("admin2"))


def _from_geonames(row: Sequence[str]) -> Entry | None:
    """A line of a GeoNames dump: 19 fields, tab-separated; null for a feature that reports do not name."""
    if len(row) != GEONAMES_FIELDS:
        raise ValueError(f"{len(row)} fields, where JSON or the {GEONAMES_FIELDS} of a GeoNames dump were expected")
    kind = "city" if row[6] == "P" else GEONAMES_CODES.get(row[7].rstrip("H"))
    if kind is None:
        return None
    referent = Referent(
        place_id=f"geonames:{int(row[0])}",
        name=row[1],
        country=_country_code(row[8]),
        point=_point(row[4], row[5]),
        kind=kind,
        population=int(row[14] or 0),
    )
    return Entry(referent, tuple(n for n in (row[2], *row[3].split(",")) if n))


def _point(lat: Any, lon: Any) -> Point:
    point = Point(float(lat), float(lon))
    if not (-90 <= point.lat <= 90 and -180 <= point.lon <= 180):
        raise ValueError(f"{lat}, {lon} is no place on earth")
    return point


def _country_code(code: Any) -> str | None:
    if not code:
        return None
    if not (isinstance(code, str) and len(code) == 2 and code.isascii() and code.isalpha()):
        raise ValueError(f"country {code!r} is not an ISO 3166 alpha-2 code")
    return code.upper()
