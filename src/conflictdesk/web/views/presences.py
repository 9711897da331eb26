"""Where reports say that actors are: areas, never points."""

from collections import Counter
from dataclasses import dataclass

from conflictdesk.pipeline.next_step import Step
from conflictdesk.publish import wording
from conflictdesk.records.events import Record
from conflictdesk.web.marking import presence_key
from conflictdesk.web.snapshots import Snapshot
from conflictdesk.web.views.claims import UNNAMED, report_href


@dataclass(frozen=True, slots=True)
class PresenceCard:
    key: str
    actor: str
    places: tuple[str, ...]
    status: str
    who: str
    evidence: str
    language: str | None
    report_id: str
    href: str
    publisher: str


def presence_cards(held: Snapshot) -> list[PresenceCard]:
    seen: Counter[str] = Counter()
    cards = []
    for told in held.presences:
        seen[told.report_id] += 1
        report, key = held.reports.get(told.report_id), presence_key(seen[told.report_id])
        publisher = (report.publisher if report else None) or UNNAMED
        who = wording.listed(told.attributed_to) if told.attributed_to else publisher
        href, language = f"{report_href(told.report_id)}#{key}", report.language if report else None
        cards.append(
            PresenceCard(key, told.actor, told.places, told.status, who, told.evidence, language,
                         told.report_id, href, publisher)
        )  # fmt: skip
    return cards


def unread_yet(held: Snapshot) -> Step | None:
    """What is to be done before silence means anything: reports to be added, or to be coded."""
    step = held.next_step
    return step if step and (not held.reports or step.command == "conflictdesk code") else None


def presence_areas(held: Snapshot) -> list[Record]:
    """Circles to hatch on the local map. An actor's presence is an area, never a point."""
    cards = presence_cards(held)
    return [
        {"actor": card.actor, "place": name, "status": card.status, "href": card.href, **area.as_record()}
        for card, told in zip(cards, held.presences, strict=True)
        for name, area in zip(told.places, told.areas, strict=True)
        if area is not None
    ]
