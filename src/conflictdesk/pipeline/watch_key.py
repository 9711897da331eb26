"""The key under which a desk's accounts are hashed: a file of its own among the user's data, outside the desk.

So neither who is handed a desk, nor who finds a backup, can ask it whether a name is in it. The desk notes only which
file is its own, by a random name. Where that file is not there (another machine, another user, a restored desk, a key
that was thrown away) a new one is made: then nothing that is held can be told from what comes, so the open weeks are
closed first, and nothing is counted twice.
"""

import os
import re
import secrets
from datetime import date
from pathlib import Path

from conflictdesk.errors import DeskError
from conflictdesk.pipeline.watch_forgetting import close_all
from conflictdesk.records.numbers import number
from conflictdesk.settings import keys_folder
from conflictdesk.store.archive import PRIVATE, PRIVATE_FILE
from conflictdesk.store.database import Database
from conflictdesk.watch.accounts import KEY_BYTES, AccountKey

KEY = "watch-key"  # the note of which file holds the key
_NAME = re.compile(r"[0-9a-f]{32}")


_AWAY = "The key of this desk's accounts is not on this machine"


def key_of(database: Database, today: date) -> tuple[AccountKey, str | None]:
    """The desk's key, made where there is none; and what is to be said of it. Raises DeskError where it cannot be."""
    secret, told = _held(database)
    return (AccountKey(secret), told) if secret is not None else _made(database, today)


def _held(database: Database) -> tuple[bytes | None, str | None]:
    named = database.noted(KEY)
    return _read(named) if named and _NAME.fullmatch(named) else (None, _AWAY)


def _made(database: Database, today: date) -> tuple[AccountKey, str | None]:
    """A new key; or that which another command made just now."""
    with database.in_one():
        (secret, why), named = _held(database), database.noted(KEY)
        if secret is not None:
            return AccountKey(secret), why
        closed = close_all(database, today) if named else 0
        name, secret = secrets.token_hex(16), secrets.token_bytes(KEY_BYTES)
        path = _write(name, secret)
        database.note(KEY, name)
    if not named:
        return AccountKey(secret), f"Accounts are hashed under a new key, which is in {path} and in no backup."
    told = f"{why}: there is a new one now, and accounts start anew."
    weeks = number(closed, "week that was open is", "weeks that were open are")
    shut = f" {weeks} closed: counts stay, and no more posts are taken there." if closed else ""
    return AccountKey(secret), told + shut


def _read(name: str) -> tuple[bytes | None, str | None]:
    """The key in the file of this name, null where there is none or it is no key; and what is to be said of it. It is
    its owner's alone."""
    path = keys_folder() / f"{name}.key"
    told = None
    try:
        secret = path.read_bytes()
        if path.stat().st_mode & 0o077:
            path.chmod(PRIVATE_FILE)
            told = (
                f"Others could read the key of accounts in {path}. It is yours alone now; whether they did, nothing"
                " tells."
            )
    except FileNotFoundError:
        return None, _AWAY
    except OSError as error:
        raise DeskError(f"The key of accounts in {path} cannot be read ({error.strerror}).") from error
    if len(secret) != KEY_BYTES:
        return None, f"The key of this desk's accounts in {path} is damaged ({len(secret)} bytes, not {KEY_BYTES})"
    return secret, told


def _write(name: str, secret: bytes) -> Path:
    """Write the key to a file that is there whole or not at all."""
    path = keys_folder() / f"{name}.key"
    fresh = path.with_suffix(".new")
    try:
        path.parent.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE), "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        fresh.rename(path)
    except OSError as error:
        raise DeskError(
            f"The key of accounts cannot be kept in {path.parent} ({error.strerror}): set XDG_DATA_HOME to a folder of"
            " yours. Nothing was added."
        ) from error
    return path
