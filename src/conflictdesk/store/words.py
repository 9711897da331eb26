"""What people say, in SQL: acts with their reviews and judgements. Rows are only ever added; undo is an act too.

Words are given as they hold now: without those that were taken back, and at their place in the current text
(store/moves.py). Those that have none there are given apart.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, select

from conflictdesk.errors import InputError
from conflictdesk.records.acts import Act
from conflictdesk.records.events import Anchor, Judgement, Likeness, Review, Verdict
from conflictdesk.records.moving import Displaced
from conflictdesk.records.reports import Span
from conflictdesk.store.moves import Moves
from conflictdesk.store.schema import acts, judgements, reports, reviews

W = TypeVar("W", Review, Judgement)
TICK = timedelta(microseconds=1)
RECENT = 300  # acts that tell a desk's pace
JUDGING = ("accept", "correct", "reject", "add", "judge")  # the verbs of reviews and judgements
ASSESS, GRADE = "assess", "grade"
SERIES = "series"
OWN_WORDS = (*JUDGING, ASSESS, GRADE, SERIES)  # the verbs that undo takes back


@dataclass(frozen=True, slots=True)
class Draft:
    """An act that is about to be kept; its time is the clock's, but later than that of any act before it."""

    verb: str
    who: str
    summary: str
    undoes: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Said(Generic[W]):
    """A person's word and the number of its act (null: of none).

    `placed`: it is given at its place in the current text; else its words stand there no more.
    """

    act_id: int | None
    word: W
    placed: bool


def keep(connection: Connection, draft: Draft, said: Iterable[Review] = (), judged: Iterable[Judgement] = ()) -> Act:
    """Keep an act with its words, which get the act's time."""
    at = draft.at or _later_than_all(connection)
    values = {
        "verb": draft.verb,
        "who": draft.who,
        "at": at.isoformat(),
        "undoes": draft.undoes,
        "summary": draft.summary,
    }
    act_id = int(connection.execute(insert(acts).values(values).returning(acts.c.act_id)).scalar_one())
    review_rows = [_review_row(replace(one, at=at), act_id) for one in said]
    judgement_rows = [_judgement_row(replace(one, at=at), act_id) for one in judged]
    touched = {row["report_id"] for row in review_rows}
    touched |= {row[side] for row in judgement_rows for side in ("left_report", "right_report")}
    refuse_forgotten(connection, touched)
    if review_rows:
        connection.execute(insert(reviews), review_rows)
    if judgement_rows:
        connection.execute(insert(judgements), judgement_rows)
    return Act(act_id, draft.verb, draft.who, at, draft.summary, draft.undoes, reports=tuple(sorted(touched)))


def refuse_forgotten(connection: Connection, report_ids: Iterable[str]) -> None:
    """Raise InputError where a report was forgotten meanwhile."""
    for report_id in sorted(report_ids):
        if connection.execute(select(reports).where(reports.c.report_id == report_id)).first() is None:
            raise InputError(f"There is no report {report_id} in this desk any more: it was forgotten.")


def take_back(connection: Connection, who: str, act_id: int | None = None) -> Act | None:
    """Take back the person's latest act of judging, grading or assessment, or the one named; null: none is left.

    Raises InputError where the act named is another person's, is taken back already, or cannot be.
    """
    gone = select(acts.c.undoes).where(acts.c.undoes.is_not(None))
    theirs = select(acts).where(acts.c.who == who, acts.c.verb.in_(OWN_WORDS), acts.c.act_id.not_in(gone))
    if act_id is not None:
        theirs = theirs.where(acts.c.act_id == act_id)
    found = connection.execute(theirs.order_by(acts.c.act_id.desc())).first()
    if found is None and act_id is not None:
        raise InputError(f"Act {act_id} is none of {who} that can still be taken back. Say what holds instead.")
    if found is None:
        return None
    undo = keep(connection, Draft("undo", who, f"took back: {found.summary}", undoes=found.act_id))
    return replace(undo, reports=_reports_of(connection, found.act_id))


def spoken_since(connection: Connection, act_id: int) -> list[str]:
    """The reports whose reviews changed by acts after this one, whether they were added or taken back."""
    undone = select(acts.c.undoes).where(acts.c.act_id > act_id, acts.c.undoes.is_not(None))
    query = select(reviews.c.report_id).where((reviews.c.act_id > act_id) | reviews.c.act_id.in_(undone))
    return list(connection.scalars(query.distinct()))


def times(connection: Connection) -> list[datetime]:
    """When people last reviewed and judged, newest first."""
    query = select(acts.c.at).where(acts.c.verb.in_(JUDGING)).order_by(acts.c.act_id.desc()).limit(RECENT)
    return [datetime.fromisoformat(at) for at in connection.scalars(query)]


def all_acts(connection: Connection) -> list[Act]:
    """Oldest first, without what they spoke of."""
    rows = connection.execute(select(acts).order_by(acts.c.act_id))
    return [Act(row.act_id, row.verb, row.who, datetime.fromisoformat(row.at), row.summary, row.undoes) for row in rows]


def review_rows(connection: Connection, report_ids: Sequence[str]) -> list[Said[Review]]:
    """Reviews of these reports, oldest first, those taken back included."""
    query = select(reviews).where(reviews.c.report_id.in_(report_ids)).order_by(reviews.c.review_id)
    moves = Moves(connection)
    return [Said(row.act_id, *moves.review(read_review(row))) for row in connection.execute(query)]


