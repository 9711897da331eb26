"""Whether more or less was reported than usual, so that more coverage is not read as more violence."""

import numpy as np

from conflictdesk.records.activity import Activity
from conflictdesk.records.values import TimeInterval
from conflictdesk.records.watched import Volume
from conflictdesk.watch.history import calm_by_history
from conflictdesk.watch.panel import panel_of
from conflictdesk.watch.ranges import Floats, WatchSettings


def coverage(volume: Activity | None, period: TimeInterval, settings: WatchSettings | None = None) -> Volume:
    """How the volume of reporting in `period` compares with what the periods before let expect; unknown where that is
    too little."""
    if volume is None:
        return Volume.UNKNOWN
    panel = panel_of([volume])
    at = (period.start - panel.first).days // panel.step_days
    if not 0 <= at < panel.periods:
        return Volume.UNKNOWN
    calm, _ = calm_by_history(panel.counts, at, panel.step_days, settings or WatchSettings())
    count, lower, upper = panel.counts[0, at], calm.lower[0], calm.upper[0]
    if np.isnan(count) or np.isnan(upper):
        return Volume.UNKNOWN
    if count > upper:
        return Volume.HIGHER
    return Volume.LOWER if count < lower else Volume.UNCHANGED


def exposure_of(volume: Floats) -> Floats:
    """What counts of incidents are expected to be proportional to, by period, 1 on average; nan is silence.

    The volume of reporting, drawn to its mean by as much of its variance as Poisson's chance alone would make (a
    gamma-Poisson shrinkage): three reports more on a desk that reads five a week are no doubling of what is reported.
    """
    known = volume[~np.isnan(volume)]
    if known.size < 2 or known.mean() == 0:
        return np.ones_like(volume)
    mean, variance = float(known.mean()), float(known.var(ddof=1))
    trusted = max(0.0, 1 - mean / variance) if variance > 0 else 0.0
    return np.asarray(1 + trusted * (volume / mean - 1))
