"""Records as flat rows of a CSV file that a spreadsheet opens safely.

RFC 4180 with CRLF, in UTF-8 behind a byte order mark, without which Excel shows Arabic as gibberish. A text cell that
a spreadsheet would run as a formula (it begins with = + - @, a tab or a line break, also after blanks and signs that
do not show) gets an
apostrophe in front; `restored` takes it off again. Numbers are written as numbers. Unknown is an empty cell, nought
is 0. Lists of names and ids are joined with "; "; whatever else is nested is JSON.
"""

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

from conflictdesk.records.events import Record

BYTE_ORDER_MARK = "\ufeff"
MACHINE_OUTPUT = "no (machine output)"
# The wide forms run in spreadsheets too; blanks before them are dropped, and signs that do not show may be.
FORMULA = re.compile(r"'*(?:[\t\r\n]|[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@＝＋－＠﹢﹣﹦﹫])")
SPLIT = {  # fields that become several columns
    "area": ("lat", "lon", "radius_km"),
    "perpetrator": ("text", "canonical"),
    "target": ("text", "canonical", "kind"),
    "weapon": ("text", "kind"),
    "killed": ("min", "max"),
    "wounded": ("min", "max"),
    "abducted": ("min", "max"),
    "source": ("content_hash", "publisher", "published", "url", "language", "belligerent", "reliability"),
    "credibility": ("grade", "who", "at"),
}
JOINED = frozenset({"attributed_to", "claims", "former_ids", "places"})

_CODED = (
    "type", "role", "date_start", "date_end", "date_precision", "place", "place_modern", "country", "lat", "lon",
    "area", "geo_precision", "perpetrator", "target", "weapon", "killed", "wounded", "abducted",
)  # fmt: skip
_PRESENCE = ("record", "actor", "places", "areas")
FIELDS: Mapping[str, tuple[str, ...]] = {
    "incidents": (
        "incident_id", "standing", *_CODED, "claimed_by", "campaign", "series_id", "sources_independent",
        "standings", "held", "reviewed", "claims", "rivals", "former_ids", "record_version",
    ),
    "claims": (
        "claim_id", "report_id", "incident_id", *_CODED, "status", "attributed_to", "claimed_by", "campaign",
        "evidence", "reviewed", "source", "credibility", "spans", "reasons", "confidence", "runners_up",
        "evidence_span", "record_version",
    ),
}  # fmt: skip
PRESENCE_FIELDS: Mapping[str, tuple[str, ...]] = {
    "incidents": (*_PRESENCE, "report_id", "status", "attributed_to", "evidence", "source", "spans"),
    "claims": _PRESENCE,
}


def write_table(kind: str, records: Iterable[Record], out: TextIO, with_presences: bool = False) -> None:
    """`records` as CSV with a header, which stands even where there are none.

    `out` must be open without newline translation (`newline=""`) and in UTF-8.
    """
    fields = FIELDS[kind] + (PRESENCE_FIELDS[kind] if with_presences else ())
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column for field in fields for column in _columns(field))
    for record in records:
        writer.writerow(cell for field in fields for cell in _cells(field, record))


def safe(cell: str) -> str:
    """`cell` as no spreadsheet runs it."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def restored(cell: str) -> str:
    """What `safe` was given."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def _columns(field: str) -> Sequence[str]:
    return [f"{field}_{part}" for part in SPLIT[field]] if field in SPLIT else [field]


def _cells(field: str, record: Record) -> Sequence[str | int | float | None]:
    value = record.get(field)
    if field in SPLIT:
        return [_cell((value or {}).get(part)) for part in SPLIT[field]]
    if field == "reviewed":
        return [_reviewed(value) if field in record else None]
    if field in JOINED and value is not None:
        return [safe("; ".join(value))]
    return [_cell(value)]


def _cell(value: Any) -> str | int | float | None:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return safe(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _reviewed(value: Any) -> str:
    if isinstance(value, Mapping):
        return safe(f"{value['who']}, {value['at']}")
    return "yes" if value else MACHINE_OUTPUT
