"""Asides: what a sentence says beside its event of where somebody is, or of what was planned or denied.

"Militants believed to be hiding in A attacked B": A is no place of the attack. "Rebels, who deny any plan to seize A,
shelled B": nor here.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from conflictdesk.extract.lexicons import any_of, fold, load
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.vocabulary import vocabulary
from conflictdesk.records.events import TargetKind
from conflictdesk.records.mentions import Cue
from conflictdesk.records.reports import Span

MEANINGS = frozenset({"presence", "planned", "denied", "conditional"})
STOPS = ",;"
REACH = 24  # characters before a cue in which its auxiliary stands
NEAR = 12  # before the auxiliary, in which a relative pronoun stands


def asides_of(seen: Observations, events: Sequence[Span], meanings: frozenset[str] = MEANINGS) -> tuple[Span, ...]:
    """The stretches of the text that no event of `events` (the words that state them) takes a place from."""
    cues = (c for c in seen.cues if c.meaning in meanings)
    return tuple(span for c in cues if (span := _aside(seen, c, events)) is not None)


def _aside(seen: Observations, cue: Cue, events: Sequence[Span]) -> Span | None:
    """From the cue to the end of its clause or to the event that follows; none where it says where the event was."""
    sentence = seen.sentence(cue.span).span
    inside = [e for e in events if sentence.contains(e) and not e.overlaps(cue.span)]
    before = [e for e in inside if e.end <= cue.span.start]
    civilian = cue.meaning == "presence" and not before and _civilian(seen, Span(sentence.start, cue.span.start))
    if not inside or civilian or (before and not _apart(seen, cue, Span(max(e.end for e in before), cue.span.start))):
        return None
    folded = fold(seen.text[cue.span.end : sentence.end])
    stops = [cue.span.end + at for at in (folded.find(stop) for stop in STOPS) if at >= 0]
    after = [e.start for e in inside if e.start >= cue.span.end]
    return Span(cue.span.start, min([sentence.end, *stops, *after]))


def _civilian(seen: Observations, before: Span) -> bool:
    """Whether those told of last before a cue are civilians: where villagers shelter is where they are hit."""
    people = [meaning for _, meaning in vocabulary("targets", seen.language).find(seen.words(before))]
    return bool(people) and people[-1] == TargetKind.CIVILIAN


def _apart(seen: Observations, cue: Cue, between: Span) -> bool:
    """Whether what follows the event is no place of it: it has one already, its clause is over, or a verb follows."""
    placed = any(between.contains(t.span) for t in seen.toponyms)
    return placed or any(stop in fold(seen.words(between)) for stop in STOPS) or _predicated(seen, cue, between)


def _predicated(seen: Observations, cue: Cue, between: Span) -> bool:
    """Whether the cue is what the sentence says ("are holed up in A"), not who it speaks of ("men hiding in A")."""
    auxiliary, relative = _grammar(seen.language)
    words = fold(seen.text[max(between.start, cue.span.start - REACH) : cue.span.end]).lower()
    found = auxiliary.search(words)
    return found is not None and relative.search(words[: found.start()][-NEAR:]) is None


@lru_cache(maxsize=16)
def _grammar(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    told = load("agents", language)
    auxiliary, relative = (re.compile(rf"(?<!\w)(?:{any_of(told[name])})(?!\w)") for name in ("passive", "relative"))
    return auxiliary, relative
