"""Who only tells of a deed: the subject of a verb of saying, unless what it says is what it did itself.

"The army confirmed the attack", "the mission said that its convoy had been hit", "the police told reporters": whoever
speaks did not do it for that. Whom an army's own men fell to is not the army. Who hears it ("told journalists") and who
did it ("gunmen killed") are no voices either.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from conflictdesk.extract.accusers import condemns
from conflictdesk.extract.actors import ARMED, ActorLexicon, is_state
from conflictdesk.extract.frames import Frame
from conflictdesk.extract.lexicons import any_of, fold, key, load
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.speech import WORD, Speaker, is_saying, own_words, tellers
from conflictdesk.extract.targets import harmed
from conflictdesk.records.events import TargetKind
from conflictdesk.records.reports import Span

HIT = ("target", "killed", "wounded", "abducted")
HEARING_REACH = 24  # characters before a listener in which the words of telling stand


def only_tells(seen: Observations, frame: Frame, span: Span, actors: ActorLexicon) -> bool:
    """Whether the words for a doer name who speaks of the event, and not of its own deed."""
    told = _cut(frame, teller_at(seen, span), span)
    if told is None or told.claims or any(told.span.overlaps(c.trigger.span) for c in frame.triggers):
        return False
    itself, suffered = own_deed(seen, frame, told)
    itself = itself or _announces_taking(seen, frame, told)
    if itself or suffered:
        return suffered and not itself
    who = actors.name(seen.words(span), None, seen.language)
    if who is not None and who.kind in ARMED:
        return False  # what an armed group tells of soldiers who fell is its claim
    return not (who is not None and is_state(who.kind) and TargetKind.ARMED_GROUP in harmed(seen, frame, actors))


def teller_at(seen: Observations, span: Span) -> Speaker | None:
    """The speaker of the sentence whose words begin with, or are, these; null where they are nobody's who speaks."""
    for told in tellers(seen, seen.sentence(span).span):
        before = seen.text[told.span.start : max(told.span.start, span.start)]
        if told.span.overlaps(span) and not WORD.findall(before)[LEADING:]:
            return told
    return None


def _announces_taking(seen: Observations, frame: Frame, told: Speaker) -> bool:
    """Whether what it speaks of, right behind the verb, is something taken ("announced the capture of")."""
    behind = [c for c in frame.triggers if told.said.contains(c.trigger.span) and not TAKEN.isdisjoint(c.meanings)]
    return any(len(seen.text[told.said.start : c.trigger.span.start].split()) <= LEADING for c in behind)


TAKEN = frozenset({"Government regains territory", "Non-state actor overtakes territory", "Arrests"})


def _cut(frame: Frame, told: Speaker | None, span: Span) -> Speaker | None:
    """The speaker behind its verb, without the event's words that follow it ("announced A the death of B")."""
    told_of = [c.trigger.span for c in frame.triggers] + [o.span for label in HIT for o in frame.labelled(label)]
    starts = [s.start for s in told_of if s.start >= span.end]
    end = min(starts, default=0)
    if told is None or told.said.start > told.span.start or not told.span.start < end < told.span.end:
        return told
    return Speaker(Span(told.span.start, end), Span(end, told.said.end), told.claims)


LEADING = 1  # words, an article, that may stand before a marked speaker


def own_deed(seen: Observations, frame: Frame, told: Speaker) -> tuple[bool, bool]:
    """Whether who speaks says that it did it itself ("it shelled"), and that its own were hit ("its convoy was")."""
    after = [c.trigger.span.start for c in frame.triggers if told.said.contains(c.trigger.span)]
    if not after:  # "the army confirmed it" speaks of what others tell
        return any(c.meaning == "claimed" for c in seen.near_cues.touching(seen.sentence(told.span).span)), False
    begins = told.span.end if told.said.contains(told.span) else told.said.start  # behind who speaks, not in its name
    reach = Span(min(begins, max(after)), max(after))
    hit = [m.span for m in seen.near_marks.touching(told.said) if m.label in HIT]
    hit += [c.span for c in seen.near_counts.touching(told.said)]
    stated = [c.trigger.span for c in frame.triggers]  # "the death of" may stand for a deed, and states this one
    stated += [s for s in own_words(seen, told.said) if _before_own(seen, s, hit)]
    found = [s for s in own_words(seen, Span(reach.start, told.said.end)) if not any(s.overlaps(t) for t in stated)]
    suffered = [s for s in found if any(h.overlaps(s) for h in hit) or _undergoes(seen, s, told.said.end)]
    return any(s not in suffered and s.start < reach.end for s in found), bool(suffered)


