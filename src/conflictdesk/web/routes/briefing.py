"""Briefs, previewed and taken away, and the desk's own assessments."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import FastAPI, Query, Request, Response
from pydantic import BaseModel, ConfigDict, field_validator

from conflictdesk import __version__
from conflictdesk.errors import ConflictdeskError, NoDesk
from conflictdesk.pipeline import assessing
from conflictdesk.pipeline.briefing import read_material
from conflictdesk.publish.brief import Brief, Signed, make_brief, order_of
from conflictdesk.publish.forms import html_of, markdown_of
from conflictdesk.publish.pdf import pdf_of
from conflictdesk.publish.rows import export_options
from conflictdesk.records.events import Record
from conflictdesk.store.database import Database
from conflictdesk.web.acting import Table
from conflictdesk.web.rendering import Show
from conflictdesk.web.routes.bodies import Concluded
from conflictdesk.web.snapshots import Desk
from conflictdesk.web.views.briefing import address_of, assessment_page, name_of
from conflictdesk.web.views.lists import lacking

INCIDENTS = "/incidents/"
# A brief is shown in a frame of the page that asks for it; its own meta element says what it may load.
FRAMED = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


class Asked(BaseModel):
    """What of a desk a brief is to tell; "" is all, and for the ends of the period the desk's last week."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    first: date | None = None
    last: date | None = None
    place: str = ""
    actor: str = ""
    names: bool = False
    presences: bool = False
    theirs: bool = False
    take: bool = False  # as a file

    @field_validator("first", "last", mode="before")
    @classmethod
    def _none_where_empty(cls, value: object) -> object:
        return None if value == "" else value


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes briefs of the desk as it is when asked."""

    table: Table

    def make(self, asked: Asked) -> tuple[Brief, datetime]:
        with Database.open(self.table.folder) as database:
            material = read_material(database, asked.place.strip() or None, asked.actor.strip() or None, asked.first)
        options = export_options(material.held, asked.presences, asked.names, asked.theirs)
        signed = Signed(self.table.who(), datetime.now(UTC), __version__, self.table.folder.resolve().name)
        order = order_of(material, asked.first, asked.last, signed, options)
        return make_brief(material, order), order.signed.at


def add_briefing(app: FastAPI, desk: Desk, table: Table, show: Show) -> None:
    """The pages /brief and /assessments, and a brief in its three forms."""
    _add_page(app, desk, _Maker(table), show)
    _add_forms(app, _Maker(table))
    _add_assessments(app, desk, table, show)


def _add_page(app: FastAPI, desk: Desk, maker: _Maker, show: Show) -> None:
    @app.get("/brief")
    def page(request: Request, asked: Annotated[Asked, Query()]) -> Response:
        held = desk.now()
        missing = lacking(held)
        made, refused = None, None
        if missing is None:
            try:
                made, _ = maker.make(asked)
            except ConflictdeskError as error:
                refused = str(error)
        return show(
            request,
            "brief.html",
            made=made,
            asked=asked,
            refused=refused,
            missing=missing,
            step=held.next_step,
            address=address_of(asked),
        )


def _add_forms(app: FastAPI, maker: _Maker) -> None:
    @app.get("/brief.html")
    def html(asked: Annotated[Asked, Query()]) -> Response:
        made, _ = maker.make(asked)
        text = html_of(made, None if asked.take else INCIDENTS)
        return _answer(text.encode(), "text/html; charset=utf-8", made, asked, "html")

    @app.get("/brief.md")
    def markdown(asked: Annotated[Asked, Query()]) -> Response:
        made, _ = maker.make(asked)
        return _answer(markdown_of(made).encode(), "text/markdown; charset=utf-8", made, asked, "md")

    @app.get("/brief.pdf")
    def pdf(asked: Annotated[Asked, Query()]) -> Response:
        made, at = maker.make(asked)
        return _answer(pdf_of(made, at), "application/pdf", made, asked, "pdf")


def _answer(data: bytes, kind: str, made: Brief, asked: Asked, ending: str) -> Response:
    headers = {"Content-Security-Policy": FRAMED, "Cache-Control": "no-store"}
    if asked.take:
        headers["Content-Disposition"] = f'attachment; filename="{name_of(made)}.{ending}"'
    return Response(data, media_type=kind, headers=headers)


def _add_assessments(app: FastAPI, desk: Desk, table: Table, show: Show) -> None:
    @app.get("/assessments")
    def page(request: Request, about: str = "") -> Response:
        held = desk.now()
        try:
            with Database.open(desk.folder) as database:
                found = database.assessments()
        except NoDesk:
            found = []
        shown = assessment_page(found, held, about, assessing.yardstick(), table.who())
        return show(request, "assessments.html", page=shown, missing=lacking(held))

    @app.post("/api/assessments")
    def conclude(body: Concluded) -> Record:
        with Database.open(table.folder) as database:
            act = assessing.assess(database, table.who(), body.text, body.likelihood or None, body.about)
        return {"act": act.act_id, "summary": act.summary, "claims": []}

    @app.post("/api/assessments/{number}/withdraw")
    def withdraw(number: int) -> Record:
        with Database.open(table.folder) as database:
            act = assessing.withdraw(database, table.who(), number)
        return {"act": act.act_id, "summary": act.summary, "claims": []}
