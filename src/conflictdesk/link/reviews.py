"""What people said of claims, carried over to the claims that the machine codes now.

A review holds on to a report and a span of evidence, never to a claim's id, so it outlives re-coding. What is
stored in `Review.value`, by verdict:

- `correct` with a field: the field's value as in the claim's record ("killed": {"min": 9, "max": 9}; "date" and
  "place" with all their columns).
- `accept` with a field: that same value, so that it stands when the machine later reads otherwise; or null.
- `accept` without a field: the claim's record, or null. `reject`: null.
- `add`: the record of a claim that the machine did not see, with its evidence.

A review of a field may record what the machine read there when the person spoke: `with_seen` wraps the value as
{"value": ..., "seen": ...}. Then the queue shows it again only when the machine comes to read something else.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from conflictdesk.errors import InputError
from conflictdesk.records.events import (
    CLAIM_FIELDS,
    Anchor,
    EventClaim,
    Place,
    Record,
    Review,
    Verdict,
    interval_record,
)
from conflictdesk.records.provenance import Authorship, stable_id
from conflictdesk.records.reports import Span

ClaimsByReport = Mapping[str, Sequence[EventClaim]]
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "date": tuple(interval_record(None)),
    "place": tuple(Place().as_record()),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A person's word and the machine's reading that now differ; `claim_id` is null where the claim is gone."""

    anchor: Anchor
    claim_id: str | None
    field: str | None
    machine: Any
    person: Any
    reason: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Claims with people's words applied.

    `dropped` are the rejected ones, `differing` is for the queue, `by` says who last reviewed a claim and when,
    `fields` which of its fields a person vouches for (claim ids as keys). `coded` are all of them, added and
    rejected ones included, before anything was corrected: what anchors are looked up in.
    """

    claims: tuple[EventClaim, ...]
    dropped: tuple[EventClaim, ...]
    differing: tuple[Difference, ...]
    by: Mapping[str, Authorship]
    fields: Mapping[str, frozenset[str]]
    coded: tuple[EventClaim, ...] = ()


def apply_reviews(claims: Sequence[EventClaim], reviews: Sequence[Review]) -> Reviewed:
    """`claims` of the current coding with `reviews` applied; the order of neither matters to what holds.

    Raises InputError where a review's value is none that the field can have.
    """
    ordered = sorted(reviews, key=lambda r: (r.at, r.anchor, r.field or "", r.verdict, repr(r.value), r.who))
    orphans = _orphans(claims, ordered)
    pool = _with_added(claims, [r for r in ordered if r.verdict is Verdict.ADD] + orphans)
    of_claim, lost = _settled(pool, ordered)
    kept = [_applied(claim, of_claim.get(claim.claim_id, ())) for claim in pool]
    return Reviewed(
        claims=tuple(claim for claim, _ in kept if claim is not None),
        dropped=tuple(before for before, (after, _) in zip(pool, kept, strict=True) if after is None),
        differing=tuple([d for _, found in kept for d in found] + [_gone(r) for r in [*orphans, *lost]]),
        by={claim_id: _author(found) for claim_id, found in of_claim.items()},
        fields={claim_id: _vouched(found) for claim_id, found in of_claim.items()},
        coded=tuple(pool),
    )


def with_seen(value: Any, seen: Any) -> Record:
    """What to store in `Review.value` for a field, `seen` being the machine's value that the person had before them."""
    return {"value": value, "seen": seen}


def stated_value(review: Review) -> Any:
    """The value that a person gave, whether or not the review records what the machine read."""
    return review.value["value"] if _records_seen(review) else review.value


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


def by_report(claims: Iterable[EventClaim]) -> dict[str, list[EventClaim]]:
    """Claims by report, for `claim_at`."""
    groups: dict[str, list[EventClaim]] = defaultdict(list)
    for claim in claims:
        groups[claim.report_id].append(claim)
    return groups


