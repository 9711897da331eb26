"""Who buries, mourns or remembers the dead: they did nothing, and the day and the place are those of the mourning.

"Mourners in A on Sunday buried five farmers who were shot dead in B on Friday" tells one event, in B on Friday.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from conflictdesk.extract.lexicons import any_of, fold, load
from conflictdesk.extract.vocabulary import vocabulary
from conflictdesk.extract.weapons import weapon_of
from conflictdesk.records.events import EventType, WeaponKind
from conflictdesk.records.reports import Span

NEAR = 14  # characters around a verb in which a weapon is what is buried
GATHERED = frozenset({EventType.PEACEFUL_PROTEST, EventType.VIOLENT_DEMONSTRATION, EventType.PROTEST_INTERVENTION})


def mournings(sentence: str, language: str) -> Iterator[Span]:
    """The stretches of a sentence that tell of mourning, up to the words for the killing that is mourned."""
    active, passive, scene = _grammar(language)
    text = fold(sentence).lower()
    verbs = [(m, False) for m in passive.finditer(text)]
    verbs = verbs or [(m, True) for m in active.finditer(text)]
    if not verbs:
        return
    events = [span for span, meaning in vocabulary("types", language).find(sentence) if meaning not in GATHERED]
    for verb, acts in verbs:
        before = [e for e in events if e.end <= verb.start()]
        after = [e.start for e in events if e.start >= verb.end()]
        told = Span(verb.start() if before else 0, min([len(sentence), *after]))
        scenic = scene.search(text, max((e.end for e in before), default=0), told.end) is not None
        if not (scenic or (acts and before) or _buries_a_bomb(sentence, verb.start(), verb.end(), language)):
            yield told


def _buries_a_bomb(sentence: str, start: int, end: int, language: str) -> bool:
    around = sentence[max(0, start - NEAR) : start] + " " + sentence[end : end + NEAR]
    return weapon_of(around, language) is not WeaponKind.UNKNOWN


@lru_cache(maxsize=16)
def _grammar(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Verbs of mourning; the same in the passive; words by which the mourning is where the event was."""
    told, first = load("agents", language), bool(load("speech", language)["verb_first"])
    other = rf"(?!\w)(?!\s(?:{any_of(told['not_mourning'])})(?!\w))"
    active = rf"(?<!\w){'[وف]?' if first else ''}(?:{any_of(told['mourning'])}){other}"
    done = any_of(told["interred"]) or "(?!)"
    passive = rf"(?<!\w)(?:{any_of(told['passive'])})\s(?:\w+\s)?(?:{done}){other}"
    return re.compile(active), re.compile(passive), re.compile(rf"(?<!\w)(?:{any_of(told['scenes'])})(?!\w)")
