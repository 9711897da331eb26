"""Whose word a claim passes on: a party's to the event, which is no other's, or somebody's who has no part in it.

A state speaks with several mouths. "The army" says what "warplanes" did, "the ministry" what "Niger's defence ministry"
began to tell, "a spokesman" what an operation came to: the names do not agree, and it is one side all the same. Forces
are no independent source on forces. A doctor, a resident, an official of somebody else is one, however the claim is
coded: who says so decides. Word lists: data/parties.yaml, data/linking.yaml and the demonyms of data/actors.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from conflictdesk.link.groups import calls_its_own, points_at_group
from conflictdesk.link.hearsay import heard_from
from conflictdesk.link.introductions import introduced
from conflictdesk.link.names import folded, is_force, name_words, same_words
from conflictdesk.link.offices import (
    by_state,
    holds_office,
    is_mouth,
    is_ranked,
    listed,
    outlet_of,
    seat_of,
    told_words,
)
from conflictdesk.link.profiles import actor_words
from conflictdesk.link.states import by_country, states_in
from conflictdesk.records.events import Actor, EventClaim, EventType, Role, Status
from conflictdesk.records.reports import Report, Source, SourceKind
from conflictdesk.records.standings import Whose, Word

FORCES_OF = " Forces of "  # between a force and its state in the names of actors
OF_STATES = (EventType.ARRESTS, EventType.AIR_STRIKE, EventType.GOVERNMENT_REGAINS, EventType.DISRUPTED_WEAPONS)


@dataclass(frozen=True, slots=True)
class Company:
    """What the reports of an incident tell together: their texts, who they say acted, and whom the catalog knows.

    `known` holds the catalog's sources by the names that claims give theirs.
    """

    texts: tuple[str, ...] = ()
    actors: tuple[Actor, ...] = ()
    known: Mapping[str, Source] = field(default_factory=dict)


NO_COMPANY = Company()


def whose(claim: EventClaim, report: Report | None, source: Source | None, company: Company = NO_COMPANY) -> Whose:
    """Whose word `claim` passes on; `source` is what the catalog knows of its report."""
    if claim.status is Status.DENIED:
        return _denial(claim, report)
    if source and source.kind is SourceKind.BELLIGERENT:
        return Whose(Word.BELLIGERENT, f"{source.name} is a publication of a party to the conflict")
    if _published_by_perpetrator(claim, report):
        return _partys(claim, f"published by {claim.perpetrator.canonical or claim.perpetrator.text} itself")
    if claim.status is Status.CLAIMED:
        return _partys(claim, _claimed(claim))
    if claim.attributed_to:
        return _attributed(claim, report, company)
    if is_acting(source, claim):
        return _partys(claim, f"{source.name if source else 'its source'} speaks for the forces that acted")
    return _unattributed(claim, report, source, company)


def _unattributed(claim: EventClaim, report: Report | None, source: Source | None, company: Company) -> Whose:
    heard = heard_from(claim, report.language if report else None)
    own = next((one for one in _versions(claim, company) if heard and is_own_voice(heard, one, report, company)), None)
    if own:
        return _partys(own, f"{heard} speaks for the side that acted")
    for one in _versions(claim, company):
        if report and _is_states_outlet(report.publisher, one):
            return _partys(one, f"{report.publisher} is an agency of the state that acted")
    official = source is not None and source.kind is SourceKind.OFFICIAL
    return Whose(Word.OFFICIAL if official else Word.PUBLICATION, "in its own name")


def is_operation(claim: EventClaim) -> bool:
    """An authority's own operation, which no armed group claims."""
    if claim.claimed_by and not _is_states(claim.claimed_by):
        return False
    unnamed = not (claim.perpetrator.canonical or claim.perpetrator.text)
    return claim.role is Role.COUNTER_OPERATION or (claim.role is Role.OTHER and unnamed and claim.type in OF_STATES)


def is_own_voice(name: str, claim: EventClaim, report: Report | None = None, company: Company = NO_COMPANY) -> bool:
    """Whether who is named is the perpetrator, or speaks for the force that carried out an operation.

    A person is what a report introduces him as: "Cook" is the "Pentagon Press Secretary Peter Cook".
    """
    if _is_perpetrator(name, claim) or _points_at_it(name, claim) or calls_its_own(name, claim):
        return True
    if _is_known_voice(name, claim):
        return True
    if is_operation(claim) and (is_acting(company.known.get(name), claim) or _is_officer(name, claim)):
        return True
    if not holds_office(name):
        return _is_seat(name, claim) or _is_introduced(name, claim, report, company)
    if is_operation(claim) and (is_force(name) or is_mouth(name)):
        return True
    return not _states_of(claim).isdisjoint(states_in(name)) or _is_introduced(name, claim, report, company)


def _is_known_voice(name: str, claim: EventClaim) -> bool:
    """Whether a name holds that of a public spokesman of the force that acted."""
    padded = f" {folded(name)} "
    acted = (claim.perpetrator.canonical, claim.claimed_by)
    named = [names for force, names in by_state("voices").items() if force in {folded(one) for one in acted}]
    return any(f" {one} " in padded for names in named for one in names)


def _is_seat(name: str, claim: EventClaim) -> bool:
    """Whether a government is named by its seat: of a state that acted, or where nobody is named, of where it was."""
    states = _states_of(claim)
    if not states and is_operation(claim):
        states = frozenset({by_country().get(claim.place.country or "", "")})
    return seat_of(name) in states


def _is_officer(name: str, claim: EventClaim) -> bool:
    """Whether a rank with a name speaks for the state that acted: no other state's officer."""
    states = states_in(name)
    return is_ranked(name) and (not states or not _states_of(claim).isdisjoint(states))


