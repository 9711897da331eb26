"""What a person said of words in one revision of a report, found again in another revision's text.

The words are looked for as they stood, short ones with the words around them. Where they stand once, or still at their
old place, the person's word holds on to them there. Where they are gone, or stand twice elsewhere, the claim that they
told is looked for among those of the newer text: the one that is clearly likeliest to tell the same event. Where none
is, the word holds on to nothing, and a person is asked: it never passes to another event.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conflictdesk.records.anchors import own_words
from conflictdesk.records.events import Anchor, EventClaim, Judgement, Place
from conflictdesk.records.reports import Span
from conflictdesk.records.values import GeoPrecision

SHORT = 40  # characters: fewer may stand in a text by chance, and are looked for with as many around them
CARRIED_FROM = 0.75  # likeness of two claims from which they may tell one event: about a sentence, or what it tells
CLEARLY = 0.1  # likeness by which the likeliest claim must lead
SAME_SPOT_KM = 5.0
SAID_ALIKE = {"day": 0.25, "place": 0.25, "type": 0.15, "words": 0.15, "toll": 0.1}
SAID_OTHERWISE = {"type": 0.15, "target": 0.3, "perpetrator": 0.3}


@dataclass(frozen=True, slots=True)
class Displaced:
    """A judgement of which an end has no place in the present text; the end that has one stands there.

    `unread`: the words are there, and the program reads no event in them any more.
    """

    judgement: Judgement
    left: Anchor | None
    right: Anchor | None
    unread: bool = False

    @property
    def lost(self) -> tuple[Anchor, int | None]:
        """The end that is lost, as it was said, and the revision in which."""
        one, (left, right) = self.judgement, self.judgement.revisions
        return (one.left, left) if self.left is None else (one.right, right)


def where_now(span: Span, before: str, now: str) -> Span | None:
    """Where the words that `before` has at `span` stand in `now`; null where that cannot be said."""
    wide = _with_its_surroundings(span, before)
    words = wide.of(before)
    if not words.strip():
        return None
    if wide.of(now) == words:
        return span
    first = now.find(words)
    if first < 0 or now.find(words, first + 1) >= 0:
        return None
    start = first + span.start - wide.start
    return Span(start, start + span.end - span.start)


def claim_now(meant: EventClaim, before: Sequence[EventClaim], now: Sequence[EventClaim]) -> EventClaim | None:
    """The claim of a newer text that tells the event of `meant`, one of the claims of the older text.

    What stands word for word in both texts is settled first, and is nobody else's. Of the rest it is the likeliest,
    by sentence and by what is told, where it leads clearly, and no other claim of the older text is as like it.
    """
    stayed = _stayed(before, now)
    if meant.claim_id in stayed:
        return stayed[meant.claim_id]
    taken = {claim.claim_id for claim in stayed.values()}
    ranked = sorted(((likeness(meant, one), one.claim_id) for one in now if one.claim_id not in taken), reverse=True)
    if not ranked or ranked[0][0] < CARRIED_FROM:
        return None
    best = next(one for one in now if one.claim_id == ranked[0][1])
    others = [likeness(one, best) for one in before if one.claim_id not in stayed and one.claim_id != meant.claim_id]
    runner_up = max([*others, *(score for score, _ in ranked[1:2])], default=0.0)
    return best if ranked[0][0] - runner_up >= CLEARLY else None


def likeness(one: EventClaim, other: EventClaim) -> float:
    """How likely two claims of one report's revisions tell one event: 1 is a sentence; 0 where day or place differ."""
    told = {name: _agree(a, b) for name, (a, b) in _facts(one, other).items()} | {
        "day": _same_day(one, other),
        "place": _same_place(one.place, other.place),
    }
    if told["day"] is False or told["place"] is False:
        return 0.0
    alike = sum(weight for name, weight in SAID_ALIKE.items() if told[name])
    unlike = sum(weight for name, weight in SAID_OTHERWISE.items() if told[name] is False)
    return _same_words(one.evidence, other.evidence) + alike - unlike


