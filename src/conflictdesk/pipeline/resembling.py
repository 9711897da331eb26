""" "This looks like incident X, already held": said when a report is coded and linked, with the reasons.

That is the moment at which it can be said: while a report is only added, nothing but its wording is known. The warning
is no question and stops nothing: whoever finds it wrong says "different" in the link queue.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from conflictdesk.link.reviews import apply_reviews
from conflictdesk.link.standing import standing, testimony
from conflictdesk.pipeline.folder import sources_of
from conflictdesk.records.copies import Copies
from conflictdesk.records.events import EventClaim, Standing
from conflictdesk.records.reports import Report
from conflictdesk.store.database import Database
from conflictdesk.store.resembling import Beside

# The properties whose reasons the sentence gives, in this order; and how reasons begin that speak for nothing.
TOLD = ("date", "hour", "place", "type", "perpetrator", "target", "weapon", "casualties")
SILENT = ("one report does not", "one report names nobody", "the reports do not both", "no ", "neither")


@dataclass(frozen=True, slots=True)
class LooksHeld:
    """A claim of a new report, the incident that it looks like, who told of that before, and why.

    `standing` is how that stood without the reports that are new.
    `reasons` are those of the closest claim, by property; `sentence` is for a reader.
    """

    report_id: str
    claim_id: str
    incident_id: str
    standing: str
    told_by: tuple[str, ...]
    reasons: Mapping[str, str]
    sentence: str


def looks_held(database: Database, report_ids: Iterable[str]) -> list[LooksHeld]:
    """The claims of these reports that are linked to what other reports told, one line for each incident.

    `report_ids` are those that came together: what they tell of together was not held before.
    """
    with database.at_one_moment():
        found = sorted(database.beside(report_ids), key=lambda one: (one.report_id, one.incident_id, -(one.score or 0)))
        reports = {key: database.report(key) for key in {end for one in found for end in _ends(one)}}
        before = _stood_before(database, found, {key: one for key, one in reports.items() if one})
    return [
        _looks(list(group), reports, str(before[key]))
        for (_, key), group in groupby(found, key=lambda one: (one.report_id, one.incident_id))
    ]


def _stood_before(database: Database, found: Sequence[Beside], reports: Mapping[str, Report]) -> dict[str, Standing]:
    """How each incident stood by the claims of the reports that were held before."""
    if not found:
        return {}
    others = sorted({one.other_report for one in found})
    coded = [claim for key in others for claim in database.claims_of(key)]
    claims = {one.claim_id: one for one in apply_reviews(coded, database.reviews(others)).claims}
    of: dict[str, dict[str, EventClaim]] = {}
    for one in found:
        if one.other_claim in claims:
            of.setdefault(one.incident_id, {})[one.other_claim] = claims[one.other_claim]
    source_of, copies = sources_of(database.folder), Copies(database.near_copies(others))
    known = {one.incident_id: list(of.get(one.incident_id, {}).values()) for one in found}
    return {key: standing(told, testimony(told, reports, source_of, copies)) for key, told in known.items()}


def fresh_since(database: Database, before: frozenset[str]) -> frozenset[str]:
    """The reports that came into incidents since `before` was all; empty where nothing was linked then."""
    return database.linked_reports() - before if before else frozenset()


def _looks(found: Sequence[Beside], reports: Mapping[str, Report | None], stood: str) -> LooksHeld:
    closest = found[0]
    others = sorted({one.other_report for one in found}, key=lambda key: _day(reports[key]))
    told = tuple(dict.fromkeys(_called(reports[key]) for key in others))
    reasons = dict(closest.reasons or {})
    return LooksHeld(
        closest.report_id,
        closest.claim_id,
        closest.incident_id,
        stood,
        told,
        reasons,
        _sentence(_called(reports[closest.report_id]), closest.incident_id, stood, told, reasons),
    )


def _sentence(of: str, incident_id: str, stood: str, told: Sequence[str], reasons: Mapping[str, str]) -> str:
    """What the person is told: which incident, who told of it, and what speaks for it."""
    by = told[0] if len(told) == 1 else f"{told[0]} and {len(told) - 1} more"
    why = [reasons[name] for name in TOLD if name in reasons and not reasons[name].startswith(SILENT)]
    because = "; ".join(why) if why else "by way of another report, or by a person's word"
    return f"{of}: this looks like incident {incident_id}, already held ({stood}, told by {by}): {because}."


def _called(report: Report | None) -> str:
    if report is None:
        return "a report"
    name = report.publisher or report.title or report.report_id
    return f"{name}, {report.published.isoformat()}" if report.published else name


def _day(report: Report | None) -> str:
    return report.published.isoformat() if report and report.published else "9999"


def _ends(one: Beside) -> tuple[str, str]:
    return one.report_id, one.other_report
