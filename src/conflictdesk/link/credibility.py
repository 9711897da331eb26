"""How credible people call the information of the claims that the machine codes now."""

from collections.abc import Iterable, Sequence

from conflictdesk.link.review_values import stated_value
from conflictdesk.link.reviews import claim_meant
from conflictdesk.records.anchors import by_report
from conflictdesk.records.credibility import Credibility
from conflictdesk.records.events import EventClaim, Review


def credible(said: Sequence[Review], coded: Iterable[EventClaim]) -> dict[str, Credibility]:
    """The grade of each claim (id) that has one: what was said last, and not taken off.

    `coded` are all claims before anything was corrected, as for reviews: a word carries over as a review does, and
    never passes to another event. What is lost of it holds on to nothing and changes nothing else.
    """
    index = by_report(coded)
    found: dict[str, Credibility | None] = {}
    for one in sorted(said, key=lambda review: review.at):
        claim = claim_meant(one, index)
        grade = stated_value(one)
        if claim is not None:
            found[claim.claim_id] = Credibility(grade, one.who, one.at) if grade else None
    return {claim_id: held for claim_id, held in found.items() if held is not None}
