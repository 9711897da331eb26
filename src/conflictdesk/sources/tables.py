"""Tables of reports (CSV, TSV): each row is a report. Encoding and separator are found, columns known by usual names.

A row is archived as JSON of all its cells under their columns' names: by itself it would not say what its cells are.
Whether 3/4/2020 is in April or in March is decided by the whole column, never by one row; where it cannot be decided,
dates stay empty, and that is said.
"""

import csv
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Any

import yaml

from conflictdesk.errors import UnreadableFile
from conflictdesk.sources.day_order import DayOrder, find_order
from conflictdesk.sources.decoding import decode
from conflictdesk.sources.limits import LARGEST_FILE, MOST_PARTS
from conflictdesk.sources.retrieved import Issue, Parsed, Retrieved
from conflictdesk.sources.single import contained, one_report

SEPARATORS = ",;\t|"
SAMPLE = 50  # rows by which the separator is chosen
MOST_BROKEN = 100  # rows that are no rows; each costs reading on from the next line
MOST_COLUMNS = 1000
_ASKED = ("published", "title", "publisher", "url")  # fields that a table is told to lack
MOST_NAMED = 30  # columns named in a complaint

_SEPARATOR_LINE = re.compile(r"sep=(.)\s*\Z")
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class _Table:
    """Headings, and rows by their numbers as a spreadsheet counts them (headings are row 1)."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]
    issues: tuple[Issue, ...]


def parse_table(raw: bytes, name: str, columns: Mapping[str, str]) -> Parsed:
    """The reports in a table. `columns` tells which column (by its heading) holds which field of a report.

    `columns["dates"]` may be "day-first" or "month-first". Raises UnreadableFile where there can be no reports.
    """
    table = _read(decode(raw), name)
    places = _places(table.headings, columns, name)
    wordings = [(number, _cell(row, places.get("published"))) for number, row in table.rows]
    order = find_order(wordings, table.headings[places["published"]] if "published" in places else "",
                       columns.get("dates"))  # fmt: skip
    retrieved: list[Retrieved] = []
    issues = [*table.issues, *(Issue(name, None, doubt) for doubt in order.doubts)]
    for number, row in table.rows:
        parsed = _report(row, number, table.headings, places, order, name)
        retrieved += parsed.retrieved
        issues += parsed.issues
    if not retrieved and not issues:
        raise UnreadableFile(f"{name} has headings and no rows. Save it again and add that.")
    return contained(Parsed(tuple(retrieved), tuple(issues), _unread(table.headings, places)))


def _report(
    row: list[str], number: int, headings: tuple[str, ...], places: Mapping[str, int], order: DayOrder, name: str
) -> Parsed:
    text = _cell(row, places["text"])
    if len(row) > len(headings):
        message = f"This row has {len(row)} cells for {len(headings)} columns: a quote is missing. It was left out."
        return Parsed((), (Issue(name, number, message),))
    if not text:
        return Parsed(
            (), (Issue(name, number, f"The cell “{headings[places['text']]}” is empty. The row was left out."),)
        )
    cells = {heading: cell for heading, cell in zip(headings, row, strict=False) if heading and cell}
    raw = json.dumps(cells, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    about = {field: _cell(row, place) for field, place in places.items() if field not in ("text", "published")}
    wording = order.written(_cell(row, places.get("published")))
    dates = [(wording, order.reason)] if wording else []
    return one_report(raw.encode("utf-8", "backslashreplace"), "application/json", text, about, dates, name, number)


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


# Which column holds what


def _places(headings: tuple[str, ...], columns: Mapping[str, str], name: str) -> dict[str, int]:
    """The place of each field's column. Raises UnreadableFile where the text's is not to be found."""
    asked = {field: heading for field, heading in columns.items() if field != "dates"}
    places = {field: _place(headings, heading, name) for field, heading in asked.items()}
    if "text" not in places:
        _refuse_events(headings, name)
    known = [folded(heading) for heading in headings]
    for field, usual in _usual().items():
        free = (known.index(one) for one in usual if one in known and known.index(one) not in places.values())
        place = next(free, None)
        if field not in places and place is not None:
            places[field] = place
    if "text" not in places:
        advice = "Name the column that holds the reports' text: --columns text=NAME"
        raise UnreadableFile(f"{name} has no column known to hold text. {advice}. {_named(headings)}")
    return places


def _unread(headings: tuple[str, ...], places: Mapping[str, int]) -> str | None:
    """What to say of columns that were not read; null where every field has its column, or every column its field."""
    left = tuple(heading for place, heading in enumerate(headings) if heading and place not in places.values())
    empty = [field for field in _usual() if field in _ASKED and field not in places]
    if not left or not empty:
        return None
    mapped = ",".join(f"{field}=NAME" for field in empty)
    named = ", ".join(heading[:40] for heading in left[:MOST_NAMED])
    return (
        f"no column is known to hold {', '.join(empty)}; columns not read: {named}{', ...' * (len(left) > MOST_NAMED)}."
        f" If one of them does, add the file again and name it: --columns {mapped}"
    )


def _place(headings: tuple[str, ...], heading: str, name: str) -> int:
    if heading in headings:
        return headings.index(heading)
    known = [folded(one) for one in headings]
    if folded(heading) in known:
        return known.index(folded(heading))
    raise UnreadableFile(f"{name} has no column “{heading}”. {_named(headings)}")


def _named(headings: tuple[str, ...]) -> str:
    named = ", ".join(heading[:40] for heading in headings[:MOST_NAMED])
    return f"Its columns are: {named}{', ...' if len(headings) > MOST_NAMED else '.'}"


def _refuse_events(headings: tuple[str, ...], name: str) -> None:
    """Raise UnreadableFile for an export of a database of events: its notes sum reports up, and are no source."""
    held = {heading.casefold() for heading in headings}
    for database in _read_data("event_tables.yaml")["databases"]:
        if held.issuperset(database["columns"]):
            raise UnreadableFile(
                f"{name} is a table of {database['name']} events. Its rows are events that others coded, not reports,"
                " and would count as one more source for each: they were not added. If you want their notes read as"
                " reports all the same, say so: --columns text=notes"
            )


@cache
def _usual() -> dict[str, list[str]]:
    """The usual names of each field's column, folded."""
    fields = _read_data("columns.yaml")["fields"]
    return {field: [folded(one) for names in named.values() for one in names] for field, named in fields.items()}


