"""What reports say happened (claims, presences), what the desk holds (incidents), what people decide.

Field names and enums are those of the codebook (docs/codebook.md). `as_record` and `from_record` are the JSON
contract: unknown is null, never 0 and never an empty string.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from conflictdesk.records.provenance import stable_id
from conflictdesk.records.reports import Span
from conflictdesk.records.values import Area, Count, DatePrecision, GeoPrecision, Point, TimeInterval

RECORD_VERSION = 1
Record = dict[str, Any]

# The fields that carry spans, reasons, confidence and reviews.
CLAIM_FIELDS = (
    "type", "role", "date", "place", "perpetrator", "target", "weapon", "killed", "wounded", "abducted",
    "status", "attributed_to", "claimed_by", "campaign",
)  # fmt: skip


class EventType(StrEnum):
    """ACLED's sub-event types."""

    ARMED_CLASH = "Armed clash"
    GOVERNMENT_REGAINS = "Government regains territory"
    GROUP_OVERTAKES = "Non-state actor overtakes territory"
    CHEMICAL = "Chemical weapon"
    AIR_STRIKE = "Air/drone strike"
    SUICIDE_BOMB = "Suicide bomb"
    SHELLING = "Shelling/artillery/missile attack"
    REMOTE_EXPLOSIVE = "Remote explosive/landmine/IED"
    GRENADE = "Grenade"
    SEXUAL_VIOLENCE = "Sexual violence"
    ATTACK = "Attack"
    ABDUCTION = "Abduction/forced disappearance"
    ARRESTS = "Arrests"
    DISRUPTED_WEAPONS = "Disrupted weapons use"
    LOOTING = "Looting/property destruction"
    CHANGE = "Change to group/activity"
    NONVIOLENT_TRANSFER = "Non-violent transfer of territory"
    BASE_ESTABLISHED = "Headquarters or base established"
    AGREEMENT = "Agreement"
    PEACEFUL_PROTEST = "Peaceful protest"
    PROTEST_INTERVENTION = "Protest with intervention"
    EXCESSIVE_FORCE = "Excessive force against protesters"
    VIOLENT_DEMONSTRATION = "Violent demonstration"
    MOB_VIOLENCE = "Mob violence"
    OTHER = "Other"


FAMILY: Mapping[EventType, str] = {
    EventType.ARMED_CLASH: "Battles",
    EventType.GOVERNMENT_REGAINS: "Battles",
    EventType.GROUP_OVERTAKES: "Battles",
    EventType.CHEMICAL: "Explosions/Remote violence",
    EventType.AIR_STRIKE: "Explosions/Remote violence",
    EventType.SUICIDE_BOMB: "Explosions/Remote violence",
    EventType.SHELLING: "Explosions/Remote violence",
    EventType.REMOTE_EXPLOSIVE: "Explosions/Remote violence",
    EventType.GRENADE: "Explosions/Remote violence",
    EventType.SEXUAL_VIOLENCE: "Violence against civilians",
    EventType.ATTACK: "Violence against civilians",
    EventType.ABDUCTION: "Violence against civilians",
    EventType.PEACEFUL_PROTEST: "Protests",
    EventType.PROTEST_INTERVENTION: "Protests",
    EventType.EXCESSIVE_FORCE: "Protests",
    EventType.VIOLENT_DEMONSTRATION: "Riots",
    EventType.MOB_VIOLENCE: "Riots",
    EventType.ARRESTS: "Strategic developments",
    EventType.DISRUPTED_WEAPONS: "Strategic developments",
    EventType.LOOTING: "Strategic developments",
    EventType.CHANGE: "Strategic developments",
    EventType.NONVIOLENT_TRANSFER: "Strategic developments",
    EventType.BASE_ESTABLISHED: "Strategic developments",
    EventType.AGREEMENT: "Strategic developments",
    EventType.OTHER: "Strategic developments",
}


class Role(StrEnum):
    ATTACK = "attack"
    COUNTER_OPERATION = "counter-operation"
    OTHER = "other"


class Status(StrEnum):
    CLAIMED = "claimed"
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    ALLEGED = "alleged"


class Standing(StrEnum):
    CLAIMED_ONLY = "claimed-only"
    SINGLE_SOURCE = "single-source"
    CORROBORATED = "corroborated"
    CONTESTED = "contested"


class TargetKind(StrEnum):
    MILITARY = "military"
    POLICE = "police"
    GOVERNMENT = "government"
    CIVILIAN = "civilian"
    INFRASTRUCTURE = "infrastructure"
    ARMED_GROUP = "armed group"
    OTHER = "other"
    UNKNOWN = "unknown"


