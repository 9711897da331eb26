"""Reports into a desk: files, folders, JSON lines and addresses. Each stands for itself: one that fails costs only
itself. Files are read in processes of their own, the next ones while the last are kept."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from conflictdesk.errors import InputError
from conflictdesk.pipeline.arrivals import Added, add_parsed, known
from conflictdesk.pipeline.declared import UNDECLARED, Declared
from conflictdesk.pipeline.pages import notes_on
from conflictdesk.records.provenance import content_hash
from conflictdesk.sources.addresses import hosts_of, key_of, masked
from conflictdesk.sources.apart import READERS, readers
from conflictdesk.sources.catalog import Catalog
from conflictdesk.sources.reading import PassedOver, files_below, read_file
from conflictdesk.store.database import Database

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://")
AHEAD = 2 * READERS  # files under way before the first of them is kept


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
    database: Database, files: Iterable[Named], catalog: Catalog, declared: Declared = UNDECLARED
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
    database: Database, raw: bytes, name: str, catalog: Catalog, declared: Declared = UNDECLARED
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
