"""What people say, in SQL: reviews of claims and judgements of pairs. Rows are only ever added."""

import json
from datetime import datetime

from sqlalchemy import Connection, insert, select

from conflictdesk.records.events import Anchor, Judgement, Likeness, Review, Verdict
from conflictdesk.records.reports import Span
from conflictdesk.store.schema import judgements, reviews


def add_review(connection: Connection, review: Review) -> None:
    connection.execute(
        insert(reviews).values(
            report_id=review.anchor.report_id,
            span_start=review.anchor.span.start,
            span_end=review.anchor.span.end,
            verdict=str(review.verdict),
            field=review.field,
            value=json.dumps(review.value, ensure_ascii=False),
            who=review.who,
            at=review.at.isoformat(),
        )
    )


def all_reviews(connection: Connection) -> list[Review]:
    """Oldest first: the last on an anchor and field holds."""
    return [
        Review(
            anchor=Anchor(row.report_id, Span(row.span_start, row.span_end)),
            verdict=Verdict(row.verdict),
            field=row.field,
            value=json.loads(row.value),
            who=row.who,
            at=datetime.fromisoformat(row.at),
        )
        for row in connection.execute(select(reviews).order_by(reviews.c.review_id))
    ]


def add_judgement(connection: Connection, judgement: Judgement) -> None:
    left, right = judgement.left, judgement.right
    connection.execute(
        insert(judgements).values(
            left_report=left.report_id,
            left_start=left.span.start,
            left_end=left.span.end,
            right_report=right.report_id,
            right_start=right.span.start,
            right_end=right.span.end,
            likeness=str(judgement.likeness),
            score=judgement.score,
            reason=judgement.reason,
            made_by=judgement.by,
            at=judgement.at.isoformat(),
        )
    )


def all_judgements(connection: Connection) -> list[Judgement]:
    """Oldest first: the last on a pair holds."""
    return [
        Judgement(
            left=Anchor(row.left_report, Span(row.left_start, row.left_end)),
            right=Anchor(row.right_report, Span(row.right_start, row.right_end)),
            likeness=Likeness(row.likeness),
            score=row.score,
            reason=row.reason,
            by=row.made_by,
            at=datetime.fromisoformat(row.at),
        )
        for row in connection.execute(select(judgements).order_by(judgements.c.judgement_id))
    ]
