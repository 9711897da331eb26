"""What kind of event: the words that state it, the weapon and the target, weighed with what the encoder reads.

The words' list is `data/types`; how much each sign weighs, `data/type_weights.yaml` (written by `training/kinds.py`).
Means are always told by words: where no word tells of a bomb or a shell, one that is read weighs little. Generic
words ("attack", "killed", "strike") get their type from means and target as the codebook decides: an assault on
soldiers, police or a base is an armed clash unless its means has a type of its own; an attack is on civilians.
"""

import math
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import yaml

from conflictdesk.errors import DataError
from conflictdesk.extract.actors import STATES
from conflictdesk.extract.kind_words import Told
from conflictdesk.extract.lexicons import any_of, fold, load
from conflictdesk.extract.vocabulary import vocabulary
from conflictdesk.extract.weapons import TYPE_OF_WEAPON
from conflictdesk.records.events import EventType, TargetKind, WeaponKind

GENERIC = frozenset({"harm", "clash", "blow"})
FOUGHT = frozenset({TargetKind.MILITARY, TargetKind.POLICE, TargetKind.ARMED_GROUP})
# What hardly any words name but those for any violence, and what is named by its means.
PLAIN = frozenset({EventType.ATTACK, EventType.ARMED_CLASH})
BY_MEANS = frozenset(TYPE_OF_WEAPON.values())
# What is told by words of its own that stand beside those for other means: gas in shells, a bomber in a car.
SPEAKING = frozenset({EventType.SUICIDE_BOMB, EventType.CHEMICAL, EventType.GRENADE, EventType.SEXUAL_VIOLENCE})
LEAST = 0.01  # the encoder's probability of what it does not read at all


def meanings(words: str, language: str) -> list[str]:
    """What the words say of an event: sub-event types, or generic meanings."""
    return [meaning for _, meaning in vocabulary("types", language).find(words)]


@dataclass(frozen=True, slots=True)
class Stated:
    """What speaks for a type: what the encoder reads, what the words mean, with what and whom it was done."""

    read: Mapping[str, float]  # the encoder's probability of each type
    meanings: Set[str]  # of the words that state the event
    told: Told  # in and around its sentences
    weapon: WeaponKind
    target: TargetKind
    by_words: bool  # whether words tell the target, or the encoder alone


def weigh_types(stated: Stated) -> dict[EventType, float]:
    """The probability of each type: a conditional logit over the signs of each."""
    odds = {event: weight(signs_of(event, stated)) for event in EventType}
    highest = max(odds.values())
    whole = sum(math.exp(o - highest) for o in odds.values())
    return {event: math.exp(o - highest) / whole for event, o in odds.items()}


def signs_of(event: EventType, stated: Stated) -> dict[str, float]:
    """What speaks for the event being of this type, by name, each with its strength."""
    generic = {_resolved(m, stated.weapon, stated.target) for m in stated.meanings & GENERIC}
    read_fought = event is EventType.ARMED_CLASH and stated.target in FOUGHT and not stated.by_words
    signs = {
        "read": math.log(stated.read.get(event, 0.0) + LEAST),
        "stated": event in stated.meanings,
        "meant": event in generic,
        "fought as read": read_fought,
        f"type.{event}": True,
    }
    if event not in PLAIN:
        signs[f"{_family(event)}.{stated.told.reach(event)}"] = True
    return {name: float(value) for name, value in signs.items() if value}


def _family(event: EventType) -> str:
    if event in SPEAKING:
        return "speaking"
    return "means" if event in BY_MEANS else "deed"


def weight(signs: Mapping[str, float]) -> float:
    """The log odds of a type with these signs, up to a constant."""
    table = weights()
    return sum(table.get(name, 0.0) * value for name, value in signs.items())


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """The shipped weights by sign. DataError where they are damaged."""
    path = resources.files("conflictdesk") / "data" / "type_weights.yaml"
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return {str(k): float(v) for k, v in content["weights"].items()}
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError("type_weights.yaml cannot be read: install Conflictdesk again") from error


