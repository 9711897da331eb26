"""The JSONL filters: lines in, lines out, nothing written to disk.

Each takes the lines of its input and gives records in the same order, with ids as they came; lines that cannot be
taken go to `complain`, with their number. The work itself is done by the rooms.
"""

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from conflictdesk.link.documents import Document
from conflictdesk.link.filters import link_claims, link_documents, read_casebook_line
from conflictdesk.link.incidents import compute_incidents
from conflictdesk.link.independence import SourceOf
from conflictdesk.pipeline.declared import report_of
from conflictdesk.pipeline.jsonl import Complain, id_field, read_lines
from conflictdesk.pipeline.workers import Outcome, Recipe, code_reports
from conflictdesk.records.events import EventClaim, Record
from conflictdesk.records.reports import Report
from conflictdesk.sources.files import parse_record

Id = str | int | float | None
Stream = Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Asked:
    """A report on a line of the input, and the id it came with."""

    number: int
    given: Id
    report: Report


def code_lines(stream: Stream, recipe: Recipe, complain: Complain, workers: int = 1) -> Iterator[Record]:
    """`{report_id, text, ...}` to `{report_id, language, events, presences}`."""
    coded = _code(_asked(stream, "report_id", complain), recipe, workers, complain)
    return (_coded_line(asked, outcome, {}) for asked, outcome in coded)


def code_and_link_lines(
    stream: Stream, recipe: Recipe, source_of: SourceOf, complain: Complain, workers: int = 1
) -> Iterator[Record]:
    """As `code_lines`, with each event's `incident_id` across the whole input."""
    held = list(_code(_asked(stream, "report_id", complain), recipe, workers, complain))
    claims = [claim for _, outcome in held for claim in outcome.claims]
    reports = {asked.report.report_id: asked.report for asked, _ in held}
    incident_of = compute_incidents(claims, reports, source_of).incident_of
    return (_coded_line(asked, outcome, incident_of) for asked, outcome in held)


def link_lines(
    stream: Stream, recipe: Recipe, source_of: SourceOf, complain: Complain, workers: int = 1
) -> Iterator[Record]:
    """`{doc_id, text, ...}` to `{doc_id, incident_id}`: the incident that each document is mainly about."""
    held = list(_code(_asked(stream, "doc_id", complain), recipe, workers, complain))
    claims_of: dict[int, Sequence[EventClaim]] = {n: outcome.claims for n, (_, outcome) in enumerate(held)}
    documents = [Document.of_report(asked.report) for asked, _ in held]
    incidents = link_documents(documents, claims_of, source_of)
    return (
        {"doc_id": asked.given, "incident_id": incident_id}
        for (asked, _), incident_id in zip(held, incidents, strict=True)
    )


def link_claim_lines(stream: Stream, source_of: SourceOf, complain: Complain) -> Iterator[Record]:
    """Lines in the casebook's form, with `incident_id` in each event. What else they say is left as it is."""
    lines = [line for _, line in read_lines(stream, read_casebook_line, complain)]
    return iter(link_claims(lines, source_of))


def _asked(stream: Stream, key: str, complain: Complain) -> Iterator[Asked]:
    """Reports to code. Each gets an id of its own inside the batch, whatever the input calls it."""
    seen: set[str] = set()
    at = datetime.now(UTC)
    for number, (line, given) in read_lines(stream, lambda line: (line, id_field(line, key)), complain):
        try:
            parsed = parse_record({**line, "report_id": None}, "the input", number)
        except ValueError as error:
            complain(number, str(error))
            continue
        for issue in parsed.issues:
            complain(number, issue.message)
        report = report_of(parsed.retrieved[0], at)
        yield Asked(number, report.report_id if given is None else given, _named(report, given, number, seen))


def _named(report: Report, given: Id, number: int, seen: set[str]) -> Report:
    """The report under an id that no earlier line has: 5 and "5" are two, and so is the same id given twice."""
    name = report.report_id if given is None else given if isinstance(given, str) else json.dumps(given)
    own = f"{name}#{number}" if name in seen else name
    seen.add(own)
    return replace(report, report_id=own)


def _code(asked: Iterator[Asked], recipe: Recipe, workers: int, complain: Complain) -> Iterator[tuple[Asked, Outcome]]:
    waiting: deque[Asked] = deque()

    def reports() -> Iterator[Report]:
        for one in asked:
            waiting.append(one)
            yield one.report

    for outcome in code_reports(recipe, reports(), workers):
        one = waiting.popleft()
        if outcome.unread:
            complain(one.number, outcome.unread)
        if outcome.issue is None:
            yield one, outcome
        else:
            complain(one.number, f"could not be coded ({outcome.issue})")


def _coded_line(asked: Asked, outcome: Outcome, incident_of: Mapping[str, str]) -> Record:
    events = [_event(claim, asked.given, incident_of.get(claim.claim_id)) for claim in outcome.claims]
    return {
        "report_id": asked.given,
        "language": outcome.report.language,
        "events": events,
        "presences": [presence.as_record() for presence in outcome.presences],
    }


def _event(claim: EventClaim, given: Id, incident_id: str | None) -> Record:
    return {**claim.as_record(), "report_id": given, "incident_id": incident_id, "reviewed": None}
