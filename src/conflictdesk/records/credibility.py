"""How credible a claim's information is, as a person says: 1 to 6, beside the source's reliability and never joined.

The two scales are those of the Admiralty code (NATO AJP-2.1): letters for the source, digits for what it says. They are
two fields: no sum, no mean and no rank is made of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from conflictdesk.records.parts import Record

GRADES: Mapping[int, str] = {
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}
RELIABILITIES: Mapping[str, str] = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}


@dataclass(frozen=True, slots=True)
class Credibility:
    """A person's grade of a claim's information, 1 to 6."""

    grade: int
    who: str
    at: datetime

    def as_record(self) -> Record:
        return {"grade": self.grade, "who": self.who, "at": self.at.isoformat()}