def _before_own(seen: Observations, span: Span, hit: Sequence[Span]) -> bool:
    """Whether words stand right before those who were hit, who are the speaker's own ("the death of its soldiers")."""
    return any(
        0 <= h.start - span.end <= 1 and any(w.overlaps(h) for w in own_words(seen, Span(span.end, h.end))) for h in hit
    )


def _undergoes(seen: Observations, span: Span, end: int) -> bool:
    """Whether up to three words and a passive follow: "its post near A had been attacked"."""
    after = fold(seen.text[span.end : min(end, span.end + PASSIVE_REACH)]).lower()
    return _passive(seen.language).match(after) is not None


PASSIVE_REACH = 60


@lru_cache(maxsize=16)
def _passive(language: str) -> re.Pattern[str]:
    told = load("agents", language)
    return re.compile(rf"(?:\s[\w'-]+){{0,3}}?\s(?:{any_of(told['passive'])})\s(?!{told['progressive']})")


def no_voice(seen: Observations, frame: Frame, span: Span) -> bool:
    """Whether words marked as a source are of who only hears it or condemns it, or of who did it and says nothing."""
    first = WORD.findall(key(seen.words(span)))[:1]
    if _hears(seen, span) or is_silent(seen, span) or first in _nobody(seen.language):
        return True
    if condemns(seen, span) and teller_at(seen, span) is None and not quoted(seen, span):
        return True
    if not any(span.overlaps(o.span) for o in frame.labelled("perpetrator")):
        return False
    if teller_at(seen, span) is not None or quoted(seen, span):
        return False
    sentence = seen.sentence(span).span
    cues = [c.meaning for c in seen.near_cues.touching(sentence)]
    named = any(a.kind != "unidentified" for a in seen.near_actors.touching(span))
    return not (named and ("claimed" in cues or is_saying(seen.words(sentence), seen.language)))


def quoted(seen: Observations, span: Span) -> bool:
    """Whether "according to" or the like stands right before."""
    before = fold(seen.text[max(0, span.start - HEARING_REACH) : span.start]).lower()
    return _according(seen.language).search(before) is not None


def _hears(seen: Observations, span: Span) -> bool:
    """Whether it is the press, and words of telling stand right before."""
    if _press(seen.language).isdisjoint(WORD.findall(key(seen.words(span)))):
        return False
    before = fold(seen.text[max(0, span.start - HEARING_REACH) : span.start]).lower()
    return _hearing(seen.language).search(before) is not None


def is_silent(seen: Observations, span: Span) -> bool:
    """Whether it is said of them that they said nothing: "the government in Ouagadougou has not commented"."""
    sentence = seen.sentence(span).span
    after = fold(seen.text[span.end : min(sentence.end, span.end + SILENCE_REACH)]).lower()
    before = fold(seen.text[max(sentence.start, span.start - SILENCE_REACH) : span.start]).lower()
    follows, precedes = _silence(seen.language)
    return follows.match(after) is not None or precedes.search(before) is not None


SILENCE_REACH = 60


@lru_cache(maxsize=16)
def _silence(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words of silence behind who is silent and up to four words more; right before, where the verb comes first."""
    told = load("speech", language)
    words = any_of(told["silent"])
    first = rf"(?<!\w)[وف]?(?:{words})\s(?:\w+\s)?$" if told["verb_first"] else r"(?!)"
    return re.compile(rf"(?:\s[^\s,;:.()]{{1,30}}){{0,4}}?\s(?:{words})(?!\w)"), re.compile(first)


@lru_cache(maxsize=16)
def _nobody(language: str) -> list[list[str]]:
    return [[key(word)] for word in load("speech", language)["nobody"]]


@lru_cache(maxsize=16)
def _press(language: str) -> frozenset[str]:
    return frozenset(map(key, load("speech", language)["press"]))


@lru_cache(maxsize=16)
def _hearing(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(load('speech', language)['to'])})\s?(?:\w+\s)?$")


@lru_cache(maxsize=16)
def _according(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(load('speech', language)['according'])})\s(?:\w+\s)?$")


def told_by_authority(seen: Observations, frame: Frame) -> bool:
    """Whether a ministry, an army or the like tells of it, or is among those marked as its sources."""
    words = _authorities(seen.language)
    spans = [o.span for o in frame.labelled("source")]
    for c in frame.triggers:
        spans += [t.span for t in tellers(seen, seen.sentence(c.trigger.span).span)]
    return any(not words.isdisjoint(WORD.findall(key(seen.words(s)))) for s in spans)


@lru_cache(maxsize=16)
def _authorities(language: str) -> frozenset[str]:
    return frozenset(map(key, load("speech", language)["authorities"]))
