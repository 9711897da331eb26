"""Tables of posts: CSV and JSON lines as streams of rows, bounded in line, cell and in what a lost quote may swallow.

Both are read in this process: Python's own readers of them run nothing that they read. No message quotes a cell.
"""

import csv
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import yaml

from conflictdesk.errors import UnreadableFile
from conflictdesk.sources.lines import LONGEST_LINE, Lines, LineTooLong
from conflictdesk.sources.tables import folded

SAMPLE_ROWS = 2000  # by which columns are known and dates understood
LONGEST_CELL = 131_072  # characters
MOST_LOST = 5000  # rows with lost quotes; each costs reading on from its second line
MOST_COLUMNS = 1000
SEPARATORS = ",;\t|"
_LOST = f"has a quote missing or too many, or a cell of more than {LONGEST_CELL:,} characters"


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that is none. `row` is counted as a spreadsheet does, headings being row 1; in JSON lines by line."""

    row: int
    reason: str


class Table(Protocol):
    """A file of rows that can be gone through again and again, all of them in the same order."""

    @property
    def headings(self) -> tuple[str, ...]: ...

    @property
    def late(self) -> Collection[str]:
        """Columns that came later than the headings, and were not read."""
        ...

    def rows(self) -> Iterator[tuple[int, Sequence[str | None]] | BrokenRow]:
        """Each row's number and its cells in the order of the headings."""
        ...


@dataclass(frozen=True, slots=True)
class Csv:
    """A table with headings, its separator found."""

    path: Path
    encoding: str
    separator: str
    headings: tuple[str, ...]
    told: bool  # its first line names the separator
    late: Collection[str] = ()

    @classmethod
    def open(cls, path: Path, encoding: str) -> "Csv":
        with Lines.open(path, encoding) as lines:
            try:
                first = next((line for line in lines if line.strip()), "")
            except LineTooLong:
                raise UnreadableFile(f"{path.name} has a first line of more than {LONGEST_LINE:,} signs.") from None
        told = first.strip()[4:] if first.strip().lower().startswith("sep=") and len(first.strip()) == 5 else ""
        tried = [cls(path, encoding, one, (), bool(told)) for one in (told or SEPARATORS)]
        found = [(one, next(iter(one.rows()), None)) for one in tried]
        rows = [(one, row[1]) for one, row in found if isinstance(row, tuple)]
        if not rows:
            raise UnreadableFile(f"{path.name} holds no table. Save it as CSV and add that.")
        table, headings = max(rows, key=lambda pair: _fitness(pair[1]))
        if len(headings) > MOST_COLUMNS:
            raise UnreadableFile(f"{path.name} has more than {MOST_COLUMNS} columns. Keep those that are needed.")
        named = tuple((heading or "").strip() for heading in headings)
        return cls(path, encoding, table.separator, named, bool(told))

    def rows(self) -> Iterator[tuple[int, Sequence[str | None]] | BrokenRow]:
        with Lines.open(self.path, self.encoding) as lines:
            number, width = 0, len(self.headings)
            for row in _csv_rows(lines, self.separator):
                if number == 0 and self.told and not isinstance(row, str):
                    number = 1  # spreadsheets count that line, too
                    continue
                number += 1
                if isinstance(row, str):
                    yield BrokenRow(number, row)
                elif not width:  # the headings are asked for
                    yield number, row
                elif number > 1 + self.told:
                    yield from _of_width(number, row, width)


def _of_width(number: int, row: list[str], width: int) -> Iterator[tuple[int, Sequence[str | None]] | BrokenRow]:
    if not any(row):
        return
    if len(row) > width:
        yield BrokenRow(number, f"has {len(row)} cells for {width} columns: a quote is missing")
    else:
        yield number, row


def _csv_rows(lines: Lines, separator: str) -> Iterator[list[str] | str]:
    """The rows that are not blank; of one that is none, why. Reading goes on with the line behind its first."""
    csv.field_size_limit(LONGEST_CELL)
    for _ in range(MOST_LOST):
        reader = csv.reader(lines, delimiter=separator, strict=True)
        try:
            for row in reader:
                lines.taken()
                if row:
                    yield row
            return
        except (csv.Error, LineTooLong) as error:
            alone = isinstance(error, LineTooLong) and lines.begun == 1
            lines.give_back()
            yield f"is longer than {LONGEST_LINE:,} characters" if alone else _LOST
    yield "is the last one read: too many before it have a quote missing"


def _fitness(headings: Sequence[str | None]) -> tuple[int, int]:
    known = {one for names in usual_names().values() for one in names}
    return sum(folded(heading or "") in known for heading in headings[:MOST_COLUMNS]), len(headings)


@dataclass(frozen=True, slots=True)
class JsonLines:
    """An object a line. A field within another is named with a dot: user.name."""

    path: Path
    encoding: str
    headings: tuple[str, ...]
    late: set[str] = field(default_factory=set, compare=False)  # fields that came after the rows looked at first

    @classmethod
    def open(cls, path: Path, encoding: str) -> "JsonLines":
        names: dict[str, None] = {}
        sample = islice(cls(path, encoding, ())._objects(), SAMPLE_ROWS)
        for _, told in sample:
            if isinstance(told, dict):
                names |= dict.fromkeys(_names(told))
        if not names:
            raise UnreadableFile(f"{path.name} holds no JSON lines with a field in them.")
        return cls(path, encoding, tuple(names)[:MOST_COLUMNS])

    def rows(self) -> Iterator[tuple[int, Sequence[str | None]] | BrokenRow]:
        paths = [(heading, heading.split(".", 1)) for heading in self.headings]
        known = frozenset(self.headings)
        for number, told in self._objects():
            if isinstance(told, dict):
                if number > SAMPLE_ROWS and len(self.late) < MOST_COLUMNS:
                    self.late.update(name for name in _names(told) if name not in known)
                yield number, [_value(told, heading, parts) for heading, parts in paths]
            else:
                yield BrokenRow(number, told)

    def _objects(self) -> Iterator[tuple[int, dict[str, Any] | str]]:
        with Lines.open(self.path, self.encoding) as lines:
            number = 0
            while True:
                number += 1
                try:
                    line = next(lines)
                except StopIteration:
                    return
                except LineTooLong:
                    yield number, f"is longer than {LONGEST_LINE:,} characters"
                    continue
                if line.strip():
                    yield number, _object(line)


def _object(line: str) -> dict[str, Any] | str:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return "is no JSON"
    return told if isinstance(told, dict) else "is no JSON object"


def _names(told: Mapping[str, Any]) -> Iterator[str]:
    for name, value in told.items():
        if isinstance(value, dict):
            yield from (f"{name}.{inner}" for inner in value)
        else:
            yield name


def _value(told: Mapping[str, Any], heading: str, parts: Sequence[str]) -> str | None:
    value = told.get(heading)
    if value is None and len(parts) == 2:
        outer = told.get(parts[0])
        value = outer.get(parts[1]) if isinstance(outer, dict) else None
    if value is None or isinstance(value, dict | list):
        return None
    return value[:LONGEST_CELL] if isinstance(value, str) else str(value)


@cache
def usual_names() -> dict[str, list[str]]:
    """The usual names of each field's column, folded."""
    told = yaml.safe_load((files("conflictdesk") / "data" / "post_columns.yaml").read_text("utf-8"))
    return {field: [folded(one) for one in names] for field, names in told["fields"].items()}
