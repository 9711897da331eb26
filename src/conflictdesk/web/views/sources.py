"""The page of sources: who is heard how often, who fell silent, and what is followed."""

from collections.abc import Sequence
from dataclasses import dataclass

from conflictdesk.pipeline.hearing import Flag, Heard, every, shown
from conflictdesk.publish import wording
from conflictdesk.records.follows import Follow

BAR, GAP, HEIGHT = 6, 2, 24  # px of a small chart


@dataclass(frozen=True, slots=True)
class Bar:
    """A period in a source's small chart, in px from its upper left corner."""

    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class FollowLine:
    """An address that is followed: what it is, when it was last visited, and what went wrong then."""

    shown: str
    form: str
    visited: str
    failure: str | None


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source in the table. `chart` says in words what the bars show."""

    name: str
    kind: str
    reliability: str
    reach: str
    cadence: str
    reports: int
    last: str
    bars: tuple[Bar, ...]
    width: int
    chart: str
    flags: tuple[tuple[str, str, str], ...]  # (flag, the source's name where the sentence begins with it, the rest)
    follows: tuple[FollowLine, ...]


def source_lines(heard: Sequence[Heard]) -> list[SourceLine]:
    """Sources with something to look at first, then by name."""
    return [_line(one) for one in sorted(heard, key=lambda one: (not one.flags, one.name.casefold()))]


def _line(one: Heard) -> SourceLine:
    source = one.source
    return SourceLine(
        name=one.name,
        kind=str(source.kind) if source else "not in the catalog",
        reliability=source.reliability or "not set" if source else "not set",
        reach=str(source.reach) if source and source.reach else "not set",
        cadence=every(source.cadence) if source and source.cadence else "not set",
        reports=one.reports,
        last=wording.day(one.last) if one.last else "never heard",
        bars=tuple(_bars(one.counts)),
        width=len(one.counts) * (BAR + GAP) - GAP,
        chart=_in_words(one),
        flags=tuple(_flag(flag) for flag in one.flags),
        follows=tuple(_follow(follow) for follow in one.follows),
    )


def _flag(flag: Flag) -> tuple[str, str, str]:
    """A sentence in two parts: a name that runs from right to left is not to turn the rest around."""
    rest = flag.message.removeprefix(flag.source)
    return flag.flag, flag.source if rest != flag.message else "", rest


def _bars(counts: Sequence[int]) -> list[Bar]:
    """One bar a period; a period without reports has none, and the line below it stays bare."""
    most = max(counts, default=0)
    heights = [max(2, round(HEIGHT * count / most)) if count else 0 for count in counts]
    return [Bar(place * (BAR + GAP), HEIGHT - height, height) for place, height in enumerate(heights) if height]


def _in_words(one: Heard) -> str:
    length = wording.number(one.period, "day")
    told = ", ".join(map(str, one.counts))
    return f"Reports dated in the last {len(one.counts)} periods of {length}, oldest first: {told}"


def _follow(follow: Follow) -> FollowLine:
    visited = f"visited {wording.day(follow.checked)}" if follow.checked else "never visited"
    return FollowLine(shown(follow), str(follow.form or "not visited yet"), visited, follow.failure)
