"""Who says so, and how sure the text is: sources, status, and who claims an event.

A claim is not an event: what only the perpetrator says stays "claimed", whatever else the sentence sounds like.
"""

from collections.abc import Mapping

from conflictdesk.extract.accusers import is_accused, is_condemned
from conflictdesk.extract.actors import UNIDENTIFIED, ActorLexicon, is_state, root
from conflictdesk.extract.denials import denials_of
from conflictdesk.extract.disputes import counter_blame, denial_of, denies_another
from conflictdesk.extract.evidence import signs_of, weighed
from conflictdesk.extract.fields import Filled, Ground
from conflictdesk.extract.frames import Frame
from conflictdesk.extract.lexicons import key
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.references import points_at_text, refers_back
from conflictdesk.extract.sources import Voices, voices_of
from conflictdesk.extract.speech import (
    Speaker,
    party,
    speaker_of,
    speaks_for_a_party,
    speaks_of_itself,
    stands_for_speaker,
)
from conflictdesk.extract.targets import harmed
from conflictdesk.records.events import Actor, Status, TargetKind
from conflictdesk.records.mentions import ActorMention, Cue
from conflictdesk.records.reports import Span

FORCES = frozenset({TargetKind.MILITARY, TargetKind.POLICE, TargetKind.GOVERNMENT})


def status_of(
    seen: Observations, frame: Frame, actors: ActorLexicon, perpetrator: Actor, kind: str | None
) -> Filled[Status]:
    """The codebook's five: all signs weighed with the encoder, but where the grammar leaves no doubt.

    What an armed group alone tells of its own deed is its claim, whatever else the sentence sounds like; a denial of
    the event is a denial, an accusation by others no more than that.
    """
    if denied := denials_of(seen, (c.trigger.span for c in frame.triggers)):
        words = tuple(d.verb for d in denied)
        return Filled(Status.DENIED, words, "it is told as what somebody denies", 0.7, Ground.RULED)
    if (disputed := _disputed(seen, frame, actors, perpetrator)) is not None:
        return disputed
    voices = voices_of(seen, frame, actors, perpetrator)
    told = own_word(seen, frame, actors, perpetrator, kind)
    if told and not is_state(kind or "") and not _heard_elsewhere(seen, frame, voices):
        return Filled(Status.CLAIMED, told, "only a party's own word stands behind it", 0.6, Ground.RULED)
    signs = signs_of(seen, frame, actors, perpetrator, kind, voices, bool(told))
    accused = _only_accused(seen, frame)
    if accused and not voices.own and not any(signs[name] for name in DENIALS):
        return Filled(Status.ALLEGED, accused, "others accuse it, and nobody says more", 0.6, Ground.RULED)
    possible = _possible(signs)
    if not voices.own and _told_by_another(seen, frame, actors, perpetrator):
        possible -= {Status.CLAIMED, Status.CONFIRMED}
    if kind is None and _told_by_force(seen, frame, actors):
        possible -= {Status.CLAIMED}
    if not signs["denial beside"] and denies_another(seen, frame):
        possible -= {Status.DENIED}
    if not (signs["denial beside"] or signs["denial after"]) and _only_condemned(seen, frame):
        possible -= {Status.DENIED}
    denial = denial_of(seen, frame, perpetrator)
    if denial is not None:
        return Filled(Status.DENIED, (denial,), "the accused denies it", 0.7, Ground.RULED)
    shares = weighed(signs, frame.head.statuses, possible)
    best = max(shares, key=lambda status: shares[status])
    return Filled(best, _because(seen, frame, best, voices), REASONS[best], shares[best])


def _disputed(seen: Observations, frame: Frame, actors: ActorLexicon, perpetrator: Actor) -> Filled[Status] | None:
    """Where the accused lays the event to another: it denies it; that the other did it, it only alleges."""
    blame = counter_blame(seen, frame, actors)
    if blame is None or perpetrator.text is None:
        return None
    if blame.accused is not None and blame.accused == root(perpetrator.canonical):
        return Filled(Status.DENIED, (blame.said,), "the accused says that another did it", 0.7, Ground.RULED)
    doers = tuple(o.span for o in frame.labelled("perpetrator") if seen.words(o.span) == perpetrator.text)
    if doers and all(blame.said.contains(span) for span in doers):
        return Filled(Status.ALLEGED, doers, "only whom it accuses says so", 0.6, Ground.RULED)
    return None


