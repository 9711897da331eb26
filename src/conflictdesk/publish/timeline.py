"""The timeline of a brief as SVG: days across, attacks above the line, counter-operations and the rest below.

A day is a mark, a stretch of days a bar as long as it: what is not known to the day is not drawn as if it were.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from conflictdesk.publish import wording
from conflictdesk.publish.drawing import COLOURS, INK, SOFT, bare_words, line, mark, picture, words
from conflictdesk.publish.entries import Entry
from conflictdesk.publish.periods import Period
from conflictdesk.records.events import Role, Standing
from conflictdesk.records.values import DatePrecision

WIDTH, EDGE = 720.0, 10.0
STEP = 12.0  # from mark to mark upwards
NARROWEST = 11.0  # of a column: in a longer period one holds several days
NUMBERED = 26.0  # from this width on, marks bear their numbers
ROOM_FOR_MORE = 20.0  # of a column, for how many more there are, in a size that reads well
HIGHEST = 9  # marks on one another; of more there is a number
BAR = 9.0  # from bar to bar
MOST_BARS = 12
ROOMY = 34.0  # of a bar that has room for its number
AXIS = 26.0  # the line of days with its words
LEAST = 30.0  # of the room on each side of the axis


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of so many days each, over a period."""

    period: Period
    days: int

    @property
    def count(self) -> int:
        return math.ceil(self.period.days / self.days)

    @property
    def wide(self) -> float:
        return (WIDTH - 2 * EDGE) / self.count

    def of(self, day: date) -> int:
        return (day - self.period.first).days // self.days

    def start(self, column: int) -> date:
        return self.period.first + timedelta(days=column * self.days)

    def x(self, day: date) -> float:
        """The left edge of a day."""
        return EDGE + (day - self.period.first).days / self.days * self.wide


def timeline_of(entries: Sequence[Entry], loose: Sequence[Entry], period: Period) -> str | None:
    """The timeline; `loose` are incidents whose dates only touch the period. Null where there is nothing to draw."""
    if not (entries or loose):
        return None
    columns = Columns(period, max(1, math.ceil(period.days * NARROWEST / (WIDTH - 2 * EDGE))))
    above, below = (_side([*entries, *loose], columns, up) for up in (True, False))
    height = above.height + AXIS + below.height
    parts = [
        *_axis(columns, above.height),
        *above.drawn(above.height - 4, -1),
        *below.drawn(above.height + AXIS + 4, 1),
        bare_words("Attacks", WIDTH - EDGE, 11, 10.5, SOFT, "end"),
        *([bare_words(f"a column is {columns.days} days", EDGE, 11, 10.5, SOFT)] if columns.days > 1 else []),
        bare_words("Counter-operations and other events", WIDTH - EDGE, height - 3, 10.5, SOFT, "end"),
    ]
    told = f"Timeline of {period.words}: {wording.number(len(entries), 'incident')}"
    return picture(WIDTH, height, told, parts)


@dataclass(frozen=True, slots=True)
class _Side:
    """What stands on one side of the axis: marks by column, and bars."""

    columns: Columns
    marks: tuple[tuple[Entry, ...], ...]
    bars: tuple[Entry, ...]

    @property
    def highest(self) -> int:
        return max((min(len(column), HIGHEST + 1) for column in self.marks), default=0)

    @property
    def height(self) -> float:
        """With room for its name at the far edge."""
        bars = min(len(self.bars), MOST_BARS)
        return max(LEAST, STEP * self.highest + BAR * bars + 22)

    def drawn(self, y: float, way: int) -> list[str]:
        """Marks from the axis outwards, then bars; `way` is -1 upwards."""
        parts = [part for n, column in enumerate(self.marks) for part in self._stack(n, column, y, way)]
        first = y + way * (STEP * self.highest + BAR / 2)
        shown = self.bars[:MOST_BARS]
        return parts + [self._bar(entry, first + way * BAR * n) for n, entry in enumerate(shown)]

    def _stack(self, n: int, column: Sequence[Entry], y: float, way: int) -> list[str]:
        x = EDGE + (n + 0.5) * self.columns.wide
        shown = column[:HIGHEST]
        size = min(12.0, self.columns.wide + 1)
        parts = [
            mark(e.incident.role, e.incident.standing, x, y + way * STEP * (i + 0.5), size) for i, e in enumerate(shown)
        ]
        if self.columns.wide >= NUMBERED:
            numbered = enumerate(shown)
            parts += [bare_words(str(e.number), x + 8, y + way * STEP * (i + 0.5) + 3, 9) for i, e in numbered]
        if len(column) > len(shown):
            top = y + way * STEP * (len(shown) + 0.5) + 4
            size = 9.5 if self.columns.wide >= ROOM_FOR_MORE else 7
            parts.append(bare_words(f"+{len(column) - len(shown)}", x, top, size, INK, "middle"))
        return parts

    def _bar(self, entry: Entry, y: float) -> str:
        when, period = entry.incident.when, self.columns.period
        if when is None:
            return ""
        left = self.columns.x(max(when.start, period.first))
        right = max(self.columns.x(min(when.end, period.last) + timedelta(days=1)), left + 6)
        colour = COLOURS[entry.incident.role]
        dash = ' stroke-dasharray="4 3"' if entry.incident.standing is Standing.CLAIMED_ONLY else ""
        drawn = (
            f'<line x1="{left + 2:.1f}" y1="{y:.1f}" x2="{right - 2:.1f}" y2="{y:.1f}" stroke="{colour}"'
            f' stroke-width="3"{dash}/>'
        )
        if right - left < ROOMY:
            return drawn + bare_words(str(entry.number), right + 2, y + 3, 9)
        return drawn + words(str(entry.number), (left + right) / 2, y + 3, 9, INK, "middle")


def _side(entries: Sequence[Entry], columns: Columns, up: bool) -> _Side:
    own = [e for e in entries if (e.incident.role is Role.ATTACK) is up and e.incident.when]
    days = [e for e in own if _is_day(e) and columns.period.holds(e.incident.when)]
    found: list[list[Entry]] = [[] for _ in range(columns.count)]
    for entry in days:
        if entry.incident.when:
            found[columns.of(entry.incident.when.start)].append(entry)
    bars = sorted((e for e in own if e not in days), key=lambda e: e.number)
    return _Side(columns, tuple(map(tuple, found)), tuple(bars))


def _is_day(entry: Entry) -> bool:
    when = entry.incident.when
    return when is not None and when.start == when.end and when.precision is DatePrecision.DAY


def _axis(columns: Columns, y: float) -> list[str]:
    """The line of days, with as many of them named as there is room for."""
    parts = [line(EDGE, y, WIDTH - EDGE, y, SOFT), line(EDGE, y + AXIS, WIDTH - EDGE, y + AXIS, SOFT)]
    room = 46 if columns.period.days < 300 else 62
    every = max(1, math.ceil(room / columns.wide))
    for n in range(columns.count):
        left = EDGE + n * columns.wide
        parts.append(line(left, y, left, y + (6 if n % every == 0 else 3), SOFT))
        if n % every == 0 and left + room <= WIDTH:
            parts.append(bare_words(_named(columns.start(n), columns), left + 2, y + 17, 10.5, INK))
    return parts


def _named(day: date, columns: Columns) -> str:
    year = f" {day.year}" if columns.period.days >= 300 else ""
    return f"{day.day} {day:%b}{year}"
