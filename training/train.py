"""Train the encoder: `python train.py RECOVERED OUT` writes network.pt and tokenizer.json to OUT."""

import argparse
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from corpus import Report, Window, casebook, windows
from encoder import Network
from figures import read, score, summary
from losses import loss
from muc4 import quiet, weak
from variation import Variation
from vocabulary import prune

SEED = 20_261
FROZEN = 3
MEMORY = 0.99  # of the running mean of the weights, which is what is measured and kept
DATA = Path(os.environ.get("BENCH_DATA", "../shared"))


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


def padded(batch: list[Window]) -> tuple[torch.Tensor, torch.Tensor]:
    """Input numbers and attention mask of a batch."""
    width = max(len(w.ids) for w in batch)
    ids = torch.tensor([w.ids + [1] * (width - len(w.ids)) for w in batch])
    return ids, torch.tensor([[1] * len(w.ids) + [0] * (width - len(w.ids)) for w in batch])


def step(network: Network, batch: list[Window], optimizer: torch.optim.Optimizer) -> float:
    """One step of the optimizer; the loss before it."""
    with torch.autocast("cpu", torch.bfloat16):
        outputs = network(*padded(batch))
    value = loss(network, outputs, batch)
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
    parser.add_argument("--start", type=Path, help="a network.pt to go on from")
    parser.add_argument("--every", type=int, default=2, help="epochs between figures")
    return parser.parse_args()


def begun(args: argparse.Namespace) -> tuple[Network, Tokenizer]:
    """The network to train and its tokenizer, which is saved beside it."""
    encoder, tokenizer = prune(args.recovered, DATA)
    network = Network(encoder)
    if args.start:
        network.load_state_dict(torch.load(args.start, weights_only=True))
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(args.out / "tokenizer.json"))
    return network, tokenizer


def schedule(optimizer: torch.optim.Optimizer, steps: int) -> torch.optim.lr_scheduler.LambdaLR:
    """A tenth of the steps to warm up, then down in a line."""
    return torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min(n / (steps * 0.1), max(0.02, (steps - n) / (steps * 0.9)))
    )


def epochs(
    args: argparse.Namespace, network: Network, kept: AveragedModel, tokenizer: Tokenizer, train: list[Report]
) -> Iterator[float]:
    """Train; the mean loss of each epoch."""
    chance, calm, doubtful = random.Random(SEED), quiet(DATA), weak(DATA)
    vary = Variation(DATA, chance)
    optimizer = torch.optim.AdamW(groups(network, args.rate, args.heads), weight_decay=0.01, fused=True)
    plan = schedule(optimizer, args.epochs * ((len(train) + args.quiet + args.weak) * 21 // 20 // args.batch))
    for _ in range(args.epochs):
        reports = train + chance.sample(calm, args.quiet) + chance.sample(doubtful, args.weak)
        lost = []
        for batch in batches(reports, tokenizer, args.batch, vary):
            lost.append(step(network, batch, optimizer))
            plan.step()
            kept.update_parameters(network)
        yield float(np.mean(lost))


def main() -> None:
    """Train, print figures, keep the best network."""
    args = options()
    torch.manual_seed(SEED)
    torch.set_num_threads(int(os.environ.get("THREADS", "2")))
    network, tokenizer = begun(args)
    kept = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(MEMORY))
    train, held = casebook(DATA)
    test = [w for r in held for w in windows(r, tokenizer)]
    print(f"{len(train)} reports, {len(held)} held out", flush=True)
    top, since = 0.0, time.time()
    for epoch, lost in enumerate(epochs(args, network, kept, tokenizer, train), 1):
        if epoch % args.every and epoch != args.epochs:
            print(f"epoch {epoch} loss {lost:.3f} {time.time() - since:.0f}s", flush=True)
            continue
        result = summary(kept.module, read(kept.module, test))
        report(epoch, lost, result, since)
        if score(result) > top:
            top = score(result)
            torch.save(kept.module.state_dict(), args.out / "network.pt")


if __name__ == "__main__":
    main()
