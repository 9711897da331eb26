"""Lines of a paper to paragraphs: broken words put together, running heads left out, each part with its page."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from conflictdesk.sources.bidi import is_right_to_left
from conflictdesk.sources.layout import Line
from conflictdesk.sources.lettering import one_line
from conflictdesk.sources.retrieved import Place

# A line shorter than this share of its column ends a paragraph if it ends with a stop ...
LAST_LINE_SHARE = 0.85
# ... and one shorter than this is a heading if it does not.
HEADING_SHARE = 0.6
# Shares of the usual distance of lines, and of the letters' height.
APART = 1.3  # lines further apart are two paragraphs
OTHER_SIZE = 0.12  # letters larger or smaller by this are of another part
INDENT = 0.8  # from which the first line of a paragraph is set in
HEADS = 2  # lines at the top and the bottom of a page that may be running heads
REPEATED = 0.5  # share of pages on which such a line stands

_HALVES = re.compile(r"[^\W\d_][-\u00ad\u2010]\Z")
_SOFT_HALVES = re.compile(r"[^\W\d_]\u00ad\Z")
_STOPS = tuple('.!?؟:»”"')
_PAGE_NUMBER = re.compile(
    r"[-–—\s]{0,4}(?:page|p\.|página|pagina|seite|صفحة)?\s{0,3}\d{1,4}"
    r"(?:\s{0,2}(?:/|of|sur|de|di|من)\s{0,2}\d{1,4})?[-–—\s]{0,4}\Z",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_WIDTH = 6.0  # points of a letter, where only the number of letters is known


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a page, in reading order; `number` counts from 1."""

    number: int
    lines: list[Line]


def as_drawn(text: str) -> list[Line]:
    """Lines of which nothing is known but their letters; an empty one parts paragraphs."""
    given = text.split("\n")
    width = max(map(len, given), default=0) * _WIDTH
    lines, y = [], 0.0
    for line in given:
        y -= 12.0
        if line.strip():
            right = len(line.strip()) * _WIDTH
            lines.append(Line(line.strip(), 0.0, right, y, 10.0, (0.0, width)))
    return lines


