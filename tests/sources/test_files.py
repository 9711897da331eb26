"""Files in every format to reports, and what is said of those that cannot be read."""

import json
import os
from datetime import date
from pathlib import Path
from threading import Thread

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from plain_pdf import laid_out, plain_pdf

from conflictdesk.errors import UnreadableFile
from conflictdesk.sources.files import parse_bytes, parse_file, parse_record
from conflictdesk.sources.limits import LARGEST_FILE
from conflictdesk.sources.retrieved import Parsed, Retrieved

PROSE = """Nine soldiers were killed when gunmen attacked a training camp south of Sabha on Saturday, the town's
mayor said. Several vehicles were burned before the attackers left towards the mountains.

The Islamic State said that its men had carried out the attack. It gave a higher toll, which nobody confirmed."""


def only(raw: bytes, name: str) -> Retrieved:
    parsed = parse_bytes(raw, name)
    assert parsed.issues == ()
    assert len(parsed.retrieved) == 1
    return parsed.retrieved[0]


# Text


def test_a_header_block_is_metadata_and_no_part_of_the_text() -> None:
    header = "Title: Attack near Sabha\nPublished: 5 May 2019\nPublisher: The Desk\nURL: https://a.example/1\n"
    report = only((header + "language: EN-gb\n\n" + PROSE).encode(), "a.txt")
    assert report.text == PROSE
    assert (report.title, report.publisher, report.url) == ("Attack near Sabha", "The Desk", "https://a.example/1")
    assert (report.published, report.published_reason, report.language) == (date(2019, 5, 5), "the file's header", "en")
    assert (report.media_type, report.report_id) == ("text/plain", None)


@pytest.mark.parametrize(
    "text",
    [
        "Title: Attack near Sabha\nNine soldiers died.",
        "Publisher and mayor: they spoke.\n\nNine soldiers died.",
        "Note: Nine soldiers died.\n\nMore is not known.",
    ],
)
def test_what_only_looks_like_a_header_stays_text(text: str) -> None:
    report = only(text.encode(), "a.txt")
    assert (report.text, report.title, report.published) == (text, None, None)


def test_text_is_given_as_it_stands_even_with_odd_line_ends() -> None:
    assert only(b"One.\r\nTwo.\n\nThree.", "a.txt").text == "One.\r\nTwo.\n\nThree."


def test_markdown_takes_its_title_from_the_heading_and_its_header_from_between_dashes() -> None:
    raw = b"---\nPublished: 2019-05-05\n---\n\n# Attack near Sabha\n\nNine soldiers died."
    report = only(raw, "a.md")
    assert (report.title, report.published, report.media_type) == (
        "Attack near Sabha",
        date(2019, 5, 5),
        "text/markdown",
    )
    assert report.text == "# Attack near Sabha\n\nNine soldiers died."


@pytest.mark.parametrize("wording", ["last week", "2019-02-31", "05/04/2019"])
def test_a_bad_date_is_reported_and_the_report_is_kept(wording: str) -> None:
    parsed = parse_bytes(f"Published: {wording}\n\nNine soldiers died.".encode(), "a.txt")
    assert parsed.retrieved[0].published is None
    assert [(issue.file, issue.line) for issue in parsed.issues] == [("a.txt", None)]
    assert wording in parsed.issues[0].message


# Pages


PAGE = """<!doctype html><html lang="en-GB"><head><title>Attack | Desk</title>{head}
<script>var tracker = "do not show";</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Attack near Sabha</h1>{time}
<p>Nine soldiers were killed when gunmen attacked a training camp south of Sabha, the mayor said.</p>
<p>The Islamic State said that its men had carried out the attack; it gave a higher toll.</p>
<script>steal()</script></article><footer>Terms of use</footer></body></html>"""
LINKED = '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2019-05-05T08:00", \
"publisher": {"name": "The Desk"}, "headline": "Nine die"}]}</script>'
META = '<meta property="article:published_time" content="2019-05-05T10:00:00Z"><meta property="og:site_name" \
content="The Desk"><meta property="og:title" content="Nine die"><link rel="canonical" href="https://a.example/1">'


def page(head: str = "", time: str = "") -> bytes:
    return PAGE.format(head=head, time=time).encode()


def test_a_page_is_its_article_without_menus_and_scripts() -> None:
    text = only(page(META), "a.html").text
    assert "Nine soldiers were killed" in text
    assert "higher toll" in text
    for furniture in ("Sport", "Terms of use", "tracker", "steal", "<p>"):
        assert furniture not in text


