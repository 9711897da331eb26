"""People's words on how credible claims are, in SQL: each is an act; rows are only added, and undo is an act too.

A word holds on to a report and a span of evidence, as a review does, and is given as one (`field` is "credibility").
"""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from conflictdesk.records.acts import Act
from conflictdesk.records.events import Anchor, Review, Verdict
from conflictdesk.records.reports import Span
from conflictdesk.store import words
from conflictdesk.store.moves import Moves
from conflictdesk.store.schema import credibilities
from conflictdesk.store.words import GRADE, Draft

FIELD = "credibility"


def add(connection: Connection, said: Review, summary: str) -> Act:
    """Keep what a person says of a claim's information as an act of its own."""
    words.refuse_forgotten(connection, [said.anchor.report_id])
    act = words.keep(connection, Draft(GRADE, said.who, summary))
    row = {
        "report_id": said.anchor.report_id,
        "span_start": said.anchor.span.start,
        "span_end": said.anchor.span.end,
        "value": json.dumps(said.value, ensure_ascii=False),
        "who": said.who,
        "at": act.at.isoformat(),
        "act_id": act.act_id,
        "revision": said.revision,
    }
    connection.execute(insert(credibilities).values(row))
    return act


def holding(connection: Connection) -> list[Review]:
    """Those that nobody took back and whose words stand in the current texts, oldest first, at their place there."""
    query = words.holding(select(credibilities), credibilities.c.act_id).order_by(credibilities.c.credibility_id)
    found, moves = [_read(row) for row in connection.execute(query)], Moves(connection)
    return [review for review, placed in map(moves.review, found) if placed]


def said(connection: Connection, report_ids: list[str]) -> list[tuple[int, Review, bool]]:
    """Every word on claims of these reports with its act, those taken back included, and whether it has its place."""
    query = select(credibilities).where(credibilities.c.report_id.in_(report_ids))
    rows = connection.execute(query.order_by(credibilities.c.credibility_id)).all()
    moves = Moves(connection)
    return [(row.act_id, *moves.review(_read(row))) for row in rows]


def _read(row: Row[Any]) -> Review:
    anchor = Anchor(row.report_id, Span(row.span_start, row.span_end))
    return Review(
        anchor, Verdict.ACCEPT, FIELD, json.loads(row.value), row.who, datetime.fromisoformat(row.at), row.revision
    )
