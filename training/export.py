"""Export the network: `python export.py TRAINED... FOLDER` writes two graphs, tokenizer.json and model.json.

encoder.onnx (int8) reads a window's tokens, events.onnx the features of an event's spans.

The thresholds and figures in model.json are those of the held-out fifth, read by the exported int8 graph.
"""

import argparse
import json
import os
import re
import shutil
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch.nn import functional as fn
from transformers import BertConfig, BertModel

from corpus import ENUMS, LABELS, MAX_TOKENS, TITLE_TOKENS, Window, windows
from encoder import DIMS, FAMILIES, VOICES, Network
from figures import FLOOR, Read, best, paired, relation_f1, span_f1, summary, tallied, temperatures, told
from material import Material

NAME, VERSION = "conflictdesk-encoder", "0.5.0"
HEADS = ("/marks", "/asker", "/answer")  # too small to gain by int8
# Each layer's last product stays as it is, for 18 MB: its few very large inputs make eight bits coarse for all others.
FINE = re.compile(r"layer\.\d+/output/dense/MatMul")
OUTPUTS = ("marks", "features", "asker", "answer")
GRID = [n / 100 for n in range(int(FLOOR * 100), 95, 5)]


def mixed(folders: list[Path], shares: list[float]) -> dict[str, torch.Tensor]:
    """The trained networks' weights mixed: stages of one run agree enough for it."""
    states = [torch.load(folder / "network.pt", weights_only=True) for folder in folders]
    return {name: sum(w * s[name] for w, s in zip(shares, states, strict=True)) for name in states[0]}


def loaded(folders: list[Path], shares: list[float]) -> Network:
    """The trained network, or the mix of several."""
    state = mixed(folders, shares)
    vocabulary, width = state["encoder.embeddings.word_embeddings.weight"].shape
    layers = 1 + max(int(name.split(".")[3]) for name in state if name.startswith("encoder.encoder.layer"))
    config = BertConfig(
        vocab_size=vocabulary,
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=12,
        intermediate_size=4 * width,
        max_position_embeddings=MAX_TOKENS,
        pad_token_id=1,
        type_vocab_size=state["encoder.embeddings.token_type_embeddings.weight"].shape[0],
    )
    config._attn_implementation = "eager"
    network = Network(BertModel(config, add_pooling_layer=False))
    network.load_state_dict(state)
    return network.eval()


