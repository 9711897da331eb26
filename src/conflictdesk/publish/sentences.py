"""One sentence on an incident, built from its record and its words of certainty.

A claim never reads as a deed: on a perpetrator's word alone the sentence says "claims to have", and that nobody
independent says so. An authority's own word stands for its acting, not for whom or how many it killed.
"""

from collections.abc import Sequence
from dataclasses import replace

from conflictdesk.publish import wording
from conflictdesk.publish.deeds import agreeing, as_told, deed, doer, event, worded_target
from conflictdesk.publish.denials import all_of_part, denials
from conflictdesk.publish.voices import (
    Voice,
    alike,
    claimants,
    named_independently,
    names,
    of_the_deed,
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
    told = [v for v in voices if getattr(v.claim, field).known and v.claim.claim_id not in against and not v.denies]
    told = told or [v for v in voices if getattr(v.claim, field).known and v.claim.claim_id not in against]
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
    return f"{_claim(incident, claimants(incident, voices))}; {carried}, nobody independent"


def _claim(incident: Incident, claiming: Sequence[str]) -> str:
    if len(claiming) > 1:
        return f"{wording.listed(claiming)} each claim to have {deed(incident)}"
    claimer, actor = incident.claimed_by, incident.perpetrator.canonical
    if not (claimer or actor):
        return f"a party to it, not named, claims that there was {event(incident)}"
    if claimer and actor and not alike(claimer, actor):
        return f"{claimer} claims that {doer(incident)} {deed(incident, past=True)}"
    return f"{actor or claimer} {agreeing(actor or claimer, 'claims')} to have {deed(incident)}"


def _single_source(incident: Incident, voices: Sequence[Voice]) -> str:
    if own_word(incident, voices):
        says, it, its = (agreeing(incident.perpetrator.canonical, word) for word in ("says", "it", "its"))
        acted = f"{doer(incident)} {says} that {it} {deed(incident, past=True)}"
        return f"{acted}; on whom {it} hit and how many {it} killed there is {its} own word alone"
    saying = sayers(of_the_deed(incident, voices))
    happened = f"{_happened(as_told(incident, saying), voices)}{_also_claimed(incident, voices)}"
    return f"according to {tellers(saying)}, {happened}; no other independent source says so"


def _corroborated(incident: Incident, voices: Sequence[Voice]) -> str:
    independent = incident.sources_independent
    heads = f"{independent} independent sources" if independent > 1 else "an independent source and the side that acted"
    saying = of_the_deed(incident, voices)
    told, who = as_told(incident, sayers(saying)), _who_said(incident, saying)
    happened = f"there was {event(told)}; {who}" if who else _happened(told, voices)
    return f"according to {heads}, {happened}{_also_claimed(incident, voices)}"


def _who_said(incident: Incident, voices: Sequence[Voice]) -> str | None:
    """Who of the sources says who did it, where not all do; else null."""
    independent = [v for v in voices if not v.sided]
    naming = _naming(incident, independent)
    silent = {v.claim.report_id for v in independent} - {v.claim.report_id for v in naming}
    if not (naming and silent) or incident.perpetrator.canonical == wording.UNIDENTIFIED:
        return None
    said = "alleged" if all(v.claim.status is Status.ALLEGED for v in naming) else "said"
    return f"that it was {incident.perpetrator.canonical} is {said} by {tellers(naming)}"


def _naming(incident: Incident, voices: Sequence[Voice]) -> list[Voice]:
    """Those who name whom the incident is held to be by."""
    actor = incident.perpetrator.canonical
    return [v for v in voices if actor and v.claim.perpetrator.canonical == actor]


def _contested(incident: Incident, voices: Sequence[Voice]) -> str:
    """Who says what: what the others tell, as they tell it, and who denies what. Whom none accuses is not named."""
    denied, others = [v for v in voices if v.denies], of_the_deed(incident, [v for v in voices if not v.denies])
    against = denials(denied) or "the sources disagree on whether it happened or who did it"
    if denied and not others:
        return f"it is contested that there was {event(incident)}; {against}; no report at hand says that it was so"
    told, who = as_told(incident, sayers(others), together=True), _who_said(incident, others)
    named = bool(incident.perpetrator.canonical) and not who and (not others or bool(_naming(incident, sayers(others))))
    what = f"{doer(told)} {deed(told, past=True)}" if named else f"there was {event(told)}"
    beside = f"{f'; {who}' if who else ''}{_others_claim(incident, others)}"
    accused = named and incident.perpetrator.canonical != wording.UNIDENTIFIED
    if all_of_part(denied) and not accused and any(not v.sided for v in others):  # nobody denies that it was
        return f"according to {tellers(sayers(others))}, {what}{beside}; who did it is contested: {against}"
    return f"it is contested that {what}{_as_told_by(others)}{beside}; {against}"


def _as_told_by(others: Sequence[Voice]) -> str:
    saying = sayers(others)
    return f", as told by {tellers(saying)}" if saying else ""


def _others_claim(incident: Incident, others: Sequence[Voice]) -> str:
    """Who claims it, where those who are told to say so are not the claimants alone."""
    witnessed = any(not v.sided for v in others)
    return _claimed_too(claimants(incident, others)) if witnessed else ""


_BY_STANDING = {
    Standing.CLAIMED_ONLY: _claimed_only,
    Standing.SINGLE_SOURCE: _single_source,
    Standing.CORROBORATED: _corroborated,
    Standing.CONTESTED: _contested,
}


def _happened(incident: Incident, voices: Sequence[Voice]) -> str:
    if not incident.perpetrator.canonical:
        unsaid = "" if claimants(incident, voices) else f"; who did it is {wording.NOT_REPORTED}"
        return f"there was {event(incident)}{unsaid}"
    if not named_independently(voices):
        return f"there was {event(incident)}"
    naming = [v for v in voices if v.claim.perpetrator.canonical and not v.sided]
    if naming and all(voice.claim.status is Status.ALLEGED for voice in naming):
        return f"{doer(incident)} {agreeing(incident.perpetrator.canonical, 'is')} alleged to have {deed(incident)}"
    return f"{doer(incident)} {deed(incident, past=True)}"


def _also_claimed(incident: Incident, voices: Sequence[Voice]) -> str:
    unsaid = incident.perpetrator.canonical if not named_independently(voices) else None
    return _claimed_too(claimants(incident, voices) or [name for name in (unsaid,) if name])


def _claimed_too(claiming: Sequence[str]) -> str:
    if len(claiming) > 1:
        return f"; {wording.listed(claiming)} each claim it"
    return f"; {claiming[0]} claims it" if claiming else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
