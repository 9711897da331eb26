"""Knox's test of near-repeat, on attacks that are dealt by hand."""

from datetime import date, timedelta

import numpy as np

from conflictdesk.link.knox import near_repeat
from conflictdesk.link.series_sightings import Sighting
from conflictdesk.records.values import Point, TimeInterval


def attack(n: int, lat: float, lon: float, day: int) -> Sighting:
    on = date(2020, 1, 1) + timedelta(days=day)
    none = frozenset[str]()
    at = Point(lat, lon)
    return Sighting(str(n), TimeInterval(on, on), at, None, None, None, None, None, None, none, none, None)


def test_pairs_are_counted_by_band_and_the_p_is_that_of_the_deals() -> None:
    """Five pairs a few km and one day apart, each far from the others: no deal of the days brings as many together."""
    attacks = [attack(2 * n + k, 20 + 3 * n, 10 + k * 0.05, 50 * n + k) for n in range(5) for k in (0, 1)]
    found = near_repeat(attacks, deals=199)
    assert found is not None
    nearest = found.bands[0]
    assert (nearest.km, nearest.days, nearest.pairs) == ((0, 25), (0, 7), 5)
    assert nearest.p == 1 / 200
    assert nearest.expected < 2


def test_days_that_hang_on_no_place_give_no_small_p() -> None:
    rng = np.random.default_rng(3)
    attacks = [attack(n, *rng.uniform(20, 21, 2), int(rng.integers(0, 100))) for n in range(60)]
    found = near_repeat(attacks, deals=99)
    assert found is not None
    assert min(band.p for band in found.bands) > 0.02
    assert found == near_repeat(attacks, deals=99)  # seeded


def test_a_handful_of_attacks_says_nothing() -> None:
    assert near_repeat([attack(n, 20, 10, n) for n in range(9)]) is None
