"""Field by field the value that an incident holds, and the other values with the claims that give them.

Order of preference: a value that somebody tells who does not deny the event; that a person vouches for; of a claim that
does not contradict what is held of the fields beside it (`Field.beside`); of most independent voices; the finer value;
the coder's confidence; the older claim. Of tolls the later one outdates the earlier where it is told as risen, or where
as many independent voices or more give it (a copy is as old as its original, unless it gives another figure).

What only a denial tells is not held, but for where and when: nobody said that it was so. Where two claim the event for
themselves and nobody else names either, neither is held to have done it. An incident never holds a range stretched
over rival tolls: nobody said that figure, and it would hide who said what. The rivals show it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from conflictdesk.link.fields import BY_NAME, FIELDS, Field, same_name
from conflictdesk.link.names import name_words, same_words
from conflictdesk.link.profiles import actor_words
from conflictdesk.link.risen import is_risen
from conflictdesk.link.standing import Testimony
from conflictdesk.records.events import Actor, EventClaim, Rival, Status
from conflictdesk.records.reports import Report
from conflictdesk.records.standings import Word
from conflictdesk.records.values import Count

ORDER = sorted(FIELDS, key=lambda one: len(one.beside))  # those that others are beside come first
CLAIMANTS = ("perpetrator", "claimed_by")


@dataclass(frozen=True, slots=True)
class Held:
    """The value that an incident holds for a field, null where no claim gives one, and its rivals."""

    value: Any
    rivals: tuple[Rival, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What weighs in the choice between values. `vouched` are the fields a person stands for, by claim id."""

    behind: Testimony
    reports: Mapping[str, Report]
    vouched: Mapping[str, frozenset[str]]


def held_values(claims: Sequence[EventClaim], evidence: Evidence) -> dict[str, Held]:
    """For every field of FIELDS the value held; `claims` come oldest first."""
    held: dict[str, Held] = {}
    for field in ORDER:
        held[field.name] = _held(field, claims, held, evidence)
    if len(claims) < 2:
        return held
    doer = held["perpetrator"].value
    if _is_rivals_claim(doer, claims, evidence):
        names = CLAIMANTS if doer and actor_words(doer) else CLAIMANTS[1:]  # a doer without a name stays held
        return held | {name: _nobodys(BY_NAME[name], claims, held, evidence) for name in names}
    if doer is not None and held["claimed_by"].value is not None:
        held["claimed_by"] = _claimant(doer, claims, held, evidence)
    return held


def _held(field: Field, claims: Sequence[EventClaim], held: Mapping[str, Held], evidence: Evidence) -> Held:
    ranked = _ranked(field, claims, held, evidence)
    if not ranked:
        return Held(None, ())
    denied = not field.even_denied and _is_denial(ranked[0]) and not _is_denial(claims)
    if denied or (field.doers and _is_anothers(ranked[0], held)):
        return Held(None, _rivals(field, ranked, evidence))
    return Held(_value(field, ranked[0], evidence), _rivals(field, ranked[1:], evidence))


def _is_denial(claims: Iterable[EventClaim]) -> bool:
    return all(claim.status is Status.DENIED for claim in claims)


def _is_anothers(group: Sequence[EventClaim], held: Mapping[str, Held]) -> bool:
    """Whether a value is told of another doer's deed alone than of whose is held."""
    doer = BY_NAME["perpetrator"]
    return held[doer.name].value is not None and not any(_agrees(doer, claim, held, silence=True) for claim in group)


def _nobodys(field: Field, claims: Sequence[EventClaim], held: Mapping[str, Held], evidence: Evidence) -> Held:
    return Held(None, _rivals(field, _ranked(field, claims, held, evidence), evidence))


def _ranked(
    field: Field, claims: Sequence[EventClaim], held: Mapping[str, Held], evidence: Evidence
) -> list[list[EventClaim]]:
    """Claims by value, what is to be held first."""
    groups = _groups(field, claims)
    if len(groups) < 2:  # as of most: nothing is to be weighed
        return groups
    ranked = sorted(groups, key=lambda group: _weight(field, group, claims, held, evidence), reverse=True)
    if field.grows and not _vouched_in(field, ranked[0], evidence):
        told = [group for group in reversed(ranked) if _told(group)]
        newest = _not_outdated(field, told, evidence) if told else None
        ranked.sort(key=lambda group: group is not newest)
    return ranked


