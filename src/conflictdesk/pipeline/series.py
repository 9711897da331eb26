"""Series of a desk: found anew when they are asked for, told as records; and what people say of them is kept.

They are a pure function of the incidents, their claims and people's words, so nothing of them is stored but the words.
"""

from collections.abc import Mapping, Sequence

from conflictdesk.errors import InputError
from conflictdesk.link.knox import near_repeat
from conflictdesk.link.series import now_called
from conflictdesk.link.series_sightings import parent_of, sightings
from conflictdesk.pipeline.holding import Holding, read_holding
from conflictdesk.records.acts import Act
from conflictdesk.records.events import EventClaim, Incident, Record, Role
from conflictdesk.records.series import NearRepeat, Series
from conflictdesk.store.database import Database


def listed(held: Holding) -> list[Record]:
    """Every series, the surest first, as JSON."""
    return [one.as_record() for one in surest_first(held.grouping.series)]


def surest_first(found: tuple[Series, ...]) -> list[Series]:
    return sorted(found, key=lambda one: (-(one.probability or 1.0), one.series_id))


def bundled(held: Holding) -> list[Record]:
    """Campaigns, and statements that claim several incidents, as JSON."""
    return [one.as_record() for one in held.grouping.bundles]


def near_repeats(one: Series, incidents: tuple[Incident, ...], claims: Mapping[str, EventClaim]) -> NearRepeat | None:
    """Knox's test over the attacks of the series' organisation; where none is named, over all attacks of the desk."""
    among = sightings(incidents, claims)
    parent = parent_of(one.group)
    return near_repeat([s for s in among if parent is None or s.parent == parent])


def named_series(key: str, held: Holding) -> Series | None:
    """The series with this id, or that it has become."""
    return now_called(key, held.grouping, held.incidents)


def put_in(database: Database, who: str, incident_id: str, series_id: str, holds: bool) -> Act:
    """Keep a person's word that an incident is in a series, or is not.

    Raises InputError where there is no such incident or series, where it is no attack (operations against a group are
    in no series of its attacks), or where nothing would change by it.
    """
    held = read_holding(database)
    series = named_series(series_id, held)
    one = next((i for i in held.incidents if incident_id in (i.incident_id, *i.former_ids)), None)
    if series is None:
        raise InputError(f"No series has the number {series_id!r:.80}: conflictdesk series lists them.")
    if one is None:
        raise InputError(f"No incident of this desk has the number {incident_id!r:.80}: nothing was kept.")
    if one.role is not Role.ATTACK or one.when is None:
        raise InputError("Only dated attacks are in a series: operations against a group stand beside it.")
    others = [key for key in series.incidents if key != one.incident_id]
    if holds == (one.incident_id in series.incidents):
        raise InputError(f"The incident is {'in' if holds else 'not in'} that series already: nothing was kept.")
    return database.add_membership(who, one.incident_id, others, holds)


def evidence_of(about: Sequence[str], held: Holding) -> list[str]:
    """What an assessment rests on: series in `about` stand for their incidents."""
    found: list[str] = []
    for key in about:
        series = named_series(key, held)
        found += series.incidents if series else [key]
    return list(dict.fromkeys(found))
