"""Reports into a desk: files, folders, JSON lines and addresses. Each stands for itself: one that fails costs only
itself. Files are read in processes of their own, the next ones while the last are kept."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from conflictdesk.errors import ForgottenBytes, InputError, UsageError
from conflictdesk.records.provenance import content_hash
from conflictdesk.records.reports import Report
from conflictdesk.sources.apart import READERS, readers
from conflictdesk.sources.catalog import Catalog
from conflictdesk.sources.reading import PassedOver, files_below, read_file
from conflictdesk.sources.retrieved import Parsed, Retrieved
from conflictdesk.store.database import Database
from conflictdesk.text.clean import clean_text
from conflictdesk.text.language import detect_language

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://")
State = Literal["new", "known", "filled in", "revision", "unreadable", "issue"]
AHEAD = 2 * READERS  # files under way before the first of them is kept
DECLARED = "given when the report was added"  # where a date stood that a switch gave


@dataclass(frozen=True, slots=True)
class Declared:
    """What the call says of reports that do not say it themselves; but where and when it was fetched is certain."""

    published: date | None = None
    publisher: str | None = None
    language: str | None = None
    url: str | None = None
    retrieved: datetime | None = None

    def told(self) -> dict[str, str]:
        """What is declared, by the names of Report's fields, dates in ISO 8601."""
        dated = {"published": self.published.isoformat(), "published_reason": DECLARED} if self.published else {}
        named = {"publisher": self.publisher, "language": self.language, "url": self.url}
        return dated | {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a file or a line in it. `message` says what was wrong with it, if anything."""

    origin: str
    state: State
    report_id: str | None = None
    message: str | None = None

    @property
    def failed(self) -> bool:
        return self.state in ("unreadable", "issue")


def declare(
    catalog: Catalog,
    published: date | None = None,
    publisher: str | None = None,
    source: str | None = None,
    language: str | None = None,
) -> Declared:
    """What the switches say. Raises UsageError for a source that the catalog does not have."""
    if source is None:
        return Declared(published, publisher, language)
    known = catalog.source_of(source, None)
    if known is None:
        raise UsageError(
            f"--source {source} is in no catalog: declare it in the desk's catalog.yaml, or use --publisher."
        )
    return Declared(published, publisher or known.name, language or known.language)


@dataclass(frozen=True, slots=True)
class Address:
    """An address to fetch; `allow_private` where it may be on the person's own network."""

    url: str
    allow_private: bool = False


Named = Path | PassedOver | Address
Finish = Callable[[], Iterator[Added]]


def find_files(paths: Iterable[str], allow_private: bool = False) -> list[Named]:
    """What `paths` name: files, files below folders in order of name (hidden ones left out), addresses.

    Raises UsageError for an address that is none of http or https.
    """
    named: list[Named] = []
    for path in paths:
        if _SCHEME.match(path):
            named.append(_address(path, allow_private))
        else:
            named += files_below(Path(path)) if Path(path).is_dir() else [Path(path)]
    return named


def add_files(
    database: Database, files: Iterable[Named], catalog: Catalog, declared: Declared = Declared()
) -> Iterator[Added]:
    """Add each one's reports, in order; says of each what became of it, once it is kept."""
    under_way: deque[Finish] = deque()
    for one in files:
        under_way.append(_begun(database, one, catalog, declared))
        if len(under_way) > AHEAD:
            yield from under_way.popleft()()
    while under_way:
        yield from under_way.popleft()()


def add_bytes(
    database: Database, raw: bytes, name: str, catalog: Catalog, declared: Declared = Declared()
) -> Iterator[Added]:
    """Add what a person pasted or dropped: `raw`, as the file `name`."""
    yield from _begun_bytes(database, raw, name, name, catalog, declared)()


def _address(url: str, allow_private: bool) -> Address:
    from conflictdesk.sources.fetch import shown, web_address  # only where something is fetched

    return Address(shown(web_address(url)), allow_private)


def _begun(database: Database, one: Named, catalog: Catalog, declared: Declared) -> Finish:
    """Begin with what was named: the rest follows when it is called."""
    try:
        if isinstance(one, Address):
            return _begun_address(database, one, catalog, declared)
        if isinstance(one, PassedOver):
            return _told(str(one.path), one.message)
        return _begun_bytes(database, read_file(one), one.name, str(one), catalog, declared)
    except InputError as error:
        return _told(one.url if isinstance(one, Address) else str(one), str(error))


def _begun_address(database: Database, address: Address, catalog: Catalog, declared: Declared) -> Finish:
    from conflictdesk.sources.fetch import Fetcher  # only where something is fetched

    fetched = Fetcher(address.allow_private).fetch(address.url)
    declared = replace(declared, url=fetched.url, retrieved=fetched.retrieved)
    return _begun_bytes(database, fetched.raw, fetched.name, address.url, catalog, declared)


def _begun_bytes(
    database: Database, raw: bytes, name: str, origin: str, catalog: Catalog, declared: Declared
) -> Finish:
    digest = content_hash(raw)
    known = database.holder_of(digest)
    if known is not None:  # what it says was read when it first came
        return lambda: iter([_known(database, origin, known, digest, declared, catalog)])
    parsing = readers().begin(raw, name)

    def finish() -> Iterator[Added]:
        try:
            parsed = parsing.result()
        except InputError as error:
            yield Added(origin, "unreadable", message=str(error))
        else:
            yield from _add_all(database, origin, parsed, catalog, declared)

    return finish


def _told(origin: str, message: str) -> Finish:
    return lambda: iter([Added(origin, "unreadable", message=message)])


def _add_all(database: Database, origin: str, parsed: Parsed, catalog: Catalog, declared: Declared) -> Iterator[Added]:
    for issue in parsed.issues:
        place = f"{origin}:{issue.line}" if issue.line else origin
        yield Added(place, "issue", message=issue.message)
    for retrieved in parsed.retrieved:
        yield _add(database, origin, retrieved, declared, catalog)


def _add(database: Database, origin: str, retrieved: Retrieved, declared: Declared, catalog: Catalog) -> Added:
    report = report_of(retrieved, declared.retrieved or datetime.now(UTC), declared)
    try:
        state = database.add_report(report, retrieved.raw)
    except ForgottenBytes as error:
        return Added(origin, "issue", message=str(error))
    if state == "known":
        return _known(database, origin, report.report_id, report.content_hash, declared, catalog)
    _note_source(database, catalog, report.publisher, report.url)
    return Added(origin, state, report.report_id)


def _known(database: Database, origin: str, report_id: str, digest: str, declared: Declared, catalog: Catalog) -> Added:
    """A report that is there already: what the call says of it is noted where it has said nothing so far."""
    filled = database.fill_in(report_id, digest, declared.told())
    if not filled:
        return Added(origin, "known", report_id)
    report = database.report(report_id)
    if report is not None:
        _note_source(database, catalog, report.publisher, report.url)
    told = ", ".join(name for name in filled if name != "published_reason")
    return Added(origin, "filled in", report_id, f"was known; now also known of it: {told}. It will be coded anew.")


def _note_source(database: Database, catalog: Catalog, publisher: str | None, url: str | None) -> None:
    source = catalog.source_of(publisher, url)
    if source is not None:
        database.save_source(source)


def report_of(retrieved: Retrieved, at: datetime, declared: Declared = Declared()) -> Report:
    """A report as the desk keeps it: clean text, and what was declared where it does not say."""
    text, digest = clean_text(retrieved.text), content_hash(retrieved.raw)
    published, reason = retrieved.published, retrieved.published_reason
    if published is None and declared.published is not None:
        published, reason = declared.published, DECLARED
    return Report(
        report_id=_plain(retrieved.report_id) or digest,
        text=text,
        content_hash=digest,
        retrieved=at,
        language=retrieved.language or declared.language or detect_language(text),
        title=_plain(retrieved.title),
        published=published,
        published_reason=reason,
        publisher=_plain(retrieved.publisher) or declared.publisher,
        url=_url_of(retrieved, declared),
        media_type=retrieved.media_type,
    )


def _url_of(retrieved: Retrieved, declared: Declared) -> str | None:
    """A page says where it belongs, and may lie; a line of JSON stands for a report that came from elsewhere."""
    own = _plain(retrieved.url)
    return (own or declared.url) if retrieved.media_type == "application/json" else (declared.url or own)


def _plain(value: str | None) -> str | None:
    """Metadata without what no database takes: control characters and halves of characters."""
    return clean_text(value) if value else None
