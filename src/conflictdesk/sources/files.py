"""Files in: text, Markdown, saved pages, PDF, JSONL, tables, messages and web archives, each to reports as retrieved.

A file of text may begin with a block of lines `Title:`, `Published:`, `Publisher:`, `URL:` and `Language:`, any
of them, in any order, followed by an empty line: these are metadata and no part of the text. The block may stand
between two lines of `---`.

A JSONL file holds one report a line: `{report_id?, text, published?, title?, publisher?, url?, language?}`.

What is wrong with a part of a file is an `Issue` and the rest is read; what makes a whole file useless raises
`UnreadableFile`. The text given here is not clean yet: `text.clean` comes next, for every format alike.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

from conflictdesk.errors import UnreadableFile
from conflictdesk.sources.datelines import dateline
from conflictdesk.sources.decoding import decode
from conflictdesk.sources.feeds import is_feed, parse_feed
from conflictdesk.sources.limits import LARGEST_FILE
from conflictdesk.sources.listing import FEED
from conflictdesk.sources.mail import parse_mailbox, parse_message
from conflictdesk.sources.markup import Page, read_page
from conflictdesk.sources.paper import MOST_PAGES, read_paper
from conflictdesk.sources.publication import published_on
from conflictdesk.sources.reading import read_file, too_large
from conflictdesk.sources.retrieved import Issue, Parsed, Place, Retrieved
from conflictdesk.sources.single import language_code, one_report
from conflictdesk.sources.tables import parse_table
from conflictdesk.sources.warc import is_warc, parse_warc

# Share of control characters above which bytes are no text.
BINARY_SHARE = 0.02
NO_COLUMNS: Mapping[str, str] = {}
SNIFFED = 4096

SUFFIXES: Mapping[str, str] = {
    ".txt": "text/plain", ".text": "text/plain", ".md": "text/markdown", ".markdown": "text/markdown",
    ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".pdf": "application/pdf",
    ".jsonl": "application/x-ndjson", ".ndjson": "application/x-ndjson", ".json": "application/x-ndjson",
    ".csv": "text/csv", ".tsv": "text/csv", ".tab": "text/csv",
    ".eml": "message/rfc822", ".mbox": "application/mbox", ".mbx": "application/mbox",
}  # fmt: skip

_NOTHING = b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"  # blanks and marks of encodings
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")  # of UTF-16
_BEYOND_ASCII = bytes(range(0x80, 0x100))
_HEADER_LINE = re.compile(r"(Title|Published|Publisher|URL|Language):[ \t]*(.*)\Z", re.IGNORECASE)
_HEADING = re.compile(r"^#[ \t]+(.+)$", re.MULTILINE)
_PAGE_START = re.compile(rb"\s{0,100}<(?:!doctype\s{1,10}html|html\b)", re.IGNORECASE)
# A mailbox, which mail programs name as they like: the line between messages, then a field of a message's head.
_MAILBOX_START = re.compile(rb"From [^\r\n]{0,200}\d{4}[^\r\n]{0,20}\r?\n>?[A-Za-z][A-Za-z-]{1,40}:[ \t]")
_XML_START = re.compile(rb"\s{0,100}<(?:\?xml|rss|feed|rdf:RDF)\b", re.IGNORECASE)


def parse_file(path: Path, columns: Mapping[str, str] = NO_COLUMNS) -> Parsed:
    """The reports in the file `path`. Raises UnreadableFile where there can be none."""
    return parse_bytes(read_file(path), path.name, columns)


def parse_bytes(raw: bytes, name: str, columns: Mapping[str, str] = NO_COLUMNS) -> Parsed:
    """The reports in `raw`; `name` is the file's name, which tells the format where the bytes do not.

    `columns` tells of tables which column holds what, as for `tables.parse_table`.
    """
    _check_size(raw, name)
    media_type = media_type_of(raw, name)
    return parse_table(raw, name, columns) if media_type == "text/csv" else _PARSERS[media_type](raw, name)


def _check_size(raw: bytes, name: str) -> None:
    """Raise UnreadableFile where there is too much or nothing."""
    if len(raw) > LARGEST_FILE:
        raise UnreadableFile(too_large(name))
    if not raw.strip(_NOTHING):
        raise UnreadableFile(_empty(name))


def media_type_of(raw: bytes, name: str) -> str:
    """The format of `raw`, by its first bytes and by the end of `name`. Raises UnreadableFile for one unknown."""
    if raw[:1024].lstrip().startswith(b"%PDF-"):
        return "application/pdf"
    if is_warc(raw):
        return "application/warc"
    suffix = PurePath(name).suffix.lower()
    if _is_binary(raw[:SNIFFED]) or suffix == ".pdf":
        raise UnreadableFile(f"{name} is no text, page or PDF that can be read. Save it as text or PDF and add that.")
    plain = raw[:SNIFFED].removeprefix(b"\xef\xbb\xbf")
    if _PAGE_START.match(plain):
        return "text/html"
    if plain[:2] in _WIDE_MARKS and is_feed(plain):
        return FEED
    if _XML_START.match(plain) and SUFFIXES.get(suffix) != "text/html":
        if b"<html" not in plain.lower():
            return _of_xml(plain, name)
        return "text/html"
    if suffix not in SUFFIXES and _MAILBOX_START.match(plain):
        return "application/mbox"
    return SUFFIXES.get(suffix, "text/plain")


def _of_xml(plain: bytes, name: str) -> str:
    if is_feed(plain):
        return FEED
    raise UnreadableFile(
        f"{name} is XML and no feed. If it is a sitemap, follow its address: conflictdesk add --follow URL."
        " Else save its articles as text or pages and add those."
    )


def _is_binary(sample: bytes) -> bool:
    text = decode(sample.rstrip(_BEYOND_ASCII))  # the cut may have halved a character
    controls = sum(ord(sign) < 0x20 and sign not in "\t\n\r\f\x1a" for sign in text)
    return controls + text.count("\ufffd") > BINARY_SHARE * len(text) + 3


def _empty(name: str) -> str:
    return f"{name} is empty. Save it again and add that."


# Text and Markdown


def _parse_text(raw: bytes, name: str) -> Parsed:
    return _parse_prose(raw, name, "text/plain")


def _parse_markdown(raw: bytes, name: str) -> Parsed:
    return _parse_prose(raw, name, "text/markdown")


def _parse_prose(raw: bytes, name: str, media_type: str) -> Parsed:
    header, text = split_header(decode(raw))
    if not text.strip():
        advice = f"{name} holds a header and no text. Write the report below the empty line."
        raise UnreadableFile(advice if header else _empty(name))
    heading = _HEADING.search(text) if media_type == "text/markdown" else None
    dates = [(header["published"], "the file's header")] if header.get("published") else []
    if not dates:
        dates = [*published_on(text, header.get("url"), ()).as_dates(())]
    title = header.get("title") or (heading[1].strip() if heading else None)
    return one_report(raw, media_type, text, {**header, "title": title}, dates, name)


def split_header(text: str) -> tuple[dict[str, str], str]:
    """The header block as {lower-case name: value} and the text below it; {} and the whole text without one."""
    block, blank, below = text.replace("\r\n", "\n").lstrip("\n").partition("\n\n")
    lines = [line for line in block.split("\n") if line.strip() != "---"]
    matches = [_HEADER_LINE.match(line.strip()) for line in lines]
    if not blank or not matches or not all(matches):
        return {}, text
    return {match[1].lower(): match[2].strip() for match in matches if match and match[2].strip()}, below


# Pages and PDF


def _parse_page(raw: bytes, name: str) -> Parsed:
    page = read_page(raw)
    if page is None or not page.text.strip():
        raise UnreadableFile(f"{name} is a page without an article. Save the article's text and add that.")
    found = published_on(page.text, page.url, page.dates, page.changes)
    parsed = one_report(raw, "text/html", page.text, _about_page(page), found.as_dates(page.dates), name)
    return _with_places(parsed, page.places, found.rejected if found.day is None else None, name)


def _with_places(parsed: Parsed, places: tuple[Place, ...], rejected: str | None, name: str) -> Parsed:
    """The report with its way back; and, told as an issue, why it has no date."""
    said = f"{rejected}, which had not come yet when it was read. The date was left empty."
    issues = (Issue(name, None, said[0].upper() + said[1:]),) if rejected else ()
    return Parsed(tuple(replace(one, places=places) for one in parsed.retrieved), (*parsed.issues, *issues))


def _about_page(page: Page) -> dict[str, str | None]:
    language = page.language if language_code(page.language) else None
    return {"title": page.title, "publisher": page.publisher, "url": page.url, "language": language}


def _parse_paper(raw: bytes, name: str) -> Parsed:
    paper = read_paper(raw, name)
    head = dateline(paper.heads)
    weak = [(head.day.isoformat(), "the head of its pages")] if head else []
    weak += [(paper.made, "when the PDF was made, by its metadata; the report may be older")] if paper.made else []
    found = published_on(paper.text, None, (), weak)
    about = {"title": paper.title, "publisher": paper.publisher}
    parsed = one_report(raw, "application/pdf", paper.text, about, found.as_dates(()), name)
    parsed = _with_places(parsed, paper.places, found.rejected if found.day is None else None, name)
    if not paper.left_out:
        return parsed
    issue = Issue(name, None, f"Only the first {MOST_PAGES} of {paper.pages} pages were read. Split the file.")
    return Parsed(parsed.retrieved, (*parsed.issues, issue))


# JSONL


def _parse_lines(raw: bytes, name: str) -> Parsed:
    retrieved: list[Retrieved] = []
    issues: list[Issue] = []
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        line = line.removesuffix(b"\r")
        if not line.strip():
            continue
        try:
            parsed = parse_record(_record(line), name, number, line)
        except ValueError as error:
            issues.append(Issue(name, number, f"{error} The line was left out."))
            continue
        retrieved += parsed.retrieved
        issues += parsed.issues
    if not retrieved and not issues:
        raise UnreadableFile(_empty(name))
    return Parsed(tuple(retrieved), tuple(issues))


def _record(line: bytes) -> dict[str, Any]:
    """The object on a line. Raises ValueError with a sentence for the reader."""
    try:
        record = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise ValueError("This is no JSON.") from None
    if not isinstance(record, dict):
        raise ValueError("This is JSON, but no object with a field `text`.")
    return record


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def parse_record(record: Mapping[str, Any], name: str, line: int | None = None, raw: bytes | None = None) -> Parsed:
    """A report given as an object of JSON. Raises ValueError, with a sentence, where it has no text.

    Fields of the wrong kind are left empty and are an issue. `raw` are the bytes that the object came as; where it
    came as none, the object as JSON with sorted keys stands for them.
    """
    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        raise ValueError("The field `text` is missing or empty.")
    given, issues = _texts(record, name, line)
    if raw is None:
        written = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        raw = written.encode("utf-8", "backslashreplace")
    dates = [(given["published"], "the field `published`")] if given.get("published") else []
    parsed = one_report(raw, "application/json", text, given, dates, name, line)
    return Parsed(parsed.retrieved, (*issues, *parsed.issues))


def _texts(record: Mapping[str, Any], name: str, line: int | None) -> tuple[dict[str, str], tuple[Issue, ...]]:
    """The fields beside the text that hold text, and an issue for each that holds something else."""
    fields = ("report_id", "published", "title", "publisher", "url", "language")
    given = {field: record[field] for field in fields if record.get(field) not in (None, "")}
    if isinstance(given.get("report_id"), int) and not isinstance(given["report_id"], bool):
        given["report_id"] = str(given["report_id"])
    wrong = [field for field, value in given.items() if not isinstance(value, str)]
    issues = tuple(Issue(name, line, f"The field `{field}` is not text. It was left empty.") for field in wrong)
    return {field: value for field, value in given.items() if field not in wrong}, issues


# Files that hold files


def _parse_archive(raw: bytes, name: str) -> Parsed:
    return parse_warc(raw, name, _parse_within)


def _parse_mailbox(raw: bytes, name: str) -> Parsed:
    return parse_mailbox(raw, name, _parse_within)


def _parse_message(raw: bytes, name: str) -> Parsed:
    return parse_message(raw, name, _parse_within)


def _parse_within(raw: bytes, name: str, media_type: str | None) -> Parsed:
    """What another file holds: text, a page or a PDF, and no file that holds files again."""
    _check_size(raw, name)
    found = media_type_of(raw, name)
    named = media_type if media_type in _SINGLE and found != "application/pdf" else found
    if named not in _SINGLE:
        raise UnreadableFile(f"{name} is a file of files. Save it by itself and add that.")
    return _PARSERS[named](raw, name)


_SINGLE = ("text/plain", "text/markdown", "text/html", "application/pdf")
_PARSERS: Mapping[str, Callable[[bytes, str], Parsed]] = {
    "text/plain": _parse_text,
    "text/markdown": _parse_markdown,
    "text/html": _parse_page,
    "application/pdf": _parse_paper,
    "application/x-ndjson": _parse_lines,
    FEED: parse_feed,
    "application/warc": _parse_archive,
    "application/mbox": _parse_mailbox,
    "message/rfc822": _parse_message,
}
