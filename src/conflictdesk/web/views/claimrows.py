"""A claim's fields as rows for whoever judges it: value, how sure, why, in which words."""

from collections.abc import Collection, Mapping
from typing import Any

from conflictdesk.publish import wording
from conflictdesk.records.events import EventClaim, Record
from conflictdesk.records.reports import Report
from conflictdesk.web.views.claims import field_value

# As a person checks them; the first ten have the number keys.
ORDER = (
    "type", "date", "place", "perpetrator", "target", "weapon", "killed", "wounded", "status", "claimed_by",
    "abducted", "role", "attributed_to", "campaign",
)  # fmt: skip
# Confidence in words: no words of likelihood, which say something else.
LEVELS = ((0.8, "high"), (0.5, "moderate"), (0.0, "low"))


def rows_of(
    claim: EventClaim, report: Report | None, vouched: Collection[str] = (), doubted: Collection[str] = ()
) -> list[Record]:
    """`{field, name, words, sure, confidence, reason, quotes, vouched, doubted}` for each field of the claim."""
    values = claim.values()
    return [_row(field, claim, values, report) | {"vouched": field in vouched, "doubted": field in doubted}
            for field in ORDER]  # fmt: skip


def _row(field: str, claim: EventClaim, values: Mapping[str, Any], report: Report | None) -> Record:
    confidence = claim.confidence.get(field)
    words = wording.value(field_value(field, values))
    known = words != wording.NOT_REPORTED
    return {
        "field": field,
        "name": wording.FIELD_NAMES[field],
        "words": words,
        "known": known,
        "sure": sure(confidence) if known else "",
        "confidence": confidence,
        "reason": claim.reasons.get(field, ""),
        "quotes": quotes(field, claim, report),
    }


def sure(confidence: float | None) -> str:
    """ "high", "moderate", "low"; empty where the program said nothing of how sure it is."""
    return next((word for level, word in LEVELS if confidence >= level), "") if confidence is not None else ""


def quotes(field: str, claim: EventClaim, report: Report | None) -> list[str]:
    """The words of the report that a field was read from."""
    found = (span.of(report.text).strip() for span in claim.spans.get(field, ())) if report else ()
    return [words for words in dict.fromkeys(found) if words]


def spans_of(claim: EventClaim) -> list[tuple[str, Any]]:
    return [(field, span) for field, spans in claim.spans.items() for span in spans]


def drawn_at(claim: EventClaim) -> Record:
    """What the small map draws of a claim; `standing` is the ring of what one source says."""
    centre, area = claim.place.centre, claim.place.area
    return {
        "lat": centre.lat if centre else None,
        "lon": centre.lon if centre else None,
        "radius": area.radius_km if area else None,
        "role": str(claim.role),
        "standing": "claimed-only" if claim.status == "claimed" else "single-source",
        "killed_min": claim.killed.min,
        "geo": str(claim.place.precision) if claim.place.precision else None,
    }
