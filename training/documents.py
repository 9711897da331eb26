"""Fit the weights of `link/document_model.py`, and count the background of `link/document_words.py`.

    PYTHONPATH=../bench python documents.py DATA [--coded FILE]

Fitted on pairs of ECB+ training documents, thinned eight times to one to six an incident, and of MUC-4's dated reports
(dated.py); what dates say is an offset of weight one, not fitted. Figures are cross-validated over ECB+ topics and
MUC-4 incidents. `--coded` keeps the coded claims (a pickle of our own making) from one call to the next, since coding
takes minutes. The background is counted on invented reports alone: no word of a corpus goes into the product.
"""

import argparse
import json
import pickle
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from conflictdesk.link import document_model as model
from conflictdesk.link.document_model import PROPERTIES, WORDING
from conflictdesk.link.document_words import KINDS, Background, Likenesses, background, words_of
from conflictdesk.link.documents import KEPT_FROM, Document, groups_of, worth_weighing
from conflictdesk.link.filters import main_incidents
from conflictdesk.records.events import EventClaim
from dated import dated_news
from score_linking import score

ROOT = Path(__file__).parents[1]
OUT = ROOT / "src/conflictdesk/data"
LEAST = 4  # reports that a word of the background stands in
THINNED = 8  # times
SIZES = (1, 1, 2, 2, 3, 4, 6)  # documents kept of an incident
FOLDS = 5
AGAINST = ("far", "days")  # the properties that can only speak against
DRAWN = 0.01  # towards weights of nought
HEAD = """# How much each property weighs in the probability that two documents are about one incident (log odds).
# Written by training/documents.py.
language: any
source: >-
  logistic regression on pairs of ECB+ training documents and of dated reports of MUC-4's training part; see
  training/README.md. No text is kept.
model:
"""


@dataclass(frozen=True)
class Batch:
    """Documents of a set; `fold` tells what is left out together."""

    name: str
    incidents: list[str]
    folds: NDArray[np.int64]
    found: NDArray[np.float64]  # by pair: the properties
    dates: NDArray[np.float64]  # by pair: log odds
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]]
    one_main: NDArray[np.bool_]

    @property
    def same(self) -> NDArray[np.float64]:
        names = np.array(self.incidents)
        return (names[self.pairs[0]] == names[self.pairs[1]]).astype(float)

    def of_fold(self, n: int) -> NDArray[np.bool_]:
        return (self.folds[self.pairs[0]] == n) | (self.folds[self.pairs[1]] == n)


def count_background(data: Path) -> None:
    """In how many invented reports each word stands."""
    lines = [json.loads(line) for line in (data / "casebook/train.jsonl").read_text("utf-8").splitlines()]
    none = Background(0, {kind: {} for kind in KINDS})
    documents = [words_of(line["text"], line.get("title"), none) for line in lines]
    found = {kind: Counter(word for d in documents for word in getattr(d, kind)) for kind in KINDS}
    kept = {kind: {w: n for w, n in sorted(words.items()) if n >= LEAST} for kind, words in found.items()}
    told = {
        "language": "en, fr, ar, it, es (as transliterated)",
        "source": "own invented reports",
        "documents": len(lines),
    }
    (OUT / "document_words.json").write_text(json.dumps(told | {"found": kept}, separators=(",", ":")) + "\n", "utf-8")
    background.cache_clear()


Row = tuple[str, str, date | None, str]  # incident, text, date, what is left out together


def ecb_rows(data: Path) -> list[Row]:
    lines = map(json.loads, (data / "linking/ecbplus_train.jsonl").read_text("utf-8").splitlines())
    return [(line["incident_id"], line["text"], None, f"ecb-{line['topic']}") for line in lines]


def coded(rows: Sequence[Row], kept: Path | None) -> list[Sequence[EventClaim]]:
    """The claims of each document, from `kept` where they are there already."""
    if kept and kept.is_file():
        held: list[Sequence[EventClaim]] = pickle.loads(kept.read_bytes())
        return held
    from conflictdesk.pipeline.coder import Coder

    coder = Coder.load()
    claims = [coder.code(Document(str(n), text, day).as_report()).claims for n, (_, text, day, _) in enumerate(rows)]
    if kept:
        kept.write_bytes(pickle.dumps(claims))
    return claims


