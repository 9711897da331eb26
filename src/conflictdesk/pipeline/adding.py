"""Reports into a desk: files, folders and JSON lines. Each file stands for itself: one that fails costs only itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from conflictdesk.errors import UnreadableFile, UsageError
from conflictdesk.records.provenance import content_hash
from conflictdesk.records.reports import Report
from conflictdesk.sources.catalog import Catalog
from conflictdesk.sources.files import Retrieved, parse_bytes, read_file
from conflictdesk.store.database import Database
from conflictdesk.text.clean import clean_text
from conflictdesk.text.language import detect_language

State = Literal["new", "known", "filled in", "revision", "unreadable", "issue"]
DECLARED = "given when the report was added"  # where a date stood that a switch gave


@dataclass(frozen=True, slots=True)
class Declared:
    """What the call says of reports that do not say it themselves."""

    published: date | None = None
    publisher: str | None = None
    language: str | None = None

    def told(self) -> dict[str, str]:
        """What is declared, by the names of Report's fields, dates in ISO 8601."""
        dated = {"published": self.published.isoformat(), "published_reason": DECLARED} if self.published else {}
        named = {"publisher": self.publisher, "language": self.language}
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


def find_files(paths: Iterable[str]) -> list[Path]:
    """The files that `paths` name; folders are searched through, in order of name, hidden files left out."""
    files: list[Path] = []
    for path in paths:
        if path.lower().startswith(("http://", "https://", "ftp://")):
            raise UsageError(f"{path} is an address, and add reads files alone: save the page and add the file.")
        files += _below(Path(path)) if Path(path).is_dir() else [Path(path)]
    return files


def add_files(
    database: Database, files: Iterable[Path], catalog: Catalog, declared: Declared = Declared()
) -> Iterator[Added]:
    """Add each file's reports; says of each what became of it, once it is kept."""
    for path in files:
        try:
            raw = read_file(path)
            known = database.holder_of(content_hash(raw))
            if known is not None:  # what it says was read when it first came
                yield _known(database, str(path), known, content_hash(raw), declared, catalog)
                continue
            parsed = parse_bytes(raw, path.name)
        except UnreadableFile as error:
            yield Added(str(path), "unreadable", message=str(error))
            continue
        for issue in parsed.issues:
            origin = f"{path}:{issue.line}" if issue.line else str(path)
            yield Added(origin, "issue", message=issue.message)
        for retrieved in parsed.retrieved:
            yield _add(database, str(path), retrieved, declared, catalog)


def _add(database: Database, origin: str, retrieved: Retrieved, declared: Declared, catalog: Catalog) -> Added:
    report = report_of(retrieved, datetime.now(UTC), declared)
    state = database.add_report(report, retrieved.raw)
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
        url=_plain(retrieved.url),
        media_type=retrieved.media_type,
    )


def _below(folder: Path) -> list[Path]:
    inside = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in inside if not any(p.startswith(".") for p in path.relative_to(folder).parts))


def _plain(value: str | None) -> str | None:
    """Metadata without what no database takes: control characters and halves of characters."""
    return clean_text(value) if value else None
