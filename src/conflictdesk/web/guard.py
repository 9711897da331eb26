"""Who may speak to the workbench: a browser on this machine that was opened with the address of this launch.

Any page in the same browser can send requests to this machine, and any program on it can too. So a request must
name this machine as its host (a foreign name that was made to point here is refused), must not come from another
site's page (Origin, Sec-Fetch-Site: another port is another site), and must bring the token of this launch: once in
the address that `serve` prints, from then on in a cookie that no script and no other site's page can use.
"""

import json
import re
import secrets
from dataclasses import dataclass
from html import escape
from typing import Protocol
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

MOST_BODY = 64 * 1024 * 1024  # bytes of a request: the largest report, in the form that a browser sends it

_OWN_HOST = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(?::([0-9]{1,5}))?")
_OWN_PAGES = ("same-origin", "none")  # "none": an address that a person typed, or had opened
_READS = ("GET", "HEAD")

FOREIGN = "This address is not the workbench's: open the one that conflictdesk serve printed."
ELSEWHERE = "This request comes from another site's page. Copy the workbench's address into the browser yourself."
NO_TOKEN = (
    "The workbench opens with the whole address that conflictdesk serve printed, which ends in ?token=…:"
    " copy it from the terminal. It changes with every start."
)
TOO_LARGE = f"More than {MOST_BODY // 1024 // 1024} MB at once: add the file with conflictdesk add."
NO_LENGTH = "A request must say how long it is."


class _Asked(Protocol):
    """What is asked of a request; gives the answer that ends it, or null where it may go on."""

    def __call__(self, request: "_Request") -> Response | None: ...


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    path: str
    query: bytes
    headers: Headers

    @property
    def host(self) -> str:
        """The one host that the request names, "" where it names none or several."""
        named = self.headers.getlist("host")
        return named[0].lower() if len(named) == 1 else ""

    def refused(self, code: int, sentence: str) -> Response:
        if self.path.startswith("/api/"):
            return Response(json.dumps({"error": sentence}), code, media_type="application/json")
        page = f"<!doctype html><html lang=en><title>Conflictdesk</title><h1>Not open</h1><p>{escape(sentence)}</html>"
        return Response(page, code, media_type="text/html")


class Guard:
    """ASGI middleware. Without a token it does not ask for one: for whoever opens the app in their own process."""

    def __init__(self, app: ASGIApp, token: str | None) -> None:
        self._app, self._token = app, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = _Request(scope["method"], scope["path"], scope["query_string"], Headers(scope=scope))
        checks: tuple[_Asked, ...] = (_of_this_machine, _from_own_page, self._with_token, _of_bounded_length)
        answers = (check(request) for check in checks)
        answer = next((one for one in answers if one is not None), None)
        await (answer or self._app)(scope, receive, send)

    def _with_token(self, request: _Request) -> Response | None:
        if self._token is None:
            return None
        name = cookie_name(request.host)
        given = parse_qs(request.query.decode("latin-1")).get("token", [""])[0]
        if request.method in _READS and _same(given, self._token):
            # To the first page alone: a path taken from the request could lead elsewhere.
            opened = RedirectResponse("/", 303)
            opened.set_cookie(name, self._token, httponly=True, samesite="strict", path="/")
            return opened
        kept = cookie_parser(request.headers.get("cookie", "")).get(name, "")
        return None if _same(kept, self._token) else request.refused(403, NO_TOKEN)


def new_token() -> str:
    """A token for one launch: 192 bits of chance."""
    return secrets.token_urlsafe(24)


def cookie_name(host: str) -> str:
    """The cookie of the workbench at `host`: browsers keep cookies by name alone, whatever the port."""
    own = _OWN_HOST.fullmatch(host)
    return f"conflictdesk-{(own and own[2]) or 80}"


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode())


def _of_this_machine(request: _Request) -> Response | None:
    return None if _OWN_HOST.fullmatch(request.host) else request.refused(400, FOREIGN)


def _from_own_page(request: _Request) -> Response | None:
    """Browsers say where a request comes from; other programs need not, but then lack the cookie."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    own = origin in (None, f"http://{request.host}")
    # A form of a page that tells nobody where it is (Referrer-Policy) comes from "null".
    unnamed = origin == "null" and site == "same-origin"
    return None if site in (None, *_OWN_PAGES) and (own or unnamed) else request.refused(403, ELSEWHERE)


def _of_bounded_length(request: _Request) -> Response | None:
    if "transfer-encoding" in request.headers:
        return request.refused(411, NO_LENGTH)
    length = request.headers.get("content-length", "0")
    return request.refused(413, TOO_LARGE) if not length.isdecimal() or int(length) > MOST_BODY else None
