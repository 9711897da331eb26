"""Commands that open the workbench: serve, and demo, which first makes a desk of the shipped samples."""

import socket
import threading
import urllib.request
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conflictdesk.cli.options import As, Desk, keep_private, recipe, settings_of
from conflictdesk.cli.screen import say
from conflictdesk.errors import ConflictdeskError, UsageError

if TYPE_CHECKING:
    import uvicorn

HOST = "127.0.0.1"  # a desk is one person's: nobody else on the network sees it
PORT = 8321
DEMO_DESK = Path("demo-desk")
ANSWER_SECONDS = 30.0
Port = Annotated[int, typer.Option(min=0, max=65535, help="0 takes any that is free.")]
Check = Annotated[bool, typer.Option("--check", help="Verify the demo without a browser, and end.")]
Quiet = Annotated[bool, typer.Option("--no-browser", help="Print the address, open nothing.")]


def serve(
    context: typer.Context,
    port: Port = PORT,
    no_browser: Quiet = False,
    desk: Desk = None,
    as_person: As = None,
) -> None:
    """Open the workbench on the desk, on this machine alone."""
    from conflictdesk.store.database import Database

    settings = settings_of(context, desk)
    folder = settings.desk
    if as_person is not None:
        settings.who(as_person)  # a name that cannot sign is refused now, not at the first word
    with Database.open(folder):  # makes it current, or says why it cannot be used
        pass
    keep_private(folder)
    _serve(folder, port, not no_browser, as_person)


def demo(port: Port = PORT, check: Check = False, no_browser: Quiet = False) -> None:
    """Make ./demo-desk of the shipped sample reports and open the workbench on it."""
    from conflictdesk.pipeline.demo import build_demo, check_demo

    for line in build_demo(DEMO_DESK, recipe(DEMO_DESK)):
        say(line)
    if not check:
        _serve(DEMO_DESK, port, not no_browser)
        return
    check_demo(DEMO_DESK)
    with _running(DEMO_DESK) as address, _browser().open(address, timeout=ANSWER_SECONDS) as answer:
        if answer.status != 200 or b"<html" not in answer.read():
            raise ConflictdeskError("The workbench does not answer with a page: see its log above.")
    say("The demo is well: desk verified, workbench answers.")


def _browser() -> urllib.request.OpenerDirector:
    """Opens the workbench as a browser does: it keeps the cookie. No proxy of the environment comes between."""
    return urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor())


def _serve(folder: Path, port: int, browse: bool, who: str | None = None) -> None:
    token = _new_token()
    with _listening(port) as listening:
        address = _address(listening, token)
        say(f"The workbench is open at {address} (end it with Ctrl-C).")
        if browse:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        with suppress(KeyboardInterrupt):
            _server(folder, token, who).run(sockets=[listening])


@contextmanager
def _running(folder: Path) -> Iterator[str]:
    """The workbench on a free port, while the block lasts."""
    token = _new_token()
    server = _server(folder, token)
    with _listening(0) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield _address(listening, token)
        finally:
            server.should_exit = True
            thread.join()


def _new_token() -> str:
    from conflictdesk.web.guard import new_token

    return new_token()


def _server(folder: Path, token: str, who: str | None = None) -> "uvicorn.Server":
    import uvicorn

    from conflictdesk.web.app import create_app

    return uvicorn.Server(uvicorn.Config(create_app(folder, token, who), log_level="warning"))


def _listening(port: int) -> socket.socket:
    """A socket that already takes calls: the browser may come before the server is up."""
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise UsageError(
            f"Port {port} cannot be had ({error.strerror}): choose another, or any with --port 0."
        ) from error


def _address(listening: socket.socket, token: str) -> str:
    """Where the workbench is open, for whoever sees this terminal: the token is of this launch."""
    return f"http://{HOST}:{listening.getsockname()[1]}/?token={token}"
