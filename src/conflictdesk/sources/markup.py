"""Saved web pages: their text, and what they say about themselves. Nothing is fetched and nothing is run."""

import json
import re
from collections.abc import Iterator
from configparser import ConfigParser
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

from conflictdesk.sources.decoding import decode

# Where pages state when they were published, best first. A page's last change is no date of publication.
DATE_TAGS = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "citation_publication_date",
    "parsely-pub-date", "sailthru.date", "publish-date", "publish_date", "publication_date", "pubdate", "date",
)  # fmt: skip
TITLE_TAGS = ("og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title")
PUBLISHER_TAGS = ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_publisher", "publisher")
# Characters; below it trafilatura falls back on ways that run paragraphs together. Its own 250 is long for news.
SHORTEST_ARTICLE = "60"
# Elements of a page: beyond it the article is not looked for (that takes a tenth of a millisecond for each), and what
# stands in its paragraphs is the text.
MOST_ELEMENTS = 50_000
MOST_LINKED_DATA = 200  # objects of JSON-LD looked at in a page

_CHARSET = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?([\w-]{2,20})", re.IGNORECASE)
_FURNITURE = (
    "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "iframe", "svg", "menu",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """A page's text and metadata as found; `dates` are (wording, where it stood), best first."""

    text: str
    title: str | None
    dates: tuple[tuple[str, str], ...]
    publisher: str | None
    url: str | None
    language: str | None


def read_page(raw: bytes) -> Page | None:
    """The page in `raw`, or null where there is none in it. Its text is "" where it holds no article."""
    markup = decode_page(raw)
    try:
        tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return None
    tags, linked = _meta_tags(tree), list(_linked_data(tree))
    return Page(
        text=(_article(markup) if tree.xpath("count(//*)") <= MOST_ELEMENTS else "") or _body(tree),
        title=_first(tags, TITLE_TAGS)
        or _word(linked, "headline")
        or _element(tree, "//title")
        or _element(tree, "//h1"),
        dates=tuple(_dates(tree, tags, linked)),
        publisher=_first(tags, PUBLISHER_TAGS) or _publisher(linked),
        url=_attribute(tree, "//link[@rel='canonical']/@href") or _first(tags, ("og:url",)),
        language=_attribute(tree, "/html/@lang") or _first(tags, ("og:locale", "content-language")),
    )


def decode_page(raw: bytes) -> str:
    """As `decode`, but a page that is no UTF-8 and names its encoding is taken at its word."""
    named = _CHARSET.search(raw[:4096])
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return raw.decode(named[1].decode("ascii")) if named else decode(raw)
        except (LookupError, UnicodeError):  # no encoding, or one that is none of text
            return decode(raw)
    return decode(raw)


def _article(markup: str) -> str:
    """The article without menus, comments and scripts, as trafilatura finds it; "" where it finds none."""
    import trafilatura  # half a second to import: only where a page is read

    try:
        return trafilatura.extract(markup, include_comments=False, include_tables=True, config=_config()) or ""
    except (etree.LxmlError, ValueError, RecursionError):
        return ""


@cache
def _config() -> ConfigParser:
    from trafilatura.settings import use_config

    config: ConfigParser = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", SHORTEST_ARTICLE)
    return config


def _body(tree: Any) -> str:
    """What a reader sees, for pages too small or too odd to hold an article."""
    etree.strip_elements(tree, *_FURNITURE, with_tail=False)
    blocks = tree.xpath("//body//*[self::p or self::h1 or self::h2 or self::h3 or self::li or self::td]")
    texts = [" ".join(block.text_content().split()) for block in blocks] or [" ".join(tree.text_content().split())]
    return "\n".join(text for text in texts if text)


def _meta_tags(tree: Any) -> dict[str, str]:
    """Content of the page's meta tags by name in lower case; the first of a name holds."""
    tags: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv")
        content = (tag.get("content") or "").strip()
        if name and content:
            tags.setdefault(name.lower(), content)
    return tags


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """Objects of the page's JSON-LD, the outer ones first; what is no JSON is passed over."""
    waiting: list[Any] = []
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            waiting.append(json.loads(script.text or ""))
        except (ValueError, RecursionError):
            continue
    for _ in range(MOST_LINKED_DATA):
        if not waiting:
            return
        part = waiting.pop(0)
        if isinstance(part, dict):
            yield part
            waiting += [part[key] for key in ("@graph", "mainEntity") if key in part]
        waiting += part if isinstance(part, list) else []


def _dates(tree: Any, tags: dict[str, str], linked: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    yield from ((tags[name], f"the page's meta tag {name}") for name in DATE_TAGS if name in tags)
    published = _word(linked, "datePublished")
    if published:
        yield published, "the page's JSON-LD datePublished"
    for element in tree.xpath("(//article//time | //main//time | //time)[position() <= 3]"):
        wording = element.get("datetime") or element.text_content().strip()
        if wording:
            yield wording, "the page's first <time> element"


def _first(tags: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((tags[name] for name in names if name in tags), None)


def _word(linked: list[dict[str, Any]], key: str) -> str | None:
    found = (part.get(key) for part in linked)
    return next((word.strip() for word in found if isinstance(word, str) and word.strip()), None)


def _publisher(linked: list[dict[str, Any]]) -> str | None:
    owners = [part["publisher"] for part in linked if isinstance(part.get("publisher"), dict)]
    return _word(owners, "name")


def _element(tree: Any, path: str) -> str | None:
    found = tree.xpath(path)
    return " ".join(found[0].text_content().split()) or None if found else None


def _attribute(tree: Any, path: str) -> str | None:
    found = tree.xpath(path)
    return str(found[0]).strip() or None if found else None
