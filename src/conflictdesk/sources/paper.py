"""PDF: its text with the lines of a page joined to paragraphs, and what its metadata say."""

import io
import re
import struct
import zlib
from dataclasses import dataclass
from typing import Any

from conflictdesk.errors import UnreadableFile
from conflictdesk.sources.limits import LIMITS, MB, Limits

MOST_PAGES = 500  # beyond it a file is a book; the rest is left out and reported
# A line shorter than this share of the page's longest ends a paragraph if it ends with a stop ...
LAST_LINE_SHARE = 0.85
# ... and one shorter than this is a heading if it does not.
HEADING_SHARE = 0.6

_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-\u00ad]\n(?=[^\W\d_])")
_STOPS = tuple('.!?؟:»”"')
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
            pages = [page.extract_text() for page in reader.pages[:MOST_PAGES]]
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
    text = join_pages(pages)
    if not text.strip():
        raise UnreadableFile(f"{name} holds no text, only pictures. Run text recognition on it and add the result.")
    return Paper(
        text,
        about.get("/Title") or None,
        about.get("/Publisher") or None,
        _made(about),
        count,
        max(0, count - MOST_PAGES),
    )


def _bounds(limits: Limits) -> dict[str, Any]:
    """What pypdf is to unpack at most; it is to start no other program."""
    parts = ("zlib", "lzw", "run_length", "jbig2", "brotli", "array_based_stream")
    inflated = {f"{part}_maximum_output_length": limits.inflated for part in parts}
    return {**inflated, "stream_decoding_work_maximum_length": limits.inflated_in_all, "jbig2dec_binary": None}


def join_pages(pages: list[str]) -> str:
    """The pages as paragraphs; a sentence that runs over the edge of a page is put together again."""
    text = ""
    for page in filter(None, map(_join_lines, pages)):
        goes_on = page[:1].islower() and not text.endswith(_STOPS)
        text += (" " if goes_on else "\n\n") + page if text else page
    return text


def _join_lines(page: str) -> str:
    lines = [line.strip() for line in _BROKEN_WORD.sub(_joint, page).split("\n")]
    width = max(map(len, lines), default=0)
    text = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        text += line + ("\n\n" if _ends_paragraph(line, following, width) else " ")
    return re.sub(r"\n{2,}", "\n\n", text).strip()


def _ends_paragraph(line: str, following: str, width: int) -> bool:
    if not line or not following:
        return True
    if line.endswith(_STOPS):
        return len(line) < LAST_LINE_SHARE * width
    return len(line) < HEADING_SHARE * width and not following[:1].islower()


def _joint(match: re.Match[str]) -> str:
    """Nothing between the halves of a word; the hyphen stays before a capital, as in "al-Qaida"."""
    return "-" if match.string[match.end()].isupper() else ""


def _made(about: dict[str, str]) -> str | None:
    match = _DATE.match(about.get("/CreationDate", ""))
    return "-".join(match.groups()) if match else None
