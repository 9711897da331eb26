"""Against whom: the kind of a target by the words that name it (codebook, "Target kind")."""

from collections.abc import Sequence

from conflictdesk.extract.actors import ARMED, ActorLexicon, is_state
from conflictdesk.extract.frames import Frame
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.vocabulary import vocabulary
from conflictdesk.records.events import TargetKind


def target_kind(words: str, language: str, actors: ActorLexicon) -> TargetKind:
    """The kind that a phrase tells of; unknown where its words do not say.

    The last word that has a kind decides ("an army checkpoint", "a police officer's house"): in a noun phrase the
    head comes late. Where only an organisation is named, its kind does.
    """
    found = [meaning for _, meaning in vocabulary("targets", language).find(words)]
    organisations = [a for a in actors.find(words, language) if a.kind in ARMED]
    if organisations and (not found or found[-1] == TargetKind.MILITARY):
        return TargetKind.ARMED_GROUP
    if found:
        return TargetKind(found[-1])
    states = [a for a in actors.find(words, language) if is_state(a.kind)]
    return TargetKind.MILITARY if states else TargetKind.UNKNOWN


HARMED = ("target", "killed", "wounded", "abducted")
PEOPLE = HARMED[1:]


def harmed(seen: Observations, frame: Frame, actors: ActorLexicon, labels: Sequence[str] = HARMED) -> set[TargetKind]:
    """The kinds of all whom the event's own sentences call hit, killed, wounded or taken."""
    sentences = [seen.sentence(c.trigger.span).span for c in frame.triggers]
    marks = [o.span for label in labels for o in frame.labelled(label)]
    marks += [c.span for s in sentences for c in seen.near_counts.touching(s) if c.field in PEOPLE]
    words = (seen.words(m) for m in marks if any(s.contains(m) for s in sentences))
    return {target_kind(w, seen.language, actors) for w in words} - {TargetKind.UNKNOWN}
