"""What kind of event: the words that state it, the weapon and the target, weighed with what the encoder reads.

The words' list is `data/types`. Generic words ("attack", "killed", "strike") get their type from means and target
as the codebook decides: an assault on soldiers, police or a base is an armed clash unless its means has a type of
its own; an attack is on civilians.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

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


def _resolved(meaning: str, weapon: WeaponKind, target: TargetKind) -> EventType:
    """The type that a meaning stands for; the generic ones by means, then by target."""
    if meaning not in GENERIC:
        return EventType(meaning)
    if weapon in TYPE_OF_WEAPON:
        return TYPE_OF_WEAPON[weapon]
    if meaning == "clash" or target in FOUGHT:
        return EventType.ARMED_CLASH
    return EventType.ATTACK
