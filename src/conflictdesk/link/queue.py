"""The review queue: which claims a person is to look at, why, and in which order. Nothing here reads or writes.

A claim is asked about until a person accepted, rejected or added it as a whole, or spoke of every field that the
program is unsure of; and again when the program comes to read something else than it did when the person spoke. A
claim's place in an order depends on that claim alone: the list holds still while reviews of others come in.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from heapq import nsmallest
from itertools import pairwise
from statistics import median
from typing import Any

from conflictdesk.link.reviews import Difference, Reviewed
from conflictdesk.records.acts import Order
from conflictdesk.records.events import CLAIM_FIELDS, Anchor, EventClaim
from conflictdesk.records.provenance import Authorship
from conflictdesk.records.reports import Report

GONE = "gone:"  # how the key of a person's word begins that holds on to no claim
SECONDS_EACH = 6.0  # a hundred claims in ten minutes, until a desk's own pace is known
PAUSE = timedelta(minutes=2)  # between two acts: longer is a break, and says nothing about the pace
ACTS_TO_KNOW = 10  # fewer acts say nothing about the pace
NAMES = {
    "attributed_to": "who says so", "claimed_by": "who claims it", "killed": "the number killed",
    "wounded": "the number wounded", "abducted": "the number abducted", "status": "the status",
}  # fmt: skip
LAST = "\U0010ffff"  # sorts behind every name


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a person is asked: a `kind`, the field if it is about one, and a sentence for the reader.

    "differs": the program now reads `machine` where a person said `person`; "gone": a person spoke of an event that
    the program no longer reads; "event": whether it is one; "unsure": a field; "unreviewed": nobody looked yet.
    """

    kind: str
    field: str | None
    reason: str
    confidence: float | None = None
    machine: Any = None
    person: Any = None


@dataclass(frozen=True, slots=True)
class Question:
    """One entry of the queue; settled where it has no doubts. `key` is the claim's id, or begins with GONE.

    `claim` is as people left it; null where it is gone or rejected.
    """

    key: str
    claim_id: str | None
    report_id: str
    anchor: Anchor
    doubts: tuple[Doubt, ...]
    sureness: float
    claim: EventClaim | None
    by: Authorship | None
    vouched: frozenset[str] = frozenset()
    source: str | None = None
    published: date | None = None
    incident_id: str | None = None
    words: str = field(default="", repr=False)  # what the free text is looked for in

    @property
    def differs(self) -> bool:
        return any(doubt.kind in ("differs", "gone") for doubt in self.doubts)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the queue. `open` and `settled` count under the filters; `next` is the last key, to go on behind."""

    questions: tuple[Question, ...]
    open: int
    settled: int
    minutes: int
    differing: int
    next: str | None


def questions(
    reviewed: Reviewed,
    reports: Mapping[str, Report],
    review_below: float,
    unplaced: Sequence[Difference] = (),
) -> list[Question]:
    """Every claim of `reviewed` with what is to be asked about it, settled ones included; and what is gone.

    A field is asked about where its confidence is below `review_below` and no person vouches for it. `unplaced` are
    people's words that the reports' present texts have no place for.
    """
    differing: dict[str, list[Difference]] = defaultdict(list)
    for one in reviewed.differing:
        if one.claim_id is not None:
            differing[one.claim_id].append(one)
    left = {claim.claim_id: claim for claim in reviewed.claims}
    asked = [
        _question(coded, left.get(coded.claim_id), reviewed, differing[coded.claim_id], reports, review_below)
        for coded in reviewed.coded
    ]
    lost = [one for one in reviewed.differing if one.claim_id is None]
    return asked + [gone_question(one, reports) for one in (*lost, *unplaced)]


def ranked(found: Iterable[Question], order: Order) -> list[Question]:
    return sorted(found, key=lambda question: rank(question, order))


def rank(question: Question, order: Order) -> tuple[Any, ...]:
    """Where a question stands in an order: two never stand at one place."""
    place = (question.report_id, question.anchor.span.start, question.anchor.span.end, question.key)
    day = _day(question)
    match order:
        case Order.SURENESS:
            return (question.sureness, *place)
        case Order.SOURCE:
            return ((question.source or LAST).casefold(), question.published or date.max, *place)
        case Order.PLACE:
            return (_place(question), day, *place)
        case Order.DAY:
            return (day, *place)


def page(
    found: Sequence[Question], order: Order, after: tuple[Any, ...] | None, size: int, seconds_each: float
) -> Page:
    """The first `size` open questions of `found` that stand behind the rank `after`."""
    asked = [question for question in found if question.doubts]
    placed = ((rank(question, order), question) for question in asked)
    behind = [one for one in placed if after is None or one[0] > after]
    shown = [question for _, question in nsmallest(size, behind, key=lambda one: one[0])]
    return Page(
        questions=tuple(shown),
        open=len(asked),
        settled=len(found) - len(asked),
        minutes=minutes(len(asked), seconds_each),
        differing=sum(question.differs for question in asked),
        next=shown[-1].key if shown and len(behind) > len(shown) else None,
    )


def pace(acts: Iterable[datetime]) -> float:
    """Seconds from one act to the next, breaks left out: the median; a guess where there were few acts."""
    ordered = sorted(acts)
    gaps = [later - earlier for earlier, later in pairwise(ordered) if later - earlier < PAUSE]
    return median(gap.total_seconds() for gap in gaps) if len(gaps) >= ACTS_TO_KNOW else SECONDS_EACH


def minutes(count: int, seconds_each: float) -> int:
    """Whole minutes for `count` questions, at least one where there is any."""
    return max(1, round(count * seconds_each / 60)) if count else 0


def _question(
    coded: EventClaim,
    left: EventClaim | None,
    reviewed: Reviewed,
    differing: Sequence[Difference],
    reports: Mapping[str, Report],
    review_below: float,
) -> Question:
    claim_id, report = coded.claim_id, reports.get(coded.report_id)
    by, vouched = reviewed.by.get(claim_id), reviewed.fields.get(claim_id, frozenset())
    doubts = () if left is None else (*map(_differs, differing), *_unsure(coded, vouched, review_below))
    if by is None:
        doubts = (*doubts, Doubt("unreviewed", None, "No person has looked at it yet"))
    return Question(
        key=claim_id,
        claim_id=claim_id,
        report_id=coded.report_id,
        anchor=coded.anchor,
        doubts=doubts,
        sureness=0.0 if differing else _sureness(coded),
        claim=left,
        by=by,
        vouched=vouched,
        source=report.publisher if report else None,
        published=report.published if report else None,
        words=_words(left or coded, report),
    )


def gone_question(one: Difference, reports: Mapping[str, Report]) -> Question:
    """What asks about a person's word that holds on to no claim."""
    report, span = reports.get(one.anchor.report_id), one.anchor.span
    return Question(
        key=f"{GONE}{one.anchor.report_id}:{span.start}-{span.end}:{one.field or '-'}",
        claim_id=None,
        report_id=one.anchor.report_id,
        anchor=one.anchor,
        doubts=(Doubt("gone", one.field, one.reason, None, one.machine, one.person),),
        sureness=0.0,
        claim=None,
        by=None,
        source=report.publisher if report else None,
        published=report.published if report else None,
        words=(report.title or "").casefold() if report else "",
    )


