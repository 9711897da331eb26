"""One sentence on an incident, built from its record and its words of certainty.

A claim never reads as a deed: on a perpetrator's word alone the sentence says "claims to have", and that nobody
independent says so. An authority's own word stands for its acting, not for whom or how many it killed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from conflictdesk.publish import wording
from conflictdesk.publish.naming import cut, leans
from conflictdesk.publish.speakers import distinct, within_a_sentence
from conflictdesk.records.events import EventClaim, Incident, Standing, Status, Target, WeaponKind
from conflictdesk.records.standings import Whose
from conflictdesk.records.values import Count, GeoPrecision

UNNAMED_SOURCE = "a source without a name"
_PARTIAL = (Status.CLAIMED, Status.DENIED)  # the word of who is said to have done it, for it or against it


@dataclass(frozen=True, slots=True)
class Voice:
    """A claim and the publication that carries it (null where the report names none)."""

    claim: EventClaim
    publisher: str | None
    language: str | None = None  # of the report
    copy_of: frozenset[str] = frozenset()  # ids of older reports of which it is a near-copy
    whose: Whose | None = None  # whose word it passes on, as linking has it

    @property
    def own(self) -> bool:
        """Whether the side that acted is all who says so."""
        return self.whose is not None and self.whose.word.own

    @property
    def partial(self) -> bool:
        """Whether a party to the event is all who says so, for it or against it."""
        return not self.whose.word.independent if self.whose else self.claim.status in _PARTIAL

    @property
    def names(self) -> tuple[str, ...]:
        """Whoever the words are attributed to, else whoever claims it, else the publication."""
        claim = self.claim
        claimer = claim.claimed_by or claim.perpetrator.canonical if claim.status is Status.CLAIMED else None
        said = (cut(name, phrases()) for name in claim.attributed_to)
        return tuple(name for name in said if name) or (claimer or self.publisher or UNNAMED_SOURCE,)


def tellers(voices: Sequence[Voice]) -> str:
    """All who speak, in one list, each once; who copies speaks with the voice of the original beside it."""
    return wording.listed(_names(voices))


def _names(voices: Sequence[Voice]) -> list[str]:
    there = {voice.claim.report_id for voice in voices}
    return distinct([voice.names for voice in voices if there.isdisjoint(voice.copy_of)], phrases()["articles"])


def sentence(incident: Incident, voices: Sequence[Voice]) -> str:
    """What is held to have happened, who says so, and what became of people."""
    incident = replace(incident, target=_worded(incident, voices))
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
    return alone and set(_names(told)) == set(_names(_sayers(voices)))


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
        return f"a party to it, not named, claims that there was {_event(incident)}"
    if claimer and actor and not _alike(claimer, actor):
        return f"{claimer} claims that {_actor(incident)} {_deed(incident, past=True)}"
    return f"{actor or claimer} {_agreeing(actor or claimer, 'claims')} to have {_deed(incident)}"


def _alike(one: str, other: str) -> bool:
    """Whether two names may be one actor's: one stands in the other."""
    one, other = one.casefold(), other.casefold()
    return one in other or other in one


def _single_source(incident: Incident, voices: Sequence[Voice]) -> str:
    if own_word(incident, voices):
        says, it, its = (_agreeing(incident.perpetrator.canonical, word) for word in ("says", "it", "its"))
        acted = f"{_actor(incident)} {says} that {it} {_deed(incident, past=True)}"
        return f"{acted}; on whom {it} hit and how many {it} killed there is {its} own word alone"
    happened = f"{_happened(incident, voices)}{_also_claimed(incident, voices)}"
    return f"according to {tellers(_sayers(voices))}, {happened}; no other independent source says so"


def _corroborated(incident: Incident, voices: Sequence[Voice]) -> str:
    independent = incident.sources_independent
    heads = f"{independent} independent sources" if independent > 1 else "an independent source and the side that acted"
    happened = _happened_but_who(incident, voices) or _happened(incident, voices)
    return f"according to {heads}, {happened}{_also_claimed(incident, voices)}"


