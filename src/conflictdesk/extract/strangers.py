"""Who did not do it: who accuses or condemns, who only tells of it, and whom it hit.

An attack pinned on the wrong group is the worst record that there can be.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from conflictdesk.extract.accusers import accusations, is_condemned
from conflictdesk.extract.actors import ActorLexicon, root
from conflictdesk.extract.aftermath import comes_after
from conflictdesk.extract.agents import comes_under_fire, is_patient, runs_onto_a_bomb
from conflictdesk.extract.frames import Frame, Owned
from conflictdesk.extract.lexicons import any_of, fold, load
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.references import leans
from conflictdesk.extract.speech import tellers, verb_first
from conflictdesk.extract.tellers import HIT, only_tells, quoted, teller_at
from conflictdesk.records.events import Actor, EventType
from conflictdesk.records.reports import Mark, Span

UNMARKED = 0.3  # how sure words are counted that no mark holds


def speaks_of_it(seen: Observations, frame: Frame, span: Span, actors: ActorLexicon) -> bool:
    """Whether the words name who tells of it, or part of the words for who does ("the colonel of the army said")."""
    if quoted(seen, with_article(seen, span)) or only_tells(seen, frame, span, actors):
        return True
    told = [t.span for t in tellers(seen, seen.sentence(span).span)]
    return teller_at(seen, span) is None and any(s.overlaps(span) for s in told)


def stands_by(seen: Observations, span: Span) -> bool:
    """Whether who is named only accuses, condemns, mourns, comes when it is over, or denies another sentence."""
    if seen.mourns(span) or comes_after(seen, span):
        return True
    sentence = seen.sentence(span).span
    if any(told.accuser.overlaps(span) for told in accusations(seen, sentence)):
        return True
    after = Span(span.end, max(span.end, min(sentence.end, span.end + DENIAL_REACH)))  # words may pass a full stop
    before = Span(max(sentence.start, span.start - DENIAL_REACH), span.start)
    where = before if verb_first(seen.language) else after
    return any(c.meaning == "denied" and where.contains(c.span) for c in seen.near_cues.touching(where))


def makes_arrests(seen: Observations, frame: Frame, span: Span) -> bool:
    """Whether who is named stands nearest to words for an arrest, beside which the event is only told as the reason.

    "Police arrested two men over the killing of a trader": the police did not kill him.
    """
    if frame.head.types.get(ARRESTS, 0.0) >= ARRESTS_FROM:
        return False
    own = {c.trigger.span for c in frame.triggers}
    near = seen.near_triggers.touching(seen.sentence(span).span)
    closest = min(near, key=lambda t: (t.span.gap(span), t.span), default=None)
    return closest is not None and closest.span not in own and closest.types.get(ARRESTS, 0.0) >= ARRESTS_FROM


def gives_way(seen: Observations, frame: Frame, span: Span) -> bool:
    """Whether somebody takes a place and the words are of who leaves it: "after government forces withdraw"."""
    if sum(frame.head.types.get(kind, 0.0) for kind in TAKEOVERS) < TAKEOVERS_FROM:
        return False
    leaves, lost = _leaving(seen.language)
    after = fold(seen.text[span.end : span.end + DENIAL_REACH]).lower()
    before = fold(seen.text[max(0, span.start - DENIAL_REACH) : span.start]).lower()
    return leaves.match(after) is not None or lost.search(before) is not None


TAKEOVERS, TAKEOVERS_FROM = (str(EventType.GROUP_OVERTAKES), str(EventType.GOVERNMENT_REGAINS)), 0.5


@lru_cache(maxsize=16)
def _leaving(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What those do who lose a place, right behind the words for them, and what stands before those words."""
    told = load("agents", language)
    small = rf"(?:(?:{any_of(told['articles'])})\s)?" if told["articles"] else ""
    leaves = re.compile(rf"\s(?:(?:had|have|has)\s)?(?:{any_of(told['gives_way'])})(?!\w)")
    return leaves, re.compile(rf"(?<!\w)(?:{any_of(told['loss_of'])})[\s'’]{small}(?:\w+\s)?$")


ARRESTS, ARRESTS_FROM = str(EventType.ARRESTS), 0.5
DENIAL_REACH = 40  # characters between a name and the verb by which it denies


def suffers(seen: Observations, frame: Frame, span: Span) -> bool:
    """Whether it was done to whom the words name, by a number of people or the grammar."""
    counted = any(c.span.overlaps(span) for c in seen.near_counts.touching(span))
    hit = [o.span.end for label in HIT for o in frame.labelled(label) if o.span.end <= span.start]
    if any(_part_of(seen, Span(end, max(end, span.start))) for end in hit):
        return True
    return counted or is_patient(seen, span) or is_harmed(seen, frame, Owned(Mark("", span, UNMARKED), UNMARKED))


