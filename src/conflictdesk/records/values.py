"""Values that know how sure they are: an interval with its precision, a place or an area, a count as a range."""

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

EARTH_RADIUS_KM = 6371.0


class DatePrecision(StrEnum):
    """How finely a date is told (codebook: `date_precision`)."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class GeoPrecision(StrEnum):
    """How the text places an event (codebook: `geo_precision`)."""

    EXACT = "exact"
    NEAR = "near"
    REGION = "region"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True, order=True)
class TimeInterval:
    """From `start` to `end`, both days included; `precision` is how finely the text tells it."""

    start: date
    end: date
    precision: DatePrecision = DatePrecision.DAY

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"an interval that ends ({self.end}) before it starts ({self.start})")

    def overlaps(self, other: "TimeInterval") -> bool:
        return self.start <= other.end and other.start <= self.end

    def days_apart(self, other: "TimeInterval") -> int:
        """Days between the two; 0 where they overlap."""
        return max(0, (other.start - self.end).days, (self.start - other.end).days)


@dataclass(frozen=True, slots=True)
class Point:
    """WGS 84 degrees."""

    lat: float
    lon: float

    def km_to(self, other: "Point") -> float:
        """Great-circle distance in km (haversine)."""
        lat1, lon1, lat2, lon2 = map(math.radians, (self.lat, self.lon, other.lat, other.lon))
        h = math.sin((lat2 - lat1) / 2) ** 2
        h += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
        return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(h)))


@dataclass(frozen=True, slots=True)
class Area:
    """A circle: somewhere within `radius_km` of the centre, no nearer known."""

    lat: float
    lon: float
    radius_km: float

    @property
    def centre(self) -> Point:
        return Point(self.lat, self.lon)

    def as_record(self) -> dict[str, float]:
        return {"lat": self.lat, "lon": self.lon, "radius_km": self.radius_km}


@dataclass(frozen=True, slots=True)
class Count:
    """People, as a range. `None` is unknown, never nought; "at least 5" is (5, None)."""

    min: int | None = None
    max: int | None = None

    def __post_init__(self) -> None:
        if self.min is not None and self.max is not None and self.max < self.min:
            raise ValueError(f"a count whose most ({self.max}) is below its least ({self.min})")

    @property
    def known(self) -> bool:
        return self.min is not None or self.max is not None

    def as_record(self) -> dict[str, int | None]:
        return {"min": self.min, "max": self.max}


@dataclass(frozen=True, slots=True)
class Referent:
    """What a toponym resolves to in the gazetteer."""

    place_id: str
    name: str
    country: str | None  # ISO 3166 alpha-2
    point: Point | None
    kind: str  # "city", "admin1", "admin2", "country", "airfield", or as loaded
    population: int = 0
    admin1: str | None = None


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a place name lies, as far as can be said: a point, an area, or neither.

    `method` is how it was found ("exact", "folded", "fuzzy", "bearing", "country", "unresolved", ...), `score`
    0-1 how sure, `reason` a sentence for a reader, `runners_up` what else it might have been.
    """

    name: str
    modern: str | None = None
    country: str | None = None
    point: Point | None = None
    area: Area | None = None
    precision: GeoPrecision | None = None
    place_id: str | None = None
    method: str = "unresolved"
    score: float = 0.0
    reason: str = ""
    runners_up: tuple[Referent, ...] = ()

    @property
    def centre(self) -> Point | None:
        """The point, or the centre of the area."""
        return self.point or (self.area.centre if self.area else None)
