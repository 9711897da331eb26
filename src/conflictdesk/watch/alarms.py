"""Activities in, expected ranges and rises out: the one entry to the statistics of the watch.

What one loud account does is no rise: where distinct accounts are known, they must have risen as well as the posts
(an intersection-union test, Berger 1982, Technometrics 24: the chance is the larger of the two); where they were known
before and are not now there is no rise, for nobody can tell. A handful of posts or of accounts is none either.

The false discovery rate is held to `discovery_rate` over all places and themes of a period; in a period in which
nothing rose that is the chance of a false one, so over many calm periods a larger share of all that is told is false. A
week in which more is counted everywhere is no rise of a place: the tallies of all places together are where that shows.
Expected incidents scale with the volume of reporting, where it is given.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from conflictdesk.records.activity import SUPPRESSED_BELOW, Activity, Counted, Rise
from conflictdesk.records.watched import Bounds, Series
from conflictdesk.watch.coverage import exposure_of
from conflictdesk.watch.discovery import risen
from conflictdesk.watch.history import calm_by_history
from conflictdesk.watch.panel import Panel, panel_of
from conflictdesk.watch.ranges import Calm, Flags, Floats, Method, WatchSettings, enough_at
from conflictdesk.watch.words import settings_in_words

DEFAULT = WatchSettings()


@dataclass(frozen=True, slots=True)
class _Period:
    """What is found out about one period of a panel: arrays by activity."""

    calm: Calm
    methods: list[Method | None]
    enough: Flags  # whether there is enough to speak of a rise
    chance: Floats  # of the posts, or of the accounts where these are likelier in calm
    by_accounts: Flags  # whether accounts were looked at


def rises(
    activities: Sequence[Activity], settings: WatchSettings = DEFAULT, volume: Activity | None = None
) -> list[Rise]:
    """All rises, by period, the least likely first."""
    found = [rise for one in watched(activities, settings, volume) for rise in one.rises]
    return sorted(found, key=lambda rise: (rise.period.start, 1.0 if rise.chance is None else rise.chance))


def band(activity: Activity, settings: WatchSettings = DEFAULT, volume: Activity | None = None) -> list[Bounds | None]:
    """The expected range of each period, null where silence is or too little is known before."""
    return list(watched([activity], settings, volume)[0].band)


def watched(
    activities: Sequence[Activity], settings: WatchSettings = DEFAULT, volume: Activity | None = None
) -> list[Series]:
    """Each activity, in the order given, with its ranges and rises.

    Give all tallies at once: they lend to each other what they share, and the false discovery rate is over all of
    them that count the same in periods of the same length. `volume`: reports of all sources; the expected number of
    incidents is proportional to it. Raises ValueError where its periods are of another length.
    """
    found: dict[int, Series] = {}
    for kind in sorted({(one.tally.counted, one.step_days) for one in activities}):
        numbers = [at for at, one in enumerate(activities) if (one.tally.counted, one.step_days) == kind]
        panel = panel_of([activities[at] for at in numbers])
        exposed = panel.row_of(volume) if volume is not None and kind[0] is Counted.INCIDENTS else None
        found |= dict(zip(numbers, _watched(panel, settings, exposed), strict=True))
    return [found[at] for at in range(len(activities))]


def _watched(panel: Panel, settings: WatchSettings, volume: Floats | None) -> Iterator[Series]:
    begins = 0 if settings.latest is None else max(0, panel.periods - settings.latest)
    periods = {at: _period(panel, at, settings, volume) for at in range(begins, panel.periods)}
    told = {
        at: risen(panel.counts[:, at], one.calm.upper, one.enough, one.chance, settings.discovery_rate)
        for at, one in periods.items()
    }
    for number in range(len(panel.activities)):
        yield _one(panel, number, periods, told, settings)


def _one(
    panel: Panel, number: int, periods: Mapping[int, _Period], told: Mapping[int, Flags], settings: WatchSettings
) -> Series:
    """One activity's ranges and rises; `periods` and `told`, by period, hold those that are looked at."""
    own = range(*panel.place_of(number).indices(panel.periods))
    looked = [at for at in own if at in periods]
    bounds = [_bounds(periods[at].calm, number, panel.counts[number, at]) if at in periods else None for at in own]
    found = tuple(_rise(panel, number, at, periods[at], settings) for at in looked if told[at][number])
    method = next((one for at in reversed(looked) if (one := periods[at].methods[number]) is not None), None)
    by_accounts = bool(looked) and bool(periods[looked[-1]].by_accounts[number])
    words = settings_in_words(method, settings, by_accounts)
    return Series(panel.activities[number], tuple(bounds), found, str(method or ""), words)


def _period(panel: Panel, at: int, settings: WatchSettings, volume: Floats | None) -> _Period:
    exposure, sharing = None if volume is None else exposure_of(volume[: at + 1]), _sharing(panel.activities)
    calm, methods = calm_by_history(panel.counts, at, panel.step_days, settings, exposure, sharing)
    accounts, _ = calm_by_history(panel.accounts, at, panel.step_days, settings, None, sharing)
    by_accounts = ~np.isnan(accounts.chance)
    chance = np.where(by_accounts, np.maximum(calm.chance, accounts.chance), calm.chance)
    lost = ~np.isnan(accounts.expected) & np.isnan(panel.accounts[:, at])
    enough = enough_at(panel.counts, at, settings.fewest) & ~lost & ~_handful(panel, at)
    return _Period(calm, methods, enough, chance, by_accounts)


def _handful(panel: Panel, at: int) -> Flags:
    """Whether so few posted in the period that an alarm would be of them, and not of a place."""
    few = (panel.counts[:, at] < SUPPRESSED_BELOW) | (panel.accounts[:, at] < SUPPRESSED_BELOW)
    return np.asarray(few & np.array([one.tally.counted is Counted.POSTS for one in panel.activities]))


def _sharing(activities: Iterable[Activity]) -> list[int]:
    """A number for each: theme by theme, since places share what moves a theme; all places together are no place."""
    kinds = [(activity.tally.theme, activity.tally.place is None) for activity in activities]
    numbers = {kind: number for number, kind in enumerate(dict.fromkeys(kinds))}
    return [numbers[kind] for kind in kinds]


def _bounds(calm: Calm, number: int, count: float) -> Bounds | None:
    if np.isnan(count) or np.isnan(calm.expected[number]):
        return None
    return Bounds(float(calm.expected[number]), float(calm.lower[number]), float(calm.upper[number]))


def _rise(panel: Panel, number: int, at: int, period: _Period, settings: WatchSettings) -> Rise:
    accounts, method = panel.accounts[number, at], period.methods[number]
    return Rise(
        tally=panel.activities[number].tally,
        period=panel.period(at),
        count=int(panel.counts[number, at]),
        accounts=None if np.isnan(accounts) else int(accounts),
        expected=float(period.calm.expected[number]),
        lower=float(period.calm.lower[number]),
        upper=float(period.calm.upper[number]),
        method=str(method or ""),
        settings=settings_in_words(method, settings, bool(period.by_accounts[number])),
        chance=float(period.chance[number]),
    )
