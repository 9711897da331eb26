"""Archives of the web to reports: what is one, what the archive says of it, and what a damaged record costs."""

import gzip
import zlib
from base64 import b32encode
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha1
from types import MappingProxyType

import pytest
from plain_pdf import plain_pdf

from conflictdesk.errors import UnreadableFile
from conflictdesk.sources.apart import Reader
from conflictdesk.sources.files import parse_bytes
from conflictdesk.sources.limits import LIMITS
from conflictdesk.sources.retrieved import Parsed

WORDS = "Nine soldiers were killed in an attack near Sabha on Saturday, the mayor said."
PAGE = (
    "<html><head><link rel=canonical href='https://elsewhere.example/'><meta name=date content=2020-05-17></head>"
    f"<body><article><p>{WORDS}</p></article></body></html>"
)
AT = "2020-05-18T10:11:12Z"


class Archive:
    """An archive being written, record by record, as crawlers write it."""

    def __init__(self, packed: bool = True) -> None:
        self._packed = packed
        self._written = b""
        self.ends: list[int] = []

    def add(self, payload: bytes, url: str, kind: str = "text/html", status: str = "200 OK", **headers: str) -> None:
        said = {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in headers.items()}}
        http = f"HTTP/1.1 {status}\r\n{_lines(said)}\r\n".encode()
        self.record("response", url, http + payload, {"WARC-Payload-Digest": digest_of(payload)})

    def record(self, kind: str, url: str, block: bytes, more: Mapping[str, str] = MappingProxyType({})) -> None:
        said = {"WARC-Type": kind, "WARC-Target-URI": url, "WARC-Date": AT, "Content-Length": str(len(block)), **more}
        record = f"WARC/1.0\r\n{_lines(said)}\r\n".encode() + block + b"\r\n\r\n"
        self._written += gzip.compress(record) if self._packed else record
        self.ends.append(len(self._written))

    def bytes(self) -> bytes:
        return self._written


def _lines(headers: Mapping[str, str]) -> str:
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items())


def digest_of(payload: bytes) -> str:
    return "sha1:" + b32encode(sha1(payload).digest()).decode()


def texts(parsed: Parsed) -> list[str]:
    return [one.text.strip() for one in parsed.retrieved]


@pytest.mark.parametrize("packed", [True, False])
def test_pages_papers_and_texts_are_reports_with_the_archives_word_on_where_and_when(packed: bool) -> None:
    archive = Archive(packed)
    archive.record("warcinfo", "urn:x", b"software: a crawler")
    archive.add(PAGE.encode(), "https://a.example/1", "text/html; charset=utf-8")
    archive.add(plain_pdf([[WORDS]]), "https://a.example/2.pdf", "application/pdf")
    archive.add(WORDS.encode(), "https://a.example/3", "text/plain")
    parsed = parse_bytes(archive.bytes(), "a.warc.gz" if packed else "a.warc")
    assert parsed.issues == ()
    assert texts(parsed) == [WORDS] * 3
    page, paper, text = parsed.retrieved
    assert (page.url, page.published) == ("https://a.example/1", date(2020, 5, 17))
    assert page.raw == PAGE.encode()
    assert {one.retrieved for one in parsed.retrieved} == {datetime(2020, 5, 18, 10, 11, 12, tzinfo=UTC)}
    assert [page.media_type, paper.media_type, text.media_type] == ["text/html", "application/pdf", "text/plain"]
    assert all(one.contained for one in parsed.retrieved)


def test_what_is_no_report_is_passed_over() -> None:
    archive = Archive()
    archive.record("request", "https://a.example/1", b"GET / HTTP/1.1\r\n\r\n")
    archive.add(b"GIF89a", "https://a.example/a.gif", "image/gif")
    archive.add(PAGE.encode(), "https://a.example/gone", status="404 Not Found")
    archive.add(b"User-agent: *", "https://a.example/robots.txt", "text/plain")
    with pytest.raises(UnreadableFile, match="holds no page"):
        parse_bytes(archive.bytes(), "a.warc.gz")


def test_the_encodings_of_the_way_are_taken_off() -> None:
    archive = Archive()
    archive.add(gzip.compress(PAGE.encode()), "https://a.example/1", Content_Encoding="gzip")
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE.encode())
    archive.add(chunked, "https://a.example/2", Transfer_Encoding="chunked")
    assert [one.raw for one in parse_bytes(archive.bytes(), "a.warc.gz").retrieved] == [PAGE.encode()] * 2