def _part_of(seen: Observations, between: Span) -> bool:
    """Whether no more than small words tie a name to those who were hit ("six guerrillas of the ELN")."""
    words = fold(seen.words(between)).lower()
    by = {fold(w).lower() for w in load("agents", seen.language)["by"]}
    return SMALL_WORDS.fullmatch(words) is not None and by.isdisjoint(words.split())


SMALL_WORDS = re.compile(r"\s(?:\w{1,4}[\s']){0,2}")


def without_strangers(seen: Observations, frame: Frame, actors: ActorLexicon) -> Frame:
    """The frame, of the marks for who acts but for who accuses, condemns or only tells, and whom it hit."""
    others = tuple(o for o in frame.marks if o.mark.label != "perpetrator")
    read = (_without_accuser(seen, o) for o in frame.labelled("perpetrator"))
    kept = [o for o in read if o is not None and not (seen.mourns(o.span) or is_harmed(seen, frame, o))]
    kept = [o for o in kept if not comes_after(seen, o.span)]
    kept = [o for o in kept if not (only_tells(seen, frame, o.span, actors) or makes_arrests(seen, frame, o.span))]
    if all(is_condemned(seen, c.trigger.span) for c in frame.triggers):  # it is not by the doer of what is told before
        kept = [o for o in kept if o.span.start >= seen.sentence(frame.triggers[0].trigger.span).span.start]
    return replace(frame, marks=tuple(sorted((*others, *kept), key=lambda o: o.span)))


def _without_accuser(seen: Observations, owned: Owned) -> Owned | None:
    """The mark without the words for who accuses or condemns; null where nothing is left of it."""
    start, end = owned.span.start, owned.span.end
    for told in accusations(seen, seen.sentence(owned.span).span):
        if told.accuser.overlaps(Span(start, end)):
            start, end = (told.accuser.end, end) if told.accuser.end < end else (start, told.accuser.start)
        if start >= end:
            return None
    start += len(seen.text[start:end]) - len(seen.text[start:end].lstrip())
    span = Span(start, max(start, end))
    return owned if span == owned.span else replace(owned, mark=replace(owned.mark, span=span))


def is_harmed(seen: Observations, frame: Frame, owned: Owned) -> bool:
    """Whether the words are of those whom it hit: part of the words for them, or a pronoun that stands for them.

    "Chadian" of "three Chadian peacekeepers", "their" of "when their vehicles struck a mine".
    """
    hit = [o for label in HIT for o in frame.labelled(label)]
    first = bool(load("speech", seen.language)["verb_first"])  # "killed gunmen a farmer" may be read as one
    around = [o for o in hit if o.span.contains(owned.span) and o.mark.score > owned.mark.score]
    if any(o.span == owned.span or not (first and o.span.start == owned.span.start) for o in around):
        return True
    if runs_onto_a_bomb(seen, owned.span) or comes_under_fire(seen, owned.span):
        return True
    words = seen.words(owned.span)
    if not leans(words, seen.language) or (" " in words and not runs_onto_a_bomb(seen, owned.span)):
        return False
    sentence = seen.sentence(owned.span).span
    before = [o.span for o in hit if sentence.contains(o.span) and o.span.end <= owned.span.start]
    told = Span(sentence.start, max(sentence.start, owned.span.start))
    before += [c.span for c in seen.near_counts.touching(told) if told.contains(c.span)]
    named = [a.span for a in seen.near_actors.touching(told) if told.contains(a.span)]
    last = max(named, default=None)
    return bool(before) and (last is None or any(b.overlaps(last) or b.start > last.start for b in before))


def owns_target(seen: Observations, frame: Frame, who: Actor, labels: Sequence[str] = ("target",)) -> bool:
    """Whether what was hit is said to be theirs ("the LNA's headquarters") or a branch's: they only speak of it."""
    hit = [o.span for label in labels for o in frame.labelled(label)]
    owners = {root(a.canonical) for span in hit for a in seen.near_actors.touching(span) if span.contains(a.span)}
    return who.canonical is not None and root(who.canonical) in owners


# An article written onto a name: "l'état-major".
ELIDED = re.compile(r"[lL]['’]$")


def with_article(seen: Observations, span: Span) -> Span:
    """The words of a name with an article written onto them, as a source is marked."""
    elided = ELIDED.search(seen.text[max(0, span.start - 2) : span.start])
    return Span(span.start - 2, span.end) if elided else span
