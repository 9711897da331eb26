"""What a person sees: tables on a terminal, JSON lines when piped; progress and complaints always on stderr.

File names, titles and messages are shown as plain text: nothing in them is read as markup or as a terminal's order.
"""

import json
import logging
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

T = TypeVar("T")
Row = Mapping[str, Any]

NO_REPORTS = "No reports yet. Add some: conflictdesk add PATH"

# Controls and line ends, overrides and isolates of direction (they show words in another order), halves of characters.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def on_terminal() -> bool:
    return sys.stdout.isatty()


def show(rows: Sequence[Row]) -> None:
    """Rows with the same keys: a table on a terminal, else a JSON object a line."""
    if not on_terminal():
        write_lines(rows)
    elif rows:
        table = Table(*rows[0], box=None, pad_edge=False)
        for row in rows:
            table.add_row(*(_cell(value) for value in row.values()))
        Console().print(table)


def write_lines(records: Iterable[Row]) -> None:
    """One JSON object a line, each as soon as it is there."""
    for record in records:
        print(json_line(record), flush=True)


def json_line(record: Row) -> str:
    """The record as one line of JSON, unchanged in every value."""
    line = json.dumps(record, ensure_ascii=False, allow_nan=False)
    try:
        line.encode()
    except UnicodeEncodeError:  # half a character, escaped in the input: escaped again
        return json.dumps(record, allow_nan=False)
    return line


def say(sentence: str) -> None:
    """A sentence for the person at the terminal, on one line of stderr: no name in it can begin another."""
    print(plain(sentence), file=sys.stderr, flush=True)


class Aloud(logging.Handler):
    """Says log lines as plain text: an error's message may hold words of a report."""

    def emit(self, record: logging.LogRecord) -> None:
        for line in self.format(record).splitlines():
            say(line)


class Complaints:
    """Tells of lines of the input that could not be taken, and remembers that there were any."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, number: int, reason: str) -> None:
        self.count += 1
        say(f"line {number}: {reason}")

    def end(self) -> None:
        """End the command with status 1 if there was one."""
        if self.count:
            raise typer.Exit(1)


def progress(steps: Iterable[T], label: str, total: int) -> Iterator[T]:
    """`steps`, with a bar on stderr where that is a terminal."""
    console = Console(stderr=True)
    return iter(track(steps, label, total, console=console, disable=not console.is_terminal, transient=True))


def plain(text: str) -> str:
    """Text without what a terminal takes for an order, and without halves of characters."""
    return _UNPRINTABLE.sub("\ufffd", text)


def _cell(value: Any) -> Text:
    return Text(plain("" if value is None else str(value)))
