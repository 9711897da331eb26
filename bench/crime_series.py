"""Crime series: which of two burglaries share an offender. The method of link/series on police data, fitted anew here.

    python bench/crime_series.py --data ../shared/linking [--seeds 20] [--first 0]

The data (490 crimes, known offenders) are those of the R package crimelinkage (GPL-3): they are evaluated on, and
nothing of them or fitted on them is in the product. Crimes are grouped into connected components by shared offenders,
a crime whose offender is not known being one of its own; 60 % of the components, by
`numpy.random.default_rng(seed).permutation`, are for training, all pairs within the rest for testing. A pair is
positive if an offender is shared. Compared with logistic regression on the usual features of crime linkage: log
distance, log days, differences of hour and weekday, and whether each manner is equal. Figures are means of AUC.

`manner` is without space and time. What is used of all crimes is label-free: how common a manner is, and how many
crimes lie nearer to one than the other does (nearness says less where much is near).
"""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from conflictdesk.link.series_model import Floats, Ints, agreement, shares
from logistic import even_weights, fit

SEEDS, CONTROL = 20, 1000  # control: seeds that nothing was chosen by
TRAINING = 0.6
RIDGE = 10.0
BESIDE = 0.3  # what the manners, fitted apart, count beside space and time: they are far weaker, and err more
SMOOTHING = 0.5  # crimes added to each value of a manner
KM = 1000.0
DAY, WEEK = 24.0, 168.0
OURS = ("all", "manner")
MANNERS = ("MO1", "MO2", "MO3")
EPOCH = datetime(1990, 1, 1)  # noqa: DTZ001 (the data tell no zone)


@dataclass(frozen=True)
class Crimes:
    """`at` (n, 2) in km, `hours` (n) since EPOCH, `manners` (3, n) as codes, `together` (n, n): offenders in common."""

    at: Floats
    hours: Floats
    manners: Ints
    together: npt.NDArray[np.bool_]

    @cached_property
    def pairs(self) -> tuple[Ints, Ints]:
        left, right = np.triu_indices(len(self.at), 1)
        return left.astype(np.int64), right.astype(np.int64)

    @cached_property
    def labels(self) -> npt.NDArray[np.bool_]:
        return self.together[self.pairs]

    @cached_property
    def components(self) -> list[list[int]]:
        """In the order of their first crime."""
        home = list(range(len(self.at)))
        for left, right in zip(*np.nonzero(self.together), strict=True):
            old, new = sorted((home[left], home[right]), reverse=True)
            home = [new if h == old else h for h in home]
        found: dict[int, list[int]] = defaultdict(list)
        for crime, component in enumerate(home):
            found[component].append(crime)
        return list(found.values())


def read(folder: Path) -> Crimes:
    rows = _rows(folder / "crimelinkage_crimes.csv")
    index = {row["crimeID"]: n for n, row in enumerate(rows)}
    by_offender: dict[str, set[int]] = defaultdict(set)
    for row in _rows(folder / "crimelinkage_offenders.csv"):
        if row["crimeID"] in index:
            by_offender[row["offenderID"]].add(index[row["crimeID"]])
    together = np.zeros((len(rows), len(rows)), dtype=np.bool_)
    for crimes in by_offender.values():
        for left, right in combinations(crimes, 2):
            together[left, right] = together[right, left] = True
    at = np.array([[float(row["X"]) / KM, float(row["Y"]) / KM] for row in rows])
    hours = np.array([(_hour(row, "FROM") + _hour(row, "TO")) / 2 for row in rows])
    manners = np.array([np.unique([row[m] for row in rows], return_inverse=True)[1] for m in MANNERS], dtype=np.int64)
    return Crimes(at, hours, manners, together)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _hour(row: Mapping[str, str], end: str) -> float:
    day, time = datetime.fromisoformat(row[f"DATE_{end}"]), row[f"TIME_{end}"].zfill(4)
    return (day - EPOCH).total_seconds() / 3600 + int(time[:2]) + int(time[2:]) / 60


def usual_features(crimes: Crimes) -> tuple[Floats, Floats]:
    """Of space and time (m, 4), and of the manners (m, 3), as crime linkage takes them."""
    left, right = crimes.pairs
    km = np.hypot(*(crimes.at[left] - crimes.at[right]).T)
    hours = np.abs(crimes.hours[left] - crimes.hours[right])
    near = np.stack([np.log(km + 0.1), np.log(hours / DAY + 1), _apart(hours, DAY), _apart(hours, WEEK)], axis=1)
    return near, (crimes.manners[:, left] == crimes.manners[:, right]).T.astype(np.float64)


