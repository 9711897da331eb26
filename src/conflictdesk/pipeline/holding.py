"""What a desk holds, put together for those who show it: claims as people left them, and what each belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass

from conflictdesk.link.reviews import apply_reviews
from conflictdesk.pipeline.folder import sources_of
from conflictdesk.records.events import EventClaim, Incident, Presence
from conflictdesk.records.provenance import Authorship
from conflictdesk.records.reports import Report, SourceKind
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
        incidents, presences = tuple(database.incidents()), tuple(database.presences())
    source_of = sources_of(database.folder)
    sources = {report_id: source_of(report) for report_id, report in reports.items()}
    return Holding(
        reports=reports,
        claims=reviewed.claims,
        presences=presences,
        incidents=incidents,
        incident_of={claim: one.incident_id for one in incidents for claim in one.claims},
        reviewed=reviewed.by,
        belligerent=frozenset(
            key for key, source in sources.items() if source and source.kind is SourceKind.BELLIGERENT
        ),
    )
