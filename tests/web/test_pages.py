"""The workbench's pages over a small desk: what they say, what they refuse, and that text stays text."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from conflictdesk.records.events import EventClaim, Review, Standing, Verdict
from conflictdesk.records.reports import Source, Span
from conflictdesk.store.database import Database
from conflictdesk.web.app import create_app
from conflictdesk.web.marking import Marked, cut
from conflictdesk.web.snapshots import Desk
from desks import HOSTILE, fezzan, fill, report

ADDRESS = "http://127.0.0.1"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fezzan(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def pages(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(folder), base_url=ADDRESS) as client:
        yield client


def incidents_of(folder: Path) -> dict[str, Standing]:
    with Database.open(folder) as database:
        return {one.incident_id: one.standing for one in database.incidents()}


def incident_with(folder: Path, claim: EventClaim) -> str:
    with Database.open(folder) as database:
        return next(one.incident_id for one in database.incidents() if claim.claim_id in one.claims)


def every_page(folder: Path) -> list[str]:
    reports = [f"/reports/{key}" for key in ("naba", "wire", "command", "arabic")]
    fixed = ["/", "/review", "/links", "/add", "/reports", "/search?q=rockets", "/search", "/presences", "/status"]
    return fixed + reports + [f"/incidents/{key}" for key in incidents_of(folder)]


def test_why_a_place_is_where_it_is_stands_on_both_pages(pages: TestClient, folder: Path) -> None:
    with Database.open(folder) as database:
        [bomb] = [one for one in database.incidents() if one.place.name == "93 km south of Sabha"]
    for path in ("/reports/naba", f"/incidents/{bomb.incident_id}"):
        assert "by its bearing from Sabha" in pages.get(path).text, path


def test_every_page_is_there_with_its_headers(pages: TestClient, folder: Path) -> None:
    for path in every_page(folder):
        answer = pages.get(path)
        assert answer.status_code == 200, path
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'self';")
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"


def test_pages_hold_no_script_or_style_of_their_own(pages: TestClient, folder: Path) -> None:
    for path in every_page(folder):
        page = pages.get(path).text
        assert re.findall(r"<script(?![^>]*\ssrc=\"/static/)[^>]*>", page) == [], path
        assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:", page) == [], path
        assert re.findall(r"(?:src|href)=\"(?!/|#)[^\"]*\"", page) == [], path


def test_hostile_text_is_shown_as_text(pages: TestClient, folder: Path) -> None:
    shown = [path for path in every_page(folder) if HOSTILE in html.unescape(pages.get(path).text)]
    assert {"/reports", "/reports/wire", "/search?q=rockets"} <= set(shown)
    for path in every_page(folder):
        assert HOSTILE not in pages.get(path).text, path


def test_a_hostile_search_is_shown_as_text(pages: TestClient) -> None:
    page = pages.get("/search", params={"q": '"><img src=x onerror=alert(1)>'}).text
    assert "<img" not in page
    assert pages.get("/api/search", params={"q": 'a" OR * NEAR('}).status_code == 200


def test_a_claimed_only_incident_says_that_it_is_a_claim(pages: TestClient, folder: Path) -> None:
    claimed = [key for key, standing in incidents_of(folder).items() if standing is Standing.CLAIMED_ONLY]
    assert claimed
    for key in claimed:
        sentence = re.search(r'<h1 class="sentence">(.*?)</h1>', pages.get(f"/incidents/{key}").text, re.S)
        assert sentence is not None
        assert "claims" in sentence[1]
        assert "nobody independent" in sentence[1]


def test_an_incident_shows_values_with_their_words_and_rivals(pages: TestClient) -> None:
    page = html.unescape(pages.get("/incidents/earlier").text)
    assert "three of the apostates" in page
    assert "an officer, in Fezzan Wire" in page
    assert "also said" in page
    assert "both at Tamanhint" in page
    assert "machine-coded, not reviewed" in page
    assert re.search(r'href="/reports/naba#claim-\w+"', page)


def test_what_people_said_is_its_history(tmp_path: Path) -> None:
    with Database.open(fezzan(tmp_path)) as database:
        told = next(one for one in database.claims() if one.killed.min == 3)
        value = {"min": 2, "max": 2}
        when = datetime(2020, 6, 3, tzinfo=UTC)
        database.add_review(Review(told.anchor, Verdict.CORRECT, "killed", value, "Ana", when))
    with TestClient(create_app(tmp_path), base_url=ADDRESS) as client:
        page = client.get(f"/incidents/{incident_with(tmp_path, told)}").text
        report_page = client.get("/reports/naba").text
    for shown in (page, report_page):
        assert re.search(r"<time>3 June 2020</time> <strong>Ana</strong> corrected [^<]*2", shown)
        assert "reviewed by Ana, 3 June 2020" in shown


def test_a_former_id_leads_to_the_present_one(pages: TestClient) -> None:
    answer = pages.get("/incidents/earlier", follow_redirects=False)
    assert answer.status_code == 308
    assert pages.get(answer.headers["location"]).status_code == 200


def test_a_report_s_text_is_whole_and_its_words_are_marked(pages: TestClient) -> None:
    page = pages.get("/reports/naba").text
    text = re.search(r'<div class="text"[^>]*>(.*?)</div>', page, re.S)
    assert text is not None
    plain = re.sub(r"<a class=\"number\".*?</a>|</?span[^>]*>", "", text[1])
    with_text = html.unescape(plain)
    assert with_text.startswith("The soldiers of the Fezzan Province fired rockets at Tamanhint air base on Sunday")
    assert re.search(r'data-fields="place target evidence"[^>]*>Tamanhint</span>', page)
    assert re.search(r'data-fields="target evidence"[^>]*> air base</span>', page)
    assert page.count('class="number" href="#claim-') == 2


def test_arabic_runs_right_to_left_by_itself(pages: TestClient) -> None:
    assert re.search(r'<div class="text" dir="auto" lang="ar">', pages.get("/reports/arabic").text)


def test_the_table_of_incidents_is_complete(pages: TestClient, folder: Path) -> None:
    table = pages.get("/api/incidents").json()
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    assert {row["id"] for row in rows} == set(incidents_of(folder))
    by_place = {row["place"]: row for row in rows}
    assert by_place["Tamanhint"]["killed_min"] == 3
    assert by_place["Sabha"]["killed_min"] is None
    assert (by_place["Sabha"]["lat"], by_place["Sabha"]["precision"]) == (None, "month")
    assert by_place["93 km south of Sabha"]["radius"] == 20
    assert table["countries"] == {"LY": "Libya"}


def test_free_text_finds_the_claims_that_hold_the_words(pages: TestClient) -> None:
    table = pages.get("/api/incidents").json()
    place = {row[0]: row[table["columns"].index("place")] for row in table["rows"]}
    found = pages.get("/api/search", params={"q": "roadside"}).json()["incidents"]
    assert [place[key] for key in found] == ["93 km south of Sabha"]
    assert pages.get("/api/search", params={"q": "nowhere"}).json()["incidents"] == []


def test_small_maps_know_what_else_a_name_might_mean(pages: TestClient) -> None:
    known = pages.get("/api/incidents/earlier").json()
    assert [runner["lat"] for runner in known["runners_up"]] == [25.1]


def test_a_presence_is_an_area_and_never_a_point(pages: TestClient) -> None:
    (area,) = pages.get("/api/presences").json()
    assert area["radius_km"] == 180
    assert "southern Libya" in pages.get("/presences").text


def test_what_is_not_there_is_said_plainly(pages: TestClient) -> None:
    for path in ("/incidents/none", "/reports/none", "/nowhere"):
        answer = pages.get(path)
        assert answer.status_code == 404
        assert "Nothing was changed" in answer.text
    assert pages.get("/api/incidents/none").json() == {"error": "No incident has this number."}


def test_other_names_of_this_machine_are_refused(pages: TestClient) -> None:
    assert pages.get("/", headers={"host": "desk.example.org"}).status_code == 400
    for name in ("127.0.0.1:8000", "localhost:8000", "[::1]:8000"):
        assert pages.get("/", headers={"host": name}).status_code == 200


def test_nothing_can_be_changed(pages: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert pages.request(method, "/reports/naba").status_code == 405


def test_no_documentation_page_that_asks_the_network(pages: TestClient) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert pages.get(path).status_code == 404


def test_modules_have_the_type_that_browsers_ask_for(pages: TestClient) -> None:
    for path in ("vendor/maplibre-gl/maplibre-gl.mjs", "vendor/maplibre-gl/maplibre-gl-worker.mjs", "js/map.js"):
        assert pages.get(f"/static/{path}").headers["content-type"].startswith("text/javascript")


def test_an_empty_place_names_the_next_command(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path / "desk"), base_url=ADDRESS) as empty:
        for path in ("/", "/review", "/links", "/reports", "/search", "/search?q=rockets", "/presences", "/status"):
            assert "<code>conflictdesk add PATH</code>" in empty.get(path).text, path
        assert empty.get("/api/incidents").json()["rows"] == []
    assert not (tmp_path / "desk").exists()


def test_a_desk_that_grows_names_the_command_after(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path), base_url=ADDRESS) as growing:
        assert "conflictdesk add PATH" in growing.get("/").text
        one = report("one", "Nothing happened.", None, None)
        with Database.open(tmp_path, create=True) as database:
            database.add_report(one, one.text.encode())
        assert "conflictdesk code" in growing.get("/").text
        fill(tmp_path, [one], [], [])
        assert "No event was read" in growing.get("/").text
        assert "No event was read in this report" in growing.get("/reports/one").text


def test_a_desk_with_new_reports_shows_its_incidents_and_says_what_comes_next(tmp_path: Path) -> None:
    two = report("two", "Nothing happened.", None, None)
    with Database.open(fezzan(tmp_path)) as database:
        database.add_report(two, two.text.encode())
    with TestClient(create_app(tmp_path), base_url=ADDRESS) as client:
        assert 'id="filters"' in client.get("/").text
        assert "<code>conflictdesk code</code>" in client.get("/status").text


def test_a_report_s_page_says_what_was_not_read_or_not_coded(tmp_path: Path) -> None:
    told = [report(key, f"Nothing happened, says {key}.", None, None) for key in ("long", "broken")]
    with Database.open(tmp_path, create=True) as database:
        run = database.start_run("hand-1")
        for one in told:
            database.add_report(one, one.text.encode())
        database.save_coding(run, told[0], (), (), "only the first half was read")
        database.save_issue(run, told[1], "KeyError: 'place'")
    with TestClient(create_app(tmp_path), base_url=ADDRESS) as client:
        assert "only the first half was read" in client.get("/reports/long").text
        assert "could not be coded: KeyError" in client.get("/reports/broken").text


def test_copies_are_told_by_the_catalog_s_sources(tmp_path: Path) -> None:
    fezzan(tmp_path)
    (tmp_path / "catalog.yaml").write_text("sources:\n- {name: The Wire, kind: news, names: [Fezzan Wire]}\n")
    held = Desk(tmp_path).now()
    assert held.source_of(held.reports["wire"]) == Source("The Wire")


def test_a_damaged_desk_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "desk.sqlite").write_bytes(b"not a database, but long enough to be taken for one at first sight" * 20)
    with TestClient(create_app(tmp_path), base_url=ADDRESS) as damaged:
        answer = damaged.get("/")
    assert answer.status_code == 503
    assert "Nothing was changed" in answer.text


def test_crossing_spans_are_cut_at_every_edge() -> None:
    marks = [Marked(Span(0, 6), "target", "a"), Marked(Span(3, 9), "place", "a"), Marked(Span(4, 5), "date", "b")]
    pieces = cut("abcdefghijk", marks, {})
    assert [(piece.text, piece.fields) for piece in pieces] == [
        ("abc", ("target",)),
        ("d", ("place", "target")),
        ("e", ("date", "place", "target")),
        ("f", ("place", "target")),
        ("ghi", ("place",)),
        ("jk", ()),
    ]


def test_spans_beyond_the_text_mark_nothing() -> None:
    assert [piece.text for piece in cut("short", [Marked(Span(3, 99), "place", "a")], {})] == ["short"]
