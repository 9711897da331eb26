"""When, where and what kind: the fields that say which event a frame is, each with its words and a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from conflictdesk.extract.frames import Frame, Placed
from conflictdesk.extract.observations import Observations, nearest
from conflictdesk.extract.types import meanings, weigh_types
from conflictdesk.records.events import Actor, EventType, Place, Record, TargetKind, WeaponKind
from conflictdesk.records.mentions import TimeMention
from conflictdesk.records.reports import Span
from conflictdesk.records.values import DatePrecision, GeoPrecision, Placing, Referent, TimeInterval

V = TypeVar("V")

# How sure a value is that the event's own words do not give: below the review threshold, above the null one.
BESIDE = 0.48  # an expression in the same sentence that no mark ties to the event
CARRIED = 0.45  # of the event told before it in the same paragraph
SURE_OF_DAY = SURE_OF_NAME = 0.6  # words that are the event's own, whatever their ownership
ASSUMED = 0.35  # the report's own date, or the first place that it names
FROM_BEFORE = "the place of the event told before it"


@dataclass(frozen=True, slots=True)
class Filled(Generic[V]):
    """A field's value and the words that give it; `reason` is empty where the words speak for themselves."""

    value: V
    spans: tuple[Span, ...] = ()
    reason: str = ""
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Context:
    """What an event may borrow from what is told before it, and from the report as a whole."""

    date: Filled[TimeInterval | None] | None = None
    place: Filled[Place] | None = None
    perpetrator: Filled[Actor] | None = None
    main_place: Placed | None = None


def most_likely(probabilities: Mapping[str, float], fallback: str) -> tuple[str, float]:
    """The likeliest name and its probability."""
    return max(probabilities.items(), key=lambda p: p[1], default=(fallback, 0.0))


def type_of(seen: Observations, frame: Frame, weapon: WeaponKind, target: TargetKind) -> Filled[EventType]:
    """ACLED's sub-event type: the heaviest, and its share of all weight."""
    sentence = seen.words(seen.sentence(frame.head.span).span)
    alone = meanings(sentence, seen.language) if len(frame.triggers) == 1 else []
    stated = [m for c in frame.triggers for m in c.meanings]
    weights = weigh_types(frame.head.types, stated, alone, weapon, target)
    best = max(weights, key=lambda t: (weights[t], t), default=EventType.OTHER)
    share = weights.get(best, 0.0) / max(1.0, sum(weights.values()))
    return Filled(best, tuple(c.trigger.span for c in frame.triggers), confidence=share)


def date_of(seen: Observations, frame: Frame, context: Context) -> Filled[TimeInterval | None]:
    """The day or days; borrowed where the event's own words give none (codebook, "Dates")."""
    best = max(frame.dates, key=lambda d: (d.ownership, -d.span.start), default=None)
    if best is not None:
        sure = best.time.confidence * max(best.ownership, SURE_OF_DAY)
        return Filled(best.time.interval, (best.span,), best.time.reason, sure)
    yearless = _yearless(seen, frame)
    if yearless is not None:
        return Filled(None, (yearless.span,), yearless.reason or "nothing in the text orders the year", CARRIED)
    beside = _date_beside(seen, frame)
    if beside is not None:
        return Filled(beside.interval, (beside.span,), beside.reason, beside.confidence * BESIDE)
    if context.date is not None:
        return Filled(context.date.value, context.date.spans, "the day of the event told before it", CARRIED)
    day = seen.report.published
    if day is None:
        return Filled(None, reason="the text gives no date")
    return Filled(TimeInterval(day, day, DatePrecision.DAY), (), "undated: the report's own date", ASSUMED)


def _yearless(seen: Observations, frame: Frame) -> TimeMention | None:
    """A day of the event's own that no year can be found for ("21 May" in a text without dates)."""
    marks = [o.span for o in frame.labelled("date")]
    return next((t for t in seen.times if t.value.startswith("XXXX") and any(t.span.overlaps(m) for m in marks)), None)


def _date_beside(seen: Observations, frame: Frame) -> TimeMention | None:
    """The one time expression of the sentence that states the event, where no mark gives a date."""
    sentence = seen.sentence(frame.head.span).span
    times = [t for t in seen.times if t.interval is not None and sentence.contains(t.span)]
    return times[0] if len({t.interval for t in times}) == 1 else None


def place_of(seen: Observations, frame: Frame, context: Context) -> Filled[Place]:
    """Where; borrowed from the event before it or from the report's main place where its own words name none."""
    sentences = {seen.sentence_index(c.trigger.span) for c in frame.triggers}
    named = [p for p in frame.places if seen.sentence_index(p.span) in sentences]
    beside = _place_beside(seen, frame)
    near = beside is not None and FINENESS[beside.placing.precision] < FINENESS[GeoPrecision.REGION]
    own = best_place(named or ([] if near else frame.places))
    if own is not None:
        return _placed(own, "", _sure_of(own))
    if beside is not None:
        return _placed(beside, "the nearest place in its sentence", beside.placing.score * BESIDE)
    if context.place is not None:
        before = context.place.reason.removeprefix(f"{FROM_BEFORE}: ")
        return Filled(context.place.value, context.place.spans, _because(FROM_BEFORE, before), CARRIED)
    if context.main_place is not None:
        return _placed(context.main_place, "the first place that the report names", ASSUMED)
    return Filled(Place(), reason="the text names no place")


def _sure_of(place: Placed) -> float:
    """Of a resolved name, how sure its place is; a name that no gazetteer holds is still the event's place."""
    resolved = place.placing.place_id or place.placing.area
    return max(place.ownership, SURE_OF_NAME) * (place.placing.score if resolved else SURE_OF_NAME)


def _placed(place: Placed, chosen: str, confidence: float) -> Filled[Place]:
    """`chosen` says why it is the event's place; why it lies there, the placing says."""
    return Filled(as_place(place.placing), (place.span,), _because(chosen, place.placing.reason), confidence)


def _because(*reasons: str) -> str:
    return ": ".join(filter(None, reasons))


def _place_beside(seen: Observations, frame: Frame) -> Placed | None:
    """The place nearest to the trigger in its sentence; towns before regions."""
    sentence = seen.sentence(frame.head.span).span
    inside = [Placed(t.span, p, BESIDE) for t, p in seen.places_in(sentence) if p.place_id or p.area]
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
