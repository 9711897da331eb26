"""One sentence on an incident, built from its record and its words of certainty.

A claim never reads as a deed: on a perpetrator's word alone the sentence says "claims to have", and that nobody
independent says so. An authority's own word stands for its acting, not for whom or how many it killed.
"""

from collections.abc import Sequence
from dataclasses import replace

from conflictdesk.publish import wording
from conflictdesk.publish.deeds import agreeing, deed, doer, event, worded_target
from conflictdesk.publish.voices import (
    PARTIAL,
    UNNAMED_SOURCE,
    Voice,
    named_independently,
    names,
    own_word,
    sayers,
    tellers,
)
from conflictdesk.records.events import Incident, Standing, Status
from conflictdesk.records.values import Count


def sentence(incident: Incident, voices: Sequence[Voice]) -> str:
    """What is held to have happened, who says so, and what became of people."""
    incident = replace(incident, target=worded_target(incident, voices))
    say = _BY_STANDING[incident.standing]
    return f"{_capital(say(incident, voices))}. {_capital(toll(incident, voices))}."


def toll(incident: Incident, voices: Sequence[Voice]) -> str:
    parts = [f"killed: {_people('killed', incident, voices)}"]
    parts.append(f"wounded: {_people('wounded', incident, voices)}")
    if incident.abducted.known:
        parts.append(f"abducted: {_people('abducted', incident, voices)}")
    own = "by its own claim alone, " if incident.standing is Standing.CLAIMED_ONLY and _any_known(incident) else ""
    return own + "; ".join(parts)


def _people(field: str, incident: Incident, voices: Sequence[Voice]) -> str:
    people: Count = getattr(incident, field)
    if not people.known:
        return wording.NOT_REPORTED
    rivals = incident.rivals.get(field, ())
    against = {key for rival in rivals for key in rival.claims}
    told = [v for v in voices if getattr(v.claim, field).known and v.claim.claim_id not in against]
    named = [f"according to {tellers(told)}"] if told and not _told_already(told, incident, voices) else []
    others = [f"{tellers(_of(rival.claims, voices))}: {wording.value(rival.value)}" for rival in rivals]
    sources = "; ".join(named + others)
    return wording.count(people) + (f" ({sources})" if sources else "")


def _told_already(told: Sequence[Voice], incident: Incident, voices: Sequence[Voice]) -> bool:
    """Whether the sentence begins with those who tell a figure, and nobody else says anything."""
    alone = incident.standing is Standing.SINGLE_SOURCE and not own_word(incident, voices)
    return alone and set(names(told)) == set(names(sayers(voices)))


def _of(claims: Sequence[str], voices: Sequence[Voice]) -> list[Voice]:
    return [v for v in voices if v.claim.claim_id in claims]


def _any_known(incident: Incident) -> bool:
    return any(people.known for people in (incident.killed, incident.wounded, incident.abducted))


def _claimed_only(incident: Incident, voices: Sequence[Voice]) -> str:
    publications = len({voice.publisher for voice in voices}) or 1
    carried = "one publication says so" if publications == 1 else f"{publications} publications say so"
    return f"{_claim(incident)}; {carried}, nobody independent"


def _claim(incident: Incident) -> str:
    claimer, actor = incident.claimed_by, incident.perpetrator.canonical
    if not (claimer or actor):
        return f"a party to it, not named, claims that there was {event(incident)}"
    if claimer and actor and not _alike(claimer, actor):
        return f"{claimer} claims that {doer(incident)} {deed(incident, past=True)}"
    return f"{actor or claimer} {agreeing(actor or claimer, 'claims')} to have {deed(incident)}"


def _alike(one: str, other: str) -> bool:
    """Whether two names may be one actor's: one stands in the other."""
    one, other = one.casefold(), other.casefold()
    return one in other or other in one


def _single_source(incident: Incident, voices: Sequence[Voice]) -> str:
    if own_word(incident, voices):
        says, it, its = (agreeing(incident.perpetrator.canonical, word) for word in ("says", "it", "its"))
        acted = f"{doer(incident)} {says} that {it} {deed(incident, past=True)}"
        return f"{acted}; on whom {it} hit and how many {it} killed there is {its} own word alone"
    happened = f"{_happened(incident, voices)}{_also_claimed(incident, voices)}"
    return f"according to {tellers(sayers(voices))}, {happened}; no other independent source says so"


def _corroborated(incident: Incident, voices: Sequence[Voice]) -> str:
    independent = incident.sources_independent
    heads = f"{independent} independent sources" if independent > 1 else "an independent source and the side that acted"
    happened = _happened_but_who(incident, voices) or _happened(incident, voices)
    return f"according to {heads}, {happened}{_also_claimed(incident, voices)}"


def _happened_but_who(incident: Incident, voices: Sequence[Voice]) -> str | None:
    """What all sources say, and who of them says who did it, where not all do; else null."""
    actor = incident.perpetrator.canonical
    independent = [v for v in voices if v.claim.status not in PARTIAL]
    naming = [v for v in independent if v.claim.perpetrator.canonical == actor]
    silent = {v.claim.report_id for v in independent} - {v.claim.report_id for v in naming}
    if not (actor and naming and silent) or actor == wording.UNIDENTIFIED:
        return None
    said = "alleged" if all(v.claim.status is Status.ALLEGED for v in naming) else "said"
    return f"there was {event(incident)}; that it was {actor} is {said} by {tellers(naming)}"


def _contested(incident: Incident, voices: Sequence[Voice]) -> str:
    denied = [v.publisher or UNNAMED_SOURCE for v in voices if v.claim.status is Status.DENIED]
    against = f"{wording.listed(denied)} carries a denial" if len(set(denied)) == 1 else None
    if len(set(denied)) > 1:
        against = f"{wording.listed(denied)} carry denials"
    disputed = against or "the sources disagree on whether it happened or who did it"
    saying = [v for v in sayers(voices) if v.claim.status is not Status.DENIED]
    have = "has" if len(names(saying)) == 1 else "have"
    told = f", as {tellers(saying)} {have} it" if saying else ""
    return f"it is contested that {_disputed(incident)}{told}; {disputed}"


def _disputed(incident: Incident) -> str:
    """What is contested: also that this actor did it, whoever says so."""
    if not incident.perpetrator.canonical:
        return f"there was {event(incident)}"
    return f"{doer(incident)} {deed(incident, past=True)}"


_BY_STANDING = {
    Standing.CLAIMED_ONLY: _claimed_only,
    Standing.SINGLE_SOURCE: _single_source,
    Standing.CORROBORATED: _corroborated,
    Standing.CONTESTED: _contested,
}


def _happened(incident: Incident, voices: Sequence[Voice]) -> str:
    if not incident.perpetrator.canonical:
        return f"there was {event(incident)}; who did it is {wording.NOT_REPORTED}"
    if not named_independently(voices):
        return f"there was {event(incident)}"
    naming = [v for v in voices if v.claim.perpetrator.canonical and v.claim.status not in PARTIAL]
    if naming and all(voice.claim.status is Status.ALLEGED for voice in naming):
        return f"{doer(incident)} {agreeing(incident.perpetrator.canonical, 'is')} alleged to have {deed(incident)}"
    return f"{doer(incident)} {deed(incident, past=True)}"


def _also_claimed(incident: Incident, voices: Sequence[Voice]) -> str:
    claimer = incident.claimed_by or (None if named_independently(voices) else incident.perpetrator.canonical)
    return f"; {claimer} claims it" if claimer else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
