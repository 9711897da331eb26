"""Archives of the web (WARC): each page, PDF or plain text that was fetched whole is a report as retrieved.

The archive's word on where and when holds: the address from WARC-Target-URI, the time of retrieval from WARC-Date. What
the pages say of themselves is read as of any other page. A damaged record costs itself alone: reading goes on where the
next one begins.
"""

import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from conflictdesk.errors import UnreadableFile
from conflictdesk.sources.limits import LARGEST_FILE, LIMITS, MB, MOST_PARTS, SECONDS_IN_ALL
from conflictdesk.sources.retrieved import Issue, Parsed, Retrieved

Parse = Callable[[bytes, str, str | None], Parsed]  # bytes, name, media type if known

GZIP_START = b"\x1f\x8b\x08"
RECORD_START = b"WARC/1."
TYPES = {"text/html": "text/html", "application/xhtml+xml": "text/html", "text/plain": "text/plain",
         "application/pdf": "application/pdf"}  # fmt: skip
NO_REPORTS = ("/robots.txt", "/ads.txt", "/security.txt", "/humans.txt")  # what machines tell each other
_STEP = 64 * 1024


class _Damaged(ValueError):
    """A record cannot be read; the message says why, for the reader."""


@dataclass(frozen=True, slots=True)
class _Capture:
    """What was fetched: its bytes without the encodings of the way, and what the archive says of it."""

    payload: bytes
    media_type: str | None
    url: str | None
    at: datetime | None
    digest: str | None


@dataclass(frozen=True, slots=True)
class _Again:
    """A record that says: as before. `digest` is that of what it does not hold."""

    url: str | None
    digest: str | None


_Found = _Capture | _Again | _Damaged


def is_warc(raw: bytes) -> bool:
    """Whether `raw` begins as an archive of the web does, compressed or not."""
    if not raw.startswith(GZIP_START):
        return raw.startswith(RECORD_START)
    try:
        return zlib.decompressobj(31).decompress(raw[:_STEP], 16).startswith(RECORD_START)
    except zlib.error:
        return False


def parse_warc(raw: bytes, name: str, parse: Parse) -> Parsed:
    """The reports in the archive `raw`, each read by `parse`. Raises UnreadableFile where no record is one."""
    kept: list[Retrieved] = []
    issues: list[Issue] = []
    held: set[str] = set()
    again: list[tuple[int, _Again]] = []
    until = time.monotonic() + SECONDS_IN_ALL
    for number, found in enumerate(_found(raw), 1):
        if number > MOST_PARTS or time.monotonic() > until:
            issues.append(Issue(name, number, "From this record on it was not read: too many. Split the file."))
            break
        if isinstance(found, _Damaged):
            issues.append(Issue(name, number, f"{found} The record was left out."))
        elif isinstance(found, _Again):
            again.append((number, found))
        else:
            held.add(found.digest or "")
            parsed = _parsed(found, name, number, parse)
            kept += parsed.retrieved
            issues += parsed.issues
    issues += [_missing(name, number, one) for number, one in again if not one.digest or one.digest not in held]
    if not kept and not issues:
        raise UnreadableFile(f"{name} holds no page, PDF or text that was fetched whole. Fetch the pages again.")
    return Parsed(tuple(sorted(kept, key=_captured)), tuple(issues))


def _captured(one: Retrieved) -> datetime:
    """By when captures are put in order: of one page the later is a revision of the earlier."""
    return one.retrieved or datetime.max.replace(tzinfo=UTC)


def _missing(name: str, number: int, one: _Again) -> Issue:
    message = f"{one.url or 'A page'} had not changed since an earlier archive, which holds it. Add that one, too."
    return Issue(name, number, message)


def _parsed(found: _Capture, name: str, number: int, parse: Parse) -> Parsed:
    """The report in what was fetched; where it was fetched from and when is certain."""
    try:
        parsed = parse(found.payload, found.url or f"Record {number}", found.media_type)
    except UnreadableFile as error:
        return Parsed((), (Issue(name, number, str(error)),))
    placed = tuple(replace(one, url=found.url or one.url, retrieved=found.at, contained=True)
                   for one in parsed.retrieved)  # fmt: skip
    return Parsed(placed, tuple(Issue(name, number, issue.message) for issue in parsed.issues))


