"""Names that no name should be, and what lies in folders beside files."""

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from hostile.corpus import SENTENCE, Case, Make, bytes_to, good, of

NAMES = (
    "line\nbreak", "return\rback", "tab\tstop", "escape\x1b[2J\x1b]0;x\x07", "bell\x07", "\u202etxt.exe", "\u200bzero", "=cmd|calc",
    "+1", "-rf", "@sum", "--help", "$(true)", "`true`", "a;true", "a|true", "a&b", "quote'", 'double"', "<script>alert(1)<", "%s%n",
    "{{7*7}}", " leading", "trailing ", "CON", "nul", "a" * 240, "سبها", "名", "💥", "e\u0301", "\udcff\udcfe", "half\udc80", "*?[a]",
    "~root", "#", "\\..\\a", "http:", "[red]markup[/red]", "\U000e0041tag",
)  # fmt: skip


def cases() -> Iterator[Case]:
    for number, name in enumerate(NAMES):
        yield good("name", f"{name}.txt", f"{SENTENCE} Name {number}.".encode(), says=SENTENCE)
    yield good("name", "no-end", f"{SENTENCE} No end.".encode(), says=SENTENCE)
    yield good("name", "two.html.txt", f"{SENTENCE} Two ends.".encode(), says=SENTENCE)
    yield good("name", "dots...", f"{SENTENCE} Dots.".encode(), says=SENTENCE)
    yield Case("name", ".hidden.txt", of(b"Hidden."), read=0, told=())
    yield from beside_files()


def beside_files() -> Iterator[Case]:
    links = {
        "link-to-itself.txt": "link-to-itself.txt", "link-there.txt": "link-back.txt", "link-back.txt": "link-there.txt",
        "link-out.txt": "/etc/passwd", "link-up.txt": "../outside.txt", "link-nowhere.txt": "nowhere.txt",
        "link-to-folder": "/etc", "link-to-here": ".", "link-to-device.txt": "/dev/zero", "link-long.txt": "a/" * 2000,
    }  # fmt: skip
    for name, to in links.items():
        yield Case("no file", name, _link(to))
    yield Case("no file", "pipe.txt", os.mkfifo)
    yield Case("no file", "socket.txt", _socket)
    yield Case("no file", "locked.txt", _locked, read=None, told=None)  # whoever may do all reads it
    yield Case("no file", "locked-folder", _locked_folder, read=None, told=None)
    yield Case("no file", "deep", _deep, read=0, told=())


def _link(to: str) -> Make:
    return lambda path: path.symlink_to(to)


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(path.name)
    finally:
        os.chdir(here)


def _locked(path: Path) -> None:
    bytes_to(path, b"Locked away.")
    path.chmod(0)


def _locked_folder(path: Path) -> None:
    bytes_to(path / "inner.txt", b"Locked away with its folder.")
    path.chmod(0)


def _deep(path: Path) -> None:
    """A thousand folders, each in the last, with a report at the bottom: too far down to be looked for."""
    here = os.open(path.parent, os.O_RDONLY)
    name = path.name
    for _ in range(1000):
        with suppress(FileExistsError):
            os.mkdir(name, dir_fd=here)
        there = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here, name = there, "d"
    with os.fdopen(os.open("bottom.txt", os.O_WRONLY | os.O_CREAT, dir_fd=here), "w") as file:
        file.write(SENTENCE)
    os.close(here)
