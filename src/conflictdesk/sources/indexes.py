"""Sitemaps, index pages and robots.txt: which addresses of a publication they list, and which may be asked for.

Nothing is fetched here. Addresses of pictures, sound and film are never listed.
"""

import re
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from lxml import etree, html  # type: ignore[import-untyped]

from conflictdesk.errors import UnreadableFile
from conflictdesk.records.follows import Form, Listed
from conflictdesk.sources.dates import read_date
from conflictdesk.sources.decoding import decode, decode_page
from conflictdesk.sources.feeds import is_feed, listed_in_feed
from conflictdesk.sources.limits import LARGEST_FILE, MB, MOST_LISTED
from conflictdesk.sources.listing import Asked, Listing

AGENT = "conflictdesk"  # by which a robots.txt may speak to this program
LARGEST_ROBOTS = 500_000  # bytes; search engines read as much
SHORTEST_SLUG = 3  # words in the last part of an article's address, where no number is in it

_ARTICLES = "looks like an article's below it. Say which to take by `links:` in the desk's catalog.yaml"
_SITEMAP_START = re.compile(r"<(?:[a-z]{1,20}:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
_DAY_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=\D|$)")
_NUMBER = re.compile(r"\d{2}")
_NO_PAGES = (
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif", ".ico", ".css", ".js", ".mp3", ".mp4", ".m4a", ".ogg",
    ".wav", ".webm", ".avi", ".mov", ".zip", ".gz", ".exe", ".apk", ".xml", ".rss", ".json", ".docx", ".xlsx",
)  # fmt: skip
_PAPERS = (".html", ".htm", ".pdf", ".xhtml", ".txt")
# Parts of addresses that content systems give to lists and to what is no article, whatever the language of the page.
_NO_ARTICLES = {
    "tag", "tags", "category", "categories", "author", "authors", "page", "search", "login", "feed", "comments",
    "wp-admin", "about", "contact", "privacy", "terms",
}  # fmt: skip


def survey(raw: bytes, name: str, asked: Asked) -> Listing:
    """What the bytes at a followed address list. Raises UnreadableFile where they are not of the form asked for."""
    if asked.addresses is not None:
        return _allowed(raw, asked)
    raw = _inflated(raw, name)
    form = form_of(raw) if asked.form in (None, Form.FEED, Form.SITEMAP) else asked.form
    if asked.form not in (None, form):
        raise UnreadableFile(f"{name} is no {asked.form}, but looks like a {form}. Correct its form in catalog.yaml.")
    if form is Form.FEED:
        title, listed, unlinked = listed_in_feed(raw, name, asked.base)
        return Listing(form, title, listed, unlinked)
    found = list(_sitemap(raw, name) if form is Form.SITEMAP else _index(raw, name, asked))
    if form is Form.INDEX and not found:
        raise UnreadableFile(f"{name} lists no address that {'fits `links:`' if asked.links else _ARTICLES}.")
    unique = list({one.address: one for one in reversed(found)}.values())[::-1]
    return Listing(form, None, tuple(unique[:MOST_LISTED]), left_out=max(0, len(unique) - MOST_LISTED))


def form_of(raw: bytes) -> Form:
    """What bytes look like: a feed, a sitemap (also one of plain lines), or a page."""
    if _SITEMAP_START.search(decode(raw[:4096])):
        return Form.SITEMAP
    if is_feed(raw) and b"<html" not in raw[:4096].lower():
        return Form.FEED
    return Form.SITEMAP if raw[:8].lower().startswith((b"http://", b"https://")) else Form.INDEX


def _inflated(raw: bytes, name: str) -> bytes:
    """The bytes, inflated where they are a gzip file, up to the largest size."""
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    inflater = zlib.decompressobj(32 + zlib.MAX_WBITS)
    try:
        plain = inflater.decompress(raw, LARGEST_FILE + 1)
    except zlib.error as error:
        raise UnreadableFile(f"{name} is compressed, and damaged. Try again later.") from error
    if len(plain) > LARGEST_FILE:
        raise UnreadableFile(f"{name} becomes more than {LARGEST_FILE // MB} MB. It is not read.")
    return plain


# Sitemaps: https://www.sitemaps.org/protocol.html, with the dates and names that news sitemaps add


