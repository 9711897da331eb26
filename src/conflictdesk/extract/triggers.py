"""Which triggers state an event: the encoder's probability, weighed with what stands around the words.

The encoder alone misses plainly worded events and takes up some that are only background. A word of the list of
types, a date and a place beside it speak for an event; a cue ("threatened to") or words marked as no event against.
"""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from heapq import nlargest

from conflictdesk.extract.cues import tells_what_was_averted
from conflictdesk.extract.denials import denies_an_event, without_denial
from conflictdesk.extract.lexicons import fold
from conflictdesk.extract.observations import DRILL, Observations
from conflictdesk.extract.odds import log_odds, squashed
from conflictdesk.extract.speech import within_saying
from conflictdesk.extract.vocabulary import vocabulary
from conflictdesk.records.events import EventType
from conflictdesk.records.mentions import Cue
from conflictdesk.records.reports import Span, Trigger
from conflictdesk.records.values import DatePrecision, GeoPrecision

# Logistic weights, fitted on what two encoders read in 450 reports that they were not trained on.
# Rare ones (the last four) are set by hand: too few cases to fit.
BIAS = -2.3
WEIGHTS = {
    "encoder": 0.45,
    "specific": 0.45,
    "generic": 0.55,
    "numbered": 0.4,
    "where": 1.6,
    "who": 1.15,
    "when": 1.05,
    "whom": 0.85,
    "means": 0.35,
    "among events": 0.9,
    "beside a surer one": -1.5,
    "of the same kind": -1.5,
    "ruled_out": -6.0,
    "background": -3.8,
    "unreal": -3.0,
    "total": -0.8,
    "of_no_kind": -4.0,
}
# What the encoder marks in the sentence of an event; what it is sure of speaks for one.
ARGUMENTS = {"place": "where", "perpetrator": "who", "date": "when", "target": "whom", "weapon": "means"}
RULED_OUT = frozenset({"planned", "conditional", "negated", "history", "denied"})
# Characters before a trigger in which a cue governs it ("planned to attack", "did not attack").
CUE_REACH = 40
ROUTINE_REACH = 6  # between a verb and its object ("moved four bombers to")
EVENT_FLOOR = 0.5  # from here words state an event
PLAIN = 0.5  # the probability of a statement that the encoder misses
NOT_READ = -1  # the index of a candidate that is no trigger of the reading
GENERIC = frozenset({"harm", "clash", "blow"})
FLATTEST = 0.2  # words whose likeliest type is less likely than this are of no kind; no held-out event is
TOWNLIKE = frozenset({GeoPrecision.EXACT, GeoPrecision.NEAR})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A trigger, what its words mean, and the probability that it states an event."""

    index: int
    trigger: Trigger
    meanings: tuple[str, ...]
    probability: float


def likely_events(seen: Observations) -> list[Candidate]:
    """The candidates that are likely enough to state an event."""
    return [c for c in candidates(seen) if c.probability >= EVENT_FLOOR]


def candidates(seen: Observations) -> list[Candidate]:
    """All triggers of the reading, each with its probability, and the plain statements that it misses."""
    words = list(vocabulary("types", seen.language).find(seen.text))
    found = []
    around = _around(seen)
    for index, trigger in enumerate(seen.reading.triggers):
        touched = tuple(m for span, m in words if span.overlaps(trigger.span))
        p = probability(features(seen, trigger, touched) | around(trigger))
        p = max(p, PLAIN) if touched and denies_an_event(seen, trigger.span) else p
        p = 0.0 if seen.mourns(trigger.span) or (not touched and within_saying(seen, trigger.span)) else p
        found.append(Candidate(index, trigger, touched, p))
    told = {seen.sentence_index(c.trigger.span) for c in found if c.probability >= EVENT_FLOOR}
    return found + list(_plain_statements(seen, words, told))


def _around(seen: Observations) -> Callable[[Trigger], dict[str, float]]:
    """What the other triggers say for one: a report of events tells of more; a sentence mostly states one, by its
    likeliest words."""
    best: dict[int, Trigger] = {}
    for trigger in (t for t in seen.reading.triggers if not seen.mourns(t.span)):
        at = seen.sentence_index(trigger.span)
        best[at] = max(best.get(at, trigger), trigger, key=lambda t: t.score)
    first, second = [*nlargest(2, best, key=lambda at: best[at].score), None, None][:2]

    def around(trigger: Trigger) -> dict[str, float]:
        at = seen.sentence_index(trigger.span)
        elsewhere = second if at == first else first
        among = 0.0 if elsewhere is None else best[elsewhere].score
        beside = at in best and trigger is not best[at]
        alike = beside and _kind(trigger) == _kind(best[at])
        return {"among events": among, "beside a surer one": float(beside), "of the same kind": float(alike)}

    return around


def _plain_statements(seen: Observations, words: Sequence[tuple[Span, str]], told: Set[int]) -> Iterator[Candidate]:
    """A word of one type of event beside a day, a town and a toll states an event, whatever the encoder sees in it.

    Not where the sentence rules it out: a memorial, an accident, a plan.
    """
    done = set(told)
    for span, meaning in words:
        sentence = seen.sentence(span).span
        at = seen.sentence_index(span)
        denied = at not in done and denies_an_event(seen, span) is not None
        plain = meaning not in GENERIC and _says_when_where_and_how_many(seen, sentence)
        plain = plain or _is_mourned(seen, span, sentence)
        if at in done or not (denied or plain):
            continue
        kind = EventType.ATTACK if meaning in GENERIC else meaning
        trigger = Trigger(span, 0.0, {kind: 1.0}, {}, {}, {}, {})
        against = (name for name, value in features(seen, trigger, (meaning,)).items() if value and name in AGAINST)
        if denied or not any(against):
            done.add(at)
            yield Candidate(NOT_READ, trigger, (meaning,), PLAIN)


def _is_mourned(seen: Observations, span: Span, sentence: Span) -> bool:
    """Whether words for a killing follow those of mourning the dead, with a day and a town of their own behind."""
    mourned = any(sentence.contains(m) and m.end == span.start for m in seen.mournings)
    rest = Span(span.start, max(span.start, sentence.end))
    days = (t.interval for t in seen.near_times.touching(rest) if rest.contains(t.span))
    fine = any(d is not None and d.precision is DatePrecision.DAY for d in days)
    return mourned and fine and any(rest.contains(t.span) and p.precision in TOWNLIKE for t, p in seen.places_in(rest))


def _says_when_where_and_how_many(seen: Observations, sentence: Span) -> bool:
    days = (t.interval for t in seen.near_times.touching(sentence) if sentence.contains(t.span))
    fine = any(d is not None and d.precision is DatePrecision.DAY for d in days)
    near = any(p.point or p.area for _, p in seen.places_in(sentence) if p.precision in TOWNLIKE or p.area)
    tolls = (c for c in seen.near_counts.touching(sentence) if c.field == "killed" and c.count.known)
    return fine and near and any(sentence.contains(c.span) for c in tolls)


AGAINST = frozenset({"ruled_out", "background", "total"})


def features(seen: Observations, trigger: Trigger, meanings: tuple[str, ...]) -> dict[str, float]:
    """What speaks for and against: each 0 or 1, but for the encoder's probability."""
    sentence = seen.sentence(trigger.span).span
    marks = seen.near_marks.touching(sentence)
    labels = {m.label for m in marks}
    before = Span(max(sentence.start, trigger.span.start - CUE_REACH), trigger.span.end)
    cues = [c for c in seen.near_cues.touching(sentence) if sentence.contains(c.span)]
    cues = without_denial(cues, denies_an_event(seen, trigger.span))
    sure = {label: max((m.score for m in marks if m.label == label), default=0.0) for label in ARGUMENTS}
    beside = [c for c in cues if c.meaning in OF_THE_SENTENCE or c.meaning == "presence"]
    told = [c for c in cues if c not in beside]
    return {
        **{name: sure[label] for label, name in ARGUMENTS.items()},
        "encoder": log_odds(trigger.score),
        "specific": float(any(m not in GENERIC for m in meanings)),
        "generic": float(any(m in GENERIC for m in meanings)),
        "numbered": float(bool(labels & {"killed", "wounded", "abducted"})),
        "ruled_out": float(
            _sums_up(seen, sentence, cues)
            or tells_what_was_averted(seen.words(sentence), seen.language)
            or _ruled_out(seen, told, trigger.span, before)
            or _was_an_accident(seen, trigger)
            or _goes_on(seen, sentence, cues, trigger.span, meanings)
        ),
        "background": float(
            _ruled_out(seen, beside, trigger.span, before)
            or (not meanings and any(c.meaning == "presence" for c in cues))  # "keeps a training camp near"
        ),
        "unreal": float(seen.staged or any(c.meaning in ("fiction", "untrue", DRILL) for c in cues)),
        "total": float(any(c.meaning in ("total", "since") for c in cues)),
        "of_no_kind": float(not meanings and _is_of_no_kind(trigger)),
    }


