"""What is stored in a review's value, written and read.

By verdict it is:

- `correct` with a field: the field's value as in the claim's record ("killed": {"min": 9, "max": 9}; "date" and
  "place" with all their columns).
- `accept` with a field: that same value, so that it stands when the machine later reads otherwise; or null.
- `accept` without a field: the claim's record, or null. `reject`: null.
- `add`: the record of a claim that the machine did not see, with its evidence.
- `reject` without a field where the machine read nothing (`seen` is null): what was said there is let go.

`with_seen` wraps it with what the machine read when the person spoke, as
{"value": ..., "seen": ..., "words": [start, end], "of": {"type": ..., "place": ..., "added": false}}: then the queue
shows it again only when the machine comes to read something else. `words` stated the event: they tell which claim is
meant where one sentence comes to be read as several. `of` is what the claim was, and whether a person had added it.
"""

from collections.abc import Mapping
from typing import Any

from conflictdesk.errors import InputError
from conflictdesk.records.anchors import is_added, own_words
from conflictdesk.records.events import (
    CLAIM_FIELDS,
    EventClaim,
    Place,
    Record,
    Review,
    Verdict,
    interval_record,
)
from conflictdesk.records.reports import Span

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "date": tuple(interval_record(None)),
    "place": tuple(Place().as_record()),
}


def with_seen(value: Any, seen: Any, words: Span | None = None, of: Record | None = None) -> Record:
    """What to store in `Review.value`, `seen` being what the machine read (null: nothing) when the person spoke.

    Of a whole claim `value` is its record and `seen` has the machine's values where they differ from it; `words` are
    those that state the event, `of` is what `event_of` gives for it.
    """
    told: Record = ({"words": [words.start, words.end]} if words else {}) | ({"of": of} if of else {})
    return {"value": value, "seen": seen} | told


def stated_value(review: Review) -> Any:
    """The value that a person gave, whether or not the review records what the machine read."""
    return review.value["value"] if records_seen(review) else review.value


def is_record(review: Review) -> bool:
    """Whether it accepts a claim as a whole, with its record."""
    return review.verdict is Verdict.ACCEPT and review.field is None and bool(stated_value(review))


def lets_go(review: Review) -> bool:
    """Whether a person rejected as a whole what the machine did not read: then what was said there is let go."""
    whole = review.verdict is Verdict.REJECT and review.field is None
    return whole and records_seen(review) and review.value["seen"] is None


def words_of(review: Review) -> Span | None:
    """The words that stated the event of which a person spoke, where the review records them."""
    told = review.value.get("words") if records_seen(review) else None
    return Span(*told) if told else None


def event_of(claim: EventClaim) -> Record:
    """What tells a claim's event from another of its sentence, beside its words."""
    return {"type": str(claim.type), "place": claim.place.name, "added": is_added(claim)}


def means_another(review: Review, claim: EventClaim) -> bool:
    """Whether a person spoke of another event than the claim's, which stands where they spoke.

    That is so of a claim that a person had added and that was taken back, and of one that other words stated, unless
    type and place are the same: another version of the program may find other words that tell.
    """
    of: Record = review.value.get("of", {}) if records_seen(review) else {}
    words, own = words_of(review), own_words(claim)
    if of.get("added"):
        return not is_added(claim)
    if words is None or not own or any(word.overlaps(words) for word in own):
        return False
    places = {of.get("place"), claim.place.name} - {None}
    return of.get("type") != claim.type or len(places) > 1


def was_seen(machine: Record, review: Review, field: str) -> bool:
    """Whether the machine still reads what it read when the person spoke, as far as the review records that."""
    if not records_seen(review):
        return False
    seen = review.value["seen"]
    if review.field is None:
        return isinstance(seen, Mapping) and machine == columns({**stated_value(review), **seen}, field)
    return machine == _as_columns(review, seen)


def records_seen(review: Review) -> bool:
    """Whether it is wrapped by `with_seen`."""
    known = {"value", "seen", "words", "of"}
    return isinstance(review.value, Mapping) and {"value", "seen"} <= set(review.value) <= known


def stated_columns(review: Review) -> list[tuple[str, Record]]:
    """The fields that a review settles, each as columns of the claim's record."""
    if review.verdict is Verdict.REJECT and review.field:
        return [(review.field, _blank(review.field))]
    value = stated_value(review)
    if review.verdict is Verdict.ADD or (review.verdict is Verdict.ACCEPT and value is None):
        return []
    if review.field:
        return [(review.field, _as_columns(review, value))]
    record = value if isinstance(value, Mapping) else {}
    return [(field, columns(record, field)) for field in CLAIM_FIELDS if set(_names(field)) <= set(record)]


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


def columns(record: Mapping[str, Any], field: str) -> Record:
    """A field of a claim's record, as the columns that it has there."""
    return {name: record.get(name) for name in _names(field)}


def asks(review: Review) -> bool:
    """Whether the person did not know yet, when they spoke, that the machine reads nothing here."""
    return not records_seen(review) or review.value["seen"] is not None


def plain_value(told: Record) -> Any:
    """A field's only column by itself; several as they are."""
    return next(iter(told.values())) if len(told) == 1 else told


def same_but_for_words(machine: Record, person: Record, field: str) -> bool:
    """Whether two values name the same and only quote the report differently ("vest", "an explosive vest")."""
    left, right = machine.get(field), person.get(field)
    if not (isinstance(left, Mapping) and isinstance(right, Mapping)) or "text" not in left:
        return False
    named = {key: value for key, value in left.items() if key != "text"}
    known = any(value not in (None, "unknown") for value in named.values())
    return known and named == {key: value for key, value in right.items() if key != "text"}
