"""Bad inputs, made on the spot: a function for each kind gives its cases, always the same ones.

A case is one file (or something that is none) below a folder, with what must become of it. The very big ones are
written where they are needed and never kept.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SENTENCE = "Gunmen attacked a checkpoint near Sabha, Libya, on 20 May 2020 and killed three soldiers."
SEED = 20200520
MB = 1024 * 1024

Make = Callable[[Path], None]


@dataclass(frozen=True)
class Case:
    """`read` is how many reports come of it, null where that may be any; `told` are the lines that a message names
    (0 for the file as a whole); `says` stands in the clean text; `coded` tells that SENTENCE must become a claim."""

    kind: str
    name: str
    make: Make
    read: int | None = 0
    told: tuple[int, ...] | None = (0,)
    says: str | None = None
    coded: bool = False


def of(raw: bytes) -> Make:
    return lambda path: bytes_to(path, raw)


def bytes_to(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


def refused(kind: str, name: str, raw: bytes) -> Case:
    """A file that must be told as unreadable."""
    return Case(kind, name, of(raw))


def good(kind: str, name: str, raw: bytes, says: str | None = None, coded: bool = True) -> Case:
    """A file that must be read right, however it looks."""
    return Case(kind, name, of(raw), read=1, told=(), says=says, coded=coded)


def open_(kind: str, name: str, raw: bytes) -> Case:
    """A file that may be read or told, as long as nothing else happens."""
    return Case(kind, name, of(raw), read=None, told=None)


def chance(name: str) -> random.Random:
    return random.Random(f"{SEED} {name}")


@cache
def all_cases() -> list[Case]:
    """Every case, each name once."""
    from hostile import archives, jsonl, names, pages, papers, texts

    rooms = (texts, pages, papers, archives, jsonl, names)
    return [case for room in rooms for case in room.cases()]
