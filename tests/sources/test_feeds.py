"""RSS and Atom: what a feed's items say, in whatever encoding and state the feed is; sitemaps, index pages, robots."""

import gzip
from datetime import date

import pytest

from conflictdesk.errors import UnreadableFile
from conflictdesk.records.follows import Form
from conflictdesk.sources.addresses import key_of
from conflictdesk.sources.apart import readers
from conflictdesk.sources.feeds import listed_in_feed
from conflictdesk.sources.files import parse_bytes
from conflictdesk.sources.indexes import survey
from conflictdesk.sources.listing import Asked
from conflictdesk.sources.pacing import Pace
from conflictdesk.sources.retrieved import Parsed

BASE = "https://f.example/news/feed"
ARABIC = (
    "<?xml version='1.0'{0}?><rss version='2.0'><channel><title>بريد فزان</title><link>https://f.example/</link>"
    "<language>ar-LY</language><item><title>تفجير في سبها</title><link>https://f.example/1</link><guid>1</guid>"
    "<pubDate>Sun, 17 May 2020 23:30:00 +0300</pubDate>"
    "<description>&lt;p&gt;قتل &lt;b&gt;ثلاثة&lt;/b&gt; جنود.&lt;/p&gt;&lt;p&gt;وأصيب آخرون.&lt;/p&gt;</description>"
    "</item></channel></rss>"
)


def feed(*items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>Wire</title>{''.join(items)}</channel></rss>".encode()


def item(text: str, link: str = "", guid: str = "") -> str:
    named = (f"<link>{link}</link>" if link else "") + (f"<guid isPermaLink='false'>{guid}</guid>" if guid else "")
    return f"<item><title>A</title>{named}<description>{text}</description></item>"


def read(raw: bytes) -> Parsed:
    return parse_bytes(raw, "feed.xml")


@pytest.mark.parametrize(
    "raw",
    [
        ARABIC.format(" encoding='utf-8'").encode(),
        b"\xef\xbb\xbf" + ARABIC.format("").encode(),
        ARABIC.format(" encoding='utf-16'").encode("utf-16"),
        ARABIC.format(" encoding='windows-1256'").encode("cp1256"),
        ARABIC.format("").encode("cp1256"),
        ARABIC.format(" encoding='utf-8'").encode("cp1256"),
        ARABIC.format(" encoding='no-such'").encode("cp1256"),
    ],
    ids=["utf-8", "mark", "utf-16", "1256", "not named", "wrongly named", "named nonsense"],
)
def test_an_item_is_a_report_from_what_the_feed_carries(raw: bytes) -> None:
    (report,) = read(raw).retrieved
    assert report.text == "قتل ثلاثة جنود.\nوأصيب آخرون."
    assert (report.title, report.published, report.publisher) == ("تفجير في سبها", date(2020, 5, 17), "بريد فزان")
    assert (report.url, report.language, report.published_reason) == ("https://f.example/1", "ar", "the feed's item")
    assert report.contained


def test_an_items_bytes_are_its_own() -> None:
    raw = feed(item("one", "https://f.example/1"), item("<![CDATA[two </item> three]]>", "https://f.example/2"))
    first, second = read(raw).retrieved
    assert first.raw in raw
    assert (first.raw[:6], first.raw[-7:], b"two" in second.raw) == (b"<item>", b"</item>", True)


def test_the_longest_of_what_is_carried_is_the_text_and_scripts_are_not() -> None:
    words = "Rockets hit the base at dawn, and nobody claimed it until the evening of the same day."
    content = f"<content type='html'>&lt;p&gt;{words}&lt;/p&gt;&lt;script&gt;steal()&lt;/script&gt;</content>"
    entry = f"<entry><id>a</id><title>A</title><summary>Short.</summary>{content}<updated>2020-05-17</updated></entry>"
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>W</title>{entry}</feed>".encode()
    (report,) = read(atom).retrieved
    assert (report.text, report.published) == (words, date(2020, 5, 17))
    assert "last changed" in (report.published_reason or "")


def test_items_without_a_date_or_words_or_with_the_same_address() -> None:
    raw = feed(
        item("one", "https://f.example/", "a"), item("two", "https://f.example/", "b"), item("three", guid="c"),
        item("four", guid="c"), "<item><link>https://f.example/5</link></item>",
    )  # fmt: skip
    parsed = read(raw)
    assert [(one.text, one.published) for one in parsed.retrieved] == [
        ("one", None),
        ("two", None),
        ("three", None),
        ("four", None),
    ]
    ids = [one.report_id for one in parsed.retrieved]
    assert len(set(ids)) == 4
    assert None not in ids
    assert "Items without any words: 1" in parsed.issues[0].message


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,a", "ftp://f.example/"])
def test_an_item_leads_only_to_the_web(link: str) -> None:
    (report,) = read(feed(item("one", link))).retrieved
    assert report.url is None
    assert survey(feed(item("one", link)), "feed", Asked(BASE)).listed == ()


def test_a_feed_that_breaks_off_gives_what_came() -> None:
    whole = feed(item("one", "https://f.example/1"), item("two", "https://f.example/2"))
    parsed = read(whole[: whole.index(b"two") + 3])
    assert [one.text for one in parsed.retrieved][:1] == ["one"]


BOMB = "<!DOCTYPE a [<!ENTITY a0 'aaaaaaaaaa'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
)


