"""Runs, codings, claims and presences, in SQL. A report's current coding is what the view current_codings says."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Row, Table, column, insert, select, table, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from conflictdesk.records.events import EventClaim, Presence, Record
from conflictdesk.records.reports import Report, Span
from conflictdesk.store.reports import current, read, revision_of
from conflictdesk.store.schema import claims, codings, desk, presences, reports, revisions, runs

MOST_NAMED = 500  # values in one statement
current_codings = table("current_codings", column("coding_id"), column("report_id"))


@dataclass(frozen=True, slots=True)
class Quotation:
    """Where a claim or a presence points for a field, and the words that stood there when it was coded."""

    kind: str  # "claim" or "presence"
    key: str  # the claim's id, or the report's
    report_id: str
    field: str
    span: Span
    words: str | None  # null: none were kept with this span


def configure(connection: Connection, component: str, over: bool = True) -> None:
    """Name the component whose codings the desk shows; where one is named already, only if `over`."""
    values = {"key": "component", "value": component}
    order = upsert(desk).values(values)
    named = order.on_conflict_do_update(["key"], set_=values) if over else order.on_conflict_do_nothing()
    connection.execute(named)


def start_run(connection: Connection, component: str) -> int:
    """A desk that shows no component's codings yet shows this one's, as they come."""
    configure(connection, component, over=False)
    values = {"component": component, "started": _now()}
    return int(connection.execute(insert(runs).values(values).returning(runs.c.run_id)).scalar_one())


def finish_run(connection: Connection, run_id: int) -> None:
    """The run is complete: its component's codings, from this run and earlier ones, are the current ones now."""
    this = runs.c.run_id == run_id
    connection.execute(update(runs).where(this).values(finished=_now()))
    configure(connection, connection.execute(select(runs.c.component).where(this)).scalar_one())


def pending(connection: Connection, component: str) -> list[Report]:
    """Reports whose current revision this component has not coded to the end, in order of arrival.

    Those that it tried and could not code come last, so that they do not keep it from the others.
    """
    tried = (
        select(codings.c.coding_id)
        .join(runs, runs.c.run_id == codings.c.run_id)
        .where(codings.c.report_id == revisions.c.report_id, codings.c.revision == revisions.c.revision)
        .where(runs.c.component == component)
    )
    done = tried.where(codings.c.issue.is_(None))
    waiting = current().where(~done.exists()).order_by(None).order_by(tried.exists(), reports.c.arrival)
    return [read(row) for row in connection.execute(waiting)]


def save(
    connection: Connection,
    run_id: int,
    report: Report,
    found_claims: Sequence[EventClaim],
    found_presences: Sequence[Presence],
    unread: str | None,
) -> None:
    """Keep one report's coding whole, with the words that its spans hold; `unread` says what was not read.

    Of a report that was forgotten meanwhile nothing is kept.
    """
    coding_id = _add_coding(connection, run_id, report, None, unread)
    if coding_id is None:
        return
    claim_rows = [
        {"coding_id": coding_id, "ordinal": n, "claim_id": claim.claim_id, **_recorded(claim, report)}
        for n, claim in enumerate(found_claims)
    ]
    presence_rows = [
        {"coding_id": coding_id, "ordinal": n, **_recorded(presence, report)}
        for n, presence in enumerate(found_presences)
    ]
    if claim_rows:
        connection.execute(insert(claims), claim_rows)
    if presence_rows:
        connection.execute(insert(presences), presence_rows)


def _recorded(one: EventClaim | Presence, report: Report) -> dict[str, str]:
    words = {field: [span.of(report.text) for span in spans] for field, spans in one.spans.items()}
    return {"record": _json(one.as_record()), "words": _json(words)}


def save_issue(connection: Connection, run_id: int, report: Report, issue: str) -> None:
    """Keep why a report could not be coded; it stays pending."""
    _add_coding(connection, run_id, report, issue, None)


def current_claims(connection: Connection, report_id: str | None = None) -> list[EventClaim]:
    """Claims of the current codings: reports in order of arrival, claims in order of the text."""
    return [EventClaim.from_record(json.loads(row.record)) for row in _current(connection, claims, report_id)]