def claim_at(anchor: Anchor, claims: ClaimsByReport) -> EventClaim | None:
    """The claim that a person's word at `anchor` speaks of: of those whose evidence overlaps, the best fitting.

    The same evidence fits best, then a claim whose own words (spans of its type) the anchor holds, then the larger
    common part. Of those that fit alike a claim that a person added comes first, then the first in the text. Reviews
    and judgements are carried over by this one rule.
    """
    near = [c for c in claims.get(anchor.report_id, ()) if _touches(c.evidence_span, anchor.span)]
    best = max((_fit(claim, anchor.span) for claim in near), default=None)
    return min((claim for claim in near if _fit(claim, anchor.span) == best), key=_position, default=None)


def _touches(evidence: Span, anchor: Span) -> bool:
    return evidence == anchor or evidence.overlaps(anchor)


def _fit(claim: EventClaim, span: Span) -> tuple[bool, bool, float]:
    common = min(claim.evidence_span.end, span.end) - max(claim.evidence_span.start, span.start)
    either = max(claim.evidence_span.end, span.end) - min(claim.evidence_span.start, span.start)
    own = span != claim.evidence_span and any(word.overlaps(span) for word in claim.spans.get("type", ()))
    return span == claim.evidence_span, own, common / either if either else 1.0


def _orphans(claims: Sequence[EventClaim], ordered: Sequence[Review]) -> list[Review]:
    """Accepted claims, stored with their record, that the machine no longer reads: a person's word keeps them."""
    index = by_report(claims)
    accepted = [r for r in ordered if r.verdict is Verdict.ACCEPT and r.field is None and r.value]
    return [r for r in accepted if claim_at(r.anchor, index) is None]


def _with_added(claims: Sequence[EventClaim], additions: Sequence[Review]) -> list[EventClaim]:
    pool = {claim.claim_id: claim for claim in claims}
    latest = {review.anchor: review for review in additions}
    for anchor, review in sorted(latest.items()):
        claim = _claim(_added_record(anchor, review), review)
        pool.setdefault(claim.claim_id, claim)
    return sorted(pool.values(), key=lambda claim: (claim.anchor, claim.claim_id))


def _added_record(anchor: Anchor, review: Review) -> Record:
    if not isinstance(review.value, Mapping):
        raise InputError(f"An added claim at {anchor} holds no record. Add the claim again.")
    span = [anchor.span.start, anchor.span.end]
    return {**review.value, "report_id": anchor.report_id, "evidence_span": span, "claim_id": added_id(anchor)}


def _settled(
    pool: Sequence[EventClaim], ordered: Sequence[Review]
) -> tuple[dict[str, tuple[Review, ...]], list[Review]]:
    """For each claim the reviews that hold (the latest per field), and those whose claim is gone."""
    index = by_report(pool)
    holding: dict[str, dict[str | None, Review]] = defaultdict(dict)
    lost: dict[tuple[Anchor, str | None], Review] = {}
    for review in ordered:
        found = claim_at(review.anchor, index)
        if found:
            holding[found.claim_id].pop(review.field, None)
            holding[found.claim_id][review.field] = review
        else:
            lost[review.anchor, review.field] = review
    return {claim_id: tuple(found.values()) for claim_id, found in holding.items()}, list(lost.values())


def _position(claim: EventClaim) -> tuple[Any, ...]:
    own = claim.spans.get("type") or (claim.evidence_span,)
    return claim.claim_id != added_id(claim.anchor), own[0], claim.claim_id


def _applied(claim: EventClaim, reviews: Sequence[Review]) -> tuple[EventClaim | None, list[Difference]]:
    """The claim as people left it, null where they rejected it; and where the machine now reads otherwise."""
    if any(review.verdict is Verdict.REJECT and review.field is None for review in reviews):
        return None, []
    machine = claim.as_record()
    stated = {field: (value, review) for review in reviews for field, value in _stated(review)}
    changed = {field: value for field, (value, _) in stated.items() if value != _columns(machine, field)}
    differing = [
        _difference(claim, stated[field][1], field, _columns(machine, field), value)
        for field, value in changed.items()
        if not _was_seen(_columns(machine, field), stated[field][1])
    ]
    record = machine
    for field, value in changed.items():
        record = _without_story(record, field) | value
    return (replace(_claim(record, reviews[-1]), claim_id=claim.claim_id) if changed else claim), differing


