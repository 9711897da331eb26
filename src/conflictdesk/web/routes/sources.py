"""The page of sources."""

from datetime import UTC, datetime

from fastapi import FastAPI, Request, Response

from conflictdesk.errors import NoDesk
from conflictdesk.pipeline.folder import catalog_of
from conflictdesk.pipeline.hearing import Heard, hear
from conflictdesk.store.database import Database
from conflictdesk.web.rendering import Show
from conflictdesk.web.snapshots import Desk
from conflictdesk.web.views.sources import source_lines


def add_sources(app: FastAPI, desk: Desk, show: Show) -> None:
    """What is heard of each source, and what is followed."""

    @app.get("/sources")
    def sources(request: Request) -> Response:
        return show(request, "sources.html", lines=source_lines(_heard(desk)), missing=desk.now().next_step)


def _heard(desk: Desk) -> list[Heard]:
    try:
        with Database.open(desk.folder) as database:
            return hear(database, catalog_of(desk.folder), datetime.now(UTC).date())
    except NoDesk:
        return []
