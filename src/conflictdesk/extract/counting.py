"""How many were killed, wounded and abducted: which of a report's figures belong to an event."""

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

from conflictdesk.extract.actors import ActorLexicon, is_state
from conflictdesk.extract.breakdowns import counted_before, is_harmless, is_part, led, led_by, parts, words_before
from conflictdesk.extract.casualties import count_of, told_together
from conflictdesk.extract.fields import Filled, Ground
from conflictdesk.extract.frames import OWNER_FLOOR, Frame, Owned
from conflictdesk.extract.lexicons import any_of, fold, load
from conflictdesk.extract.numbers import numerals
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.sides import Side
from conflictdesk.extract.targets import PEOPLE
from conflictdesk.extract.weapons import UNARMED
from conflictdesk.records.events import EventType, TargetKind
from conflictdesk.records.reports import Span
from conflictdesk.records.values import Count

COUNTS = ("killed", "wounded", "abducted")
AFAR = 0.7  # how likely a figure in another sentence must belong to the event to be taken for its own
STATED = 0.5  # how likely words must state another event to keep the figures of their sentence to it
OTHER_EVENT = 0.3  # how likely words must state an event for the sentence to be taken for that event's
THING_REACH = 20
PART_REACH = 60  # characters after a toll in which words say how many of it attacked


def own_side(actor: str | None, target: TargetKind) -> Set[TargetKind]:
    """What kind of people are the attackers' own, whose dead are not counted (codebook, "Numbers")."""
    if is_state(actor or ""):
        return FORCES if target is TargetKind.ARMED_GROUP else frozenset()
    return frozenset() if target is TargetKind.ARMED_GROUP else FIGHTERS


FORCES, FIGHTERS = frozenset({TargetKind.MILITARY, TargetKind.POLICE}), frozenset({TargetKind.ARMED_GROUP})


def count_in(
    seen: Observations, frame: Frame, label: str, event: EventType, actors: ActorLexicon, own: Set[TargetKind]
) -> Filled[Count]:
    """The lowest and the highest of the figures that the text gives (codebook, "Numbers")."""
    spans = _counted(seen, frame, label)
    if (label == "killed" and event in UNARMED) or (label == "abducted" and event is EventType.ARRESTS):
        spans = tuple(s for s in spans if any(c.field == label for c in seen.near_counts.touching(s)))
    side = Side(own, seen.language, actors)
    known = _rivals(seen, _others(seen, frame, spans, side, label), label, side)
    if not known:
        return Filled(Count(), spans, "words without a number" if spans else "")
    sure = min((o.ownership for o in frame.labelled(label)), default=0.5)
    if len(set(known)) > 1:
        reason = "the text gives several figures: the lowest and the highest"
        return Filled(merge_counts(known), spans, reason, sure, Ground.SEVERAL)
    ground = Ground.TOLD if frame.labelled(label) else Ground.BESIDE
    return Filled(merge_counts(known), spans, "", sure, ground)


def _others(seen: Observations, frame: Frame, spans: tuple[Span, ...], side: Side, label: str) -> tuple[Span, ...]:
    """The figures without the attackers' own people; all, where nobody else is counted, but for "attackers"."""
    if not side.own:
        return spans
    spans = tuple(span for span in spans if not side.attackers(_people(seen, span, label).of(seen.text)))
    sentences = [seen.sentence(c.trigger.span).span for c in frame.triggers]
    told = [c.span for s in sentences for c in seen.near_counts.touching(s) if c.field in PEOPLE]
    heard = [*(_people(seen, span, label).of(seen.text) for span in spans), *map(seen.words, told)]
    only = [side.holds(words) for words in heard]
    return spans if all(only) else tuple(span for span, theirs in zip(spans, only, strict=False) if not theirs)


def _people(seen: Observations, span: Span, label: str) -> Span:
    """The people of whom a mark is the figure: those whom the grammar counts there, or those told beside it."""
    told = [c.span for c in seen.near_counts.touching(span) if c.field == label]
    return told[0] if told else _and_beside(seen, span)


def _counted(seen: Observations, frame: Frame, label: str) -> tuple[Span, ...]:
    """The frame's marks of people; else the figures that its sentences, or those going on from them, plainly count."""
    told = list(_told_in(seen, frame))
    own = {seen.sentence_index(t.trigger.span) for t in frame.triggers}
    marks = [o for o in frame.labelled(label) if _is_count(seen, o, label)]
    if any(c.field == label for n in own for c in seen.near_counts.touching(seen.sentences[n].span)):
        marks = [o for o in marks if not _of_others(seen, frame, o)]
    near = [o.span for o in marks if any(s.contains(o.span) for s in told) or _sure_afar(seen, o, label)]
    plainly = [c for s in told for c in _plain(seen, s, label) if s.contains(c)]
    plain = [c for c in plainly if not _of_another(seen, frame, c)]
    if any(_count(seen, span, label).known for span in near):
        return (*near, *(c for c in plain if led_by(seen, c, "later")))  # "rose to 14 after two of the wounded died"
    # The encoder sees the killed of other sentences well: what it does not mark there is another event's.
    here = [c for c in plain if seen.sentence_index(c) in own]
    return tuple(here or (near if label == "killed" else plain or near))


