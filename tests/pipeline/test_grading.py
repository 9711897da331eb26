"""How credible a claim is, as a person says: an act like any other, carried over, taken back, never averaged."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conflictdesk.cli import app
from conflictdesk.errors import InputError
from conflictdesk.pipeline.backups import back_up, restore
from conflictdesk.pipeline.forgetting import forget_report
from conflictdesk.pipeline.grading import credibilities, grade, listed
from conflictdesk.pipeline.history import history_of_incident
from conflictdesk.pipeline.holding import read_holding
from conflictdesk.pipeline.linking import due
from conflictdesk.pipeline.verifying import verify_desk
from conflictdesk.publish.rows import claim_rows
from conflictdesk.records.values import Count
from conflictdesk.store.database import DATABASE, Database
from desks import COMPONENT, fezzan


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fezzan(tmp_path / "desk")


def wired(database: Database) -> str:
    """The claim of the wire's report."""
    return database.claims_of("wire")[0].claim_id


def test_the_last_grade_holds_and_undo_brings_the_one_before_back(folder: Path) -> None:
    with Database.open(folder) as database:
        before, claim = database.incidents(), wired(database)
        for value in (3, 2, None):
            grade(database, "Ada", claim, value)
        assert credibilities(database) == {}
        database.undo("Ada")
        assert [(one["claim_id"], one["credibility"], one["in_words"]) for one in listed(database)] == [
            (claim, 2, "probably true")
        ]
        database.undo("Ada")
        assert credibilities(database)[claim].grade == 3
        assert due(database) is None  # no standing depends on it
        assert database.incidents() == before
        entries = history_of_incident(database, database.incident_of()[claim])
        told = [(one.sentence, one.undone) for one in entries if one.verb == "grade"]
        assert told == [
            ("took the grade of this claim off", True),
            ("called what this claim says 2, probably true", True),
            ("called what this claim says 3, possibly true", False),
        ]


@pytest.mark.parametrize("value", [0, 7, "2", 2.0, True])
def test_a_grade_is_one_of_six_and_the_refusal_names_them(folder: Path, value: int) -> None:
    with Database.open(folder) as database:
        with pytest.raises(InputError, match="1 confirmed by other sources, 2 probably true"):
            grade(database, "Ada", wired(database), value)
        with pytest.raises(InputError, match="No claim of this desk"):
            grade(database, "Ada", "no-such-claim", 2)
        assert database.credibilities() == []


def test_a_grade_outlives_re_coding_and_passes_to_no_other_event(folder: Path) -> None:
    with Database.open(folder) as database:
        grade(database, "Ada", wired(database), 4)
        report, old = database.report("wire"), database.claims_of("wire")[0]
        assert report is not None
        recoded = replace(old, claim_id="recoded", killed=Count(7, 7))
        run = database.start_run(COMPONENT)
        database.save_coding(run, report, [recoded], [])
        database.finish_run(run)
        assert {key: one.grade for key, one in credibilities(database).items()} == {"recoded": 4}


def test_it_is_backed_up_verified_and_forgotten_with_its_report(folder: Path, tmp_path: Path) -> None:
    with Database.open(folder) as database:
        grade(database, "Ada", wired(database), 4)
        back_up(database, tmp_path / "kept.zip")
        forget_report(database, "Ada", "wire", "asked to")
        assert (database.credibilities(), list(verify_desk(database))) == ([], [])
        with pytest.raises(InputError):
            grade(database, "Ada", "gone", 1)
    restore(tmp_path / "kept.zip", tmp_path / "again")
    with Database.open(tmp_path / "again") as database:
        assert credibilities(database)[wired(database)].grade == 4
    connection = sqlite3.connect(tmp_path / "again" / DATABASE)
    for order in ("DELETE FROM credibilities", "UPDATE credibilities SET who = 'Bo'"):
        with pytest.raises(sqlite3.IntegrityError, match="only added to"):
            connection.execute(order)
    connection.close()


def test_beside_the_reliability_of_the_source_it_is_a_second_field(folder: Path) -> None:
    (folder / "catalog.yaml").write_text("sources:\n  - {name: Fezzan Wire, kind: news, reliability: B}\n", "utf-8")
    runner = CliRunner()
    with Database.open(folder) as database:
        claim = wired(database)
    at = ["--desk", str(folder)]
    (act,) = map(json.loads, runner.invoke(app, [*at, "grade", claim, "3", "--as", "Ada"]).stdout.splitlines())
    assert act["summary"] == "called a claim 3, possibly true"
    (line,) = map(json.loads, runner.invoke(app, [*at, "grade"]).stdout.splitlines())
    assert (line["reliability"], line["credibility"], line["source"]) == ("B", 3, "Fezzan Wire")
    assert runner.invoke(app, [*at, "grade", claim]).exit_code != 0
    with Database.open(folder) as database:
        row = claim_rows(read_holding(database))[claim]
    assert (row.reliability, row.credibility and row.credibility.grade) == ("B", 3)