def _rivals(field: Field, groups: Iterable[Sequence[EventClaim]], evidence: Evidence) -> tuple[Rival, ...]:
    return tuple(Rival(field.plain(_value(field, g, evidence)), tuple(c.claim_id for c in g)) for g in groups)


def _claimant(doer: Actor, claims: Sequence[EventClaim], held: Mapping[str, Held], evidence: Evidence) -> Held:
    """Who claims what `doer` is held to have done: whoever is the doer, or claims it for the doer in one claim.

    Else the incident would say that one organisation claims what another did, which nobody said: such claimants are
    rivals, each with the claims that name it.
    """
    field = BY_NAME["claimed_by"]
    ranked = _ranked(field, claims, held, evidence)
    chosen = next((group for group in ranked if any(_claims_for(doer, claim) for claim in _told(group))), None)
    rest = [group for group in ranked if group is not chosen]
    return Held(_value(field, chosen, evidence) if chosen else None, _rivals(field, rest, evidence))


def _claims_for(doer: Actor, claim: EventClaim) -> bool:
    """Whether a claim's claimant is the doer, or its own perpetrator is; of a doer that nobody names, anyone may be."""
    words, claimant = actor_words(doer), name_words(claim.claimed_by, "actor")
    return not words or same_words(words, claimant) or same_words(words, actor_words(claim.perpetrator))


def _is_rivals_claim(doer: Actor | None, claims: Sequence[EventClaim], evidence: Evidence) -> bool:
    """Whether two claim it for themselves, and nobody who is no party to it, and no person, says that one did it."""
    claimants = {name for claim in _told(claims) if (name := _claims_it(claim, evidence))}
    if len(claimants) < 2:
        return False
    first = next(iter(claimants))
    if all(same_name(first, name) for name in claimants):
        return False
    words = actor_words(doer) if doer else frozenset[str]()
    naming = [claim for claim in _told(claims) if words and same_words(words, actor_words(claim.perpetrator))]
    if any(_vouched(BY_NAME[name], claim, evidence) for claim in naming for name in CLAIMANTS):
        return False
    authority = any(evidence.behind.words[claim.claim_id].word is Word.AUTHORITY for claim in naming)
    return not authority and evidence.behind.support(naming) == 0


def _claims_it(claim: EventClaim, evidence: Evidence) -> str | None:
    """Who claims the event by this claim; null where nobody does."""
    own = claim.status is Status.CLAIMED or evidence.behind.words[claim.claim_id].word is Word.PERPETRATOR
    return claim.claimed_by or (claim.perpetrator.canonical if own else None)


def _groups(field: Field, claims: Iterable[EventClaim]) -> list[list[EventClaim]]:
    """Claims by value, oldest first in each; claims without a value are left out.

    Values are one also through others, whatever the order: what is one with two makes them one. A vague value does
    not; it goes with the first that it is one with.
    """
    known = [(claim, value) for claim in claims if (value := field.read(claim)) is not None]
    if len(known) < 2:
        return [[claim] for claim, _ in known]
    first = known[0][1]
    if not field.vague(first) and all(field.same(first, value) for _, value in known):  # as of most
        return [[claim for claim, _ in known]]
    found: list[tuple[list[Any], list[EventClaim]]] = []  # the different values of a group, and its claims
    for claim, value in sorted(known, key=lambda one: field.vague(one[1])):
        homes = [one for one in found if any(field.same(other, value) for other in one[0])]
        homes = homes[:1] if field.vague(value) else homes
        values = [other for one in homes for other in one[0]]
        joined = [member for one in homes for member in one[1]]
        rest = [one for one in found if not any(one is home for home in homes)]
        found = [*rest, (values if value in values else [*values, value], [*joined, claim])]
    age = {claim.claim_id: n for n, (claim, _) in enumerate(known)}
    groups = [sorted(members, key=lambda claim: age[claim.claim_id]) for _, members in found]
    return sorted(groups, key=lambda group: age[group[0].claim_id])


