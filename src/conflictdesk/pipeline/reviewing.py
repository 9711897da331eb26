"""What a person says of a report's claims, put down as reviews and judgements. Nothing is written here.

Each review holds on to report and evidence, with what the machine read then and the words that stated the event.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from conflictdesk.errors import InputError
from conflictdesk.link.queue import GONE
from conflictdesk.link.review_values import COLUMNS, event_of, stated_value, with_seen
from conflictdesk.link.reviews import Reviewed
from conflictdesk.pipeline.knowledge import Knowledge
from conflictdesk.pipeline.stating import name_of, stated
from conflictdesk.records.anchors import added_id, is_added, own_anchor, own_words, review_anchor
from conflictdesk.records.events import (
    CLAIM_FIELDS,
    Anchor,
    EventClaim,
    Judgement,
    Likeness,
    Record,
    Review,
    Role,
    Status,
    Verdict,
)
from conflictdesk.records.reports import Report, Span

NOT_YET = datetime.min.replace(tzinfo=UTC)  # the store gives each word the time of its act
NEEDED = ("type", "role", "status")
LONGEST_MARK = 5_000  # characters: evidence is a sentence or a few
Known = Callable[[], Knowledge]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A report of which a person speaks: its claims with what was said so far, and the words that lost their place."""

    report: Report
    revision: int
    reviewed: Reviewed
    unplaced: tuple[Review, ...] = ()
    places: frozenset[Span] = frozenset()  # where words of people stand
    displaced: tuple[tuple[Anchor, int | None], ...] = ()  # where words on pairs stood, and in which revision

    def coded(self, claim_id: str) -> EventClaim:
        """The claim before anything was corrected. Raises InputError where the report has none of this id."""
        return _found(self.reviewed.coded, claim_id)

    def left(self, claim_id: str) -> EventClaim:
        """The claim as people left it; as it was coded where they rejected it."""
        claims = (*self.reviewed.claims, *self.reviewed.dropped)
        return _found(claims, claim_id)

    def anchor(self, claim_id: str) -> Anchor:
        return review_anchor(self.coded(claim_id), self.reviewed.coded)


def accepted(spoken: Spoken, key: str, field: str | None, who: str) -> Review:
    """A claim, or one field of it, is right as it stands. Of what is gone: it is kept, though nothing reads it."""
    if key.startswith(GONE):
        return _kept(spoken, key, who)
    left, coded = spoken.left(key), spoken.coded(key)
    if field is None:
        return _review(spoken, spoken.anchor(key), Verdict.ACCEPT, None, _whole(left.as_record(), coded), who)
    _check(field)
    value = _seen(coded, _value(left.values(), field), _value(coded.values(), field))
    return _review(spoken, spoken.anchor(key), Verdict.ACCEPT, field, value, who)


def corrected(spoken: Spoken, claim_id: str, field: str, value: Any, who: str, known: Known) -> Review:
    """A field's value is another. Raises InputError where it cannot be; the message says what would do."""
    _check(field)
    coded = spoken.coded(claim_id)
    machine = _value(coded.values(), field)
    right = value if value == machine else stated(field, value, known, spoken.left(claim_id).place.country)
    return _review(spoken, spoken.anchor(claim_id), Verdict.CORRECT, field, _seen(coded, right, machine), who)


def rejected(spoken: Spoken, key: str, field: str | None, who: str) -> Review:
    """A claim is no event, or a field's value is not what the report says. Of what is gone: it need not be kept."""
    if key.startswith(GONE):
        return _let_go(spoken, key, who)
    coded = spoken.coded(key)
    if field in NEEDED:
        raise InputError(f"A claim must have a {field}: correct it, or reject the claim.")
    if field is not None:
        _check(field)
    value = _seen(coded, None, _value(coded.values(), field) if field else coded.values())
    return _review(spoken, spoken.anchor(key), Verdict.REJECT, field, value, who)


