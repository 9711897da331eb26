"""Templates filled in: every value is escaped, and stands as text."""

from pathlib import Path
from typing import Any, Protocol

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from conflictdesk.publish import wording

TEMPLATES = Path(__file__).parent / "templates"


class Show(Protocol):
    """Fills in the template `name` with what is `shown`."""

    def __call__(self, request: Request, name: str, status: int = 200, **shown: Any) -> HTMLResponse: ...


def shower() -> Show:
    """What fills in the workbench's templates."""
    templates = Jinja2Templates(directory=TEMPLATES)
    templates.env.trim_blocks = templates.env.lstrip_blocks = True
    templates.env.filters |= {
        "day": wording.day, "interval": wording.interval, "count": wording.count, "number": wording.number,
    }  # fmt: skip

    def show(request: Request, name: str, status: int = 200, **shown: Any) -> HTMLResponse:
        return templates.TemplateResponse(request, name, shown, status_code=status)

    return show
