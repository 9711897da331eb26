"""How a desk's database is opened, read at one moment and written in one transaction; SQLite's words made plain."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from conflictdesk.errors import DeskBusy, DeskError, NoDesk
from conflictdesk.store.archive import PRIVATE, PRIVATE_FILE, Archive
from conflictdesk.store.upgrading import check_version, upgrade

DATABASE = "desk.sqlite"
BUSY_SECONDS = 10.0  # how long a writer waits for another before it gives up


class Connections:
    """A desk's open database and archive: who reads sees one moment, who writes keeps all or nothing.

    For one thread; another thread opens its own.
    """

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.folder = folder
        self.archive = Archive(folder / "archive")
        self._engine = engine
        self._moment: Connection | None = None
        self._writer: Connection | None = None

    @classmethod
    def open(cls, folder: Path, create: bool = False, busy_seconds: float = BUSY_SECONDS) -> Self:
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

    @contextmanager
    def in_one(self) -> Iterator[None]:
        """Within the block, all that is read and written is one transaction: kept as a whole, or not at all."""
        with self._writing() as connection:
            before = self._moment, self._writer
            self._moment = self._writer = connection
            try:
                yield
            finally:
                self._moment, self._writer = before

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        if self._moment is not None:
            yield self._moment
            return
        with _plainly(self.folder), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if self._writer is not None:
            yield self._writer
            return
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
