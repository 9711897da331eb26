"""The link queue: are two claims one incident?"""

from fastapi import FastAPI, Request, Response

from conflictdesk.records.events import Record
from conflictdesk.web.acting import Table
from conflictdesk.web.rendering import Show
from conflictdesk.web.routes.bodies import Likening
from conflictdesk.web.snapshots import Desk
from conflictdesk.web.views.links import pair_page
from conflictdesk.web.views.lists import lacking

PREFETCHED = 10


def add_links(app: FastAPI, desk: Desk, table: Table, show: Show) -> None:
    """The page /links and what its script asks for."""

    @app.get("/links")
    def links(request: Request) -> Response:
        return show(request, "links.html", missing=lacking(desk.now()))

    @app.get("/api/links")
    def pairs(after: str | None = None) -> Record:
        page = table.worklist.pairs(after or None, PREFETCHED)
        reports = {claim.report_id for pair in page.pairs for claim in (pair.left, pair.right)}
        return pair_page(page, table.reports(reports))

    @app.post("/api/links")
    def judge(body: Likening) -> Record:
        return table.kept(table.worklist.judge(table.who(), body.left, body.right, body.likeness))