def _found(raw: bytes) -> Iterator[_Found]:
    """What the archive's records hold, those passed over that hold no report."""
    for block in _inflated(raw) if raw.startswith(GZIP_START) else [raw]:
        if isinstance(block, _Damaged):
            yield block
        else:
            yield from _records(block)


def _inflated(raw: bytes) -> Iterator[bytes | _Damaged]:
    """The parts that a compressed archive is made of, most often a record each."""
    start, left = 0, LIMITS.inflated_in_all
    while 0 <= start < len(raw):
        try:
            block, start = _member(raw, start, min(left, LIMITS.inflated))
        except (_Damaged, zlib.error) as error:
            yield error if isinstance(error, _Damaged) else _Damaged("Its compressed bytes are damaged.")
            start = raw.find(GZIP_START, start + 1)
            continue
        left -= len(block)
        yield block


def _member(raw: bytes, start: int, most: int) -> tuple[bytes, int]:
    """The compressed part that begins at `start`, and where the next one begins; -1 for none."""
    unpacking, parts, at = zlib.decompressobj(31), [], start
    while not unpacking.eof:
        if at >= len(raw):
            raise _Damaged("It is cut off.")
        step = raw[at : at + _STEP]
        at += len(step)
        parts.append(unpacking.decompress(step, most + 1))
        most -= len(parts[-1])
        if most < 0 or unpacking.unconsumed_tail:
            raise _Damaged(f"It unpacks to more than {LIMITS.inflated // MB} MB, or the file to too much in all.")
    return b"".join(parts), raw.find(GZIP_START, at - len(unpacking.unused_data))


def _records(block: bytes) -> Iterator[_Found]:
    """The records that stand one after the other in `block`."""
    from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]  # only where one is read
    from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]

    # What warcio lets through on damaged records, beside its own error.
    faults = (ArchiveLoadFailed, zlib.error, ValueError, EOFError, AttributeError, IndexError, TypeError, KeyError)
    stream, start = BytesIO(block), 0
    while start >= 0:
        stream.seek(start)
        records = ArchiveIterator(stream)
        try:
            for record in records:
                yield from _of_record(record)
            return
        except _Damaged as error:
            yield error
        except faults:
            yield _Damaged("It is no record that can be read.")
        start = block.find(RECORD_START, max(start, records.offset) + 1)


def _of_record(record: Any) -> Iterator[_Found]:
    """What a record holds, if that is a report. Raises _Damaged where it ends before it should."""
    headers = record.rec_headers
    digest, url = headers.get_header("WARC-Payload-Digest"), _address(headers.get_header("WARC-Target-URI"))
    if record.rec_type == "revisit":
        yield _Again(url, digest)
    elif record.rec_type in ("response", "resource") and _is_report(record, url):
        payload = _payload(record.content_stream(), url)
        if getattr(record.raw_stream, "limit", 0) > 0:
            raise _Damaged(f"{url or 'It'} is cut off.")
        yield _Capture(payload, _media_type(record), url, _moment(headers.get_header("WARC-Date")), digest)


def _payload(stream: Any, url: str | None) -> bytes:
    parts, left = [], LARGEST_FILE
    while part := stream.read(_STEP):
        parts.append(part)
        left -= len(part)
        if left < 0:
            raise _Damaged(f"{url or 'It'} is larger than {LARGEST_FILE // MB} MB.")
    return b"".join(parts)


def _is_report(record: Any, url: str | None) -> bool:
    if (url or "").partition("?")[0].endswith(NO_REPORTS):
        return False
    if record.rec_type == "response" and (record.http_headers is None or record.http_headers.get_statuscode() != "200"):
        return False
    return _named_type(record) in (*TYPES, "")


def _media_type(record: Any) -> str | None:
    return TYPES.get(_named_type(record))


def _named_type(record: Any) -> str:
    """The type that the server named, or the archive; "" for none."""
    headers = record.http_headers or record.rec_headers
    return (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()


def _address(wording: str | None) -> str | None:
    url = (wording or "").strip("<> ")
    return url if url.startswith(("http://", "https://")) else None


def _moment(wording: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(wording or "")
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