def test_a_page_that_had_not_changed_is_told_only_where_the_archive_does_not_hold_it() -> None:
    archive = Archive(packed=False)
    archive.add(PAGE.encode(), "https://a.example/1")
    for url, payload in (("https://a.example/1", PAGE.encode()), ("https://a.example/2", b"another")):
        archive.record("revisit", url, b"HTTP/1.1 200 OK\r\n\r\n", {"WARC-Payload-Digest": digest_of(payload)})
    parsed = parse_bytes(archive.bytes(), "a.warc")
    assert len(parsed.retrieved) == 1
    (issue,) = parsed.issues
    assert "https://a.example/2 had not changed" in issue.message


@pytest.mark.parametrize("packed", [True, False])
def test_a_damaged_record_costs_itself_alone(packed: bool) -> None:
    archive = Archive(packed)
    for number in range(3):
        archive.add(PAGE.replace("Nine", str(number)).encode(), f"https://a.example/{number}")
    raw = bytearray(archive.bytes())
    first, second, _ = archive.ends
    raw[first : first + 60] = b"\xff" * 60 if not packed else raw[first : first + 10] + b"\xff" * 50
    parsed = parse_bytes(bytes(raw), "a.warc")
    assert [one.url for one in parsed.retrieved] == ["https://a.example/0", "https://a.example/2"]
    assert len(parsed.issues) >= packed  # plain bytes that are no record stand between two records
    assert second


def test_a_page_that_cannot_be_read_costs_itself_alone() -> None:
    archive = Archive()
    archive.add(b"%PDF-1.4 and nothing that follows", "https://a.example/broken.pdf", "application/pdf")
    archive.add(PAGE.encode(), "https://a.example/1")
    parsed = parse_bytes(archive.bytes(), "a.warc.gz")
    assert texts(parsed) == [WORDS]
    assert [(issue.line, "broken.pdf" in issue.message) for issue in parsed.issues] == [(1, True)]


@pytest.mark.parametrize("cut", [30, 400])
def test_an_archive_that_is_cut_off_gives_what_it_holds_whole(cut: int) -> None:
    for packed in (True, False):
        archive = Archive(packed)
        archive.add(PAGE.encode(), "https://a.example/1")
        archive.add(PAGE.encode() * 9, "https://a.example/2")
        parsed = parse_bytes(archive.bytes()[: archive.ends[1] - cut // (4 if packed else 1)], "a.warc")
        assert [one.url for one in parsed.retrieved] == ["https://a.example/1"]
        assert "cut off" in parsed.issues[0].message


def test_an_archive_packed_as_a_whole_is_read_too() -> None:
    archive = Archive(packed=False)
    archive.add(PAGE.encode(), "https://a.example/1")
    archive.add(PAGE.encode(), "https://a.example/2")
    assert len(parse_bytes(gzip.compress(archive.bytes()), "a.warc.gz").retrieved) == 2


def test_a_record_that_unpacks_without_end_is_left_out_and_the_rest_read() -> None:
    bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = bomb.compress(b"WARC/1.0\r\n" + bytes(LIMITS.inflated)) + bomb.flush()
    archive = Archive()
    archive.add(PAGE.encode(), "https://a.example/1")
    parsed = parse_bytes(archive.bytes() + packed + archive.bytes(), "a.warc.gz")
    assert texts(parsed) == [WORDS] * 2
    assert "unpacks to more than" in parsed.issues[0].message


def test_the_closed_process_reads_what_this_one_reads() -> None:
    archive = Archive()
    archive.add(gzip.compress(PAGE.encode()), "https://a.example/1", Content_Encoding="gzip")
    reader = Reader(LIMITS)
    try:
        assert reader.parse(archive.bytes(), "a.warc.gz") == parse_bytes(archive.bytes(), "a.warc.gz")
    finally:
        reader.close()


def test_two_captures_of_one_page_come_in_the_order_of_their_dates() -> None:
    archive = Archive()
    for day, words in (("2020-05-20", f"{WORDS} It was later said to be eleven."), ("2020-05-18", WORDS)):
        head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
        archive.record("response", "https://a.example/1", (head + words).encode(), {"WARC-Date": f"{day}T00:00:00Z"})
    parsed = parse_bytes(archive.bytes(), "a.warc.gz")
    assert [one.retrieved.day for one in parsed.retrieved if one.retrieved] == [18, 20]
