"""Field by field the value that an incident holds, and the other values with the claims that give them.

Order of preference: a value that a person vouches for; the value of most independent voices; for tolls the later
report's, since counts grow (a copy is as old as its original, unless it gives another figure); the finer value; the
coder's confidence; the older claim. An incident never holds a range stretched over rival tolls: nobody said that
figure, and it would hide who said what. The rivals show it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from conflictdesk.link.names import folded, name_words, place_key, same_words
from conflictdesk.link.profiles import actor_words
from conflictdesk.link.standing import Testimony
from conflictdesk.link.whereabouts import SAME_PLACE_KM
from conflictdesk.records.events import (
    Actor,
    EventClaim,
    Place,
    Rival,
    Target,
    TargetKind,
    Weapon,
    WeaponKind,
    interval_record,
)
from conflictdesk.records.reports import Report
from conflictdesk.records.values import Count, DatePrecision, GeoPrecision, TimeInterval


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is read and told apart.

    `read` gives its value or null, `same` says whether two values are one, `fine` how exactly it is told (higher
    is finer), `plain` its JSON, `within` whether a vaguer value bears out a finer one.
    """

    name: str
    read: Callable[[EventClaim], Any]
    same: Callable[[Any, Any], bool]
    plain: Callable[[Any], Any] = str
    fine: Callable[[Any], int] = lambda _: 0
    within: Callable[[Any, Any], bool] = lambda _finer, _vaguer: False
    later_wins: bool = False


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
    held = {field.name: _held(field, claims, evidence) for field in FIELDS}
    doer = held["perpetrator"].value
    if doer is not None and held["claimed_by"].value is not None:
        held["claimed_by"] = _claimant(doer, claims, evidence)
    return held


def _held(field: Field, claims: Sequence[EventClaim], evidence: Evidence) -> Held:
    ranked = _ranked(field, claims, evidence)
    if not ranked:
        return Held(None, ())
    return Held(_value(field, ranked[0], evidence), _rivals(field, ranked[1:], evidence))


def _ranked(field: Field, claims: Sequence[EventClaim], evidence: Evidence) -> list[list[EventClaim]]:
    """Claims by value, what is to be held first."""
    groups = _groups(field, claims)
    if len(groups) < 2:  # as of most: nothing is to be weighed
        return groups
    return sorted(groups, key=lambda group: _weight(field, group, claims, evidence), reverse=True)


def _rivals(field: Field, groups: Iterable[Sequence[EventClaim]], evidence: Evidence) -> tuple[Rival, ...]:
    return tuple(Rival(field.plain(_value(field, g, evidence)), tuple(c.claim_id for c in g)) for g in groups)


def _claimant(doer: Actor, claims: Sequence[EventClaim], evidence: Evidence) -> Held:
    """Who claims what `doer` is held to have done: whoever is the doer, or claims it for the doer in one claim.

    Else the incident would say that one organisation claims what another did, which nobody said: such claimants are
    rivals, each with the claims that name it.
    """
    field = next(one for one in FIELDS if one.name == "claimed_by")
    ranked = _ranked(field, claims, evidence)
    chosen = next((group for group in ranked if any(_claims_for(doer, claim) for claim in group)), None)
    rest = [group for group in ranked if group is not chosen]
    return Held(_value(field, chosen, evidence) if chosen else None, _rivals(field, rest, evidence))


def _claims_for(doer: Actor, claim: EventClaim) -> bool:
    """Whether a claim's claimant is the doer, or its own perpetrator is; of a doer that nobody names, anyone may be."""
    words, claimant = actor_words(doer), name_words(claim.claimed_by, "actor")
    return not words or same_words(words, claimant) or same_words(words, actor_words(claim.perpetrator))


def _groups(field: Field, claims: Iterable[EventClaim]) -> list[list[EventClaim]]:
    """Claims by value, oldest first in each; claims without a value are left out."""
    groups: list[list[EventClaim]] = []
    for claim in claims:
        value = field.read(claim)
        if value is None:
            continue
        home = next((g for g in groups if field.same(field.read(g[0]), value)), None)
        if home is None:
            groups.append([claim])
        else:
            home.append(claim)
    return groups


def _weight(
    field: Field, group: Sequence[EventClaim], claims: Sequence[EventClaim], evidence: Evidence
) -> tuple[Any, ...]:
    value = _value(field, group, evidence)
    bearing_out = [c for c in claims if _bears_out(field, c, group, value)]
    latest = max(_first_said(claim, group, evidence) for claim in group) if field.later_wins else date.min
    return (
        any(_vouched(field, claim, evidence) for claim in group),
        evidence.behind.support(bearing_out),
        latest,
        field.fine(value),
        max(claim.confidence.get(field.name, 0.0) for claim in group),
        -claims.index(group[0]),
    )


