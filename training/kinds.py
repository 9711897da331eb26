"""Weights of what kind of event it is: a conditional logit over all types, written to data/type_weights.yaml.

    PYTHONPATH=../bench python kinds.py REPORTS.jsonl... [--model FOLDER] [--out FILE]

Each line is a report that the encoder has not been trained on: in the casebook's form, or with marks of the words that
state its events ([label, start, end, events] in characters of its text, as in `real/`). The signs are
`extract/types.py`'s, of each event that the coder pairs with one of the gold.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

import casebook
import real_news
import score_casebook
from conflictdesk.extract import claims, fields
from conflictdesk.extract.actors import ActorLexicon
from conflictdesk.extract.types import Stated, signs_of, weigh_types
from conflictdesk.geo.gazetteer import BUILTIN, Gazetteer
from conflictdesk.inference import Encoder
from conflictdesk.pipeline.coder import Coder
from conflictdesk.records.events import EventType
from conflictdesk.sources.catalog import Catalog

TYPES = tuple(EventType)
LEAST, RIDGE, OWN_RIDGE = 5, 1.0, 10.0  # a type's own weight is held back more: how common it is differs by source
WEIGHTS = Path(__file__).parents[1] / "src/conflictdesk/data/type_weights.yaml"
HEAD = """# How much each sign of a type of event weighs (log odds; extract/types.py). "means": air strikes, bombs, gas;
# "deed": all others but attack and armed clash; by where the nearest word for them stands (extract/kind_words.py).
# Written by training/kinds.py.
language: any
source: conditional logit on news and invented reports that the encoder has not been trained on; no text is kept.
weights:
"""


class Watcher:
    """Keeps what speaks for the type of each event while the coder codes."""

    def __init__(self) -> None:
        self.by_words: dict[tuple[object, ...], Stated] = {}
        self.last: Stated | None = None
        typed = claims.type_of

        def weighed(stated: Stated) -> dict[EventType, float]:
            self.last = stated
            return weigh_types(stated)

        def type_of(*given: object) -> object:
            self.last = None
            filled = typed(*given)
            if self.last is not None:
                self.by_words[filled.spans] = self.last
            return filled

        fields.weigh_types, claims.type_of = weighed, type_of


def examples(path: Path, coder: Coder, watcher: Watcher) -> Iterator[tuple[Stated, EventType]]:
    """What speaks for each event of a file that the coder finds, and its type."""
    for line in casebook.read_lines(path):
        watcher.by_words.clear()
        coded = coder.code(casebook.report_of({"language": "en", **line})).claims
        for gold, claim in pairs(line, coded):
            stated = watcher.by_words.get(claim.spans.get("type", ()))
            if stated is not None:
                yield stated, EventType(gold["type"])


def pairs(line: casebook.Line, coded: Sequence[claims.EventClaim]) -> list[tuple[casebook.Line, claims.EventClaim]]:
    """Each event of the gold with the claim that tells of it."""
    if "marks" in line:
        return real_news.found(coded, line, range(len(line["text"])))
    found = score_casebook.pair(line["events"], [c.as_record() for c in coded])
    return [(line["events"][i], coded[j]) for i, j in found]


def fit(made: Sequence[tuple[Stated, EventType]]) -> dict[str, float]:
    """The weights of all signs that are common enough."""
    signs = [[signs_of(event, stated) for event in TYPES] for stated, _ in made]
    names = sorted({name for row in signs for one in row for name in one})
    table = np.array([[[one.get(name, 0.0) for name in names] for one in row] for row in signs])
    right = np.array([TYPES.index(event) for _, event in made])
    ridge = np.array([OWN_RIDGE if name.startswith("type.") else RIDGE for name in names])
    start = np.array([float(name == "read") for name in names])
    chosen = table[np.arange(len(right)), right]

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        odds = table @ b
        shares = np.exp(odds - odds.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        told = shares[np.arange(len(right)), right]
        slope = (table * shares[:, :, None]).sum(axis=(0, 1)) - chosen.sum(axis=0) + ridge * (b - start)
        return float(-np.log(told + 1e-12).sum() + (ridge * (b - start) ** 2).sum() / 2), slope

    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    often = (table != 0).any(axis=1).sum(axis=0)
    kept = zip(names, found, often, strict=True)
    return {name: round(float(x), 2) for name, x, n in kept if abs(x) >= 0.02 and n >= LEAST}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    watcher = Watcher()
    coder = Coder(Encoder.load(given.model), Gazetteer.open(BUILTIN), ActorLexicon.load(), Catalog.open())
    weights = fit([e for path in given.reports for e in examples(path, coder, watcher)])
    lines = "".join(f"  {name}: {value}\n" for name, value in weights.items())
    given.out.write_text(HEAD + lines, encoding="utf-8")


if __name__ == "__main__":
    main()
