"""Reports as retrieved, and what was wrong with parts of them; also as plain data, as one process gives it another."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

# Bytes between two reports of a file among which the next one is looked for; what stands farther is sent itself.
LOOKED_THROUGH = 64 * 1024
PLAIN_FIELDS = (
    "media_type", "text", "title", "published_reason", "publisher", "url", "language", "report_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part of the text, from `start` up to `end`, stood: "page 3", or the path of a page's element."""

    start: int
    end: int
    where: str


@dataclass(frozen=True, slots=True)
class Retrieved:
    """One report as it came. `raw` goes into the archive; `text` is what `text.clean` gets.

    `report_id` is null where the report brought none: then it is the hash of `raw`. `retrieved`, in UTC, is there where
    the file says when the report was fetched. `contained`: it came in a file that holds several, whose address is not
    the report's. `places` lead from the text back into `raw`, in order and without overlap; () where the text is `raw`.
    """

    raw: bytes
    media_type: str
    text: str
    title: str | None = None
    published: date | None = None
    published_reason: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    report_id: str | None = None
    retrieved: datetime | None = None
    contained: bool = False
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """What could not be read as meant, in which file and line (from 1; null for the file), and what to do."""

    file: str
    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file gave, and what was wrong with parts of it. `note` is what else a person may want to know of it."""

    retrieved: tuple[Retrieved, ...]
    issues: tuple[Issue, ...] = ()
    note: str | None = None


def as_plain(parsed: Parsed, raw: bytes) -> dict[str, Any]:
    """`parsed` without bytes that stand in `raw`, the file: those a report only says the place of."""
    cursor, reports = 0, []
    for one in parsed.retrieved:
        start = 0 if one.raw is raw else raw.find(one.raw, cursor, cursor + len(one.raw) + LOOKED_THROUGH)
        cursor = start + len(one.raw) if start >= 0 else cursor
        own = [start, cursor] if start >= 0 else b64encode(one.raw).decode("ascii")
        fields = {name: getattr(one, name) for name in PLAIN_FIELDS}
        days = {name: _written(getattr(one, name)) for name in ("published", "retrieved")}
        reports.append({**fields, **days, "contained": one.contained, "bytes": own, "places": _told(one.places)})
    issues = [[issue.line, issue.message] for issue in parsed.issues]
    return {"reports": reports, "issues": issues, "note": parsed.note}


def _told(places: tuple[Place, ...]) -> list[tuple[int, int, str]]:
    return [(place.start, place.end, place.where) for place in places]


def _written(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None


def from_plain(plain: Any, raw: bytes, name: str) -> Parsed:
    """What `as_plain` was given. Trusts nothing: raises ValueError, TypeError or LookupError for any other data."""
    retrieved = tuple(_retrieved(one, raw) for one in plain["reports"])
    issues = tuple(Issue(name, None if line is None else int(line), str(said)) for line, said in plain["issues"])
    return Parsed(retrieved, issues, None if plain["note"] is None else str(plain["note"]))


def _retrieved(plain: Mapping[str, Any], raw: bytes) -> Retrieved:
    fields = {name: plain[name] for name in PLAIN_FIELDS}
    if any(not isinstance(value, str | None) for value in fields.values()):
        raise TypeError("a field is no text")
    if not (isinstance(fields["text"], str) and isinstance(fields["media_type"], str)):
        raise TypeError("a report without text")
    published, at = plain["published"], plain["retrieved"]
    return Retrieved(
        raw=_bytes_of(plain["bytes"], raw),
        published=date.fromisoformat(published) if published else None,
        retrieved=datetime.fromisoformat(at) if at else None,
        contained=plain["contained"] is True,
        places=tuple(Place(int(start), int(end), str(where)) for start, end, where in plain["places"]),
        **fields,
    )


def _bytes_of(told: Any, raw: bytes) -> bytes:
    """A report's own bytes: those of the file from start to end, or others that it came as within it."""
    if isinstance(told, str):
        return b64decode(told, validate=True)
    start, end = told
    if not 0 <= start < end <= len(raw):
        raise ValueError("bytes outside the file")
    return raw if end - start == len(raw) else raw[start:end]
