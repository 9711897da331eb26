"""What is watched, in SQL: posts under keyed hashes while their week is open, and counts, which stay.

A post stands once under its day, its subject (places and themes as one) and its account's hash; a subject has a cell
for each place and theme, and for all together. Counts by day and by week follow from these rows. When a week is closed
the rows go, and nothing is added to it any more: so what stays was counted once and from whole weeks.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product

from sqlalchemy import Connection, text

from conflictdesk.errors import DeskBusy
from conflictdesk.records.posts import Batch, Closed, ExportDay, ExportState, Kept, Post, Watched
from conflictdesk.records.values import Point, Referent

WEEK = 7
ALL = ""  # all places, or all themes
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
_BEGINNINGS = """
SELECT place, min(start) AS start FROM watch_counts
WHERE step = 1 AND theme = '' AND place <> '' AND start IN (SELECT day FROM watch_days) GROUP BY place
"""
_KNOWN = "SELECT value FROM json_each(:keys) WHERE EXISTS (SELECT 1 FROM watch_seen WHERE post = value)"
_COUNT_POST = """
INSERT INTO watch_posts VALUES (?, ?, ?, ?)
ON CONFLICT (day, subject_id, account) DO UPDATE SET posts = posts + excluded.posts
"""
_STALE = """
SELECT week FROM watch_weeks w WHERE closed IS NULL
AND (SELECT coalesce(sum(posts), 0) FROM watch_posts WHERE day BETWEEN w.week AND w.week + 6) <>
    (SELECT coalesce(sum(posts), 0) FROM watch_counts WHERE step = 7 AND start = w.week AND place = '' AND theme = '')
ORDER BY week
"""
_UNCOUNT = "DELETE FROM watch_counts WHERE step IN (1, 7) AND start BETWEEN :week AND :week + 6"
_COUNT = """
INSERT INTO watch_counts (step, start, place, theme, posts, accounts)
SELECT :step, {start}, place, theme, sum(posts), iif(max(account = 0), NULL, count(DISTINCT account))
FROM watch_posts JOIN watch_cells USING (subject_id) WHERE day BETWEEN :week AND :week + 6
GROUP BY {start}, place, theme
"""
_COVER = """
WITH RECURSIVE span (day) AS (SELECT :first UNION ALL SELECT day + 1 FROM span WHERE day < :last)
INSERT OR IGNORE INTO watch_days SELECT day FROM span
WHERE day - (day + 6) % 7 NOT IN (SELECT week FROM watch_weeks WHERE closed IS NOT NULL)
"""
_WATCHED = """
SELECT (SELECT count(*) FROM watch_exports) AS exports,
    (SELECT count(*) FROM watch_exports WHERE finished IS NULL) AS unfinished,
    (SELECT coalesce(sum(posts), 0) FROM watch_counts WHERE step = 7 AND place = '' AND theme = '') AS posts,
    (SELECT count(DISTINCT place) FROM watch_counts WHERE step = 7 AND place <> '') AS places,
    (SELECT count(DISTINCT theme) FROM watch_counts WHERE step = 7 AND theme <> '') AS themes,
    (SELECT min(day) FROM watch_days) AS first, (SELECT max(day) FROM watch_days) AS last,
    (SELECT min(opened) FROM watch_weeks WHERE closed IS NULL) AS accounts_from,
    (SELECT count(*) FROM watch_texts) AS texts
"""
_ROWS = "SELECT count(*) FROM watch_posts WHERE day BETWEEN :week AND :week + 6"
_TEXTS = "SELECT count(*) FROM watch_texts WHERE day BETWEEN :week AND :week + 6"
_CLOSE = (
    "DELETE FROM watch_posts WHERE day BETWEEN :week AND :week + 6",
    "DELETE FROM watch_seen WHERE week = :week",
    "DELETE FROM watch_texts WHERE day BETWEEN :week AND :week + 6",
    "UPDATE watch_weeks SET closed = :today WHERE week = :week",
)
_LEFT = """
SELECT week FROM watch_weeks w WHERE closed IS NOT NULL
AND (EXISTS (SELECT 1 FROM watch_posts WHERE day BETWEEN w.week AND w.week + 6)
    OR EXISTS (SELECT 1 FROM watch_texts WHERE day BETWEEN w.week AND w.week + 6))
"""
TABLES = ("texts", "seen", "posts", "cells", "subjects", "places", "counts", "days", "weeks", "export_days", "exports")


def week_of(day: int) -> int:
    """The Monday of a day's week; both as `date.toordinal` counts."""
    return day - (day + 6) % WEEK


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