def _happened_but_who(incident: Incident, voices: Sequence[Voice]) -> str | None:
    """What all sources say, and who of them says who did it, where not all do; else null."""
    actor = incident.perpetrator.canonical
    independent = [v for v in voices if v.claim.status not in _PARTIAL]
    naming = [v for v in independent if v.claim.perpetrator.canonical == actor]
    silent = {v.claim.report_id for v in independent} - {v.claim.report_id for v in naming}
    if not (actor and naming and silent) or actor == wording.UNIDENTIFIED:
        return None
    said = "alleged" if all(v.claim.status is Status.ALLEGED for v in naming) else "said"
    return f"there was {_event(incident)}; that it was {actor} is {said} by {tellers(naming)}"


def _contested(incident: Incident, voices: Sequence[Voice]) -> str:
    denied = [v.publisher or UNNAMED_SOURCE for v in voices if v.claim.status is Status.DENIED]
    against = f"{wording.listed(denied)} carries a denial" if len(set(denied)) == 1 else None
    if len(set(denied)) > 1:
        against = f"{wording.listed(denied)} carry denials"
    disputed = against or "the sources disagree on whether it happened or who did it"
    saying = [v for v in _sayers(voices) if v.claim.status is not Status.DENIED]
    have = "has" if len(_names(saying)) == 1 else "have"
    told = f", as {tellers(saying)} {have} it" if saying else ""
    return f"it is contested that {_disputed(incident)}{told}; {disputed}"


def _disputed(incident: Incident) -> str:
    """What is contested: also that this actor did it, whoever says so."""
    if not incident.perpetrator.canonical:
        return f"there was {_event(incident)}"
    return f"{_actor(incident)} {_deed(incident, past=True)}"


_BY_STANDING = {
    Standing.CLAIMED_ONLY: _claimed_only,
    Standing.SINGLE_SOURCE: _single_source,
    Standing.CORROBORATED: _corroborated,
    Standing.CONTESTED: _contested,
}


def _happened(incident: Incident, voices: Sequence[Voice]) -> str:
    if not incident.perpetrator.canonical:
        return f"there was {_event(incident)}; who did it is {wording.NOT_REPORTED}"
    if not named_independently(voices):
        return f"there was {_event(incident)}"
    naming = [v for v in voices if v.claim.perpetrator.canonical and v.claim.status not in _PARTIAL]
    if naming and all(voice.claim.status is Status.ALLEGED for voice in naming):
        return f"{_actor(incident)} {_agreeing(incident.perpetrator.canonical, 'is')} alleged to have {_deed(incident)}"
    return f"{_actor(incident)} {_deed(incident, past=True)}"


def named_independently(voices: Sequence[Voice]) -> bool:
    """Whether anyone but a claimant says who did it; a claim names the claimant, and a denial whom it clears."""
    return not voices or any(v.claim.perpetrator.canonical for v in voices if v.claim.status not in _PARTIAL)


def _also_claimed(incident: Incident, voices: Sequence[Voice]) -> str:
    claimer = incident.claimed_by or (None if named_independently(voices) else incident.perpetrator.canonical)
    return f"; {claimer} claims it" if claimer else ""


def _sayers(voices: Sequence[Voice]) -> Sequence[Voice]:
    """Who says that it happened: not the claimant, not those who deny it, unless nobody else speaks."""
    return [v for v in voices if v.claim.status not in _PARTIAL] or voices


def own_word(incident: Incident, voices: Sequence[Voice]) -> bool:
    """Whether the side that acted is the only one that says so."""
    return bool(incident.perpetrator.canonical and voices) and all(voice.own for voice in voices)


def _agreeing(name: str | None, verb: str) -> str:
    """A verb or pronoun as it follows a name: forces "are", a group "is"."""
    several = any(word in phrases()["several"] for word in (name or "").split())
    return str(phrases()["plurals"][verb]) if several else verb


