"""What the forms offer: the codebook's lists, and the actors that the desk knows."""

from collections.abc import Iterable

from conflictdesk.publish import wording
from conflictdesk.records.events import (
    CLAIM_FIELDS,
    FAMILY,
    Record,
    Role,
    Status,
    TargetKind,
    WeaponKind,
)
from conflictdesk.records.values import DatePrecision, GeoPrecision
from conflictdesk.web.snapshots import Snapshot


def codebook(held: Snapshot) -> Record:
    """The lists of the codebook by field, and names to choose from; an actor is never a community."""
    families: dict[str, list[str]] = {}
    for kind, family in FAMILY.items():
        families.setdefault(family, []).append(str(kind))
    return {
        "fields": [[field, wording.FIELD_NAMES[field]] for field in CLAIM_FIELDS],
        "types": families,
        "roles": _listed(Role),
        "statuses": _listed(Status),
        "target_kinds": _listed(TargetKind),
        "weapon_kinds": _listed(WeaponKind),
        "date_precisions": _listed(DatePrecision),
        "geo_precisions": _listed(GeoPrecision),
        "actors": _actors(held),
        "campaigns": sorted({claim.campaign for claim in held.claims.values() if claim.campaign}),
    }


def _listed(kinds: Iterable[str]) -> list[str]:
    return [str(kind) for kind in kinds]


def _actors(held: Snapshot) -> list[str]:
    named = {claim.perpetrator.canonical for claim in held.claims.values()}
    named |= {claim.claimed_by for claim in held.claims.values()}
    return sorted({wording.UNIDENTIFIED, *(name for name in named if name)})


PRECISION = {"country": "country", "admin1": "region", "admin2": "region"}  # what a place of this kind is known to


def places_offered(places: Iterable[Record]) -> list[Record]:
    """Places to choose from: towns and airfields before the regions of their name; where each lies, in words."""
    ordered = sorted(places, key=lambda place: place.get("kind") in PRECISION)
    return [place | {"where": _where(place), "precision": PRECISION.get(place.get("kind") or "", "exact")}
            for place in ordered]  # fmt: skip


def _where(place: Record) -> str:
    region = place.get("admin1") if place.get("admin1") != place.get("name") else None
    return ", ".join(part for part in (region, wording.country_name(place.get("country"))) if part)
