"""From observations to event claims: frames, then fields, then what may stand as a claim at all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from conflictdesk.extract.actors import UNIDENTIFIED, ActorLexicon, is_state
from conflictdesk.extract.arguments import downing_weapon, fitting_weapon, target_of, weapon_of_frame
from conflictdesk.extract.asides import asides_of
from conflictdesk.extract.attribution import claimed_by, goes_on_claiming, status_of
from conflictdesk.extract.campaigns import campaign_of, find_campaigns
from conflictdesk.extract.confidence import EVENT, calibrated, calibration
from conflictdesk.extract.counting import count_in, own_side
from conflictdesk.extract.fields import ASSUMED, FINENESS, Context, Filled, Ground, date_of, place_of, type_of
from conflictdesk.extract.frames import Frame, Placed
from conflictdesk.extract.lists import frames_told
from conflictdesk.extract.merging import merge
from conflictdesk.extract.nominatives import told_by_case
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.own_deeds import unnamed
from conflictdesk.extract.perpetrators import perpetrator_of
from conflictdesk.extract.presences import find_presences
from conflictdesk.extract.roles import role_of
from conflictdesk.extract.sayings import spoken_at, spoken_on
from conflictdesk.extract.sources import sources_of
from conflictdesk.extract.strangers import without_strangers
from conflictdesk.extract.targets import PEOPLE, harmed
from conflictdesk.extract.tellers import told_by_authority
from conflictdesk.extract.triggers import Candidate, likely_events
from conflictdesk.extract.types import OF_CROWDS
from conflictdesk.records.events import (
    Actor,
    EventClaim,
    EventType,
    Place,
    Presence,
    Status,
    Target,
    TargetKind,
    Weapon,
)
from conflictdesk.records.provenance import stable_id
from conflictdesk.records.reports import Span
from conflictdesk.records.values import Count, DatePrecision, GeoPrecision


@dataclass(frozen=True, slots=True)
class Coding:
    """What a report says: events and presences."""

    claims: tuple[EventClaim, ...] = ()
    presences: tuple[Presence, ...] = ()


Fields = dict[str, Filled[Any]]

# What each field is when nothing is said of it; the others (type, role, status) always have a value.
EMPTY: Mapping[str, Any] = {
    "date": None,
    "place": Place(),
    "perpetrator": Actor(),
    "target": Target(),
    "weapon": Weapon(),
    "killed": Count(),
    "wounded": Count(),
    "abducted": Count(),
    "claimed_by": None,
    "campaign": None,
}
# Who acts where nobody attacks (codebook, "Who acts in types without an attacker").
PROTESTERS = "Protesters"
BY_PROTESTERS = frozenset({EventType.PEACEFUL_PROTEST, EventType.VIOLENT_DEMONSTRATION})
CROWDED = OF_CROWDS | {EventType.MOB_VIOLENCE}  # no other event is a crowd's
BY_TYPE = 0.5
NULL_BELOW = 0.2  # design: below it a field is left empty rather than guessed


def code(seen: Observations, actors: ActorLexicon, null_below: float = NULL_BELOW) -> Coding:
    """The claims and presences of one report; a field less sure than `null_below` is left empty."""
    seen = with_sayings(seen)
    likely = likely_events(seen)
    stated = [c.trigger.span for c in likely]
    found = find_events(seen, likely, actors)
    sure = [(f, emptied(calibrated(fields), null_below)) for f, fields in found]
    claims = tuple(_claim(seen, f, fields, n, sure) for n, (f, fields) in enumerate(sure))
    return Coding(claims, find_presences(seen, [c.evidence_span for c in claims], stated))


def with_sayings(seen: Observations) -> Observations:
    """What was seen, with the stretches that tell when somebody spoke or mourned: no event's day."""
    return replace(seen, sayings=(*spoken_on(seen), *seen.mournings))


def find_events(seen: Observations, likely: Sequence[Candidate], actors: ActorLexicon) -> list[tuple[Frame, Fields]]:
    """The events of a report (`with_sayings`), a claim each, their confidence as it is before calibration."""
    stated = [c.trigger.span for c in likely]
    asides = (*seen.asides, *asides_of(seen, stated), *spoken_at(seen), *seen.mournings)
    seen = replace(seen, asides=asides)
    frames = merge(seen, list(_fill_all(seen, frames_told(seen, likely), actors)))
    told = _fill_all(seen, frames, actors)
    return [(f, fields) for f, fields in told if is_event(fields, f.best.probability) and not _lies_ahead(seen, fields)]


