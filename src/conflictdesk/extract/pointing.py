"""Words for a doer that only point at somebody: "the group", "its aircraft", "the militants", "the army", "a unit".

Whom they mean stands elsewhere in the text: whoever speaks, the doer of the event told before, the organisation named
last. Where nothing tells it, the words stay and nobody is named.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from conflictdesk.extract.actors import ARMED, UNIDENTIFIED, ActorLexicon, is_state, root
from conflictdesk.extract.fields import Context, Filled, Ground
from conflictdesk.extract.frames import Owned
from conflictdesk.extract.lexicons import any_of, fold, key, load
from conflictdesk.extract.numbers import numerals
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.references import (
    WORD,
    is_part_of_force,
    leans,
    names_group,
    names_somebody,
    points_at_band,
    shortened_name,
)
from conflictdesk.extract.speech import party, speaker_of
from conflictdesk.extract.weapons import weapon_of
from conflictdesk.records.events import Actor, WeaponKind
from conflictdesk.records.mentions import ActorMention
from conflictdesk.records.reports import Span
from conflictdesk.records.values import GeoPrecision

BESIDE_WORDS = 18  # characters beside a bare force in which words may take it from the state
SPOKEN_OF = 0.6  # how sure a place must be to speak for its country
BY_GRAMMAR = 0.45  # below the review threshold: a person is to look at it
CAPITAL = re.compile(r"(?<!\w)[A-Z\u00c0-\u00de]")
ACRONYM = re.compile(r"(?<!\w)[A-Z]{2,6}(?:-[A-Z]{1,6})?(?!\w)")


def owner_of(
    seen: Observations, owned: Owned, words: str, actors: ActorLexicon, country: str | None
) -> Filled[Actor] | None:
    """Of "its aircraft", whose they are: the actor named last before it in the sentence; null where none is."""
    sentence = seen.sentence(owned.span).span
    before = [a for a in seen.near_actors.touching(sentence) if a.span.end <= owned.span.start]
    if not before:
        return None
    named = actors.name(before[-1].text, country, seen.language) or before[-1]
    return _pointed(words, named.canonical, owned.span, f"“{words}”: {before[-1].text} is named before it", 0.55)


def _pointed(words: str, canonical: str | None, span: Span, reason: str, sure: float) -> Filled[Actor]:
    return Filled(Actor(words, canonical), (span,), reason, sure, Ground.POINTED)


def bare_force(
    seen: Observations, owned: Owned, words: str, actors: ActorLexicon, country: str | None
) -> Filled[Actor]:
    """What "the army" or "soldiers" stand for: the state's where it happened, if the text speaks of that state.

    "Soldiers of the caliphate", "rebel soldiers" and men in uniform are no state's.
    """
    around = Span(max(0, owned.span.start - BESIDE_WORDS), min(len(seen.text), owned.span.end + BESIDE_WORDS))
    if _no_state(seen.language).search(fold(seen.words(around)).lower()):
        return _pointed(words, UNIDENTIFIED, owned.span, "no state's soldiers, by the words beside them", 0.5)
    if leans(words, seen.language):
        return _pointed(words, None, owned.span, "the text does not say whose", 0.5)
    teller = speaker_of(seen, owned.span)
    who = party(seen, teller, actors) if teller is not None else None
    if who is not None and is_state(who.kind) and who.country:
        country = who.country
    elif country is None or country not in spoken_of(seen):
        return _pointed(words, None, owned.span, "the text does not say which state's", 0.5)
    named = actors.name(words, country, seen.language)
    canonical = named.canonical if named else None
    reason = "the forces of the state where it happened"
    return Filled(Actor(words, canonical), (owned.span,), reason, BY_GRAMMAR, Ground.RULED)


def spoken_of(seen: Observations) -> set[str | None]:
    """Countries that the text names, or of which it surely names a place or a force."""
    placed = {p.country for p in seen.placings if p.score >= SPOKEN_OF or p.precision is GeoPrecision.COUNTRY}
    return placed | {a.country for a in seen.actors}


@lru_cache(maxsize=16)
def _no_state(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(load('agents', language)['not_state'])})(?:(?!\w)|(?<=-))")


def antecedent(
    seen: Observations, span: Span, words: str, actors: ActorLexicon, country: str | None, context: Context
) -> Filled[Actor]:
    """The perpetrator of the event before it, else the armed organisation named last before these words."""
    before = context.perpetrator.value.canonical if context.perpetrator else None
    if before not in (None, UNIDENTIFIED) and not (names_group(words, seen.language) and _is_force(before, actors)):
        return _pointed(words, before, span, f"“{words}”: who did what is told before it", 0.6)
    paragraph = seen.paragraph_span(span)
    last = max(_armed(seen, span.start), key=lambda a: (paragraph.contains(a.span), a.span), default=None)
    if last is None:
        return _pointed(words, UNIDENTIFIED, span, "the text names no organisation before it", 0.4)
    name = actors.name(last.text, country, seen.language) or last
    return _pointed(words, name.canonical, span, f"“{words}”: {last.text} is named before it", 0.55)


def _is_force(canonical: str | None, actors: ActorLexicon) -> bool:
    """Whether it is a state's: "the group" is none."""
    known = actors.name(canonical, None, "en") if canonical else None
    return known is not None and is_state(known.kind)


