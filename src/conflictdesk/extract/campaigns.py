"""Campaigns: the name that a perpetrator gives to a run of attacks ("war of attrition", "Operation X")."""

import re
from functools import lru_cache

from conflictdesk.extract.fields import Filled
from conflictdesk.extract.frames import Frame
from conflictdesk.extract.lexicons import load
from conflictdesk.extract.observations import Observations
from conflictdesk.records.reports import Span

BEHIND = 8  # characters between "a campaign called" and its name
QUOTES = "\"'“”‘’«»„"


@lru_cache(maxsize=16)
def _pattern(language: str) -> re.Pattern[str]:
    """Quoted words with a noun for a campaign in them, a campaign called by quoted words, "Operation" with a name."""
    entry = load("campaigns", language)
    nouns = "|".join(map(re.escape, entry["nouns"]))
    names = "|".join(map(re.escape, entry["operations"]))
    naming = "|".join(map(re.escape, entry["naming"]))
    quoted = rf"[{QUOTES}](?P<quoted>[^{QUOTES}\n]{{0,40}}\b(?i:{nouns})\b[^{QUOTES}\n]{{0,30}})[{QUOTES}]"
    named = rf"\b(?i:{nouns})(?:\s[\w'’]{{1,20}}){{0,4}}?\s?(?:{naming})\s?"
    called = rf"{named}[{QUOTES}](?P<called>[^{QUOTES}\n]{{2,60}})[{QUOTES}]"
    return re.compile(rf"{quoted}|{called}|\b(?P<named>(?:{names})\s+(?:[A-Z][\w-]{{1,20}}\s?){{1,3}})")


def find_campaigns(seen: Observations) -> list[Span]:
    """Where the text names a campaign."""
    found = _pattern(seen.language).finditer(seen.text)
    return [Span(m.start(g), m.start(g) + len(m[g].rstrip())) for m in found for g in [m.lastgroup or "quoted"]]


def campaign_of(seen: Observations, frame: Frame, all_frames: list[Frame], named: list[Span]) -> Filled[str | None]:
    """The campaign of an event: marked as its own, named in its sentence, or named of all events of its paragraph."""
    marks = frame.labelled("campaign")
    if marks:
        behind = [n for n in named if 0 <= n.start - marks[0].span.end <= BEHIND]
        return _filled(seen, min([*behind, marks[0].span], key=lambda n: -n.start), marks[0].ownership)
    if not named:
        return Filled(None)
    sentences = {seen.sentence_index(c.trigger.span) for f in all_frames for c in f.triggers}
    for span in named:
        own_sentence = seen.sentence_index(span) == seen.sentence_index(frame.head.span)
        summary = seen.sentence_index(span) not in sentences and span.start > frame.head.span.start
        if own_sentence or (summary and seen.paragraph(span) == seen.paragraph(frame.head.span)):
            return _filled(seen, span, 0.7 if own_sentence else 0.6)
    return Filled(None)


def _filled(seen: Observations, span: Span, confidence: float) -> Filled[str | None]:
    return Filled(seen.words(span).strip(QUOTES + " "), (span,), confidence=confidence)
