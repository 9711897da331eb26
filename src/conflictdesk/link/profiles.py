"""A claim made ready for comparison: its names as words, its ways of attack, the sorts of what it struck."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from conflictdesk.link.countries import told_country
from conflictdesk.link.names import (
    bare,
    fillers,
    folded,
    listed_in,
    name_words,
    place_key,
    place_names,
    sound,
    told_names,
)
from conflictdesk.records.events import Actor, EventClaim, EventType, WeaponKind
from conflictdesk.records.reports import Report

STEM = 5  # letters
LONG_WORD = 4  # shorter words say little about what a sentence tells

# The ways of attack that a type or a weapon tells. Types that are missing are vague: there the weapon tells, if any
# word names it. Raiders shoot, stab and burn in one raid.
ASSAULT, BOMB, SHELLS, AIR, GRENADE, TAKING = (
    "an assault",
    "a bomb",
    "shelling",
    "an air strike",
    "a grenade",
    "abduction",
)
BLASTS = frozenset({BOMB, SHELLS, AIR, GRENADE})
MANNER_OF_TYPE: Mapping[EventType, str] = {
    EventType.ABDUCTION: TAKING,
    EventType.AIR_STRIKE: AIR,
    EventType.GRENADE: GRENADE,
    EventType.LOOTING: ASSAULT,
    EventType.REMOTE_EXPLOSIVE: BOMB,
    EventType.SEXUAL_VIOLENCE: ASSAULT,
    EventType.SHELLING: SHELLS,
    EventType.SUICIDE_BOMB: BOMB,
}
MANNER_OF_WEAPON: Mapping[WeaponKind, str] = {
    WeaponKind.AIRSTRIKE: AIR,
    WeaponKind.ARSON: ASSAULT,
    WeaponKind.DRONE: AIR,
    WeaponKind.IED: BOMB,
    WeaponKind.KNIFE: ASSAULT,
    WeaponKind.LANDMINE: BOMB,
    WeaponKind.MORTAR: SHELLS,
    WeaponKind.ROCKET: SHELLS,
    WeaponKind.SMALL_ARMS: ASSAULT,
    WeaponKind.SUICIDE_VEST: BOMB,
    WeaponKind.VBIED: BOMB,
}
SCENE_KM = 10.0
FIGURE = re.compile(r"\d{2,}")  # ages, counts, numbers of units
VAGUE_TYPES = frozenset({EventType.ATTACK, EventType.ARMED_CLASH})


@dataclass(frozen=True, slots=True)
class Profile:
    """A claim with what its comparisons need again and again, and its report's date and language."""

    claim: EventClaim
    published: date | None
    language: str | None
    place_keys: frozenset[str]
    actor_words: frozenset[str]
    target_words: frozenset[str]
    target_stems: frozenset[str]
    words: frozenset[str]
    manners: frozenset[str]
    sites: frozenset[str]
    victims: frozenset[str]
    place_sounds: frozenset[str]
    place_names: frozenset[str]
    names: frozenset[str]
    hours: frozenset[str]
    company: int | None
    site_names: frozenset[str] = frozenset()
    carriers: frozenset[str] = frozenset()
    doer_words: frozenset[str] = frozenset()
    told_country: str | None = None
    weekdays: frozenset[str] = frozenset()


def profile(claim: EventClaim, report: Report | None, beside: Iterable[EventClaim] | None = None) -> Profile:
    """`claim` made ready for comparison; a report that is not at hand leaves date and language unknown.

    `beside` are the claims of its report, null where they are not known.
    """
    keys = frozenset(filter(None, map(place_key, (claim.place.name, claim.place.modern))))
    besides = _placing_words(claim) | actor_words(claim.perpetrator)
    struck_words = name_words(claim.target.canonical or claim.target.text, "target") - besides
    plain = folded(bare(claim.evidence))
    told = plain if claim.evidence.isascii() else folded(claim.evidence)
    struck = _struck(claim, told)
    return Profile(
        claim=claim,
        published=report.published if report else None,
        language=report.language if report else None,
        place_keys=keys,
        actor_words=actor_words(claim.perpetrator),
        target_words=struck_words,
        target_stems=_stems(word for word in struck_words - fillers("text") if len(word) >= LONG_WORD),
        words=_telling_words(claim, plain),
        manners=_manners(claim),
        sites=sorts_in(struck, "target_sites"),
        victims=sorts_in(struck, "target_victims"),
        place_sounds=frozenset(filter(None, map(sound, keys))),
        place_names=place_names(claim.place.name),
        names=told_names(claim.evidence),
        hours=sorts_in(told, "hours"),
        company=None if beside is None else company(claim, beside),
        site_names=_names_of_site(claim.target.text) - besides,
        carriers=sorts_in(f"{told} | {folded(claim.weapon.text)}", "bomb_carriers"),
        doer_words=frozenset(folded(claim.perpetrator.text).split()),
        told_country=told_country(claim, plain),
        weekdays=sorts_in(told, "weekdays"),
    )


