"""Lists: a frame whose words tell of several events is split, one for each place and day.

"Attacks on A on Monday and on B on Friday" (codebook: one attack on one place at one time is one event). A member of
a list has a stretch of the sentence for itself, and what stands in it belongs to it alone.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from conflictdesk.extract.frames import (
    LIST_GAP,
    OWNER_FLOOR,
    SAME_PLACE_KM,
    Dated,
    Frame,
    Placed,
    find_frames,
    is_day,
)
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.triggers import Candidate
from conflictdesk.extract.vocabulary import vocabulary
from conflictdesk.records.reports import Span
from conflictdesk.records.values import DatePrecision, GeoPrecision, Placing

# A list joins its members by commas, and the last by a conjunction; a comma alone, or "in", names what holds a place.
# Between the members stand words of place and order ("another one at the barracks of"), never a verb of its own: that
# would be another trigger, and another frame.
COMMA = re.compile(r"\s*[,;،]\s*(?:(?:on|near|at|à|a|il|el|في)\s+)?", re.I)
# Arabic writes "and" onto the next word, and many words begin with its letter: it joins where one of these follows.
JOINT = r"(?:(?:and|or|et|ou|ed?|o|y|و|ثم|then)\b|و(?=في|على|قرب|آخر|ال|هجوم|تفجير|قصف|غار))"
AND = re.compile(rf"\s*[,;،]?\s*{JOINT}(?:[\s,]*[\w'’-]+){{0,8}}[\s,]*", re.I)
JOINED = re.compile(rf"[,;،]\s*(?:{JOINT})?|(?<!\w){JOINT}", re.I)
SMALL = re.compile(r"(?<!\w)\w{1,3}\s$")  # a preposition before a name or a day

T = TypeVar("T", "Dated", "Placed")


def frames_told(seen: Observations, likely: Sequence[Candidate]) -> list[Frame]:
    """The frames of a report, in the text's order, one for each event."""
    frames = find_frames(seen, likely)
    return [part for frame in frames for part in split(seen, _own(frame, [f for f in frames if f is not frame]))]


CLEARLY = 0.05  # by how much more a day has to belong to another event


def _own(frame: Frame, others: Sequence[Frame]) -> Frame:
    """The frame without days that belong more to another one, where it keeps some."""
    best: dict[Span, float] = {}
    for one in (d for f in others for d in f.dates):
        best[one.span] = max(one.ownership, best.get(one.span, 0.0))
    dates = tuple(d for d in frame.dates if d.ownership + CLEARLY >= best.get(d.span, 0.0))
    return replace(frame, dates=dates or frame.dates)


def split(seen: Observations, frame: Frame) -> list[Frame]:
    """The frame, or one for each member of its list of places or days."""
    cells = _cells(seen, frame)
    if cells:
        return [_part(frame, d, p, reach) for d, p, reach in cells]
    named: tuple[Dated | Placed, ...] = (*frame.dates, *frame.places)
    dates = _and_again(seen, frame, listed(seen, distinct_dates(frame.dates), named))
    places = listed(seen, distinct_places(frame.places), named, _kinds(frame))
    if len(dates) <= 1 and len(places) <= 1:
        return [frame]
    pairs = paired(dates, places)
    starts = [0, *(d.span.start if d else p.span.start if p else 0 for d, p in pairs[1:])]
    ends = [*starts[1:], len(seen.text)]
    sentence = seen.sentence(frame.head.span).span
    reaches = [_between(max(a, sentence.start), min(b, sentence.end)) for a, b in zip(starts, ends, strict=True)]
    return [_part(frame, d, _nearer(seen, p, r), r) for (d, p), r in zip(pairs, reaches, strict=True)]


def _cells(seen: Observations, frame: Frame) -> list[tuple[Dated, Placed, Span]]:
    """The members of a list of places that have days of their own: each day with its place and its stretch of the text.

    None unless each place has a day that no other one has: "attacks near A on 8 April and 3 June, and near B on 9 May".
    """
    days = _days(seen, frame)
    for places in (distinct_places(frame.places), _all_places(frame.places)):
        listing = listed(seen, places, (*days, *frame.places), _kinds(frame))
        reaches = _reaches(seen, frame, listing)
        owned = [[d for d in days if r.contains(d.span)] for r in reaches]
        told = [d.time.interval for own in owned for d in own]
        if len(listing) > 1 and all(owned) and len(set(told)) == len(told):
            cells = zip(listing, reaches, owned, strict=True)
            return [(d, p, r) for p, r, own in cells for d in _strung_together(seen, own)]
    return []


def _days(seen: Observations, frame: Frame) -> list[Dated]:
    """The frame's days of its head's sentence, with those that no mark ties to it; none where it has coarser dates."""
    sentence = seen.sentence(frame.head.span).span
    if not all(is_day(d.time) for d in frame.dates):
        return []
    marked = {d.span: d for d in frame.dates if sentence.contains(d.span)}
    times = (t for t in seen.near_times.touching(sentence) if sentence.contains(t.span) and is_day(t))
    own = {t.span: Dated(t.span, t, 0.0) for t in times if not any(s.overlaps(t.span) for s in seen.sayings)}
    return sorted((own | marked).values(), key=lambda d: d.span)


