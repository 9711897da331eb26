"""Who acts: the organisation that the words name, the unnamed ("gunmen"), or nobody.

An attack pinned on the wrong group is the worst record that there can be. So the words of the event's own sentence
come before those of others, whom it was done to is not who did it, who says so is not who did it, and what is only
claimed or alleged elsewhere makes nobody the doer without that being said.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from conflictdesk.extract.accusers import accusations
from conflictdesk.extract.actors import UNIDENTIFIED, ActorLexicon, is_state
from conflictdesk.extract.agents import agent_of, is_patient, runs_onto_a_bomb, speaks_of_another
from conflictdesk.extract.denials import Denial, denials_of
from conflictdesk.extract.fields import Context, Filled, Ground
from conflictdesk.extract.frames import Frame, Owned
from conflictdesk.extract.lexicons import load
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.pointing import (
    BY_GRAMMAR,
    antecedent,
    as_written,
    bare_force,
    owner_of,
    part_of_force,
    same_band,
    shortened,
    spoken_of,
)
from conflictdesk.extract.references import leans, refers_back
from conflictdesk.extract.speech import (
    Speaker,
    party,
    speaker_of,
    speaks_for_a_party,
    speaks_of_itself,
    stands_for_speaker,
)
from conflictdesk.extract.targets import harmed
from conflictdesk.extract.tellers import only_tells, own_deed
from conflictdesk.records.events import Actor, TargetKind
from conflictdesk.records.mentions import ActorMention
from conflictdesk.records.reports import Span

# Below this the encoder only guesses at who acts; nobody is named on a guess.
ACTOR_FLOOR = 0.4
UNNAMED_FLOOR = 0.25  # "gunmen" names nobody
BARE_FORCES = frozenset({"Military Forces", "Police Forces"})
SPEAKS = 0.5  # how sure it is that who tells a deed as its own did it


def perpetrator_of(
    seen: Observations, frame: Frame, actors: ActorLexicon, country: str | None, context: Context
) -> Filled[Actor]:
    """Who acts, by the marks of the event's own sentence, then by its grammar, then by what other sentences claim.

    Who denies an event did not do it for that; who denies that it did it is the one to whom it is laid.
    """
    denied = denials_of(seen, (c.trigger.span for c in frame.triggers))
    if denied:
        return _denied(seen, frame, denied, actors, country, context)
    return _told(seen, frame, actors, country, context)


def _denied(
    seen: Observations,
    frame: Frame,
    denied: Sequence[Denial],
    actors: ActorLexicon,
    country: str | None,
    context: Context,
) -> Filled[Actor]:
    """Whom the text names beside those who deny; else who denies a deed of its own."""
    others = [o for o in frame.labelled("perpetrator") if not any(d.denier.overlaps(o.span) for d in denied)]
    others = [o for o in others if o.mark.score >= _floor(seen, o, actors) and not is_patient(seen, o.span)]
    others = [o for o in others if not (leans(seen.words(o.span), seen.language) and _under(denied, o.span))]
    found = _best(seen, others, actors, country, context)
    if found is not None and not unnamed(found.value):
        return found
    itself = next((who for d in denied if d.itself and (who := _denier(seen, d, actors, country)) is not None), None)
    return itself or found or Filled(Actor(), reason="nobody is named but who denies it")


def _under(denied: Sequence[Denial], span: Span) -> bool:
    return any(d.said.contains(span) for d in denied)


def _denier(seen: Observations, denial: Denial, actors: ActorLexicon, country: str | None) -> Filled[Actor] | None:
    """The party that denies a deed of its own."""
    speaker = Speaker(denial.denier, denial.said, claims=True)
    who = party(seen, speaker, actors)
    if who is None:
        return _mouthpiece(seen, speaker, actors, country)
    named = actors.name(who.text, _own_country(seen, who, country), seen.language) or who
    canonical = None if named.canonical in BARE_FORCES else named.canonical
    said = seen.words(with_article(seen, who.span)) if who in seen.actors else who.text
    return Filled(Actor(said, canonical), (denial.denier,), f"{who.text} denies that it did it", SPEAKS, Ground.POINTED)


def _told(
    seen: Observations, frame: Frame, actors: ActorLexicon, country: str | None, context: Context
) -> Filled[Actor]:
    """Who acts, where nobody denies it."""
    read = [o for o in frame.labelled("perpetrator") if o.mark.score >= _floor(seen, o, actors)]
    marks = [o for o in read if not is_patient(seen, o.span)]
    marks = [o for o in marks if not speaks_of_another(seen, o.span, frame.head.span)]
    sentences = {seen.sentence_index(c.trigger.span) for c in frame.triggers}
    own = [o for o in marks if seen.sentence_index(o.span) in sentences]
    told = [o for o in marks if o not in own and _accountable(seen, o.span)]
    found = _best(seen, own, actors, country, context)
    if found is not None and not unnamed(found.value):
        return found
    elsewhere = _best(seen, told if found else [o for o in marks if o not in own], actors, country, context)
    if elsewhere is not None and _owns_target(seen, frame, elsewhere.value):
        elsewhere = None
    if elsewhere is not None and not unnamed(elsewhere.value):
        return elsewhere
    itself = _speaker(seen, frame, actors, country, found)
    if itself is not None and not _owns_target(seen, frame, itself.value):
        return itself
    grammar = None if found else _by_grammar(seen, frame, actors, country)
    known = found or grammar or elsewhere or _by_own_text(seen, frame, actors, country)
    return known or Filled(Actor(), reason="nobody is named")


def without_strangers(seen: Observations, frame: Frame, actors: ActorLexicon) -> Frame:
    """The frame, of the marks for who acts but for who accuses, condemns or only tells, and whom it hit."""
    others = tuple(o for o in frame.marks if o.mark.label != "perpetrator")
    read = (_without_accuser(seen, o) for o in frame.labelled("perpetrator"))
    kept = [o for o in read if o is not None and not _is_harmed(seen, frame, o)]
    kept = [o for o in kept if not only_tells(seen, frame, o.span, actors)]
    return replace(frame, marks=tuple(sorted((*others, *kept), key=lambda o: o.span)))


def _without_accuser(seen: Observations, owned: Owned) -> Owned | None:
    """The mark without the words for who accuses or condemns; null where nothing is left of it."""
    start, end = owned.span.start, owned.span.end
    for told in accusations(seen, seen.sentence(owned.span).span):
        if told.accuser.overlaps(Span(start, end)):
            start, end = (told.accuser.end, end) if told.accuser.end < end else (start, told.accuser.start)
        if start >= end:
            return None
    start += len(seen.text[start:end]) - len(seen.text[start:end].lstrip())
    span = Span(start, max(start, end))
    return owned if span == owned.span else replace(owned, mark=replace(owned.mark, span=span))


def _is_harmed(seen: Observations, frame: Frame, owned: Owned) -> bool:
    """Whether the words are of those whom it hit: part of the words for them, or a pronoun that stands for them.

    "Chadian" of "three Chadian peacekeepers", "their" of "when their vehicles struck a mine".
    """
    hit = [o for label in HIT for o in frame.labelled(label)]
    first = bool(load("speech", seen.language)["verb_first"])  # "killed gunmen a farmer" may be read as one
    around = [o for o in hit if o.span.contains(owned.span) and o.span != owned.span]
    if any(not (first and o.span.start == owned.span.start) for o in around):
        return True
    if any(o.span == owned.span and o.mark.score > owned.mark.score for o in hit):
        return True
    words = seen.words(owned.span)
    if not leans(words, seen.language) or (" " in words and not runs_onto_a_bomb(seen, owned.span)):
        return False
    sentence = seen.sentence(owned.span).span
    before = [o.span for o in hit if sentence.contains(o.span) and o.span.end <= owned.span.start]
    told = Span(sentence.start, max(sentence.start, owned.span.start))
    before += [c.span for c in seen.near_counts.touching(told) if told.contains(c.span)]
    named = [a.span for a in seen.near_actors.touching(told) if told.contains(a.span)]
    last = max(named, default=None)
    return bool(before) and (last is None or any(b.overlaps(last) or b.start > last.start for b in before))


def _owns_target(seen: Observations, frame: Frame, who: Actor) -> bool:
    """Whether what was hit is said to be theirs ("the headquarters of the LNA"): they only speak of it."""
    hit = [o.span for o in frame.labelled("target")]
    owners = {a.canonical for span in hit for a in seen.near_actors.touching(span) if span.contains(a.span)}
    return who.canonical is not None and who.canonical in owners


HIT = ("target", "killed", "wounded", "abducted")


def _by_own_text(seen: Observations, frame: Frame, actors: ActorLexicon, country: str | None) -> Filled[Actor] | None:
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


def _speaker(
    seen: Observations, frame: Frame, actors: ActorLexicon, country: str | None, found: Filled[Actor] | None
) -> Filled[Actor] | None:
    """The party that tells its own deed: "it had shelled", "our men", a force that counts the fighters it killed."""
    speaker = speaker_of(seen, frame.head.span)
    who = party(seen, speaker, actors) if speaker is not None else None
    if speaker is None:
        return None
    if who is None:
        return _mouthpiece(seen, speaker, actors, country) if found is None else None
    words = found.value.text if found else None
    pointing = words is not None and stands_for_speaker(words, seen.language)
    fights = is_state(who.kind) and TargetKind.ARMED_GROUP in harmed(seen, frame, actors)
    itself = speaks_of_itself(seen, speaker) and not _lost_its_own(seen, frame, speaker)
    if pointing or (found is None and (itself or fights)):
        named = actors.name(who.text, _own_country(seen, who, country), seen.language) or who
        canonical = None if named.canonical in BARE_FORCES else named.canonical
        spans = found.spans if found else (speaker.span,)
        said = seen.words(with_article(seen, who.span)) if who in seen.actors else who.text
        reason = f"{who.text} tells its own deed"
        return Filled(Actor(words or said, canonical), spans, reason, SPEAKS, Ground.POINTED)
    return None


def _lost_its_own(seen: Observations, frame: Frame, speaker: Speaker) -> bool:
    """Whether all words for the speaker in what it says are of those who were hit: "its convoy had been hit"."""
    told = Speaker(speaker.span, Span(speaker.said.start, seen.sentence(frame.head.span).span.end), speaker.claims)
    itself, suffered = own_deed(seen, frame, told)
    return suffered and not itself


def _mouthpiece(
    seen: Observations, speaker: Speaker, actors: ActorLexicon, country: str | None
) -> Filled[Actor] | None:
    """Whose deed "the statement" or "the group" claims: that of the armed organisation named last before it."""
    itself = speaker.claims or speaks_of_itself(seen, speaker)
    if not itself or not speaks_for_a_party(seen, speaker):
        return None
    told = antecedent(seen, speaker.span, seen.words(speaker.span), actors, country, Context())
    if unnamed(told.value):
        return None
    text = told.value.text if refers_back(told.value.text or "", seen.language) else None
    return replace(told, value=Actor(text, told.value.canonical), confidence=SPEAKS)


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


def _floor(seen: Observations, owned: Owned, actors: ActorLexicon) -> float:
    """How sure the encoder has to be: less where the words name nobody in particular ("gunmen")."""
    mention = actors.name(seen.words(owned.span), None, seen.language)
    return UNNAMED_FLOOR if mention is not None and mention.canonical == UNIDENTIFIED else ACTOR_FLOOR


def _accountable(seen: Observations, span: Span) -> bool:
    """Whether a sentence that names somebody for "gunmen" elsewhere does so by a claim or an accusation."""
    sentence = seen.sentence(span).span
    return any(c.meaning in ("claimed", "alleged") for c in seen.near_cues.touching(sentence))


def _by_grammar(seen: Observations, frame: Frame, actors: ActorLexicon, country: str | None) -> Filled[Actor] | None:
    """The actor that the sentence's grammar or a claim makes the doer."""
    found = agent_of(seen, frame, actors)
    if found is None:
        return None
    mention, reason = found
    if only_tells(seen, frame, mention.span, actors):
        return None
    named = actors.name(mention.text, country, seen.language) or mention
    return Filled(Actor(mention.text or None, named.canonical), (mention.span,), reason, BY_GRAMMAR, Ground.GUESSED)


