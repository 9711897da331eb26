"""The reports of one file as they come to the desk: new, known, a revision, or nothing that can be kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from conflictdesk.errors import ForgottenBytes
from conflictdesk.pipeline.declared import DECLARED, Declared, report_of
from conflictdesk.pipeline.near_copies import note_copies_of
from conflictdesk.pipeline.pages import as_held, is_capture, notes_of, told_of_feed
from conflictdesk.records.copies import NearCopy
from conflictdesk.records.follows import PageNote
from conflictdesk.records.reports import Report
from conflictdesk.sources.catalog import Catalog
from conflictdesk.sources.retrieved import Parsed, Retrieved
from conflictdesk.store.database import Database
from conflictdesk.store.reports import Arrival

State = Literal["new", "known", "filled in", "revision", "unreadable", "issue", "visited", "waiting"]


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
