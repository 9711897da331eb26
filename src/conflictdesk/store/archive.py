"""The archive: every report's bytes as they came, each file named by its SHA-256.

Written beside its place, flushed, then renamed: a file under its name is whole, whenever the machine stops.
"""

import os
import re
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from conflictdesk.errors import DeskError
from conflictdesk.records.provenance import content_hash

BEGUN = ".new-"  # how the name of a file begins that is being written
ABANDONED_SECONDS = 3600.0  # a file that was being written so long ago has no writer any more
SHA_256 = re.compile(r"[0-9a-f]{64}")
PRIVATE, PRIVATE_FILE = 0o700, 0o600  # reports may name people: folder and files are their owner's alone


@dataclass(frozen=True, slots=True)
class Archive:
    """Bytes under their hash: `ab/abcdef...` below `folder`."""

    folder: Path

    def path(self, digest: str) -> Path:
        """Where these bytes are or would be. Raises DeskError where that is no SHA-256: it may name any file."""
        if not SHA_256.fullmatch(digest):
            raise DeskError(f"{digest!r:.80} is no SHA-256: the desk was tampered with. Restore it from a backup.")
        return self.folder / digest[:2] / digest

    def write(self, raw: bytes) -> str:
        """Keep `raw` and give its SHA-256; the same bytes twice are kept once."""
        digest = content_hash(raw)
        path = self.path(digest)
        if not path.exists():
            for folder in (self.folder, path.parent):
                folder.mkdir(mode=PRIVATE, exist_ok=True)
            _sweep(path.parent.glob(f"{BEGUN}*"), ABANDONED_SECONDS)
            _write_whole(path, raw)
        return digest

    def read(self, digest: str) -> bytes:
        """The bytes with this SHA-256; DeskError where the archive has none."""
        try:
            return self.path(digest).read_bytes()
        except OSError as error:
            raise DeskError(f"The archive lacks {digest}: restore {self.path(digest)} from a backup.") from error

    def holds(self, digest: str) -> bool:
        """Whether the bytes are there and still have the hash that they are named by."""
        path = self.path(digest)
        return path.is_file() and content_hash(path.read_bytes()) == digest

    def erase(self, digest: str) -> bool:
        """Take the bytes with this SHA-256 away for good; whether they were there."""
        path = self.path(digest)
        if not path.is_file():
            return False
        with path.open("r+b") as file:  # where the disk lets one write in place
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        return True

    def sweep(self, older_than: float = ABANDONED_SECONDS) -> int:
        """Take away what writers left behind that were stopped midway more than `older_than` seconds ago."""
        return _sweep(self.folder.glob(f"??/{BEGUN}*"), older_than)


def _sweep(begun: Iterable[Path], older_than: float) -> int:
    before = time.time() - older_than
    abandoned = [path for path in begun if path.stat().st_mtime <= before]
    for path in abandoned:
        path.unlink(missing_ok=True)
    return len(abandoned)


def _write_whole(path: Path, raw: bytes) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=BEGUN)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
