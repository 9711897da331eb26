"""Which states a name is of: by the names of states, of their people, and of the seats of their governments."""

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from conflictdesk.link.names import folded
from conflictdesk.link.offices import MANY_NAMES, by_state

ARTICLE = "ال"  # Arabic writes it as one with its word


@lru_cache(maxsize=MANY_NAMES)
def states_in(name: str) -> frozenset[str]:
    """The states that a name is of, as actors are called after them: "Nigerien troops" are Niger's, not Nigeria's."""
    words = folded(name).split()
    told = (
        f" {' '.join(words)}  {' '.join(word.removesuffix('s') for word in words)} "  # "Niger's" is folded to "nigers"
    )
    found = [(pattern, state) for pattern, state in _nations().items() if pattern in told]
    longer = [pattern.rstrip() for pattern, _ in found]
    return frozenset(
        state
        for pattern, state in found
        if not any(one != pattern.rstrip() and pattern.rstrip() in one for one in longer)
    )


@cache
def _nations() -> Mapping[str, str]:
    """Names of states and words for their people, to the state: between blanks, or behind one where endings vary."""
    told = yaml.safe_load((files("conflictdesk") / "data" / "actors" / "demonyms.yaml").read_text("utf-8"))
    found: dict[str, str] = {}
    for nation in told["nations"].values():
        state = folded(nation["name"]).removeprefix("the ")
        words = [nation["name"], *(word for key, listed in nation.items() if key != "name" for word in listed)]
        words += [f"{ARTICLE}{word}" for word in nation.get("ar", ())]
        for word, plain in ((word, folded(word).removeprefix("the ")) for word in words):
            if plain:
                found[f" {plain}" if word.endswith("*") else f" {plain} "] = state
    return found | {f" {seat} ": state for state, seats in by_state("seats").items() for seat in seats}


@cache
def by_country() -> Mapping[str, str]:
    """Each country's code to the state, as actors are called after it: "niger", "united states"."""
    told = yaml.safe_load((files("conflictdesk") / "data" / "actors" / "demonyms.yaml").read_text("utf-8"))
    return {code: folded(nation["name"]).removeprefix("the ") for code, nation in told["nations"].items()}
