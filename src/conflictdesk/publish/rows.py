"""What a desk holds, as rows that redaction takes: each claim with all that decides what of it may leave."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from conflictdesk.publish.masking import Known, nothing_known
from conflictdesk.records.credibility import Credibility
from conflictdesk.records.events import EventClaim, Incident, Presence
from conflictdesk.records.provenance import Authorship
from conflictdesk.records.reports import Report
from conflictdesk.records.standings import NotedStand, Stand, Whose


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What may leave beyond the default. `known` tells names of places and organisations, which are not masked."""

    with_presences: bool = False
    with_names: bool = False
    with_belligerent_text: bool = False
    known: Known = nothing_known


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with what only the desk knows of it. `belligerent`: the report's source is one."""

    claim: EventClaim
    report: Report | None = None
    incident_id: str | None = None
    reviewed: Authorship | None = None
    belligerent: bool = False
    presences: tuple[Presence, ...] = ()  # of the same report: their words may stand in the claim's evidence
    credibility: Credibility | None = None  # of what the claim says, as a person graded it
    reliability: str | None = None  # A to F, of the report's source
    whose: Whose | None = None  # whose word it passes on; null: nobody looked, and the claim's status tells
    copy_of: frozenset[str] = frozenset()  # ids of older reports of which its report is a near-copy


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident with its claims, which tell whose words its values are."""

    incident: Incident
    claims: tuple[ClaimRow, ...] = ()
    stands: tuple[Stand, ...] = ()  # how it stood since when
    noted: tuple[NotedStand, ...] = ()  # what the desk held of it since when, also under former ids


@dataclass(frozen=True, slots=True)
class PresenceRow:
    """An actor said to be somewhere. Leaves the desk only where the options say so."""

    presence: Presence
    report: Report | None = None
    belligerent: bool = False


class Held(Protocol):
    """A desk at one moment, whoever has read it."""

    @property
    def reports(self) -> Mapping[str, Report]: ...
    @property
    def claims(self) -> tuple[EventClaim, ...]: ...
    @property
    def presences(self) -> tuple[Presence, ...]: ...
    @property
    def incidents(self) -> tuple[Incident, ...]: ...
    @property
    def incident_of(self) -> Mapping[str, str]: ...
    @property
    def reviewed(self) -> Mapping[str, Authorship]: ...
    @property
    def belligerent(self) -> frozenset[str]: ...
    @property
    def credibility(self) -> Mapping[str, Credibility]: ...
    @property
    def reliability(self) -> Mapping[str, str]: ...
    @property
    def stands(self) -> Mapping[str, tuple[Stand, ...]]: ...
    @property
    def noted(self) -> Mapping[str, tuple[NotedStand, ...]]: ...
    @property
    def whose(self) -> Mapping[str, Whose]: ...
    @property
    def originals(self) -> Mapping[str, frozenset[str]]: ...
    def names(self) -> frozenset[str]:
        """Names of places and organisations that claims hold, in small letters."""
        ...


def export_options(
    held: Held, with_presences: bool = False, with_names: bool = False, with_belligerent_text: bool = False
) -> ExportOptions:
    """What may leave a desk beyond the default; names of places and organisations that its claims hold are known."""
    known = held.names()
    return ExportOptions(with_presences, with_names, with_belligerent_text, lambda name: name.casefold() in known)


def claim_rows(held: Held) -> dict[str, ClaimRow]:
    """Every claim by its id, with the presences of its report: their words may stand in its evidence."""
    said: dict[str, list[Presence]] = {}
    for presence in held.presences:
        said.setdefault(presence.report_id, []).append(presence)
    return {
        claim.claim_id: ClaimRow(
            claim=claim,
            report=held.reports.get(claim.report_id),
            incident_id=held.incident_of.get(claim.claim_id),
            reviewed=held.reviewed.get(claim.claim_id),
            belligerent=claim.report_id in held.belligerent,
            presences=tuple(said.get(claim.report_id, ())),
            credibility=held.credibility.get(claim.claim_id),
            reliability=held.reliability.get(claim.report_id),
            whose=held.whose.get(claim.claim_id),
            copy_of=held.originals.get(claim.report_id, frozenset()),
        )
        for claim in held.claims
    }


def incident_rows(held: Held) -> Iterator[IncidentRow]:
    """Every incident with its claims."""
    rows = claim_rows(held)
    for incident in held.incidents:
        claims = tuple(rows[claim] for claim in incident.claims if claim in rows)
        key = incident.incident_id
        yield IncidentRow(incident, claims, held.stands.get(key, ()), held.noted.get(key, ()))


def presence_rows(held: Held) -> Iterator[PresenceRow]:
    """Every presence with its report."""
    for presence in held.presences:
        report = held.reports.get(presence.report_id)
        yield PresenceRow(presence, report, presence.report_id in held.belligerent)
