"""What people conclude: assessments, and the one yardstick of likelihood that they are worded by."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Likelihood:
    """A word of the yardstick, other forms of it, and the chances in per cent that it stands for."""

    word: str
    low: int
    high: int
    forms: tuple[str, ...] = ()

    @property
    def range(self) -> str:
        """ "55 to 75 %"."""
        return f"{self.low} to {self.high} %"


@dataclass(frozen=True, slots=True)
class Yardstick:
    """Words of likelihood, least first; `strange` are those that are not on it, `confidence` what is said of evidence.

    `others` speak of likelihood in general, or in other languages: they may not stand beside confidence either.
    """

    words: tuple[Likelihood, ...]
    strange: tuple[str, ...]
    others: tuple[str, ...]
    confidence: tuple[str, ...]
    source: str

    def named(self, word: str) -> Likelihood | None:
        """The likelihood of this word, in any of its forms."""
        folded = " ".join(word.casefold().split())
        return next((one for one in self.words if folded in (one.word, *one.forms)), None)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a named person concludes about incidents. `likelihood` is a word of the yardstick, or null.

    `incidents` and `claims` are what the desk held when it was written; `withdrawn` where its act was taken back.
    """

    assessment_id: int
    text: str
    likelihood: str | None
    incidents: tuple[str, ...]
    claims: tuple[str, ...]
    who: str
    at: datetime
    act_id: int
    withdrawn: bool = False
