"""Incidents: a pure function of claims, reports, judgements and reviews; the same in any order of arrival."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conflictdesk.link.anchors import is_added
from conflictdesk.link.independence import SourceOf, age
from conflictdesk.link.memory import Memory
from conflictdesk.link.resolver import Pair, resolve
from conflictdesk.link.reviews import Reviewed, apply_reviews
from conflictdesk.link.standing import standing, testimony
from conflictdesk.link.values import Evidence, held_values
from conflictdesk.records.copies import Copies
from conflictdesk.records.events import Actor, EventClaim, Incident, Judgement, Place, Review, Target, Weapon
from conflictdesk.records.provenance import stable_id
from conflictdesk.records.reports import Report, Span
from conflictdesk.records.values import Count

ADDED = -1  # the ordinal of a claim that a person added
Ordinal = int | str


@dataclass(frozen=True, slots=True)
class Linking:
    """What claims come to: incidents (oldest first), the pairs that were weighed, and each claim's incident.

    `reviewed` holds the claims as people left them; rejected claims are in no incident.
    """

    incidents: tuple[Incident, ...]
    pairs: tuple[Pair, ...]
    incident_of: Mapping[str, str]
    reviewed: Reviewed


def compute_incidents(
    claims: Sequence[EventClaim],
    reports: Mapping[str, Report],
    source_of: SourceOf,
    judgements: Sequence[Judgement] = (),
    reviews: Sequence[Review] = (),
    memory: Memory | None = None,
    copies: Copies | None = None,
) -> Linking:
    """Link the machine's `claims` of the current coding into incidents.

    `reports` by id hold the reports of the claims; `source_of` tells the catalog's source of a report, or null.
    Reviews are applied here: pass the claims as coded. Raises InputError for a review whose value cannot be.
    `copies` are those that intake found among the reports; left out, they are found here, by the same function.
    `memory` saves work that the linking before has done, and changes nothing of what comes out.
    """
    memory = memory or Memory()
    reviewed = apply_reviews(claims, reviews)
    coded = sorted(reviewed.coded, key=lambda claim: _age(claim, reports))
    left = {claim.claim_id: claim for claim in reviewed.claims}
    ordered = [left[claim.claim_id] for claim in coded if claim.claim_id in left]
    profiles = [memory.profile(claim, reports.get(claim.report_id)) for claim in ordered]
    resolution = resolve(profiles, judgements, coded, memory.compare)
    ordinals = _ordinals(coded, {claim.claim_id for claim in claims})
    clusters = [[ordered[i] for i in cluster] for cluster in resolution.clusters]
    told = _Told(reports, source_of, reviewed, ordinals, copies)
    incidents = tuple(_held_incident(cluster, told, memory) for cluster in clusters)
    memory.turn()
    incident_of = {claim_id: incident.incident_id for incident in incidents for claim_id in incident.claims}
    return Linking(incidents, resolution.pairs, incident_of, reviewed)


def incident_key(claim: EventClaim, ordinal: Ordinal = 0) -> str:
    """The id of the incident whose oldest claim is `claim`: its report and evidence, so re-coding keeps it.

    `ordinal` tells claims of one sentence apart: 0 for the first, which leaves the id as it is, ADDED for a person's,
    its own id for one that a person's word alone keeps.
    """
    span = [claim.evidence_span.start, claim.evidence_span.end]
    return stable_id(claim.report_id, span, ordinal) if ordinal else stable_id(claim.report_id, span)


def _age(claim: EventClaim, reports: Mapping[str, Report]) -> tuple[Any, ...]:
    report = reports.get(claim.report_id)
    dated = (False, *age(report)) if report else (True, claim.report_id)
    return (*dated, claim.evidence_span, *_place_in_sentence(claim))


def _place_in_sentence(claim: EventClaim) -> tuple[Span, str]:
    own = claim.spans.get("type") or claim.spans.get("place") or (claim.evidence_span,)
    return own[0], claim.claim_id


def _ordinals(coded: Sequence[EventClaim], read: set[str]) -> dict[str, Ordinal]:
    """Which of the claims with the same evidence each claim is, counted from 0; ADDED for a person's beside them.

    Rejected claims count, and those that the machine does not read (ids that are not in `read`) do not: else an id
    would pass to another event when a person speaks, or the machine falls silent.
    """
    met: dict[Any, int] = defaultdict(int)
    ordinals: dict[str, Ordinal] = {}
    for claim in coded:
        if claim.claim_id in read:
            ordinals[claim.claim_id] = met[claim.anchor]
            met[claim.anchor] += 1
        elif not is_added(claim):
            ordinals[claim.claim_id] = claim.claim_id
    return {c.claim_id: ordinals.get(c.claim_id, ADDED if met[c.anchor] else 0) for c in coded}


@dataclass(frozen=True, slots=True)
class _Told:
    """What incidents are made of beside their claims."""

    reports: Mapping[str, Report]
    source_of: SourceOf
    reviewed: Reviewed
    ordinals: Mapping[str, Ordinal]
    copies: Copies | None


def _held_incident(claims: Sequence[EventClaim], told: _Told, memory: Memory) -> Incident:
    """The incident of `claims`, made anew where anything that it depends on has changed."""
    ids = tuple(claim.claim_id for claim in claims)
    of = tuple(dict.fromkeys(claim.report_id for claim in claims))
    said = [(key in told.reviewed.by, told.reviewed.fields.get(key)) for key in ids]
    copies = None if told.copies is None else told.copies.among(of)
    arguments = list(claims), [told.reports.get(key) for key in of], said, told.ordinals[ids[0]], copies
    return memory.incident(ids, arguments, lambda: _incident(claims, told))


def _incident(claims: Sequence[EventClaim], told: _Told) -> Incident:
    reviewed, ordinals = told.reviewed, told.ordinals
    behind = testimony(claims, told.reports, told.source_of, told.copies)
    held = held_values(claims, Evidence(behind, told.reports, reviewed.fields))
    value = {name: found.value for name, found in held.items()}
    oldest = claims[0]
    return Incident(
        incident_id=incident_key(oldest, ordinals[oldest.claim_id]),
        standing=standing(claims, behind),
        type=value["type"],
        role=value["role"],
        when=value["date"],
        place=value["place"] or Place(),
        perpetrator=value["perpetrator"] or Actor(),
        target=value["target"] or Target(),
        weapon=value["weapon"] or Weapon(),
        killed=value["killed"] or Count(),
        wounded=value["wounded"] or Count(),
        abducted=value["abducted"] or Count(),
        claimed_by=value["claimed_by"],
        campaign=value["campaign"],
        claims=tuple(claim.claim_id for claim in claims),
        sources_independent=behind.support(claims),
        rivals={name: found.rivals for name, found in held.items() if found.rivals},
        reviewed=all(claim.claim_id in reviewed.by for claim in claims),
    )
