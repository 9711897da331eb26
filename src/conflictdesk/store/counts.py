"""How much a desk holds, and how far it has come: what tells whether its incidents are those of what it holds now."""

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
_LINKABLE = """
SELECT (SELECT count(*) || ':' || coalesce(sum(coding_id), 0) || ':' || coalesce(max(coding_id), 0)
        FROM current_codings)
    || ' ' || coalesce((SELECT max(a.act_id) FROM acts a
        WHERE a.verb NOT IN ('edit', 'assess')
        AND NOT EXISTS (SELECT 1 FROM acts b WHERE b.act_id = a.undoes AND b.verb = 'assess')), 0)
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


def linkable(connection: Connection) -> str:
    """What the incidents of the desk are to follow from, in a few numbers: equal where nothing changed."""
    return str(connection.execute(text(_LINKABLE)).scalar_one())
