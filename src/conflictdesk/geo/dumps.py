"""Lines of other gazetteers to entries: GeoNames dumps (19 fields, tab-separated) and JSON objects, a place a line."""

import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from conflictdesk.errors import UnreadableFile
from conflictdesk.geo.lexicon import lexicon
from conflictdesk.geo.writing import Entry
from conflictdesk.records.values import Point, Referent

MAX_LINE = 1_000_000  # characters: no entry of a gazetteer is longer, a hostile file may be
MAX_UNPACKED = 4 * 1024**3  # bytes a .zip may unpack to
MOST_PEOPLE = 10**11  # on earth, and some to spare
GEONAMES_FIELDS = 19
# What a zip raises that is cut off, damaged, locked with a password, or packed in a way that Python does not know.
DAMAGED = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError)
NO_UNIT = frozenset({"", "0", "00"})  # GeoNames' codes for "in no unit of this level"


def lines_of(source: Path | Iterable[str]) -> Iterable[str]:
    """The lines of a dump, unpacked if need be. Raises UnreadableFile where the file as a whole cannot be read."""
    if not isinstance(source, Path):
        return source
    try:
        return _unzipped(source) if zipfile.is_zipfile(source) else _plain(source)
    except OSError as error:
        raise UnreadableFile(f"{source.name} cannot be opened: {error.strerror}.") from error


def read_entry(line: str) -> Entry | None:
    """The entry on a line; null for a feature that reports do not name (a road, a stream).

    Raises ValueError, KeyError, TypeError, OverflowError or RecursionError where the line is no entry.
    """
    if len(line) > MAX_LINE:
        raise ValueError("the line is too long for an entry")
    if line.startswith("{"):
        return _from_json(json.loads(line))
    return _from_geonames(line.rstrip("\r\n").split("\t"))


def _plain(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as file:
            while line := file.readline(MAX_LINE + 1):
                yield line
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror}.") from error


def _unzipped(path: Path) -> Iterator[str]:
    """The lines of the largest .txt in a GeoNames zip, which is the dump; the other one is its readme."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if m.filename.endswith(".txt")]
            largest = max(members, key=lambda m: m.file_size, default=None)
            if largest is None or largest.file_size > MAX_UNPACKED:
                raise UnreadableFile(f"{path.name} holds no GeoNames dump (.txt) of a size that can be read.")
            with archive.open(largest) as raw:
                file = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="\n")
                while line := file.readline(MAX_LINE + 1):
                    yield line
    except DAMAGED as error:
        raise UnreadableFile(f"{path.name} is damaged or locked: {error}.") from error


def _from_json(r: dict[str, Any]) -> Entry:
    names = r.get("names") or []
    if not isinstance(names, list) or not all(isinstance(n, str) for n in names):
        raise ValueError("`names` is a list of strings")
    referent = Referent(
        place_id=str(_told(r, "id")),
        name=str(_told(r, "name")),
        country=_country_code(r.get("country")),
        point=None if r.get("lat") is None else _point(r["lat"], r["lon"]),
        kind=_kind(r.get("kind") or "city"),
        population=_people(r.get("population")),
        admin1=_text(r, "admin1"),
    )
    admin2 = _text(r, "admin2")
    for text in (referent.place_id, referent.name, referent.admin1 or "", admin2 or "", *names):
        text.encode()  # half a character, escaped in the line, is no name
    return Entry(referent, tuple(names), admin2)


def _told(r: dict[str, Any], key: str) -> str | int:
    value = r[key]
    if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
        raise ValueError(f"an entry needs `{key}`")
    return value


def _text(r: dict[str, Any], key: str) -> str | None:
    value = r.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"`{key}` is a name")
    return value or None


def _kind(kind: Any) -> str:
    """Our word for a kind of place; what we have no word for is a site: a thing that lies in or by a town."""
    if not isinstance(kind, str):
        raise ValueError("`kind` is a word")
    kinds: dict[str, str] = lexicon("features")["loaded_kinds"]
    plain = " ".join(kind.casefold().replace("_", " ").replace("-", " ").split())
    return kinds.get(plain, "site")


def _from_geonames(row: Sequence[str]) -> Entry | None:
    """A line of a GeoNames dump. Its administrative units are codes, named by the units' own lines."""
    if len(row) != GEONAMES_FIELDS:
        raise ValueError(f"{len(row)} fields, where JSON or the {GEONAMES_FIELDS} of a GeoNames dump were expected")
    kind = _geonames_kind(row[6], row[7])
    if kind is None:
        return None
    country = _country_code(row[8])
    referent = Referent(
        place_id=f"geonames:{int(row[0])}",
        name=row[1],
        country=country,
        point=_point(row[4], row[5]),
        kind=kind,
        population=_people(row[14]),
    )
    names = tuple(n for n in (row[2], *row[3].split(",")) if n)
    inside = _units(country, row[10], row[11])
    unit = {"ADM1": inside[0], "ADM2": inside[1]}.get(row[7])
    return Entry(referent, names, inside=inside, unit=unit)


def _geonames_kind(feature: str, code: str) -> str | None:
    """Abandoned and destroyed places (a code with H) are of the kind that they were."""
    return "city" if feature == "P" else _geonames_codes().get(code) or _geonames_codes().get(code.rstrip("H"))


@cache
def _geonames_codes() -> dict[str, str]:
    return {code: kind for kind, codes in lexicon("features")["geonames"].items() for code in codes}


def _units(country: str | None, first: str, second: str) -> tuple[str | None, str | None]:
    if country is None or first in NO_UNIT:
        return None, None
    return f"{country}.{first}", None if second in NO_UNIT else f"{country}.{first}.{second}"


def _people(count: Any) -> int:
    people = int(count or 0)
    if not 0 <= people <= MOST_PEOPLE:
        raise ValueError(f"{count} is no number of people")
    return people


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
