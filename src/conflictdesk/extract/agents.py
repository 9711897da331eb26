"""Who acts, by grammar alone, where the encoder marks nobody: the doer of a passive, the subject, the claimant.

Only an organisation or force that the lexicon knows is ever named this way, and the review queue is to look at it:
an attack pinned on the wrong group is the worst record that there can be.
"""

import re
from dataclasses import replace
from functools import lru_cache

from conflictdesk.extract.accusers import accusations
from conflictdesk.extract.actors import ARMED, ActorLexicon, is_state
from conflictdesk.extract.frames import Frame
from conflictdesk.extract.lexicons import any_of, fold, load
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.vocabulary import vocabulary
from conflictdesk.records.mentions import ActorMention
from conflictdesk.records.reports import Span

# Characters within which a doer stands before its verb, or after "by".
SUBJECT_REACH, AGENT_REACH, PASSIVE_REACH = 160, 60, 24
NAME = re.compile(r"\b[A-Z]\w{2,}")
PARTED = re.compile(r"[;:.()]|\bbut\b|\bwhile\b|\bafter\b|\bmais\b|\bdopo\b|\bpero\b|\bلكن\b")
NOT_DOERS = frozenset({"target", "killed", "wounded", "abducted", "source"})


@lru_cache(maxsize=16)
def _grammar(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Words before the doer of a passive; words that make a verb passive; verbs of saying right behind a name."""
    words = load("agents", language)
    by = re.compile(rf"(?<!\w)(?:{any_of(words['by'])})\s(?:[\w-]+\s){{0,4}}$")
    passive = re.compile(rf"(?<!\w)(?:{any_of(words['passive'])})\s(?!{words['progressive']})")
    saying = re.compile(rf"(?:\s[\w-]+){{0,3}}?\s(?:{any_of(words['saying'])})(?!\w)")
    return by, passive, saying


def agent_of(seen: Observations, frame: Frame, actors: ActorLexicon) -> tuple[ActorMention, str] | None:
    """The actor that the grammar of the trigger's sentence makes the doer, and why; else who claims the event."""
    sentence = seen.sentence(frame.head.span).span
    accused = list(accusations(seen, sentence))
    barred = [m.span for m in seen.near_marks.touching(sentence) if m.label in NOT_DOERS] + [
        told.accuser for told in accused
    ]
    known = [a for a in seen.near_actors.touching(sentence) if sentence.contains(a.span)]
    known = [a for a in known if not any(b.contains(a.span) for b in (*barred, *seen.mournings))]
    known = [a for a in known if not comes_under_fire(seen, a.span)]
    found = _passive_agent(seen, frame, known) or _accused(seen, frame, actors) or _subject(seen, frame, known)
    if found is not None:
        return found, "by the grammar of the sentence"
    blamed = next((told.accused for told in accused if told.accused in known), None)
    if blamed is not None:
        return blamed, "it is accused of it"
    claimant = _claimant(seen, frame)
    return (claimant, "it claims the event") if claimant else None


def _passive_agent(seen: Observations, frame: Frame, known: list[ActorMention]) -> ActorMention | None:
    """The first actor after the trigger that "by" stands before."""
    by, _, _ = _grammar(seen.language)
    start = frame.head.span.end
    near = (a for a in known if start <= a.span.start <= start + AGENT_REACH)
    return next((a for a in near if by.search(fold(seen.text[start : a.span.start]).lower())), None)


def is_patient(seen: Observations, span: Span) -> bool:
    """Whether something was done to whom the words name: "fighters were killed", "eight dead among the fighters"."""
    _, passive, _ = _grammar(seen.language)
    if is_among(seen, span):
        return True
    if runs_onto_a_bomb(seen, span) or comes_under_fire(seen, span):
        return True
    after = fold(seen.text[span.end : span.end + PASSIVE_REACH]).lower()
    m = passive.search(after)
    return m is not None and PARTED.search(after[: m.start()]) is None and len(after[: m.start()].split()) <= 1


def is_among(seen: Observations, span: Span) -> bool:
    """Whether words that lead to whom it was done to stand right before: "the death of", "eight dead among"."""
    before = fold(seen.text[max(0, span.start - PASSIVE_REACH) : span.start]).lower()
    return _among(seen.language).search(before) is not None


def runs_onto_a_bomb(seen: Observations, span: Span) -> bool:
    """Whether what the words name hits, or runs over, a mine or a bomb: whom it blows up did not lay it."""
    verb = _onto(seen.language).match(fold(seen.text[span.end : span.end + SUBJECT_REACH]).lower())
    if verb is None:
        return False
    at = span.end + verb.end()
    after = seen.text[at : min(at + AGENT_REACH, seen.sentence(span).span.end)]
    words = vocabulary("weapons", seen.language).find(after)
    return any(kind in BURIED and _is_object(after[: found.start], seen.language) for found, kind in words)


def comes_under_fire(seen: Observations, span: Span) -> bool:
    """Whether what the words name is shot at or ambushed, maybe after what is told of it ("who came to help")."""
    last = min(span.end + SUBJECT_REACH, seen.sentence(span).span.end)
    return _under_fire(seen.language).match(fold(seen.text[span.end : last]).lower()) is not None


@lru_cache(maxsize=16)
def _under_fire(language: str) -> re.Pattern[str]:
    """Up to one word, a relative clause, and a verb of coming under attack."""
    told = load("agents", language)
    clause = rf"(?:\s(?:{any_of(told['relative'])})(?:\s[^\s,;:.()]{{1,30}}){{1,6}}?)?"
    return re.compile(rf"(?:\s[^\s,;:.()]{{1,30}})?{clause}\s(?:{any_of(told['under_fire'])})(?!\w)")


def _is_object(between: str, language: str) -> bool:
    """Whether no more than an article and an adjective stand between a verb and a noun: "hit a buried mine"."""
    words = fold(between).lower().split()
    told = load("agents", language)
    return len(words) <= ADJECTIVES and {*told["with"], *told["by"]}.isdisjoint(words)


ADJECTIVES = 3


BURIED = frozenset({"IED", "landmine", "VBIED"})


@lru_cache(maxsize=16)
def _onto(language: str) -> re.Pattern[str]:
    """Up to six words, and a verb of running onto something."""
    return re.compile(rf"(?:\s[^\s,;:.()]{{1,30}}){{0,6}}?\s(?:{any_of(load('agents', language)['runs_onto'])})(?!\w)")


@lru_cache(maxsize=16)
def _among(language: str) -> re.Pattern[str]:
    """A word like "among" at the end, with no more than an article or (where a verb comes first) a number after it."""
    words = load("agents", language)
    counted = r"(?:\w{1,12}\s)?" if load("speech", language)["verb_first"] else r"(?:\d{1,4}\s)?"
    return re.compile(rf"(?<!\w)[وف]?(?:{any_of(words['among'])})\s(?:(?:{any_of(words['articles'])})\s)?{counted}$")


def speaks_of_another(seen: Observations, span: Span, trigger: Span) -> bool:
    """Whether the words name who says it, and an actor of what is said stands between ("Hamas said Israel killed")."""
    _, _, saying = _grammar(seen.language)
    if span.end > trigger.start:
        return False
    between = fold(seen.text[span.end : trigger.start]).lower()
    said = saying.match(between)
    if said is None:
        return False
    reach = Span(span.end + said.end(), max(span.end + said.end(), trigger.start))
    marks = [m.span for m in seen.near_marks.touching(reach) if m.label == "perpetrator"]
    marks += [a.span for a in seen.near_actors.touching(reach)]
    return any(reach.contains(m) for m in marks) or bool(NAME.search(seen.text, reach.start, reach.end))


def _subject(seen: Observations, frame: Frame, known: list[ActorMention]) -> ActorMention | None:
    """The first actor before the trigger, in its clause, unless the verb between them is passive."""
    _, passive, saying = _grammar(seen.language)
    end = frame.head.span.start
    for actor in known:
        between = fold(seen.text[actor.span.end : end]).lower()
        near = actor.span.end <= end and end - actor.span.end <= SUBJECT_REACH
        if near and not any(rule.search(between) for rule in (PARTED, passive, saying)):
            return actor
    return None


def _accused(seen: Observations, frame: Frame, actors: ActorLexicon) -> ActorMention | None:
    """Who stands between a verb of saying and the trigger: "Hamas said Israel killed", "accused Israel of shelling"."""
    trigger, sentence = frame.head.span, seen.sentence(frame.head.span).span
    start = max(sentence.start, trigger.start - SUBJECT_REACH)
    found = _saying(seen.language).search(fold(seen.text[start : trigger.start]).lower())
    if found is None:
        return None
    span = Span(start + found.start("who"), start + found.end("who"))
    who = actors.name(seen.words(span), None, seen.language)
    named = who is not None and (who.kind in ARMED or (is_state(who.kind) and who.country is not None))
    return replace(who, span=span) if who is not None and named else None


@lru_cache(maxsize=16)
def _saying(language: str) -> re.Pattern[str]:
    """A verb of saying or accusing, up to four words, and the trigger, "of" before it or not."""
    words = load("agents", language)
    verb, that, of = (any_of(words[name]) for name in ("saying", "relative", "accused_of"))
    who = r"(?P<who>[^\s,;:.()]+(?:\s[^\s,;:.()]+){0,3}?)"
    return re.compile(rf"(?<!\w)(?:{verb})\s(?:(?:{that})\s)?{who}\s(?:(?:{of})\s?)?$")


def _claimant(seen: Observations, frame: Frame) -> ActorMention | None:
    """The armed group that claims something later in the paragraph, this being the last event told before."""
    here = frame.triggers[-1].trigger.span
    rest = Span(here.end, max(here.end, seen.around(here).end))
    told = [t.span.start for t in seen.near_triggers.touching(rest) if t.score >= CLEAR and t.span.start > here.end]
    reach = Span(here.end, min([rest.end, *told]))
    for cue in seen.near_cues.touching(reach):
        if cue.meaning == "claimed" and reach.contains(cue.span):
            sentence = seen.sentence(cue.span).span
            before = [
                a
                for a in seen.near_actors.touching(sentence)
                if sentence.contains(a.span) and a.span.end <= cue.span.start
            ]
            return next((a for a in before if a.kind in ARMED), None)
    return None


CLEAR = 0.5  # how likely a trigger must be to count as another event
