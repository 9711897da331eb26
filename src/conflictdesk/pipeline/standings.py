"""How incidents stood when: by what was published by then, by what the desk had by then, and by what it held then.

The first two are computed from the same function as the standing itself, so they can be asked of any day and never
contradict it. The third is a record: what a brief said on a Friday was what the desk held on that Friday.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from conflictdesk.link.independence import SourceOf
from conflictdesk.link.standing import published_day, stands
from conflictdesk.records.copies import Copies
from conflictdesk.records.events import EventClaim, Incident, Standing
from conflictdesk.records.reports import Report
from conflictdesk.records.standings import NotedStand, Stand
from conflictdesk.store.database import Database


def stands_of(
    incident: Incident,
    claims: Mapping[str, EventClaim],
    reports: Mapping[str, Report],
    source_of: SourceOf,
    copies: Copies,
    day_of: Callable[[Report], date] = published_day,
) -> tuple[Stand, ...]:
    """How an incident stood since when, oldest first; empty where its claims or reports are not there.

    Where all its reports are of one day it stood from that day on as it stands now, and nothing is computed.
    """
    found = [claims[key] for key in incident.claims if key in claims]
    days = {day_of(reports[claim.report_id]) for claim in found if claim.report_id in reports}
    if len(days) == 1:
        there = tuple(sorted({claim.report_id for claim in found if claim.report_id in reports}))
        return (Stand(days.pop(), incident.standing, incident.sources_independent, there),)
    return stands(found, reports, source_of, copies, day_of)


def held_since(database: Database, incident: Incident) -> list[NotedStand]:
    """What the desk held of an incident from which moment on, oldest first: also under ids that became its own."""
    return database.noted_stands([incident.incident_id, *incident.former_ids])


def all_held_since(database: Database, incidents: Iterable[Incident]) -> dict[str, tuple[NotedStand, ...]]:
    """As `held_since`, by the present id of each."""
    home = {key: one.incident_id for one in incidents for key in (*one.former_ids, one.incident_id)}
    found: dict[str, list[NotedStand]] = {}
    for noted in database.noted_stands(home):
        found.setdefault(home[noted.incident_id], []).append(noted)
    return {key: tuple(rows) for key, rows in found.items()}


def held_at(noted: Sequence[NotedStand], at: datetime) -> NotedStand | None:
    """What was held at a moment, of what was noted of one incident (oldest first); null where it was not held yet."""
    return next((one for one in reversed(noted) if one.at <= at), None)


def wrong_notes(database: Database) -> Iterator[tuple[str, Standing]]:
    """Incidents whose standing is not what was noted last, with the standing that is held."""
    latest = database.latest_stands()
    for one in database.incidents():
        noted = latest.get(one.incident_id)
        if noted is None or (noted.standing, noted.sources) != (one.standing, one.sources_independent):
            yield one.incident_id, one.standing
