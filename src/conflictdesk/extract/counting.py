"""How many were killed, wounded and abducted: which of a report's figures belong to an event."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from conflictdesk.extract.casualties import count_of
from conflictdesk.extract.fields import Filled
from conflictdesk.extract.frames import OWNER_FLOOR, Frame, Owned
from conflictdesk.extract.lexicons import any_of, fold, load
from conflictdesk.extract.observations import Observations
from conflictdesk.records.reports import Span
from conflictdesk.records.values import Count

COUNTS = ("killed", "wounded", "abducted")
AFAR = 0.7  # how likely a figure in another sentence must belong to the event to be taken for its own
OTHER_EVENT = 0.3  # how likely words must state an event for the sentence to be taken for that event's
THING_REACH = 20


def count_in(seen: Observations, frame: Frame, label: str) -> Filled[Count]:
    """The lowest and the highest of the figures that the text gives (codebook, "Numbers")."""
    spans = _counted(seen, frame, label)
    known = [c for c in (_count(seen, span, label) for span in spans) if c.known]
    if not known:
        return Filled(Count(), spans, "words without a number" if spans else "")
    reason = "the text gives several figures: the lowest and the highest" if len(set(known)) > 1 else ""
    sure = min((o.ownership for o in frame.labelled(label)), default=0.5)
    return Filled(merge_counts(known), spans, reason, sure)


def _counted(seen: Observations, frame: Frame, label: str) -> tuple[Span, ...]:
    """The frame's marks of people; else the figures that its sentences, or those going on from them, plainly count."""
    told = list(_told_in(seen, frame))
    plainly = [c.span for c in seen.counts if c.field == label]
    marks = [o for o in frame.labelled(label) if _is_count(seen, o, label)]
    near = [o.span for o in marks if any(s.contains(o.span) for s in told) or _sure_afar(seen, o, plainly)]
    if near:
        return tuple(near)
    plain = [c for c in plainly if any(s.contains(c) for s in told) and not _of_another(seen, frame, c)]
    own = [c for c in plain if seen.sentence_index(c) in {seen.sentence_index(t.trigger.span) for t in frame.triggers}]
    return tuple(own or plain)


def _told_in(seen: Observations, frame: Frame) -> Iterator[Span]:
    """The sentences that state the event, and those of the paragraph that go on from them and state no other."""
    own = {seen.sentence_index(c.trigger.span) for c in frame.triggers}
    indices = {c.index for c in frame.triggers}
    triggers = enumerate(seen.reading.triggers)
    others = {seen.sentence_index(t.span) for i, t in triggers if i not in indices and t.score >= OTHER_EVENT}
    going_on = False
    for number, sentence in enumerate(seen.sentences):
        starts = number > 0 and sentence.paragraph != seen.sentences[number - 1].paragraph
        going_on = number in own or (going_on and not starts and number not in others)
        if going_on:
            yield sentence.span


def _of_another(seen: Observations, frame: Frame, span: Span) -> bool:
    """Whether the encoder gives a figure to another event and not to this one."""
    indices = {c.index for c in frame.triggers}
    pairs = zip(seen.reading.marks, seen.reading.owners, strict=True)
    owners = [o for m, o in pairs if m.label in COUNTS and m.span.overlaps(span)]
    theirs = max((p for o in owners for i, p in o.items() if i not in indices), default=0.0)
    ours = max((p for o in owners for i, p in o.items() if i in indices), default=0.0)
    return theirs >= OWNER_FLOOR > ours


def _is_count(seen: Observations, owned: Owned, label: str) -> bool:
    """Whether a marked figure can be this count: no date, and not what the grammar plainly counts as another."""
    if any(t.span.overlaps(owned.span) and t.kind in ("DATE", "TIME") for t in seen.times):
        return False
    if _counts_things(seen, owned.span):
        return False
    plain = {c.field for c in seen.counts if c.span.overlaps(owned.span)}
    rivals = [m for m in seen.reading.marks if m.span == owned.span and m.label in COUNTS and m.label != label]
    return label in plain or not (plain or any(r.score > owned.mark.score for r in rivals))


def _counts_things(seen: Observations, span: Span) -> bool:
    """Whether the figure, or the word right after it, is of houses, vehicles, days: no people."""
    return _things(seen.language).match(fold(seen.text[span.start : span.end + THING_REACH]).lower()) is not None


@lru_cache(maxsize=16)
def _things(language: str) -> re.Pattern[str]:
    """A figure (one or two words) and a thing."""
    return re.compile(rf"(?:[\w.,-]+\s){{1,2}}(?:{any_of(load('targets', language)['things'])})(?!\w)")


def _sure_afar(seen: Observations, owned: Owned, plainly: Sequence[Span]) -> bool:
    """Whether a figure in another sentence surely belongs: words with it, or plainly counted."""
    worded = any(owned.span.overlaps(s) for s in plainly) or " " in seen.words(owned.span)
    return owned.ownership >= AFAR and worded


def _count(seen: Observations, span: Span, label: str) -> Count:
    """What a marked phrase counts; the grammar of "killed three and wounded five" knows better than its parts."""
    told = [c.count for c in seen.counts if c.field == label and c.span.overlaps(span)]
    return told[0] if told else count_of(seen.words(span), seen.language)


def merge_counts(counts: Sequence[Count]) -> Count:
    """The range that holds all of them; open above where the highest figure is ("at least 9")."""
    low = min(n for c in counts for n in (c.min, c.max) if n is not None)
    top = max(n for c in counts for n in (c.min, c.max) if n is not None)
    open_above = any(c.max is None and c.min == top for c in counts)
    open_below = all(c.min is None for c in counts)
    return Count(None if open_below else low, None if open_above else top)
