"""The report on a page: which of its lines are the report's, in their order, each with the element it came from.

trafilatura judges where the report stands; the lines themselves are taken from the page, so that headline, captions and
tables are neither lost nor moved and each line knows its element.
"""

import re
from collections.abc import Sequence
from configparser import ConfigParser
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from conflictdesk.sources.blocks import HEADINGS, ROW, Block, blocks_of
from conflictdesk.sources.furniture import is_heading, is_line, prune
from conflictdesk.sources.lettering import one_line
from conflictdesk.sources.retrieved import Place

# Characters; below it trafilatura falls back on ways that run paragraphs together. Its own 250 is long for news.
SHORTEST_ARTICLE = "60"
# What a line weighs that trafilatura leaves out, against one that it takes.
LEFT_OUT_WEIGHT = 0.25
# Share of the weight that must lie in one part of the page for the rest to be beside the report.
MOST = 0.8
LINKED = 0.5  # share of a line's characters that are links, from which it leads elsewhere
LINKED_ROW = 0.8  # and of a table: names of places may lead to pages of theirs
SHORTEST_QUOTE = 20  # characters of a line that may be another's words again
SHORTEST_HEADLINE = 8  # letters
NEAR = 3  # levels up from the report to what stands beside it
MOST_HEAD = 25  # lines between headline and report
MOST_QUOTES = 200  # lines of quotations that are looked for elsewhere
RUN = 4  # words
_CREDIT = re.compile(r"\((?:reporting|writing|editing|with |avec |par |con )", re.IGNORECASE)
_CAPTIONS = frozenset(("figcaption", "caption"))
_ALNUM = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+")
_WITHIN = frozenset(("p", "li", "tr", "tbody", "table", "span", "b", "strong", "font", "em", "i"))


@dataclass(frozen=True, slots=True)
class Article:
    """The text of a report, a line for each paragraph, and where on the page each line stood."""

    text: str
    places: tuple[Place, ...]


NOTHING = Article("", ())


def article_of(tree: Any, titles: Sequence[str], publisher: str | None = None) -> Article:
    """The report on the page `tree`, which is pruned; `titles` are what the page says that its headline is.

    A line above the headline that is no more than the name of the publisher is left out.
    """
    steps = _steps(tree)
    prune(tree)
    blocks = blocks_of(tree)
    core = _taken(blocks, _judged(tree))
    kept = _chosen(tree, blocks, core, [_squeezed(title) for title in titles if title], _squeezed(publisher or ""))
    return composed([(block.text, _path(block.element, steps)) for block in kept])


def _steps(tree: Any) -> dict[Any, str]:
    """The last step of each element's path, in the page as it came."""
    steps: dict[Any, str] = {tree: f"/{tree.tag}"}
    for parent in tree.iter(etree.Element):
        counts: dict[str, int] = {}
        for child in parent:
            if isinstance(child.tag, str):
                counts[child.tag] = counts.get(child.tag, 0) + 1
                steps[child] = f"/{child.tag}[{counts[child.tag]}]"
    return steps


def _path(element: Any, steps: dict[Any, str]) -> str:
    path: list[str] = []
    while element is not None and element in steps:
        path.append(steps[element])
        element = element.getparent()
    return "".join(reversed(path))


def composed(lines: Sequence[tuple[str, str]]) -> Article:
    """Lines and where they stood as one text."""
    places, start = [], 0
    for text, where in lines:
        places.append(Place(start, start + len(text), where))
        start += len(text) + 1
    return Article("\n".join(text for text, _ in lines), tuple(places))


def _judged(tree: Any) -> str:
    """What trafilatura takes for the report; "" where it finds none."""
    import trafilatura  # half a second to import: only where a page is read

    try:
        found = trafilatura.extract(
            deepcopy(tree), include_comments=False, include_tables=True, fast=True, config=_config()
        )
    except (etree.LxmlError, ValueError, RecursionError):
        return ""
    return found or ""


def _taken(blocks: list[Block], judged: str) -> list[bool]:
    """Which lines are in trafilatura's text: short ones as a line of it, others by most runs of their words."""
    lines = {_squeezed(line) for line in judged.split("\n")}
    runs = set(_runs(judged))
    return [_squeezed(block.text) in lines or _mostly(_runs(block.text), runs) for block in blocks]


def _runs(text: str) -> list[int]:
    words = _WORD.findall(text.casefold())
    return [hash(tuple(words[start : start + RUN])) for start in range(len(words) - RUN + 1)]


def _mostly(runs: list[int], known: set[int]) -> bool:
    return bool(runs) and sum(run in known for run in runs) > len(runs) / 2


@cache
def _config() -> ConfigParser:
    from trafilatura.settings import use_config

    config: ConfigParser = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", SHORTEST_ARTICLE)
    return config


def _squeezed(text: str) -> str:
    return _ALNUM.sub("", one_line(text).casefold())