def _without_story(record: Record, field: str) -> Record:
    """The record without what the machine said of its own value: reason, confidence, words, other places.

    The words that state the event (spans of the type) stay: they are where the event stands in its sentence, and
    what reviews of one claim among several of a sentence hold on to.
    """
    told = [name for name in ("reasons", "confidence", "spans") if (name, field) != ("spans", "type")]
    kept = {name: {key: said for key, said in record[name].items() if key != field} for name in told}
    return record | kept | ({"runners_up": []} if field == "place" else {})


def _was_seen(machine: Record, review: Review) -> bool:
    """Whether the machine still reads what it read when the person spoke, as far as the review records that."""
    return _records_seen(review) and machine == _as_columns(review, review.value["seen"])


def _records_seen(review: Review) -> bool:
    return review.field is not None and isinstance(review.value, Mapping) and set(review.value) == {"value", "seen"}


def _stated(review: Review) -> list[tuple[str, Record]]:
    """The fields that a review settles, each as columns of the claim's record."""
    if review.verdict is Verdict.REJECT and review.field:
        return [(review.field, _blank(review.field))]
    if review.verdict is Verdict.ADD or (review.verdict is Verdict.ACCEPT and stated_value(review) is None):
        return []
    if review.field:
        return [(review.field, _as_columns(review, stated_value(review)))]
    record = review.value if isinstance(review.value, Mapping) else {}
    return [(field, _columns(record, field)) for field in CLAIM_FIELDS if set(_names(field)) <= set(record)]


def _as_columns(review: Review, value: Any) -> Record:
    names = _names(review.field or "")
    if review.field not in CLAIM_FIELDS:
        raise InputError(f"A review names the field {review.field!r}; the fields are {', '.join(CLAIM_FIELDS)}.")
    if len(names) == 1:
        return {names[0]: value}
    if not isinstance(value, Mapping):
        raise InputError(f"A review of {review.field} needs the columns {', '.join(names)}, not {value!r}.")
    return {name: value.get(name) for name in names}


def _blank(field: str) -> Record:
    if field in ("type", "role", "status"):
        raise InputError(f"A claim must have a {field}: correct it, or reject the claim.")
    return dict.fromkeys(_names(field)) | ({"attributed_to": []} if field == "attributed_to" else {})


def _names(field: str) -> tuple[str, ...]:
    return COLUMNS.get(field, (field,))


def _columns(record: Mapping[str, Any], field: str) -> Record:
    return {name: record.get(name) for name in _names(field)}


def _difference(claim: EventClaim, review: Review, field: str, machine: Record, person: Record) -> Difference:
    reason = f"{review.who} gave another value than the program reads"
    return Difference(review.anchor, claim.claim_id, field, _plain(machine), _plain(person), reason)


def _gone(review: Review) -> Difference:
    reason = f"{review.who} reviewed an event here that the program no longer reads"
    return Difference(review.anchor, None, review.field, None, stated_value(review), reason)


def _plain(columns: Record) -> Any:
    return next(iter(columns.values())) if len(columns) == 1 else columns


def _claim(record: Record, review: Review) -> EventClaim:
    try:
        return EventClaim.from_record(record)
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        raise InputError(
            f"The review by {review.who} at {review.anchor} holds a value that cannot be: {fault}"
        ) from fault


def _author(reviews: Sequence[Review]) -> Authorship:
    last = max(reviews, key=lambda review: review.at)
    return Authorship(last.who, last.at)


def _vouched(reviews: Sequence[Review]) -> frozenset[str]:
    if any(r.field is None and r.verdict in (Verdict.ACCEPT, Verdict.ADD) for r in reviews):
        return frozenset(CLAIM_FIELDS)
    return frozenset(r.field for r in reviews if r.field)
