"""What the pages on briefs and assessments show."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from pydantic import BaseModel

from conflictdesk.publish import wording
from conflictdesk.publish.brief import Brief
from conflictdesk.publish.sentences import sentence
from conflictdesk.records.assessments import Assessment, Yardstick
from conflictdesk.records.events import Incident
from conflictdesk.web.snapshots import Snapshot
from conflictdesk.web.views.claims import claims_in, voices

MOST_OFFERED = 300  # incidents to choose evidence from, the latest first


@dataclass(frozen=True, slots=True)
class Offered:
    """An incident that an assessment may rest on."""

    incident_id: str
    words: str
    sentence: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Written:
    """An assessment as the page shows it. `mine`: whoever sits here wrote it."""

    number: int
    text: str
    likelihood: str | None
    who: str
    when: str
    about: tuple[tuple[str, str], ...]  # number and words of each incident
    withdrawn: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    written: tuple[Written, ...]
    offered: tuple[Offered, ...]
    yardstick: Yardstick


def assessment_page(
    found: Sequence[Assessment], held: Snapshot, about: str, yardstick: Yardstick, who: str
) -> AssessmentPage:
    """All assessments, the latest first, and what a new one may rest on; `about` is chosen already."""
    chosen = held.former.get(about, about)
    latest = sorted(held.incidents.values(), key=_day, reverse=True)
    offered = sorted(latest[:MOST_OFFERED], key=lambda one: one.incident_id != chosen)
    if chosen in held.incidents and all(one.incident_id != chosen for one in offered):
        offered.insert(0, held.incidents[chosen])
    return AssessmentPage(
        tuple(written(one, held, yardstick, who) for one in reversed(found)),
        tuple(_offered(one, held, one.incident_id == chosen) for one in offered),
        yardstick,
    )


def _day(one: Incident) -> tuple[str, str]:
    return (str(one.when.start) if one.when else "", one.incident_id)


def _offered(one: Incident, held: Snapshot, chosen: bool) -> Offered:
    return Offered(one.incident_id, _named(one), sentence(one, voices(claims_in(one, held), held)), chosen)


def _named(one: Incident) -> str:
    place = wording.isolated(one.place.modern or one.place.name or "place not reported")
    return f"{'' if one.reviewed else '○ '}{wording.interval(one.when)}, {place}, {one.standing}"


def written(one: Assessment, held: Snapshot, yardstick: Yardstick, who: str) -> Written:
    """An assessment as a page shows it to `who`."""
    word = yardstick.named(one.likelihood) if one.likelihood else None
    present = dict.fromkeys(held.former.get(key, key) for key in one.incidents)
    about = tuple((key, _named(held.incidents[key])) for key in present if key in held.incidents)
    return Written(
        number=one.assessment_id,
        text=one.text,
        likelihood=f"{word.word} ({word.range})" if word else None,
        who=one.who,
        when=wording.day(one.at),
        about=about,
        withdrawn=one.withdrawn,
        mine=one.who == who,
    )


def address_of(asked: BaseModel) -> str:
    """The query of a brief's address: what was asked for, without what was not."""
    told = asked.model_dump(mode="json", exclude_defaults=True)
    return urlencode({key: "true" if value is True else value for key, value in told.items() if key != "take"})


def name_of(made: Brief) -> str:
    """A file's name for a brief: letters, digits and hyphens alone."""
    return re.sub(r"[^a-z0-9]+", "-", f"{made.title} {made.period}".casefold()).strip("-")[:80] or "brief"
