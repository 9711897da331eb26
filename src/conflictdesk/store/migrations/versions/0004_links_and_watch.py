"""What the desk watches, and what it holds about sources and series.

`WATCH`: counts of posts by place, theme and day, under keyed hashes of accounts that go after 90 days.
`CREDIBILITY`: people's words on how credible a claim's information is; they are only added to. `STANDINGS`: what the
desk held of each incident when, noted as it is linked; only added to.
"""

from alembic import op

revision = "0004"
down_revision = "0003"

WATCH: tuple[str, ...] = (
    # Days are counted as date.toordinal does; a week is named by its Monday. '' stands for all places, all themes.
    """
    CREATE TABLE watch_exports (
        export_id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, read_as TEXT NOT NULL, begun TEXT NOT NULL,
        "rows" INTEGER NOT NULL, posts INTEGER NOT NULL, first INTEGER, last INTEGER, finished TEXT
    ) STRICT
    """,
    """
    CREATE TABLE watch_export_days (
        export_id INTEGER NOT NULL REFERENCES watch_exports, day INTEGER NOT NULL, posts INTEGER NOT NULL,
        again INTEGER NOT NULL, PRIMARY KEY (export_id, day)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE TABLE watch_weeks (week INTEGER PRIMARY KEY, opened TEXT NOT NULL, closed TEXT) STRICT",
    "CREATE TABLE watch_days (day INTEGER PRIMARY KEY) STRICT",
    """
    CREATE TABLE watch_places (
        place_id TEXT PRIMARY KEY, name TEXT NOT NULL, country TEXT, lat REAL, lon REAL
    ) STRICT
    """,
    """
    CREATE TABLE watch_subjects (
        subject_id INTEGER PRIMARY KEY, places TEXT NOT NULL, themes TEXT NOT NULL, UNIQUE (places, themes)
    ) STRICT
    """,
    """
    CREATE TABLE watch_cells (
        subject_id INTEGER NOT NULL REFERENCES watch_subjects, place TEXT NOT NULL, theme TEXT NOT NULL,
        PRIMARY KEY (subject_id, place, theme)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE watch_posts (
        day INTEGER NOT NULL, subject_id INTEGER NOT NULL REFERENCES watch_subjects, account INTEGER NOT NULL,
        posts INTEGER NOT NULL, PRIMARY KEY (day, subject_id, account)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE TABLE watch_seen (post INTEGER PRIMARY KEY, week INTEGER NOT NULL) STRICT",
    """
    CREATE TABLE watch_counts (
        step INTEGER NOT NULL, start INTEGER NOT NULL, place TEXT NOT NULL, theme TEXT NOT NULL,
        posts INTEGER NOT NULL, accounts INTEGER, PRIMARY KEY (step, start, place, theme)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE watch_texts (
        text_id INTEGER PRIMARY KEY, day INTEGER NOT NULL, subject_id INTEGER NOT NULL REFERENCES watch_subjects,
        text TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX watch_texts_by_day ON watch_texts (day)",
)

CREDIBILITY: tuple[str, ...] = (
    # A person's word on how credible a claim's information is; `value` as a review's, its "value" 1 to 6 or null.
    """
    CREATE TABLE credibilities (
        credibility_id INTEGER PRIMARY KEY, report_id TEXT NOT NULL REFERENCES reports, span_start INTEGER NOT NULL,
        span_end INTEGER NOT NULL, value TEXT NOT NULL CHECK (
            json_extract(value, '$.value') IS NULL OR json_extract(value, '$.value') IN (1, 2, 3, 4, 5, 6)
        ), who TEXT NOT NULL, at TEXT NOT NULL, act_id INTEGER NOT NULL REFERENCES acts, revision INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX credibilities_by_report ON credibilities (report_id)",
    *(
        f"""
        CREATE TRIGGER credibilities_keep_{verb} BEFORE {verb} ON credibilities
        BEGIN SELECT RAISE(ABORT, 'credibilities are only added to'); END
        """
        for verb in ("UPDATE", "DELETE")
    ),
)

STANDINGS: tuple[str, ...] = (
    # What the desk held of an incident from a moment on. An older desk's incidents are noted as it holds them now.
    """
    CREATE TABLE standings (
        standing_id INTEGER PRIMARY KEY, incident_id TEXT NOT NULL, standing TEXT NOT NULL, sources INTEGER NOT NULL,
        at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX standings_by_incident ON standings (incident_id)",
    """
    INSERT INTO standings (incident_id, standing, sources, at)
    SELECT incident_id, json_extract(record, '$.standing'), json_extract(record, '$.sources_independent'),
        strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now') FROM incidents ORDER BY incident_id
    """,
    *(
        f"""
        CREATE TRIGGER standings_keep_{verb} BEFORE {verb} ON standings
        BEGIN SELECT RAISE(ABORT, 'standings are only added to'); END
        """
        for verb in ("UPDATE", "DELETE")
    ),
)

SERIES: tuple[str, ...] = (
    # What people say of an incident: that it is in the series of others, or not. Rows are only added; undo is an act.
    """
    CREATE TABLE series_words (
        word_id INTEGER PRIMARY KEY, incident_id TEXT NOT NULL, others TEXT NOT NULL, holds INTEGER NOT NULL,
        who TEXT NOT NULL, at TEXT NOT NULL, act_id INTEGER NOT NULL REFERENCES acts
    ) STRICT
    """,
    """
    CREATE TRIGGER series_words_keep_UPDATE BEFORE UPDATE ON series_words
    BEGIN SELECT RAISE(ABORT, 'series_words are only added to'); END
    """,
    """
    CREATE TRIGGER series_words_keep_DELETE BEFORE DELETE ON series_words
    BEGIN SELECT RAISE(ABORT, 'series_words are only added to'); END
    """,
)


def upgrade() -> None:
    for statement in (*WATCH, *CREDIBILITY, *STANDINGS, *SERIES):
        op.execute(statement)
