"""Parquet exports of posts, read by pyarrow (extra `parquet`) in a process that has shut its doors.

Parquet is a format of many layers, packed, and read by a large library in C++: what a file does to its reader, it does
to that process alone, which has bounded memory, and sends plain rows through a pipe.
"""

import importlib.util
import multiprocessing
import os
from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from conflictdesk.errors import UnreadableFile
from conflictdesk.sources.doors import leave_network, shut_doors
from conflictdesk.sources.limits import LIMITS
from conflictdesk.sources.post_tables import LONGEST_CELL, BrokenRow

ROWS = 2000  # sent at a time
SILENT_SECONDS = 120.0  # after which the process is ended

_Row = tuple[int, Sequence[str | None]]


@dataclass(frozen=True, slots=True)
class ParquetTable:
    """A Parquet file: its columns of plain values."""

    path: Path
    headings: tuple[str, ...]
    first: Sequence[Sequence[str | None]]  # its first rows, up to ROWS
    late: Collection[str] = ()

    @classmethod
    def open(cls, path: Path) -> "ParquetTable":
        """Raises UnreadableFile, also where pyarrow is not installed."""
        if importlib.util.find_spec("pyarrow") is None:
            raise UnreadableFile(
                f"{path.name} is a Parquet file, which is read by pyarrow: install conflictdesk[parquet], or save it as"
                " CSV and add that."
            )
        with closing(_told(path)) as told:
            headings, first = next(told, []), next(told, [])
        if not headings:
            raise UnreadableFile(f"{path.name} has no column of plain values.")
        return cls(path, tuple(headings), first)

    def rows(self) -> Iterator[_Row | BrokenRow]:
        yield from enumerate(self.first, 1)
        if len(self.first) < ROWS:
            return
        with closing(_told(self.path)) as told:
            rows = chain.from_iterable(islice(told, 2, None))
            yield from enumerate(rows, ROWS + 1)


def _told(path: Path) -> Generator[list[Any], None, None]:
    """The headings, and then rows, some at a time. Raises UnreadableFile for what the file does to its reader."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(theirs, str(path)), daemon=True)
    process.start()
    theirs.close()
    try:
        while (told := _received(ours, path)) is not None:
            yield told
    finally:
        ours.close()
        process.kill()
        process.join()
        process.close()


def _received(pipe: Connection, path: Path) -> list[Any] | None:
    try:
        told: list[Any] | str | None = pipe.recv() if pipe.poll(SILENT_SECONDS) else "took too long to read"
    except (EOFError, OSError):
        told = "broke the process that reads it: it is damaged, or needs too much memory"
    if isinstance(told, str):
        raise UnreadableFile(f"{path.name} {told}. Save it as CSV and add that.")
    return told


def _serve(pipe: Connection, path: str) -> None:
    """In the process: open, shut the doors, and send what is there; null at the end, a string where it cannot be."""
    import pyarrow as arrow  # type: ignore[import-untyped]
    from pyarrow import parquet

    leave_network()
    arrow.set_memory_pool(arrow.system_memory_pool())
    with suppress(BrokenPipeError), Path(path).open("rb") as file:
        _silence()
        shut_doors(LIMITS)
        try:
            _send(pipe, parquet.ParquetFile(file, pre_buffer=False), arrow)
        except (arrow.ArrowException, OSError, ValueError, MemoryError, OverflowError) as error:
            pipe.send(f"is no Parquet file that can be read ({type(error).__name__})")
        else:
            pipe.send(None)


def _send(pipe: Connection, table: Any, arrow: Any) -> None:
    types = arrow.types
    plain = (
        types.is_string, types.is_large_string, types.is_integer, types.is_floating, types.is_timestamp, types.is_date,
        types.is_dictionary,
    )  # fmt: skip
    names = [field.name for field in table.schema_arrow if any(one(field.type) for one in plain)]
    pipe.send(names)
    for batch in table.iter_batches(batch_size=ROWS, columns=names, use_threads=False):
        columns = [_cells(batch.column(name), arrow) for name in names]
        pipe.send([list(row) for row in zip(*columns, strict=True)])


def _cells(column: Any, arrow: Any) -> list[str | None]:
    if arrow.types.is_timestamp(column.type):  # to microseconds: what Python's own clock has
        column = column.cast(arrow.timestamp("us", column.type.tz), safe=False)
    return [_cell(value) for value in column.to_pylist()]


def _cell(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)[:LONGEST_CELL]


def _silence() -> None:
    """What libraries print goes nowhere: it may hold a cell."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
