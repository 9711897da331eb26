"""Whether the accused disputes the event: it denies it, or says that another did it.

A denial counts for the event it is about: not for one told before another, in another place, that stands in between.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from conflictdesk.extract.accusers import Accusation, accusations, towns_in
from conflictdesk.extract.actors import ActorLexicon, is_state, root
from conflictdesk.extract.agents import is_patient
from conflictdesk.extract.frames import Frame
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.references import leans
from conflictdesk.extract.speech import Speaker, tellers, verb_first
from conflictdesk.records.events import Actor
from conflictdesk.records.mentions import ActorMention
from conflictdesk.records.reports import Sentence, Span
from conflictdesk.records.values import GeoPrecision

TOLD_FROM = 0.5  # how sure the encoder is of an event that may be what is denied


@dataclass(frozen=True, slots=True)
class _Side:
    """An organisation by its root, or all that stands for a state: its forces, its capital."""

    name: str | None
    country: str | None

    def at(self, seen: Observations, span: Span, actors: ActorLexicon) -> bool:
        """Whether the words name it."""
        whole = actors.name(seen.words(span), None, seen.language)
        named = [*seen.near_actors.touching(span), *([whole] if whole else [])]
        if any(self.name is not None and root(a.canonical) == self.name for a in named):
            return True
        states = {a.country for a in named if is_state(a.kind)} | {p.country for _, p in seen.places_in(span)}
        return self.country is not None and self.country in states


@dataclass(frozen=True, slots=True)
class CounterBlame:
    """Who is accused of the event, and the words with which it lays it to somebody else."""

    side: _Side
    said: Span

    @property
    def accused(self) -> str | None:
        """The root of its name; null for a state as such."""
        return self.side.name


def denial_of(seen: Observations, frame: Frame, perpetrator: Actor) -> Span | None:
    """A denial after the event, in its paragraph, by the actor who is said to have done it."""
    told = frame.head.span
    reach = seen.around(told)
    for cue in (c for c in seen.near_cues.touching(reach) if c.meaning == "denied" and c.span.start > told.start):
        sentence = seen.sentence(cue.span).span
        accused = (a for a in seen.near_actors.touching(sentence) if _speaks_at(seen, a.span, cue.span))
        near = perpetrator.canonical is not None and seen.paragraph(cue.span) == seen.paragraph(told)
        denies = near and (
            any(root(a.canonical) == root(perpetrator.canonical) for a in accused)
            or _by_capital(seen, perpetrator, cue.span)
        )
        if denies and not _another_between(seen, frame, cue.span):
            return cue.span
    return None


def _speaks_at(seen: Observations, who: Span, verb: Span) -> bool:
    """Whether who is named is the subject of the verb: before it, or behind it where the verb comes first."""
    return who.start >= verb.end if verb_first(seen.language) else who.end <= verb.start


def denies_another(seen: Observations, frame: Frame) -> bool:
    """Whether all that is denied after the event, in its paragraph, is another that is told in between."""
    last = seen.sentence(frame.triggers[-1].trigger.span).span
    denied = [c.span for c in seen.near_cues.touching(seen.around(last)) if c.meaning == "denied"]
    denied = [span for span in denied if span.start >= last.end]
    return bool(denied) and all(_another_between(seen, frame, span) for span in denied)


def _by_capital(seen: Observations, perpetrator: Actor, verb: Span) -> bool:
    """Whether a town alone is the subject of the verb, in the country whose force did it ("Kigali denied it")."""
    states = {a.country for a in seen.actors if a.canonical == perpetrator.canonical and is_state(a.kind)} - {None}
    around = Span(max(seen.sentence(verb).span.start, verb.start - NEAR), verb.start)
    subject = seen.places_in(around)[-1:] if states and not verb_first(seen.language) else []
    named = [t.span for t, p in subject if p.country in states]
    opens = any(ALONE.search(seen.text[around.start : span.start]) for span in named)
    return opens and any(SMALL.fullmatch(seen.text, span.end, verb.start) for span in named)


ALONE = re.compile(r"(?:^|[.;,:]\s)$")
SMALL = re.compile(r"\s(?:\w{1,5}\s)?")


def _another_between(seen: Observations, frame: Frame, word: Span) -> bool:
    """Whether another event, in a town that the event's sentences do not name, is told before the word, and the rest
    of its sentence does not name a town of the event's."""
    own = [c.trigger.span for c in frame.triggers]
    here = {name for s in own for name in towns_in(seen, seen.sentence(s).span)}
    if here & towns_in(seen, Span(word.end, max(word.end, seen.sentence(word).span.end))):
        return False
    between = Span(min(seen.sentence(own[-1]).span.end, word.start), word.start)
    others = (t for t in seen.near_triggers.touching(between) if t.score >= TOLD_FROM and t.span not in own)
    return any(towns_in(seen, seen.sentence(t.span).span) - here for t in others) if here else False


