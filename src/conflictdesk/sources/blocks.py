"""The lines of a page as a reader sees them, each with the element it stands in: paragraphs, headings, captions, items
of lists, rows of tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from conflictdesk.sources.lettering import one_line

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = HEADINGS | frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "li", "main", "nav", "ol",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "amp-img", "option",
))  # fmt: skip
_NOT_TEXT = ("script", "style", "noscript", "template", "head", "title", "svg")
CELL_JOINT = " | "
ROW = "row"
LONGEST_CELL = 200  # characters; a table with a longer cell lays out a page
_GOES_ON = re.compile(r"[^.!?؟:;]\Z")
_PLACED = re.compile(r"position\s{0,3}:\s{0,3}absolute", re.IGNORECASE)
_DEEP_BLANK = re.compile(r"\S {3,}\S")


@dataclass(frozen=True, slots=True)
class Block:
    """A line. `linked` is the share of its characters that lead elsewhere; `element` is the innermost one around it."""

    text: str
    linked: float
    element: Any
    tag: str  # of that element, or "row"
    placed: bool = False  # by coordinates: one line of a page that was a paper


def blocks_of(tree: Any) -> list[Block]:
    """The lines of `tree` in order. Time grows with the elements; nesting has no limit."""
    return list(_joined(_walk(tree)))


class _Line:
    """What is gathered of a line."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.linked = 0

    def add(self, text: str | None, in_link: bool) -> None:
        if text:
            self.parts.append(text)
            self.linked += len(text.strip()) if in_link else 0

    def take(self, element: Any) -> Iterator[Block]:
        text = one_line("".join(self.parts))
        if text:
            yield Block(text, min(1.0, self.linked / len(text)), element, str(element.tag), _is_placed(element))
        self.parts, self.linked = [], 0


def _walk(tree: Any) -> Iterator[Block]:
    line, links, holders = _Line(), 0, [tree]
    waiting: list[tuple[str, Any]] = [("open", tree)]
    while waiting:
        what, element = waiting.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        is_block = tag in _BLOCKS
        if what == "open":
            if tag in _NOT_TEXT or not tag:
                continue
            row = _row(element) if tag == "table" else None
            if is_block or tag == "br":
                yield from line.take(holders[-1])
            if row is not None:
                yield from row
                continue
            if is_block:
                holders.append(element)
            links += tag == "a"
            yield from _text(line, element, tag, links > 0, holders)
            waiting.append(("close", element))
            for child in reversed(element):
                waiting += [("tail", child), ("open", child)]
        elif what == "close":
            links -= tag == "a"
            if is_block:
                yield from line.take(holders[-1])
                holders.pop()
        else:
            line.add(element.tail or _between(element), links > 0)
    yield from line.take(tree)


def _between(element: Any) -> str | None:
    """A blank between two labels ("Name", "Place") that only the page's style keeps apart."""
    following = element.getnext()
    labels = element.tag == "span" and following is not None and following.tag == "span"
    return " " if labels and element.getparent().tag in ("div", "header", "li") else None


def _text(line: _Line, element: Any, tag: str, in_link: bool, holders: list[Any]) -> Iterator[Block]:
    """The words at the start of an element; those of preformatted text paragraph by paragraph."""
    if tag != "pre":
        line.add(element.text, in_link)
        return
    paragraphs = re.split(r"\n[ \t]*\n", element.text or "")
    for paragraph in paragraphs[:-1]:
        yield from _preformatted(line, paragraph, holders)
    last = list(_preformatted(line, paragraphs[-1], holders)) if paragraphs else []
    if last and len(element):
        line.add(last[-1].text + " ", in_link)
        last.pop()
    yield from last


def _preformatted(line: _Line, paragraph: str, holders: list[Any]) -> Iterator[Block]:
    """A paragraph as one line, a table as its rows."""
    rows = paragraph.split("\n")
    if sum(bool(_DEEP_BLANK.search(row.strip())) for row in rows) < len(rows) / 2:
        rows = [" ".join(rows)]
    for row in rows:
        line.add(row, False)
        yield from line.take(holders[-1])


def _row(table: Any) -> list[Block] | None:
    """The rows of a table of data, each as a line; null for a table that lays out a page."""
    rows = list(table.iter("tr"))
    cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
    if len(rows) < 2 or max(map(len, cells)) < 2 or sum(1 for _ in table.iter("table")) > 1:
        return None
    texts = [[one_line("".join(cell.itertext())) for cell in row] for row in cells]
    if any(len(text) > LONGEST_CELL for row in texts for text in row) or _lays_out(table):
        return None
    found = [Block(one_line("".join(part.itertext())), 0.0, part, "caption") for part in table.iter("caption")]
    lines = [CELL_JOINT.join(part for part in parts if part) for parts in texts]
    linked = sum(len("".join(link.itertext()).strip()) for link in table.iter("a"))
    share = min(1.0, linked / max(1, sum(map(len, lines))))  # of all: one row may be a name that leads on
    found += [Block(line, share, row, ROW) for line, row in zip(lines, rows, strict=True)]
    return [block for block in found if block.text]


def _lays_out(table: Any) -> bool:
    return any(True for _ in table.iter("p", "div", "h1", "h2", "ul", "figure", "img", "br"))


def _is_placed(element: Any) -> bool:
    return bool(_PLACED.search(element.get("style") or ""))


def _joined(blocks: Iterator[Block]) -> Iterator[Block]:
    """Lines that were broken by width alone put together: one that goes on in small letters, after no stop."""
    held: list[Block] = []
    for block in blocks:
        if held and not _goes_on(held[-1], block):
            yield _together(held)
            held = []
        held.append(block)
    if held:
        yield _together(held)


def _goes_on(before: Block, block: Block) -> bool:
    same = (before.placed and block.placed) or (before.element is block.element and block.tag not in HEADINGS)
    return same and block.tag != ROW and block.text[:1].islower() and _GOES_ON.search(before.text) is not None


def _together(held: list[Block]) -> Block:
    if len(held) == 1:
        return held[0]
    return replace(held[0], text=" ".join(one.text for one in held), linked=min(one.linked for one in held))
