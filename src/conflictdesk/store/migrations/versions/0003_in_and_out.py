"""What comes in by itself and what goes out: addresses that are followed, near-copies, assessments.

`follows` and `pages` are the program's notes on addresses: what to ask next time. `signatures` and `copies` follow from
the reports and may be made again. Assessments are people's words and are only added to.
"""

from alembic import op

revision = "0003"
down_revision = "0002"

INTAKE = (
    """
    CREATE TABLE follows (
        address TEXT PRIMARY KEY, source TEXT, form TEXT, links TEXT NOT NULL, declared INTEGER NOT NULL, since TEXT,
        etag TEXT, modified TEXT, checked TEXT, failure TEXT, until TEXT
    ) STRICT
    """,
    """
    CREATE TABLE pages (
        address TEXT PRIMARY KEY, report_id TEXT, follow TEXT, title TEXT, published TEXT, publisher TEXT,
        told TEXT NOT NULL, taken TEXT, etag TEXT, modified TEXT, checked TEXT, failure TEXT, gone TEXT,
        lists INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX pages_by_follow ON pages (follow)",
    "CREATE INDEX pages_by_report ON pages (report_id)",
    "ALTER TABLE sources ADD COLUMN reach TEXT",
    "ALTER TABLE sources ADD COLUMN reliability TEXT",
    "ALTER TABLE sources ADD COLUMN cadence REAL",
    "ALTER TABLE sources ADD COLUMN volume REAL",
)

COPIES = (
    """
    CREATE TABLE signatures (
        revision_id INTEGER PRIMARY KEY REFERENCES revisions, rule TEXT NOT NULL, size INTEGER NOT NULL,
        signature BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE sketches (
        number INTEGER NOT NULL, revision_id INTEGER NOT NULL, PRIMARY KEY (number, revision_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE copies (
        report_id TEXT NOT NULL REFERENCES reports, other_id TEXT NOT NULL REFERENCES reports,
        share REAL NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (report_id, other_id)
    ) STRICT
    """,
    "CREATE INDEX copies_by_other ON copies (other_id)",
)

ASSESSMENTS = (
    """
    CREATE TABLE assessments (
        assessment_id INTEGER PRIMARY KEY, text TEXT NOT NULL, likelihood TEXT, evidence TEXT NOT NULL,
        who TEXT NOT NULL, at TEXT NOT NULL, act_id INTEGER NOT NULL REFERENCES acts
    ) STRICT
    """,
)

TRIGGER = """
CREATE TRIGGER assessments_keep_{verb} BEFORE {verb} ON assessments
BEGIN SELECT RAISE(ABORT, 'assessments are only added to'); END
"""


def upgrade() -> None:
    for statement in (*INTAKE, *COPIES, *ASSESSMENTS):
        op.execute(statement)
    for verb in ("UPDATE", "DELETE"):
        op.execute(TRIGGER.format(verb=verb))
