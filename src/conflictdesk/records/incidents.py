"""What the desk holds to have happened: an incident, with the values that its claims dispute."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conflictdesk.records.codebook import EventType, Role, Standing
from conflictdesk.records.parts import (
    RECORD_VERSION,
    Actor,
    Place,
    Record,
    Target,
    Weapon,
    interval_from,
    interval_record,
    named,
    place_from,
    target_from,
    weapon_from,
)
from conflictdesk.records.values import Count, TimeInterval


@dataclass(frozen=True, slots=True)
class Rival:
    """Another value that some claims give for a field of an incident."""

    value: Any
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """What the desk holds to have happened, computed from linked claims."""

    incident_id: str
    standing: Standing
    type: EventType
    role: Role
    when: TimeInterval | None
    place: Place
    perpetrator: Actor
    target: Target
    weapon: Weapon
    killed: Count
    wounded: Count
    abducted: Count
    claimed_by: str | None
    campaign: str | None
    claims: tuple[str, ...]
    sources_independent: int
    rivals: Mapping[str, tuple[Rival, ...]] = field(default_factory=dict)
    former_ids: tuple[str, ...] = ()
    series_id: str | None = None
    reviewed: bool = False

    def as_record(self) -> Record:
        return {
            "record_version": RECORD_VERSION,
            "incident_id": self.incident_id,
            "former_ids": list(self.former_ids),
            "standing": str(self.standing),
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
            "claimed_by": self.claimed_by,
            "campaign": self.campaign,
            "series_id": self.series_id,
            "claims": list(self.claims),
            "rivals": {k: [{"value": r.value, "claims": list(r.claims)} for r in v] for k, v in self.rivals.items()},
            "sources_independent": self.sources_independent,
            "reviewed": self.reviewed,
        }


def incident_from(r: Mapping[str, Any]) -> Incident:
    """Read `Incident.as_record` back."""
    return Incident(
        incident_id=r["incident_id"],
        standing=Standing(r["standing"]),
        type=EventType(r["type"]),
        role=Role(r["role"]),
        when=interval_from(r),
        place=place_from(r),
        perpetrator=Actor(**named(r["perpetrator"], "text", "canonical")),
        target=target_from(r["target"]),
        weapon=weapon_from(r["weapon"]),
        killed=Count(**named(r["killed"], "min", "max")),
        wounded=Count(**named(r["wounded"], "min", "max")),
        abducted=Count(**named(r["abducted"], "min", "max")),
        claimed_by=r["claimed_by"],
        campaign=r["campaign"],
        claims=tuple(r["claims"]),
        sources_independent=r["sources_independent"],
        rivals={k: tuple(Rival(v["value"], tuple(v["claims"])) for v in vs) for k, vs in r["rivals"].items()},
        former_ids=tuple(r["former_ids"]),
        series_id=r["series_id"],
        reviewed=r["reviewed"],
    )
