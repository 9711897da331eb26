"""The linking behind the two filters of the command line: reports with claims given, and plain documents.

Pure functions over lines that are already read as JSON; nothing is stored.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from conflictdesk.errors import InputError
from conflictdesk.link.documents import Document, group_documents
from conflictdesk.link.incidents import compute_incidents
from conflictdesk.link.independence import SourceOf
from conflictdesk.records.events import EventClaim, Incident, Record
from conflictdesk.records.provenance import content_hash, stable_id
from conflictdesk.records.reports import Report, Span

NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # a filter retrieves nothing; no rule looks at this field


@dataclass(frozen=True, slots=True)
class CasebookLine:
    """A line in the casebook's form: the record as it came, its report, and a claim for each of its events."""

    record: Record
    report: Report
    claims: tuple[EventClaim, ...]


def _nobody(_report: Report) -> None:
    return None


def read_casebook_line(record: Any) -> CasebookLine:
    """One line of `link --claims`. Raises InputError where it is none. `event_key` is not looked at."""
    if not isinstance(record, Mapping) or record.get("report_id") in (None, ""):
        raise InputError("a line needs a report_id; see docs/codebook.md")
    try:
        report = _report(record)
        claims = tuple(_claim(event, report, n) for n, event in enumerate(record.get("events") or ()))
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        raise InputError(f"report {record['report_id']}: {fault}") from fault
    return CasebookLine(dict(record), report, claims)


def link_claims(lines: Sequence[CasebookLine], source_of: SourceOf = _nobody) -> list[Record]:
    """The records of `lines` in their order, with `incident_id` in each event; nothing else is changed."""
    lines = _told_apart(lines)
    reports = {line.report.report_id: line.report for line in lines}
    linking = compute_incidents([claim for line in lines for claim in line.claims], reports, source_of)
    return [_with_incidents(line, linking.incident_of) for line in lines]


def link_documents(
    documents: Sequence[Document], claims_of: Mapping[int, Sequence[EventClaim]], source_of: SourceOf = _nobody
) -> list[str]:
    """The incident that each document is mainly about, in the documents' order; never null.

    `claims_of` holds, by position in `documents`, the claims coded in it, whose `report_id` is the document's
    `report_id`. Documents without a coded event are grouped by their wording and date.
    """
    return group_documents(documents, main_incidents(documents, claims_of, source_of))


def main_incidents(
    documents: Sequence[Document], claims_of: Mapping[int, Sequence[EventClaim]], source_of: SourceOf = _nobody
) -> list[Incident | None]:
    """The incident that each document tells most of, once the claims of all are linked; null where it tells of none."""
    reports = {document.report_id: document.as_report() for document in documents}
    claims = [claim for found in claims_of.values() for claim in found]
    linking = compute_incidents(claims, reports, source_of)
    by_id = {incident.incident_id: incident for incident in linking.incidents}
    mains = [_main(claims_of.get(n, ()), linking.incident_of) for n in range(len(documents))]
    return [by_id[main] if main else None for main in mains]


def _main(claims: Sequence[EventClaim], incident_of: Mapping[str, str]) -> str | None:
    """The incident of which a document tells most: by number of claims, then confidence, then what it tells first."""
    weight: dict[str, float] = defaultdict(float)
    for claim in sorted(claims, key=lambda c: c.evidence_span, reverse=True):
        weight[incident_of[claim.claim_id]] += claim.confidence.get("event", 1.0)
    first = {incident_of[c.claim_id]: -c.evidence_span.start for c in claims}
    return max(weight, key=lambda key: (weight[key], first[key], key), default=None)


def _report(record: Mapping[str, Any]) -> Report:
    text = record.get("text") or ""
    return Report(
        report_id=str(record["report_id"]),
        text=text,
        content_hash=content_hash(text.encode("utf-8", "surrogatepass")),
        retrieved=NEVER,
        language=record.get("language"),
        title=record.get("title"),
        published=date.fromisoformat(record["published"][:10]) if record.get("published") else None,
        publisher=record.get("publisher"),
        url=record.get("url"),
    )


def _claim(event: Mapping[str, Any], report: Report, position: int) -> EventClaim:
    evidence = event.get("evidence") or ""
    start = max(0, report.text.find(evidence))
    claim = EventClaim.from_record({**event, "report_id": report.report_id, "claim_id": None})
    span = claim.evidence_span if event.get("evidence_span") else Span(start, start + len(evidence))
    return replace(claim, claim_id=stable_id(report.report_id, position), evidence_span=span)


def _told_apart(lines: Sequence[CasebookLine]) -> list[CasebookLine]:
    """Lines whose report_id came before (a revision, or another's) get one of their own for the while."""
    met: dict[str, int] = defaultdict(int)
    told: list[CasebookLine] = []
    for line in lines:
        report_id = line.report.report_id
        told.append(_renamed(line, met[report_id]) if met[report_id] else line)
        met[report_id] += 1
    return told


def _renamed(line: CasebookLine, ordinal: int) -> CasebookLine:
    report_id = stable_id(line.report.report_id, ordinal)
    claims = tuple(
        replace(claim, report_id=report_id, claim_id=stable_id(report_id, n)) for n, claim in enumerate(line.claims)
    )
    return CasebookLine(line.record, replace(line.report, report_id=report_id), claims)


def _with_incidents(line: CasebookLine, incident_of: Mapping[str, str]) -> Record:
    events = line.record.get("events") or []
    linked = [
        {**event, "incident_id": incident_of[claim.claim_id]} for event, claim in zip(events, line.claims, strict=True)
    ]
    return {**line.record, "events": linked}