def without_repeated(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages without running heads and page numbers."""
    repeated = _repeated(sheets)
    return [Sheet(sheet.number, list(_inner(sheet, repeated))) for sheet in sheets]


def running_heads(sheets: Sequence[Sheet]) -> str:
    """What stands at the edges of most pages, line by line, as on the first that has it: it may tell a date."""
    repeated, found = _repeated(sheets), dict[tuple[str, int], str]()
    for line in (line for sheet in sheets for line in _outer(sheet) if _head(line) in repeated):
        found.setdefault(_head(line), line.text)
    return "\n".join(found.values())


def _repeated(sheets: Sequence[Sheet]) -> set[tuple[str, int]]:
    counts = Counter(key for sheet in sheets for key in {_head(line) for line in _outer(sheet)})
    return {key for key, count in counts.items() if count > 1 and count >= REPEATED * len(sheets)}


def _outer(sheet: Sheet) -> list[Line]:
    """The lines at the very top and bottom of a page."""
    heights = sorted({line.y for line in sheet.lines}, reverse=True)
    ends = {*heights[:HEADS], *heights[-HEADS:]} if len(heights) > 2 * HEADS else {*heights[:1], *heights[-1:]}
    return [line for line in sheet.lines if line.y in ends]


def _head(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text.casefold()), round(line.y / 4)


def _inner(sheet: Sheet, repeated: set[tuple[str, int]]) -> Iterator[Line]:
    outer = {id(line) for line in _outer(sheet)}
    kept = [
        line
        for line in sheet.lines
        if id(line) not in outer or not (_head(line) in repeated or _PAGE_NUMBER.match(line.text))
    ]
    yield from kept or sheet.lines  # a page that is all head is a page with little on it


def written_out(sheets: Sequence[Sheet]) -> tuple[str, tuple[Place, ...]]:
    """All pages as paragraphs, an empty line between two, notes at the end; and which part is of which page."""
    lines = [(line, sheet.number) for sheet in sheets for line in sheet.lines if not line.note]
    notes = [(line, sheet.number) for sheet in sheets for line in sheet.lines if line.note]
    leading = _leading([line for line, _ in lines])
    writer = _Writer(soft=any(line.text.endswith("\u00ad") for line, _ in lines))
    for part in (lines, notes):
        before: tuple[Line, int] | None = None
        for line, page in part:
            if before is None or _ends(before[0], line, before[1] != page, leading):
                writer.end()
            writer.add(line.text, page)
            before = line, page
        writer.end()
    return writer.written()


def _leading(lines: list[Line]) -> float:
    """How far two lines that follow each other usually are apart."""
    steps = [one.y - two.y for one, two in pairwise(lines) if 0 < one.y - two.y < 3 * one.size]
    return median(steps) if steps else 0.0


def _ends(line: Line, following: Line, over_edge: bool, leading: float) -> bool:
    """Whether a paragraph ends with `line`."""
    if line.cells > 1 or following.cells > 1 or line.note != following.note:
        return True
    if abs(line.size - following.size) > OTHER_SIZE * line.size:
        return True
    goes_on = following.text[:1].islower()
    stops = line.text.endswith(_STOPS)
    if over_edge or following.y >= line.y or line.column != following.column:
        full = line.right - line.left >= LAST_LINE_SHARE * (line.column[1] - line.column[0])
        caseless = following.text[:1].lower() == following.text[:1].upper()
        return not (goes_on or (caseless and full) or _HALVES.search(line.text)) or (stops and not goes_on) or stops
    if leading and line.y - following.y > APART * max(leading, line.size):
        return True
    return _is_last(line, following, stops, goes_on)


def _is_last(line: Line, following: Line, stops: bool, goes_on: bool) -> bool:
    """The same of two lines right below each other."""
    width = line.column[1] - line.column[0]
    set_in = _set_in(following) > INDENT * line.size > _set_in(line)
    share = (line.right - line.left) / width if width else 1.0
    if stops:
        return share < LAST_LINE_SHARE or set_in
    return share < HEADING_SHARE and not goes_on


def _set_in(line: Line) -> float:
    """How far the line begins within its column."""
    return line.column[1] - line.right if is_right_to_left(line.text) else line.left - line.column[0]


class _Writer:
    """A text as it grows, and the pages of its parts. `soft`: hyphens that break words are told from others."""

    def __init__(self, soft: bool) -> None:
        self._halves = _SOFT_HALVES if soft else _HALVES
        self._paragraphs: list[list[tuple[str, int]]] = [[]]

    def add(self, text: str, page: int) -> None:
        self._paragraphs[-1].append((text, page))

    def end(self) -> None:
        if self._paragraphs[-1]:
            self._paragraphs.append([])

    def written(self) -> tuple[str, tuple[Place, ...]]:
        parts: list[str] = []
        places: list[Place] = []
        start = 0
        for paragraph in filter(None, self._paragraphs):
            for number, (text, page) in enumerate(paragraph):
                joint = self._joint(paragraph[number - 1][0], text) if number else ("\n\n" if parts else "")
                cut = self._cut(text, paragraph[number + 1][0] if number + 1 < len(paragraph) else "")
                parts += [joint, one_line(cut)]
                begin = start + len(joint)
                start = begin + len(parts[-1])
                _extend(places, begin, start, f"page {page}")
        return "".join(parts), tuple(places)

    def _joint(self, before: str, text: str) -> str:
        return "" if _HALVES.search(before) and text[:1].isalpha() else " "

    def _cut(self, text: str, following: str) -> str:
        """`text` without the hyphen of a broken word; it stays before a capital, as in "al-Qaida"."""
        broken = self._halves.search(text) and following[:1].isalpha() and not following[:1].isupper()
        return text[:-1] if broken else text


def _extend(places: list[Place], start: int, end: int, where: str) -> None:
    if places and places[-1].where == where:
        places[-1] = Place(places[-1].start, end, where)
    else:
        places.append(Place(start, end, where))
