"""The workbench's web server: pages, their JSON, and what a person changes, for this machine alone."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint

from conflictdesk.errors import ConflictdeskError, InputError, UsageError
from conflictdesk.web.acting import Table
from conflictdesk.web.guard import Guard
from conflictdesk.web.rendering import Show, shower
from conflictdesk.web.routes.briefing import add_briefing
from conflictdesk.web.routes.links import add_links
from conflictdesk.web.routes.pages import add_list_pages, add_record_pages
from conflictdesk.web.routes.reports import add_reports
from conflictdesk.web.routes.review import add_review
from conflictdesk.web.routes.series import add_series
from conflictdesk.web.routes.sources import add_sources
from conflictdesk.web.routes.tables import add_tables, table_of
from conflictdesk.web.routes.watch import add_watch
from conflictdesk.web.snapshots import Desk

HERE = Path(__file__).parent

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:;"
    " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Files(StaticFiles):
    """Static files; module scripts get the type that browsers insist on, whatever this machine's table says."""

    def file_response(self, full_path: Any, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(full_path, *args, **kwargs)
        if str(full_path).endswith((".mjs", ".js")):
            response.headers["content-type"] = "text/javascript; charset=utf-8"
        response.headers["cache-control"] = "no-cache"  # kept, but asked for again: an upgrade shows at once
        return response


def create_app(folder: Path, token: str | None = None, who: str | None = None) -> FastAPI:
    """The workbench over the desk in `folder`, which need not exist yet; with a token, only who brings it comes in.

    `who` signs what is said there; else the person named in desk.toml, else the operating system's user.
    """
    desk, table, show = Desk(folder), Table.of(folder, who), shower()
    app = FastAPI(title="Conflictdesk", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_alive(desk, table))
    app.add_middleware(Guard, token=token)
    app.middleware("http")(_with_headers)
    app.mount("/static", Files(directory=HERE / "static"), name="static")
    add_record_pages(app, desk, show)
    add_list_pages(app, desk, show)
    add_sources(app, desk, show)
    add_watch(app, desk, show)
    add_tables(app, desk)
    add_review(app, desk, table, show)
    add_links(app, desk, table, show)
    add_series(app, desk, table, show)
    add_reports(app, table, show)
    add_briefing(app, desk, table, show)
    _add_errors(app, show)
    return app


def _alive(desk: Desk, table: Table) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Reads the desk while the browser starts: a large one takes seconds, and the first view should not.

    Links it where that is due, then and whenever a person has spoken.
    """

    def read() -> None:
        with suppress(ConflictdeskError):  # the first page will say what is wrong
            table_of(desk.now())

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        reader = Thread(target=read, daemon=True)
        reader.start()
        table.following.start()
        yield
        table.following.stop()
        reader.join()

    return lifespan


async def _with_headers(request: Request, call_next: RequestResponseEndpoint) -> Response:
    response = await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)  # a brief has a policy of its own, a closer one
    return response


def _add_errors(app: FastAPI, show: Show) -> None:
    def refuse(request: Request, code: int, message: str) -> Response:
        if request.url.path.startswith("/api/"):
            return JSONResponse({"error": message}, status_code=code)
        return show(request, "error.html", code, message=message)

    @app.exception_handler(HTTPException)
    def not_there(request: Request, error: HTTPException) -> Response:
        return refuse(request, error.status_code, str(error.detail))

    @app.exception_handler(RequestValidationError)
    def misread(request: Request, error: RequestValidationError) -> Response:
        wrong = error.errors()[0]
        where = ".".join(str(part) for part in wrong["loc"][1:]) or "the request"
        return refuse(request, 422, f"{where}: {wrong['msg']}. Nothing was changed.")

    @app.exception_handler(ConflictdeskError)
    def broken(request: Request, error: ConflictdeskError) -> Response:
        asked_wrongly = isinstance(error, InputError | UsageError)
        return refuse(request, 400 if asked_wrongly else 503, str(error))
