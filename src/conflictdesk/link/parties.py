"""Whose word a claim passes on: a party's to the event, which is no other's, or somebody's who has no part in it.

A state speaks with several mouths. "The army" says what "warplanes" did, "the ministry" what "Niger's defence ministry"
began to tell, "a spokesman" what an operation came to: the names do not agree, and it is one side all the same. Forces
are no independent source on forces. A doctor, a resident, an official of somebody else is one, however the claim is
coded: who says so decides. Word lists: data/parties.yaml, data/linking.yaml and the demonyms of data/actors.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from conflictdesk.link.introductions import introduced
from conflictdesk.link.names import folded, is_force, name_words, same_words
from conflictdesk.link.profiles import actor_words
from conflictdesk.records.events import Actor, EventClaim, EventType, Role, Status
from conflictdesk.records.reports import Report, Source, SourceKind
from conflictdesk.records.standings import Whose, Word

MANY_NAMES = 4_096  # whose kind is kept: the same few speak in most reports
ARTICLE = "ال"  # Arabic writes it as one with its word
FORCES_OF = " Forces of "  # between a force and its state in the names of actors
OF_STATES = (EventType.ARRESTS, EventType.AIR_STRIKE, EventType.GOVERNMENT_REGAINS, EventType.DISRUPTED_WEAPONS)


def whose(
    claim: EventClaim, report: Report | None, source: Source | None, theirs: Collection[str] = frozenset()
) -> Whose:
    """Whose word `claim` passes on; `source` is what the catalog knows of its report.

    `theirs` are those among whom it names as its sources that the catalog has as belligerents' publications.
    """
    if claim.status is Status.DENIED:
        return Whose(Word.DENIAL, "denies that it happened, or who did it")
    if source and source.kind is SourceKind.BELLIGERENT:
        return Whose(Word.BELLIGERENT, f"{source.name} is a publication of a party to the conflict")
    if _published_by_perpetrator(claim, report):
        return _partys(claim, f"published by {claim.perpetrator.canonical or claim.perpetrator.text} itself")
    if claim.status is Status.CLAIMED:
        return _partys(claim, _claimed(claim))
    if claim.attributed_to:
        return _attributed(claim, report, theirs)
    if is_acting(source, claim):
        return _partys(claim, f"{source.name if source else 'its source'} speaks for the forces that acted")
    official = source is not None and source.kind is SourceKind.OFFICIAL
    return Whose(Word.OFFICIAL if official else Word.PUBLICATION, "in its own name")


def is_operation(claim: EventClaim) -> bool:
    """An authority's own operation, which no armed group claims."""
    if claim.claimed_by and not _is_states(claim.claimed_by):
        return False
    unnamed = not (claim.perpetrator.canonical or claim.perpetrator.text)
    return claim.role is Role.COUNTER_OPERATION or (claim.role is Role.OTHER and unnamed and claim.type in OF_STATES)


def is_own_voice(name: str, claim: EventClaim, report: Report | None = None) -> bool:
    """Whether who is named is the perpetrator, or speaks for the force that carried out an operation.

    A person is what the report introduces him as: "Cook" is the "Pentagon Press Secretary Peter Cook".
    """
    if _is_perpetrator(name, claim) or _points_at_it(name, claim):
        return True
    if not _holds_office(name):
        told = introduced(name, report.text) if report and is_operation(claim) else ""
        return bool(told) and is_own_voice(told, claim)
    if is_operation(claim) and (is_force(name) or _is_mouth(name)):
        return True
    return not _states_of(claim).isdisjoint(states_in(name))


def is_acting(source: Source | None, claim: EventClaim) -> bool:
    """Whether a report's source is an official one of the authority that acted, or of armed forces at all."""
    return source is not None and source.kind is SourceKind.OFFICIAL and is_own_voice(source.name, claim)


def own_voices(claim: EventClaim, report: Report | None = None) -> tuple[str, ...]:
    """Those among whom a claim names as its sources who speak for the side that acted, however shortened."""
    own = [name for name in claim.attributed_to if is_own_voice(name, claim, report)]
    return tuple(name for name in claim.attributed_to if name in own or _repeats(name, own))


def is_authority_word(claim: EventClaim, report: Report | None, source: Source | None) -> bool:
    """Whether a claim passes on an acting authority's own word that it acted."""
    if source and source.kind is SourceKind.BELLIGERENT:
        return False
    if source and source.kind is SourceKind.OFFICIAL and _published_by_perpetrator(claim, report):
        return True
    if not is_operation(claim) or claim.status not in (Status.CONFIRMED, Status.CLAIMED):
        return False
    unnamed = claim.status is Status.CLAIMED and not claim.attributed_to  # claimed: nobody but who did it says so
    return (
        unnamed
        or bool(own_voices(claim, report))
        or _published_by_perpetrator(claim, report)
        or is_acting(source, claim)
    )


