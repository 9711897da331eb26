"""Exports of posts, in SQL: how far each has come, and its posts under keyed hashes while their week is open.

A post stands once under its day, its subject (places and themes as one) and its account's hash; a subject has a cell
for each place and theme, and for all together. Counts by day and by week follow from these rows.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import product

from sqlalchemy import Connection, text

from conflictdesk.errors import DeskBusy
from conflictdesk.records.posts import Batch, ExportDay, ExportState, Kept, Post
from conflictdesk.records.values import Referent
from conflictdesk.store.watch_counts import ALL
from conflictdesk.store.watch_weeks import recount, week_of

_CACHE = "PRAGMA cache_size = -32768"  # kB: hashes stand in no order, so that each is looked for elsewhere
_STATE = "SELECT export_id, read_as, rows, finished FROM watch_exports WHERE digest = :digest"
_GO_ON = """
UPDATE watch_exports SET "rows" = :end, posts = posts + :new,
    first = min(coalesce(first, :first), coalesce(:first, first)),
    last = max(coalesce(last, :last), coalesce(:last, last))
WHERE export_id = :export AND "rows" = :start AND finished IS NULL
"""
_TELL_DAY = """
INSERT INTO watch_export_days VALUES (?, ?, ?, ?)
ON CONFLICT (export_id, day) DO UPDATE SET posts = posts + excluded.posts, again = again + excluded.again
"""
_DAYS = """
SELECT day, posts, again, EXISTS (SELECT 1 FROM watch_days held WHERE held.day = told.day) AS held
FROM watch_export_days told WHERE export_id = :export ORDER BY day
"""
_KNOWN = "SELECT value FROM json_each(:keys) WHERE EXISTS (SELECT 1 FROM watch_seen WHERE post = value)"
_COUNT_POST = """
INSERT INTO watch_posts VALUES (?, ?, ?, ?)
ON CONFLICT (day, subject_id, account) DO UPDATE SET posts = posts + excluded.posts
"""
_COVER = """
WITH RECURSIVE span (day) AS (SELECT :first UNION ALL SELECT day + 1 FROM span WHERE day < :last)
INSERT OR IGNORE INTO watch_days SELECT day FROM span
WHERE day - (day + 6) % 7 NOT IN (SELECT week FROM watch_weeks WHERE closed IS NOT NULL)
"""


def state(connection: Connection, digest: str) -> ExportState | None:
    """The export whose bytes have this digest, as far as it has come; null where none was begun."""
    row = connection.execute(text(_STATE), {"digest": digest}).first()
    return ExportState(row.export_id, row.read_as, row.rows, row.finished is not None) if row else None


def begin(connection: Connection, digest: str, read_as: str, today: date) -> ExportState:
    """The export whose bytes have this digest: as far as it has come, or new."""
    order = """
    INSERT OR IGNORE INTO watch_exports (digest, read_as, begun, "rows", posts) VALUES (:digest, :read_as, :today, 0, 0)
    """
    connection.execute(text(order), {"digest": digest, "read_as": read_as, "today": today.isoformat()})
    row = connection.execute(text(_STATE), {"digest": digest}).one()
    return ExportState(row.export_id, row.read_as, row.rows, row.finished is not None)


def keep(connection: Connection, export_id: int, batch: Batch, today: date) -> Kept:
    """Count a batch's posts, each once. Raises DeskBusy where another command went on with the export meanwhile."""
    connection.exec_driver_sql(_CACHE)
    fresh, kept = _fresh(connection, batch.posts)
    days = [post.day for post in batch.posts]
    went_on = {"export": export_id, "start": batch.start, "end": batch.end, "new": len(fresh)}
    span = {"first": min(days, default=None), "last": max(days, default=None)}
    if not connection.execute(text(_GO_ON), went_on | span).rowcount:
        raise DeskBusy("Another command is adding this export: wait for it.")
    _tell_days(connection, export_id, batch.posts, fresh, _closed(connection))
    if fresh:
        _keep_places(connection, batch.places.values())
        _keep_posts(connection, fresh, today)
    return kept


