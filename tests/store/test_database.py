"""The desk's database as a whole: made, upgraded, shared between commands, killed."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.exc import IntegrityError

from conflictdesk.errors import DeskBusy, DeskError, DeskTooNew, InputError, NoDesk
from conflictdesk.records.events import Anchor, Judgement, Likeness, Review, Verdict
from conflictdesk.records.reports import Span
from conflictdesk.store import schema, watch_schema
from conflictdesk.store.database import DATABASE, Database
from conflictdesk.store.upgrading import known_versions
from standins import WHEN, WordCoder, report_of

TABLES = {**schema.metadata.tables, **watch_schema.metadata.tables}
ANCHOR = Anchor("r-1", Span(0, 22))


def test_no_desk_where_none_was_made(tmp_path: Path) -> None:
    with pytest.raises(NoDesk, match="conflictdesk add"):
        Database.open(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_the_tables_are_what_the_program_takes_them_for(desk: Database) -> None:
    found = inspect(create_engine(f"sqlite:///{desk.folder / DATABASE}"))
    for name, table in TABLES.items():
        columns = {column["name"] for column in found.get_columns(name)}
        assert {column.name for column in table.columns} <= columns, name


def test_every_table_of_ours_is_strict(desk: Database) -> None:
    with closing(sqlite3.connect(desk.folder / DATABASE)) as connection:
        tables = connection.execute("SELECT name, strict FROM pragma_table_list WHERE type = 'table'").fetchall()
    ours = {name for name, _ in tables if name in TABLES}
    assert ours == set(TABLES)
    assert all(strict for name, strict in tables if name in ours)


def test_a_newer_desk_is_refused_and_left_as_it_is(desk: Database) -> None:
    desk.close()
    path = desk.folder / DATABASE
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()
    with pytest.raises(DeskTooNew, match="9999"):
        Database.open(desk.folder)
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_desk(tmp_path: Path) -> None:
    """What is left when the first command was killed before its first transaction."""
    (tmp_path / DATABASE).touch()
    with Database.open(tmp_path) as database:
        assert database.report_ids() == []
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone()[0] == known_versions()[-1]


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"not a database, but long enough to be taken for one" * 40)
    with pytest.raises(DeskError, match="backup"):
        Database.open(tmp_path)


def test_a_second_writer_waits_then_gives_up(desk: Database) -> None:
    with closing(sqlite3.connect(desk.folder / DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with Database.open(desk.folder, busy_seconds=0.05) as second:
            assert second.report_ids() == []  # readers are not kept waiting
            with pytest.raises(DeskBusy, match="try again"):
                second.add_report(*report_of("Rebels attacked Sabha."))
        other.execute("ROLLBACK")
    assert desk.add_report(*report_of("Rebels attacked Sabha.")) == "new"


def test_reviews_and_judgements_come_back_in_order(desk: Database) -> None:
    desk.add_report(*report_of("Rebels attacked Sabha.", "r-1"))
    first = Review(ANCHOR, Verdict.CORRECT, "killed", {"min": 3, "max": None}, "Amina", WHEN)
    second = replace(first, verdict=Verdict.ACCEPT, field=None, value=None)
    judgement = Judgement(ANCHOR, ANCHOR, Likeness.UNSURE, None, "two towns of one name", "Amina", WHEN)
    desk.add_review(first)
    desk.add_review(second)
    desk.add_judgement(judgement)
    assert desk.reviews() == [first, second]
    assert desk.judgements() == [judgement]


@pytest.mark.parametrize("table", ["reviews", "judgements", "redirects"])
@pytest.mark.parametrize("order", ["DELETE FROM {}", "UPDATE {} SET at = 'now'"])
def test_what_a_person_said_cannot_be_taken_back(desk: Database, table: str, order: str) -> None:
    desk.add_report(*report_of("Rebels attacked Sabha.", "r-1"))
    desk.add_review(Review(ANCHOR, Verdict.REJECT, None, None, "Amina", WHEN))
    desk.add_judgement(Judgement(ANCHOR, ANCHOR, Likeness.SAME, None, "one base", "Amina", WHEN))
    with closing(sqlite3.connect(desk.folder / DATABASE)) as connection:
        connection.execute("INSERT INTO redirects (former_id, incident_id, at) VALUES ('a', 'b', 'then')")
        with pytest.raises(sqlite3.IntegrityError, match="only added to"):
            connection.execute(order.format(table))


@pytest.mark.parametrize("table", ["revisions", "codings", "claims"])
@pytest.mark.parametrize(
    "order", ["DELETE FROM {}", "UPDATE {} SET rowid = rowid", "REPLACE INTO {0} ({1}) SELECT {1} FROM {0}"]
)
def test_what_came_in_and_what_was_read_is_only_added_to(desk: Database, table: str, order: str) -> None:
    report, raw = report_of("Rebels attacked Sabha.", "r-1")
    desk.add_report(report, raw)
    run = desk.start_run("words-1")
    desk.save_coding(run, report, WordCoder().code(report).claims, ())
    with desk._writing() as connection, pytest.raises(IntegrityError, match="only added to"):
        connection.exec_driver_sql(order.format(table, ", ".join(TABLES[table].columns.keys())))


def test_reads_at_one_moment_do_not_see_what_another_command_adds(desk: Database) -> None:
    with desk.at_one_moment():
        assert desk.reports() == []
        with Database.open(desk.folder) as other:
            other.add_report(*report_of("Rebels attacked Sabha.", "r-1"))
        assert desk.report_ids() == []
    assert desk.report_ids() == ["r-1"]


def test_a_report_that_is_not_there_cannot_be_reviewed(desk: Database) -> None:
    with pytest.raises(InputError, match="no report"):
        desk.add_review(Review(ANCHOR, Verdict.ACCEPT, None, None, "Amina", WHEN))


ENDLESS = """
import sys
from pathlib import Path
from standins import report_of
from conflictdesk.store.database import Database
with Database.open(Path(sys.argv[1]), create=True) as desk:
    for number in range(100_000):
        desk.add_report(*report_of(f"Rebels attacked Sabha for the {number}th time. " * 200, f"r-{number}"))
        print(number, flush=True)
"""


def test_a_kill_in_the_middle_leaves_whole_reports(tmp_path: Path) -> None:
    tests = Path(__file__).parents[1]
    adding = subprocess.Popen(
        [sys.executable, "-c", ENDLESS, tmp_path / "desk"], stdout=subprocess.PIPE, cwd=tests, text=True
    )
    assert adding.stdout is not None
    with adding.stdout:
        told = [int(adding.stdout.readline()) for _ in range(20)]
        adding.send_signal(signal.SIGKILL)
        told += [int(line) for line in adding.stdout.read().splitlines()]
    adding.wait()
    with Database.open(tmp_path / "desk") as desk:
        reports = desk.reports()
        assert len(reports) >= len(told)
        assert all(desk.archive.holds(report.content_hash) for report in reports)
        assert len(desk.search("Sabha", limit=1_000_000)) == len(reports)
