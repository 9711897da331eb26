"""Which kinds of event and of weapon the words of a report tell of: in an event's sentences, around them, anywhere.

Means are always told by words ("shelled", "the bombing", "car bomb"), so a kind that the encoder reads where no word
tells of it is hardly ever right.
"""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from conflictdesk.extract.vocabulary import vocabulary
from conflictdesk.extract.weapons import TYPE_OF_WEAPON
from conflictdesk.records.events import EventType, WeaponKind
from conflictdesk.records.reports import Span

# What a word for a blow from afar ("struck", "frappe") tells of as well.
BLOW = "blow"
FROM_AFAR = frozenset({EventType.AIR_STRIKE, EventType.SHELLING})
# What is carried into an attack ("rocket-propelled grenades") is a weapon, and tells of no shelling.
HARM = "harm"


class Reach(StrEnum):
    """Where the nearest word for a kind stands."""

    OWN = "own"  # in a sentence of the event
    NEAR = "near"  # in its paragraph, or in the report's title
    FAR = "far"  # elsewhere in the report
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class KindWord:
    """A word and what it tells of: a sub-event type, a generic meaning, or a kind of weapon."""

    span: Span
    meaning: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the words tell of, by where they stand."""

    own: Set[str] = frozenset()
    near: Set[str] = frozenset()
    far: Set[str] = frozenset()

    def reach(self, *kinds: str) -> Reach:
        """Where the nearest word for one of the kinds stands."""
        for reach, told in ((Reach.OWN, self.own), (Reach.NEAR, self.near), (Reach.FAR, self.far)):
            if not told.isdisjoint(kinds):
                return reach
        return Reach.NOWHERE

    def weapon(self, kind: WeaponKind) -> Reach:
        """Where the nearest word for a weapon stands, or for what is done with it."""
        return self.reach(kind, TYPE_OF_WEAPON[kind]) if kind in TYPE_OF_WEAPON else self.reach(kind)


def kind_words(text: str, language: str) -> tuple[KindWord, ...]:
    """Every word of the text for a type of event or a kind of weapon; weapons tell of their type as well."""
    types = [KindWord(span, meaning) for span, meaning in vocabulary("types", language).find(text)]
    weapons = [(span, WeaponKind(kind)) for span, kind in vocabulary("weapons", language).find(text)]
    harming = [w.span for w in types if w.meaning == HARM]
    telling = [(span, kind) for span, kind in weapons if not any(span.overlaps(h) for h in harming)]
    events = [KindWord(span, TYPE_OF_WEAPON[kind]) for span, kind in telling if kind in TYPE_OF_WEAPON]
    blows = [KindWord(w.span, event) for w in types if w.meaning == BLOW for event in FROM_AFAR]
    return (*types, *blows, *(KindWord(span, kind) for span, kind in weapons), *events)
