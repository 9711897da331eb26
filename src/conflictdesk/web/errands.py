"""Work that outlasts a request: a report is coded while its page asks how far it is. One piece at a time."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from secrets import token_hex
from threading import Lock, Thread

from conflictdesk.errors import ConflictdeskError
from conflictdesk.pipeline.failures import UNFORESEEN, Failure
from conflictdesk.records.events import Record

KEPT = 50  # errands whose outcome is still told
BROKEN = "It broke off for a reason that nobody foresaw ({}). The report is kept. Next: conflictdesk code"
Tell = Callable[[str], None]
Work = Callable[[Tell], Record]


@dataclass(frozen=True, slots=True)
class Errand:
    """How far it is: `said` in words, and once it is done its `outcome` or what went wrong (`fault`)."""

    said: str = "Waiting for the report before it"
    done: bool = False
    fault: str | None = None
    outcome: Record = field(default_factory=dict)


class Errands:
    """The errands of one running workbench. They end with it; what they have kept by then is kept."""

    def __init__(self) -> None:
        self._state: dict[str, Errand] = {}
        self._one_at_a_time = Lock()

    def begin(self, work: Work) -> str:
        """Start `work` in a thread, which tells how far it is; gives the errand's key."""
        for old in list(self._state)[:-KEPT]:
            del self._state[old]
        key = token_hex(8)
        self._state[key] = Errand()
        Thread(target=self._run, args=(key, work), daemon=True).start()
        return key

    def state(self, key: str) -> Errand | None:
        return self._state.get(key)

    def _run(self, key: str, work: Work) -> None:
        with self._one_at_a_time:
            try:
                self._state[key] = Errand(done=True, outcome=work(lambda said: self._tell(key, said)))
            except ConflictdeskError as error:
                self._state[key] = Errand(done=True, fault=str(error))
            except (*UNFORESEEN, OSError) as error:  # else the page would wait for ever
                self._state[key] = Errand(done=True, fault=BROKEN.format(Failure.of(error).reason))

    def _tell(self, key: str, said: str) -> None:
        self._state[key] = replace(self._state[key], said=said)
