"""Addresses that a desk follows, what they list, and the pages that were found by them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Form(StrEnum):
    """What stands at an address that is followed."""

    FEED = "feed"
    SITEMAP = "sitemap"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Follow:
    """An address that a desk follows.

    `links` are patterns of the addresses to take, of an index page alone: of several, all but the last are of pages
    that list in their turn. `declared`: by the catalog, else by a call. `until`: not to be visited before, as its host
    asked.
    """

    address: str
    source: str | None = None
    form: Form | None = None  # null: found out at the first visit
    links: tuple[str, ...] = ()
    declared: bool = False
    since: date | None = None
    etag: str | None = None
    modified: str | None = None
    checked: datetime | None = None  # null: never visited
    failure: str | None = None  # null: the last visit went well
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """An address that a feed, sitemap or index page lists, and what it says of it.

    `told` is equal as long as the list says that nothing changed there. `lists`: what stands there lists in its turn.
    """

    address: str
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    told: str = ""
    lists: bool = False


@dataclass(frozen=True, slots=True)
class PageNote:
    """What the desk knows of the address of a page. `taken` is what the list told when it was last fetched."""

    address: str
    report_id: str | None = None  # null: not fetched yet
    follow: str | None = None  # by what it was found; null: a person named it
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    told: str = ""
    taken: str | None = None
    etag: str | None = None
    modified: str | None = None
    checked: datetime | None = None
    failure: str | None = None
    gone: str | None = None  # why it is not asked for again
    lists: bool = False


@dataclass(frozen=True, slots=True)
class Appearance:
    """When and by whom a report was published, and when the desk first had it."""

    report_id: str
    publisher: str | None
    url: str | None
    published: date | None
    retrieved: date
