"""How statuses are told: fits `data/status`, what each sign of the text says for each status, beside what is read.

    python training/statuses.py STORIES.jsonl... [--model FOLDER] [--out ../src/conflictdesk/data/status/en.yaml]

STORIES: reports in the casebook's form that the encoder in FOLDER (the shipped one, if none is named) has not learned;
`FILE=FOLDER` names another encoder for one file. The coder reads them as they are, with all its errors: every event
that pairs with a gold one is a case, with its signs (extract/evidence.py), the logarithms of the encoder's shares, and
the gold status. One logistic model over the five statuses, its weights drawn towards none; how strongly is chosen by
cross-validation over the sets that tell of the same incidents (a report's name up to its last hyphen). Printed are the
shares right: of the coder as it is, and of each strength, in what was not fitted.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

import numpy as np
from scipy.optimize import minimize

sys.path.append(str(Path(__file__).parents[1] / "bench"))
import casebook as reports
import score_casebook as scorer
from conflictdesk.extract.actors import ActorLexicon
from conflictdesk.extract.attribution import signs_at
from conflictdesk.extract.claims import Fields, actor_kind, code, find_events, with_sayings
from conflictdesk.extract.evidence import logged
from conflictdesk.extract.frames import Frame
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.sayings import spoken_on
from conflictdesk.extract.strangers import without_strangers
from conflictdesk.extract.triggers import likely_events
from conflictdesk.geo.gazetteer import BUILTIN, Gazetteer
from conflictdesk.inference import Encoder
from conflictdesk.pipeline.coder import Coder
from conflictdesk.records.events import Status
from conflictdesk.sources.catalog import Catalog

OUT = Path(__file__).parents[1] / "src/conflictdesk/data/status/en.yaml"
STATUSES = tuple(Status)
STRENGTHS = (1.0, 2.0, 3.0, 5.0, 8.0, 12.0)  # how strongly weights are drawn towards none, in cases
TO_BALANCE = 0.1  # the same of what always holds, as a share
FOLDS = 8
FEWEST = 4  # cases that a sign needs
HEAD = """# What each sign (extract/evidence.py, issuers.py) says for each status, and how much the encoder counts,
# by the logarithm of its shares: logistic weights. `always` holds whatever the text says. Made by training/statuses.py.
language: all
source: own; {cases} events of {reports} invented reports that the encoder had not learned
"""
Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Case:
    """An event that pairs with a gold one: its report, the signs that hold, what is read, what is told and is true."""

    report: str
    signs: frozenset[str]
    read: tuple[float, ...]
    told: Status
    true: Status

    @property
    def fold(self) -> int:
        """The part of the cases that it belongs to, the same for all reports of a set."""
        return crc32(self.report.rsplit("-", 1)[0].encode()) % FOLDS


@dataclass(frozen=True, slots=True)
class Weights:
    """`always` has a number a status, `signs` a row a sign."""

    reading: float
    always: Floats
    signs: Floats

    def shares(self, holds: Floats, read: Floats) -> Floats:
        """How likely each status of each case is."""
        sums = self.reading * read + self.always + holds @ self.signs
        raised = np.exp(sums - sums.max(axis=1, keepdims=True))
        return raised / raised.sum(axis=1, keepdims=True)


def coder_with(folder: Path | None) -> Coder:
    """The coder as shipped, with the encoder in this folder."""
    return Coder(Encoder.load(folder), Gazetteer.open(BUILTIN), ActorLexicon.load(), Catalog.open())


def cases(coder: Coder, lines: Iterable[reports.Line]) -> Iterator[Case]:
    """The events of the reports that pair with a gold one."""
    for line in lines:
        seen = coder.observe(reports.report_of(line))
        seen = replace(seen, sayings=spoken_on(seen))
        told = find_events(with_sayings(seen), likely_events(seen), coder.actors)
        records = [claim.as_record() for claim in code(seen, coder.actors).claims]
        for gold, number in scorer.pair(line["events"], records):
            yield case(seen, *told[number], coder.actors, Status(line["events"][gold]["status"]))


def case(seen: Observations, frame: Frame, fields: Fields, actors: ActorLexicon, true: Status) -> Case:
    """One event as the rules see it when they tell its status."""
    who = fields["perpetrator"].value
    kind = actor_kind(who, actors, seen.language)
    signs = signs_at(seen, without_strangers(seen, frame, actors), actors, who, kind)
    held = frozenset(name for name, holds in signs.items() if holds)
    read = tuple(logged(frame.head.statuses.get(status, 0.0)) for status in STATUSES)
    return Case(seen.report.report_id, held, read, fields["status"].value, true)


def known(told: Sequence[Case]) -> list[str]:
    """The signs that enough cases have."""
    counts = Counter(name for c in told for name in c.signs)
    return sorted(name for name, count in counts.items() if count >= FEWEST)


def table(told: Sequence[Case], names: Sequence[str]) -> tuple[Floats, Floats, Floats]:
    """By case: which signs hold, what is read, and 1 for what is true."""
    holds = np.array([[name in c.signs for name in names] for c in told], float).reshape(len(told), len(names))
    true = np.array([[c.true is status for status in STATUSES] for c in told], float).reshape(-1, len(STATUSES))
    return holds, np.array([c.read for c in told], float).reshape(-1, len(STATUSES)), true


def fitted(told: Sequence[Case], names: Sequence[str], strength: float) -> Weights:
    """The weights of the greatest likelihood, drawn towards none, and that of the reading towards one."""
    holds, read, true = table(told, names)
    shape = (len(names), len(STATUSES))

    def unpacked(flat: Floats) -> Weights:
        return Weights(float(flat[0]), flat[1 : 1 + shape[1]], flat[1 + shape[1] :].reshape(shape))

    def loss(flat: Floats) -> tuple[float, Floats]:
        w = unpacked(flat)
        shares = w.shares(holds, read)
        off = shares - true
        drawn = (w.signs**2).sum() + TO_BALANCE * (w.always**2).sum() + (w.reading - 1) ** 2
        slopes = holds.T @ off + strength * w.signs
        always = off.sum(axis=0) + strength * TO_BALANCE * w.always
        reading = np.array([(off * read).sum() + strength * (w.reading - 1)])
        cost = 0.5 * strength * drawn - (true * np.log(shares)).sum()
        return cost, np.concatenate([reading, always, slopes.ravel()])

    start = np.concatenate([[1.0], np.zeros(shape[1] + shape[0] * shape[1])])
    return unpacked(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def unseen(told: Sequence[Case], strength: float) -> Floats:
    """The shares of each case by weights fitted on the other folds."""
    shares = np.zeros((len(told), len(STATUSES)))
    for fold in range(FOLDS):
        there = [c for c in told if c.fold != fold]
        here = [n for n, c in enumerate(told) if c.fold == fold]
        names = known(there)
        holds, read, _ = table([told[n] for n in here], names)
        shares[here] = fitted(there, names, strength).shares(holds, read) if here else 0.0
    return shares


def strongest(told: Sequence[Case]) -> float:
    """The strength that makes what was not fitted likeliest, each printed with its share right."""
    costs = {}
    for strength in STRENGTHS:
        shares = unseen(told, strength)
        true = np.array([STATUSES.index(c.true) for c in told])
        costs[strength] = float(-np.log(shares[np.arange(len(told)), true]).mean())
        right = float((shares.argmax(axis=1) == true).mean())
        print(f"strength {strength:g}: right {right:.3f}, cost {costs[strength]:.3f}")
    return min(costs, key=lambda strength: costs[strength])


def written(told: Sequence[Case], weights: Weights, names: Sequence[str]) -> str:
    """The file of the weights."""

    def row(numbers: Floats) -> str:
        return "{" + ", ".join(f"{s.value}: {n:.2f}" for s, n in zip(STATUSES, numbers, strict=True)) + "}"

    head = HEAD.format(cases=len(told), reports=len({c.report for c in told}))
    rows = (f'  "{name}": {row(numbers)}\n' for name, numbers in zip(names, weights.signs, strict=True))
    return f"{head}reading: {weights.reading:.2f}\nalways: {row(weights.always)}\nsigns:\n" + "".join(rows)


def gathered(stories: Sequence[str], model: Path | None) -> list[Case]:
    """The cases of all files, each read by its own encoder."""
    found: list[Case] = []
    for story in stories:
        path, _, folder = story.partition("=")
        coder = coder_with(Path(folder) if folder else model)
        found += cases(coder, reports.read_lines(Path(path)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stories", nargs="+")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    told = gathered(args.stories, args.model)
    print(f"{len(told)} events, told right as it is {np.mean([c.told is c.true for c in told]):.3f}")
    strength, names = strongest(told), known(told)
    args.out.write_text(written(told, fitted(told, names, strength), names), "utf-8")


if __name__ == "__main__":
    main()
