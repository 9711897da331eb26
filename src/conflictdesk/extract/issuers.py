"""Who publishes a report, and whether it is written in a party's own voice.

What a force's own page tells of its deeds is the word of the authority responsible; what an armed group's outlet tells
is its claim, whether or not a sentence says so (codebook, "Status").
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from conflictdesk.extract.actors import ARMED, ActorLexicon, is_state
from conflictdesk.extract.lexicons import any_of, key, load
from conflictdesk.extract.observations import Observations

# A publisher's name may be in another language than its report.
LANGUAGES = ("en", "fr", "ar", "es", "it")
PRAISE_FROM = 2  # words of praise or scorn: one alone may be quoted


class Issuer(StrEnum):
    """What kind of publisher a report has."""

    FORCE = "force"
    OFFICE = "office"
    CAMP = "camp"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Voice:
    """In whose voice a report is written."""

    issuer: Issuer
    ours: bool  # it speaks of "our fighters"
    partisan: bool  # it praises its side or scorns the other

    @property
    def signs(self) -> tuple[str, ...]:
        """The signs that hold, by name, as `data/status` weighs them."""
        told = ("our own", self.ours), ("praise", self.partisan)
        return (f"published by {self.issuer}", *(name for name, holds in told if holds))


def voice_of(seen: Observations, actors: ActorLexicon) -> Voice:
    """Who publishes the report, and how its text speaks of the sides."""
    ours, partisan = _spoken(seen.text, seen.language)
    return Voice(issuer_of(seen, actors), ours > 0, partisan >= PRAISE_FROM)


def issuer_of(seen: Observations, actors: ActorLexicon) -> Issuer:
    """What kind of publisher its name tells of; a belligerent's outlet by the catalog is an armed group's."""
    return Issuer.CAMP if seen.belligerent else _issuer(seen.report.publisher or "", actors)


@lru_cache(maxsize=16)
def _issuer(publisher: str, actors: ActorLexicon) -> Issuer:
    """Read once a publisher, however many events its report tells of."""
    named = [a for language in LANGUAGES for a in actors.find(publisher, language)] if publisher else []
    told = key(publisher)
    if any(a.kind in ARMED for a in named) or _names("camps").search(told):
        return Issuer.CAMP
    if _names("forces").search(told):
        return Issuer.FORCE
    if _names("offices").search(told):
        return Issuer.OFFICE
    return Issuer.FORCE if any(is_state(a.kind) for a in named) else Issuer.OTHER


@lru_cache(maxsize=4)
def _names(kind: str) -> re.Pattern[str]:
    words = (word for language in LANGUAGES for word in load("issuers", language)[kind])
    return re.compile(rf"(?<!\w)(?:{any_of(words)})(?!\w)")


@lru_cache(maxsize=16)
def _spoken(text: str, language: str) -> tuple[int, int]:
    """How often a text speaks of its own side, and praises or scorns."""
    told, told_by = key(text), load("issuers", language)
    patterns = (re.compile(rf"(?<!\w)(?:{any_of(told_by[kind])})(?!\w)") for kind in ("ours", "partisan"))
    ours, partisan = (len(pattern.findall(told)) for pattern in patterns)
    return ours, partisan
