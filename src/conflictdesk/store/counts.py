"""How much a desk holds, and how far it has come: what tells whether its incidents are those of what it holds now."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, text

from conflictdesk.store.codings import issues

_COUNTS = """
WITH taken_back AS (SELECT undoes FROM acts WHERE undoes IS NOT NULL)
SELECT (SELECT count(*) FROM reports) AS reports,
    (SELECT count(*) FROM (SELECT DISTINCT report_id, content_hash FROM revisions)) AS revisions,
    (SELECT count(*) FROM current_codings) AS coded,
    (SELECT count(*) FROM reports p WHERE NOT EXISTS (
        SELECT 1 FROM codings c JOIN runs r USING (run_id) WHERE c.report_id = p.report_id
        AND c.revision = p.revision AND r.component = (SELECT value FROM desk WHERE key = 'component')
    )) AS waiting,
    (SELECT count(*) FROM codings JOIN current_codings USING (coding_id) WHERE unread IS NOT NULL) AS partly_read,
    (SELECT count(*) FROM claims JOIN current_codings USING (coding_id)) AS claims,
    (SELECT count(*) FROM presences JOIN current_codings USING (coding_id)) AS presences,
    (SELECT count(*) FROM incidents) AS incidents,
    (SELECT count(*) FROM reviews WHERE act_id IS NULL OR act_id NOT IN taken_back) AS reviews,
    (SELECT count(*) FROM judgements WHERE act_id IS NULL OR act_id NOT IN taken_back) AS judgements
"""

_STATE = """
SELECT coalesce((SELECT max(act_id) FROM acts), 0) AS acts,
    coalesce((SELECT max(review_id) FROM reviews), 0) AS reviews,
    coalesce((SELECT max(judgement_id) FROM judgements), 0) AS judgements,
    coalesce((SELECT max(coding_id) FROM codings), 0) AS codings,
    coalesce((SELECT max(revision_id) FROM revisions), 0) AS revisions,
    (SELECT count(*) FROM forgotten) AS forgotten,
    (SELECT value FROM desk WHERE key = 'component') AS component
"""

# What incidents follow from: which codings are current, told by a few numbers of theirs, and people's words.
_CODED = "SELECT coding_id, report_id FROM current_codings"
_CODED_OF = f"{_CODED} WHERE report_id = :report"
_CHANGED = """
SELECT report_id FROM codings WHERE coding_id > :codings
UNION SELECT report_id FROM revisions WHERE revision_id > :revisions
UNION SELECT report_id FROM reviews WHERE review_id > :reviews
UNION SELECT report_id FROM reviews WHERE act_id IN (SELECT undoes FROM acts WHERE act_id > :acts)
"""
_SPOKEN = """
SELECT coalesce((SELECT max(a.act_id) FROM acts a
        WHERE a.verb NOT IN ('edit', 'assess', 'grade', 'series')
        AND NOT EXISTS (SELECT 1 FROM acts b WHERE b.act_id = a.undoes AND b.verb IN ('assess', 'grade', 'series'))), 0)
    || ' ' || coalesce((SELECT max(review_id) FROM reviews), 0)
    || ' ' || coalesce((SELECT max(judgement_id) FROM judgements), 0)
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a desk holds.

    Of the reports `coded` were read, `waiting` not yet, `failed` broke the last coding off, `partly_read` are too long.
    """

    reports: int
    revisions: int
    coded: int
    waiting: int
    failed: int
    partly_read: int
    claims: int
    presences: int
    incidents: int
    reviews: int
    judgements: int


@dataclass(frozen=True, slots=True)
class State:
    """How far a desk has come: the last number given to each kind of row, and the component that it shows."""

    acts: int
    reviews: int
    judgements: int
    codings: int
    revisions: int
    forgotten: int
    component: str | None


def count(connection: Connection) -> Counts:
    row = connection.execute(text(_COUNTS)).one()
    return Counts(failed=len(issues(connection)), **row._mapping)


def state(connection: Connection) -> State:
    return State(**connection.execute(text(_STATE)).one()._mapping)


def linkable(connection: Connection, coded: Iterable[int] | None = None) -> str:
    """What the incidents of the desk are to follow from, in a few numbers: equal where nothing changed.

    `coded` are the current codings; left out, they are looked up.
    """
    ids = list(current_codings(connection).values() if coded is None else coded)
    spoken = connection.execute(text(_SPOKEN)).scalar_one()
    return f"{len(ids)}:{sum(ids)}:{max(ids, default=0)} {spoken}"


def current_codings(connection: Connection, report_ids: Iterable[str] | None = None) -> dict[str, int]:
    """The current coding of every report that has one, or of these."""
    asked = [(_CODED, {})] if report_ids is None else [(_CODED_OF, {"report": key}) for key in report_ids]
    rows = (row for query, values in asked for row in connection.execute(text(query), values))
    return {row.report_id: row.coding_id for row in rows}


def changed_since(connection: Connection, before: State) -> set[str]:
    """The reports of which something came since: a revision, a coding, a review, or that one was taken back."""
    told = {"codings": before.codings, "revisions": before.revisions, "reviews": before.reviews, "acts": before.acts}
    return set(connection.scalars(text(_CHANGED), told))
