"""What people said of claims, carried over to the claims that the machine codes now.

A review holds on to a report and a span of evidence, never to a claim's id, so it outlives re-coding. What it holds
is told in `review_values`.

A person's word never passes to another event: to one that other words state, with another type or place, to one that
the machine reads where a person spoke of an added claim that was taken back, or to one on which another person's word,
at a place apart from it, fits better. Then it stands in the queue instead.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from conflictdesk.errors import InputError
from conflictdesk.link.review_values import (
    asks,
    columns,
    is_record,
    lets_go,
    means_another,
    plain_value,
    same_but_for_words,
    stated_columns,
    stated_value,
    was_seen,
    words_of,
)
from conflictdesk.records.anchors import ClaimsByReport, added_id, by_report, claim_at, fit
from conflictdesk.records.events import (
    CLAIM_FIELDS,
    Anchor,
    EventClaim,
    Record,
    Review,
    Verdict,
)
from conflictdesk.records.provenance import Authorship


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
    rejected ones included, before anything was corrected: what anchors are looked up in. `kept` are those (ids) that
    the machine no longer reads, and a person's word alone keeps.
    """

    claims: tuple[EventClaim, ...]
    dropped: tuple[EventClaim, ...]
    differing: tuple[Difference, ...]
    by: Mapping[str, Authorship]
    fields: Mapping[str, frozenset[str]]
    coded: tuple[EventClaim, ...] = ()
    kept: frozenset[str] = frozenset()


def apply_reviews(claims: Sequence[EventClaim], reviews: Sequence[Review]) -> Reviewed:
    """`claims` of the current coding with `reviews` applied; the order of neither matters to what holds.

    Raises InputError where a review's value is none that the field can have.
    """
    if not reviews:
        pool = _with_added(claims, ())
        return Reviewed(tuple(pool), (), (), {}, {}, tuple(pool))
    ordered, let_go = _let_go(reviews)
    pool = _with_added(claims, [r for r in ordered if r.verdict is Verdict.ADD])
    of_claim, lost = _settled(pool, ordered, let_go)
    orphans = _orphans(lost)
    if orphans:
        pool = sorted({**orphans, **{claim.claim_id: claim for claim in pool}}.values(), key=_order)
        of_claim, lost = _settled(pool, ordered, let_go)
    kept = [_applied(claim, of_claim.get(claim.claim_id, ())) for claim in pool]
    left = [review for key in sorted(orphans) for review in of_claim.get(key, ()) if is_record(review)]
    return Reviewed(
        claims=tuple(claim for claim, _ in kept if claim is not None),
        dropped=tuple(before for before, (after, _) in zip(pool, kept, strict=True) if after is None),
        differing=tuple([d for _, found in kept for d in found] + gone(lost) + [_left(r) for r in left if asks(r)]),
        by={claim_id: _author(found) for claim_id, found in of_claim.items()},
        fields={claim_id: _vouched(found) for claim_id, found in of_claim.items()},
        coded=tuple(pool),
        kept=frozenset(orphans),
    )


def claim_meant(review: Review, claims: ClaimsByReport) -> EventClaim | None:
    """The claim that a review speaks of now; null where it is gone, or another event stands there."""
    found = claim_at(review.anchor, claims, words_of(review))
    return None if found is None or means_another(review, found) else found


def gone(
    lost: Iterable[Review], reason: str = "reviewed an event here that the program no longer reads"
) -> list[Difference]:
    """What the queue shows of words that hold on to nothing: all but those on a claim that was rejected.

    A claim that a person rejected and that the machine no longer reads is in nobody's way.
    """
    latest: dict[Anchor, dict[str | None, Review]] = defaultdict(dict)
    for review in sorted(lost, key=lambda r: r.at):
        if review.verdict is Verdict.REJECT and review.field is None:
            latest[review.anchor].clear()
        else:
            latest[review.anchor][review.field] = review
    return [
        Difference(review.anchor, None, review.field, None, stated_value(review), f"{review.who} {reason}")
        for found in latest.values()
        for review in found.values()
    ]


def _orphans(lost: Sequence[Review]) -> dict[str, EventClaim]:
    """Accepted claims, stored with their record, that the machine no longer reads: a person's word keeps them."""
    latest: dict[Anchor, Review] = {}
    for review in lost:
        if is_record(review):
            latest[review.anchor] = review
        elif review.verdict is Verdict.REJECT and review.field is None:
            latest.pop(review.anchor, None)
    claims = [_claim(_plain_record(review), review) for review in latest.values()]
    return {claim.claim_id: claim for claim in sorted(claims, key=_order)}


