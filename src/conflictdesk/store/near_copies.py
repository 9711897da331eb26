"""Samples of texts and near-copies, in SQL: what a desk notes of its reports' current revisions, and can make again.

What a sample is and when two reports are copies is decided elsewhere; `rule` names the decision, so that what an older
version of the program noted is noted anew.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, text

from conflictdesk.records.copies import NearCopy
from conflictdesk.records.reports import Report
from conflictdesk.store import reports
from conflictdesk.store.connections import Connections
from conflictdesk.store.schema import copies, revisions

_NUMBER_BYTES = 4
_UNSIGNED = """
SELECT p.report_id FROM reports p
JOIN revisions v ON v.report_id = p.report_id AND v.revision = p.revision
LEFT JOIN signatures s ON s.revision_id = v.revision_id AND s.rule = :rule
WHERE s.revision_id IS NULL AND v.revision_id > :since ORDER BY p.arrival
"""
_MET = """
SELECT v.report_id, s.size, met.shared
FROM (SELECT k.revision_id, count(*) AS shared FROM json_each(:sketch) j JOIN sketches k ON k.number = j.value
      GROUP BY k.revision_id HAVING count(*) >= :least) met
JOIN signatures s ON s.revision_id = met.revision_id AND s.rule = :rule AND met.shared >= :share * min(:size, s.size)
JOIN revisions v ON v.revision_id = met.revision_id
JOIN reports p ON p.report_id = v.report_id AND p.revision = v.revision
WHERE v.report_id <> :report ORDER BY v.report_id
"""
_SIGNED = """
SELECT s.revision_id, s.signature FROM signatures s JOIN revisions v USING (revision_id) WHERE v.report_id = :report
"""
_CURRENT = "SELECT revision_id FROM reports p JOIN revisions v USING (report_id, revision) WHERE p.report_id = :report"
_SIGN = "INSERT INTO signatures (revision_id, rule, size, signature) VALUES (:revision, :rule, :size, :signature)"
_SAMPLE = "INSERT INTO sketches (number, revision_id) SELECT j.value, :revision FROM json_each(:sketch) j"
_ERASE = (
    """
    DELETE FROM sketches WHERE (number, revision_id) IN (
        SELECT j.value, :revision FROM json_each(:sketch) j
    )
    """,
    "DELETE FROM signatures WHERE revision_id = :revision",
)


@dataclass(frozen=True, slots=True)
class Worth:
    """What two samples have in common at least to be worth a look: a number, and a share of the smaller `size`."""

    size: int
    least: int
    share: float


@dataclass(frozen=True, slots=True)
class Met:
    """A report whose sample has `shared` numbers in common with one that was asked for; it has `size` in all."""

    report_id: str
    size: int
    shared: int


class NotedCopies(Connections):
    """What a desk notes of near-copies."""

    def unsigned(self, rule: str, since: int = 0) -> list[str]:
        """Reports whose current revision has no sample by this rule yet, in order of arrival; of revisions after
        `since`."""
        with self._reading() as connection:
            return list(connection.scalars(text(_UNSIGNED), {"rule": rule, "since": since}))

    def met(self, report_id: str, sketch: Sequence[int], rule: str, worth: Worth) -> list[Met]:
        """Other reports whose sample has as much of `sketch` as is `worth` a look."""
        with self._reading() as connection:
            values = {"sketch": json.dumps(sketch), "report": report_id, "rule": rule} | asdict(worth)
            return [Met(row.report_id, row.size, row.shared) for row in connection.execute(text(_MET), values)]

    def beginnings(self, report_ids: Iterable[str], characters: int) -> list[Report]:
        """The current revisions of these reports, of the text of each so many characters."""
        with self._reading() as connection:
            asked = list(report_ids)
            others = [c for c in revisions.c if c is not revisions.c.text]
            beginning = func.substr(revisions.c.text, 1, characters).label("text")
            query: Select[Any] = reports.current().with_only_columns(*others, beginning)
            query = query.where(revisions.c.report_id.in_(asked))
            return [reports.read(row) for row in connection.execute(query)] if asked else []

    def sign(self, report_id: str, sketch: Sequence[int], size: int, rule: str, found: Iterable[NearCopy]) -> None:
        """Note a report's sample, its size and its near-copies; what was noted of its earlier revisions goes."""
        with self._writing() as connection:
            erase(connection, report_id)
            revision = connection.execute(text(_CURRENT), {"report": report_id}).scalar_one()
            packed = b"".join(number.to_bytes(_NUMBER_BYTES, "little") for number in sketch)
            signed = {"revision": revision, "rule": rule, "size": size, "signature": packed}
            connection.execute(text(_SIGN), signed)
            connection.execute(text(_SAMPLE), {"revision": revision, "sketch": json.dumps(sketch)})
            rows = [asdict(pair) for pair in found]
            if rows:
                connection.execute(insert(copies), rows)

    def near_copies(self, of: Sequence[str] | None = None) -> list[NearCopy]:
        """Every pair, or those that these reports are in, in the order of their ids."""
        query = select(copies).order_by(copies.c.report_id, copies.c.other_id)
        if of is not None:
            query = query.where(copies.c.report_id.in_(of) | copies.c.other_id.in_(of))
        with self._reading() as connection:
            rows = connection.execute(query)
            return [NearCopy(row.report_id, row.other_id, row.share, row.reason) for row in rows]

    def near_copies_held(self) -> int:
        """How many pairs there are."""
        with self._reading() as connection:
            return connection.scalar(select(func.count()).select_from(copies)) or 0


def erase(connection: Connection, report_id: str) -> None:
    """Take away what is noted of a report: samples of all its revisions, and its near-copies."""
    for row in connection.execute(text(_SIGNED), {"report": report_id}).all():
        packed: bytes = row.signature
        parts = (packed[at : at + _NUMBER_BYTES] for at in range(0, len(packed), _NUMBER_BYTES))
        numbers = json.dumps([int.from_bytes(part, "little") for part in parts])
        for order in _ERASE:
            connection.execute(text(order), {"revision": row.revision_id, "sketch": numbers})
    for column in ("report_id", "other_id"):
        connection.execute(text(f"DELETE FROM copies WHERE {column} = :report"), {"report": report_id})
