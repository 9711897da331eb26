"""Series: the list, the page of one, and what people say of who belongs to it."""

from typing import Annotated

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import Field

from conflictdesk.link.series import now_called
from conflictdesk.pipeline import assessing
from conflictdesk.pipeline.series import put_in
from conflictdesk.records.events import Record
from conflictdesk.records.series import Series
from conflictdesk.store.database import Database
from conflictdesk.web.acting import Table
from conflictdesk.web.rendering import Show
from conflictdesk.web.routes.bodies import Body
from conflictdesk.web.snapshots import Desk, Snapshot
from conflictdesk.web.views.lists import lacking
from conflictdesk.web.views.series import bundle_lines, group_lines, series_lines, series_map, series_page


class Belonging(Body):
    """An incident, and whether it is in the series."""

    incident: Annotated[str, Field(min_length=1, max_length=100)]
    holds: bool


def add_series(app: FastAPI, desk: Desk, table: Table, show: Show) -> None:
    """The pages /series and /series/ID."""
    _add_pages(app, desk, table, show)
    _add_words(app, desk, table)


def _add_pages(app: FastAPI, desk: Desk, table: Table, show: Show) -> None:
    @app.get("/series")
    def all_series(request: Request) -> Response:
        held = desk.now()
        lines, groups, bundles = series_lines(held), group_lines(held), bundle_lines(held)
        missing = lacking(held)
        return show(request, "series.html", missing=missing, lines=lines, groups=groups, bundles=bundles)

    @app.get("/series/{series_id}")
    def one_series(request: Request, series_id: str) -> Response:
        held = desk.now()
        one = _series(series_id, held)
        if one.series_id != series_id:
            return RedirectResponse(f"/series/{one.series_id}", status_code=307)
        with Database.open(desk.folder) as database:
            found = assessing.standing(database)
        page = series_page(one, held, found, assessing.yardstick(), table.who())
        return show(request, "one_series.html", page=page)


def _add_words(app: FastAPI, desk: Desk, table: Table) -> None:
    @app.get("/api/series/{series_id}")
    def drawn(series_id: str) -> Response:
        held = desk.now()
        return JSONResponse(series_map(_series(series_id, held), held))

    @app.post("/api/series/{series_id}")
    def say(series_id: str, body: Belonging) -> Record:
        with Database.open(table.folder) as database:
            act = put_in(database, table.who(), body.incident, series_id, body.holds)
        return {"act": act.act_id, "summary": act.summary, "claims": []}


def _series(series_id: str, held: Snapshot) -> Series:
    found = now_called(series_id, held.grouping, held.incidents.values())
    if found is None:
        raise HTTPException(404, "No series has this number: what was one may have come apart since.")
    return found
