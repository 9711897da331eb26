"""Reports as retrieved, and what was wrong with parts of them; also as plain data, as one process gives it another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

PLAIN_FIELDS = (
    "media_type", "text", "title", "published_reason", "publisher", "url", "language", "report_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Retrieved:
    """One report as it came. `raw` goes into the archive; `text` is what `text.clean` gets.

    `report_id` is null where the report brought none: then it is the hash of `raw`.
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


@dataclass(frozen=True, slots=True)
class Issue:
    """What could not be read as meant, in which file and line (from 1; null for the file), and what to do."""

    file: str
    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file gave, and what was wrong with parts of it."""

    retrieved: tuple[Retrieved, ...]
    issues: tuple[Issue, ...] = ()


def as_plain(parsed: Parsed, raw: bytes) -> dict[str, Any]:
    """`parsed` without any bytes: each report says where in `raw`, the file, its own stand."""
    cursor, reports = 0, []
    for one in parsed.retrieved:
        start = 0 if one.raw is raw else raw.index(one.raw, cursor)
        cursor = start + len(one.raw)
        published = one.published.isoformat() if one.published else None
        fields = {name: getattr(one, name) for name in PLAIN_FIELDS}
        reports.append({**fields, "published": published, "bytes": [start, cursor]})
    return {"reports": reports, "issues": [[issue.line, issue.message] for issue in parsed.issues]}


def from_plain(plain: Any, raw: bytes, name: str) -> Parsed:
    """What `as_plain` was given. Trusts nothing: raises ValueError, TypeError or LookupError for any other data."""
    retrieved = tuple(_retrieved(one, raw) for one in plain["reports"])
    issues = tuple(Issue(name, None if line is None else int(line), str(said)) for line, said in plain["issues"])
    return Parsed(retrieved, issues)


def _retrieved(plain: Mapping[str, Any], raw: bytes) -> Retrieved:
    fields = {name: plain[name] for name in PLAIN_FIELDS}
    if any(not isinstance(value, str | None) for value in fields.values()):
        raise TypeError("a field is no text")
    if not (isinstance(fields["text"], str) and isinstance(fields["media_type"], str)):
        raise TypeError("a report without text")
    start, end = plain["bytes"]
    if not 0 <= start < end <= len(raw):
        raise ValueError("bytes outside the file")
    published = plain["published"]
    own = raw if end - start == len(raw) else raw[start:end]
    return Retrieved(raw=own, published=date.fromisoformat(published) if published else None, **fields)
