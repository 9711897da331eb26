"""The figures on the held-out fifth: spans by label, kinds on gold triggers, relations between gold spans."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional as fn

from conflictdesk.inference.arrays import spans
from corpus import ENUMS, LABELS, Window
from encoder import Network, means, related
from losses import TELLING, owned, pairs

FLOOR = 0.2
VOICES = tuple(TELLING)
EVEN = {name: dict.fromkeys(VOICES, 1.0) for name in ENUMS}
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
    """What a gold trigger and the marks that the network gives it say of the event's kinds, and the truth."""

    votes: torch.Tensor  # a row of logits for each of VOICES, zero where no mark of that label is there
    goals: list[dict[str, int]]


def told(network: Network, read: Read, threshold: float) -> list[Told]:
    """The votes on each gold trigger's kinds: means by label over the marks that the network gives it."""
    triggers, marks = pairs(read.window)
    if not triggers:
        return []
    spans_of = [[(s[1], s[2]) for s in group] for group in (triggers, marks)]
    own, rows = means(read.outputs[1], spans_of[0]), means(read.outputs[1], spans_of[1]) if marks else None
    labels = [LABELS[s[0]] for s in marks]
    belongs = torch.zeros(0, len(triggers))
    if marks:
        sides = read.outputs[2], read.outputs[3]
        belongs = related(network, *sides, *spans_of, [s[0] for s in marks], 0).sigmoid() >= threshold
    results = []
    for n, trigger in enumerate(triggers):
        votes = [own[n]]
        for voice in VOICES[1:]:
            mine = [m for m, label in enumerate(labels) if label == voice and belongs[m, n]]
            votes.append(rows[mine].mean(0) if mine else torch.zeros_like(own[n]))
        results.append(Told(torch.stack(votes), [read.window.events[e] for e in sorted(trigger[3])]))
    return results


def parts(values: torch.Tensor) -> dict[str, torch.Tensor]:
    """The last axis of kinds by enumeration."""
    return dict(zip(ENUMS, values.split([len(v) for v in ENUMS.values()], -1), strict=True))


def voices(tolds: list[Told]) -> dict[str, dict[str, float]]:
    """For each enumeration the weights of the voices that make the truth most likely."""
    votes = parts(torch.stack([t.votes for t in tolds]).detach())
    result = {}
    for name, vote in votes.items():
        goals = torch.tensor([max(t.goals[0][name], 0) for t in tolds])
        weights = torch.full((len(VOICES),), 0.3, requires_grad=True)
        optimizer = torch.optim.Adam([weights], lr=0.02)
        for _ in range(300):
            loss = fn.cross_entropy(torch.einsum("v,nvk->nk", weights, vote), goals)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        result[name] = {v: round(max(0.0, w), 3) for v, w in zip(VOICES, weights.tolist(), strict=True)}
    return result


def accuracies(tolds: list[Told], weights: dict[str, dict[str, float]]) -> dict[str, float]:
    """The share of gold triggers whose kind is right, by enumeration."""
    right = {}
    for name, vote in parts(torch.stack([t.votes for t in tolds])).items():
        chosen = torch.einsum("v,nvk->nk", torch.tensor([weights[name][v] for v in VOICES]), vote).argmax(1)
        right[name] = float(
            np.mean([any(g[name] == int(c) for g in t.goals) for t, c in zip(tolds, chosen, strict=True)])
        )
    return right


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


def summary(
    network: Network, reads: list[Read], weights: dict[str, dict[str, float]] | None = None
) -> dict[str, float]:
    """Figures at a threshold of one half, all voices even unless weights are given."""
    result: dict[str, float] = {}
    for n, label in enumerate(LABELS):
        result[f"span {label}"], result[f"touch {label}"] = span_f1(tallied(reads, n, 0.5))
    tolds = [t for r in reads for t in told(network, r, 0.5)]
    result |= {f"accuracy {name}": value for name, value in accuracies(tolds, weights or EVEN).items()}
    for family, name in enumerate(("owner", "same")):
        result[f"relation {name}"] = relation_f1(*paired(network, reads, family), 0.5)
    return result


def score(result: dict[str, float]) -> float:
    """One number to choose a checkpoint by: what the product lives on most counts most."""
    chosen = ["touch trigger"] * 3 + [f"touch {label}" for label in LABELS[1:10]]
    chosen += ["span place", "span killed"] + ["accuracy types"] * 3 + ["accuracy statuses", "accuracy target_kinds"]
    return float(np.mean([result[name] for name in [*chosen, "relation owner", "relation owner", "relation same"]]))
