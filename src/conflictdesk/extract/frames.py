"""Frames: the triggers that speak of one event, with the marks that belong to them.

The encoder says which words state an event, which words are arguments, and how likely each argument belongs to
each trigger. A frame gathers them; a frame whose trigger is shared ("attacks on A on Monday and on B on Friday")
is split, one for each place and day (`lists`).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from conflictdesk.extract.accusers import condemned_elsewhere
from conflictdesk.extract.bundles import is_bundle
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.triggers import NOT_READ, Candidate
from conflictdesk.records.mentions import TimeMention
from conflictdesk.records.reports import Mark, Span, Trigger
from conflictdesk.records.values import DatePrecision, Placing

# Tuned on the held-out fifth of the training texts and the tune half of the casebook.
OWNER_FLOOR = 0.5
WEAK_OWNER_FLOOR = 0.15
PASSED_ON = 0.6  # of how likely a mark belongs to words beside the event that state none of their own
LIKELIEST = 0.3  # how likely a day or place must belong to the one event of its sentence, and to no other sooner
# How likely a mark belongs that nothing but its sentence ties to the event: less than one that clearly does.
BESIDE_OWNERSHIP = 0.4
SAME_FLOOR = 0.5
LIST_GAP = 60  # characters between the members of a list
SAME_PLACE_KM = 15.0


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
    """The frames of a report, in the text's order; `lists.split` parts those whose trigger several events share."""
    strong = [c for c in likely if not is_bundle(seen, c.trigger.span)]
    ties = _ties(seen, strong)
    return [_frame(seen, group, ties) for group in _groups(seen, strong)]


def _spans(group: Sequence[Candidate]) -> list[Span]:
    return [c.trigger.span for c in group]


def _groups(seen: Observations, strong: Sequence[Candidate]) -> list[list[Candidate]]:
    """Triggers that speak of one event (single link over the encoder's `same`)."""
    groups: list[list[Candidate]] = []
    for c in strong:
        same = seen.reading.same[c.index] if c.index != NOT_READ else {}
        alike = (g for g in groups if any(same.get(o.index, 0.0) >= SAME_FLOOR for o in g))
        home = next((g for g in alike if not condemned_elsewhere(seen, c.trigger.span, _spans(g))), None)
        if home is None:
            groups.append([c])
        else:
            home.append(c)
    return groups


@dataclass(frozen=True, slots=True)
class _Ties:
    """What ties marks to triggers. `alone`: sentences with one trigger; what is said in them belongs to it.

    `owned`: by trigger, the numbers of the marks that may belong to it and how likely each does; `best`: by mark, how
    likely it belongs to any trigger that states an event.
    """

    alone: Set[int]
    owned: Mapping[int, Sequence[tuple[int, float]]]
    best: Mapping[int, float]


def _ties(seen: Observations, strong: Sequence[Candidate]) -> _Ties:
    told = Counter(seen.sentence_index(c.trigger.span) for c in strong)
    alone = {
        seen.sentence_index(c.trigger.span): c.index for c in strong if told[seen.sentence_index(c.trigger.span)] == 1
    }
    stated, best = {c.index for c in strong}, dict[int, float]()
    owned: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for number, owners in enumerate(seen.reading.owners):
        told_by = _through(seen, owners, stated, alone)
        best[number] = max((p for trigger, p in told_by.items() if trigger in stated), default=0.0)
        for trigger, p in told_by.items():
            owned[trigger].append((number, p))
    return _Ties(frozenset(alone), owned, best)


def _through(
    seen: Observations, owners: Mapping[int, float], stated: Set[int], alone: Mapping[int, int]
) -> dict[int, float]:
    """The owners of a mark; what belongs to words that state no event is of the one event of their sentence."""
    found = dict(owners)
    for trigger, p in owners.items():
        home = alone.get(seen.sentence_index(seen.reading.triggers[trigger].span)) if trigger not in stated else None
        if home is not None:
            found[home] = max(found.get(home, 0.0), PASSED_ON * p)
    return found


