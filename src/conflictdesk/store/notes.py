"""What a desk notes of itself, in SQL: key and value."""

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from conflictdesk.store.schema import desk


def note(connection: Connection, key: str, value: str | None) -> None:
    """Note a value; null takes the note away."""
    if value is None:
        connection.execute(delete(desk).where(desk.c.key == key))
        return
    order = upsert(desk).values(key=key, value=value)
    connection.execute(order.on_conflict_do_update(["key"], set_={"value": value}))


def noted(connection: Connection, key: str) -> str | None:
    found: str | None = connection.scalar(select(desk.c.value).where(desk.c.key == key))
    return found
