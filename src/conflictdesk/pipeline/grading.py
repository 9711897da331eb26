"""How credible a claim's information is: 1 to 6, which a person sets, beside the reliability of its source.

The two are two fields. Nothing is computed of them, and no standing depends on them.
"""

from datetime import UTC, datetime

from conflictdesk.errors import InputError
from conflictdesk.link.credibility import credible
from conflictdesk.link.independence import SourceOf
from conflictdesk.link.review_values import event_of, with_seen
from conflictdesk.link.reviews import apply_reviews
from conflictdesk.pipeline.folder import sources_of
from conflictdesk.records.acts import Act
from conflictdesk.records.anchors import own_words, review_anchor
from conflictdesk.records.credibility import GRADES, Credibility
from conflictdesk.records.events import EventClaim, Record, Review, Verdict
from conflictdesk.records.reports import Report
from conflictdesk.store.credibilities import FIELD
from conflictdesk.store.database import Database

NOT_YET = datetime.min.replace(tzinfo=UTC)  # the store gives each word the time of its act


def grade(database: Database, who: str, claim_id: str, value: int | None) -> Act:
    """Keep how credible `who` calls the information of a claim; null takes the grade off.

    Raises InputError for a grade that is none, and for a claim that the desk does not have.
    """
    if value is not None and (type(value) is not int or value not in GRADES):
        scale = ", ".join(f"{key} {words}" for key, words in GRADES.items())
        raise InputError(f"Credibility cannot be {value!r:.40}; it is one of {scale}. Nothing was kept.")
    with database.at_one_moment():
        report_id = database.reports_of([claim_id]).get(claim_id) or _added_to(database, claim_id)
        coded = apply_reviews(database.claims_of(report_id), database.reviews([report_id])).coded
        revision = database.revision_numbers([report_id]).get(report_id)
    claim = next((one for one in coded if one.claim_id == claim_id), None)
    if claim is None or revision is None:
        raise _unknown(claim_id)
    said = Review(review_anchor(claim, coded), Verdict.ACCEPT, FIELD, _told(claim, value), who, NOT_YET, revision)
    return database.add_credibility(said, f"called a claim {value}, {GRADES[value]}" if value else "took a grade off")


def credibilities(database: Database) -> dict[str, Credibility]:
    """The grade of every claim (id) that has one now."""
    return _graded(database)[0]


def listed(database: Database) -> list[Record]:
    """Every grade that holds: `{claim_id, report_id, credibility, in_words, source, reliability, who, at}`."""
    with database.at_one_moment():
        held, claims = _graded(database)
        reports = {key: database.report(key) for key in {claim.report_id for claim in claims.values()}}
    source_of = sources_of(database.folder)
    return [
        _line(claims[claim_id], one, reports[claims[claim_id].report_id], source_of)
        for claim_id, one in sorted(held.items(), key=lambda entry: entry[1].at)
    ]


def _line(claim: EventClaim, one: Credibility, report: Report | None, source_of: SourceOf) -> Record:
    source = source_of(report) if report else None
    return {
        "claim_id": claim.claim_id,
        "report_id": claim.report_id,
        "credibility": one.grade,
        "in_words": GRADES[one.grade],
        "source": source.name if source else report.publisher if report else None,
        "reliability": source.reliability if source else None,
        "who": one.who,
        "at": one.at.isoformat(),
    }


def _graded(database: Database) -> tuple[dict[str, Credibility], dict[str, EventClaim]]:
    """The grades that hold, and the claims that they may speak of, by id."""
    with database.at_one_moment():
        said = database.credibilities()
        reports = sorted({one.anchor.report_id for one in said})
        claims = [claim for report_id in reports for claim in database.claims_of(report_id)]
        coded = apply_reviews(claims, database.reviews(reports) if reports else ()).coded
    return credible(said, coded), {claim.claim_id: claim for claim in coded}


def _told(claim: EventClaim, value: int | None) -> Record:
    return with_seen(value, None, next(iter(own_words(claim)), None), event_of(claim))


def _added_to(database: Database, claim_id: str) -> str:
    """The report to which a person added a claim. Raises InputError where nobody added such a claim."""
    for review in database.reviews():
        if review.verdict is Verdict.ADD and review.value.get("claim_id") == claim_id:
            return review.anchor.report_id
    raise _unknown(claim_id)


def _unknown(claim_id: str) -> InputError:
    return InputError(
        f"No claim of this desk has the number {claim_id!r:.80}: conflictdesk export --claims lists them."
    )
