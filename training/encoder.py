"""The network: the pruned encoder with a head for marks, one for an event's kinds and two for relations.

Every output is per token, so that one graph without pooling serves the product; relations are dot products of span
means, computed outside the graph from `asker` (the trigger's side) and `answer` (the mark's side).
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


class Network(nn.Module):
    """Token features to marks, kinds and the two sides of the relations."""

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
        nn.init.constant_(self.marks.bias, -3.0)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Logits of the marks (begin, then inside) and the kinds; the relations' two sides."""
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        hidden = self.drop(hidden)
        return self.marks(hidden), self.kinds(self.middle(hidden)), self.asker(hidden), self.answer(hidden)


def means(rows: Tensor, spans: list[tuple[int, int]]) -> Tensor:
    """The mean row of each span, as one product with a matrix of shares."""
    shares = np.zeros((len(spans), len(rows)), np.float32)
    for n, (a, b) in enumerate(spans):
        shares[n, a:b] = 1 / (b - a)
    return torch.from_numpy(shares) @ rows


def related(
    network: Network,
    asker: Tensor,
    answer: Tensor,
    triggers: list[tuple[int, int]],
    marks: list[tuple[int, int]],
    labels: list[int],
    family: int,
) -> Tensor:
    """Logits [mark][trigger] that the mark belongs to the trigger (or, family 1, is the same event)."""
    part = slice(family * DIMS, (family + 1) * DIMS)
    dots = means(answer[:, part], marks) @ means(asker[:, part], triggers).T / DIMS**0.5
    apart = np.array([[m[0] - t[0] for t in triggers] for m in marks])
    table = network.distance[torch.tensor(labels)[:, None], torch.from_numpy(bucket(apart, DISTANCES))]
    return dots + table if family == 0 else (dots + table + (dots + table).T) / 2
