"""One address fetched, once, by http or https: its bytes, where they came from in the end, and when.

No cookie, no password, no proxy of the environment, no second request beyond redirects; each redirect is checked as
the first address was. What comes is bounded in time and size, as sent and as inflated, and is only bytes: it is read
like any file, in a process of its own.
"""

import ssl
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath

import httpcore2
import httpx2

from conflictdesk import __version__
from conflictdesk.errors import UnreadableFile, UsageError
from conflictdesk.sources.limits import MB, FetchLimits
from conflictdesk.sources.network import CheckedConnections, Clock, Resolve, resolve

SCHEMES = ("http", "https")
# Types that can be read, and the end of a name that tells the format; "" where the name tells it.
SUFFIX_OF: Mapping[str, str] = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": "", "text/markdown": ".md",
    "application/pdf": ".pdf", "application/x-ndjson": ".jsonl", "application/jsonl": ".jsonl",
    "application/json": ".jsonl", "application/octet-stream": "", "": "",
}  # fmt: skip

_REDIRECTS = (301, 302, 303, 307, 308)
_LONGEST_URL = 2000  # characters
_CHUNK = 64 * 1024
# 32 + the largest window: zlib tells gzip and deflate apart.
_INFLATING: Mapping[str, int] = {"gzip": 32 + zlib.MAX_WBITS, "x-gzip": 32 + zlib.MAX_WBITS, "deflate": 32 + 15}
_HEADERS = [
    ("User-Agent", f"conflictdesk/{__version__}"),
    ("Accept", "text/html, application/pdf, text/plain, application/x-ndjson;q=0.9"),
    ("Accept-Encoding", "identity"),
]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. `url` is the last of the redirects; `name` is what a file of it would be called."""

    raw: bytes
    url: str
    name: str
    retrieved: datetime


@dataclass(frozen=True, slots=True)
class Fetcher:
    """How addresses are fetched. `resolve` and `trust` are the system's unless given."""

    allow_private: bool = False
    limits: FetchLimits = FetchLimits()
    resolve: Resolve = resolve
    trust: ssl.SSLContext | None = None

    def fetch(self, address: str) -> Fetched:
        """Fetch `address`. Raises UsageError for what is no address, UnreadableFile for one that gives no report."""
        url, clock = web_address(address), Clock(self.limits.seconds)
        backend = CheckedConnections(clock, self.limits.connect_seconds, self.allow_private, self.resolve)
        try:
            with httpcore2.ConnectionPool(self.trust, max_connections=1, network_backend=backend) as pool:
                for _ in range(self.limits.redirects + 1):
                    found = self._one(pool, url, clock)
                    if isinstance(found, Fetched):
                        return found
                    url = found
        except _FAULTS as error:
            raise UnreadableFile(f"{shown(url)} {_reason(error, self.limits)}") from error
        raise UnreadableFile(f"{address} leads on more than {self.limits.redirects} times. Name where it leads to.")

    def _one(self, pool: httpcore2.ConnectionPool, url: httpx2.URL, clock: Clock) -> "Fetched | httpx2.URL":
        """What stands at `url`, or where it leads."""
        target = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        host = [("Host", url.netloc.decode("ascii"))]
        with pool.stream("GET", target, headers=host + _HEADERS) as answer:
            headers = {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in answer.headers}
            if answer.status in _REDIRECTS and "location" in headers:
                return _next(url, headers["location"])
            if answer.status != 200:
                raise UnreadableFile(f"{shown(url)} answered {answer.status}, and no report.")
            kind = headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind not in SUFFIX_OF:
                raise UnreadableFile(f"{shown(url)} is {kind}, which is no text, page or PDF.")
            raw = _whole(_timely(answer.iter_stream(), clock), headers, self.limits.size, url)
        return Fetched(raw, shown(url), _name(url, kind), datetime.now(UTC))


_FAULTS = (
    httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol,
    ssl.SSLError, zlib.error, OSError,
)  # fmt: skip


def web_address(address: str) -> httpx2.URL:
    """`address` as one to fetch. Raises UsageError where it is none."""
    try:
        url = httpx2.URL(address.strip())
    except (httpx2.InvalidURL, UnicodeError) as error:
        raise UsageError(f"{address} is no address: {error}.") from error
    wrong = _wrong(url)
    if wrong:
        raise UsageError(f"{address} {wrong}")
    return url.copy_with(fragment=None)


def shown(url: httpx2.URL) -> str:
    """An address as it is told and kept."""
    return str(url)


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
        raise UnreadableFile(f"{shown(url)} gives nothing.")
    return bytes(body)


def _inflated(chunks: Iterable[bytes], window: int) -> Iterator[bytes]:
    """Piece by piece: a little that becomes very much never stands in memory whole."""
    inflater = zlib.decompressobj(window)
    for chunk in chunks:
        waiting = chunk
        while waiting and not inflater.eof:
            yield inflater.decompress(waiting, _CHUNK)
            waiting = inflater.unconsumed_tail


def _name(url: httpx2.URL, kind: str) -> str:
    name = PurePosixPath(url.path).name or url.host
    suffix = SUFFIX_OF[kind]
    return name if name.lower().endswith(suffix) else name + suffix


def _reason(error: Exception, limits: FetchLimits) -> str:
    if isinstance(error, httpcore2.TimeoutException):
        return f"did not answer within {limits.seconds:.0f} seconds. Try again, or save the page and add the file."
    if isinstance(error, zlib.error):
        return "came compressed, and damaged. Try again, or save the page and add the file."
    return f"cannot be reached ({error or type(error).__name__}). Check it, or save the page and add the file."