@pytest.mark.parametrize(
    "head",
    [BOMB, "<!DOCTYPE a [<!ENTITY a9 SYSTEM 'file:///etc/passwd'>]>", "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'>"],
)
def test_entities_are_not_expanded(head: str) -> None:
    raw = f"<?xml version='1.0'?>{head}".encode() + feed(item("&a9;", "https://f.example/1"))
    parsed = readers().parse(raw, "feed.xml")
    assert all(len(one.text) < 100 and "root:" not in one.text for one in parsed.retrieved)


def test_nested_markup_without_end_is_only_words() -> None:
    raw = feed(item("&lt;div&gt;" * 20_000 + "words", "https://f.example/1"))
    assert all(len(one.text) < 200_000 for one in readers().parse(raw, "feed.xml").retrieved)


def test_xml_that_is_no_feed_is_told() -> None:
    with pytest.raises(UnreadableFile, match="sitemap, follow its address"):
        read(b"<?xml version='1.0'?><urlset></urlset>")


@pytest.mark.parametrize("guid", ["17", "tag:f.example,2026:17", "post-17"])
def test_an_id_is_no_address_though_the_feed_does_not_say_so(guid: str) -> None:
    feed = f"<rss version='2.0'><channel><item><title>A</title><guid>{guid}</guid></item></channel></rss>".encode()
    assert listed_in_feed(feed, "feed.xml", "https://f.example/feed") == (None, (), 1)


def test_a_guid_that_is_an_address_is_the_items() -> None:
    item = b"<item><title>A</title><guid>https://f.example/17</guid></item>"
    _, listed, _ = listed_in_feed(b"<rss version='2.0'><channel>" + item + b"</channel></rss>", "feed.xml", "x")
    assert [one.address for one in listed] == ["https://f.example/17"]


def test_a_relative_address_is_below_that_of_the_feed() -> None:
    listing = survey(feed(item("one", "/1"), item("two", guid="x")), "feed", Asked(BASE))
    assert ([one.address for one in listing.listed], listing.unlinked) == (["https://f.example/1"], 1)


def test_what_is_told_of_an_item_changes_when_its_words_do() -> None:
    told = [survey(feed(item(text, "/1")), "feed", Asked(BASE)).listed[0].told for text in ("one", "one", "two")]
    assert (told[0] == told[1], told[1] == told[2]) == (True, False)


NEWS = (
    "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>"
    "<url><loc>https://f.example/a</loc><lastmod>2020-05-20</lastmod><news:news><news:publication><news:name>Fezzan"
    " Post</news:name></news:publication><news:publication_date>2020-05-17T08:00:00Z</news:publication_date>"
    "<news:title>Base hit</news:title></news:news></url><url><loc>https://f.example/2020/05/18/b</loc></url></urlset>"
)


def test_a_news_sitemap_gives_dates_titles_and_who_published() -> None:
    first, second = survey(gzip.compress(NEWS.encode()), "map.xml.gz", Asked(BASE)).listed
    assert (first.published, first.title, first.publisher, first.told) == (
        date(2020, 5, 17),
        "Base hit",
        "Fezzan Post",
        "2020-05-20",
    )
    assert second.published == date(2020, 5, 18)


def test_a_sitemap_that_inflates_without_end_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="becomes more than"):
        survey(gzip.compress(b" " * 60_000_000), "map.xml.gz", Asked(BASE))


def test_a_page_that_lists_nothing_says_what_to_do() -> None:
    with pytest.raises(UnreadableFile, match="links:"):
        survey(b"<html><a href='/about'>About</a></html>", "news", Asked("https://f.example/news/"))
    with pytest.raises(UnreadableFile, match="looks like a feed"):
        survey(feed(), "news", Asked(BASE, Form.SITEMAP))


def test_robots_txt_speaks_to_this_program_or_to_all() -> None:
    pages = tuple(f"https://f.example/{name}" for name in ("a", "b/c"))
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: Conflictdesk\nDisallow: /b\nCrawl-delay: 4\n"
    answer = readers().survey(rules, "robots.txt", Asked("https://f.example/robots.txt", addresses=pages))
    assert ([one.address for one in answer.listed], answer.pause) == (["https://f.example/a"], 4.0)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("HTTPS://F.Example:443/a b?utm_source=x&id=7#part", "https://f.example/a%20b?id=7"),
        ("http://f.example", "http://f.example/"),
        ("http://f.example:8080/أ", "http://f.example:8080/%D8%A3"),
        ("https://[::1]/a", "https://[::1]/a"),
        ("ftp://f.example/", None),
        ("https://u:p@f.example/", None),
        ("https://f.example:x/", None),
        ("nonsense", None),
    ],
)
def test_one_page_has_one_key(address: str, key: str | None) -> None:
    assert key_of(address) == key
    assert key is None or key_of(key) == key


def test_a_host_waits_for_its_turn_and_others_do_not_wait_for_it() -> None:
    now, waits = [0.0], list[float]()
    pace = Pace(2.0, waits.append, lambda: now[0])
    pace.asked("https://f.example/1")
    pace.turn("https://other.example/")
    pace.turn("https://f.example/2")
    assert waits == [2.0]
    now[0] = 10.0
    pace.turn("https://f.example/3")
    assert waits == [2.0]
    assert pace.put_off("https://f.example/3", 30.0)
    pace.asked("https://f.example/3")
    pace.turn("https://f.example/4")
    assert waits == [2.0, 30.0]
    assert not pace.put_off("https://f.example/3", 3600.0)
