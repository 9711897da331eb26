"""The weights of `link/pair_model.py`, fitted on pairs of claims: as the program codes them, and as people do.

    PYTHONPATH=../bench python pairs.py STORIES... [--write]

STORIES are lines in the casebook's form; the name of a set is the report's id up to its last hyphen, and reports of one
set may tell of one incident, those of two sets never do. Pairs of four kinds: of two reports' claims as coded, where a
claim is of the event with which the scorer pairs it ("coded"); of their events by hand ("gold"); of two sets whose days
are moved onto one fortnight, as if all happened at once ("crowd"); and claims of two sets of one region moved onto one
town and one day, or one or two days apart ("moved"). The last two are never one incident: of news of one conflict, most
pairs are not. A logistic regression with non-negative weights and a penalty on their squares; folds by set. Then the
bias is raised by RAISED, since no desk is as crowded as the crowd. What an exclusion counts at least (`exclusions` in
the data) is set by hand and is no part of the fit. With --write the weights are put into the data.
"""

import argparse
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import score_casebook
from casebook import read_lines, report_of
from conflictdesk.inference import Encoder
from conflictdesk.link.blocks import Blocks, Entry, entry
from conflictdesk.link.compare import COMPARISONS, compare
from conflictdesk.link.filters import read_casebook_line
from conflictdesk.link.pair_model import pair_model
from conflictdesk.link.profiles import Profile, profile
from conflictdesk.link.resolver import LINK_AT
from conflictdesk.pipeline.coder import Coder
from conflictdesk.records.events import EventClaim
from conflictdesk.records.reports import Report

KINDS = {"coded": 1.0, "gold": 0.5, "crowd": 1.1, "moved": 0.2}  # with what weight a pair counts
DAYS_MOVED = (0, 0, 0, 1, 2)  # a pair of two days counts twice
FOLDS, MOVED, PENALTY, RAISED = 8, 800, 0.5, 1.8
ONE_DAY = date(2020, 6, 15)
# What disagrees says something, though the coder's slips drown it: least weights, most of all of two days, of two parts
# of a day (too few stories tell both), and of an attack beside an operation.
LEAST_AGAINST: Mapping[str, float] = {"date": 0.8, "hour": 5.0, "type": 0.85, "role": 1.5}
LEAST = 0.3  # of the other properties
COLUMNS = [(name, sign) for name in COMPARISONS for sign in (1, -1)]
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Told:
    """A claim beside the other claims of its report, and the event that it tells of; null where it tells of none."""

    claim: EventClaim
    event: str | None
    report: Report
    beside: tuple[EventClaim, ...]

    @property
    def set_name(self) -> str:
        return self.report.report_id.rsplit("-", 1)[0]

    def profile(self) -> Profile:
        return profile(self.claim, self.report, self.beside)


@dataclass(frozen=True)
class Row:
    """A pair, by what it is left out: its scores, whether it is one incident, how much it counts."""

    set_name: str
    kind: str
    scores: list[float]
    one: bool
    weight: float


def told_by(line: Mapping[str, Any], coder: Coder) -> tuple[list[Told], list[Told]]:
    """A report's events by the program, and by hand."""
    report, gold = report_of(line), read_casebook_line(line).claims
    found = coder.code(report).claims
    keys = [event.get("event_key") or f"{report.report_id}#{n}" for n, event in enumerate(line["events"])]
    paired = dict(score_casebook.pair(line["events"], [claim.as_record() for claim in found]))
    event_of = {j: keys[i] for i, j in paired.items()}
    return (
        [Told(claim, event_of.get(n), report, tuple(found)) for n, claim in enumerate(found)],
        [Told(claim, key, report, tuple(gold)) for key, claim in zip(keys, gold, strict=True)],
    )


def row(kind: str, left: Told, right: Told, ends: tuple[Profile, Profile], counts: float = 1.0) -> Row:
    said = {comparison.property: comparison.score for comparison in compare(*ends)}
    scores = [said[name] if said[name] * sign > 0 else 0.0 for name, sign in COLUMNS]
    one = left.event is not None and left.event == right.event
    return Row(min(left.set_name, right.set_name), kind, scores, one, KINDS[kind] * counts)


def met(told: Sequence[Told]) -> Iterator[tuple[Told, Told, tuple[Profile, Profile]]]:
    """The pairs of two reports that the program would compare, in order."""
    of: dict[Entry, Told] = {entry(one.profile(), (n,)): one for n, one in enumerate(told)}
    for left, right in sorted(Blocks().fill(of), key=lambda pair: (pair[0].age, pair[1].age)):
        if of[left].report.report_id != of[right].report.report_id:
            yield of[left], of[right], (left.profile, right.profile)


def across(kind: str, told: Sequence[Told]) -> Iterator[Row]:
    return (row(kind, left, right, ends) for left, right, ends in met(told))


def later(days: timedelta, claim: EventClaim) -> EventClaim:
    when = claim.when
    return replace(claim, when=when and replace(when, start=when.start + days, end=when.end + days))