@pytest.mark.parametrize(
    ("head", "time", "reason"),
    [
        (META, '<time datetime="2019-06-01">June</time>', "the page's meta tag article:published_time"),
        (LINKED, "", "the page's JSON-LD datePublished"),
        ("", '<time datetime="2019-05-05">5 May</time>', "the page's first <time> element"),
        ("", "<time>5 May 2019</time>", "the page's first <time> element"),
    ],
)
def test_a_page_says_where_its_date_stood(head: str, time: str, reason: str) -> None:
    report = only(page(head, time), "a.html")
    assert (report.published, report.published_reason) == (date(2019, 5, 5), reason)


def test_a_page_tells_its_title_publisher_address_and_language() -> None:
    report = only(page(META), "a.html")
    assert (report.title, report.publisher, report.url, report.language) == (
        "Nine die",
        "The Desk",
        "https://a.example/1",
        "en",
    )
    assert only(page(LINKED), "a.html").publisher == "The Desk"
    assert only(page(), "a.html").title == "Attack | Desk"


def test_a_date_that_cannot_be_read_gives_way_to_the_next() -> None:
    head = '<meta name="date" content="yesterday">' + LINKED
    assert only(page(head), "a.html").published_reason == "the page's JSON-LD datePublished"


def test_a_page_without_a_date_has_none_and_nobody_guesses() -> None:
    assert only(page(), "a.html").published is None


def test_a_page_is_known_by_its_first_bytes_and_read_in_the_encoding_it_names() -> None:
    markup = page('<meta charset="windows-1251">').decode().replace("the mayor said", "сказал мэр")
    report = only(markup.encode("cp1251"), "saved")
    assert report.media_type == "text/html"
    assert "сказал мэр" in report.text


def test_markup_in_a_text_file_stays_text() -> None:
    assert only(b"The <b>mayor</b> said &amp; wrote.", "a.txt").text == "The <b>mayor</b> said &amp; wrote."


@pytest.mark.parametrize("raw", [b"<html><body></body></html>", b"<html><script>x()</script></html>"])
def test_a_page_without_an_article_is_unreadable(raw: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"a\.html is a page without an article\. Save"):
        parse_bytes(raw, "a.html")


# PDF


def test_a_pdf_gives_its_paragraphs_without_the_breaks_of_its_lines() -> None:
    about = {"Title": "Attack near Sabha", "CreationDate": "D:20190506101500Z"}
    report = only(plain_pdf(laid_out(PROSE), about), "a.pdf")
    assert report.text == "\n\n".join(" ".join(part.split()) for part in PROSE.split("\n\n"))
    assert (report.title, report.media_type) == ("Attack near Sabha", "application/pdf")
    assert report.published == date(2019, 5, 6)
    assert report.published_reason == "when the PDF was made, by its metadata; the report may be older"


def test_words_and_sentences_broken_by_lines_and_pages_are_joined() -> None:
    one = ["Nine soldiers of the gar-", "rison and two men of al-", "Qaida were killed when the"]
    two = ["camp south of Sabha was attacked.", "Nobody else was hurt."]
    text = only(plain_pdf([one, two]), "a.pdf").text
    assert "garrison and two men of al-Qaida were killed when the camp south" in text
    assert (
        only(plain_pdf([["One page ends."], ["Another begins."]]), "a.pdf").text == "One page ends.\n\nAnother begins."
    )


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        (b"%PDF-1.4\nand nothing that follows", "is a damaged PDF"),
        (plain_pdf([[]]), "holds no text, only pictures"),
    ],
)
def test_a_pdf_that_cannot_be_read(raw: bytes, complaint: str) -> None:
    with pytest.raises(UnreadableFile, match=rf"a\.pdf {complaint}"):
        parse_bytes(raw, "a.pdf")


def test_a_locked_pdf_says_so(tmp_path: Path) -> None:
    import pypdf

    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    path = tmp_path / "locked.pdf"
    with path.open("wb") as out:
        writer.write(out)
    with pytest.raises(UnreadableFile, match="locked with a password"):
        parse_file(path)


@pytest.mark.parametrize("cut", range(0, 1200, 97))
def test_a_pdf_cut_short_raises_nothing_but_unreadable(cut: int) -> None:
    raw = plain_pdf(laid_out(PROSE))[: 20 + cut]
    assert read_or_none(raw, "a.pdf") is None or "soldiers" in parse_bytes(raw, "a.pdf").retrieved[0].text


# JSONL


