"""How an incident stood when: whose words its claims are, and its standing on each day on which that changed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from conflictdesk.records.codebook import Standing


class Word(StrEnum):
    """Whose word a claim passes on. Only the first three are sources that a standing counts."""

    PUBLICATION = "its own reporting"
    THIRD = "somebody whom it names"
    OFFICIAL = "an official who did not act"
    AUTHORITY = "the acting side's own word"
    PERPETRATOR = "the perpetrator's own word"
    BELLIGERENT = "a party's own text"
    DENIAL = "a denial"

    @property
    def independent(self) -> bool:
        """Whether it is more than the word of a party to the event, and no denial."""
        return self in (Word.PUBLICATION, Word.THIRD, Word.OFFICIAL)

    @property
    def own(self) -> bool:
        """Whether it is the word of the side that acted."""
        return self in (Word.AUTHORITY, Word.PERPETRATOR)


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose word a claim passes on, and how that is known, for a reader."""

    word: Word
    reason: str
    of_part: bool = False  # a denial by whoever is said to have done it, which may leave that it happened as it is


@dataclass(frozen=True, slots=True)
class Stand:
    """How an incident stood from `since` on: its standing, its sources, and the reports that came that day."""

    since: date
    standing: Standing
    sources: int
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotedStand:
    """What the desk held of an incident from a moment on, noted when it was linked; never changed later."""

    incident_id: str
    standing: Standing
    sources: int
    at: datetime
