"""What a page says about itself for machines: JSON-LD, and the dates in its tags and elements."""

import json
from collections.abc import Iterator
from typing import Any

# Where pages state when they were published, best first. A page's last change is no date of publication.
DATE_TAGS = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "citation_publication_date",
    "parsely-pub-date", "sailthru.date", "publish-date", "publish_date", "publication_date", "pubdate", "date",
)  # fmt: skip
CHANGE_TAGS = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "last-modified", "lastmod", "revised",
)  # fmt: skip
MOST_LINKED_DATA = 200  # objects of JSON-LD looked at in a page
_REFERENCES = ("publisher", "isPartOf", "sourceOrganization")
_CHANGED = ("updat", "modif", "chang")


def linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """Objects of the page's JSON-LD, the outer ones first; what is no JSON is passed over."""
    waiting: list[Any] = []
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            waiting.append(json.loads(script.text or "", strict=False))
        except (ValueError, RecursionError):
            continue
    for _ in range(MOST_LINKED_DATA):
        if not waiting:
            return
        part = waiting.pop(0)
        if isinstance(part, dict):
            yield part
            waiting += [part[key] for key in ("@graph", "mainEntity") if key in part]
        waiting += part[:MOST_LINKED_DATA] if isinstance(part, list) else []


def published(tree: Any, tags: dict[str, str], linked: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """When the page was published, as (wording, where it stood), best first."""
    yield from ((tags[name], f"the page's meta tag {name}") for name in DATE_TAGS if name in tags)
    stated = word_of(linked, "datePublished")
    if stated:
        yield stated, "the page's JSON-LD datePublished"
    for element in tree.xpath("(//*[@itemprop='datePublished'])[position() <= 2]"):
        yield _wording(element), "the page's itemprop datePublished"
    for where in ("//article//time", "//main//time", "//time"):  # above the report may stand today's date, or a ticker
        for element in tree.xpath(f"({where})[position() <= 3]"):
            if _wording(element) and not _is_change(element):
                yield _wording(element), "the page's first <time> element"


def changed(tags: dict[str, str], linked: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """When the page was last changed, likewise."""
    said = "it may have been published before"
    yield from ((tags[name], f"the page's last change ({name}); {said}") for name in CHANGE_TAGS if name in tags)
    stated = word_of(linked, "dateModified")
    if stated:
        yield stated, f"the page's last change (JSON-LD dateModified); {said}"


def _wording(element: Any) -> str:
    return element.get("datetime") or element.get("content") or " ".join(element.text_content().split())


def _is_change(element: Any) -> bool:
    named = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
    return any(part in named for part in _CHANGED) and "publish" not in named


def word_of(linked: list[dict[str, Any]], key: str) -> str | None:
    """The first text that one of the objects has for `key`."""
    found = (part.get(key) for part in linked)
    return next((word.strip() for word in found if isinstance(word, str) and word.strip()), None)


def publisher_of(linked: list[dict[str, Any]]) -> str | None:
    """The name of the publisher, also where another object of the page holds it."""
    by_id = {part["@id"]: part for part in linked if isinstance(part.get("@id"), str) and "name" in part}
    for key in _REFERENCES:
        for part in linked:
            name = _named(part.get(key), by_id)
            if name:
                return name
    return None


def _named(owner: Any, by_id: dict[str, dict[str, Any]]) -> str | None:
    owner = owner[0] if isinstance(owner, list) and owner else owner
    if isinstance(owner, dict):
        owner = owner if "name" in owner else by_id.get(str(owner.get("@id")), {})
        owner = owner.get("name")
    return owner.strip() or None if isinstance(owner, str) else None
