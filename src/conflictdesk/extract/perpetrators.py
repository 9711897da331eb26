"""Who acts: the organisation that the words name, the unnamed ("gunmen"), or nobody.

An attack pinned on the wrong group is the worst record that there can be. So the words of the event's own sentence
come before those of others, whom it was done to is not who did it, who says so is not who did it, and what is only
claimed or alleged elsewhere makes nobody the doer without that being said.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from conflictdesk.extract.actors import ActorLexicon, is_state
from conflictdesk.extract.agents import agent_of, is_patient, speaks_of_another
from conflictdesk.extract.fields import Context, Filled
from conflictdesk.extract.frames import Frame, Owned
from conflictdesk.extract.lexicons import any_of, fold, load
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.references import leans, refers_back
from conflictdesk.extract.speech import party, speaker_of, speaks_of_itself, stands_for_speaker
from conflictdesk.extract.targets import harmed
from conflictdesk.records.events import Actor, TargetKind
from conflictdesk.records.mentions import ActorMention
from conflictdesk.records.reports import Span
from conflictdesk.records.values import GeoPrecision

UNIDENTIFIED = "Unidentified armed group"
# Below this the encoder only guesses at who acts; nobody is named on a guess.
ACTOR_FLOOR = 0.4
BARE_FORCES = frozenset({"Military Forces", "Police Forces"})
BESIDE_WORDS = 18  # characters beside a bare force in which words may take it from the state
SPOKEN_OF = 0.6  # how sure a place must be to speak for its country
SPEAKS = 0.5  # how sure it is that who tells a deed as its own did it
BY_GRAMMAR = 0.45  # below the review threshold: a person is to look at it


def perpetrator_of(
    seen: Observations, frame: Frame, actors: ActorLexicon, country: str | None, context: Context
) -> Filled[Actor]:
    """Who acts, by the marks of the event's own sentence, then by its grammar, then by what other sentences claim."""
    marks = [o for o in frame.labelled("perpetrator") if o.mark.score >= ACTOR_FLOOR and not is_patient(seen, o.span)]
    marks = [o for o in marks if not speaks_of_another(seen, o.span, frame.head.span)]
    sentences = {seen.sentence_index(c.trigger.span) for c in frame.triggers}
    own = [o for o in marks if seen.sentence_index(o.span) in sentences]
    told = [o for o in marks if o not in own and _accountable(seen, o.span)]
    found = _best(seen, own, actors, country, context)
    if found is not None and not unnamed(found.value):
        return found
    elsewhere = _best(seen, told if found else [o for o in marks if o not in own], actors, country, context)
    if elsewhere is not None and not unnamed(elsewhere.value):
        return elsewhere
    itself = _speaker(seen, frame, actors, country, found)
    if itself is not None:
        return itself
    grammar = None if found else _by_grammar(seen, frame, actors, country)
    return found or grammar or elsewhere or Filled(Actor(), reason="nobody is named")


def _speaker(
    seen: Observations, frame: Frame, actors: ActorLexicon, country: str | None, found: Filled[Actor] | None
) -> Filled[Actor] | None:
    """The party that tells its own deed: "it had shelled", "our men", a force that counts the fighters it killed."""
    speaker = speaker_of(seen, frame.head.span)
    who = party(seen, speaker, actors) if speaker is not None else None
    if speaker is None or who is None:
        return None
    words = found.value.text if found else None
    pointing = words is not None and stands_for_speaker(words, seen.language)
    fights = is_state(who.kind) and TargetKind.ARMED_GROUP in harmed(seen, frame, actors)
    if pointing or (found is None and (speaks_of_itself(seen, speaker) or fights)):
        named = actors.name(who.text, _own_country(seen, who, country), seen.language) or who
        canonical = None if named.canonical in BARE_FORCES else named.canonical
        spans = found.spans if found else (speaker.span,)
        said = seen.words(with_article(seen, who.span)) if who in seen.actors else who.text
        return Filled(Actor(words or said, canonical), spans, f"{who.text} tells its own deed", SPEAKS)
    return None


# An article written onto a name: "l'état-major".
ELIDED = re.compile(r"[lL]['’]$")


def with_article(seen: Observations, span: Span) -> Span:
    """The words of a name with an article written onto them, as a source is marked."""
    elided = ELIDED.search(seen.text[max(0, span.start - 2) : span.start])
    return Span(span.start - 2, span.end) if elided else span


def _own_country(seen: Observations, who: ActorMention, country: str | None) -> str | None:
    """Where it happened, for what depends on it: a branch's name; a force's, if the text speaks of that state."""
    return country if not is_state(who.kind) or country in spoken_of(seen) else None


def unnamed(actor: Actor) -> bool:
    """Whether the words name no organisation."""
    return actor.canonical in (None, UNIDENTIFIED)


def _best(
    seen: Observations, marks: Sequence[Owned], actors: ActorLexicon, country: str | None, context: Context
) -> Filled[Actor] | None:
    """The surest organisation that the marks name, else the surest unnamed actor."""
    candidates = [c for o in marks if (c := _named(seen, o, actors, country, context)) is not None]
    named = [c for c in candidates if not unnamed(c.value)]
    return max(named or candidates, key=lambda c: c.confidence, default=None)


def _accountable(seen: Observations, span: Span) -> bool:
    """Whether a sentence that names somebody for "gunmen" elsewhere does so by a claim or an accusation."""
    sentence = seen.sentence(span).span
    return any(c.meaning in ("claimed", "alleged") and sentence.contains(c.span) for c in seen.cues)


