"""Incidents, the pairs behind them and their redirects, in SQL.

Incidents are computed elsewhere; here only what changed is written, and an id that goes away is redirected to
the incident that now holds most of its claims. A live incident always answers under its own id.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, bindparam, delete, insert, select

from conflictdesk.records.events import Anchor, ClaimPair, Incident, Likeness, incident_from
from conflictdesk.records.reports import Span
from conflictdesk.store import standings
from conflictdesk.store.schema import incidents, members, pairs, redirects

AT_ONCE = 500  # rows or values in one statement
Members = Mapping[str, Mapping[str, Anchor]]  # incident id -> its claims, and where each stands


def save(
    connection: Connection, found: Iterable[Incident], compared: Iterable[ClaimPair], anchors: Mapping[str, Anchor]
) -> None:
    """Make the desk hold exactly these; `anchors` tells where each claim stands."""
    now = {incident.incident_id: replace(incident, former_ids=()) for incident in found}
    held = {key: {claim: anchors[claim] for claim in incident.claims} for key, incident in now.items()}
    before = _members(connection)
    heirs = _redirect(connection, before, held, before.keys() - held.keys())
    _save_incidents(connection, now, anchors, heirs)
    _save_pairs(connection, compared)


def change(
    connection: Connection,
    gone: Iterable[str],
    found: Iterable[Incident],
    unpaired: Iterable[tuple[str, str]],
    compared: Iterable[ClaimPair],
    anchors: Mapping[str, Anchor],
) -> None:
    """As `save`, where the rest stays: ids that go or come again, and what is new or other than it was."""
    now = {incident.incident_id: replace(incident, former_ids=()) for incident in found}
    held = {key: {claim: anchors[claim] for claim in incident.claims} for key, incident in now.items()}
    claims = [claim for incident in now.values() for claim in incident.claims]
    stale = {*gone, *now}
    known = _members(connection, members.c.claim_id, claims)
    before = known | _members(connection, members.c.incident_id, stale)  # of the stale ones every claim
    heirs = _redirect(connection, before, held, stale - now.keys())
    _replace(connection, stale, now, anchors, heirs)
    _unpair(connection, unpaired)
    _insert(connection, pairs, map(_pair, compared))


def all_incidents(connection: Connection) -> list[Incident]:
    """Every incident with the ids that lead to it, earliest first, undated last."""
    former = _former_ids(connection)
    records = connection.scalars(select(incidents.c.record))
    found = [_read(record, former) for record in records]
    return sorted(found, key=lambda one: (one.when.start if one.when else date.max, one.incident_id))


def one_incident(connection: Connection, incident_id: str) -> Incident | None:
    """The incident that `incident_id` is, or has become; null where there is none."""
    key = where_now(connection, incident_id)
    record = connection.scalar(select(incidents.c.record).where(incidents.c.incident_id == key))
    return _read(record, _former_ids(connection)) if record else None


def _read(record: str, former: Mapping[str, tuple[str, ...]]) -> Incident:
    incident = incident_from(json.loads(record))
    return replace(incident, former_ids=former.get(incident.incident_id, ()))


def redirects_to(connection: Connection, incident_id: str) -> list[tuple[str, datetime]]:
    """Incidents that became part of this one directly, and when, oldest first."""
    query = select(redirects).where(redirects.c.incident_id == incident_id).order_by(redirects.c.redirect_id)
    return [(row.former_id, datetime.fromisoformat(row.at)) for row in connection.execute(query)]


def incident_of(connection: Connection) -> dict[str, str]:
    """Claim id to incident id."""
    rows = connection.execute(select(members.c.claim_id, members.c.incident_id))
    return {row.claim_id: row.incident_id for row in rows}


def all_pairs(connection: Connection) -> list[ClaimPair]:
    rows = connection.execute(select(pairs).order_by(pairs.c.left_claim, pairs.c.right_claim))
    return [
        ClaimPair(
            row.left_claim, row.right_claim, Likeness(row.likeness), row.score, json.loads(row.reasons), row.made_by
        )
        for row in rows
    ]


def where_now(connection: Connection, incident_id: str) -> str | None:
    """The live incident that `incident_id` is, or has become; null where there is none."""
    live = set(connection.scalars(select(incidents.c.incident_id)))
    return _follow(incident_id, live, _latest_redirects(connection))


def _follow(incident_id: str, live: set[str], onward: Mapping[str, str | None]) -> str | None:
    seen: set[str] = set()
    key: str | None = incident_id
    while key is not None and key not in live:
        if key in seen:
            return None
        seen.add(key)
        key = onward.get(key)
    return key


def _former_ids(connection: Connection) -> dict[str, tuple[str, ...]]:
    live = set(connection.scalars(select(incidents.c.incident_id)))
    onward = _latest_redirects(connection)
    former: dict[str, tuple[str, ...]] = {}
    for key in onward:
        target = _follow(key, live, onward)
        if target is not None and target != key:
            former[target] = (*former.get(target, ()), key)
    return former


def _latest_redirects(connection: Connection) -> dict[str, str | None]:
    rows = connection.execute(select(redirects).order_by(redirects.c.redirect_id))
    return {row.former_id: row.incident_id for row in rows}


def _members(
    connection: Connection, by: ColumnElement[str] | None = None, wanted: Iterable[str] = ()
) -> dict[str, dict[str, Anchor]]:
    """Every incident's claims, or those rows of which the column `by` is one of `wanted`."""
    queries = [select(members)] if by is None else [select(members).where(by.in_(part)) for part in _parts(wanted)]
    found: dict[str, dict[str, Anchor]] = {}
    for row in (row for query in queries for row in connection.execute(query)):
        anchor = Anchor(row.report_id, Span(row.span_start, row.span_end))
        found.setdefault(row.incident_id, {})[row.claim_id] = anchor
    return found


