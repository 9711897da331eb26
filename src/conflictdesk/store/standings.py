"""What the desk held of each incident when, in SQL: rows that are only added to, so that what was said can be told.

A row is added where an incident is linked and its standing or the number of its sources is not what was noted last,
and where another incident became part of it: then what was held of both is known to end there. A row holds nothing of a
report: an incident's id, a standing, a count, a time.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from conflictdesk.records.events import Incident, Standing
from conflictdesk.records.standings import NotedStand
from conflictdesk.store.schema import standings

AT_ONCE = 500  # ids in one question


def note(connection: Connection, linked: Iterable[Incident], heirs: Collection[str | None] = ()) -> None:
    """Note how these incidents stand now, where that is news; what is not among them is not looked at.

    `heirs` are the ids that others became: of these it is news however they stood.
    """
    now = {one.incident_id: (str(one.standing), one.sources_independent) for one in linked}
    ids, at = sorted(now), datetime.now(UTC).isoformat(timespec="seconds")
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        last = {one.incident_id: (str(one.standing), one.sources) for one in _latest(connection, part)}
        rows = [
            {"incident_id": key, "standing": now[key][0], "sources": now[key][1], "at": at}
            for key in part
            if key in heirs or last.get(key) != now[key]
        ]
        if rows:
            connection.execute(insert(standings), rows)


def noted(connection: Connection, incident_ids: Iterable[str]) -> list[NotedStand]:
    """What was noted of these incidents, oldest first."""
    ids, found = sorted(incident_ids), list[Row[Any]]()
    for start in range(0, len(ids), AT_ONCE):
        query = select(standings).where(standings.c.incident_id.in_(ids[start : start + AT_ONCE]))
        found += connection.execute(query)
    return [_read(row) for row in sorted(found, key=lambda row: int(row.standing_id))]


def latest(connection: Connection) -> dict[str, NotedStand]:
    """What was noted last, by incident."""
    return {one.incident_id: one for one in _latest(connection, None)}


def _latest(connection: Connection, ids: list[str] | None) -> list[NotedStand]:
    last = select(func.max(standings.c.standing_id)).group_by(standings.c.incident_id)
    if ids is not None:
        last = last.where(standings.c.incident_id.in_(ids))
    query = select(standings).where(standings.c.standing_id.in_(last))
    return [_read(row) for row in connection.execute(query)]


def _read(row: Row[Any]) -> NotedStand:
    return NotedStand(row.incident_id, Standing(row.standing), row.sources, datetime.fromisoformat(row.at))
