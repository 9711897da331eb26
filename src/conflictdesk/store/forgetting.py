"""Forgetting a report, in SQL: the one place where rows that are only added to are taken away.

The triggers that keep such rows are lifted inside the transaction and are back before it ends. What was deleted is
then overwritten: in the index by merging it anew, in the file by writing it anew.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, select, text

from conflictdesk.errors import DeskBusy, DeskError, ForgottenBytes, InputError
from conflictdesk.records.acts import Act, Forgotten
from conflictdesk.store import words
from conflictdesk.store.follows import forget_pages
from conflictdesk.store.near_copies import erase
from conflictdesk.store.reports import unindex
from conflictdesk.store.schema import forgotten, revisions
from conflictdesk.store.words import Draft

WIPE_SECONDS = 10.0

_CODED = "coding_id IN (SELECT coding_id FROM codings WHERE report_id = :key)"
_TOUCHED = "SELECT incident_id FROM members WHERE report_id = :key"
# What the desk noted of incidents with a claim of the report, now or under ids that have become theirs: how many
# sources there were tells of the report. How they stand without it is noted anew as they are linked.
_NOTED = f"""
    WITH RECURSIVE touched (incident_id) AS (
        {_TOUCHED} UNION SELECT r.former_id FROM redirects r JOIN touched t ON r.incident_id = t.incident_id
    )
    DELETE FROM standings WHERE incident_id IN (SELECT incident_id FROM touched)
"""
_ROWS = (
    _NOTED,
    f"DELETE FROM claims WHERE {_CODED}",
    f"DELETE FROM presences WHERE {_CODED}",
    "DELETE FROM codings WHERE report_id = :key",
    "DELETE FROM reviews WHERE report_id = :key",
    "DELETE FROM credibilities WHERE report_id = :key",
    "DELETE FROM judgements WHERE :key IN (left_report, right_report)",
    "DELETE FROM revisions WHERE report_id = :key",
    "DELETE FROM reports WHERE report_id = :key",
)


def all_forgotten(connection: Connection) -> list[Forgotten]:
    rows = connection.execute(select(forgotten).order_by(forgotten.c.at))
    return [
        Forgotten(row.report_id, row.content_hash, row.reason, row.who, datetime.fromisoformat(row.at)) for row in rows
    ]


def refuse(connection: Connection, content_hash: str) -> None:
    """Raise ForgottenBytes where the desk was told to forget the bytes with this hash."""
    found = connection.execute(select(forgotten).where(forgotten.c.content_hash == content_hash)).first()
    if found is not None:
        raise ForgottenBytes(
            f"These bytes were forgotten on {found.at[:10]} by {found.who} ({found.reason}):"
            " they are not taken in again."
        )


def forget(connection: Connection, report_id: str, reason: str, draft: Draft) -> Act:
    """Take every row of a report away but its hashes; members of incidents must be linked anew before the end."""
    hashes = connection.scalars(select(revisions.c.content_hash).where(revisions.c.report_id == report_id).distinct())
    found = sorted(hashes)
    if not found:
        raise InputError(f"There is no report {report_id} in this desk: conflictdesk export --claims lists their ids.")
    act = words.keep(connection, draft)
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    unindex(connection, report_id)
    forget_pages(connection, report_id)
    erase(connection, report_id)
    with _triggers_lifted(connection):
        for order in _ROWS:
            connection.execute(text(order), {"key": report_id})
    told = {"report_id": report_id, "reason": reason, "who": act.who, "at": act.at.isoformat(), "act_id": act.act_id}
    connection.execute(insert(forgotten), [told | {"content_hash": digest} for digest in found])
    connection.execute(text("INSERT INTO reports_fts (reports_fts) VALUES ('optimize')"))
    return Act(act.act_id, act.verb, act.who, act.at, act.summary, reports=(report_id,))


def wipe(path: Path) -> None:
    """Write the database anew without what was deleted, and empty its log. Raises DeskBusy while others read it."""
    with closing(sqlite3.connect(path, timeout=WIPE_SECONDS, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("VACUUM")
            (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                told = f"What was forgotten is not overwritten yet ({error}): then run conflictdesk forget --finish."
                raise DeskError(told) from error
            busy = 1
    if busy:
        raise DeskBusy(
            f"The rows are gone, but another command or a workbench is reading {path.parent}, so what was deleted is"
            " not overwritten yet: end it, and run conflictdesk forget --finish."
        )


@contextmanager
def _triggers_lifted(connection: Connection) -> Iterator[None]:
    kept = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_keep\\_DELETE' ESCAPE '\\'"
    triggers = connection.execute(text(kept)).all()
    for row in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {row.name}")
    yield
    for row in triggers:
        connection.exec_driver_sql(row.sql)
