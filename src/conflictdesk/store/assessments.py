"""Assessments in SQL: people's conclusions, each kept with its act; rows are only added."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from conflictdesk.records.acts import Act
from conflictdesk.records.assessments import Assessment
from conflictdesk.store import words
from conflictdesk.store.schema import acts, assessments
from conflictdesk.store.words import ASSESS, Draft


def add(
    connection: Connection,
    who: str,
    text: str,
    likelihood: str | None,
    evidence: tuple[Sequence[str], Sequence[str]],
) -> Act:
    """Keep an assessment as an act of its own; `evidence` are the ids of its incidents and of their claims."""
    told, claims = evidence
    many = "an incident" if len(told) == 1 else f"{len(told)} incidents"
    act = words.keep(connection, Draft(ASSESS, who, f"wrote an assessment of {many}"))
    row = {
        "text": text,
        "likelihood": likelihood,
        "evidence": json.dumps({"incidents": list(told), "claims": list(claims)}),
        "who": who,
        "at": act.at.isoformat(),
        "act_id": act.act_id,
    }
    connection.execute(insert(assessments).values(row))
    return act


def all_assessments(connection: Connection) -> list[Assessment]:
    """Oldest first, those withdrawn included."""
    gone = set(connection.scalars(select(acts.c.undoes).where(acts.c.undoes.is_not(None))))
    rows = connection.execute(select(assessments).order_by(assessments.c.assessment_id))
    return [_read(row, row.act_id in gone) for row in rows]


def _read(row: Row[Any], withdrawn: bool) -> Assessment:
    evidence = json.loads(row.evidence)
    return Assessment(
        assessment_id=row.assessment_id,
        text=row.text,
        likelihood=row.likelihood,
        incidents=tuple(evidence["incidents"]),
        claims=tuple(evidence["claims"]),
        who=row.who,
        at=datetime.fromisoformat(row.at),
        act_id=row.act_id,
        withdrawn=withdrawn,
    )
