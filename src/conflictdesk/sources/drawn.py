"""What a page of a PDF draws, and where: runs of letters with their place, size and order of drawing.

pypdf reads the file and the fonts, decodes and measures; the drawing orders of a page are walked here, each once. What
is marked as no part of the report (running heads, page numbers) is left out where the file marks it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from conflictdesk.sources.bidi import as_it_stands

MOST_RUNS = 60_000  # of a page; a page with more is a drawing
_SHOWING = (b"Tj", b"TJ", b"'", b'"')
_MOVING = (b"Td", b"TD", b"Tm", b"T*")
_UNSET = {b"Tc": 0.0, b"Tw": 0.0, b"Tz": 100.0, b"TL": 0.0, b"Ts": 0.0}
DEEPEST = 20  # marked parts within one another that are looked at
Matrix = tuple[float, float, float, float, float, float]
_STILL: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Run:
    """Letters drawn at once, from `left` to `right` on the line `y` (points, upwards), in the order that they stand."""

    left: float
    right: float
    y: float
    size: float
    text: str


def runs_of(page: Any) -> list[Run] | None:
    """What is drawn on the page, upright; null where that cannot be told (parts drawn elsewhere, too many of them)."""
    from pypdf.generic import ContentStream

    contents = page.get("/Contents")
    if contents is None:
        return []
    runs: list[Run] = []
    walk = _Walk(_fonts(page), _forms(page))
    for operands, operator in ContentStream(contents.get_object(), page.pdf, "bytes").operations:
        if walk.draws_elsewhere(operands, operator) or len(runs) > MOST_RUNS:
            return None
        runs += walk.step(operands, operator)
    return runs


def _fonts(page: Any) -> Mapping[str, Any]:
    """The page's fonts by name. A sign that is read as several letters from right to left gives them as they stand."""
    fonts: Mapping[str, Any] = page._layout_mode_fonts()
    for font in fonts.values():
        signs = font.character_map
        signs |= {code: as_it_stands(letters) for code, letters in signs.items() if len(letters) > 1}
    return fonts


def _forms(page: Any) -> frozenset[str]:
    """Names of the parts that are drawn from elsewhere and may hold text."""
    resources = page.get("/Resources")
    held = resources.get_object().get("/XObject") if resources is not None else None
    named: Mapping[str, Any] = held.get_object() if held is not None else {}
    return frozenset(name for name in named if named[name].get_object().get("/Subtype") == "/Form")


class _Walk:
    """The state of drawing text while the orders of a page are gone through; each order costs the same."""

    def __init__(self, fonts: Mapping[str, Any], forms: frozenset[str]) -> None:
        self._fonts, self._forms = fonts, forms
        self._page, self._line, self._at = _STILL, _STILL, _STILL  # of the page, of the line, of the next letter
        self._font: tuple[Any, float] = (None, 0.0)
        self._set: dict[bytes, float] = dict(_UNSET)
        self._kept: list[tuple[Any, ...]] = []
        self._marks: list[bool] = []  # whether each part that is open is none of the report

    def draws_elsewhere(self, operands: list[Any], operator: bytes) -> bool:
        return operator == b"Do" and bool(operands) and operands[0] in self._forms

    def step(self, operands: list[Any], operator: bytes) -> Iterator[Run]:
        if operator in _SHOWING:
            yield from self._shown(operands, operator)
        elif operator in _MOVING:
            self._move(operands, operator)
        elif operator in (b"BDC", b"BMC"):
            self._marks.append(bool(operands) and operands[0] == "/Artifact")
        elif operator == b"EMC":
            del self._marks[-1:]
        elif operator in self._set:
            self._set[operator] = float(operands[0])
        elif operator == b"Tf":
            self._font = self._fonts.get(operands[0]), float(operands[1])
        else:
            self._turn(operands, operator)

    def _turn(self, operands: list[Any], operator: bytes) -> None:
        if operator == b"q":
            self._kept.append((self._page, self._font, dict(self._set)))
        elif operator == b"Q" and self._kept:
            self._page, self._font, self._set = self._kept.pop()
        elif operator == b"cm":
            self._page = _times(_matrix(operands), self._page)
        elif operator == b"BT":
            self._line = self._at = _STILL

    def _move(self, operands: list[Any], operator: bytes) -> None:
        if operator == b"Tm":
            self._line = _matrix(operands)
        else:
            if operator == b"TD":
                self._set[b"TL"] = -float(operands[1])
            across, up = (0.0, -self._set[b"TL"]) if operator == b"T*" else (float(operands[0]), float(operands[1]))
            self._line = _times((1.0, 0.0, 0.0, 1.0, across, up), self._line)
        self._at = self._line

    def _shown(self, operands: list[Any], operator: bytes) -> Iterator[Run]:
        if operator == b'"':
            self._set[b"Tw"], self._set[b"Tc"], operands = float(operands[0]), float(operands[1]), operands[2:]
        if operator in (b"'", b'"'):
            self._move([], b"T*")
        for part in operands[0] if operator == b"TJ" else operands[:1]:
            if isinstance(part, bytes | str):
                yield from self._run(part)
            elif isinstance(part, int | float):
                self._advance(-float(part) / 1000 * self._font[1] * self._set[b"Tz"] / 100)

    def _advance(self, across: float) -> None:
        self._at = _times((1.0, 0.0, 0.0, 1.0, across, 0.0), self._at)

    def _run(self, value: bytes | str) -> Iterator[Run]:
        from pypdf._text_extraction._layout_mode._text_state_params import TextStateParams

        font, size = self._font
        if font is None or not font.interpretable:
            return
        spacing = {name.decode(): self._set[name] for name in _UNSET}
        at = list(_times(self._at, self._page))
        drawn: Any = TextStateParams(value=value, font=font, font_size=size, transform=at, **spacing)  # type: ignore[arg-type]
        self._advance(drawn.word_tx(value))
        if drawn.text and not drawn.rotated and drawn.font_height > 0 and not any(self._marks[-DEEPEST:]):
            left, right = sorted((drawn.tx, drawn.displaced_tx))
            yield Run(left, right, drawn.ty, drawn.font_height, drawn.text)


def _matrix(operands: list[Any]) -> Matrix:
    a, b, c, d, e, f = map(float, operands[-6:])
    return a, b, c, d, e, f


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First `m`, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2], m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2], m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4], m[4] * n[1] + m[5] * n[3] + n[5],
    )  # fmt: skip