def _by_grammar(seen: Observations, frame: Frame, actors: ActorLexicon, country: str | None) -> Filled[Actor] | None:
    """The actor that the sentence's grammar or a claim makes the doer."""
    found = agent_of(seen, frame)
    if found is None:
        return None
    mention, reason = found
    named = actors.name(mention.text, country, seen.language) or mention
    return Filled(Actor(mention.text or None, named.canonical), (mention.span,), reason, BY_GRAMMAR)


def _named(
    seen: Observations, owned: Owned, actors: ActorLexicon, country: str | None, context: Context
) -> Filled[Actor] | None:
    """What the marked words stand for; "the group" is the organisation told of last; null where they name nobody."""
    words = seen.words(grown_actor(seen, owned.span))
    owner = _owner(seen, owned, words, actors, country) if leans(words, seen.language) else None
    if owner is not None:
        return owner
    if refers_back(words, seen.language):
        return _antecedent(seen, owned, words, actors, country, context)
    mention = actors.name(words, None, seen.language)
    if mention is None:
        return None
    if is_state(mention.kind) and mention.country is None and mention.canonical in BARE_FORCES:
        return _bare_force(seen, owned, words, actors, country)
    here = actors.name(words, country, seen.language) or mention
    sure = 0.9 if here.kind != "unidentified" else 0.7
    return Filled(Actor(here.text or None, here.canonical), (owned.span,), "", sure * owned.ownership)


def _owner(
    seen: Observations, owned: Owned, words: str, actors: ActorLexicon, country: str | None
) -> Filled[Actor] | None:
    """Of "its aircraft", whose they are: the actor named last before it in the sentence; null where none is."""
    sentence = seen.sentence(owned.span).span
    before = [a for a in seen.actors if sentence.contains(a.span) and a.span.end <= owned.span.start]
    if not before:
        return None
    named = actors.name(before[-1].text, country, seen.language) or before[-1]
    return Filled(
        Actor(words, named.canonical), (owned.span,), f"“{words}”: {before[-1].text} is named before it", 0.55
    )


def _bare_force(
    seen: Observations, owned: Owned, words: str, actors: ActorLexicon, country: str | None
) -> Filled[Actor]:
    """What "the army" or "soldiers" stand for: the state's where it happened, if the text speaks of that state.

    "Soldiers of the caliphate", "rebel soldiers" and men in uniform are no state's.
    """
    around = Span(max(0, owned.span.start - BESIDE_WORDS), min(len(seen.text), owned.span.end + BESIDE_WORDS))
    if _no_state(seen.language).search(fold(seen.words(around)).lower()):
        return Filled(Actor(words, UNIDENTIFIED), (owned.span,), "no state's soldiers, by the words beside them", 0.5)
    if leans(words, seen.language):
        return Filled(Actor(words, None), (owned.span,), "the text does not say whose", 0.5)
    teller = speaker_of(seen, owned.span)
    who = party(seen, teller, actors) if teller is not None else None
    if who is not None and is_state(who.kind) and who.country:
        country = who.country
    elif country is None or country not in spoken_of(seen):
        return Filled(Actor(words, None), (owned.span,), "the text does not say which state's", 0.5)
    named = actors.name(words, country, seen.language)
    canonical = named.canonical if named else None
    return Filled(Actor(words, canonical), (owned.span,), "the forces of the state where it happened", BY_GRAMMAR)


def spoken_of(seen: Observations) -> set[str | None]:
    """Countries that the text names, or of which it surely names a place or a force."""
    placed = {p.country for p in seen.placings if p.score >= SPOKEN_OF or p.precision is GeoPrecision.COUNTRY}
    return placed | {a.country for a in seen.actors}


@lru_cache(maxsize=16)
def _no_state(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(load('agents', language)['not_state'])})(?:(?!\w)|(?<=-))")


def _antecedent(
    seen: Observations, owned: Owned, words: str, actors: ActorLexicon, country: str | None, context: Context
) -> Filled[Actor]:
    """The perpetrator of the event before it, else the armed organisation named last before these words."""
    before = context.perpetrator.value.canonical if context.perpetrator else None
    if before not in (None, UNIDENTIFIED):
        return Filled(Actor(words, before), (owned.span,), f"“{words}”: who did what is told before it", 0.6)
    paragraph = seen.paragraph_span(owned.span)
    armed = [a for a in seen.actors if a.span.end <= owned.span.start and a.kind in ("rebel", "militia", "criminal")]
    last = max(armed, key=lambda a: (paragraph.contains(a.span), a.span), default=None)
    if last is None:
        return Filled(Actor(words, UNIDENTIFIED), (owned.span,), "the text names no organisation before it", 0.4)
    name = actors.name(last.text, country, seen.language) or last
    return Filled(Actor(words, name.canonical), (owned.span,), f"“{words}”: {last.text} is named before it", 0.55)


# What may stand between "militants of the group" and the name that follows: "'s so-called ‘", a comma, a bracket.
POSSESSION = re.compile(r"(?:[’']s?)?\s*(?:so-called\s+)?[\s,(‘'\"“«]{1,3}", re.I)


def grown_actor(seen: Observations, span: Span) -> Span:
    """The span with the rest of the organisation's name that it is part of, or with the name that directly follows it.

    "Militants of the group's ‘Fezzan Province’" names the province.
    """
    for actor in seen.actors:
        if actor.span.contains(span):
            return actor.span
        if span.end <= actor.span.start and POSSESSION.fullmatch(seen.text, span.end, actor.span.start):
            return Span(span.start, actor.span.end)
    return span
