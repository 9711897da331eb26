"""An incident's deed in words: who did what to whom, where, with what and when; or the event, where nobody is named."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from conflictdesk.publish import wording
from conflictdesk.publish.naming import cut, leans
from conflictdesk.publish.phrases import happens_at, phrases
from conflictdesk.publish.speakers import within_a_sentence
from conflictdesk.publish.voices import Voice
from conflictdesk.records.events import Incident, Target, Weapon, WeaponKind
from conflictdesk.records.values import GeoPrecision


def agreeing(name: str | None, verb: str) -> str:
    """A verb or pronoun as it follows a name: forces "are", a group "is"."""
    several = any(word in phrases()["several"] for word in (name or "").split())
    return str(phrases()["plurals"][verb]) if several else verb


def doer(incident: Incident) -> str:
    """Who acted, as a sentence begins with it."""
    name = incident.perpetrator.canonical or wording.UNIDENTIFIED
    return str(phrases()["doers"].get(name, name))


def deed(incident: Incident, past: bool = False) -> str:
    """What the doer did, as it follows "to have", or as it is told of the past: "shelled Sabha on 17 May 2020"."""
    return f"{_verb(incident, past)}{_where(incident)}{_weapon(incident)} {wording.on_date(incident.when)}"


def event(incident: Incident) -> str:
    """What happened, without the doer: "an air strike against a base in Sabha, Libya, on 17 May 2020"."""
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


def worded_target(incident: Incident, voices: Sequence[Voice]) -> Target:
    """The target as the sentence words it: a report's own words in another language stand in quotation marks."""
    target = incident.target
    name = cut(_target_name(target) or "", phrases())
    if not name or leans(name, phrases()):
        return Target()
    languages = {v.language for v in voices if _target_name(target) == _target_name(v.claim.target)}
    foreign = bool(languages) and phrases()["language"] not in languages
    quoted = foreign and _target_name(target) == target.text
    return Target(canonical=f"“{wording.isolated(name)}”" if quoted else _with_article(name))


def as_told(incident: Incident, voices: Sequence[Voice], together: bool = False) -> Incident:
    """The incident without a target or weapon that none of those who speak tells of: no words of others are theirs.

    `together`: also without one of which any of them tells otherwise, where one sentence puts it in all their mouths.
    """
    target = {v.claim.claim_id for v in voices if _target_name(v.claim.target)}
    weapon = {v.claim.claim_id for v in voices if v.claim.weapon.kind is not WeaponKind.UNKNOWN}
    return replace(
        incident,
        target=incident.target if not voices or _is_told(incident, "target", target, together) else Target(),
        weapon=incident.weapon if not voices or _is_told(incident, "weapon", weapon, together) else Weapon(),
    )


def _is_told(incident: Incident, field: str, telling: Collection[str], together: bool) -> bool:
    """Whether any of the claims (ids) that tell a field, or all of them `together`, tell what is held."""
    against = {key for rival in incident.rivals.get(field, ()) for key in rival.claims}
    agreeing = [key for key in telling if key not in against]
    return len(agreeing) == len(telling) > 0 if together else bool(agreeing)


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
    if place.precision is GeoPrecision.NEAR:
        return "near "
    return "at " if happens_at(place.modern or place.name or "") else "in "


def _known_to(incident: Incident, brackets: str = "({})") -> str:
    area = incident.place.area
    return " " + brackets.format(f"known to within {area.radius_km:.0f} km") if area else ""