def crowd(told: Sequence[Told]) -> Iterator[Row]:
    """Every set with its days moved onto one fortnight; pairs of two sets."""
    moved: list[Told] = []
    for name in sorted({one.set_name for one in told}):
        of = [one for one in told if one.set_name == name]
        middle = median([one.claim.when.start.toordinal() for one in of if one.claim.when] or [ONE_DAY.toordinal()])
        shift = partial(later, timedelta(days=ONE_DAY.toordinal() - int(middle)))
        moved += [replace(one, claim=shift(one.claim), beside=tuple(map(shift, one.beside))) for one in of]
    pairs = (found for found in met(moved) if found[0].set_name != found[1].set_name)
    return (row("crowd", left, right, ends) for left, right, ends in pairs)


def moved(told: Sequence[Told]) -> Iterator[Row]:
    """Claims of two sets of one region, the second moved to the first's place, and to its day or a day or two later."""
    drawn, dated = random.Random(1), [one for one in told if one.claim.when]
    pairs = [p for p in combinations(dated, 2) if p[0].set_name != p[1].set_name and _region(p[0]) == _region(p[1])]
    for left, right in drawn.sample(pairs, min(MOVED, len(pairs))):
        days, a = drawn.choice(DAYS_MOVED), left.profile()
        when = later(timedelta(days=days), left.claim).when
        b = right.profile()
        there = replace(
            b, claim=replace(b.claim, when=when, place=left.claim.place), place_keys=a.place_keys,
            place_sounds=a.place_sounds, place_names=a.place_names, names=b.names | a.place_names,
        )  # fmt: skip
        yield row("moved", left, right, (a, there), 2.0 if days else 1.0)


def _region(told: Told) -> str:
    return told.set_name.split("-")[0]


def rows(lines: Iterable[Mapping[str, Any]], coder: Coder) -> list[Row]:
    told = [told_by(line, coder) for line in lines]
    found, gold = ([one for each in told for one in each[n]] for n in (0, 1))
    return [*across("coded", found), *across("gold", gold), *crowd(found), *moved(found)]


def fit(x: Matrix, y: NDArray[np.bool_], weight: Matrix) -> Matrix:
    def loss(w: Matrix) -> tuple[float, Matrix]:
        z = x @ w
        value = (weight * np.logaddexp(0, np.where(y, -z, z))).sum() + PENALTY * (w[:-1] ** 2).sum()
        return value, x.T @ (weight * (1 / (1 + np.exp(-z)) - y)) + 2 * PENALTY * np.append(w[:-1], 0.0)

    least = [0.0 if sign > 0 else LEAST_AGAINST.get(name, LEAST) for name, sign in COLUMNS]
    bounds = [*((low, None) for low in least), (None, None)]
    return np.asarray(minimize(loss, np.array([*least, 0.0]), jac=True, method="L-BFGS-B", bounds=bounds).x)


def show(name: str, z: Matrix, found: Sequence[Row]) -> None:
    linked = z > np.log(LINK_AT / (1 - LINK_AT))
    y, kinds = np.array([one.one for one in found]), np.array([one.kind for one in found])
    for kind in KINDS:
        of = kinds == kind
        right, wrong, missed = (linked & y & of).sum(), (linked & ~y & of).sum(), (~linked & y & of).sum()
        print(f"{name:12} {kind:6} pairs {of.sum():5} right {right:4} wrong {wrong:4} missed {missed:4}")


def held(x: Matrix, found: Sequence[Row]) -> Matrix:
    """The log odds of each pair by weights that were fitted without its set."""
    y, weight = np.array([one.one for one in found]), np.array([one.weight for one in found])
    names = sorted({one.set_name for one in found})
    fold_of = dict(zip(names, np.random.default_rng(0).permutation(len(names)) % FOLDS, strict=True))
    folds, z = np.array([fold_of[one.set_name] for one in found]), np.zeros(len(found))
    for n in range(FOLDS):
        kept = folds != n
        z[~kept] = x[~kept] @ fit(x[kept], y[kept], weight[kept]) + RAISED
    return z


def written(weights: Matrix, text: str) -> str:
    """The data file with these weights."""
    model = dict(zip(COLUMNS, weights[:-1].round(2).tolist(), strict=True))
    for key, sign in (("weights", 1), ("against", -1)):
        told = ", ".join(f"{name}: {model[name, sign]:.2f}" for name in COMPARISONS)
        text = re.sub(rf"^  {key}: {{.*}}$", f"  {key}: {{{told}}}", text, flags=re.M)
    return re.sub(r"^  bias: .*$", f"  bias: {weights[-1] + RAISED:.2f}", text, flags=re.M)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stories", type=Path, nargs="+")
    parser.add_argument("--model", type=Path, help="an encoder that has not learned from the stories")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    coder = replace(Coder.load(), encoder=Encoder.load(args.model)) if args.model else Coder.load()
    learn([line for path in args.stories for line in read_lines(path)], coder, args.write)


def learn(lines: Sequence[Mapping[str, Any]], coder: Coder, write: bool) -> None:
    found = rows(lines, coder)
    x = np.array([[*one.scores, 1.0] for one in found])
    model = pair_model()
    by = [model.weights[name] if sign > 0 else model.against.get(name, model.weights[name]) for name, sign in COLUMNS]
    show("as shipped", x @ np.array([*by, model.bias]), found)
    show("held out", held(x, found), found)
    weights = fit(x, np.array([one.one for one in found]), np.array([one.weight for one in found]))
    path = Path(str(files("conflictdesk") / "data" / "linking_weights.yaml"))
    told = written(weights, path.read_text(encoding="utf-8"))
    print(told)
    if write:
        path.write_text(told, encoding="utf-8")


if __name__ == "__main__":
    main()
