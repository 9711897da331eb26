"""Saved web pages: their text, and what they say about themselves. Nothing is fetched and nothing is run."""

import re
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

from conflictdesk.sources.article import NOTHING, Article, article_of, composed
from conflictdesk.sources.decoding import decode_page
from conflictdesk.sources.lettering import one_line
from conflictdesk.sources.pagedata import changed, linked_data, published, publisher_of, word_of
from conflictdesk.sources.retrieved import Place

TITLE_TAGS = ("og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title")
PUBLISHER_TAGS = ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_publisher", "publisher")
# Elements of a page: beyond it the article is not looked for (that takes a tenth of a millisecond for each), and what
# stands in its paragraphs is the text.
MOST_ELEMENTS = 50_000
ENOUGH_MORE = 1.5  # times the text that is shown; JSON-LD that holds more is the report
SHORTEST_HEADLINE = 8  # characters

_NAME_BEHIND = re.compile(r"\s{1,3}[|–—«•·:-]\s{1,3}([^|«»]{3,60})")
_SIGN_BEHIND = re.compile(r"\s{1,3}[|–—«•·:-]\s{1,3}\Z")
_LONGEST_SIGN = 7  # characters
_NAME_BEFORE = re.compile(r"([^|«»]{3,60}?)\s{0,3}[|–—»•·:-]\s{1,3}")
# The parser's time grows with the square of a tag's attributes; a tag this long holds pictures or a program's state.
_LONG_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]{0,20})\b[^<>]{10000,}>?")
_FURNITURE = (
    "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "iframe", "svg", "menu",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """A page's text and metadata as found.

    `dates` are (wording, where it stood), best first, and `changes` those of its last change. `places` tell where each
    part of the text stood.
    """

    text: str
    title: str | None
    dates: tuple[tuple[str, str], ...]
    publisher: str | None
    url: str | None
    language: str | None
    changes: tuple[tuple[str, str], ...] = ()
    places: tuple[Place, ...] = ()


def read_page(raw: bytes) -> Page | None:
    """The page in `raw`, or null where there is none in it. Its text is "" where it holds no article."""
    markup = _LONG_TAG.sub(r"<\1>", decode_page(raw))
    try:
        tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return None
    tags, linked = _meta_tags(tree), list(linked_data(tree))
    named = _element(tree, "//title")
    headings = [heading for heading in (_first(tags, TITLE_TAGS), word_of(linked, "headline")) if heading]
    headings += [" ".join(found.text_content().split()) for found in tree.xpath("(//h1)[position() <= 3]")]
    head = Page(
        text="",
        title=_first(tags, TITLE_TAGS) or word_of(linked, "headline") or named or _element(tree, "//h1"),
        dates=tuple(published(tree, tags, linked)),
        publisher=_first(tags, PUBLISHER_TAGS) or publisher_of(linked) or _behind(named, tree, headings),
        url=_attribute(tree, "//link[@rel='canonical']/@href") or _first(tags, ("og:url",)),
        language=_attribute(tree, "/html/@lang") or _first(tags, ("og:locale", "content-language")),
        changes=tuple(changed(tags, linked)),
    )
    found = _found(tree, [named or "", *headings], linked, head.publisher)
    return replace(head, title=_without_name(head.title, head.publisher), text=found.text, places=found.places)


def _found(tree: Any, titles: list[str], linked: list[dict[str, Any]], publisher: str | None) -> Article:
    """The report: as the page shows it, or as its JSON-LD holds it where that is much more."""
    held = word_of(linked, "articleBody") or ""
    article = article_of(tree, titles, publisher) if tree.xpath("count(//*)") <= MOST_ELEMENTS else NOTHING
    if len(held) > ENOUGH_MORE * len(article.text):
        lines = [word_of(linked, "headline") or "", *re.split(r"\n+", held)]
        return composed([(one_line(line), "JSON-LD articleBody") for line in lines if line.strip()])
    return article if article.text else composed(_body(tree))


def _body(tree: Any) -> list[tuple[str, str]]:
    """What a reader sees, for pages too large or too odd to hold an article."""
    etree.strip_elements(tree, *_FURNITURE, with_tail=False)
    blocks = tree.xpath("//body//*[self::p or self::h1 or self::h2 or self::h3 or self::li or self::td]")
    texts = [one_line(block.text_content()) for block in blocks] or [one_line(tree.text_content())]
    return [(text, "the page") for text in texts if text]


def _behind(named: str | None, tree: Any, headings: list[str]) -> str | None:
    """The publisher in a title such as "Nine killed near Sabha | The Desk": what follows a headline of the page."""
    seen = [*headings, *(" ".join(one.text_content().split()) for one in tree.xpath("(//h2|//h3)[position() <= 5]"))]
    seen = [heading for heading in seen if len(heading) >= SHORTEST_HEADLINE]
    behind = (_NAME_BEHIND.fullmatch(named[len(head) :]) for head in seen if named and named.startswith(head))
    before = (_NAME_BEFORE.fullmatch(named[: -len(head)]) for head in seen if named and named.endswith(head))
    return next((match[1] for match in (*behind, *before) if match), None)


def _without_name(title: str | None, publisher: str | None) -> str | None:
    """A title without the publisher's name behind it: "Nine killed near Sabha - The Desk"."""
    if not title or not publisher or not title.casefold().endswith(publisher.casefold()):
        return title
    head = title[: -len(publisher)]
    sign = _SIGN_BEHIND.search(head[-_LONGEST_SIGN:])
    return head.removesuffix(sign[0]) or title if sign else title


def _meta_tags(tree: Any) -> dict[str, str]:
    """Content of the page's meta tags by name in lower case; the first of a name holds."""
    tags: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv")
        content = (tag.get("content") or "").strip()
        if name and content:
            tags.setdefault(name.lower(), content)
    return tags


def _first(tags: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((tags[name] for name in names if name in tags), None)


def _element(tree: Any, path: str) -> str | None:
    found = tree.xpath(path)
    return " ".join(found[0].text_content().split()) or None if found else None


def _attribute(tree: Any, path: str) -> str | None:
    found = tree.xpath(path)
    return str(found[0]).strip() or None if found else None
