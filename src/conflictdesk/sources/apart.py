"""Files read in processes of their own: what a file does to its reader, it does to that process alone.

A few readers are kept ready, for a start takes longer than most files. One that is too slow, too hungry or broken is
ended and replaced; its file is told as unreadable, and the rest goes on. An answer is plain data, and is checked.
"""

import atexit
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import cache
from queue import LifoQueue
from signal import SIGALRM, SIGKILL
from threading import Timer
from typing import Any, BinaryIO, TypeVar

from conflictdesk.errors import DataError, UnreadableFile
from conflictdesk.sources.frames import TooLong, receive, send
from conflictdesk.sources.limits import LIMITS, Limits
from conflictdesk.sources.listing import Asked, Listing, asked_as_plain, listing_from_plain
from conflictdesk.sources.retrieved import Parsed, from_plain

T = TypeVar("T")
LOG = logging.getLogger("conflictdesk.sources")
NO_COLUMNS: Mapping[str, str] = {}
READERS = 2  # processes: one reads while another's file is kept
GRACE = 5.0  # seconds beyond the reader's own alarm after which its parent ends it

# Run by a Python that takes nothing from the environment or the folder that it is started in.
_START = (
    "import json, sys; given = json.loads(sys.argv[1]); sys.path[:] = given['path']\n"
    "from conflictdesk.sources.child import serve; serve(given['limits'])"
)
_KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")


class Reader:
    """One process that reads files, started when first needed and again whenever it has ended. For one caller."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def parse(self, raw: bytes, name: str, columns: Mapping[str, str] = NO_COLUMNS) -> Parsed:
        """As `files.parse_bytes`. Raises UnreadableFile, also for what the file did to its reader."""
        return self._ask(raw, name, {"columns": dict(columns)}, lambda answer: from_plain(answer, raw, name))

    def survey(self, raw: bytes, name: str, asked: Asked) -> Listing:
        """As `indexes.survey`. Raises UnreadableFile, also for what the bytes did to their reader."""
        return self._ask(raw, name, {"survey": asked_as_plain(asked)}, listing_from_plain)

    def _ask(self, raw: bytes, name: str, asked: Mapping[str, Any], taken: Callable[[Any], T]) -> T:
        process = self._ready()
        with _ended_after(process, self._limits.seconds + GRACE) as timer:
            try:
                question = json.dumps(asked).encode("ascii")
                send(_inlet(process), name.encode("utf-8", "surrogatepass"), question, raw)
                answer = json.loads(receive(_outlet(process), self._limits.output).decode("utf-8", "surrogatepass"))
                self._check(answer, name)
                return taken(answer)
            except (OSError, EOFError, TooLong, ValueError, TypeError, LookupError, RecursionError) as error:
                LOG.warning("%s: the reader's answer: %r", name, error)
                raise UnreadableFile(f"{name} {self._end(process, timer)}") from error

    def close(self) -> None:
        """End the process; no zombie is left."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout, process.stderr):
                with suppress(OSError):
                    if pipe is not None:
                        pipe.close()

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        self._process = process = _started(self._limits)
        with _ended_after(process, self._limits.start_seconds):
            try:
                receive(_outlet(process), 64)
            except (EOFError, OSError, TooLong) as error:
                said = process.stderr.read(4000).decode("utf-8", "replace") if process.stderr else ""
                self.close()
                raise DataError(
                    f"The process that reads files does not start ({' '.join(said.split())[-300:] or error!r}):"
                    " install Conflictdesk again."
                ) from error
        return process

    def _check(self, answer: Any, name: str) -> None:
        """Raises UnreadableFile where the reader refused, ValueError for no answer."""
        if not isinstance(answer, dict) or "broken" in answer:
            raise ValueError(str(answer))
        for line in answer.get("log", ()):
            LOG.warning("%s: %s", name, line)
        if answer.get("spent"):  # what it took it may not give back
            self.close()
        if "refused" in answer:
            raise UnreadableFile(str(answer["refused"]))

    def _end(self, process: subprocess.Popen[bytes], timer: Timer) -> str:
        """End the reader, and say why it did not answer."""
        overdue = timer.finished.is_set()
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.5)  # it may be ending by itself
        code = process.poll()
        self.close()
        if code == -SIGALRM or (overdue and code in (None, -SIGKILL)):
            seconds = f"{self._limits.seconds:.0f}"
            return f"took longer than {seconds} seconds to read. Split it, or save its text and add that."
        return "broke the process that reads files. Save its text as a .txt file and add that."


class Readers:
    """A few readers, shared by all threads of this process."""

    def __init__(self, count: int = READERS, limits: Limits = LIMITS) -> None:
        self._free: LifoQueue[Reader] = LifoQueue()  # the one used last is warm
        self._all = [Reader(limits) for _ in range(count)]
        for reader in self._all:
            self._free.put(reader)
        self._threads = ThreadPoolExecutor(count, "reading")

    def parse(self, raw: bytes, name: str, columns: Mapping[str, str] = NO_COLUMNS) -> Parsed:
        """As `files.parse_bytes`, in the next reader that is free."""
        reader = self._free.get()
        try:
            return reader.parse(raw, name, columns)
        finally:
            self._free.put(reader)

    def survey(self, raw: bytes, name: str, asked: Asked) -> Listing:
        """As `indexes.survey`, in the next reader that is free."""
        reader = self._free.get()
        try:
            return reader.survey(raw, name, asked)
        finally:
            self._free.put(reader)

    def begin(self, raw: bytes, name: str, columns: Mapping[str, str] = NO_COLUMNS) -> "Future[Parsed]":
        """As `parse`, and goes on meanwhile."""
        return self._threads.submit(self.parse, raw, name, columns)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for reader in self._all:
            reader.close()


@cache
def readers() -> Readers:
    """The readers of this process, ended with it."""
    made = Readers()
    atexit.register(made.close)
    return made


def _started(limits: Limits) -> subprocess.Popen[bytes]:
    given = json.dumps({"path": [path for path in sys.path if path], "limits": asdict(limits)})
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", _START, given]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=kept, start_new_session=True)


@contextmanager
def _ended_after(process: subprocess.Popen[bytes], seconds: float) -> Iterator[Timer]:
    timer = Timer(seconds, process.kill)
    timer.daemon = True
    timer.start()
    try:
        yield timer
    finally:
        timer.cancel()


def _inlet(process: subprocess.Popen[bytes]) -> BinaryIO:
    assert process.stdin is not None
    return process.stdin  # type: ignore[return-value]


def _outlet(process: subprocess.Popen[bytes]) -> BinaryIO:
    assert process.stdout is not None
    return process.stdout  # type: ignore[return-value]
