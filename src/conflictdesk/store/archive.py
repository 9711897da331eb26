"""The archive: every report's bytes as they came, each file named by its SHA-256.

Written beside its place, flushed, then renamed: a file under its name is whole, whenever the machine stops.
"""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from conflictdesk.errors import DeskError
from conflictdesk.records.provenance import content_hash

PRIVATE, PRIVATE_FILE = 0o700, 0o600  # reports may name people: folder and files are their owner's alone


@dataclass(frozen=True, slots=True)
class Archive:
    """Bytes under their hash: `ab/abcdef...` below `folder`."""

    folder: Path

    def path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest

    def write(self, raw: bytes) -> str:
        """Keep `raw` and give its SHA-256; the same bytes twice are kept once."""
        digest = content_hash(raw)
        path = self.path(digest)
        if not path.exists():
            for folder in (self.folder, path.parent):
                folder.mkdir(mode=PRIVATE, exist_ok=True)
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


def _write_whole(path: Path, raw: bytes) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
