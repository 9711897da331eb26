"""Who says so, and how sure the text is: sources, status, and who claims an event.

A claim is not an event: what only the perpetrator says stays "claimed", whatever else the sentence sounds like.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from conflictdesk.extract.actors import UNIDENTIFIED, ActorLexicon, is_state
from conflictdesk.extract.fields import Filled, most_likely
from conflictdesk.extract.frames import Frame
from conflictdesk.extract.lexicons import any_of, fold, key, load
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.references import leans, names_own_text, names_somebody, points_at_text, refers_back
from conflictdesk.extract.speech import Speaker, party, speaker_of, speaks_for_a_party, speaks_of_itself
from conflictdesk.extract.targets import harmed
from conflictdesk.records.events import Actor, Status, TargetKind
from conflictdesk.records.mentions import ActorMention, Cue
from conflictdesk.records.reports import Span

# An outlet in brackets at the end of a paragraph: "(Reuters)", "(BBC), (The Times)".
BRACKETS = re.compile(r"\(([^()\d\n][^()\n]{1,48})\)")
FORCES = frozenset({TargetKind.MILITARY, TargetKind.POLICE, TargetKind.GOVERNMENT})
ENDS = re.compile(r"[\s.,;]*$")


def sources_of(seen: Observations, frame: Frame, actors: ActorLexicon, who: Filled[Actor]) -> Filled[tuple[str, ...]]:
    """The words that name who says it, outlets in brackets included; each once. "Its chief" is whose chief it is."""
    marks = _source_marks(seen, frame)
    speaker = speaker_of(seen, frame.head.span)
    if speaker is not None and party(seen, speaker, actors) and not any(m.overlaps(speaker.span) for m in marks):
        marks = [speaker.span, *marks]
    spans = marks + _outlets(seen, frame.head.span)
    names: dict[str, Span] = {}
    for span in spans:
        owner = who.spans[0] if who.spans and leans(seen.words(span), seen.language) else span
        names.setdefault(seen.words(owner), owner)
    sure = min((o.ownership for o in frame.labelled("source")), default=0.9 if names else 0.0)
    return Filled(tuple(names), tuple(names.values()), confidence=sure)


NEXT_WORD = re.compile(r"\s(?:\w[\w’'-]{0,40})")


def whole_name(seen: Observations, span: Span) -> Span | None:
    """The span, with the next word where it is an article alone ("The" publication); null where it names nobody."""
    if not names_somebody(seen.words(span), seen.language) and (m := NEXT_WORD.match(seen.text, span.end)):
        span = Span(span.start, m.end())
    for actor in seen.actors:
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


def status_of(
    seen: Observations, frame: Frame, actors: ActorLexicon, perpetrator: Actor, kind: str | None
) -> Filled[Status]:
    """The codebook's five, as the encoder reads them, held to who says so.

    Of an armed group's deed, its own word alone is a claim, beside others' a confirmation; without its word there is
    neither. Denials and doubts the encoder decides.
    """
    name, p = most_likely(frame.head.statuses, Status.REPORTED)
    doubted = doubt_of(seen, frame, perpetrator)
    if doubted is not None:
        return doubted
    told = own_word(seen, frame, actors, perpetrator, kind)
    if told:
        return _own_status(told, p, kind)
    own, others = voices(seen, frame, actors, perpetrator) if kind else ((), ())
    if own and not others and not is_state(kind or ""):
        return Filled(Status.CLAIMED, own, "only the perpetrator's own word stands behind it", max(p, 0.6))
    if name in (Status.DENIED, Status.ALLEGED):
        return Filled(Status(name), confidence=p)
    if kind is None:
        return Filled(Status.REPORTED, (), "nobody is named whose word it could be", max(0.5, p))
    if is_state(kind):
        return _announced(Status(name), p, own)
    return _of_a_group(seen, frame, Status(name), p, own, others)


def _own_status(told: tuple[Span, ...], p: float, kind: str | None) -> Filled[Status]:
    """A party's own word: an authority confirms that it acted, an armed group only claims it."""
    if is_state(kind or ""):
        return Filled(Status.CONFIRMED, told, "the acting authority says so itself", max(p, 0.6))
    return Filled(Status.CLAIMED, told, "only a party's own word stands behind it", max(p, 0.6))