def _differs(one: Difference) -> Doubt:
    return Doubt("differs", one.field, one.reason, None, one.machine, one.person)


def _unsure(coded: EventClaim, vouched: frozenset[str], review_below: float) -> list[Doubt]:
    """What the program is unsure of and no person spoke of, the least sure first."""
    settled = vouched >= frozenset(CLAIM_FIELDS)
    event = coded.confidence.get("event", 1.0)
    found = [] if settled or event >= review_below else [_doubt_of_event(event)]
    fields = [name for name in CLAIM_FIELDS if name not in vouched and coded.confidence.get(name, 1.0) < review_below]
    found += [_doubt_of_field(coded, name) for name in fields]
    return sorted(found, key=lambda doubt: doubt.confidence or 0.0)


def _doubt_of_event(confidence: float) -> Doubt:
    reason = f"The program is unsure that this is an event, or one of its own ({confidence:.2f})"
    return Doubt("event", None, reason, confidence)


def _doubt_of_field(coded: EventClaim, name: str) -> Doubt:
    said, confidence = coded.reasons.get(name), coded.confidence[name]
    reason = f"The program is unsure of {NAMES.get(name, 'the ' + name)} ({confidence:.2f})"
    return Doubt("unsure", name, f"{reason}: {said}" if said else reason, confidence)


def _sureness(coded: EventClaim) -> float:
    told = [coded.confidence[name] for name in ("event", *CLAIM_FIELDS) if name in coded.confidence]
    return min(told, default=1.0)


def _words(claim: EventClaim, report: Report | None) -> str:
    """All that a person may look for, in lower case."""
    told = (
        claim.evidence, claim.place.name, claim.place.modern, claim.perpetrator.text, claim.perpetrator.canonical,
        claim.target.text, claim.claimed_by, claim.campaign, report.title if report else None,
    )  # fmt: skip
    return "\n".join(filter(None, told)).casefold()


def _day(question: Question) -> date:
    when = question.claim.when if question.claim else None
    return when.start if when else date.max


def _place(question: Question) -> str:
    place = question.claim.place if question.claim else None
    return ((place.modern or place.name or LAST) if place else LAST).casefold()
