"""Thirty pages and papers of our own, in shapes of the web: text, date, publisher (see bench/pages.py)."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from plain_pdf import plain_pdf

import pages
from conflictdesk.sources.files import parse_bytes, parse_file
from conflictdesk.sources.markup import read_page
from conflictdesk.sources.publication import published_on

EACH = pages.pages()
LEAST = 0.93  # of a single page
LEAST_IN_ALL = 0.98


@pytest.fixture(scope="module")
def scores() -> dict[str, pages.Score]:
    return {path.name: pages.score(path) for path in EACH}


def test_the_corpus_is_of_many_shapes() -> None:
    suffixes = [path.suffix for path in EACH]
    assert (len(EACH), suffixes.count(".html"), suffixes.count(".pdf")) == (30, 24, 6)


@pytest.mark.parametrize("name", [path.name for path in EACH])
def test_a_page_gives_its_text_date_and_publisher(name: str, scores: dict[str, pages.Score]) -> None:
    score = scores[name]
    assert (score.dated, score.publisher) == (True, True)
    assert min(score.text_f1, score.order_f1) >= LEAST


def test_the_texts_are_right_on_the_whole(scores: dict[str, pages.Score]) -> None:
    assert mean([score.text_f1 for score in scores.values()]) >= LEAST_IN_ALL
    assert mean([score.order_f1 for score in scores.values()]) >= LEAST_IN_ALL


def mean(figures: Sequence[float]) -> float:
    return sum(figures) / len(figures)


def test_a_paper_whose_running_heads_alone_tell_the_day_is_dated_by_them() -> None:
    sheets = [["Lorn Weekly, 4 May 2020", "", "", f"On day {n} it rained.", *["It rained."] * 5] for n in range(3)]
    (report,) = parse_bytes(plain_pdf(sheets, {"CreationDate": "D:20230101000000Z"}), "weekly.pdf").retrieved
    assert (report.published, report.published_reason) == (date(2020, 5, 4), "the head of its pages")
    assert "Weekly" not in report.text


@pytest.mark.parametrize("path", EACH, ids=lambda path: path.name)
def test_every_part_of_the_text_leads_back_to_the_page(path: Path) -> None:
    (report,) = parse_file(path).retrieved
    assert "".join("".join(report.text[place.start : place.end] for place in report.places).split()) == "".join(
        report.text.split()
    )
    if path.suffix == ".pdf":
        assert {place.where for place in report.places} <= {"page 1", "page 2", "page 3"}


def test_a_line_leads_to_the_element_that_holds_it() -> None:
    path = pages.PAGES / "news-site.html"
    (report,) = parse_file(path).retrieved
    tree = html.document_fromstring(path.read_bytes().decode()).getroottree()
    line = "Nobody fell ill during the three days."
    (place,) = [one for one in report.places if one.start <= report.text.index(line) < one.end]
    (element,) = tree.xpath(place.where)
    assert element.text_content().startswith(line)


PROSE = "".join(
    f"<p>Day {n} of the flood: the water stood at the mill, and the people of the town went about in boats.</p>"
    for n in range(6)
)
TABLE = "<table><tr><th>Town</th><th>Dead</th></tr>" + "".join(
    f"<tr><td><a href='/t{n}'>Town of Lorn {n}</a></td><td>{n} dead</td></tr>" for n in range(5)
)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (f"{TABLE}</table>", "Town of Lorn 3 | 3 dead"),  # names of towns that lead to their pages
        ("<div class='views-field views-field-body'><p>Seven boats sank at the weir.</p></div>", "Seven boats sank"),
        ("<p>Related to the flood, seven men were fined.</p>", "seven men were fined"),
        ("<p>Posted in Lorn since April, the sappers built a bridge.</p>", "the sappers built"),
        ("<p>اشترك في البحث عشرون رجلا من أهل البلدة.</p>", "عشرون رجلا"),
        ("<p>إعلان حالة الطوارئ في البلدة</p>", "حالة الطوارئ"),
    ],
)
def test_what_only_begins_like_furniture_stays(part: str, words: str) -> None:
    assert words in text_with(part)


@pytest.mark.parametrize(
    "part",
    [
        "<p>Related: the flood of 1987</p>",
        "<p>Advertisement</p>",
        "<p>إعلان</p>",
        "<div class='views'>1,204</div>",
        "<p>Sign up for our letter and never miss a flood.</p>",
    ],
)
def test_furniture_goes(part: str) -> None:
    assert text_with(part) == text_with("")


def text_with(part: str) -> str:
    raw = f"<html><body><article><h1>The water stands at the mill</h1>{PROSE}{part}{PROSE.replace('Day', 'Week')}"
    page = read_page(raw.encode())
    assert page is not None
    return page.text


def test_the_time_of_the_article_goes_before_that_of_a_ticker_above_it() -> None:
    ticker, own = '<div><time datetime="2024-02-02">Today</time></div>', '<time datetime="2020-05-04">4 May</time>'
    (report,) = parse_bytes(f"<html><body>{ticker}<article>{own}{PROSE}".encode(), "a.html").retrieved
    assert (report.published, report.published_reason) == (date(2020, 5, 4), "the page's first <time> element")


STATED = [("2021-07-03", "the page's metadata")]
TEXT = "SÉRIGNAC, 11 février 2009 (Sample) – Le pont est rouvert."


@pytest.mark.parametrize(
    ("text", "url", "stated", "weak", "day", "reason"),
    [
        ("No date.", None, STATED, (), date(2021, 7, 3), "the page's metadata"),
        (
            "LORN, May 4 (Sample) — Snow.",
            "https://a.example/2020/05/snow",
            (),
            (),
            date(2020, 5, 4),
            "year from the ad",
        ),
        (TEXT, None, (), (), date(2009, 2, 11), "the dateline"),
        (TEXT, None, STATED, (), date(2009, 2, 11), "the dateline; the page's metadata says 2021-07-03"),
        (TEXT, "https://a.example/2021/07/03/pont", STATED, (), date(2021, 7, 3), "the page's metadata"),
        ("No date.", "https://a.example/20200517-x", (), (), date(2020, 5, 17), "the address"),
        ("No date.", "https://a.example/2020-05-17-x", [("1970-01-01", "meta")], (), date(2020, 5, 17), "the address"),
        ("No date.", None, (), [("2020-05-17", "the last change")], date(2020, 5, 17), "the last change"),
        ("Updated 4 May 2020", None, (), (), None, None),
        ("The mayor said on 4 May 2020 that snow had fallen.", None, (), (), None, None),
        ("Week of 3–9 May 2020", None, (), (), None, None),
        ("No date.", None, [("2031-01-01", "meta")], (), None, None),
        (TEXT, None, [("2031-01-01", "meta")], (), date(2009, 2, 11), "meta says 2031-01-01, which had not come yet"),
        (f"The raid, ten years on.\n{TEXT}", None, STATED, (), date(2021, 7, 3), "the page's metadata"),  # it is quoted
        ("FILE PHOTO: the bridge, 12 January 2013. SAMPLE", None, STATED, (), date(2021, 7, 3), "the page's metadata"),
        ("FILE PHOTO: the bridge, 12 January 2013. SAMPLE", None, (), (), None, None),
        ("Lorn, 13 November 2015\nSix years on", None, STATED, (), date(2021, 7, 3), "the page's metadata"),
        ("The flood\n4 May 2012 – It rains.\n5 May 2012 – The dam breaks.", None, (), (), None, None),
        ("4 May 2020 – It rained all night.", None, (), (), date(2020, 5, 4), "the dateline"),
        ("Published 4 May 2020, updated 6 May 2020", None, (), (), date(2020, 5, 4), "the dateline"),
        ("Updated: 6 May 2020 - Published: 4 May 2020", None, (), (), date(2020, 5, 4), "the dateline"),
        ("Publié le 17/05/2020 à 14:22, mis à jour le 18/05/2020", None, (), (), date(2020, 5, 17), "the dateline"),
        ("No date.", "https://a.example/after-the-2012-09-11-flood", (), (), None, None),
        ("No date.", "https://a.example/2020/05/17/after-the-2012-09-11-flood", (), (), date(2020, 5, 17), "address"),
        ("No date.", "https://a.example/flood-20200517.html", (), (), date(2020, 5, 17), "the address"),
        ("وادي الزيتون، 15 يونيو 2022 – أغلقت البلدية الطريق.", None, (), (), date(2022, 6, 15), "the dateline"),
    ],
)
def test_a_date_of_publication_says_where_it_stood(
    text: str,
    url: str | None,
    stated: list[tuple[str, str]],
    weak: list[tuple[str, str]],
    day: date | None,
    reason: str | None,
) -> None:
    found = published_on(text, url, stated, weak, latest=date(2026, 1, 1))
    assert found.day == day
    assert reason is None or reason in (found.reason or "")


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("Two killed in Gao - Sahel Wire", "Two killed in Gao"),
        ("Two killed in Gao | SAHEL WIRE", "Two killed in Gao"),
        ("Two killed, says Sahel Wire", "Two killed, says Sahel Wire"),
        ("Sahel Wire", "Sahel Wire"),
        ("Two killed in Gao - Sahel", "Two killed in Gao - Sahel"),
    ],
)
def test_the_sites_name_behind_a_title_is_none_of_it(given: str, title: str) -> None:
    page = (
        f"<html><head><title>{given}</title><meta property='og:site_name' content='Sahel Wire'></head>"
        "<body><article><p>Two traders were killed in Gao on Saturday, a hospital official said.</p></article></body>"
    )
    assert parse_bytes(page.encode(), "a.html").retrieved[0].title == title
