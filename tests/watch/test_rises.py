"""The one entry: activities in, ranges and rises out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from conflictdesk.records.activity import Activity, Counted, Rise, Tally
from conflictdesk.records.values import DatePrecision, TimeInterval
from conflictdesk.records.watched import Volume
from conflictdesk.watch.alarms import band, rises, watched
from conflictdesk.watch.coverage import coverage, exposure_of
from conflictdesk.watch.discovery import discoveries
from conflictdesk.watch.ranges import Method, WatchSettings

MONDAY = date(2024, 1, 1)
WEEKS = 44
CHANCE = np.random.default_rng(5)
POSTS = CHANCE.negative_binomial(12, 12 / (12 + np.geomspace(8, 50, 9)), (WEEKS, 9)).T
LAST = WEEKS - 1
Counts = Sequence[int | None]


def week(number: int) -> TimeInterval:
    start = MONDAY + timedelta(weeks=number)
    return TimeInterval(start, start + timedelta(days=6), DatePrecision.WEEK)


def activity(
    counts: Counts, place: str | None = "Marun", accounts: Counts | None = None, counted: Counted = Counted.POSTS
) -> Activity:
    tally = Tally(counted, "conflict", place, place)
    told = None if accounts is None else tuple(accounts)
    return Activity(tally, week(0), 7, tuple(counts), told)


def towns(last: dict[int, int] | None = None, counted: Counted = Counted.POSTS) -> list[Activity]:
    """Nine towns in calm; `last` says what some of them have in the last week instead."""
    changed = POSTS.copy()
    for town, count in (last or {}).items():
        changed[town, LAST] = count
    return [activity([int(c) for c in row], f"Town {at}", counted=counted) for at, row in enumerate(changed)]


def in_last_week(found: Sequence[Rise]) -> list[str | None]:
    return [rise.tally.place for rise in found if rise.period == week(LAST)]


def test_a_rise_says_what_it_rests_on() -> None:
    (rise,) = (rise for rise in rises(towns({3: 90})) if rise.period == week(LAST))
    assert (rise.tally.place, rise.count, rise.accounts, rise.method) == ("Town 3", 90, None, "compared across places")
    assert rise.lower < rise.expected < rise.upper < 90
    assert rise.chance is not None
    assert rise.chance < 0.001
    for words in ("90 % range", "false discovery rate 10 %", "distinct accounts not known"):
        assert words in rise.settings


def test_calm_is_quiet() -> None:
    assert len(rises(towns())) <= 5  # 9 towns, 40 weeks; one week in ten may have a false one


def test_more_everywhere_is_no_rise_of_a_place_but_one_of_all_places_together() -> None:
    everywhere = {town: int(2.2 * POSTS[town].mean()) for town in range(9)}
    posts = towns(everywhere)
    total = activity([sum(one.counts[at] or 0 for one in posts) for at in range(WEEKS)], None)
    assert in_last_week(rises([*posts, total])) == [None]


@pytest.mark.parametrize(("accounts", "rose"), [(60, True), (6, False), (1, False), (None, False)])
def test_one_loud_account_is_seen_as_one(accounts: int | None, rose: bool) -> None:
    calm = [8, 9, 7, 8, 9, 8, 7, 9, 8, 8, 9, 7]
    posts = activity([*calm, 80], accounts=[*(count // 2 + 2 for count in calm), accounts])
    assert bool(rises([posts])) is rose
    assert all("distinct accounts above calm too" in rise.settings for rise in rises([posts]))


def test_where_accounts_were_never_known_posts_are_tested_alone_and_the_alarm_says_so() -> None:
    calm = [8, 9, 7, 8, 9, 8, 7, 9, 8, 8, 9, 7]
    (rise,) = rises([activity([*calm, 80], accounts=[None] * 13)])
    assert (rise.accounts, rise.settings.endswith("distinct accounts not known")) == (None, True)


def test_a_handful_is_no_rise() -> None:
    assert not rises([activity([0] * 40 + [4])])
    assert rises([activity([0] * 40 + [9])])


@pytest.mark.parametrize(("count", "accounts", "rose"), [(4, 4, False), (5, 4, False), (6, 5, True), (4, None, False)])
def test_what_a_handful_posts_is_no_rise_of_a_place(count: int, accounts: int | None, rose: bool) -> None:
    before = [0] * 37 + [1, 1, 1]
    known = None if accounts is None else [*before, accounts]
    assert bool([one for one in rises([activity([*before, count], accounts=known)]) if one.period == week(40)]) is rose


def test_a_handful_of_incidents_may_be_a_rise() -> None:
    few = activity([0] * 37 + [0, 1, 0, 4], counted=Counted.INCIDENTS)
    assert [rise.count for rise in rises([few])] == [4]


def test_silence_has_no_range_and_no_rise_and_is_no_nought() -> None:
    silent = activity([20, 22, None, None, None, None, None, None, 21, 20, 19, None, 22])
    ranges = band(silent)
    assert [at for at, one in enumerate(ranges) if one is not None] == [10, 12]  # four known periods come first
    assert all(one.expected == pytest.approx(20.5, abs=1.5) for one in ranges if one)
    assert not rises([silent])
    assert band(activity([None] * 30)) == [None] * 30
    assert rises([activity([0] * 12 + [22])])  # noughts are known: against them it is one


@pytest.mark.parametrize("gap", [27, 100, 155, 170])
def test_after_a_long_silence_nothing_is_expected_until_enough_is_known_again(gap: int) -> None:
    (told,) = watched([activity([38, 42] * 20 + [None] * gap + [40, 39, 41, 40, 38, 43])])
    after = told.band[40 + gap :]
    assert [one is None for one in after] == [True] * 4 + [False] * 2
    assert all(one.expected == pytest.approx(40, abs=4) for one in after if one)
    assert not [rise for rise in told.rises if rise.period.start >= week(40).start]


@pytest.mark.parametrize("method", list(Method))
def test_no_method_tells_a_level_that_is_long_gone(method: Method) -> None:
    counts = [20, 22] * 60 + [None] * 60 + [40] * 3
    assert set(band(activity(counts), WatchSettings(method=method, latest=2))) == {None}


def test_a_series_that_is_hardly_known_has_no_trend_and_no_year_of_its_own() -> None:
    late = activity([None] * 70 + [40 - at for at in range(24)] + [10], "Late")
    long = activity([20, 22, 21, 19] * 23 + [20, 22, 21], "Long")
    settings = WatchSettings(method=Method.TOGETHER, latest=1)
    alone = watched([replace(late, first=week(70), counts=late.counts[70:])], settings)[0].band[-1]
    beside = watched([late, long], settings)[0].band[-1]
    assert alone
    assert beside
    assert beside.expected == pytest.approx(alone.expected, rel=0.05)


@pytest.mark.parametrize(
    ("known", "method"), [(3, ""), (4, "gamma-Poisson change point"), (40, "compared across places")]
)
def test_how_much_history_there_is_says_which_method(known: int, method: str) -> None:
    (told,) = watched([activity(([5, 6] * 30)[: known + 1])])
    assert told.method == method
    assert (told.band[-1] is None) is (method == "")


@pytest.mark.parametrize("method", list(Method))
def test_a_method_may_be_asked_for(method: Method) -> None:
    (told,) = watched([activity([9, 12, 10, 11] * 15 + [90])], WatchSettings(method=method))
    assert told.method == method
    assert told.rises[-1].period == week(60)
    assert told.rises[-1].method == method


def test_the_last_periods_alone_may_be_looked_at() -> None:
    counts = [10] * 20 + [60] + [10] * 20 + [70]
    assert [rise.count for rise in rises([activity(counts)])] == [60, 70]
    assert [rise.count for rise in rises([activity(counts)], WatchSettings(latest=3))] == [70]
    assert band(activity(counts), WatchSettings(latest=3)) == [None] * 39 + band(activity(counts))[-3:]


def test_the_order_in_which_activities_are_given_changes_nothing() -> None:
    given, recent = towns({2: 80, 8: 190}), WatchSettings(latest=5)
    told, again = ([(r.tally, r.period, r.method) for r in rises(order, recent)] for order in (given, given[::-1]))
    assert told == again
    assert [one.activity for one in watched(given, recent)] == given


def test_themes_lend_nothing_to_each_other() -> None:
    one, few = towns({3: 90}), [replace(each, tally=replace(each.tally, theme="yemen")) for each in towns()[:2]]
    recent = WatchSettings(latest=2)
    apart = [watched(part, recent) for part in (one, few)]
    for beside, alone in zip(watched([*one, *few], recent), [*apart[0], *apart[1]], strict=True):
        assert [r and r.expected for r in beside.band[-2:]] == pytest.approx(
            [r and r.expected for r in alone.band[-2:]]
        )


def test_series_that_begin_later_lie_where_they_belong() -> None:
    late = replace(activity(POSTS[4, 20:40].tolist(), "Late"), first=week(20))
    alone, beside = watched([late])[0], watched([*towns()[:2], late])[-1]
    assert len(beside.band) == 20
    assert [one is None for one in beside.band] == [one is None for one in alone.band] == [True] * 4 + [False] * 16


@pytest.mark.parametrize(("reports", "rose"), [(150, False), (50, True), (None, False)])
def test_more_coverage_is_not_read_as_more_violence(reports: int | None, rose: bool) -> None:
    before = [50 + 25 * (at % 3) for at in range(WEEKS - 1)]
    incidents = activity([round(count / 5) for count in before] + [30], counted=Counted.INCIDENTS)
    volume = activity([*before, reports], None, counted=Counted.REPORTS)
    assert bool(in_last_week(rises([incidents], volume=volume))) is rose


def test_volume_is_counted_in_the_same_periods() -> None:
    incidents, volume = (activity([3] * 40, counted=kind) for kind in (Counted.INCIDENTS, Counted.REPORTS))
    with pytest.raises(ValueError, match="1 days beside periods of 7"):
        rises([incidents], volume=replace(volume, step_days=1))


@pytest.mark.parametrize(("reports", "word"), [(41, "unchanged"), (90, "higher"), (9, "lower"), (None, "unknown")])
def test_whether_more_was_reported_is_said(reports: int | None, word: str) -> None:
    volume = activity([*([38, 42, 40, 44] * 10), reports], None, counted=Counted.REPORTS)
    assert coverage(volume, week(40)) == word


def test_of_coverage_nothing_is_known_where_there_is_none() -> None:
    volume = activity([38, 42, 40, 44] * 3, None, counted=Counted.REPORTS)
    assert {coverage(None, week(3)), coverage(volume, week(2)), coverage(volume, week(90))} == {Volume.UNKNOWN}


def test_exposure_follows_volume_as_far_as_it_is_more_than_chance() -> None:
    steady, moving = np.array([5.0, 7, 4, 6, 3, 8]), np.array([100.0, 300, np.nan, 200, 100, 300])
    assert exposure_of(steady) == pytest.approx(np.ones(6), abs=0.02)
    assert exposure_of(moving)[[0, 1]] == pytest.approx([0.5, 1.5], abs=0.02)
    assert np.isnan(exposure_of(moving)[2])


def test_discoveries_are_those_of_the_paper() -> None:
    # Benjamini and Hochberg (1995), section 4: 15 comparisons, four of them told at a rate of 0.05.
    told = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719]
    chances = np.array([*told, 0.6528, 0.7590, 1.0])
    assert discoveries(chances, 0.05).sum() == 4
    mixed = CHANCE.permutation(np.append(CHANCE.random(40) ** 4, np.nan))
    known = ~np.isnan(mixed)
    assert (discoveries(mixed, 0.1)[known] == multipletests(mixed[known], 0.1, "fdr_bh")[0]).all()
    assert not discoveries(mixed, 0.1)[~known].any()