def _actor(incident: Incident) -> str:
    name = incident.perpetrator.canonical or wording.UNIDENTIFIED
    return str(phrases()["doers"].get(name, name))


def _deed(incident: Incident, past: bool = False) -> str:
    return f"{_verb(incident, past)}{_where(incident)}{_weapon(incident)} {wording.on_date(incident.when)}"


def _event(incident: Incident) -> str:
    noun = phrases()["events"][str(incident.type)]["noun"]
    target = _target(incident)
    against = f" against {target}" if target else ""
    return f"{noun}{against}{_where(incident)}{_weapon(incident)} {wording.on_date(incident.when)}"


def _verb(incident: Incident, past: bool) -> str:
    forms = phrases()["events"][str(incident.type)]
    target = _target(incident)
    if not target:
        return str(forms.get("alone_past", forms["alone"]) if past else forms["alone"])
    form = forms.get("past", forms["at"]) if past else forms["at"]
    return str(form).replace("{target}", target)


def _target(incident: Incident) -> str | None:
    return incident.target.canonical


def _worded(incident: Incident, voices: Sequence[Voice]) -> Target:
    """The target as the sentence words it: a report's own words in another language stand in quotation marks."""
    target = incident.target
    name = cut(_target_name(target) or "", phrases())
    if not name or leans(name, phrases()):
        return Target()
    languages = {v.language for v in voices if _target_name(target) == _target_name(v.claim.target)}
    foreign = bool(languages) and phrases()["language"] not in languages
    quoted = foreign and _target_name(target) == target.text
    return Target(canonical=f"“{wording.isolated(name)}”" if quoted else _with_article(name))


def _target_name(target: Target) -> str | None:
    return target.canonical or target.text


def _with_article(name: str) -> str:
    """`name` with an article where it is a common noun in the singular."""
    name = within_a_sentence(name, phrases()["articles"])
    first, last = name.split()[0], name.split()[-1]
    if not name[0].islower() or first in phrases()["determiners"]:
        return name
    if name.endswith("s") or last in phrases()["mass_nouns"]:
        return name
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _weapon(incident: Incident) -> str:
    kind = incident.weapon.kind
    if str(kind) in (_target(incident) or "").casefold().split():  # what was shot down is not what did it
        return ""
    if kind is WeaponKind.UNKNOWN or str(kind) in phrases()["implied"].get(str(incident.type), ()):
        return ""
    return f" {phrases()['weapons'][str(kind)]}"


def _where(incident: Incident) -> str:
    place = incident.place
    name, country = place.modern or place.name, wording.country_name(place.country)
    if not name and place.area is not None:
        return f" at a place{f' in {country}' if country else ''} that is{_known_to(incident, '{}')}"
    if not name:
        return f" in {country}" if country else f" at a place that is {wording.NOT_REPORTED}"
    if name.casefold() in (_target(incident) or "").casefold() and place.area is None:
        return f", {country}," if country else ""
    known = wording.isolated(name) + (f", {country}" if country and country != name else "")
    return f" {_preposition(incident)}{known}{_known_to(incident)}{',' if country else ''}"


def _preposition(incident: Incident) -> str:
    """Empty before a place that is itself a bearing ("93 km south of Sabha")."""
    place = incident.place
    if place.area is not None:
        return "" if (place.modern or place.name or "")[:1].isdigit() else "around "
    return "near " if place.precision is GeoPrecision.NEAR else "in "


def _known_to(incident: Incident, brackets: str = "({})") -> str:
    area = incident.place.area
    return " " + brackets.format(f"known to within {area.radius_km:.0f} km") if area else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


@cache
def phrases() -> Mapping[str, Any]:
    text = (files("conflictdesk") / "data/phrases.en.yaml").read_text("utf-8")
    return dict(yaml.safe_load(text))
