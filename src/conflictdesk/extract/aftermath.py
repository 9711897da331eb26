"""Who comes when it is over (finds the dead, brings in the wounded, looks into it) or says nothing: they did nothing.

"The army found the bodies of seven herders", "The Taliban have not commented": neither killed anybody, as far as the
report tells. Nor did whom a clause parts from condemning it ("Hamas, which runs the territory, condemned the blast").
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from conflictdesk.extract.lexicons import any_of, fold, load
from conflictdesk.extract.observations import Observations
from conflictdesk.records.reports import Span

CLAUSE = 60  # characters of a clause between a name and its verb
REACH = 80  # characters from a name to what is found, within its sentence
FOUND_WORDS, OBJECT_WORDS = 5, 2  # words between "found" and "bodies", between a subject and an object behind it


def comes_after(seen: Observations, span: Span) -> bool:
    """Whether the words are the subject of what is done once the dead lie there."""
    sentence = seen.sentence(span).span
    after = fold(seen.text[span.end : min(sentence.end, span.end + REACH)]).lower()
    before = fold(seen.text[max(sentence.start, span.start - REACH) : span.start]).lower()
    follows, around = _grammar(seen.language)
    told = follows.match(after) is not None or any(verb.search(before) and rest.match(after) for verb, rest in around)
    return told or _is_silent(seen, span)


def _is_silent(seen: Observations, span: Span) -> bool:
    """Whether the words stand in a clause before words for saying nothing ("Its affiliate X has not claimed it")."""
    sentence = seen.sentence(span).span
    if load("speech", seen.language)["verb_first"]:
        return False
    after = fold(seen.text[span.end : sentence.end]).lower()
    told = _silence(seen.language).search(after)
    return told is not None and PARTED.search(after, 0, told.start()) is None


PARTED = re.compile(r"[;:.]|,(?!\s\w+\s)")


@lru_cache(maxsize=16)
def _silence(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(load('speech', language)['silent'])})(?!\w)")


Around = tuple[re.Pattern[str], re.Pattern[str]]  # a verb before its subject, and what stands behind that


@lru_cache(maxsize=16)
def _grammar(language: str) -> tuple[re.Pattern[str], tuple[Around, ...]]:
    """What stands behind the subject; where the verb stands first, what stands around it."""
    told, speech = load("agents", language), load("speech", language)
    silent, first = speech["silent"], bool(speech["verb_first"])
    finds, remains = any_of(told["finds"]), _within(FOUND_WORDS, told["remains"])
    helpers = rf"(?:\s(?:{any_of(told['helpers'])}))*" if told["helpers"] else ""
    only = any_of([*told["afterwards"], *silent, *told["condemning"]])
    follows = re.compile(rf"{_clause(told['relative'])}{helpers}(?:\s(?:{finds}){remains}|\s(?:{only})(?!\w))")
    if not first:
        return follows, ()
    parted = [phrase.partition(" ") for phrase in told["afterwards"]]
    later = [_around(any_of([verb]), _within(OBJECT_WORDS, [rest]) if rest else "") for verb, _, rest in parted]
    return follows, (_around(finds, remains), _around(any_of(silent), ""), *later)


def _clause(relative: Sequence[str]) -> str:
    """A word more of the name, and what commas tell of it before the verb: ", which runs the territory,"."""
    return rf"(?:\s[^\s,;:.()]{{1,20}})?(?:,\s(?:{any_of(relative)})\s[^.;:,]{{1,{CLAUSE}}},)?"


def _within(words: int, phrases: Sequence[str]) -> str:
    """One of the phrases, after no more than so many words."""
    return rf"(?:[،,]?\s[^\s;:.()]+){{0,{words}}}?\s(?:{any_of(phrases)})(?!\w)"


def _around(verb: str, rest: str) -> Around:
    return re.compile(rf"(?<!\w)[وف]?(?:{verb})\s$"), re.compile(rest)
