"""Heads for MUC-4's six string slots on the shipped encoder's hidden states: `python roles.py OUT.npz [MODEL]`.

For the benchmark alone (bench/muc4.py): the product neither has nor needs them. They are trained on MUC-4's
training part; the encoder, read as the int8 graph that is shipped, stays as it is. Needs BENCH_DATA, torch, and
bench/ beside this folder. `--held` keeps a fifth out, and writes what the heads see in it.
"""

import argparse
import json
import os
import pickle
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as fn

sys.path.append(str(Path(__file__).parents[1] / "bench"))
from muc4_roles import DILATIONS, FOLDER, States, sentenced
from muc4_templates import KINDS, ROLES

WIDTH, RATE, DECAY, BATCH = 160, 2e-3, 0.03, 8
QUIET_SHARE = 0.4  # of the texts without a template an epoch takes so many
WHOLE = 0.1  # weight of what is told of the whole text
HELD = 260


@dataclass
class Text:
    """A training text: its hidden states, and for each token where fillers begin and go on."""

    row: dict[str, Any]
    text: str
    states: np.ndarray
    places: list[tuple[int, int]]
    marks: np.ndarray = field(init=False)
    kinds: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.marks = np.zeros((len(self.places), 2 * len(ROLES)), np.float32)
        for n, role in enumerate(ROLES):
            for start, end in outermost(filled(self.text.lower(), self.row["templates"], role)):
                inside = [k for k, (a, b) in enumerate(self.places) if a < end and b > start and b > a]
                self.marks[inside[:1], n] = 1
                self.marks[inside, len(ROLES) + n] = 1
        told = {value for t in self.row["templates"] for f in t["type"] for value in f["values"]}
        self.kinds = np.array([bool(self.row["templates"]), *(kind in told for kind in KINDS)], np.float32)


def filled(text: str, templates: list[dict[str, Any]], role: str) -> set[tuple[int, int]]:
    """Wherever a filler of the slot stands in the text, in any of its wordings."""
    wordings = {v.strip('"').lower() for t in templates for f in t[role] for v in f["values"]}
    patterns = (r"\b" + r"\s+".join(map(re.escape, w.split())) + r"\b" for w in wordings if len(w) > 2)
    return {m.span() for pattern in patterns for m in re.finditer(pattern, text)}


