"""PDF: its text with the lines of a page joined to paragraphs, and what its metadata say."""

import io
import re
import struct
import zlib
from dataclasses import dataclass
from typing import Any

from conflictdesk.errors import UnreadableFile
from conflictdesk.sources.drawn import runs_of
from conflictdesk.sources.layout import lines_of
from conflictdesk.sources.limits import LIMITS, MB, Limits
from conflictdesk.sources.paragraphs import Sheet, as_drawn, running_heads, without_repeated, written_out
from conflictdesk.sources.retrieved import Place

MOST_PAGES = 500  # beyond it a file is a book; the rest is left out and reported
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF's text and metadata; `made` (ISO 8601) is when the file was made, not when it was published."""

    text: str
    title: str | None
    publisher: str | None
    made: str | None
    pages: int
    left_out: int
    places: tuple[Place, ...] = ()
    heads: str = ""  # what stands on most pages, and in `text` not at all


def read_paper(raw: bytes, name: str, limits: Limits = LIMITS) -> Paper:
    """The PDF in `raw`. Raises UnreadableFile where it is damaged, locked or a picture of text."""
    import pypdf  # only where a PDF is read
    from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

    # What pypdf lets through on damaged files, beside its own errors.
    faults = (
        PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OverflowError,
        AssertionError, ZeroDivisionError, NotImplementedError, EOFError, struct.error, zlib.error,
    )  # fmt: skip
    try:
        with pypdf.apply_configuration(**_bounds(limits)):
            reader = pypdf.PdfReader(io.BytesIO(raw))
            if reader.is_encrypted and not reader.decrypt(""):
                raise UnreadableFile(f"{name} is locked with a password. Save a copy without one and add that.")
            sheets = [_sheet(page, number, faults) for number, page in enumerate(reader.pages[:MOST_PAGES], 1)]
            about = {key: str(value).strip() for key, value in (reader.metadata or {}).items()}
            count = len(reader.pages)
    except LimitReachedError as error:
        raise UnreadableFile(
            f"{name} is a PDF of which a part unpacks to more than {limits.inflated // MB} MB, or that has parts"
            " without end. Save its text and add that."
        ) from error
    except DependencyError as error:
        raise UnreadableFile(f"{name} is locked in a way that is not read. Save a copy without a lock.") from error
    except faults as error:
        raise UnreadableFile(f"{name} is a damaged PDF. Save it again, or save its text and add that.") from error
    text, places = written_out(without_repeated(sheets))
    if not text.strip():
        raise UnreadableFile(f"{name} holds no text, only pictures. Run text recognition on it and add the result.")
    return Paper(
        text,
        about.get("/Title") or None,
        about.get("/Publisher") or None,
        _made(about),
        count,
        max(0, count - MOST_PAGES),
        places,
        running_heads(sheets),
    )


def _bounds(limits: Limits) -> dict[str, Any]:
    """What pypdf is to unpack at most; it is to start no other program."""
    parts = ("zlib", "lzw", "run_length", "jbig2", "brotli", "array_based_stream")
    inflated = {f"{part}_maximum_output_length": limits.inflated for part in parts}
    return {**inflated, "stream_decoding_work_maximum_length": limits.inflated_in_all, "jbig2dec_binary": None}


def _sheet(page: Any, number: int, faults: tuple[type[Exception], ...]) -> Sheet:
    """The lines of a page by where they stand; in the order of drawing where that cannot be told."""
    from pypdf.errors import LimitReachedError

    try:
        runs = runs_of(page)
        lines = lines_of(runs) if runs is not None else None
    except LimitReachedError:
        raise
    except faults:
        lines = None
    return Sheet(number, lines if lines is not None else as_drawn(page.extract_text()))


def _made(about: dict[str, str]) -> str | None:
    match = _DATE.match(about.get("/CreationDate", ""))
    return "-".join(match.groups()) if match else None
