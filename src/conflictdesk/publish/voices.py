"""Who speaks of an incident: each claim with the publication that carries it, and how they are named in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from conflictdesk.publish import wording
from conflictdesk.publish.naming import cut
from conflictdesk.publish.phrases import phrases
from conflictdesk.publish.speakers import distinct
from conflictdesk.records.events import EventClaim, Incident, Status
from conflictdesk.records.standings import Whose

UNNAMED_SOURCE = "a source without a name"
PARTIAL = (Status.CLAIMED, Status.DENIED)  # the word of who is said to have done it, for it or against it


@dataclass(frozen=True, slots=True)
class Voice:
    """A claim and the publication that carries it (null where the report names none)."""

    claim: EventClaim
    publisher: str | None
    language: str | None = None  # of the report
    copy_of: frozenset[str] = frozenset()  # ids of older reports of which it is a near-copy
    whose: Whose | None = None  # whose word it passes on, as linking has it

    @property
    def own(self) -> bool:
        """Whether the side that acted is all who says so."""
        return self.whose is not None and self.whose.word.own

    @property
    def partial(self) -> bool:
        """Whether a party to the event is all who says so, for it or against it."""
        return not self.whose.word.independent if self.whose else self.claim.status in PARTIAL

    @property
    def names(self) -> tuple[str, ...]:
        """Whoever the words are attributed to, else whoever claims it, else the publication."""
        claim = self.claim
        claimer = claim.claimed_by or claim.perpetrator.canonical if claim.status is Status.CLAIMED else None
        said = (cut(name, phrases()) for name in claim.attributed_to)
        return tuple(name for name in said if name) or (claimer or self.publisher or UNNAMED_SOURCE,)


def tellers(voices: Sequence[Voice]) -> str:
    """All who speak, in one list, each once; who copies speaks with the voice of the original beside it."""
    return wording.listed(names(voices))


def names(voices: Sequence[Voice]) -> list[str]:
    """The names of all who speak, each once."""
    there = {voice.claim.report_id for voice in voices}
    return distinct([voice.names for voice in voices if there.isdisjoint(voice.copy_of)], phrases()["articles"])


def named_independently(voices: Sequence[Voice]) -> bool:
    """Whether anyone but a claimant says who did it; a claim names the claimant, and a denial whom it clears."""
    return not voices or any(v.claim.perpetrator.canonical for v in voices if v.claim.status not in PARTIAL)


def sayers(voices: Sequence[Voice]) -> Sequence[Voice]:
    """Who says that it happened: not the claimant, not those who deny it, unless nobody else speaks."""
    return [v for v in voices if v.claim.status not in PARTIAL] or voices


def own_word(incident: Incident, voices: Sequence[Voice]) -> bool:
    """Whether the side that acted is the only one that says so."""
    return bool(incident.perpetrator.canonical and voices) and all(voice.own for voice in voices)
