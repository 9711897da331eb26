"""Claims as the pages show them: who says it, in which words, and where it stands."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote

from conflictdesk.link.standing import whose_words
from conflictdesk.publish import wording
from conflictdesk.publish.voices import Voice
from conflictdesk.records.events import CLAIM_FIELDS, EventClaim, Incident
from conflictdesk.records.reports import Report
from conflictdesk.web.snapshots import Snapshot

UNNAMED = "Publisher not named"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words behind a value, and where reports have them."""

    words: str
    language: str | None
    hrefs: tuple[str, ...]


class Value(NamedTuple):
    """A field of a claim in words; whether the incident's value differs, and whether a person vouches for it."""

    name: str
    words: str
    differs: bool
    reason: str
    vouched: bool


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """A claim as it stands beside its incident's others."""

    claim: EventClaim
    report: Report | None
    href: str
    publisher: str
    who: str
    values: tuple["Value", ...]
    copied: bool
    reviewed: str | None
    incident_id: str | None = None
    number: int = 0
    grade: int | None = None  # how credible a person called it, 1 to 6
    graded_by: str | None = None


def reports_of(one: Incident, held: Snapshot) -> list[Report]:
    ids = dict.fromkeys(claim.report_id for claim in claims_in(one, held))
    return [held.reports[key] for key in ids if key in held.reports]


def claims_in(one: Incident, held: Snapshot) -> list[EventClaim]:
    return [held.claims[key] for key in one.claims if key in held.claims]


def voices(claims: Iterable[EventClaim], held: Snapshot) -> list[Voice]:
    told = list(claims)
    whose = whose_words(told, held.reports, held.source_of)
    return [Voice(c, publisher_of(c, held), language_of(c, held), whose=whose[c.claim_id]) for c in told]


def language_of(claim: EventClaim, held: Snapshot) -> str | None:
    report = held.reports.get(claim.report_id)
    return report.language if report else None


def publisher_of(claim: EventClaim, held: Snapshot) -> str | None:
    report = held.reports.get(claim.report_id)
    return report.publisher if report else None


def oldest_first(claims: Sequence[EventClaim], held: Snapshot) -> list[EventClaim]:
    def age(claim: EventClaim) -> tuple[str, str]:
        report = held.reports.get(claim.report_id)
        return str(report.published or "9999") if report else "9999", claim.claim_id

    return sorted(claims, key=age)


def field_value(field: str, record: Mapping[str, Any]) -> Any:
    """A field of a claim's or incident's record; date and place are gathered from their columns."""
    if field == "date":
        return {key: record[key] for key in ("date_start", "date_end", "date_precision")}
    if field == "place":
        return {key: record[key] for key in ("place", "place_modern", "country", "area", "geo_precision")}
    return record.get(field)


def says(claim: EventClaim, field: str) -> bool:
    return wording.value(field_value(field, claim.values())) != wording.NOT_REPORTED


def who_in_what(claim: EventClaim, held: Snapshot) -> str:
    publisher = publisher_of(claim, held) or UNNAMED
    said_by = [who for who in claim.attributed_to if who.casefold() != publisher.casefold()]
    return f"{wording.listed(said_by)}, in {publisher}" if said_by else publisher


def quotes_of(behind: Sequence[EventClaim], field: str, held: Snapshot) -> tuple[Quote, ...]:
    """The claims' words for a field; words that several reports share are quoted once."""
    found: dict[tuple[str, str | None], list[str]] = {}
    for claim in behind:
        report = held.reports.get(claim.report_id)
        for span in claim.spans.get(field, ()) if report else ():
            words = span.of(report.text).strip() if report else ""
            if words:
                found.setdefault((words, report.language if report else None), []).append(claim_href(claim))
    return tuple(Quote(*said, tuple(dict.fromkeys(hrefs))) for said, hrefs in found.items())


def report_href(report_id: str) -> str:
    return f"/reports/{quote(report_id, safe='')}"


def claim_href(claim: EventClaim) -> str:
    return f"{report_href(claim.report_id)}#claim-{quote(claim.claim_id, safe='')}"


def claim_card(
    claim: EventClaim, one: Incident | None, held: Snapshot, number: int = 0, copied: bool = False
) -> ClaimCard:
    report = held.reports.get(claim.report_id)
    by, grade = held.reviewed_by.get(claim.claim_id), held.credibility.get(claim.claim_id)
    return ClaimCard(
        claim=claim,
        report=report,
        href=claim_href(claim),
        publisher=(report.publisher if report else None) or UNNAMED,
        who=who_in_what(claim, held),
        values=tuple(_compared(claim, one, held.vouched.get(claim.claim_id, frozenset()))),
        copied=copied,
        reviewed=f"{by.who}, {wording.day(by.at)}" if by else None,
        incident_id=one.incident_id if one else None,
        number=number,
        grade=grade.grade if grade else None,
        graded_by=f"{grade.who}, {wording.day(grade.at)}" if grade else None,
    )


def _compared(claim: EventClaim, one: Incident | None, vouched: Collection[str]) -> Iterable[Value]:
    values = claim.values()
    for field in CLAIM_FIELDS:
        words = wording.value(field_value(field, values))
        if words != wording.NOT_REPORTED:
            differs = one is not None and any(claim.claim_id in r.claims for r in one.rivals.get(field, ()))
            yield Value(wording.FIELD_NAMES[field], words, differs, claim.reasons.get(field, ""), field in vouched)
