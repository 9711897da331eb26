"""Regions by what they are made of, as data/regions.yaml has it: whole provinces of a country, or whole countries."""

from collections.abc import Iterable
from dataclasses import dataclass

from conflictdesk.geo.lexicon import lexicon
from conflictdesk.geo.names import normal
from conflictdesk.records.values import Referent

REGION = "region"  # the gazetteer's kind
PREFIX = "region:"  # of the id that the gazetteer has for a region of ours

Province = tuple[str, str]  # its country (ISO 3166 alpha-2) and its name in its normal form


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the world that is no province. Without `provinces` and `countries` nobody says what lies in it."""

    name: str
    provinces: frozenset[Province] = frozenset()
    countries: frozenset[str] = frozenset()

    @property
    def bounded(self) -> bool:
        """Whether it is known what lies in it."""
        return bool(self.provinces or self.countries)


def region_among(found: Iterable[Referent]) -> Region | None:
    """The first region among places, the likeliest first; null where none is one."""
    one = next((place for place in found if place.kind == REGION), None)
    if one is None:
        return None
    row = lexicon("regions")["regions"].get(one.place_id.removeprefix(PREFIX), {})
    provinces = frozenset((str(row["country"]), normal(name)) for name in row.get("provinces", ()))
    return Region(one.name, provinces, frozenset(row.get("countries", ())))
