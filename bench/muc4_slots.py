"""The slots of one MUC-4 template: set fills, numbers, days and places, by the table in muc4.yaml."""

import re
from collections import Counter
from datetime import date
from typing import Any

from conflictdesk.records.events import Place
from conflictdesk.records.reports import Span
from conflictdesk.records.values import GeoPrecision
from muc4_templates import Entity, Incident, Seen, Template, mapping, meant, nearest, sentence, table

MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
HUMAN, PHYSICAL = ("hum_tgt_name", "hum_tgt_description"), ("phys_tgt_id",)
Fill = dict[str, Any]


def template(seen: Seen, incident: Incident) -> Template:
    """All slots of one incident."""
    filled: Template = {"type": incident.kind, "stage": _stage(incident)}
    filled |= {"date": _date(seen, incident), "location": _location(seen, incident)}
    filled |= _weapons(seen, incident) | _perpetrators(seen, incident)
    filled |= _things(seen, incident) | _people(seen, incident)
    return {slot: value for slot, value in filled.items() if value}


def named(entities: list[Entity]) -> list[list[str]]:
    """The fillers of a string slot: what names each entity best."""
    return [[e.words.upper()] for e in entities]


def tagged(entity: Entity, value: str | None) -> list[Fill]:
    """A set fill that belongs to an entity."""
    return [{"value": value, "xref": entity.words.upper()}] if value else []


# ------------------------------------------------------------------------------------------------ the incident
def _stage(incident: Incident) -> str:
    """What the claims' sentences call threatened or tried; else it was done."""
    return meant("stages", " ".join(c.evidence for c in incident.claims)) or "ACCOMPLISHED"


def _day(day: date) -> str:
    return f"{day.day:02d} {MONTHS[day.month - 1]} {day.year % 100:02d}"


def _date(seen: Seen, incident: Incident) -> str:
    """The claims' surest day; where none tells of one, "not after the report"."""
    told = [c for c in incident.claims if c.when and not c.reasons.get("date", "").startswith("undated")]
    best = max(told, key=lambda c: c.confidence.get("date", 0.0), default=None)
    if best is not None and best.when is not None:
        start, end = best.when.start, best.when.end
        return _day(start) if start == end else f"{_day(start)} - {_day(end)}"
    return f"- {_day(seen.published)}" if seen.published else ""


def _location(seen: Seen, incident: Incident) -> str:
    """The claims' surest place, else the nearest; its country, else that of which the report speaks most."""
    countries = mapping()["countries"]
    told = [c for c in incident.claims if c.place.name and c.place.country in countries]
    best = max(told, key=lambda c: c.confidence.get("place", 0.0), default=None)
    place = best.place if best else _nearest_place(seen, incident)
    country = countries.get(place.country if place else seen.country, "")
    return _place(country, place) if place else country


def _nearest_place(seen: Seen, incident: Incident) -> Place | None:
    """The place in the country of which the report speaks most that is named nearest to the incident."""
    near = [(min(abs(span.start - at) for at in incident.at), n) for n, (span, place) in enumerate(seen.places)
            if incident.at and place.country == seen.country]  # fmt: skip
    gap, best = min(near, default=(1 << 30, 0))
    return seen.places[best][1] if gap <= mapping()["place_within"] else None


def _place(country: str, place: Place) -> str:
    """A country, or a place in it with what MUC-4 calls its kind."""
    name = (place.name or "").upper()
    if place.precision is GeoPrecision.COUNTRY or name == country:
        return country
    return f"{country}: {name} ({mapping()['region' if place.precision is GeoPrecision.REGION else 'town']})"


# ------------------------------------------------------------------------------------------------ with what, by whom
def _weapons(seen: Seen, incident: Incident) -> Template:
    """Instruments by name; their kinds also by words that imply one."""
    found = incident.of("instrument_id")
    kinds = [fill for e in found for fill in tagged(e, meant("instruments", e.words))]
    implied = [meant("unnamed_instruments", _said(seen, incident))] if not found else []
    return {"instrument_id": named(found), "instrument_type": kinds or [kind for kind in implied if kind]}


def _said(seen: Seen, incident: Incident) -> str:
    """The sentences that tell of the incident."""
    spans = {sentence(seen.text, Span(at, at + 1)) for at in incident.at[:4]}
    return " ".join(seen.text[a:b] for a, b in sorted(spans))


