"""How a visit treats hosts: it waits, heeds robots.txt, passes over the silent, and asks nothing on private ones."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

import pytest
from local_server import Answer, gives, serving

from conflictdesk.pipeline.adding import add_files, find_files
from conflictdesk.pipeline.followed import find_follows, visit_all
from conflictdesk.pipeline.hearing import flags_of
from conflictdesk.store.database import Database
from publications import BUILT_IN, WORDS, Site, follow, page, sitemap, states


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


def test_a_host_that_does_not_answer_at_all_costs_a_visit_little_and_others_nothing(desk: Database, site: Site) -> None:
    nobody = [f"http://127.0.0.1:1/{n}" for n in range(5)]
    links = "".join(f"<item><link>{address}</link><title>A</title></item>" for address in [*nobody, site.url("/one")])
    feed = f"<rss version='2.0'><channel><title>Fezzan Post</title>{links}</channel></rss>".encode()
    site.answers["/feed"] = gives(feed, "application/rss+xml")
    added = follow(desk, site.url("/feed"))
    assert sorted(states(added)) == ["new", "unreadable", "unreadable", "unreadable", "visited"]
    assert "2 wait for the next visit" in (added[-1].message or "")


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


def test_what_a_list_names_on_another_private_host_is_not_asked(desk: Database, site: Site) -> None:
    with serving({"*": gives(page(WORDS["two"], "two"))}) as port:
        listed = f"http://localhost:{port}/two"
        feed = f"<rss version='2.0'><channel><title>A</title><item><link>{listed}</link></item></channel></rss>"
        site.answers["/feed"] = gives(feed.replace("<item>", "<item><title>T</title>").encode(), "application/rss+xml")
        added = follow(desk, site.url("/feed"))
        assert states(added) == ["unreadable", "visited"]
        assert "localhost is not on the open internet" in (added[0].message or "")