def _is_introduced(name: str, claim: EventClaim, report: Report | None, company: Company) -> bool:
    """Whether any report of the incident introduces a person as a voice of the side that acted."""
    texts = dict.fromkeys((*([report.text] if report else []), *company.texts))
    found = (introduced(name, text) for text in texts)
    return any(told != name and is_own_voice(told, claim) for told in found if told)


def _is_states_outlet(publisher: str | None, claim: EventClaim) -> bool:
    """Whether a publisher is an agency of the state whose forces acted."""
    return bool(publisher) and outlet_of(publisher or "") in _states_of(claim)


def _versions(claim: EventClaim, company: Company) -> Iterable[EventClaim]:
    """A claim as it is, and where it names nobody who acted, as the incident's other reports name him.

    An operation of several forces is one side's: what one report says of Syria's army, another of Russia's.
    """
    yield claim
    if is_operation(claim) or not actor_words(claim.perpetrator):
        for actor in company.actors:
            if actor != claim.perpetrator:
                yield replace(claim, perpetrator=actor)


def is_acting(source: Source | None, claim: EventClaim) -> bool:
    """Whether a report's source is an official one of the authority that acted, or of armed forces at all."""
    return source is not None and source.kind is SourceKind.OFFICIAL and is_own_voice(source.name, claim)


def own_voices(claim: EventClaim, report: Report | None = None, company: Company = NO_COMPANY) -> tuple[str, ...]:
    """Those among whom a claim names as its sources who speak for the side that acted, however shortened."""
    versions = tuple(_versions(claim, company))
    own = [name for name in claim.attributed_to if any(is_own_voice(name, one, report, company) for one in versions)]
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


def one_deed(own: EventClaim, told: EventClaim) -> bool:
    """Whether a claim tells of another's deed: by nobody, or in its role by its actor or a force of its state."""
    who = told.perpetrator
    if not (who.canonical or who.text):
        return True
    left, right = (actor_words(Actor(None, one.perpetrator.canonical)) for one in (own, told))
    named = bool(left and right)
    sides = not _states_of(own).isdisjoint(_states_of(told))
    return own.role is told.role and (not named or same_words(left, right) or sides)


def _denial(claim: EventClaim, report: Report | None) -> Whose:
    own = own_voices(claim, report)
    if _denies_for_itself(claim):
        own = (claim.perpetrator.canonical or claim.perpetrator.text or "",)
    if own and len(own) >= len(claim.attributed_to):
        return Whose(Word.DENIAL, f"{own[0]} denies a part in it, or that it happened", of_part=True)
    return Whose(Word.DENIAL, "denies that it happened, or who did it")


def _denies_for_itself(claim: EventClaim) -> bool:
    """Whether nobody is named as denying but, before the words of the denial, who is said to have done it."""
    told, denial = (claim.spans.get(field, ()) for field in ("perpetrator", "status"))
    named = bool(claim.perpetrator.canonical) and not claim.attributed_to
    return named and bool(told and denial) and told[0].end <= denial[0].start


def _attributed(claim: EventClaim, report: Report | None, company: Company) -> Whose:
    theirs = {name for name, source in company.known.items() if source.kind is SourceKind.BELLIGERENT}
    own = own_voices(claim, report, company)
    others = [name for name in claim.attributed_to if name not in own and name not in theirs]
    if not others and own:
        return _partys(claim, f"{own[0]} speaks for the side that acted")
    if not others:
        return Whose(
            Word.BELLIGERENT, f"according to {claim.attributed_to[0]}, a publication of a party to the conflict"
        )
    return Whose(Word.OFFICIAL if holds_office(others[0]) else Word.THIRD, f"according to {others[0]}")


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


def _repeats(name: str, own: Iterable[str]) -> bool:
    """Whether a name only takes up another: "the ministry" of "Niger's defence ministry"."""
    words = told_words(name)
    return bool(words) and any(words <= told_words(one) for one in own)


def _points_at_it(name: str, claim: EventClaim) -> bool:
    """Whether a name only points at an armed group that is named as having done it: "the group's spokesman"."""
    named = claim.perpetrator.canonical or claim.claimed_by or actor_words(claim.perpetrator)
    if not named and points_at_group(name) and not claim.perpetrator.text:
        return claim.role is Role.ATTACK and is_force(claim.target.text or "")  # who struck soldiers, and says so
    if not named or is_operation(claim) or _states_of(claim) or is_force(claim.perpetrator.text or ""):
        return False
    return points_at_group(name) or (bool(folded(name)) and not name_words(name, "actor") and not is_force(name))


def _published_by_perpetrator(claim: EventClaim, report: Report | None) -> bool:
    return bool(report and report.publisher and _is_perpetrator(report.publisher, claim))


def _is_perpetrator(name: str, claim: EventClaim) -> bool:
    words = name_words(name, "actor")
    named = [actor_words(Actor(text)) for text in (claim.perpetrator.text, claim.perpetrator.canonical)]
    named.append(name_words(claim.claimed_by, "actor"))
    return any(same_words(words, other) or _stands_for(words, other) for other in named)


@lru_cache(maxsize=65_536)
def _stands_for(name: frozenset[str], actor: frozenset[str]) -> bool:
    """Whether a name is an actor's and an office: "the Houthis" and "Houthi military spokesman"."""
    offices = listed("mouths") | listed("plain") | listed("heads")
    told, acted = ({word.removesuffix("s") for word in words - offices} for words in (name, actor))
    return bool(told) and told == acted and bool(name & offices)
