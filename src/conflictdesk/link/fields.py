"""The fields of an incident: how each is read off a claim, told apart from other values, and written down."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from conflictdesk.link.names import folded, name_words, place_key, same_words
from conflictdesk.link.profiles import actor_words
from conflictdesk.link.whereabouts import SAME_PLACE_KM
from conflictdesk.records.events import (
    Actor,
    EventClaim,
    Place,
    Target,
    TargetKind,
    Weapon,
    WeaponKind,
    interval_record,
)
from conflictdesk.records.values import Count, DatePrecision, GeoPrecision, TimeInterval


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is read and told apart.

    `read` gives its value or null, `same` says whether two values are one, `plain` gives its JSON, `fine` how exactly
    it is told (higher is finer), `within` says whether a vaguer value bears out a finer one, `vague` whether one tells
    so little that two others are not one by it, `silent` whether it names nothing that another could contradict.
    `grows`: a later value outdates an earlier one. `beside`: fields that are held before, whose held values the claim
    that gives this one must not contradict; `naming`: nor be silent of. `doers`: what is told of another doer's deed
    alone is not held. `even_denied`: what a denial tells is held where nobody else tells it, since it says where and
    when what it denies was.
    """

    name: str
    read: Callable[[EventClaim], Any]
    same: Callable[[Any, Any], bool]
    plain: Callable[[Any], Any] = str
    fine: Callable[[Any], int] = lambda _: 0
    within: Callable[[Any, Any], bool] = lambda _finer, _vaguer: False
    vague: Callable[[Any], bool] = lambda _: False
    silent: Callable[[Any], bool] = lambda _: False
    grows: bool = False
    beside: tuple[str, ...] = ()
    naming: bool = False
    doers: bool = False
    even_denied: bool = False

    def agree(self, one: Any, other: Any) -> bool:
        """Whether two values do not contradict one another."""
        silent = self.silent(one) or self.silent(other)
        return silent or self.same(one, other) or self.within(one, other) or self.within(other, one)


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


def same_actor(a: Actor, b: Actor) -> bool:
    left, right = actor_words(a), actor_words(b)
    if left or right:
        return same_words(left, right)
    return True  # both are nobody known


def _same_target(a: Target, b: Target) -> bool:
    left, right = (name_words(t.canonical or t.text, "target") for t in (a, b))
    if left and right:
        return 4 * len(left & right) >= len(left) + len(right)
    return a.kind is b.kind


def _without_name(actor: Actor) -> bool:
    return not actor_words(actor)


def _without_words(target: Target) -> bool:
    return not name_words(target.canonical or target.text, "target")


def _same_weapon(a: Weapon, b: Weapon) -> bool:
    if WeaponKind.UNKNOWN in (a.kind, b.kind):
        return a.kind is b.kind and folded(a.text) == folded(b.text)
    return a.kind is b.kind


def _same_place(a: Place, b: Place) -> bool:
    if a.centre and b.centre:
        return a.centre.km_to(b.centre) <= SAME_PLACE_KM
    left, right = _place_names(a), _place_names(b)
    return (not left and not right and a.country == b.country) or bool(left & right)


def _without_centre(place: Place) -> bool:
    return place.centre is None


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


def same_name(a: str, b: str) -> bool:
    return folded(a) == folded(b) or same_words(name_words(a, "actor"), name_words(b, "actor"))


def _as_record(value: Any) -> Any:
    return value.as_record()


def _same_count(a: Count, b: Count) -> bool:
    """13 and "at least 13" are one count."""
    if a == b:
        return True
    open_ended, told = (a, b) if a.max is None else (b, a)
    return open_ended.max is None and told.min == told.max == open_ended.min


def _count_fineness(count: Count) -> int:
    return int(count.min is not None) + int(count.max is not None)


def _toll(name: str) -> Field:
    return Field(name, lambda claim: _known(getattr(claim, name)), _same_count, _as_record, _count_fineness, grows=True)


FIELDS = (
    Field("type", lambda c: c.type, _equal),
    Field("role", lambda c: c.role, _equal, beside=("perpetrator",), naming=True),
    Field("date", lambda c: c.when, _equal, interval_record, _date_fineness, _in_time, even_denied=True),
    Field(
        "place",
        lambda c: _placed(c.place),
        _same_place,
        _as_record,
        _place_fineness,
        _in_region,
        _without_centre,
        beside=("date",),
        even_denied=True,
    ),
    Field("perpetrator", lambda c: _named(c.perpetrator), same_actor, _as_record, silent=_without_name),
    Field(
        "target",
        lambda c: _struck(c.target),
        _same_target,
        _as_record,
        vague=_without_words,
        beside=("date", "place", "perpetrator"),
        doers=True,
    ),
    Field("weapon", lambda c: _used(c.weapon), _same_weapon, _as_record, beside=("perpetrator",), doers=True),
    _toll("killed"),
    _toll("wounded"),
    _toll("abducted"),
    Field("claimed_by", lambda c: c.claimed_by, same_name),
    Field("campaign", lambda c: c.campaign, same_name),
)
BY_NAME = {field.name: field for field in FIELDS}
