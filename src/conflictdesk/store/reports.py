"""Reports, their revisions, sources and full-text search, in SQL."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, func, insert, select, text, update

from conflictdesk.errors import InputError
from conflictdesk.records.acts import Act
from conflictdesk.records.reports import Reach, Report, Source, SourceKind, Span
from conflictdesk.store import words
from conflictdesk.store.schema import reports, revisions, sources
from conflictdesk.store.words import Draft

Arrival = Literal["new", "known", "revision"]

_OPEN, _CLOSE = "\x02", "\x03"  # around a match; clean text holds no control characters
SNIPPET_WORDS = 32


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that a search found. `matches` count in `snippet`, which is plain text."""

    report_id: str
    title: str | None
    snippet: str
    matches: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One revision of a report: other bytes than before, or what was told of the same later; `act_id` by whom."""

    revision: int
    report: Report
    act_id: int | None


def add(connection: Connection, report: Report, fetched: bool = False) -> Arrival:
    """Keep `report`, unless a revision with the same bytes is there already; where `fetched`, unless the latest has."""
    known = select(revisions.c.revision).where(revisions.c.report_id == report.report_id)
    latest = connection.execute(known.order_by(revisions.c.revision.desc())).scalar()
    held = known.where(revisions.c.revision == latest) if fetched else known
    if connection.execute(held.where(revisions.c.content_hash == report.content_hash)).first():
        return "known"
    if latest is None:
        _add_first(connection, report)
        return "new"
    unindex(connection, report.report_id)
    connection.execute(update(reports).where(reports.c.report_id == report.report_id).values(revision=latest + 1))
    _add_revision(connection, _columns(report) | {"revision": latest + 1})
    return "revision"


def fill_in(connection: Connection, report_id: str, content_hash: str, told: Mapping[str, str]) -> tuple[str, ...]:
    """Note what was told later of the bytes that a report came as: a new row, where the current one says nothing.

    Gives the columns that were filled. Of bytes that are not the report's current ones nothing is noted.
    """
    row = connection.execute(current().where(revisions.c.report_id == report_id)).one()
    held = row._asdict()
    gained = {name: value for name, value in told.items() if held[name] is None}
    if "published" not in gained:
        gained.pop("published_reason", None)
    if not gained or row.content_hash != content_hash:
        return ()
    unindex(connection, report_id)
    held = {name: value for name, value in held.items() if name not in ("revision_id", "act_id")}
    _add_revision(connection, held | gained | {"revision": row.revision + 1})
    latest = update(reports).where(reports.c.report_id == report_id).values(revision=row.revision + 1)
    connection.execute(latest)
    return tuple(gained)


def retell(connection: Connection, report_id: str, told: Mapping[str, str | None], draft: Draft) -> Act | None:
    """Note what a person tells of a report, in a new revision that names the act; null where that changes nothing."""
    row = connection.execute(current().where(revisions.c.report_id == report_id)).first()
    if row is None:
        raise InputError(f"There is no report {report_id} in this desk: conflictdesk export --claims lists their ids.")
    held = {name: value for name, value in row._asdict().items() if name != "revision_id"}
    if all(held[name] == value for name, value in told.items() if name != "published_reason"):
        return None
    act = words.keep(connection, draft)
    unindex(connection, report_id)
    _add_revision(connection, {**held, **told, "revision": row.revision + 1, "act_id": act.act_id})
    latest = update(reports).where(reports.c.report_id == report_id).values(revision=row.revision + 1)
    connection.execute(latest)
    return replace(act, reports=(report_id,))


def told(connection: Connection, report_id: str) -> list[Told]:
    """Every revision of a report, oldest first."""
    query = select(revisions).where(revisions.c.report_id == report_id).order_by(revisions.c.revision)
    return [Told(row.revision, read(row), row.act_id) for row in connection.execute(query)]


def numbers(connection: Connection, report_ids: Iterable[str] | None = None) -> dict[str, int]:
    """The number of each report's current revision; of all reports, or of these."""
    query = select(reports.c.report_id, reports.c.revision)
    if report_ids is not None:
        query = query.where(reports.c.report_id.in_(list(report_ids)))
    return {row.report_id: row.revision for row in connection.execute(query)}


def holder_of(connection: Connection, content_hash: str) -> str | None:
    """The report that these bytes came as, if they came before."""
    query = select(revisions.c.report_id).where(revisions.c.content_hash == content_hash)
    return connection.execute(query.order_by(revisions.c.revision_id)).scalar()


def revision_of(connection: Connection, report: Report) -> int | None:
    """The number of the revision that `report` was read from; null where it was forgotten."""
    same = [revisions.c[name].is_not_distinct_from(value) for name, value in _columns(report).items()]
    found: int | None = connection.scalar(select(func.max(revisions.c.revision)).where(*same))
    return found


