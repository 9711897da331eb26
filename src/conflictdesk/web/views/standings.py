"""How an incident stood when, in words: by what was published, by what the desk had, and as it was noted."""

from collections.abc import Sequence
from dataclasses import dataclass

from conflictdesk.link.standing import retrieved_day
from conflictdesk.pipeline.standings import stands_of
from conflictdesk.publish import wording
from conflictdesk.publish.standings import STANDINGS
from conflictdesk.records.events import Incident, Standing
from conflictdesk.records.standings import NotedStand, Stand
from conflictdesk.web.snapshots import Snapshot
from conflictdesk.web.views.claims import UNNAMED


@dataclass(frozen=True, slots=True)
class StandLine:
    """From when on an incident stood how, and whose reports came then."""

    since: str
    standing: str
    sources: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class StandHistory:
    """`published`: by what was out on each day. `had`: by what the desk had, where that tells another history. `noted`:
    what the desk held, noted when it was linked."""

    published: tuple[StandLine, ...]
    had: tuple[StandLine, ...]
    noted: tuple[StandLine, ...]


def stand_history(one: Incident, held: Snapshot, noted: Sequence[NotedStand] = ()) -> StandHistory:
    told = one, held.claims, held.reports, held.source_of, held.copies
    published, had = stands_of(*told), stands_of(*told, retrieved_day)
    return StandHistory(
        published=tuple(_line(stand, held, published=True) for stand in published),
        had=tuple(_line(stand, held) for stand in had),
        noted=tuple(_noted(stand, one) for stand in noted),
    )


def _noted(stand: NotedStand, one: Incident) -> StandLine:
    number = f"as number {stand.incident_id}" if stand.incident_id != one.incident_id else ""
    return _told(f"{wording.day(stand.at)}, {stand.at:%H:%M} UTC", stand.standing, stand.sources, number)


def _line(stand: Stand, held: Snapshot, published: bool = False) -> StandLine:
    came = [held.reports[key] for key in stand.reports if key in held.reports]
    names = [report.publisher or UNNAMED for report in came]
    since = wording.day(stand.since)
    if published and came and not any(report.published for report in came):
        since = f"By {since}, when it was retrieved (when it came out is not known)"
    return _told(since, stand.standing, stand.sources, wording.listed(names) if names else "")


def _told(since: str, standing: Standing, sources: int, by: str = "") -> StandLine:
    return StandLine(since, STANDINGS[standing], _sources(standing, sources), by)


def _sources(standing: Standing, sources: int) -> str:
    """How many sources, where the standing's own words do not say."""
    return wording.number(sources, "independent source") if standing is not Standing.SINGLE_SOURCE and sources else ""
