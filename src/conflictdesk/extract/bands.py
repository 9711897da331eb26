"""Whom bare words for armed people carry on, where the text has just told whose they are.

"Islamist militants" have taken a town for which "ISIL-linked militants" were just said to fight; "gunmen" killed two in
a paragraph that counts a group's attacks. Each needs words that say so: an attack pinned on the wrong group is the
worst record that there can be.
"""

import re
from functools import lru_cache

from conflictdesk.extract.actors import ARMED, ActorLexicon
from conflictdesk.extract.belonging import with_group
from conflictdesk.extract.fields import Filled, Ground
from conflictdesk.extract.frames import Owned
from conflictdesk.extract.lexicons import any_of, fold, key, load
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.pointing import roots
from conflictdesk.extract.references import WORD
from conflictdesk.records.events import Actor
from conflictdesk.records.mentions import ActorMention
from conflictdesk.records.reports import Span

SURE = 0.45  # below the review threshold: a person is to look at it
NEAREST = 12  # names before the words that are looked at
SERIES_REACH = 40  # characters beside a name in which its attacks are counted


def same_fight(
    seen: Observations, owned: Owned, words: str, actors: ActorLexicon, country: str | None
) -> Filled[Actor] | None:
    """Whom "Islamist militants" are: the group whose militants, by the same word, were just told of at that place.

    The place must be named in both, and no other group may have been named between or beside them.
    """
    noun = _noun(words, seen.language)
    sentence = seen.sentence(owned.span).span
    towns = _towns(seen, sentence)
    if noun is None or not towns:
        return None
    before = [a for a in seen.actors if a.span.end <= owned.span.start and a.kind in ARMED][-NEAREST:]
    there = [a for a in before if towns & _towns(seen, _until(seen.around(a.span), sentence))]
    if before[-1:] != there[-1:] or len(roots(a.canonical for a in there if a.canonical)) != 1:
        return None
    told = next((a for a in reversed(there) if _called(seen, a, noun)), None)
    return _carried(seen, owned, words, told, actors, country, "are told of at the same place before")


def one_of_series(
    seen: Observations, owned: Owned, words: str, actors: ActorLexicon, country: str | None
) -> Filled[Actor] | None:
    """Whom "gunmen" are in a paragraph that counts a group's attacks before ("the third ISIL attack this month")."""
    bands, _, others = _people(seen.language)
    found = set(WORD.findall(key(words)))
    if bands.isdisjoint(found) or not others.isdisjoint(found):
        return None
    armed = [a for a in seen.near_actors.touching(seen.around(owned.span)) if a.kind in ARMED]
    if len(roots(a.canonical for a in armed if a.canonical)) != 1:
        return None
    told = next((a for a in armed if a.span.end <= owned.span.start and counts_attacks(seen, a.span)), None)
    return _carried(seen, owned, words, told, actors, country, "attacks are counted in the paragraph")


def _carried(
    seen: Observations,
    owned: Owned,
    words: str,
    told: ActorMention | None,
    actors: ActorLexicon,
    country: str | None,
    why: str,
) -> Filled[Actor] | None:
    if told is None:
        return None
    named = actors.name(told.text, country, seen.language) or told
    reason = f"“{words}”: {told.text} {why}"
    return Filled(Actor(words, named.canonical), (owned.span,), reason, SURE, Ground.POINTED)


def _noun(words: str, language: str) -> str | None:
    """The word for armed people beside one that says what they fight for ("Islamist militants"); null for others."""
    bands, creeds, _ = _people(language)
    found = WORD.findall(key(words))
    held = [w for w in found if w in bands]
    return held[0] if len(found) == PAIR and held and creeds & set(found) - {held[0]} else None


PAIR = 2


@lru_cache(maxsize=16)
def _people(language: str) -> tuple[frozenset[str], ...]:
    """Words for armed people, for what they fight for, and for others than those told of."""
    entry = load("references", language)
    return tuple(frozenset(map(key, entry[name])) for name in ("bands", "creeds", "others"))


def _until(span: Span, sentence: Span) -> Span:
    return Span(span.start, max(span.start, min(span.end, sentence.start)))


def _towns(seen: Observations, span: Span) -> set[str]:
    return {key(seen.words(t.span)) for t, _ in seen.places_in(span)}


def _called(seen: Observations, group: ActorMention, noun: str) -> bool:
    """Whether this name is written beside that noun: "ISIL-linked militants"."""
    sentence = seen.sentence(group.span).span
    for found in re.finditer(r"\w+", fold(seen.words(sentence)).lower()):
        at = Span(sentence.start + found.start(), sentence.start + found.end())
        if found[0] == noun and with_group(seen, at).contains(group.span):
            return True
    return False


def counts_attacks(seen: Observations, group: Span) -> bool:
    """Whether the words beside a group's name count its attacks: "the third ISIL attack", "latest attack by ISIL"."""
    before = fold(seen.text[max(0, group.start - SERIES_REACH) : group.start]).lower()
    after = fold(seen.text[group.end : group.end + SERIES_REACH]).lower()
    numbered, own, counted = _series(seen.language)
    return bool((numbered.search(before) and own.match(after)) or counted.search(before))


@lru_cache(maxsize=16)
def _series(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A counting word before the name, attacks after it, and both before it with a word of belonging."""
    entry = load("references", language)
    number, attacks = any_of(entry["series"]), any_of(entry["attacks"])
    ties = any_of([*entry["ties"], *load("agents", language)["by"]])
    either = rf"(?:(?:{number})\s?(?:\w+\s)?(?:{attacks})|(?:{attacks})\s(?:{number}))"
    return (
        re.compile(rf"(?<!\w)(?:{number})\s$"),
        re.compile(rf"(?:['’]s)?[\s-](?:\w+\s)?(?:{attacks})(?!\w)"),
        re.compile(rf"(?<!\w){either}\s(?:{ties})(?:\s|['’])?(?:\w{{1,6}}[\s'’])?$"),
    )
