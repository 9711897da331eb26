"""Brings a desk's database to this version of the program, or leaves it alone where it is ahead."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection

from conflictdesk.errors import DeskError, DeskTooNew

MIGRATIONS = Path(__file__).parent / "migrations"


def known_versions() -> list[str]:
    """The versions that this program can read, oldest first; the file names begin with them."""
    return sorted(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def check_version(path: Path) -> bool:
    """Whether the database at `path` is up to date; DeskTooNew where a newer program made it. Only reads."""
    version, known = _version(path), known_versions()
    if version is not None and version not in known:
        raise DeskTooNew(
            f"{path.parent} was made by a newer Conflictdesk ({version}; this one knows up to {known[-1]}):"
            " upgrade the program. The desk was left as it is."
        )
    return version == known[-1]


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing, all in the transaction that `connection` is in."""
    from alembic import command  # late: an up-to-date desk opens without it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _version(path: Path) -> str | None:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:
        return None  # empty, or about to be made by another command
    except sqlite3.DatabaseError as error:
        raise DeskError(f"{path} is not a desk's database ({error}): restore it from a backup.") from error
    return str(row[0]) if row else None
