"""A coder whose second edition reads otherwise, and a desk that it coded: what re-coding must not lose."""

import re
from dataclasses import dataclass
from datetime import date

from conflictdesk.link.queue_filters import Filters
from conflictdesk.pipeline.coding import plan_coding
from conflictdesk.pipeline.linking import link_desk
from conflictdesk.pipeline.workers import Recipe
from conflictdesk.pipeline.worklist import Worklist
from conflictdesk.records.events import EventClaim, EventType, Likeness, Place, Role, Status
from conflictdesk.records.provenance import Component, stable_id
from conflictdesk.records.reports import Report, Span
from conflictdesk.records.values import Count, TimeInterval
from conflictdesk.store.database import Database
from standins import WordFound, report_of

DAY = date(2026, 1, 5)
EVENT = re.compile(r"(attacked|shelled|raided) (\w+)")
TEXT = (
    "Rebels attacked Sabha and killed soldiers. Gunmen raided Ubari at dawn and left again. Later rebels shelled Murzuq"
    " and attacked Tazirbu, an officer said. Nobody was seen near Ghat that night. Rebels attacked Kufra."
)
ONE_EVENT = "Later rebels shelled Murzuq and attacked Tazirbu, an officer said."
TWO = ("Rebels attacked Sabha on Monday, killing 14 soldiers.", "Gunmen attacked Sabha at noon, an officer said.")
REWORDED = (
    "Rebels attacked Sabha on Monday, killing 16 soldiers.",
    "Killing 16 soldiers, rebels attacked Sabha on Monday; a convoy had just left.",
    "Sixteen soldiers fell when the town was stormed. At dawn they had attacked Sabha from three sides, it was said.",
)


@dataclass(frozen=True)
class MovingCoder:
    """An event for each verb of attack. The second edition cuts its evidence otherwise, counts the dead otherwise,
    and no longer sees what happened in Ubari and Tazirbu."""

    version: str = "1"
    blind: tuple[str, ...] = ()
    killed: int = 2
    cut: int = 0

    @classmethod
    def load(cls, *_recipe: object) -> "MovingCoder":
        return cls()

    @classmethod
    def load_second(cls, *_recipe: object) -> "MovingCoder":
        return cls("2", ("Ubari", "Tazirbu"), 4, 3)

    @property
    def component(self) -> Component:
        return Component("moving", self.version)

    def code(self, report: Report) -> WordFound:
        claims = [self._claim(report, match) for match in EVENT.finditer(report.text) if match[2] not in self.blind]
        return WordFound(tuple(claims))

    def _claim(self, report: Report, match: re.Match[str]) -> EventClaim:
        start = report.text.rfind(". ", 0, match.start()) + 2 if ". " in report.text[: match.start()] else 0
        end = report.text.index(".", match.end()) + 1
        span = Span(start + self.cut, end - self.cut)
        return EventClaim(
            claim_id=stable_id(report.report_id, span.start, span.end, match[2], self.killed),
            report_id=report.report_id,
            evidence=span.of(report.text),
            evidence_span=span,
            type=EventType.ARMED_CLASH,
            role=Role.ATTACK,
            status=Status.REPORTED,
            when=TimeInterval(report.published, report.published) if report.published else None,
            place=Place(name=match[2]),
            killed=Count(self.killed, self.killed),
            spans={"type": (Span(match.start(1), match.end(1)),), "place": (Span(match.start(2), match.end(2)),)},
            confidence={"event": 0.9, "killed": 0.4},
        )


@dataclass(frozen=True)
class OneEyedCoder(MovingCoder):
    """Sees what happened in Tazirbu alone; its second edition sees Murzuq alone, at the same evidence."""

    @classmethod
    def load(cls, *_recipe: object) -> "OneEyedCoder":
        return cls("one", ("Murzuq",))

    @classmethod
    def load_second(cls, *_recipe: object) -> "OneEyedCoder":
        return cls("two", ("Tazirbu",))

    @classmethod
    def load_both(cls, *_recipe: object) -> "OneEyedCoder":
        return cls("three")


def coded_desk(desk: Database) -> Database:
    """One report of five events."""
    desk.add_report(*report_of(TEXT, "first", published=DAY))
    code(desk)
    return desk


def one_eyed_desk(desk: Database) -> Database:
    """Two reports, the first of two events of which one is read."""
    desk.add_report(*report_of(ONE_EVENT, "first", published=DAY))
    desk.add_report(*report_of("Gunmen raided Ubari.", "second", published=DAY))
    list(plan_coding(desk, Recipe(OneEyedCoder.load)).outcomes())
    link_desk(desk)
    return desk


def judged_desk(desk: Database) -> Database:
    """Two reports of Sabha, which Ada called two incidents."""
    for name, told in zip(("first", "second"), TWO, strict=True):
        desk.add_report(*report_of(told, name, published=DAY))
    code(desk)
    left, right = (claim.claim_id for claim in desk.claims())
    Worklist(desk.folder).judge("Ada", left, right, Likeness.DIFFERENT)
    link_desk(desk)
    assert places(desk) == ["Sabha", "Sabha"]
    return desk


def code(desk: Database, second: bool = False) -> None:
    list(plan_coding(desk, Recipe(MovingCoder.load_second if second else MovingCoder.load)).outcomes())
    link_desk(desk)


def at(desk: Database, place: str) -> EventClaim:
    """The claim at a place, as people left it."""
    worklist = Worklist(desk.folder)
    return next(c for c in _claims(worklist) if c.place.name == place)


def _claims(worklist: Worklist) -> list[EventClaim]:
    worklist.page()
    found = worklist._held.reviewed.values() if worklist._held else ()
    return [claim for one in found for claim in one.claims]


def places(desk: Database) -> list[str | None]:
    return sorted(incident.place.name or "" for incident in desk.incidents())


def differing(desk: Database) -> dict[str, set[str | None]]:
    """For each claim's place ("gone": for none) the fields where machine and person differ."""
    found: dict[str, set[str | None]] = {}
    for question in Worklist(desk.folder).page(Filters(differs=True), size=100).questions:
        name = question.claim.place.name if question.claim else "gone"
        found.setdefault(name or "", set()).update(d.field for d in question.doubts if d.kind in ("differs", "gone"))
    return found
