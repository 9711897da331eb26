"""Deeds that a party tells of itself: "it had shelled", "our men", what a group's own publication tells of."""

from dataclasses import replace

from conflictdesk.extract.actors import UNIDENTIFIED, ActorLexicon, is_state
from conflictdesk.extract.fields import Context, Filled, Ground
from conflictdesk.extract.frames import Frame
from conflictdesk.extract.lexicons import load
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.pointing import BY_GRAMMAR, antecedent, spoken_of
from conflictdesk.extract.references import refers_back
from conflictdesk.extract.speech import (
    Speaker,
    party,
    speaker_of,
    speaks_for_a_party,
    speaks_of_itself,
    stands_for_speaker,
)
from conflictdesk.extract.strangers import with_article
from conflictdesk.extract.targets import harmed
from conflictdesk.extract.tellers import own_deed
from conflictdesk.records.events import Actor, TargetKind
from conflictdesk.records.mentions import ActorMention
from conflictdesk.records.reports import Span

BARE_FORCES = frozenset({"Military Forces", "Police Forces"})
SPEAKS = 0.5  # how sure it is that who tells a deed as its own did it


def by_own_text(seen: Observations, frame: Frame, actors: ActorLexicon, country: str | None) -> Filled[Actor] | None:
    """Whose deed an armed group's own publication tells of, where soldiers or civilians are hit: the group's."""
    sentences = [seen.sentence(c.trigger.span).span for c in frame.triggers]
    texts = [o.span for o in frame.labelled("source") if any(s.contains(o.span) for s in sentences)]
    own = [s for s in texts if speaks_for_a_party(seen, Speaker(s, s))]
    if not own or TargetKind.ARMED_GROUP in harmed(seen, frame, actors):
        return None
    told = antecedent(seen, own[0], "", actors, country, Context())
    if unnamed(told.value):
        return None
    return replace(told, value=Actor(None, told.value.canonical), confidence=BY_GRAMMAR, ground=Ground.GUESSED)


def speaker_itself(
    seen: Observations, frame: Frame, actors: ActorLexicon, country: str | None, found: Filled[Actor] | None
) -> Filled[Actor] | None:
    """The party that tells its own deed: "it had shelled", "our men", a force that counts the fighters it killed."""
    speaker = speaker_of(seen, frame.head.span)
    who = party(seen, speaker, actors) if speaker is not None else None
    if speaker is None or _only_confirms(seen, speaker):
        return None
    if who is None:
        return mouthpiece(seen, speaker, actors, country) if found is None else None
    words = found.value.text if found else None
    pointing = words is not None and stands_for_speaker(words, seen.language)
    fights = is_state(who.kind) and TargetKind.ARMED_GROUP in harmed(seen, frame, actors)
    itself = speaks_of_itself(seen, speaker) and not _lost_its_own(seen, frame, speaker)
    if pointing or (found is None and (itself or fights)):
        named = actors.name(who.text, own_country(seen, who, country), seen.language) or who
        canonical = None if named.canonical in BARE_FORCES else named.canonical
        spans = found.spans if found else (speaker.span,)
        said = seen.words(with_article(seen, who.span)) if who in seen.actors else who.text
        reason = f"{who.text} tells its own deed"
        return Filled(Actor(words or said, canonical), spans, reason, SPEAKS, Ground.POINTED)
    return None


def _only_confirms(seen: Observations, speaker: Speaker) -> bool:
    """Whether the words for who speaks end with what is confirmed, in a language that puts the verb first."""
    ends = load("speech", seen.language).get("it", ())
    return any(word in ends for word in seen.words(speaker.span).split()[-1:])


def _lost_its_own(seen: Observations, frame: Frame, speaker: Speaker) -> bool:
    """Whether all words for the speaker in what it says are of those who were hit: "its convoy had been hit"."""
    told = Speaker(speaker.span, Span(speaker.said.start, seen.sentence(frame.head.span).span.end), speaker.claims)
    itself, suffered = own_deed(seen, frame, told)
    return suffered and not itself


def mouthpiece(seen: Observations, speaker: Speaker, actors: ActorLexicon, country: str | None) -> Filled[Actor] | None:
    """Whose deed "the statement" or "the group" claims: that of the armed organisation named last before it."""
    itself = speaker.claims or speaks_of_itself(seen, speaker)
    if not itself or not speaks_for_a_party(seen, speaker):
        return None
    told = antecedent(seen, speaker.span, seen.words(speaker.span), actors, country, Context())
    if unnamed(told.value):
        return None
    text = told.value.text if refers_back(told.value.text or "", seen.language) else None
    return replace(told, value=Actor(text, told.value.canonical), confidence=SPEAKS)


def own_country(seen: Observations, who: ActorMention, country: str | None) -> str | None:
    """Where it happened, for what depends on it: a branch's name; a force's, if the text speaks of that state."""
    return country if not is_state(who.kind) or country in spoken_of(seen) else None


def unnamed(actor: Actor) -> bool:
    """Whether the words name no organisation."""
    return actor.canonical in (None, UNIDENTIFIED)
