"""Reports into a desk: files, folders, JSON lines and addresses. Each stands for itself: one that fails costs only
itself. Files are read in processes of their own, the next ones while the last are kept."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from conflictdesk.errors import ForgottenBytes, InputError, UsageError
from conflictdesk.pipeline.near_copies import note_copies_of
from conflictdesk.pipeline.pages import as_held, is_capture, notes_of, notes_on, told_of_feed
from conflictdesk.records.copies import NearCopy
from conflictdesk.records.follows import PageNote
from conflictdesk.records.provenance import content_hash
from conflictdesk.records.reports import Report
from conflictdesk.sources.addresses import hosts_of, key_of, masked
from conflictdesk.sources.apart import READERS, readers
from conflictdesk.sources.catalog import Catalog
from conflictdesk.sources.publication import published_on
from conflictdesk.sources.reading import PassedOver, files_below, read_file
from conflictdesk.sources.retrieved import Parsed, Retrieved
from conflictdesk.store.database import Database
from conflictdesk.store.reports import Arrival
from conflictdesk.text.clean import clean_text
from conflictdesk.text.language import detect_language

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://")
_OTHER_SCHEME = re.compile(r"(?!https?:)[A-Za-z][A-Za-z0-9+.-]{1,20}:(?!\d)", re.IGNORECASE)  # no address of a page
State = Literal["new", "known", "filled in", "revision", "unreadable", "issue", "visited", "waiting"]
PAGES = ("text/html", "application/pdf", "text/plain", "text/markdown")  # what stands at an address of its own
AHEAD = 2 * READERS  # files under way before the first of them is kept
DECLARED = "given when the report was added"  # where a date stood that a switch gave


@dataclass(frozen=True, slots=True)
class Declared:
    """What the call says of reports that do not say it themselves; but where and when it was fetched is certain.

    `notes` are on the addresses by which one was fetched.
    """

    published: date | None = None
    publisher: str | None = None
    language: str | None = None
    url: str | None = None
    retrieved: datetime | None = None
    published_reason: str = DECLARED
    notes: tuple[PageNote, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)  # what a table's columns hold
    title: str | None = None

    def told(self) -> dict[str, str]:
        """What is declared, by the names of Report's fields, dates in ISO 8601."""
        dated = {}
        if self.published:
            dated = {"published": self.published.isoformat(), "published_reason": self.published_reason}
        named = {"title": self.title, "publisher": self.publisher, "language": self.language, "url": self.url}
        return dated | {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a file or a line in it. `message` says what was wrong with it, if anything.

    `copy_of` is the report already held whose text a new one carries, the most alike of several.
    """

    origin: str
    state: State
    report_id: str | None = None
    message: str | None = None
    copy_of: str | None = None

    @property
    def failed(self) -> bool:
        return self.state in ("unreadable", "issue")


def declare(
    catalog: Catalog,
    published: date | None = None,
    publisher: str | None = None,
    source: str | None = None,
    language: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Declared:
    """What the switches say. Raises UsageError for a source that the catalog does not have."""
    columns = columns or {}
    if source is None:
        return Declared(published, publisher, language, columns=columns)
    known = catalog.source_of(source, None)
    if known is None:
        raise UsageError(
            f"--source {source} is in no catalog: declare it in the desk's catalog.yaml, or use --publisher."
        )
    return Declared(published, publisher or known.name, language or known.language, columns=columns)


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
        if SCHEME.match(path):
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
    from conflictdesk.sources.fetch import web_address  # only where something is fetched

    return Address(str(web_address(url)), allow_private)


def _begun(database: Database, one: Named, catalog: Catalog, declared: Declared) -> Finish:
    """Begin with what was named: the rest follows when it is called."""
    try:
        if isinstance(one, Address):
            return _begun_address(database, one, catalog, declared)
        if isinstance(one, PassedOver):
            return _told(str(one.path), one.message)
        return _begun_bytes(database, read_file(one), one.name, str(one), catalog, declared)
    except InputError as error:
        return _told(masked(one.url) if isinstance(one, Address) else str(one), str(error))


def _begun_address(database: Database, address: Address, catalog: Catalog, declared: Declared) -> Finish:
    from conflictdesk.sources.fetch import Fetcher  # only where something is fetched

    note = database.page(key_of(address.url) or "")
    report = database.report(note.report_id) if note and note.report_id else None
    marks = (note.etag, note.modified) if note and report else (None, None)
    private = hosts_of([address.url]) if address.allow_private else frozenset[str]()
    fetched = Fetcher(private).fetch_changed(address.url, *marks)
    if fetched is None and report:
        digest = report.content_hash
        return lambda: iter([known(database, masked(address.url), report.report_id, digest, declared, catalog)])
    assert fetched is not None
    notes = notes_on(database, (address.url, fetched.url), fetched.etag, fetched.modified, fetched.retrieved)
    declared = replace(declared, url=fetched.url, retrieved=fetched.retrieved, notes=notes)
    return _begun_bytes(database, fetched.raw, fetched.name, masked(address.url), catalog, declared)


def _begun_bytes(
    database: Database, raw: bytes, name: str, origin: str, catalog: Catalog, declared: Declared
) -> Finish:
    digest = content_hash(raw)
    holder = database.holder_of(digest)
    if holder is not None and _unchanged(database, holder, digest, declared):  # it was read when it first came
        return lambda: iter([known(database, origin, holder, digest, declared, catalog)])
    parsing = readers().begin(raw, name, declared.columns)

    def finish() -> Iterator[Added]:
        try:
            parsed = parsing.result()
        except InputError as error:
            yield Added(origin, "unreadable", message=str(error))
        else:
            yield from add_parsed(database, origin, parsed, catalog, declared)

    return finish


def _unchanged(database: Database, holder: str, digest: str, declared: Declared) -> bool:
    """Whether bytes that came before are what the report is now: a page may go back to what it was."""
    report = database.report(holder) if declared.notes else None
    return report is None or report.content_hash == digest


def _told(origin: str, message: str) -> Finish:
    return lambda: iter([Added(origin, "unreadable", message=message)])


def add_parsed(
    database: Database, origin: str, parsed: Parsed, catalog: Catalog, declared: Declared
) -> Iterator[Added]:
    """Keep the reports that a file gave; says of each what became of it."""
    for issue in parsed.issues:
        place = f"{origin}:{issue.line}" if issue.line else origin
        yield Added(place, "issue", message=issue.message)
    told, note = (told_of_feed(parsed) if declared.url else None), parsed.note
    for retrieved in parsed.retrieved:
        added = _add(database, origin, retrieved, declared, catalog)
        said = told or (note if added.state == "new" else None)
        yield replace(added, message=added.message or said)
        told, note = None, None if said else note


def _add(database: Database, origin: str, retrieved: Retrieved, declared: Declared, catalog: Catalog) -> Added:
    at = retrieved.retrieved or declared.retrieved or datetime.now(UTC)
    report = report_of(retrieved, at, declared)
    try:
        notes = notes_of(database, retrieved, declared.notes)
        report = replace(report, publisher=_publisher_of(catalog, report, retrieved, declared))
        report, same = as_held(database, report, notes) if notes else (report, False)
        now = bool(notes) and not is_capture(retrieved)
        state, copy_of = ("known", None) if same else _keep(database, report, retrieved.raw, notes, catalog, now)
    except ForgottenBytes as error:
        return Added(origin, "issue", message=str(error))
    if state == "known":
        noted = replace(_with_columns(declared, report), notes=notes)
        added = known(database, origin, report.report_id, report.content_hash, noted, catalog)
        return replace(added, message=added.message or _not_taken(database, report, declared))
    return Added(origin, state, report.report_id, copy_of=copy_of)


def _with_columns(declared: Declared, report: Report) -> Declared:
    """What is declared, with what a table's row says by the columns that the call names."""
    if not declared.columns or report.media_type != "application/json":
        return declared
    told = replace(declared, title=report.title, publisher=report.publisher, url=report.url)
    return replace(told, published=report.published, published_reason=report.published_reason or DECLARED)


def _not_taken(database: Database, report: Report, declared: Declared) -> str | None:
    """What to say of a report that is known, and of which not all was taken; null where there is nothing to say."""
    held = database.report(report.report_id)
    if held is None:
        return None
    never_held = report.text != held.text and database.holder_of(report.content_hash) is None
    if never_held and report.retrieved < held.retrieved:
        return f"it is of {report.retrieved:%Y-%m-%d}, and the desk holds what its address gave later: not taken."
    fields = ("text", "title", "published", "publisher", "url") if declared.columns else ()
    came = [one.report for one in database.told(report.report_id)]
    other = [name for name in fields if getattr(report, name) not in (None, *(getattr(one, name) for one in came))]
    if report.media_type != "application/json" or not other:
        return None
    told = f"known, with another {' and '.join(other)}: there the columns that were named now were not used."
    return f"{told} Change it on the report's page in the workbench: conflictdesk serve"


def _publisher_of(catalog: Catalog, report: Report, retrieved: Retrieved, declared: Declared) -> str | None:
    """Who published it. A page may call itself what it likes; in a table or JSON lines a person named each one's."""
    told = None if retrieved.media_type == "application/json" else declared.publisher
    addresses = (report.url, retrieved.url, declared.url, *(note.address for note in declared.notes))
    return catalog.publisher_of(report.publisher, *addresses, told=told)


def _keep(
    database: Database, report: Report, raw: bytes, notes: Sequence[PageNote], catalog: Catalog, fetched: bool
) -> tuple[Arrival, str | None]:
    """The report, its source and near-copies and what leads to it, as one: after a stop all is there, or nothing.

    Gives with it the report already held whose text it carries.
    """
    copies: list[NearCopy] = []
    with database.in_one():
        if notes:
            database.keep_pages(replace(note, report_id=report.report_id) for note in notes)
        state = database.add_report(report, raw, fetched)
        if state != "known":
            _note_source(database, catalog, report.publisher, report.url)
            copies = note_copies_of(database, report)
    closest = max(copies, key=lambda pair: pair.share, default=None)
    return state, closest.beside(report.report_id) if closest else None


def known(database: Database, origin: str, report_id: str, digest: str, declared: Declared, catalog: Catalog) -> Added:
    """A report that is there already: what the call says of it is noted where it has said nothing so far."""
    if declared.notes:
        database.keep_pages(replace(note, report_id=report_id) for note in declared.notes)
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
    url, published, reason = _url_of(retrieved, declared), retrieved.published, retrieved.published_reason
    if published is None and declared.published is not None:
        published, reason = declared.published, declared.published_reason
    if published is None and retrieved.media_type in PAGES:
        found = published_on("", url, ())
        published, reason = found.day, found.reason
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
        url=url,
        media_type=retrieved.media_type,
    )


def _url_of(retrieved: Retrieved, declared: Declared) -> str | None:
    """A page says where it belongs, and may lie; what a file of many holds came from elsewhere than the file."""
    own = _plain(retrieved.url)
    own = own if own and _OTHER_SCHEME.match(own) is None else None
    within = retrieved.contained or retrieved.media_type == "application/json"
    return (own or declared.url) if within else (declared.url or own)


def _plain(value: str | None) -> str | None:
    """Metadata without what no database takes: control characters and halves of characters."""
    return clean_text(value) if value else None
