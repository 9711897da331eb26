"""Following a publication: a real server whose feed and pages change between visits, fail, redirect and refuse."""

import gzip
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from local_server import Answer, gives, leads_to, serving

from conflictdesk.errors import DeskBusy, UsageError
from conflictdesk.pipeline.adding import Added, add_files, find_files
from conflictdesk.pipeline.editing import edit_report
from conflictdesk.pipeline.followed import drop_follows, find_follows, visit_all
from conflictdesk.pipeline.forgetting import forget_report
from conflictdesk.pipeline.hearing import flags_of
from conflictdesk.sources.catalog import Catalog
from conflictdesk.store.database import Database

BUILT_IN = Catalog.open()
WORDS = {
    "one": "Nine soldiers were killed when rockets hit an air base near Sabha on Sunday, an officer said.",
    "two": "Gunmen stopped a bus on the road to Murzuq and abducted four men, residents said on Monday.",
    "three": "أعلن مسؤول محلي مقتل ثلاثة أشخاص في انفجار سيارة مفخخة عند نقطة تفتيش قرب سبها يوم الثلاثاء.",
}


def page(words: str, title: str = "A report", head: str = "", around: str = "") -> bytes:
    markup = (
        f"<html><head><title>{title}</title><meta charset=utf-8>{head}</head><body>{around}<article><h1>{title}</h1>"
    )
    return f"{markup}<p>{words}</p></article></body></html>".encode()