def own_word(
    seen: Observations, frame: Frame, actors: ActorLexicon, perpetrator: Actor, kind: str | None
) -> tuple[Span, ...]:
    """Who says so, where every sentence that tells the event is the word of the side that acted; else nobody."""
    speakers = [speaker_of(seen, c.trigger.span) for c in frame.triggers]
    own = [s for s in speakers if s is not None and _is_own(seen, frame, s, actors, perpetrator, kind)]
    return tuple(s.span for s in own) if len(own) == len(speakers) else ()


def _is_own(
    seen: Observations, frame: Frame, speaker: Speaker, actors: ActorLexicon, perpetrator: Actor, kind: str | None
) -> bool:
    who = party(seen, speaker, actors)
    if who is None:
        return speaks_for_a_party(seen, speaker) and not is_state(kind or "")
    if _same_actor(who, perpetrator):
        return True
    unnamed = perpetrator.canonical in (None, UNIDENTIFIED)
    itself = speaker.claims or speaks_of_itself(seen, speaker) or (kind is None and _harms_forces(seen, frame, actors))
    return unnamed and not is_state(who.kind) and itself


def _same_actor(who: ActorMention, perpetrator: Actor) -> bool:
    if perpetrator.canonical is None:
        return key(who.text) == key(perpetrator.text or "") != ""
    one, other = _root(who.canonical), _root(perpetrator.canonical)
    return one == other or (is_state(who.kind) and other.startswith(f"{one} "))


def _harms_forces(seen: Observations, frame: Frame, actors: ActorLexicon) -> bool:
    """Whether soldiers, police or officials are hit: what an armed group tells of them is no witness's word."""
    return not harmed(seen, frame, actors).isdisjoint(FORCES)


def _of_a_group(
    seen: Observations, frame: Frame, read: Status, p: float, own: tuple[Span, ...], others: tuple[Span, ...]
) -> Filled[Status]:
    """An armed group's deed: claimed by words of claiming alone, confirmed beside others' word, else reported."""
    claims = [c for c in cues_of(seen, frame) if c.meaning == "claimed"]
    if not own and not claims:
        return Filled(
            Status.REPORTED, (), "nobody claims it in the text", max(p if read is Status.REPORTED else 0.5, 0.5)
        )
    if others or not _only_claimed(seen, frame, claims):
        spans = own or tuple(c.span for c in claims)
        return Filled(Status.CONFIRMED, spans, "claimed, and told by others", max(p, 0.5))
    return Filled(Status.CLAIMED, own, "only words of claiming stand behind it", max(p, 0.6))


def _only_claimed(seen: Observations, frame: Frame, claims: Sequence[Cue]) -> bool:
    """Whether every sentence that tells the event tells it as a claim: the cue stands no later than the trigger."""
    return all(any(_governs(seen, cue, c.trigger.span) for cue in claims) for c in frame.triggers)


def _governs(seen: Observations, cue: Cue, trigger: Span) -> bool:
    return seen.sentence(trigger).span.contains(cue.span) and cue.span.start < trigger.end


def doubt_of(seen: Observations, frame: Frame, perpetrator: Actor) -> Filled[Status] | None:
    """A denial by the accused, or words that hedge who did it ("suspected", "blamed")."""
    for cue in (c for c in seen.cues if c.meaning == "denied"):
        sentence = seen.sentence(cue.span).span
        near = seen.paragraph(cue.span) == seen.paragraph(frame.head.span) and cue.span.start > frame.head.span.start
        accused = [a for a in seen.actors if sentence.contains(a.span) and a.span.end <= cue.span.start]
        if near and any(_root(a.canonical) == _root(perpetrator.canonical) for a in accused):
            return Filled(Status.DENIED, (cue.span,), "the accused denies it", 0.7)
    marks = [o.span for o in frame.labelled("perpetrator")]
    hedges = [c for c in seen.cues if c.meaning == "alleged" and any(_hedges(seen, c, m) for m in marks)]
    named = perpetrator.canonical is not None
    return Filled(Status.ALLEGED, (hedges[0].span,), "the text hedges who did it", 0.6) if hedges and named else None


