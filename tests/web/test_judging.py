"""What a person says in the workbench, as its pages send it: kept or refused, taken back, and shown again."""

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from conflictdesk.pipeline.forgetting import forget_report
from conflictdesk.pipeline.linking import link_desk
from conflictdesk.store.database import Database
from conflictdesk.web.app import create_app
from desks import fezzan, two_tellings

ADDRESS = "http://127.0.0.1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fezzan(tmp_path)


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    """In as a person comes in: with the token of this launch."""
    with TestClient(create_app(folder, "launch", "Ana"), base_url=ADDRESS) as inside:
        inside.get("/", params={"token": "launch"})
        yield inside


def asked(client: TestClient, **wanted: str) -> dict[str, Any]:
    answer = client.get("/api/review", params=wanted)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def rocket(client: TestClient) -> dict[str, Any]:
    """The claim of three dead at Tamanhint."""
    return next(one for one in asked(client, source="Al-Naba")["questions"] if row(one, "killed")["words"] == "3")


def row(question: dict[str, Any], field: str) -> dict[str, Any]:
    return next(dict(one) for one in question["rows"] if one["field"] == field)


def test_the_queue_brings_all_that_a_claim_is_judged_by(client: TestClient) -> None:
    page = asked(client)
    assert (page["open"], page["settled"], len(page["questions"])) == (5, 0, 5)
    told = rocket(client)
    assert [doubt["reason"] for doubt in told["doubts"]] == ["No person has looked at it yet"]
    assert row(told, "killed")["quotes"] == ["three of the apostates"]
    assert (row(told, "killed")["sure"], row(told, "wounded")["known"]) == ("high", False)
    assert (told["map"]["lat"], [other["lat"] for other in told["runners_up"]]) == (27.25, [25.1])
    words = [piece["text"] for piece in told["excerpt"]["pieces"] if "date" in piece["fields"]]
    assert words == ["on Sunday"]
    assert told["report"]["href"].endswith(f"#claim-{told['claim_id']}")


def test_filters_and_orders_are_asked_for_by_the_address(client: TestClient) -> None:
    assert asked(client, source="Sabha Voice")["open"] == 1
    assert asked(client, first_day="2020-05-20", last_day="2020-05-26")["open"] == 2  # a bomb on 25 May, a blast in May
    assert asked(client, text="roadside")["open"] == 1
    days = [row(one, "date")["words"] for one in asked(client, order="day")["questions"]]
    assert days[0] == "26 September 2019"
    choices = client.get("/api/review/choices").json()
    assert (choices["source"]["Al-Naba"], choices["names"]) == (2, {"LY": "Libya"})


def test_a_misspelt_filter_is_refused_and_says_so(client: TestClient) -> None:
    answer = client.get("/api/review", params={"sauce": "Al-Naba"})
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("sauce: ")


def test_an_accepted_claim_is_settled_signed_and_taken_back(client: TestClient) -> None:
    key = rocket(client)["key"]
    kept = client.post("/api/review/accept", json={"claims": [key]}).json()
    assert kept["claims"] == [key]
    assert (asked(client)["open"], asked(client)["settled"]) == (4, 1)
    assert "reviewed by Ana" in client.get("/reports/naba").text
    assert client.post("/api/undo", json={"act": kept["act"]}).status_code == 200
    assert asked(client)["open"] == 5
    assert "taken back" in client.get("/reports/naba").text


def test_corrected_fields_and_the_rest_are_one_act(client: TestClient) -> None:
    key = rocket(client)["key"]
    values = {"killed": {"min": 2, "max": 4}, "place": {"place": "Sabha", "resolve": True}}
    kept = client.post("/api/review/correct", json={"claim": key, "values": values}).json()
    now = client.get(f"/api/review/claims/{key}").json()
    assert (row(now, "killed")["words"], row(now, "killed")["vouched"]) == ("2 to 4", True)
    assert row(now, "place")["words"].startswith("Sabha")
    assert now["doubts"] == []
    client.post("/api/undo", json={"act": kept["act"]})
    assert row(client.get(f"/api/review/claims/{key}").json(), "killed")["words"] == "3"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("killed", {"min": 5, "max": 2}),
        ("type", "Skirmish"),
        ("date", {"date_start": "2020-05-32"}),
        ("perpetrator", "Tebu gunmen"),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_nothing_changes(client: TestClient, field: str, value: Any) -> None:
    answer = client.post("/api/review/correct", json={"claim": rocket(client)["key"], "values": {field: value}})
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert asked(client)["settled"] == 0


def test_all_that_a_filter_shows_is_accepted_as_one(client: TestClient) -> None:
    shown = {"source": "Al-Naba"}
    wrong = client.post("/api/review/accept-all", json={"shown": shown, "number": 3})
    assert wrong.status_code == 409
    assert "There are 2 to look at now, not 3" in wrong.json()["error"]
    assert client.post("/api/review/accept-all", json={"shown": shown, "number": 2}).status_code == 200
    assert asked(client)["open"] == 3
    client.post("/api/undo", json={})
    assert asked(client)["open"] == 5


def test_a_rejected_claim_leaves_its_incident_once_linked(client: TestClient, folder: Path) -> None:
    key = asked(client, text="roadside")["questions"][0]["key"]
    client.post("/api/review/reject", json={"claims": [key]})
    with Database.open(folder) as database:
        link_desk(database)
        assert all(key not in one.claims for one in database.incidents())


def test_nothing_to_take_back_is_said(client: TestClient) -> None:
    answer = client.post("/api/undo", json={})
    assert answer.status_code == 409
    assert "nothing of yours" in answer.json()["error"]