def _perpetrators(seen: Seen, incident: Incident) -> Template:
    """Persons and organisations, for a state or not, and how sure the report is of the organisation."""
    persons, organisations = incident.of("perp_individual_id"), incident.of("perp_org_id")
    words = " ".join(e.words for e in (*persons, *organisations)).lower()
    category = "STATE-SPONSORED VIOLENCE" if table("doers")["state"].search(words) else "TERRORIST ACT"
    sure = [fill for e in organisations for fill in tagged(e, _confidence(seen, incident, e))]
    return {
        "perp_individual_id": named(persons),
        "perp_org_id": named(organisations),
        "perp_org_confidence": sure,
        "perp_incident_category": category,
    }


def _confidence(seen: Seen, incident: Incident, entity: Entity) -> str:
    """By the words around it; else by the status of the claims."""
    a, b = sentence(seen.text, entity.mentions[0].span)
    worded = meant("confidence_words", seen.text[a:b])
    status = Counter(str(c.status) for c in incident.claims).most_common(1)
    return worded or str(mapping()["confidence"][status[0][0] if status else "reported"])


# ------------------------------------------------------------------------------------------------ against what and whom
def _things(seen: Seen, incident: Incident) -> Template:
    found = incident.of("phys_tgt_id")
    return {
        "phys_tgt_id": named(found),
        "phys_tgt_type": [f for e in found for f in tagged(e, meant("physical", e.words) or "OTHER")],
        "phys_tgt_number": [f for e in found for f in tagged(e, number(seen.text, e))],
        "phys_tgt_effect": [
            f for e in found for f in tagged(e, nearest("physical_effects", seen.text, e.mentions[0].span))
        ],
    }


def _people(seen: Seen, incident: Incident) -> Template:
    """Named people with what they are called beside their name; the unnamed by their description alone."""
    names, others = incident.of("hum_tgt_name"), incident.of("hum_tgt_description")
    beside = {id(e): _name_beside(e, names) for e in others}
    alone = [e for e in others if beside[id(e)] is None]
    described = [(e, beside[id(e)]) for e in others]
    found = [*names, *alone]
    titles = {n.words: " ".join(e.words for e, own in described if own is n) for n in names}
    return {
        "hum_tgt_name": named(names),
        "hum_tgt_description": [_described(e, own) for e, own in described],
        "hum_tgt_type": [f for e in found for f in tagged(e, meant("human", titles.get(e.words) or e.words))],
        "hum_tgt_number": [f for e in found for f in tagged(e, "1" if e in names else number(seen.text, e))],
        "hum_tgt_effect": [f for e in found for f in tagged(e, _harm(seen, incident, e))],
    }


def _described(entity: Entity, name: Entity | None) -> Fill:
    return {"value": entity.words.upper()} | ({"xref": name.words.upper()} if name else {})


def _name_beside(entity: Entity, names: list[Entity]) -> Entity | None:
    """The name that a description stands beside in the text."""
    near = [(m.span.gap(n.span), i) for m in entity.mentions for i, name in enumerate(names) for n in name.mentions]
    gap, best = min(near, default=(999, 0))
    return names[best] if gap <= mapping()["beside"] else None


def _harm(seen: Seen, incident: Incident, entity: Entity) -> str | None:
    if incident.kind == "KIDNAPPING":
        return nearest("human_effects", seen.text, entity.mentions[0].span, ("REGAINED FREEDOM", "DEATH"))
    return nearest("human_effects", seen.text, entity.mentions[0].span)


PLURAL = re.compile(r"(?:[^s]s|people|men|women|children|persons)$")


def number(text: str, entity: Entity) -> str:
    """How many: a number before the words or at their beginning; else one, or many, by their form."""
    start = entity.mentions[0].span.start
    before = text[max(0, start - 12) : start].lower().split()[-1:] + entity.words.lower().split()[:1]
    for word in before:
        told = mapping()["numbers"].get(word) or (word if word.isdigit() else None)
        if told:
            return str(told)
    head = re.split(r" (?:of|in|from|who|belonging|at|near) ", entity.words.lower())[0]
    return "PLURAL" if PLURAL.search(head) else "1"