def counter_blame(seen: Observations, frame: Frame, actors: ActorLexicon) -> CounterBlame | None:
    """What the accused answers to who accuses it of the event, in its paragraph: that somebody else did it."""
    first = seen.sentence_index(frame.triggers[0].trigger.span)
    after = [s for s in seen.sentences[first : first + LOOK_AHEAD] if s.paragraph == seen.sentences[first].paragraph]
    for number, sentence in enumerate(after):
        for told in accusations(seen, sentence.span):
            accused = _accused(seen, told, actors)
            if accused is not None and not _another_between(seen, frame, told.accuser):
                answered = next(_answers(seen, frame, told, accused, after[number:], actors), None)
                if answered is not None:
                    return answered
    return None


def without_answer(seen: Observations, frame: Frame, actors: ActorLexicon) -> Frame:
    """The frame, of the marks for the accused and for whom it accuses in turn with one side's only.

    It is laid to the organisation that was accused first; a state as such is less than a force that is named.
    """
    blame = counter_blame(seen, frame, actors)
    if blame is None:
        return frame
    marks = frame.labelled("perpetrator")
    answer = [o for o in marks if blame.said.contains(o.span)]
    accused = [o for o in marks if o not in answer and blame.side.at(seen, o.span, actors)]
    out = (answer if blame.accused is not None else accused) if answer and accused else []
    return replace(frame, marks=tuple(o for o in frame.marks if o not in out))


NEAR = 60  # characters behind a verb of accusing in which a state's name stands
LOOK_AHEAD = 8  # sentences after the event's first in which it is accused of it and answers


def _answers(
    seen: Observations,
    frame: Frame,
    told: Accusation,
    accused: _Side,
    after: Sequence[Sentence],
    actors: ActorLexicon,
) -> Iterator[CounterBlame]:
    for speaker in (t for s in after for t in tellers(seen, s.span) if t.span.start >= told.accuser.end):
        doers = _laid_to(seen, frame, speaker, actors)
        if not doers or any(accused.at(seen, d, actors) for d in doers):
            continue
        if accused.at(seen, speaker.span, actors) or _throws_back(seen, told, speaker, doers, actors):
            yield CounterBlame(accused, speaker.said)


def _throws_back(
    seen: Observations, told: Accusation, speaker: Speaker, doers: Sequence[Span], actors: ActorLexicon
) -> bool:
    """Whether another than the accuser lays it to the accuser: by what name ever, it speaks for the accused."""
    named = actors.name(seen.words(told.accuser).strip(), None, seen.language)
    accuser = _side(named) if named is not None else None
    if accuser is None or accuser.at(seen, speaker.span, actors):
        return False
    return all(accuser.at(seen, doer, actors) for doer in doers)


def _laid_to(seen: Observations, frame: Frame, speaker: Speaker, actors: ActorLexicon) -> list[Span]:
    """Whom the speaker lays it to: by marks, else a party at the head of what it says, with what it did behind."""
    start = max(speaker.said.start, speaker.span.end)
    said = Span(start, max(start, speaker.said.end))
    marks = [o.span for o in frame.labelled("perpetrator") if said.contains(o.span)]
    marks = [m for m in marks if not leans(seen.words(m), seen.language)]
    phrases = (s for s in actors.phrases(seen.words(said), seen.language) if s.start <= HEAD)
    heads = [Span(start + s.start, start + s.end) for s in phrases]
    return marks or [h for h in heads if not is_patient(seen, h) and _deed_behind(seen, Span(h.end, said.end))][:1]


HEAD = 12  # characters from the verb of saying to the subject of what is said ("that the")


def _deed_behind(seen: Observations, span: Span) -> bool:
    """Whether the words tell of a kind of violence or of a weapon."""
    return any(span.contains(word.span) for word in seen.near_kinds.touching(span))


def _accused(seen: Observations, told: Accusation, actors: ActorLexicon) -> _Side | None:
    """Who is accused: an actor; else the country whose name follows the verb ("blamed Ukraine")."""
    if told.accused is not None:
        return _side(told.accused)
    end = min(seen.sentence(told.accuser).span.end, told.accuser.end + NEAR)  # words may pass a full stop
    behind = Span(told.accuser.end, max(told.accuser.end, end))
    states = (p.country for _, p in seen.places_in(behind) if p.precision is GeoPrecision.COUNTRY and p.country)
    if told.condemns or verb_first(seen.language):
        return None
    country = next(states, None) or _state_behind(seen, behind, actors)
    return _Side(None, country) if country else None


def _state_behind(seen: Observations, behind: Span, actors: ActorLexicon) -> str | None:
    """The country that a word right behind the verb names ("blamed Ukraine", "accuse l'Ukraine")."""
    words = VERB_AND_NAME.match(seen.text, behind.start, behind.end)
    told = (actors.name(word, None, seen.language) for word in words[0].split()[1:]) if words else ()
    return next((who.country for who in told if who is not None and is_state(who.kind) and who.country), None)


VERB_AND_NAME = re.compile(r"[^\s,;:.()]+(?:\s[^\s,;:.()]+){1,3}")


def _side(actor: ActorMention) -> _Side:
    return _Side(root(actor.canonical), actor.country if is_state(actor.kind) else None)
