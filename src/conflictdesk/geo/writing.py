"""Gazetteer files: SQLite, written once, then only read.

place(id, place_id, name, country, admin1, admin2, kind, lat, lon, population)
name(folded, place, normal)            every spelling, found by its folded form
spelling(country, keys)                a country's folded forms, for fuzzy search: zlib of newline-joined keys
term(normal, country, kind, stem)      words that speak for a country: names, demonyms, codes
attribution(source, licence, version)

Entries are staged in temporary tables and merged at the end: SQLite sorts on disk, so memory does not grow with them.
"""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from conflictdesk.geo.names import folded, normal
from conflictdesk.records.values import Referent

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
STAGE = (
    "CREATE TEMP TABLE coming (number INTEGER PRIMARY KEY, place_id TEXT UNIQUE, name TEXT, country TEXT, admin1 TEXT,"
    " admin2 TEXT, kind TEXT, lat REAL, lon REAL, population INTEGER, inside1 TEXT, inside2 TEXT)",
    "CREATE TEMP TABLE spelt (folded TEXT, number INTEGER, normal TEXT)",
    "CREATE TEMP TABLE unit (code TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID",
    "CREATE TEMP TABLE numbered (number INTEGER PRIMARY KEY, id INTEGER, country TEXT)",
)
COMING = """
INSERT INTO coming (place_id, name, country, admin1, admin2, kind, lat, lon, population, inside1, inside2)
VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (place_id) DO UPDATE SET name = excluded.name, country = excluded.country,
  admin1 = excluded.admin1, admin2 = excluded.admin2, kind = excluded.kind, lat = excluded.lat, lon = excluded.lon,
  population = excluded.population, inside1 = excluded.inside1, inside2 = excluded.inside2
RETURNING number
"""
NAME_UNITS = """
UPDATE coming SET admin1 = coalesce(admin1, (SELECT name FROM unit WHERE code = inside1)),
  admin2 = coalesce(admin2, (SELECT name FROM unit WHERE code = inside2)) WHERE inside1 IS NOT NULL
"""
# A place that is there already keeps its number; the others follow in their order.
MERGE = (
    "INSERT INTO numbered SELECT c.number, p.id, p.country FROM place p CROSS JOIN coming c ON c.place_id = p.place_id",
    "DELETE FROM name WHERE place IN (SELECT id FROM numbered)",
    "INSERT INTO numbered SELECT number, (SELECT coalesce(max(id), 0) FROM place)"
    " + row_number() OVER (ORDER BY number), country FROM coming WHERE number NOT IN (SELECT number FROM numbered)",
    "INSERT OR REPLACE INTO place SELECT n.id, c.place_id, c.name, c.country, c.admin1, c.admin2, c.kind, c.lat, c.lon,"
    " c.population FROM coming c JOIN numbered n ON n.number = c.number ORDER BY n.id",
    "INSERT OR IGNORE INTO name SELECT s.folded, n.id, s.normal FROM spelt s JOIN numbered n ON n.number = s.number"
    " ORDER BY 1, 2, 3",
)
TOUCHED = "SELECT country FROM coming UNION SELECT country FROM numbered"
SPELLINGS = """
SELECT DISTINCT p.country, n.folded FROM name n JOIN place p ON p.id = n.place
WHERE p.country IN (SELECT country FROM touched) ORDER BY 1, 2
"""
BATCH = 10_000  # spellings written at once


@dataclass(frozen=True, slots=True)
class Entry:
    """A place as it goes into a gazetteer file, with every spelling of its name.

    Dumps name administrative units by codes: `inside` are those of level 1 and 2 that the place lies in, `unit` is the
    code of a place that is such a unit itself.
    """

    referent: Referent
    names: tuple[str, ...] = ()
    admin2: str | None = None
    inside: tuple[str | None, str | None] = (None, None)
    unit: str | None = None


def write_places(connection: sqlite3.Connection, entries: Iterable[Entry]) -> int:
    """Write entries in the order given; one that has the id of a place already there takes its place."""
    for statement in STAGE:
        connection.execute(statement)
    written = _stage(connection, entries)
    connection.execute(NAME_UNITS)
    for statement in MERGE:
        connection.execute(statement)
    connection.execute(f"CREATE TEMP TABLE touched AS {TOUCHED}")
    for table in ("coming", "spelt", "unit", "numbered"):
        connection.execute(f"DROP TABLE temp.{table}")
    return written


def write_spellings(connection: sqlite3.Connection) -> None:
    """Gather the folded forms of each country that `write_places` touched anew, for fuzzy search."""
    connection.execute("DELETE FROM spelling WHERE country IN (SELECT country FROM touched)")
    rows = connection.execute(SPELLINGS)
    joined = ((c, "\n".join(key for _, key in group)) for c, group in groupby(rows, key=lambda row: row[0]))
    packed = ((country, zlib.compress(keys.encode(), 9)) for country, keys in joined)
    connection.executemany("INSERT INTO spelling VALUES (?,?)", packed)
    connection.execute("DROP TABLE temp.touched")


def _stage(connection: sqlite3.Connection, entries: Iterable[Entry]) -> int:
    written, spelt = 0, list[tuple[str, int, str]]()
    for entry in entries:
        written += 1
        ((number,),) = connection.execute(COMING, _row(entry)).fetchall()
        spelt += _spellings(number, entry)
        if entry.unit:
            connection.execute("INSERT OR REPLACE INTO unit VALUES (?,?)", (entry.unit, entry.referent.name))
        if len(spelt) >= BATCH:
            _keep(connection, spelt)
    _keep(connection, spelt)
    return written


def _keep(connection: sqlite3.Connection, spelt: list[tuple[str, int, str]]) -> None:
    connection.executemany("INSERT INTO spelt VALUES (?,?,?)", spelt)
    spelt.clear()


def _row(entry: Entry) -> tuple[Any, ...]:
    r = entry.referent
    lat, lon = (round(r.point.lat, 5), round(r.point.lon, 5)) if r.point else (None, None)
    return (r.place_id, r.name, r.country, r.admin1, entry.admin2, r.kind, lat, lon, r.population, *entry.inside)


def _spellings(number: int, entry: Entry) -> Iterator[tuple[str, int, str]]:
    for plain in {normal(name) for name in {entry.referent.name, *entry.names}}:
        if plain:
            yield folded(plain), number, plain