def revised(spoken: Spoken, claim_id: str, values: Mapping[str, Any], who: str, known: Known) -> list[Review]:
    """These fields are corrected, and the rest of the claim is right."""
    changes = [corrected(spoken, claim_id, field, value, who, known) for field, value in values.items()]
    record = spoken.left(claim_id).as_record()
    for review in changes:
        record |= _columns(review.field or "", stated_value(review))
    value = _whole(record, spoken.coded(claim_id))
    return [*changes, _review(spoken, spoken.anchor(claim_id), Verdict.ACCEPT, None, value, who)]


def added(
    spoken: Spoken,
    span: Span,
    values: Mapping[str, Any],
    spans: Mapping[str, Sequence[Span]],
    who: str,
    known: Known,
) -> Review:
    """A claim that the machine missed, with the marked words as its evidence and `spans` for its fields.

    Added again with the same values it is the same claim, whoever says so: a file of acts may be run twice.
    """
    words = _words(spoken, span)
    told = {"role": str(Role.ATTACK), "status": str(Status.REPORTED), **values}
    if not told.get("type"):
        raise InputError("A claim must have a type: say what kind of event it is.")
    record: Record = {}
    place = stated("place", told.get("place"), known)
    for field, value in told.items():
        record |= _columns(field, place if field == "place" else stated(field, value, known, place["country"]))
    record["spans"] = {_check(field): [_inside(spoken, one) for one in found] for field, found in spans.items()}
    marked = _marked(spoken, words, EventClaim.from_record(record))
    anchor = Anchor(spoken.report.report_id, marked)
    record |= {
        "claim_id": added_id(anchor),
        "report_id": anchor.report_id,
        "evidence": marked.of(spoken.report.text),
        "evidence_span": [marked.start, marked.end],
    }
    return _review(spoken, anchor, Verdict.ADD, None, EventClaim.from_record(record).as_record(), who)


def judged(left: tuple[Spoken, str], right: tuple[Spoken, str], likeness: Likeness, reason: str, who: str) -> Judgement:
    """Two claims, each given with its report, are the same incident, different ones, or it is unsure."""
    if left[1] == right[1]:
        raise InputError("A claim cannot be judged against itself: name two claims.")
    return Judgement(
        left=own_anchor(left[0].coded(left[1])),
        right=own_anchor(right[0].coded(right[1])),
        likeness=likeness,
        score=None,
        reason=name_of("reason", reason) or "",
        by=who,
        at=NOT_YET,
        revisions=(left[0].revision, right[0].revision),
    )


def report_of_key(key: str) -> str:
    """The report that a key of the queue speaks of, where its claim is gone."""
    return key.removeprefix(GONE).rsplit(":", 2)[0]


def _kept(spoken: Spoken, key: str, who: str) -> Review:
    """A claim that only a person's word keeps goes on being kept, and is not asked about again."""
    anchor = _anchor_of_key(key)
    if anchor in (at for at, _ in spoken.displaced):
        raise InputError("Say of the two reports' claims anew whether they are the same, or reject this: it is let go.")
    for claim in (*spoken.reviewed.claims, *spoken.reviewed.dropped):
        if (
            anchor in (claim.anchor, review_anchor(claim, spoken.reviewed.coded))
            and claim.claim_id in spoken.reviewed.by
        ):
            return _review(spoken, anchor, Verdict.ACCEPT, None, with_seen(claim.as_record(), None), who)
    raise InputError(
        "The program reads no event there any more, and no whole claim was accepted: add it as a claim, or reject it."
    )


def _let_go(spoken: Spoken, key: str, who: str) -> Review:
    anchor = _anchor_of_key(key)
    words = (*((review.anchor, review.revision) for review in spoken.unplaced), *spoken.displaced)
    lost = [revision for at, revision in words if at == anchor]
    if not lost and anchor not in _gone(spoken.reviewed):
        raise InputError("The program reads an event there now, or nobody spoke of one: look at the queue again.")
    revision = lost[0] if lost else spoken.revision
    return Review(anchor, Verdict.REJECT, None, with_seen(None, None), who, NOT_YET, revision)


