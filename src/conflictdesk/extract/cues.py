"""Cues: words that say how a statement is meant (claimed, denied, alleged, planned, ...). Nothing is deleted here."""

from conflictdesk.extract.vocabulary import vocabulary
from conflictdesk.records.mentions import Cue


def find_cues(text: str, language: str) -> tuple[Cue, ...]:
    """Each cue of the text, in its order; a cue governs what follows it in its sentence."""
    return tuple(Cue(span, meaning) for span, meaning in vocabulary("cues", language).find(text))
