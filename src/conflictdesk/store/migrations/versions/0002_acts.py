"""What people do is an act: the rows of one key press, which is taken back as one.

Reviews and judgements say of which revision's text they spoke, so that they never pass to other words. What a person
tells of a report (its date, its publisher) is a revision with that act. Rows of the first desk belong to no act and
name no revision.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    """
    CREATE TABLE acts (
        act_id INTEGER PRIMARY KEY, verb TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL,
        undoes INTEGER UNIQUE REFERENCES acts, summary TEXT NOT NULL
    ) STRICT
    """,
    "ALTER TABLE reviews ADD COLUMN act_id INTEGER REFERENCES acts",
    "ALTER TABLE reviews ADD COLUMN revision INTEGER",
    "ALTER TABLE judgements ADD COLUMN act_id INTEGER REFERENCES acts",
    "ALTER TABLE judgements ADD COLUMN left_revision INTEGER",
    "ALTER TABLE judgements ADD COLUMN right_revision INTEGER",
    "ALTER TABLE revisions ADD COLUMN act_id INTEGER REFERENCES acts",
    "ALTER TABLE forgotten ADD COLUMN act_id INTEGER REFERENCES acts",
    "CREATE INDEX reviews_by_report ON reviews (report_id)",
    "CREATE INDEX reviews_by_act ON reviews (act_id)",
    "CREATE INDEX judgements_by_act ON judgements (act_id)",
    "CREATE INDEX members_by_claim ON members (claim_id)",
    "CREATE INDEX forgotten_by_hash ON forgotten (content_hash)",
)

TRIGGER = """
CREATE TRIGGER acts_keep_{verb} BEFORE {verb} ON acts
BEGIN SELECT RAISE(ABORT, 'acts are only added to'); END
"""


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    for verb in ("UPDATE", "DELETE"):
        op.execute(TRIGGER.format(verb=verb))
