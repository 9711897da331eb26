"""Bytes of files, and the files of folders. A folder of reports may come from anyone: what in it is no plain file of
its own (a link that leads out of it, a pipe, a device) is passed over and told; what a person names is read."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from conflictdesk.errors import UnreadableFile
from conflictdesk.sources.limits import LARGEST_FILE, MB

MOST_DEEP = 200  # folders within folders; beyond it a path is too long for many systems


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Something in a folder that is not read, and what to do about it."""

    path: Path
    message: str


def read_file(path: Path) -> bytes:
    """The bytes of a file or a pipe, read once and up to the largest size. Raises UnreadableFile."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
            raise UnreadableFile(f"{path} is a device. Save what it gives to a file and add that.")
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:  # ValueError: a name that no system takes
        reason = error.strerror if isinstance(error, OSError) else error
        raise UnreadableFile(f"{path} cannot be opened ({reason}). Check its name and who may read it.") from error
    if len(raw) > LARGEST_FILE:
        raise UnreadableFile(too_large(path.name))
    return raw


def too_large(name: str) -> str:
    return f"{name} is larger than {LARGEST_FILE // MB} MB. Split it and add the parts."


def files_below(folder: Path) -> Iterator[Path | PassedOver]:
    """The files below `folder`, in order of name, hidden ones left out; and what there is beside files."""
    own, waiting = folder.resolve(), [(folder, 0)]
    found: list[Path | PassedOver] = []
    while waiting:
        place, depth = waiting.pop()
        for entry in _entries(place, found):
            path = place / entry.name
            if entry.is_dir(follow_symlinks=False) and depth < MOST_DEEP:
                waiting.append((path, depth + 1))
            else:
                found.append(_judged(path, entry, own))
    yield from sorted(found, key=lambda one: os.fsencode(one.path if isinstance(one, PassedOver) else one))


def _entries(place: Path, found: list[Path | PassedOver]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(place) as entries:
            return [entry for entry in entries if not entry.name.startswith(".")]
    except OSError as error:
        found.append(PassedOver(place, f"{place} cannot be searched ({error.strerror}). Check who may read it."))
        return []


def _judged(path: Path, entry: os.DirEntry[str], own: Path) -> Path | PassedOver:
    """The path, or why it is passed over."""
    try:
        if entry.is_dir(follow_symlinks=False):
            message = f"{path} is more than {MOST_DEEP} folders deep. Add that folder by itself."
        elif entry.is_symlink() and not _within(path, own):
            message = f"{path} is a link to a folder or out of this one. If you trust it, add what it leads to."
        elif not entry.is_file():
            message = f"{path} is no file but a pipe, socket, device or broken link. It was passed over."
        else:
            return path
    except (OSError, RuntimeError) as error:  # a link that leads to itself
        message = f"{path} cannot be followed ({getattr(error, 'strerror', None) or error}). It was passed over."
    return PassedOver(path, message)


def _within(path: Path, own: Path) -> bool:
    target = path.resolve(strict=True)
    return target.is_file() and target.is_relative_to(own)
