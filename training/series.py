"""Weights of the model of series (data/series.yaml), fitted on invented series of our own: one seeded command.

    python training/series.py [--check]

Each world is made up: a few organisations, cells of theirs that keep to some weapons, targets and manners, an area
and some weeks, and many attacks of nobody's cell. Reports are silent about much, as real ones are; half of the cells
have statements of their own, other statements claim a week of the whole organisation. Of every pair it is known
whether one cell did both. No event, text or police record goes in. Weights are fitted on half
of the worlds; --check prints how often pairs of the other half are of one cell, by the model's probability.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from conflictdesk.link.series_model import Floats, Ints, Logistic
from conflictdesk.link.series_pairs import COLUMNS, Compared, compare_attacks
from conflictdesk.link.series_sightings import Sighting
from conflictdesk.records.series import Trait
from conflictdesk.records.values import DatePrecision, Point, TimeInterval

sys.path.append(str(Path(__file__).parents[1] / "bench"))
from logistic import fit

DATA = Path(__file__).parents[1] / "src/conflictdesk/data/series.yaml"
WORLDS = 240
FIRST_DAY = date(2020, 1, 1)
LENGTH = 200  # days of a world
# How common each kind is among invented attacks: round numbers, chosen by hand.
WEAPONS = {
    "small arms": 30, "IED": 20, "rocket": 10, "mortar/artillery": 9, "suicide vest": 4, "VBIED": 5, "drone": 4,
    "airstrike": 2, "knife": 3, "landmine": 5, "arson": 6, "vehicle": 2,
}  # fmt: skip
TARGETS = {
    "military": 32,
    "civilian": 30,
    "police": 12,
    "government": 9,
    "infrastructure": 7,
    "armed group": 8,
    "other": 2,
}
MANNERS = {
    "small arms": "Armed clash", "IED": "Remote explosive/landmine/IED", "rocket": "Shelling/artillery/missile attack",
    "mortar/artillery": "Shelling/artillery/missile attack", "suicide vest": "Suicide bomb", "VBIED": "Suicide bomb",
    "drone": "Air/drone strike", "airstrike": "Air/drone strike", "knife": "Abduction/forced disappearance",
    "landmine": "Remote explosive/landmine/IED", "arson": "Looting/property destruction", "vehicle": "Attack",
}  # fmt: skip
WORDS = (
    "barracks", "checkpoint", "convoy", "base", "market", "school", "bridge", "station", "camp", "battalion",
    "patrol", "village", "office", "pipeline", "airport", "mosque",
)  # fmt: skip
HOURS = ("night", "morning", "day", "evening")


@dataclass(frozen=True, slots=True)
class Habit:
    """What an organisation or a cell is given to: shares of weapons, targets and words, and a time of day."""

    weapons: Floats
    targets: Floats
    words: Floats
    hours: Floats


def world(seed: int) -> tuple[list[Sighting], Ints]:
    """The attacks of one invented world, oldest first, and the cell of each (attacks of no cell have one alone)."""
    rng = np.random.default_rng(seed)
    made: list[tuple[Sighting, int]] = []
    for organisation in range(int(rng.integers(1, 5))):
        habit = _habit(rng, None)
        group = f"Organisation {organisation}"
        campaign = f"Campaign {organisation}" if rng.random() < 0.4 else None
        for _ in range(int(rng.integers(0, 5))):
            made += _cell(rng, group, campaign, habit, 1 + max((cell for _, cell in made), default=0))
        for _ in range(int(rng.integers(3, 40))):
            at, on = rng.uniform(-2.5, 2.5, 2), float(rng.uniform(0, LENGTH))
            cell = 1 + max((cell for _, cell in made), default=0)
            made.append((_attack(rng, group, campaign, habit, at, on), cell))
    silent = [(_silenced(rng, one), cell) for one, cell in made]
    told = sorted(silent, key=lambda one: (one[0].when.start, one[0].incident_id))
    return [one for one, _ in told], np.array([cell for _, cell in told], dtype=np.int64)


def _habit(rng: np.random.Generator, of: Habit | None) -> Habit:
    """An organisation's habit, or that of a cell of it, which keeps to less."""
    if of is None:
        weapons, targets = (np.array(list(found.values()), dtype=np.float64) for found in (WEAPONS, TARGETS))
        return Habit(
            rng.dirichlet(6 * weapons / weapons.sum() + 0.05),
            rng.dirichlet(6 * targets / targets.sum() + 0.05),
            rng.dirichlet(np.full(len(WORDS), 0.7)),
            rng.dirichlet(np.full(len(HOURS), 2.0)),
        )
    keeping = float(rng.uniform(0.3, 2.5))
    shares = (rng.dirichlet(keeping * part + 0.02) for part in (of.weapons, of.targets, of.words))
    weapons, targets, words = shares
    return Habit(weapons, targets, words, rng.dirichlet(np.full(len(HOURS), 0.8)))


def _cell(
    rng: np.random.Generator, group: str, campaign: str | None, of: Habit, cell: int
) -> Iterator[tuple[Sighting, int]]:
    habit, at, on = _habit(rng, of), rng.uniform(-2.5, 2.5, 2), float(rng.uniform(0, LENGTH))
    spread, pause = float(rng.uniform(0.05, 1.0)), float(rng.uniform(1, 10))
    statement, owned = 0, bool(rng.random() < 0.5)
    for _ in range(int(rng.integers(2, 9))):
        one = _attack(rng, group, campaign, habit, at + rng.normal(0, spread, 2), on)
        yield (replace(one, statements=frozenset({f"{group} {cell}.{statement}"})) if owned else one), cell
        on += float(rng.exponential(pause))
        statement += int(rng.random() < 0.4)


