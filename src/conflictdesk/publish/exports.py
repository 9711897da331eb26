"""Exports: the desk's records as CSV, GeoJSON (RFC 7946) or JSON lines.

Unreviewed records are included and say so. Presences, private persons' names and belligerents' words stay in the
desk unless the options say otherwise (see publish/redaction.py).
"""

import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain
from typing import Any, TextIO

from conflictdesk.publish.redaction import claim_record, incident_record, presence_record
from conflictdesk.publish.rows import ClaimRow, ExportOptions, IncidentRow, PresenceRow
from conflictdesk.publish.tables import write_table
from conflictdesk.records.events import Record

CREDITS = (
    "Place data: GeoNames (geonames.org, CC BY 4.0) and OurAirports (public domain); borders: Natural Earth "
    "(public domain). Event types and precisions as ACLED defines them."
)


class Kind(StrEnum):
    """What is exported."""

    INCIDENTS = "incidents"
    CLAIMS = "claims"


class Format(StrEnum):
    """How it is written."""

    CSV = "csv"
    GEOJSON = "geojson"
    JSONL = "jsonl"


def export_records(
    kind: Kind | str,
    format: Format | str,
    rows: Iterable[ClaimRow] | Iterable[IncidentRow],
    options: ExportOptions,
    out: TextIO,
    presences: Iterable[PresenceRow] = (),
) -> None:
    """Write `rows` of `kind` to `out` (a text stream in UTF-8, opened with `newline=""`).

    `presences` are written behind them where `options.with_presences`, and else not even read. Raises ValueError for
    a kind or format that is none.
    """
    shown = presences if options.with_presences else ()
    records = chain((_record(row, options) for row in rows), (presence_record(row, options) for row in shown))
    match Format(format):
        case Format.CSV:
            write_table(Kind(kind), records, out, options.with_presences)
        case Format.GEOJSON:
            out.writelines(_geojson(Kind(kind), records))
        case Format.JSONL:
            out.writelines(_line(record) + "\n" for record in records)


def attribution() -> str:
    """The line of credits that goes with whatever shows the desk's places."""
    return CREDITS


def _record(row: ClaimRow | IncidentRow, options: ExportOptions) -> Record:
    return claim_record(row, options) if isinstance(row, ClaimRow) else incident_record(row, options)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _geojson(kind: Kind, records: Iterable[Record]) -> Iterator[str]:
    """A FeatureCollection, one feature a line, so that a large desk is never held in memory."""
    yield '{"type": "FeatureCollection", "attribution": ' + _line(attribution()) + ', "features": ['
    for n, record in enumerate(records):
        yield (",\n" if n else "\n") + _line(_feature(kind, record))
    yield "\n]}\n"


def _feature(kind: Kind, record: Record) -> Record:
    """A record as a feature: a point where one is known, else no geometry; an area stays a property, never a pin."""
    placed = record.get("lat") is not None and record.get("lon") is not None
    geometry = {"type": "Point", "coordinates": [record["lon"], record["lat"]]} if placed else None
    feature: Record = {"type": "Feature", "geometry": geometry, "properties": record}
    identity = record.get("incident_id" if kind is Kind.INCIDENTS else "claim_id")
    return feature if identity is None else {"type": "Feature", "id": identity, **feature}