def coded_at(connection: Connection, report_id: str) -> list[tuple[datetime, str]]:
    """When a report was coded to the end, and by which component, oldest first."""
    query = select(runs.c.started, runs.c.component).join(codings, codings.c.run_id == runs.c.run_id)
    query = query.where(codings.c.report_id == report_id, codings.c.issue.is_(None)).order_by(codings.c.coding_id)
    return [(datetime.fromisoformat(row.started), row.component) for row in connection.execute(query)]


def reports_of(connection: Connection, claim_ids: Iterable[str]) -> dict[str, str]:
    """The report of each of these claims of the current codings."""
    joined = current_codings.c.coding_id == claims.c.coding_id
    query = select(claims.c.claim_id, current_codings.c.report_id).join(current_codings, joined)
    wanted = list(claim_ids)
    found: dict[str, str] = {}
    for start in range(0, len(wanted), MOST_NAMED):
        part = query.where(claims.c.claim_id.in_(wanted[start : start + MOST_NAMED]))
        found |= {row.claim_id: row.report_id for row in connection.execute(part)}
    return found


def current_presences(connection: Connection, report_id: str | None = None) -> list[Presence]:
    rows = _current(connection, presences, report_id)
    return [Presence.from_record(row.report_id, json.loads(row.record)) for row in rows]


def quotations(connection: Connection) -> list[Quotation]:
    """Every span of the current claims and presences, with the words that were kept with it."""
    coded = [("claim", row.claim_id, row) for row in _current(connection, claims)]
    coded += [("presence", row.report_id, row) for row in _current(connection, presences)]
    return [
        Quotation(kind, key, row.report_id, field, Span(*span), words)
        for kind, key, row in coded
        for field, span, words in _quoted(json.loads(row.record)["spans"], json.loads(row.words))
    ]


def _quoted(spans: Record, words: Record) -> Iterator[tuple[str, list[int], str | None]]:
    for field, found in spans.items():
        yield from ((field, *pair) for pair in zip_longest(found, words.get(field, [])[: len(found)]))


def issues(connection: Connection) -> list[tuple[str, str]]:
    """Reports whose last coding broke off, with the reason."""
    latest = text(
        "SELECT report_id, issue FROM codings WHERE coding_id IN (SELECT max(coding_id) FROM codings"
        " GROUP BY report_id) AND issue IS NOT NULL ORDER BY coding_id"
    )
    return [(row.report_id, row.issue) for row in connection.execute(latest)]


def partly_read(connection: Connection) -> list[tuple[str, str]]:
    """Reports whose current coding is of a part of them, with what was not read."""
    found = text("SELECT report_id, unread FROM codings JOIN current_codings USING (coding_id, report_id)"
                 " WHERE unread IS NOT NULL ORDER BY coding_id")  # fmt: skip
    return [(row.report_id, row.unread) for row in connection.execute(found)]


def _current(connection: Connection, of: Table, report_id: str | None = None) -> Iterable[Row[Any]]:
    query = (
        select(of, current_codings.c.report_id)
        .join(current_codings, current_codings.c.coding_id == of.c.coding_id)
        .join(reports, reports.c.report_id == current_codings.c.report_id)
        .order_by(reports.c.arrival, of.c.ordinal)
    )
    if report_id is not None:
        query = query.where(current_codings.c.report_id == report_id)
    return connection.execute(query)


def _add_coding(
    connection: Connection, run_id: int, report: Report, issue: str | None, unread: str | None
) -> int | None:
    """Note the coding against the revision that was read, even if a newer one came meanwhile; null: it is forgotten."""
    revision = revision_of(connection, report)
    if revision is None:
        return None
    values = {
        "run_id": run_id,
        "report_id": report.report_id,
        "revision": revision,
        "issue": issue,
        "unread": unread,
    }
    return int(connection.execute(insert(codings).values(values).returning(codings.c.coding_id)).scalar_one())


def _json(record: Any) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
