"""What the words for a doer stand for: an organisation, a force, those whom nobody names, or whom they point at."""

import re

from conflictdesk.extract.actors import UNIDENTIFIED, ActorLexicon, is_state
from conflictdesk.extract.bands import one_of_series, same_fight
from conflictdesk.extract.belonging import with_group
from conflictdesk.extract.fields import Context, Filled
from conflictdesk.extract.frames import Owned
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.own_deeds import BARE_FORCES
from conflictdesk.extract.pointing import (
    antecedent,
    as_written,
    bare_force,
    owner_of,
    part_of_force,
    same_band,
    shortened,
)
from conflictdesk.extract.references import leans, refers_back
from conflictdesk.records.events import Actor
from conflictdesk.records.reports import Span


def named_by(
    seen: Observations, owned: Owned, actors: ActorLexicon, country: str | None, context: Context
) -> Filled[Actor] | None:
    """What the marked words stand for; "the group" is the organisation told of last; null where they name nobody."""
    words = seen.words(_grown(seen, owned.span, actors))
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
    if mention.canonical == UNIDENTIFIED:
        rules = (same_band, same_fight, one_of_series)
        band = next((b for rule in rules if (b := rule(seen, owned, words, actors, country)) is not None), None)
        if band is not None:
            return band
    here = actors.name(words, country, seen.language) or mention
    sure = 0.9 if here.kind != "unidentified" else 0.7
    return Filled(Actor(here.text or None, here.canonical), (owned.span,), "", sure * owned.ownership)


def _grown(seen: Observations, span: Span, actors: ActorLexicon) -> Span:
    """The words with the rest of their name, or with that of the group that words for unnamed people belong to."""
    grown = grown_actor(seen, span)
    if grown != span:
        return grown
    told = actors.name(seen.words(span), None, seen.language)
    named = named_on(seen, span, actors)
    if named != span:
        return named
    return with_group(seen, span) if told is not None and told.canonical == UNIDENTIFIED else span


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


# A name in capitals that follows directly: "FARC splinter group Dagoberto Ramos Mobile Column".
WRITTEN = r"[A-Z\u00c0-\u00de][\w’'-]{1,30}"
NEXT_NAME = re.compile(
    rf"\s(?:(?:of|du|de|del|della|dei)\s(?:the\s|la\s)?)?({WRITTEN}(?:\s(?:(?:of|de|del|della|du)\s)?{WRITTEN}){{1,6}})"
)


def named_on(seen: Observations, span: Span, actors: ActorLexicon) -> Span:
    """The words with a name built like a group's that follows a noun in small letters or at a sentence's head."""
    last = seen.words(span).rpartition(" ")[2]
    noun = last.islower() or (last == seen.words(span) and span.start == seen.sentence(span).span.start)
    follows = NEXT_NAME.match(seen.text, span.end) if noun and last.isalpha() else None
    if follows is None or not actors.is_built(follows[1], seen.language):
        return span
    return Span(span.start, follows.end())
