"""Whose word a claim passes on: that of the side that acted, which is no other's, above all not on its toll.

A state speaks with several mouths. "The defence ministry" says what "the army" did: the names do not agree, and it is
one side all the same. Words for armed forces, their ministries and offices are those that linking knows
(data/linking.yaml, data/parties.yaml).
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import yaml
from anyascii import anyascii

from conflictdesk.records.events import EventClaim, Role

NOT_A_WORD = re.compile(r"[^a-z0-9]+")
STATE = " Forces of "  # between a force and its state in the names of actors


def alike(one: str, other: str) -> bool:
    """Whether two names may be one actor's: one stands in the other."""
    one, other = one.casefold(), other.casefold()
    return one in other or other in one


def own_word_of(claim: EventClaim) -> bool:
    """Whether the side that acted is all who says so."""
    actor = claim.perpetrator.canonical
    if not (actor and claim.attributed_to):
        return False
    own = [name for name in claim.attributed_to if alike(actor, name) or _speaks_for(name, claim)]
    return bool(own) and all(name in own or _repeats(name, own) for name in claim.attributed_to)


def _speaks_for(name: str, claim: EventClaim) -> bool:
    """Whether a force or ministry speaks for what forces did: in an operation, or being of their state."""
    operation = claim.role is Role.COUNTER_OPERATION and claim.claimed_by is None
    if not _is_force(name):
        return operation and _is_office(name)
    state = (claim.perpetrator.canonical or "").partition(STATE)[2]
    return operation or bool(state and state.casefold() in name.casefold())


def _repeats(name: str, own: Iterable[str]) -> bool:
    """Whether a name only takes up another: "the ministry" of "Niger's defence ministry"."""
    words = _folded(name).split()
    short = " ".join(words[1:] if len(words) > 1 else words)
    return any(f" {short} " in f" {_folded(one)} " for one in own)


def _is_force(name: str) -> bool:
    told = f" {_folded(name)} "
    return _listed("others").isdisjoint(told.split()) and any(f" {words} " in told for words in _forces())


def _is_office(name: str) -> bool:
    """Whether a name is an office and nothing else: "the ministry", "a senior official"."""
    words = set(_folded(name).split()) - _listed("plain")
    return bool(words) and words <= _listed("mouths")


def _folded(name: str) -> str:
    return NOT_A_WORD.sub(" ", anyascii(name).casefold().replace("'", "")).strip()


@cache
def _forces() -> frozenset[str]:
    told = yaml.safe_load((files("conflictdesk") / "data/linking.yaml").read_text("utf-8"))
    return frozenset(words for entry in told["forces"] for words in entry["words"])


@cache
def _listed(name: str) -> frozenset[str]:
    told = yaml.safe_load((files("conflictdesk") / "data/parties.yaml").read_text("utf-8"))
    return frozenset(word for entry in told[name] for word in entry["words"])
