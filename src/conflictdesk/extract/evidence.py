"""What in the text speaks for an event's status: who says it, who claims it, who denies it, what hedges it.

Each sign is true or false of the event as the text tells it; `attribution` weighs them.
"""

import math
from collections.abc import Iterable, Mapping, Sequence, Set

from conflictdesk.extract.accusers import is_blame, is_condemnation
from conflictdesk.extract.actors import ActorLexicon, is_state
from conflictdesk.extract.cues import DENYING, denies_a_figure
from conflictdesk.extract.frames import Frame
from conflictdesk.extract.issuers import voice_of
from conflictdesk.extract.lexicons import load
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.sources import Voices
from conflictdesk.extract.speech import is_saying
from conflictdesk.extract.types import meanings
from conflictdesk.extract.vocabulary import vocabulary
from conflictdesk.records.events import Actor, Status
from conflictdesk.records.mentions import Cue
from conflictdesk.records.reports import Span


def signs_of(
    seen: Observations,
    frame: Frame,
    actors: ActorLexicon,
    perpetrator: Actor,
    kind: str | None,
    voices: Voices,
    told: bool,
) -> Mapping[str, bool]:
    """The signs of one event, by name."""
    sentences = [seen.sentence(c.trigger.span).span for c in frame.triggers]
    marks = [o.span for o in frame.labelled("cue") if not _is_aside(seen, o.span)]
    paragraph = seen.around(frame.triggers[-1].trigger.span)
    beside = [c for s in dict.fromkeys(sentences) for c in seen.near_cues.touching(s) if s.contains(c.span)]
    owned = [c for m in marks for c in seen.near_cues.touching(m)]
    after = [c for c in seen.near_cues.touching(paragraph) if _follows(seen, frame, c)]
    state, named = is_state(kind or ""), kind not in (None, "unidentified")

    def has(cues: list[Cue], meaning: str) -> bool:
        return any(c.meaning == meaning for c in cues)

    says = bool(marks) and not owned and any(is_saying(seen.words(m), seen.language) for m in marks)
    unread = any(not _is_read(seen, m) for m in marks) and not owned and not says
    claims = [c for c in [*beside, *owned, *after] if c.meaning == "claimed"]
    governing = [c for c in beside if c.meaning == "claimed"]
    first = frame.triggers[0].trigger.span
    governs = [c for c in beside if c.span.start < first.end and seen.sentence(first).span.contains(c.span)]
    return _crossed(voice_of(seen, actors).signs, kind) | {
        "told by itself": told,
        "told by itself, and by others": told and bool(voices.others),
        "group": named and not state,
        "state": state,
        "nobody": kind is None,
        "nobody acts": kind is None and not frame.labelled("perpetrator"),
        "own": bool(voices.own),
        "own of state": bool(voices.own) and state,
        "own of group": bool(voices.own) and named and not state,
        "others": bool(voices.others),
        "both voices of group": bool(voices.own and voices.others) and named and not state,
        "nobody says": not voices.own and not voices.others,
        "nobody says of state": state and not voices.own and not voices.others,
        "officials of state": state and not voices.own and voices.officials,
        "claim owned": has(owned, "claimed"),
        "claim beside": has(beside, "claimed"),
        "claim governs": has(governs, "claimed"),
        "claim after": has(after, "claimed"),
        "claim of all that is told": _covers(seen, frame, governing),
        "claim, and told outside it": bool(claims) and not _covers(seen, frame, governing),
        "claim of a group, and told outside it": bool(claims)
        and named
        and not state
        and not _covers(seen, frame, governing),
        "condemned": is_condemnation(seen.words(paragraph), seen.language),
        "unclaimed": has([*beside, *after], "unclaimed"),
        "own report": _reports_itself(seen, perpetrator, actors),
        "confirmed owned": has(owned, "confirmed"),
        "confirmed beside": has(beside, "confirmed"),
        "denial owned": has(owned, "denied"),
        "denial beside": has(beside, "denied"),
        "denial after": has(after, "denied"),
        "denial in the report": "denied" in seen.cue_meanings,
        "hedge owned": has(owned, "alleged"),
        "hedge beside": has(beside, "alleged"),
        "hedge governs": has(governs, "alleged"),
        "hedge of a named doer": named and has(governs, "alleged"),
        "doer hedged": named and _doer_hedged(seen, frame),
        "cue says": says,
        "cue says, of group": says and named and not state,
        "cue says, of state": says and state,
        "cue unread": unread,
        "cue unread, of group": unread and named and not state,
        "cue unread, of state": unread and state,
    }


