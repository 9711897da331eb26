"""What a desk's claims come to, held from one linking to the next: a change costs no more than what it touches.

It stays a pure function of what is told, by construction. Every stage depends on what is told alone: a report's
telling on the report; whether two claims are compared on them and on who stands between them in their blocks; a pair's
weight on its two claims; clusters on connected claims and what is said of them; an incident on its claims and their
reports. A change is carried through stage by stage, and what it does not reach is what it would be made anew.
"""

import gc
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from conflictdesk.link.blocks import Entry, entry
from conflictdesk.link.pairings import Pairings, Turn
from conflictdesk.link.profiles import profile
from conflictdesk.link.resolver import Pair, clusters_of
from conflictdesk.link.rulings import Ids, holding
from conflictdesk.link.telling import Telling, Told, telling
from conflictdesk.records.copies import Copies
from conflictdesk.records.events import Anchor, EventClaim, Incident, Judgement

Make = Callable[[Sequence[EventClaim], Mapping[str, Telling]], Incident]


@dataclass(frozen=True, slots=True, eq=False)
class Cluster:
    """Claims that are one incident, oldest first."""

    entries: tuple[Entry, ...]
    incident: Incident


@dataclass(frozen=True, slots=True)
class Changes:
    """What a linking changed. `gone` and `unpaired` are ids that are no more, or that changed and come again."""

    gone: frozenset[str]
    incidents: tuple[Incident, ...]
    unpaired: frozenset[Ids]  # the older claim first
    pairs: tuple[Pair, ...]
    anchors: Mapping[str, Anchor]  # of the claims of `incidents`


