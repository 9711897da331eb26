"""A desk as one file, made while it is in use, and brought back from one.

The file is a zip archive whose entries are stored as they are: nothing in it can grow when it is read. The database
is copied as it is at one moment; the archive only grows, so it holds all that the copy names.
"""

import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path

from conflictdesk import __version__
from conflictdesk.errors import DeskError, InputError, UsageError
from conflictdesk.pipeline.folder import ACTORS, CATALOG, GAZETTEER
from conflictdesk.settings import FILE as SETTINGS
from conflictdesk.store.archive import PRIVATE, PRIVATE_FILE
from conflictdesk.store.copying import check_database, copy_database
from conflictdesk.store.database import DATABASE, Database
from conflictdesk.store.upgrading import check_version

MANIFEST = "manifest.json"
BESIDE = (SETTINGS, CATALOG, ACTORS, GAZETTEER)  # what a desk holds beside its database and archive
ENTRY = re.compile(r"archive/([0-9a-f]{2})/(\1[0-9a-f]{62})")
EPOCH = (1980, 1, 1, 0, 0, 0)  # a zip archive's first day: entries carry no time of their own
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    file: str
    reports: int
    files: int
    bytes: int


def back_up(database: Database, to: Path) -> Backup:
    """Write the desk to the zip archive `to`, which is there whole or not at all, and is its owner's alone.

    Raises UsageError where `to` is there already or is no .zip.
    """
    if to.suffix.lower() != ".zip":
        raise UsageError(f"A backup is a zip archive: name it {to.with_suffix('.zip')}.")
    if to.exists():
        raise UsageError(f"{to} is there already: name a file that is not.")
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=to.parent) as folder:
        copy, fresh = Path(folder) / DATABASE, Path(folder) / to.name
        hashes = sorted(copy_database(database.folder / DATABASE, copy))
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_STORED) as archive:
            _fill(archive, database, copy, hashes)
        with fresh.open("rb") as written:
            os.fsync(written.fileno())
        size = fresh.stat().st_size
        fresh.rename(to)
    return Backup(str(to), len(database.report_ids()), len(hashes), size)


def restore(file: Path, folder: Path) -> int:
    """Make the desk in `folder` of the backup `file`; gives the number of files, all of which have their hashes.

    Raises UsageError where `folder` holds anything, InputError where the file is no backup, DeskError where what it
    holds is damaged or made by a newer version. Then nothing is left of it.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already and is not overwritten: name a new folder with --desk.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _opened(file) as archive, tempfile.TemporaryDirectory(prefix=".restore-", dir=folder.parent) as made:
        desk = Path(made) / "desk"
        desk.mkdir(mode=PRIVATE)
        entries = _entries(archive, file)
        for entry in entries:
            _unpack(archive, entry, desk)
        _check(archive, desk)
        if folder.exists():
            folder.rmdir()
        desk.rename(folder)
    return sum(ENTRY.fullmatch(entry.filename) is not None for entry in entries)


def _fill(archive: zipfile.ZipFile, database: Database, copy: Path, hashes: list[str]) -> None:
    sums = {DATABASE: _store(archive, DATABASE, copy)}
    for name in BESIDE:
        if (database.folder / name).is_file():
            sums[name] = _store(archive, name, database.folder / name)
    for digest in hashes:
        path = database.archive.path(digest)
        if not path.is_file():
            raise DeskError(f"The archive lacks {digest}: it was forgotten just now (try again), or is damaged.")
        _store(archive, f"archive/{digest[:2]}/{digest}", path)
    told = {"conflictdesk": __version__, "made": datetime.now(UTC).isoformat(timespec="seconds"), "sha256": sums}
    archive.writestr(_entry(MANIFEST), json.dumps(told, indent=1))


def _store(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    """Store a file; gives its SHA-256."""
    with path.open("rb") as source:
        digest = file_digest(source, "sha256").hexdigest()
        source.seek(0)
        with archive.open(_entry(name), "w", force_zip64=True) as stored:
            shutil.copyfileobj(source, stored, CHUNK)
    return digest


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.external_attr = PRIVATE_FILE << 16
    return entry


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError, RuntimeError, ValueError) as error:
        raise InputError(f"{file} is no backup of a desk, or damaged ({error}): take another.") from error


def _entries(archive: zipfile.ZipFile, file: Path) -> list[zipfile.ZipInfo]:
    """The entries, each known by its name and stored as it is. Raises InputError where one is not."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    strange = next((name for name in names if not _is_known(name)), None)
    if strange is not None:
        raise InputError(f"{file} is no backup of a desk: it holds {strange!r:.80}.")
    grows = any(e.compress_type != zipfile.ZIP_STORED or e.file_size != e.compress_size for e in entries)
    too_many = sum(entry.file_size for entry in entries) > file.stat().st_size
    if grows or too_many or len(set(names)) < len(names) or not {MANIFEST, DATABASE} <= set(names):
        raise InputError(f"{file} was not made by conflictdesk backup, or was changed since: take another.")
    return entries


def _is_known(name: str) -> bool:
    return name in (MANIFEST, DATABASE, *BESIDE) or ENTRY.fullmatch(name) is not None


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, desk: Path) -> None:
    if entry.filename == MANIFEST:
        return
    path = desk / entry.filename
    for folder in (desk / "archive", path.parent):
        if path.parent != desk:
            folder.mkdir(mode=PRIVATE, exist_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as file, archive.open(entry) as stored:
        shutil.copyfileobj(stored, file, CHUNK)


def _check(archive: zipfile.ZipFile, desk: Path) -> None:
    """Raise DeskError where a file does not have its hash, or one that the database names is missing."""
    try:
        sums: dict[str, str] = dict(json.loads(archive.read(MANIFEST))["sha256"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError("The backup's manifest cannot be read: take another backup.") from error
    held = {path.name: path for path in (desk / "archive").glob("??/*")} if (desk / "archive").is_dir() else {}
    named = {desk / name: digest for name, digest in sums.items() if _is_known(name)}
    for path, digest in {**named, **{path: name for name, path in held.items()}}.items():
        if not path.is_file() or _sum(path) != digest:
            raise DeskError(f"{path.name} in the backup is damaged: take another backup.")
    check_version(desk / DATABASE)
    missing = check_database(desk / DATABASE) - held.keys()
    if missing or DATABASE not in sums:
        raise DeskError(f"The backup lacks {len(missing)} of the files that its database names: take another backup.")


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