def _lies_ahead(seen: Observations, fields: Fields) -> bool:
    """Whether its first day is after that of publication: what is planned, threatened or feared has not happened."""
    when, published = fields["date"].value, seen.report.published
    return when is not None and published is not None and when.start > published


def _fill_all(seen: Observations, frames: list[Frame], actors: ActorLexicon) -> Iterator[tuple[Frame, Fields]]:
    """Fill frame after frame: an event may borrow from the one told before it in the same paragraph."""
    campaigns = find_campaigns(seen)
    start = Context(main_place=main_place(seen))
    context, paragraph = start, -1
    for frame in frames:
        here = seen.paragraph(frame.head.span)
        context = context if here == paragraph else start
        fields = _fill(seen, frame, actors, context)
        fields["campaign"] = campaign_of(seen, frame, frames, campaigns)
        context, paragraph = _after(context, fields), here
        yield frame, fields


def _after(context: Context, fields: Fields) -> Context:
    """What the next event of the paragraph may borrow."""
    named = fields["perpetrator"].value.canonical not in (None, UNIDENTIFIED)
    return replace(
        context,
        date=fields["date"] if fields["date"].value else context.date,
        place=fields["place"] if fields["place"].value.name else context.place,
        perpetrator=fields["perpetrator"] if named else context.perpetrator,
        claimant=fields["perpetrator"].value.canonical if fields["status"].value is Status.CLAIMED else None,
    )


def _fill(seen: Observations, frame: Frame, actors: ActorLexicon, context: Context) -> Fields:
    frame = without_strangers(seen, told_by_case(seen, frame), actors)
    place = place_of(seen, frame, context)
    who = perpetrator_of(seen, frame, actors, place.value.country, context)
    kind = actor_kind(who.value, actors, seen.language)
    target = target_of(seen, frame, actors, place.value, kind)
    weapon = weapon_of_frame(seen, frame)
    event = type_of(seen, frame, weapon.value.kind, target, kind)
    if event.value not in CROWDED and who.value.canonical == PROTESTERS:
        who = Filled(Actor(), reason="a crowd does nothing of the kind")
        kind = actor_kind(who.value, actors, seen.language)
    if event.value in BY_PROTESTERS and unnamed(who.value):
        named = replace(who.value, canonical=PROTESTERS)
        who = replace(who, value=named, confidence=max(who.confidence, BY_TYPE), ground=Ground.RULED)
    status = status_of(seen, frame, actors, who.value, kind)
    if goes_on_claiming(seen, frame, actors, who.value, context.claimant) and status.value in WIDER:
        status = Filled(Status.CLAIMED, who.spans, "goes on with what it claims", 0.6, Ground.RULED)
    hit = _hit(seen, frame, actors, target.value, kind)
    own = own_side(kind, target.value.kind)
    return {
        "type": event,
        "role": role_of(frame, event.value, kind, hit, told_by_authority(seen, frame)),
        "date": date_of(seen, frame, context),
        "place": place,
        "perpetrator": who,
        "target": target,
        "weapon": fitting_weapon(seen, frame, event.value, downing_weapon(seen, frame, weapon)),
        "killed": count_in(seen, frame, "killed", event.value, actors, own),
        "wounded": count_in(seen, frame, "wounded", event.value, actors, own),
        "abducted": count_in(seen, frame, "abducted", event.value, actors, own),
        "status": status,
        "attributed_to": sources_of(seen, frame, actors, who),
        "claimed_by": claimed_by(seen, frame, status.value, who.value, kind),
    }


def _hit(seen: Observations, frame: Frame, actors: ActorLexicon, target: Target, actor: str | None) -> TargetKind:
    """The kind of whom it hit, by words: the target's, else those of the people counted; by a state, also as read."""
    if is_state(actor or "") and harmed(seen, frame, actors, PEOPLE) == {TargetKind.ARMED_GROUP}:
        return TargetKind.ARMED_GROUP  # fighters in a house
    if target.text:
        return target.kind
    read = {target.kind} if is_state(actor or "") else set()
    fighters = (read | harmed(seen, frame, actors)) - {TargetKind.UNKNOWN} == {TargetKind.ARMED_GROUP}
    return TargetKind.ARMED_GROUP if fighters else TargetKind.UNKNOWN


