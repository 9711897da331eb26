"""Attacks made ready to be compared as the work of one hand: what was used, on whom, by whom, when, where.

Only attacks with a date to within a week are taken: operations against a group are never of its series. Who did it is
an organisation, as claimed or as told; "Unidentified armed group" names nobody, and no community is ever looked at.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from conflictdesk.errors import DataError
from conflictdesk.link.names import folded
from conflictdesk.link.profiles import sorts_in
from conflictdesk.records.events import EventClaim, EventType, Incident, Place, Role, Status, TargetKind, WeaponKind
from conflictdesk.records.values import GeoPrecision, Point, TimeInterval

UNIDENTIFIED = "unidentified armed group"
LONGEST_DATE = 7  # days that a date may be wide
LONG_WORD = 4
WIDEST_KM = 50.0  # radius of an area whose middle stands for it
BRANCH = " - "  # between an organisation and a branch of it
VAGUE_MANNERS = frozenset({EventType.ATTACK, EventType.OTHER})


@dataclass(frozen=True, slots=True)
class Sighting:
    """An attack with what its comparisons need; null is not known. `statements` are reports in which it is claimed.

    `killed` is the least that is told, `reports` are all that tell of it.
    """

    incident_id: str
    when: TimeInterval
    point: Point | None
    country: str | None
    weapon: str | None
    target: str | None
    manner: str | None
    group: str | None
    campaign: str | None
    words: frozenset[str]
    statements: frozenset[str]
    hour: str | None
    killed: int | None = None
    reports: frozenset[str] = frozenset()

    @property
    def day(self) -> float:
        """The middle of the days in which it happened."""
        return (self.when.start.toordinal() + self.when.end.toordinal()) / 2

    @property
    def manner_is_told_by_weapon(self) -> bool:
        """Whether its manner says no more than the weapon: a bomb by the road, a remote explosive."""
        return self.manner in series_data()["told_by_weapon"].get(self.weapon, ())

    @property
    def parent(self) -> str | None:
        """The organisation whose branch the group is."""
        return parent_of(self.group)


def parent_of(group: str | None) -> str | None:
    return group.split(BRANCH)[0].strip() if group else None


def sightings(incidents: Iterable[Incident], claims: Mapping[str, EventClaim]) -> list[Sighting]:
    """The attacks among `incidents` that can be compared, oldest first."""
    found = [_sighting(one, [claims[c] for c in one.claims if c in claims]) for one in incidents if _datable(one)]
    return sorted(found, key=lambda one: (one.when.start, one.when.end, one.incident_id))


def _datable(one: Incident) -> bool:
    return one.role is Role.ATTACK and one.when is not None and (one.when.end - one.when.start).days < LONGEST_DATE


def _sighting(one: Incident, claims: Sequence[EventClaim]) -> Sighting:
    assert one.when is not None  # by _datable
    struck = one.target.canonical or one.target.text
    return Sighting(
        incident_id=one.incident_id,
        when=one.when,
        point=_spot(one.place),
        country=one.place.country,
        weapon=None if one.weapon.kind is WeaponKind.UNKNOWN else str(one.weapon.kind),
        target=None if one.target.kind is TargetKind.UNKNOWN else str(one.target.kind),
        manner=None if one.type in VAGUE_MANNERS else str(one.type),
        group=group_of(one),
        campaign=folded(one.campaign) or None,
        words=frozenset(folded(struck).split()) & struck_words(),
        statements=frozenset(claim.report_id for claim in claims if claim.status is Status.CLAIMED),
        hour=_hour(claims),
        killed=one.killed.min,
        reports=frozenset(claim.report_id for claim in claims),
    )


def _spot(place: Place) -> Point | None:
    """Where it was, if that is known to a town or nearly: the middle of a region is no place to measure from."""
    if place.area is not None and place.area.radius_km > WIDEST_KM:
        return None
    vague = place.area is None and place.precision in (GeoPrecision.REGION, GeoPrecision.COUNTRY)
    return None if vague else place.centre


def group_of(one: Incident) -> str | None:
    """The organisation that did it by what is held, or that claims it."""
    named = one.perpetrator.canonical
    return named if named and named.casefold() != UNIDENTIFIED else one.claimed_by


def _hour(claims: Sequence[EventClaim]) -> str | None:
    """The part of the day that the sentences tell, where all that tell one tell the same."""
    told = {part for claim in claims for part in sorts_in(f" {folded(claim.evidence)} ", "hours")}
    return next(iter(told)) if len(told) == 1 else None


@cache
def struck_words() -> frozenset[str]:
    """Words for what is struck; nothing else of a target is compared: a community may be named in one as a victim."""
    words = (word for entry in series_data()["struck"] for phrase in entry["words"] for word in folded(phrase).split())
    return frozenset(word for word in words if len(word) >= LONG_WORD)


@cache
def series_data() -> Mapping[str, Any]:
    """data/series.yaml. Raises DataError where it is damaged."""
    try:
        told = yaml.safe_load((files("conflictdesk") / "data/series.yaml").read_text("utf-8"))
        return {name: told[name] for name in ("struck", "model", "priors", "told_by_weapon")}
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise DataError("data/series.yaml is damaged: install Conflictdesk again.") from error
