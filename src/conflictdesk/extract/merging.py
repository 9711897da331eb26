"""One event told twice in a report: frames that agree on day, place and kind are one.

The codebook counts one attack on one place at one time once, however many sentences tell of it. What an event only
borrows (a day or a place not in its own words) agrees with anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from conflictdesk.extract.actors import UNIDENTIFIED
from conflictdesk.extract.fields import ASSUMED, Filled, Ground
from conflictdesk.extract.frames import SAME_PLACE_KM, Dated, Frame, Owned, Placed
from conflictdesk.extract.headlines import headline
from conflictdesk.extract.moments import BY_CONTEXT
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.references import refers_again
from conflictdesk.records.events import FAMILY, EventType, Place
from conflictdesk.records.reports import Span
from conflictdesk.records.values import GeoPrecision, TimeInterval

Fields = Mapping[str, Filled[Any]]
Told = tuple[Frame, Fields]
# Types that only say that somebody was hurt or that shots were fired: beside a telling one they say nothing more.
VAGUE = frozenset({EventType.ATTACK, EventType.ARMED_CLASH, EventType.OTHER})


def merge(seen: Observations, told: Sequence[Told]) -> list[Frame]:
    """The frames, those that tell of one event joined; in the order of the first that tells of each.

    What a headline tells is told in full below it: it joins the first event there that can be the same.
    """
    groups: list[list[Told]] = []
    for one in _under_headline(seen, told):
        home = next((g for g in groups if all(same_event(seen, one[1], other) for _, other in g)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    return [joined([frame for frame, _ in g]) for g in groups]


def _under_headline(seen: Observations, told: Sequence[Told]) -> list[Told]:
    """The frames, without those of a headline: their marks go to the first event below that they can be."""
    above = headline(seen)
    heads = [one for one in told if above is not None and above.contains(one[0].head.span)]
    body = [one for one in told if one not in heads]
    kept = []
    for head in heads:
        at = next((n for n, one in enumerate(body) if _announces(head[1], one[1])), None)
        if at is None:
            kept.append(head)
        else:
            frame, fields = body[at]
            body[at] = (replace(frame, marks=_each_once([*frame.marks, *head[0].marks])), fields)
    return [*kept, *body]


def _announces(head: Fields, other: Fields) -> bool:
    """Whether a headline's event can be one told below it: what it only borrows, or a wider place, agrees."""
    borrowed = head["date"].ground in BORROWED or same_day(head["date"], other["date"])
    wide = head["place"].ground in BORROWED or _holds(head["place"].value, other["place"].value)
    return borrowed and (wide or same_place(head["place"], other["place"])) and _same_kind(head, other)


BORROWED = frozenset({Ground.ASSUMED, Ground.CARRIED, Ground.BESIDE})


def _holds(wide: Place, place: Place) -> bool:
    """Whether the first is the country, or a region of the country, in which the second lies."""
    region = wide.precision in (GeoPrecision.REGION, GeoPrecision.COUNTRY)
    return region and (wide.country == place.country or None in (wide.country, place.country))


def same_event(seen: Observations, a: Fields, b: Fields) -> bool:
    """Whether two fillings agree on all that tells events apart; `b` is told before `a`.

    What its words give neither a day nor a place goes on with what is told before; a region told before is then
    narrowed down by a town in it.
    """
    if not (_same_kind(a, b) or _raid_with_looting(seen, a, b)):
        return False
    again = _retells(seen, a)
    undated = a["date"].ground is Ground.ASSUMED or _by_the_hour(seen, a["date"].spans)
    goes_on = undated and not _has_own_place(seen, a)
    day = same_day(a["date"], b["date"]) or again or goes_on
    place = same_place(a["place"], b["place"], RETOLD_KM if again else SAME_PLACE_KM)
    place = place or (undated and day and _holds(b["place"].value, a["place"].value))
    apart = APART / 4 if goes_on else APART
    return day and place and not _read_apart(seen, a["type"].spans, b["type"].spans, apart)


def _by_the_hour(seen: Observations, told: Sequence[Span]) -> bool:
    """Whether an event's day is told by no more than an hour of the day told before ("at nightfall")."""
    times = [t for span in told for t in seen.near_times.touching(span)]
    return bool(times) and all(t.kind == "TIME" and t.confidence <= BY_CONTEXT for t in times)


def _read_apart(seen: Observations, a: Sequence[Span], b: Sequence[Span], below: float) -> bool:
    """Whether the encoder, that read both in one stretch, takes the words of two sentences for two events."""
    if any(seen.sentence_index(x) == seen.sentence_index(y) or x.gap(y) > READ_TOGETHER for x in a for y in b):
        return False
    number = seen.trigger_numbers
    return max((_same(seen, number.get(x), number.get(y)) for x in a for y in b), default=1.0) < below