def _sitemap(raw: bytes, name: str) -> Iterator[Listed]:
    if raw[:8].lower().startswith((b"http://", b"https://")):
        yield from (Listed(line.strip()) for line in decode(raw).splitlines() if _is_page(line.strip()))
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False, load_dtd=False)
    try:
        tree = etree.fromstring(raw, parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableFile(f"{name} is a sitemap that cannot be read.") from error
    for part in tree if tree is not None else ():
        told = {etree.QName(one).localname: _words(one) for one in part.iter() if isinstance(one.tag, str)}
        lists = isinstance(part.tag, str) and etree.QName(part).localname == "sitemap"
        address = told.get("loc", "")
        if address and (lists or _is_page(address)):
            yield _listed_in_sitemap(address, told, lists)


def _listed_in_sitemap(address: str, told: dict[str, str], lists: bool) -> Listed:
    changed = told.get("lastmod", "")
    published = read_date(told.get("publication_date", "")) or _day_in(address)
    if lists:  # nothing in it is later than its last change
        published = read_date(changed)
    return Listed(address, told.get("title") or None, published, told.get("name") or None, changed, lists)


def _words(element: Any) -> str:
    return " ".join((element.text or "").split())


# Index pages


def _index(raw: bytes, name: str, asked: Asked) -> Iterator[Listed]:
    try:
        markup = decode_page(raw).encode("utf-8", "replace")
        tree = html.document_fromstring(markup, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableFile(f"{name} is no page that can be read.") from error
    base = urljoin(asked.base, next(iter(tree.xpath("//base/@href")), ""))
    links = [(_joined(base, link.get("href")), link) for link in tree.iter("a") if link.get("href")]
    if asked.links:
        yield from _matching([(address, link) for address, link in links if address], asked.links)
    else:
        etree.strip_elements(tree, "nav", "footer", "aside", "form", with_tail=False)
        kept = set(tree.iter("a"))
        yield from (_linked(address, a) for address, a in links if a in kept and _is_article(address, asked.base))


def _matching(links: list[tuple[str, Any]], patterns: tuple[str, ...]) -> Iterator[Listed]:
    """Links that fit the first of the patterns; where there are more, what they lead to lists in its turn."""
    pattern = re.compile(patterns[0])
    lists = len(patterns) > 1
    yield from (_linked(address, link, lists) for address, link in links if pattern.search(unquote(address)))


def _linked(address: str, link: Any, lists: bool = False) -> Listed:
    words = " ".join(link.text_content().split())
    return Listed(address, words[:300] or None, _day_in(address), lists=lists)


def _joined(base: str, reference: str) -> str:
    try:
        address = urljoin(base, reference.strip()).partition("#")[0]
        return address if _is_page(address) else ""
    except ValueError:
        return ""


def _is_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    web = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    return web and not parts.path.lower().endswith(_NO_PAGES)


def _is_article(address: str, base: str) -> bool:
    """Whether an address looks like an article's: on the same host, below the list, and named like one."""
    if not address:
        return False
    here, there = urlsplit(base), urlsplit(address)
    folder = here.path.rpartition("/")[0] + "/"
    below = there.path.startswith(folder) and there.path.rstrip("/") != here.path.rstrip("/")
    if _bare(here.hostname) != _bare(there.hostname) or not below:
        return False
    parts = [part for part in unquote(there.path)[len(unquote(folder)) :].split("/") if part]
    if not parts or _NO_ARTICLES & {part.lower() for part in parts}:
        return False
    slug = PurePosixPath(parts[-1])
    words = slug.stem.replace("_", "-").count("-") + 1
    return bool(_NUMBER.search("/".join(parts))) or words >= SHORTEST_SLUG or slug.suffix.lower() in _PAPERS


def _bare(host: str | None) -> str:
    return (host or "").lower().removeprefix("www.")


def _day_in(address: str) -> date | None:
    """The day that stands in an address, as many publications put it there."""
    found = _DAY_IN_PATH.search(address)
    return read_date(f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}") if found else None


# robots.txt: https://www.rfc-editor.org/rfc/rfc9309


def _allowed(raw: bytes, asked: Asked) -> Listing:
    rules = RobotFileParser(asked.base)
    rules.parse(decode(raw[:LARGEST_ROBOTS]).splitlines())
    allowed = tuple(Listed(one) for one in asked.addresses or () if rules.can_fetch(AGENT, one))
    pause = rules.crawl_delay(AGENT)
    return Listing(Form.INDEX, None, allowed, pause=float(pause) if pause else None)