def _apart(hours: Floats, period: float) -> Floats:
    within = hours % period
    return np.minimum(within, period - within)


def our_features(crimes: Crimes) -> tuple[Floats, Floats]:
    """Nearness by how many lie nearer (m, 2), and the manners weighted by rarity (m, 9)."""
    left, right = crimes.pairs
    km = np.hypot(*(crimes.at[:, None] - crimes.at[None]).transpose(2, 0, 1))
    hours = np.abs(crimes.hours[:, None] - crimes.hours[None])
    near = np.stack([_crowd(km)[left, right], _crowd(hours)[left, right]], axis=1)
    alike = [agreement(codes[left], codes[right], _shares(codes)) for codes in crimes.manners]
    return near, np.concatenate(alike, axis=1)


def _shares(codes: Ints) -> Floats:
    values = int(codes.max()) + 1
    return shares(codes, np.full(values, 1 / values), SMOOTHING * values)


def _crowd(apart: Floats) -> Floats:
    """How many crimes lie nearer to one than the other does: the mean of both sides' logs (n, n)."""
    nearer = np.log(np.argsort(np.argsort(apart, axis=1), axis=1) + 0.5)
    return np.asarray((nearer + nearer.T) / 2)


def auc(scores: Floats, labels: npt.NDArray[np.bool_]) -> float:
    ranks, positive = rankdata(scores), int(labels.sum())
    wins = ranks[labels].sum() - positive * (positive + 1) / 2
    return float(wins / (positive * (len(labels) - positive)))


def run(crimes: Crimes, seeds: Sequence[int]) -> dict[str, float]:
    """Mean AUC over the seeds, of all features and of the manners alone, ours and logistic regression's."""
    usual, ours = usual_features(crimes), our_features(crimes)
    figures: dict[str, list[float]] = defaultdict(list)
    for seed in seeds:
        training, testing = split(crimes, seed)
        labels = crimes.labels[testing]
        for name, scores in _scores(crimes, usual, ours, training, testing).items():
            figures[name].append(auc(scores, labels))
    mean = {name: float(np.mean(found)) for name, found in figures.items()}
    above = {f"crime_series.{name}.above_regression": mean[name] - mean[f"regression.{name}"] for name in OURS}
    return {f"crime_series.{name}.auc": value for name, value in mean.items()} | above


def _scores(
    crimes: Crimes, usual: tuple[Floats, Floats], ours: tuple[Floats, Floats], training: Ints, testing: Ints
) -> dict[str, Floats]:
    """The scores of the pairs for testing, by each model."""
    labels = crimes.labels[training]
    weights = even_weights(labels, _series(crimes)[crimes.pairs[0][training]])
    both = np.hstack(usual)
    crowd = fit(ours[0][training], labels, weights).score(ours[0][testing])
    manner = fit(ours[1][training], labels, weights, RIDGE).score(ours[1][testing])
    return {
        "regression.all": fit(both[training], labels).score(both[testing]),
        "regression.manner": fit(usual[1][training], labels).score(usual[1][testing]),
        "all": crowd + BESIDE * manner,
        "manner": manner,
    }


def split(crimes: Crimes, seed: int) -> tuple[Ints, Ints]:
    """Indices of the pairs within the training components, and within the others."""
    order = np.random.default_rng(seed).permutation(len(crimes.components))
    trained = np.zeros(len(crimes.at), dtype=np.bool_)
    for component in order[: int(TRAINING * len(order))]:
        trained[crimes.components[component]] = True
    left, right = crimes.pairs
    return np.flatnonzero(trained[left] & trained[right]), np.flatnonzero(~trained[left] & ~trained[right])


def _series(crimes: Crimes) -> Ints:
    """The component of each crime."""
    found = np.zeros(len(crimes.at), dtype=np.int64)
    for number, component in enumerate(crimes.components):
        found[component] = number
    return found


def measure(data: Path) -> dict[str, float]:
    """The figures over seeds 0 to 19."""
    return run(read(data / "linking"), range(SEEDS))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with crimelinkage_*.csv")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--first", type=int, default=0, help=f"first seed; {CONTROL} for seeds nothing was chosen by")
    asked = parser.parse_args()
    print(json.dumps(run(read(asked.data), range(asked.first, asked.first + asked.seeds)), indent=2))


if __name__ == "__main__":
    main()