def judgement_rows(connection: Connection, report_ids: Sequence[str]) -> list[Said[Judgement]]:
    """Judgements on claims of these reports, oldest first, those taken back included."""
    of_these = judgements.c.left_report.in_(report_ids) | judgements.c.right_report.in_(report_ids)
    query = select(judgements).where(of_these).order_by(judgements.c.judgement_id)
    moves, found = Moves(connection), connection.execute(query).all()
    moved = [(row.act_id, moves.judgement(read_judgement(row))) for row in found]
    return [
        Said(act_id, now.judgement if isinstance(now, Displaced) else now, isinstance(now, Judgement))
        for act_id, now in moved
    ]


def all_reviews(connection: Connection, of: Sequence[str] | None = None) -> list[Review]:
    """Those that hold, oldest first: the last on an anchor and field holds. `of`: of these reports alone."""
    return [review for review, there in _placed_reviews(connection, of) if there]


def unplaced_reviews(connection: Connection, of: Sequence[str] | None = None) -> list[Review]:
    """Those that hold, and that have no place in the report's current text; anchors count in the older text."""
    return [review for review, there in _placed_reviews(connection, of) if not there]


def _placed_reviews(connection: Connection, of: Sequence[str] | None) -> list[tuple[Review, bool]]:
    query = holding(select(reviews), reviews.c.act_id).order_by(reviews.c.review_id)
    if of is not None:
        query = query.where(reviews.c.report_id.in_(of))
    found, moves = [read_review(row) for row in connection.execute(query)], Moves(connection)
    return [moves.review(review) for review in found]


def read_review(row: Row[Any]) -> Review:
    return Review(
        anchor=Anchor(row.report_id, Span(row.span_start, row.span_end)),
        verdict=Verdict(row.verdict),
        field=row.field,
        value=json.loads(row.value),
        who=row.who,
        at=datetime.fromisoformat(row.at),
        revision=row.revision,
    )


def all_judgements(connection: Connection) -> list[Judgement]:
    """Those that hold and have their places in the current texts, oldest first."""
    return [one for one in _moved_judgements(connection) if isinstance(one, Judgement)]


def displaced_judgements(connection: Connection) -> list[Displaced]:
    """Those that hold, and of which an end has no place in its report's current text, oldest first."""
    return [one for one in _moved_judgements(connection) if isinstance(one, Displaced)]


def _moved_judgements(connection: Connection) -> list[Judgement | Displaced]:
    query = holding(select(judgements), judgements.c.act_id).order_by(judgements.c.judgement_id)
    found, moves = [read_judgement(row) for row in connection.execute(query)], Moves(connection)
    return [moves.judgement(one) for one in found]


def read_judgement(row: Row[Any]) -> Judgement:
    return Judgement(
        left=Anchor(row.left_report, Span(row.left_start, row.left_end)),
        right=Anchor(row.right_report, Span(row.right_start, row.right_end)),
        likeness=Likeness(row.likeness),
        score=row.score,
        reason=row.reason,
        by=row.made_by,
        at=datetime.fromisoformat(row.at),
        revisions=(row.left_revision, row.right_revision),
    )


def holding(query: Select[Any], act_id: ColumnElement[Any]) -> Select[Any]:
    """`query` without the rows of acts that were taken back."""
    gone = select(acts.c.undoes).where(acts.c.undoes.is_not(None))
    return query.where(act_id.is_(None) | act_id.not_in(gone))


def _reports_of(connection: Connection, act_id: int) -> tuple[str, ...]:
    spoken = select(reviews.c.report_id).where(reviews.c.act_id == act_id)
    left = select(judgements.c.left_report).where(judgements.c.act_id == act_id)
    right = select(judgements.c.right_report).where(judgements.c.act_id == act_id)
    return tuple(sorted({key for query in (spoken, left, right) for key in connection.scalars(query)}))


def _later_than_all(connection: Connection) -> datetime:
    """The clock's time; where the clock was set back, just after the latest act: the order of acts is what counts."""
    now, last = datetime.now(UTC), connection.scalar(select(func.max(acts.c.at)))
    return max(now, datetime.fromisoformat(last) + TICK) if last else now


def _review_row(review: Review, act_id: int) -> dict[str, Any]:
    return {
        "report_id": review.anchor.report_id,
        "span_start": review.anchor.span.start,
        "span_end": review.anchor.span.end,
        "verdict": str(review.verdict),
        "field": review.field,
        "value": json.dumps(review.value, ensure_ascii=False),
        "who": review.who,
        "at": review.at.isoformat(),
        "act_id": act_id,
        "revision": review.revision,
    }


def _judgement_row(judgement: Judgement, act_id: int) -> dict[str, Any]:
    left, right = judgement.left, judgement.right
    return {
        "left_report": left.report_id,
        "left_start": left.span.start,
        "left_end": left.span.end,
        "right_report": right.report_id,
        "right_start": right.span.start,
        "right_end": right.span.end,
        "likeness": str(judgement.likeness),
        "score": judgement.score,
        "reason": judgement.reason,
        "made_by": judgement.by,
        "at": judgement.at.isoformat(),
        "act_id": act_id,
        "left_revision": judgement.revisions[0],
        "right_revision": judgement.revisions[1],
    }
