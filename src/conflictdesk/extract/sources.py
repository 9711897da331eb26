"""Who says it: the sources of an event, as written, and whether they are the perpetrator's own voice."""

import re
from dataclasses import dataclass
from functools import lru_cache

from conflictdesk.extract.actors import UNIDENTIFIED, ActorLexicon, is_state, root
from conflictdesk.extract.fields import Filled
from conflictdesk.extract.frames import Frame
from conflictdesk.extract.lexicons import any_of, fold, load
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.references import leans, names_own_text, names_somebody, points_at_text, refers_back
from conflictdesk.extract.speech import Speaker, party, speaker_of
from conflictdesk.extract.tellers import is_silent, no_voice
from conflictdesk.records.events import Actor
from conflictdesk.records.reports import Span

# An outlet in brackets at the end of a paragraph: "(Reuters)", "(BBC), (The Times)".
BRACKETS = re.compile(r"\(([^()\d\n][^()\n]{1,48})\)")
ENDS = re.compile(r"[\s.,;]*$")


def sources_of(seen: Observations, frame: Frame, actors: ActorLexicon, who: Filled[Actor]) -> Filled[tuple[str, ...]]:
    """The words that name who says it, outlets in brackets included; each once. "Its chief" is whose chief it is."""
    marks = [m for m in _source_marks(seen, frame) if not no_voice(seen, frame, m)]
    speaker = speaker_of(seen, frame.head.span)
    if speaker is not None and not any(m.overlaps(speaker.span) for m in marks):
        of_doer = bool(who.spans) and leans(seen.words(speaker.span), seen.language)
        marks = [speaker.span, *marks] if of_doer or party(seen, speaker, actors) else marks
    spans = marks + _outlets(seen, frame.head.span)
    names: dict[str, Span] = {}
    for span in spans:
        leaning = leans(seen.words(span), seen.language)
        if leaning and who.value.canonical == UNIDENTIFIED:
            continue  # "he" is not the gunmen
        owner = who.spans[0] if who.spans and leaning else span
        names.setdefault(seen.words(owner), owner)
    sure = min((o.ownership for o in frame.labelled("source")), default=0.9 if names else 0.0)
    return Filled(tuple(names), tuple(names.values()), confidence=sure)


NEXT_WORD = re.compile(r"\s(?:\w[\w’'-]{0,40})")


def whole_name(seen: Observations, span: Span) -> Span | None:
    """The span, with the next word where it is an article alone ("The" publication); null where it names nobody."""
    if not names_somebody(seen.words(span), seen.language) and (m := NEXT_WORD.match(seen.text, span.end)):
        span = Span(span.start, m.end())
    for actor in seen.near_actors.touching(span):
        if actor.span.overlaps(span):
            span = Span(min(span.start, actor.span.start), max(span.end, actor.span.end))
    return span if names_somebody(seen.words(span), seen.language) else None


def _outlets(seen: Observations, span: Span) -> list[Span]:
    """The bracketed names with which the paragraph ends."""
    paragraph = seen.paragraph_span(span)
    end = paragraph.end
    found: list[Span] = []
    for m in reversed(list(BRACKETS.finditer(seen.text, paragraph.start, paragraph.end))):
        if not ENDS.match(seen.text[m.end() : end]) or not m.group(1)[0].isupper():
            break
        found.insert(0, Span(m.start(1), m.end(1)))
        end = m.start()
    return found


# How likely a source in another paragraph must belong to the event to count as its voice.
AFAR = 0.8


@dataclass(frozen=True, slots=True)
class Voices:
    """Who says so, told apart: the perpetrator's own voice, and everybody else's."""

    own: tuple[Span, ...] = ()
    others: tuple[Span, ...] = ()
    officials: bool = False  # among the others, some who speak for a state or its forces


def voices_of(seen: Observations, frame: Frame, actors: ActorLexicon, perpetrator: Actor) -> Voices:
    """The voices that tell of an event."""
    marks = [m for m in _source_marks(seen, frame) if not is_silent(seen, m)]
    own_text = [m for m in marks if names_own_text(seen.words(m), seen.language)]
    marks = [m for m in marks if m in own_text or not leans(seen.words(m), seen.language)]
    own = tuple(s for s in marks if own_voice(seen, s, actors, perpetrator))
    others = tuple(s for s in marks if s not in own) + tuple(_outlets(seen, frame.head.span))
    return Voices(own, others, any(_official(seen, s, actors) for s in others))


def _official(seen: Observations, source: Span, actors: ActorLexicon) -> bool:
    """Whether the words name a state's force, or whoever speaks for one."""
    who = party(seen, Speaker(source, source), actors)
    return who is not None and is_state(who.kind)


def _source_marks(seen: Observations, frame: Frame) -> list[Span]:
    """The sources marked in the event's own paragraphs, and those elsewhere that surely belong to it."""
    paragraphs = {seen.paragraph(c.trigger.span) for c in frame.triggers}
    near = [o for o in frame.labelled("source") if o.ownership >= AFAR or seen.paragraph(o.span) in paragraphs]
    marks = [span for o in near if (span := whole_name(seen, o.span)) is not None]
    marks = [m for m in marks if not any(_seat_of(seen, other, m) for other in marks)]
    return marks or _speakers(seen, frame.head.span)


# Between a speaker and where it sits: "the ministry in Ankara" is one voice.
SEATED = re.compile(r"\s(?:in|at|à|a|en|في)\s(?:the\s|la\s|le\s)?", re.I)


def _seat_of(seen: Observations, speaker: Span, span: Span) -> bool:
    """Whether words marked as a source only say where the one before them sits."""
    return speaker.end < span.start and SEATED.fullmatch(seen.text, speaker.end, span.start) is not None


LOOK_BACK = 40  # sentences of a paragraph: a hostile one has thousands


def _speakers(seen: Observations, trigger: Span) -> list[Span]:
    """Who speaks by the grammar of the event's sentence; else who spoke last before it in its paragraph."""
    paragraph = seen.paragraph_span(trigger)
    here = seen.sentence_index(trigger)
    for index in range(here, max(-1, here - LOOK_BACK), -1):
        sentence = seen.sentences[index].span
        if not paragraph.contains(sentence):
            break
        found = _speaker_pattern(seen.language).match(fold(seen.words(sentence)).lower())
        if found is not None:
            span = Span(sentence.start + found.start("who"), sentence.start + found.end("who"))
            return [span] if names_somebody(seen.words(span), seen.language) else []
    return []


@lru_cache(maxsize=16)
def _speaker_pattern(language: str) -> re.Pattern[str]:
    """Up to seven words that begin a sentence and stand before a verb of saying."""
    saying = any_of(load("agents", language)["saying"])
    return re.compile(rf"(?P<who>[^\s,;:.()]+(?:\s[^\s,;:.()]+){{0,6}}?)\s(?:{saying})(?!\w)")


def own_voice(seen: Observations, source: Span, actors: ActorLexicon, perpetrator: Actor) -> bool:
    """Whether the words name the perpetrator, its publication, or point back at one of them."""
    if any(m.overlaps(source) for m in seen.mouthpieces):
        return True
    words = seen.words(source)
    if refers_back(words, seen.language) or names_own_text(words, seen.language):
        return True
    if points_at_text(words, seen.language):
        return any(m.end <= source.start for m in seen.mouthpieces)
    mention = actors.name(words, None, seen.language)
    return mention is not None and root(mention.canonical) == root(perpetrator.canonical)
