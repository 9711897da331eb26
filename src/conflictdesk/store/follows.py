"""Addresses that are followed and the pages found by them, in SQL. Notes of the program: they are overwritten."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, exists, select, text, true, update
from sqlalchemy.dialects.sqlite import insert

from conflictdesk.records.follows import Appearance, Follow, Form, Listed, PageNote
from conflictdesk.store.schema import follows, pages

FORGOTTEN = "forgotten"  # in the place of a reason why a page is gone
_HASHED = "sha256:"
_MANY = 500  # values in one question
UNREADABLE = timedelta(days=1)  # after which a page that came and could not be read is asked for again
SILENT = timedelta(days=7)  # after which a list that was not visited tells nothing more of its pages
_APPEARED = """
SELECT report_id, publisher, url, published,
    (SELECT min(retrieved) FROM revisions first WHERE first.report_id = v.report_id) AS retrieved
FROM reports JOIN revisions v USING (report_id, revision)
"""
_OF_THE_LIST = ("title", "published", "publisher", "told", "lists")


def all_follows(connection: Connection) -> list[Follow]:
    return [_follow(row) for row in connection.execute(select(follows).order_by(follows.c.address))]


def keep_follow(connection: Connection, follow: Follow) -> None:
    """Keep all that is known of an address that is followed; a later word on it replaces it."""
    values = asdict(follow) | {
        "form": str(follow.form) if follow.form else None,
        "links": json.dumps(follow.links),
        "declared": int(follow.declared),
        "since": _written(follow.since),
        "checked": _written(follow.checked),
        "until": _written(follow.until),
    }
    order = insert(follows).values(values)
    connection.execute(order.on_conflict_do_update(index_elements=[follows.c.address], set_=values))


def drop_follow(connection: Connection, address: str) -> bool:
    """Take an address off the list, with the pages that are only listed so far; whether it was on it."""
    connection.execute(delete(pages).where(pages.c.follow == address, pages.c.report_id.is_(None)))
    connection.execute(update(follows).values(etag=None, modified=None))  # other lists may name these pages, too
    return bool(connection.execute(delete(follows).where(follows.c.address == address)).rowcount)


def note_listed(connection: Connection, follow: str, listed: Sequence[Listed]) -> int:
    """Note what a list tells of pages; gives how many of them were not listed before. Forgotten ones stay out."""
    known = _known(connection, [one.address for one in listed])
    fresh = 0
    for one in listed:
        if hashed(one.address) in known:
            continue
        values = {**_told(one), "follow": follow}
        if one.address in known:
            mine = (pages.c.address == one.address) & ~_told_by_another(follow)
            connection.execute(update(pages).where(mine).values(values))
        else:
            connection.execute(insert(pages).values(values | {"address": one.address}).on_conflict_do_nothing())
            fresh += 1
    return fresh


def _told_by_another(follow: str) -> ColumnElement[bool]:
    """Whether another list tells when a page changes: two lists word it in two ways, and their taking turns is none.

    A page that was not fetched yet is anybody's, and so is one whose list failed or was not visited for long.
    """
    lately = _written(datetime.now(UTC) - SILENT)
    heard = (follows.c.address != follow) & follows.c.failure.is_(None) & (follows.c.checked > lately)
    return pages.c.report_id.is_not(None) & exists().where(heard, follows.c.address == pages.c.follow)


def due_pages(connection: Connection, follow: str, refresh: bool) -> list[PageNote]:
    """Pages to be fetched: never read yet, or told to have changed; with `refresh` all that are there still."""
    again = pages.c.taken.is_(None) | (pages.c.checked < _written(datetime.now(UTC) - UNREADABLE))
    unread = pages.c.report_id.is_(None) & pages.c.lists.is_(0) & again
    due = unread | pages.c.told.is_distinct_from(pages.c.taken)
    query = select(pages).where(pages.c.follow == follow, pages.c.gone.is_(None), true() if refresh else due)
    order = (pages.c.published.desc().nulls_last(), pages.c.checked.nulls_first(), pages.c.address)
    latest = query.order_by(pages.c.failure.is_not(None), *order)  # those that failed last: they may go on failing
    return [_page(row) for row in connection.execute(latest)]


def page(connection: Connection, address: str) -> PageNote | None:
    """What is known of an address, also of one that was forgotten; null where it never came."""
    found = connection.execute(select(pages).where(pages.c.address.in_([address, hashed(address)]))).first()
    return _page(found) if found else None


def pages_of(connection: Connection, report_id: str) -> list[PageNote]:
    """The addresses that lead to a report."""
    query = select(pages).where(pages.c.report_id == report_id).order_by(pages.c.address)
    return [_page(row) for row in connection.execute(query)]


def all_pages(connection: Connection) -> list[PageNote]:
    return [_page(row) for row in connection.execute(select(pages).order_by(pages.c.address))]


def keep_page(connection: Connection, note: PageNote) -> None:
    """Keep all that is known of a page's address; a later word on it replaces it."""
    values = asdict(note) | {
        "published": _written(note.published),
        "checked": _written(note.checked),
        "lists": int(note.lists),
    }
    order = insert(pages).values(values)
    connection.execute(order.on_conflict_do_update(index_elements=[pages.c.address], set_=values))


def appearances(connection: Connection) -> list[Appearance]:
    """When and by whom each report was published, and when it first came."""
    return [
        Appearance(
            row.report_id,
            row.publisher,
            row.url,
            date.fromisoformat(row.published) if row.published else None,
            datetime.fromisoformat(row.retrieved).date(),
        )
        for row in connection.execute(text(_APPEARED))
    ]


def forget_pages(connection: Connection, report_id: str) -> None:
    """Leave of a report's addresses their hashes alone, so that it is not fetched again by them."""
    for note in pages_of(connection, report_id):
        connection.execute(delete(pages).where(pages.c.address == note.address))
        left = PageNote(hashed(note.address), gone=FORGOTTEN)
        keep_page(connection, replace(left, follow=note.follow))


def hashed(address: str) -> str:
    """What is left of the address of a report that was forgotten."""
    return address if address.startswith(_HASHED) else _HASHED + sha256(address.encode()).hexdigest()


def _known(connection: Connection, addresses: Sequence[str]) -> set[str]:
    asked = [*addresses, *map(hashed, addresses)]
    parts = [asked[start : start + _MANY] for start in range(0, len(asked), _MANY)]
    queries = [select(pages.c.address).where(pages.c.address.in_(part)) for part in parts]
    return {address for query in queries for address in connection.scalars(query)}


def _told(one: Listed) -> Mapping[str, Any]:
    values = {name: getattr(one, name) for name in _OF_THE_LIST}
    return values | {"published": _written(one.published), "lists": int(one.lists)}


def _written(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None


def _follow(row: Row[Any]) -> Follow:
    return Follow(
        **row._asdict()
        | {
            "form": Form(row.form) if row.form else None,
            "links": tuple(json.loads(row.links)),
            "declared": bool(row.declared),
            "since": date.fromisoformat(row.since) if row.since else None,
            "checked": _moment(row.checked),
            "until": _moment(row.until),
        }
    )


def _page(row: Row[Any]) -> PageNote:
    published = date.fromisoformat(row.published) if row.published else None
    told = {"published": published, "checked": _moment(row.checked), "lists": bool(row.lists)}
    return PageNote(**row._asdict() | told)


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
