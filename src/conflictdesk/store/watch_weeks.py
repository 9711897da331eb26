"""Weeks of posts, in SQL: counts by day and by week that follow from the posts while the week is open, and stay.

When a week is closed its posts, accounts and texts go, and nothing is added to it any more: so what stays was counted
once and from whole weeks.
"""

from datetime import date
from itertools import product

from sqlalchemy import Connection, text

from conflictdesk.records.posts import Closed
from conflictdesk.store.watch_counts import watched

WEEK = 7
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
