"""What on a page is not the report: menus, notices, lists of other reports. The words are in `data/furniture.yaml`."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from lxml import etree  # type: ignore[import-untyped]

LONGEST_LINE = 160  # characters; what is longer is prose, however it begins
# Share of a page's unlinked text that a part may hold and still be taken for furniture by its name alone: "menu-open"
# may be the name of the whole page.
MOST_OF_THE_PAGE = 0.4
_NEVER_SHOWN = (
    "script", "style", "noscript", "template", "iframe", "svg", "math", "object", "embed", "button", "select", "input",
    "textarea", "menu", "nav", "dialog", "head", "amp-ad", "amp-sidebar", "amp-consent", "amp-social-share", "form",
    "aside",
)  # fmt: skip
_KEPT_WHOLE = ("html", "body", "main", "article")
_NAME_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_UNSHOWN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_BEHIND_LABEL = (":", " :", " |", " –", " —", " -")
_EDGES = " \t:»›>.…-–—|·•[]()"
_DIACRITICS = re.compile("[\u064b-\u0652\u0640]")


@dataclass(frozen=True, slots=True)
class _Words:
    names: frozenset[str]
    whole: frozenset[str]
    lines: tuple[str, ...]
    alone: frozenset[str]
    headings: frozenset[str]


def prune(tree: Any) -> None:
    """Take furniture out of `tree` that tags and names give away. Time grows with the elements."""
    etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction)
    sizes = _sizes(tree)
    whole = MOST_OF_THE_PAGE * max(1.0, sizes[tree])
    for element in _outermost(tree, sizes, whole):
        element.drop_tree()


def _outermost(tree: Any, sizes: dict[Any, float], whole: float) -> list[Any]:
    """The parts to take out, none within another."""
    found, waiting = [], [tree]
    while waiting:
        element = waiting.pop()
        if element is not tree and _is_furniture(element, sizes[element] > whole):
            found.append(element)
        else:
            waiting += [child for child in element if isinstance(child.tag, str)]
    return found


def _is_furniture(element: Any, is_most: bool) -> bool:
    tag = element.tag
    if tag in _NEVER_SHOWN:
        return not (is_most and tag in ("form", "aside", "nav"))
    if _UNSHOWN.search(element.get("style") or "") or element.get("hidden") is not None:
        return True
    if tag in _KEPT_WHOLE or is_most:
        return False
    if tag in ("header", "footer"):
        return tag == "footer" or next(element.iter("h1"), None) is None
    return element.get("role") in ("navigation", "search", "complementary", "dialog") or _named_so(element)


def _named_so(element: Any) -> bool:
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    if named.isspace():
        return False
    return any(_speaks(part) for part in named.split()[:12])


@cache
def _speaks(name: str) -> bool:
    parts = [part.lower() for part in _NAME_PARTS.findall(name[:80])]
    pairs = (" ".join(parts[start : start + 2]) for start in range(len(parts)))
    threes = (" ".join(parts[start : start + 3]) for start in range(len(parts)))
    names = _words().names
    if name.lower() in _words().whole:
        return True
    return not names.isdisjoint(parts) or any(pair in names for pair in pairs) or any(one in names for one in threes)


def _sizes(tree: Any) -> dict[Any, float]:
    """Characters of text below each element, linked ones not counted."""
    sizes: dict[Any, float] = {}
    for element in reversed(list(tree.iter())):
        own = 0.0
        if isinstance(element.tag, str) and element.tag not in ("script", "style", "noscript", "a"):
            own = len((element.text or "").strip())
            own += sum(sizes.get(child, 0.0) + len((child.tail or "").strip()) for child in element)
        sizes[element] = own
    return sizes


def is_line(text: str) -> bool:
    """Whether a line leads elsewhere ("Read also: ...") or belongs to the site, by how it begins."""
    if len(text) > LONGEST_LINE:
        return False
    plain = _folded(text)
    return plain.startswith(_words().lines) or plain in _words().alone or is_heading(text)


def is_heading(text: str) -> bool:
    """Whether this is a heading above a list of other reports."""
    return _folded(text) in _words().headings


def _folded(text: str) -> str:
    return _DIACRITICS.sub("", text).casefold().replace("’", "'").strip(_EDGES)


@cache
def _words() -> _Words:
    read = yaml.safe_load((files("conflictdesk") / "data" / "furniture.yaml").read_text("utf-8"))
    spoken = [part for part in read.values() if isinstance(part, dict)]
    labels = [_folded(label) for part in spoken for label in part["labels"]]
    lines = [_folded(line) for part in spoken for line in part["lines"]]
    lines += [label + sign for label in labels for sign in _BEHIND_LABEL]
    headings = frozenset(_folded(line) for part in spoken for line in part["headings"])
    return _Words(frozenset(read["names"]), frozenset(read["whole"]), tuple(lines), frozenset(labels), headings)
