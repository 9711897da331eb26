"""Against whom, with what, and how many: the arguments of a frame, each with its words and a reason."""

import re
from dataclasses import replace
from functools import lru_cache

from conflictdesk.extract.actors import ActorLexicon
from conflictdesk.extract.fields import Filled, most_likely
from conflictdesk.extract.frames import Frame, Owned
from conflictdesk.extract.lexicons import any_of, fold, load
from conflictdesk.extract.numbers import numerals
from conflictdesk.extract.observations import Observations, nearest
from conflictdesk.extract.references import names_somebody
from conflictdesk.extract.targets import target_kind
from conflictdesk.extract.vocabulary import vocabulary
from conflictdesk.extract.weapons import find_weapons, weapon_of
from conflictdesk.records.events import Place, Target, TargetKind, Weapon, WeaponKind
from conflictdesk.records.mentions import WeaponMention
from conflictdesk.records.reports import Span


def target_of(seen: Observations, frame: Frame, actors: ActorLexicon, place: Place) -> Filled[Target]:
    """Whom or what it hit; the kind by the words, else as the encoder reads the sentence.

    Where no words are marked, a place that is itself a target ("Tamanhint air base") is one.
    """
    read, p = most_likely(frame.head.target_kinds, TargetKind.UNKNOWN)
    sentences = {seen.sentence_index(c.trigger.span) for c in frame.triggers}
    sources = [m.span for m in seen.reading.marks if m.label == "source"]
    marks = [o for o in frame.labelled("target") if not any(o.span.overlaps(s) for s in sources)]
    beside = [o for o in marks if seen.sentence_index(o.span) in sentences]
    best = max(beside or marks, key=lambda o: (not _counted_people(seen, o), _weight(o), -o.span.start), default=None)
    if not beside or _counted_people(seen, best or beside[0]):
        aimed = _aimed_at(seen, frame, actors)
        if aimed is not None:
            return aimed
    if not beside:
        told = _place_as_target(seen, frame, actors, place) or _told_target(seen, frame)
        if told is not None:
            return told
    if best is None:
        return Filled(Target(kind=TargetKind(read)), confidence=p / 2)
    span = grown_phrase(seen, best.span)
    words = seen.words(span)
    kind = target_kind(words, seen.language, actors)
    if kind is TargetKind.UNKNOWN:
        kind = TargetKind(read)
    return Filled(Target(words, words, kind), (span,), "", best.ownership * best.mark.score)


@lru_cache(maxsize=16)
def _aim(language: str) -> re.Pattern[str]:
    """A word of aiming, and up to six words that name what was aimed at."""
    words = load("targets", language)
    ends = rf"(?=\s(?:{any_of(words['ends'])})(?!\w)|\s?[.,;:()]|$)"
    return re.compile(rf"(?<!\w)(?:{any_of(words['aims'])})\s(?P<object>[^\s.,;:()]+(?:\s[^\s.,;:()]+){{0,6}}?){ends}")


def _aimed_at(seen: Observations, frame: Frame, actors: ActorLexicon) -> Filled[Target] | None:
    """The object of a word of aiming in the trigger's sentence ("targeting Islamic State convoys")."""
    sentence = seen.sentence(frame.head.span).span
    for m in _aim(seen.language).finditer(fold(seen.words(sentence)).lower()):
        span = Span(sentence.start + m.start("object"), sentence.start + m.end("object"))
        kind = target_kind(seen.words(span), seen.language, actors)
        if kind is not TargetKind.UNKNOWN:
            return Filled(Target(seen.words(span), seen.words(span), kind), (span,), "", 0.5)
    return None


# The beginning of a noun phrase before its head: a determiner or a number, and up to three words.
OPENING = re.compile(r"\b(?:the|an?|la|le|les|un|une|il|lo|el|los|las|\d{1,4})\s(?:[\w-]{1,20}\s){0,3}$", re.I)


