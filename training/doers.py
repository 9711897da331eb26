"""Weights of who did it: a conditional logit on the candidates of marked reports, written to data/doer_weights.yaml.

    PYTHONPATH=../bench python doers.py REPORTS.jsonl... [--model FOLDER] [--out FILE]

Each line is a report in the casebook's form that the encoder has not been trained on. Of each event that the coder
pairs with one of the gold, the candidates are `extract/candidates.py`'s; right is whoever the scorer gives credit to,
or that nobody is named where the gold names nobody.
"""

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

import casebook
import score_casebook
from conflictdesk.extract import claims, perpetrators
from conflictdesk.extract.actors import ActorLexicon
from conflictdesk.extract.doers import Doer
from conflictdesk.geo.gazetteer import BUILTIN, Gazetteer
from conflictdesk.inference import Encoder
from conflictdesk.pipeline.coder import Coder
from conflictdesk.sources.catalog import Catalog

Choice = list[tuple[Mapping[str, float], bool]]  # signs of each that may be chosen, and whether it is right
LEAST, RIDGE, MARGIN = 25, 1.0, -0.25
WEIGHTS = Path(__file__).parents[1] / "src/conflictdesk/data/doer_weights.yaml"
HEAD = """# How much each sign weighs in who did it, and in nobody: log odds (extract/doers.py, extract/signs.py).
# Written by training/doers.py.
language: any
source: conditional logit on marked invented reports that the encoder has not been trained on; no text is kept.
# What must be likelier by this than that nobody is named. At -0.5 as many were right and 1 in 100 more wrong.
"""


class Watcher:
    """Keeps the candidates of each event while the coder codes."""

    def __init__(self) -> None:
        self.last: tuple[list[Doer], Mapping[str, float]] | None = None
        self.by_frame: dict[int, tuple[Any, Any]] = {}
        self.by_report: dict[str, list[Any]] = {}
        weighed, filled, found = perpetrators.candidates, claims._fill, claims.find_events

        def candidates(*given: Any) -> Any:
            self.last = weighed(*given)
            return self.last

        def fill(seen: Any, frame: Any, actors: Any, context: Any) -> Any:
            self.last = None
            fields = filled(seen, frame, actors, context)
            self.by_frame[id(frame)] = (frame, self.last)
            return fields

        def events(seen: Any, likely: Any, actors: Any) -> Any:
            told = found(seen, likely, actors)
            self.by_report[seen.report.report_id] = [self.by_frame[id(frame)][1] for frame, _ in told]
            return told

        perpetrators.candidates, claims._fill, claims.find_events = candidates, fill, events


def choices(path: Path, coder: Coder, watcher: Watcher) -> list[Choice]:
    """The choices of all events of a file that the coder finds."""
    gold = casebook.read_lines(path)
    predicted = {p["report_id"]: p["events"] for p in casebook.predict(coder, gold)}
    made = []
    for report in gold:
        weighed, events = watcher.by_report.get(report["report_id"], []), predicted[report["report_id"]]
        for i, j in score_casebook.pair(report["events"], events):
            if weighed[j] is not None:
                made.append(choice(report["events"][i], *weighed[j]))
    return [c for c in made if any(right for _, right in c)]


def choice(gold: Mapping[str, Any], doers: Sequence[Doer], nobody: Mapping[str, float]) -> Choice:
    """Whom there is to choose from for one event, nobody last."""
    named = score_casebook.has(gold, "perpetrator")
    return [*((d.signs, right(gold, d, named)) for d in doers), (nobody, not named)]


def right(gold: Mapping[str, Any], doer: Doer, named: bool) -> bool:
    who = {"text": doer.filled.value.text, "canonical": doer.filled.value.canonical}
    if not named or not score_casebook.has({"perpetrator": who}, "perpetrator"):
        return not named and not score_casebook.has({"perpetrator": who}, "perpetrator")
    return bool(score_casebook.who_credit(gold["perpetrator"], who) == 1)


def fit(made: Sequence[Choice]) -> dict[str, float]:
    """The weights of all signs that are common enough; the likelihood is that one of the right is chosen."""
    often = Counter(name for c in made for signs, _ in c for name, value in signs.items() if value)
    names = sorted(name for name, count in often.items() if count >= LEAST)
    table = np.array([[signs.get(name, 0.0) for name in names] for c in made for signs, _ in c])
    hits = np.array([hit for c in made for _, hit in c])
    sizes = [len(c) for c in made]
    starts, group = np.r_[0, np.cumsum(sizes)[:-1]], np.repeat(np.arange(len(made)), sizes)

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        odds = table @ b
        shares = np.exp(odds - np.maximum.reduceat(odds, starts)[group])
        every, own = np.add.reduceat(shares, starts), np.add.reduceat(shares * hits, starts)
        slope = table.T @ (shares / every[group] - shares * hits / own[group]) + RIDGE * b
        return float(np.log(every / own).sum() + RIDGE / 2 * b @ b), slope

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return {name: round(float(x), 2) for name, x in zip(names, found, strict=True) if abs(x) >= 0.02}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    watcher = Watcher()
    coder = Coder(Encoder.load(given.model), Gazetteer.open(BUILTIN), ActorLexicon.load(), Catalog.open())
    weights = fit([c for path in given.reports for c in choices(path, coder, watcher)])
    lines = "".join(f"  {name}: {value}\n" for name, value in weights.items())
    given.out.write_text(f"{HEAD}margin: {MARGIN}\nweights:\n{lines}", encoding="utf-8")


if __name__ == "__main__":
    main()
