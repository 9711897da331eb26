"""Who may read a desk: its owner alone. Reports may name people, and a folder that was copied may be open to all."""

import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from conflictdesk.store.archive import PRIVATE, PRIVATE_FILE

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def close_to_others(folder: Path) -> int:
    """Take from everybody but the owner what they may do with the desk in `folder`; how much of it was open.

    What belongs to somebody else, and links, stay as they are.
    """
    opened = 0
    for path in _all(folder):
        with suppress(OSError):
            mode = path.lstat().st_mode
            if mode & _OTHERS and not stat.S_ISLNK(mode):
                path.chmod(PRIVATE if stat.S_ISDIR(mode) else PRIVATE_FILE)
                opened += 1
    return opened


def _all(folder: Path) -> Iterator[Path]:
    """The folder and what a desk keeps in it: what else lies there is not the desk's to close."""
    yield folder
    yield from folder.glob("desk.*")
    yield from folder.glob("*.yaml")
    yield from folder.glob("gazetteer.sqlite*")
    yield from (folder / "archive").rglob("*")
    yield folder / "archive"
