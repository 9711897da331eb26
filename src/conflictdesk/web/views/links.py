"""The link queue: two claims side by side, with what speaks for one incident and what against."""

from collections.abc import Mapping
from typing import Any

from conflictdesk.link.comparison import Comparison
from conflictdesk.link.pair_queue import PairPage, PairQuestion
from conflictdesk.publish import wording
from conflictdesk.records.events import EventClaim, Record
from conflictdesk.records.reports import Report
from conflictdesk.web.views.claimrows import ORDER, drawn_at, spans_of
from conflictdesk.web.views.claims import UNNAMED, claim_href, field_value
from conflictdesk.web.views.excerpts import excerpt

# Which fields each comparison looks at; what compares none of them (the wording) is told below the rows.
LOOKS_AT: Mapping[str, tuple[str, ...]] = {"casualties": ("killed", "wounded", "abducted")}


def pair_page(page: PairPage, reports: Mapping[str, Report]) -> Record:
    """A page of the link queue as JSON; `reports` by id are those of its claims."""
    return {
        "pairs": [pair_record(one, reports) for one in page.pairs],
        "open": page.open,
        "minutes": page.minutes,
        "next": page.next,
        "asked_again": page.spoken,
    }


def pair_record(asked: PairQuestion, reports: Mapping[str, Report]) -> Record:
    """Two claims: their sentences, their fields in rows beside each other, and what each comparison says."""
    compared = {field: one for one in asked.comparisons for field in LOOKS_AT.get(one.property, (one.property,))}
    return {
        "key": asked.key,
        "left": _side(asked.left, asked.left_incident, reports),
        "right": _side(asked.right, asked.right_incident, reports),
        "rows": _rows(asked.left, asked.right, compared),
        "others": [_told(one) for one in asked.comparisons if not _fields(one)],
        "together": asked.together,
        "reason": asked.reason,
    }


def _fields(one: Comparison) -> tuple[str, ...]:
    return tuple(field for field in LOOKS_AT.get(one.property, (one.property,)) if field in ORDER)


def _told(one: Comparison) -> Record:
    return {"name": one.property, "leaning": _leaning(one), "reason": one.reason}


def _side(claim: EventClaim, incident: str | None, reports: Mapping[str, Report]) -> Record:
    report = reports.get(claim.report_id)
    return {
        "claim_id": claim.claim_id,
        "href": claim_href(claim),
        "incident": f"/incidents/{incident}" if incident else None,
        "publisher": (report.publisher if report else None) or UNNAMED,
        "published": wording.day(report.published) if report and report.published else "date not known",
        "title": (report.title if report else None) or "Untitled report",
        "language": (report.language if report else None) or "",
        "excerpt": excerpt(report.text, claim.evidence_span, spans_of(claim)) if report else None,
        "map": drawn_at(claim),
    }


def _rows(left: EventClaim, right: EventClaim, compared: Mapping[str, Comparison]) -> list[Record]:
    """Fields that at least one side states; `leaning` is what the comparison makes of the two."""
    values = left.values(), right.values()
    rows = [_row(field, *values, compared.get(field)) for field in ORDER]
    return [row for row in rows if row["left"] != wording.NOT_REPORTED or row["right"] != wording.NOT_REPORTED]


def _row(field: str, left: Mapping[str, Any], right: Mapping[str, Any], compared: Comparison | None) -> Record:
    words = [wording.value(field_value(field, side)) for side in (left, right)]
    return {
        "field": field,
        "name": wording.FIELD_NAMES[field],
        "left": words[0],
        "right": words[1],
        "alike": words[0] == words[1],
        "leaning": _leaning(compared) if compared else "",
        "reason": compared.reason if compared else "",
    }


def _leaning(compared: Comparison) -> str:
    """Whether a comparison speaks for one incident, for two, or says nothing."""
    if compared.score > 0:
        return "for"
    return "against" if compared.score < 0 else ""
