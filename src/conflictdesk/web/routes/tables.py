"""What the pages' scripts read: records as JSON."""

import json
from functools import lru_cache

from fastapi import FastAPI, HTTPException, Response
from fastapi.responses import JSONResponse

from conflictdesk.web.snapshots import Desk, Snapshot
from conflictdesk.web.views.incident import incident_map
from conflictdesk.web.views.lists import SEARCHED_REPORTS, found_incidents
from conflictdesk.web.views.presences import presence_areas
from conflictdesk.web.views.table import incident_table


def add_tables(app: FastAPI, desk: Desk) -> None:
    """Incidents, presences, and what a search finds among them."""

    @app.get("/api/incidents")
    def incidents() -> Response:
        return Response(table_of(desk.now()), media_type="application/json")

    @app.get("/api/incidents/{incident_id}")
    def incident(incident_id: str) -> Response:
        held = desk.now()
        found = held.incidents.get(held.former.get(incident_id, incident_id))
        if found is None:
            raise HTTPException(404, "No incident has this number.")
        return JSONResponse(incident_map(found, held))

    @app.get("/api/search")
    def search(q: str = "") -> Response:
        hits = desk.search(q, SEARCHED_REPORTS)
        return JSONResponse({"incidents": found_incidents(q, hits, desk.now())})

    @app.get("/api/presences")
    def presences() -> Response:
        return JSONResponse(presence_areas(desk.now()))


@lru_cache(maxsize=1)
def table_of(held: Snapshot) -> bytes:
    """The table of all incidents as JSON, made once for each state of the desk."""
    return json.dumps(incident_table(held), ensure_ascii=False, separators=(",", ":")).encode()
