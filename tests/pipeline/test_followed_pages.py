"""What becomes of a followed publication's pages: changed, failed, gone, moved, unreadable, forgotten."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from local_server import Answer, gives, leads_to

from conflictdesk.pipeline.adding import add_files, find_files
from conflictdesk.pipeline.editing import edit_report
from conflictdesk.pipeline.forgetting import forget_report
from conflictdesk.pipeline.hearing import flags_of
from conflictdesk.sources.catalog import Catalog
from conflictdesk.store.database import Database
from publications import BUILT_IN, WORDS, Site, follow, page, states, tagged, texts


def test_a_page_that_the_feed_says_has_changed_becomes_a_revision(desk: Database, site: Site) -> None:
    follow(desk, site.url("/feed"))
    (before,) = [report for report in desk.reports() if str(report.url).endswith("/two")]
    site.answers["/two"] = gives(page(WORDS["two"].replace("four", "five"), "two"))
    site.publish("/one", "/two", "/three", two="2026-06-01T00:00:00Z")
    site.asked.clear()
    assert [(one.state, one.report_id) for one in follow(desk)[:1]] == [("revision", before.report_id)]
    assert site.asked == ["/feed", "/two"]
    assert "abducted five men" in desk.report(before.report_id).text  # type: ignore[union-attr]
    assert len(desk.reports()) == 3


def test_other_markup_around_the_same_words_is_known_and_a_page_may_go_back(desk: Database, site: Site) -> None:
    follow(desk, site.url("/feed"))
    site.answers["/two"] = gives(page(WORDS["two"], "two", around="<nav>Thursday</nav>"))
    assert set(states(follow(desk, refresh=True))) == {"known", "visited"}
    for words, state in ((WORDS["two"].replace("four", "five"), "revision"), (WORDS["two"], "revision")):
        site.answers["/two"] = gives(page(words, "two"))
        assert states(follow(desk, refresh=True)).count(state) == 1
    assert texts(desk) == {report.text for report in desk.reports() if "five" not in report.text}


def test_what_a_person_said_of_a_page_stays_when_it_changes(desk: Database, site: Site) -> None:
    follow(desk, site.url("/feed"))
    (two,) = [report for report in desk.reports() if str(report.url).endswith("/two")]
    edit_report(desk, "Ada", two.report_id, {"title": "Abduction near Murzuq", "published": "2026-05-09"})
    assert "revision" not in states(follow(desk, refresh=True))
    site.answers["/two"] = gives(page(WORDS["two"].replace("four", "five"), "two"))
    assert "revision" in states(follow(desk, refresh=True))
    now = desk.report(two.report_id)
    assert now is not None
    assert ("five" in now.text, now.title, now.published) == (True, "Abduction near Murzuq", date(2026, 5, 9))


def test_a_page_that_fails_costs_only_itself_and_is_tried_again(desk: Database, site: Site) -> None:
    site.answers["/one"] = gives(b"", status=500)
    added = follow(desk, site.url("/feed"))
    assert sorted(states(added)) == ["new", "new", "unreadable", "visited"]
    assert "answered 500" in next(one.message or "" for one in added if one.state == "unreadable")
    site.answers["/one"] = gives(page(WORDS["one"], "one"))
    assert states(follow(desk)) == ["new", "visited"]
    assert states(follow(desk)) == ["visited"]


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_not_asked_for_again(desk: Database, site: Site, status: int) -> None:
    site.answers["/one"] = gives(b"", status=status)
    follow(desk, site.url("/feed"))
    site.asked.clear()
    assert states(follow(desk)) == ["visited"]
    assert site.asked == ["/feed"]


def test_redirects_and_canonical_addresses_lead_to_one_report(desk: Database, site: Site) -> None:
    named = page(WORDS["one"], "one", f"<link rel=canonical href='{site.url('/one')}'>", "<p>Printed</p>")
    site.answers |= {"/old": leads_to("/one"), "/print/one": gives(named)}
    site.publish("/one", "/old", "/one?utm_source=feed", "/print/one")
    added = follow(desk, site.url("/feed"))
    assert len(desk.reports()) == 1
    assert {one.report_id for one in added if one.report_id} == {desk.report_ids()[0]}


def test_a_page_may_not_pass_for_another_publications_nor_for_all_of_its_own(desk: Database, site: Site) -> None:
    elsewhere = "<link rel=canonical href='http://other.example/a'>"
    home = f"<link rel=canonical href='{site.url('/')}'>"
    same = f"<link rel=canonical href='{site.url('/one')}'>"
    site.answers |= {"/a": gives(page(WORDS["two"], "a", elsewhere)), "/b": gives(page(WORDS["three"], "b", home))}
    site.answers["/c"] = gives(page("A convoy of aid reached the town of Ghat after a week on the road.", "c", same))
    site.publish("/one", "/a", "/b", "/c")
    follow(desk, site.url("/feed"))
    assert len(desk.reports()) == 4
    assert desk.page("http://other.example/a") is None


def test_a_page_that_leads_to_the_front_page_is_not_taken(desk: Database, site: Site) -> None:
    site.answers |= {"/one": leads_to("/"), "/": gives(page("Welcome to the Fezzan Post and its many pages of news."))}
    added = follow(desk, site.url("/feed"))
    assert "leads to the front page" in next(one.message or "" for one in added if one.state == "unreadable")
    assert len(desk.reports()) == 2


def test_pages_that_cannot_be_read_do_not_keep_others_waiting(desk: Database, site: Site) -> None:
    paths = [f"/empty{n}" for n in range(4)]
    for path in paths:
        site.answers[path] = gives(b"<html><body></body></html>")
    site.publish("/one", "/two", *paths)
    added = follow(desk, site.url("/feed"))
    assert states(added) == ["unreadable"] * 4 + ["new", "new", "visited"]
    site.publish("/one", "/two", "/three", *paths)
    assert states(follow(desk, most=1)) == ["new", "visited"]  # what failed last is asked for last


def test_a_page_that_cannot_be_read_is_asked_for_again_after_a_day_or_when_it_is_told_to_have_changed(
    desk: Database, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.answers["/one"] = gives(b"<html><body></body></html>")
    site.publish("/one", "/two")
    assert states(follow(desk, site.url("/feed"))) == ["new", "unreadable", "visited"]
    assert states(follow(desk)) == ["visited"]
    site.publish("/one", "/two", one="2026-05-20T00:00:00Z")
    assert states(follow(desk)) == ["unreadable", "visited"]
    assert states(follow(desk)) == ["visited"]
    monkeypatch.setattr("conflictdesk.store.follows.UNREADABLE", timedelta(0))  # a day has gone by
    site.answers["/one"] = gives(page(WORDS["one"], "one"))
    assert states(follow(desk)) == ["new", "visited"]


def test_a_page_keeps_the_publisher_that_its_list_named_when_it_is_fetched_by_itself(
    desk: Database, site: Site
) -> None:
    site.publish("/one")
    follow(desk, site.url("/feed"))
    site.answers["/one"] = gives(page(WORDS["two"], "one"))
    added = list(add_files(desk, find_files([site.url("/one")], allow_private=True), BUILT_IN))
    assert states(added) == ["revision"]
    assert [report.publisher for report in desk.reports()] == ["Fezzan Post"]


@pytest.mark.parametrize("kind", ["application/x-ndjson", "application/rss+xml"])
def test_what_a_list_names_is_a_page_and_can_speak_for_no_other_report(desk: Database, site: Site, kind: str) -> None:
    site.publish("/one")
    follow(desk, site.url("/feed"))
    (held,) = desk.reports()
    line = json.dumps({"report_id": held.report_id, "text": "Nothing happened.", "publisher": "Reuters"}).encode()
    feed = b"<rss version='2.0'><channel><item><title>A</title><guid>a</guid></item></channel></rss>"
    site.answers["/two"] = gives(line if "json" in kind else feed, kind)
    site.publish("/one", "/two")
    added = follow(desk, site.url("/feed"))
    assert states(added) == ["unreadable", "visited"]
    assert "no page" in (added[0].message or "")
    assert desk.reports() == [held]


def test_a_page_that_names_no_day_has_that_of_its_address(desk: Database, site: Site) -> None:
    site.answers["/2026/05/17/one"] = site.answers["/one"]
    list(add_files(desk, find_files([site.url("/2026/05/17/one")], allow_private=True), BUILT_IN))
    assert [(one.published, one.published_reason) for one in desk.reports()] == [(date(2026, 5, 17), "the address")]


def test_a_single_page_that_changed_is_a_revision(desk: Database, site: Site) -> None:
    def add() -> list[str]:
        return states(list(add_files(desk, find_files([site.url("/one")], allow_private=True), BUILT_IN)))

    site.answers["/one"] = tagged(page(WORDS["one"], "one"))
    assert add() == ["new"]
    assert add() == ["known"]
    assert len(site.conditions) == 1
    site.answers["/one"] = tagged(page(WORDS["one"].replace("Nine", "Ten"), "one"))
    assert add() == ["revision"]
    assert len(desk.reports()) == 1


def test_a_forgotten_page_is_not_fetched_again_and_its_address_is_not_kept(desk: Database, site: Site) -> None:
    follow(desk, site.url("/feed"))
    (two,) = [report for report in desk.reports() if str(report.url).endswith("/two")]
    forget_report(desk, "Ada", two.report_id, "asked to")
    site.asked.clear()
    site.answers["/two"] = gives(page(WORDS["two"] + " And more.", "two"))
    assert set(states(follow(desk, refresh=True))) == {"known", "visited"}
    assert "/two" not in site.asked
    assert site.url("/two") not in {note.address for note in desk.pages()}
    (told,) = add_files(desk, find_files([site.url("/two")], allow_private=True), BUILT_IN)
    assert "was forgotten" in (told.message or "")


def test_a_belligerents_page_that_calls_itself_by_another_name_is_the_belligerents(
    desk: Database, site: Site, tmp_path: Path
) -> None:
    named = "<meta property='og:site_name' content='Reuters'>"
    site.answers["/one"] = gives(page(WORDS["one"], "one", named))
    site.publish("/one")
    (tmp_path / "catalog.yaml").write_text(
        f"sources:\n  - {{name: Tongo Weekly, kind: belligerent, feeds: ['{site.url('/feed')}']}}\n"
    )
    catalog = Catalog.open(tmp_path / "catalog.yaml")
    assert states(follow(desk, catalog=catalog)) == ["new", "visited"]
    (report,) = desk.reports()
    assert (report.publisher, [source.name for source in desk.sources()]) == ("Tongo Weekly", ["Tongo Weekly"])
    assert "unheard" not in [flag.flag for flag in flags_of(desk, catalog, date(2026, 5, 12))]


def test_a_followed_source_was_heard_where_its_pages_name_another(desk: Database, site: Site, tmp_path: Path) -> None:
    named = "<meta property='og:site_name' content='Reuters'>"
    site.answers["/one"] = gives(page(WORDS["one"], "one", named))
    site.publish("/one")
    declared = f"sources:\n  - {{name: Fezzan Post, kind: news, feeds: ['{site.url('/feed')}']}}\n"
    (tmp_path / "catalog.yaml").write_text(declared)
    catalog = Catalog.open(tmp_path / "catalog.yaml")
    follow(desk, catalog=catalog)
    assert [report.publisher for report in desk.reports()] == ["Reuters"]
    assert flags_of(desk, catalog, date(2026, 5, 12)) == []


@pytest.mark.parametrize("answer", [gives(b"\x89PNG", "image/png"), gives(b"  ")])
def test_what_came_and_is_no_page_is_not_asked_for_at_every_visit(desk: Database, site: Site, answer: Answer) -> None:
    site.answers["/one"] = answer
    site.publish("/one", "/two")
    assert states(follow(desk, site.url("/feed"))) == ["new", "unreadable", "visited"]
    assert states(follow(desk)) == ["visited"]