def _named(
    seen: Observations, owned: Owned, actors: ActorLexicon, country: str | None, context: Context
) -> Filled[Actor] | None:
    """What the marked words stand for; "the group" is the organisation told of last; null where they name nobody."""
    words = seen.words(grown_actor(seen, owned.span))
    owner = owner_of(seen, owned, words, actors, country) if leans(words, seen.language) else None
    if owner is not None:
        return owner
    if refers_back(words, seen.language):
        return antecedent(seen, owned.span, words, actors, country, context)
    mention = actors.name(words, None, seen.language)
    if mention is None:
        told = shortened(seen, owned, words, actors, country) or part_of_force(seen, owned, words, actors, country)
        return told or as_written(seen, owned, words)
    if is_state(mention.kind) and mention.country is None and mention.canonical in BARE_FORCES:
        return bare_force(seen, owned, words, actors, country)
    if mention.canonical == UNIDENTIFIED and (band := same_band(seen, owned, words, actors, country)) is not None:
        return band
    here = actors.name(words, country, seen.language) or mention
    sure = 0.9 if here.kind != "unidentified" else 0.7
    return Filled(Actor(here.text or None, here.canonical), (owned.span,), "", sure * owned.ownership)


# What may stand between "militants of the group" and the name that follows: "'s so-called ‘", a comma, a bracket.
POSSESSION = re.compile(r"(?:[’']s?)?\s*(?:so-called\s+)?[\s,(‘'\"“«]{1,3}", re.I)


def grown_actor(seen: Observations, span: Span) -> Span:
    """The span with the rest of the organisation's name that it is part of, or with the name that directly follows it.

    "Militants of the group's ‘Fezzan Province’" names the province.
    """
    for actor in seen.near_actors.touching(Span(max(0, span.start - 1), span.end + 20)):
        if actor.span.contains(span) or (actor.span.overlaps(span) and span.start < actor.span.start):
            return Span(min(span.start, actor.span.start), max(span.end, actor.span.end))
        if span.end <= actor.span.start and POSSESSION.fullmatch(seen.text, span.end, actor.span.start):
            return Span(span.start, actor.span.end)
    return span