class WeaponKind(StrEnum):
    ROCKET = "rocket"
    MORTAR = "mortar/artillery"
    IED = "IED"
    VBIED = "VBIED"
    SUICIDE_VEST = "suicide vest"
    SMALL_ARMS = "small arms"
    AIRSTRIKE = "airstrike"
    DRONE = "drone"
    KNIFE = "knife"
    VEHICLE = "vehicle"
    LANDMINE = "landmine"
    ARSON = "arson"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: as the text words it, and the organisation that it stands for."""

    text: str | None = None
    canonical: str | None = None

    def as_record(self) -> Record:
        return {"text": self.text, "canonical": self.canonical}


@dataclass(frozen=True, slots=True)
class Target:
    text: str | None = None
    canonical: str | None = None
    kind: TargetKind = TargetKind.UNKNOWN

    def as_record(self) -> Record:
        return {"text": self.text, "canonical": self.canonical, "kind": str(self.kind)}


@dataclass(frozen=True, slots=True)
class Weapon:
    text: str | None = None
    kind: WeaponKind = WeaponKind.UNKNOWN

    def as_record(self) -> Record:
        return {"text": self.text, "kind": str(self.kind)}


@dataclass(frozen=True, slots=True)
class Place:
    """Where, as a claim or an incident holds it. A place known by bearing alone has an area and no point."""

    name: str | None = None
    modern: str | None = None
    country: str | None = None
    point: Point | None = None
    area: Area | None = None
    precision: GeoPrecision | None = None
    runners_up: tuple[Record, ...] = ()  # {"name", "country", "lat", "lon", "place_id"}

    @property
    def centre(self) -> Point | None:
        return self.point or (self.area.centre if self.area else None)

    @property
    def resolved(self) -> bool:
        """Whether a gazetteer knows it: it has a point or an area, or a country and how closely it is told."""
        return self.centre is not None or (self.country is not None and self.precision is not None)

    def as_record(self) -> Record:
        return {
            "place": self.name,
            "place_modern": self.modern,
            "country": self.country,
            "lat": self.point.lat if self.point else None,
            "lon": self.point.lon if self.point else None,
            "area": self.area.as_record() if self.area else None,
            "geo_precision": str(self.precision) if self.precision else None,
        }


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """What a person's word holds on to across re-codings: a report, and the evidence's span in it."""

    report_id: str
    span: Span


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
            perpetrator=Actor(**_named(r.get("perpetrator"), "text", "canonical")),
            target=target_from(r.get("target")),
            weapon=weapon_from(r.get("weapon")),
            killed=Count(**_named(r.get("killed"), "min", "max")),
            wounded=Count(**_named(r.get("wounded"), "min", "max")),
            abducted=Count(**_named(r.get("abducted"), "min", "max")),
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


class Verdict(StrEnum):
    """What a person says of a claim or a field of it."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Review:
    """A person's word on a claim (`field` null) or on one field. The latest on an anchor and field holds."""

    anchor: Anchor
    verdict: Verdict
    field: str | None
    value: Any
    who: str
    at: datetime


class Likeness(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether two claims speak of one incident, said by a person or a rule (`by`), with the reason."""

    left: Anchor
    right: Anchor
    likeness: Likeness
    score: float | None
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ClaimPair:
    """Two claims that were compared, by their ids (`left` before `right`), and what came of it.

    `reasons` gives each property that was compared ("date", "place", ...) with its sentence for a reader; `by` is
    whose word holds: a person's, else the rule's.
    """

    left: str
    right: str
    likeness: Likeness
    score: float
    reasons: Mapping[str, str] = field(default_factory=dict)
    by: str = ""


def interval_record(when: TimeInterval | None) -> Record:
    return {
        "date_start": when.start.isoformat() if when else None,
        "date_end": when.end.isoformat() if when else None,
        "date_precision": str(when.precision) if when else None,
    }


def interval_from(r: Mapping[str, Any]) -> TimeInterval | None:
    if not r.get("date_start"):
        return None
    start = date.fromisoformat(r["date_start"])
    end = date.fromisoformat(r.get("date_end") or r["date_start"])
    return TimeInterval(start, end, DatePrecision(r.get("date_precision") or "day"))


def place_from(r: Mapping[str, Any]) -> Place:
    placed = r.get("lat") is not None and r.get("lon") is not None
    return Place(
        name=r.get("place"),
        modern=r.get("place_modern"),
        country=r.get("country"),
        point=Point(r["lat"], r["lon"]) if placed else None,
        area=Area(**r["area"]) if r.get("area") else None,
        precision=GeoPrecision(r["geo_precision"]) if r.get("geo_precision") else None,
        runners_up=tuple(r.get("runners_up") or ()),
    )


def target_from(r: Mapping[str, Any] | None) -> Target:
    r = r or {}
    return Target(r.get("text"), r.get("canonical"), TargetKind(r.get("kind") or "unknown"))


def weapon_from(r: Mapping[str, Any] | None) -> Weapon:
    r = r or {}
    return Weapon(r.get("text"), WeaponKind(r.get("kind") or "unknown"))


def incident_from(r: Mapping[str, Any]) -> Incident:
    """Read `Incident.as_record` back."""
    return Incident(
        incident_id=r["incident_id"],
        standing=Standing(r["standing"]),
        type=EventType(r["type"]),
        role=Role(r["role"]),
        when=interval_from(r),
        place=place_from(r),
        perpetrator=Actor(**_named(r["perpetrator"], "text", "canonical")),
        target=target_from(r["target"]),
        weapon=weapon_from(r["weapon"]),
        killed=Count(**_named(r["killed"], "min", "max")),
        wounded=Count(**_named(r["wounded"], "min", "max")),
        abducted=Count(**_named(r["abducted"], "min", "max")),
        claimed_by=r["claimed_by"],
        campaign=r["campaign"],
        claims=tuple(r["claims"]),
        sources_independent=r["sources_independent"],
        rivals={k: tuple(Rival(v["value"], tuple(v["claims"])) for v in vs) for k, vs in r["rivals"].items()},
        former_ids=tuple(r["former_ids"]),
        series_id=r["series_id"],
        reviewed=r["reviewed"],
    )


def _named(r: Mapping[str, Any] | None, *names: str) -> dict[str, Any]:
    return {name: (r or {}).get(name) for name in names}
