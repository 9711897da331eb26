"""The page of the watch, over a desk that counts posts of a few weeks."""

import re
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from conflictdesk.pipeline.briefing import read_material
from conflictdesk.publish.periods import Period
from conflictdesk.publish.watch_chapter import watch_chapter
from conflictdesk.store.database import Database
from conflictdesk.web.app import create_app
from watches import posts_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return posts_desk(tmp_path_factory.mktemp("watch"))


@pytest.fixture(scope="module")
def client(desk: Path) -> TestClient:
    return TestClient(create_app(desk), base_url="http://127.0.0.1")


def test_a_rise_is_told_with_its_numbers_its_method_and_its_series(client: TestClient) -> None:
    page = client.get("/watch").text
    told = re.findall(r'<span dir="ltr">([^<]+)</span>', page)
    expected = (
        r"Bani Walid, week of 18 May 2020: 44 posts by 44 accounts; \d+ expected, \d+ to \d+; reporting volume not"
    )
    assert any(re.match(expected, one) for one in told)
    assert {one.split(",")[0] for one in told} <= {"Bani Walid", "All places"}
    assert "false discovery rate" in page
    (series,) = set(re.findall(r'class="part".*?href="#(s\d+)"', page, re.DOTALL)) or {"s0"}
    assert f'id="{series}"' in page


def test_each_series_is_drawn_and_in_the_table(client: TestClient) -> None:
    page = client.get("/watch").text
    assert page.count('<figure id="s') == page.count('<tr id="rs') >= 8
    assert page.count("<svg") > page.count('<figure id="s')
    assert "Bani Walid 44" in page  # on the map


def test_a_filter_shows_less_and_changes_no_alarm(client: TestClient) -> None:
    whole, part = client.get("/watch").text, client.get("/watch?place=Bani+Walid&theme=conflict").text
    told = re.compile(r'<span dir="ltr">([^<]+)</span>')
    assert set(told.findall(part)) < set(told.findall(whole))
    assert part.count('<figure id="s') == 1
    assert "Bani Walid" not in "".join(told.findall(client.get("/watch?place=Tobruk").text))


def test_how_many_series_are_tested_together_is_those_that_are_shown_or_said_to_be_more(client: TestClient) -> None:
    whole, part = (client.get(f"/watch{asked}").text for asked in ("", "?place=Tobruk"))
    number, shown = (page.count('<tr id="rs') for page in (whole, part))
    assert f"4 towns: {number} series, tested together, by week; " in whole
    assert f"1 town: {shown} series of {number}, which are tested together, by week; " in part


def test_a_place_that_is_not_counted_is_refused_in_words(client: TestClient) -> None:
    answer = client.get("/watch?place=%3Cscript%3Ealert(1)%3C/script%3E")
    assert answer.status_code == 400
    assert "nothing is counted there" in answer.text
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("from=2020-05-18&to=2020-05-01", "before it begins"),
        ("to=0001-01-01", "out of range"),
        ("from=9999-12-31", "out of range"),
        ("theme=Tebu", "nothing is counted of it"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(client: TestClient, asked: str, words: str) -> None:
    answer = client.get(f"/watch?{asked}")
    assert (answer.status_code, words in answer.text) == (400, True)


def test_no_account_is_anywhere_on_the_page(client: TestClient) -> None:
    for address in ("/watch", "/watch?all=true", "/watch?theme=conflict"):
        assert "user-" not in client.get(address).text


def test_a_desk_without_posts_says_what_is_next(tmp_path: Path) -> None:
    page = TestClient(create_app(tmp_path / "none"), base_url="http://127.0.0.1").get("/watch").text
    assert "conflictdesk watch add POSTS" in page


def test_the_brief_holds_the_same_sentences_without_small_numbers(desk: Path) -> None:
    with Database.open(desk) as database:
        material = read_material(database)
        there, elsewhere = read_material(database, "Bani Walid"), read_material(database, "Tobruk")
    may = Period(date(2020, 5, 1), date(2020, 5, 31))
    chapter = watch_chapter(material.watch, may, material.whole_watch)
    assert chapter is not None
    told = [one.sentence for group in chapter.groups for one in group.told]
    assert any(one.startswith("Bani Walid, week of 18 May 2020: 44 posts") for one in told)
    assert {one.rise.tally.place for one in there.watch.alarms} == {"Bani Walid"}
    assert elsewhere.watch.alarms == ()