def batch(name: str, rows: Sequence[Row], claims: Sequence[Sequence[EventClaim]]) -> Batch:
    documents = [
        Document(found[0].report_id if found else f"none-{n}", row[1], row[2])
        for n, (row, found) in enumerate(zip(rows, claims, strict=True))
    ]
    mains = main_incidents(documents, dict(enumerate(claims)))
    likenesses = Likenesses([words_of(text) for _, text, _, _ in rows])
    pairs = worth_weighing(likenesses, mains)
    found = model.properties(likenesses, mains, pairs)
    groups = {group: n % FOLDS for n, group in enumerate(sorted({row[3] for row in rows}))}
    return Batch(
        name,
        [row[0] for row in rows],
        np.array([groups[row[3]] for row in rows]),
        np.stack([found[p] for p in PROPERTIES], axis=1),
        model.date_odds([row[2] for row in rows], pairs),
        pairs,
        model.one_main(mains, pairs),
    )


def thinned(rows: Sequence[Row], seed: int) -> list[int]:
    chance, of_incident = random.Random(seed), defaultdict(list)
    for n, row in enumerate(rows):
        of_incident[row[0]].append(n)
    return [
        n
        for key in sorted(of_incident)
        for n in chance.sample(of_incident[key], min(len(of_incident[key]), chance.choice(SIZES)))
    ]


def fit(batches: Sequence[Batch], left_out: int | None = None) -> NDArray[np.float64]:
    """Weights by property, and the bias last."""
    keep = [np.ones(len(b.same), bool) if left_out is None else ~b.of_fold(left_out) for b in batches]
    x = np.concatenate([np.c_[b.found, np.ones(len(b.same))][k] for b, k in zip(batches, keep, strict=True)])
    offset = np.concatenate([b.dates[k] for b, k in zip(batches, keep, strict=True)])
    y = np.concatenate([b.same[k] for b, k in zip(batches, keep, strict=True)])
    weight = np.concatenate(
        [np.full(k.sum(), 1.0 if b.name == "MUC-4" else 0.5) for b, k in zip(batches, keep, strict=True)]
    )

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = x @ w + offset
        drawn = np.r_[w[:-1], 0.0]
        value = (weight * np.logaddexp(0, np.where(y == 1, -z, z))).sum() + DRAWN * (drawn**2).sum()
        return value, x.T @ (weight * (1 / (1 + np.exp(-z)) - y)) + 2 * DRAWN * drawn

    bounds = [(None, 0.0) if p in AGAINST else (0.0, None) for p in PROPERTIES] + [(None, None)]
    return np.asarray(minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds).x)


def odds(b: Batch, w: NDArray[np.float64]) -> NDArray[np.float64]:
    """As `document_model.probabilities`."""
    n = len(WORDING)
    worded, coded = b.found[:, :n] @ w[:n] + w[-1], b.found[:, n:] @ w[n:-1]
    return model.combined(worded, coded, b.dates, b.found[:, PROPERTIES.index("days")] > 0, b.one_main)


def figures(b: Batch, z: NDArray[np.float64]) -> tuple[float, float]:
    """CoNLL F1 and pairs F1 of the groups."""
    likely = (1 / (1 + np.exp(-z))).tolist()
    scores = {(int(i), int(j)): p for i, j, p in zip(*b.pairs, likely, strict=True) if p >= KEPT_FROM}
    named = {i: n for n, group in enumerate(groups_of(len(b.incidents), scores)) for i in group}
    result = score(b.incidents, [named[i] for i in range(len(b.incidents))])
    return result["conll"], result["pairs"]["f1"]


def validate(batches: Sequence[Batch], shown: Sequence[Batch]) -> None:
    weights = [fit(batches, n) for n in range(FOLDS)]
    for b in shown:
        z = np.mean([odds(b, w) for w in weights], axis=0)
        for n, w in enumerate(weights):
            z = np.where(b.of_fold(n), odds(b, w), z)
        conll, pairs = figures(b, z)
        print(f"{b.name:12} CoNLL F1 {conll:.3f} pairs F1 {pairs:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--coded", type=Path)
    args = parser.parse_args()
    count_background(args.data)
    news = [(name, text, day, name) for name, text, day in dated_news(args.data)]
    ecb = ecb_rows(args.data)
    claims = coded([*ecb, *news], args.coded)
    samples = [
        batch(f"ECB+ {n}", [ecb[i] for i in kept], [claims[i] for i in kept])
        for n in range(THINNED)
        if (kept := thinned(ecb, n))
    ]
    dated, whole = batch("MUC-4", news, claims[len(ecb) :]), batch("ECB+ whole", ecb, claims[: len(ecb)])
    validate([*samples, dated], [whole, *samples, dated])
    w = fit([*samples, dated]).round(2)
    rows = ", ".join(f"{p}: {x}" for p, x in zip(PROPERTIES, w[:-1].tolist(), strict=True))
    (OUT / "document_weights.yaml").write_text(f"{HEAD}  bias: {w[-1]}\n  weights: {{{rows}}}\n", "utf-8")
    print(rows, "bias", w[-1])


if __name__ == "__main__":
    main()
