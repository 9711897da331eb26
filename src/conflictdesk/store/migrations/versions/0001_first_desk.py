"""The first desk: reports, codings, people's words, incidents.

STRICT tables, so that SQLite refuses a value of another type. What came in, what was read in it, what a person said,
and where an incident went can only be added to: triggers refuse the rest.
"""

from alembic import op

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE desk (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE sources (
    name TEXT PRIMARY KEY, kind TEXT NOT NULL, language TEXT, url TEXT
) STRICT;

CREATE TABLE reports (
    report_id TEXT PRIMARY KEY, arrival INTEGER NOT NULL UNIQUE, revision INTEGER NOT NULL
) STRICT;

CREATE TABLE revisions (
    revision_id INTEGER PRIMARY KEY,
    report_id TEXT NOT NULL REFERENCES reports, revision INTEGER NOT NULL,
    content_hash TEXT NOT NULL, title TEXT, text TEXT NOT NULL, language TEXT,
    published TEXT, published_reason TEXT, publisher TEXT, url TEXT,
    media_type TEXT NOT NULL, retrieved TEXT NOT NULL,
    UNIQUE (report_id, revision)
) STRICT;

CREATE INDEX revisions_by_hash ON revisions (content_hash);

CREATE VIRTUAL TABLE reports_fts USING fts5 (
    title, text, content = 'revisions', content_rowid = 'revision_id',
    tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE forgotten (
    report_id TEXT NOT NULL, content_hash TEXT NOT NULL, reason TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL
) STRICT;

CREATE TABLE runs (
    run_id INTEGER PRIMARY KEY, component TEXT NOT NULL, started TEXT NOT NULL, finished TEXT
) STRICT;

CREATE TABLE codings (
    coding_id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES runs,
    report_id TEXT NOT NULL REFERENCES reports, revision INTEGER NOT NULL, issue TEXT, unread TEXT
) STRICT;
CREATE INDEX codings_by_report ON codings (report_id);

CREATE TABLE claims (
    coding_id INTEGER NOT NULL REFERENCES codings, ordinal INTEGER NOT NULL,
    claim_id TEXT NOT NULL, record TEXT NOT NULL, words TEXT NOT NULL,
    type TEXT GENERATED ALWAYS AS (json_extract(record, '$.type')),
    role TEXT GENERATED ALWAYS AS (json_extract(record, '$.role')),
    status TEXT GENERATED ALWAYS AS (json_extract(record, '$.status')),
    date_start TEXT GENERATED ALWAYS AS (json_extract(record, '$.date_start')),
    country TEXT GENERATED ALWAYS AS (json_extract(record, '$.country')),
    PRIMARY KEY (coding_id, ordinal), UNIQUE (coding_id, claim_id)
) STRICT;
CREATE INDEX claims_by_id ON claims (claim_id);

CREATE TABLE presences (
    coding_id INTEGER NOT NULL REFERENCES codings, ordinal INTEGER NOT NULL,
    record TEXT NOT NULL, words TEXT NOT NULL,
    PRIMARY KEY (coding_id, ordinal)
) STRICT;

CREATE TABLE reviews (
    review_id INTEGER PRIMARY KEY, report_id TEXT NOT NULL REFERENCES reports,
    span_start INTEGER NOT NULL, span_end INTEGER NOT NULL,
    verdict TEXT NOT NULL, field TEXT, value TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL
) STRICT;

CREATE TABLE judgements (
    judgement_id INTEGER PRIMARY KEY,
    left_report TEXT NOT NULL REFERENCES reports, left_start INTEGER NOT NULL, left_end INTEGER NOT NULL,
    right_report TEXT NOT NULL REFERENCES reports, right_start INTEGER NOT NULL, right_end INTEGER NOT NULL,
    likeness TEXT NOT NULL, score REAL, reason TEXT NOT NULL, made_by TEXT NOT NULL, at TEXT NOT NULL
) STRICT;

CREATE TABLE pairs (
    left_claim TEXT NOT NULL, right_claim TEXT NOT NULL, likeness TEXT NOT NULL, score REAL NOT NULL,
    reasons TEXT NOT NULL, made_by TEXT NOT NULL, PRIMARY KEY (left_claim, right_claim)
) STRICT;

CREATE TABLE incidents (
    incident_id TEXT PRIMARY KEY, record TEXT NOT NULL,
    standing TEXT GENERATED ALWAYS AS (json_extract(record, '$.standing')),
    type TEXT GENERATED ALWAYS AS (json_extract(record, '$.type')),
    role TEXT GENERATED ALWAYS AS (json_extract(record, '$.role')),
    date_start TEXT GENERATED ALWAYS AS (json_extract(record, '$.date_start')),
    country TEXT GENERATED ALWAYS AS (json_extract(record, '$.country'))
) STRICT;

CREATE TABLE members (
    incident_id TEXT NOT NULL REFERENCES incidents, claim_id TEXT NOT NULL,
    report_id TEXT NOT NULL REFERENCES reports, span_start INTEGER NOT NULL, span_end INTEGER NOT NULL,
    PRIMARY KEY (incident_id, claim_id)
) STRICT;

CREATE TABLE redirects (
    redirect_id INTEGER PRIMARY KEY, former_id TEXT NOT NULL, incident_id TEXT, at TEXT NOT NULL
) STRICT;

CREATE VIEW current_codings AS
SELECT max(c.coding_id) AS coding_id, c.report_id
FROM codings c JOIN runs r USING (run_id)
JOIN reports p ON p.report_id = c.report_id AND p.revision = c.revision
WHERE c.issue IS NULL AND r.component = (SELECT value FROM desk WHERE key = 'component')
GROUP BY c.report_id;
"""

ONLY_ADDED_TO = (
    "revisions", "codings", "claims", "presences", "reviews", "judgements", "redirects", "forgotten",
)  # fmt: skip

TRIGGER = """
CREATE TRIGGER {table}_keep_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} are only added to'); END
"""


def upgrade() -> None:
    for statement in filter(str.strip, TABLES.split(";")):
        op.execute(statement)
    for table in ONLY_ADDED_TO:
        for verb in ("UPDATE", "DELETE"):
            op.execute(TRIGGER.format(table=table, verb=verb))
