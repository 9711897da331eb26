"""What routes that change the desk share: the queue, who signs, and the linking that follows each change."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Timer

from conflictdesk.errors import NoDesk
from conflictdesk.pipeline.following import Follower
from conflictdesk.pipeline.worklist import Worklist
from conflictdesk.records.acts import Act
from conflictdesk.records.events import Record
from conflictdesk.records.reports import Report
from conflictdesk.settings import read_settings
from conflictdesk.store.database import Database

QUIET_SECONDS = 1.0  # after the last word of a row: linking meanwhile would hold up the next ones


class Following:
    """Has the incidents follow people's words, once nobody has said anything for a moment."""

    def __init__(self, folder: Path) -> None:
        self._follower, self._lock = Follower(folder), Lock()
        self._pause: Timer | None = None

    def start(self) -> None:
        self._follower.start()

    def soon(self) -> None:
        """Something was said. Returns at once."""
        with self._lock:
            if self._pause is not None:
                self._pause.cancel()
            self._pause = Timer(QUIET_SECONDS, self._follower.wake)
            self._pause.daemon = True
            self._pause.start()

    def now(self, seconds: float) -> bool:
        """Have the incidents follow at once, and wait for it; false where that takes longer, or nobody follows."""
        with self._lock:
            if self._pause is not None:
                self._pause.cancel()
        return self._follower.follow_now(seconds)

    def stop(self) -> None:
        """What was not linked by now is linked at the next start."""
        with self._lock:
            if self._pause is not None:
                self._pause.cancel()
        self._follower.stop()


@dataclass(frozen=True, slots=True)
class Table:
    """Where people's words are taken down: one for each running workbench."""

    folder: Path
    worklist: Worklist
    following: Following
    who: Callable[[], str]  # who signs

    @classmethod
    def of(cls, folder: Path, who: str | None = None) -> "Table":
        """`who` signs, else the person named in desk.toml, else the operating system's user."""
        return cls(folder, Worklist(folder), Following(folder), lambda: read_settings(folder).who(who))

    def kept(self, act: Act) -> Record:
        """The answer to a change that is kept now; the incidents follow by themselves."""
        self.following.soon()
        return {"act": act.act_id, "summary": act.summary, "claims": list(act.claims)}

    def reports(self, report_ids: Iterable[str]) -> dict[str, Report]:
        """The reports of these ids; none where there is no desk."""
        found: dict[str, Report] = {}
        with suppress(NoDesk), Database.open(self.folder) as database:
            found = {key: report for key in set(report_ids) if (report := database.report(key))}
        return found