def _crossed(signs: Iterable[str], kind: str | None) -> dict[str, bool]:
    """Signs of the whole report, each by itself and with what kind of doer the event has."""
    doer = {None: "nobody", UNNAMED: "nobody named"}.get(kind, "a state" if is_state(kind or "") else "a group")
    return dict.fromkeys((name for sign in signs for name in (sign, f"{sign}, of {doer}")), True)


UNNAMED = "unidentified"


def _is_aside(seen: Observations, cue: Span) -> bool:
    """Whether a marked cue only condemns what happened, or denies no more than a toll."""
    words, language = seen.words(cue), seen.language
    inside = (s for s, meaning in vocabulary("cues", language).find(words) if meaning in DENYING)
    denials = [cue, *(Span(cue.start + s.start, cue.start + s.end) for s in inside)]
    return is_condemnation(words, language) or any(denies_a_figure(seen.text, d, language) for d in denials)


def _is_read(seen: Observations, mark: Span) -> bool:
    """Whether marked words qualify nothing by themselves: they tell what happened, or are part of an accusation."""
    words = seen.words(mark)
    return bool(meanings(words, seen.language)) or is_blame(words, seen.language)


def _covers(seen: Observations, frame: Frame, claims: Sequence[Cue]) -> bool:
    """Whether every sentence that tells the event tells it as a claim: the cue stands no later than the trigger."""
    triggers = [c.trigger.span for c in frame.triggers]
    return all(any(seen.sentence(t).span.contains(c.span) and c.span.start < t.end for c in claims) for t in triggers)


def _reports_itself(seen: Observations, perpetrator: Actor, actors: ActorLexicon) -> bool:
    """Whether the report is published by the side that acted, or by its state."""
    publisher = actors.name(seen.report.publisher or "", None, seen.language)
    if publisher is None or not is_state(publisher.kind):
        return False
    doers = [a for a in seen.actors if a.canonical == perpetrator.canonical]
    return any(a.kind == "coalition" or a.country == publisher.country is not None for a in doers)


HEDGE_REACH = 15  # characters between "suspected" or "blamed" and the words for the doer


def _doer_hedged(seen: Observations, frame: Frame) -> bool:
    """Whether a hedging word stands in the words for the doer, or right before them in their sentence."""
    marks = [o.span for o in frame.labelled("perpetrator")]
    return any(_hedges(seen, c, m) for m in marks for c in _hedging(seen, m))


def _hedging(seen: Observations, mark: Span) -> list[Cue]:
    around = Span(max(0, mark.start - 2 * HEDGE_REACH), mark.end)
    return [c for c in seen.near_cues.touching(around) if c.meaning == "alleged"]


def _hedges(seen: Observations, cue: Cue, mark: Span) -> bool:
    gap = seen.text[cue.span.end : mark.start]
    near = cue.span.end <= mark.start and len(gap) <= HEDGE_REACH and "." not in gap
    return near or mark.overlaps(cue.span)


def _follows(seen: Observations, frame: Frame, cue: Cue) -> bool:
    """Whether a cue stands later in the paragraph than the event's last words, but in another sentence."""
    last = frame.triggers[-1].trigger.span
    sentence = seen.sentence(last).span
    return cue.span.start >= sentence.end and seen.paragraph_span(last).contains(cue.span)


FLOOR = 0.02  # what a status that the encoder leaves out is still worth


def weighed(signs: Mapping[str, bool], read: Mapping[str, float], possible: Set[Status]) -> dict[Status, float]:
    """How likely each status is, summing to one: what the signs that hold say for it, and what the encoder reads.

    The weights are logistic, in `data/status`, fitted by `training/statuses.py` on what is really read in texts that
    the encoder has not learned. A sign that was too rare to fit says nothing.
    """
    told = load("status", "en")
    rows = [told["always"], *(told["signs"][name] for name, holds in signs.items() if holds and name in told["signs"])]
    sums = {s: sum(row[s] for row in rows) + told["reading"] * logged(read.get(s, 0.0)) for s in possible}
    best = max(sums.values())
    raised = {status: math.exp(total - best) for status, total in sums.items()}
    return {status: value / sum(raised.values()) for status, value in raised.items()}


def logged(share: float) -> float:
    """The logarithm of the encoder's share for a status, as it is weighed."""
    return math.log(share + FLOOR)
