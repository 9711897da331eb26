"""What the desk hears of its sources: who fell silent, who became loud, who was never heard.

A source is silent when nothing of it came for more than twice its cadence, or, where the catalog declares none, for
more than twice its usual gap: the gap that nine in ten of its gaps do not pass, told only by reports that the desk had
soon after they were published. It is loud when a period brings twice its declared volume, or twice what its periods
usually brought and more than chance would. Silence is told as such: no number stands for what was not heard.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil, sqrt
from statistics import median

from conflictdesk.pipeline.followed import followed
from conflictdesk.records.follows import Appearance, Follow, PageNote
from conflictdesk.records.numbers import number
from conflictdesk.records.reports import Source
from conflictdesk.sources.addresses import masked
from conflictdesk.sources.catalog import Catalog
from conflictdesk.store.database import Database

TIMES = 2.0  # the cadence, the usual gap, the volume: beyond it something has changed
ENOUGH_GAPS = 10
USUAL_SHARE = 0.9  # of the gaps
SOON = 14  # days after its day of publication by which a report tells how often its source is heard
PERIODS = 12  # counted back from today
ENOUGH_PERIODS = 8
USUAL_PERIOD = 7.0  # days, where no cadence is declared
CHANCE = 3.0  # standard deviations of a count


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about a source that a person should look at: "silent", "loud", "unheard" or "failing"."""

    source: str
    flag: str
    message: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard of a source. `counts` are reports published in the last periods of `period` days, oldest first.

    `source` is null where the catalog does not have this publisher; `last` where nothing was heard.
    """

    name: str
    source: Source | None
    reports: int
    last: date | None
    period: int
    counts: tuple[int, ...]
    follows: tuple[Follow, ...]
    flags: tuple[Flag, ...]


def hear(database: Database, catalog: Catalog, today: date) -> list[Heard]:
    """Each source that the desk has heard, declares itself, or follows; in order of name."""
    with database.at_one_moment():
        appearances, follows, pages = database.appearances(), followed(database, catalog), database.pages()
    sources = {source.name: source for source in catalog.own()}
    came: dict[str, list[Appearance]] = {name: [] for name in sources}
    names: dict[str | None, str] = {}
    found_by = {one.report_id: one.follow for one in pages if one.report_id and one.follow}
    lists = {follow.address: follow.source or masked(follow.address) for follow in follows}
    followed_as = {follow.address: follow.source for follow in follows}
    for one in appearances:
        source = catalog.source_of(one.publisher, one.url)
        name = source.name if source else one.publisher or lists.get(found_by.get(one.report_id, ""))
        if name:
            came.setdefault(name, []).append(one)
            names[one.report_id] = name
            sources |= {source.name: source} if source else {}
        through = followed_as.get(found_by.get(one.report_id, ""))
        if through and through != name:  # it came from the source that is followed, whomever it names
            came.setdefault(through, []).append(one)
    homes = {follow.address: _home(follow, pages, names) for follow in follows}
    came |= {name: [] for name in homes.values() if name not in came}
    own = {name: tuple(one for one in follows if homes[one.address] == name) for name in came}
    return [_heard(name, sources.get(name), came[name], own[name], today) for name in sorted(came, key=str.casefold)]


def _home(follow: Follow, pages: Sequence[PageNote], names: Mapping[str | None, str]) -> str:
    """The source that an address is of: as declared, else the one that most of its pages are by, else its own name."""
    if follow.source:
        return follow.source
    found = Counter(names[one.report_id] for one in pages if one.follow == follow.address and one.report_id in names)
    return found.most_common(1)[0][0] if found else masked(follow.address)


def flags_of(database: Database, catalog: Catalog, today: date) -> list[Flag]:
    """All flags, in order of the sources' names."""
    return [flag for heard in hear(database, catalog, today) for flag in heard.flags]


def _heard(
    name: str, source: Source | None, came: Sequence[Appearance], follows: tuple[Follow, ...], today: date
) -> Heard:
    days = sorted(_day(one, today) for one in came)
    period = max(1, round(source.cadence if source and source.cadence else USUAL_PERIOD))
    counts = _counts([one.published for one in came if one.published], period, today)
    found = [
        _silent(name, source, came, days, follows, today),
        _loud(name, source, days, counts, period, today),
        *(_failing(name, follow) for follow in follows),
    ]
    flags = tuple(flag for flag in found if flag)
    return Heard(name, source, len(came), days[-1] if days else None, period, counts, follows, flags)


