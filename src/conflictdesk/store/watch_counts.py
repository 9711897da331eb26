"""What is watched, in SQL, as it is read: counts, the days that exports cover, places, and the texts that were kept."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from sqlalchemy import Connection, text

from conflictdesk.records.posts import Watched
from conflictdesk.records.values import Point, Referent

ALL = ""  # all places, or all themes
_BEGINNINGS = """
SELECT place, min(start) AS start FROM watch_counts
WHERE step = 1 AND theme = '' AND place <> '' AND start IN (SELECT day FROM watch_days) GROUP BY place
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
    if changed:
        connection.exec_driver_sql("UPDATE watch_texts SET text = ? WHERE text_id = ?", changed)
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


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)
