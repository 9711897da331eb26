"""Cues: words that say how a statement is meant (claimed, denied, alleged, planned, ...)."""

import re
from functools import lru_cache

from conflictdesk.extract.lexicons import any_of, fold, load
from conflictdesk.extract.vocabulary import vocabulary
from conflictdesk.records.mentions import Cue
from conflictdesk.records.reports import Span

DENYING = frozenset({"denied", "untrue"})
REACH = 60  # characters after a word of denial in which what it denies is read


def find_cues(text: str, language: str) -> tuple[Cue, ...]:
    """Each cue of the text, in its order; a cue governs what follows it in its sentence.

    Who denies a toll denies nothing of what happened: that is no cue.
    """
    found = [Cue(span, meaning) for span, meaning in vocabulary("cues", language).find(text)]
    found += [Cue(Span(*m.span("told")), "history") for m in _verdicts(language).finditer(fold(text).lower())]
    found.sort(key=lambda c: c.span)
    return tuple(c for c in found if not (c.meaning in DENYING and denies_a_figure(text, c.span, language)))


def tells_what_was_averted(sentence: str, language: str) -> bool:
    """Whether a sentence tells what would have happened on a condition that was not met ("Had it gone off, …")."""
    return _unmet(language).search(fold(sentence).lower()) is not None


@lru_cache(maxsize=16)
def _unmet(language: str) -> re.Pattern[str]:
    return re.compile(fold(load("cues", language)["unmet"]))


def denies_a_figure(text: str, denial: Span, language: str) -> bool:
    """Whether words for a toll follow those of a denial ("denied the death toll")."""
    return _figures(language).match(fold(text[denial.end : denial.end + REACH])) is not None


@lru_cache(maxsize=16)
def _figures(language: str) -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{'|'.join(fold(pattern) for pattern in load('denials', language)['figures'])})")


@lru_cache(maxsize=16)
def _verdicts(language: str) -> re.Pattern[str]:
    """A court that sentences somebody, at the head of a clause: what it was for is no news."""
    told, first = load("cues", language), bool(load("speech", language)["verb_first"])
    courts, sentencing = any_of(told["courts"]), any_of(told["sentencing"])
    if first:
        return re.compile(rf"(?<!\w)(?P<told>[وف]?(?:{sentencing})\s(?:{courts}))(?!\w)")
    word = rf"(?!(?:{any_of(load('agents', language)['relative'])})\s)[^\s.,;:()]{{1,30}}\s"
    return re.compile(
        rf"(?:^|[.!?\n,:]\s?)(?:{word}){{0,4}}?(?:\w')?(?P<told>(?:{courts})\s(?:{word}){{0,8}}?(?:{sentencing}))(?!\w)"
    )
