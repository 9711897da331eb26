"""What `conflictdesk geoparse` and `conflictdesk geocode` answer, a line at a time: records in, records out."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from conflictdesk.errors import InputError
from conflictdesk.geo.bearings import attach, find_bearings
from conflictdesk.geo.gazetteer import Gazetteer
from conflictdesk.geo.geocoding import resolve_bare
from conflictdesk.geo.placing import DISTRICT_RADIUS_KM, Resolution
from conflictdesk.geo.resolve import resolve_referents
from conflictdesk.geo.units import Unit, units_of
from conflictdesk.geo.votes import country_code
from conflictdesk.records.mentions import Toponym
from conflictdesk.records.reports import Span
from conflictdesk.records.values import Area, GeoPrecision, Point, Referent

Record = dict[str, Any]
FindToponyms = Callable[[str], Sequence[Toponym]]

LONGEST_QUOTE = 60  # characters of an unknown country's name in a reason
PROVINCE_RADIUS_KM = 120.0
UNIT_SCORE = 0.3  # of an answer that is only the district or province named with the place


def geoparse(line: Mapping[str, Any], gazetteer: Gazetteer, find: FindToponyms, language: str = "en") -> Record:
    """A document's places. Spans that are given are resolved as given; else `find` looks for them.

    Raises InputError where the line is not a document.
    """
    text = line.get("text")
    if not isinstance(text, str):
        raise InputError("a document needs a `text`")
    given = line.get("toponyms")
    if not isinstance(given, list | None):
        raise InputError("`toponyms` needs to be a list of {start, end}")
    toponyms = [_given(t, text) for t in given] if given is not None else list(find(text))
    bearings = find_bearings(text, language)
    asked = attach(toponyms, bearings, text) if given is None else _attached(toponyms, bearings, text)
    found = resolve_referents(asked, text, gazetteer)
    records = [_toponym_record(t, r) for t, r in zip(asked, found, strict=True)]
    return {"doc_id": line.get("doc_id"), "toponyms": records}


def geocode(line: Mapping[str, Any], gazetteer: Gazetteer, language: str = "en") -> Record:
    """Where a bare place name lies. Country, provinces and context are evidence; a country given is binding.

    Raises InputError where the line has no name.
    """
    name = line.get("name")
    if not isinstance(name, str) or not name.strip():
        raise InputError("a place needs a `name`")
    code = country_code(str(line.get("country") or ""), gazetteer.terms())
    units = units_of(line, code, gazetteer)
    if code is None or find_bearings(name, language):
        resolution = _in_words(name, line, code, gazetteer, language)
    else:
        resolution = resolve_bare(name.strip(), code, units, gazetteer)
    record = _place_record(resolution)
    if resolution.referent is None and record["area"] is None and units:
        record |= _in_unit(units[0])
    if line.get("country") and code is None:
        record["reason"] += f" The country {str(line['country'])[:LONGEST_QUOTE]!r} is not known and bound nothing."
    return {"id": line.get("id"), **record}


def _in_words(name: str, line: Mapping[str, Any], code: str | None, gazetteer: Gazetteer, language: str) -> Resolution:
    """The name with its units and country behind commas, resolved as a text of its own."""
    parts = [name.strip(), *(str(line[key]) for key in ("admin2", "admin1", "country") if line.get(key))]
    toponyms, start = [], 0
    for part in parts:
        toponyms.append(Toponym(Span(start, start + len(part)), part))
        start += len(part) + len(", ")
    text = ", ".join(parts) + ". " + str(line.get("context") or "")
    toponyms = _attached(toponyms, find_bearings(text, language), text)
    return resolve_referents(toponyms, text, gazetteer, country=code)[0]


def _in_unit(unit: Unit) -> Record:
    """The answer for a place that no gazetteer has: the unit that it lies in, and no more."""
    radius = DISTRICT_RADIUS_KM if unit.kind == "admin2" else PROVINCE_RADIUS_KM
    point = unit.centre
    return {
        "lat": point.lat,
        "lon": point.lon,
        "area": Area(point.lat, point.lon, radius).as_record(),
        "name": unit.name,
        "place_id": unit.referent.place_id,
        "precision": str(GeoPrecision.REGION),
        "method": unit.kind,
        "score": UNIT_SCORE,
        "reason": f"No gazetteer has this place; {unit.name}, where it is said to lie, stands for it.",
    }


def _given(toponym: Any, text: str) -> Toponym:
    try:
        span = Span(int(toponym["start"]), int(toponym["end"]))
    except (TypeError, KeyError, ValueError) as error:
        raise InputError("a toponym needs `start` and `end`, code points of the text") from error
    if span.end > len(text):
        raise InputError(f"the toponym {span.start}-{span.end} lies outside the text")
    return Toponym(span, span.of(text))


def _attached(toponyms: Sequence[Toponym], bearings: Sequence[Any], text: str) -> list[Toponym]:
    """The given toponyms alone, in the order given, each with its bearing if the text tells one."""
    bound = {t.span: t for t in attach(toponyms, bearings, text) if t.bearing}
    return [bound.get(t.span, t) for t in toponyms]


def _toponym_record(toponym: Toponym, resolution: Resolution) -> Record:
    country = resolution.referent.country if resolution.referent else None
    placed = _place_record(resolution) | {"name": toponym.name, "country": country}
    return {"start": toponym.span.start, "end": toponym.span.end, **placed}


def _place_record(resolution: Resolution) -> Record:
    placing, referent = resolution.placing, resolution.referent
    point: Point | None = referent.point if referent else None
    return {
        "lat": point.lat if point else None,
        "lon": point.lon if point else None,
        "area": placing.area.as_record() if placing.area else None,
        "name": placing.modern,
        "place_id": placing.place_id,
        "precision": str(placing.precision) if placing.precision else None,
        "method": placing.method,
        "score": placing.score,
        "reason": placing.reason,
        "runners_up": [_runner_up(other) for other in placing.runners_up],
    }


def _runner_up(referent: Referent) -> Record:
    point = referent.point
    return {
        "place_id": referent.place_id,
        "name": referent.name,
        "country": referent.country,
        "lat": point.lat if point else None,
        "lon": point.lon if point else None,
    }
