"""When, where and what kind: the fields that say which event a frame is, each with its words and a reason."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Generic, TypeVar

from conflictdesk.extract.actors import is_state
from conflictdesk.extract.frames import Dated, Frame, Placed, touches
from conflictdesk.extract.kind_words import Told
from conflictdesk.extract.leads import day_at_head, titled_day
from conflictdesk.extract.lexicons import any_of, key, load
from conflictdesk.extract.moments import GUESSED
from conflictdesk.extract.observations import Observations, nearest
from conflictdesk.extract.types import Stated, by_actor, downed, weigh_types, without_crowd
from conflictdesk.records.events import Actor, EventType, Place, Record, Target, WeaponKind
from conflictdesk.records.mentions import TimeMention
from conflictdesk.records.reports import Span
from conflictdesk.records.values import DatePrecision, GeoPrecision, Placing, Referent, TimeInterval

V = TypeVar("V")

# How sure a value is that the event's own words do not give: below the review threshold, above the null one.
BESIDE = 0.48  # an expression in the same sentence that no mark ties to the event
CARRIED = 0.45  # of the event told before it in the same paragraph
SURE_OF_DAY = SURE_OF_NAME = 0.6  # words that are the event's own, whatever their ownership
SURE_OF_COUNTRY = 0.5  # a name that no gazetteer holds, in the one country that the report speaks of
ASSUMED = 0.35  # the report's own date, or the first place that it names
FROM_BEFORE = "the place of the event told before it"


class Ground(StrEnum):
    """How a field came by its value: each way is right at a rate of its own (`data/confidence.yaml`)."""

    TOLD = "told"  # by words that are the event's own
    POINTED = "pointed"  # by words that point at what stands elsewhere ("the group", "the army")
    SEVERAL = "several"  # by words that differ: the lowest and the highest of several figures
    UNKNOWN = "unknown"  # by a name that no list holds
    FILLED = "filled"  # the same, its country that of all that the report tells
    BESIDE = "beside"  # by words near it that nothing else ties to it
    CARRIED = "carried"  # as the event before it has it
    ASSUMED = "assumed"  # as the report as a whole has it: its own date, its first place
    RULED = "ruled"  # by a rule of the codebook
    READ = "read"  # by no words, as the encoder reads the sentence
    GUESSED = "guessed"  # by guess: a person is asked, however often guesses of the kind are right


@dataclass(frozen=True, slots=True)
class Filled(Generic[V]):
    """A field's value and the words that give it; `reason` is empty where the words speak for themselves."""

    value: V
    spans: tuple[Span, ...] = ()
    reason: str = ""
    confidence: float = 0.0
    ground: Ground = Ground.TOLD


@dataclass(frozen=True, slots=True)
class Context:
    """What an event may borrow from what is told before it, and from the report as a whole."""

    date: Filled[TimeInterval | None] | None = None
    place: Filled[Place] | None = None
    perpetrator: Filled[Actor] | None = None
    main_place: Placed | None = None
    claimant: str | None = None  # who did, by its own word alone, what is told before it


def most_likely(probabilities: Mapping[str, float], fallback: str) -> tuple[str, float]:
    """The likeliest name and its probability."""
    return max(probabilities.items(), key=lambda p: p[1], default=(fallback, 0.0))


def type_of(
    seen: Observations, frame: Frame, weapon: WeaponKind, target: Filled[Target], actor_kind: str | None = None
) -> Filled[EventType]:
    """ACLED's sub-event type: the likeliest; by rule where aircraft are shot down."""
    ruled = _downing(seen, frame, actor_kind)
    if ruled is not None:
        return Filled(ruled, tuple(c.trigger.span for c in frame.triggers), confidence=RULED, ground=Ground.RULED)
    read = without_crowd(frame.head.types, seen.words(seen.paragraph_span(frame.head.span)), seen.language)
    meant = frozenset(m for c in frame.triggers for m in c.meanings)
    by_words = target.ground is not Ground.READ
    told = told_of(seen, frame)
    weights = weigh_types(Stated(read, meant, told, weapon, target.value.kind, by_words))
    best = max(weights, key=lambda t: (weights[t], t))
    spans = tuple(c.trigger.span for c in frame.triggers)
    return Filled(by_actor(best, actor_kind, told.own), spans, confidence=weights[best])


def told_of(seen: Observations, frame: Frame) -> Told:
    """The kinds of event and weapon that words tell of: in the event's sentences, its paragraph and the title, all."""
    own = (w for c in frame.triggers for w in seen.near_kinds.touching(seen.sentence(c.trigger.span).span))
    near = seen.near_kinds.touching(seen.around(frame.head.span))
    return Told(
        frozenset(w.meaning for w in own), frozenset(w.meaning for w in near) | seen.titled_kinds, seen.told_kinds
    )


