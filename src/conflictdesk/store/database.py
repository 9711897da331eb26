"""A desk's database: the one door to it. Records go in and come out; SQL stays behind the door.

Every method is one transaction: all of it is kept, or nothing. Writers come one at a time.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import URL, Connection, Engine, create_engine, event, select, text
from sqlalchemy.exc import DatabaseError

from conflictdesk.errors import DeskBusy, DeskError, NoDesk
from conflictdesk.records.events import Anchor, ClaimPair, EventClaim, Incident, Judgement, Presence, Review
from conflictdesk.records.reports import Report, Source
from conflictdesk.store import codings, incidents, reports, words
from conflictdesk.store.archive import PRIVATE, PRIVATE_FILE, Archive
from conflictdesk.store.codings import Quotation
from conflictdesk.store.reports import Arrival, Hit
from conflictdesk.store.schema import reports as reports_table
from conflictdesk.store.upgrading import check_version, upgrade

DATABASE = "desk.sqlite"
BUSY_SECONDS = 10.0  # how long a writer waits for another before it gives up

_COUNTS = """
SELECT (SELECT count(*) FROM reports) AS reports,
    (SELECT count(*) FROM (SELECT DISTINCT report_id, content_hash FROM revisions)) AS revisions,
    (SELECT count(*) FROM current_codings) AS coded,
    (SELECT count(*) FROM reports p WHERE NOT EXISTS (
        SELECT 1 FROM codings c JOIN runs r USING (run_id) WHERE c.report_id = p.report_id
        AND c.revision = p.revision AND r.component = (SELECT value FROM desk WHERE key = 'component')
    )) AS waiting,
    (SELECT count(*) FROM codings JOIN current_codings USING (coding_id) WHERE unread IS NOT NULL) AS partly_read,
    (SELECT count(*) FROM claims JOIN current_codings USING (coding_id)) AS claims,
    (SELECT count(*) FROM presences JOIN current_codings USING (coding_id)) AS presences,
    (SELECT count(*) FROM incidents) AS incidents,
    (SELECT count(*) FROM reviews) AS reviews, (SELECT count(*) FROM judgements) AS judgements
