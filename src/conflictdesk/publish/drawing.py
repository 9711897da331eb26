"""Drawing as SVG: text that stays text, and marks that tell role by shape and standing by their ring.

Presentation attributes alone, so that a page needs no style for it; shapes and dashes, so that it prints in grey.
"""

from html import escape

from conflictdesk.publish.entries import Entry
from conflictdesk.records.events import Role, Standing

COLOURS = {Role.ATTACK: "#d55e00", Role.COUNTER_OPERATION: "#0072b2", Role.OTHER: "#6b6f75"}
INK, SOFT, PAPER = "#1d2126", "#59616b", "#ffffff"
FONTS = "Helvetica, Arial, Liberation Sans, DejaVu Sans, Noto Sans Arabic, sans-serif"
SHAPES = {
    Role.ATTACK: '<circle cx="8" cy="8" r="5.5" {paint}/>',
    Role.COUNTER_OPERATION: '<rect x="3" y="3" width="10" height="10" {paint}/>',
    Role.OTHER: '<path d="M8 1.8 14.2 8 8 14.2 1.8 8Z" {paint}/>',
}
NOTCHED = {
    Role.ATTACK: '<path d="M8 8V2.5A5.5 5.5 0 1 0 13.5 8Z" {paint}/>',
    Role.COUNTER_OPERATION: '<path d="M8 8V3H3V13H13V8Z" {paint}/>',
    Role.OTHER: '<path d="M8 8V1.8L1.8 8 8 14.2 14.2 8Z" {paint}/>',
}
GRID = 16.0  # units across of a mark


def mark(role: Role, standing: Standing, x: float, y: float, size: float = 14, colour: str | None = None) -> str:
    """The mark of an incident with its middle at x, y, in its role's colour unless another is named."""
    colour, scale = colour or COLOURS[role], size / GRID
    shapes = NOTCHED if standing is Standing.CONTESTED else SHAPES
    drawn = shapes[role].format(paint=_paint(standing, colour))
    return f'<g transform="translate({x - size / 2:.1f} {y - size / 2:.1f}) scale({scale:.3f})">{drawn}</g>'


def _paint(standing: Standing, colour: str) -> str:
    if standing in (Standing.CORROBORATED, Standing.CONTESTED):
        return f'fill="{colour}" stroke="{colour}"'
    dashed = ' stroke-dasharray="2.6 1.9"' if standing is Standing.CLAIMED_ONLY else ""
    return f'fill="{PAPER}" stroke="{colour}" stroke-width="2"{dashed}'


def words(
    text: str, x: float, y: float, size: float = 11, colour: str = INK, anchor: str = "start", weight: str = "normal"
) -> str:
    """Text at x, y (its baseline), with a white edge that keeps it legible over lines."""
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}" font-weight="{weight}"'
    edge = f'stroke="{PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    return f'<text {place} {edge} fill="{colour}">{escape(text)}</text>'


def bare_words(text: str, x: float, y: float, size: float = 11, colour: str = INK, anchor: str = "start") -> str:
    """Text without an edge, for what stands on white."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}" fill="{colour}">'
        f"{escape(text)}</text>"
    )


def line(x1: float, y1: float, x2: float, y2: float, colour: str = SOFT, width: float = 1, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"'
        f' stroke-width="{width:g}"{dashed}/>'
    )


def picture(width: float, height: float, label: str, parts: list[str]) -> str:
    """A whole SVG, with a label for those who do not see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}"'
        f' height="{height:g}" role="img" aria-label="{escape(label)}" font-family="{FONTS}">{"".join(parts)}</svg>'
    )


def numbers(entries: list[Entry]) -> str:
    """The entries' numbers, runs drawn together: "1–3, 7"."""
    runs: list[list[int]] = []
    for number in sorted(entry.number for entry in entries):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(_run(run) for run in runs)


def _run(run: list[int]) -> str:
    return f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run))


def text_width(text: str, size: float) -> float:
    """About how wide a text will be; letters of a sans serif are a little over half as wide as they are high."""
    return 0.56 * size * len(text)