def _chosen(tree: Any, blocks: list[Block], core: list[bool], titles: list[str], publisher: str) -> list[Block]:
    if not blocks:
        return []
    part = _part(tree, blocks, core)
    inside = set(part.iter())
    within = [number for number, block in enumerate(blocks) if block.element in inside] or [*range(len(blocks))]
    head = _headline(blocks, within[0], titles)
    kept = [n for n in range(head, within[-1] + 1) if _stays(blocks[n]) and _squeezed(blocks[n].text) != publisher]
    kept = _after(blocks, core, kept) + _captions_behind(blocks, within[-1] + 1, part)
    return _undoubled([blocks[number] for number in _without_idle_headings(blocks, kept)])


def _captions_behind(blocks: list[Block], start: int, part: Any) -> list[int]:
    """Captions of pictures that stand behind the report, beside it on the page."""
    around = [part, *_above(part, NEAR)][-1]
    if around.tag in ("body", "html"):
        return []
    beside = set(around.iter())
    behind = range(start, min(len(blocks), start + MOST_HEAD))
    return [
        n for n in behind if blocks[n].tag in _CAPTIONS and blocks[n].linked < LINKED and blocks[n].element in beside
    ]


def _part(tree: Any, blocks: list[Block], core: list[bool]) -> Any:
    """The innermost part of the page that holds most of the weight."""
    below = _weights(tree, blocks, core)
    least, part, inner = MOST * below[tree], tree, tree
    while inner is not None:
        part = inner
        inner = next((child for child in part if below.get(child, 0.0) >= least), None)
    while part.tag in _WITHIN and part is not tree:
        part = part.getparent()
    return part


def _weights(tree: Any, blocks: list[Block], core: list[bool]) -> dict[Any, float]:
    """What the unlinked text below each element weighs."""
    below = dict.fromkeys(tree.iter(), 0.0)
    for block, taken in zip(blocks, core, strict=True):
        below[block.element] += len(block.text) * (1 - block.linked) * (1.0 if taken else LEFT_OUT_WEIGHT)
    for element in reversed(list(below)):
        if element is not tree:
            below[element.getparent()] += below[element]
    return below


def _headline(blocks: list[Block], start: int, titles: list[str]) -> int:
    """The line of the headline at or before `start`; `start` where there is none."""
    near = range(max(0, start - MOST_HEAD), start + 1)
    named = [n for n in near if _is_headline(blocks[n], titles)]
    if named:
        return named[-1]
    return next((n for n in reversed(near) if blocks[n].tag == "h1"), start)


def _is_headline(block: Block, titles: list[str]) -> bool:
    plain = _squeezed(block.text)
    if len(plain) < SHORTEST_HEADLINE:
        return False
    return plain in titles or (block.tag in HEADINGS and any(title.startswith(plain) for title in titles))


def _stays(block: Block) -> bool:
    if is_line(block.text):
        return False
    if block.tag in HEADINGS or block.tag in _CAPTIONS:
        return block.linked < 1 or block.tag == "h1"
    return block.linked < (LINKED_ROW if block.tag == ROW else LINKED)


def _after(blocks: list[Block], core: list[bool], kept: list[int]) -> list[int]:
    """`kept` without what trafilatura left out after the last line of the report, but for captions and credits."""
    last = max((number for number in kept if core[number]), default=None)
    if last is None:
        return kept
    beside = blocks[last].element.getparent()
    return [
        number
        for number in kept
        if number <= last
        or blocks[number].tag in _CAPTIONS
        or _CREDIT.match(blocks[number].text)
        or blocks[number].element is blocks[last].element
        or (blocks[number].element.getparent() is beside and blocks[number].tag not in HEADINGS)
    ]


def _without_idle_headings(blocks: list[Block], kept: list[int]) -> list[int]:
    """A heading under which nothing is kept goes, with lists of other reports below headings that say so."""
    left: list[int] = []
    for place, number in enumerate(kept):
        following = kept[place + 1] if place + 1 < len(kept) else None
        is_head = blocks[number].tag in HEADINGS and blocks[number].tag != "h1"
        if is_head and (following is None or is_heading(blocks[number].text)):
            continue
        left.append(number)
    return left


def _undoubled(blocks: list[Block]) -> list[Block]:
    """Without lines that only repeat a part of another: pull quotes, a paragraph given twice."""
    squeezed = [_squeezed(block.text) for block in blocks]
    everything = "\n".join(squeezed)
    quotes = [number for number, block in enumerate(blocks) if _is_aside(block)][:MOST_QUOTES]
    doubled = {n for n in quotes if len(squeezed[n]) >= SHORTEST_QUOTE and everything.count(squeezed[n]) > 1}
    seen: set[str] = set()
    kept = []
    for number, block in enumerate(blocks):
        again = squeezed[number] in seen and len(squeezed[number]) >= SHORTEST_QUOTE
        seen.add(squeezed[number])
        if number not in doubled and not again:
            kept.append(block)
    return kept


def _is_aside(block: Block) -> bool:
    return any(parent.tag in ("blockquote", "aside", "figure") for parent in (block.element, *_above(block.element, 3)))


def _above(element: Any, levels: int) -> list[Any]:
    found = []
    while levels and (element := element.getparent()) is not None:
        found.append(element)
        levels -= 1
    return found
