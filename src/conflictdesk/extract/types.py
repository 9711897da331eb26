"""What kind of event: the words that state it, the weapon and the target, weighed with what the encoder reads.

The words' list is `data/types`. Generic words ("attack", "killed", "strike") get their type from means and target
as the codebook decides: an assault on soldiers, police or a base is an armed clash unless its means has a type of
its own; an attack is on civilians.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from conflictdesk.extract.actors import STATES
from conflictdesk.extract.lexicons import any_of, fold, load
from conflictdesk.extract.vocabulary import vocabulary
from conflictdesk.records.events import EventType, TargetKind, WeaponKind

# How much a word's type weighs beside the encoder's probability: named by the trigger, by its sentence, by its means.
BY_TRIGGER, BY_SENTENCE, BY_MEANS = 0.8, 0.25, 0.5

TYPE_OF_WEAPON: Mapping[WeaponKind, EventType] = {
    WeaponKind.ROCKET: EventType.SHELLING,
    WeaponKind.MORTAR: EventType.SHELLING,
    WeaponKind.IED: EventType.REMOTE_EXPLOSIVE,
    WeaponKind.VBIED: EventType.REMOTE_EXPLOSIVE,
    WeaponKind.LANDMINE: EventType.REMOTE_EXPLOSIVE,
    WeaponKind.SUICIDE_VEST: EventType.SUICIDE_BOMB,
    WeaponKind.AIRSTRIKE: EventType.AIR_STRIKE,
    WeaponKind.DRONE: EventType.AIR_STRIKE,
}
GENERIC = frozenset({"harm", "clash", "blow"})
FOUGHT = frozenset({TargetKind.MILITARY, TargetKind.POLICE, TargetKind.ARMED_GROUP})


def meanings(words: str, language: str) -> list[str]:
    """What the words say of an event: sub-event types, or generic meanings."""
    return [meaning for _, meaning in vocabulary("types", language).find(words)]


def weigh_types(
    read: Mapping[str, float], trigger: Iterable[str], sentence: Iterable[str], weapon: WeaponKind, target: TargetKind
) -> dict[EventType, float]:
    """The weight of each type: the encoder's probabilities, and what words, means and target add to them."""
    weights = defaultdict(float, {EventType(name): p for name, p in read.items()})
    for meaning in set(trigger):
        weights[_resolved(meaning, weapon, target)] += BY_TRIGGER if meaning not in GENERIC else BY_SENTENCE
    for meaning in set(sentence) - GENERIC:
        weights[EventType(meaning)] += BY_SENTENCE
    if weapon in TYPE_OF_WEAPON:
        weights[TYPE_OF_WEAPON[weapon]] += BY_MEANS
    return _by_target(dict(weights), target)


def _by_target(weights: dict[EventType, float], target: TargetKind) -> dict[EventType, float]:
    """An "attack" is on civilians: against soldiers, police or fighters it is an armed clash (codebook, "Type")."""
    if target in FOUGHT and EventType.ATTACK in weights:
        clash = weights.pop(EventType.ATTACK) + weights.get(EventType.ARMED_CLASH, 0.0)
        weights[EventType.ARMED_CLASH] = clash
    return weights


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


def by_actor(event: EventType, actor_kind: str | None) -> EventType:
    """Territory that a state takes is regained; what an armed group takes is overtaken (ACLED)."""
    if event in (EventType.GOVERNMENT_REGAINS, EventType.GROUP_OVERTAKES) and actor_kind in (*STATES, *GROUPS):
        return EventType.GOVERNMENT_REGAINS if actor_kind in STATES else EventType.GROUP_OVERTAKES
    return event


GROUPS = frozenset({"rebel", "criminal"})


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