def _plain(seen: Observations, span: Span, label: str) -> list[Span]:
    """The people that the grammar plainly counts there."""
    counts = [c.span for c in seen.near_counts.touching(span) if c.field == label]
    return [c for c in counts if not _is_thing(seen, c)]


def _told_in(seen: Observations, frame: Frame) -> Iterator[Span]:
    """The sentences that state the event, and those of the paragraph that go on from them and state no other."""
    own = {seen.sentence_index(c.trigger.span) for c in frame.triggers}
    done = -1
    for first in sorted(own):
        number = max(first, done + 1)
        while number < len(seen.sentences) and (number in own or _goes_on(seen, frame, number)):
            yield seen.sentences[number].span
            done = number
            number += 1


def _goes_on(seen: Observations, frame: Frame, number: int) -> bool:
    """Whether a sentence is of the paragraph of the one before it, and states no other event."""
    if number == 0 or seen.sentences[number].paragraph != seen.sentences[number - 1].paragraph:
        return False
    indices = {c.index for c in frame.triggers}
    near = seen.near_triggers.numbers(seen.sentences[number].span)
    return not any(n not in indices and seen.reading.triggers[n].score >= OTHER_EVENT for n in near)


def _of_another(seen: Observations, frame: Frame, span: Span) -> bool:
    """Whether the encoder gives a figure to another event and not to this one."""
    indices = {c.index for c in frame.triggers}
    near = seen.near_marks.numbers(span)
    owners = [seen.reading.owners[n] for n in near if seen.reading.marks[n].label in COUNTS]
    theirs = max((p for o in owners for i, p in o.items() if i not in indices), default=0.0)
    ours = max((p for o in owners for i, p in o.items() if i in indices), default=0.0)
    return theirs >= OWNER_FLOOR > ours


def _of_others(seen: Observations, frame: Frame, owned: Owned) -> bool:
    """Whether a figure's own sentence states another event, to which it belongs at least as likely."""
    sentence = seen.sentence(owned.span).span
    if any(sentence.contains(c.trigger.span) for c in frame.triggers):
        return False
    near = {n for n in seen.near_triggers.numbers(sentence) if seen.reading.triggers[n].score >= STATED}
    owners = [
        seen.reading.owners[m] for m in seen.near_marks.numbers(owned.span) if seen.reading.marks[m] == owned.mark
    ]
    return any(p >= owned.ownership for told in owners for n, p in told.items() if n in near)


def _is_count(seen: Observations, owned: Owned, label: str) -> bool:
    """Whether a marked figure can be this count: no date, and not what the grammar plainly counts as another."""
    if any(t.kind in ("DATE", "TIME") for t in seen.near_times.touching(owned.span)):
        return False
    near = seen.near_marks.touching(owned.span)
    if _counts_things(seen, owned.span) or any(m.label == "weapon" for m in near):
        return False
    plain = {c.field for c in seen.near_counts.touching(owned.span)}
    if not plain and (led_by(seen, owned.span, "doers") or is_harmless(seen, owned.span)):
        return False
    if not plain and " " not in seen.words(owned.span) and led_by(seen, owned.span, "order"):
        return False  # "another one" goes on with a list of deeds
    if not plain and is_part(seen, owned.span) and counted_before(seen, owned.span) not in (None, label):
        return False
    rivals = [m for m in near if m.span == owned.span and m.label in COUNTS and m.label != label]
    return label in plain or not (plain or any(r.score > owned.mark.score for r in rivals))


def _counts_things(seen: Observations, span: Span) -> bool:
    """Whether the figure, or the word right after it, is of houses, vehicles, days: no people."""
    return _things(seen.language).match(fold(seen.text[span.start : span.end + THING_REACH]).lower()) is not None


def _is_thing(seen: Observations, span: Span) -> bool:
    """Whether a counted phrase is a figure and a thing, and no more ("a drone", not "two village guards")."""
    return _things(seen.language).fullmatch(fold(seen.words(span)).lower()) is not None


@lru_cache(maxsize=16)
def _things(language: str) -> re.Pattern[str]:
    """A figure (one or two words) and a thing."""
    return re.compile(rf"(?:[\w.,-]+\s){{1,2}}(?:{any_of(load('targets', language)['things'])})(?!\w)")


