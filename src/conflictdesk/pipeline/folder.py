"""What a desk's folder holds beside its database: a gazetteer of its own, a catalog of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from conflictdesk.geo.gazetteer import BUILTIN, Gazetteer
from conflictdesk.geo.loading import LoadCount, load_gazetteer
from conflictdesk.records.reports import Report, Source
from conflictdesk.sources.catalog import Catalog
from conflictdesk.store.database import Database

GAZETTEER = "gazetteer.sqlite"
CATALOG = "catalog.yaml"
ACTORS = "actors.yaml"
MANY_SOURCES = 65_536


@dataclass(frozen=True, slots=True)
class GazetteerSource:
    """Whose data a gazetteer file holds, and on which terms; null where the file does not say.

    `places` counts the whole file, all its sources together.
    """

    file: str
    source: str | None
    licence: str | None
    version: str | None
    places: int


def gazetteers_of(folder: Path) -> tuple[Path, ...]:
    """The desk's own gazetteer, if it has loaded one."""
    path = folder / GAZETTEER
    return (path,) if path.is_file() else ()


def catalogs_of(folder: Path | None) -> tuple[Path, ...]:
    """The desk's own catalog, if it has one."""
    own = folder / CATALOG if folder else None
    return (own,) if own and own.is_file() else ()


def actors_of(folder: Path | None) -> tuple[Path, ...]:
    """The desk's own actors, if it has any."""
    own = folder / ACTORS if folder else None
    return (own,) if own and own.is_file() else ()


def catalog_of(folder: Path | None) -> Catalog:
    """The built-in catalog, and before it the desk's own."""
    return Catalog.open(*catalogs_of(folder))


def weighing_of(folder: Path) -> str:
    """Who is of which kind by the catalogs of `catalog_of`, in one hash."""
    return _weighing(tuple((path, path.stat().st_mtime_ns) for path in catalogs_of(folder)))


@lru_cache(maxsize=8)
def _weighing(catalogs: tuple[tuple[Path, int], ...]) -> str:
    return Catalog.open(*(path for path, _ in catalogs)).weighing()


def sources_of(folder: Path | None) -> Callable[[Report], Source | None]:
    """Tells the source of a report, by the catalogs of `catalog_of`."""
    known = lru_cache(maxsize=MANY_SOURCES)(catalog_of(folder).source_of)  # the same few names come again and again
    return lambda report: known(report.publisher, report.url)


def load_places(folder: Path, places: Path, told: Callable[[int], None]) -> LoadCount:
    """Load a file of places into the desk's gazetteer, which is replaced whole or not at all.

    `told` hears now and then how many lines were read. Raises UnreadableFile where the file as a whole cannot be read.
    """
    with Database.open(folder, create=True):
        pass
    return load_gazetteer(places, folder / GAZETTEER, told)


def gazetteer_contents(folder: Path) -> Iterator[GazetteerSource]:
    """The files that the desk's places come from, each with its sources and how much it holds."""
    for path in (BUILTIN, *gazetteers_of(folder)):
        with Gazetteer.open(path) as gazetteer:
            told, places = gazetteer.attribution() or ((None, None, None),), gazetteer.places()
            for source, licence, version in told:
                name = f"{path.name} (built in)" if path == BUILTIN else path.name
                yield GazetteerSource(name, source, licence, version, places)
