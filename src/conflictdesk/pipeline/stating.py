"""What a person states for a field, checked and put as the claim's record has it. A wrong value says what would do."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from conflictdesk.errors import InputError
from conflictdesk.pipeline.knowledge import Knowledge
from conflictdesk.records.events import (
    CLAIM_FIELDS,
    Actor,
    EventType,
    Place,
    Record,
    Role,
    Status,
    Target,
    TargetKind,
    Weapon,
    WeaponKind,
    interval_record,
    place_from,
)
from conflictdesk.records.values import Area, Count, DatePrecision, GeoPrecision, Point, TimeInterval

ENUMS: Mapping[str, type[StrEnum]] = {"type": EventType, "role": Role, "status": Status}
COUNTED = ("killed", "wounded", "abducted")
MOST_PEOPLE = 10_000_000  # more at one time and place is a slip of the hand
LONGEST = 500  # characters of a name
WIDEST_KM = 20_000.0
COUNT = re.compile(r"\s*(\d{1,8})\s*(?:(\+)|[-\u2013]\s*(\d{1,8}))?\s*")
DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
COUNTRY = re.compile(r"[A-Za-z]{2}")
PLACE_COLUMNS = ("place", "place_modern", "country", "lat", "lon", "area", "geo_precision")


def stated(field: str, value: Any, known: Callable[[], Knowledge], country: str | None = None) -> Any:
    """`value` as the record holds it: for `date` and `place` all their columns, else the field's own form.

    `country` (ISO-2) is the event's, for actors' names. Raises InputError, which says what would do.
    """
    if field not in CLAIM_FIELDS:
        raise InputError(f"{field!r} is no field of a claim; the fields are {', '.join(CLAIM_FIELDS)}.")
    if field in ENUMS:
        return _word(field, value, ENUMS[field])
    if field in COUNTED:
        return _count(field, value)
    if field == "date":
        return interval_record(_interval(value))
    if field == "place":
        return _place(value, known).as_record()
    return _NAMED[field](field, value, known, country)


def _word(field: str, value: Any, words: type[StrEnum]) -> str:
    for word in words:
        if isinstance(value, str) and value.strip().casefold() == word.value.casefold():
            return word.value
    raise InputError(f"{field} cannot be {value!r}; one of these would do: {', '.join(words)}.")


def _count(field: str, value: Any) -> Record:
    told = f'{field} cannot be {value!r}; {{"min": 3, "max": 5}}, 3, "3-5", "3+" or null would do.'
    try:
        count = _read_count(value)
    except (TypeError, ValueError) as fault:
        raise InputError(told) from fault
    if any(n is not None and not 0 <= n <= MOST_PEOPLE for n in (count.min, count.max)):
        raise InputError(told)
    return count.as_record()


def _read_count(value: Any) -> Count:
    if value is None or value == "":
        return Count()
    if isinstance(value, Mapping):
        if not value or not set(value) <= {"min", "max"}:
            raise ValueError(value)
        return Count(*(_whole(value.get(name)) for name in ("min", "max")))
    if isinstance(value, str):
        found = COUNT.fullmatch(value)
        if found is None:
            raise ValueError(value)
        low = int(found[1])
        return Count(low, None if found[2] else int(found[3] or low))
    number = _whole(value)
    return Count(number, number)


def _whole(value: Any) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise TypeError(value)


def _interval(value: Any) -> TimeInterval | None:
    told = f'date cannot be {value!r}; "2020-05-17", "2020-05", "2020-05-17/2020-05-19" or null would do.'
    try:
        return _read_interval(value)
    except (AttributeError, TypeError, ValueError) as fault:
        raise InputError(told) from fault


def _read_interval(value: Any) -> TimeInterval | None:
    if value is None or value == "":
        return None
    if isinstance(value, Mapping):
        if value.get("date_start") is None:
            return None
        first = date.fromisoformat(value["date_start"])
        last = date.fromisoformat(value["date_end"]) if value.get("date_end") else first
        fallback = DatePrecision.DAY if first == last else DatePrecision.WEEK
        return TimeInterval(first, last, DatePrecision(value.get("date_precision") or fallback))
    ends = [_stretch(part.strip()) for part in value.split("/")]
    if len(ends) > 2:
        raise ValueError(value)
    precision = ends[0].precision if len(ends) == 1 else DatePrecision.WEEK
    return TimeInterval(ends[0].start, ends[-1].end, precision)


def _stretch(text: str) -> TimeInterval:
    found = DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if month is None:
        return TimeInterval(date(year, 1, 1), date(year, 12, 31), DatePrecision.YEAR)
    if day is None:
        return TimeInterval(date(year, month, 1), date(year, month, monthrange(year, month)[1]), DatePrecision.MONTH)
    return TimeInterval(date(year, month, day), date(year, month, day))


def _place(value: Any, known: Callable[[], Knowledge]) -> Place:
    if value is None or value == "":
        return Place()
    if isinstance(value, str):
        return known().place(name_of("place", value) or "")
    if not isinstance(value, Mapping):
        raise InputError(f"place cannot be {value!r}; a name, or an object with place, lat and lon would do.")
    name, country = name_of("place", value.get("place")), _country(value.get("country"))
    placed = any(value.get(column) is not None for column in ("lat", "lon", "area", "geo_precision", "place_modern"))
    if not placed or value.get("resolve"):
        return known().place(name, country) if name else Place(country=country, precision=_country_alone(country))
    record = {column: value.get(column) for column in PLACE_COLUMNS} | {"place": name, "country": country}
    record |= {"place_modern": name_of("place_modern", value.get("place_modern")) or name, "area": _area(value)}
    record["geo_precision"] = value.get("geo_precision") or ("near" if record["area"] else "exact")
    _point(value)
    try:
        return place_from(record)
    except (TypeError, ValueError) as fault:
        told = f"geo_precision cannot be {value.get('geo_precision')!r}"
        raise InputError(f"{told}; one of these would do: {', '.join(GeoPrecision)}.") from fault


def _country_alone(country: str | None) -> GeoPrecision | None:
    return GeoPrecision.COUNTRY if country else None


def _country(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, str) and COUNTRY.fullmatch(value.strip()):
        return value.strip().upper()
    raise InputError(f'country cannot be {value!r}; a code of two letters such as "LY" would do.')


def _point(value: Mapping[str, Any]) -> Point | None:
    lat, lon = value.get("lat"), value.get("lon")
    if lat is None and lon is None:
        return None
    if _within(lat, 90.0) and _within(lon, 180.0):
        return Point(lat, lon)  # type: ignore[arg-type]  # both are numbers, or the line above is false
    raise InputError(f"lat {lat!r}, lon {lon!r} is no point; degrees such as lat 27.04, lon 14.43 would do.")


def _area(value: Mapping[str, Any]) -> Record | None:
    area = value.get("area")
    if area is None:
        return None
    radius = area.get("radius_km") if isinstance(area, Mapping) else None
    centre = _point(area) if isinstance(area, Mapping) else None
    if centre and isinstance(radius, int | float) and _within(radius, WIDEST_KM) and radius > 0:
        return Area(centre.lat, centre.lon, float(radius)).as_record()
    raise InputError(f'area cannot be {area!r}; {{"lat": 27.0, "lon": 14.4, "radius_km": 20}} would do.')


def _within(value: Any, bound: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -bound <= value <= bound


def _actor(field: str, value: Any, known: Callable[[], Knowledge], country: str | None) -> Record:
    if value is None or value == "":
        return Actor().as_record()
    if isinstance(value, str):
        return known().actor(name_of(field, value) or "", country).as_record()
    if not isinstance(value, Mapping):
        raise InputError(f'{field} cannot be {value!r}; a name, or {{"text": ..., "canonical": ...}} would do.')
    text, canonical = name_of(field, value.get("text")), name_of(field, value.get("canonical"))
    if canonical:
        known().actor(canonical, country)
    if text:
        found = known().actor(text, country)
        canonical = canonical or found.canonical
    return Actor(text or canonical, canonical).as_record()


def _target(field: str, value: Any, _known: Callable[[], Knowledge], _country: str | None) -> Record:
    if value is None or isinstance(value, str):
        name = name_of(field, value)
        return Target(name, name).as_record()
    if not isinstance(value, Mapping):
        raise InputError(f'{field} cannot be {value!r}; a name, or {{"text": ..., "kind": ...}} would do.')
    kind = _word("target kind", value.get("kind") or TargetKind.UNKNOWN, TargetKind)
    text, canonical = name_of(field, value.get("text")), name_of(field, value.get("canonical"))
    return Target(text, canonical or text, TargetKind(kind)).as_record()


def _weapon(field: str, value: Any, _known: Callable[[], Knowledge], _country: str | None) -> Record:
    if value is None or value == "":
        return Weapon().as_record()
    if isinstance(value, str):
        return Weapon(None, WeaponKind(_word(field, value, WeaponKind))).as_record()
    if not isinstance(value, Mapping):
        raise InputError(f'{field} cannot be {value!r}; a kind, or {{"text": ..., "kind": ...}} would do.')
    kind = _word("weapon kind", value.get("kind") or WeaponKind.UNKNOWN, WeaponKind)
    return Weapon(name_of(field, value.get("text")), WeaponKind(kind)).as_record()


def _group(field: str, value: Any, known: Callable[[], Knowledge], country: str | None) -> str | None:
    name = name_of(field, value)
    return known().actor(name, country).canonical or name if name else None


def _plain_name(field: str, value: Any, _known: Callable[[], Knowledge], _country: str | None) -> str | None:
    return name_of(field, value)


def _speakers(field: str, value: Any, _known: Callable[[], Knowledge], _country: str | None) -> list[str]:
    told = [value] if isinstance(value, str) else value or []
    if not isinstance(told, list | tuple):
        raise InputError(f'{field} cannot be {value!r}; a list of names such as ["an officer"] would do.')
    return [name for one in told if (name := name_of(field, one))]


def name_of(field: str, value: Any) -> str | None:
    """A name without space around it; null where it is empty."""
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > LONGEST:
        raise InputError(f"{field} cannot be {value!r:.80}; a name of up to {LONGEST} characters would do.")
    return " ".join("".join(c if c.isprintable() else " " for c in value).split()) or None


_NAMED: Mapping[str, Callable[[str, Any, Callable[[], Knowledge], str | None], Any]] = {
    "perpetrator": _actor,
    "target": _target,
    "weapon": _weapon,
    "claimed_by": _group,
    "campaign": _plain_name,
    "attributed_to": _speakers,
}
