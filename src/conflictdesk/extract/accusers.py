"""Who accuses, and who condemns: by the grammar of "A accused B of shelling", A did not do it, and B is said to have.

In Arabic who speaks stands after the verb, with whom it accuses right behind it, so that both are easily read as one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from conflictdesk.extract.lexicons import any_of, fold, load
from conflictdesk.extract.observations import Observations
from conflictdesk.records.mentions import ActorMention
from conflictdesk.records.reports import Span
from conflictdesk.records.values import GeoPrecision

MOST_WORDS = 4  # of whoever accuses, or between its name and the verb
STOP = re.compile(r"[;:.()«»“”\"\n,]")
WORDS_BEFORE = re.compile(rf"(?:[^\s,;:.()«»“”\"]+\s){{1,{MOST_WORDS}}}$")
WORDS_AFTER = re.compile(rf"(?:\s[^\s,;:.()«»“”\"]+){{1,{MOST_WORDS - 1}}}")
APPOSITION = re.compile(r",?\s$")  # "the mission, known as X, condemned"
FAR = 150  # characters from "held" to "responsible"
REACH = 90  # characters in which those words are looked for


@dataclass(frozen=True, slots=True)
class Accusation:
    """The words for who accuses or condemns, and the actor that is accused; null where nobody is."""

    accuser: Span
    accused: ActorMention | None = None
    condemns: bool = False  # or mourns, fears, pays tribute: tells nothing of the event


@lru_cache(maxsize=16)
def _grammar(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str], bool]:
    """Verbs of accusing, of condemning; a passive right before one; what follows the accused one of a passive."""
    told, first = load("agents", language), bool(load("speech", language)["verb_first"])
    joined = "[وف]?" if first else ""
    accusing, condemning = (rf"(?<!\w){joined}(?:{any_of(told[name])})(?!\w)" for name in ("accusing", "condemning"))
    responsible = rf"(?=[^.;]{{0,{FAR}}}?(?<!\w)[بل]?(?:{any_of(told['blame'])})(?!\w))"
    accusing = rf"{accusing}|(?<!\w){joined}(?:{any_of(told['blaming'])})(?!\w){responsible}"
    passive = rf"(?<!\w)(?:{any_of(told['passive'])})\s(?:\w+\s)?$"
    of = rf"\s(?:{any_of([*told['accused_of'], *told['by']])})" + ("" if first else r"(?!\w)")
    return re.compile(accusing), re.compile(condemning), re.compile(passive), re.compile(of), first


def accusations(seen: Observations, sentence: Span) -> Iterator[Accusation]:
    """The accusations and condemnations that a sentence tells."""
    accusing, condemning, passive, of, first = _grammar(seen.language)
    text = fold(seen.words(sentence)).lower()
    for verbs in (accusing, condemning):
        for verb in verbs.finditer(text):
            span = Span(sentence.start + verb.start(), sentence.start + verb.end())
            suffered = passive.search(text[max(0, verb.start() - REACH) : verb.start()]) or of.match(text, verb.end())
            told = None if suffered and not first else _told(seen, sentence, span, first, verbs is accusing)
            if told is not None:
                yield replace(told, condemns=verbs is condemning)


def is_condemnation(words: str, language: str) -> bool:
    """Whether the words hold a verb of condemning: that qualifies nothing."""
    return _grammar(language)[1].search(fold(words).lower()) is not None


def is_blame(words: str, language: str) -> bool:
    """Whether the words hold what one is accused with: "responsible", in "held the group responsible"."""
    told = re.compile(rf"(?<!\w)[بل]?(?:{any_of(load('agents', language)['blame'])})(?!\w)")
    return told.search(fold(words).lower()) is not None


def is_accused(seen: Observations, span: Span) -> bool:
    """Whether the words name who is accused in their sentence."""
    told = accusations(seen, seen.sentence(span).span)
    return any(t.accused is not None and t.accused.span.overlaps(span) for t in told)


def condemns(seen: Observations, span: Span) -> bool:
    """Whether the words are of who condemns or mourns what happened, and tells nothing of it."""
    told = accusations(seen, seen.sentence(span).span)
    return any(t.condemns and t.accuser.overlaps(span) for t in told)


def is_condemned(seen: Observations, span: Span) -> bool:
    """Whether the words tell what somebody condemns or mourns: they stand behind the verb in its sentence."""
    told = accusations(seen, seen.sentence(span).span)
    return any(t.condemns and t.accuser.end <= span.start for t in told)


def condemned_elsewhere(seen: Observations, span: Span, others: Sequence[Span]) -> bool:
    """Whether it is a condemned deed in a town that the sentences of the others, which name towns, do not name."""
    here = towns_in(seen, Span(span.start, max(span.end, seen.sentence(span).span.end)))
    there = {town for other in others for town in towns_in(seen, seen.sentence(other).span)}
    return bool(here and there and here.isdisjoint(there)) and is_condemned(seen, span)


def towns_in(seen: Observations, span: Span) -> set[str]:
    """The names of towns inside the words."""
    numbers = seen.near_toponyms.numbers(span)
    towns = (n for n in numbers if seen.placings[n].precision is not GeoPrecision.COUNTRY)
    return {seen.toponyms[n].name for n in towns}


def _told(seen: Observations, sentence: Span, verb: Span, first: bool, accuses: bool) -> Accusation | None:
    after = [a for a in seen.near_actors.touching(Span(verb.end, sentence.end)) if verb.end <= a.span.start]
    if not first:
        accuser = _before(seen, sentence, verb)
        return Accusation(accuser, after[0] if accuses and after else None) if accuser else None
    behind = WORDS_AFTER.match(seen.text, verb.end, min(sentence.end, verb.end + REACH))
    near = [a for a in after if behind is not None and a.span.start < behind.end()]
    if behind is None or (accuses and not near):
        return None  # whom no list knows may be the accuser or the accused
    if accuses and near and len(after) < 2:  # the one actor is accused; right behind the verb, it may have no accuser:
        return Accusation(Span(verb.end, near[0].span.start), near[0])  # the vowels that tell are not written
    end = near[0].span.end if near else behind.end()
    later = [a for a in after if a.span.start >= end]
    return Accusation(Span(verb.end, end), later[0] if accuses and later else None)


def _before(seen: Observations, sentence: Span, verb: Span) -> Span | None:
    """The words before a verb, back to a stop, with the name that reaches into them or stands right before."""
    start = max(sentence.start, verb.start - REACH)
    left = seen.text[start : verb.start]
    words = WORDS_BEFORE.search(left)
    begins = start + words.start() if words else verb.start
    named = [a.span for a in seen.near_actors.touching(Span(sentence.start, verb.start)) if a.span.end <= verb.start]
    reached = [s for s in named if s.end > begins or APPOSITION.fullmatch(seen.text, s.end, verb.start)]
    begins = min([begins, *(s.start for s in reached[-1:])])
    return Span(begins, verb.start) if begins < verb.start else None