@lru_cache(maxsize=MANY_NAMES)
def states_in(name: str) -> frozenset[str]:
    """The states that a name is of, as actors are called after them: "Nigerien troops" are Niger's, not Nigeria's."""
    words = folded(name).split()
    told = (
        f" {' '.join(words)}  {' '.join(word.removesuffix('s') for word in words)} "  # "Niger's" is folded to "nigers"
    )
    found = [(pattern, state) for pattern, state in _nations().items() if pattern in told]
    longer = [pattern.rstrip() for pattern, _ in found]
    return frozenset(
        state
        for pattern, state in found
        if not any(one != pattern.rstrip() and pattern.rstrip() in one for one in longer)
    )


def _attributed(claim: EventClaim, report: Report | None, theirs: Collection[str]) -> Whose:
    own = own_voices(claim, report)
    others = [name for name in claim.attributed_to if name not in own and name not in theirs]
    if not others and own:
        return _partys(claim, f"{own[0]} speaks for the side that acted")
    if not others:
        return Whose(
            Word.BELLIGERENT, f"according to {claim.attributed_to[0]}, a publication of a party to the conflict"
        )
    return Whose(Word.OFFICIAL if _holds_office(others[0]) else Word.THIRD, f"according to {others[0]}")


def _partys(claim: EventClaim, reason: str) -> Whose:
    """The word of whoever acted: an authority's on its own operation, else the perpetrator's."""
    authority = is_operation(claim) or bool(_states_of(claim))
    return Whose(Word.AUTHORITY if authority else Word.PERPETRATOR, reason)


def _claimed(claim: EventClaim) -> str:
    by = claim.claimed_by or claim.perpetrator.canonical or next(iter(claim.attributed_to), None)
    return f"claimed by {by}" if by else "claimed by the side that acted"


def _is_states(name: str) -> bool:
    return is_force(name) or FORCES_OF in name


def _states_of(claim: EventClaim) -> frozenset[str]:
    """The state that acted, or whose forces did; empty for any other: rebels too may be called after their country."""
    actor = claim.perpetrator.canonical or ""
    forces = actor.partition(FORCES_OF)[2]
    states = states_in(forces or actor)
    itself = folded(actor).removeprefix("the ") in states
    return states if forces or itself or is_operation(claim) else frozenset()


@lru_cache(maxsize=MANY_NAMES)
def _holds_office(name: str) -> bool:
    words = _words(name)
    return not _listed("others") & words and (is_force(name) or bool(_listed("mouths") & words))


@lru_cache(maxsize=MANY_NAMES)
def _is_mouth(name: str) -> bool:
    """Whether a name is an office and nothing else: "the ministry", "a senior official"."""
    words = _words(name) - _listed("plain")
    return bool(words) and words <= _listed("mouths")


def _repeats(name: str, own: Iterable[str]) -> bool:
    """Whether a name only takes up another: "the ministry" of "Niger's defence ministry"."""
    words = _words(name) - _listed("plain")
    return bool(words) and any(words <= _words(one) for one in own)


def _points_at_it(name: str, claim: EventClaim) -> bool:
    """Whether a name only points at an armed group that is named as having done it: "the group", "the militants"."""
    if not (claim.perpetrator.canonical or claim.claimed_by) or is_operation(claim):
        return False
    return bool(folded(name)) and not name_words(name, "actor") and not is_force(name)


def _published_by_perpetrator(claim: EventClaim, report: Report | None) -> bool:
    return bool(report and report.publisher and _is_perpetrator(report.publisher, claim))


def _is_perpetrator(name: str, claim: EventClaim) -> bool:
    words = name_words(name, "actor")
    named = (actor_words(Actor(text)) for text in (claim.perpetrator.text, claim.perpetrator.canonical))
    return any(same_words(words, other) for other in (*named, name_words(claim.claimed_by, "actor")))


def _words(name: str) -> frozenset[str]:
    return frozenset(folded(name).split())


@cache
def _listed(name: str) -> frozenset[str]:
    told = yaml.safe_load((files("conflictdesk") / "data" / "parties.yaml").read_text("utf-8"))
    return frozenset(word for entry in told[name] for word in entry["words"])


@cache
def _nations() -> Mapping[str, str]:
    """Names of states and words for their people, to the state: between blanks, or behind one where endings vary."""
    told = yaml.safe_load((files("conflictdesk") / "data" / "actors" / "demonyms.yaml").read_text("utf-8"))
    found: dict[str, str] = {}
    for nation in told["nations"].values():
        state = folded(nation["name"]).removeprefix("the ")
        words = [nation["name"], *(word for key, listed in nation.items() if key != "name" for word in listed)]
        words += [f"{ARTICLE}{word}" for word in nation.get("ar", ())]
        for word, plain in ((word, folded(word).removeprefix("the ")) for word in words):
            if plain:
                found[f" {plain}" if word.endswith("*") else f" {plain} "] = state
    seats = yaml.safe_load((files("conflictdesk") / "data" / "parties.yaml").read_text("utf-8"))["seats"]
    found |= {f" {seat} ": state for entry in seats for state, named in entry["words"].items() for seat in named}
    return found