def _tell_days(
    connection: Connection, export_id: int, posts: Sequence[Post], fresh: Sequence[Post], closed: Iterable[int]
) -> None:
    """Note of each day how many posts the export has, and how many of them were counted before."""
    every, new = Counter(post.day for post in posts), Counter(post.day for post in fresh)
    shut = set(closed)
    rows = ((export_id, day, n, 0 if week_of(day) in shut else n - new[day]) for day, n in sorted(every.items()))
    _many(connection, _TELL_DAY, rows)


def _closed(connection: Connection) -> set[int]:
    return set(connection.scalars(text("SELECT week FROM watch_weeks WHERE closed IS NOT NULL")))


def _fresh(connection: Connection, posts: Sequence[Post]) -> tuple[list[Post], Kept]:
    """The posts that are to be counted, and how many are not."""
    closed = _closed(connection)
    open_posts = [post for post in posts if week_of(post.day) not in closed] if closed else posts
    seen = set(connection.scalars(text(_KNOWN), {"keys": json.dumps([post.key for post in open_posts])}))
    fresh = list({post.key: post for post in reversed(open_posts) if post.key not in seen}.values())[::-1]
    return fresh, Kept(len(fresh), len(open_posts) - len(fresh), len(posts) - len(open_posts))


def _keep_posts(connection: Connection, fresh: Sequence[Post], today: date) -> None:
    weeks = sorted({week_of(post.day) for post in fresh})
    _many(connection, "INSERT OR IGNORE INTO watch_weeks VALUES (?, ?, NULL)", ((w, today.isoformat()) for w in weeks))
    seen = sorted((post.key, week_of(post.day)) for post in fresh)
    _many(connection, "INSERT INTO watch_seen VALUES (?, ?)", seen)
    subjects = _subjects(connection, {(post.places, post.themes) for post in fresh})
    told = [(post.day, subjects[post.places, post.themes], post) for post in fresh]
    counted = Counter((day, subject, post.account) for day, subject, post in told)
    _many(connection, _COUNT_POST, ((*key, count) for key, count in sorted(counted.items())))
    texts = ((day, subject, post.text) for day, subject, post in told if post.text)
    _many(connection, "INSERT INTO watch_texts (day, subject_id, text) VALUES (?, ?, ?)", texts)


def _subjects(
    connection: Connection, wanted: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]
) -> dict[tuple[tuple[str, ...], tuple[str, ...]], int]:
    """The number of each subject, given where it has none."""
    find = text("SELECT subject_id FROM watch_subjects WHERE places = :places AND themes = :themes")
    make = text("INSERT INTO watch_subjects (places, themes) VALUES (:places, :themes)")
    numbers = {}
    for places, themes in sorted(wanted):
        named = {"places": json.dumps(places), "themes": json.dumps(themes)}
        number = connection.scalar(find, named)
        if number is None:
            number = connection.execute(make, named).lastrowid
            cells = product((ALL, *places), (ALL, *themes))
            _many(connection, "INSERT INTO watch_cells VALUES (?, ?, ?)", ((number, *cell) for cell in cells))
        numbers[places, themes] = int(number)
    return numbers


def _keep_places(connection: Connection, places: Iterable[Referent]) -> None:
    rows = ((p.place_id, p.name, p.country, *((p.point.lat, p.point.lon) if p.point else (None, None))) for p in places)
    _many(connection, "INSERT OR REPLACE INTO watch_places VALUES (?, ?, ?, ?, ?)", rows)


def export_days(connection: Connection, export_id: int) -> list[ExportDay]:
    """The days on which an export that is not finished has posts, in order."""
    rows = connection.execute(text(_DAYS), {"export": export_id})
    return [ExportDay(row.day, row.posts, row.again, bool(row.held)) for row in rows]


def finish(connection: Connection, export_id: int, covered: Sequence[tuple[date, date]], today: date) -> None:
    """End an export: count what changed, and note the days that it covers, but those of closed weeks."""
    recount(connection)
    for first, last in covered:
        connection.execute(text(_COVER), {"first": first.toordinal(), "last": last.toordinal()})
    connection.execute(text("DELETE FROM watch_export_days WHERE export_id = :export"), {"export": export_id})
    order = "UPDATE watch_exports SET finished = :today WHERE export_id = :export"
    connection.execute(text(order), {"export": export_id, "today": today.isoformat()})


def _many(connection: Connection, order: str, rows: Iterable[tuple[object, ...]]) -> None:
    listed = list(rows)
    if listed:
        connection.exec_driver_sql(order, listed)
