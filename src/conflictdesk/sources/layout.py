"""Lines of a page of paper in the order in which they are read: columns one after the other, notes at the foot last.

A column's edge is an empty strip, as high as most of the page, between parts whose lines fill their width: a table has
empty strips as well, but its cells do not. What crosses a strip (a title, a wide figure) parts what stands above it
from what stands below.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from conflictdesk.sources.bidi import is_right_to_left, only_marks, reading_order
from conflictdesk.sources.drawn import Run

# Shares of the letters' height.
SAME_LINE = 0.35  # how far two runs of one line may be apart, up or down
BLANK = 0.17  # from which a gap is a blank between words
WIDE = 0.75  # from which it may part two columns
CELL = 1.8  # from which it parts two cells of a table
SMALL = 0.8  # of the usual height, up to which letters are raised figures or notes
NOTE = 0.92  # and notes at the foot
STRIPS = 600  # a page is looked at in so many strips
CROSSING = 0.25  # share of the lines that may cross a column's edge
FILLED = 0.5  # of a column's width, by its median line
FEWEST = 4  # lines in a column
CELL_JOINT = " | "


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is read, where it stands, and the edges of its column."""

    text: str
    left: float
    right: float
    y: float
    size: float
    column: tuple[float, float]
    cells: int = 1
    note: bool = False


def lines_of(runs: Sequence[Run]) -> list[Line]:
    """The lines of a page in reading order. Time grows with the runs, but for sorting."""
    usual = _usual_size(runs)
    if not usual:
        return []
    right_to_left = is_right_to_left("".join(run.text for run in runs))
    pieces = _pieces(_rows(runs, usual))
    edges = _edges(pieces, usual)
    found = [line for part in _parts(pieces, edges, right_to_left) for line in _lines(part, right_to_left)]
    return _notes_last(found, usual)


def _usual_size(runs: Sequence[Run]) -> float:
    """The height of most letters; 0 where there are none."""
    counts: dict[float, int] = {}
    for run in runs:
        counts[round(run.size, 1)] = counts.get(round(run.size, 1), 0) + len(run.text.strip())
    return max(counts, key=lambda size: counts[size]) if any(counts.values()) else 0.0


Row = list[Run]


def _rows(runs: Sequence[Run], usual: float) -> list[Row]:
    """Runs that stand on one line, from the top of the page, each from left to right; raised figures are left out."""
    rows: list[Row] = []
    for run in sorted((run for run in runs if run.text), key=lambda run: (-run.y, run.left)):
        most = SAME_LINE * max(run.size, usual * SMALL)
        low = next((row for row in rows[-3:] if abs(row[0].y - run.y) <= most), None)
        if low is None:
            rows.append([run])
        else:
            low.append(run)
    return [_with_marks_behind(sorted(row, key=lambda run: run.left)) for row in _without_raised(rows, usual)]


def _with_marks_behind(row: Row) -> Row:
    """The row; marks that are drawn over a letter, and given with that letter once more, follow it as they are read."""
    found = []
    for number, run in enumerate(row):
        marks = only_marks(run.text)
        near = (*row[max(0, number - 2) : number], *row[number + 1 : number + 3]) if marks else ()
        under = next((other for other in near if _overlap(run, other)), None)
        left = under.left - 0.01 if under is not None and len(under.text.strip()) <= 2 else run.left
        found.append(replace(run, text=marks, left=left) if under is not None else run)
    return sorted(found, key=lambda run: run.left)


def _overlap(run: Run, other: Run) -> bool:
    return min(run.right, other.right) - max(run.left, other.left) > (run.right - run.left) / 3


def _without_raised(rows: list[Row], usual: float) -> list[Row]:
    """Rows of small figures alone, which stand over words and point to notes, go; marks over letters join their row."""
    kept: list[Row] = []
    for number, row in enumerate(rows):
        below = rows[number + 1] if number + 1 < len(rows) else []
        near = bool(below) and row[0].y - below[0].y < usual * SMALL
        figures = all(run.size <= SMALL * usual and run.text.strip().isdecimal() for run in row if run.text.strip())
        below += [replace(run, y=below[0].y) for run in row if near and only_marks(run.text)]
        others = [run for run in row if not (near and only_marks(run.text))]
        if others and not (near and figures and any(run.text.strip() for run in row)):
            kept.append(others)
    return kept


def _pieces(rows: list[Row]) -> list[Run]:
    """The parts of rows between wide gaps, each a run of its own."""
    return [piece for row in rows for piece in _of_row(row)]


def _of_row(row: Row) -> Iterator[Run]:
    held: Run | None = None
    for run in row:
        if held is None:
            held = run
        elif run.left - held.right > WIDE * max(held.size, run.size):
            yield held
            held = run
        else:
            blank = run.left - held.right > BLANK * held.size and not held.text.endswith(" ") and run.text[:1] != " "
            text = held.text + (" " if blank else "") + run.text
            held = Run(held.left, max(held.right, run.right), held.y, max(held.size, run.size), text)
    if held is not None:
        yield held