def moved_value(value: Any, by: int) -> Any:
    """What a review holds, with every span in it moved `by` characters; spans that leave the text are dropped."""
    if not by or not isinstance(value, Mapping):
        return value
    moved = dict(value)
    for name in ("words", "evidence_span"):
        if moved.get(name):
            moved[name] = [max(0, end + by) for end in moved[name]]
    if isinstance(moved.get("spans"), Mapping):
        spans = {field: [[a + by, b + by] for a, b in found] for field, found in moved["spans"].items()}
        moved["spans"] = {field: [one for one in found if one[0] >= 0] for field, found in spans.items()}
    return moved | {name: moved_value(moved[name], by) for name in ("value",) if name in moved}


def carried_value(value: Any, to: EventClaim) -> Any:
    """What a review holds, spoken of a claim of a newer text: every place in it is that claim's."""
    if not isinstance(value, Mapping):
        return value
    own, carried = next(iter(own_words(to)), None), dict(value)
    if carried.pop("words", None) and own:
        carried["words"] = [own.start, own.end]
    if "evidence_span" in carried:
        spans = {field: [[one.start, one.end] for one in found] for field, found in to.spans.items()}
        there = [to.evidence_span.start, to.evidence_span.end]
        carried |= {"evidence": to.evidence, "evidence_span": there, "spans": spans}
    return carried | {name: carried_value(carried[name], to) for name in ("value",) if name in carried}


def _with_its_surroundings(span: Span, text: str) -> Span:
    if span.end - span.start >= SHORT:
        return span
    return Span(max(0, span.start - SHORT), min(len(text), span.end + SHORT))


def _stayed(before: Sequence[EventClaim], now: Sequence[EventClaim]) -> dict[str, EventClaim]:
    """For claims (ids) of the older text the one of the newer that the same words tell, once in each."""
    then, after = Counter(map(_wording, before)), Counter(map(_wording, now))
    there = {_wording(one): one for one in now}
    return {one.claim_id: there[key] for one in before if then[key := _wording(one)] == after[key] == 1}


def _wording(claim: EventClaim) -> tuple[Any, ...]:
    return claim.evidence, _own(claim), claim.place.name


def _own(claim: EventClaim) -> tuple[str, ...]:
    start = claim.evidence_span.start
    return tuple(claim.evidence[one.start - start : one.end - start].casefold() for one in own_words(claim))


def _facts(one: EventClaim, other: EventClaim) -> dict[str, tuple[Any, Any]]:
    kinds = [None if claim.target.kind == "unknown" else claim.target.kind for claim in (one, other)]
    return {
        "type": (one.type, other.type),
        "words": (_own(one), _own(other)),
        "toll": (one.killed.min, other.killed.min),
        "target": (kinds[0], kinds[1]),
        "perpetrator": (one.perpetrator.canonical, other.perpetrator.canonical),
    }


def _agree(one: Any, other: Any) -> bool | None:
    """Null: one of the two does not tell it."""
    return one == other if one and other else None


def _same_day(one: EventClaim, other: EventClaim) -> bool | None:
    return one.when.days_apart(other.when) == 0 if one.when and other.when else None


def _same_place(one: Place, other: Place) -> bool | None:
    """Whether two places are one spot, or of one name; null where that is not told, or one is a whole region."""
    if one.centre and other.centre and one.centre.km_to(other.centre) <= SAME_SPOT_KM:
        return True
    names = [frozenset(_words(f"{place.name or ''} {place.modern or ''}")) for place in (one, other)]
    if not all(names) or any(place.precision in (GeoPrecision.REGION, GeoPrecision.COUNTRY) for place in (one, other)):
        return None
    return names[0] <= names[1] or names[1] <= names[0]


def _same_words(one: str, other: str) -> float:
    """The share of their words that two sentences have in common, in whatever order."""
    ours, theirs = (Counter(_words(text)) for text in (one, other))
    return 2 * (ours & theirs).total() / max(1, ours.total() + theirs.total())


def _words(text: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in text.casefold()).split()
