"""All incidents as one compact table: what the three coordinated views filter in the browser."""

from typing import Any

from conflictdesk.publish import wording
from conflictdesk.records.events import FAMILY, Incident, Record
from conflictdesk.web.snapshots import Snapshot
from conflictdesk.web.views.claims import UNNAMED, reports_of

EPOCH_DAY = 719163  # date(1970, 1, 1).toordinal(): days are counted as JavaScript counts them

# The columns of /api/incidents, in order; static/js/incidents.js reads them by these names.
COLUMNS = (
    "id", "role", "standing", "type", "start", "end", "precision", "place", "country", "lat", "lon", "radius",
    "geo", "actor", "target", "weapon", "killed_min", "killed_max", "wounded_min", "wounded_max",
    "claimed_by", "campaign", "independent", "reports", "reviewed", "sources",
)  # fmt: skip


class Names:
    """Numbers names in order of appearance, so that rows carry short numbers."""

    def __init__(self) -> None:
        self.listed: dict[str, int] = {}

    def number(self, name: str | None) -> int | None:
        return self.listed.setdefault(name, len(self.listed)) if name else None


def incident_table(held: Snapshot) -> Record:
    """All incidents as one compact table: what the three coordinated views filter in the browser."""
    actors, sources = Names(), Names()
    rows = [table_row(one, held, actors, sources) for one in held.incidents.values()]
    used = {row[COLUMNS.index("country")] for row in rows}
    return {
        "columns": COLUMNS,
        "rows": rows,
        "actors": list(actors.listed),
        "sources": list(sources.listed),
        "countries": {code: wording.country_name(code) for code in sorted(filter(None, used))},
        "families": {str(kind): family for kind, family in FAMILY.items()},
        "reports": len(held.reports),
        "claims": len(held.claims),
    }


def table_row(one: Incident, held: Snapshot, actors: Names, sources: Names) -> list[Any]:
    point = one.place.centre
    found = reports_of(one, held)
    publishers = dict.fromkeys(report.publisher or UNNAMED for report in found)
    return [
        one.incident_id, one.role, one.standing, one.type, *_days(one),
        one.place.modern or one.place.name, one.place.country,
        round(point.lat, 4) if point else None, round(point.lon, 4) if point else None,
        round(one.place.area.radius_km, 1) if one.place.area else None, one.place.precision,
        actors.number(one.perpetrator.canonical), one.target.canonical or one.target.text, one.weapon.kind,
        one.killed.min, one.killed.max, one.wounded.min, one.wounded.max,
        one.claimed_by, one.campaign, one.sources_independent, len(found), int(one.reviewed),
        [sources.number(name) for name in publishers],
    ]  # fmt: skip


def _days(one: Incident) -> tuple[int | None, int | None, str | None]:
    if one.when is None:
        return None, None, None
    return one.when.start.toordinal() - EPOCH_DAY, one.when.end.toordinal() - EPOCH_DAY, one.when.precision