def _parts(keys: Iterable[str]) -> Iterator[list[str]]:
    """As many at once as a question may name."""
    ordered = sorted(keys)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))


def _redirect(connection: Connection, before: Members, after: Members, gone: Iterable[str]) -> frozenset[str | None]:
    """Note for every id that goes away where its claims went; the ids that they went to."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    going = sorted(key for key in gone if key in before)
    if not going:
        return frozenset()
    known = {claim for claims in before.values() for claim in claims}
    home = {claim: key for key, claims in after.items() for claim in claims}
    newcomers: dict[str, list[tuple[Span, str]]] = {}
    for key, claims in after.items():
        for claim, anchor in claims.items():
            if claim not in known:
                newcomers.setdefault(anchor.report_id, []).append((anchor.span, key))
    rows = [{"former_id": key, "incident_id": _heir(before[key], home, newcomers), "at": at} for key in going]
    connection.execute(insert(redirects), rows)
    return frozenset(row["incident_id"] for row in rows)


def _heir(
    claims: Mapping[str, Anchor], home: Mapping[str, str], newcomers: Mapping[str, list[tuple[Span, str]]]
) -> str | None:
    """The incident with most of the claims; of equals the lowest id, so that order has no say.

    A claim that is still there is where it is; one that is gone went on in the new claims whose evidence overlaps.
    """
    votes = Counter(home[claim] for claim in claims if claim in home)
    votes += Counter(
        key
        for claim, anchor in claims.items()
        if claim not in home
        for span, key in newcomers.get(anchor.report_id, ())
        if span == anchor.span or span.overlaps(anchor.span)
    )
    return min(votes, key=lambda key: (-votes[key], key)) if votes else None


def _save_incidents(
    connection: Connection, now: Mapping[str, Incident], anchors: Mapping[str, Anchor], heirs: frozenset[str | None]
) -> None:
    stored = {row.incident_id: row.record for row in connection.execute(select(incidents))}
    records = {key: _json(incident.as_record()) for key, incident in now.items()}
    stale = [key for key, record in stored.items() if records.get(key) != record]
    fresh = {key: now[key] for key, record in records.items() if stored.get(key) != record}
    _replace(connection, stale, fresh, anchors, heirs)


def _replace(
    connection: Connection,
    stale: Iterable[str],
    fresh: Mapping[str, Incident],
    anchors: Mapping[str, Anchor],
    heirs: frozenset[str | None],
) -> None:
    keys = [{"key": key} for key in stale]
    if keys:
        connection.execute(delete(members).where(members.c.incident_id == bindparam("key")), keys)
        connection.execute(delete(incidents).where(incidents.c.incident_id == bindparam("key")), keys)
    rows = ({"incident_id": key, "record": _json(incident.as_record())} for key, incident in fresh.items())
    _insert(connection, incidents, rows)
    held = ((key, claim) for key, incident in fresh.items() for claim in incident.claims)
    _insert(connection, members, (_member(key, claim, anchors[claim]) for key, claim in held))
    standings.note(connection, fresh.values(), heirs)


def _insert(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    """Rows in parts: of a large desk not all are in memory at once."""
    left = iter(rows)
    while part := list(islice(left, AT_ONCE)):
        connection.execute(insert(table), part)


def _unpair(connection: Connection, unpaired: Iterable[tuple[str, str]]) -> None:
    ends = (pairs.c.left_claim == bindparam("left"), pairs.c.right_claim == bindparam("right"))
    keys = [{"left": left, "right": right} for left, right in unpaired]
    if keys:
        connection.execute(delete(pairs).where(*ends), keys)


def _member(incident_id: str, claim_id: str, anchor: Anchor) -> dict[str, Any]:
    return {
        "incident_id": incident_id,
        "claim_id": claim_id,
        "report_id": anchor.report_id,
        "span_start": anchor.span.start,
        "span_end": anchor.span.end,
    }


def _save_pairs(connection: Connection, compared: Iterable[ClaimPair]) -> None:
    stored = {(row.left_claim, row.right_claim): dict(row._mapping) for row in connection.execute(select(pairs))}
    fresh: list[dict[str, Any]] = []
    for row in map(_pair, compared):
        key = row["left_claim"], row["right_claim"]
        if stored.get(key) == row:
            del stored[key]
        else:
            fresh.append(row)
    _unpair(connection, stored)
    _insert(connection, pairs, fresh)


def _pair(pair: ClaimPair) -> dict[str, Any]:
    return {
        "left_claim": pair.left,
        "right_claim": pair.right,
        "likeness": str(pair.likeness),
        "score": pair.score,
        "reasons": _json(dict(pair.reasons)),
        "made_by": pair.by,
    }


def _json(record: Any) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))
