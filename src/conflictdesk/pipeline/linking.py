"""Link a desk: incidents computed from current claims, reviews and judgements; only what changed is written.

With the incidents is noted what they follow from. Where a command ends between a review and the linking, the note
tells that linking is due, and the next linking gives what an undisturbed one would have given.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from conflictdesk.link.incidents import Linking, compute_incidents
from conflictdesk.link.resolver import Pair
from conflictdesk.pipeline.folder import sources_of, weighing_of
from conflictdesk.pipeline.near_copies import complete_copies
from conflictdesk.records.copies import Copies
from conflictdesk.records.events import ClaimPair
from conflictdesk.store.database import LINKED, Database

WEIGHED = "by:"  # in the note of what incidents follow from, before the catalog's part


@dataclass(frozen=True, slots=True)
class Linked:
    """What a linking came to."""

    claims: int
    incidents: int
    pairs: int


@dataclass(frozen=True, slots=True)
class Due:
    """Why linking is due: the acts of people since the last, and whether reports were coded since."""

    acts: int
    coded: bool
    reason: str


def link_desk(database: Database) -> Linked:
    """Compute the desk's incidents anew and keep them, with redirects from ids that went away.

    Where a report is forgotten meanwhile, they are computed once more, without it.
    """
    while True:
        complete_copies(database)
        with database.at_one_moment():
            followed, linking = followed_from(database), compute(database)
        if keep_linking(database, linking, followed):
            return Linked(len(linking.incident_of), len(linking.incidents), len(linking.pairs))


def keep_linking(database: Database, linking: Linking, followed: str) -> bool:
    """Make the desk hold this linking and what it follows from; false where a report was forgotten meanwhile."""
    anchors = {claim.claim_id: claim.anchor for claim in linking.reviewed.claims}
    return database.save_linking(linking.incidents, map(noted_pair, linking.pairs), anchors, followed)


def compute(database: Database) -> Linking:
    """The desk's incidents as they follow from what it holds at one moment; nothing is written."""
    with database.at_one_moment():
        claims, judgements, reviews = database.claims(), database.judgements(), database.reviews()
        reports = {report.report_id: report for report in database.reports()}
        copies = Copies(database.near_copies())
    return compute_incidents(claims, reports, sources_of(database.folder), judgements, reviews, copies=copies)


def due(database: Database) -> Due | None:
    """Whether the incidents are to be linked anew, and why; null where they follow from what the desk holds."""
    with database.at_one_moment():
        before = database.noted(LINKED)
        now = database.linkable() if before and WEIGHED not in before else followed_from(database)
    if now == before or (before is None and now.startswith("0:")):
        return None
    coded, acts, *_ = now.split()
    coded_before, acts_before, *_ = (before or "0:0 0").split()
    said, other = int(acts) - int(acts_before), coded != coded_before
    weighed = bool(before) and _weighed_by(now) != _weighed_by(before or "")
    return Due(said, other, _reason(said, other, weighed))


def followed_from(database: Database, coded: Iterable[int] | None = None) -> str:
    """What the incidents follow from: what the desk holds, and who is of which kind by its catalog.

    `coded` are the current codings; left out, they are looked up.
    """
    return f"{database.linkable(coded)} {WEIGHED}{weighing_of(database.folder)}"


def _weighed_by(followed_from: str) -> str:
    return followed_from.partition(WEIGHED)[2]


def _reason(acts: int, coded: bool, weighed: bool) -> str:
    told = [f"{acts} acts of review" if acts > 1 else "an act of review"] if acts else []
    told += ["newly coded reports"] if coded or not (acts or weighed) else []
    told += ["what the catalog now says of sources"] if weighed else []
    return f"The incidents do not show {' and '.join(told)} yet."


def noted_pair(pair: Pair) -> ClaimPair:
    """The pair as the desk keeps it."""
    reasons = {comparison.property: comparison.reason for comparison in pair.comparisons}
    return ClaimPair(pair.left, pair.right, pair.likeness, pair.score, reasons, pair.by)
