"""What people say of series, in SQL: an incident is in the series of others, or not. Rows are only added."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from conflictdesk.records.acts import Act
from conflictdesk.records.series import Membership
from conflictdesk.store import words
from conflictdesk.store.connections import Connections
from conflictdesk.store.schema import acts, series_words
from conflictdesk.store.words import SERIES, Draft


class WordsOnSeries(Connections):
    """The part of a desk's door that words on series go through."""

    def add_membership(self, who: str, incident_id: str, others: Sequence[str], holds: bool) -> Act:
        """Keep that an incident is in the series of `others`, or is not, as an act that undo takes back."""
        with self._writing() as connection:
            return add(connection, who, incident_id, others, holds)

    def memberships(self) -> list[Membership]:
        """Those that nobody took back, oldest first."""
        return [one for one in self.all_memberships() if not one.withdrawn]

    def all_memberships(self) -> list[Membership]:
        """Oldest first, those taken back included and marked."""
        with self._reading() as connection:
            return all_memberships(connection)


def add(connection: Connection, who: str, incident_id: str, others: Sequence[str], holds: bool) -> Act:
    said = f"said that incident {incident_id} is {'' if holds else 'not '}in the series of {others[0]}"
    act = words.keep(connection, Draft(SERIES, who, said))
    row = {
        "incident_id": incident_id,
        "others": json.dumps(list(others)),
        "holds": int(holds),
        "who": who,
        "at": act.at.isoformat(),
        "act_id": act.act_id,
    }
    connection.execute(insert(series_words).values(row))
    return act


def all_memberships(connection: Connection) -> list[Membership]:
    gone = set(connection.scalars(select(acts.c.undoes).where(acts.c.undoes.is_not(None))))
    rows = connection.execute(select(series_words).order_by(series_words.c.word_id))
    return [_read(row, row.act_id in gone) for row in rows]


def _read(row: Row[Any], withdrawn: bool) -> Membership:
    at, others = datetime.fromisoformat(row.at), tuple(json.loads(row.others))
    return Membership(row.incident_id, others, bool(row.holds), row.who, at, row.act_id, withdrawn)
