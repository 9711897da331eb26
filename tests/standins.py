"""A coder small enough to know its answers: an event for every sentence that speaks of an attack."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from conflictdesk.records.events import EventClaim, EventType, Place, Presence, Role, Status
from conflictdesk.records.provenance import Component, content_hash, stable_id
from conflictdesk.records.reports import Report, Span
from conflictdesk.records.values import TimeInterval

WHEN = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
ATTACKED = re.compile(r"[^.]*\battacked (\w+)[^.]*\.")


@dataclass(frozen=True)
class WordFound:
    claims: tuple[EventClaim, ...]
    presences: tuple[Presence, ...] = ()


@dataclass(frozen=True)
class WordCoder:
    version: str = "1"

    @classmethod
    def load(cls, *_recipe: object) -> "WordCoder":
        return cls()

    @classmethod
    def load_second(cls, *_recipe: object) -> "WordCoder":
        return cls("2")

    @classmethod
    def load_cataloged(
        cls, gazetteers: Sequence[Path], null_below: float, catalogs: Sequence[Path], *_: object
    ) -> "WordCoder":
        return cls(f"{len(gazetteers)} {null_below} {[path.name for path in catalogs]}")

    @property
    def component(self) -> Component:
        return Component("words", self.version)

    def code(self, report: Report) -> WordFound:
        if "UNCODABLE" in report.text:
            raise ValueError("a word that cannot be coded")
        if "CRASHING" in report.text:
            os._exit(3)
        return WordFound(tuple(claim_in(report, match) for match in ATTACKED.finditer(report.text)))


def claim_in(report: Report, match: re.Match[str]) -> EventClaim:
    span = Span(match.start() + len(match[0]) - len(match[0].lstrip()), match.end())
    day = report.published
    return EventClaim(
        claim_id=stable_id(report.report_id, span.start, span.end),
        report_id=report.report_id,
        evidence=span.of(report.text),
        evidence_span=span,
        type=EventType.ARMED_CLASH,
        role=Role.ATTACK,
        status=Status.REPORTED,
        when=TimeInterval(day, day) if day else None,
        place=Place(name=match[1]),
        spans={"place": (Span(match.start(1), match.end(1)),)},
        confidence={"event": 0.9},
    )


def report_of(text: str, report_id: str | None = None, **fields: object) -> tuple[Report, bytes]:
    """A report of this text, and its bytes."""
    raw = text.encode()
    digest = content_hash(raw)
    return Report(report_id or digest, text, digest, WHEN, **fields), raw  # type: ignore[arg-type]
