"""One address fetched, once, by http or https: its bytes, where they came from in the end, and when.

An address that was fetched before may be asked whether it has changed since, by what it said of itself then.
No cookie, no password, no proxy of the environment, no second request beyond redirects; each redirect is checked as
the first address was. What comes is bounded in time and size, as sent and as inflated, and is only bytes: it is read
like any file, in a process of its own.
"""

import ssl
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath

import httpcore2
import httpx2

from conflictdesk import __version__
from conflictdesk.errors import NoAnswer, Unreachable, UnreadableFile, UsageError
from conflictdesk.sources.addresses import masked
from conflictdesk.sources.limits import MB, FetchLimits
from conflictdesk.sources.network import CheckedConnections, Clock, Resolve, resolve

SCHEMES = ("http", "https")
# Types that can be read, and the end of a name that tells the format; "" where the name tells it.
SUFFIX_OF: Mapping[str, str] = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": "", "text/markdown": ".md",
    "application/pdf": ".pdf", "application/x-ndjson": ".jsonl", "application/jsonl": ".jsonl",
    "application/json": ".jsonl", "application/octet-stream": "", "": "",
    "application/rss+xml": ".xml", "application/atom+xml": ".xml", "application/rdf+xml": ".xml",
    "application/xml": ".xml", "text/xml": ".xml", "application/gzip": ".gz", "application/x-gzip": ".gz",
}  # fmt: skip

_REDIRECTS = (301, 302, 303, 307, 308)
_NOT_CHANGED = 304
_LONGEST_URL = 2000  # characters
_LONGEST_MARK = 500  # characters of an ETag or a date
_CHUNK = 64 * 1024
_PART_START = b"\x1f"  # of gzip
# 32 + the largest window: zlib tells gzip and deflate apart.
_INFLATING: Mapping[str, int] = {"gzip": 32 + zlib.MAX_WBITS, "x-gzip": 32 + zlib.MAX_WBITS, "deflate": 32 + 15}
_HEADERS = [  # the program says its name
    ("User-Agent", f"conflictdesk/{__version__}"),
    (
        "Accept",
        "text/html, application/rss+xml, application/atom+xml, application/xml, application/pdf, text/plain,"
        " application/x-ndjson;q=0.9",
    ),
    ("Accept-Encoding", "identity"),
]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. `url` is the last of the redirects; `name` is what a file of it would be called.

    `etag` and `modified` are what to ask by whether it has changed since.
    """

    raw: bytes
    url: str
    name: str
    retrieved: datetime
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetcher:
    """How addresses are fetched. `private` are hosts that may be on the person's own network, wherever else a page or a
    list leads; `resolve` and `trust` are the system's unless given."""

    private: frozenset[str] = frozenset()
    limits: FetchLimits = FetchLimits()
    resolve: Resolve = resolve
    trust: ssl.SSLContext | None = None

    def fetch(self, address: str) -> Fetched:
        """Fetch `address`. Raises UsageError for what is no address, UnreadableFile for one that gives no report."""
        found = self.fetch_changed(address)
        assert found is not None  # nothing was asked that 304 would answer
        return found

    def fetch_changed(self, address: str, etag: str | None = None, modified: str | None = None) -> Fetched | None:
        """As `fetch`; null where it has not changed since it said `etag` and `modified` of itself."""
        asked = [("If-None-Match", etag), ("If-Modified-Since", modified)]
        conditions = [(name, value) for name, value in asked if value and value.isascii()]
        url, clock = web_address(address), Clock(self.limits.seconds)
        backend = CheckedConnections(clock, self.limits.connect_seconds, self.private, self.resolve)
        try:
            with httpcore2.ConnectionPool(self.trust, max_connections=1, network_backend=backend) as pool:
                for _ in range(self.limits.redirects + 1):
                    found = self._one(pool, url, clock, conditions)
                    if not isinstance(found, httpx2.URL):
                        return found
                    url = found
        except _FAULTS as error:
            raise Unreachable(f"{shown(url)} {_reason(error, self.limits)}") from error
        told = f"{masked(address)} leads on more than {self.limits.redirects} times."
        raise UnreadableFile(f"{told} Look at it in a browser, and name where it leads to.")

    def _one(
        self, pool: httpcore2.ConnectionPool, url: httpx2.URL, clock: Clock, conditions: list[tuple[str, str]]
    ) -> Fetched | httpx2.URL | None:
        """What stands at `url`, or where it leads; null where it has not changed."""
        target = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        host = [("Host", url.netloc.decode("ascii"))]
        with pool.stream("GET", target, headers=host + _HEADERS + conditions) as answer:
            headers = {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in answer.headers}
            if answer.status in _REDIRECTS and "location" in headers:
                return _next(url, headers["location"])
            if answer.status == _NOT_CHANGED and conditions:
                return None
            if answer.status != 200:
                told = f"{shown(url)} answered {answer.status}, and no report. {_advice(answer.status)}"
                raise NoAnswer(told, answer.status, _seconds(headers.get("retry-after")))
            kind = headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind not in SUFFIX_OF:
                told = f"{shown(url)} is {kind}, which is no text, page or PDF. Save what it says as text and add that."
                raise NoAnswer(told, answer.status)
            raw = _whole(_timely(answer.iter_stream(), clock), headers, self.limits.size, url)
        marks = (_mark(headers, "etag"), _mark(headers, "last-modified"))
        return Fetched(raw, str(url), _name(url, kind), datetime.now(UTC), *marks)


