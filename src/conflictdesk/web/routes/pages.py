"""The pages that show what the desk holds."""

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from conflictdesk.publish import wording
from conflictdesk.web.rendering import Show
from conflictdesk.web.snapshots import Desk
from conflictdesk.web.views.history import history_lines
from conflictdesk.web.views.incident import incident_page
from conflictdesk.web.views.lists import found_lines, report_lines
from conflictdesk.web.views.presences import presence_cards, unread_yet
from conflictdesk.web.views.report import report_page
from conflictdesk.web.views.rewording import rewordings

SEARCH_LIMIT = 100


def add_record_pages(app: FastAPI, desk: Desk, show: Show) -> None:
    """The three views, and the pages of one incident and one report."""

    @app.get("/")
    def workbench(request: Request) -> Response:
        held = desk.now()
        missing = None if held.incidents else held.next_step
        return show(request, "workbench.html", missing=missing, presences=bool(held.presences))

    @app.get("/incidents/{incident_id}")
    def incident(request: Request, incident_id: str) -> Response:
        held = desk.now()
        if incident_id in held.former:
            return RedirectResponse(f"/incidents/{held.former[incident_id]}", status_code=308)
        if incident_id not in held.incidents:
            raise HTTPException(404, "No incident has this number.")
        history, one = history_lines(desk.history_of_incident(incident_id)), held.incidents[incident_id]
        page = incident_page(one, held, desk.held_since(one))
        return show(request, "incident.html", page=page, history=history)

    @app.get("/reports/{report_id:path}")
    def report(request: Request, report_id: str, pages: bool = False) -> Response:
        held = desk.now()
        if report_id not in held.reports:
            _refuse_forgotten(desk, report_id)
            raise HTTPException(404, "No report in this desk has this number.")
        history = history_lines(desk.history_of_report(report_id))
        changed = rewordings(desk.told(report_id)) if len(held.revisions.get(report_id, ())) > 1 else []
        page = report_page(held.reports[report_id], held)
        on_pages = desk.pages_of(page.report, held.claims_of(report_id)) if pages else None
        return show(request, "report.html", page=page, history=history, rewordings=changed, on_pages=on_pages)


def _refuse_forgotten(desk: Desk, report_id: str) -> None:
    """Say of a report that the desk was told to forget that it was, by whom, when and why."""
    gone = desk.forgotten(report_id)
    if gone is not None:
        said = (
            f"{gone.who} had this desk forget the report on {wording.day(gone.at)}: {gone.reason or 'no reason given'}."
        )
        raise HTTPException(410, f"{said} Its bytes had the SHA-256 {gone.content_hash}.")


def add_list_pages(app: FastAPI, desk: Desk, show: Show) -> None:
    """Lists, search, and the state of the desk."""

    @app.get("/reports")
    def reports(request: Request) -> Response:
        held = desk.now()
        return show(request, "reports.html", lines=report_lines(held), missing=held.next_step)

    @app.get("/search")
    def search(request: Request, q: str = "") -> Response:
        held = desk.now()
        lines = found_lines(desk.search(q, SEARCH_LIMIT), held)
        return show(request, "search.html", query=q, lines=lines, missing=None if held.reports else held.next_step)

    @app.get("/presences")
    def presences(request: Request) -> Response:
        held = desk.now()
        return show(request, "presences.html", cards=presence_cards(held), missing=unread_yet(held))

    @app.get("/status")
    def status(request: Request) -> Response:
        held = desk.now()
        return show(request, "status.html", held=held, folder=desk.folder, missing=held.next_step)
