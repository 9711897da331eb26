"""What a person's word holds on to: a report and a span of evidence, and the claim that is meant by it now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from conflictdesk.records.events import Anchor, EventClaim
from conflictdesk.records.provenance import stable_id
from conflictdesk.records.reports import Span

ClaimsByReport = Mapping[str, Sequence[EventClaim]]


def added_id(anchor: Anchor) -> str:
    """The id of the claim that a person added at `anchor`."""
    return stable_id("added", anchor.report_id, anchor.span.start, anchor.span.end)


def review_anchor(claim: EventClaim, claims: Iterable[EventClaim]) -> Anchor:
    """What to store for a person's word on `claim`: its evidence, or its own words where others share that.

    Two claims of one sentence have one evidence span; the words that state the event tell them apart.
    """
    shared = any(c.claim_id != claim.claim_id and c.anchor == claim.anchor for c in claims)
    own = claim.spans.get("type") or ()
    inside = [span for span in own if claim.evidence_span.contains(span)]
    return Anchor(claim.report_id, inside[0]) if shared and inside else claim.anchor


def own_anchor(claim: EventClaim) -> Anchor:
    """What to store for a judgement on `claim`: the words that state its event, where the coder says which.

    Then the judgement stays with them when its sentence comes to be read as several events.
    """
    own = () if is_added(claim) else own_words(claim)
    return Anchor(claim.report_id, own[0]) if own else claim.anchor


def by_report(claims: Iterable[EventClaim]) -> dict[str, list[EventClaim]]:
    """Claims by report, for `claim_at`."""
    groups: dict[str, list[EventClaim]] = defaultdict(list)
    for claim in claims:
        groups[claim.report_id].append(claim)
    return groups


def own_words(claim: EventClaim) -> tuple[Span, ...]:
    """The words in its evidence that state a claim's event; empty where the coder did not say."""
    return tuple(span for span in claim.spans.get("type") or () if claim.evidence_span.contains(span))


def claim_at(anchor: Anchor, claims: ClaimsByReport, words: Span | None = None) -> EventClaim | None:
    """The claim that a person's word at `anchor` speaks of: of those whose evidence overlaps, the best fitting.

    A claim whose own words the anchor does not hold is another event; a claim that a person added is meant by its
    own anchor alone. `words`, where known, stated the event: a claim with the same fits best, then the same evidence,
    then a claim whose own words the anchor holds, then the larger common part. Of those that fit alike a claim that a
    person added comes first, then the first in the text. Reviews and judgements are carried over by this one rule.
    """
    near = [c for c in claims.get(anchor.report_id, ()) if _may_mean(anchor, c)]
    best = max((fit(claim, anchor.span, words) for claim in near), default=None)
    return min((claim for claim in near if fit(claim, anchor.span, words) == best), key=_position, default=None)


def _may_mean(anchor: Anchor, claim: EventClaim) -> bool:
    if claim.evidence_span == anchor.span:
        return True
    if is_added(claim) or not claim.evidence_span.overlaps(anchor.span):
        return False
    own = own_words(claim)
    return not own or any(word.overlaps(anchor.span) for word in own)


def is_added(claim: EventClaim) -> bool:
    """Whether a person added the claim."""
    return claim.claim_id == added_id(claim.anchor)


def fit(claim: EventClaim, span: Span, words: Span | None = None) -> tuple[bool, bool, bool, float]:
    common = min(claim.evidence_span.end, span.end) - max(claim.evidence_span.start, span.start)
    either = max(claim.evidence_span.end, span.end) - min(claim.evidence_span.start, span.start)
    said = words is not None and any(word.overlaps(words) for word in own_words(claim))
    own = span != claim.evidence_span and any(word.overlaps(span) for word in claim.spans.get("type", ()))
    return said, span == claim.evidence_span, own, common / either if either else 1.0


def _position(claim: EventClaim) -> tuple[Any, ...]:
    own = claim.spans.get("type") or (claim.evidence_span,)
    return not is_added(claim), own[0], claim.claim_id
