"""How many sources speak for themselves: publishers, not publications, and never copies.

Reports are one source where they share a publisher, or a page (revisions), or nearly all their wording; a story
that stands whole in a longer one is a copy too. Of near-copies the original is the one published first, then the one
of the lower hash; arrival plays no part. Near-copies are a belligerent's word if any of them is a belligerent's,
unless a neutral one is dated before it: an undated copy proves nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from urllib.parse import urlsplit

from conflictdesk.link.clusters import Group, contract
from conflictdesk.link.names import folded
from conflictdesk.records.reports import Report, Source, SourceKind

SHINGLE_WORDS = 4
COPY_FROM = 0.8  # share of shingles in common from which two texts are one: wire copies with a changed first line
STORY_SHINGLES = 8  # a text of fewer may stand in another by chance; it is compared as a whole alone
UNKNOWN = "unknown"  # reports that name no publisher cannot be shown to differ from one another

SourceOf = Callable[[Report], Source | None]


@dataclass(frozen=True, slots=True)
class Voice:
    """Reports that are one source; `original` is the oldest. `belligerent`: they pass on a belligerent's text."""

    reports: tuple[str, ...]
    original: str
    belligerent: bool
    named: bool  # whether any of them names its publisher


def age(report: Report) -> tuple[date, str, str]:
    """What orders reports: publication date (unknown last), then hash, then id. Never arrival."""
    return report.published or date.max, report.content_hash, report.report_id


def voices(reports: Sequence[Report], source_of: SourceOf) -> tuple[Voice, ...]:
    """The independent voices among `reports`, in order of their originals.

    A publisher's own reporting stays its own where another of its reports copies a belligerent.
    """
    ordered = sorted(reports, key=age)
    theirs = {i for i, report in enumerate(ordered) if _is_belligerent(report, source_of)}
    copies = _copies(ordered)
    passed_on = {i for group in _groups(len(ordered), copies) if _is_theirs(group, ordered, theirs) for i in group}
    alike = [(i, j) for i, j in copies if (i in passed_on) == (j in passed_on)]
    alike += _of_one_publication(ordered, theirs, passed_on)
    return tuple(_voice([ordered[i] for i in group], group[0] in passed_on) for group in _groups(len(ordered), alike))


def counted(found: Sequence[Voice]) -> int:
    """How many of `found` count as independent: those that are no belligerent's.

    Unnamed publications add nothing to a named one, and are one voice together: they may be anybody's.
    """
    neutral = [voice for voice in found if not voice.belligerent]
    return sum(voice.named for voice in neutral) or min(1, len(neutral))


def _voice(members: Sequence[Report], belligerent: bool) -> Voice:
    return Voice(
        reports=tuple(report.report_id for report in members),
        original=members[0].report_id,
        belligerent=belligerent,
        named=any(_publication(report) != UNKNOWN for report in members),
    )


def _is_belligerent(report: Report, source_of: SourceOf) -> bool:
    source = source_of(report)
    return source is not None and source.kind is SourceKind.BELLIGERENT


def _is_theirs(group: Sequence[int], ordered: Sequence[Report], theirs: set[int]) -> bool:
    """Whether near-copies are a belligerent's word: one is its own, and no neutral one is dated before that."""
    own = [ordered[i].published or date.min for i in group if i in theirs]
    neutral = [ordered[i].published or date.max for i in group if i not in theirs]
    return bool(own) and min(neutral, default=date.max) >= min(own)


def _of_one_publication(ordered: Sequence[Report], theirs: set[int], passed_on: set[int]) -> list[tuple[int, int]]:
    """Each report with the one before it of its publisher. Belligerents' are left out: theirs may copy anybody."""
    last: dict[tuple[str, bool], int] = {}
    found = []
    for i, report in enumerate(ordered):
        name = _publication(report), i in passed_on
        if i not in theirs:
            found += [(last[name], i)] if name in last else []
            last[name] = i
    return found


def _publication(report: Report) -> str:
    """The publisher, else the site that the page stood on."""
    if report.publisher and folded(report.publisher):
        return folded(report.publisher)
    return (urlsplit(report.url or "").hostname or UNKNOWN).removeprefix("www.")


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = folded(text).split()
    starts = range(max(1, len(words) - SHINGLE_WORDS + 1))
    return frozenset(tuple(words[i : i + SHINGLE_WORDS]) for i in starts if words)


def _copies(ordered: Sequence[Report]) -> list[tuple[int, int]]:
    shingles = [_shingles(report.text) for report in ordered]
    return [(i, j) for i, j in combinations(range(len(ordered)), 2) if _is_copy(shingles[i], shingles[j])]


def _is_copy(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> bool:
    """Nearly all words in common; or nearly all those of a story that stands in a longer text."""
    smaller, larger = sorted((len(a), len(b)))
    if not smaller or (smaller < STORY_SHINGLES and smaller < COPY_FROM * larger):
        return False
    shared = len(a & b)
    whole = shared >= COPY_FROM * (smaller + larger - shared)
    return whole or (smaller >= STORY_SHINGLES and shared >= COPY_FROM * smaller)


def _groups(size: int, pairs: Iterable[tuple[int, int]]) -> list[Group]:
    """What the pairs of 0..size-1 connect, in order of each group's first."""
    return contract([(i,) for i in range(size)], pairs, ())
