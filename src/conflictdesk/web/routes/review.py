"""The review queue, and what a person says there. Each change is one request; what it answers is kept."""

from typing import Annotated

from fastapi import FastAPI, HTTPException, Query, Request, Response

from conflictdesk.records.events import Record
from conflictdesk.web.acting import Table
from conflictdesk.web.rendering import Show
from conflictdesk.web.routes.bodies import AllShown, Asked, Grading, Revision, Undo, Verdicts
from conflictdesk.web.snapshots import Desk
from conflictdesk.web.views.forms import codebook, places_offered
from conflictdesk.web.views.lists import lacking
from conflictdesk.web.views.review import choice_lists, question_record, queue_page

PREFETCHED = 20
GONE = "This claim is not in the desk any more: nothing was changed."


def add_review(app: FastAPI, desk: Desk, table: Table, show: Show) -> None:
    """The page /review and what its script asks for."""
    _add_reading(app, desk, table, show)
    _add_words(app, table)


def _add_reading(app: FastAPI, desk: Desk, table: Table, show: Show) -> None:
    worklist = table.worklist

    @app.get("/review")
    def review(request: Request) -> Response:
        return show(request, "review.html", missing=lacking(desk.now()))

    @app.get("/api/review")
    def queue(asked: Annotated[Asked, Query()]) -> Record:
        page = worklist.page(asked.filters(), asked.order, asked.after or None, PREFETCHED)
        return queue_page(page, table.reports(one.report_id for one in page.questions))

    @app.get("/api/review/choices")
    def choices() -> Record:
        return choice_lists(worklist.choices())

    @app.get("/api/review/places")
    def places(name: str, country: str | None = None) -> Record:
        return {"places": places_offered(worklist.places(name, country or None))}

    @app.get("/api/review/claims/{key:path}")
    def question(key: str) -> Record:
        found = worklist.question(key)
        if found is None:
            raise HTTPException(404, GONE)
        return question_record(found, table.reports([found.report_id]).get(found.report_id))

    @app.get("/api/codebook")
    def lists() -> Record:
        return codebook(desk.now())


def _add_words(app: FastAPI, table: Table) -> None:
    worklist = table.worklist

    @app.post("/api/review/accept")
    def accept(body: Verdicts) -> Record:
        return table.kept(worklist.accept(table.who(), body.claims, body.field))

    @app.post("/api/review/reject")
    def reject(body: Verdicts) -> Record:
        return table.kept(worklist.reject(table.who(), body.claims, body.field))

    @app.post("/api/review/correct")
    def correct(body: Revision) -> Record:
        return table.kept(worklist.revise(table.who(), body.claim, body.values))

    @app.post("/api/review/credibility")
    def credibility(body: Grading) -> Record:
        return table.kept(worklist.grade(table.who(), body.claim, body.credibility))

    @app.post("/api/review/accept-all")
    def accept_all(body: AllShown) -> Record:
        wanted = worklist.open_ids(body.shown.filters())
        if len(wanted) != body.number:
            raise HTTPException(
                409, f"There are {len(wanted)} to look at now, not {body.number}: nothing was accepted. Look again."
            )
        return table.kept(worklist.accept(table.who(), wanted))

    @app.post("/api/undo")
    def undo(body: Undo) -> Record:
        act = worklist.undo(table.who(), body.act)
        if act is None:
            raise HTTPException(409, "There is nothing of yours to take back.")
        return table.kept(act)