def _let_go(reviews: Iterable[Review]) -> tuple[list[Review], dict[Anchor, datetime]]:
    """The reviews in the order in which they were said; and where a person let go, and when, what was gone by then."""
    said: list[Review] = []
    let_go: dict[Anchor, datetime] = {}
    for review in sorted(reviews, key=lambda r: (r.at, r.anchor, r.field or "", r.verdict, repr(r.value), r.who)):
        if lets_go(review):
            let_go[review.anchor] = review.at
        else:
            said.append(review)
    return said, let_go


def _plain_record(review: Review) -> Record:
    """The record of an accepted claim; one that was kept without its place stands at the review's anchor."""
    value, anchor = stated_value(review), review.anchor
    if not isinstance(value, Mapping):
        raise InputError(f"The review by {review.who} at {anchor} holds no record. Accept the claim again.")
    span = value.get("evidence_span") or [anchor.span.start, anchor.span.end]
    return {**value, "report_id": anchor.report_id, "evidence_span": span}


def _order(claim: EventClaim) -> tuple[Anchor, str]:
    return claim.anchor, claim.claim_id


def _with_added(claims: Sequence[EventClaim], additions: Iterable[Review]) -> list[EventClaim]:
    pool = {claim.claim_id: claim for claim in claims}
    latest = {review.anchor: review for review in additions}
    for anchor, review in sorted(latest.items()):
        claim = _claim(_added_record(anchor, review), review)
        pool.setdefault(claim.claim_id, claim)
    return sorted(pool.values(), key=_order)


def _added_record(anchor: Anchor, review: Review) -> Record:
    if not isinstance(review.value, Mapping):
        raise InputError(f"An added claim at {anchor} holds no record. Add the claim again.")
    span = [anchor.span.start, anchor.span.end]
    return {**review.value, "report_id": anchor.report_id, "evidence_span": span, "claim_id": added_id(anchor)}


def _settled(
    pool: Sequence[EventClaim], ordered: Sequence[Review], let_go: Mapping[Anchor, datetime]
) -> tuple[dict[str, tuple[Review, ...]], list[Review]]:
    """For each claim the reviews that hold (the latest per field), and those whose claim is gone and not let go."""
    index = by_report(pool)
    meant: dict[str, list[Review]] = defaultdict(list)
    lost: dict[tuple[Anchor, str | None], Review] = {}
    for review in ordered:
        found = claim_meant(review, index)
        if found is None:
            lost[review.anchor, review.field] = review
        else:
            meant[found.claim_id].append(review)
    claims = {claim.claim_id: claim for claim in pool}
    holding = {claim_id: _of_one_event(claims[claim_id], said) for claim_id, said in meant.items()}
    for claim_id, said in meant.items():
        lost |= {(r.anchor, r.field): r for r in said if r not in holding[claim_id]}
    waiting = [r for r in lost.values() if r.anchor not in let_go or r.at > let_go[r.anchor]]
    return {claim_id: _latest(found) for claim_id, found in holding.items()}, waiting


def _latest(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """The last for each field, in the order in which they were said."""
    held: dict[str | None, Review] = {}
    for review in reviews:
        held.pop(review.field, None)
        held[review.field] = review
    return tuple(held.values())


def _of_one_event(claim: EventClaim, reviews: list[Review]) -> list[Review]:
    """Those of the reviews that can speak of one event: people's words at places apart are of two events.

    The place that fits the claim best is the one that is meant.
    """
    places = {review.anchor.span: words_of(review) for review in reviews}
    if len(places) < 2:
        return reviews
    best = max(sorted(places), key=lambda span: fit(claim, span, places[span]))
    return [review for review in reviews if review.anchor.span == best or review.anchor.span.overlaps(best)]


def _applied(claim: EventClaim, reviews: Sequence[Review]) -> tuple[EventClaim | None, list[Difference]]:
    """The claim as people left it, null where they rejected it; and where the machine now reads otherwise."""
    if any(review.verdict is Verdict.REJECT and review.field is None for review in reviews):
        return None, []
    machine = claim.as_record()
    stated = {field: (value, review) for review in reviews for field, value in stated_columns(review)}
    changed = {field: value for field, (value, _) in stated.items() if value != columns(machine, field)}
    differing = [
        _difference(claim, stated[field][1], field, columns(machine, field), value)
        for field, value in changed.items()
        if not was_seen(columns(machine, field), stated[field][1], field)
        and not same_but_for_words(columns(machine, field), value, field)
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


def _difference(claim: EventClaim, review: Review, field: str, machine: Record, person: Record) -> Difference:
    reason = f"{review.who} gave another value than the program reads"
    return Difference(review.anchor, claim.claim_id, field, plain_value(machine), plain_value(person), reason)


def _left(review: Review) -> Difference:
    reason = f"{review.who} reviewed an event here that the program no longer reads"
    return Difference(review.anchor, None, review.field, None, stated_value(review), reason)


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
