"""RSS and Atom feeds: their items as reports, from what the feed carries, and as addresses to fetch.

feedparser is given bytes, never an address, and takes scripts and styles out of an item's markup. What an item says is
put into paragraphs; its pictures and enclosures are not looked at. An item's own bytes are those from its opening to
its closing tag, in UTF-8 where the feed is in another encoding.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html  # type: ignore[import-untyped]

from conflictdesk.errors import UnreadableFile
from conflictdesk.records.follows import Listed
from conflictdesk.records.provenance import stable_id
from conflictdesk.sources.dates import read_date
from conflictdesk.sources.decoding import decode
from conflictdesk.sources.limits import MOST_LISTED
from conflictdesk.sources.listing import FEED
from conflictdesk.sources.retrieved import Issue, Parsed
from conflictdesk.sources.single import contained, language_code, one_report

FEED_START = re.compile(r"<(?:[a-z]{1,20}:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)

_NAMED_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.-]{2,40})[\"']", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s{0,100}<\?xml[^>]{0,300}\?>")
_RUN = re.compile(rb"[\x80-\xff]{3,}")
_CUT = re.compile(r"<!\[CDATA\[|<(/?)(?:[A-Za-z]{1,20}:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
_WEB_GUID = re.compile(rb"<guid[^>]{0,200}>\s{0,200}(?:<!\[CDATA\[\s{0,200})?https?://", re.IGNORECASE)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_BLOCKS = ("p", "br", "div", "li", "h1", "h2", "h3", "h4", "blockquote", "tr", "figure", "figcaption", "ul", "ol")
_BLANKS = " \t\r\n\f\xa0"


@dataclass(frozen=True, slots=True)
class _Item:
    """One item of a feed. `key` is its guid or id; `link` is null where it leads nowhere on the web."""

    raw: bytes
    key: str | None
    link: str | None
    title: str | None
    text: str
    dates: tuple[tuple[str, str], ...]  # (wording, where it stood)
    updated: str
    publisher: str | None


def is_feed(raw: bytes) -> bool:
    """Whether bytes that begin like XML are a feed."""
    return bool(FEED_START.search(decode(raw[:4096])))


def parse_feed(raw: bytes, name: str) -> Parsed:
    """A feed's items as reports: title, words, date and address as the feed gives them. Raises UnreadableFile.

    An item is known again by its address, else by its id; an address or id that several items share is none's.
    """
    feed, items, issues = _read(raw, name, None)
    links, keys = Counter(item.link for item in items), Counter(item.key for item in items)
    parsed = [_report(item, feed, name, links[item.link] == 1, keys[item.key] == 1) for item in items]
    told = [issue for one in parsed for issue in one.issues]
    return Parsed(tuple(report for one in parsed for report in one.retrieved), (*issues, *told))


def listed_in_feed(raw: bytes, name: str, base: str) -> tuple[str | None, tuple[Listed, ...], int]:
    """The feed's title, the addresses of its items, and how many items have none. Raises UnreadableFile."""
    feed, items, _ = _read(raw, name, base)
    listed: dict[str, Listed] = {}
    for item in items:
        if item.link:
            listed.setdefault(item.link, _listed(item, feed))
    return feed.get("title"), tuple(listed.values()), sum(item.link is None for item in items)


def _listed(item: _Item, feed: Mapping[str, str | None]) -> Listed:
    published = next((day for wording, _ in item.dates if (day := read_date(wording))), None)
    told = sha256("\n".join((item.title or "", item.text, item.updated)).encode("utf-8", "replace")).hexdigest()[:16]
    return Listed(item.link or "", item.title, published, item.publisher or feed.get("title"), told)


def _report(item: _Item, feed: Mapping[str, str | None], name: str, own_link: bool, own_key: bool) -> Parsed:
    about = {
        "title": item.title,
        "publisher": item.publisher or feed.get("title"),
        "url": item.link,
        "language": language_code(feed.get("language")),
        "report_id": _report_id(item, feed, own_link, own_key),
    }
    text = item.text or item.title or ""
    parsed = one_report(item.raw, FEED, text, about, list(item.dates), name)
    return contained(parsed)


def _report_id(item: _Item, feed: Mapping[str, str | None], own_link: bool, own_key: bool) -> str | None:
    """Null where the item's address tells what it is."""
    if item.link and own_link:
        return None
    if item.key and own_key:
        return f"item-{stable_id(feed.get('title'), feed.get('link'), item.key)}"
    return sha256(item.raw).hexdigest()


# Reading


def _read(raw: bytes, name: str, base: str | None) -> tuple[Mapping[str, str | None], list[_Item], tuple[Issue, ...]]:
    markup = _markup(raw)
    found = _parsed(markup, base)
    entries = list(found.entries[:MOST_LISTED])
    if not entries and (not found.get("version") or found.get("bozo")):
        raise UnreadableFile(f"{name} is no feed that can be read. Save its articles as text or pages and add those.")
    cuts = _cuts(markup)
    whole = len(cuts) == len(found.entries)
    home = base or str(found.feed.get("link") or "")
    items = [_item(entry, cuts[place] if whole else None, home) for place, entry in enumerate(entries)]
    kept = [item for item in items if item.title or item.text]
    issues = tuple(_issues(name, found, len(items) - len(kept)))
    about = {key: _plain(found.feed.get(key)) for key in ("title", "link", "language")}
    return about, kept, issues


