"""What one report tells: its claims with people's words applied, how old each is, and which of a sentence's it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from conflictdesk.link.blocks import Age
from conflictdesk.link.independence import age
from conflictdesk.link.reviews import Reviewed, apply_reviews
from conflictdesk.records.anchors import is_added
from conflictdesk.records.events import EventClaim, Review
from conflictdesk.records.reports import Report, Span

ADDED = -1  # the ordinal of a claim that a person added
Ordinal = int | str


@dataclass(frozen=True, slots=True)
class Told:
    """One report's claims as coded, the report, null where it is not at hand, and what people said of the claims."""

    claims: tuple[EventClaim, ...] = ()
    report: Report | None = None
    reviews: tuple[Review, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """What `told` comes to. `ordinals` by claim id; 0 where a claim is missing."""

    told: Told
    reviewed: Reviewed
    ordinals: Mapping[str, Ordinal] = field(default_factory=dict)

    def age(self, claim: EventClaim) -> Age:
        """By what claims are ordered: the report's date, then its hash, then the place in it; never by arrival."""
        report = self.told.report
        dated = (False, *age(report)) if report else (True, claim.report_id)
        return (*dated, claim.evidence_span, *_place_in_sentence(claim))


def telling(told: Told) -> Telling:
    """Raises InputError for a review whose value cannot be."""
    reviewed = apply_reviews(told.claims, told.reviews)
    return Telling(told, reviewed, _ordinals(reviewed.coded, {claim.claim_id for claim in told.claims}))


def told_by_report(
    claims: Iterable[EventClaim], reports: Mapping[str, Report], reviews: Iterable[Review]
) -> dict[str, Told]:
    """What is told, by report."""
    claims_of: dict[str, list[EventClaim]] = defaultdict(list)
    reviews_of: dict[str, list[Review]] = defaultdict(list)
    for claim in claims:
        claims_of[claim.report_id].append(claim)
    for review in reviews:
        reviews_of[review.anchor.report_id].append(review)
    return {
        key: Told(tuple(claims_of.get(key, ())), reports.get(key), tuple(reviews_of.get(key, ())))
        for key in claims_of.keys() | reviews_of.keys()
    }


def all_reviewed(tellings: Mapping[str, Telling]) -> Reviewed:
    """What people's words come to on all reports, by the reports' ids."""
    each = [tellings[key].reviewed for key in sorted(tellings)]
    return Reviewed(
        claims=tuple(claim for one in each for claim in one.claims),
        dropped=tuple(claim for one in each for claim in one.dropped),
        differing=tuple(found for one in each for found in one.differing),
        by={key: author for one in each for key, author in one.by.items()},
        fields={key: names for one in each for key, names in one.fields.items()},
        coded=tuple(claim for one in each for claim in one.coded),
        kept=frozenset(key for one in each for key in one.kept),
    )


def _place_in_sentence(claim: EventClaim) -> tuple[Span, str]:
    own = claim.spans.get("type") or claim.spans.get("place") or (claim.evidence_span,)
    return own[0], claim.claim_id


def _ordinals(coded: Sequence[EventClaim], read: set[str]) -> dict[str, Ordinal]:
    """Which of the claims with the same evidence each claim is, counted from 0; ADDED for a person's beside them.

    Rejected claims count, and those that the machine does not read (ids that are not in `read`) do not: else an id
    would pass to another event when a person speaks, or the machine falls silent.
    """
    met: dict[Any, int] = defaultdict(int)
    ordinals: dict[str, Ordinal] = {}
    for claim in sorted(coded, key=lambda one: (one.evidence_span, *_place_in_sentence(one))):
        if claim.claim_id in read:
            ordinals[claim.claim_id] = met[claim.anchor]
            met[claim.anchor] += 1
        elif not is_added(claim):
            ordinals[claim.claim_id] = claim.claim_id
    found = {c.claim_id: ordinals.get(c.claim_id, ADDED if met[c.anchor] else 0) for c in coded}
    return {key: ordinal for key, ordinal in found.items() if ordinal}