def _armed(seen: Observations, before: int) -> list[ActorMention]:
    return [a for a in seen.actors if a.span.end <= before and a.kind in ARMED]


def same_band(
    seen: Observations, owned: Owned, words: str, actors: ActorLexicon, country: str | None
) -> Filled[Actor] | None:
    """Whom "the militants" are: the one armed organisation that their paragraph names before them (codebook)."""
    if not points_at_band(words, seen.language):
        return None
    paragraph = seen.paragraph_span(owned.span)
    before = _armed(seen, owned.span.start)
    told = [a for a in before if paragraph.contains(a.span)] or [a for a in before if a.kind != "militia"]
    if len(roots(a.canonical for a in told if a.canonical)) != 1:
        return None
    named = actors.name(told[-1].text, country, seen.language) or told[-1]
    reason = f"“{words}”: {told[-1].text} is the one group that the paragraph names"
    return _pointed(words, named.canonical, owned.span, reason, 0.5)


def roots(names: Iterable[str]) -> set[str]:
    """The organisations of these names, without their branches."""
    return set(map(root, names))


def shortened(
    seen: Observations, owned: Owned, words: str, actors: ActorLexicon, country: str | None
) -> Filled[Actor] | None:
    """Of "the coalition" or "the Giants", the actor that the text has named with that word ("Giants Brigades")."""
    short = shortened_name(words, seen.language)
    if short is None:
        return None
    told = [a for a in seen.actors if a.span.end <= owned.span.start and short in WORD.findall(key(a.text))]
    told = [a for a in told if len(WORD.findall(key(a.text))) > 1]
    if not told:
        return None
    named = actors.name(told[-1].text, country, seen.language) or told[-1]
    return _pointed(words, named.canonical, owned.span, f"“{words}”: {told[-1].text} is named before it", 0.55)


def part_of_force(
    seen: Observations, owned: Owned, words: str, actors: ActorLexicon, country: str | None
) -> Filled[Actor] | None:
    """Whose "a unit" or "the command" is: the force that speaks, else the one named last before it in its paragraph."""
    if not is_part_of_force(words, seen.language):
        return None
    teller = speaker_of(seen, owned.span)
    who = party(seen, teller, actors) if teller is not None else None
    if who is None or not is_state(who.kind):
        paragraph = seen.paragraph_span(owned.span)
        told = [a for a in seen.near_actors.touching(paragraph) if a.span.end <= owned.span.start]
        who = next((a for a in reversed(told) if is_state(a.kind)), None)
    if who is None:
        return None
    named = actors.name(who.text, country if country in spoken_of(seen) else None, seen.language) or who
    return _pointed(words, named.canonical, owned.span, f"“{words}”: {who.text} is named before it", 0.5)


def as_written(seen: Observations, owned: Owned, words: str) -> Filled[Actor] | None:
    """Words for a doer whom no list knows, as they stand; null where they hold a name, which may be a community's."""
    places = [t.span for t in seen.near_toponyms.touching(owned.span)]
    if not names_somebody(words, seen.language) or numerals(seen.language).value(words) is not None:
        return None
    if weapon_of(words, seen.language) is not WeaponKind.UNKNOWN:
        return None
    named = [owned.span.start + m.start() for m in CAPITAL.finditer(words) if not ACRONYM.match(words, m.start())]
    begins = seen.sentence(owned.span).span.start
    if any(at != begins and not any(p.start <= at < p.end for p in places) for at in named):
        return None
    sure = AS_WRITTEN * owned.ownership
    return Filled(Actor(words, None), (owned.span,), "as the text puts it", sure, Ground.UNKNOWN)


AS_WRITTEN = 0.6
