"""Against whom, with what, and how many: the arguments of a frame, each with its words and a reason."""

import re
from dataclasses import replace
from functools import lru_cache

from conflictdesk.extract.actors import ActorLexicon, is_state
from conflictdesk.extract.agents import BURIED, runs_onto_a_bomb
from conflictdesk.extract.fields import Filled, Ground, most_likely, told_of
from conflictdesk.extract.frames import Frame, Owned
from conflictdesk.extract.kind_words import Reach, Told
from conflictdesk.extract.lexicons import any_of, fold, load
from conflictdesk.extract.numbers import numerals
from conflictdesk.extract.observations import Observations, nearest
from conflictdesk.extract.references import names_somebody
from conflictdesk.extract.speech import speaker_of
from conflictdesk.extract.targets import PEOPLE, target_kind
from conflictdesk.extract.types import PLAIN, downed
from conflictdesk.extract.vocabulary import vocabulary
from conflictdesk.extract.weapons import FITTING, TYPE_OF_WEAPON, UNARMED, find_weapons, fits, weapon_of
from conflictdesk.records.events import EventType, Place, Target, TargetKind, Weapon, WeaponKind
from conflictdesk.records.mentions import WeaponMention
from conflictdesk.records.reports import Span


def target_of(
    seen: Observations, frame: Frame, actors: ActorLexicon, place: Place, actor_kind: str | None = None
) -> Filled[Target]:
    """Whom or what it hit; the kind by the words, else as the encoder reads the sentence.

    Where no words are marked, a place that is itself a target ("Tamanhint air base") is one; where a force tells of
    fighters whom it killed, they are.
    """
    read, p = most_likely(frame.head.target_kinds, TargetKind.UNKNOWN)
    sentences = {seen.sentence_index(c.trigger.span) for c in frame.triggers}
    marks = [o for o in frame.labelled("target") if not _is_other_side(seen, frame, o, actors, actor_kind)]
    beside = [o for o in marks if seen.sentence_index(o.span) in sentences]
    onto = next((o for o in frame.labelled("perpetrator") if runs_onto_a_bomb(seen, o.span)), None)
    if onto is not None and not beside:
        return _beside(seen, onto.span, target_kind(seen.words(onto.span), seen.language, actors))
    best = max(beside or marks, key=lambda o: (not _counted_people(seen, o), _weight(o), -o.span.start), default=None)
    if not beside or _counted_people(seen, best or beside[0]):
        aimed = _aimed_at(seen, frame, actors)
        if aimed is not None:
            return aimed
    if not beside:
        fighters = _fighters(seen, frame, actors) if is_state(actor_kind or "") else None
        told = fighters or _place_as_target(seen, frame, actors, place) or _told_target(seen, frame)
        if told is not None:
            return told
    if best is None:
        return Filled(Target(kind=TargetKind(read)), confidence=p / 2, ground=Ground.READ)
    span = grown_phrase(seen, best.span)
    words = seen.words(span)
    kind = target_kind(words, seen.language, actors)
    if kind is TargetKind.UNKNOWN:
        kind = TargetKind(read)
    return Filled(Target(words, words, kind), (span,), "", best.ownership * best.mark.score)


def _is_other_side(
    seen: Observations, frame: Frame, owned: Owned, actors: ActorLexicon, actor_kind: str | None
) -> bool:
    """Whether words marked as the target are a bomb's, of who acts or says so, or a force's where fighters are hit."""
    kind = target_kind(seen.words(owned.span), seen.language, actors)
    blown_up = any(runs_onto_a_bomb(seen, o.span) for o in frame.labelled("perpetrator"))
    if blown_up and weapon_of(seen.words(owned.span), seen.language) in BURIED:
        return True
    if _is_downing(seen, frame) and weapon_of(seen.words(grown_phrase(seen, owned.span)), seen.language) in DOWNING:
        return True
    doers = [o.span for o in frame.labelled("perpetrator") if o.span.contains(owned.span)]
    if doers or any(owned.span.overlaps(s) for s in _sources(seen, frame, kind)):
        return True
    return is_state(actor_kind or "") and kind in FORCES and _fighters(seen, frame, actors) is not None


def _sources(seen: Observations, frame: Frame, kind: TargetKind) -> list[Span]:
    """The words for who says so; civilians who tell what they lived through are hit all the same."""
    marks = [m.span for m in seen.near_marks.touching(seen.around(frame.head.span)) if m.label == "source"]
    speaker = speaker_of(seen, frame.head.span) if kind is not TargetKind.CIVILIAN else None
    return [*marks, speaker.span] if speaker is not None else marks


