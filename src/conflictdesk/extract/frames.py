"""Frames: the triggers that speak of one event, with the marks that belong to them.

The encoder says which words state an event, which words are arguments, and how likely each argument belongs to
each trigger. A frame gathers them; a frame whose trigger is shared ("attacks on A on Monday and on B on Friday")
is split, one for each place and day (codebook: one attack on one place at one time is one event).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from conflictdesk.extract.bundles import is_bundle
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.triggers import NOT_READ, Candidate
from conflictdesk.records.mentions import TimeMention
from conflictdesk.records.reports import Mark, Span, Trigger
from conflictdesk.records.values import DatePrecision, GeoPrecision, Placing

# Tuned on the held-out fifth of the training texts and the tune half of the casebook.
OWNER_FLOOR = 0.5
WEAK_OWNER_FLOOR = 0.15
# How likely a mark belongs that nothing but its sentence ties to the event: less than one that clearly does.
BESIDE_OWNERSHIP = 0.4
SAME_FLOOR = 0.5
# A list joins its members by commas, and the last by a conjunction; a comma alone, or "in", names what holds a place.
LIST_GAP = 60
COMMA = re.compile(r"\s*[,;،]\s*(?:(?:on|near|at|à|a|il|el|في)\s+)?", re.I)
AND = re.compile(r"\s*[,;،]?\s*(?:and|or|et|ou|ed?|o|y|و|ثم|then)\b(?:[\s,]*[\w'’-]+){0,6}[\s,]*", re.I)
# Between the members of a list of days or places stand words of place and order ("another one at the barracks of"),
# never a verb of its own: that would be another trigger, and another frame.
SAME_PLACE_KM = 15.0

T = TypeVar("T", "Dated", "Placed")


@dataclass(frozen=True, slots=True)
class Owned:
    """A mark and how likely it belongs to the frame."""

    mark: Mark
    ownership: float

    @property
    def span(self) -> Span:
        return self.mark.span


@dataclass(frozen=True, slots=True)
class Dated:
    """A time expression of a frame, with the words that give it."""

    span: Span
    time: TimeMention
    ownership: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A place of a frame, with the words that give it."""

    span: Span
    placing: Placing
    ownership: float


@dataclass(frozen=True, slots=True)
class Frame:
    """One event in the making. `triggers` in the text's order; the likeliest of them heads it."""

    triggers: tuple[Candidate, ...]
    marks: tuple[Owned, ...]
    dates: tuple[Dated, ...]
    places: tuple[Placed, ...]

    @property
    def best(self) -> Candidate:
        return max(self.triggers, key=lambda c: c.probability)

    @property
    def head(self) -> Trigger:
        return self.best.trigger

    def labelled(self, label: str) -> tuple[Owned, ...]:
        """The frame's marks of one label, in the text's order."""
        return tuple(o for o in self.marks if o.mark.label == label)


def find_frames(seen: Observations, likely: Sequence[Candidate]) -> list[Frame]:
    """The frames of a report, in the text's order, split where a trigger is shared by places and days."""
    strong = [c for c in likely if not is_bundle(seen, c.trigger.span)]
    told = Counter(seen.sentence_index(c.trigger.span) for c in strong)
    alone, belonging = frozenset(i for i in told if told[i] == 1), _belonging(seen)
    whole = [_frame(seen, group, alone, belonging) for group in _groups(seen, strong)]
    return [part for frame in whole for part in split(seen, frame)]


def _groups(seen: Observations, strong: Sequence[Candidate]) -> list[list[Candidate]]:
    """Triggers that speak of one event (single link over the encoder's `same`)."""
    groups: list[list[Candidate]] = []
    for c in strong:
        same = seen.reading.same[c.index] if c.index != NOT_READ else {}
        home = next((g for g in groups if any(same.get(o.index, 0.0) >= SAME_FLOOR for o in g)), None)
        if home is None:
            groups.append([c])
        else:
            home.append(c)
    return groups


Belonging = Mapping[int, Sequence[tuple[int, float]]]


def _belonging(seen: Observations) -> Belonging:
    """By trigger, the numbers of the marks that may belong to it, and how likely each does."""
    found = defaultdict(list)
    for number, owners in enumerate(seen.reading.owners):
        for trigger, p in owners.items():
            found[trigger].append((number, p))
    return found


def _near(seen: Observations, members: Sequence[Candidate], belonging: Belonging) -> list[Owned]:
    """The marks that may belong to the triggers, and all of their sentences."""
    inside = (n for c in members for n in seen.near_marks.numbers(seen.sentence(c.trigger.span).span))
    best = dict.fromkeys(inside, 0.0)
    for number, p in (owned for c in members for owned in belonging.get(c.index, ())):
        best[number] = max(p, best.get(number, 0.0))
    return [Owned(seen.reading.marks[number], best[number]) for number in sorted(best)]


