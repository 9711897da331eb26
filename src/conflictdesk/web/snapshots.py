"""A desk as it stands, read once and kept until another command changes it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from conflictdesk.errors import NoDesk
from conflictdesk.link.credibility import credible
from conflictdesk.link.reviews import apply_reviews
from conflictdesk.link.series import find_series, with_series
from conflictdesk.pipeline.folder import catalogs_of, sources_of
from conflictdesk.pipeline.history import Entry, history_of_incident, history_of_report
from conflictdesk.pipeline.next_step import Step, next_step
from conflictdesk.pipeline.standings import held_since
from conflictdesk.pipeline.wayback import pages_of
from conflictdesk.records.acts import Forgotten
from conflictdesk.records.copies import Copies
from conflictdesk.records.credibility import Credibility
from conflictdesk.records.events import ClaimPair, EventClaim, Incident, Presence, Review
from conflictdesk.records.provenance import Authorship
from conflictdesk.records.reports import Report, Source
from conflictdesk.records.series import Grouping
from conflictdesk.records.standings import NotedStand
from conflictdesk.store.database import DATABASE, Database
from conflictdesk.store.reports import Hit, Told

Stamp = tuple[tuple[int, int], ...]
SourceOf = Callable[[Report], Source | None]


def _no_source(_report: Report) -> Source | None:
    return None


@dataclass(frozen=True, slots=True, eq=False)  # one is like no other: compared by identity
class Snapshot:
    """What a desk held at one moment, with people's reviews applied to its claims."""

    stamp: Stamp = ()
    incidents: Mapping[str, Incident] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)  # an incident's former id to its present one
    claims: Mapping[str, EventClaim] = field(default_factory=dict)
    grouping: Grouping = field(default_factory=Grouping)  # series and campaigns
    reports: Mapping[str, Report] = field(default_factory=dict)
    presences: tuple[Presence, ...] = ()
    pairs: tuple[ClaimPair, ...] = ()
    copies: Copies = field(default_factory=Copies)
    reviews: tuple[Review, ...] = ()
    vouched: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by claim id: fields that a person stands for
    reviewed_by: Mapping[str, Authorship] = field(default_factory=dict)  # by claim id
    credibility: Mapping[str, Credibility] = field(default_factory=dict)  # by claim id: the grade that a person set
    revisions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # a report's content hashes, oldest first
    issues: tuple[tuple[str, str], ...] = ()  # reports that could not be coded, and why
    partly_read: tuple[tuple[str, str], ...] = ()  # reports of which a part was read, and which
    source_of: SourceOf = _no_source
    next_step: Step | None = field(default_factory=lambda: next_step(0, 0, (), ()))

    def claims_of(self, report_id: str) -> list[EventClaim]:
        found = [claim for claim in self.claims.values() if claim.report_id == report_id]
        return sorted(found, key=lambda claim: (claim.evidence_span, claim.claim_id))

    def incident_of(self) -> Mapping[str, str]:
        """Claim id to incident id."""
        return {claim: one.incident_id for one in self.incidents.values() for claim in one.claims}


class Desk:
    """The desk in a folder, which need not exist yet; every read sees what is there now."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()
        self._held: Snapshot | None = None

    def now(self) -> Snapshot:
        """The desk's present state; an empty one where there is no desk yet."""
        with self._lock:
            stamp = _stamp(self.folder)
            if self._held is None or self._held.stamp != stamp:
                self._held = self._read(stamp)
            return self._held

    def search(self, query: str, limit: int) -> list[Hit]:
        try:
            with Database.open(self.folder) as database:
                return database.search(query, limit)
        except NoDesk:
            return []

    def history_of_incident(self, incident_id: str) -> list[Entry]:
        """Who did what to an incident, the latest first. Raises NoDesk."""
        with Database.open(self.folder) as database:
            return history_of_incident(database, incident_id)

    def held_since(self, incident: Incident) -> list[NotedStand]:
        """What the desk held of an incident from which moment on, oldest first. Raises NoDesk."""
        with Database.open(self.folder) as database:
            return held_since(database, incident)

    def history_of_report(self, report_id: str) -> list[Entry]:
        """Who did what to a report, the latest first. Raises NoDesk."""
        with Database.open(self.folder) as database:
            return history_of_report(database, report_id)

    def told(self, report_id: str) -> list[Told]:
        """The revisions of a report, oldest first. Raises NoDesk."""
        with Database.open(self.folder) as database:
            return database.told(report_id)

    def pages_of(self, report: Report, claims: Iterable[EventClaim]) -> dict[str, str]:
        """On which page of its file the evidence of each claim of a report stands; the file is read again for it."""
        with Database.open(self.folder) as database:
            return pages_of(database, report, claims)

    def forgotten(self, report_id: str) -> Forgotten | None:
        """What is left of a report that the desk was told to forget; null where it was not."""
        try:
            with Database.open(self.folder) as database:
                return next((one for one in database.forgotten() if one.report_id == report_id), None)
        except NoDesk:
            return None

    def _read(self, stamp: Stamp) -> Snapshot:
        try:
            with Database.open(self.folder) as database:
                return _snapshot(database, stamp)
        except NoDesk:
            return Snapshot(stamp)


def _snapshot(database: Database, stamp: Stamp) -> Snapshot:
    with database.at_one_moment():
        return _read_all(database, stamp)


def _read_all(database: Database, stamp: Stamp) -> Snapshot:
    reviews, counts = database.reviews(), database.counts()
    reviewed = apply_reviews(database.claims(), reviews)
    claims = {claim.claim_id: claim for claim in reviewed.claims}
    found = find_series(stored := database.incidents(), claims, database.memberships())
    incidents = with_series(stored, found)
    return Snapshot(
        stamp=stamp,
        incidents={one.incident_id: one for one in incidents},
        former={old: one.incident_id for one in incidents for old in one.former_ids},
        claims=claims,
        grouping=found,
        reports={report.report_id: report for report in database.reports()},
        presences=tuple(database.presences()),
        pairs=tuple(database.pairs()),
        copies=Copies(database.near_copies()),
        reviews=tuple(reviews),
        vouched=reviewed.fields,
        reviewed_by=reviewed.by,
        credibility=credible(database.credibilities(), reviewed.coded),
        revisions=_revisions(database.content_hashes()),
        issues=tuple(database.issues()),
        partly_read=tuple(database.partly_read()),
        source_of=sources_of(database.folder),
        next_step=next_step(
            counts.reports, counts.waiting, claims, {claim for one in incidents for claim in one.claims}
        ),
    )


def _revisions(hashes: Sequence[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for report_id, digest in hashes:
        found[report_id] = (*found.get(report_id, ()), digest)
    return found


def _stamp(folder: Path) -> Stamp:
    """Changes whenever the desk's files do: the database's own, its write-ahead log's, the catalog's."""
    parts = [folder / DATABASE, folder / f"{DATABASE}-wal", *catalogs_of(folder)]
    stats = [part.stat() for part in parts if part.exists()]
    return tuple((stat.st_mtime_ns, stat.st_size) for stat in stats)
