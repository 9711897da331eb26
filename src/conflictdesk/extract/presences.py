"""Presences: where an actor is said to be. Areas, never pins (design: "among civilians" is no target list)."""

import re
from collections.abc import Sequence

from conflictdesk.extract.actors import UNIDENTIFIED
from conflictdesk.extract.asides import asides_of
from conflictdesk.extract.observations import Observations, within
from conflictdesk.records.events import Presence, Status
from conflictdesk.records.reports import Mark, Sentence, Span
from conflictdesk.records.values import Area, GeoPrecision, Placing

PRESENCE_FLOOR = 0.5
AREA_KM = 10.0  # of a presence whose town is known: no nearer is said, and no nearer is drawn
ARMED = ("rebel", "militia", "criminal")


def find_presences(seen: Observations, events: Sequence[Span], stated: Sequence[Span]) -> tuple[Presence, ...]:
    """One for each sentence that says where an actor is, by the encoder's mark or by a cue ("are hiding in").

    A sentence that states an event (`events`: their evidence; `stated`: the words that state them) says where
    something happened; where somebody is said to be stands in an aside of it alone.
    """
    marked = {seen.sentence_index(m.span): m.span for m in seen.reading.marks if _marks(m)}
    cued = {seen.sentence_index(c.span): seen.sentence(c.span).span for c in seen.cues if c.meaning == "presence"}
    stretches = {i: s for i, s in (cued | marked).items() if not any(e.overlaps(s) for e in events)}
    found = [_presence(seen, seen.sentences[i], stretch, seen.sentences[i].span) for i, stretch in stretches.items()]
    asides = asides_of(seen, stated, frozenset({"presence"}))
    aside = [span for span in asides if any(e.overlaps(span) for e in events)]
    found += [_presence(seen, seen.sentence(span), span, span) for span in aside]
    return tuple(sorted((p for p in found if p is not None), key=lambda p: p.spans["evidence"]))


def _marks(mark: Mark) -> bool:
    return mark.label == "presence" and mark.score >= PRESENCE_FLOOR


def _presence(seen: Observations, sentence: Sentence, stretch: Span, evidence: Span) -> Presence | None:
    named = [(t, p) for t, p in seen.places_in(sentence.span) if t.span.overlaps(stretch)]
    places = [(t, p) for t, p in named if p.precision is not GeoPrecision.COUNTRY] or named
    aside = evidence != sentence.span
    actor, actor_span = _actor(seen, sentence.span, stretch if aside else None)
    written = () if places or not aside else _written(seen, stretch)
    if not (places or written) or not actor_span:
        return None
    cues = [c for c in within(seen.cues, sentence.span) if c.meaning in ("alleged", "denied")]
    sources = [m.span for m in within(seen.reading.marks, sentence.span) if m.label == "source"]
    return Presence(
        report_id=seen.report.report_id,
        actor=actor,
        places=tuple(t.name for t, _ in places) + tuple(seen.words(s) for s in written),
        areas=tuple(_area(p) for _, p in places) + (None,) * len(written),
        status=Status(cues[0].meaning) if cues else Status.REPORTED,
        evidence=seen.words(evidence),
        attributed_to=tuple(dict.fromkeys(seen.words(s) for s in sources)),
        spans={"evidence": (evidence,), "actor": actor_span, "places": (*(t.span for t, _ in places), *written)},
    )


def _actor(seen: Observations, sentence: Span, aside: Span | None) -> tuple[str, tuple[Span, ...]]:
    """The armed organisation of the sentence, else the last one named before it; of an aside, else its event's doer."""
    armed = [a for a in seen.actors if a.kind in ARMED and a.span.start < sentence.end]
    last = max(armed, key=lambda a: (sentence.contains(a.span), a.span), default=None)
    if aside is not None and (last is None or not sentence.contains(last.span)):
        doers = [m.span for m in within(seen.reading.marks, sentence) if m.label == "perpetrator"]
        return UNIDENTIFIED, (doers[0] if doers else aside,)
    if last is None or last.canonical is None:
        return UNIDENTIFIED, ()
    return last.canonical, (last.span,)


# Words with a capital that no gazetteer holds: of an aside about where somebody is, they are where.
WRITTEN = re.compile(r"[A-Z\u00c0-\u00de][\w'’-]{2,30}(?:\s[A-Z\u00c0-\u00de][\w'’-]{2,30}){0,3}")


def _written(seen: Observations, stretch: Span) -> tuple[Span, ...]:
    found = (Span(*m.span()) for m in WRITTEN.finditer(seen.text, stretch.start, stretch.end))
    return tuple(s for s in found if not any(a.span.overlaps(s) for a in seen.actors))


def _area(placing: Placing) -> Area | None:
    if placing.area is not None or placing.point is None:
        return placing.area
    return Area(placing.point.lat, placing.point.lon, AREA_KM)