def _frame(seen: Observations, members: Sequence[Candidate], alone: Set[int], belonging: Belonging) -> Frame:
    """`alone`: sentences with one trigger; what is said in them belongs to it."""
    owned = _told_beside(seen, members, _owned(seen, members, _near(seen, members, belonging), alone))
    return Frame(
        triggers=tuple(sorted(members, key=lambda c: c.trigger.span)),
        marks=tuple(owned),
        dates=_strung(seen, _happened(seen, members, owned)),
        places=tuple(p for o in owned if o.mark.label == "place" for p in placed(seen, o.span, o.ownership)),
    )


def _happened(seen: Observations, members: Sequence[Candidate], owned: Sequence[Owned]) -> list[Dated]:
    """The days, but for one on which somebody only spoke of it, where the event's sentence names another."""
    dates = [d for o in owned if o.mark.label == "date" for d in dated(seen, o.span, o.ownership)]
    own = [d for d in dates if not any(s.overlaps(d.span) for s in seen.sayings)]
    if own or not dates:
        return own
    sentences = [seen.sentence(c.trigger.span).span for c in members]
    inside = [t for s in sentences for t in seen.near_times.touching(s) if s.contains(t.span)]
    times = [t for t in inside if t.interval is not None]
    others = [t for t in times if not any(s.overlaps(t.span) for s in seen.sayings)]
    return [] if others else dates


def _told_beside(seen: Observations, members: Sequence[Candidate], owned: Sequence[Owned]) -> list[Owned]:
    """The marks, without days and places of other sentences where the event's own sentence names some."""
    sentences = {seen.sentence_index(c.trigger.span) for c in members}
    beside = {o.mark.label for o in owned if seen.sentence_index(o.span) in sentences} & {"date", "place"}
    return [o for o in owned if o.mark.label not in beside or seen.sentence_index(o.span) in sentences]


def _owned(seen: Observations, members: Sequence[Candidate], near: Sequence[Owned], alone: Set[int]) -> list[Owned]:
    """The marks that clearly belong; of a label that has none of these, the likeliest in a trigger's own sentence."""
    clear = [o for o in near if o.ownership >= OWNER_FLOOR]
    sentences = {seen.sentence_index(c.trigger.span) for c in members}
    lacking = {o.mark.label for o in near} - {o.mark.label for o in clear if seen.sentence_index(o.span) in sentences}
    beside = [o for o in near if o.mark.label in lacking and seen.sentence_index(o.span) in sentences]
    own = [o for o in beside if o.ownership >= WEAK_OWNER_FLOOR or seen.sentence_index(o.span) in alone]
    best = {o.mark.label: o for o in sorted(own, key=lambda o: (o.ownership, o.mark.score))}
    lifted = [replace(o, ownership=max(o.ownership, BESIDE_OWNERSHIP)) for o in best.values()]
    return sorted([*clear, *lifted], key=lambda o: o.span)


def dated(seen: Observations, span: Span, ownership: float) -> list[Dated]:
    """The time expressions with a stretch of the calendar that touch `span`; the finest alone where they nest."""
    reach = Span(span.start, span.end + 2)  # a mark may end with the "on" before the day
    times = [t for t in seen.near_times.touching(reach) if t.interval is not None]
    return [Dated(t.span, t, ownership) for t in times]


# Between the days of a list that no mark needs to join: "on 3 May, 5 May and on 9 May".
NEXT_DAY = re.compile(r"(?:\s*[,،]\s*|\s+)(?:(?:and|et|ed?|y)\s+|و)?(?:(?:on|le|il|el|في)\s+)?", re.I)


def _strung(seen: Observations, dates: Sequence[Dated]) -> tuple[Dated, ...]:
    """The days, and those that the text strings to the last of several."""
    strung = list(dates)
    for time in seen.times if len(dates) > 1 else ():
        last = strung[-1] if len(strung) > 1 else None
        day = time.interval is not None and time.interval.precision is DatePrecision.DAY
        if last and day and time.span.start > last.span.end and _next_day(seen.text[last.span.end : time.span.start]):
            strung.append(Dated(time.span, time, last.ownership))
    return tuple(strung)


def _next_day(gap: str) -> bool:
    return bool(gap.strip()) and NEXT_DAY.fullmatch(gap[: LIST_GAP + 1]) is not None


def placed(seen: Observations, span: Span, ownership: float) -> list[Placed]:
    """The place names that touch `span`."""
    sentence = seen.sentence(span).span
    return [Placed(t.span, p, ownership) for t, p in seen.places_in(sentence) if t.span.overlaps(span)]


