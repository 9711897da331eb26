"""Presences: where an actor is said to be. Areas, never pins (design: "among civilians" is no target list)."""

from collections.abc import Sequence

from conflictdesk.extract.observations import Observations, within
from conflictdesk.extract.perpetrators import UNIDENTIFIED
from conflictdesk.records.events import Presence, Status
from conflictdesk.records.reports import Mark, Sentence, Span
from conflictdesk.records.values import Area, GeoPrecision, Placing

PRESENCE_FLOOR = 0.5
AREA_KM = 10.0  # of a presence whose town is known: no nearer is said, and no nearer is drawn
ARMED = ("rebel", "militia", "criminal")


def find_presences(seen: Observations, events: Sequence[Span]) -> tuple[Presence, ...]:
    """One for each sentence that says where an actor is, by the encoder's mark or by a cue ("are hiding in").

    A sentence that states an event (`events`: their evidence) says where something happened, not where somebody is.
    """
    marked = {seen.sentence_index(m.span): m.span for m in seen.reading.marks if _marks(m)}
    cued = {seen.sentence_index(c.span): seen.sentence(c.span).span for c in seen.cues if c.meaning == "presence"}
    stretches = {i: s for i, s in (cued | marked).items() if not any(e.overlaps(s) for e in events)}
    found = (_presence(seen, seen.sentences[i], stretch) for i, stretch in sorted(stretches.items()))
    return tuple(p for p in found if p is not None)


def _marks(mark: Mark) -> bool:
    return mark.label == "presence" and mark.score >= PRESENCE_FLOOR


def _presence(seen: Observations, sentence: Sentence, stretch: Span) -> Presence | None:
    named = [(t, p) for t, p in seen.places_in(sentence.span) if t.span.overlaps(stretch)]
    places = [(t, p) for t, p in named if p.precision is not GeoPrecision.COUNTRY] or named
    actor, actor_span = _actor(seen, sentence.span)
    if not places or not actor_span:
        return None
    cues = [c for c in within(seen.cues, sentence.span) if c.meaning in ("alleged", "denied")]
    sources = [m.span for m in within(seen.reading.marks, sentence.span) if m.label == "source"]
    return Presence(
        report_id=seen.report.report_id,
        actor=actor,
        places=tuple(t.name for t, _ in places),
        areas=tuple(_area(p) for _, p in places),
        status=Status(cues[0].meaning) if cues else Status.REPORTED,
        evidence=seen.words(sentence.span),
        attributed_to=tuple(dict.fromkeys(seen.words(s) for s in sources)),
        spans={"evidence": (sentence.span,), "actor": actor_span, "places": tuple(t.span for t, _ in places)},
    )


def _actor(seen: Observations, sentence: Span) -> tuple[str, tuple[Span, ...]]:
    """The armed organisation of the sentence, else the last one named before it."""
    armed = [a for a in seen.actors if a.kind in ARMED and a.span.start < sentence.end]
    last = max(armed, key=lambda a: (sentence.contains(a.span), a.span), default=None)
    if last is None or last.canonical is None:
        return UNIDENTIFIED, ()
    return last.canonical, (last.span,)


def _area(placing: Placing) -> Area | None:
    if placing.area is not None or placing.point is None:
        return placing.area
    return Area(placing.point.lat, placing.point.lon, AREA_KM)
