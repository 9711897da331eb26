"""Which claims of some reports are in incidents that other reports tell of too, in SQL."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Column, Connection, select, tuple_

from conflictdesk.store.schema import members, pairs

AT_ONCE = 400  # rows asked for by one statement


@dataclass(frozen=True, slots=True)
class Beside:
    """A claim and one of another report in the same incident; `reasons` are null where the two were not compared."""

    report_id: str
    claim_id: str
    incident_id: str
    other_report: str
    other_claim: str
    score: float | None = None
    reasons: Mapping[str, str] | None = None


def linked_reports(connection: Connection) -> frozenset[str]:
    """The reports that have a claim in an incident."""
    return frozenset(connection.scalars(select(members.c.report_id).distinct()))


def beside(connection: Connection, report_ids: Iterable[str]) -> list[Beside]:
    """For each claim of these reports each claim of other ones in its incident, with why the two were held alike."""
    fresh = frozenset(report_ids)
    own = _rows(connection, members.c.report_id, sorted(fresh))
    others: dict[str, list[tuple[str, str]]] = {}
    for report, claim, incident in _rows(connection, members.c.incident_id, sorted({home for _, _, home in own})):
        if report not in fresh:
            others.setdefault(incident, []).append((report, claim))
    found = [Beside(*one, *other) for one in own for other in others.get(one[2], ())]
    weighed = _weighed(connection, [tuple(sorted((one.claim_id, one.other_claim))) for one in found])
    return [_with(one, weighed) for one in found]


def _rows(connection: Connection, column: Column[str], wanted: Sequence[str]) -> list[tuple[str, str, str]]:
    query = select(members.c.report_id, members.c.claim_id, members.c.incident_id)
    found: list[tuple[str, str, str]] = []
    for start in range(0, len(wanted), AT_ONCE):
        part = query.where(column.in_(wanted[start : start + AT_ONCE]))
        found += [(row.report_id, row.claim_id, row.incident_id) for row in connection.execute(part)]
    return found


def _weighed(
    connection: Connection, ends: Sequence[tuple[str, ...]]
) -> dict[tuple[str, ...], tuple[float, Mapping[str, str]]]:
    """The score and the reasons of each pair of claims that was compared, whichever of the two stands first."""
    found: dict[tuple[str, ...], tuple[float, Mapping[str, str]]] = {}
    both = tuple_(pairs.c.left_claim, pairs.c.right_claim)
    for start in range(0, len(ends), AT_ONCE):
        part = ends[start : start + AT_ONCE]
        for row in connection.execute(select(pairs).where(both.in_([*part, *((b, a) for a, b in part)]))):
            key = tuple(sorted((row.left_claim, row.right_claim)))
            found[key] = row.score, json.loads(row.reasons)
    return found


def _with(one: Beside, weighed: Mapping[tuple[str, ...], tuple[float, Mapping[str, str]]]) -> Beside:
    score, reasons = weighed.get(tuple(sorted((one.claim_id, one.other_claim))), (None, None))
    return replace(one, score=score, reasons=reasons)
