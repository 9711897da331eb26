"""The page of sources, and what changed in a report from one revision to the next."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from conflictdesk.records.follows import Follow, Form
from conflictdesk.records.provenance import content_hash
from conflictdesk.store.database import Database
from conflictdesk.store.reports import Told
from conflictdesk.web.app import create_app
from conflictdesk.web.views.rewording import rewordings
from desks import report

BEFORE = "Three men were killed near Sabha on Monday.\nNobody has claimed the attack."
AFTER = "Five men were killed near Sabha on Monday.\nNobody has claimed the attack.\n<b>More</b> follows."
CATALOG = """
sources:
  - {name: Fezzan Post, kind: news, reach: local, cadence: daily, feeds: ["https://f.example/feed?key=…"]}
  - {name: <script>alert(1)</script>, kind: official}
"""


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    folder = tmp_path / "desk"
    first = report("r-1", BEFORE, "Fezzan Post", date(2020, 5, 18), title="Three killed")
    with Database.open(folder, create=True) as desk:
        desk.add_report(first, BEFORE.encode())
        changed = replace(first, text=AFTER, content_hash=content_hash(AFTER.encode()), title="Five killed")
        desk.add_report(changed, AFTER.encode())
        at = datetime(2020, 5, 19, tzinfo=UTC)
        failed = "https://f.example/feed answered 503, and no report."
        desk.keep_follow(Follow("https://f.example/feed?key=…", "Fezzan Post", Form.FEED, checked=at, failure=failed))
    (folder / "catalog.yaml").write_text(CATALOG)
    return TestClient(create_app(folder), base_url="http://127.0.0.1")


def test_each_source_is_shown_with_what_is_known_and_what_is_wrong(client: TestClient) -> None:
    page = client.get("/sources").text
    for words in ("Fezzan Post", "every day", "local", "18 May 2020", "f.example/feed?key=…", "visited 19 May 2020",
                  "has been silent for", "answered 503"):  # fmt: skip
        assert words in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;</bdi> was never heard" in page
    assert "<script>alert" not in page


def test_a_desk_without_sources_says_what_is_next(tmp_path: Path) -> None:
    empty = TestClient(create_app(tmp_path / "none"), base_url="http://127.0.0.1")
    assert "conflictdesk add --follow URL" in empty.get("/sources").text


def test_a_reports_page_shows_what_changed_and_renders_none_of_it(client: TestClient) -> None:
    page = client.get("/reports/r-1").text
    assert "<del>Three</del> <ins>Five</ins>" in page
    assert "<ins>&lt;b&gt;More&lt;/b&gt; follows.</ins>" in page
    assert "Three killed" in page
    assert "Nobody has claimed the attack." not in page[page.index("What changed") : page.index("</details>")]


def revised(before: str, after: str) -> list[Told]:
    reports = [report("r", text, None, None) for text in (before, after)]
    return [Told(number, one, None) for number, one in enumerate(reports, 1)]


def test_words_far_from_a_change_are_left_out() -> None:
    words = " ".join(f"w{number}" for number in range(100))
    (one,) = rewordings(revised(f"{words} two dead", f"{words} three dead"))
    ((first, gap, *rest),) = (one.paragraphs[0],)
    assert (first.text, gap.text.split()[0], [run.kind for run in rest]) == ("…", "w88", ["out", "in", "same"])
    assert (one.words_in, one.words_out) == (1, 1)


def test_a_revision_that_only_tells_more_of_the_report_is_no_change() -> None:
    assert rewordings(revised("The same.", "The  same. \n")) == []


def test_very_long_revisions_are_compared_in_bounded_time() -> None:
    before, after = ("\n".join(f"{word} {number}" for number in range(30_000)) for word in ("old", "new"))
    (one,) = rewordings(revised(before, after))
    assert [run.kind for run in one.paragraphs[0]] == ["out", "in"]
