"""How linking scales: invented claims linked in one process on one core, then one report more on top of them.

    python bench/scale.py [--claims 100000] [--more 20] [--seed 0]

The claims are invented by a seeded program: twenty countries, five years, some towns struck far more often than
others, three claims in ten on incidents that two to eight reports tell of, dates, tolls and names that differ between
reports. Reports are in memory, so what is measured is linking alone. It takes a minute: no part of `make eval`.
"""

import argparse
import random
import resource
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from conflictdesk.link.incidents import Around, follow
from conflictdesk.link.memory import Changes, Memory
from conflictdesk.link.telling import Told
from conflictdesk.records.copies import Copies
from conflictdesk.records.events import EventClaim, EventType, Role, Status, TargetKind, WeaponKind
from conflictdesk.records.provenance import content_hash, stable_id
from conflictdesk.records.reports import Report, Source

COUNTRIES, TOWNS, DAYS = 20, 120, 5 * 365
FIRST_DAY = date(2017, 1, 1)
SHARED = 0.3  # of the claims tell of an incident that others tell of too
TELLERS = (2, 2, 2, 3, 3, 4, 5, 8)  # how many reports tell of a shared incident
SYLLABLES = [
    "ba",
    "di",
    "fu",
    "ga",
    "hal",
    "jor",
    "kam",
    "lu",
    "mar",
    "na",
    "ol",
    "pir",
    "qa",
    "ra",
    "sab",
    "tel",
    "um",
    "vo",
    "wad",
    "ya",
    "zin",
]
PUBLISHERS = [f"Paper {n}" for n in range(300)]
KINDS = (
    (EventType.SHELLING, WeaponKind.MORTAR, "shelled"),
    (EventType.ATTACK, WeaponKind.SMALL_ARMS, "attacked"),
    (EventType.REMOTE_EXPLOSIVE, WeaponKind.IED, "bombed"),
    (EventType.AIR_STRIKE, WeaponKind.AIRSTRIKE, "struck from the air"),
    (EventType.ABDUCTION, WeaponKind.UNKNOWN, "abducted people from"),
    (EventType.ARMED_CLASH, WeaponKind.SMALL_ARMS, "clashed with"),
    (EventType.PEACEFUL_PROTEST, WeaponKind.UNKNOWN, "marched past"),
)
TARGETS = (
    ("market", TargetKind.CIVILIAN),
    ("army post", TargetKind.MILITARY),
    ("school", TargetKind.CIVILIAN),
    ("police station", TargetKind.POLICE),
    ("convoy", TargetKind.MILITARY),
    ("", TargetKind.UNKNOWN),
)
FILLING = " ".join(f"{a}{b}{c}" for a in SYLLABLES[:6] for b in SYLLABLES[6:12] for c in SYLLABLES[12:16])
Town = tuple[str, str, float, float]


