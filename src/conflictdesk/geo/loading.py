"""Loading a country dump or JSON lines into a desk's gazetteer file, which is replaced whole or not at all."""

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from os import getpid
from pathlib import Path

from conflictdesk.errors import DeskBusy
from conflictdesk.geo.dumps import lines_of, read_entry
from conflictdesk.geo.writing import SCHEMA, Entry, write_places, write_spellings

MAX_REPORTED = 20  # bad lines named one by one; the rest are counted
TOLD_EVERY = 50_000  # lines between two words of progress
STALE_SECONDS = 3600  # an unfinished file that nobody wrote to for so long was left by a load that was killed
CACHE_KIB = 16 * 1024  # of SQLite, while it loads
GEONAMES = ("GeoNames (geonames.org)", "CC BY 4.0")
UNSTATED = "not stated"

Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class LoadCount:
    """What a load did: entries taken, lines that could not be read, and the first of those with the reason."""

    loaded: int
    skipped: int
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _Course:
    """How a load goes: bad lines, and whether it is a GeoNames dump."""

    told: Told
    bad: int = 0
    named: list[str] = field(default_factory=list)
    geonames: bool = False

    def add(self, number: int, reason: str) -> None:
        self.bad += 1
        if len(self.named) < MAX_REPORTED:
            self.named.append(f"line {number}: {reason}")


def load_gazetteer(lines: Path | Iterable[str], into: Path, told: Told = lambda _: None) -> LoadCount:
    """Load a GeoNames dump (.txt, .zip) or JSON lines into the gazetteer file `into`, which is made if need be.

    An entry that is there already, by its id, is replaced. Bad lines are reported and skipped; `told` hears now and
    then how many lines were read. Raises UnreadableFile where the file as a whole cannot be read, DeskBusy where
    another load ended meanwhile; then, and when it is killed, `into` stays as it was.
    """
    course = _Course(told)
    into.parent.mkdir(parents=True, exist_ok=True)
    with _beside(into) as fresh, closing(sqlite3.connect(fresh)) as connection:
        for database in ("main", "temp"):
            connection.execute(f"PRAGMA {database}.cache_size = -{CACHE_KIB}")
        connection.execute("PRAGMA journal_mode = OFF")  # the file is thrown away where anything fails
        with connection:
            loaded = write_places(connection, _entries(lines_of(lines), course))
            write_spellings(connection)
            connection.execute("INSERT OR REPLACE INTO attribution VALUES (?,?,?)", _attribution(lines, course))
    return LoadCount(loaded, course.bad, tuple(course.named))


@contextmanager
def _beside(into: Path) -> Iterator[Path]:
    """A copy of the file to write to, or a new one; it takes the file's place where nothing went wrong."""
    _clear(into)
    fresh = into.with_name(f".new-{getpid()}-{into.name}")
    before = _state(into)
    try:
        if before:
            shutil.copyfile(into, fresh)
        else:
            with closing(sqlite3.connect(fresh)) as connection:
                connection.executescript(SCHEMA)
        yield fresh
        if _state(into) != before:
            raise DeskBusy("Another load of places ended while this one ran. Load the file again.")
        fresh.replace(into)
    finally:
        fresh.unlink(missing_ok=True)


def _state(path: Path) -> tuple[int, int] | None:
    return (path.stat().st_ino, path.stat().st_mtime_ns) if path.is_file() else None


def _clear(into: Path) -> None:
    """Remove what killed loads left."""
    for left in into.parent.glob(f".new-*-{into.name}"):
        if time.time() - left.stat().st_mtime > STALE_SECONDS:
            left.unlink(missing_ok=True)


def _entries(lines: Iterable[str], course: _Course) -> Iterator[Entry]:
    for number, line in enumerate(lines, start=1):
        if number % TOLD_EVERY == 0:
            course.told(number)
        if not line.strip():
            continue
        try:
            entry = read_entry(line)
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
            course.add(number, _why(error))
            continue
        if entry is not None:
            course.geonames = course.geonames or entry.referent.place_id.startswith("geonames:")
            yield entry


def _why(error: Exception) -> str:
    return f"the field {error} is missing" if isinstance(error, KeyError) else str(error)


def _attribution(lines: Path | Iterable[str], course: _Course) -> tuple[str, str, str]:
    name = lines.name if isinstance(lines, Path) else "lines"
    source, licence = GEONAMES if course.geonames else (name, UNSTATED)
    return f"{source}, {name}" if course.geonames else source, licence, f"loaded {datetime.now(UTC):%Y-%m-%d}"