def _names_of_site(text: str | None) -> frozenset[str]:
    """The names in the words for a target; none where no word has a capital, since there any rare word would be one."""
    if not text or text == text.lower():
        return frozenset()
    words = " ".join(word for word in text.split() if folded(word) not in fillers("site"))
    return told_names(f"The {words}")  # its first word counts too


def _placing_words(claim: EventClaim) -> frozenset[str]:
    """The words of the place, by which no target is told from another there."""
    return frozenset(f"{folded(claim.place.name)} {folded(claim.place.modern)}".split())


def _struck(claim: EventClaim, told: str) -> str:
    """What was struck, in plain words; where no target was read, what stands beside the place ("Bahri market")."""
    if claim.target.text or claim.target.canonical:
        return f" {folded(claim.target.text)} | {folded(claim.target.canonical)} "
    before, name, after = f" {told} ".partition(f" {folded(claim.place.name) or '|'} ")
    return f" {' '.join(before.split()[-2:])} | {' '.join(after.split()[:1])} " if name else " "


def company(claim: EventClaim, beside: Iterable[EventClaim]) -> int:
    """How many other claims of a report tell of the same day and place."""
    return sum(other.claim_id != claim.claim_id and _one_scene(claim, other) for other in beside)


def _one_scene(one: EventClaim, other: EventClaim) -> bool:
    if one.when and other.when and not one.when.overlaps(other.when):
        return False
    a, b = one.place, other.place
    if a.name and b.name and place_key(a.name) == place_key(b.name):
        return True
    return bool(a.centre and b.centre and a.centre.km_to(b.centre) <= SCENE_KM)


def _telling_words(claim: EventClaim, plain: str) -> frozenset[str]:
    """The longer words of the evidence, without day and place, which are compared for themselves."""
    words = plain.split()
    long = frozenset(
        word for word in words if (len(word) >= LONG_WORD and not word.isdigit()) or FIGURE.fullmatch(word)
    )
    return _stems(long - fillers("text") - _placing_words(claim) - _dated(claim))


def _stems(words: Iterable[str]) -> frozenset[str]:
    """The beginnings of words, which inflections and kindred languages share: "ingenieurs", "ingenieros"."""
    return frozenset(word[:STEM] for word in words)


def _dated(claim: EventClaim) -> frozenset[str]:
    days = (claim.when.start, claim.when.end) if claim.when else ()
    return frozenset(str(n) for day in days for n in (day.day, day.month, day.year))


def _manners(claim: EventClaim) -> frozenset[str]:
    """The ways of attack that a claim tells of; empty where it is vague. A weapon that no word names was inferred."""
    told = MANNER_OF_TYPE.get(claim.type)
    if claim.type in VAGUE_TYPES and claim.weapon.text:
        told = MANNER_OF_WEAPON.get(claim.weapon.kind)
    taken = TAKING if claim.abducted.min else None
    return frozenset(filter(None, (told, taken)))


@lru_cache(maxsize=65_536)
def sorts_in(words: str, name: str) -> frozenset[str]:
    """The sorts of data/linking.yaml's list `name` of which `words`, folded, hold a word or phrase.

    A longer phrase hides what stands within it: a bus station is no bus.
    """
    listed, told = _listed_sorts(name), words.split()
    if listed.keys().isdisjoint(told):
        return frozenset()
    found, at = set[str](), 0
    while at < len(told):
        stands = [one for one in listed.get(told[at], ()) if _stands(one[0], told, at)]
        found.update(sort for _, sort in stands[:1])
        at += len(stands[0][0]) if stands else 1
    return frozenset(found)


def _stands(phrase: tuple[str, ...], told: list[str], at: int) -> bool:
    return tuple(told[at : at + len(phrase)]) == phrase


@cache
def _listed_sorts(name: str) -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """The phrases of a list with their sorts, by their first word, the longest first."""
    by_first: dict[str, set[tuple[tuple[str, ...], str]]] = defaultdict(set)
    for entry in listed_in(name):
        for sort, phrases in entry["sorts"].items():
            for phrase in map(folded, phrases):
                by_first[phrase.split()[0]].add((tuple(phrase.split()), sort))
    return {first: tuple(sorted(of, key=lambda one: (-len(one[0]), one))) for first, of in by_first.items()}


def actor_words(actor: Actor) -> frozenset[str]:
    """The words that name an actor; empty for nobody, for "gunmen" and for "Unidentified armed group"."""
    return name_words(actor.canonical, "actor") or (frozenset() if actor.canonical else name_words(actor.text, "actor"))
