"""The losses: marks over all tokens, kinds over telling spans, relations over pairs of spans in one window."""

from collections import Counter
from collections.abc import Iterable

import torch
from torch import Tensor
from torch.nn import functional as fn

from corpus import ENUMS, LABELS, NAMES, Report, Window
from encoder import Network, means, related

TRIGGER = LABELS.index("trigger")
FREE = {LABELS.index(label) for label in ("trigger", "presence", "not_event", *NAMES)}
RARE = 2.0
COMMON_AT_LEAST = 8  # events below which a value counts no rarer
Weights = dict[str, Tensor]
# Spans whose tokens learn to tell an event's kinds, with their weight.
TELLING = {"trigger": 1.0, "target": 0.6, "weapon": 0.6, "killed": 0.5, "wounded": 0.4, "perpetrator": 0.4, "cue": 0.4}


def marked(logits: Tensor, batch: list[Window]) -> Tensor:
    """Binary cross-entropy of begin and inside, summed over labels, averaged over tokens."""
    total = logits.new_zeros(())
    for row, window in zip(logits, batch, strict=True):
        goal = torch.from_numpy(window.begin), torch.from_numpy(window.inside)
        weight = torch.from_numpy(window.weight).repeat(1, 2)
        losses = fn.binary_cross_entropy_with_logits(
            row[: len(window.ids)], torch.cat(goal, 1), weight, pos_weight=torch.tensor(RARE), reduction="sum"
        )
        total = total + losses
    return total / sum(len(w.ids) for w in batch)


def balance(reports: Iterable[Report]) -> Weights:
    """For each enumeration its values' weights: rare ones more, by the root of how rare, their mean over events 1."""
    weights = {}
    for name, values in ENUMS.items():
        counts = Counter(e[name] for r in reports for e in r.events if e[name] >= 0)
        wanted = torch.tensor([(max(counts[n], COMMON_AT_LEAST)) ** -0.5 for n in range(len(values))])
        share = torch.tensor([float(counts[n]) for n in range(len(values))])
        weights[name] = wanted / ((wanted * share).sum() / share.sum())
    return weights


def kind(logits: Tensor, window: Window, weights: Weights) -> list[Tensor]:
    """Cross-entropy of each enumeration over the window's telling spans, the triggers at full weight."""
    telling = [span for span in window.spans if LABELS[span[0]] in TELLING and span[3]]
    if not telling:
        return []
    rows = means(logits, [(a, b) for _, a, b, _ in telling]).split([len(v) for v in ENUMS.values()], 1)
    losses = []
    for n, (label, _, _, events) in enumerate(telling):
        for name, part in zip(ENUMS, rows, strict=True):
            goals = [window.events[e][name] for e in sorted(events) if window.events[e][name] >= 0]
            if goals:
                each = fn.cross_entropy(part[n][None].expand(len(goals), -1), torch.tensor(goals), reduction="none")
                losses.append((each * weights[name][goals]).mean() * TELLING[LABELS[label]])
    return losses


def pairs(
    window: Window,
) -> tuple[list[tuple[int, int, int, frozenset[int]]], list[tuple[int, int, int, frozenset[int]]]]:
    """The window's triggers and its marks that events own."""
    triggers = [s for s in window.spans if s[0] == TRIGGER and s[3]]
    return triggers, [s for s in window.spans if s[0] not in FREE and s[3]]


def owned(network: Network, asker: Tensor, answer: Tensor, window: Window, family: int) -> tuple[Tensor, Tensor]:
    """Logits and goals of one relation family, flat; the diagonal of `same` is left out."""
    triggers, marks = pairs(window)
    marks = marks if family == 0 else triggers
    if not triggers or not marks or (family and len(triggers) < 2):
        return asker.new_zeros(0), asker.new_zeros(0)
    places = [(s[1], s[2]) for s in triggers], [(s[1], s[2]) for s in marks]
    logits = related(network, asker, answer, *places, [s[0] for s in marks], family)
    goals = torch.tensor([[float(bool(m[3] & t[3])) for t in triggers] for m in marks])
    keep = torch.ones_like(goals, dtype=torch.bool)
    if family:
        keep.fill_diagonal_(False)
    return logits[keep], goals[keep]


def relations(network: Network, asker: Tensor, answer: Tensor, batch: list[Window]) -> Tensor:
    """Binary cross-entropy of both families over the batch."""
    total = asker.new_zeros(())
    for family in (0, 1):
        rows = [owned(network, asker[n], answer[n], w, family) for n, w in enumerate(batch)]
        logits, goals = torch.cat([r[0] for r in rows]), torch.cat([r[1] for r in rows])
        if len(logits):
            total = total + fn.binary_cross_entropy_with_logits(logits, goals)
    return total


def loss(network: Network, outputs: tuple[Tensor, ...], batch: list[Window], weights: Weights) -> Tensor:
    """The sum that training lowers."""
    marks, kinds, asker, answer = (o.float() for o in outputs)
    parts = [part for row, window in zip(kinds, batch, strict=True) for part in kind(row, window, weights)]
    kinded = torch.stack(parts).mean() if parts else marks.new_zeros(())
    return marked(marks, batch) + 2.5 * kinded + relations(network, asker, answer, batch)
