"""Incidents: a pure function of claims, reports, judgements and reviews; the same in any order of arrival."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from conflictdesk.link.independence import SourceOf
from conflictdesk.link.memory import Changes, Memory
from conflictdesk.link.resolver import Pair
from conflictdesk.link.reviews import Reviewed
from conflictdesk.link.standing import standing, testimony
from conflictdesk.link.telling import Ordinal, Telling, Told, all_reviewed, told_by_report
from conflictdesk.link.values import Evidence, held_values
from conflictdesk.records.copies import Copies
from conflictdesk.records.events import Actor, EventClaim, Incident, Judgement, Place, Review, Target, Weapon
from conflictdesk.records.provenance import stable_id
from conflictdesk.records.reports import Report
from conflictdesk.records.values import Count


@dataclass(frozen=True, slots=True)
class Around:
    """What incidents follow from beside what is told: as for `compute_incidents`."""

    reports: Mapping[str, Report]
    source_of: SourceOf
    judgements: Sequence[Judgement] = ()
    copies: Copies | None = None


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
    memory = memory if memory and memory.sound else Memory()
    told = told_by_report({claim.claim_id: claim for claim in claims}.values(), reports, reviews)
    changed: dict[str, Told | None] = {key: one for key, one in told.items() if memory.told(key) != one}
    changed |= dict.fromkeys(memory.tellings.keys() - told.keys())
    follow(memory, changed, Around(reports, source_of, judgements, copies))
    return linking(memory)


def follow(memory: Memory, changed: Mapping[str, Told | None], around: Around) -> Changes:
    """Take in what changed by report, null where nothing is told of it any more; what else holds is in `around`.

    Raises InputError as `compute_incidents` does.
    """
    make = partial(_incident, around)
    return memory.follow(changed, around.judgements, around.copies, make)


def linking(memory: Memory) -> Linking:
    """What all that `memory` was told comes to."""
    incidents = tuple(cluster.incident for cluster in memory.clusters())
    incident_of = {claim_id: incident.incident_id for incident in incidents for claim_id in incident.claims}
    return Linking(incidents, tuple(memory.pairs()), incident_of, all_reviewed(memory.tellings))


def incident_key(claim: EventClaim, ordinal: Ordinal = 0) -> str:
    """The id of the incident whose oldest claim is `claim`: its report and evidence, so re-coding keeps it.

    `ordinal` tells claims of one sentence apart: 0 for the first, which leaves the id as it is, ADDED for a person's,
    its own id for one that a person's word alone keeps.
    """
    span = [claim.evidence_span.start, claim.evidence_span.end]
    return stable_id(claim.report_id, span, ordinal) if ordinal else stable_id(claim.report_id, span)


def _incident(around: Around, claims: Sequence[EventClaim], tellings: Mapping[str, Telling]) -> Incident:
    """The incident of `claims`, oldest first: it follows from them, their reports, and what is said of these."""
    reports = {key: report for key in {claim.report_id for claim in claims} if (report := around.reports.get(key))}
    of = {claim.claim_id: tellings[claim.report_id] for claim in claims}
    behind = testimony(claims, reports, around.source_of, around.copies)
    vouched = {key: told.reviewed.fields[key] for key, told in of.items() if key in told.reviewed.fields}
    held = held_values(claims, Evidence(behind, reports, vouched))
    value = {name: found.value for name, found in held.items()}
    oldest = claims[0]
    return Incident(
        incident_id=incident_key(oldest, of[oldest.claim_id].ordinals.get(oldest.claim_id, 0)),
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
        reviewed=all(key in told.reviewed.by for key, told in of.items()),
    )