class Site:
    """A publication: its answers by path, and what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.conditions: list[str] = []
        self.port = 0

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def answer(self, to: BaseHTTPRequestHandler) -> None:
        self.asked.append(to.path)
        self.conditions += [
            str(to.headers[name]) for name in ("If-None-Match", "If-Modified-Since") if name in to.headers
        ]
        self.answers.get(to.path, gives(b"", status=404))(to)

    def publish(self, *paths: str, **changed: str) -> None:
        """A feed of these pages, each dated a day after the one before; `changed`: when its item was updated."""
        entries = "".join(
            f"<entry><id>{path}</id><title>{path}</title><link href='{self.url(path)}'/>"
            f"<published>2026-05-{10 + place}T08:00:00Z</published>"
            f"<updated>{changed.get(path.strip('/'), '2026-05-01T00:00:00Z')}</updated></entry>"
            for place, path in enumerate(paths)
        )
        feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Fezzan Post</title>{entries}</feed>".encode()
        self.answers["/feed"] = tagged(feed, "application/atom+xml")


def tagged(body: bytes, kind: str = "text/html") -> Answer:
    """An answer with an ETag, and 304 for who brings it."""
    tag = f'"{hash(body)}"'

    def answer(to: BaseHTTPRequestHandler) -> None:
        if to.headers.get("If-None-Match") == tag:
            gives(b"", status=304)(to)
        else:
            gives(body, kind, ETag=tag)(to)

    return answer


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    with serving({"*": made.answer}) as made.port:
        for name, words in WORDS.items():
            made.answers[f"/{name}"] = gives(page(words, name))
        made.publish("/one", "/two", "/three")
        yield made


def follow(desk: Database, *named: str, catalog: Catalog = BUILT_IN, **terms: object) -> list[Added]:
    follows = find_follows(desk, catalog, named)
    return list(visit_all(desk, follows, catalog, pause=0, allow_private=True, **terms))  # type: ignore[arg-type]


def states(added: list[Added]) -> list[str]:
    return [one.state for one in added]


def texts(desk: Database) -> set[str]:
    return {report.text for report in desk.reports()}


def test_a_feed_is_followed_and_its_pages_are_taken(desk: Database, site: Site) -> None:
    added = follow(desk, site.url("/feed"))
    assert states(added) == ["new", "new", "new", "visited"]
    assert added[-1].message == "3 listed, 3 of them new, 3 asked for."
    held = {str(report.url).rpartition("/")[2]: report for report in desk.reports()}
    assert {name: held[name].published for name in held} == {
        "one": date(2026, 5, 10),
        "two": date(2026, 5, 11),
        "three": date(2026, 5, 12),
    }
    assert held["one"].published_reason == "the list that it was found in"
    assert held["one"].publisher == "Fezzan Post"
    assert WORDS["three"] in held["three"].text


def test_what_has_not_changed_is_not_fetched_again(desk: Database, site: Site) -> None:
    follow(desk, site.url("/feed"))
    site.asked.clear()
    (visited,) = follow(desk)
    assert (site.asked, visited.message) == (["/feed"], "nothing has changed there, 0 asked for.")
    site.publish("/one", "/two", "/three", "/four")
    site.answers["/four"] = gives(
        page("Two drones fell on a fuel depot near Ubari on Thursday, officials said.", "four")
    )
    assert states(follow(desk)) == ["new", "visited"]
    assert site.asked == ["/feed", "/feed", "/four"]


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


def busy(seconds: str, times: int, then: Answer) -> Answer:
    left = [times]

    def answer(to: BaseHTTPRequestHandler) -> None:
        left[0] -= 1
        (gives(b"", status=429, Retry_After=seconds) if left[0] >= 0 else then)(to)

    return answer


def test_a_host_that_asks_to_wait_a_little_is_waited_for(desk: Database, site: Site) -> None:
    site.answers["/three"] = busy("7", 1, site.answers["/three"])
    waits: list[float] = []
    assert states(follow(desk, site.url("/feed"), wait=waits.append)) == ["new", "new", "new", "visited"]
    assert any(6 < wait <= 7 for wait in waits)


def test_a_host_that_asks_to_wait_long_is_left_alone(desk: Database, site: Site) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=2))
    site.answers["/three"] = busy(later, 1, site.answers["/three"])
    added = follow(desk, site.url("/feed"))
    assert states(added) == ["unreadable", "visited"]  # the newest page is asked for first
    assert "2 wait for the next visit" in (added[-1].message or "")
    asked = len(site.asked)
    assert states(follow(desk)) == ["waiting"]
    assert len(site.asked) == asked
    wait_is_over(desk)
    assert states(follow(desk)) == ["new", "new", "new", "visited"]
    site.answers["/feed"] = busy(later, 1, site.answers["/feed"])
    assert states(follow(desk, refresh=True)) == ["unreadable"]
    assert states(follow(desk)) == ["waiting"]


def wait_is_over(desk: Database) -> None:
    (held,) = desk.follows()
    desk.keep_follow(replace(held, until=None))


def test_a_host_that_asks_to_wait_long_is_not_asked_by_another_list_of_it_either(desk: Database, site: Site) -> None:
    site.answers["/three"] = busy("7200", 1, site.answers["/three"])
    added = follow(desk, site.url("/feed"), site.url("/other"))
    assert states(added) == ["unreadable", "visited", "waiting"]
    assert "/other" not in site.asked
    assert states(follow(desk)) == ["waiting", "waiting"]


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


def test_a_host_that_does_not_answer_at_all_costs_a_visit_little_and_others_nothing(desk: Database, site: Site) -> None:
    nobody = [f"http://127.0.0.1:1/{n}" for n in range(5)]
    links = "".join(f"<item><link>{address}</link><title>A</title></item>" for address in [*nobody, site.url("/one")])
    feed = f"<rss version='2.0'><channel><title>Fezzan Post</title>{links}</channel></rss>".encode()
    site.answers["/feed"] = gives(feed, "application/rss+xml")
    added = follow(desk, site.url("/feed"))
    assert sorted(states(added)) == ["new", "unreadable", "unreadable", "unreadable", "visited"]
    assert "2 wait for the next visit" in (added[-1].message or "")


def test_two_lists_that_word_one_page_in_two_ways_do_not_have_it_fetched_by_turns(desk: Database, site: Site) -> None:
    item = f"<item><link>{site.url('/one')}</link><title>{{}}</title></item>"
    for path, title in (("/first", "Rockets near Sabha"), ("/second", "Base was hit")):
        feed = f"<rss version='2.0'><channel><title>F</title>{item.format(title)}</channel></rss>".encode()
        site.answers[path] = gives(feed, "application/rss+xml")
    follow(desk, site.url("/first"), site.url("/second"))
    assert site.asked.count("/one") == 1
    follow(desk)
    assert site.asked.count("/one") == 1
    changed = f"<rss version='2.0'><channel><title>F</title>{item.format('Eleven killed')}</channel></rss>".encode()
    site.answers["/first"] = gives(changed, "application/rss+xml")
    follow(desk)
    assert site.asked.count("/one") == 2


def test_a_page_keeps_the_publisher_that_its_list_named_when_it_is_fetched_by_itself(
    desk: Database, site: Site
) -> None:
    site.publish("/one")
    follow(desk, site.url("/feed"))
    site.answers["/one"] = gives(page(WORDS["two"], "one"))
    added = list(add_files(desk, find_files([site.url("/one")], allow_private=True), BUILT_IN))
    assert states(added) == ["revision"]
    assert [report.publisher for report in desk.reports()] == ["Fezzan Post"]


def test_a_list_whose_pages_name_no_publisher_was_heard_by_them(desk: Database, site: Site) -> None:
    site.answers["/news/"] = gives(b"<html><body><a href='/news/2026/05/10/one'>One</a></body></html>")
    site.answers["/news/2026/05/10/one"] = site.answers["/one"]
    assert states(follow(desk, site.url("/news/"))) == ["new", "visited"]
    assert flags_of(desk, BUILT_IN, date(2026, 5, 11)) == []


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


def test_no_message_tells_what_may_be_secret_in_an_address(desk: Database, site: Site) -> None:
    address = site.url("/private?key=s3cr3t&page=2")
    site.answers["/private?key=s3cr3t&page=2"] = site.answers["/feed"]
    told = str(follow(desk, address))
    site.answers.clear()
    told += str(follow(desk)) + str(list(add_files(desk, find_files([address], allow_private=True), BUILT_IN)))
    told += str(flags_of(desk, BUILT_IN, date(2030, 1, 1)))
    assert "s3cr3t" not in told
    assert "/private?key=…&page=2" in told
    assert desk.follows()[0].address == address


def test_between_two_requests_to_a_host_there_is_a_pause(desk: Database, site: Site) -> None:
    waits: list[float] = []
    follows = find_follows(desk, BUILT_IN, [site.url("/feed")])
    list(visit_all(desk, follows, BUILT_IN, pause=30, allow_private=True, wait=waits.append))
    assert len(waits) == 3
    assert all(25 < wait <= 30 for wait in waits)


def test_no_more_than_the_most_and_nothing_older_is_asked_for(desk: Database, site: Site) -> None:
    added = follow(desk, site.url("/feed"), most=1)
    assert [report.title for report in desk.reports()] == ["three"]
    assert "2 wait for the next visit" in (added[-1].message or "")
    follow(desk, since=date(2026, 5, 11))
    assert [report.title for report in desk.reports()] == ["three", "two"]
    assert "/one" not in site.asked


def test_items_without_an_address_are_taken_as_the_feed_carries_them(desk: Database, site: Site) -> None:
    feed = "<rss version='2.0'><channel><title>Wire</title>{}</channel></rss>"
    item = "<item><title>{0}</title><guid isPermaLink='false'>{0}</guid><description>{1}</description></item>"
    for words, state in (("Rebels attacked Sabha.", "new"), ("Rebels attacked Murzuq.", "revision")):
        site.answers["/feed"] = gives(feed.format(item.format("a", words)).encode(), "text/xml")
        assert states(follow(desk, site.url("/feed"))) == [state, "visited"]
    assert [(report.text, report.publisher) for report in desk.reports()] == [("Rebels attacked Murzuq.", "Wire")]


def test_a_feed_by_its_address_alone_is_taken_as_it_stands(desk: Database, site: Site) -> None:
    def add() -> list[Added]:
        return list(add_files(desk, find_files([site.url("/feed")], allow_private=True), BUILT_IN))

    added = add()
    assert states(added) == ["new"] * 3
    assert "add --follow URL" in (added[0].message or "")
    assert site.asked == ["/feed"]
    assert states(add()) == ["known"] * 3
    assert desk.follows() == []
    assert states(follow(desk, site.url("/feed"))) == ["revision"] * 3 + ["visited"]
    assert states(add()) == ["known"] * 3  # what a feed carries never stands in the place of the page
    assert WORDS["one"] in {report.text for report in desk.reports() if report.title == "one"}.pop()


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


SITEMAP = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{}</urlset>"


def sitemap(site: Site, changed: Mapping[str, str]) -> bytes:
    urls = "".join(f"<url><loc>{site.url(path)}</loc><lastmod>{day}</lastmod></url>" for path, day in changed.items())
    return SITEMAP.format(urls).encode()


def test_sitemaps_of_a_sitemap_are_followed_and_what_changed_in_them(desk: Database, site: Site) -> None:
    index = "<sitemapindex><sitemap><loc>{0}</loc><lastmod>{1}</lastmod></sitemap></sitemapindex>"
    for day, expected in (("2026-05-01", ["new", "new", "visited"]), ("2026-06-01", ["revision", "visited"])):
        site.answers["/map.xml"] = gives(index.format(site.url("/map-1.xml.gz"), day).encode(), "application/xml")
        inner = gzip.compress(sitemap(site, {"/one": "2026-05-01", "/two": day, "/picture.jpg": day}))
        site.answers["/map-1.xml.gz"] = gives(inner, "application/x-gzip")
        assert sorted(states(follow(desk, site.url("/map.xml")))) == expected
        site.answers["/two"] = gives(page(WORDS["two"].replace("four", "five"), "two"))
    site.asked.clear()
    assert states(follow(desk)) == ["visited"]
    assert site.asked == ["/robots.txt", "/map.xml"]
    assert "/picture.jpg" not in site.asked


@pytest.mark.parametrize("status", [200, 503])
def test_robots_txt_is_heeded_where_a_list_is_crawled(desk: Database, site: Site, status: int) -> None:
    site.answers["/map.xml"] = gives(sitemap(site, {"/one": "2026-05-01", "/two": "2026-05-01"}), "text/xml")
    rules = b"User-agent: conflictdesk\nDisallow: /two\nCrawl-delay: 9\n"
    site.answers["/robots.txt"] = gives(rules, "text/plain", status)
    waits: list[float] = []
    added = follow(desk, site.url("/map.xml"), wait=waits.append)
    allowed = 1 if status == 200 else 0
    assert states(added) == ["new"] * allowed + ["visited"]
    assert f"{2 - allowed} not allowed by robots.txt" in (added[-1].message or "")
    assert "/two" not in site.asked
    assert bool(waits) == (status == 200)


def test_an_archive_page_leads_by_its_editions_to_their_articles(desk: Database, site: Site, tmp_path: Path) -> None:
    site.answers["/archive/"] = gives(
        b"<a href='/edition/2'>No. 2</a> <a href='/edition/1'>No. 1</a> <a href='/about'>x</a>"
    )
    site.answers["/edition/1"] = gives(b"<a href='/one'>One</a> <a href='/about'>x</a>")
    site.answers["/edition/2"] = gives(b"<a href='/two'>Two</a> <a href='/three'>Three</a>")
    (tmp_path / "catalog.yaml").write_text(
        "sources:\n  - name: Fezzan Weekly\n    kind: news\n    feeds:\n"
        f"      - address: {site.url('/archive/')}\n        form: index\n"
        "        links: ['/edition/[0-9]+$', '/(one|two|three)$']\n"
    )
    catalog = Catalog.open(tmp_path / "catalog.yaml")
    added = follow(desk, "Fezzan Weekly", catalog=catalog)
    assert sorted(states(added)) == ["new", "new", "new", "visited"]
    assert {report.publisher for report in desk.reports()} == {"Fezzan Weekly"}
    site.asked.clear()
    assert states(follow(desk, catalog=catalog)) == ["visited"]
    assert site.asked == ["/robots.txt", "/archive/"]


def test_a_list_of_articles_is_followed_without_a_pattern(desk: Database, site: Site) -> None:
    site.answers["/news/"] = gives(
        b"<nav><a href='/news/how-to-reach-us'>x</a></nav><h2><a href='2026/05/17/base-hit'>Base hit</a></h2>"
        b"<a href='http://other.example/news/a-b-c-d'>elsewhere</a><a href='/news/tag/sabha-2020'>tag</a>"
    )
    site.answers["/news/2026/05/17/base-hit"] = gives(page(WORDS["one"]))
    follow(desk, site.url("/news/"))
    assert [(report.text, report.published) for report in desk.reports()] == [
        (next(iter(texts(desk))), date(2026, 5, 17))
    ]
    assert WORDS["one"] in desk.reports()[0].text


def test_what_is_followed_can_be_dropped_and_an_unknown_name_is_a_wrong_call(desk: Database, site: Site) -> None:
    with pytest.raises(UsageError, match="follows nothing yet"):
        find_follows(desk, BUILT_IN, [])
    with pytest.raises(UsageError, match="neither an address nor a source"):
        find_follows(desk, BUILT_IN, ["Fezzan Post"])
    follow(desk, site.url("/feed"))
    drop_follows(desk, [site.url("/feed")])
    assert (desk.follows(), len(desk.reports())) == ([], 3)
    with pytest.raises(UsageError, match="is not followed"):
        drop_follows(desk, [site.url("/feed")])


def test_a_broken_feed_is_told_and_tried_again(desk: Database, site: Site) -> None:
    site.answers["/feed"] = gives(b"<rss", "text/xml")
    (failed,) = follow(desk, site.url("/feed"))
    assert failed.state == "unreadable"
    (held,) = desk.follows()
    assert held.failure
    assert (failed.message or "").startswith(held.failure)
    assert "--unfollow" in (failed.message or "")
    site.publish("/one")
    assert states(follow(desk)) == ["new", "visited"]
    assert desk.follows()[0].failure is None


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


def test_nothing_in_a_feed_makes_the_desk_ask_inside(desk: Database, site: Site) -> None:
    """The feed stands on the open internet as it were: what it names on this machine is refused page by page."""
    links = ["http://127.0.0.1:{0}/one", "http://localhost:{0}/two", "file:///etc/passwd", "http://u:p@127.0.0.1:{0}/x"]
    items = "".join(f"<item><title>t</title><link>{link.format(site.port)}</link></item>" for link in links)
    site.answers["/feed"] = gives(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), "text/xml")
    (follow_,) = find_follows(desk, BUILT_IN, [site.url("/feed")])
    list(visit_all(desk, [follow_], BUILT_IN, pause=0, allow_private=True, most=1))
    site.asked.clear()
    site.answers["/feed"] = gives(b"", status=304)
    kept = [note.address for note in desk.due_pages(follow_.address)]
    assert all("u:p" not in address and address.startswith("http") for address in kept)
    added = list(visit_all(desk, desk.follows(), BUILT_IN, pause=0))
    assert states(added) == ["unreadable"]
    assert "--allow-private" in (added[0].message or "")
    assert site.asked == []


def test_two_commands_do_not_visit_at_once(desk: Database, site: Site) -> None:
    follows = find_follows(desk, BUILT_IN, [site.url("/feed")])
    first = visit_all(desk, follows, BUILT_IN, pause=0, allow_private=True)
    next(first)
    with pytest.raises(DeskBusy, match="wait for it"):
        follow(desk, site.url("/feed"))
    assert states(list(first)) == ["new", "new", "visited"]
    assert len(site.asked) == 4
    assert states(follow(desk)) == ["visited"]


def test_a_visit_that_was_killed_goes_on_where_it_was(site: Site, tmp_path: Path) -> None:
    reached = threading.Event()

    def hang(to: BaseHTTPRequestHandler) -> None:
        reached.set()
        to.server.stopping.wait()  # type: ignore[attr-defined]

    taken, site.answers["/two"] = site.answers["/two"], hang
    words = ["add", "--follow", site.url("/feed"), "--allow-private", "--pause", "0", "--desk", str(tmp_path / "desk")]
    command = [sys.executable, "-m", "conflictdesk", *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
    assert reached.wait(60)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    site.answers["/two"] = taken
    site.asked.clear()
    with Database.open(tmp_path / "desk") as desk:
        assert len(desk.reports()) == 1
        added = follow(desk)
        assert states(added) == ["new", "new", "visited"]
        assert site.asked == ["/feed", "/two", "/one"]
        assert len(desk.reports()) == 3


def test_the_command_tells_each_page_and_the_visit_as_a_line(site: Site, tmp_path: Path) -> None:
    words = ["add", "--follow", site.url("/feed"), "--allow-private", "--pause", "0", "--desk", str(tmp_path / "desk")]
    done = subprocess.run([sys.executable, "-m", "conflictdesk", *words], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["state"] for line in lines] == ["new", "new", "new", "visited"]
    assert set(lines[0]) == {"origin", "state", "report_id", "message"}


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


def test_what_a_list_names_on_another_private_host_is_not_asked(desk: Database, site: Site) -> None:
    with serving({"*": gives(page(WORDS["two"], "two"))}) as port:
        listed = f"http://localhost:{port}/two"
        feed = f"<rss version='2.0'><channel><title>A</title><item><link>{listed}</link></item></channel></rss>"
        site.answers["/feed"] = gives(feed.replace("<item>", "<item><title>T</title>").encode(), "application/rss+xml")
        added = follow(desk, site.url("/feed"))
        assert states(added) == ["unreadable", "visited"]
        assert "localhost is not on the open internet" in (added[0].message or "")


@pytest.mark.parametrize("answer", [gives(b"\x89PNG", "image/png"), gives(b"  ")])
def test_what_came_and_is_no_page_is_not_asked_for_at_every_visit(desk: Database, site: Site, answer: Answer) -> None:
    site.answers["/one"] = answer
    site.publish("/one", "/two")
    assert states(follow(desk, site.url("/feed"))) == ["new", "unreadable", "visited"]
    assert states(follow(desk)) == ["visited"]