FORCES = frozenset({TargetKind.MILITARY, TargetKind.POLICE})


def _fighters(seen: Observations, frame: Frame, actors: ActorLexicon) -> Filled[Target] | None:
    """The fighters whom the event's sentences count as killed, wounded or taken."""
    sentences = [seen.sentence(c.trigger.span).span for c in frame.triggers]
    counts = (c for s in sentences for c in seen.near_counts.touching(s) if s.contains(c.span) and c.field in PEOPLE)
    for count in counts:
        if target_kind(seen.words(count.span), seen.language, actors) is TargetKind.ARMED_GROUP:
            return _beside(seen, count.span, TargetKind.ARMED_GROUP)
    return None


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
            return _beside(seen, span, kind)
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
        said = any(head.overlaps(s) for s in _sources(seen, frame, TargetKind(meaning)))
        if opening is not None and meaning in STRUCK and not said:
            span = grown_phrase(seen, Span(opening.start(), head.end))
            return _beside(seen, span, TargetKind(meaning))
    return None


def _beside(seen: Observations, span: Span, kind: TargetKind) -> Filled[Target]:
    """A target that the grammar tells, and no mark."""
    return Filled(Target(seen.words(span), seen.words(span), kind), (span,), "", 0.5, Ground.BESIDE)


STRUCK = frozenset({"military", "police", "government", "infrastructure"})


def _counted_people(seen: Observations, owned: Owned) -> bool:
    """Whether the words are the toll itself ("17 fighters"): what was hit comes before whom it killed."""
    return any(c.field in PEOPLE for c in seen.near_counts.touching(owned.span))


def _weight(owned: Owned) -> float:
    return round(owned.ownership * owned.mark.score, 1)


def _place_as_target(seen: Observations, frame: Frame, actors: ActorLexicon, place: Place) -> Filled[Target] | None:
    """The place, where its own words say what stands there: a base, a checkpoint, an oil field."""
    kind = target_kind(place.name or "", seen.language, actors)
    if place.name is None or kind is TargetKind.UNKNOWN or not frame.places:
        return None
    spans = tuple(p.span for p in frame.places if p.placing.name == place.name)
    return Filled(Target(place.name, place.name, kind), spans, "the place is what was hit", 0.5, Ground.BESIDE)


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
    site = _site(seen.language).match(seen.text, span.end, end)
    if site is not None and any(t.span.contains(span) for t, _ in seen.places_in(span)):  # "Sebha" + "hospital"
        span = Span(span.start, site.end())
    following = seen.near_marks.touching(Span(span.end + 1, span.end + 2))
    weapon = next((m.span for m in following if m.label == "weapon" and m.span.start == span.end + 1), None)
    if weapon is not None and weapon.end <= end and seen.text[span.end] == " ":  # "a Turkish" + "drone"
        span = Span(span.start, weapon.end)
    while (m := TAIL.match(seen.text, span.end, end)) is not None:
        span = Span(span.start, m.end())
    return span


@lru_cache(maxsize=16)
def _site(language: str) -> re.Pattern[str]:
    """What stands in a town and is called after it."""
    return re.compile(rf"\s(?:{any_of(load('targets', language)['sites'])})(?!\w)")


def weapon_of_frame(seen: Observations, frame: Frame) -> Filled[Weapon]:
    """With what; the kind by the words, else as the encoder reads the sentence."""
    marks = sorted(frame.labelled("weapon"), key=lambda o: (-round(o.ownership, 1), o.span))
    for owned in marks:
        words = seen.words(owned.span)
        kind = weapon_of(words, seen.language)
        if kind is not WeaponKind.UNKNOWN:
            return Filled(Weapon(words, kind), (owned.span,), "", owned.ownership)
    near = nearest(_specific(_weapons_beside(seen, frame)), frame.head.span)
    if near is not None:
        reason, kind = "the nearest words of a weapon", WeaponKind(near.kind)
        return Filled(Weapon(near.text, kind), (near.span,), reason, NEAREST, Ground.BESIDE)
    kind, p = _read_weapon(frame, told_of(seen, frame))
    return Filled(Weapon(None, kind), (), "no words name it; the kind is read from the sentence", p, Ground.READ)