_FAULTS = (
    httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol,
    ssl.SSLError, zlib.error, OSError,
)  # fmt: skip


def web_address(address: str) -> httpx2.URL:
    """`address` as one to fetch. Raises UsageError where it is none."""
    try:
        url = httpx2.URL(address.strip())
    except (httpx2.InvalidURL, UnicodeError) as error:
        raise UsageError(f"{masked(address)} is no address: {error}.") from error
    wrong = _wrong(url)
    if wrong:
        raise UsageError(f"{masked(address)} {wrong}")
    return url.copy_with(fragment=None)


def shown(url: httpx2.URL) -> str:
    """An address as it is told; what may be secret in it is kept alone."""
    return masked(str(url))


def _seconds(asked: str | None) -> float | None:
    """How long from now an answer asks to wait, given as seconds or as a date."""
    if asked is None or asked.strip().isdecimal():
        return float(asked.strip()[:9]) if asked else None
    try:
        moment = parsedate_to_datetime(asked)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _mark(headers: Mapping[str, str], name: str) -> str | None:
    value = headers.get(name, "").strip()
    return value if value and len(value) <= _LONGEST_MARK else None


def _wrong(url: httpx2.URL) -> str | None:
    if url.scheme not in SCHEMES or not url.host:
        return "is no address of http or https. Save what it gives and add the file."
    if url.userinfo:
        return "holds a name or password, which would be kept in the desk. Save the page and add the file."
    return "is too long for an address." if len(str(url)) > _LONGEST_URL else None


def _next(url: httpx2.URL, location: str) -> httpx2.URL:
    """Where a redirect leads. Raises UnreadableFile where that is nothing to fetch."""
    try:
        return web_address(str(url.join(location)))
    except (UsageError, httpx2.InvalidURL, UnicodeError) as error:
        raise UnreadableFile(f"{shown(url)} leads to what is not fetched: {error}") from error


def _timely(chunks: Iterable[bytes], clock: Clock) -> Iterator[bytes]:
    for chunk in chunks:
        clock.left()
        yield chunk


def _whole(chunks: Iterable[bytes], headers: Mapping[str, str], most: int, url: httpx2.URL) -> bytes:
    """The body, inflated where it came compressed unasked."""
    too_large = UnreadableFile(f"{shown(url)} gives more than {most // MB} MB. Save it, split it and add the parts.")
    coding = headers.get("content-encoding", "identity").strip().lower() or "identity"
    if coding not in ("identity", *_INFLATING):
        raise UnreadableFile(f"{shown(url)} came compressed ({coding}), unasked. Save the page and add the file.")
    body = bytearray()
    for chunk in chunks if coding == "identity" else _inflated(chunks, _INFLATING[coding]):
        body += chunk
        if len(body) > most:
            raise too_large
    if not body.strip():
        raise NoAnswer(f"{shown(url)} gives nothing. Look at it in a browser; save the page and add the file.", 200)
    return bytes(body)


def _inflated(chunks: Iterable[bytes], window: int) -> Iterator[bytes]:
    """Piece by piece: a little that becomes very much never stands in memory whole.

    Several compressed parts may follow one another; what follows and is none is passed over. Raises zlib.error where
    the last one is cut off.
    """
    inflater, begun = zlib.decompressobj(window), False
    for chunk in chunks:
        waiting = chunk
        while waiting:
            if inflater.eof and waiting[:1] != _PART_START:
                return
            inflater, begun = zlib.decompressobj(window) if inflater.eof else inflater, True
            yield inflater.decompress(waiting, _CHUNK)
            waiting = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
    if begun and not inflater.eof:
        raise zlib.error("cut off")


def _name(url: httpx2.URL, kind: str) -> str:
    name = PurePosixPath(url.path).name or url.host
    suffix = SUFFIX_OF[kind]
    return name if name.lower().endswith(suffix) else name + suffix


def _advice(status: int) -> str:
    """What a person can do about an address that answers, and gives no report."""
    if status in (404, 410):
        return "Nothing is there (any more): check the address."
    if status in (401, 402, 403, 407, 451):
        return "It is not for programs or needs a password: save the page in a browser and add the file."
    if status in (429, 503):
        return "It asks to be left alone for now: try again later."
    return "Try again later, or save the page and add the file."


def _reason(error: Exception, limits: FetchLimits) -> str:
    if isinstance(error, httpcore2.TimeoutException):
        return f"did not answer within {limits.seconds:.0f} seconds. Try again, or save the page and add the file."
    if isinstance(error, zlib.error):
        return "came compressed, and damaged. Try again, or save the page and add the file."
    return f"cannot be reached ({error or type(error).__name__}). Check it, or save the page and add the file."
