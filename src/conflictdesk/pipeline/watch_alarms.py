"""The watch of a desk at one moment: series of posts, incidents and reports, where they rose, and what reporting did.

All series of a kind are tested together, whatever is asked for, so that a filter never makes or unmakes an alarm.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from conflictdesk.errors import UsageError
from conflictdesk.geo.names import normal
from conflictdesk.pipeline.folder import catalog_of
from conflictdesk.pipeline.knowledge import Knowledge
from conflictdesk.pipeline.scenario import INVENTED
from conflictdesk.pipeline.watch_series import MOST, Reporting, incident_series, reporting
from conflictdesk.records.activity import Activity, Counted, Rise, Tally
from conflictdesk.records.events import Place
from conflictdesk.records.values import TimeInterval
from conflictdesk.records.watched import WEEK, Alarm, Series, Volume, Watch
from conflictdesk.store.database import Database

LATEST = {1: 60, WEEK: 53}
YEARS = range(1900, 2101)  # that may be asked for
FEWEST_PERIODS = 12  # with fewer of reports, and no posts, there is nothing to compare
Test = Callable[[Tally], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a watch is to be told: alarms of these periods, this place (or country's code), this theme."""

    first: date | None = None
    last: date | None = None
    place: str | None = None
    theme: str | None = None
    kinds: frozenset[Counted] = frozenset(Counted)

    def __post_init__(self) -> None:
        if self.first and self.last and self.last < self.first:
            raise UsageError(
                f"The period ends on {self.last}, before it begins on {self.first}: give the earlier day first."
            )

        strange = next((day for day in (self.first, self.last) if day and day.year not in YEARS), None)
        if strange:
            raise UsageError(f"{strange} is out of range: the watch tells of {YEARS[0]} to {YEARS[-1]}.")

    def within(self, when: TimeInterval) -> bool:
        """Whether a period ends between the days that are asked for."""
        return (self.first is None or self.first <= when.end) and (self.last is None or when.end <= self.last)


def read_watch(database: Database, step_days: int = WEEK, since: date | None = None) -> Watch:
    """All series of the desk with their alarms, newest first; periods of a day (1) or a week from Monday on (7).

    Bands and alarms are those of the last `LATEST` periods, and of all from the day `since` on.
    """
    posts, incidents, reported = _read(database, step_days)
    series = _reckoned(posts, incidents, reported, since)
    alarms = _ordered(_alarms(series, reported))
    invented = database.noted(INVENTED) is not None
    tested = Counter(one.tally.counted for one in series)
    return Watch(step_days, series, alarms, _themes() if posts else {}, tested, invented)


def _themes() -> Mapping[str, str]:
    """The themes' keys in words."""
    from conflictdesk.pipeline.watching import theme_names

    return theme_names()


@lru_cache(maxsize=4)
def _reckoned(
    posts: tuple[Activity, ...], incidents: tuple[Activity, ...], reported: Reporting | None, since: date | None
) -> tuple[Series, ...]:
    """Each series with its band and its rises; kept for the next page or brief of the same counts."""
    few = reported is None or reported.span.periods < FEWEST_PERIODS or not (incidents or reported.by_source)
    if few and not posts:
        return ()
    from conflictdesk.watch.alarms import watched  # late: a desk without a watch need not wait for scipy
    from conflictdesk.watch.ranges import WatchSettings

    volume = reported.volume if reported else None
    reports = [*([volume] if volume else []), *(reported.by_source if reported else ())]
    kinds = [(list(posts), None), (list(incidents), volume), (reports, None)]
    found = [watched(kind, WatchSettings(latest=_latest(kind, since)), given) for kind, given in kinds if kind]
    return tuple(one for kind in found for one in kind)


