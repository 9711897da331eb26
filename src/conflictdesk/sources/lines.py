"""Lines of a long file, bounded; those of a row that turned out to be none can be given back."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

LONGEST_LINE = 1 << 20  # characters


class LineTooLong(Exception):
    """A line passed LONGEST_LINE; the next one is the one behind it."""


class Lines:
    """The lines of a file, without NUL, which some readers take for an end. What cannot be decoded is U+FFFD."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._since: list[str | None] = []  # null: a line that was too long
        self._again: deque[str | None] = deque()

    @classmethod
    @contextmanager
    def open(cls, path: Path, encoding: str) -> Iterator["Lines"]:
        with path.open(encoding=encoding, errors="replace", newline="") as stream:
            yield cls(stream)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._read()
        self._since.append(line)
        if line is None:
            raise LineTooLong
        return line

    @property
    def begun(self) -> int:
        """How many lines were given since the last row."""
        return len(self._since)

    def taken(self) -> None:
        """What was given since the last call is a row, and is not asked for again."""
        self._since.clear()

    def give_back(self) -> None:
        """Give all lines since the last `taken` again, but the first."""
        self._again.extendleft(reversed(self._since[1:]))
        self._since.clear()

    def _read(self) -> str | None:
        line = self._stream.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
            while line and line[-1] not in "\r\n":
                line = self._stream.readline(LONGEST_LINE)
            return None
        return line.replace("\0", "") if "\0" in line else line
