"""The pages on series: proposals as such, evidence in sentences, people's words, operations beside attacks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from conflictdesk.pipeline.holding import read_holding
from conflictdesk.records.series import Series
from conflictdesk.store.database import Database
from conflictdesk.web.app import create_app
from desks import crowd
from rocketry import rocketry


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return rocketry(tmp_path / "desk")


@pytest.fixture
def pages(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(folder, who="Ada"), base_url="http://127.0.0.1") as client:
        yield client


def series_of(folder: Path) -> Series:
    with Database.open(folder) as database:
        return read_holding(database).grouping.series[0]


def test_a_series_page_tells_evidence_reach_and_what_stands_beside_it(pages: TestClient, folder: Path) -> None:
    one = series_of(folder)
    page = pages.get(f"/series/{one.series_id}").text
    for words in (
        "a proposal of the machine, no assessment", "rocket in 3 of 3", "Space and time, apart", "Roads are not known.",
        "counter-operations against the same organisation", "Nobody has assessed it yet", "Fewer than ten attacks",
    ):  # fmt: skip
        assert words in page
    drawn = pages.get(f"/api/series/{one.series_id}").json()
    assert (drawn["attacks"], [row["role"] for row in drawn["rows"]]) == (3, ["attack"] * 3 + ["counter-operation"])


def test_the_list_tells_series_and_operations_beside_attacks_and_campaigns(pages: TestClient, folder: Path) -> None:
    page = pages.get("/series").text
    assert f"/series/{series_of(folder).series_id}" in page
    assert "Islamic State</bdi>" in page
    assert "1 counter-operation" in page
    assert "Harvest of the Soldiers" in page
    assert "<span>26 September 2019</span><span>19 May 2020</span></figcaption>" in page  # both ends, however narrow


def test_an_incident_s_page_leads_to_its_series(pages: TestClient, folder: Path) -> None:
    one = series_of(folder)
    assert f'href="/series/{one.series_id}"' in pages.get(f"/incidents/{one.incidents[0]}").text


def test_what_is_said_and_assessed_there_is_kept_as_that_person_s(pages: TestClient, folder: Path) -> None:
    one = series_of(folder)
    text = {"text": "It is likely that one small team did it.", "likelihood": "", "about": [one.series_id]}
    assert pages.post("/api/assessments", json=text).status_code == 200
    assert "one small team" in pages.get(f"/series/{one.series_id}").text
    out = {"incident": one.incidents[0], "holds": False}
    assert pages.post(f"/api/series/{one.series_id}", json=out).status_code == 200
    now = series_of(folder)
    assert now.incidents == one.incidents[1:]
    assert "Ada said on" in pages.get(f"/series/{now.series_id}").text
    assert pages.post(f"/api/series/{now.series_id}", json=out).status_code == 400  # it is out already


def test_a_number_that_no_series_had_is_told(pages: TestClient) -> None:
    assert pages.get("/series/none").status_code == 404
    assert pages.get("/api/series/none").status_code == 404


def test_a_desk_without_series_says_what_one_takes(tmp_path: Path) -> None:
    with TestClient(create_app(crowd(tmp_path / "crowd", 5)), base_url="http://127.0.0.1") as client:
        page = client.get("/series").text
    assert "No attacks of this desk look like one hand" in page
    with TestClient(create_app(tmp_path / "nothing"), base_url="http://127.0.0.1") as client:
        assert "conflictdesk add" in client.get("/series").text
