"""With what: weapons by the words that name them (codebook, "Weapon kind")."""

from collections.abc import Mapping

from conflictdesk.extract.vocabulary import vocabulary
from conflictdesk.records.events import EventType, WeaponKind
from conflictdesk.records.mentions import WeaponMention


def find_weapons(text: str, language: str) -> tuple[WeaponMention, ...]:
    """Each word of a weapon, in the text's order."""
    found = vocabulary("weapons", language).find(text)
    return tuple(WeaponMention(span, span.of(text), meaning) for span, meaning in found)


def weapon_of(words: str, language: str) -> WeaponKind:
    """The kind that a phrase tells of; of several the most specific; unknown where it names none."""
    return WeaponKind(vocabulary("weapons", language).first(words) or WeaponKind.UNKNOWN)


# Weapons that make an event one of their own type.
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

# What events of a type are done with; the first where no words tell (codebook: "several means: that of the type").
FITTING: Mapping[EventType, tuple[WeaponKind, ...]] = {
    EventType.AIR_STRIKE: (WeaponKind.AIRSTRIKE, WeaponKind.DRONE),
    EventType.SHELLING: (WeaponKind.MORTAR, WeaponKind.ROCKET),
    EventType.REMOTE_EXPLOSIVE: (WeaponKind.IED, WeaponKind.LANDMINE, WeaponKind.VBIED, WeaponKind.DRONE),
    EventType.SUICIDE_BOMB: (WeaponKind.SUICIDE_VEST, WeaponKind.VBIED),
    EventType.GRENADE: (WeaponKind.UNKNOWN,),
}
# Events in which nobody is attacked: weapons that stand beside them are another event's.
UNARMED = frozenset(
    {
        EventType.PEACEFUL_PROTEST,
        EventType.PROTEST_INTERVENTION,
        EventType.ARRESTS,
        EventType.AGREEMENT,
        EventType.CHANGE,
        EventType.BASE_ESTABLISHED,
        EventType.NONVIOLENT_TRANSFER,
    }
)


def fits(kind: WeaponKind, event: EventType) -> bool:
    """Whether events of the type are done with weapons of the kind."""
    return kind in FITTING.get(event, tuple(WeaponKind))