@dataclass(frozen=True, slots=True)
class Happened:
    """What invented reports tell of."""

    town: Town
    day: date
    kind: int
    actor: str
    target: int
    killed: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds of processor time, and the most memory that the process held, in MB."""

    claims: int
    incidents: int
    pairs: int
    whole_s: float
    one_more_median_s: float
    one_more_worst_s: float
    peak_mb: float


class World:
    """Invented reports, each with its claims; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.towns = [self._town(country) for country in range(COUNTRIES) for _ in range(TOWNS)]
        self.often = [1 / (1 + n % TOWNS) for n in range(len(self.towns))]
        self.told = 0

    def reports(self, claims: int) -> list[tuple[Report, list[EventClaim]]]:
        """So many claims (a few more where the last incident has several), in reports of one claim or two."""
        found: list[tuple[Happened, date]] = []
        while len(found) < claims:
            one = self.happened()
            shared = self.random.random() < SHARED / 3  # three tellers on average: so many claims are shared
            tellers = self.random.choice(TELLERS) if shared else 1
            found += [(one, one.day + timedelta(self.random.choice((0, 0, 1, 1, 2, 6)))) for _ in range(tellers)]
        self.random.shuffle(found)
        told: list[tuple[Report, list[EventClaim]]] = []
        while found:
            told.append(self.report([found.pop() for _ in range(min(len(found), self.random.choice((1, 1, 1, 2))))]))
        return told

    def report(self, happened: Sequence[tuple[Happened, date]]) -> tuple[Report, list[EventClaim]]:
        self.told += 1
        name, published = f"r{self.told}", max(day for _, day in happened)
        sentences = [self._sentence(one) for one, _ in happened]
        text = " ".join(sentences) + " " + FILLING
        starts = [text.index(sentence) for sentence in sentences]
        claims = [self.claim(name, one, s, at) for (one, _), s, at in zip(happened, sentences, starts, strict=True)]
        return Report(
            report_id=name, text=text, content_hash=content_hash(name.encode()), language="en", published=published,
            retrieved=datetime(2022, 1, 1, tzinfo=UTC), publisher=self.random.choice(PUBLISHERS),
        ), claims  # fmt: skip

    def happened(self) -> Happened:
        (town,) = self.random.choices(self.towns, self.often)
        day = FIRST_DAY + timedelta(self.random.randrange(DAYS))
        actor = f"{self.random.choice(SYLLABLES)}{self.random.choice(SYLLABLES)} front".title()
        kind, target = self.random.randrange(len(KINDS)), self.random.randrange(len(TARGETS))
        return Happened(town, day, kind, actor, target, int(self.random.expovariate(0.2)))

    def claim(self, report_id: str, one: Happened, sentence: str, start: int) -> EventClaim:
        (name, country, lat, lon), (kind, weapon, _), (target, struck) = one.town, KINDS[one.kind], TARGETS[one.target]
        day = one.day + timedelta(self.random.choices((0, 1, -1), (12, 1, 1))[0])
        dead = max(0, one.killed + self.random.choice((0, 0, 0, 1, -1, 2)))
        placed = self.random.random() < 0.9
        record: dict[str, Any] = {
            "claim_id": stable_id(report_id, start), "report_id": report_id, "evidence": sentence,
            "evidence_span": [start, start + len(sentence)], "type": str(kind), "role": str(Role.ATTACK),
            "status": str(Status.REPORTED), "place": name, "place_modern": name, "country": country,
            "lat": lat if placed else None, "lon": lon if placed else None,
            "geo_precision": "exact" if placed else None, "date_start": str(day), "date_end": str(day),
            "date_precision": "day", "perpetrator": {"text": one.actor, "canonical": one.actor},
            "target": {"text": target or None, "kind": str(struck)},
            "weapon": {"text": str(weapon), "kind": str(weapon)}, "killed": {"min": dead, "max": dead},
            "spans": {"type": [[start, start + 8]]}, "confidence": {"date": 0.9, "place": 0.9},
        }  # fmt: skip
        return EventClaim.from_record(record)

    def _town(self, country: int) -> Town:
        name = "".join(self.random.choice(SYLLABLES) for _ in range(3)).title()
        lat = -30 + 12 * (country % 5) + 6 * self.random.random()
        lon = -60 + 30 * (country // 5) + 8 * self.random.random()
        return name, f"{chr(65 + country)}X", round(lat, 4), round(lon, 4)

    def _sentence(self, one: Happened) -> str:
        told = [f"{one.actor} fighters {KINDS[one.kind][2]} the {TARGETS[one.target][0] or 'area'} in {one.town[0]}"]
        told += [f"{word} {self.random.choice(SYLLABLES)}" for word in self.random.sample(FILLING.split(), 4)]
        return ", ".join(told) + f", killing {one.killed} ({self.told})."


def run(claims: int, more: int, seed: int) -> Figures:
    world, memory = World(seed), Memory()
    reports: dict[str, Report] = {}
    around = Around(reports, _unknown, copies=Copies())  # near-copies are found when reports come, and given
    held = _told(world.reports(claims), reports)
    whole, changes = _timed(memory, held, around)
    incidents, pairs = len(changes.incidents), len(changes.pairs)
    later = [_timed(memory, _told([one], reports), around)[0] for one in world.reports(more)[:more]]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return Figures(claims, incidents, pairs, whole, sorted(later)[len(later) // 2], max(later), peak)


def _told(found: Sequence[tuple[Report, list[EventClaim]]], reports: dict[str, Report]) -> dict[str, Told]:
    reports |= {report.report_id: report for report, _ in found}
    return {report.report_id: Told(tuple(claims), report) for report, claims in found}


def _timed(memory: Memory, told: Mapping[str, Told], around: Around) -> tuple[float, Changes]:
    started = time.process_time()
    changes = follow(memory, told, around)
    return time.process_time() - started, changes


def _unknown(_: Report) -> Source | None:
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--more", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    print(run(args.claims, args.more, args.seed))


if __name__ == "__main__":
    main()
