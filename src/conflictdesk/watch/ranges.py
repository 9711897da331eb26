"""What is expected in a period, whether what was counted is above it, and what a person may choose about that."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LATELY = 4  # periods, the last one among them, that must hold enough counts to speak of a rise
LEAST_KNOWN = 4  # periods that must be known of those that a method looks back on
RECENT = 26  # periods before the one looked at, among which these must lie: a level is no older


class Method(StrEnum):
    """How the expected range is found; the words are for a reader."""

    TOGETHER = "compared across places"
    CHANGE_POINT = "gamma-Poisson change point"
    EARS_C1 = "EARS C1"
    EARS_C2 = "EARS C2"
    EARS_C3 = "EARS C3"
    FARRINGTON = "Farrington"
    FLEXIBLE = "Farrington Flexible"


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """`method` null: chosen by how much history there is. `discovery_rate`: the share of false ones among the rises
    of a period that is accepted. `alpha`: how often calm lies above the drawn range; null is the method's own.
    `fewest`: counts that the last four periods must hold. `latest`: only the last so many periods are looked
    at (the others have no range); null for all.
    """

    method: Method | None = None
    discovery_rate: float = 0.1
    alpha: float | None = None
    fewest: int = 5
    latest: int | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """What a method says of one period of one series: the expected count, and the ends of what calm would bring.

    `enough` is false where the periods just before hold too few counts to speak of a rise. `chance` is the one-sided
    probability, in calm, of as much as was counted or more; null where nothing was.
    """

    expected: float
    lower: float
    upper: float
    enough: bool = True
    chance: float | None = None

    def exceeded_by(self, count: float) -> bool:
        return self.enough and count > self.upper


@dataclass(frozen=True, slots=True)
class Calm:
    """What calm would bring in one period, for many series at once: arrays of one shape, nan where it is not known.

    `chance` as in `Range`, nan where nothing was counted.
    """

    expected: Floats
    lower: Floats
    upper: Floats
    chance: Floats


class Alarm(Protocol):
    """A method: what is expected of each series in one period, by those before it."""

    @property
    def needs(self) -> int:
        """Periods that must lie before the one looked at."""

    def calm_at(self, counts: Floats, period: int, exposure: Floats | None = None) -> Calm:
        """`counts`: series by period (..., periods), nan for silence. Nothing after `period` is read.

        `exposure` (periods): what expected counts are proportional to, as the volume of reporting.
        """


def at_exposure_of(period: int, counts: Floats, exposure: Floats | None) -> Floats:
    """The counts up to `period` as they would be under its exposure."""
    seen = counts[..., : period + 1]
    return seen if exposure is None else np.asarray(seen * (exposure[period] / exposure[: period + 1]))


def known_before(counts: Floats, period: int, span: int | None = None) -> NDArray[np.intp]:
    """How many of the last `span` periods before this one are known, of each series; of all before it if null."""
    begins = 0 if span is None else max(0, period - span)
    return np.asarray(np.count_nonzero(~np.isnan(counts[..., begins:period]), axis=-1))


def where_known(calm: Calm, counts: Floats, period: int) -> Calm:
    """The one rule of what is enough: nothing is said of a series of which too little is known, or too long ago."""
    known = known_before(counts, period, RECENT) >= LEAST_KNOWN
    ends = (calm.expected, calm.lower, calm.upper, calm.chance)
    return Calm(*(np.where(known, value, np.nan) for value in ends))


def enough_at(counts: Floats, period: int, fewest: int = 5) -> Flags:
    """Whether the last periods of each series hold at least `fewest` counts."""
    lately = counts[..., max(0, period - LATELY + 1) : period + 1]
    return np.asarray(np.nansum(lately, axis=-1) >= fewest)


def range_at(alarm: Alarm, counts: Sequence[float], period: int, fewest: int = 5) -> Range:
    """The range of one series. Raises ValueError where too few periods lie before `period`."""
    if period < alarm.needs:
        raise ValueError(f"{alarm.needs} periods must lie before the one that is looked at")
    series = np.asarray(counts, float)
    calm, enough = alarm.calm_at(series, period), bool(enough_at(series, period, fewest))
    chance = None if np.isnan(calm.chance) else float(calm.chance)
    return Range(float(calm.expected), float(calm.lower), float(calm.upper), enough, chance)