def emptied(fields: Fields, null_below: float) -> Fields:
    """The fields, each that is less sure than `null_below` empty, with that for a reason."""
    unsure = {name for name in EMPTY if 0 < fields[name].confidence < null_below}
    return fields | {name: Filled(EMPTY[name], reason="left empty: too unsure") for name in unsure}


def actor_kind(who: Actor, actors: ActorLexicon, language: str = "en") -> str | None:
    """What kind of actor a perpetrator is; null where nobody is named."""
    if who.canonical is None:
        force = actors.name(who.text, None, language) if who.text else None
        return force.kind if force is not None and is_state(force.kind) else None
    if who.canonical == UNIDENTIFIED:
        return "unidentified"
    mention = actors.name(who.canonical, None, "en") or actors.name(who.text or "", None, "en")
    return mention.kind if mention else "other"


def is_event(fields: Mapping[str, Filled[Any]], probability: float) -> bool:
    """A specific occurrence: a date, at least a month, and a place or a named target (codebook).

    What has neither a day nor a place of its own is a mention in passing, not a report of something; what lacks
    one of them has to be stated plainly.
    """
    when, place, target = fields["date"].value, fields["place"].value, fields["target"].value
    coarse = when is not None and when.precision is DatePrecision.YEAR
    undated, unplaced = (fields[name].confidence <= ASSUMED for name in ("date", "place"))
    if (coarse and place.precision is not GeoPrecision.EXACT) or (undated and unplaced):
        return False
    return bool(place.name or target.text) and (probability >= PLAINLY or not (coarse or undated))


# What a text that goes on with a claim is easily taken for.
WIDER = frozenset({Status.REPORTED, Status.CONFIRMED})
PLAINLY = 0.5  # how likely an event must be that gives no day


def main_place(seen: Observations) -> Placed | None:
    """The first town that the report names outside its dateline; regions only where there is no town."""
    pairs = zip(seen.toponyms, seen.placings, strict=True)
    told = ((t, p) for t, p in pairs if not any(a.overlaps(t.span) for a in seen.asides))
    places = [Placed(t.span, p, 1.0) for t, p in told if p.place_id or p.area or p.runners_up]
    towns = [p for p in places if FINENESS[p.placing.precision] < FINENESS[GeoPrecision.REGION]]
    return min(towns or places, key=lambda p: p.span, default=None)


def _claim(
    seen: Observations, frame: Frame, fields: Fields, ordinal: int, every: list[tuple[Frame, Fields]]
) -> EventClaim:
    evidence = evidence_span(seen, frame, [f for f, _ in every])
    values = {name: f.value for name, f in fields.items()}
    values["when"] = values.pop("date")
    event = calibration().sure(EVENT, Ground.TOLD, frame.best.probability)
    claim = EventClaim(
        claim_id="",
        report_id=seen.report.report_id,
        evidence=seen.words(evidence),
        evidence_span=evidence,
        spans={k: f.spans for k, f in fields.items() if f.spans},
        reasons={k: f.reason for k, f in fields.items() if f.reason},
        confidence={EVENT: event, **{k: f.confidence for k, f in fields.items() if f.confidence}},
        **values,
    )
    asserted = claim.values()
    return replace(claim, claim_id=stable_id(claim.report_id, [evidence.start, evidence.end], asserted, ordinal))


def evidence_span(seen: Observations, frame: Frame, frames: list[Frame]) -> Span:
    """The sentence that states the event; of a sentence that states several, the part from its first to its last word.

    A person's review holds on to this span, so two events of one sentence must not share it.
    """
    sentence = seen.sentence(frame.head.span).span
    rivals = [f for f in frames if f is not frame and sentence.contains(f.head.span)]
    if not rivals:
        return sentence
    own = [c.trigger.span for c in frame.triggers] + [o.span for o in frame.marks if o.mark.label not in SHARED]
    own += [d.span for d in frame.dates] + [p.span for p in frame.places]
    inside = [s for s in own if sentence.contains(s)] or [frame.head.span]
    return Span(min(s.start for s in inside), max(s.end for s in inside))


# Arguments that several events of a sentence have in common, or that the split has given out already.
SHARED = ("perpetrator", "source", "cue", "date", "place")
