"""How many rises are found, and how many are told that are none: simulated desks, method by method.

    nice python bench/rises.py [--desks 500] [--base 1]

A desk has 30 places and 104 weeks. Counts are negative-binomial (3 to 40 a week, variance mean + 0.02 to 0.2 mean^2);
a third of the places have a cycle of the year, a third a trend. Rises of 1.5, 2, 3 and 5 times are put into four
places; each begins in one of the weeks 79 to 98 and lasts 4 to 8. A rise is found if there is an alarm in its first
two weeks; an alarm in a week of a place without a rise is a false discovery. Both are counted over the last 26 weeks.
The second half of the table has weeks in which more or less is posted everywhere. Each desk has a seed of its own,
of BASE and its number. The methods were made on base 1. 500 desks take some minutes on one core; `make eval` looks at
a few of them.

"found at so many false" holds a method's chances against one bar, put where it makes so many false discoveries a desk.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from conflictdesk.watch.changepoint import ChangePoint
from conflictdesk.watch.discovery import discoveries, risen
from conflictdesk.watch.ears import Ears, Variant
from conflictdesk.watch.farrington import Farrington, flexible
from conflictdesk.watch.ranges import Alarm, WatchSettings, enough_at
from conflictdesk.watch.together import Together

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

PLACES, WEEKS, FIRST = 30, 104, 78
FACTORS = (1.5, 2.0, 3.0, 5.0)
SOON = 2  # weeks
RATE = WatchSettings().discovery_rate
FALSE_A_DESK = (2, 5, 10, 20, 50)
SWINGS = {"each place for itself": 0.0, "weeks with more everywhere": 0.2}  # standard deviation, log scale
AT_ONCE = 50  # desks
MEASURED, MEASURED_BASE = 30, 7


@dataclass(frozen=True, slots=True)
class Desks:
    """`counts` (desks, places, weeks); `factor`: by how much a rise multiplies, else 1; `soon`: its first weeks."""

    counts: Floats
    factor: Floats
    soon: Flags


@dataclass(frozen=True, slots=True)
class Looked:
    """What a method says of the last weeks of some desks: chances, and the alarms by where its bar is put."""

    chances: Floats
    told: Mapping[str, Flags]


@dataclass(frozen=True, slots=True)
class Tally:
    """`found`: the share of rises by factor; `false` discoveries a desk; their `share` among all alarms."""

    found: tuple[float, ...]
    false: float
    share: float

    @property
    def all(self) -> float:
        return sum(self.found) / len(self.found)


def simulated(base: int, numbers: Sequence[int], swings: float) -> Desks:
    made = [_desk(np.random.default_rng([base, number]), swings) for number in numbers]
    counts, factor, soon = (np.array(part) for part in zip(*made, strict=True))
    return Desks(counts, factor, soon)


def _desk(chance: np.random.Generator, swings: float) -> tuple[Floats, Floats, Flags]:
    weeks = np.arange(WEEKS)
    level, scatter = np.exp(chance.uniform(np.log(3), np.log(40), PLACES)), chance.uniform(0.02, 0.2, PLACES)
    cycle = (chance.random(PLACES) < 1 / 3) * chance.uniform(0.2, 0.5, PLACES)
    phase = chance.uniform(0, 2 * np.pi, PLACES)
    trend = (chance.random(PLACES) < 1 / 3) * chance.uniform(0.2, 0.6, PLACES) * chance.choice([-1, 1], PLACES)
    shape = cycle[:, None] * np.sin(2 * np.pi * weeks / 52 + phase[:, None]) + np.outer(trend, weeks / WEEKS - 0.5)
    shared, pushes = np.zeros(WEEKS), chance.normal(size=WEEKS)
    for week in range(1, WEEKS):
        shared[week] = 0.6 * shared[week - 1] + 0.8 * pushes[week]
    factor, soon = _rises(chance)
    mean = level[:, None] * np.exp(shape + swings * shared) * factor
    counts = chance.negative_binomial(1 / scatter[:, None], 1 / (1 + scatter[:, None] * mean))
    return counts.astype(float), factor, soon


def _rises(chance: np.random.Generator) -> tuple[Floats, Flags]:
    factor, soon = np.ones((PLACES, WEEKS)), np.zeros((PLACES, WEEKS), dtype=bool)
    places = chance.permutation(PLACES)[: len(FACTORS)]
    starts, lengths = chance.integers(FIRST, WEEKS - 6, len(FACTORS)), chance.integers(4, 9, len(FACTORS))
    for place, start, length, times in zip(places, starts, lengths, FACTORS, strict=True):
        factor[place, start : start + length] = times
        soon[place, start : start + SOON] = True
    return factor, soon


@dataclass(frozen=True, slots=True)
class Method:
    """A method and the bars that it is looked at with: alphas alone, discovery rates over the places of a week."""

    name: str
    alarm: Alarm
    alphas: tuple[float, ...] = ()
    rates: tuple[float, ...] = (RATE,)


OURS = Method("compared across places", Together(), (0.05, 0.02, 0.01, 0.001), (0.05, RATE, 0.2))
PUBLISHED = Method("Farrington Flexible, 10 seasons", flexible(years=1, seasons=10), (0.05, 0.01, 0.001))
METHODS = (
    Method("EARS C1", Ears(Variant.C1), (0.001,)),
    Method("EARS C2", Ears(Variant.C2), (0.001,)),
    Method("EARS C3", Ears(Variant.C3), (0.025,)),
    Method("Farrington", Farrington(years=1), (0.025, 0.005)),
    Method("Farrington Flexible", flexible(years=1), (0.05, 0.01, 0.001)),
    PUBLISHED,
    Method("gamma-Poisson change point", ChangePoint(), (0.01, 0.001)),
    OURS,
)


def look(method: Method, counts: Floats) -> Looked:
    """A method's alarms in the last weeks; all of them ask for five counts in four weeks."""
    weeks = [_week(method, counts, week) for week in range(FIRST, WEEKS)]
    told = {name: np.stack([one.told[name] for one in weeks], axis=-1) for name in weeks[0].told}
    return Looked(np.stack([one.chances for one in weeks], axis=-1), told)