RULED = 0.8


def _downing(seen: Observations, frame: Frame, actor_kind: str | None) -> EventType | None:
    """Drones shot down are weapons disrupted; aircraft, by rebels a clash, else a matter of missiles (codebook)."""
    head = frame.head.span
    sentence = seen.sentence(head).span
    told = downed(seen.words(sentence), head.start - sentence.start, head.end - sentence.start, seen.language)
    if told is None:
        return None
    by_group = actor_kind is not None and not is_state(actor_kind)
    clash = EventType.ARMED_CLASH if by_group else EventType.SHELLING
    return EventType.DISRUPTED_WEAPONS if told == "drones" else clash


def date_of(seen: Observations, frame: Frame, context: Context) -> Filled[TimeInterval | None]:
    """The day or days; borrowed where the event's own words give none (codebook, "Dates")."""
    best = max(_finest(frame.dates), key=lambda d: (d.ownership, -d.span.start), default=None)
    if best is not None:
        sure = best.time.confidence * max(best.ownership, SURE_OF_DAY)
        if _may_be_a_week_earlier(seen, best.time):
            reason = "so soon after that day, “last” may mean the one of the week before"
            return Filled(best.time.interval, (best.span,), reason, sure, Ground.GUESSED)
        return Filled(best.time.interval, (best.span,), best.time.reason, sure, _ground_of(best.time, Ground.TOLD))
    yearless = _yearless(seen, frame)
    if yearless is not None:
        reason = yearless.reason or "nothing in the text orders the year"
        return Filled(None, (yearless.span,), reason, CARRIED, Ground.GUESSED)
    beside = _date_beside(seen, frame)
    if beside is not None:
        sure = beside.confidence * BESIDE
        return Filled(beside.interval, (beside.span,), beside.reason, sure, _ground_of(beside, Ground.BESIDE))
    if context.date is not None:
        ground = Ground.GUESSED if context.date.ground is Ground.GUESSED else Ground.CARRIED
        return Filled(context.date.value, context.date.spans, "the day of the event told before it", CARRIED, ground)
    head = day_at_head(seen, frame.head.span)
    if head is not None:
        return Filled(head.interval, (head.span,), "the day at the head of its list", CARRIED, Ground.CARRIED)
    day = titled_day(seen) or seen.report.published
    if day is None:
        return Filled(None, reason="the text gives no date")
    own = TimeInterval(day, day, DatePrecision.DAY)
    return Filled(own, (), "undated: the report's own date", ASSUMED, Ground.ASSUMED)


def _finest(dates: Sequence[Dated]) -> list[Dated]:
    """The days, without a stretch that holds another of them: "a month ago, on 10 September"."""
    told = [d for d in dates if d.time.interval is not None]
    return [d for d in told if not any(_holds(d.time, other.time) for other in told)]


def _holds(time: TimeMention, other: TimeMention) -> bool:
    whole, part = time.interval, other.interval
    assert whole is not None
    assert part is not None
    return whole != part and whole.start <= part.start and part.end <= whole.end


def _ground_of(time: TimeMention, ground: Ground) -> Ground:
    """An inferred year is a guess, wherever its day stands."""
    return Ground.GUESSED if time.confidence <= GUESSED else ground


JUST_PAST = 2  # days after "Friday" within which "last Friday" may be the one of the week before


def _may_be_a_week_earlier(seen: Observations, time: TimeMention) -> bool:
    """Whether "last" stands beside a weekday that was only a day or two before the report."""
    day, published = time.interval, seen.report.published
    if day is None or published is None or day.start != day.end or not 0 < (published - day.start).days <= JUST_PAST:
        return False
    words = key(seen.words(time.span))
    return all(pattern.search(words) for pattern in _last_weekday(seen.language)) and not any(map(str.isdigit, words))


