"""JSON lines in: one object a line, each checked by itself, so that a bad line costs only itself."""

import io
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from conflictdesk.errors import InputError
from conflictdesk.pipeline.failures import UNFORESEEN, Beginning, Failure
from conflictdesk.sources.limits import LARGEST_LINE, MB

Line = dict[str, Any]
Complain = Callable[[int, str], None]  # a line's number, and what is wrong with it
T = TypeVar("T")

TOO_LONG = b"?"  # stands for a line that was not read


def read_lines(stream: Iterable[bytes], read: Callable[[Line], T], complain: Complain) -> Iterator[tuple[int, T]]:
    """Every good line's number (from 1) and what `read` makes of it; the others go to `complain`.

    `read` raises InputError for a line that it cannot take; a value of an unforeseen kind counts as that too.
    Raises ConflictdeskError where the first lines all break it alike.
    """
    beginning = Beginning()
    for number, raw in enumerate(_bounded(stream), start=1):
        if not raw.strip():
            continue
        try:
            found = read(parse(raw))
        except InputError as error:
            complain(number, str(error))
        except UNFORESEEN as error:
            failure = Failure.of(error)
            complain(number, f"holds a value that it cannot ({failure.reason})")
            beginning.failed(failure, f"line {number}")
        else:
            beginning.passed()
            yield number, found


def _bounded(stream: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of `stream`; of one that is too long its beginning alone, which is no JSON: it is told as the others.

    A line without end does not fill the memory where the stream can be asked for parts of lines.
    """
    if not isinstance(stream, io.BufferedIOBase | io.RawIOBase):
        yield from stream
        return
    while line := stream.readline(LARGEST_LINE):
        rest = line
        while len(rest) == LARGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(LARGEST_LINE)
        yield line if rest is line else TOO_LONG


def parse(raw: bytes) -> Line:
    if raw is TOO_LONG:
        raise InputError(f"longer than {LARGEST_LINE // MB} MB: split it")
    try:
        line = json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON in UTF-8 ({error})") from error
    if not isinstance(line, dict):
        raise InputError("not a JSON object")
    return line


def id_field(line: Mapping[str, Any], key: str) -> str | int | float | None:
    """An id as it came: its value and JSON type are given back unchanged."""
    value = line.get(key)
    if value is None or (isinstance(value, str | int | float) and not isinstance(value, bool)):
        return value
    raise InputError(f"{key} must be a string or a number")


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"{number} is too large")
    return value
