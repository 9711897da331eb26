"""The page of one report."""

from dataclasses import dataclass

from conflictdesk.publish import wording
from conflictdesk.records.reports import Report
from conflictdesk.web.marking import Piece, cut, marks_of, marks_of_presences
from conflictdesk.web.snapshots import Snapshot
from conflictdesk.web.views.claims import ClaimCard, claim_card
from conflictdesk.web.views.copies import Copying, copying
from conflictdesk.web.views.presences import PresenceCard, presence_cards


@dataclass(frozen=True, slots=True)
class ReportPage:
    report: Report
    pieces: tuple[Piece, ...]
    claims: tuple[ClaimCard, ...]
    presences: tuple[PresenceCard, ...]
    revisions: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]  # those marked in the text: key and name
    issue: str | None  # why it could not be coded
    unread: str | None  # what of it was not read
    copying: Copying


def report_page(report: Report, held: Snapshot) -> ReportPage:
    claims = held.claims_of(report.report_id)
    numbers = {claim.claim_id: number for number, claim in enumerate(claims, 1)}
    told = [presence for presence in held.presences if presence.report_id == report.report_id]
    marks = marks_of(claims) + marks_of_presences(told)
    incident_of = held.incident_of()
    marked = {mark.field for mark in marks}
    return ReportPage(
        report=report,
        pieces=tuple(cut(report.text, marks, numbers)),
        claims=tuple(
            claim_card(c, held.incidents.get(incident_of.get(c.claim_id, "")), held, numbers[c.claim_id])
            for c in claims
        ),
        presences=tuple(card for card in presence_cards(held) if card.report_id == report.report_id),
        revisions=held.revisions.get(report.report_id, ()),
        fields=tuple((key, name) for key, name in wording.FIELD_NAMES.items() if key in marked),
        issue=dict(held.issues).get(report.report_id),
        unread=dict(held.partly_read).get(report.report_id),
        copying=copying(report, held),
    )
