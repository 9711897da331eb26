"""All who may have done it: by marks, by unmarked words, by what parties tell of themselves, by what is told before."""

from collections.abc import Iterable, Iterator

from conflictdesk.extract.accusers import is_condemned
from conflictdesk.extract.actors import ARMED, UNIDENTIFIED, ActorLexicon
from conflictdesk.extract.aftermath import comes_after
from conflictdesk.extract.agents import CLEAR, agent_of, is_among
from conflictdesk.extract.doers import Doer
from conflictdesk.extract.fields import Context, Filled, Ground
from conflictdesk.extract.frames import Frame, Owned
from conflictdesk.extract.headlines import headline
from conflictdesk.extract.naming import named_by
from conflictdesk.extract.observations import Observations, Shelf
from conflictdesk.extract.own_deeds import by_own_text, speaker_itself, unnamed
from conflictdesk.extract.pointing import BY_GRAMMAR
from conflictdesk.extract.signs import Signs, in_title
from conflictdesk.extract.strangers import (
    UNMARKED,
    gives_way,
    makes_arrests,
    owns_target,
    speaks_of_it,
    stands_by,
    suffers,
)
from conflictdesk.extract.tellers import HIT, only_tells
from conflictdesk.extract.weapons import weapon_of
from conflictdesk.records.events import Actor, WeaponKind
from conflictdesk.records.mentions import ActorMention
from conflictdesk.records.reports import Mark, Span, Trigger

MARK_FLOOR = 0.25  # below this a mark says nothing
TITLED = 2  # names of a title that may be of who acts


def candidates(
    seen: Observations, frame: Frame, actors: ActorLexicon, country: str | None, context: Context
) -> tuple[list[Doer], dict[str, float]]:
    """All who may have done it with their signs, and the signs that nobody is named."""

    def named(marks: Iterable[Owned]) -> list[tuple[Owned, Filled[Actor]]]:
        return [(o, who) for o in marks if (who := named_by(seen, o, actors, country, context)) is not None]

    marks = [o for o in frame.labelled("perpetrator") if o.mark.score >= MARK_FLOOR]
    marks = [o for o in marks if not gives_way(seen, frame, o.span)]
    own = [o for o in marks if beside_it(seen, frame, o)]
    marks = own + [o for o in marks if o not in own and not (own and stands_by(seen, o.span))]
    marked = named(o for o in marks if not is_among(seen, o.span))
    marked = [(o, _of_speaker(seen, frame, actors, country, who)) for o, who in marked]
    marked = [(o, who) for o, who in marked if beside_it(seen, frame, o) or not owns_target(seen, frame, who.value)]
    words = [(o, who) for o, who in named(_words(seen, frame, actors)) if not owns_target(seen, frame, who.value)]
    signs = Signs(seen, frame, actors, context, tuple(who.value for _, who in marked))
    doers = [Doer(who, signs.of_mark(o, who) | _against(seen, frame, o, who)) for o, who in marked]
    doers += [Doer(who, signs.of_word(o, who) | _against(seen, frame, o, who)) for o, who in words]
    gunmen = any(beside_it(seen, frame, o) and who.value.canonical == UNIDENTIFIED for o, who in marked)
    spoken = () if gunmen else _speakers(seen, frame, actors, country)
    rest = [*spoken, *_told_of(seen, frame, actors, country, context)]
    return doers + [Doer(who, signs.of_rest(way, who)) for way, who in rest], signs.of_nobody(doers)


def _of_speaker(
    seen: Observations, frame: Frame, actors: ActorLexicon, country: str | None, who: Filled[Actor]
) -> Filled[Actor]:
    """Of words that stand for whoever speaks ("our men"), the party that speaks; others as they are."""
    itself = speaker_itself(seen, frame, actors, country, who) if unnamed(who.value) else None
    return itself if itself is not None and not owns_target(seen, frame, itself.value) else who


def beside_it(seen: Observations, frame: Frame, owned: Owned) -> bool:
    """Whether the words stand in a sentence that states the event."""
    return any(seen.sentence_index(owned.span) == seen.sentence_index(c.trigger.span) for c in frame.triggers)


def _against(seen: Observations, frame: Frame, owned: Owned, who: Filled[Actor]) -> dict[str, float]:
    """The signs that the words are of those who were hit."""
    inside = any(o.span.contains(owned.span) for label in HIT for o in frame.labelled(label))
    return {"harmed": float(inside), "owns_target": float(owns_target(seen, frame, who.value))}


def _words(seen: Observations, frame: Frame, actors: ActorLexicon) -> Iterator[Owned]:
    """Words of the event's sentences for somebody who may act, where the encoder marks none.

    Who was hit, whom a mark has for something else, and who only tells of it is no doer by mere words.
    """
    other: Shelf[Mark | Trigger] = Shelf([*(o.mark for o in frame.marks), *(c.trigger for c in frame.triggers)])
    for index in sorted({seen.sentence_index(c.trigger.span) for c in frame.triggers}):
        sentence = seen.sentences[index].span
        for s in actors.phrases(seen.words(sentence), seen.language):
            span = Span(sentence.start + s.start, sentence.start + s.end)
            taken = other.numbers(span) or weapon_of(seen.words(span), seen.language) in KNOWN
            if not (taken or _is_stranger(seen, frame, span, actors)):
                yield Owned(Mark("perpetrator", span, UNMARKED), UNMARKED)