def _week(method: Method, counts: Floats, week: int) -> Looked:
    calm, enough = method.alarm.calm_at(counts, week), enough_at(counts, week)
    chances = np.where(enough, calm.chance, 1.0)
    told = {f"{method.name}, alpha {alpha:g}": chances < alpha for alpha in method.alphas}
    for rate in method.rates:
        name = f"{method.name}, discovery rate {rate:g}"
        if isinstance(method.alarm, Together):  # as the watch does it
            told[name] = risen(counts[..., week], calm.upper, enough, calm.chance, rate)
        else:
            told[name] = discoveries(calm.chance, rate) & enough
    return Looked(chances, told)


def tally(told: Flags, desks: Desks) -> Tally:
    factor, soon = desks.factor[..., FIRST:], desks.soon[..., FIRST:]
    found = [float((told & soon & (factor == times)).any(axis=-1).sum()) / len(told) for times in FACTORS]
    false, true = int((told & (factor == 1)).sum()), int((told & (factor > 1)).sum())
    return Tally(tuple(found), false / len(told), false / max(1, false + true))


def found_at(false: float, chances: Floats, desks: Desks) -> float:
    """The share of rises found with one bar for all chances, put where so many false discoveries a desk are made."""
    calm = np.sort(chances[desks.factor[..., FIRST:] == 1])
    return tally(chances <= calm[round(false * len(chances))], desks).all


def compare(base: int, desks: int, swings: float, methods: Sequence[Method] = METHODS) -> Iterator[str]:
    """The rows of the table."""
    made = simulated(base, range(desks), swings)
    for method in methods:
        parts = [look(method, made.counts[at : at + AT_ONCE]) for at in range(0, desks, AT_ONCE)]
        for name in parts[0].told:
            yield _row(name, tally(np.concatenate([part.told[name] for part in parts]), made))
        chances = np.concatenate([part.chances for part in parts])
        curve = "  ".join(f"{false}: {found_at(false, chances, made):.3f}" for false in FALSE_A_DESK)
        yield f"| {method.name}, found at so many false a desk | {curve} |"


def _row(name: str, one: Tally) -> str:
    cells = [name, f"{one.all:.3f}", *(f"{share:.3f}" for share in one.found), f"{one.false:.2f}", f"{one.share:.2f}"]
    return f"| {' | '.join(cells)} |"


def measure(data: Path) -> dict[str, float]:  # noqa: ARG001 - simulated, nothing is read
    """Rises found by the watch, the share of its alarms that are true, and how many more rises it finds than
    Farrington Flexible where both make ten false discoveries a desk."""
    made = simulated(MEASURED_BASE, range(MEASURED), SWINGS["each place for itself"])
    ours, theirs = (look(method, made.counts) for method in (OURS, PUBLISHED))
    alone = tally(ours.told[f"{OURS.name}, discovery rate {RATE:g}"], made)
    ahead = found_at(10, ours.chances, made) - found_at(10, theirs.chances, made)
    return {"rises.found": alone.all, "rises.true": 1 - alone.share, "rises.ahead": ahead}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--desks", type=int, default=500)
    parser.add_argument("--base", type=int, default=1)
    asked = parser.parse_args()
    for words, swings in SWINGS.items():
        print(f"{words}, {asked.desks} desks, base {asked.base}")
        print("| method | found | 1.5 | 2 | 3 | 5 times | false a desk | false of all |", flush=True)
        for row in compare(asked.base, asked.desks, swings):
            print(row, flush=True)


if __name__ == "__main__":
    main()