def recount(connection: Connection) -> None:
    """Make the counts of open weeks follow from their posts."""
    for week in stale(connection):
        connection.execute(text(_UNCOUNT), {"week": week})
        for step, start in ((1, "day"), (WEEK, ":week")):
            connection.execute(text(_COUNT.format(start=start)), {"week": week, "step": step})


def stale(connection: Connection) -> list[int]:
    """Open weeks whose counts do not hold all their posts. Posts only come, so their sum tells."""
    return list(connection.scalars(text(_STALE)))


def left_over(connection: Connection) -> list[int]:
    """Closed weeks of which rows are still there."""
    return list(connection.scalars(text(_LEFT)))


def close_weeks(connection: Connection, opened_until: date, today: date) -> Closed:
    """Forget accounts, posts and texts of weeks that were opened on that day or before; their counts stay."""
    query = "SELECT week FROM watch_weeks WHERE closed IS NULL AND opened <= :until ORDER BY week"
    weeks = list(connection.scalars(text(query), {"until": opened_until.isoformat()}))
    if not weeks:
        return Closed(0, 0, 0)
    recount(connection)
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    rows = sum(connection.scalar(text(_ROWS), {"week": week}) or 0 for week in weeks)
    texts = sum(connection.scalar(text(_TEXTS), {"week": week}) or 0 for week in weeks)
    for week, order in product(weeks, _CLOSE):
        told = {"week": week} | ({"today": today.isoformat()} if ":today" in order else {})
        connection.execute(text(order), told)
    return Closed(len(weeks), rows, texts)


def erase(connection: Connection) -> int:
    """Take away all that is watched, counts and all; gives how many posts were counted."""
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    posts = watched(connection).posts
    for table in TABLES:
        connection.execute(text(f"DELETE FROM watch_{table}"))
    return posts


def accounts(connection: Connection) -> set[int]:
    """The hashes of all accounts that are held."""
    return set(connection.scalars(text("SELECT DISTINCT account FROM watch_posts")))


def watched(connection: Connection) -> Watched:
    row = connection.execute(text(_WATCHED)).one()._mapping
    since = date.fromisoformat(row["accounts_from"]) if row["accounts_from"] else None
    return Watched(**{**row, "first": _day(row["first"]), "last": _day(row["last"]), "accounts_from": since})


def places(connection: Connection) -> Mapping[str, Referent]:
    """The places that are watched, by id."""
    rows = connection.execute(text("SELECT place_id, name, country, lat, lon FROM watch_places"))
    return {
        row.place_id: Referent(
            row.place_id, row.name, row.country, None if row.lat is None else Point(row.lat, row.lon), ""
        )
        for row in rows
    }


def texts(connection: Connection, place: str, theme: str, limit: int) -> list[tuple[date, str]]:
    """Texts that were kept, of a place and theme ("" is all), the latest first."""
    query = """
    SELECT day, text FROM watch_texts JOIN watch_cells USING (subject_id) WHERE place = :place AND theme = :theme
    ORDER BY day DESC, text_id DESC LIMIT :limit
    """
    rows = connection.execute(text(query), {"place": place, "theme": theme, "limit": limit})
    return [(date.fromordinal(row.day), row.text) for row in rows]


def mask_texts(connection: Connection, mask: Callable[[str], str]) -> int:
    """Put what `mask` makes of each kept text in its place; gives how many changed. Deleted words are overwritten."""
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    held = connection.execute(text("SELECT text_id, text FROM watch_texts")).all()
    told = ((mask(row.text), row.text_id, row.text) for row in held)
    changed = [(fresh, number) for fresh, number, before in told if fresh != before]
    _many(connection, "UPDATE watch_texts SET text = ? WHERE text_id = ?", changed)
    return len(changed)


def beginnings(connection: Connection) -> dict[str, int]:
    """The first covered day on which each place has a post: its series begins there, however old the others are."""
    return {row.place: row.start for row in connection.execute(text(_BEGINNINGS))}


def covered_days(connection: Connection) -> list[int]:
    return list(connection.scalars(text("SELECT day FROM watch_days ORDER BY day")))


def counts(connection: Connection, step: int, first: int, last: int) -> Iterator[tuple[str, str, int, int, int | None]]:
    """Place, theme, first day of the period, posts, distinct accounts; "" is all places or themes."""
    query = """
    SELECT place, theme, start, posts, accounts FROM watch_counts WHERE step = :step AND start BETWEEN :first AND :last
    """
    for row in connection.execute(text(query), {"step": step, "first": first, "last": last}):
        yield row.place, row.theme, row.start, row.posts, row.accounts


def _many(connection: Connection, order: str, rows: Iterable[tuple[object, ...]]) -> None:
    listed = list(rows)
    if listed:
        connection.exec_driver_sql(order, listed)


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)