KNOWN = frozenset(WeaponKind) - {WeaponKind.UNKNOWN}


Way = tuple[str, Filled[Actor]]


def _speakers(seen: Observations, frame: Frame, actors: ActorLexicon, country: str | None) -> Iterator[Way]:
    """The party that tells its own deed, and whose own publication tells of it."""
    itself = speaker_itself(seen, frame, actors, country, None)
    if itself is not None and not owns_target(seen, frame, itself.value):
        yield "speaker", itself
    own = by_own_text(seen, frame, actors, country)
    if own is not None:
        yield "own_text", own


def _told_of(
    seen: Observations, frame: Frame, actors: ActorLexicon, country: str | None, context: Context
) -> Iterator[Way]:
    """Whom the grammar makes the doer, who did what is told before, and whom paragraph, report and title name."""
    grammar = by_grammar(seen, frame, actors, country)
    if grammar is not None:
        yield "grammar", grammar
    condemned = all(is_condemned(seen, c.trigger.span) for c in frame.triggers)
    before = context.perpetrator
    if before is not None and not condemned:  # what somebody condemns is not by whoever did what is told before it
        yield "carried", _guessed(before.value.canonical, before.spans, "who did what is told before it")
    for way, told in _beside(seen, frame, actors):
        named = actors.name(told.text, country, seen.language) or told
        hit = owns_target(seen, frame, Actor(None, told.canonical), HIT)
        where = way.removesuffix(", another's")
        if hit or (where != "title" and _is_stranger(seen, frame, told.span, actors)):
            continue
        spans = () if where == "title" else (told.span,)
        yield way, _guessed(named.canonical, spans, f"{told.text} is named {WHERE[where]}")


def _is_stranger(seen: Observations, frame: Frame, span: Span, actors: ActorLexicon) -> bool:
    """Whether the words are of who was hit, who tells of it, accuses, condemns or denies."""
    marks = [m.span for m in seen.near_marks.touching(span) if m.label == "perpetrator" and m.span.contains(span)]
    hit = suffers(seen, frame, span) or any(is_among(seen, mark) for mark in marks)
    aside = stands_by(seen, span) or makes_arrests(seen, frame, span)
    return hit or aside or gives_way(seen, frame, span) or speaks_of_it(seen, frame, span, actors)


WHERE = {
    "last": "before it",
    "next": "after it",
    "only": "alone in the report",
    "main": "most in the report",
    "title": "in the title",
}


def _beside(seen: Observations, frame: Frame, actors: ActorLexicon) -> Iterator[tuple[str, ActorMention]]:
    """The parties named last before the event in its paragraph, next after it, most in the report, in its title.

    Of the next one and of the title it is told whether they are as likely another event's.
    """
    head = frame.head.span
    told = [a for a in seen.near_actors.touching(seen.around(head)) if _fights(a)]
    yield from (("last", a) for a in [a for a in told if a.span.start <= head.start][-1:])
    after = [a for a in told if a.span.start > head.start][:1]
    yield from (("next, another's" if _of_another(seen, frame, a.span) else "next", a) for a in after)
    if seen.most_told is not None:
        group, alone = seen.most_told
        yield "only" if alone else "main", group
    titled = "title" if _leads(seen, frame) else "title, another's"
    yield from ((titled, a) for a in in_title(seen, actors)[:TITLED])


def _of_another(seen: Observations, frame: Frame, later: Span) -> bool:
    """Whether another event is told up to words after this one, or in their sentence: they are as likely its doer."""
    own, start = {c.trigger.span for c in frame.triggers}, frame.head.span.end
    apart = seen.sentence_index(later) != seen.sentence_index(frame.head.span)
    reach = Span(start, max(start, seen.sentence(later).span.end if apart else later.start))
    return any(t.score >= CLEAR and t.span not in own for t in seen.near_triggers.touching(reach))


def _leads(seen: Observations, frame: Frame) -> bool:
    """Whether the report tells of the event first, or in the paragraph of the first: a title is of that one."""
    above = headline(seen)
    told = (t.span for t in seen.reading.triggers if t.score >= CLEAR)
    first = min((t for t in told if above is None or not above.contains(t)), default=frame.head.span)
    return seen.paragraph(frame.head.span) <= seen.paragraph(first)


def _fights(who: ActorMention) -> bool:
    return who.kind in ARMED or who.kind in ("state", "police", "coalition")


def _guessed(canonical: str | None, spans: tuple[Span, ...], reason: str) -> Filled[Actor]:
    return Filled(Actor(None, canonical), spans, reason, BY_GRAMMAR, Ground.GUESSED)


def by_grammar(seen: Observations, frame: Frame, actors: ActorLexicon, country: str | None) -> Filled[Actor] | None:
    """The actor that the sentence's grammar or a claim makes the doer."""
    found = agent_of(seen, frame, actors)
    if found is None:
        return None
    mention, reason = found
    if only_tells(seen, frame, mention.span, actors) or comes_after(seen, mention.span):
        return None
    named = actors.name(mention.text, country, seen.language) or mention
    return Filled(Actor(mention.text or None, named.canonical), (mention.span,), reason, BY_GRAMMAR, Ground.GUESSED)
