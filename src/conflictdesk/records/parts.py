"""What a claim and an incident are made of: actors, targets, weapons, places; and how their columns are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from conflictdesk.records.codebook import TargetKind, WeaponKind
from conflictdesk.records.values import Area, DatePrecision, GeoPrecision, Point, TimeInterval

RECORD_VERSION = 1
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: as the text words it, and the organisation that it stands for."""

    text: str | None = None
    canonical: str | None = None

    def as_record(self) -> Record:
        return {"text": self.text, "canonical": self.canonical}


@dataclass(frozen=True, slots=True)
class Target:
    text: str | None = None
    canonical: str | None = None
    kind: TargetKind = TargetKind.UNKNOWN

    def as_record(self) -> Record:
        return {"text": self.text, "canonical": self.canonical, "kind": str(self.kind)}


@dataclass(frozen=True, slots=True)
class Weapon:
    text: str | None = None
    kind: WeaponKind = WeaponKind.UNKNOWN

    def as_record(self) -> Record:
        return {"text": self.text, "kind": str(self.kind)}


@dataclass(frozen=True, slots=True)
class Place:
    """Where, as a claim or an incident holds it. A place known by bearing alone has an area and no point."""

    name: str | None = None
    modern: str | None = None
    country: str | None = None
    point: Point | None = None
    area: Area | None = None
    precision: GeoPrecision | None = None
    runners_up: tuple[Record, ...] = ()  # {"name", "country", "lat", "lon", "place_id"}

    @property
    def centre(self) -> Point | None:
        return self.point or (self.area.centre if self.area else None)

    @property
    def resolved(self) -> bool:
        """Whether a gazetteer knows it: it has a point or an area, or a country and how closely it is told."""
        return self.centre is not None or (self.country is not None and self.precision is not None)

    def as_record(self) -> Record:
        return {
            "place": self.name,
            "place_modern": self.modern,
            "country": self.country,
            "lat": self.point.lat if self.point else None,
            "lon": self.point.lon if self.point else None,
            "area": self.area.as_record() if self.area else None,
            "geo_precision": str(self.precision) if self.precision else None,
        }


def interval_record(when: TimeInterval | None) -> Record:
    return {
        "date_start": when.start.isoformat() if when else None,
        "date_end": when.end.isoformat() if when else None,
        "date_precision": str(when.precision) if when else None,
    }


def interval_from(r: Mapping[str, Any]) -> TimeInterval | None:
    if not r.get("date_start"):
        return None
    start = date.fromisoformat(r["date_start"])
    end = date.fromisoformat(r.get("date_end") or r["date_start"])
    return TimeInterval(start, end, DatePrecision(r.get("date_precision") or "day"))


def place_from(r: Mapping[str, Any]) -> Place:
    placed = r.get("lat") is not None and r.get("lon") is not None
    return Place(
        name=r.get("place"),
        modern=r.get("place_modern"),
        country=r.get("country"),
        point=Point(r["lat"], r["lon"]) if placed else None,
        area=Area(**r["area"]) if r.get("area") else None,
        precision=GeoPrecision(r["geo_precision"]) if r.get("geo_precision") else None,
        runners_up=tuple(r.get("runners_up") or ()),
    )


def target_from(r: Mapping[str, Any] | None) -> Target:
    r = r or {}
    return Target(r.get("text"), r.get("canonical"), TargetKind(r.get("kind") or "unknown"))


def weapon_from(r: Mapping[str, Any] | None) -> Weapon:
    r = r or {}
    return Weapon(r.get("text"), WeaponKind(r.get("kind") or "unknown"))


def named(r: Mapping[str, Any] | None, *names: str) -> dict[str, Any]:
    return {name: (r or {}).get(name) for name in names}
