"""Whether a sentence tells its number of people as one that has risen; words: data/risen.yaml."""

from functools import cache, lru_cache
from importlib.resources import files

import yaml

from conflictdesk.link.names import folded


@lru_cache(maxsize=4_096)
def is_risen(evidence: str) -> bool:
    """Whether `evidence` says that it was fewer before: "the toll has risen to 27"."""
    padded = f" {folded(evidence)} "
    return any(f" {phrase} " in padded for phrase in _phrases())


@cache
def _phrases() -> frozenset[str]:
    told = yaml.safe_load((files("conflictdesk") / "data" / "risen.yaml").read_text("utf-8"))
    return frozenset(folded(phrase) for entry in told["risen"] for phrase in entry["words"])
