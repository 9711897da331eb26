"""The encoder's numbers to spans and probabilities."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Pairs = list[tuple[int, int]]
# Below even odds: a span that ends a word late is mended more easily than one that ends in a word's middle.
INSIDE_FLOOR = 0.35


def sigmoid(values: NDArray[np.floating[Any]]) -> Floats:
    """Logits to probabilities, each by itself."""
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -30, 30))), np.float32)


def softmax(values: Floats) -> Floats:
    """Logits to probabilities that sum to one."""
    raised = np.exp(values - values.max())
    return np.asarray(raised / raised.sum(), np.float32)


def spans(begin: Floats, inside: Floats, floor: float) -> Iterator[tuple[int, int, float]]:
    """The spans of one label: from a begin on while inside holds and no other begins."""
    at = 0
    for start in np.flatnonzero(begin >= floor).tolist():
        if start < at:
            continue
        at = start + 1
        while at < len(inside) and inside[at] >= INSIDE_FLOOR and begin[at] < 0.5:
            at += 1
        yield start, at, float(begin[start])


def means(rows: Floats, places: Pairs) -> Floats:
    """The mean row of each span."""
    return np.stack([rows[a:b].mean(0) for a, b in places])


def bucket(distance: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Signed token distances as columns of the distance table: by powers of two, before and after."""
    size = np.minimum(np.log2(np.abs(distance) + 1).astype(np.int64), count // 2 - 1)
    return np.asarray(np.where(distance < 0, size, size + count // 2), np.int64)


def related(asker: Floats, answer: Floats, asked: Pairs, rest: Pairs, table: Floats) -> Floats:
    """Logits [mark][trigger] from span means and the marks' rows of the table of distances."""
    dots = means(answer, rest) @ means(asker, asked).T / np.float32(asker.shape[1] ** 0.5)
    apart = np.asarray([[r[0] - t[0] for t in asked] for r in rest], np.int64)
    return np.asarray(dots + np.take_along_axis(table, bucket(apart, table.shape[1]), 1), np.float32)
