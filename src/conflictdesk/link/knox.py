"""Knox's test of near-repeat: are attacks that are near in space also near in time more often than by chance?

Knox (1964) counts pairs by how far apart and how many days apart they are. What chance alone would give is found by
dealing the days to the places anew, many times over (a Monte Carlo permutation, as Ratcliffe & Rengert 2008 use for
near repeats); p is (1 + deals with as many pairs or more) / (1 + deals). Bands of distance and days are each apart
from the next. The deals are seeded: one desk gives one p.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from conflictdesk.link.series_sightings import Sighting
from conflictdesk.records.series import Band, NearRepeat

KM = (0.0, 25.0, 100.0)  # ends of the bands
DAYS = (0, 7, 30)
DEALS, SEED = 999, 1964
MOST = 400  # attacks, the latest: pairs grow with the square
FEWEST = 10  # below, a table of bands says nothing

Ints = npt.NDArray[np.int64]


def near_repeat(
    attacks: Sequence[Sighting],
    km: Sequence[float] = KM,
    days: Sequence[int] = DAYS,
    deals: int = DEALS,
    seed: int = SEED,
) -> NearRepeat | None:
    """The table of bands, nearest first; null where fewer than ten attacks have a point and a day.

    `km` and `days` are the ends of the bands, ascending from 0; the last of each is the farthest that is counted.
    """
    placed = [one for one in attacks if one.point and one.when.start == one.when.end][-MOST:]
    if len(placed) < FEWEST:
        return None
    on = np.array([one.when.start.toordinal() for one in placed], dtype=np.int64)
    left, right, band = _near_pairs(placed, km)
    rng = np.random.default_rng(seed)
    seen = _table(on, left, right, band, (len(km) - 1, days))
    at_least, total = np.zeros(seen.shape), np.zeros(seen.shape)
    for _ in range(deals):
        dealt = _table(rng.permutation(on), left, right, band, (len(km) - 1, days))
        at_least += dealt >= seen
        total += dealt
    p, expected = (1 + at_least) / (1 + deals), total / deals
    bands = [
        Band((km[i], km[i + 1]), (days[j], days[j + 1]), int(seen[i, j]), float(expected[i, j]), float(p[i, j]))
        for i in range(len(km) - 1)
        for j in range(len(days) - 1)
    ]
    return NearRepeat(len(placed), deals, seed, tuple(bands))


def _near_pairs(placed: Sequence[Sighting], km: Sequence[float]) -> tuple[Ints, Ints, Ints]:
    """Pairs within the farthest distance, and the band of each."""
    left, right = np.triu_indices(len(placed), 1)
    at = np.radians(np.array([(one.point.lat, one.point.lon) for one in placed if one.point]))
    h = np.sin((at[right, 0] - at[left, 0]) / 2) ** 2
    h += np.cos(at[left, 0]) * np.cos(at[right, 0]) * np.sin((at[right, 1] - at[left, 1]) / 2) ** 2
    apart = 2 * 6371.0 * np.arcsin(np.sqrt(np.minimum(1.0, h)))
    near = np.flatnonzero(apart <= km[-1])
    band = np.maximum(np.searchsorted(np.array(km), apart[near], side="left") - 1, 0)
    return left[near].astype(np.int64), right[near].astype(np.int64), band.astype(np.int64)


def _table(on: Ints, left: Ints, right: Ints, band: Ints, shape: tuple[int, Sequence[int]]) -> npt.NDArray[np.float64]:
    """Pairs by band of distance and of days."""
    rows, days = shape
    apart = np.abs(on[left] - on[right])
    column = np.maximum(np.searchsorted(np.array(days), apart, side="left") - 1, 0)
    counted = apart <= days[-1]
    cells = band[counted] * (len(days) - 1) + column[counted]
    found = np.bincount(cells, minlength=rows * (len(days) - 1)).reshape(rows, len(days) - 1)
    return found.astype(np.float64)
