"""Which source published a report: the built-in catalog, and a desk's own in the same form.

A belligerent's name in the publisher's, or its host, comes before any other name: a page may call itself what it likes,
and to pass propaganda on is worse than to withhold a report. But a name that means something else too ("Dabiq", a town)
is meant only where it is the whole name. Else a publisher's whole name comes first, and a desk's entries before the
built-in ones.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from conflictdesk.records.follows import Follow
from conflictdesk.records.provenance import content_hash
from conflictdesk.records.reports import Source, SourceKind, Span
from conflictdesk.sources.declared import Entry, entries_in

# A name shorter than this ("AP", "AA") must be the whole of a publisher's name; within one it may mean anything.
SHORTEST_WITHIN = 4
_WORD = re.compile(r"\w[\w'’]{0,40}")


@dataclass(frozen=True, slots=True)
class _Entry:
    source: Source
    names: frozenset[str]  # folded
    hosts: frozenset[str]
    feeds: tuple[Follow, ...] = ()
    own: bool = False  # declared by the desk, not built in
    whole: frozenset[str] = frozenset()  # of its names those that must be all of a publisher's


@dataclass(frozen=True, slots=True)
class Catalog:
    """Known sources, the first that fits first."""

    entries: tuple[_Entry, ...]

    @classmethod
    def open(cls, *paths: Path) -> "Catalog":
        """The catalogs in the YAML files `paths`, then the built-in one. Raises SettingsError for a bad file.

        What a desk says of a source that is built in adds to what is known of it: names, hosts, language, address.
        """
        built_in = [_entry(one) for one in entries_in(files("conflictdesk") / "data" / "catalog.yaml")]
        own = [replace(_entry(one), own=True) for path in paths for one in entries_in(path)]
        kept = [one for one in built_in if one.source.kind is SourceKind.BELLIGERENT]
        return cls((*(_with_built_in(_without_names_of(kept, entry), built_in) for entry in own), *built_in))

    def own(self) -> tuple[Source, ...]:
        """The sources that the desk itself declares."""
        return tuple(entry.source for entry in self.entries if entry.own)

    def named(self, name: str) -> Source | None:
        """The source that has exactly this name, or this among its names."""
        folded = _folded(name)
        return next((entry.source for entry in self.entries if folded in entry.names), None)

    def follows(self, source: str | None = None) -> tuple[Follow, ...]:
        """The addresses that are followed by the catalog; of one source, or of all."""
        return tuple(feed for entry in self.entries for feed in entry.feeds if source in (None, entry.source.name))

    def source_of(self, publisher: str | None, url: str | None) -> Source | None:
        """The source that published a report, by the publisher's name or the address; null for an unknown one."""
        folded = _folded(publisher or "")
        named = self.named(folded) or self._named_within(folded, belligerent=True)
        if named is not None and named.kind is SourceKind.BELLIGERENT:
            return named
        hosted = self._hosted(url, self._belligerents())
        return hosted or named or self._hosted(url, self.entries) or self._named_within(folded, belligerent=False)

    def publisher_of(self, publisher: str | None, *addresses: str | None, told: str | None = None) -> str | None:
        """Who published a report, as it names them itself: but a belligerent where one of the addresses that it came by
        or gives is a belligerent's, or where `told`, its source by another word than its own, is one."""
        sources = (self.source_of(publisher, None), self.source_of(told, None))
        hosts = (self._hosted(address, self._belligerents()) for address in addresses)
        theirs = next((one for one in (*sources, *hosts) if one and one.kind is SourceKind.BELLIGERENT), None)
        return publisher if theirs is None or theirs is sources[0] else theirs.name

    def weighing(self) -> str:
        """Who is of which kind, in one hash: what else is said of sources weighs nothing with incidents."""
        told = [
            f"{e.source.name}\t{e.source.kind}\t{sorted(e.names)}\t{sorted(e.hosts)}\t{sorted(e.whole)}"
            for e in self.entries
        ]
        return content_hash("\n".join(told).encode())

    def mouthpieces(self) -> tuple[str, ...]:
        """The names of belligerents' own publications, as they are compared, in order."""
        return tuple(sorted({n for e in self.entries if e.source.kind is SourceKind.BELLIGERENT for n in e.names}))

    def whole_mouthpieces(self) -> tuple[str, ...]:
        """Of the names of belligerents' publications those that must be all of a publisher's, in order."""
        return tuple(sorted({n for e in self.entries if e.source.kind is SourceKind.BELLIGERENT for n in e.whole}))

    def mouthpieces_in(self, text: str) -> tuple[Span, ...]:
        """Where a text names a belligerent's own publication."""
        names = self.mouthpieces()
        longest = max((n.count(" ") + 1 for n in names), default=0)
        words = [(m.start(), m.end(), _folded(m[0])) for m in _WORD.finditer(text)]
        found: list[Span] = []
        for i, (start, _, _) in enumerate(words):
            for count in range(min(longest, len(words) - i), 0, -1):
                run = words[i : i + count]
                if " ".join(w for _, _, w in run) in names and (not found or found[-1].end <= start):
                    found.append(Span(start, run[-1][1]))
        return tuple(found)

    def is_mouthpiece(self, publisher: str) -> bool:
        """Whether a publisher's name holds that of a belligerent's publication, however short."""
        theirs = [entry for entry in self.entries if entry.source.kind is SourceKind.BELLIGERENT]
        folded = _folded(publisher)
        return any(_stands_within(name, folded, entry.whole) for entry in theirs for name in entry.names)

    def _named_within(self, publisher: str, belligerent: bool) -> Source | None:
        """The source whose name stands within `publisher`; of several the longest name."""
        found = [
            (len(name), -place, entry.source)
            for place, entry in enumerate(self.entries)
            if (entry.source.kind is SourceKind.BELLIGERENT) == belligerent
            for name in entry.names
            if name == publisher or (len(name) >= SHORTEST_WITHIN and _stands_within(name, publisher, entry.whole))
        ]
        return max(found, key=lambda match: match[:2])[2] if found else None

    def _belligerents(self) -> tuple[_Entry, ...]:
        """Those whose hosts are known."""
        return tuple(e for e in self.entries if e.hosts and e.source.kind is SourceKind.BELLIGERENT)

    @staticmethod
    def _hosted(url: str | None, entries: Sequence[_Entry]) -> Source | None:
        host = _host(url) if url and entries else ""
        parents = {host.split(".", n)[-1] for n in range(host.count("."))} - {""}
        return next((entry.source for entry in entries if entry.hosts & parents), None)


