"""Labels that keep off each other and off the marks; one for which there is no room is left out."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from conflictdesk.publish.drawing import text_width

Rectangle = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(slots=True)
class Room:
    """What of a picture is taken."""

    width: float
    height: float
    taken: list[Rectangle] = field(default_factory=list)

    def take(self, rectangle: Rectangle) -> None:
        self.taken.append(rectangle)

    def free(self, one: Rectangle) -> bool:
        inside = one[0] >= 2 and one[1] >= 2 and one[2] <= self.width - 2 and one[3] <= self.height - 2
        return inside and not any(_meet(one, other) for other in self.taken)

    def place(self, text: str, x: float, y: float, reach: float, size: float) -> tuple[float, float] | None:
        """Where the baseline of a label for a mark at x, y begins; null where there is no room around it.

        `reach` is how far the mark goes from its middle.
        """
        wide = text_width(text, size)
        for left, base in _around(x, y, reach, wide, size):
            rectangle = (left - 1, base - size, left + wide + 1, base + size * 0.25)
            if self.free(rectangle):
                self.take(rectangle)
                return left, base
        return None


def _around(x: float, y: float, reach: float, wide: float, size: float) -> Iterable[tuple[float, float]]:
    """Right, left, above, below, then the corners, then the same further off."""
    for gap in (reach + 3, reach + 14, reach + 28):
        middle = y + size * 0.35
        yield x + gap, middle
        yield x - gap - wide, middle
        yield x - wide / 2, y - gap
        yield x - wide / 2, y + gap + size * 0.8
        for base in (y - gap * 0.8, y + gap * 0.8 + size * 0.8):
            yield x + gap * 0.6, base
            yield x - gap * 0.6 - wide, base


def _meet(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
