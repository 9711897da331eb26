"""What an export of posts is known by: its bytes and the days that were asked for, and how it is read.

The digest of the bytes is stretched (scrypt): a file of one post could be guessed.
"""

import json
from hashlib import file_digest, scrypt, sha256
from pathlib import Path

from conflictdesk.errors import UnreadableFile
from conflictdesk.pipeline.watch_covering import Within
from conflictdesk.sources.posts import Export

_SALT = b"conflictdesk watch"


def digest_of(path: Path, within: Within) -> str:
    """What an export is known by: its bytes, and the days that are asked for. Raises UnreadableFile."""
    try:
        if not path.is_file() and path.exists():
            raise UnreadableFile(f"{path} is no file: name files of posts.")
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").digest()
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read ({error.strerror}): name a file of posts.") from error
    days = "/".join(day.isoformat() if day else "" for day in within)
    return scrypt(digest + days.encode(), salt=_SALT, n=2**14, r=8, p=1, dklen=32).hex()


def digest_of_reading(export: Export, zone: str) -> str:
    """A digest of what is read out of the file's bytes: another mapping, zone or order of dates is another one."""
    told = [sorted(export.columns.items()), zone, export.order.order]
    return sha256(json.dumps(told).encode("utf-8", "backslashreplace")).hexdigest()
