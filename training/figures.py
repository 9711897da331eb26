"""The figures on the held-out fifth: spans by label, kinds on gold triggers, relations between gold spans."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional as fn

from conflictdesk.inference.arrays import spans
from corpus import ENUMS, LABELS, Window
from encoder import Network, gathered, related
from losses import owned, pairs

FLOOR = 0.2
Outputs = tuple[torch.Tensor, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A held-out window with the network's outputs for it."""

    window: Window
    outputs: Outputs


def read(network: Network, windows: list[Window]) -> list[Read]:
    """The network's outputs for each window."""
    network.eval()
    results = []
    with torch.inference_mode():
        for w in windows:
            ids = torch.tensor([w.ids])
            results.append(Read(w, tuple(o[0].float() for o in network(ids, torch.ones_like(ids)))))
    network.train()
    return results


def tallied(reads: list[Read], label: int, threshold: float) -> Counter[str]:
    """Counts for one label at one threshold: exact and overlapping hits."""
    counts: Counter[str] = Counter()
    for r in reads:
        probability = r.outputs[0].sigmoid().numpy()
        rows = slice(0, len(r.window.ids))
        begin = probability[rows, label] * (r.window.weight[:, label] > 0)
        inside = probability[rows, len(LABELS) + label]
        found = [(a, b) for a, b, score in spans(begin, inside, FLOOR) if score >= threshold]
        gold = [(a, b) for n, a, b, _ in r.window.spans if n == label]
        counts.update(found=len(found), gold=len(gold), exact=len(set(found) & set(gold)))
        counts["found_touching"] += sum(any(a < d and c < b for c, d in gold) for a, b in found)
        counts["gold_touching"] += sum(any(a < d and c < b for c, d in found) for a, b in gold)
    return counts


def f1(hits: float, found: float, gold: float) -> float:
    """The harmonic mean of precision and recall, 0 where nothing is there."""
    return 2 * hits / (found + gold) if found + gold else 0.0


def span_f1(counts: Counter[str]) -> tuple[float, float]:
    """Exact and overlapping F1."""
    precision = counts["found_touching"] / max(1, counts["found"])
    recall = counts["gold_touching"] / max(1, counts["gold"])
    return f1(counts["exact"], counts["found"], counts["gold"]), 2 * precision * recall / max(1e-9, precision + recall)


@dataclass(frozen=True, slots=True)
class Told:
    """What the event head says of a gold trigger's kinds, as logits, and the truth."""

    logits: torch.Tensor
    goals: list[dict[str, int]]


def told(network: Network, read: Read, threshold: float) -> list[Told]:
    """The event head on each gold trigger with the gold spans that the network gives it."""
    triggers, marks = pairs(read.window)
    if not triggers:
        return []
    spans_of = [[(s[1], s[2]) for s in group] for group in (triggers, marks)]
    labels = [s[0] for s in marks]
    belongs = np.zeros((0, len(triggers)), bool)
    with torch.inference_mode():
        if marks:
            belongs = related(network, *read.outputs[2:4], *spans_of, labels, 0).sigmoid().numpy() >= threshold
        rows = network.event(gathered(read.outputs[1], *spans_of, labels, belongs))
    goals = [[read.window.events[e] for e in sorted(t[3])] for t in triggers]
    return [Told(row, goal) for row, goal in zip(rows, goals, strict=True)]


def parts(values: torch.Tensor) -> dict[str, torch.Tensor]:
    """The last axis of kinds by enumeration."""
    return dict(zip(ENUMS, values.split([len(v) for v in ENUMS.values()], -1), strict=True))


def temperatures(tolds: list[Told]) -> dict[str, float]:
    """For each enumeration the factor of the logits that makes the truth most likely."""
    result = {}
    grid = torch.linspace(0.3, 2.0, 35)
    for name, logits in parts(torch.stack([t.logits for t in tolds]).clone()).items():
        goals = torch.tensor([max(t.goals[0][name], 0) for t in tolds])
        losses = torch.stack([fn.cross_entropy(logits * factor, goals) for factor in grid])
        result[name] = round(float(grid[losses.argmin()]), 2)
    return result


def accuracies(tolds: list[Told]) -> dict[str, float]:
    """The share of gold triggers whose kind is right, by enumeration."""
    chosen = {name: logits.argmax(1).tolist() for name, logits in parts(torch.stack([t.logits for t in tolds])).items()}
    return {
        name: float(np.mean([any(g[name] == c for g in t.goals) for t, c in zip(tolds, best, strict=True)]))
        for name, best in chosen.items()
    }


def paired(network: Network, reads: list[Read], family: int) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities and goals of one relation family between gold spans."""
    with torch.inference_mode():
        rows = [owned(network, r.outputs[2], r.outputs[3], r.window, family) for r in reads]
    return torch.cat([r[0] for r in rows]).sigmoid().numpy(), torch.cat([r[1] for r in rows]).numpy() > 0.5


def relation_f1(scores: np.ndarray, goals: np.ndarray, threshold: float) -> float:
    """F1 of the pairs at one threshold."""
    return f1(float((goals & (scores >= threshold)).sum()), float((scores >= threshold).sum()), float(goals.sum()))


def best(figure: dict[float, float]) -> float:
    """The threshold with the best figure, the middle of those within a two-hundredth of it."""
    good = [t for t, value in sorted(figure.items()) if value >= max(figure.values()) - 0.005]
    return round(good[len(good) // 2], 2)


def summary(network: Network, reads: list[Read]) -> dict[str, float]:
    """Figures at a threshold of one half."""
    result: dict[str, float] = {}
    for n, label in enumerate(LABELS):
        result[f"span {label}"], result[f"touch {label}"] = span_f1(tallied(reads, n, 0.5))
    tolds = [t for r in reads for t in told(network, r, 0.5)]
    result |= {f"accuracy {name}": value for name, value in accuracies(tolds).items()}
    for family, name in enumerate(("owner", "same")):
        result[f"relation {name}"] = relation_f1(*paired(network, reads, family), 0.5)
    return result


def score(result: dict[str, float]) -> float:
    """One number to choose a checkpoint by: what the product lives on most counts most."""
    chosen = ["touch trigger"] * 3 + [f"touch {label}" for label in LABELS[1:10]]
    chosen += ["span place", "span killed"] + ["accuracy types"] * 3 + ["accuracy statuses", "accuracy target_kinds"]
    return float(np.mean([result[name] for name in [*chosen, "relation owner", "relation owner", "relation same"]]))
