"""Who denies, and what: that it did it ("denied that it had shelled"), or that it happened ("denied the attack").

Whoever denies has done nothing by that: only who denies a deed of its own is the one it is laid to.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from conflictdesk.extract.cues import denies_a_figure
from conflictdesk.extract.lexicons import any_of, fold, load
from conflictdesk.extract.observations import Observations
from conflictdesk.records.mentions import Cue
from conflictdesk.records.reports import Span
from conflictdesk.records.values import DatePrecision

STOP = re.compile(r"[,;:.()«»“”\"]")
SUBJECT_LONGEST = 90  # characters of the words for who denies
OPENS_WITHIN = 60  # characters after the verb in which what is denied begins
TURNED_WITHIN = 16  # characters before the verb in which it is turned round ("did not deny")
READ_AS_PLACE = 0.8  # how sure the encoder is of a place that no gazetteer has
QUALIFYING = frozenset({"denied", "untrue"})


@dataclass(frozen=True, slots=True)
class Denial:
    """The words for who denies, the verb, those denied, and whether it is a deed of its own that it denies."""

    denier: Span
    verb: Span
    said: Span
    itself: bool


@dataclass(frozen=True, slots=True)
class _Grammar:
    verb: re.Pattern[str]
    turned: re.Pattern[str]
    opens: re.Pattern[str]
    itself: re.Pattern[str]
    hearsay: re.Pattern[str]
    parts: re.Pattern[str]
    verb_first: bool


@lru_cache(maxsize=16)
def _grammar(language: str) -> _Grammar:
    told, speech = load("denials", language), load("speech", language)
    joined = "[وف]?" if speech["verb_first"] else ""
    return _Grammar(
        verb=re.compile(rf"(?<!\w){joined}(?:{any_of(told['verbs'])})(?!\w)"),
        turned=re.compile(rf"(?<!\w)(?:{any_of(told['nor'])})\s(?:\w+\s)?$" if told["nor"] else r"(?!)"),
        opens=re.compile(rf"(?<!\w)(?:{any_of(told['opens'])})(?:(?<=')|(?!\w))"),
        itself=re.compile("|".join(rf"(?:{fold(pattern)})" for pattern in told["itself"])),
        hearsay=re.compile("|".join(rf"(?:{fold(pattern)})" for pattern in told["hearsay"])),
        parts=re.compile(rf"(?<!\w)(?:{any_of(speech['parts'])})(?!\w)"),
        verb_first=speech["verb_first"],
    )


def denials(seen: Observations, sentence: Span) -> Iterator[Denial]:
    """The denials that a sentence tells; talk that is denied ("denied rumours of an attack") is none."""
    grammar = _grammar(seen.language)
    text = fold(seen.words(sentence)).lower()
    for verb in grammar.verb.finditer(text):
        turned = grammar.turned.search(text[max(0, verb.start() - TURNED_WITHIN) : verb.start()])
        if turned or denies_a_figure(seen.text, _moved(Span(*verb.span()), sentence), seen.language):
            continue
        opens = _opens(seen, sentence, grammar.opens.finditer(text, verb.end(), verb.end() + OPENS_WITHIN))
        at = opens.start() if opens else verb.end() + 1
        denier = _between(text, verb.end(), at) if grammar.verb_first else _before(text, verb.start())
        if denier.start < denier.end and not grammar.hearsay.match(text, verb.end() + 1, len(text)):
            parts = grammar.parts.search(text, at)
            said = Span(sentence.start + at, sentence.start + (parts.start() if parts else len(text)))
            itself = grammar.itself.match(text, at) is not None
            yield Denial(_moved(denier, sentence), _moved(Span(*verb.span()), sentence), said, itself)


def _opens(seen: Observations, sentence: Span, found: Iterable[re.Match[str]]) -> re.Match[str] | None:
    """The first opening that begins no day: when somebody denied is not part of what is denied."""
    for opens in found:
        at = sentence.start + opens.start()
        if not seen.near_times.touching(Span(at, at + len(opens[0]) + 2)):  # the article, and what follows it
            return opens
    return None


def _moved(span: Span, by: Span) -> Span:
    return Span(by.start + span.start, by.start + span.end)


def _before(text: str, verb: int) -> Span:
    """The words before a verb, back to a stop."""
    start = max(0, verb - SUBJECT_LONGEST)
    stops = [m.end() for m in STOP.finditer(text, start, verb)]
    return _between(text, max(stops, default=start), verb)


def _between(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    return Span(start + left, max(start + left, start + len(words.rstrip())))


def denial_at(seen: Observations, trigger: Span) -> Denial | None:
    """The denial of what the trigger states; null where nobody denies it in its sentence."""
    told = (d for d in denials(seen, seen.sentence(trigger).span) if d.said.contains(trigger))
    return next((d for d in told if ";" not in seen.text[d.said.start : trigger.start]), None)


def denials_of(seen: Observations, triggers: Iterable[Span]) -> list[Denial]:
    """The denials under which what the triggers state stands."""
    return [d for t in triggers if (d := denial_at(seen, t)) is not None]


def denies_an_event(seen: Observations, trigger: Span) -> Denial | None:
    """The denial of one occurrence with a day and a place of its own: what others tell of it is disputed by that.

    A denial in general ("denied killing civilians") is about no event.
    """
    told = denial_at(seen, trigger)
    if told is None:
        return None
    times = (t for t in seen.near_times.touching(told.said) if told.said.contains(t.span) and t.interval is not None)
    days = [t for t in times if t.interval.precision is DatePrecision.DAY]  # type: ignore[union-attr]
    read = [m.span for m in seen.near_marks.touching(told.said) if m.label == "place" and m.score >= READ_AS_PLACE]
    places = [
        t
        for t, p in seen.places_in(told.said)
        if p.place_id or p.area or p.runners_up or any(t.span.overlaps(span) for span in read)
    ]
    own = [t for t in days if not any(s.overlaps(t.span) for s in seen.sayings)]
    return told if own and places else None


def without_denial(cues: Sequence[Cue], told: Denial | None) -> list[Cue]:
    """The cues, without those of the denial itself."""
    return [c for c in cues if told is None or c.meaning not in QUALIFYING or not c.span.overlaps(told.verb)]
