"""Teach place names to an encoder that stays as it is: `python names.py TRAINED... OUT --names NAMES.jsonl`.

A head of two layers on the trained encoder's token features; all other outputs stay as they are, to the bit.
"""

import argparse
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as fn

from corpus import LABELS, NAMES, Report, Window
from encoder import Network
from export import loaded
from losses import RARE
from material import DATA, LANGUAGES, Material
from toponyms import Sentences
from train import SEED, batches, padded
from variation import Variation

SILVER, CODED, GAPS = 700, 200, 150  # texts of each kind
EPOCHS, ROWS, RATE = 6, 4096, 2e-3
Rows = tuple[Tensor, Tensor, Tensor]  # features, goals, weights


def rows(network: Network, batch: list[Window]) -> Iterator[Rows]:
    """Each window's tokens of which it is known whether they are places' names."""
    columns = [LABELS.index(name) for name in NAMES]
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        ids, mask = padded(batch)
        hidden = network.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.half()
    for row, window in zip(hidden, batch, strict=True):
        weight = window.weight[:, columns]
        told = weight.sum(1) > 0
        goals = np.concatenate([window.begin[:, columns], window.inside[:, columns]], 1)
        kept = row[: len(window.ids)][torch.from_numpy(told)]
        yield kept, torch.from_numpy(goals[told]), torch.from_numpy(np.tile(weight, (1, 2))[told])


def taught(head: nn.Sequential, features: Tensor, goals: Tensor, weights: Tensor) -> None:
    """Train the head."""
    optimizer = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=0.01)
    plan = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.01, EPOCHS * (len(features) // ROWS))
    for _ in range(EPOCHS):
        for at in torch.randperm(len(features)).split(ROWS)[: len(features) // ROWS]:
            logits = head(features[at].float())
            loss = fn.binary_cross_entropy_with_logits(logits, goals[at], weights[at], pos_weight=torch.tensor(RARE))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            plan.step()


def texts(material: Material, vary: Variation) -> list[Report]:
    """What is read: silver, coded and own texts."""
    chosen = vary.chance.sample(material.silver, SILVER) + vary.chance.sample(material.coded, CODED)
    sentences = Sentences(vary.chance, vary.arabic)
    return chosen + [sentences.report(LANGUAGES[n % len(LANGUAGES)]) for n in range(GAPS)]


def main() -> None:
    """Read, teach, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    parser.add_argument("--shares", type=float, nargs="+", default=[1.0])
    parser.add_argument("--names", type=Path, required=True, help="what silver.py wrote")
    args = parser.parse_args()
    torch.manual_seed(SEED)
    network = loaded(args.trained, args.shares)
    tokenizer = Tokenizer.from_file(str(args.trained[0] / "tokenizer.json"))
    vary = Variation(DATA, random.Random(SEED))
    reports = texts(Material.gathered(args.names, own=True), vary)
    found = [r for b in batches(reports, tokenizer, 6, vary) for r in rows(network, b)]
    network.named()
    if network.names is not None:
        taught(network.names.train(), *(torch.cat(part) for part in zip(*found, strict=True)))
    args.out.mkdir(parents=True, exist_ok=True)
    shutil.copy(args.trained[0] / "tokenizer.json", args.out)
    torch.save(network.state_dict(), args.out / "network.pt")


if __name__ == "__main__":
    main()
