"""Cues: words that say how a statement is meant (claimed, denied, alleged, planned, ...)."""

import re
from functools import lru_cache

from conflictdesk.extract.lexicons import fold, load
from conflictdesk.extract.vocabulary import vocabulary
from conflictdesk.records.mentions import Cue
from conflictdesk.records.reports import Span

DENYING = frozenset({"denied", "untrue"})
REACH = 60  # characters after a word of denial in which what it denies is read


def find_cues(text: str, language: str) -> tuple[Cue, ...]:
    """Each cue of the text, in its order; a cue governs what follows it in its sentence.

    Who denies a toll denies nothing of what happened: that is no cue.
    """
    found = (Cue(span, meaning) for span, meaning in vocabulary("cues", language).find(text))
    return tuple(c for c in found if not (c.meaning in DENYING and denies_a_figure(text, c.span, language)))


def denies_a_figure(text: str, denial: Span, language: str) -> bool:
    """Whether words for a toll follow those of a denial ("denied the death toll")."""
    return _figures(language).match(fold(text[denial.end : denial.end + REACH])) is not None


@lru_cache(maxsize=16)
def _figures(language: str) -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{'|'.join(fold(pattern) for pattern in load('denials', language)['figures'])})")