def signs_at(
    seen: Observations, frame: Frame, actors: ActorLexicon, perpetrator: Actor, kind: str | None
) -> Mapping[str, bool]:
    """The signs of an event, by name, as its status is told by them."""
    voices = voices_of(seen, frame, actors, perpetrator)
    told = own_word(seen, frame, actors, perpetrator, kind)
    return signs_of(seen, frame, actors, perpetrator, kind, voices, bool(told))


def _only_accused(seen: Observations, frame: Frame) -> tuple[Span, ...]:
    """The words for the doer, where each stands as whom somebody accuses."""
    doers = tuple(o.span for o in frame.labelled("perpetrator"))
    return doers if all(is_accused(seen, span) for span in doers) else ()


def _only_condemned(seen: Observations, frame: Frame) -> bool:
    """Whether the event is only told as what somebody condemns: what is denied before is another."""
    return all(is_condemned(seen, c.trigger.span) for c in frame.triggers)


def _told_by_another(seen: Observations, frame: Frame, actors: ActorLexicon, perpetrator: Actor) -> bool:
    """Whether one party tells what another is named to have done ("Hamas said Israel killed"): no word of the doer."""
    speaker = speaker_of(seen, frame.head.span)
    who = party(seen, speaker, actors) if speaker is not None else None
    return who is not None and perpetrator.canonical is not None and not _same_actor(who, perpetrator)


def goes_on_claiming(seen: Observations, frame: Frame, actors: ActorLexicon, who: Actor, claimant: str | None) -> bool:
    """Whether "they" only go on with a deed that they claim: the same doer, by a pronoun, and nobody else speaks."""
    words = who.text or ""
    points = stands_for_speaker(words, seen.language) or refers_back(words, seen.language)
    if claimant is None or who.canonical != claimant or not points:
        return False
    if any(c.meaning in ("confirmed", "denied") for c in cues_of(seen, frame)):
        return False
    sentences = [seen.sentence(c.trigger.span).span for c in frame.triggers]
    voices = [v for v in voices_of(seen, frame, actors, who).others if not points_at_text(seen.words(v), seen.language)]
    return not any(s.contains(v) for s in sentences for v in voices)


def _told_by_force(seen: Observations, frame: Frame, actors: ActorLexicon) -> bool:
    """Whether a force tells what nobody is named to have done: of its own dead, it claims nothing."""
    speaker = speaker_of(seen, frame.head.span)
    who = party(seen, speaker, actors) if speaker is not None and not speaker.claims else None
    return who is not None and is_state(who.kind)


def _heard_elsewhere(seen: Observations, frame: Frame, voices: Voices) -> bool:
    """Whether others speak in another sentence: one in the party's own only passes its word on ("quoted it saying")."""
    sentences = {seen.sentence_index(c.trigger.span) for c in frame.triggers}
    return any(seen.sentence_index(span) not in sentences for span in voices.others)


# Why a status is what it is, where signs were weighed; a fact that is merely reported needs no reason.
REASONS: Mapping[Status, str] = {
    Status.REPORTED: "",
    Status.CLAIMED: "told as a claim of the perpetrator",
    Status.CONFIRMED: "claimed or announced by who acted, and told by others",
    Status.DENIED: "told beside a denial",
    Status.ALLEGED: "the text hedges that it happened, or who did it",
}
CUE_OF: Mapping[Status, str] = {
    Status.CLAIMED: "claimed",
    Status.CONFIRMED: "claimed",
    Status.DENIED: "denied",
    Status.ALLEGED: "alleged",
}


def _because(seen: Observations, frame: Frame, status: Status, voices: Voices) -> tuple[Span, ...]:
    """The words that a status rests on."""
    cues = tuple(c.span for c in cues_of(seen, frame) if c.meaning == CUE_OF.get(status))
    return cues or (voices.own if status in (Status.CLAIMED, Status.CONFIRMED) else ())


def _possible(signs: Mapping[str, bool]) -> frozenset[Status]:
    """What the text can be said to say: nobody's deed is claimed or confirmed without a word of theirs."""
    held = {name for name, holds in signs.items() if holds}
    word, own_page = held & OWN_WORD, held & OWN_PAGE
    silent = "group" in held and not word
    silent |= "state" in held and not (word or own_page or held & ACKNOWLEDGED)
    silent |= "nobody acts" in held and not (own_page or held & CLAIMED_OR_CONFIRMED)
    alone = "state" not in held and bool(held & ALONE) and not held & TOLD_BY_OTHERS
    ruled_out = {
        Status.CONFIRMED: silent or alone,
        Status.REPORTED: alone and held >= ONLY_CLAIMED,
        Status.CLAIMED: not (word or own_page),
        Status.ALLEGED: not held & HEDGES,
        Status.DENIED: not held & DENIED_ANYWHERE,
    }
    return frozenset(status for status in Status if not ruled_out.get(status))