def _hedges(seen: Observations, cue: Cue, mark: Span) -> bool:
    """Whether a hedging word stands in the words for the doer, or right before them in their sentence."""
    gap = seen.text[cue.span.end : mark.start]
    near = cue.span.end <= mark.start and len(gap) <= HEDGE_REACH and "." not in gap
    return near or mark.overlaps(cue.span)


HEDGE_REACH = 15  # characters between "suspected" or "blamed" and the words for the doer


def _announced(read: Status, p: float, own: tuple[Span, ...]) -> Filled[Status]:
    """An authority confirms its own operation by announcing it: by its own word, and not without one."""
    if own:
        return Filled(Status.CONFIRMED, own, "the acting authority says so itself", max(p, 0.6))
    return Filled(Status.REPORTED, (), "", max(0.5, p if read is Status.REPORTED else 0.0))


# How likely a source in another paragraph must belong to the event to count as its voice.
AFAR = 0.8


def voices(
    seen: Observations, frame: Frame, actors: ActorLexicon, perpetrator: Actor
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Who says so, told apart: the perpetrator's own voice, and everybody else's."""
    marks = _source_marks(seen, frame)
    own_text = [m for m in marks if names_own_text(seen.words(m), seen.language)]
    marks = [m for m in marks if m in own_text or not leans(seen.words(m), seen.language)]
    own = tuple(s for s in marks if own_voice(seen, s, actors, perpetrator))
    return own, tuple(s for s in marks if s not in own) + tuple(_outlets(seen, frame.head.span))


def _source_marks(seen: Observations, frame: Frame) -> list[Span]:
    """The sources marked in the event's own paragraphs, and those elsewhere that surely belong to it."""
    paragraphs = {seen.paragraph(c.trigger.span) for c in frame.triggers}
    near = [o for o in frame.labelled("source") if o.ownership >= AFAR or seen.paragraph(o.span) in paragraphs]
    marks = [span for o in near if (span := whole_name(seen, o.span)) is not None]
    return marks or _speakers(seen, frame.head.span)


def _speakers(seen: Observations, trigger: Span) -> list[Span]:
    """Who speaks by the grammar of the event's sentence; else who spoke last before it in its paragraph."""
    paragraph = seen.paragraph_span(trigger)
    here = seen.sentence_index(trigger)
    for index in range(here, -1, -1):
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
    return mention is not None and _root(mention.canonical) == _root(perpetrator.canonical)


def _root(canonical: str | None) -> str:
    return (canonical or "").split(" - ")[0]


def cues_of(seen: Observations, frame: Frame) -> list[Cue]:
    """The qualifying words in the sentences of the frame's triggers and of its own cue marks."""
    sentences = {seen.sentence(c.trigger.span).span for c in frame.triggers}
    sentences |= {seen.sentence(o.span).span for o in frame.labelled("cue")}
    return [c for c in seen.cues if any(s.contains(c.span) for s in sentences)]


def claimed_by(
    seen: Observations, frame: Frame, status: Status, perpetrator: Actor, kind: str | None
) -> Filled[str | None]:
    """The organisation that says it did it: the root of its name, without the branch."""
    cues = [c for c in cues_of(seen, frame) if c.meaning == "claimed"]
    says_so = status is Status.CLAIMED or (status is Status.CONFIRMED and bool(cues))
    if kind is None or is_state(kind) or kind == "unidentified" or not says_so:
        return Filled(None)
    return Filled(_root(perpetrator.canonical), tuple(c.span for c in cues), confidence=0.8 if cues else 0.5)