def _same(seen: Observations, x: int | None, y: int | None) -> float:
    """How likely two triggers speak of one event; what the encoder has not read says nothing against it."""
    if x is None or y is None:
        return 1.0
    return max(seen.reading.same[x].get(y, 0.0), seen.reading.same[y].get(x, 0.0))


APART = 0.2  # held-out figures are flat from here to 0.4; a quarter, where neither day nor place is its own
READ_TOGETHER = 1_000  # characters between words that the encoder still compares


def _has_own_place(seen: Observations, fields: Fields) -> bool:
    """Whether a sentence that states the event names its place."""
    stating = {seen.sentence_index(span) for span in fields["type"].spans}
    return any(seen.sentence_index(span) in stating for span in fields["place"].spans)


RETOLD_KM = 50.0  # within which a place of an event spoken of as known is the place of the event told before


def _raid_with_looting(seen: Observations, a: Fields, b: Fields) -> bool:
    """A raid and its looting, told in one sentence, are one (codebook, "One or several")."""
    here = [{seen.sentence_index(span) for span in f["type"].spans} for f in (a, b)]
    families = {FAMILY[f["type"].value] for f in (a, b)}
    looted = EventType.LOOTING in (a["type"].value, b["type"].value) and not families.isdisjoint(VIOLENT)
    return looted and not here[0].isdisjoint(here[1]) and _same_actor(a, b)


def same_day(a: Filled[TimeInterval | None], b: Filled[TimeInterval | None]) -> bool:
    if a.value is None or b.value is None:
        return True
    return a.value.overlaps(b.value)


def _retells(seen: Observations, fields: Fields) -> bool:
    """Whether an event that its words give no day is spoken of as known: "the bombing", "this attack"."""
    if fields["date"].spans or fields["date"].confidence > ASSUMED:
        return False
    starts = [span.start for span in fields["type"].spans]
    return any(refers_again(seen.text[max(0, at - ARTICLE_REACH) : at + ARTICLE_REACH], seen.language) for at in starts)


ARTICLE_REACH = 6  # characters before and after the beginning of a trigger in which its article stands


def same_place(a: Filled[Place], b: Filled[Place], within: float = SAME_PLACE_KM) -> bool:
    """Whether two places are one: their centres not farther apart than `within` km, else by name."""
    one, other = a.value, b.value
    if one.centre and other.centre:
        return one.centre.km_to(other.centre) <= within
    names = {(p.modern or p.name or "").casefold() for p in (one, other)}
    return len(names) == 1 or "" in names


def _same_kind(a: Fields, b: Fields) -> bool:
    one, other = a["type"].value, b["type"].value
    vague = one in VAGUE or other in VAGUE
    alike = one == other or FAMILY[one] == FAMILY[other] or (vague and {FAMILY[one], FAMILY[other]} <= VIOLENT)
    actors = {f["perpetrator"].value.canonical for f in (a, b)}
    one_actor = len(actors) == 1 and actors.isdisjoint({None, UNIDENTIFIED})  # whose role hangs on whom it hit
    same_role = one == other or one_actor or a["role"].value == b["role"].value
    return alike and same_role and _same_actor(a, b)


VIOLENT = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})


def _same_actor(a: Fields, b: Fields) -> bool:
    names = {f["perpetrator"].value.canonical for f in (a, b)} - {None, UNIDENTIFIED}
    return len(names) <= 1


def joined(frames: Sequence[Frame]) -> Frame:
    """One frame with all triggers, marks, dates and places, each once."""
    if len(frames) == 1:
        return frames[0]
    return replace(
        frames[0],
        triggers=tuple(
            sorted({c.trigger.span: c for f in frames for c in f.triggers}.values(), key=lambda c: c.trigger.span)
        ),
        marks=_each_once([o for f in frames for o in f.marks]),
        dates=_each_dated([d for f in frames for d in f.dates]),
        places=_each_placed([p for f in frames for p in f.places]),
    )


def _each_once(marks: Sequence[Owned]) -> tuple[Owned, ...]:
    best = {(o.mark.label, o.span): o for o in sorted(marks, key=lambda o: o.ownership)}
    return tuple(sorted(best.values(), key=lambda o: o.span))


def _each_dated(dates: Sequence[Dated]) -> tuple[Dated, ...]:
    return tuple({d.span: d for d in sorted(dates, key=lambda d: d.ownership)}.values())


def _each_placed(places: Sequence[Placed]) -> tuple[Placed, ...]:
    return tuple({p.span: p for p in sorted(places, key=lambda p: p.ownership)}.values())