def current() -> Select[Any]:
    """The current revision of every report, in order of arrival."""
    return (
        select(revisions)
        .join(
            reports,
            (reports.c.report_id == revisions.c.report_id) & (reports.c.revision == revisions.c.revision),
        )
        .order_by(reports.c.arrival)
    )


def read(row: Row[Any]) -> Report:
    return Report(
        report_id=row.report_id,
        text=row.text,
        content_hash=row.content_hash,
        retrieved=datetime.fromisoformat(row.retrieved),
        language=row.language,
        title=row.title,
        published=date.fromisoformat(row.published) if row.published else None,
        published_reason=row.published_reason,
        publisher=row.publisher,
        url=row.url,
        media_type=row.media_type,
    )


def search(connection: Connection, query: str, limit: int) -> list[Hit]:
    """Reports that hold every word of `query` (quoted words as a phrase), best first."""
    expression = match_expression(query)
    if not expression:
        return []
    found = text(
        "SELECT v.report_id, v.title, snippet(reports_fts, -1, :open, :close, '…', :words) AS snippet"
        " FROM reports_fts JOIN revisions v ON v.revision_id = reports_fts.rowid"
        " WHERE reports_fts MATCH :expression ORDER BY rank LIMIT :limit"
    )
    values = {"open": _OPEN, "close": _CLOSE, "words": SNIPPET_WORDS, "expression": expression, "limit": limit}
    return [Hit(row.report_id, row.title, *_unmark(row.snippet)) for row in connection.execute(found, values)]


def match_expression(query: str) -> str:
    """What a person typed as an FTS5 expression: nothing in it is read as an operator."""
    plain = query.replace("\0", " ").encode("utf-8", "replace").decode()  # SQLite ends a text at a NUL
    pieces = [piece.strip() for piece in plain.split('"')]
    phrases = [piece for piece in pieces[1::2] if _speaks(piece)]
    words = [word for piece in pieces[0::2] for word in piece.split() if _speaks(word)]
    return " ".join([f'"{phrase}"' for phrase in phrases] + [f'"{word}"*' for word in words])


def add_source(connection: Connection, source: Source) -> None:
    """Keep what is known of a source; a later word on the same name replaces it."""
    values = asdict(source) | {"kind": str(source.kind), "reach": str(source.reach) if source.reach else None}
    done = connection.execute(update(sources).where(sources.c.name == source.name).values(values))
    if not done.rowcount:
        connection.execute(insert(sources).values(values))


def all_sources(connection: Connection) -> list[Source]:
    rows = connection.execute(select(sources).order_by(sources.c.name))
    return [_source(row) for row in rows]


def source_named(connection: Connection, name: str) -> Source | None:
    """The source as it is kept; null where it is not yet."""
    row = connection.execute(select(sources).where(sources.c.name == name)).first()
    return _source(row) if row else None


def _source(row: Row[Any]) -> Source:
    told = row._asdict()
    return Source(**{**told, "kind": SourceKind(row.kind), "reach": Reach(row.reach) if row.reach else None})


def _add_first(connection: Connection, report: Report) -> None:
    arrival = connection.execute(select(func.coalesce(func.max(reports.c.arrival), 0) + 1)).scalar_one()
    connection.execute(insert(reports).values(report_id=report.report_id, arrival=arrival, revision=1))
    _add_revision(connection, _columns(report) | {"revision": 1})


def _columns(report: Report) -> dict[str, Any]:
    return asdict(report) | {
        "published": report.published.isoformat() if report.published else None,
        "retrieved": report.retrieved.isoformat(),
    }


def _add_revision(connection: Connection, values: Mapping[str, Any]) -> None:
    added = insert(revisions).values(values).returning(revisions.c.revision_id)
    _index("INSERT INTO reports_fts (rowid, title, text)", connection, connection.execute(added).scalar_one())


def unindex(connection: Connection, report_id: str) -> None:
    """Take the current revision out of the index, which must be told what stood there."""
    row = connection.execute(current().where(revisions.c.report_id == report_id)).one()
    head = "INSERT INTO reports_fts (reports_fts, rowid, title, text)"
    _index(head, connection, row.revision_id, "'delete', ")


def _index(head: str, connection: Connection, revision_id: int, order: str = "") -> None:
    body = f" SELECT {order}revision_id, title, text FROM revisions WHERE revision_id = :key"
    connection.execute(text(head + body), {"key": revision_id})


def _speaks(words: str) -> bool:
    return any(character.isalnum() for character in words)


def _unmark(marked: str) -> tuple[str, tuple[Span, ...]]:
    """A marked snippet as plain text, and where the matches stand in it."""
    plain, matches = "", []
    for piece in marked.split(_OPEN):
        match, closed, rest = piece.partition(_CLOSE)
        if closed:
            matches.append(Span(len(plain), len(plain) + len(match)))
        plain += match + rest
    return plain, tuple(matches)
