"""MUC-4's six string slots, read from the shipped encoder's hidden states by a small head of their own.

The codebook has one perpetrator and one target an event, MUC-4 persons and organisations, things, names and
descriptions. The head tells these apart, for this benchmark alone: the product neither has nor needs it. It was
trained by training/roles.py on MUC-4's training part; muc4_roles.npz holds its weights.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from conflictdesk.inference.arrays import Floats, sigmoid
from conflictdesk.inference.encoder import FOLDER
from conflictdesk.inference.windows import Places, bounds, prepared, seams, trimmed
from conflictdesk.records.reports import Span
from muc4_templates import KINDS, ROLES, Mention, mapping

WEIGHTS = Path(__file__).with_name("muc4_roles.npz")
# The hidden states after the sixth and after the last layer; the first is not among the graph's own outputs.
MIDDLE = "/encoder/encoder/layer.5/output/LayerNorm/LayerNormalization_output_0"
STATES = (MIDDLE, "features")
FLOOR, INSIDE, ANEW = 0.3, 0.35, 0.8  # of a begin, of what goes on from it, of a begin that ends the one before
DILATIONS = (1, 2, 4, 8)


def sentenced(raw: str) -> str:
    """A text in capitals in lower case, its sentences capitalised, line breaks kept between paragraphs alone."""
    text = re.sub(r"\s*\n[ \t]+", "\n\n", raw.strip())
    text = re.sub(r"(?<!\n)[ \t]*\n(?!\n)", " ", text).lower()
    return re.sub(r"(^|[.!?\]]\s+|\n)([a-z])", lambda m: m[1] + m[2].upper(), text)


class States:
    """The encoder's hidden states of a text."""

    def __init__(self, folder: Path = FOLDER, threads: int = 1) -> None:
        import onnxruntime  # type: ignore[import-untyped]
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        graph = with_output((folder / "encoder.onnx").read_bytes(), MIDDLE)
        self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._room = 510

    def of(self, text: str) -> tuple[Floats, Places]:
        """Rows [token][both layers' widths], and the tokens' places in the text."""
        clean = prepared(text)
        coded = self._tokenizer.encode(clean, add_special_tokens=False)
        places = trimmed(clean, coded.offsets)
        ranges = bounds(clean, places, self._room)
        rows = [
            self._rows(coded.ids[a:b])[[n - a for n in own]] for (a, b), own in zip(ranges, seams(ranges), strict=True)
        ]
        return np.concatenate(rows), places

    def _rows(self, ids: list[int]) -> Floats:
        row = np.asarray([[0, *ids, 2]], np.int64)
        given = {"input_ids": row, "attention_mask": np.ones_like(row)}
        outputs = self._session.run(list(STATES), given)
        return np.concatenate([out[0, 1:-1] for out in outputs], 1)


def with_output(graph: bytes, name: str) -> bytes:
    """An ONNX graph that gives one of its inner tensors as well.

    The format is protocol buffers': what is written behind a message is merged into it. 7 is a model's graph, 12 a
    graph's output, 1 and 2 an output's name and type; the innermost is "a tensor of floats".
    """
    told = _field(1, name.encode()) + _field(2, _field(1, bytes((8, 1))))
    return graph + _field(7, _field(12, told))


def _field(number: int, content: bytes) -> bytes:
    """A field of a message: its number, the length of its content (below 2^14), the content."""
    length = len(content)
    size = bytes((length,)) if length < 128 else bytes((length & 127 | 128, length >> 7))
    return bytes((number << 3 | 2,)) + size + content


@dataclass(frozen=True, slots=True)
class Told:
    """What the heads see in a text: mentions, and the probability of each kind of incident."""

    mentions: tuple[Mention, ...]
    kinds: dict[str, float]


class Roles:
    """Trained heads; their probabilities are averaged."""

    def __init__(self, weights: Path = WEIGHTS, folder: Path = FOLDER) -> None:
        with np.load(weights) as stored:
            arrays = {name: stored[name].astype(np.float32) for name in stored.files}
        numbers = sorted({name.split("/")[0] for name in arrays})
        self._heads = [{n.split("/")[1]: a for n, a in arrays.items() if n.split("/")[0] == k} for k in numbers]
        self._states = States(folder)

    def read(self, text: str) -> Told:
        """The mentions of each role in a text whose sentences are capitalised."""
        rows, places = self._states.of(text)
        tokens, whole = (np.mean(part, 0) for part in zip(*(probabilities(h, rows) for h in self._heads), strict=True))
        kinds = dict(zip(KINDS, map(float, whole[1:]), strict=True))
        return Told(tuple(mentions(tokens, text, places)), kinds)


def probabilities(head: dict[str, Any], rows: Floats) -> tuple[Floats, Floats]:
    """One head's probabilities: [token][begin of each role, then inside], and of incidents in the whole text."""
    hidden = np.maximum(rows @ head["inn.weight"].T + head["inn.bias"], 0)
    for n, dilation in enumerate(DILATIONS):
        summed = hidden + np.maximum(_widened(hidden, head[f"cs.{n}.weight"], dilation) + head[f"cs.{n}.bias"], 0)
        centred = summed - summed.mean(1, keepdims=True)
        hidden = centred / np.sqrt(summed.var(1, keepdims=True) + 1e-5) * head[f"ns.{n}.weight"] + head[f"ns.{n}.bias"]
    pooled = np.concatenate([hidden.max(0), hidden.mean(0)])
    whole = sigmoid(pooled @ head["doc.weight"].T + head["doc.bias"])
    return sigmoid(hidden @ head["out.weight"].T + head["out.bias"]), whole


def _widened(hidden: Floats, weight: Floats, dilation: int) -> Floats:
    """A convolution of three rows, `dilation` apart, as three products."""
    padded = np.pad(hidden, ((dilation, dilation), (0, 0)))
    length = len(hidden)
    parts = [padded[n * dilation : n * dilation + length] @ weight[:, :, n].T for n in range(3)]
    return np.asarray(sum(parts), np.float32)


def mentions(tokens: Floats, text: str, places: Places) -> Iterator[Mention]:
    """The spans of each role, grown to whole words, without small words at their edges."""
    for n, role in enumerate(ROLES):
        for start, end, score in _spans(tokens[:, n], tokens[:, len(ROLES) + n]):
            a, b = places[start][0], places[end - 1][1]
            while b < len(text) and text[b].isalnum():
                b += 1
            span = trimmed_phrase(text, Span(a, b))
            words = " ".join(span.of(text).split())
            if len(words) > 1 and not words.isdigit():
                yield Mention(role, span, words, score)


def trimmed_phrase(text: str, span: Span) -> Span:
    """The span without the articles and prepositions at its edges (muc4.yaml, `edges`)."""
    words = text[span.start : span.end]
    small = "|".join(map(re.escape, mapping()["edges"]))
    before = re.match(rf"(?:(?:{small})\s+)+", words, re.I)
    after = re.search(rf"(?:[\s,]+(?:{small}))+$", words, re.I)
    start = before.end() if before else 0
    end = after.start() if after else len(words)
    return Span(span.start + start, span.start + max(start, end))


def _spans(begin: Floats, inside: Floats) -> Iterator[tuple[int, int, float]]:
    """From a begin on while inside holds and no other surely begins."""
    at = 0
    while at < len(begin):
        start, at = at, at + 1
        if begin[start] >= FLOOR:
            while at < len(inside) and inside[at] >= INSIDE and begin[at] < ANEW:
                at += 1
            yield start, at, float(begin[start:at].max())
