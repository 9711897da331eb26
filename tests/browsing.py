"""What tests in a real browser share: the workbench over a desk, and a watch on what its pages ask and complain of."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from playwright.sync_api import Page

from conflictdesk.web.app import create_app

CHROMIUM = "/usr/bin/chromium"
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--no-first-run",
]
PATIENCE = 30_000  # ms: software drawing on a busy machine
DRIVER_NOTES = "GPU stall due to ReadPixels"  # what the software renderer says of itself


@contextmanager
def serving(folder: Path, token: str | None = None, who: str | None = None) -> Iterator[str]:
    """The workbench over a desk, at the address that it gives; `who` signs what is said there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(create_app(folder, token, who), host="127.0.0.1", port=port, log_level="warning")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


class Watch:
    """What a page asked for and complained of."""

    def __init__(self, page: Page) -> None:
        self.hosts: set[str] = set()
        self.complaints: list[str] = []
        page.on("request", lambda request: self.ask(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.hear(said.type, said.text))

    def ask(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob"):
            self.hosts.add(urlsplit(url).hostname or "")

    def hear(self, kind: str, words: str) -> None:
        if kind in ("error", "warning") and DRIVER_NOTES not in words:
            self.complaints.append(words)


def opened(page: Page, url: str) -> Page:
    page.goto(url)
    page.wait_for_selector("body[data-ready=yes]")
    page.wait_for_timeout(1500)  # the last tiles and labels; what follows looks at pixels
    return page
