"""The workbench's web server: read-only pages and their JSON, for this machine alone."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from functools import lru_cache
from pathlib import Path
from threading import Thread
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint
from starlette.middleware.trustedhost import TrustedHostMiddleware

from conflictdesk.errors import ConflictdeskError
from conflictdesk.web import views, wording
from conflictdesk.web.snapshots import Desk, Snapshot

HERE = Path(__file__).parent
HOSTS = ["127.0.0.1", "localhost", "::1", "[::1]"]  # any other name in a request is another site's doing
SEARCH_LIMIT = 100

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


def create_app(folder: Path) -> FastAPI:
    """The workbench over the desk in `folder`, which need not exist yet."""
    desk, templates = Desk(folder), _templates()
    app = FastAPI(title="Conflictdesk", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_warmed(desk))
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)
    app.middleware("http")(_with_headers)
    app.mount("/static", Files(directory=HERE / "static"), name="static")
    _add_pages(app, desk, templates)
    _add_lists(app, desk, templates)
    _add_api(app, desk)
    _add_errors(app, templates)
    return app


def _warmed(desk: Desk) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Reads the desk while the browser starts: a large one takes seconds, and the first view should not."""

    def read() -> None:
        with suppress(ConflictdeskError):  # the first page will say what is wrong
            _table(desk.now())

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        reader = Thread(target=read, daemon=True)
        reader.start()
        yield
        reader.join()

    return lifespan


async def _with_headers(request: Request, call_next: RequestResponseEndpoint) -> Response:
    response = await call_next(request)
    response.headers.update(HEADERS)
    return response


def _templates() -> Jinja2Templates:
    templates = Jinja2Templates(directory=HERE / "templates")
    templates.env.trim_blocks = templates.env.lstrip_blocks = True
    templates.env.filters |= {
        "day": wording.day, "interval": wording.interval, "count": wording.count, "number": wording.number,
    }  # fmt: skip
    return templates


def _add_pages(app: FastAPI, desk: Desk, templates: Jinja2Templates) -> None:
    def show(request: Request, name: str, **shown: Any) -> HTMLResponse:
        return templates.TemplateResponse(request, name, shown)

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
        return show(request, "incident.html", page=views.incident_page(held.incidents[incident_id], held))

    @app.get("/reports/{report_id:path}")
    def report(request: Request, report_id: str) -> Response:
        held = desk.now()
        if report_id not in held.reports:
            raise HTTPException(404, "No report in this desk has this number.")
        return show(request, "report.html", page=views.report_page(held.reports[report_id], held))


def _add_lists(app: FastAPI, desk: Desk, templates: Jinja2Templates) -> None:
    def show(request: Request, name: str, **shown: Any) -> HTMLResponse:
        return templates.TemplateResponse(request, name, shown)

    @app.get("/reports")
    def reports(request: Request) -> Response:
        held = desk.now()
        return show(request, "reports.html", lines=views.report_lines(held), missing=held.next_step)

    @app.get("/search")
    def search(request: Request, q: str = "") -> Response:
        held = desk.now()
        lines = views.found_lines(desk.search(q, SEARCH_LIMIT), held)
        return show(request, "search.html", query=q, lines=lines, missing=None if held.reports else held.next_step)

    @app.get("/presences")
    def presences(request: Request) -> Response:
        held = desk.now()
        return show(request, "presences.html", cards=views.presence_cards(held), missing=views.unread_yet(held))

    @app.get("/status")
    def status(request: Request) -> Response:
        held = desk.now()
        return show(request, "status.html", held=held, folder=desk.folder, missing=held.next_step)


def _add_api(app: FastAPI, desk: Desk) -> None:
    @app.get("/api/incidents")
    def incidents() -> Response:
        return Response(_table(desk.now()), media_type="application/json")

    @app.get("/api/incidents/{incident_id}")
    def incident(incident_id: str) -> Response:
        held = desk.now()
        found = held.incidents.get(held.former.get(incident_id, incident_id))
        if found is None:
            raise HTTPException(404, "No incident has this number.")
        return JSONResponse(views.incident_map(found, held))

    @app.get("/api/search")
    def search(q: str = "") -> Response:
        hits = desk.search(q, views.SEARCHED_REPORTS)
        return JSONResponse({"incidents": views.found_incidents(q, hits, desk.now())})

    @app.get("/api/presences")
    def presences() -> Response:
        return JSONResponse(views.presence_areas(desk.now()))


@lru_cache(maxsize=1)
def _table(held: Snapshot) -> bytes:
    """The table of all incidents, made once for each state of the desk."""
    return json.dumps(views.incident_table(held), ensure_ascii=False, separators=(",", ":")).encode()


def _add_errors(app: FastAPI, templates: Jinja2Templates) -> None:
    def refuse(request: Request, code: int, message: str) -> Response:
        if request.url.path.startswith("/api/"):
            return JSONResponse({"error": message}, status_code=code)
        return templates.TemplateResponse(request, "error.html", {"message": message}, status_code=code)

    @app.exception_handler(HTTPException)
    def not_there(request: Request, error: HTTPException) -> Response:
        return refuse(request, error.status_code, str(error.detail))

    @app.exception_handler(ConflictdeskError)
    def broken(request: Request, error: ConflictdeskError) -> Response:
        return refuse(request, 503, str(error))