def test_places_are_offered_with_towns_before_their_regions(client: TestClient) -> None:
    places = client.get("/api/review/places", params={"name": "Sabha"}).json()["places"]
    assert [(place["kind"], place["precision"]) for place in places[:1]] == [("city", "exact")]
    assert places[0]["where"] == "Sabhā, Libya"
    assert ("admin1", "region") in [(place["kind"], place["precision"]) for place in places]


def test_the_codebook_offers_its_lists_and_no_community(client: TestClient) -> None:
    book = client.get("/api/codebook").json()
    assert "Armed clash" in book["types"]["Battles"]
    assert {"Islamic State - Libya", "Unidentified armed group"} <= set(book["actors"])


def test_marked_words_become_a_claim_with_its_words(client: TestClient) -> None:
    text = client.get("/reports/wire").text
    assert "He put the dead at one" in text
    with_words = {"start": 0, "end": 79, "spans": {"killed": [[97, 100]]}, "values": {"type": "Attack", "killed": 1}}
    added = client.post("/api/reports/wire/claims", json=with_words).json()
    page = client.get("/reports/wire").text
    assert f'id="claim-{added["claims"][0]}"' in page
    assert "added this claim" in page


def test_words_are_read_as_the_field_that_they_are_marked_for(client: TestClient) -> None:
    start = "The soldiers of the Fezzan Province fired rockets at Tamanhint air base ".__len__()
    answer = client.get("/api/reports/naba/words", params={"field": "date", "start": start, "end": start + 9})
    assert answer.json()["value"]["date_start"] == "2020-05-17"


@pytest.mark.parametrize("marked", [{"start": 9, "end": 9}, {"start": 0, "end": 99999}])
def test_a_claim_of_no_words_is_refused(client: TestClient, marked: dict[str, int]) -> None:
    answer = client.post("/api/reports/naba/claims", json={**marked, "values": {"type": "Attack"}})
    assert answer.status_code == 400
    assert "No words are marked" in answer.json()["error"]


def test_facts_of_a_report_are_set_and_wrong_ones_refused(client: TestClient) -> None:
    assert client.post("/api/reports/wire/facts", json={"published": "yesterday"}).status_code == 400
    assert client.post("/api/reports/none/facts", json={"title": "x"}).status_code == 404
    kept = client.post("/api/reports/wire/facts", json={"title": "A new title", "publisher": "Desert Post"}).json()
    assert kept["act"]
    page = client.get("/reports/wire").text
    assert "A new title" in page
    assert "Desert Post" in page


def test_an_empty_or_broken_paste_is_told(client: TestClient) -> None:
    assert "nothing in it" in client.post("/api/reports", json={"text": "  \n"}).json()["error"]
    assert "not arrive whole" in client.post("/api/reports", json={"data": "%%%", "name": "a.pdf"}).json()["error"]
    damaged = {"name": "a.pdf", "data": b64encode(b"%PDF-1.7 and no more").decode()}
    kept = client.post("/api/reports", json=damaged).json()
    assert (kept["errand"], kept["reports"][0]["report_id"]) == (None, None)
    assert kept["reports"][0]["message"]


def test_a_report_that_is_there_already_is_shown(client: TestClient, folder: Path) -> None:
    with Database.open(folder) as database:
        text = next(one.text for one in database.reports() if one.report_id == "naba")
    kept = client.post("/api/reports", json={"text": text}).json()
    assert [(one["state"], one["href"]) for one in kept["reports"]] == [("known", "/reports/naba")]


def test_no_page_and_no_list_changes_anything(client: TestClient) -> None:
    changing = ("accept", "reject", "correct", "accept-all")
    for path in [f"/api/review/{name}" for name in changing] + ["/api/undo", "/api/reports", "/api/reports/naba/facts"]:
        assert client.get(path).status_code in (404, 405), path


def test_words_from_elsewhere_are_refused(folder: Path) -> None:
    with TestClient(create_app(folder, "launch"), base_url=ADDRESS) as stranger:
        assert stranger.post("/api/undo", json={}).status_code == 403
        stranger.get("/", params={"token": "launch"})
        foreign = stranger.post("/api/undo", json={}, headers={"origin": "http://127.0.0.1:9"})
        assert foreign.status_code == 403


def test_what_was_called_different_is_not_asked_again(tmp_path: Path) -> None:
    folder = two_tellings(tmp_path)
    with TestClient(create_app(folder, who="Ana"), base_url=ADDRESS) as client:
        (pair,) = client.get("/api/links").json()["pairs"]
        differing = [one["field"] for one in pair["rows"] if not one["alike"]]
        assert {"type", "killed"} <= set(differing)
        assert {one["leaning"] for one in pair["rows"]} >= {"for"}
        assert pair["left"]["excerpt"]["pieces"]
        ends = {"left": pair["left"]["claim_id"], "right": pair["right"]["claim_id"]}
        assert client.post("/api/links", json={**ends, "likeness": "alike"}).status_code == 422
        assert client.post("/api/links", json={**ends, "likeness": "different"}).status_code == 200
        assert client.get("/api/links").json()["pairs"] == []
        client.post("/api/undo", json={})
        assert len(client.get("/api/links").json()["pairs"]) == 1


def test_a_forgotten_report_says_that_it_is(client: TestClient, folder: Path) -> None:
    with Database.open(folder) as database:
        forget_report(database, "Ben", "arabic", "asked for by its source")
    answer = client.get("/reports/arabic")
    assert answer.status_code == 410
    assert "asked for by its source" in answer.text
    assert "تفجير" not in answer.text


def test_where_there_is_no_desk_the_queues_are_empty(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path / "desk"), base_url=ADDRESS) as empty:
        assert empty.get("/api/review").json()["questions"] == []
        assert empty.get("/api/links").json()["pairs"] == []
        assert "Paste its text" in empty.get("/add").text
    assert not (tmp_path / "desk").exists()
