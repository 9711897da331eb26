"""Add an export batch by batch and be killed within the n-th: `dying_intake.py BATCH DESK POSTS`."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from conflictdesk.pipeline import watch_reading
from conflictdesk.pipeline.watching import Ways, add_exports
from conflictdesk.publish.masking import mask_names
from conflictdesk.settings import read_settings
from conflictdesk.store.database import Database

BATCH = 20  # rows


def main(last: int, desk: Path, posts: Path) -> None:
    batches = 0

    def hear(_connection: Any, _cursor: Any, statement: str, *_told: Any) -> None:
        nonlocal batches
        batches += statement.lstrip().startswith("INSERT INTO watch_posts")
        if batches == last:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", hear)
    watch_reading.ROWS = BATCH
    ways = Ways(mask_names=mask_names, readers=0)  # texts kept: more that could hold a name
    with Database.open(desk, create=True) as database:
        list(add_exports(database, [posts], read_settings(desk), ways))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
