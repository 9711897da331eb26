"""The losses: marks over all tokens, kinds over telling spans, relations over pairs of spans in one window."""

from collections import Counter
from collections.abc import Iterable

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as fn

from corpus import ENUMS, LABELS, NAMES, Report, Window
from encoder import Network, gathered, means, related

TRIGGER = LABELS.index("trigger")
FREE = {LABELS.index(label) for label in ("trigger", "presence", "not_event", *NAMES)}
RARE = 2.0
SMOOTH = 0.05  # of the goals: kinds are partly a matter of taste
UNHEARD = 0.2  # share of marks that the event head does not get in training: in use some are missed
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


def shared(logits: Tensor, goals: list[list[dict[str, int]]], weights: Weights) -> Tensor:
    """Cross-entropy of each row's enumerations against the values of its events, rare ones weighing more."""
    losses = []
    for name, part in zip(ENUMS, logits.split([len(v) for v in ENUMS.values()], 1), strict=True):
        told = [(n, e[name], 1 / len(events)) for n, events in enumerate(goals) for e in events if e[name] >= 0]
        if told:
            rows, values, shares = map(list, zip(*told, strict=True))
            each = fn.cross_entropy(part[rows], torch.tensor(values), reduction="none", label_smoothing=SMOOTH)
            losses.append((each * weights[name][values] * torch.tensor(shares)).sum() / len(goals))
    return torch.stack(losses).sum() if losses else logits.new_zeros(())


def spoken(network: Network, features: Tensor, window: Window, weights: Weights) -> list[Tensor]:
    """What single spans say of their events' kinds: they are to know it, though the event head alone is asked."""
    telling = [span for span in window.spans if LABELS[span[0]] in TELLING and span[3]]
    rows = network.kinds(network.middle(means(features, [(a, b) for _, a, b, _ in telling]))) if telling else ()
    goals = [[window.events[e] for e in sorted(events)] for *_, events in telling]
    return [
        TELLING[LABELS[span[0]]] * shared(row[None], [goal], weights)
        for span, row, goal in zip(telling, rows, goals, strict=True)
    ]


def evented(network: Network, features: Tensor, window: Window) -> tuple[Tensor, list[list[dict[str, int]]]]:
    """The event head's logits for the window's triggers, and what is true; some marks are left unheard by chance."""
    triggers, marks = pairs(window)
    if not triggers:
        return features.new_zeros(0, sum(map(len, ENUMS.values()))), []
    heard = torch.rand(len(marks), len(triggers)).numpy() >= UNHEARD
    belongs = np.array([[bool(m[3] & t[3]) for t in triggers] for m in marks], bool).reshape(heard.shape) & heard
    spans_of = [[(s[1], s[2]) for s in group] for group in (triggers, marks)]
    rows = gathered(features, *spans_of, [s[0] for s in marks], belongs)
    return network.event(rows), [[window.events[e] for e in sorted(t[3])] for t in triggers]


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
    marks, features, asker, answer = (o.float() for o in outputs)
    total = marked(marks, batch) + relations(network, asker, answer, batch)
    parts = [
        part for row, window in zip(features, batch, strict=True) for part in spoken(network, row, window, weights)
    ]
    asked = [evented(network, row, window) for row, window in zip(features, batch, strict=True)]
    goals = [goal for _, goals in asked for goal in goals]
    if goals:
        total = total + 0.5 * shared(torch.cat([logits for logits, _ in asked]), goals, weights)
    return total + 1.2 * torch.stack(parts).mean() if parts else total
