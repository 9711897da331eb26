"""Who speaks of an incident: each claim with the publication that carries it, and how they are named in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from conflictdesk.publish import wording
from conflictdesk.publish.naming import cut
from conflictdesk.publish.phrases import phrases
from conflictdesk.publish.speakers import distinct
from conflictdesk.records.events import EventClaim, Incident, Status
from conflictdesk.records.standings import Whose, Word

UNNAMED_SOURCE = "a source without a name"
PARTIAL = (Status.CLAIMED, Status.DENIED)  # the word of who is said to have done it, for it or against it
SIDED = (Word.PERPETRATOR, Word.BELLIGERENT, Word.DENIAL)


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
    def denies(self) -> bool:
        return self.claim.status is Status.DENIED

    @property
    def claims(self) -> bool:
        """Whether who is said to have done it says so."""
        return self.claim.status is Status.CLAIMED or (self.whose is not None and self.whose.word is Word.PERPETRATOR)

    @property
    def sided(self) -> bool:
        """Whether it is the word of a party on who did it: an authority's own word is not, for it stands for acting."""
        return self.claim.status in PARTIAL or (self.whose is not None and self.whose.word in SIDED)

    @property
    def names(self) -> tuple[str, ...]:
        """Whoever the words are attributed to, else whoever claims it, else the publication."""
        claim = self.claim
        claimer = claim.claimed_by or claim.perpetrator.canonical if claim.status is Status.CLAIMED else None
        claimer = claim.perpetrator.canonical if self.denies and self.whose and self.whose.of_part else claimer
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
    return not voices or any(v.claim.perpetrator.canonical for v in voices if not v.sided)


def sayers(voices: Sequence[Voice]) -> Sequence[Voice]:
    """Who says that it happened: not the claimant, not those who deny it, unless nobody else speaks."""
    return [v for v in voices if not v.sided] or voices


def of_the_deed(incident: Incident, voices: Sequence[Voice]) -> Sequence[Voice]:
    """All but an acting side's own word on a deed of another doer than is held: it bears nobody out."""
    against = {key for rival in incident.rivals.get("perpetrator", ()) for key in rival.claims}
    return [v for v in voices if not (v.own and v.claim.claim_id in against)] or voices


def own_word(incident: Incident, voices: Sequence[Voice]) -> bool:
    """Whether the side that acted is the only one that says so."""
    return bool(incident.perpetrator.canonical and voices) and all(voice.own for voice in voices)


def claimants(incident: Incident, voices: Sequence[Voice]) -> list[str]:
    """All who claim it, each once: whoever is held to, then the others whom nobody holds to be the one."""
    denied = {voice.claim.claim_id for voice in voices if voice.denies}
    rivals = [one for one in incident.rivals.get("claimed_by", ()) if not denied.issuperset(one.claims)]
    found = [name for name in (incident.claimed_by, *(str(one.value) for one in rivals)) if name]
    own = [v.claim.perpetrator.canonical for v in voices if v.claims and not v.denies and not v.claim.claimed_by]
    for name in own:
        if name and not any(alike(name, other) for other in found):
            found.append(name)
    return found


def alike(one: str, other: str) -> bool:
    """Whether two names may be one actor's: one stands in the other."""
    one, other = one.casefold(), other.casefold()
    return one in other or other in one