def _told_target(seen: Observations, frame: Frame) -> Filled[Target] | None:
    """The first words after the trigger, in its sentence, that name something to be hit ("at the barracks of")."""
    end = seen.sentence(frame.head.span).span.end
    after = seen.text[frame.head.span.end : end]
    for found, meaning in vocabulary("targets", seen.language).find(after):
        head = Span(frame.head.span.end + found.start, frame.head.span.end + found.end)
        opening = OPENING.search(seen.text, frame.head.span.end, head.start)
        if opening is not None and meaning in STRUCK:
            span = grown_phrase(seen, Span(opening.start(), head.end))
            return Filled(Target(seen.words(span), seen.words(span), TargetKind(meaning)), (span,), "", 0.5)
    return None


STRUCK = frozenset({"military", "police", "government", "infrastructure"})


def _counted_people(seen: Observations, owned: Owned) -> bool:
    """Whether the words are the toll itself ("17 fighters"): what was hit comes before whom it killed."""
    return any(c.span.overlaps(owned.span) for c in seen.counts)


def _weight(owned: Owned) -> float:
    return round(owned.ownership * owned.mark.score, 1)


def _place_as_target(seen: Observations, frame: Frame, actors: ActorLexicon, place: Place) -> Filled[Target] | None:
    """The place, where its own words say what stands there: a base, a checkpoint, an oil field."""
    kind = target_kind(place.name or "", seen.language, actors)
    if place.name is None or kind is TargetKind.UNKNOWN or not frame.places:
        return None
    spans = tuple(p.span for p in frame.places if p.placing.name == place.name)
    return Filled(Target(place.name, place.name, kind), spans, "the place is what was hit", 0.5)


# What goes on after the head of a noun phrase: "the barracks" + " of the Libyan National Army’s Third Battalion".
TAIL = re.compile(
    r"(?:\s(?:of|de|du|des|della?|dell['’]|dei|del)(?:\s(?:the|an?|la|le|les|el|los))?)?(?:\s[A-Z\d][\w’'-]{0,30}){1,8}"
)


# One or two words, none of them the last before a stop: the noun of a number or an article.
NOUN = re.compile(r"\s[^\W\d][\w’'-]*(?:\s(?:of|de|di|des|من)\s[^\W\d][\w’'-]*)?")


def grown_phrase(seen: Observations, span: Span) -> Span:
    """The span with the names that go on from it in its sentence; an article or a number alone, with its noun."""
    end = seen.sentence(span).span.end
    if (
        not names_somebody(seen.words(span), seen.language)
        or numerals(seen.language).value(seen.words(span)) is not None
    ):
        noun = NOUN.match(seen.text, span.end, end)
        span = Span(span.start, noun.end()) if noun else span
    while (m := TAIL.match(seen.text, span.end, end)) is not None:
        span = Span(span.start, m.end())
    return span


def weapon_of_frame(seen: Observations, frame: Frame) -> Filled[Weapon]:
    """With what; the kind by the words, else as the encoder reads the sentence."""
    read, p = most_likely(frame.head.weapon_kinds, WeaponKind.UNKNOWN)
    marks = sorted(frame.labelled("weapon"), key=lambda o: (-round(o.ownership, 1), o.span))
    for owned in marks:
        words = seen.words(owned.span)
        kind = weapon_of(words, seen.language)
        if kind is not WeaponKind.UNKNOWN:
            return Filled(Weapon(words, kind), (owned.span,), "", owned.ownership)
    near = nearest(_weapons_beside(seen, frame), frame.head.span)
    if near is not None:
        return Filled(Weapon(near.text, WeaponKind(near.kind)), (near.span,), "the nearest words of a weapon", NEAREST)
    return Filled(Weapon(None, WeaponKind(read)), (), "no words name it; the kind is read from the sentence", p)


def _weapons_beside(seen: Observations, frame: Frame) -> list[WeaponMention]:
    """Words of weapons in the sentence that states the event."""
    sentence = seen.sentence(frame.head.span).span
    found = find_weapons(seen.words(sentence), seen.language)
    moved = (Span(sentence.start + m.span.start, sentence.start + m.span.end) for m in found)
    return [replace(m, span=span) for m, span in zip(found, moved, strict=True)]


NEAREST = 0.6  # how sure a weapon is that only stands nearest