def without_crowd(weights: Mapping[str, float], paragraph: str, language: str) -> dict[str, float]:
    """What the encoder reads, without types of protest that it half believes where the paragraph has no crowd.

    What is shot at is then no crowd: such an attack is on civilians.
    """
    if _crowds(language).search(fold(paragraph).lower()):
        return dict(weights)
    kept = {name: p for name, p in weights.items() if name not in OF_CROWDS or p >= PLAINLY}
    fired = weights.get(EventType.EXCESSIVE_FORCE, 0.0)
    shot_at = EventType.EXCESSIVE_FORCE not in kept and fired > 0
    return kept | {EventType.ATTACK: kept.get(EventType.ATTACK, 0.0) + fired} if shot_at else kept


PLAINLY = 0.5  # how likely a protest must be by the encoder where no word tells of one


OF_CROWDS = frozenset(
    {
        EventType.PEACEFUL_PROTEST,
        EventType.PROTEST_INTERVENTION,
        EventType.EXCESSIVE_FORCE,
        EventType.VIOLENT_DEMONSTRATION,
    }
)


@lru_cache(maxsize=16)
def _crowds(language: str) -> re.Pattern[str]:
    words = [w.rstrip("*") for w in load("types", language)["crowds"]]
    return re.compile(rf"(?<!\w){BEGINNING_JOINED}(?:{any_of(words)})")


BEGINNING_JOINED = "(?:[وفبلك]?(?:ال|لل)?)"


def by_actor(event: EventType, actor_kind: str | None, told: Set[str] = frozenset()) -> EventType:
    """Territory that a state takes is regained; what an armed group takes is overtaken (ACLED).

    A bomb is not a force's where its sentence tells (`told`) of one that was stopped or made safe.
    """
    if event in BOMBS and actor_kind in STATES and EventType.DISRUPTED_WEAPONS in told:
        return EventType.DISRUPTED_WEAPONS
    if event in (EventType.GOVERNMENT_REGAINS, EventType.GROUP_OVERTAKES) and actor_kind in (*STATES, *GROUPS):
        return EventType.GOVERNMENT_REGAINS if actor_kind in STATES else EventType.GROUP_OVERTAKES
    return event


GROUPS = frozenset({"rebel", "criminal"})
BOMBS = frozenset({EventType.SUICIDE_BOMB, EventType.REMOTE_EXPLOSIVE})


def downed(words: str, start: int, end: int, language: str) -> str | None:
    """What the words from here to there of a sentence say is shot down: "drones", "aircraft", or nothing."""
    for told, pattern in _downing(language).items():
        if any(m.start() < end and start < m.end() for m in pattern.finditer(fold(words).lower())):
            return told
    return None


@lru_cache(maxsize=16)
def _downing(language: str) -> Mapping[str, re.Pattern[str]]:
    """A verb, up to five words and what it is done to; or, in the passive, the other way round."""
    told = load("types", language)["downed"]
    verbs = any_of(told["verbs"])
    between = r"\s(?:[^\s.,;:]{1,30}\s){0,5}?"
    things = {name: any_of(told[name]) for name in ("drones", "aircraft")}
    return {
        name: re.compile(rf"(?<!\w)[وف]?(?:(?:{verbs}){between}(?:{noun})|(?:{noun}){between}(?:{verbs}))(?!\w)")
        for name, noun in things.items()
    }


def _resolved(meaning: str, weapon: WeaponKind, target: TargetKind) -> EventType:
    """The type that a meaning stands for; the generic ones by means, then by target."""
    if meaning not in GENERIC:
        return EventType(meaning)
    if weapon in TYPE_OF_WEAPON:
        return TYPE_OF_WEAPON[weapon]
    if meaning == "clash" or target in FOUGHT:
        return EventType.ARMED_CLASH
    return EventType.ATTACK
