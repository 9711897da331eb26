"""Whether a sentence looks ahead to the day it names or back on it: the words nearest to the day tell."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from conflictdesk.extract.grammar import Cues
from conflictdesk.records.reports import Span

CUE_BEFORE, CUE_AFTER = 120, 60  # characters around a date in which a word can tell past from future
CLAUSE_END = re.compile("[;؛]")
SPEECH_WITHIN = 8  # characters between "said" and the day


class Tense(StrEnum):
    """Where a sentence places the day that it names."""

    AHEAD = "ahead"
    BACK = "back"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class Marked:
    """A folded text with where its sentences start, and the words of its language that tell tenses."""

    folded: str
    starts: Sequence[int]
    cues: Cues

    def around(self, span: Span) -> tuple[str, str]:
        """What stands before and after in the same sentence, not far away; a semicolon ends it, too."""
        index = bisect_right(self.starts, span.start)
        start = self.starts[index - 1] if index else 0
        end = self.starts[index] if index < len(self.starts) else len(self.folded)
        before = self.folded[max(start, span.start - CUE_BEFORE) : span.start]
        after = self.folded[span.end : min(end, span.end + CUE_AFTER)]
        return CLAUSE_END.split(before)[-1], CLAUSE_END.split(after)[0]

    def is_speech(self, span: Span) -> bool:
        """Whether somebody spoke on this day ("officials said on Tuesday"): no story goes on from there."""
        before, _ = self.around(span)
        return _last(self.cues.speech, before) >= max(1, len(before) - SPEECH_WITHIN)

    def tense(self, span: Span) -> Tense:
        """By the last word that tells before the date, else by the first after it.

        What is pending ("agreed to", "deadline") tells only of a date that comes after it; where the date names
        something ("the 7 August blasts", "Friday's raid"), the sentence's own tense says nothing of it.
        """
        before, after = self.around(span)
        if self._names(before, after):
            return Tense.UNTOLD
        ahead = max(_last(self.cues.future, before), _last(self.cues.pending, before))
        back = _last(self.cues.past, before)
        if ahead >= 0 or back >= 0:
            return Tense.AHEAD if ahead >= back else Tense.BACK
        ahead, back = _first(self.cues.future, after), _first(self.cues.past, after)
        if ahead < 0 and back < 0:
            return Tense.UNTOLD
        return Tense.AHEAD if ahead >= 0 and (back < 0 or ahead <= back) else Tense.BACK

    def _names(self, before: str, after: str) -> bool:
        return _last(self.cues.naming, before) >= max(1, len(before) - 1) or _first(self.cues.owning, after) == 0


def _last(cue: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in cue.finditer(text)), default=-1)


def _first(cue: re.Pattern[str], text: str) -> int:
    match = cue.search(text)
    return match.start() if match else -1