def _edges(pieces: Sequence[Run], usual: float) -> list[float]:
    """Where columns meet, from left to right; none on a page that has but one."""
    pieces = [piece for piece in pieces if piece.text.strip()]
    start, end = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    strip = max((end - start) / STRIPS, 0.01)
    crossing = [0] * (STRIPS + 2)
    for piece in pieces:
        crossing[min(STRIPS, int((piece.left - start) / strip))] += 1
        crossing[min(STRIPS, int((piece.right - start) / strip)) + 1] -= 1
    edges = [start + middle * strip for middle in _empty(crossing, usual * WIDE / strip)]
    while edges:
        columns = _in_columns(pieces, edges)
        bad = next((number for number, own in enumerate(columns) if not _is_column(own)), None)
        if bad is None:
            return edges
        del edges[min(bad, len(edges) - 1)]
    return []


def _empty(changes: list[int], least: float) -> Iterator[float]:
    """The middles of strips that hardly any line crosses."""
    heights, now = [], 0
    for change in changes:
        now += change
        heights.append(now)
    most = CROSSING * max(heights)
    begun: int | None = None
    for place, height in enumerate(heights):
        if height <= most and begun is None:
            begun = place
        elif height > most and begun is not None:
            if begun > 0 and place - begun >= least * 0.8:
                low = min(heights[begun:place])
                lowest = [at for at in range(begun, place) if heights[at] == low]
                yield lowest[len(lowest) // 2]
            begun = None


def _in_columns(pieces: Sequence[Run], edges: list[float]) -> list[list[Run]]:
    columns: list[list[Run]] = [[] for _ in range(len(edges) + 1)]
    for piece in pieces:
        number = _column(piece, edges)
        if number is not None:
            columns[number].append(piece)
    return columns


def _is_column(own: Sequence[Run]) -> bool:
    """Whether what stands in a column is written text: enough lines, which fill the width."""
    if len(own) < FEWEST:
        return False
    width = max(piece.right for piece in own) - min(piece.left for piece in own)
    return median(piece.right - piece.left for piece in own) >= FILLED * width


def _column(piece: Run, edges: list[float]) -> int | None:
    """The number of the column that the piece stands in; null where it crosses an edge."""
    first, last = bisect_right(edges, piece.left), bisect_left(edges, piece.right)
    return first if first == last else None


def _parts(pieces: list[Run], edges: list[float], right_to_left: bool) -> Iterator[list[Run]]:
    """Pieces part by part: each column of a band, and what crosses the columns."""
    order = range(len(edges), -1, -1) if right_to_left else range(len(edges) + 1)
    held: dict[int, list[Run]] = {}
    top = _top(pieces, edges)
    for piece in pieces:
        column = _column(piece, edges) if piece.y <= top + piece.size * SMALL else None
        if column is not None:
            held.setdefault(column, []).append(piece)
            continue
        yield from (held[number] for number in order if number in held)
        held = {}
        yield [piece]
    yield from (held[number] for number in order if number in held)


def _top(pieces: list[Run], edges: list[float]) -> float:
    """How high two columns stand beside each other: what is above runs over all of them, as a title in the middle."""
    first: dict[int, float] = {}
    for piece in pieces:
        column = _column(piece, edges)
        if column is not None:
            first.setdefault(column, piece.y)
    return sorted(first.values(), reverse=True)[1] if len(first) > 1 else float("inf")


def _lines(part: list[Run], right_to_left: bool) -> Iterator[Line]:
    """The lines of one part, the pieces of a line put together."""
    column = min(piece.left for piece in part), max(piece.right for piece in part)
    row: list[Run] = []
    for piece in part:
        if row and abs(row[0].y - piece.y) > SAME_LINE * max(piece.size, row[0].size):
            yield _line(row, column, right_to_left)
            row = []
        row.append(piece)
    if row:
        yield _line(row, column, right_to_left)


def _line(row: list[Run], column: tuple[float, float], right_to_left: bool) -> Line:
    row = sorted(row, key=lambda piece: piece.left)
    size = max(piece.size for piece in row)
    groups: list[str] = [row[0].text]
    for before, piece in pairwise(row):
        if piece.left - before.right > CELL * size:
            groups.append(piece.text)
        else:
            groups[-1] += " " + piece.text
    read = [" ".join(reading_order(group, right_to_left).split()) for group in groups]
    read = [group for group in (reversed(read) if right_to_left else read) if group]
    return Line(CELL_JOINT.join(read), row[0].left, row[-1].right, row[0].y, size, column, len(read))


def _notes_last(lines: list[Line], usual: float) -> list[Line]:
    """Small lines at the foot of columns are notes; they come after everything else."""
    notes: set[int] = set()
    for number in range(len(lines) - 1, -1, -1):
        following = lines[number + 1] if number + 1 < len(lines) else None
        at_foot = following is None or number + 1 in notes or following.y > lines[number].y
        if lines[number].size <= NOTE * usual and at_foot:
            notes.add(number)
    kept = [line for number, line in enumerate(lines) if number not in notes]
    return kept + [replace(line, note=True) for number, line in enumerate(lines) if number in notes]