def _weight(
    field: Field,
    group: Sequence[EventClaim],
    claims: Sequence[EventClaim],
    held: Mapping[str, Held],
    evidence: Evidence,
) -> tuple[Any, ...]:
    value, told = _value(field, group, evidence), _told(group)
    bearing_out = [c for c in _told(claims) if _bears_out(field, c, group, value)]
    return (
        bool(told),
        _vouched_in(field, group, evidence),
        any(_fits(field, claim, held) for claim in told or group),
        evidence.behind.support(bearing_out),
        0 if field.grows else field.fine(value),
        max(claim.confidence.get(field.name, 0.0) for claim in group),
        -claims.index(group[0]),
    )


def _fits(field: Field, claim: EventClaim, held: Mapping[str, Held]) -> bool:
    """Whether a claim contradicts nothing that is held of the fields beside this one."""
    return all(_agrees(BY_NAME[name], claim, held, silence=not field.naming) for name in field.beside)


def _agrees(other: Field, claim: EventClaim, held: Mapping[str, Held], silence: bool) -> bool:
    """Whether a claim does not contradict what is held of another field; `silence`: whether to say nothing will do."""
    value, said = held[other.name].value, other.read(claim)
    return value is None or (silence if said is None else other.agree(value, said))


def _not_outdated(field: Field, groups: Sequence[Sequence[EventClaim]], evidence: Evidence) -> Sequence[EventClaim]:
    """Of tolls, the best last, the one that no later one outdates."""
    dated = sorted(groups, key=lambda group: (_latest(group, evidence), _risen(group, evidence)))
    best = dated[0]
    for group in dated[1:]:
        if _outdates(field, group, best, evidence):
            best = group
    return best


def _outdates(field: Field, new: Sequence[EventClaim], old: Sequence[EventClaim], evidence: Evidence) -> bool:
    """Whether a toll takes the place of one that is not later; independent voices' always that of a party's."""
    founded, before = evidence.behind.support(_told(new)), evidence.behind.support(_told(old))
    if (founded > 0) is not (before > 0):
        return founded > 0
    more = _least(field.read(new[0])) - _least(field.read(old[0]))
    if more > 0 and _risen(new, evidence):
        return True
    return founded >= before and not (more < 0 and _risen(old, evidence))


def _least(count: Count) -> int:
    return count.min if count.min is not None else count.max or 0


def _risen(group: Sequence[EventClaim], evidence: Evidence) -> bool:
    """Whether an independent voice, or whoever tells it where none does, tells a toll as one that has risen."""
    speaking = [claim for claim in group if claim.claim_id in evidence.behind.speaking] or _told(group)
    return any(is_risen(claim.evidence) for claim in speaking)


def _latest(group: Sequence[EventClaim], evidence: Evidence) -> date:
    return max(_first_said(claim, group, evidence) for claim in group)


def _bears_out(field: Field, claim: EventClaim, group: Sequence[EventClaim], value: Any) -> bool:
    said = field.read(claim)
    return claim in group or (said is not None and field.within(value, said))


def _told(claims: Iterable[EventClaim]) -> list[EventClaim]:
    """Those that say that it happened."""
    return [claim for claim in claims if claim.status is not Status.DENIED]


def _value(field: Field, group: Sequence[EventClaim], evidence: Evidence) -> Any:
    """One value for claims that agree: a person's, else the finest, else the most confident, else the oldest."""
    if len(group) == 1:
        return field.read(group[0])
    return field.read(max(_told(group) or group, key=lambda claim: _finest(field, claim, evidence)))


def _finest(field: Field, claim: EventClaim, evidence: Evidence) -> tuple[bool, int, float]:
    confidence = claim.confidence.get(field.name, 0.0)
    return _vouched(field, claim, evidence), field.fine(field.read(claim)), confidence


def _vouched_in(field: Field, group: Sequence[EventClaim], evidence: Evidence) -> bool:
    return any(_vouched(field, claim, evidence) for claim in _told(group))


def _vouched(field: Field, claim: EventClaim, evidence: Evidence) -> bool:
    return field.name in evidence.vouched.get(claim.claim_id, frozenset())


def _first_said(claim: EventClaim, group: Sequence[EventClaim], evidence: Evidence) -> date:
    """When its report was published; a copy that says what its original says is no later word than that."""
    told, report_id = {one.report_id for one in group}, claim.report_id
    while (original := evidence.behind.copied(report_id)) in told:
        report_id = original
    return _published(report_id, evidence)


def _published(report_id: str, evidence: Evidence) -> date:
    report = evidence.reports.get(report_id)
    return (report.published if report else None) or date.min