def outermost(spans: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans that lie in no other."""
    for a in spans:
        if not any(a != b and b[0] <= a[0] and a[1] <= b[1] for b in spans):
            yield a


class Head(nn.Module):
    """Widening convolutions over the tokens' hidden states, to marks and to what is told of the whole text."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.drop, self.inn = nn.Dropout(0.3), nn.Linear(width, WIDTH)
        self.cs = nn.ModuleList([nn.Conv1d(WIDTH, WIDTH, 3, padding=d, dilation=d) for d in DILATIONS])
        self.ns = nn.ModuleList([nn.LayerNorm(WIDTH) for _ in DILATIONS])
        self.out, self.doc = nn.Linear(WIDTH, 2 * len(ROLES)), nn.Linear(2 * WIDTH, 1 + len(KINDS))
        nn.init.constant_(self.out.bias, -3)

    def forward(self, states: Tensor, there: Tensor) -> tuple[Tensor, Tensor]:
        """[texts, tokens, width] and which tokens are there, to logits of marks and of kinds."""
        hidden = torch.relu(self.inn(self.drop(states))) * there
        for conv, norm in zip(self.cs, self.ns, strict=True):
            wider = torch.relu(conv(self.drop(hidden).transpose(1, 2)).transpose(1, 2))
            hidden = norm(hidden + wider) * there
        hidden = self.drop(hidden)
        pooled = torch.cat([(hidden - 1e4 * (1 - there)).amax(1), hidden.sum(1) / there.sum(1)], 1)
        return self.out(hidden), self.doc(pooled)


def gathered(data: Path, model: Path, threads: int) -> list[Text]:
    """The training texts as the shipped encoder reads them."""
    states, texts = States(model, threads), []
    for line in (data / "muc4/muc4_train.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        text = sentenced(row["text"])
        rows, places = states.of(text)
        texts.append(Text(row, text, rows.astype(np.float16), places))
        if len(texts) % 200 == 0:
            print(f"{len(texts)} texts read", flush=True)
    return texts


def batches(texts: Sequence[Text], rng: random.Random) -> list[list[Text]]:
    """Texts of about one length together; those without templates are thinned."""
    told, quiet = [t for t in texts if t.kinds[0]], [t for t in texts if not t.kinds[0]]
    used = told + rng.sample(quiet, int(QUIET_SHARE * len(quiet)))
    used.sort(key=lambda t: len(t.places) + rng.random() * 200)
    parts = [used[k : k + BATCH] for k in range(0, len(used), BATCH)]
    rng.shuffle(parts)
    return parts


def stacked(texts: Sequence[Text]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """States, which tokens are there, marks, kinds."""
    longest = max(len(t.places) for t in texts)
    states = np.zeros((len(texts), longest, texts[0].states.shape[1]), np.float32)
    there = np.zeros((len(texts), longest, 1), np.float32)
    marks = np.zeros((len(texts), longest, texts[0].marks.shape[1]), np.float32)
    for n, t in enumerate(texts):
        end = len(t.places)
        states[n, :end], there[n, :end], marks[n, :end] = t.states, 1, t.marks
    return (*map(torch.from_numpy, (states, there, marks)), torch.from_numpy(np.stack([t.kinds for t in texts])))


def trained(texts: Sequence[Text], epochs: int, seed: int) -> Head:
    """A head trained on all the texts."""
    torch.manual_seed(seed)
    rng, head = random.Random(seed), Head(texts[0].states.shape[1])
    optimizer = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=DECAY)
    plan = [part for _ in range(epochs) for part in batches(texts, rng)]
    began = time.monotonic()
    for step, part in enumerate(plan):
        optimizer.param_groups[0]["lr"] = RATE * min(1, (step + 1) / 100) * max(0.02, 1 - step / len(plan))
        loss = loss_of(head, part)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(head.parameters(), 1)
        optimizer.step()
        if step % 100 == 0:
            print(
                f"seed {seed} step {step} of {len(plan)} loss {loss.item():.3f} {time.monotonic() - began:.0f}s",
                flush=True,
            )
    return head.eval()


def loss_of(head: Head, part: Sequence[Text]) -> Tensor:
    """Marks weigh three times what their absence does."""
    states, there, marks, kinds = stacked(part)
    logits, whole = head(states, there)
    each = fn.binary_cross_entropy_with_logits(logits, marks, reduction="none") * (1 + 2 * marks) * there
    return each.sum() / there.sum() + WHOLE * fn.binary_cross_entropy_with_logits(whole, kinds)


def main() -> None:
    """Read, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("model", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--held", action="store_true", help="train without a fifth, on which bars may be chosen")
    parser.add_argument("--states", type=Path, help="where the hidden states are kept between runs")
    args = parser.parse_args()
    threads = int(os.environ.get("THREADS", "2"))
    torch.set_num_threads(threads)
    texts = kept(args.states, Path(os.environ.get("BENCH_DATA", "../../shared")), args.model, threads)
    texts = [t for n, t in enumerate(texts) if n not in held(len(texts))] if args.held else texts
    heads = [trained(texts, args.epochs, seed) for seed in args.seeds]
    arrays = {
        f"{seed}/{name}": value.numpy().astype(np.float16)
        for seed, head in zip(args.seeds, heads, strict=True)
        for name, value in head.state_dict().items()
    }
    np.savez(args.out, **arrays)


def held(count: int) -> set[int]:
    """The numbers of the texts that `--held` leaves out."""
    numbers = list(range(count))
    random.Random(7).shuffle(numbers)
    return set(numbers[:HELD])


def kept(path: Path | None, data: Path, model: Path, threads: int) -> list[Text]:
    """The texts with their states, read once."""
    if path is not None and path.is_file():
        return pickle.loads(path.read_bytes())
    texts = gathered(data, model, threads)
    if path is not None:
        path.write_bytes(pickle.dumps(texts))
    return texts


if __name__ == "__main__":
    main()