def graph(network: Network, path: Path) -> None:
    """The network as one ONNX graph: int8 but for the heads, embeddings too."""
    axes = {name: {0: "windows", 1: "tokens"} for name in ("input_ids", "attention_mask", *OUTPUTS)}
    ids = torch.randint(4, 1000, (2, 40))
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = str(Path(folder) / "plain.onnx")
        torch.onnx.export(
            network,
            (ids, torch.ones_like(ids)),
            plain,
            input_names=["input_ids", "attention_mask"],
            output_names=list(OUTPUTS),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        names = (node.name for node in onnx.load(plain).graph.node)
        nodes = [name for name in names if name.startswith(HEADS) or FINE.search(name)]
        quantize_dynamic(plain, str(path), nodes_to_exclude=nodes, per_channel=True, weight_type=QuantType.QInt8)


def events_graph(network: Network, path: Path) -> None:
    """The event head as a graph of its own, small enough to stay as it is."""
    axes = {"spans": {0: "events"}, "kinds": {0: "events"}}
    spans = torch.zeros(2, len(VOICES), network.event.sides.shape[1])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network.event,
            (spans,),
            str(path),
            input_names=["spans"],
            output_names=["kinds"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def reads(path: Path, held: list[Window]) -> list[Read]:
    """The exported graph's outputs for the held-out windows."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    results = []
    for window in held:
        ids = np.asarray([window.ids], np.int64)
        outputs = session.run(list(OUTPUTS), {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        results.append(Read(window, tuple(torch.from_numpy(o[0]) for o in outputs)))
    return results


def calibrate(network: Network, results: list[Read]) -> None:
    """Scale both relations' logits in place, so that held-out pairs are as likely as said: they are trained too sure.

    The two families of relations share the table of distances: the row of triggers is `same`'s, the others `owner`'s.
    """
    rows = torch.tensor([label == "trigger" for label in LABELS])
    for family, mine in enumerate((~rows, rows)):
        scale, shift = platt(*paired(network, results, family))
        part = slice(family * DIMS, (family + 1) * DIMS)
        with torch.no_grad():
            network.asker.weight[part] *= scale
            network.asker.bias[part] *= scale
            network.distance[mine] = network.distance[mine] * scale + shift
        print(f"{FAMILIES[family]}: logits times {scale:.2f} plus {shift:.2f}")


def platt(scores: np.ndarray, goals: np.ndarray) -> tuple[float, float]:
    """Scale and shift of the logits that make the goals most likely."""
    inner = np.clip(scores, 1e-7, 1 - 1e-7)
    logits, goal = torch.from_numpy(np.log(inner / (1 - inner))), torch.from_numpy(goals).float()
    fit = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.LBFGS([fit], max_iter=100)

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = fn.binary_cross_entropy_with_logits(fit[0] * logits + fit[1], goal)
        loss.backward()
        return loss

    optimizer.step(closure)
    scale, shift = fit.tolist()
    return scale, shift


def thresholds(network: Network, results: list[Read]) -> dict[str, object]:
    """The thresholds with the best F1: spans by label (exact and overlapping alike), and the relations."""
    chosen: dict[str, object] = {
        "begin": {
            label: best({t: sum(span_f1(tallied(results, n, t))) for t in GRID}) for n, label in enumerate(LABELS)
        }
    }
    for family, name in enumerate(FAMILIES):
        scores, goals = paired(network, results, family)
        chosen[name] = best({t: relation_f1(scores, goals, t) for t in GRID})
    return chosen


def figures(network: Network, results: list[Read], chosen: dict[str, object]) -> dict[str, float]:
    """The figures at the chosen thresholds."""
    result = summary(network, results)
    for n, label in enumerate(LABELS):
        result[f"span {label}"], result[f"touch {label}"] = span_f1(tallied(results, n, chosen["begin"][label]))
    for family, name in enumerate(FAMILIES):
        result[f"relation {name}"] = relation_f1(*paired(network, results, family), chosen[name])
    return {name: round(value, 3) for name, value in result.items()}


def card(network: Network, results: list[Read], data: str) -> dict[str, object]:
    """What the product needs to know about the graph, and what a reader wants to know about the model."""
    chosen = thresholds(network, results)
    factors = temperatures([t for r in results for t in told(network, r, chosen["owner"])])
    table = [[round(v, 4) for v in row] for row in network.distance.detach().tolist()]
    return {
        "name": NAME,
        "version": VERSION,
        "labels": LABELS,
        "enums": ENUMS,
        "outputs": OUTPUTS,
        "ends": [0, 2],
        "max_tokens": MAX_TOKENS,
        "title_tokens": TITLE_TOKENS,
        "thresholds": chosen,
        "voices": VOICES,
        "temperatures": factors,
        "relation": {"dims": DIMS, "families": FAMILIES, "distance": table},
        "data": data,
        "figures": figures(network, results, chosen),
    }


def main() -> None:
    """Export, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path, nargs="+")
    parser.add_argument("--shares", type=float, nargs="+", default=[1.0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--names", type=Path, help="what silver.py wrote")
    parser.add_argument("--own", action="store_true", help="our own reports were trained on too")
    parser.add_argument("--calibrate", action="store_true", help="make relations as likely as they say")
    args = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("THREADS", "2")))
    args.folder.mkdir(parents=True, exist_ok=True)
    network = loaded(args.trained, args.shares)
    graph(network, args.folder / "encoder.onnx")
    events_graph(network, args.folder / "events.onnx")
    shutil.copy(args.trained[0] / "tokenizer.json", args.folder)
    tokenizer = Tokenizer.from_file(str(args.folder / "tokenizer.json"))
    material = Material.gathered(args.names, args.own)
    held = [w for r in material.held for w in windows(r, tokenizer)]
    if args.calibrate:
        calibrate(network, reads(args.folder / "encoder.onnx", held))
        graph(network, args.folder / "encoder.onnx")
    results = reads(args.folder / "encoder.onnx", held)
    data = f"{len(material.coded)} invented and real coded reports, MUC-4 as weak supervision"
    data += f", {len(material.silver)} texts with silver place names"
    data += f"; figures on {len(material.held)} held-out invented ones"
    model = card(network, results, data)
    (args.folder / "model.json").write_text(json.dumps(model, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print("\n".join(f"{name:28} {value}" for name, value in model["figures"].items()))


if __name__ == "__main__":
    main()