def _near(seen: Observations, members: Sequence[Candidate], ties: _Ties) -> list[Owned]:
    """The marks that may belong to the triggers, and all of their sentences.

    A day or a place of a sentence that states one event, and that belongs to it sooner than to any other, is its own.
    """
    inside = (n for c in members for n in seen.near_marks.numbers(seen.sentence(c.trigger.span).span))
    best = dict.fromkeys(inside, 0.0)
    for number, p in (owned for c in members for owned in ties.owned.get(c.index, ())):
        best[number] = max(p, best.get(number, 0.0))
    sole = {seen.sentence_index(c.trigger.span) for c in members} & ties.alone
    return [Owned(seen.reading.marks[n], _lifted(seen, n, best[n], sole, ties)) for n in sorted(best)]


def _lifted(seen: Observations, number: int, p: float, sole: Set[int], ties: _Ties) -> float:
    """How likely a mark belongs, where its sentence states one event alone."""
    sooner = p >= max(ties.best.get(number, 0.0), LIKELIEST)
    return max(p, OWNER_FLOOR) if sooner and _lists(seen, seen.reading.marks[number], sole) else p


def _lists(seen: Observations, mark: Mark, sentences: Set[int]) -> bool:
    return mark.label in ("date", "place") and seen.sentence_index(mark.span) in sentences


def _frame(seen: Observations, members: Sequence[Candidate], ties: _Ties) -> Frame:
    owned = _told_beside(seen, members, _owned(seen, members, _near(seen, members, ties), ties.alone))
    return Frame(
        triggers=tuple(sorted(members, key=lambda c: c.trigger.span)),
        marks=tuple(owned),
        dates=_strung(seen, _happened(seen, members, owned)),
        places=tuple(p for o in owned if o.mark.label == "place" for p in placed(seen, o.span, o.ownership)),
    )


def _touching(seen: Observations, members: Sequence[Candidate]) -> list[Dated]:
    """Days right beside the triggers that no mark tells: they are the event's own."""
    sentences = {seen.sentence(c.trigger.span).span for c in members}
    times = [t for s in sentences for t in seen.near_times.touching(s) if s.contains(t.span) and is_day(t)]
    told = [t for t in times if not any(s.overlaps(t.span) for s in seen.sayings)]
    return [Dated(t.span, t, 1.0) for t in told if any(touches(seen, t.span, c.trigger.span) for c in members)]


def is_day(time: TimeMention) -> bool:
    """Whether it names a day of the calendar."""
    return time.interval is not None and time.interval.precision is DatePrecision.DAY


def touches(seen: Observations, day: Span, stated: Span) -> bool:
    """Whether a day stands right beside the words that state the event: "the 4 May attack", "the attack of 4 May"."""
    first, last = sorted((day, stated))
    between = seen.text[first.end : last.start]
    return len(between.split()) <= 1 and not any(c in between for c in ",;:.")


def _happened(seen: Observations, members: Sequence[Candidate], owned: Sequence[Owned]) -> list[Dated]:
    """The days, but for one on which somebody only spoke of it, where the event's sentence names another."""
    dates = [d for o in owned if o.mark.label == "date" for d in dated(seen, o.span, o.ownership)]
    stating = {seen.sentence_index(c.trigger.span) for c in members}
    if not any(seen.sentence_index(d.span) in stating for d in dates):
        dates = _touching(seen, members) or dates
    own = [d for d in dates if not any(s.overlaps(d.span) for s in seen.sayings)]
    if own or not dates:
        return own
    sentences = [seen.sentence(c.trigger.span).span for c in members]
    told = [t for s in sentences for t in seen.near_times.touching(s) if s.contains(t.span)]
    times = [t for t in told if t.interval is not None]
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
    told = {o.mark.label for o in clear if seen.sentence_index(o.span) in sentences and _names_one(seen, o)}
    lacking = {o.mark.label for o in near} - told
    beside = [o for o in near if o.mark.label in lacking and seen.sentence_index(o.span) in sentences]
    weak = [o for o in beside if o.ownership >= WEAK_OWNER_FLOOR or seen.sentence_index(o.span) in alone]
    own = [o for o in weak if _names_one(seen, o)]
    best = {o.mark.label: o for o in sorted(own, key=lambda o: (o.ownership, o.mark.score))}
    lifted = [replace(o, ownership=max(o.ownership, BESIDE_OWNERSHIP)) for o in best.values()]
    return sorted([*clear, *lifted], key=lambda o: o.span)


def _names_one(seen: Observations, owned: Owned) -> bool:
    """Whether a mark for a place holds a place's name (not "Faris Belhaj"); other marks always say something."""
    return owned.mark.label != "place" or bool(placed(seen, owned.span, owned.ownership))


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