def _day(one: Appearance, today: date) -> date:
    """When a report appeared; where it does not say, or names a day to come, when it was retrieved."""
    return one.published if one.published and one.published <= today else min(one.retrieved, today)


def _counts(published: Sequence[date], period: int, today: date) -> tuple[int, ...]:
    back = Counter((today - day).days // period for day in published if day <= today)
    return tuple(back[number] for number in reversed(range(PERIODS)))


def _silent(
    name: str,
    source: Source | None,
    came: Sequence[Appearance],
    days: Sequence[date],
    follows: Sequence[Follow],
    today: date,
) -> Flag | None:
    if not days:
        return Flag(name, "unheard", f"{name} was never heard: the desk has no report of it{_visited(follows)}.")
    expected, told = expected_gap(source, came, today)
    silence = (today - days[-1]).days
    if expected is None or silence <= TIMES * expected:
        return None
    since = f"{name} has been silent for {number(silence, 'day')}: its last report is of {_written(days[-1])}"
    return Flag(name, "silent", f"{since}, and {told}{_visited(follows)}.")


def expected_gap(source: Source | None, came: Sequence[Appearance], today: date) -> tuple[float | None, str]:
    """Days from one report to the next, and how that is known; null where it is not."""
    if source and source.cadence:
        return source.cadence, f"one is expected {every(source.cadence)}"
    soon = {one.published for one in came if one.published and 0 <= (one.retrieved - one.published).days <= SOON}
    gaps = sorted((later - earlier).days for earlier, later in pairwise(sorted(day for day in soon if day <= today)))
    if len(gaps) < ENOUGH_GAPS:
        return None, ""
    usual = gaps[ceil(USUAL_SHARE * len(gaps)) - 1]
    return usual, f"nine in ten of its gaps were no longer than {number(usual, 'day')}"


def _visited(follows: Sequence[Follow]) -> str:
    """When its addresses were last visited: the silence may be the desk's own."""
    if not follows:
        return ""
    visits = [follow.checked.date() for follow in follows if follow.checked]
    return f"; it was last visited on {_written(max(visits))}" if visits else "; it was never visited"


def _loud(
    name: str, source: Source | None, days: Sequence[date], counts: Sequence[int], period: int, today: date
) -> Flag | None:
    usual = _usual(source, days, counts, period, today)
    count = counts[-1]
    if usual is None or count < TIMES * usual:
        return None
    came = f"{number(count, 'report')} in the {period} days to {_written(today)}" if period > 1 else f"{count} today"
    return Flag(name, "loud", f"{name} has doubled: {came}, where {usual:g} would be usual.")


def _usual(
    source: Source | None, days: Sequence[date], counts: Sequence[int], period: int, today: date
) -> float | None:
    """Reports of a period: as declared, else as it was; null where that is not known, or what came may be chance."""
    if source and source.volume and source.cadence:
        return source.volume * period / source.cadence
    whole = (today - days[0]).days // period if days else 0
    before = counts[-1 - min(whole, PERIODS - 1) : -1]
    if len(before) < ENOUGH_PERIODS:
        return None
    usual = median(before)
    return usual if usual and counts[-1] > usual + CHANCE * sqrt(usual) else None


def _failing(name: str, follow: Follow) -> Flag | None:
    if not follow.failure or not follow.checked:
        return None
    return Flag(name, "failing", f"The visit of {_written(follow.checked.date())} failed: {follow.failure}")


def shown(follow: Follow) -> str:
    """The address that is followed as a page shows it: without its scheme, and without what may be secret in it."""
    return masked(follow.address).partition("://")[2]


def every(cadence: float) -> str:
    """A cadence in words: "every day", "every 7 days", "every 2 hours"."""
    if cadence < 1:
        hours = round(cadence * 24)
        return "every hour" if hours <= 1 else f"every {hours} hours"
    return "every day" if cadence == 1 else f"every {cadence:g} days"


def _written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
