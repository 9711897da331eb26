"""What an incident's standing was when: computed for any day, and noted as the desk held it."""

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from conflictdesk.pipeline.forgetting import forget_report
from conflictdesk.pipeline.holding import read_holding
from conflictdesk.pipeline.linking import link_desk
from conflictdesk.pipeline.resembling import fresh_since, looks_held
from conflictdesk.pipeline.standings import held_at, held_since
from conflictdesk.pipeline.verifying import verify_desk
from conflictdesk.publish import wording
from conflictdesk.publish.entries import entry_of
from conflictdesk.publish.redaction import incident_record
from conflictdesk.publish.rows import ExportOptions, incident_rows
from conflictdesk.records.events import EventType, Place, Role, Standing, Status
from conflictdesk.records.standings import Stand
from conflictdesk.records.values import Count, GeoPrecision, Point
from conflictdesk.store.database import DATABASE, Database
from desks import COMPONENT, claim, fill, incident, on, report

GAO = Place("Gao", "Gao", "ML", Point(16.27, -0.05), None, GeoPrecision.EXACT)
TOLD = {
    "one": ("Shells hit the cattle market of Gao on Sunday and killed four traders.", "Courier", 24),
    "two": ("Four dead in the shelling of Gao's market, our reporter counted.", "Desert Post", 25),
    "earlier": ("Shelling of Gao's market has killed four, the Gazette learnt.", "Gazette", 23),
    "denial": ("It never happened, the governor of Gao said of the shelling.", "Oasis Radio", 27),
}


def take_in(database: Database, *keys: str) -> None:
    """Reports that come and are coded and linked together."""
    for key in keys:
        text, publisher, day = TOLD[key]
        one = report(key, text, publisher, date(2020, 5, day))
        database.add_report(one, text.encode())
        run = database.start_run(COMPONENT)
        status: dict[str, Any] = {"status": Status.DENIED if key == "denial" else Status.REPORTED}
        said = claim(
            one, text, {"place": "Gao"}, type=EventType.SHELLING, role=Role.ATTACK, when=on(2020, 5, 17), place=GAO,
            killed=Count(4, 4), **status,
        )  # fmt: skip
        database.save_coding(run, one, [said], [])
        database.finish_run(run)
    database.configure(COMPONENT)
    link_desk(database)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Database.open(tmp_path / "desk", create=True) as database:
        take_in(database, "one")
        take_in(database, "two")
        take_in(database, "denial")
    return tmp_path / "desk"


def test_what_the_desk_held_is_noted_when_it_changes_and_never_changed(folder: Path) -> None:
    with Database.open(folder) as database:
        (incident,) = database.incidents()
        link_desk(database)  # nothing new
        noted = held_since(database, incident)
        assert [(str(one.standing), one.sources) for one in noted] == [
            ("single-source", 1),
            ("corroborated", 2),
            ("contested", 2),
        ]
        assert held_at(noted, datetime(2020, 1, 1, tzinfo=UTC)) is None
        assert held_at(noted, datetime.max.replace(tzinfo=UTC)) == noted[-1]
        assert list(verify_desk(database)) == []
    connection = sqlite3.connect(folder / DATABASE)
    with pytest.raises(sqlite3.IntegrityError, match="only added to"):
        connection.execute("DELETE FROM standings")
    connection.execute("INSERT INTO standings SELECT 99, incident_id, 'corroborated', 7, at FROM standings LIMIT 1")
    connection.commit()
    connection.close()
    with Database.open(folder) as database:
        assert [(fault.kind, fault.key) for fault in verify_desk(database)] == [("standing", incident.incident_id)]


def test_the_warning_tells_how_the_incident_stood_before_the_new_report(tmp_path: Path) -> None:
    with Database.open(tmp_path / "desk", create=True) as database:
        take_in(database, "one")
        before = database.linked_reports()
        take_in(database, "two")
        (incident,) = database.incidents()
        (found,) = looks_held(database, fresh_since(database, before))
    assert (str(incident.standing), found.standing) == ("corroborated", "single-source")
    assert "already held (single-source, told by Courier, 2020-05-24)" in found.sentence


