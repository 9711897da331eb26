"""Whose men "militants" are, where their group's name stands beside them: "militants believed to belong to X"."""

import re
from functools import lru_cache

from conflictdesk.extract.actors import ARMED
from conflictdesk.extract.lexicons import key, load
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.references import WORD
from conflictdesk.records.mentions import ActorMention
from conflictdesk.records.reports import Span

REACH = 90  # characters between such people and their group
# No stop, colon or bracket parts the two; a comma may follow "armed men".
GAP = re.compile(r"[\s,]{1,3}[\w\s'’‘“”\"«»-]*")
JOINED = re.compile(r"(?:['’]s)?[\s-]+(\w*)[\s-]*")


def with_group(seen: Observations, span: Span) -> Span:
    """The words for armed people with the name of their group behind or before them; as they are where none is."""
    reach = Span(max(0, span.start - REACH), min(len(seen.text), span.end + REACH))
    near = sorted(seen.near_actors.touching(reach), key=lambda a: a.span)
    after = next((a for a in near if a.span.start >= span.end), None)
    if after is not None and _ties(seen, Span(span.end, after.span.start), after):
        return Span(span.start, after.span.end)
    before = next((a for a in reversed(near) if a.span.end <= span.start), None)
    if before is not None and before.kind in ARMED and _joins(seen, Span(before.span.end, span.start)):
        return Span(before.span.start, span.end)
    return span


def _ties(seen: Observations, between: Span, group: ActorMention) -> bool:
    """Whether the words between say that the people are the group's: "from", "believed to belong to"."""
    words = seen.words(between)
    if GAP.fullmatch(words) is None:
        return False
    ties, links, hedges, _ = _belonging(seen.language)
    found = set(WORD.findall(key(words).replace("'", " ")))
    near = not ties.isdisjoint(found) or (group.kind in ARMED and not links.isdisjoint(found))
    return near and found <= ties | links | hedges


def _joins(seen: Observations, between: Span) -> bool:
    """Whether the name is written right before the people: "ISIL-linked", "Boko Haram"."""
    found = JOINED.fullmatch(seen.words(between))
    return found is not None and found[1].lower() in _belonging(seen.language)[3]


@lru_cache(maxsize=16)
def _belonging(language: str) -> tuple[frozenset[str], ...]:
    """Words of belonging, of being close, what else may stand between, and what may stand after the name."""
    entry = load("references", language)
    return tuple(frozenset(map(key, entry[name])) for name in ("ties", "links", "hedges", "joined"))
