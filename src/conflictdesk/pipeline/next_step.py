"""What a desk needs next, for the command line and the workbench alike."""

from collections.abc import Collection
from dataclasses import dataclass

from conflictdesk.link.reviews import apply_reviews
from conflictdesk.pipeline.linking import Due, due
from conflictdesk.records.numbers import number
from conflictdesk.store.database import Database


@dataclass(frozen=True, slots=True)
class Step:
    """What is missing, in a sentence, and the command that brings it."""

    reason: str
    command: str


def next_step(
    reports: int, waiting: int, claims: Collection[str], linked: Collection[str], unlinked: Due | None = None
) -> Step | None:
    """The first thing that is missing; null where the incidents are those of all claims and of no others.

    `waiting` reports were not coded yet, `claims` hold after people's reviews, `linked` are those in the incidents,
    `unlinked` says what the incidents do not show yet.
    """
    if not reports:
        return Step("There are no reports in this desk yet.", "conflictdesk add PATH")
    if waiting:
        return Step(f"Not coded yet: {waiting} of {number(reports, 'report')}.", "conflictdesk code")
    if apart := len(set(claims) - set(linked)):
        return Step(f"Not linked yet: {apart} of {number(len(claims), 'claim')}.", "conflictdesk link")
    if set(linked) - set(claims):
        return Step("The incidents hold claims that are none any more.", "conflictdesk link")
    if unlinked:
        return Step(unlinked.reason, "conflictdesk link")
    return None if claims else Step("No event was read in the reports.", "conflictdesk add PATH")


def step_of(database: Database) -> Step | None:
    """What the desk needs next, now."""
    with database.at_one_moment():
        counts = database.counts()
        claims = apply_reviews(database.claims(), database.reviews()).claims
        linked, unlinked = database.incident_of().keys(), due(database)
    return next_step(counts.reports, counts.waiting, {claim.claim_id for claim in claims}, linked, unlinked)