def split(seen: Observations, frame: Frame) -> list[Frame]:
    """The frame, or one for each member of its list of places or days."""
    named: tuple[Dated | Placed, ...] = (*frame.dates, *frame.places)
    dates = listed(seen, distinct_dates(frame.dates), named)
    places = listed(seen, distinct_places(frame.places), named)
    if len(dates) <= 1 and len(places) <= 1:
        return [frame]
    pairs = paired(dates, places)
    starts = [0, *(d.span.start if d else p.span.start if p else 0 for d, p in pairs[1:])]
    ends = [*starts[1:], len(seen.text)]
    sentence = seen.sentence(frame.head.span).span
    reaches = [_between(max(a, sentence.start), min(b, sentence.end)) for a, b in zip(starts, ends, strict=True)]
    return [_part(frame, d, _nearer(seen, p, r), r) for (d, p), r in zip(pairs, reaches, strict=True)]


def paired(dates: Sequence[Dated], places: Sequence[Placed]) -> list[tuple[Dated | None, Placed | None]]:
    """Which day goes with which place: in order where they are as many, else each with the last before it."""
    if len(dates) == len(places):
        return list(zip(dates, places, strict=True))
    if len(dates) <= 1:
        return [(dates[0] if dates else None, p) for p in places]
    return [(d, _beside(d, places)) for d in dates]


def _beside(date: Dated, places: Sequence[Placed]) -> Placed | None:
    """The last place named before a day, else the next one."""
    before = [p for p in places if p.span.end <= date.span.start]
    return before[-1] if before else next(iter(places), None)


def _between(start: int, end: int) -> Span:
    return Span(start, max(start, end))


def _nearer(seen: Observations, place: Placed | None, reach: Span) -> Placed | None:
    """The place of a member of a list: one named in its own stretch of the sentence comes before a shared one."""
    if place is not None and reach.contains(place.span):
        return place
    towns = [Placed(t.span, p, OWNER_FLOOR) for t, p in seen.places_in(reach) if p.precision in TOWNLIKE]
    return towns[0] if towns else place


TOWNLIKE = (GeoPrecision.EXACT, GeoPrecision.NEAR)

# Arguments that each member of a list has for itself; the others all members have in common.
OWN = frozenset({"target", "killed", "wounded", "abducted", "date", "place"})


def _part(frame: Frame, date: Dated | None, place: Placed | None, reach: Span) -> Frame:
    """One member of a list: its day and place, the arguments told in its stretch of the text, and the common ones."""
    return replace(
        frame,
        marks=tuple(o for o in frame.marks if o.mark.label not in OWN or reach.contains(o.span)),
        dates=(date,) if date else frame.dates,
        places=(place,) if place else frame.places,
    )


def distinct_dates(dates: Sequence[Dated]) -> list[Dated]:
    """One for each day named; coarser expressions that hold a day named elsewhere say nothing more."""
    fine = [d for d in dates if d.time.interval and d.time.interval.precision == DatePrecision.DAY]
    kept: dict[object, Dated] = {}
    for d in fine or dates:
        kept.setdefault(d.time.interval, d)
    return list(kept.values())


def distinct_places(places: Sequence[Placed]) -> list[Placed]:
    """One for each place; a region beside a town in it says nothing more, nor does the same place spelled anew."""
    towns = [p for p in places if p.placing.precision not in (GeoPrecision.REGION, GeoPrecision.COUNTRY)]
    kept: list[Placed] = []
    for p in towns or places:
        if not any(_same_place(p.placing, k.placing) for k in kept):
            kept.append(p)
    return kept


def _same_place(a: Placing, b: Placing) -> bool:
    if a.centre and b.centre:
        return a.centre.km_to(b.centre) <= SAME_PLACE_KM
    return (a.modern or a.name).casefold() == (b.modern or b.name).casefold()


def listed(seen: Observations, members: list[T], others: Sequence[Dated | Placed]) -> list[T]:
    """The members, where the text strings them together as a list; else the one that most likely belongs."""
    if len(members) < 2:
        return members
    gaps = [_gap(seen, a.span, b.span, [o.span for o in others]) for a, b in pairwise(members)]
    joined = AND.fullmatch(gaps[-1]) and all(AND.fullmatch(g) or COMMA.fullmatch(g) for g in gaps)
    return members if joined else [max(members, key=lambda m: (m.ownership, -m.span.start))]


def _gap(seen: Observations, a: Span, b: Span, between: Sequence[Span]) -> str:
    """The words between two members, names of the other list left out."""
    gap = seen.text[a.end : b.start]
    for other in sorted(between, reverse=True):
        if a.end <= other.start and other.end <= b.start:
            gap = gap[: other.start - a.end] + gap[other.end - a.end :]
    return gap[: LIST_GAP + 1]
