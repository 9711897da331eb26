"""With what: weapons by the words that name them (codebook, "Weapon kind")."""

from conflictdesk.extract.vocabulary import vocabulary
from conflictdesk.records.events import WeaponKind
from conflictdesk.records.mentions import WeaponMention


def find_weapons(text: str, language: str) -> tuple[WeaponMention, ...]:
    """Each word of a weapon, in the text's order."""
    found = vocabulary("weapons", language).find(text)
    return tuple(WeaponMention(span, span.of(text), meaning) for span, meaning in found)


def weapon_of(words: str, language: str) -> WeaponKind:
    """The kind that a phrase tells of; of several the most specific; unknown where it names none."""
    return WeaponKind(vocabulary("weapons", language).first(words) or WeaponKind.UNKNOWN)