def source_of(publisher: str | None, url: str | None) -> Source | None:
    """As `Catalog.source_of`, by the built-in catalog alone."""
    return _built_in().source_of(publisher, url)


@cache
def _built_in() -> Catalog:
    return Catalog.open()


def _entry(given: Entry) -> _Entry:
    """An entry as it is looked up. The host of its own address counts as one of its hosts."""
    hosts = {host.lower() for host in given.hosts} | {_host(given.source.url or "").removeprefix("www.")}
    names = frozenset(_folded(name) for name in given.names) - {""}
    whole = frozenset(_folded(name) for name in given.whole)
    return _Entry(given.source, names, frozenset(hosts - {""}), given.feeds, whole=whole)


def _stands_within(name: str, publisher: str, whole: frozenset[str]) -> bool:
    """Whether a name is within a publisher's, with no more beside it than its sort allows; both folded."""
    padded = f" {publisher} "
    if f" {name} " not in padded:
        return False
    rest = padded.replace(f" {name} ", " ", 1).split()
    return name not in whole or all(word in _beside() or word.isdigit() for word in rest)


@cache
def _beside() -> frozenset[str]:
    """The words that may stand beside a name that must be whole."""
    told = yaml.safe_load((files("conflictdesk") / "data" / "catalog.yaml").read_text("utf-8"))
    return frozenset(_folded(word) for word in told["beside"])


def _with_built_in(entry: _Entry, built_in: list[_Entry]) -> _Entry:
    """A desk's entry, with what is built in of the same source. A belligerent's names stay a belligerent's."""
    name = _folded(entry.source.name)
    same = next((one for one in built_in if name in one.names), None)
    if same is None:
        return entry
    source, known = entry.source, same.source
    kind = SourceKind.BELLIGERENT if known.kind is SourceKind.BELLIGERENT else source.kind
    source = replace(source, kind=kind, language=source.language or known.language, url=source.url or known.url)
    whole = entry.whole | same.whole
    return replace(entry, source=source, names=entry.names | same.names, hosts=entry.hosts | same.hosts, whole=whole)


def _without_names_of(belligerents: list[_Entry], entry: _Entry) -> _Entry:
    """A desk's entry of another source, without what leads to a belligerent's."""
    others = [one for one in belligerents if _folded(entry.source.name) not in one.names]
    if entry.source.kind is SourceKind.BELLIGERENT:
        return entry
    names, hosts = (frozenset().union(*(getattr(one, of) for one in others)) for of in ("names", "hosts"))
    return replace(entry, names=entry.names - names, hosts=entry.hosts - hosts)


def _folded(name: str) -> str:
    """A name's words without case, accents, apostrophes and punctuation: "Al-Naba’" is "al naba"."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    joined = "".join(sign for sign in plain.casefold() if sign not in "'’‘ʼ`´ʿʾ.")
    return " ".join("".join(sign if sign.isalnum() else " " for sign in joined).split())


def _host(url: str) -> str:
    try:
        return (urlsplit(url if "//" in url else f"//{url}").hostname or "").rstrip(".")
    except ValueError:
        return ""
