"""What reports say happened: claims and presences. The records that belong to them are had from here, too.

Field names and enums are those of the codebook (docs/codebook.md). `as_record` and `from_record` are the JSON
contract: unknown is null, never 0 and never an empty string.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conflictdesk.records.codebook import FAMILY as FAMILY
from conflictdesk.records.codebook import EventType as EventType
from conflictdesk.records.codebook import Role as Role
from conflictdesk.records.codebook import Standing as Standing
from conflictdesk.records.codebook import Status as Status
from conflictdesk.records.codebook import TargetKind as TargetKind
from conflictdesk.records.codebook import WeaponKind as WeaponKind
from conflictdesk.records.incidents import Incident as Incident
from conflictdesk.records.incidents import Rival as Rival
from conflictdesk.records.incidents import incident_from as incident_from
from conflictdesk.records.parts import RECORD_VERSION, interval_from, named, target_from, weapon_from
from conflictdesk.records.parts import Actor as Actor
from conflictdesk.records.parts import Place as Place
from conflictdesk.records.parts import Record as Record
from conflictdesk.records.parts import Target as Target
from conflictdesk.records.parts import Weapon as Weapon
from conflictdesk.records.parts import interval_record as interval_record
from conflictdesk.records.parts import place_from as place_from
from conflictdesk.records.provenance import stable_id
from conflictdesk.records.reports import Span
from conflictdesk.records.values import Area, Count, TimeInterval
from conflictdesk.records.verdicts import Anchor as Anchor
from conflictdesk.records.verdicts import ClaimPair as ClaimPair
from conflictdesk.records.verdicts import Judgement as Judgement
from conflictdesk.records.verdicts import Likeness as Likeness
from conflictdesk.records.verdicts import Review as Review
from conflictdesk.records.verdicts import Verdict as Verdict

# The fields that carry spans, reasons, confidence and reviews.
CLAIM_FIELDS = (
    "type", "role", "date", "place", "perpetrator", "target", "weapon", "killed", "wounded", "abducted",
    "status", "attributed_to", "claimed_by", "campaign",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventClaim:
    """What one report says happened. `evidence` is its sentence, `evidence_span` that sentence's place."""

    claim_id: str
    report_id: str
    evidence: str
    evidence_span: Span
    type: EventType
    role: Role
    status: Status
    when: TimeInterval | None = None
    place: Place = Place()
    perpetrator: Actor = Actor()
    target: Target = Target()
    weapon: Weapon = Weapon()
    killed: Count = Count()
    wounded: Count = Count()
    abducted: Count = Count()
    attributed_to: tuple[str, ...] = ()
    claimed_by: str | None = None
    campaign: str | None = None
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    confidence: Mapping[str, float] = field(default_factory=dict)

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.report_id, self.evidence_span)

    def values(self) -> Record:
        """The codebook's fields alone: what the claim asserts."""
        return {
            "type": str(self.type),
            "role": str(self.role),
            **interval_record(self.when),
            **self.place.as_record(),
            "perpetrator": self.perpetrator.as_record(),
            "target": self.target.as_record(),
            "weapon": self.weapon.as_record(),
            "killed": self.killed.as_record(),
            "wounded": self.wounded.as_record(),
            "abducted": self.abducted.as_record(),
            "status": str(self.status),
            "attributed_to": list(self.attributed_to),
            "claimed_by": self.claimed_by,
            "campaign": self.campaign,
        }

    def as_record(self) -> Record:
        """The JSON of design section 3, without what only the desk knows (`incident_id`, `reviewed`)."""
        return {
            "record_version": RECORD_VERSION,
            "claim_id": self.claim_id,
            "report_id": self.report_id,
            "evidence": self.evidence,
            "evidence_span": [self.evidence_span.start, self.evidence_span.end],
            **self.values(),
            "runners_up": list(self.place.runners_up),
            "spans": {k: [[s.start, s.end] for s in v] for k, v in self.spans.items()},
            "reasons": dict(self.reasons),
            "confidence": {k: round(v, 3) for k, v in self.confidence.items()},
        }

    @classmethod
    def from_record(cls, r: Mapping[str, Any]) -> "EventClaim":
        """Read `as_record` back; also the casebook's lines, which lack ids and spans."""
        report_id, evidence = r.get("report_id") or "", r.get("evidence") or ""
        span = Span(*(r.get("evidence_span") or (0, len(evidence))))
        return cls(
            claim_id=r.get("claim_id") or stable_id(report_id, evidence, r.get("type")),
            report_id=report_id,
            evidence=evidence,
            evidence_span=span,
            type=EventType(r.get("type") or "Other"),
            role=Role(r.get("role") or "other"),
            status=Status(r.get("status") or "reported"),
            when=interval_from(r),
            place=place_from(r),
            perpetrator=Actor(**named(r.get("perpetrator"), "text", "canonical")),
            target=target_from(r.get("target")),
            weapon=weapon_from(r.get("weapon")),
            killed=Count(**named(r.get("killed"), "min", "max")),
            wounded=Count(**named(r.get("wounded"), "min", "max")),
            abducted=Count(**named(r.get("abducted"), "min", "max")),
            attributed_to=tuple(r.get("attributed_to") or ()),
            claimed_by=r.get("claimed_by"),
            campaign=r.get("campaign"),
            spans={k: tuple(Span(*s) for s in v) for k, v in (r.get("spans") or {}).items()},
            reasons=dict(r.get("reasons") or {}),
            confidence=dict(r.get("confidence") or {}),
        )


@dataclass(frozen=True, slots=True)
class Presence:
    """An actor said to be somewhere: areas, never pins. `areas` has the order of `places`."""

    report_id: str
    actor: str
    places: tuple[str, ...]
    areas: tuple[Area | None, ...]
    status: Status
    evidence: str
    attributed_to: tuple[str, ...] = ()
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)

    def as_record(self) -> Record:
        return {
            "actor": self.actor,
            "places": list(self.places),
            "areas": [a.as_record() if a else None for a in self.areas],
            "status": str(self.status),
            "attributed_to": list(self.attributed_to),
            "evidence": self.evidence,
            "spans": {k: [[s.start, s.end] for s in v] for k, v in self.spans.items()},
        }

    @classmethod
    def from_record(cls, report_id: str, r: Mapping[str, Any]) -> "Presence":
        return cls(
            report_id=report_id,
            actor=r["actor"],
            places=tuple(r["places"]),
            areas=tuple(Area(**a) if a else None for a in r["areas"]),
            status=Status(r["status"]),
            evidence=r["evidence"],
            attributed_to=tuple(r.get("attributed_to") or ()),
            spans={k: tuple(Span(*s) for s in v) for k, v in (r.get("spans") or {}).items()},
        )
