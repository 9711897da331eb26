"""Whom a claim's sentence names as telling it, beside those whom the coder read as its sources.

"According to", "selon" and their like, with the words behind them; and names in capitals where word lists expect an
outlet: "told Radio Okapi", "Radio Okapi reported". Word lists: data/credits.
"""

import re
from collections.abc import Iterable
from functools import cache

from conflictdesk.link.credits import cue_words
from conflictdesk.records.events import EventClaim
from conflictdesk.records.reports import Report

LONGEST = 90  # code points of a name with all that is said of it
ENDS = re.compile(r"[,;:.!?()\n\"“”«»]")
AGENCY = "{agency}"
CAPITALS = r"[^\W\d_a-z][\w'’-]{0,30}(?:\s[^\W\d_a-z][\w'’-]{0,30}){0,4}"


def heard_from(claim: EventClaim, language: str | None) -> str:
    """The words for whom the sentence of `claim` rests on, from the article on; "" where it names nobody so."""
    found = _cues(language).search(claim.evidence)
    if found is None:
        return ""
    return ENDS.split(claim.evidence[found.end() : found.end() + LONGEST])[0].strip()


def names_told(claim: EventClaim, report: Report) -> tuple[str, ...]:
    """The names in capitals where the sentence of `claim` would name an outlet that it was told to, or that told it."""
    sentence = claim.evidence or claim.evidence_span.of(report.text)
    found = _told(report.language).finditer(sentence)
    return tuple(dict.fromkeys(name for match in found for name in match.groups() if name))


@cache
def _cues(language: str | None) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?i:{_either(cue_words('according', language))})(?!\w)")


@cache
def _told(language: str | None) -> re.Pattern[str]:
    forms = cue_words("quoted", language)
    before = _either(form.removesuffix(AGENCY).replace("*", "") for form in forms if form.endswith(AGENCY))
    after = _either(form.removeprefix(AGENCY) for form in forms if form.startswith(AGENCY))
    behind = rf"|({CAPITALS})(?:(?i:{after}))(?!\w)" if after else ""
    return re.compile(rf"(?<!\w)(?:(?i:{before})({CAPITALS}){behind})")


def _either(words: Iterable[str]) -> str:
    ordered = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace("'", "['’]") for word in ordered)
