"""Exports of posts: their rows, one after the other, however many there are; which column holds what, and since when.

A table (CSV, TSV) or JSON lines is read in this process (`post_tables.py`), Parquet in one of its own (`parquet.py`).
What is packed is not unpacked. No message quotes a cell: a column taken for another may hold anybody's name.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from conflictdesk.errors import UnreadableFile
from conflictdesk.sources.clocks import Clock
from conflictdesk.sources.day_order import DayOrder, find_order
from conflictdesk.sources.decoding import encoding_of
from conflictdesk.sources.post_tables import SAMPLE_ROWS, BrokenRow, Csv, JsonLines, Table, usual_names
from conflictdesk.sources.tables import folded

FIELDS = ("time", "account", "place", "text", "id")
SAMPLE_BYTES = 1 << 20
MOST_NAMED = 30  # columns named in a complaint
LONGEST_NAMED = 40
LEAST_TIMES = 0.5  # share of the sampled times that must be times
LONGEST_ACCOUNT = 100  # characters
MOST_LONG = 0.2  # share of the sampled accounts that may be longer
PACKED = {
    b"\x1f\x8b": "gzip", b"PK\x03\x04": "zip (a spreadsheet?)", b"BZh": "bzip2", b"\xfd7z": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}  # fmt: skip
PARQUET = b"PAR1"


class Cells(NamedTuple):
    """A row of an export, as written; null where the export has no such column. A blank account is ""."""

    row: int
    time: str
    account: str | None
    place: str | None
    text: str | None
    id: str | None


@dataclass(frozen=True, slots=True)
class Export:
    """An opened export: which heading holds which field, and how its dates are to be read."""

    name: str
    table: Table
    columns: Mapping[str, str]
    order: DayOrder

    def rows(self, start: int = 0) -> Iterator[Cells | BrokenRow]:
        """The rows from the one with number `start` on, counting broken ones, the first being 0."""
        width = len(self.table.headings)
        at = [self.table.headings.index(self.columns[field]) if field in self.columns else -1 for field in FIELDS]
        for row in islice(self.table.rows(), start, None):
            yield row if isinstance(row, BrokenRow) else _cells(row[0], row[1], at, width)

    def unread(self) -> list[str]:
        """The fields for which a column of a usual name came only after the rows by which columns are known. To be
        asked when the rows were read."""
        late = {folded(name) for name in self.table.late}
        return [field for field, usual in usual_names().items() if field not in self.columns and late & set(usual)]


def open_export(path: Path, columns: Mapping[str, str], clock: Clock) -> Export:
    """Open an export, and look at its first rows; sets the clock's order of day and month.

    `columns` tells which heading holds which of FIELDS, and under "dates" which of day and month comes first; what it
    leaves out is known by usual names. Raises UnreadableFile where the file holds no posts, or a column is not there
    or not what it is said to be.
    """
    table = _table(path)
    placed = _placed(table.headings, columns, path.name)
    probe = Export(path.name, table, placed, clock.order)
    sample = [row for row in islice(probe.rows(), SAMPLE_ROWS) if isinstance(row, Cells)]
    clock.order = find_order([(row.row, row.time) for row in sample], placed["time"], columns.get("dates"))
    _check_times(sample, clock, placed["time"], path.name)
    _check_accounts(sample, placed.get("account", ""), path.name)
    _check_places(sample, placed, path.name)
    return Export(path.name, table, placed, clock.order)


def _table(path: Path) -> Table:
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    packed = next((kind for mark, kind in PACKED.items() if sample.startswith(mark)), None)
    if packed:
        raise UnreadableFile(f"{path.name} is packed as {packed}: unpack it, or save it as CSV, and add that.")
    if not sample.strip(b"\0\r\n\t "):
        raise UnreadableFile(f"{path.name} is empty.")
    if sample.startswith(PARQUET):
        from conflictdesk.sources.parquet import ParquetTable  # only where there is one

        return ParquetTable.open(path)
    encoding = encoding_of(sample)
    first = sample.decode(encoding, "replace").lstrip("\ufeff\0\r\n\t ")[:1]
    if first == "[":
        raise UnreadableFile(f"{path.name} is one JSON list: save it as JSON lines (an object a line) and add that.")
    return JsonLines.open(path, encoding) if first == "{" else Csv.open(path, encoding)


# Which column holds what


def _placed(headings: Sequence[str], columns: Mapping[str, str], name: str) -> dict[str, str]:
    """The heading of each field. Raises UnreadableFile where one is missing that is needed."""
    placed = {field: _heading(headings, told, name) for field, told in columns.items() if field in FIELDS}
    known = {folded(heading): heading for heading in reversed(headings)}
    for field, usual in usual_names().items():
        free = (known[one] for one in usual if one in known and known[one] not in placed.values())
        found = next(free, None)
        if field not in placed and found is not None:
            placed[field] = found
    missing = "time" if "time" not in placed else "text" if not {"text", "place"} & placed.keys() else None
    if missing:
        advice = f"Name the column: --columns {missing}=NAME, or under [watch.columns] in desk.toml"
        raise UnreadableFile(f"{name} has no column known to hold the posts' {missing}. {advice}. {_named(headings)}")
    return placed


def _heading(headings: Sequence[str], told: str, name: str) -> str:
    alike = [heading for heading in headings if heading == told] or [
        heading for heading in headings if folded(heading) == folded(told)
    ]
    if not alike:
        raise UnreadableFile(f"{name} has no column “{told}”. {_named(headings)}")
    return alike[0]


def _named(headings: Sequence[str]) -> str:
    """The headings in words; not where the first row is none of headings, for then it may name accounts."""
    usual = {one for names in usual_names().values() for one in names}
    if not any(folded(heading) in usual for heading in headings):
        return f"It has {len(headings)} columns, and none of a usual name: is its first row one of headings?"
    named = ", ".join(heading[:LONGEST_NAMED] for heading in headings[:MOST_NAMED])
    return f"Its columns are: {named}{', ...' if len(headings) > MOST_NAMED else '.'}"


def _check_times(sample: Sequence[Cells], clock: Clock, heading: str, name: str) -> None:
    """Raise UnreadableFile where the column of times holds none."""
    wrong: list[tuple[int, str]] = []
    for row in sample:
        try:
            clock.day(row.time)
        except ValueError as error:
            wrong.append((row.row, str(error)))
    if sample and len(wrong) > (1 - LEAST_TIMES) * len(sample):
        number, why = wrong[0]
        raise UnreadableFile(
            f"{name}: the column “{heading[:LONGEST_NAMED]}” is said to hold times, and in {len(wrong)} of its first"
            f" {len(sample)} rows it does not: in row {number} the time {why}. Name the right one: --columns time=NAME"
        )


def _check_accounts(sample: Sequence[Cells], heading: str, name: str) -> None:
    """Raise UnreadableFile where the column of accounts holds texts."""
    long = sum(len(row.account or "") > LONGEST_ACCOUNT for row in sample)
    if sample and long > MOST_LONG * len(sample):
        raise UnreadableFile(
            f"{name}: the column “{heading[:LONGEST_NAMED]}” is said to hold accounts, and {long} of its first"
            f" {len(sample)} rows are longer than {LONGEST_ACCOUNT} characters."
            " Name the right one: --columns account=NAME"
        )


def _check_places(sample: Sequence[Cells], placed: Mapping[str, str], name: str) -> None:
    """Raise UnreadableFile where the column of places holds the accounts."""
    if "place" not in placed:
        return
    stated = [row for row in sample if row.place]
    alike = sum(row.place == row.account for row in stated)
    named = placed["place"] == placed.get("account") or folded(placed["place"]) in usual_names()["account"]
    if named or alike > MOST_LONG * len(stated):
        raise UnreadableFile(
            f"{name}: the column “{placed['place'][:LONGEST_NAMED]}” is said to hold places, and holds accounts."
            " Name the right one: --columns place=NAME"
        )


def _cells(number: int, row: Sequence[str | None], at: Sequence[int], width: int) -> Cells:
    """The cells of a row; a field without a column is at -1, behind the last one."""
    padded = [*row, *([None] * (width + 1 - len(row)))]
    time, account, place, text, key = [padded[n] for n in at]
    return Cells(
        number,
        time.strip() if time else "",
        (account or "").strip() if at[1] >= 0 else None,
        place and place.strip(),
        text and text.strip(),
        key and key.strip(),
    )
