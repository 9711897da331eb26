"""Which days an export covers: there no post is none; elsewhere is silence.

What was asked for is known where it is said (`--from`, `--to`). Else the days with posts tell: a gap of more than
LONGEST_GAP days is taken for silence, and a few posts that lie apart from the rest (a pinned one of years ago) for
strays, which cover nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from conflictdesk.records.posts import ExportDay

LONGEST_GAP = 14  # days without a post that an export may cover
STRAYS = 0.02  # of the posts of the fullest run: what has fewer is no run
MOST_AGAIN = 0.5  # share of posts counted before, on days that none covered before
MOST_TOLD = 12

Within = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Cover:
    """The days that an export covers, from first to last; how many posts lie apart from them; and whether most posts
    of days that none held before are told to have been counted: then something is wrong with their ids."""

    spans: tuple[tuple[date, date], ...]
    strays: int = 0
    doubtful: bool = False

    def told(self) -> str:
        """The days in words."""
        named = [first.isoformat() if first == last else f"{first} to {last}" for first, last in self.spans]
        more = f" and {len(named) - MOST_TOLD} more stretches" if len(named) > MOST_TOLD else ""
        return ", ".join(named[:MOST_TOLD]) + more if named else "none"


def cover_of(days: Sequence[ExportDay], within: Within, today: date) -> Cover:
    """What an export with posts on these days covers, if the days `within` were asked for."""
    first, last = within
    if not days:
        return Cover(((first, min(last, today)),) if first and last and first <= today else ())
    if first:
        runs = [list(days)]
    else:
        found = _runs(days)
        fullest = max(_posts(run) for run in found)
        runs = [run for run in found if _posts(run) >= STRAYS * fullest]
    spans = [(date.fromordinal(run[0].day), date.fromordinal(run[-1].day)) for run in runs]
    spans[0] = first or spans[0][0], spans[0][1]
    spans[-1] = spans[-1][0], min(last or spans[-1][1], today)
    held = [day for run in runs for day in run]
    if _doubtful(held):
        return Cover((), doubtful=True)
    return Cover(tuple(span for span in spans if span[0] <= span[1]), _posts(days) - _posts(held))


def _runs(days: Sequence[ExportDay]) -> list[list[ExportDay]]:
    """The days, apart where more than LONGEST_GAP lie between."""
    runs = [[days[0]]]
    for before, day in pairwise(days):
        if day.day - before.day - 1 > LONGEST_GAP:
            runs.append([])
        runs[-1].append(day)
    return runs


def _posts(days: Sequence[ExportDay]) -> int:
    return sum(day.posts for day in days)


def _doubtful(days: Sequence[ExportDay]) -> bool:
    fresh = [day for day in days if not day.held]
    return sum(day.again for day in fresh) > MOST_AGAIN * _posts(fresh)
