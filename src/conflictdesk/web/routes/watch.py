"""The page of the watch."""

from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Annotated

from fastapi import FastAPI, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, field_validator

from conflictdesk.errors import NoDesk, UsageError
from conflictdesk.pipeline.watch_alarms import Asked, chosen, read_watch
from conflictdesk.records.activity import Counted
from conflictdesk.records.watched import Step, Watch
from conflictdesk.store.database import Database
from conflictdesk.web.rendering import Show
from conflictdesk.web.snapshots import Desk, Stamp
from conflictdesk.web.views.watch import watch_page

MOST_KEPT = 6  # watches of a step and a first day


class AskedPage(BaseModel):
    """What the page is to show; the state of the page is its address."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)
    step: Step = Step.WEEK
    kind: Counted | None = None
    theme: str = ""
    place: str = ""
    first: date | None = Field(None, alias="from")
    last: date | None = Field(None, alias="to")
    whole: bool = Field(False, alias="all")

    @field_validator("first", "last", "kind", mode="before")
    @classmethod
    def _none_where_empty(cls, value: object) -> object:
        return None if value == "" else value


@dataclass(slots=True)
class _Kept:
    """The watch of a desk, reckoned once for each state of its files, step and first day."""

    desk: Desk
    lock: Lock = field(default_factory=Lock)
    held: dict[tuple[Stamp, int, date | None], Watch] = field(default_factory=dict)

    def now(self, step_days: int, since: date | None) -> Watch:
        with self.lock:
            key = self.desk.now().stamp, step_days, since
            if key not in self.held:
                if len(self.held) >= MOST_KEPT:
                    self.held.clear()
                self.held[key] = self._read(step_days, since)
            return self.held[key]

    def _read(self, step_days: int, since: date | None) -> Watch:
        try:
            with Database.open(self.desk.folder) as database:
                return read_watch(database, step_days, since)
        except NoDesk:
            return Watch(step_days)


def add_watch(app: FastAPI, desk: Desk, show: Show) -> None:
    """The page /watch."""
    kept = _Kept(desk)

    @app.get("/watch")
    def page(request: Request, asked: Annotated[AskedPage, Query()]) -> Response:
        watch = kept.now(asked.step.days, asked.first)
        days, refused = (asked.first, asked.last), None
        kind = asked.kind or next((one for one in Counted if watch.of(one)), Counted.POSTS)
        try:
            found = chosen(watch, Asked(*days, asked.place.strip(), asked.theme.strip()))
        except UsageError as error:
            found, days, refused = watch, (None, None), str(error)
        made = watch_page(found, kind, asked, days)
        status = 400 if refused else 200
        return show(request, "watch.html", status, page=made, asked=asked, kind=kind, refused=refused,
                    posts=bool(watch.of(Counted.POSTS)))  # fmt: skip
