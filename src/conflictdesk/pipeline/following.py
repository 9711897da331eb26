"""Incidents that follow people's words by themselves: a thread that links the desk when it is told to.

Words are kept before anybody waits for a linking; what a stop leaves unlinked is linked at the next start.
"""

import logging
from pathlib import Path
from threading import Event, Thread

from conflictdesk.errors import ConflictdeskError, NoDesk
from conflictdesk.pipeline.desk_memory import DeskMemory
from conflictdesk.pipeline.forgetting import finish_forgetting
from conflictdesk.store.database import Database

LOG = logging.getLogger("conflictdesk.following")
REST_SECONDS = 0.5  # after a wake: many words in a row are linked once


class Follower:
    """One for each running workbench. `fault` says why the last linking failed; null where it did not."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fault: str | None = None
        self._memory = DeskMemory()
        self._woken, self._ending, self._idle = Event(), Event(), Event()
        self._thread = Thread(target=self._run, name="conflictdesk-follower", daemon=True)

    def start(self) -> None:
        """Begin, and link at once where that is due."""
        self._woken.set()
        self._thread.start()

    def wake(self) -> None:
        """Something was said: link soon. Returns at once."""
        self._idle.clear()
        self._woken.set()

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is left to link; false where that takes longer."""
        return self._idle.wait(seconds)

    def follow_now(self, seconds: float) -> bool:
        """Link what is due, and wait for it; false where that takes longer, or nothing is running."""
        if not self._thread.is_alive():
            return False
        self.wake()
        return self.wait(seconds)

    def stop(self) -> None:
        """End once the linking under way is done."""
        self._ending.set()
        self._woken.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._ending.is_set():
            self._woken.wait()
            self._woken.clear()
            if not self._ending.is_set():
                self._follow()
            if not self._woken.is_set():
                self._idle.set()
                if self._woken.is_set():  # just then
                    self._idle.clear()
                self._ending.wait(REST_SECONDS)

    def _follow(self) -> None:
        try:
            with Database.open(self.folder) as database:
                finish_forgetting(database)
                self._memory.follow(database)
            self.fault = None
        except NoDesk:
            self.fault = None
        except (ConflictdeskError, OSError) as error:
            LOG.warning("linking failed: %s", error)
            self.fault = str(error)
