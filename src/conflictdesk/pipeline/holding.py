"""What a desk holds, put together for those who show it: claims as people left them, and what each belongs to."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from conflictdesk.link.independence import age
from conflictdesk.link.reviews import apply_reviews
from conflictdesk.link.series import find_series, with_series
from conflictdesk.link.standing import whose_words
from conflictdesk.pipeline.folder import catalog_of, sources_of
from conflictdesk.pipeline.grading import credibilities
from conflictdesk.pipeline.standings import all_held_since, stands_of
from conflictdesk.records.copies import Copies
from conflictdesk.records.credibility import Credibility
from conflictdesk.records.events import EventClaim, Incident, Presence
from conflictdesk.records.provenance import Authorship
from conflictdesk.records.reports import Report, Source, SourceKind
from conflictdesk.records.series import Grouping
from conflictdesk.records.standings import NotedStand, Stand, Whose
from conflictdesk.sources.catalog import Catalog
from conflictdesk.store.database import Database


@dataclass(frozen=True, slots=True)
class Holding:
    """A desk at one moment. Claims whose reports came after the last linking are in no incident."""

    reports: Mapping[str, Report]
    claims: tuple[EventClaim, ...]
    presences: tuple[Presence, ...]
    incidents: tuple[Incident, ...]
    incident_of: Mapping[str, str]  # claim id to incident id
    reviewed: Mapping[str, Authorship]  # claim id to who last reviewed it
    belligerent: frozenset[str]  # ids of reports whose source is a party to the conflict
    credibility: Mapping[str, Credibility] = field(default_factory=dict)  # claim id to the grade that a person set
    reliability: Mapping[str, str] = field(default_factory=dict)  # report id to its source's, A to F, where it is set
    stands: Mapping[str, tuple[Stand, ...]] = field(default_factory=dict)  # incident id to how it stood since when
    noted: Mapping[str, tuple[NotedStand, ...]] = field(default_factory=dict)  # incident id to what was held when
    grouping: Grouping = field(default_factory=Grouping)  # series and campaigns
    whose: Mapping[str, Whose] = field(default_factory=dict)  # claim id to whose word it passes on
    originals: Mapping[str, frozenset[str]] = field(default_factory=dict)  # report id to older near-copies of it

    def names(self) -> frozenset[str]:
        """Names of places and organisations that claims hold: no person's.

        A place that no gazetteer has is left out: it may be a person, taken for a place.
        """
        resolved = [claim.place for claim in self.claims if claim.place.resolved]
        places = {name for place in resolved for name in (place.name, place.modern)}
        actors = {name for claim in self.claims for name in (claim.perpetrator.canonical, claim.claimed_by)}
        return frozenset(name.casefold() for name in places | actors if name)


def read_holding(database: Database) -> Holding:
    """All of the desk as it is at one moment, whatever other commands do meanwhile."""
    with database.at_one_moment():
        reports = {report.report_id: report for report in database.reports()}
        reviewed = apply_reviews(database.claims(), database.reviews())
        presences, words = tuple(database.presences()), database.memberships()
        incidents = tuple(database.incidents())
        copies, grades = Copies(database.near_copies()), credibilities(database)
        noted = all_held_since(database, incidents)
    source_of = sources_of(database.folder)
    sources = {report_id: source_of(report) for report_id, report in reports.items()}
    belligerent = frozenset(key for key, one in sources.items() if one and one.kind is SourceKind.BELLIGERENT)
    words_of = _whose(reviewed.claims, incidents, reports, source_of)
    catalog = catalog_of(database.folder)
    reports |= {key: _by_its_name(reports[key], catalog) for key in belligerent}
    claims = {claim.claim_id: claim for claim in reviewed.claims}
    found = find_series(incidents, claims, words)
    incidents = with_series(incidents, found)
    return Holding(
        reports=reports,
        claims=reviewed.claims,
        presences=presences,
        incidents=incidents,
        incident_of={claim: one.incident_id for one in incidents for claim in one.claims},
        reviewed=reviewed.by,
        belligerent=belligerent,
        noted=noted,
        grouping=found,
        whose=words_of,
        originals=_originals(reports, copies),
        credibility=grades,
        reliability={key: one.reliability for key, one in sources.items() if one and one.reliability},
        stands={one.incident_id: stands_of(one, claims, reports, source_of, copies) for one in incidents},
    )


def _whose(
    claims: Iterable[EventClaim],
    incidents: Iterable[Incident],
    reports: Mapping[str, Report],
    source_of: Callable[[Report], Source | None],
) -> dict[str, Whose]:
    """Whose word each claim (id) passes on: of an incident's by what its reports tell together."""
    left = {claim.claim_id: claim for claim in claims}
    together = [[left.pop(key) for key in one.claims if key in left] for one in incidents]
    alone = [[claim] for claim in left.values()]
    return {key: word for told in (*together, *alone) for key, word in whose_words(told, reports, source_of).items()}


def _by_its_name(report: Report, catalog: Catalog) -> Report:
    """A belligerent's report under the belligerent's name, where it calls itself by another's."""
    return replace(report, publisher=catalog.publisher_of(report.publisher, report.url))


def _originals(reports: Mapping[str, Report], copies: Copies) -> dict[str, frozenset[str]]:
    """For each report that is a near-copy the ids of the older ones that it is a copy of."""
    found: dict[str, set[str]] = {}
    for pair in copies.among(reports):
        older, younger = sorted((reports[pair.report_id], reports[pair.other_id]), key=age)
        found.setdefault(younger.report_id, set()).add(older.report_id)
    return {key: frozenset(ids) for key, ids in found.items()}
