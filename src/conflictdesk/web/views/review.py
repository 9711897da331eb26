"""The review queue: each question with all that it takes to answer it."""

from collections.abc import Mapping
from typing import Any

from conflictdesk.link.queue import Doubt, Page, Question
from conflictdesk.publish import wording
from conflictdesk.records.events import EventClaim, Record
from conflictdesk.records.reports import Report
from conflictdesk.web.views.claimrows import drawn_at, rows_of, spans_of
from conflictdesk.web.views.claims import UNNAMED, report_href
from conflictdesk.web.views.excerpts import excerpt


def queue_page(page: Page, reports: Mapping[str, Report]) -> Record:
    """A page of the queue as JSON; `reports` by id are those that its questions speak of."""
    return {
        "questions": [question_record(one, reports.get(one.report_id)) for one in page.questions],
        "open": page.open,
        "settled": page.settled,
        "minutes": page.minutes,
        "differing": page.differing,
        "next": page.next,
    }


def choice_lists(choices: Mapping[str, Mapping[str, int]]) -> Record:
    """What the queue can be filtered by, with counts; `names` are those of countries by code."""
    names = {code: wording.country_name(code) for code in choices.get("country", {})}
    return {name: dict(counts) for name, counts in choices.items()} | {"names": names}


def question_record(asked: Question, report: Report | None) -> Record:
    """A question: the sentence, what is asked of it and why, the fields, the map."""
    claim = asked.claim
    return {
        "key": asked.key,
        "claim_id": asked.claim_id,
        "incident": f"/incidents/{asked.incident_id}" if asked.incident_id else None,
        "report": _source(asked, report),
        "excerpt": _excerpt(asked, report),
        "doubts": [_doubt(doubt) for doubt in asked.doubts],
        "rows": _rows(asked, claim, report) if claim else [],
        "values": claim.values() if claim else None,
        "runners_up": [dict(runner) for runner in claim.place.runners_up] if claim else [],
        "map": drawn_at(claim) if claim else None,
        "by": f"{asked.by.who}, {wording.day(asked.by.at)}" if asked.by else None,
    }


def _rows(asked: Question, claim: EventClaim, report: Report | None) -> list[Record]:
    doubted = {doubt.field for doubt in asked.doubts if doubt.field}
    return rows_of(claim, report, asked.vouched, doubted)


def _source(asked: Question, report: Report | None) -> Record:
    href = report_href(asked.report_id)
    return {
        "href": f"{href}#claim-{asked.claim_id}" if asked.claim_id else href,
        "title": (report.title if report else None) or "Untitled report",
        "publisher": (report.publisher if report else None) or UNNAMED,
        "published": wording.day(report.published) if report and report.published else "date not known",
        "language": (report.language if report else None) or "",
    }


def _excerpt(asked: Question, report: Report | None) -> Record:
    if report is None:
        return {"before": False, "after": False, "pieces": []}
    evidence = asked.claim.evidence_span if asked.claim else asked.anchor.span
    return excerpt(report.text, evidence, spans_of(asked.claim) if asked.claim else ())


def _doubt(doubt: Doubt) -> Record:
    """A doubt in words; for one that differs also both values, as a reader and as a form has them."""
    both = doubt.kind in ("differs", "gone")
    return {
        "kind": doubt.kind,
        "field": doubt.field,
        "name": wording.FIELD_NAMES.get(doubt.field or "", ""),
        "reason": doubt.reason,
        "machine": _words(doubt.machine) if both else None,
        "person": _words(doubt.person) if both else None,
        "machine_value": doubt.machine if doubt.kind == "differs" else None,
    }


def _words(value: Any) -> str:
    """A value in words; a whole claim's record is not one value."""
    return "the claim as a whole" if isinstance(value, Mapping) and "type" in value else wording.value(value)
