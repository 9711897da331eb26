"""What a call says of reports that do not say it themselves, and a report as the desk keeps it, with that filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from conflictdesk.errors import UsageError
from conflictdesk.records.follows import PageNote
from conflictdesk.records.provenance import content_hash
from conflictdesk.records.reports import Report
from conflictdesk.sources.catalog import Catalog
from conflictdesk.sources.publication import published_on
from conflictdesk.sources.retrieved import Retrieved
from conflictdesk.text.clean import clean_text
from conflictdesk.text.language import detect_language

_OTHER_SCHEME = re.compile(r"(?!https?:)[A-Za-z][A-Za-z0-9+.-]{1,20}:(?!\d)", re.IGNORECASE)  # no address of a page
PAGES = ("text/html", "application/pdf", "text/plain", "text/markdown")  # what stands at an address of its own
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


UNDECLARED = Declared()  # what a call says that says nothing


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


def report_of(retrieved: Retrieved, at: datetime, declared: Declared = UNDECLARED) -> Report:
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