def test_lines_are_reports_and_a_bad_one_does_not_stop_the_rest() -> None:
    lines = [
        {"report_id": 7, "text": "Nine died.", "published": "2019-05-05", "publisher": None, "extra": [1]},
        {"text": " "},
        ["text"],
        "broken",
        {"text": "Two fled.", "title": 5, "published": "soon", "language": "english"},
    ]
    raw = (
        b"\xef\xbb\xbf"
        + "\r\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines).encode()
        + b"\n\n"
    )
    parsed = parse_bytes(raw, "b.jsonl")
    assert [(r.report_id, r.text, r.published) for r in parsed.retrieved] == [
        ("7", "Nine died.", date(2019, 5, 5)),
        (None, "Two fled.", None),
    ]
    assert [issue.line for issue in parsed.issues] == [2, 3, 4, 5, 5, 5]


def test_a_line_s_bytes_are_kept_as_they_came_without_the_line_s_end() -> None:
    lines = [b'{"text": "a", "title":"b"}', b'{"title":"b", "text":"\\u0061" }']
    first, second = parse_bytes(b"\xef\xbb\xbf" + lines[0] + b"\r\n" + lines[1] + b"\n", "b.jsonl").retrieved
    assert [first.raw, second.raw] == lines
    assert first.text == second.text == "a"


def test_an_object_that_came_as_no_bytes_has_those_of_its_json() -> None:
    one, two = ({"text": "a", "title": "b"}, {"title": "b", "text": "a"})
    assert parse_record(one, "x").retrieved[0].raw == parse_record(two, "x").retrieved[0].raw


def test_a_pipe_is_read_and_a_device_is_not(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = Thread(target=pipe.write_bytes, args=(PROSE.encode(),))
    writer.start()
    assert parse_file(pipe).retrieved[0].text == PROSE
    writer.join()
    with pytest.raises(UnreadableFile, match="device"):
        parse_file(Path("/dev/zero"))


def test_text_of_a_line_is_not_touched_so_that_offsets_hold() -> None:
    text = "Deux blessÃ©s\r\n \ud83d à Gao\x00."
    report = parse_bytes(json.dumps({"text": text}).encode(), "b.jsonl").retrieved[0]
    assert report.text == text
    assert json.loads(report.raw) == {"text": text}


# Whole files


@pytest.mark.parametrize(
    ("raw", "name", "complaint"),
    [
        (b"", "a.txt", "is empty"),
        (b" \r\n\t\n", "a.html", "is empty"),
        (b"Title: x\n\n  \n", "a.txt", "holds a header and no text"),
        (b"PK\x03\x04" + bytes(range(256)) * 20, "a.docx", "is no text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "a.txt", "is no text"),
        (b"Not a PDF at all.", "a.pdf", "is no text, page or PDF"),
    ],
)
def test_useless_files_are_named_with_what_to_do(raw: bytes, name: str, complaint: str) -> None:
    with pytest.raises(UnreadableFile, match=complaint) as caught:
        parse_bytes(raw, name)
    assert str(caught.value).startswith(name)
    assert str(caught.value).count(". ") >= 1  # what happened, then what to do


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as out:
        out.truncate(LARGEST_FILE + 1)
    with pytest.raises(UnreadableFile, match="larger than 50 MB"):
        parse_file(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        parse_file(tmp_path / "none.txt")


def read_or_none(raw: bytes, name: str) -> Parsed | None:
    try:
        return parse_bytes(raw, name)
    except UnreadableFile:
        return None


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html", "a.pdf", "a.jsonl", "a"]))
def test_no_bytes_raise_anything_but_unreadable(raw: bytes, name: str) -> None:
    parsed = read_or_none(raw, name)
    assert parsed is None or parsed.retrieved or parsed.issues
    assert parsed is None or all(report.text.strip() for report in parsed.retrieved)


@given(st.text(max_size=200))
def test_no_markup_raises_anything_but_unreadable(text: str) -> None:
    parsed = read_or_none(b"<html><p>" + text.encode("utf-8", "replace"), "a.html")
    assert parsed is None or parsed.retrieved[0].media_type == "text/html"


@pytest.mark.parametrize("before", [PROSE, ""])
def test_arabic_in_a_paper_is_read_sign_by_sign_whatever_the_page_is_mostly_in(before: str) -> None:
    """One sign may stand for two letters (lam-alef): they are read in their order, while the line is turned."""
    words = "قتل ثلاثة جنود في هجوم قرب سرت يوم الثلاثاء."
    source = f'{before}\n\n#set text(lang: "ar", dir: rtl)\n{words}'.encode()
    paper = typst.compile(source, ignore_system_fonts=True)
    assert only(paper, "a.pdf").text.endswith(words)
