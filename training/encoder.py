"""The network: the pruned encoder with a head for marks and two for relations, and a second small one for events.

Every output of the first graph is per token, so that one graph without pooling serves the product; relations are dot
products of span means, computed outside the graph from `asker` (the trigger's side) and `answer` (the mark's side).
An event's kinds are told by the second graph from the features of its trigger and of the marks that it owns.
"""

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertModel

from conflictdesk.inference.arrays import bucket
from corpus import ENUMS, LABELS

DIMS = 64
FAMILIES = ("owner", "same")
DISTANCES = 20
# Whose features tell an event's kinds: the mean of its spans of each label.
VOICES = ("trigger", "target", "weapon", "killed", "wounded", "abducted", "perpetrator", "source", "cue")
VOICE_WIDTH, EVENT_WIDTH = 96, 256
Spans = list[tuple[int, int]]


class Event(nn.Module):
    """What an event's spans together say of its kinds: [events, voices, width] to logits of all enumerations."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.sides = nn.Parameter(torch.randn(len(VOICES), width, VOICE_WIDTH) * width**-0.5)
        self.shifts = nn.Parameter(torch.zeros(len(VOICES), VOICE_WIDTH))
        self.drop = nn.Dropout(0.2)
        self.rest = nn.Sequential(
            nn.GELU(),
            nn.Dropout(0.25),
            nn.Linear(len(VOICES) * VOICE_WIDTH, EVENT_WIDTH),
            nn.GELU(),
            nn.Dropout(0.25),
            nn.Linear(EVENT_WIDTH, sum(map(len, ENUMS.values()))),
        )

    def forward(self, spans: Tensor) -> Tensor:
        """A voice without a span is a row of zeros, and says nothing."""
        there = (spans.abs().sum(-1, keepdim=True) > 0).to(spans.dtype)
        heard = torch.einsum("nvh,vhd->nvd", self.drop(spans), self.sides) + self.shifts
        return self.rest((heard * there).flatten(1))


class Network(nn.Module):
    """Token features to marks and the two sides of the relations; `kinds` and `event` read the features further."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder, self.drop = encoder, nn.Dropout(0.15)
        self.marks = nn.Linear(width, 2 * len(LABELS))
        self.middle = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Dropout(0.15))
        self.kinds = nn.Linear(width, sum(map(len, ENUMS.values())))
        self.asker = nn.Linear(width, DIMS * len(FAMILIES))
        self.answer = nn.Linear(width, DIMS * len(FAMILIES))
        self.distance = nn.Parameter(torch.zeros(len(LABELS), DISTANCES))
        self.event = Event(width)
        nn.init.constant_(self.marks.bias, -3.0)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Logits of the marks (begin, then inside); the features; the relations' two sides."""
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        hidden = self.drop(hidden)
        return self.marks(hidden), hidden, self.asker(hidden), self.answer(hidden)


def means(rows: Tensor, spans: Spans) -> Tensor:
    """The mean row of each span, as one product with a matrix of shares."""
    shares = np.zeros((len(spans), len(rows)), np.float32)
    for n, (a, b) in enumerate(spans):
        shares[n, a:b] = 1 / (b - a)
    return torch.from_numpy(shares) @ rows


def related(
    network: Network,
    asker: Tensor,
    answer: Tensor,
    triggers: Spans,
    marks: Spans,
    labels: list[int],
    family: int,
) -> Tensor:
    """Logits [mark][trigger] that the mark belongs to the trigger (or, family 1, is the same event)."""
    part = slice(family * DIMS, (family + 1) * DIMS)
    dots = means(answer[:, part], marks) @ means(asker[:, part], triggers).T / DIMS**0.5
    apart = np.array([[m[0] - t[0] for t in triggers] for m in marks])
    table = network.distance[torch.tensor(labels)[:, None], torch.from_numpy(bucket(apart, DISTANCES))]
    return dots + table if family == 0 else (dots + table + (dots + table).T) / 2


def gathered(features: Tensor, triggers: Spans, marks: Spans, labels: list[int], belongs: np.ndarray) -> Tensor:
    """What the event head reads, [triggers, voices, width]: each voice the mean over its spans' means.

    `belongs` says of each mark [mark][trigger] whether it is the trigger's.
    """
    shares = np.zeros((len(triggers), len(VOICES), len(features)), np.float32)
    for n, (a, b) in enumerate(triggers):
        shares[n, 0, a:b] = 1 / (b - a)
        for voice, name in enumerate(VOICES[1:], 1):
            mine = [span for m, span in enumerate(marks) if LABELS[labels[m]] == name and belongs[m, n]]
            for a_, b_ in mine:
                shares[n, voice, a_:b_] += 1 / (b_ - a_) / len(mine)
    return torch.from_numpy(shares) @ features
