"""A desk of the first version is brought up to date with all that it holds; a newer one is left alone."""

import json
import sqlite3
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import create_engine

from conflictdesk.errors import DeskTooNew
from conflictdesk.pipeline.linking import due, link_desk
from conflictdesk.pipeline.verifying import verify_desk
from conflictdesk.records.provenance import content_hash
from conflictdesk.store.database import DATABASE, Database
from standins import ATTACKED, claim_in, report_of

FIRST = "conflictdesk.store.migrations.versions.0001_first_desk"
TEXT = "Rebels attacked Sabha."
HELD = {"standing": "single-source", "sources_independent": 1}  # of an incident's record


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A desk as the first version left it: a report with a claim, a correction and a judgement."""
    engine = create_engine(f"sqlite:///{tmp_path / DATABASE}")
    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        import_module(FIRST).upgrade()
    engine.dispose()
    report, raw = report_of(TEXT, "r-1")
    (match,) = ATTACKED.finditer(TEXT)
    record = json.dumps(claim_in(report, match).as_record())
    digest, at = content_hash(raw), "2026-01-02T03:04:00+00:00"
    with closing(sqlite3.connect(tmp_path / DATABASE)) as desk, desk:
        desk.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        desk.execute("INSERT INTO alembic_version VALUES ('0001')")
        desk.execute("INSERT INTO reports VALUES ('r-1', 1, 1)")
        desk.execute(
            "INSERT INTO revisions VALUES (1, 'r-1', 1, ?, NULL, ?, 'en', NULL, NULL, NULL, NULL, 'text/plain', ?)",
            (digest, TEXT, at),
        )
        desk.execute("INSERT INTO reports_fts (rowid, title, text) VALUES (1, NULL, ?)", (TEXT,))
        desk.execute("INSERT INTO desk VALUES ('component', 'words-1')")
        desk.execute("INSERT INTO runs VALUES (1, 'words-1', ?, ?)", (at, at))
        desk.execute("INSERT INTO codings VALUES (1, 1, 'r-1', 1, NULL, NULL)")
        words = json.dumps({"place": ["Sabha"]})
        desk.execute("INSERT INTO claims (coding_id, ordinal, claim_id, record, words) VALUES (1, 0, ?, ?, ?)",
                     (json.loads(record)["claim_id"], record, words))  # fmt: skip
        value = json.dumps({"min": 3, "max": 3})
        desk.execute("INSERT INTO reviews VALUES (1, 'r-1', 0, 22, 'correct', 'killed', ?, 'Ada', ?)", (value, at))
        desk.execute(
            "INSERT INTO judgements VALUES (1, 'r-1', 0, 22, 'r-1', 0, 22, 'different', NULL, '', 'Ada', ?)", (at,)
        )
        desk.execute("INSERT INTO incidents VALUES ('i-1', ?)", (json.dumps(HELD),))
    Database.open(tmp_path).archive.write(raw)
    return tmp_path


def test_a_first_desk_is_brought_up_to_date_with_all_it_holds(first: Path) -> None:
    with Database.open(first) as desk:
        assert desk.report("r-1").text == TEXT  # type: ignore[union-attr]  # it is there
        assert [(r.who, r.field, r.value, r.revision) for r in desk.reviews()] == [
            ("Ada", "killed", {"min": 3, "max": 3}, None)
        ]
        assert len(desk.judgements()) == 1
        assert due(desk) is not None
        link_desk(desk)
        (incident,) = desk.incidents()
        assert incident.killed.min == 3
        assert list(verify_desk(desk)) == []
        assert desk.undo("Ada") is None  # what was said before acts were kept stays said


def test_rows_of_the_first_desk_are_still_only_added_to(first: Path) -> None:
    with Database.open(first):
        pass
    with closing(sqlite3.connect(first / DATABASE)) as desk:
        for order in ("DELETE FROM reviews", "UPDATE judgements SET reason = 'x'", "DELETE FROM revisions"):
            with pytest.raises(sqlite3.IntegrityError, match="only added to"):
                desk.execute(order)


def test_acts_are_only_added_to(first: Path) -> None:
    with Database.open(first) as desk:
        from conflictdesk.store.words import Draft

        desk.keep_act(Draft("accept", "Ada", "accepted a claim"))
    with closing(sqlite3.connect(first / DATABASE)) as raw:
        for order in ("DELETE FROM acts", "UPDATE acts SET who = 'Ben'"):
            with pytest.raises(sqlite3.IntegrityError, match="only added to"):
                raw.execute(order)


def test_a_desk_of_a_later_version_is_left_alone(first: Path) -> None:
    with closing(sqlite3.connect(first / DATABASE)) as desk, desk:
        desk.execute("UPDATE alembic_version SET version_num = '0099'")
    with pytest.raises(DeskTooNew, match="0099"):
        Database.open(first)


def test_what_an_older_desk_held_of_its_incidents_is_noted_as_it_is_brought_up_to_date(first: Path) -> None:
    with Database.open(first) as desk:
        (noted,) = desk.noted_stands(["i-1"])
        assert (noted.standing, noted.sources) == ("single-source", 1)
        link_desk(desk)
        assert desk.noted_stands(["i-1"]) == [noted]  # it went away, and stays told
