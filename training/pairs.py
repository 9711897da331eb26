"""Would fitted weights of `link/pair_model.py` do better than those set by hand? Cross-validated; writes nothing.

    PYTHONPATH=../bench python pairs.py DATA

Pairs of claims: the casebook's `tune` half as coded by hand ("gold"), by the program ("coded"), and the one with the
other ("mixed"); in the held-out fifth of the invented reports each event by hand with each by the program ("noise",
without the wording, which is the same); and events of different invented reports moved onto one day and town
("moved"), which are never one. Ten folds by incident or report; weights are drawn to those set by hand.
"""

import argparse
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import score_casebook
from casebook import gold_lines, read_lines, report_of
from conflictdesk.link.blocks import Blocks, entry
from conflictdesk.link.compare import COMPARISONS, compare
from conflictdesk.link.filters import read_casebook_line
from conflictdesk.link.pair_model import pair_model
from conflictdesk.link.profiles import Profile, profile
from conflictdesk.link.resolver import LINK_AT
from conflictdesk.pipeline.coder import Coder
from corpus import order

KINDS = {"gold": 1.0, "coded": 1.0, "mixed": 0.5, "noise": 0.5, "moved": 0.1}  # with what weight a pair counts
FOLDS, MOVED = 10, 1500
STRENGTHS = (0.3, 1.0, 3.0, 10.0)  # of the pull towards the weights set by hand
Row = tuple[str, str, list[float], bool]  # what is left out together, kind, scores, one incident
Told = tuple[str, str, Profile]  # incident, report, claim


def scores(left: Profile, right: Profile) -> list[float]:
    return [comparison.score for comparison in compare(left, right)]


def told_twice(coder: Coder, line: dict[str, Any]) -> tuple[list[Told], list[Told]]:
    """A report's events by hand, and by the program; those that the scorer holds to be one have one name."""
    report, name = report_of(line), line["report_id"]
    gold, found = read_casebook_line(line).claims, coder.code(report).claims
    paired = dict(score_casebook.pair(line["events"], [claim.as_record() for claim in found]))
    keys = [event.get("event_key") or f"{name}#{n}" for n, event in enumerate(line["events"])]
    named = {j: keys[i] for i, j in paired.items()}
    return (
        [(key, name, profile(claim, report)) for key, claim in zip(keys, gold, strict=True)],
        [(named.get(j, f"none {name}#{j}"), name, profile(claim, report)) for j, claim in enumerate(found)],
    )


def across(kind: str, pairs: Iterable[tuple[Told, Told]]) -> Iterator[Row]:
    """Pairs of two reports that are one incident, or that the program would compare."""
    for (key, report, left), (other, beside, right) in pairs:
        met = key == other or any(Blocks().fill([entry(left, (0,)), entry(right, (1,))]))
        if report != beside and met:
            yield min(key, other), kind, scores(left, right), key == other


def noisy(gold: Sequence[Told], found: Sequence[Told]) -> Iterator[Row]:
    for (key, report, left), (other, _, right) in product(gold, found):
        yield report, "noise", [*scores(left, right)[:-1], 0.0], key == other


def moved(gold: Sequence[Told]) -> Iterator[Row]:
    pairs = [pair for pair in combinations(gold, 2) if pair[0][1] != pair[1][1]]
    for (_, report, left), (_, _, right) in random.Random(1).sample(pairs, MOVED):
        claim = replace(right.claim, when=left.claim.when, place=left.claim.place)
        there = replace(right, claim=claim, place_keys=left.place_keys, place_sounds=left.place_sounds)
        yield report, "moved", scores(left, there), False


def rows(data: Path, coder: Coder) -> list[Row]:
    tune = [told_twice(coder, line) for line in gold_lines(data, "tune", ())]
    gold, found = ([one for told in tune for one in told[n]] for n in (0, 1))
    held = [told_twice(coder, line) for line in held_out(read_lines(data / "casebook/train.jsonl"))]
    return [
        *across("gold", combinations(gold, 2)),
        *across("coded", combinations(found, 2)),
        *across("mixed", product(gold, found)),
        *(row for told in held for row in noisy(*told)),
        *moved([one for told in held for one in told[0]]),
    ]


def held_out(lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    ordered = sorted(lines, key=lambda line: order(line["report_id"]))
    languages = sorted({line["language"] for line in lines})
    return [line for language in languages for line in [x for x in ordered if x["language"] == language][::5]]


def fit(
    x: NDArray[np.float64], y: NDArray[np.bool_], weight: NDArray[np.float64], hand: NDArray[np.float64], pull: float
) -> NDArray[np.float64]:
    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = x @ w
        value = (weight * np.logaddexp(0, np.where(y, -z, z))).sum() + pull * ((w - hand) ** 2).sum()
        return value, x.T @ (weight * (1 / (1 + np.exp(-z)) - y)) + 2 * pull * (w - hand)

    bounds = [(0.0, None)] * (len(hand) - 1) + [(None, None)]
    return np.asarray(minimize(loss, hand, jac=True, method="L-BFGS-B", bounds=bounds).x)


def show(name: str, z: NDArray[np.float64], y: NDArray[np.bool_], kinds: NDArray[np.str_]) -> None:
    linked = z > np.log(LINK_AT / (1 - LINK_AT))
    for kind in KINDS:
        of = kinds == kind
        loss = np.logaddexp(0, np.where(y, -z, z))[of].mean()
        wrong, missed = (linked & ~y & of).sum(), (~linked & y & of).sum()
        told = f"true {(y & of).sum():4} wrong {wrong:4} missed {missed:3} loss {loss:.3f}"
        print(f"{name:10} {kind:6} pairs {of.sum():5} {told}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    found = rows(parser.parse_args().data, Coder.load())
    x, y = np.array([[*row[2], 1.0] for row in found]), np.array([row[3] for row in found])
    kinds, model = np.array([row[1] for row in found]), pair_model()
    weight = np.array([KINDS[kind] for kind in kinds])
    hand = np.array([*(model.weights[name] for name in COMPARISONS), model.bias])
    names = sorted({row[0] for row in found})
    fold_of = dict(zip(names, np.random.default_rng(0).permutation(len(names)) % FOLDS, strict=True))
    folds = np.array([fold_of[row[0]] for row in found])
    show("by hand", x @ hand, y, kinds)
    for pull in STRENGTHS:
        z = np.zeros(len(y))
        for n in range(FOLDS):
            kept = folds != n
            z[~kept] = x[~kept] @ fit(x[kept], y[kept], weight[kept], hand, pull)
        show(f"pull {pull}", z, y, kinds)


if __name__ == "__main__":
    main()
