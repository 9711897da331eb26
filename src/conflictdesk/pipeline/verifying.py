"""Whether a desk still is what it says: bytes, spans and incidents, each checked against what it came from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from conflictdesk.errors import InputError
from conflictdesk.link.review_values import stated_value
from conflictdesk.pipeline.assessing import checked, yardstick
from conflictdesk.pipeline.forgetting import ERASING
from conflictdesk.pipeline.linking import compute, due
from conflictdesk.pipeline.near_copies import wrong_copies
from conflictdesk.pipeline.standings import wrong_notes
from conflictdesk.pipeline.watch_forgetting import ERASING as WATCH_ERASING
from conflictdesk.records.credibility import GRADES
from conflictdesk.records.events import EventClaim, Incident, Presence
from conflictdesk.records.reports import Report
from conflictdesk.store.codings import Quotation
from conflictdesk.store.database import Database


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that does not follow from what it was made of."""

    kind: str  # "archive", "claim", "presence", "copy", "standing", "credibility", "incident", "assessment", "watch"
    key: str
    reason: str


def verify_desk(database: Database) -> Iterator[Fault]:
    """Every fault found: in the archive, in the spans, in the incidents, in what was to be forgotten.

    Where linking is due, incidents are not yet those of the claims and are passed over: `linking.due` says so.
    """
    with database.at_one_moment():
        reports = {report.report_id: report for report in database.reports()}
        yield from _check_archive(database)
        yield from chain.from_iterable(_check_claim(one, reports[one.report_id]) for one in database.claims())
        yield from chain.from_iterable(_check_presence(one, reports[one.report_id]) for one in database.presences())
        yield from chain.from_iterable(_check_words(one, reports[one.report_id]) for one in database.quotations())
        yield from _check_assessments(database)
        yield from _check_forgotten(database)
        yield from _check_pages(database, reports)
        yield from _check_copies(database)
        yield from _check_watched(database)
        yield from _check_standings(database)
        yield from _check_grades(database)
        if due(database) is None:
            yield from _check_incidents(database)


def _check_archive(database: Database) -> Iterator[Fault]:
    for report_id, digest in database.content_hashes():
        if not database.archive.holds(digest):
            yield Fault("archive", report_id, f"the archive does not hold the bytes with SHA-256 {digest}")


def _check_forgotten(database: Database) -> Iterator[Fault]:
    kept = {digest for _, digest in database.content_hashes()}
    for one in database.forgotten():
        if one.content_hash not in kept and database.archive.path(one.content_hash).exists():
            yield Fault("archive", one.report_id, "its bytes were to be forgotten: run conflictdesk forget --finish")
    if database.noted(ERASING) is not None:
        yield Fault("archive", "", "what was forgotten is not overwritten yet: run conflictdesk forget --finish")


def _check_pages(database: Database, reports: Mapping[str, Report]) -> Iterator[Fault]:
    for note in database.pages():
        if note.report_id is not None and note.report_id not in reports:
            yield Fault("page", note.address, f"leads to the report {note.report_id}, which is not there")


def _check_assessments(database: Database) -> Iterator[Fault]:
    """Whether each assessment keeps to the yardstick, as it did when it was written."""
    for one in database.assessments():
        try:
            kept = checked(one.text, one.likelihood, yardstick())
        except InputError as error:
            yield Fault("assessment", str(one.assessment_id), str(error).removesuffix(" Nothing was kept."))
        else:
            if kept != (one.text, one.likelihood):
                yield Fault("assessment", str(one.assessment_id), "it is not as it was kept")


def _check_claim(claim: EventClaim, report: Report) -> Iterator[Fault]:
    if claim.evidence_span.of(report.text) != claim.evidence:
        start, end = claim.evidence_span.start, claim.evidence_span.end
        yield Fault("claim", claim.claim_id, f"its evidence is not what {report.report_id} says at {start}-{end}")


def _check_presence(presence: Presence, report: Report) -> Iterator[Fault]:
    if presence.evidence not in report.text:
        yield Fault("presence", report.report_id, "its evidence does not stand in the report")


def _check_words(one: Quotation, report: Report) -> Iterator[Fault]:
    if one.span.of(report.text) != one.words or not one.words.strip():
        place = f"{one.span.start}-{one.span.end} ({one.field})"
        yield Fault(one.kind, one.key, f"its span {place} does not hold the words that were read there")


def _check_copies(database: Database) -> Iterator[Fault]:
    for report_id, other_id, reason in wrong_copies(database):
        yield Fault("copy", report_id, f"{reason}, of {other_id}: restore the desk from a backup")


def _check_standings(database: Database) -> Iterator[Fault]:
    for key, standing in wrong_notes(database):
        yield Fault("standing", key, f"that it is {standing} was never noted: restore the desk from a backup")


def _check_grades(database: Database) -> Iterator[Fault]:
    for said in database.credibilities():
        grade = stated_value(said)
        if grade is not None and grade not in GRADES:
            yield Fault("credibility", said.anchor.report_id, f"{said.who} graded a claim {grade!r}, which is no grade")


def _check_watched(database: Database) -> Iterator[Fault]:
    for week, reason in database.wrong_weeks():
        yield Fault("watch", week.isoformat(), f"{reason}: add an export that was cut short again, or restore the desk")
    if database.noted(WATCH_ERASING) is not None:
        yield Fault("watch", "", "accounts that were forgotten are not overwritten yet: run conflictdesk watch forget")


def _check_incidents(database: Database) -> Iterator[Fault]:
    held = {one.incident_id: replace(one, former_ids=()) for one in database.incidents()}
    linked = {one.incident_id: one for one in compute(database).incidents}
    for key in sorted(held.keys() | linked.keys()):
        reason = _difference(held.get(key), linked.get(key))
        if reason:
            yield Fault("incident", key, f"{reason}: run conflictdesk link")


def _difference(held: Incident | None, linked: Incident | None) -> str | None:
    if held is None:
        return "follows from the claims and judgements, but is not held"
    if linked is None:
        return "does not follow from the claims and judgements"
    before, after = held.as_record(), replace(linked, former_ids=()).as_record()
    fields = sorted(name for name in before if before[name] != after[name])
    return f"does not follow in {', '.join(fields)}" if fields else None
