"""One event told twice in a report: frames that agree on day, place and kind are one.

The codebook counts one attack on one place at one time once, however many sentences tell of it. What an event only
borrows (a day or a place not in its own words) agrees with anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from conflictdesk.extract.actors import UNIDENTIFIED
from conflictdesk.extract.fields import ASSUMED, Filled
from conflictdesk.extract.frames import SAME_PLACE_KM, Dated, Frame, Owned, Placed
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.references import refers_again
from conflictdesk.records.events import FAMILY, EventType, Place
from conflictdesk.records.values import TimeInterval

Fields = Mapping[str, Filled[Any]]
Told = tuple[Frame, Fields]
# Types that only say that somebody was hurt or that shots were fired: beside a telling one they say nothing more.
VAGUE = frozenset({EventType.ATTACK, EventType.ARMED_CLASH, EventType.OTHER})


def merge(seen: Observations, told: Sequence[Told]) -> list[Frame]:
    """The frames, those that tell of one event joined; in the order of the first that tells of each."""
    groups: list[list[Told]] = []
    for one in told:
        home = next((g for g in groups if all(same_event(seen, one[1], other) for _, other in g)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    return [joined([frame for frame, _ in g]) for g in groups]


def same_event(seen: Observations, a: Fields, b: Fields) -> bool:
    """Whether two fillings agree on all that tells events apart; `b` is told before `a`."""
    day = same_day(a["date"], b["date"]) or _retells(seen, a)
    return day and same_place(a["place"], b["place"]) and _same_kind(a, b)


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


def same_place(a: Filled[Place], b: Filled[Place]) -> bool:
    one, other = a.value, b.value
    if one.centre and other.centre:
        return one.centre.km_to(other.centre) <= SAME_PLACE_KM
    names = {(p.modern or p.name or "").casefold() for p in (one, other)}
    return len(names) == 1 or "" in names


def _same_kind(a: Fields, b: Fields) -> bool:
    one, other = a["type"].value, b["type"].value
    vague = one in VAGUE or other in VAGUE
    alike = one == other or FAMILY[one] == FAMILY[other] or (vague and {FAMILY[one], FAMILY[other]} <= VIOLENT)
    same_role = one == other or a["role"].value == b["role"].value
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
