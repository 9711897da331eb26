"""On which page of a PDF the evidence of a claim stands: told on the report's page, when it is asked for."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from plain_pdf import plain_pdf
from starlette.testclient import TestClient

from conflictdesk.pipeline.adding import add_bytes
from conflictdesk.pipeline.declared import Declared
from conflictdesk.pipeline.folder import catalog_of
from conflictdesk.records.events import EventClaim, EventType, Role, Status
from conflictdesk.records.reports import Report
from conflictdesk.store.database import Database
from conflictdesk.web.app import create_app
from desks import claim

RAW = plain_pdf([["The ferry stopped at noon.", "Nobody was hurt."], ["Rockets hit the pier."]])
ASKING = "On which pages they stand"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    folder = tmp_path_factory.mktemp("desk")
    with Database.open(folder, create=True) as database:
        list(add_bytes(database, RAW, "two.pdf", catalog_of(folder), Declared(published=date(2020, 5, 17))))
        (added,) = database.reports()
        code(database, added, [rockets(added)])
    return folder, added


def rockets(report: Report) -> EventClaim:
    told = {"type": EventType.SHELLING, "role": Role.ATTACK, "status": Status.REPORTED}
    return claim(report, "Rockets hit the pier.", {}, **told)


def code(database: Database, report: Report, claims: list[EventClaim]) -> None:
    run = database.start_run("tests")
    database.configure("tests")
    database.save_coding(run, report, claims, [])
    database.finish_run(run)


def test_the_page_is_told_when_it_is_asked_for(report: tuple[Path, Report]) -> None:
    folder, added = report
    with TestClient(create_app(folder), base_url="http://127.0.0.1") as client:
        plain, asked = (client.get(f"/reports/{added.report_id}{query}").text for query in ("", "?pages=1"))
    assert (ASKING in plain, "page 2" in plain) == (True, False)
    assert (ASKING in asked, "page 2" in asked) == (False, True)


def test_where_the_file_is_read_otherwise_now_that_is_said(tmp_path: Path, report: tuple[Path, Report]) -> None:
    other = replace(report[1], text="Rockets hit the pier. So it was read before.")
    with Database.open(tmp_path, create=True) as database:
        database.add_report(other, RAW)
        code(database, other, [rockets(other)])
    with TestClient(create_app(tmp_path), base_url="http://127.0.0.1") as client:
        assert "cannot be told" in client.get(f"/reports/{other.report_id}?pages=1").text
