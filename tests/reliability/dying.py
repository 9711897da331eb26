"""Run `conflictdesk` and kill it at its own n-th step: `dying.py STEP COUNTED ARGUMENTS...`.

A step is a statement or commit in the database, or a file opened for writing, renamed, removed or made a folder of,
so that every state in which a desk can be left is one step's. Step 0 never comes: the steps are counted into the file
COUNTED. The process is killed by SIGKILL, which leaves it no time for anything.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

TOUCHING = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate", "shutil.rmtree"}
WRITING = os.O_WRONLY | os.O_RDWR


class Steps:
    """Counts steps; does not come back from the one that it dies at."""

    def __init__(self, last: int) -> None:
        self.last, self.taken = last, 0

    def take(self, *_told: Any, **_more: Any) -> None:
        self.taken += 1
        if self.taken == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def hear(self, name: str, told: tuple[Any, ...]) -> None:
        """An audit hook: https://docs.python.org/3/library/audit_events.html."""
        if name in TOUCHING or (name == "open" and isinstance(told[2], int) and told[2] & WRITING):
            self.take()


def main(last: int, counted: Path, arguments: list[str]) -> None:
    """Run the command; ends with its exit status, or not at all."""
    from conflictdesk.cli import main as conflictdesk

    steps = Steps(last)
    event.listen(Engine, "before_cursor_execute", steps.take)
    event.listen(Engine, "commit", steps.take)
    sys.addaudithook(steps.hear)
    sys.argv = ["conflictdesk", *arguments]
    try:
        conflictdesk()
    finally:
        counted.write_text(str(steps.taken))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