"""


_BYTES = """
SELECT report_id, content_hash FROM revisions GROUP BY report_id, content_hash ORDER BY min(revision_id)
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a desk holds.

    Of the reports `coded` were read, `waiting` not yet, `failed` broke the last coding off, `partly_read` are too long.
    """

    reports: int
    revisions: int
    coded: int
    waiting: int
    failed: int
    partly_read: int
    claims: int
    presences: int
    incidents: int
    reviews: int
    judgements: int


class Database:
    """Opened by `Database.open`, closed by `close` or the end of its `with` block."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.folder = folder
        self.archive = Archive(folder / "archive")
        self._engine = engine
        self._moment: Connection | None = None

    @classmethod
    def open(cls, folder: Path, create: bool = False, busy_seconds: float = BUSY_SECONDS) -> "Database":
        """Open the desk in `folder`, upgraded to this version of the program.

        Raises NoDesk where there is none and `create` is false, DeskTooNew where a newer program made it,
        DeskError where it is damaged, DeskBusy where another command keeps it from being upgraded.
        """
        path = folder / DATABASE
        if not path.is_file():
            _make_folder(folder, create)
            _make_file(path)
        database = cls(folder, _engine(path, busy_seconds))
        if not (path.is_file() and check_version(path)):
            with database._writing() as connection:
                upgrade(connection)
        return database

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """Within the block, all reads see the desk as it is at the first of them; what is written comes after."""
        with self._reading() as connection:
            before, self._moment = self._moment, connection
            try:
                yield
            finally:
                self._moment = before

    # Reports

    def add_report(self, report: Report, raw: bytes) -> Arrival:
        """Keep a report and its bytes; says whether it is new, known, or a revision of one with its id."""
        self.archive.write(raw)  # first: a row never names bytes that are not there
        with self._writing() as connection:
            return reports.add(connection, report)

    def fill_in(self, report_id: str, content_hash: str, told: Mapping[str, str]) -> tuple[str, ...]:
        """Note what was told later of a report that came as these bytes, where it says nothing itself.

        `told` is by the names of Report's fields, dates in ISO 8601. Gives the names of those that were empty until
        now; nothing is overwritten, and the report is to be coded anew.
        """
        with self._writing() as connection:
            return reports.fill_in(connection, report_id, content_hash, told)

    def reports(self) -> list[Report]:
        """Current revisions, in order of arrival."""
        with self._reading() as connection:
            return [reports.read(row) for row in connection.execute(reports.current())]

    def report(self, report_id: str) -> Report | None:
        with self._reading() as connection:
            found = reports.current().where(reports_table.c.report_id == report_id)
            row = connection.execute(found).first()
            return reports.read(row) if row else None

    def report_ids(self) -> list[str]:
        with self._reading() as connection:
            query = select(reports_table.c.report_id).order_by(reports_table.c.arrival)
            return list(connection.scalars(query))

    def holder_of(self, content_hash: str) -> str | None:
        """The id of the report that bytes with this hash came as; null where they never came."""
        with self._reading() as connection:
            return reports.holder_of(connection, content_hash)

    def content_hashes(self) -> list[tuple[str, str]]:
        """The report id and content hash of all bytes that came, oldest first: what the archive must hold."""
        with self._reading() as connection:
            rows = connection.execute(text(_BYTES))
            return [(row.report_id, row.content_hash) for row in rows]

    def search(self, query: str, limit: int = 50) -> list[Hit]:
        """Reports with every word of `query` in title or text, best first."""
        with self._reading() as connection:
            return reports.search(connection, query, limit)

    def sources(self) -> list[Source]:
        with self._reading() as connection:
            return reports.all_sources(connection)

    def save_source(self, source: Source) -> None:
        with self._writing() as connection:
            reports.add_source(connection, source)

    # Codings

    def configure(self, component: str) -> None:
        """Name the component (its identity) whose codings are the current ones."""
        with self._writing() as connection:
            codings.configure(connection, component)

    def pending(self, component: str) -> list[Report]:
        """Reports that this component has yet to code."""
        with self._reading() as connection:
            return codings.pending(connection, component)

    def start_run(self, component: str) -> int:
        with self._writing() as connection:
            return codings.start_run(connection, component)

    def finish_run(self, run_id: int) -> None:
        with self._writing() as connection:
            codings.finish_run(connection, run_id)

    def save_coding(
        self,
        run_id: int,
        report: Report,
        claims: Sequence[EventClaim],
        presences: Sequence[Presence],
        unread: str | None = None,
    ) -> None:
        """Keep all that a run found in one report; `unread` says what of it was not read."""
        with self._writing() as connection:
            codings.save(connection, run_id, report, claims, presences, unread)

    def save_issue(self, run_id: int, report: Report, issue: str) -> None:
        """Keep why a run could not code a report."""
        with self._writing() as connection:
            codings.save_issue(connection, run_id, report, issue)

    def issues(self) -> list[tuple[str, str]]:
        """Reports whose last coding broke off, each with the reason."""
        with self._reading() as connection:
            return codings.issues(connection)

    def partly_read(self) -> list[tuple[str, str]]:
        """Reports of which the current coding read a part, each with what was not read."""
        with self._reading() as connection:
            return codings.partly_read(connection)

    def quotations(self) -> list[Quotation]:
        """Every span of the current claims and presences, with the words that stood there when it was coded."""
        with self._reading() as connection:
            return codings.quotations(connection)

    def claims(self) -> list[EventClaim]:
        """Claims of the current codings, as the machine read them: people's reviews are in `reviews`."""
        with self._reading() as connection:
            return codings.current_claims(connection)

    def claims_of(self, report_id: str) -> list[EventClaim]:
        with self._reading() as connection:
            return codings.current_claims(connection, report_id)

    def presences(self) -> list[Presence]:
        with self._reading() as connection:
            return codings.current_presences(connection)

    # What people say

    def reviews(self) -> list[Review]:
        """Oldest first."""
        with self._reading() as connection:
            return words.all_reviews(connection)

    def add_review(self, review: Review) -> None:
        with self._writing() as connection:
            words.add_review(connection, review)

    def judgements(self) -> list[Judgement]:
        """Oldest first."""
        with self._reading() as connection:
            return words.all_judgements(connection)

    def add_judgement(self, judgement: Judgement) -> None:
        with self._writing() as connection:
            words.add_judgement(connection, judgement)

    # Incidents

    def save_linking(
        self, found: Iterable[Incident], compared: Iterable[ClaimPair], anchors: Mapping[str, Anchor]
    ) -> None:
        """Make the desk hold exactly these incidents and pairs; `anchors` tells where each claim stands."""
        with self._writing() as connection:
            incidents.save(connection, found, compared, anchors)

    def incidents(self) -> list[Incident]:
        """Earliest first, undated last."""
        with self._reading() as connection:
            return incidents.all_incidents(connection)

    def incident(self, incident_id: str) -> Incident | None:
        """The incident with this id, or the one that it has become since; null where there is none."""
        with self._reading() as connection:
            return incidents.one_incident(connection, incident_id)

    def pairs(self) -> list[ClaimPair]:
        """Every pair of claims that was compared."""
        with self._reading() as connection:
            return incidents.all_pairs(connection)

    def counts(self) -> Counts:
        with self._reading() as connection:
            row = connection.execute(text(_COUNTS)).one()
            return Counts(failed=len(codings.issues(connection)), **row._mapping)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        if self._moment is not None:
            yield self._moment
            return
        with _plainly(self.folder), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with _plainly(self.folder), self._engine.connect() as connection:
            writer = connection.execution_options(writes=True)
            with writer.begin():
                yield writer


def _make_folder(folder: Path, create: bool) -> None:
    if not create:
        raise NoDesk(f"No desk in {folder}. Make one with: conflictdesk add PATH, or name another with --desk.")
    with _folder_errors(folder):
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        if not any(folder.iterdir()):  # one that holds other things is not ours to close: what we put in it is
            with suppress(PermissionError):  # another's folder that we may write to
                folder.chmod(PRIVATE)


@contextmanager
def _folder_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DeskError(f"No desk can be made in {folder} ({error.strerror}): name another by --desk.") from error


def _make_file(path: Path) -> None:
    """An empty file that nobody else may read: SQLite gives its own beside it the same mode."""
    with _folder_errors(path.parent):
        path.touch(mode=PRIVATE_FILE, exist_ok=True)


def _engine(path: Path, busy_seconds: float) -> Engine:
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, connect_args={"timeout": busy_seconds, "isolation_level": None})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    # Triggers of deletion see the rows that INSERT OR REPLACE takes away only where they may be recursive.
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "recursive_triggers = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Take the right to write at once: a reader that turns writer half-way could not be made to wait."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _plainly(folder: Path) -> Iterator[None]:
    """Say what SQLite says in a person's words."""
    try:
        yield
    except DatabaseError as error:
        code = getattr(error.orig, "sqlite_errorcode", None)
        if code is not None and code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise DeskBusy(f"Another command is writing to {folder}: wait for it and try again.") from error
        raise DeskError(f"The desk in {folder} cannot be used ({error.orig}).") from error