# How much of what the encoder reads is left of a weapon, by where the nearest word for it stands: fitted on real news.
READ_WEAPON = {Reach.OWN: 1.0, Reach.NEAR: 1.0, Reach.FAR: 0.5, Reach.NOWHERE: 0.1}


def _read_weapon(frame: Frame, told: Told) -> tuple[WeaponKind, float]:
    """The likeliest kind as the encoder reads it, and its share: a kind that no word tells of is rarely right."""
    read = {WeaponKind(name): p for name, p in frame.head.weapon_kinds.items()}
    left = {k: p if k is WeaponKind.UNKNOWN else p * READ_WEAPON[told.weapon(k)] for k, p in read.items()}
    kind = max(left, key=lambda k: left[k], default=WeaponKind.UNKNOWN)
    return kind, left.get(kind, 0.0) / (sum(left.values()) or 1.0)


def _specific(found: list[WeaponMention]) -> list[WeaponMention]:
    """The words without those for any bomb, where others of the sentence say how it came ("suicide bomber", "car")."""
    carried = [m for m in found if WeaponKind(m.kind) in CARRIED]
    return [m for m in found if WeaponKind(m.kind) is not WeaponKind.IED] if carried else found


CARRIED = frozenset({WeaponKind.VBIED, WeaponKind.SUICIDE_VEST})


def fitting_weapon(seen: Observations, frame: Frame, event: EventType, found: Filled[Weapon]) -> Filled[Weapon]:
    """The weapon, if events of the type are done with it; else the nearest one in its words that fits, else by type."""
    if event in UNARMED and found.value.kind is not WeaponKind.UNKNOWN:
        return Filled(Weapon(), (), "nobody is attacked", found.confidence, Ground.RULED)
    if event in PLAIN and found.ground is Ground.BESIDE and found.value.kind in TYPE_OF_WEAPON:
        return Filled(Weapon(), (), "done with it, it would be of another type", found.confidence, Ground.RULED)
    if fits(found.value.kind, event):
        return found
    beside = nearest([m for m in _weapons_beside(seen, frame) if fits(WeaponKind(m.kind), event)], frame.head.span)
    if beside is not None:
        reason = "the nearest words of a weapon of this type of event"
        return Filled(Weapon(beside.text, WeaponKind(beside.kind)), (beside.span,), reason, NEAREST, Ground.BESIDE)
    return Filled(Weapon(None, FITTING[event][0]), (), "by the type of the event", NEAREST, Ground.RULED)


def downing_weapon(seen: Observations, frame: Frame, found: Filled[Weapon]) -> Filled[Weapon]:
    """What something is shot down with: never the drone or aircraft that it is done to."""
    stated = [c.trigger.span for c in frame.triggers]  # "shot" is no weapon here
    own = found.value.kind not in FLYING and not any(s.overlaps(t) for s in found.spans for t in stated)
    if own or not _is_downing(seen, frame):
        return found
    beside = [m for m in _weapons_beside(seen, frame) if WeaponKind(m.kind) not in FLYING]
    beside = [m for m in beside if not any(m.span.overlaps(t) for t in stated)]
    other = nearest(beside, frame.head.span)
    if other is None:
        return Filled(Weapon(), (), "what was shot down is no weapon of who did it", found.confidence, Ground.RULED)
    weapon = Weapon(other.text, WeaponKind(other.kind))
    return Filled(weapon, (other.span,), "the nearest words of a weapon", NEAREST, Ground.BESIDE)


def _is_downing(seen: Observations, frame: Frame) -> bool:
    head = frame.head.span
    sentence = seen.sentence(head).span
    start, end = head.start - sentence.start, head.end - sentence.start
    return downed(seen.words(sentence), start, end, seen.language) is not None


DOWNING = frozenset({WeaponKind.ROCKET, WeaponKind.SMALL_ARMS, WeaponKind.MORTAR})
FLYING = frozenset({WeaponKind.DRONE, WeaponKind.AIRSTRIKE})


def _weapons_beside(seen: Observations, frame: Frame) -> list[WeaponMention]:
    """Words of weapons in the sentence that states the event."""
    sentence = seen.sentence(frame.head.span).span
    found = find_weapons(seen.words(sentence), seen.language)
    moved = (Span(sentence.start + m.span.start, sentence.start + m.span.end) for m in found)
    return [replace(m, span=span) for m, span in zip(found, moved, strict=True)]


NEAREST = 0.6  # how sure a weapon is that only stands nearest
