"""Small reports and claims for the tests of linking, in few words."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from conflictdesk.link.incidents import Linking, compute_incidents
from conflictdesk.records.events import EventClaim, EventType, Role, Status
from conflictdesk.records.provenance import content_hash, stable_id
from conflictdesk.records.reports import Report, Source, SourceKind

PLACES = {
    "Gao": ("ML", 16.27, -0.05),
    "Kidal": ("ML", 18.44, 1.41),
    "Ansongo": ("ML", 15.66, 0.50),
    "Sabha": ("LY", 27.04, 14.43),
    "Tamanhint": ("LY", 27.24, 14.65),
}
NEWS, WEEKLY, ARMY = "Sahel Courier", "Voice of the Battle", "Malian Armed Forces"
COMMAND, RELIEF = "US Africa Command", "UN Relief Office"
OFFICIAL = dict.fromkeys((ARMY, COMMAND, RELIEF), SourceKind.OFFICIAL)
KINDS = {WEEKLY: SourceKind.BELLIGERENT} | OFFICIAL


def day(text: str) -> date:
    return date.fromisoformat(text)


def report(name: str, publisher: str | None = NEWS, published: str | None = "2020-05-18", text: str = "") -> Report:
    text = text or f"{name}: what {publisher} wrote, all in words of its own ({name})."
    return Report(
        report_id=name,
        text=text,
        content_hash=content_hash(f"{name} {text}".encode()),
        retrieved=datetime(2021, 1, 1, tzinfo=UTC),
        language="en",
        published=day(published) if published else None,
        publisher=publisher,
    )


def claim(name: str, at: str = "Gao", on: str | None = "2020-05-17", start: int = 0, **fields: Any) -> EventClaim:
    """A claim of the report called `name`; `fields` are those of the record, by their names there."""
    country, lat, lon = PLACES.get(at, (None, None, None))
    evidence = fields.pop("evidence", "")
    record = {
        "claim_id": stable_id(name, start, at, on, sorted(fields.items(), key=lambda f: f[0])),
        "report_id": name,
        "evidence": evidence,
        "evidence_span": [start, start + 40],
        "type": str(EventType.SHELLING),
        "role": str(Role.ATTACK),
        "status": str(Status.REPORTED),
        "place": at,
        "place_modern": at,
        "country": country,
        "lat": lat,
        "lon": lon,
        "geo_precision": "exact" if country else None,
        "date_start": on,
        "date_end": on,
    }
    return EventClaim.from_record(record | fields)


def dead(low: int, high: int | None = -1) -> dict[str, int | None]:
    return {"min": low, "max": low if high == -1 else high}


def source_of(found: Report) -> Source | None:
    kind = KINDS.get(found.publisher or "")
    return Source(found.publisher or "", kind) if kind else None


def link(claims: Sequence[EventClaim], reports: Sequence[Report], *judgements: Any, reviews: Any = ()) -> Linking:
    by_id = {r.report_id: r for r in reports}
    return compute_incidents(claims, by_id, source_of, judgements, reviews)