def _bears_out(field: Field, claim: EventClaim, group: Sequence[EventClaim], value: Any) -> bool:
    said = field.read(claim)
    return claim in group or (said is not None and field.within(value, said))


def _value(field: Field, group: Sequence[EventClaim], evidence: Evidence) -> Any:
    """One value for claims that agree: a person's, else the finest, else the most confident, else the oldest."""
    if len(group) == 1:
        return field.read(group[0])
    return field.read(max(group, key=lambda claim: _finest(field, claim, evidence)))


def _finest(field: Field, claim: EventClaim, evidence: Evidence) -> tuple[bool, int, float]:
    confidence = claim.confidence.get(field.name, 0.0)
    return _vouched(field, claim, evidence), field.fine(field.read(claim)), confidence


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


def _known(count: Count) -> Count | None:
    return count if count.known else None


def _named(actor: Actor) -> Actor | None:
    return actor if actor.canonical or actor.text else None


def _struck(target: Target) -> Target | None:
    said = target.canonical or target.text or target.kind is not TargetKind.UNKNOWN
    return target if said else None


def _used(weapon: Weapon) -> Weapon | None:
    return weapon if weapon.text or weapon.kind is not WeaponKind.UNKNOWN else None


def _placed(place: Place) -> Place | None:
    return place if place.name or place.modern or place.country or place.centre else None


def _same_actor(a: Actor, b: Actor) -> bool:
    left, right = actor_words(a), actor_words(b)
    if left or right:
        return same_words(left, right)
    return True  # both are nobody known


def _same_target(a: Target, b: Target) -> bool:
    left, right = (name_words(t.canonical or t.text, "target") for t in (a, b))
    if left and right:
        return 4 * len(left & right) >= len(left) + len(right)
    return a.kind is b.kind


def _same_weapon(a: Weapon, b: Weapon) -> bool:
    if WeaponKind.UNKNOWN in (a.kind, b.kind):
        return a.kind is b.kind and folded(a.text) == folded(b.text)
    return a.kind is b.kind


def _same_place(a: Place, b: Place) -> bool:
    if a.centre and b.centre:
        return a.centre.km_to(b.centre) <= SAME_PLACE_KM
    left, right = _place_names(a), _place_names(b)
    return (not left and not right and a.country == b.country) or bool(left & right)


def _place_names(place: Place) -> set[str]:
    return {place_key(name) for name in (place.name, place.modern)} - {""}


def _in_region(finer: Place, vaguer: Place) -> bool:
    vague = vaguer.centre is None and vaguer.precision in (GeoPrecision.REGION, GeoPrecision.COUNTRY, None)
    return vague and vaguer.country is not None and vaguer.country == finer.country


def _in_time(finer: TimeInterval, vaguer: TimeInterval) -> bool:
    return vaguer.start <= finer.start and finer.end <= vaguer.end


def _place_fineness(place: Place) -> int:
    order = (None, GeoPrecision.COUNTRY, GeoPrecision.REGION, GeoPrecision.NEAR, GeoPrecision.EXACT)
    return 2 * order.index(place.precision) + (place.point is not None)


def _date_fineness(when: TimeInterval) -> int:
    return -list(DatePrecision).index(when.precision)


def _equal(a: object, b: object) -> bool:
    return a == b


def _same_name(a: str, b: str) -> bool:
    return folded(a) == folded(b) or same_words(name_words(a, "actor"), name_words(b, "actor"))


def _as_record(value: Any) -> Any:
    return value.as_record()


def _toll(name: str) -> Field:
    return Field(name, lambda claim: _known(getattr(claim, name)), _equal, _as_record, later_wins=True)


FIELDS = (
    Field("type", lambda c: c.type, _equal),
    Field("role", lambda c: c.role, _equal),
    Field("date", lambda c: c.when, _equal, interval_record, _date_fineness, _in_time),
    Field("place", lambda c: _placed(c.place), _same_place, _as_record, _place_fineness, _in_region),
    Field("perpetrator", lambda c: _named(c.perpetrator), _same_actor, _as_record),
    Field("target", lambda c: _struck(c.target), _same_target, _as_record),
    Field("weapon", lambda c: _used(c.weapon), _same_weapon, _as_record),
    _toll("killed"),
    _toll("wounded"),
    _toll("abducted"),
    Field("claimed_by", lambda c: c.claimed_by, _same_name),
    Field("campaign", lambda c: c.campaign, _same_name),
)