class Memory:
    """For one desk and one catalog of sources; in one thread at a time."""

    def __init__(self) -> None:
        self.sound = True  # false after a turn that broke off: then nothing that is held counts
        self.tellings: dict[str, Telling] = {}
        self.copies: Copies | None = None
        self.judgements: tuple[Judgement, ...] = ()
        self._entries: dict[str, Entry] = {}
        self._pairings = Pairings()
        self._clusters: dict[Entry, Cluster] = {}

    def follow(
        self,
        changed: Mapping[str, Told | None],
        judgements: Sequence[Judgement],
        copies: Copies | None,
        make: Make,
    ) -> Changes:
        """Take in what changed by report (null: nothing is told of it any more), and all judgements and copies.

        `make` gives the incident of claims, oldest first, given the tellings of their reports.
        """
        turn = Turn()
        with _collector_at_rest():
            now = {report_id: telling(told) if told else None for report_id, told in changed.items()}
            self.sound = False
            for report_id in sorted(now):
                self._tell(report_id, now[report_id], turn)
            self._pairings.change(turn, self._entries, self._ruled(now, judgements))
            self._note_copies(copies, turn)
            changes = self._clustered(turn, make)
            self.sound = True
            return changes

    def told(self, report_id: str) -> Told | None:
        """What is held as told of a report."""
        held = self.tellings.get(report_id)
        return held.told if held else None

    def clusters(self) -> list[Cluster]:
        """Every cluster once, by its oldest claim."""
        found = dict.fromkeys(self._clusters.values())
        return sorted(found, key=lambda cluster: cluster.entries[0].age)

    def pairs(self) -> list[Pair]:
        """Every pair that is worth a person's time, by age."""
        return self._pairings.shown()

    def _tell(self, report_id: str, now: Telling | None, turn: Turn) -> None:
        """A report's claims anew; those that stay as they were keep their entries."""
        before = self.tellings.pop(report_id, None)
        old = {claim.claim_id: self._entries[claim.claim_id] for claim in (before.reviewed.claims if before else ())}
        if now is not None:
            self.tellings[report_id] = now
            for claim in now.reviewed.claims:
                self._enter(claim, now, old.pop(claim.claim_id, None), turn)
        for claim_id, one in old.items():
            del self._entries[claim_id]
            turn.removed.append(one)

    def _enter(self, claim: EventClaim, now: Telling, before: Entry | None, turn: Turn) -> None:
        made = entry(profile(claim, now.told.report, now.reviewed.claims), now.age(claim))
        if before is not None and (before.age, before.profile) == (made.age, made.profile):
            turn.stale.add(before)
            return
        if before is not None:
            turn.removed.append(before)
        self._entries[claim.claim_id] = made
        turn.added.append(made)

    def _ruled(self, changed: Container[str], judgements: Sequence[Judgement]) -> Mapping[Ids, Judgement]:
        """The judgements that hold on claims now."""
        spoken = {anchor.report_id for judgement in judgements for anchor in (judgement.left, judgement.right)}
        if tuple(judgements) == self.judgements and not any(key in changed for key in spoken):
            return self._pairings.rulings
        self.judgements = tuple(judgements)
        coded = {key: self.tellings[key].reviewed.coded for key in spoken if key in self.tellings}
        return holding(judgements, coded, self._entries)

    def _note_copies(self, copies: Copies | None, turn: Turn) -> None:
        """Reports whose copies changed tell otherwise of who speaks.

        Where copies are given that were not, or no more, each incident looked for its own before, or does now.
        """
        before, self.copies = self.copies, copies
        if before is copies:
            return
        if before is None or copies is None:
            turn.stale.update(self._entries.values())
            return
        changed = {key for pair in {*before.pairs} ^ {*copies.pairs} for key in (pair.report_id, pair.other_id)}
        for claim in (claim for key in changed & self.tellings.keys() for claim in self.tellings[key].reviewed.claims):
            turn.stale.add(self._entries[claim.claim_id])

    def _clustered(self, turn: Turn, make: Make) -> Changes:
        """Clusters and incidents of what the turn touched."""
        reached = self._pairings.reached(turn.seeds)
        old = {self._clusters[one] for one in (*turn.removed, *turn.stale, *reached) if one in self._clusters}
        parts = [part for component in self._pairings.components(reached) for part in self._parts(component)]
        parts += [cluster.entries for cluster in old if reached.isdisjoint(cluster.entries) and self._stands(cluster)]
        for one in turn.removed:
            self._clusters.pop(one, None)
        made = [self._cluster(part, turn.stale, make) for part in parts]
        return self._changes(old, [cluster for cluster in made if cluster not in old], turn)

    def _stands(self, cluster: Cluster) -> bool:
        return all(self._entries.get(one.claim_id) is one for one in cluster.entries)

    def _parts(self, component: Sequence[Entry]) -> list[tuple[Entry, ...]]:
        if len(component) == 1:
            return [tuple(component)]
        weights, rulings = self._pairings.among(component)
        return [tuple(component[i] for i in group) for group in clusters_of(component, weights, rulings)]

    def _cluster(self, part: tuple[Entry, ...], stale: set[Entry], make: Make) -> Cluster:
        """The cluster as it is held where nothing of it changed, else made anew."""
        held = self._clusters.get(part[0])
        if held is not None and held.entries == part and stale.isdisjoint(part):
            return held
        claims = [one.profile.claim for one in part]
        cluster = Cluster(part, make(claims, self.tellings))
        self._clusters.update(dict.fromkeys(part, cluster))
        return cluster

    def _changes(self, old: set[Cluster], made: Sequence[Cluster], turn: Turn) -> Changes:
        before = {cluster.incident.incident_id: cluster.incident for cluster in old}
        # A held cluster that is found again is among the old and not among the made: it is neither gone nor changed.
        live = {one.incident.incident_id for one in old if self._clusters.get(one.entries[0]) is one}
        now = {cluster.incident.incident_id: cluster.incident for cluster in made}
        same = {key for key, incident in now.items() if before.get(key) == incident}
        gone = before.keys() - live - same
        pairs = tuple(self._pairings.pair(pair) for pair in turn.paired if self._pairings.is_shown(*pair))
        changed = tuple(incident for key, incident in now.items() if key not in same)
        claims = [self._entries[key].profile.claim for incident in changed for key in incident.claims]
        anchors = {claim.claim_id: claim.anchor for claim in claims}
        return Changes(frozenset(gone), changed, frozenset(turn.unpaired), pairs, anchors)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Python looks for rings of objects each time that many were made. Here millions are made and kept, and none of
    them form rings: it would go through all of them again and again, a third of the time."""
    at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if at_work:
            gc.enable()