@cache
def _read_data(file: str) -> Any:
    return yaml.safe_load((files("conflictdesk") / "data" / file).read_text("utf-8"))


def folded(heading: str) -> str:
    """A heading without accents, capitals and signs."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", heading) if not unicodedata.combining(sign))
    return _SIGNS.sub(" ", bare.casefold()).strip()


# Text to rows


def _read(text: str, name: str) -> _Table:
    lines = list(StringIO(text, newline=""))
    while lines and not lines[0].strip():
        del lines[0]
    told = _SEPARATOR_LINE.match(lines[0]) if lines else None
    lines = lines[1:] if told else lines
    separator = told[1] if told else max(SEPARATORS, key=lambda one: _fitness(lines, one))
    issues: list[Issue] = []
    rows = list(_rows(lines, separator, name, issues))
    if not rows:
        raise UnreadableFile(f"{name} holds no table. Save it as CSV and add that.")
    (_, headings), *others = rows
    if len(headings) > MOST_COLUMNS:
        raise UnreadableFile(f"{name} has more than {MOST_COLUMNS} columns. Keep those that are needed and add that.")
    filled = tuple((number, row) for number, row in others if any(cell.strip() for cell in row))
    return _Table(tuple(heading.strip() for heading in headings), filled, tuple(issues))


def _fitness(lines: list[str], separator: str) -> tuple[int, float, int]:
    """How well a separator suits: columns known by name, rows as wide as the headings, columns."""
    rows = [row for _, row in _rows(lines[:SAMPLE], separator, "", [])]
    width = len(rows[0]) if rows else 0
    usual = {one for names in _usual().values() for one in names}
    known = sum(folded(heading) in usual for heading in rows[0][:MOST_COLUMNS]) if rows else 0
    alike = sum(len(row) == width for row in rows) / max(1, len(rows))
    return known, alike if width > 1 else 0.0, width


def _rows(lines: list[str], separator: str, name: str, issues: list[Issue]) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers. After one that is none, reading goes on with the next line."""
    csv.field_size_limit(LARGEST_FILE)
    start, number, broken = 0, 0, 0
    while start < len(lines) and broken <= MOST_BROKEN:
        reader = csv.reader(lines[start:], delimiter=separator, strict=True)
        before = 0
        try:
            for row in reader:
                number, before = number + 1, reader.line_num
                if number > MOST_PARTS:
                    issues.append(Issue(name, number, "From this row on it was not read: too many. Split the file."))
                    return
                yield number, row
            return
        except csv.Error:
            number, start, broken = number + 1, start + before + 1, broken + 1
            issues.append(Issue(name, number, "A quote is missing or too many in this row. It was left out."))
    if start < len(lines):
        issues.append(Issue(name, number + 1, "From this row on it was not read: too many rows are broken."))