def _was_an_accident(seen: Observations, trigger: Trigger) -> bool:
    """Whether the paragraph tells of an explosion, there or further on, that it was none of anybody's doing."""
    paragraph = seen.paragraph_span(trigger.span)
    later = Span(trigger.span.end, max(trigger.span.end, paragraph.end))
    said = any(c.meaning == "accidental" for c in seen.near_cues.touching(later))
    return said and _kind(trigger) in BLASTS


BLASTS = frozenset({EventType.REMOTE_EXPLOSIVE, EventType.OTHER, EventType.SHELLING, EventType.LOOTING})


def _kind(trigger: Trigger) -> str:
    """The likeliest type; empty where the encoder has none."""
    return max(trigger.types, key=lambda name: trigger.types[name], default="")


def _is_of_no_kind(trigger: Trigger) -> bool:
    """Whether the encoder has no type for it, or half a mind for one that its words would have to tell."""
    best = _kind(trigger)
    likely = trigger.types.get(best, 0.0)
    return likely < FLATTEST or (best in TOLD_BY_WORDS and likely < PLAINLY)


PLAINLY = 0.4
TOLD_BY_WORDS = frozenset({EventType.NONVIOLENT_TRANSFER})


def _ruled_out(seen: Observations, cues: Sequence[Cue], trigger: Span, before: Span) -> bool:
    return any(_rules_out(seen, cue, trigger, before) for cue in cues)