def _attack(
    rng: np.random.Generator, group: str, campaign: str | None, habit: Habit, at: Floats, on: float
) -> Sighting:
    weapon = str(rng.choice(list(WEAPONS), p=habit.weapons))
    day = FIRST_DAY + timedelta(days=int(on))
    week = f"{group} {int(on) // 7}"
    return Sighting(
        incident_id=f"{int(rng.integers(1 << 60)):016x}",
        when=TimeInterval(day, day, DatePrecision.DAY),
        point=Point(20 + float(at[0]), 10 + float(at[1])),
        country=None,
        weapon=weapon,
        target=str(rng.choice(list(TARGETS), p=habit.targets)),
        manner=MANNERS[weapon] if rng.random() < 0.85 else None,
        group=group,
        campaign=campaign if rng.random() < 0.5 else None,
        words=frozenset(map(str, rng.choice(WORDS, 2, p=habit.words))),
        statements=frozenset({week}) if rng.random() < 0.35 else frozenset(),
        hour=str(rng.choice(HOURS, p=habit.hours)),
    )


def _silenced(rng: np.random.Generator, one: Sighting) -> Sighting:
    """An attack as reports tell it: much is left out."""
    quiet = rng.random(7) < (0.3, 0.15, 0.25, 0.7, 0.4, 0.85, 0.1)
    if one.statements:  # who claims an attack is named
        quiet[2] = False
    return replace(
        one,
        weapon=None if quiet[0] else one.weapon,
        target=None if quiet[1] else one.target,
        group=None if quiet[2] else one.group,
        campaign=None if quiet[3] or quiet[2] else one.campaign,
        words=frozenset() if quiet[4] else one.words,
        hour=None if quiet[5] else one.hour,
        point=None if quiet[6] else one.point,
    )


def pairs_of(seeds: range, model: Logistic) -> tuple[list[Compared], list[npt.NDArray[np.bool_]]]:
    compared, labels = [], []
    for seed in seeds:
        among, cells = world(seed)
        found = compare_attacks(among, model)
        compared.append(found)
        labels.append(cells[found.left] == cells[found.right])
    return compared, labels


def signs() -> Floats:
    """On which side of nought a weight lies: what is shared never speaks against, what differs never for."""
    told: list[float] = []
    for trait, width in COLUMNS.items():
        told += {3: [1, -1, -1], 2: [1, -1], 1: [-1 if trait in (Trait.DISTANCE, Trait.DAYS) else 1]}[width]
    return np.array(told, dtype=np.float64)


def written(model: Logistic) -> str:
    """The model and the priors as lines of data/series.yaml."""
    lines, start = ["model:", f"  bias: {model.bias:.3f}", "  weights:"], 0
    for trait, width in COLUMNS.items():
        lines.append(f"    {trait}: [{', '.join(f'{w:.3f}' for w in model.weights[start : start + width])}]")
        start += width
    priors = ["priors:"]
    for name, told in (("weapon", WEAPONS), ("target", TARGETS)):
        priors.append(f"  {name}: {{{', '.join(f'{key}: {n / sum(told.values()):.3f}' for key, n in told.items())}}}")
    manners: dict[str, float] = {}
    for weapon, manner in MANNERS.items():
        manners[manner] = manners.get(manner, 0) + WEAPONS[weapon] / sum(WEAPONS.values())
    priors.append(f"  manner: {{{', '.join(f'{key}: {share:.3f}' for key, share in manners.items())}}}")
    return "\n".join([*priors, *lines]) + "\n"


def check(model: Logistic) -> None:
    compared, labels = pairs_of(range(WORLDS // 2, WORLDS), model)
    told, true = np.concatenate([one.probability for one in compared]), np.concatenate(labels)
    bins = np.minimum((told * 10).astype(int), 9)
    for tenth in range(10):
        here = bins == tenth
        if here.any():
            print(f"{tenth / 10:.1f}: {here.sum():6} pairs, told {told[here].mean():.3f}, true {true[here].mean():.3f}")
    error = sum(abs(told[bins == b].mean() - true[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist()))
    signature = np.concatenate([one.signature for one in compared])
    print(
        f"calibration error {error:.4f}; AUC {_auc(told, true):.3f}; by the signature alone {_auc(signature, true):.3f}"
    )


def _auc(scores: Floats, labels: npt.NDArray[np.bool_]) -> float:
    ranks, positive = rankdata(scores), int(labels.sum())
    return float((ranks[labels].sum() - positive * (positive + 1) / 2) / (positive * (len(labels) - positive)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="print the calibration on the worlds held out")
    asked = parser.parse_args()
    blank = Logistic(0.0, np.zeros(sum(COLUMNS.values())))
    compared, labels = pairs_of(range(WORLDS // 2), blank)
    features, true = np.concatenate([one.features for one in compared]), np.concatenate(labels)
    model = fit(features, true, ridge=5.0, signs=signs())
    text = DATA.read_text("utf-8")
    text = re.sub(r"(?ms)^priors:.*?(?=^#)", written(model), text)
    DATA.write_text(text, "utf-8")
    print(f"{len(true)} pairs, {true.sum()} of one cell")
    if asked.check:
        check(model)


if __name__ == "__main__":
    main()