def test_nothing_is_left_noted_of_a_standing_that_a_forgotten_report_was_behind(folder: Path) -> None:
    with Database.open(folder) as database:
        (before,) = database.incidents()
        forget_report(database, "Ada", "two", "a witness asked us to")
        forget_report(database, "Ada", "denial", "a witness asked us to")
        (incident,) = database.incidents()
        noted = database.noted_stands([before.incident_id, *incident.former_ids, incident.incident_id])
        assert [(str(one.standing), one.sources) for one in noted] == [("single-source", 1)]
        forget_report(database, "Ada", "one", "a witness asked us to")
        assert database.noted_stands([before.incident_id, incident.incident_id]) == []
        assert list(verify_desk(database)) == []


def test_a_brief_says_how_it_stood_before(folder: Path) -> None:
    with Database.open(folder) as database:
        (row,) = incident_rows(read_holding(database))
    entry = entry_of(row, ExportOptions(), 1, 1)
    assert entry.sources == (
        "2 independent sources, 3 reports; one independent source until 24 May 2020,"
        " corroborated until 26 May 2020, contested since"
    )
    assert [one.since.day for one in row.stands] == [24, 25, 27]


def test_what_was_held_under_an_id_that_became_another_is_found_again(tmp_path: Path) -> None:
    with Database.open(tmp_path / "desk", create=True) as database:
        take_in(database, "one")
        (before,) = database.incidents()
        take_in(database, "earlier", "two")  # the oldest claim, whose id the incident takes, comes later
        (incident,) = database.incidents()
        assert incident.former_ids == (before.incident_id,)
        noted = held_since(database, incident)
        row = replace(
            next(incident_rows(read_holding(database))), stands=(Stand(date(2020, 5, 23), incident.standing, 3),)
        )
        assert list(verify_desk(database)) == []
    held = [(before.incident_id, Standing.SINGLE_SOURCE, 1), (incident.incident_id, Standing.CORROBORATED, 3)]
    assert [(one.incident_id, one.standing, one.sources) for one in noted] == held
    exported = incident_record(row, ExportOptions())["held"]
    assert [(one["incident_id"], one["standing"], one["sources_independent"]) for one in exported] == held
    day = wording.day(noted[0].at)
    assert entry_of(row, ExportOptions(), 1, 1).sources == (
        "3 independent sources, 3 reports;"
        f" this desk noted it as one independent source on {day}, as incident {before.incident_id}"
    )


def test_when_an_incident_becomes_part_of_another_what_is_held_of_both_is_noted(tmp_path: Path) -> None:
    reports = [report(key, TOLD[key][0], "Courier", date(2020, 5, 24)) for key in ("one", "two")]
    claims = [claim(one, one.text, {}, type=EventType.SHELLING, role=Role.ATTACK, status=Status.REPORTED,
                    when=on(2020, 5, 17), place=GAO) for one in reports]  # fmt: skip
    apart = [incident([one], Standing.SINGLE_SOURCE) for one in claims]
    whole = replace(apart[0], claims=tuple(one.claim_id for one in claims))
    fill(tmp_path / "desk", reports, claims, [whole], before=tuple(apart))
    with Database.open(tmp_path / "desk") as database:
        (held,) = database.incidents()
        noted = held_since(database, held)
    assert [one.incident_id for one in noted[-1:]] == [whole.incident_id]
    assert sorted(one.incident_id for one in noted) == sorted([*(one.incident_id for one in apart), whole.incident_id])
    assert held_at(noted, datetime.max.replace(tzinfo=UTC)) == noted[-1]


def test_a_new_report_on_a_held_incident_is_told_with_the_reasons(tmp_path: Path) -> None:
    with Database.open(tmp_path / "desk", create=True) as database:
        before = database.linked_reports()
        take_in(database, "one", "denial")
        assert looks_held(database, fresh_since(database, before)) == []  # nothing was held before
        assert looks_held(database, ["one", "denial"]) == []  # what came together was not held before
        before = database.linked_reports()
        take_in(database, "two")
        (found,) = looks_held(database, fresh_since(database, before))
        (incident,) = database.incidents()
    assert (found.report_id, found.incident_id) == ("two", incident.incident_id)
    assert str(incident.standing) == "contested"
    assert found.told_by == ("Courier, 2020-05-24", "Oasis Radio, 2020-05-27")
    assert found.reasons["date"] == "both on 17 May 2020"
    assert found.sentence.startswith(
        f"Desert Post, 2020-05-25: this looks like incident {incident.incident_id}, already held"
        " (contested, told by Courier, 2020-05-24 and 1 more): both on 17 May 2020; both at Gao"
    )