def _rules_out(seen: Observations, cue: Cue, trigger: Span, before: Span) -> bool:
    """Whether a cue makes what is stated no event: it governs the trigger, is it, or speaks of the whole sentence.

    A cue governs what follows it in its own clause: "the rebels, who threatened to attack A, shelled B".
    """
    if cue.meaning == "history" and _mourned(seen, cue.span, trigger):
        return False
    governs = before.overlaps(cue.span) and "," not in fold(seen.text[cue.span.end : trigger.start])
    if cue.meaning == "presence":
        sentence = seen.sentence(trigger).span
        undated = not any(sentence.contains(t.span) for t in seen.near_times.touching(sentence))
        return cue.span.overlaps(trigger) or (governs and undated)
    named = cue.meaning == "routine" and cue.span.gap(trigger) <= ROUTINE_REACH
    return cue.meaning in OF_THE_SENTENCE or named or (cue.meaning in RULED_OUT and governs)


def _mourned(seen: Observations, cue: Span, trigger: Span) -> bool:
    """Whether the cue only mourns those killed, and the words for the killing have a day of their own behind it."""
    end = next((m.end for m in seen.mournings if m.overlaps(cue)), None)
    if end is None or trigger.end <= end:
        return False
    rest = Span(end, max(end, seen.sentence(trigger).span.end))
    days = (t.interval for t in seen.near_times.touching(rest) if rest.contains(t.span))
    return any(d is not None and d.precision is DatePrecision.DAY for d in days)


def _sums_up(seen: Observations, sentence: Span, cues: Sequence[Cue]) -> bool:
    """Whether the sentence tells of a stretch of time ("since January") and of no day."""
    times = seen.near_times.touching(sentence)
    days = [t for t in times if sentence.contains(t.span) and t.interval is not None]
    return any(c.meaning == "since" for c in cues) and all(
        t.interval is None or t.interval.precision is not DatePrecision.DAY for t in days
    )


def _goes_on(seen: Observations, sentence: Span, cues: Sequence[Cue], trigger: Span, meanings: Sequence[str]) -> bool:
    """Whether a fight is told of that goes on ("its men were fighting those of"), and no day or town of one."""
    general = [c.span for c in cues if c.meaning == "ongoing"]
    if not any(s.overlaps(trigger) or not meanings for s in general):
        return False
    times = [t for t in seen.near_times.touching(sentence) if sentence.contains(t.span)]
    own = [t for t in times if t.interval is not None and not any(s.overlaps(t.span) for s in seen.sayings)]
    towns = [p for _, p in seen.places_in(sentence) if p.precision in TOWNLIKE]
    return not towns and all(t.interval is None or t.interval.precision is not DatePrecision.DAY for t in own)


OF_THE_SENTENCE = frozenset({"accident", "history", "untrue", "fiction", DRILL})


def probability(given: dict[str, float]) -> float:
    """Logistic regression."""
    return squashed(BIAS + sum(WEIGHTS[name] * value for name, value in given.items()))