def _parsed(markup: str, base: str | None) -> Any:
    import feedparser  # type: ignore[import-untyped]  # a tenth of a second: only where a feed is read

    headers = {"content-type": "application/xml; charset=utf-8"} | ({"content-location": base} if base else {})
    return feedparser.parse(BytesIO(markup.encode("utf-8", "replace")), response_headers=headers)


def _issues(name: str, found: Any, empty: int) -> Iterator[Issue]:
    if len(found.entries) > MOST_LISTED:
        yield Issue(name, None, f"Only the first {MOST_LISTED} of {len(found.entries)} items were read.")
    if empty:
        yield Issue(name, None, f"Items without any words: {empty}. They were left out.")


def _markup(raw: bytes) -> str:
    """The feed as text: as it names its encoding, where that holds, else as its words look."""
    named = _NAMED_ENCODING.search(raw[:1000])
    for encoding in ("utf-8", named[1].decode("ascii") if named else "utf-8"):
        try:
            return _DECLARATION.sub("", raw.decode(encoding).removeprefix("\ufeff"))
        except (LookupError, UnicodeError):
            continue
    guessed = decode(raw)
    if "\x00" not in guessed[:200] and raw[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        guessed = raw.decode("cp1256" if _looks_arabic(raw) else "cp1252", "replace")
    return _DECLARATION.sub("", guessed)


def _looks_arabic(raw: bytes) -> bool:
    """Whether words of eight-bit characters are Arabic: there letters beyond ASCII follow one another."""
    runs = sum(len(run) for run in _RUN.findall(raw))
    return 2 * runs > sum(byte >= 0x80 for byte in raw)


def _cuts(markup: str) -> list[bytes]:
    """The bytes of each item, from its opening to its closing tag."""
    cuts: list[bytes] = []
    place, start = 0, -1
    while found := _CUT.search(markup, place):
        place = found.end()
        if found[0].startswith("<!"):
            closed = markup.find("]]>", place)
            place = closed + 3 if closed >= 0 else len(markup)
        elif found[1] and start >= 0:
            end = markup.find(">", place) + 1 or len(markup)
            cuts.append(markup[start:end].encode("utf-8", "replace"))
            start = -1
        elif not found[1] and start < 0:
            start = found.start()
    return cuts


def _item(entry: Any, raw: bytes | None, home: str) -> _Item:
    link = "" if _only_an_id(entry, raw) else _joined(home, str(entry.get("link") or "").strip())
    own = _Item(
        raw=raw or b"",
        key=_plain(entry.get("id")),
        link=link if _WEB.match(link) else None,
        title=_line(entry.get("title")),
        text=_text(entry),
        dates=tuple(_dates(entry)),
        updated=str(_changed(entry) or ""),
        publisher=_line((entry.get("source") or {}).get("title")),
    )
    return own if raw else replace(own, raw=_as_bytes(own))


def _only_an_id(entry: Any, raw: bytes | None) -> bool:
    """Whether what stands for an item's link is its guid, and that is no address: "17" is no page of the site."""
    return bool(entry.get("guidislink")) and not entry.get("links") and not _WEB_GUID.search(raw or b"")


def _joined(home: str, link: str) -> str:
    try:
        return urljoin(home, link) if link else ""
    except ValueError:
        return ""


def _as_bytes(item: _Item) -> bytes:
    """What stands for the bytes of an item in a feed so broken that it cannot be told where they are."""
    told = asdict(item) | {"raw": None}
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


def _dates(entry: Any) -> Iterator[tuple[str, str]]:
    if entry.get("published"):
        yield str(entry["published"]), "the feed's item"
    if _changed(entry):
        yield str(_changed(entry)), "when the feed's item was last changed; it may be older"


def _changed(entry: Any) -> Any:
    """When an item was last changed; feedparser's own look-up gives the day of publication for it, and a warning."""
    return dict.get(entry, "updated")


def _text(entry: Any) -> str:
    """What the feed carries of the item: the longest of its contents and its summary."""
    parts = [part.get("value") for part in entry.get("content") or ()] + [entry.get("summary")]
    return max((_words(str(part)) for part in parts if part), key=len, default="")


def _words(markup: str) -> str:
    """The words of a piece of a page, a paragraph a line."""
    if "<" not in markup and "&" not in markup:
        return _lines(markup)
    try:
        tree = html.fromstring(f"<div>{markup}</div>")
    except (etree.LxmlError, ValueError):
        return _lines(markup)
    etree.strip_elements(tree, "script", "style", "noscript", "iframe", with_tail=False)
    for block in tree.iter(*_BLOCKS):
        block.tail = "\n" + (block.tail or "")
        block.text = "\n" + (block.text or "")
    return _lines(tree.text_content())


def _lines(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _line(value: Any) -> str | None:
    return " ".join(_words(str(value)).split()) or None if value else None


def _plain(value: Any) -> str | None:
    return str(value).strip(_BLANKS) or None if value else None