def _gone(reviewed: Reviewed) -> set[Anchor]:
    """Where people's words stand on events that the program no longer reads."""
    kept = (review_anchor(claim, reviewed.coded) for claim in reviewed.coded if claim.claim_id in reviewed.kept)
    return {*kept, *(one.anchor for one in reviewed.differing if one.claim_id is None)}


def _anchor_of_key(key: str) -> Anchor:
    try:
        report_id, ends, _field = key.removeprefix(GONE).rsplit(":", 2)
        start, end = map(int, ends.split("-"))
        return Anchor(report_id, Span(start, end))
    except ValueError as fault:
        raise InputError(f"{key!r} is no key of the queue: take one that the queue shows.") from fault


def _words(spoken: Spoken, span: Span) -> Span:
    """The marked words without space around them."""
    text = spoken.report.text
    words = span.of(text)
    if span.end > len(text) or not words.strip() or len(words) > LONGEST_MARK:
        raise InputError(f"Mark the words that state the event: some of the report's, {LONGEST_MARK} at most.")
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


def _marked(spoken: Spoken, marked: Span, said: EventClaim) -> Span:
    """The marked words, and never quite those that another claim or word stands on.

    Two claims at one place could not be told apart when the report is coded anew. One that was added with all that
    is `said` is no other claim.
    """
    coded = spoken.reviewed.coded
    same = {claim.evidence_span for claim in coded if is_added(claim) and _alike(claim, said)}
    taken = (spoken.places | {claim.evidence_span for claim in coded}) - same
    while marked in taken and marked.end - marked.start > 1:
        marked = Span(marked.start, marked.end - 1)
    if marked in taken:
        raise InputError("Another claim stands on just these words: mark a few more.")
    return marked


def _alike(claim: EventClaim, other: EventClaim) -> bool:
    """Whether they assert the same, by the same words for each field."""
    return (claim.values(), claim.spans) == (other.values(), other.spans)


def _inside(spoken: Spoken, span: Span) -> list[int]:
    if not span.of(spoken.report.text).strip() or span.end > len(spoken.report.text):
        raise InputError(f"The span {span.start}-{span.end} holds no words of the report: mark some.")
    return [span.start, span.end]


def _review(spoken: Spoken, anchor: Anchor, verdict: Verdict, field: str | None, value: Any, who: str) -> Review:
    return Review(anchor, verdict, field, value, who, NOT_YET, spoken.revision)


def _whole(record: Record, coded: EventClaim) -> Record:
    """An accepted claim, with what the machine read where that is something else."""
    return _seen(coded, record, {name: value for name, value in coded.values().items() if value != record[name]})


def _seen(coded: EventClaim, value: Any, seen: Any) -> Record:
    """What a person said of a claim, with what the machine read: nothing, where a person had added the claim."""
    words = next(iter(own_words(coded)), None)
    return with_seen(value, None if is_added(coded) and value is not None else seen, words, event_of(coded))


def _check(field: str) -> str:
    if field not in CLAIM_FIELDS:
        raise InputError(f"{field!r} is no field of a claim; the fields are {', '.join(CLAIM_FIELDS)}.")
    return field


def _value(values: Record, field: str) -> Any:
    return {name: values[name] for name in COLUMNS[field]} if field in COLUMNS else values[field]


def _columns(field: str, value: Any) -> Record:
    return dict(value) if field in COLUMNS else {field: value}


def _found(claims: Iterable[EventClaim], claim_id: str) -> EventClaim:
    for claim in claims:
        if claim.claim_id == claim_id:
            return claim
    raise InputError(f"There is no claim {claim_id} any more: it was coded anew, or its report was forgotten.")
