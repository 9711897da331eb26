"""A copy of a desk's database while others use it, and a check of one that was brought back."""

import sqlite3
from contextlib import closing
from pathlib import Path

from conflictdesk.errors import DeskError

_HASHES = "SELECT DISTINCT content_hash FROM revisions"


def copy_database(source: Path, to: Path) -> frozenset[str]:
    """Copy the database as it is at one moment; gives the hashes of all bytes that it names."""
    with closing(sqlite3.connect(source)) as before, closing(sqlite3.connect(to)) as after:
        before.backup(after)  # at one go: begun anew at each write, a copy in parts might never end
        after.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        return frozenset(digest for (digest,) in after.execute(_HASHES))


def check_database(path: Path) -> frozenset[str]:
    """The hashes of all bytes that a database names. Raises DeskError where it is damaged or none of a desk."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            (told,) = connection.execute("PRAGMA integrity_check").fetchone()
            hashes = frozenset(digest for (digest,) in connection.execute(_HASHES))
    except sqlite3.DatabaseError as error:
        raise DeskError(f"The database in the backup is damaged ({error}): take another backup.") from error
    if told != "ok":
        raise DeskError(f"The database in the backup is damaged ({told}): take another backup.")
    return hashes