def _latest(activities: Sequence[Activity], since: date | None) -> int:
    """How many periods are looked at, counted from the last one."""
    step = activities[0].step_days
    last = max(one.first.start + timedelta(days=step * len(one.counts)) for one in activities)
    return max(LATEST[step], ((last - since).days // step + 1) if since else 0)


def _read(database: Database, step_days: int) -> tuple[tuple[Activity, ...], tuple[Activity, ...], Reporting | None]:
    with database.at_one_moment():
        posts = database.activities(step_days, _since(database, step_days))
        incidents, appearances = database.incidents(), database.appearances()
    catalog, actors = catalog_of(database.folder), Knowledge.of(database.folder).actors
    reported = reporting(appearances, catalog.source_of, step_days)
    known: dict[str, bool] = {}

    def is_organisation(name: str) -> bool:
        if name not in known:
            known[name] = bool(actors.find(name, "en"))
        return known[name]

    return tuple(posts), tuple(incident_series(incidents, reported, is_organisation)), reported


def _since(database: Database, step_days: int) -> date | None:
    """How far back posts are looked at; null: all there are."""
    last = database.watched().last
    return last - timedelta(days=MOST[step_days] * step_days) if last else None


def _alarms(series: Sequence[Series], reported: Reporting | None) -> list[Alarm]:
    volume = next((s for s in series if s.tally == Tally(Counted.REPORTS)), None)
    rises = [rise for one in series for rise in one.rises]
    if volume is None or reported is None:
        return [Alarm(rise) for rise in rises]
    from conflictdesk.watch.coverage import coverage

    changes = {when: coverage(reported.volume, when) for when in {rise.period for rise in rises}}
    return [_alarm(rise, changes[rise.period], volume, reported) for rise in rises]


def _alarm(rise: Rise, change: Volume, volume: Series, reported: Reporting) -> Alarm:
    """A rise with what reporting did then."""
    number = reported.span.number(rise.period)
    if number is None:
        return Alarm(rise)
    silent = reported.silent(rise.period)
    return Alarm(rise, change, volume.activity.counts[number], volume.band[number], silent)


def _ordered(alarms: Sequence[Alarm]) -> tuple[Alarm, ...]:
    """Newest first; of one period the place first whose rise has the least chance in calm, its themes below it."""
    least: dict[tuple[int, str], float] = {}
    for one in alarms:
        key, chance = _where(one), one.rise.chance
        least[key] = min(least.get(key, 1.0), 1.0 if chance is None else chance)

    def order(one: Alarm) -> tuple[int, bool, float, tuple[int, str], str]:
        place = one.rise.tally.place
        return (
            -one.rise.period.start.toordinal(),
            place is None,
            least[_where(one)],
            _where(one),
            one.rise.tally.theme or "",
        )

    return tuple(sorted(alarms, key=order))


def _where(one: Alarm) -> tuple[int, str]:
    return one.rise.period.start.toordinal(), one.rise.tally.place or ""


def chosen(watch: Watch, asked: Asked) -> Watch:
    """The watch with what is asked for alone. Raises UsageError for a place or a theme that nothing is counted of."""
    here = _test(watch, asked)
    series = tuple(one for one in watch.series if here(one.tally))
    alarms = tuple(one for one in watch.alarms if here(one.rise.tally) and asked.within(one.rise.period))
    return replace(watch, series=series, alarms=alarms)


def within(watch: Watch, here: Callable[[Place], bool] | None, actor: str | None) -> Watch:
    """The watch of places that `here` is true of, with all reporting; of an actor nothing but its own incidents."""
    if here is None and actor is None:
        return watch
    found: dict[Tally, bool] = {}

    def wanted(tally: Tally) -> bool:
        if tally not in found:
            found[tally] = _belongs(tally, here, actor)
        return found[tally]

    series = tuple(one for one in watch.series if wanted(one.tally))
    alarms = tuple(one for one in watch.alarms if wanted(one.rise.tally))
    return replace(watch, series=series, alarms=alarms)


def _belongs(tally: Tally, here: Callable[[Place], bool] | None, actor: str | None) -> bool:
    if actor is not None:
        return tally.counted is Counted.INCIDENTS and tally.theme == actor and here is None
    if tally.place is None or here is None:
        return tally.counted is Counted.REPORTS
    return here(Place(tally.place, tally.place, tally.country, tally.centre))


def _test(watch: Watch, asked: Asked) -> Test:
    tallies = [one.tally for one in watch.series]
    place, theme = normal(asked.place or ""), _theme(asked.theme, tallies, watch.themes)
    if place and tallies and not any(_is_at(tally, place) for tally in tallies):
        raise UsageError(f"--place {asked.place!r}: nothing is counted there. Give a place of the list, or a country.")
    return lambda tally: (
        tally.counted in asked.kinds and (not place or _is_at(tally, place)) and (not theme or tally.theme == theme)
    )


def _theme(asked: str | None, tallies: Sequence[Tally], themes: Mapping[str, str]) -> str | None:
    """The theme, type, organisation or source that is asked for by its key or its name."""
    if not asked:
        return None
    held = dict.fromkeys(tally.theme for tally in tallies if tally.theme)
    named = {normal(words): key for key in held for words in (themes.get(key, key), key)}
    if held and normal(asked) not in named:
        some = ", ".join(list(held)[:8])
        raise UsageError(f"--theme {asked!r}: nothing is counted of it. These are, among others: {some}.")
    return named.get(normal(asked), asked)


def _is_at(tally: Tally, place: str) -> bool:
    return place in (normal(tally.place or ""), (tally.country or "").casefold())
