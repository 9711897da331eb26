"""Train the encoder: `python train.py RECOVERED OUT` writes network.pt and tokenizer.json to OUT."""

import argparse
import os
import random
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from corpus import LABELS, NAMES, Report, Window, windows
from encoder import Network
from figures import read, score, span_f1, summary, tallied
from losses import Weights, balance, loss
from material import DATA, Material, Shares
from variation import Variation
from vocabulary import prune

SEED = 20_261
FROZEN = 3
DIMMED, UNKNOWN = 0.05, 3  # share of tokens that the encoder does not see in training, and what it sees instead
MEMORY = 0.99  # of the running mean of the weights, which is what is measured and kept


def groups(network: Network, rate: float, heads: float, decay: float = 0.95) -> list[dict[str, object]]:
    """Parameter groups: deeper layers learn more slowly, the vocabulary and the deepest three are frozen."""
    layers = network.encoder.encoder.layer
    rates = [
        {"params": list(layer.parameters()), "lr": rate * decay ** (len(layers) - 1 - n)}
        for n, layer in enumerate(layers)
    ]
    inner = {id(p) for p in network.encoder.parameters()}
    for frozen in (network.encoder.embeddings, *layers[:FROZEN]):
        frozen.requires_grad_(False)
    return [*rates[FROZEN:], {"params": [p for p in network.parameters() if id(p) not in inner], "lr": heads}]


def batches(reports: list[Report], tokenizer: Tokenizer, size: int, vary: Variation) -> Iterator[list[Window]]:
    """The epoch's windows, alike in length within a batch, batches in random order."""
    cut = [w for r in reports for w in windows(vary(r), tokenizer)]
    cut.sort(key=lambda w: len(w.ids) + vary.chance.random() * 60)
    rows = [cut[n : n + size] for n in range(0, len(cut), size)]
    vary.chance.shuffle(rows)
    yield from rows


def dimmed(ids: list[int], width: int) -> list[int]:
    """Token numbers, some unknown by chance so that context is learned, padded to this width."""
    unknown = (torch.rand(len(ids)) < DIMMED).tolist()
    kept = [
        UNKNOWN if dim and 0 < n < len(ids) - 1 else one for n, (one, dim) in enumerate(zip(ids, unknown, strict=True))
    ]
    return kept + [1] * (width - len(ids))


def padded(batch: list[Window]) -> tuple[torch.Tensor, torch.Tensor]:
    """Input numbers and attention mask of a batch."""
    width = max(len(w.ids) for w in batch)
    ids = torch.tensor([dimmed(w.ids, width) for w in batch])
    return ids, torch.tensor([[1] * len(w.ids) + [0] * (width - len(w.ids)) for w in batch])


def step(network: Network, batch: list[Window], optimizer: torch.optim.Optimizer, weights: Weights) -> float:
    """One step of the optimizer; the loss before it."""
    with torch.autocast("cpu", torch.bfloat16):
        outputs = network(*padded(batch))
    value = loss(network, outputs, batch, weights)
    optimizer.zero_grad()
    value.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    return float(value.detach())


def report(epoch: int, lost: float, result: dict[str, float], since: float) -> None:
    """Print the held-out figures of an epoch."""
    print(f"epoch {epoch} loss {lost:.3f} score {score(result):.4f} {time.time() - since:.0f}s", flush=True)
    print("  " + " ".join(f"{k.replace(' ', ':')}={v:.2f}" for k, v in result.items()), flush=True)


