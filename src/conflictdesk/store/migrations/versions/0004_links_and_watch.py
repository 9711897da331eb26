"""What the desk watches, and what it holds about sources and series.

`WATCH`: counts of posts by place, theme and day, under keyed hashes of accounts that go after 90 days.
"""

from alembic import op

revision = "0004"
down_revision = "0003"

WATCH: tuple[str, ...] = ()

CREDIBILITY: tuple[str, ...] = ()

STANDINGS: tuple[str, ...] = ()

SERIES: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in (*WATCH, *CREDIBILITY, *STANDINGS, *SERIES):
        op.execute(statement)
