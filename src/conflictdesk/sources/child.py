"""The process that reads files: bytes and a name in, plain data out, again and again until its parent is gone.

Before the first file comes it loads what reads pages and PDF, and then shuts its doors (see `sources/doors.py`). An
alarm ends it when a file takes too long. What is not a regular answer (it was ended, or broke) the parent tells from
its end.
"""

import json
import logging
import os
import select
import signal
import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import Any, BinaryIO

from conflictdesk.errors import InputError, UnreadableFile
from conflictdesk.sources.doors import leave_network, shut_doors
from conflictdesk.sources.files import parse_bytes
from conflictdesk.sources.frames import receive, send
from conflictdesk.sources.indexes import survey
from conflictdesk.sources.limits import LARGEST_FILE, MB, Limits
from conflictdesk.sources.listing import asked_from_plain, listing_as_plain
from conflictdesk.sources.retrieved import as_plain

READY = b"ready"
MOST_LOGGED = 20  # lines that libraries say of a file
LONGEST_LOGGED = 500

# Read once before the first file comes: the libraries load the rest of themselves when they are first used.
_A_PAGE = b"<!doctype html><html><body><article><h1>A</h1>" + b"<p>A sentence of a page, as any.</p>" * 9 + b"</html>"
_A_LETTER = b"Subject: A\nDate: Sun, 17 May 2020 10:00:00 +0000\nFrom: a@a.example\n\nA letter."
_A_RECORD = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: 45\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nA."
)
_A_FEED = (
    b"<rss version='2.0'><channel><title>A</title><item><title>A</title><description>&lt;p&gt;A</description>"
    b"<pubDate>Sun, 17 May 2020 10:00:00 GMT</pubDate></item></channel></rss>"
)
_A_PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 22>>stream\nBT /F 9 Tf (A) Tj ET  \nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R/Size 6>>\n%%EOF"
)

_OF_EACH_KIND = (
    ("a.html", _A_PAGE), ("a.pdf", _A_PAPER), ("a.xml", _A_FEED), ("a.eml", _A_LETTER), ("a.warc", _A_RECORD),
    ("a.csv", b"text\nA."), ("a.txt", "Ã©".encode()),
)  # fmt: skip


class _Heard(logging.Handler):
    """What libraries say of the file at hand, for the parent's log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if len(self.lines) < MOST_LOGGED:
            self.lines.append(record.getMessage()[:LONGEST_LOGGED])


def serve(given: dict[str, Any]) -> None:
    """Answer until the parent ends. `given` are the fields of Limits."""
    limits, heard = Limits(**given), _Heard()
    logging.getLogger().addHandler(heard)
    inlet, outlet = _pipes()
    sys.excepthook = _telling(outlet)
    for name, raw in _OF_EACH_KIND:
        with suppress(UnreadableFile):
            parse_bytes(raw, name)
    _silence(sys.stderr.fileno())  # until here, it tells why the process cannot start
    leave_network()  # while this is the only thread: the system lets no other do it
    threading.Thread(target=_end_with_parent, args=(inlet.fileno(),), daemon=True).start()
    shut_doors(limits)
    send(outlet, READY)
    with suppress(EOFError):
        while True:
            name, asked = (receive(inlet, LARGEST_FILE).decode("utf-8", "surrogatepass") for _ in range(2))
            raw = receive(inlet, LARGEST_FILE)
            heard.lines.clear()
            signal.setitimer(signal.ITIMER_REAL, limits.seconds)
            answer = _answer(raw, name, json.loads(asked), heard, limits)
            signal.setitimer(signal.ITIMER_REAL, 0)
            send(outlet, answer)


def _answer(raw: bytes, name: str, asked: dict[str, Any], heard: _Heard, limits: Limits) -> bytes:
    try:
        answer = _written({**_found(raw, name, asked), "log": heard.lines})
    except InputError as error:
        return _written({"refused": str(error), "log": heard.lines})
    except MemoryError:
        return _written({"refused": f"{name} {too_hungry(limits)}", "spent": True})
    return answer if len(answer) <= limits.output else _written({"refused": f"{name} {too_much(limits)}"})


def _found(raw: bytes, name: str, asked: dict[str, Any]) -> dict[str, Any]:
    """The reports in the bytes; where `asked` holds a question about what they list, the answer to it."""
    if "survey" in asked:
        return listing_as_plain(survey(raw, name, asked_from_plain(asked["survey"])))
    return as_plain(parse_bytes(raw, name, asked.get("columns", {})), raw)


def too_hungry(limits: Limits) -> str:
    return f"needs more than {limits.memory // MB} MB of memory to be read. Split it, or save its text and add that."


def too_much(limits: Limits) -> str:
    return f"holds more than {limits.output // MB} MB of text. Split it and add the parts."


def _written(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Where questions come from and answers go. What libraries print goes nowhere."""
    outlet = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    _silence(sys.stdout.fileno())
    return sys.stdin.buffer, outlet


def _silence(descriptor: int) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _telling(outlet: BinaryIO) -> Any:
    """What broke this process, as its last answer: the parent logs it."""

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        import traceback

        lines = traceback.format_exception(kind, error, trace)
        send(outlet, _written({"broken": "".join(lines)[-4000:]}))

    return tell


def _end_with_parent(inlet: int) -> None:
    """The parent's end closes the pipe; a process that is reading a file would not see it for itself."""
    waiting = select.poll()
    waiting.register(inlet, 0)
    waiting.poll()
    os._exit(1)
