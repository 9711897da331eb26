"""The words of which sentences on incidents are made, as data/phrases.en.yaml has them; which places want "at"."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def phrases() -> Mapping[str, Any]:
    """What data/phrases.en.yaml holds."""
    return _read("phrases.en")


def happens_at(name: str) -> bool:
    """Whether something happens at a place and not in it, by the words for what it is ("Barsalogho Airport")."""
    behind, before = _words_of_at()
    plain = f" {name.casefold().rstrip('.')} "
    return any(plain.endswith(word) for word in behind) or any(plain.startswith(word) for word in before)


@cache
def _words_of_at() -> tuple[frozenset[str], frozenset[str]]:
    """Words behind names and words before them, each between spaces."""
    told, features = phrases()["at_places"], _read("features")["features"]
    behind = [word for kind in told["kinds"] for word in features[kind]["after"]] + told["words"]
    before = [word for kind in told["kinds"] for word in features[kind]["before"]]
    return frozenset(f" {word} " for word in behind), frozenset(f" {word} " for word in before)


def _read(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load((files("conflictdesk") / f"data/{name}.yaml").read_text("utf-8")))