def _sure_afar(seen: Observations, owned: Owned, label: str) -> bool:
    """Whether a figure in another sentence surely belongs: words with it, or plainly counted."""
    worded = bool(_plain(seen, owned.span, label)) or " " in seen.words(owned.span)
    return owned.ownership >= AFAR and worded


def _count(seen: Observations, span: Span, label: str) -> Count:
    """What a marked phrase counts; the grammar of "killed three and wounded five" knows better than its parts."""
    told = [c.count for c in seen.near_counts.touching(span) if c.field == label]
    if told:
        return told[0]
    count = count_of(seen.words(_and_beside(seen, span)), seen.language)
    return Count() if _is_age(seen, span) else count


def _victims(seen: Observations, span: Span, label: str, side: Side) -> Count:
    """What a marked phrase counts, without the doers' own who are told beside the victims."""
    people = _people(seen, span, label)
    told = people.of(seen.text)
    others = side.victims(told)
    count = _count(seen, span, label) if others == told else count_of(others, seen.language)
    end = min(seen.sentence(people).span.end, people.end + PART_REACH)
    return _less(count, side.fallen(seen.text[people.start : end]))


def _less(count: Count, fallen: int) -> Count:
    """A count without those of the toll who attacked; as it is, where they would be all of it."""
    if not fallen or any(n is not None and n <= fallen for n in (count.min, count.max)):
        return count
    return Count(*(None if n is None else n - fallen for n in (count.min, count.max)))


def _and_beside(seen: Observations, span: Span) -> Span:
    """A marked figure with the people told in one breath with it ("eleven policemen and two soldiers")."""
    end = told_together(seen.text, span.start, seen.sentence(span).span.end, seen.language)
    return Span(span.start, max(span.end, end))


def _is_age(seen: Observations, span: Span) -> bool:
    """Whether a bare number stands between commas, as an age does ("Omar K., fifteen, was")."""
    before, after = words_before(seen, span), seen.text[span.end : span.end + 1]
    told = (before.endswith(", ") and after == ",") or (after in ".,;" and led(seen.language, "age").search(before))
    return bool(told) and numerals(seen.language).value(seen.words(span)) is not None


def _rivals(seen: Observations, spans: Sequence[Span], label: str, side: Side) -> list[Count]:
    """The figures that rival each other: beside a toll, a single person or nobody is part of what is told of it.

    "Three people were killed ... a policeman was beheaded" is three; but "one soldier, says the army, four, says the
    other side" are two who disagree.
    """
    standing = [span for span in spans if not led_by(seen, span, "retracted")]
    known = [(span, count) for span in standing if (count := _victims(seen, span, label, side)).known]
    known = [(span, count) for span, count in known if _top(count) > 1 or not _is_silent(seen, span)]
    known = [(span, count) for span, count in known if not (_top(count) == 0 and led_by(seen, span, "own"))]
    later = [(span, count) for span, count in known if led_by(seen, span, "later")]
    apart = parts(seen, [span for span, _ in known])
    whole = [(s, c) for s, c in known if s not in apart and not led_by(seen, s, "earlier")]
    known = later[-1:] or whole or known
    most = min(2, max((_top(count) for _, count in known), default=0))  # what is less than this is a part
    tolls = [span for span, count in known if _top(count) >= most]
    return [count for span, count in known if _top(count) >= most or _disputed(seen, span, tolls)]


SILENT_REACH = 40  # characters before "no dead" in which a verb says that somebody names none


def _is_silent(seen: Observations, span: Span) -> bool:
    """Whether somebody names or mentions no dead, which says nothing of how many there are."""
    start = max(seen.sentence(span).span.start, span.start - SILENT_REACH)
    told = _silent(seen.language).search(fold(seen.text[start : span.end + THING_REACH]).lower())
    return told is not None and start + told.start() < span.end


@lru_cache(maxsize=16)
def _silent(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)[وف]?(?:{any_of(load('casualties', language)['silent'])})(?!\w)")


def _disputed(seen: Observations, single: Span, tolls: Sequence[Span]) -> bool:
    """Whether a sentence gives a single person and a toll, each by another source."""
    sentence = seen.sentence(single).span
    sources = [m.span for m in seen.near_marks.touching(sentence) if m.label == "source"]
    return len(sources) > 1 and any(sentence.contains(toll) for toll in tolls)


def _top(count: Count) -> int:
    return max(n for n in (count.min, count.max) if n is not None)


def merge_counts(counts: Sequence[Count]) -> Count:
    """The range that holds all of them; open above where the highest figure is ("at least 9")."""
    low = min(n for c in counts for n in (c.min, c.max) if n is not None)
    top = max(n for c in counts for n in (c.min, c.max) if n is not None)
    open_above = any(c.max is None and c.min == top for c in counts)
    open_below = all(c.min is None for c in counts)
    return Count(None if open_below else low, None if open_above else top)
