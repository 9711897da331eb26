"""Incidents that look like one hand: series as the machine proposes them, with what speaks for and against."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

Record = dict[str, Any]


class Trait(StrEnum):
    """What two attacks are compared by. A community is never one (design, section 5)."""

    WEAPON = "weapon"
    TARGET = "target"
    WORDS = "target words"
    MANNER = "manner"
    GROUP = "organisation"
    CAMPAIGN = "campaign"
    STATEMENT = "statement"
    DISTANCE = "distance"
    DAYS = "days"
    HOUR = "time of day"


SPACE_TIME = frozenset({Trait.DISTANCE, Trait.DAYS, Trait.HOUR})  # nearness: never a signature by itself


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one trait says of a pair: `weight` in log odds, above nought for one hand, below against.

    `alike`: whether the two agree on it. `share` is how common the value that they share is among the attacks
    compared (0 to 1); of distance and days `measure` is the figure, in km and in days.
    """

    trait: Trait
    weight: float
    alike: bool
    left: str | None = None
    right: str | None = None
    share: float | None = None
    measure: float | None = None

    @property
    def space_time(self) -> bool:
        return self.trait in SPACE_TIME

    def as_record(self) -> Record:
        return {
            "trait": str(self.trait),
            "weight": round(self.weight, 3),
            "alike": self.alike,
            "left": self.left,
            "right": self.right,
            "share": None if self.share is None else round(self.share, 4),
            "measure": None if self.measure is None else round(self.measure, 1),
        }


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two attacks compared: the model's probability of one hand, and its evidence, trait by trait.

    `signature` and `space_time` are the sums of the evidence of each kind, in log odds. Traits of which a report is
    silent are in no evidence: silence speaks neither way.
    """

    left: str
    right: str
    probability: float
    signature: float
    space_time: float
    evidence: tuple[Evidence, ...]
    doubt: str | None = None  # why the two may be one incident

    def as_record(self) -> Record:
        return {
            "left": self.left,
            "right": self.right,
            "probability": round(self.probability, 4),
            "signature": round(self.signature, 3),
            "space_time": round(self.space_time, 3),
            "evidence": [one.as_record() for one in self.evidence],
            "doubt": self.doubt,
        }


@dataclass(frozen=True, slots=True)
class Leg:
    """From one attack of a series to the next: km on a great circle, days between at least and at most."""

    left: str
    right: str
    km: float | None
    days: tuple[int, int] | None

    @property
    def km_a_day(self) -> float | None:
        """What it asks of one team at least: the km over the most days that the dates allow, one day counting whole."""
        if self.km is None or self.days is None:
            return None
        return self.km / max(1, self.days[1])


class Reach(StrEnum):
    """Whether one team gets from each attack to the next, by straight lines alone."""

    WITHIN = "within reach"
    FAR = "far"
    BEYOND = "beyond reach"
    UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Feasibility:
    """What the distances and days of a series ask of one team. Roads are unknown."""

    legs: tuple[Leg, ...]
    reach: Reach
    most_km_a_day: float | None

    def as_record(self) -> Record:
        legs = [
            {
                "left": leg.left,
                "right": leg.right,
                "km": None if leg.km is None else round(leg.km, 1),
                "days": None if leg.days is None else list(leg.days),
            }
            for leg in self.legs
        ]
        most = None if self.most_km_a_day is None else round(self.most_km_a_day, 1)
        return {"reach": str(self.reach), "most_km_a_day": most, "roads": "unknown", "legs": legs}


@dataclass(frozen=True, slots=True)
class Band:
    """A cell of Knox's table: pairs at most so far apart, after so many days; how many there are, and by chance."""

    km: tuple[float, float]
    days: tuple[int, int]
    pairs: int
    expected: float
    p: float

    @property
    def ratio(self) -> float | None:
        return self.pairs / self.expected if self.expected else None


@dataclass(frozen=True, slots=True)
class NearRepeat:
    """Knox's test over attacks: whether those near in space are near in time more often than with days dealt anew."""

    attacks: int
    permutations: int
    seed: int
    bands: tuple[Band, ...]

    @property
    def nearest(self) -> Band | None:
        return self.bands[0] if self.bands else None


@dataclass(frozen=True, slots=True)
class Membership:
    """A person's word: an incident belongs to the series of `others`, or not; the latest word holds.

    `withdrawn`: its act was taken back.
    """

    incident_id: str
    others: tuple[str, ...]
    holds: bool
    who: str
    at: datetime
    act_id: int
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """Attacks that look like one hand. `incidents` are ids, oldest first; the id follows from the oldest.

    `proposed` are those that the machine alone has together; the others are in it by people's words, `said`.
    `probability` is the model's, the mean over the proposed ones' pairs alone; null where only people put
    it together. `counter_operations` struck the same organisation; they are no part of it.
    """

    series_id: str
    incidents: tuple[str, ...]
    proposed: tuple[str, ...]
    probability: float | None
    signature: float
    space_time: float
    pairs: tuple[Pairing, ...]
    group: str | None
    campaigns: tuple[str, ...]
    feasibility: Feasibility
    counter_operations: tuple[str, ...] = ()
    said: tuple[Membership, ...] = ()

    @property
    def proposed_by(self) -> str:
        """Whose it is: the machine's, people's, or both."""
        if not self.proposed:
            return "people"
        return "machine and people" if self.said else "machine"

    @property
    def put_in(self) -> int:
        """How many attacks are in it by people's words alone."""
        return len(self.incidents) - len(self.proposed)

    def as_record(self) -> Record:
        return {
            "series_id": self.series_id,
            "incidents": list(self.incidents),
            "proposed": list(self.proposed),
            "probability": None if self.probability is None else round(self.probability, 4),
            "proposed_by": self.proposed_by,
            "signature": round(self.signature, 3),
            "space_time": round(self.space_time, 3),
            "organisation": self.group,
            "campaigns": list(self.campaigns),
            "pairs": [one.as_record() for one in self.pairs],
            "feasibility": self.feasibility.as_record(),
            "counter_operations": list(self.counter_operations),
        }


class Bond(StrEnum):
    """What holds a bundle of incidents together, as its sources have it."""

    CAMPAIGN = "campaign"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Bundle:
    """Incidents of one named campaign, or that one report claims for one organisation. `name` is the campaign's."""

    bond: Bond
    name: str | None
    group: str | None
    incidents: tuple[str, ...]
    report_id: str | None = None

    def as_record(self) -> Record:
        return {
            "bond": str(self.bond),
            "name": self.name,
            "organisation": self.group,
            "incidents": list(self.incidents),
            "report_id": self.report_id,
        }


@dataclass(frozen=True, slots=True)
class Grouping:
    """All that is found of series among a desk's incidents."""

    series: tuple[Series, ...] = ()
    bundles: tuple[Bundle, ...] = ()
    of_incident: Mapping[str, str] | None = None

    def series_of(self, incident_id: str) -> str | None:
        return (self.of_incident or {}).get(incident_id)
