"""What places tell about each other: how much counts scatter, and what they share in a period.

Moment estimates of the negative binomial's overdispersion (variance = mean + scatter * mean^2), brought together over
places by DerSimonian and Laird's (1986) estimate of how much places truly differ.
"""

import numpy as np

from conflictdesk.watch.ranges import Floats

CLIPPED = 2.0  # standard deviations to which one place may speak for all
LEAST_POOLED = 0.01  # posts are never quite independent
LEAST = 1e-6
FAR_OUT, CLIPPINGS = 3.0, 2  # standard deviations beyond which a count tells nothing of the usual scatter
NOUGHT = 1e-9


def pooled_scatter(counts: Floats, mean: Floats, columns: int) -> Floats:
    """Of each place (..., places), drawn to that of all by how little is known of it; counts (..., places, periods).

    `columns`: of the regression that gave `mean`. Deviations are clipped at what all places let expect, so that a
    past rise of one does not make its next one look usual.
    """
    known = ~np.isnan(counts)
    periods = np.maximum(columns + 1, known.sum(axis=-1))
    squares = np.where(known, (np.nan_to_num(counts) - mean) ** 2 * (periods / (periods - columns))[..., None], 0)
    means, powers = np.where(known, mean, 0), np.maximum(NOUGHT, np.where(known, mean**2, 0).sum(axis=-1))
    pooled = _pooled(squares, means, powers)
    for _ in range(CLIPPINGS):
        clipped = np.minimum(squares, FAR_OUT**2 * (means + pooled[..., None] * means**2))
        pooled = _pooled(clipped, means, powers)
    level = means.sum(axis=-1) / periods
    precision = np.maximum(NOUGHT, periods / 2 * (level / (1 + pooled * level)) ** 2)
    return np.asarray(
        np.maximum(LEAST, _drawn_together((clipped - means).sum(axis=-1) / powers, precision, known_places(counts)))
    )


def _pooled(squares: Floats, means: Floats, powers: Floats) -> Floats:
    above = (squares - means).sum(axis=(-2, -1))
    return np.asarray(np.maximum(LEAST_POOLED, above / powers.sum(axis=-1)))[..., None]


def shared_factor(counts: Floats, mean: Floats, scatter: Floats) -> tuple[Floats, Floats]:
    """The logarithm of what all places share in each period, and its precision: both (..., periods).

    One step of scoring with clipped residuals: a rise in a few places does not pass for what all share.
    """
    swollen = np.where(np.isnan(counts), np.inf, 1 + scatter[..., None] * mean)
    apart = np.nan_to_num((counts - mean) / np.sqrt(mean * (1 + scatter[..., None] * mean)))
    informed = np.maximum(NOUGHT, (mean / swollen).sum(axis=-2))
    return (np.clip(apart, -CLIPPED, CLIPPED) * np.sqrt(mean / swollen)).sum(axis=-2) / informed, informed


def known_places(counts: Floats) -> Floats:
    """Of how many places something is known (..., 1)."""
    return np.asarray((~np.isnan(counts)).any(axis=-1).sum(axis=-1, keepdims=True), float)


def _drawn_together(values: Floats, precision: Floats, places: Floats) -> Floats:
    """Each value drawn to the mean of all, by how much they differ beyond what chance makes of them."""
    total = precision.sum(axis=-1, keepdims=True)
    mean = (precision * values).sum(axis=-1, keepdims=True) / total
    differ = (precision * (values - mean) ** 2).sum(axis=-1, keepdims=True) - (places - 1)
    room = np.maximum(NOUGHT, total - (precision**2).sum(axis=-1, keepdims=True) / total)
    between = np.maximum(0.0, differ) / room
    return np.asarray((values * between + mean / precision) / (between + 1 / precision))
