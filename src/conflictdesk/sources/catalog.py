"""Which source published a report: the built-in catalog, and a desk's own in the same form.

A publisher's whole name comes first, and a desk's entries before the built-in ones. Then a belligerent's name
anywhere in it is enough: to pass propaganda on is worse than to withhold a report.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from conflictdesk.errors import SettingsError
from conflictdesk.records.reports import Source, SourceKind, Span

# A name shorter than this ("AP", "AA") must be the whole of a publisher's name; within one it may mean anything.
SHORTEST_WITHIN = 4
_WORD = re.compile(r"\w[\w'’]{0,40}")


@dataclass(frozen=True, slots=True)
class _Entry:
    source: Source
    names: frozenset[str]  # folded
    hosts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Catalog:
    """Known sources, the first that fits first."""

    entries: tuple[_Entry, ...]

    @classmethod
    def open(cls, *paths: Path) -> "Catalog":
        """The catalogs in the YAML files `paths`, then the built-in one. Raises SettingsError for a bad file."""
        built_in = files("conflictdesk") / "data" / "catalog.yaml"
        return cls(tuple(entry for path in (*paths, built_in) for entry in _entries(path)))

    def source_of(self, publisher: str | None, url: str | None) -> Source | None:
        """The source that published a report, by the publisher's name or the address; null for an unknown one."""
        folded = _folded(publisher or "")
        return (
            next((entry.source for entry in self.entries if folded in entry.names), None)
            or self._named_within(folded, belligerent=True)
            or self._hosted(url)
            or self._named_within(folded, belligerent=False)
        )

    def mouthpieces_in(self, text: str) -> tuple[Span, ...]:
        """Where a text names a belligerent's own publication."""
        names = {n for e in self.entries if e.source.kind is SourceKind.BELLIGERENT for n in e.names}
        longest = max((n.count(" ") + 1 for n in names), default=0)
        words = [(m.start(), m.end(), _folded(m[0])) for m in _WORD.finditer(text)]
        found: list[Span] = []
        for i, (start, _, _) in enumerate(words):
            for count in range(min(longest, len(words) - i), 0, -1):
                run = words[i : i + count]
                if " ".join(w for _, _, w in run) in names and (not found or found[-1].end <= start):
                    found.append(Span(start, run[-1][1]))
        return tuple(found)

    def _named_within(self, publisher: str, belligerent: bool) -> Source | None:
        """The source whose name stands within `publisher`; of several the longest name."""
        found = [
            (len(name), -place, entry.source)
            for place, entry in enumerate(self.entries)
            if (entry.source.kind is SourceKind.BELLIGERENT) == belligerent
            for name in entry.names
            if name == publisher or (len(name) >= SHORTEST_WITHIN and f" {name} " in f" {publisher} ")
        ]
        return max(found, key=lambda match: match[:2])[2] if found else None

    def _hosted(self, url: str | None) -> Source | None:
        host = _host(url or "")
        parents = {host.split(".", n)[-1] for n in range(host.count("."))} - {""}
        return next((entry.source for entry in self.entries if entry.hosts & parents), None)


def source_of(publisher: str | None, url: str | None) -> Source | None:
    """As `Catalog.source_of`, by the built-in catalog alone."""
    return _built_in().source_of(publisher, url)


@cache
def _built_in() -> Catalog:
    return Catalog.open()


def _entries(path: Path | Traversable) -> Iterator[_Entry]:
    try:
        read = yaml.safe_load(path.read_text("utf-8"))
        yield from [_entry(given) for given in read["sources"]]
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        advice = "Each entry of `sources` needs a name and a kind: news, official, monitoring or belligerent."
        raise SettingsError(f"The catalog {path} cannot be read. {advice}") from error


def _entry(given: dict[str, Any]) -> _Entry:
    hosts = frozenset(str(host).lower() for host in given.get("hosts", ()))
    names = frozenset(_folded(str(name)) for name in (given["name"], *given.get("names", ()))) - {""}
    source = Source(str(given["name"]), SourceKind(given["kind"]), given.get("language"), given.get("url"))
    return _Entry(source, names, hosts)


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
