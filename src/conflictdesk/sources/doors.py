"""What a process that reads files gives up: memory beyond a bound, files, processes, the network.

The bounds are the system's and hold for whatever runs in the process; where a system has one of them not, the others
hold. The refusals are Python's own audit: they hold for what a library does, not for a program that took over.
"""

import ctypes
import os
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from conflictdesk.sources.limits import Limits

MOST_OPEN = 64  # descriptors
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # of unshare(2)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
_REFUSED = (
    "socket.", "subprocess.", "shutil.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.remove",
    "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "os.kill",
    "os.putenv", "ftplib.", "http.client.", "smtplib.", "urllib.", "webbrowser.", "ctypes.dlopen", "sqlite3.connect",
)  # fmt: skip


def leave_network() -> None:
    """Enter a network of one's own, without connections, where the system lets a user do so (Linux)."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)


def shut_doors(limits: Limits) -> None:
    """From here on no writing, no process, no connection, no file but the program's own, and bounded memory."""
    for kind, most in (
        ("RLIMIT_CORE", 0), ("RLIMIT_FSIZE", 0), ("RLIMIT_NPROC", 0), ("RLIMIT_NOFILE", MOST_OPEN),
        ("RLIMIT_AS", limits.memory),
    ):  # fmt: skip
        with suppress(AttributeError, ValueError, OSError):  # macOS bounds no address space
            resource.setrlimit(getattr(resource, kind), (most, most))
    own = tuple(str(Path(path).resolve()) + os.sep for path in (*sys.path, sys.prefix, sys.base_prefix) if path)

    def refuse(event: str, said: tuple[Any, ...]) -> None:
        if event == "open":
            _refuse_opening(said, own)
        elif event.startswith(_REFUSED):
            raise PermissionError(f"{event} while reading a file")

    sys.addaudithook(refuse)


def _refuse_opening(said: tuple[Any, ...], own: tuple[str, ...]) -> None:
    path, _, flags = said
    if isinstance(path, int):
        return
    if (flags or 0) & _WRITING or not os.path.realpath(os.fsdecode(path)).startswith(own):
        raise PermissionError(f"opening {path!r} while reading a file")
