"""Log-odds, the scale on which what speaks for something and what speaks against it add up."""

import math

EDGE = 0.01  # nothing is quite sure, and nothing quite excluded


def log_odds(probability: float) -> float:
    """The natural logarithm of the odds of a probability from 0 to 1, bounded by EDGE to either side."""
    bounded = min(1 - EDGE, max(EDGE, probability))
    return math.log(bounded / (1 - bounded))


def squashed(odds: float) -> float:
    """The probability that these log-odds stand for."""
    return 1 / (1 + math.exp(-odds))
