"""Link a desk: incidents computed from current claims, reviews and judgements; only what changed is written."""

from dataclasses import dataclass

from conflictdesk.link.incidents import Linking, compute_incidents
from conflictdesk.link.resolver import Pair
from conflictdesk.pipeline.folder import sources_of
from conflictdesk.records.events import ClaimPair
from conflictdesk.store.database import Database


@dataclass(frozen=True, slots=True)
class Linked:
    """What a linking came to."""

    claims: int
    incidents: int
    pairs: int


def link_desk(database: Database) -> Linked:
    """Compute the desk's incidents anew and keep them, with redirects from ids that went away."""
    linking = compute(database)
    anchors = {claim.claim_id: claim.anchor for claim in linking.reviewed.claims}
    database.save_linking(linking.incidents, map(_weighed, linking.pairs), anchors)
    return Linked(len(anchors), len(linking.incidents), len(linking.pairs))


def compute(database: Database) -> Linking:
    """The desk's incidents as they follow from what it holds at one moment; nothing is written."""
    with database.at_one_moment():
        claims, judgements, reviews = database.claims(), database.judgements(), database.reviews()
        reports = {report.report_id: report for report in database.reports()}
    return compute_incidents(claims, reports, sources_of(database.folder), judgements, reviews)


def _weighed(pair: Pair) -> ClaimPair:
    reasons = {comparison.property: comparison.reason for comparison in pair.comparisons}
    return ClaimPair(pair.left, pair.right, pair.likeness, pair.score, reasons, pair.by)
