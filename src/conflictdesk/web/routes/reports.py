"""Reports that a person brings in or sets right, and claims that a person adds to them."""

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import asdict

from fastapi import FastAPI, HTTPException, Request, Response

from conflictdesk.errors import UsageError
from conflictdesk.pipeline.adding import add_bytes
from conflictdesk.pipeline.arrivals import Added
from conflictdesk.pipeline.declared import Declared
from conflictdesk.pipeline.editing import code_report_now, edit_report
from conflictdesk.pipeline.folder import catalog_of
from conflictdesk.pipeline.recipes import recipe_of
from conflictdesk.pipeline.resembling import looks_held
from conflictdesk.publish import wording
from conflictdesk.records.events import EventClaim, Record
from conflictdesk.records.reports import Span
from conflictdesk.settings import read_settings
from conflictdesk.store.database import Database
from conflictdesk.web.acting import Table
from conflictdesk.web.errands import Errands, Tell, Work
from conflictdesk.web.rendering import Show
from conflictdesk.web.routes.bodies import Addition, Edge, Facts, Pasted
from conflictdesk.web.views.claims import report_href
from conflictdesk.web.views.recoding import changes

LANGUAGES = (
    ("en", "English"),
    ("ar", "Arabic"),
    ("fr", "French"),
    ("it", "Italian"),
    ("es", "Spanish"),
)  # with word lists
LINKING_SECONDS = 30.0  # that a person waits at most, to be told what an added report looks like
NOTHING = "There is nothing in it: paste the report's text, or drop a file."
UNKNOWN = "No report in this desk has this number."


def add_reports(app: FastAPI, table: Table, show: Show) -> None:
    """The page /add, what is known of a report, and claims that the machine missed."""
    errands = Errands()
    _add_incoming(app, table, errands, show)
    _add_corrections(app, table, errands)


def _add_incoming(app: FastAPI, table: Table, errands: Errands, show: Show) -> None:
    @app.get("/add")
    def add(request: Request) -> Response:
        return show(request, "add.html", languages=LANGUAGES)

    @app.post("/api/reports")
    def bring(body: Pasted) -> Record:
        found = _kept(table, body)
        fresh = [one.report_id for one in found if one.report_id and one.state in ("new", "revision", "filled in")]
        return {
            "reports": [asdict(one) | {"href": report_href(one.report_id) if one.report_id else None} for one in found],
            "errand": errands.begin(_coding(table, fresh)) if fresh else None,
        }

    @app.get("/api/errands/{key}")
    def errand(key: str) -> Record:
        found = errands.state(key)
        if found is None:
            raise HTTPException(404, "The workbench was started anew meanwhile. See the report's page.")
        return asdict(found)


def _kept(table: Table, body: Pasted) -> list[Added]:
    raw = _bytes(body)
    if not raw.strip():
        raise UsageError(NOTHING)
    columns = read_settings(table.folder).columns
    declared = Declared(body.published, body.publisher.strip() or None, body.language.strip() or None, columns=columns)
    with Database.open(table.folder, create=True) as database:
        found = list(add_bytes(database, raw, body.name, catalog_of(table.folder), declared))
        if body.title.strip() and len(found) == 1 and found[0].report_id and found[0].state == "new":
            edit_report(database, table.who(), found[0].report_id, {"title": body.title.strip()})
    return found


def _bytes(body: Pasted) -> bytes:
    if body.data is None:
        return (body.text or "").encode("utf-8", "replace")
    try:
        return b64decode(body.data, validate=True)
    except ValueError as error:  # no base64, or signs that it never has
        raise UsageError("The file did not arrive whole: drop it again.") from error


def _coding(table: Table, report_ids: Sequence[str]) -> Work:
    def work(tell: Tell) -> Record:
        claims = 0
        with Database.open(table.folder) as database:
            for number, report_id in enumerate(report_ids, 1):
                tell(f"Reading report {number} of {len(report_ids)}" if len(report_ids) > 1 else "Reading the report")
                outcome = code_report_now(database, recipe_of(table.folder), report_id)
                claims += len(outcome.claims)
        tell("Linking")
        table.following.now(LINKING_SECONDS)
        with Database.open(table.folder) as database:
            held = looks_held(database, report_ids)
        return {
            "href": report_href(report_ids[0]),
            "said": [f"{wording.number(claims, 'claim')} read in it."],
            "looks_held": [{"href": f"/incidents/{one.incident_id}", "sentence": one.sentence} for one in held],
        }

    return work


def _recoding(table: Table, report_id: str, before: Sequence[EventClaim]) -> Work:
    """`before` are the claims as they were read before the report was set right."""

    def work(tell: Tell) -> Record:
        tell("Reading the report again")
        with Database.open(table.folder) as database:
            outcome = code_report_now(database, recipe_of(table.folder), report_id)
        table.following.soon()
        return {"href": report_href(report_id), "said": changes(before, outcome.claims)}

    return work


def _add_corrections(app: FastAPI, table: Table, errands: Errands) -> None:
    worklist = table.worklist

    @app.post("/api/reports/{report_id:path}/facts")
    def facts(report_id: str, body: Facts) -> Record:
        told = body.model_dump(exclude_none=True)
        with Database.open(table.folder) as database:
            if database.report(report_id) is None:
                raise HTTPException(404, UNKNOWN)
            before = database.claims_of(report_id)
            act = edit_report(database, table.who(), report_id, told)
        if act is None:
            return {"act": None, "summary": "nothing changed", "errand": None}
        return table.kept(act) | {"errand": errands.begin(_recoding(table, report_id, before))}

    @app.post("/api/reports/{report_id:path}/claims")
    def claim(report_id: str, body: Addition) -> Record:
        report = table.reports([report_id]).get(report_id)
        if report is None:
            raise HTTPException(404, UNKNOWN)
        if not body.start < body.end <= len(report.text):
            raise UsageError("No words are marked: select the words that tell of the event.")
        spans = {field: [Span(*words) for words in marked] for field, marked in body.spans.items()}
        return table.kept(worklist.add(table.who(), report_id, Span(body.start, body.end), body.values, spans))

    @app.get("/api/reports/{report_id:path}/words")
    def words(report_id: str, field: str, start: Edge, end: Edge) -> Record:
        if end < start:
            raise UsageError("No words are marked: the end is before the start.")
        return {"value": worklist.read_words(report_id, field, Span(start, end))}
