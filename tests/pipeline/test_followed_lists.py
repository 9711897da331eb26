"""Following a publication's lists: feeds, sitemaps and pages of links, what they name, and visits that stop."""

import gzip
import json
import os
import signal
import subprocess
import sys
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from local_server import gives

from conflictdesk.errors import DeskBusy, UsageError
from conflictdesk.pipeline.adding import add_files, find_files
from conflictdesk.pipeline.arrivals import Added
from conflictdesk.pipeline.followed import drop_follows, find_follows, visit_all
from conflictdesk.pipeline.hearing import flags_of
from conflictdesk.sources.catalog import Catalog
from conflictdesk.store.database import Database
from publications import BUILT_IN, WORDS, Site, follow, page, sitemap, states, texts


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


def test_a_list_whose_pages_name_no_publisher_was_heard_by_them(desk: Database, site: Site) -> None:
    site.answers["/news/"] = gives(b"<html><body><a href='/news/2026/05/10/one'>One</a></body></html>")
    site.answers["/news/2026/05/10/one"] = site.answers["/one"]
    assert states(follow(desk, site.url("/news/"))) == ["new", "visited"]
    assert flags_of(desk, BUILT_IN, date(2026, 5, 11)) == []


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