def options() -> argparse.Namespace:
    """The command's options."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recovered", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--heads", type=float, default=2e-3)
    parser.add_argument("--quiet", type=int, default=40, help="event-free MUC-4 reports an epoch")
    parser.add_argument("--weak", type=int, default=0, help="MUC-4 reports with templates an epoch")
    parser.add_argument("--names", type=Path, help="what silver.py wrote")
    parser.add_argument("--own", action="store_true", help="train on our own reports too")
    parser.add_argument(
        "--fresh", nargs="*", default=[], help="files of our own reports that every epoch takes in full"
    )
    parser.add_argument("--silver", type=int, default=0, help="texts with silver names an epoch")
    parser.add_argument("--gaps", type=int, default=0, help="texts of own sentences with gaps an epoch")
    parser.add_argument("--coded", type=float, default=1.0, help="share of the coded reports an epoch")
    parser.add_argument("--start", type=Path, help="a network.pt to go on from")
    parser.add_argument("--every", type=int, default=2, help="epochs between figures")
    return parser.parse_args()


def grown(state: dict[str, torch.Tensor], network: Network) -> dict[str, torch.Tensor]:
    """A state whose labels are the first of the network's, with the network's own rows for the others."""
    here = network.state_dict()
    state = {name: row for name, row in here.items() if name.startswith("event.")} | state
    old, new = len(state["distance"]), len(here["distance"])
    if old == new:
        return state
    for name in ("marks.weight", "marks.bias"):
        begin, inside = state[name].split(old)
        state[name] = torch.cat([begin, here[name][old:new], inside, here[name][new + old :]])
    state["distance"] = torch.cat([state["distance"], here["distance"][old:]])
    return state


def begun(args: argparse.Namespace) -> tuple[Network, Tokenizer]:
    """The network to train and its tokenizer, which is saved beside it."""
    encoder, tokenizer = prune(args.recovered, DATA)
    network = Network(encoder)
    if args.start:
        network.load_state_dict(grown(torch.load(args.start, weights_only=True), network))
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(args.out / "tokenizer.json"))
    return network, tokenizer


class Training:
    """The network, its running mean, and all that is needed to go on after a break."""

    def __init__(self, args: argparse.Namespace, data: Material) -> None:
        self.args, self.data, self.epoch, self.top = args, data, 0, 0.0
        self.network, self.tokenizer = begun(args)
        self.kept = AveragedModel(self.network, multi_avg_fn=get_ema_multi_avg_fn(MEMORY))
        self.optimizer = torch.optim.AdamW(groups(self.network, args.rate, args.heads), weight_decay=0.01, fused=True)
        self.weights = balance(data.coded)
        self.parts = {"network": self.network, "kept": self.kept, "optimizer": self.optimizer}
        if (args.out / "state.pt").exists():
            self._resume()

    def run(self) -> None:
        """Train to the last epoch, print figures, keep the best network."""
        since = time.time()
        chance = random.Random(SEED + self.epoch)
        vary = Variation(DATA, chance)
        shares = Shares(self.args.coded, self.args.quiet, self.args.weak, self.args.silver, self.args.gaps)
        for reports in islice(self.data.epochs(vary, shares), self.args.epochs - self.epoch):
            lost = self._trained(list(batches(reports, self.tokenizer, self.args.batch, vary)))
            self.epoch += 1
            self._save()
            if self.epoch % self.args.every and self.epoch != self.args.epochs:
                print(f"epoch {self.epoch} loss {lost:.3f} {time.time() - since:.0f}s", flush=True)
                continue
            self._measure(lost, since)

    def _trained(self, rows: list[list[Window]]) -> float:
        """One epoch, the rate warming up over the first tenth of all and then falling in a line."""
        lost = []
        for n, batch in enumerate(rows):
            done = (self.epoch + n / len(rows)) / self.args.epochs
            for group in self.optimizer.param_groups:
                group.setdefault("top", group["lr"])
                group["lr"] = group["top"] * max(0.005, min(done / 0.1, max(0.02, (1 - done) / 0.9)))
            lost.append(step(self.network, batch, self.optimizer, self.weights))
            self.kept.update_parameters(self.network)
        return float(np.mean(lost))

    def _measure(self, lost: float, since: float) -> None:
        network = self.kept.module
        test = [w for r in self.data.held for w in windows(r, self.tokenizer)]
        result = summary(network, read(network, test))
        other = read(network, [w for r in self.data.unseen for w in windows(r, self.tokenizer)])
        for name in NAMES if self.data.unseen else ():
            result[f"silver {name}"] = span_f1(tallied(other, LABELS.index(name), 0.5))[1]
        report(self.epoch, lost, result, since)
        if score(result) > self.top:
            self.top = score(result)
            torch.save(network.state_dict(), self.args.out / "network.pt")

    def _save(self) -> None:
        state = {name: part.state_dict() for name, part in self.parts.items()}
        torch.save(state | {"epoch": self.epoch, "top": self.top}, self.args.out / "state.new")
        (self.args.out / "state.new").replace(self.args.out / "state.pt")

    def _resume(self) -> None:
        state = torch.load(self.args.out / "state.pt", weights_only=True)
        for name, part in self.parts.items():
            part.load_state_dict(state[name])
        self.epoch, self.top = state["epoch"], state["top"]


def main() -> None:
    """Train."""
    args = options()
    torch.manual_seed(SEED)
    torch.set_num_threads(int(os.environ.get("THREADS", "2")))
    data = Material.gathered(args.names, args.own, args.fresh)
    print(f"{len(data.coded)} coded, {len(data.held)} held out, {len(data.silver)} with silver names", flush=True)
    Training(args, data).run()


if __name__ == "__main__":
    main()