# Signs that the doer has spoken; that the whole report is in a party's voice; and, of an authority, that it or another
# has acknowledged what it did.
OWN_WORD = frozenset({"told by itself", "own", "claim owned", "claim beside", "claim after", "cue says", "cue unread"})
OWN_PAGE = frozenset({"published by force", "published by office", "published by camp", "our own", "praise"})
# A party's word or claim, and the voices that would make it more than that.
ALONE = frozenset({"own", "cue says", "claim of all that is told"})
ONLY_CLAIMED = frozenset({"group", "claim of all that is told"})
TOLD_BY_OTHERS = frozenset({"nobody", "others", "confirmed owned", "confirmed beside", "claim, and told outside it"})
HEDGES = frozenset(
    {"hedge owned", "hedge beside", "hedge governs", "doer hedged", "unclaimed", "cue says", "cue unread"}
)
CLAIMED_OR_CONFIRMED = frozenset(
    {"told by itself", "own", "claim owned", "claim beside", "claim after", "confirmed owned"}
)
DENIALS = ("denial owned", "denial beside", "denial after", "cue unread")
DENIED_ANYWHERE = frozenset({*DENIALS, "denial in the report"})
ACKNOWLEDGED = frozenset({"officials of state", "confirmed owned", "confirmed beside", "own report"})


def own_word(
    seen: Observations, frame: Frame, actors: ActorLexicon, perpetrator: Actor, kind: str | None
) -> tuple[Span, ...]:
    """Who says so, where every sentence that tells the event is the word of the side that acted; else nobody."""
    speakers = [speaker_of(seen, c.trigger.span) for c in frame.triggers]
    own = [s for s in speakers if s is not None and _is_own(seen, frame, s, actors, perpetrator, kind)]
    return tuple(s.span for s in own) if len(own) == len(speakers) else ()


def _is_own(
    seen: Observations, frame: Frame, speaker: Speaker, actors: ActorLexicon, perpetrator: Actor, kind: str | None
) -> bool:
    who = party(seen, speaker, actors)
    if who is None:
        return speaks_for_a_party(seen, speaker) and not is_state(kind or "")
    if _same_actor(who, perpetrator):
        return True
    unnamed = perpetrator.canonical in (None, UNIDENTIFIED)
    itself = speaker.claims or speaks_of_itself(seen, speaker) or (kind is None and _harms_forces(seen, frame, actors))
    return unnamed and not is_state(who.kind) and itself


def _same_actor(who: ActorMention, perpetrator: Actor) -> bool:
    if perpetrator.canonical is None:
        return key(who.text) == key(perpetrator.text or "") != ""
    one, other = root(who.canonical), root(perpetrator.canonical)
    return one == other or (is_state(who.kind) and other.startswith(f"{one} "))


def _harms_forces(seen: Observations, frame: Frame, actors: ActorLexicon) -> bool:
    """Whether soldiers, police or officials are hit: what an armed group tells of them is no witness's word."""
    return not harmed(seen, frame, actors).isdisjoint(FORCES)


def cues_of(seen: Observations, frame: Frame) -> list[Cue]:
    """The qualifying words in the sentences of the frame's triggers and of its own cue marks."""
    sentences = {seen.sentence(c.trigger.span).span for c in frame.triggers}
    sentences |= {seen.sentence(o.span).span for o in frame.labelled("cue")}
    found = [c for s in sentences for c in seen.near_cues.touching(s) if s.contains(c.span)]
    return sorted(found, key=lambda c: c.span)


def claimed_by(
    seen: Observations, frame: Frame, status: Status, perpetrator: Actor, kind: str | None
) -> Filled[str | None]:
    """The organisation that says it did it: the root of its name, without the branch."""
    cues = [c for c in cues_of(seen, frame) if c.meaning == "claimed"]
    says_so = status is Status.CLAIMED or (status is Status.CONFIRMED and bool(cues))
    if kind is None or is_state(kind) or kind == "unidentified" or not says_so:
        return Filled(None)
    return Filled(root(perpetrator.canonical), tuple(c.span for c in cues), confidence=0.8 if cues else 0.5)
