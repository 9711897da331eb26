"""Lists of reports, and what a search finds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from conflictdesk.pipeline.next_step import Step
from conflictdesk.records.events import EventClaim
from conflictdesk.records.reports import Report
from conflictdesk.store.reports import Hit
from conflictdesk.web.snapshots import Snapshot
from conflictdesk.web.views.claims import report_href
from conflictdesk.web.views.copies import copy_of

SEARCHED_REPORTS = 2000  # hits that a free-text filter looks through


def lacking(held: Snapshot) -> Step | None:
    """What a desk without claims needs next; null where there is something to judge."""
    return None if held.claims else held.next_step


@dataclass(frozen=True, slots=True)
class ReportLine:
    report: Report
    href: str
    claims: int
    copy_of: str | None = None  # whose text it carries
    snippet: tuple[tuple[str, bool], ...] = ()  # words, and whether the search found them


def report_lines(held: Snapshot) -> list[ReportLine]:
    coded = Counter(claim.report_id for claim in held.claims.values())
    newest = sorted(held.reports.values(), key=lambda r: (str(r.published or ""), r.report_id), reverse=True)
    return [ReportLine(r, report_href(r.report_id), coded[r.report_id], copy_of(r, held)) for r in newest]


def found_lines(hits: Sequence[Hit], held: Snapshot) -> list[ReportLine]:
    coded = Counter(claim.report_id for claim in held.claims.values())
    return [
        ReportLine(
            report=held.reports[hit.report_id],
            href=report_href(hit.report_id),
            claims=coded[hit.report_id],
            copy_of=copy_of(held.reports[hit.report_id], held),
            snippet=_snippet(hit),
        )
        for hit in hits
        if hit.report_id in held.reports
    ]


def _snippet(hit: Hit) -> tuple[tuple[str, bool], ...]:
    parts, at = [], 0
    for match in hit.matches:
        parts += [(hit.snippet[at : match.start], False), (match.of(hit.snippet), True)]
        at = match.end
    return tuple(part for part in [*parts, (hit.snippet[at:], False)] if part[0])


def found_incidents(query: str, hits: Sequence[Hit], held: Snapshot) -> list[str]:
    """Incidents that a free text finds: of each report found, the claims that hold its words, else all of them."""
    words = [word.casefold() for word in query.replace('"', " ").split()]
    reports = {hit.report_id for hit in hits}
    incident_of = held.incident_of()
    by_report: dict[str, list[EventClaim]] = {}
    for claim in held.claims.values():
        if claim.report_id in reports:
            by_report.setdefault(claim.report_id, []).append(claim)
    chosen = [claim for claims in by_report.values() for claim in _holding(words, claims) or claims]
    return list(dict.fromkeys(incident_of[c.claim_id] for c in chosen if c.claim_id in incident_of))


def _holding(words: Sequence[str], claims: Sequence[EventClaim]) -> list[EventClaim]:
    return [claim for claim in claims if all(word in claim.evidence.casefold() for word in words)]