def _reaches(seen: Observations, frame: Frame, places: Sequence[Placed]) -> list[Span]:
    """The stretch of each member of a list in its sentence: from the last joint before it."""
    sentence = seen.sentence(frame.head.span).span
    joints = [list(JOINED.finditer(seen.text, a.span.end, b.span.start)) for a, b in pairwise(places)]
    starts = [sentence.start, *(found[-1].start() for found in joints if found)]
    return [_between(a, b) for a, b in zip(starts, [*starts[1:], sentence.end], strict=True)] if all(joints) else []


def _strung_together(seen: Observations, days: Sequence[Dated]) -> Sequence[Dated]:
    """The days of one member, where the text strings them together; else the first."""
    gaps = [seen.text[a.span.end : b.span.start] for a, b in pairwise(days)]
    return days if all(AND.fullmatch(g) or COMMA.fullmatch(g) for g in gaps) else days[:1]


def _and_again(seen: Observations, frame: Frame, dates: list[Dated]) -> list[Dated]:
    """A single day with those that no mark ties to the event, where few words string them together: "and again on"."""
    told = distinct_dates(_days(seen, frame)) if len(dates) == 1 else []
    strung = [_few_between(seen, a.span.end, b.span.start) for a, b in pairwise(told)]
    return told if strung and all(strung) and dates[0] in told else dates


def _few_between(seen: Observations, start: int, end: int) -> bool:
    """Whether no more than a few words of order stand between two days ("and another one on"), and state no event."""
    gap = _between(start, end)
    words = gap.of(seen.text)
    return len(words.split()) <= FEW and AND.fullmatch(words) is not None and not seen.near_triggers.touching(gap)


FEW = 5  # words, a comma counted, that string a day onto another


def _kinds(frame: Frame) -> frozenset[str]:
    """What the frame's words mean, and what kind of event its head most likely states."""
    types = frame.head.types
    likeliest = {max(types, key=lambda name: types[name])} if types else set()
    return frozenset(likeliest | {m for c in frame.triggers for m in c.meanings})


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
    return _each(towns or places)


def _all_places(places: Sequence[Placed]) -> list[Placed]:
    """One for each town and region."""
    return _each([p for p in places if p.placing.precision is not GeoPrecision.COUNTRY])


def _each(places: Sequence[Placed]) -> list[Placed]:
    kept: list[Placed] = []
    for p in places:
        if not any(_same_place(p.placing, k.placing) for k in kept):
            kept.append(p)
    return kept


def _same_place(a: Placing, b: Placing) -> bool:
    if a.centre and b.centre:
        return a.centre.km_to(b.centre) <= SAME_PLACE_KM
    return (a.modern or a.name).casefold() == (b.modern or b.name).casefold()


def listed(
    seen: Observations, members: list[T], others: Sequence[Dated | Placed], kinds: frozenset[str] = frozenset()
) -> list[T]:
    """The members, where the text strings them together as a list; else the one that most likely belongs.

    `kinds`: what the event's words mean; a word of that meaning before the next member goes on with the list.
    """
    if len(members) < 2:
        return members
    gaps = [_gap(seen, a.span, b.span, [o.span for o in others]) for a, b in pairwise(members)]
    again = [_again(seen, _between(a.span.end, b.span.start), kinds) for a, b in pairwise(members)]
    whole = all(AND.fullmatch(g) or COMMA.fullmatch(g) or a for g, a in zip(gaps, again, strict=True))
    joined = whole and (again[-1] or AND.fullmatch(gaps[-1]))
    return members if joined else [max(members, key=lambda m: (m.ownership, -m.span.start))]


AGAIN = 6  # words from a joint to the next place: "; there were demonstrations in"


def _again(seen: Observations, gap: Span, kinds: frozenset[str]) -> bool:
    """Whether a word for an event of the same kind stands between a joint and the next place."""
    joints = list(JOINED.finditer(seen.text, gap.start, gap.end))
    last = seen.text[joints[-1].end() : gap.end] if joints else ""
    words = vocabulary("types", seen.language).find(last) if 0 < len(last.split()) <= AGAIN else ()
    return any(meaning in kinds for _, meaning in words)


def _gap(seen: Observations, a: Span, b: Span, between: Sequence[Span]) -> str:
    """The words between two members, names of the other list left out, with a preposition before them."""
    gap = seen.text[a.end : b.start]
    for other in sorted(set(between), reverse=True):
        if a.end <= other.start and other.end <= b.start:
            before = SMALL.sub("", gap[: other.start - a.end])
            gap = before + gap[other.end - a.end :]
    return gap[: LIST_GAP + 1]