@lru_cache(maxsize=16)
def _last_weekday(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words like "last", and names of weekdays."""
    lists = load("times", language)["lists"]
    days = [name for names in lists["weekday"].values() for name in names]
    return _whole(lists["direction"][-1]), _whole(days)


def _whole(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(words)})(?!\w)")


def _yearless(seen: Observations, frame: Frame) -> TimeMention | None:
    """A day of the event's own that no year can be found for ("21 May" in a text without dates)."""
    marks = [o.span for o in frame.labelled("date")]
    times = (t for m in marks for t in seen.near_times.touching(m))
    return next((t for t in times if t.value.startswith("XXXX")), None)


def _date_beside(seen: Observations, frame: Frame) -> TimeMention | None:
    """The one time expression of the sentence that states the event, where no mark gives a date."""
    sentence = seen.sentence(frame.head.span).span
    inside = [t for t in seen.near_times.touching(sentence) if t.interval is not None and sentence.contains(t.span)]
    times = [t for t in inside if not any(s.overlaps(t.span) for s in seen.sayings)] or inside
    if len({t.interval for t in times}) > 1:
        times = [t for t in times if touches(seen, t.span, frame.head.span)]
    return times[0] if len({t.interval for t in times}) == 1 else None


def place_of(seen: Observations, frame: Frame, context: Context) -> Filled[Place]:
    """Where; borrowed from the event before it or from the report's main place where its own words name none."""
    sentences = {seen.sentence_index(c.trigger.span) for c in frame.triggers}
    named = [p for p in frame.places if seen.sentence_index(p.span) in sentences]
    beside = _place_beside(seen, frame)
    near = beside is not None and FINENESS[beside.placing.precision] < FINENESS[GeoPrecision.REGION]
    own = best_place(named or ([] if near else frame.places))
    if own is not None:
        return _placed(own, "", _sure_of(own), _ground_of_name(own.placing))
    if beside is not None:
        sure = (beside.placing.score or SURE_OF_NAME) * BESIDE
        return _placed(beside, "the nearest place in its sentence", sure, Ground.BESIDE)
    if context.place is not None:
        before = context.place.reason.removeprefix(f"{FROM_BEFORE}: ")
        reason = _because(FROM_BEFORE, before)
        return Filled(context.place.value, context.place.spans, reason, CARRIED, Ground.CARRIED)
    if context.main_place is not None:
        return _placed(context.main_place, "the first place that the report names", ASSUMED, Ground.ASSUMED)
    return Filled(Place(), reason="the text names no place")


def _sure_of(place: Placed) -> float:
    """Of a resolved name, how sure its place is; a name that no gazetteer holds is still the event's place."""
    known = {Ground.UNKNOWN: SURE_OF_NAME, Ground.FILLED: SURE_OF_COUNTRY}
    return max(place.ownership, SURE_OF_NAME) * known.get(_ground_of_name(place.placing), place.placing.score)


def _ground_of_name(placing: Placing) -> Ground:
    """Whether a gazetteer holds the name; where none does, whether its country is filled in from the report."""
    if placing.place_id or placing.area:
        return Ground.TOLD
    return Ground.UNKNOWN if placing.country is None else Ground.FILLED


def _placed(place: Placed, chosen: str, confidence: float, ground: Ground) -> Filled[Place]:
    """`chosen` says why it is the event's place; why it lies there, the placing says."""
    reason = _because(chosen, place.placing.reason)
    return Filled(as_place(place.placing), (place.span,), reason, confidence, ground)


def _because(*reasons: str) -> str:
    return ": ".join(filter(None, reasons))


def _place_beside(seen: Observations, frame: Frame) -> Placed | None:
    """The place nearest to the trigger in its sentence; towns before regions. "Russian" says nothing of where; a name
    that no gazetteer has is a place by the word for what it is ("the al-Watiya air base")."""
    sentence = seen.sentence(frame.head.span).span
    pairs = [(t, p) for t, p in seen.places_in(sentence) if p.method != "demonym"]
    inside = [Placed(t.span, p, BESIDE) for t, p in pairs if p.place_id or p.area or t.kind or p.runners_up]
    towns = [p for p in inside if FINENESS[p.placing.precision] < FINENESS[GeoPrecision.REGION]]
    return nearest(towns or inside, frame.head.span)


FINENESS = {GeoPrecision.EXACT: 0, GeoPrecision.NEAR: 0, None: 1, GeoPrecision.REGION: 2, GeoPrecision.COUNTRY: 3}


def best_place(places: Sequence[Placed]) -> Placed | None:
    """The most specific place; among equals the one that most likely belongs to the event, then the first."""
    return min(places, key=lambda p: (FINENESS[p.placing.precision], -round(p.ownership, 1), p.span), default=None)


def as_place(placing: Placing) -> Place:
    """A placing as a claim holds it: regions and countries have no coordinates (codebook, geo_precision)."""
    wide = placing.precision in (GeoPrecision.REGION, GeoPrecision.COUNTRY)
    return Place(
        name=placing.name,
        modern=placing.modern,
        country=placing.country,
        point=None if wide else placing.point,
        area=placing.area,
        precision=placing.precision,
        runners_up=tuple(_runner_up(r) for r in placing.runners_up),
    )


def _runner_up(r: Referent) -> Record:
    point = (r.point.lat, r.point.lon) if r.point else (None, None)
    return {"name": r.name, "country": r.country, "lat": point[0], "lon": point[1], "place_id": r.place_id}
