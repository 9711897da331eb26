"""When an input breaks the program: a sentence for the reader, the traceback for the log, and when to stop.

Reports and lines are hostile input: one that breaks the program costs only itself. What breaks on every one of the
first inputs in the same place is no input's fault, and stops the work.
"""

import logging
import traceback
from dataclasses import dataclass
from pathlib import Path

from conflictdesk.errors import ConflictdeskError

LOG = logging.getLogger("conflictdesk.failures")  # the command line shows it with --verbose
MOST_ALIKE = 5

# What an input may do to the program. Missing data (DataError) or a lack of memory is no input's fault: it stops.
UNFORESEEN = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Failure:
    """What an input did to the program, and where."""

    reason: str
    place: str
    trace: str

    @classmethod
    def of(cls, error: Exception) -> "Failure":
        name, frames = type(error).__name__, traceback.extract_tb(error.__traceback__)
        last = frames[-1] if frames else None
        place = f"{name} in {Path(last.filename).name}, line {last.lineno}" if last else name
        return cls(f"{name}: {error}", place, "".join(traceback.format_exception(error)))


class Beginning:
    """The first inputs of a run: they show whether it is the program that is broken."""

    def __init__(self) -> None:
        self._alike, self._place, self._going = 0, "", True

    def passed(self) -> None:
        """One input was taken: what breaks from now on is the input's doing."""
        self._going = False

    def failed(self, failure: Failure, name: str) -> None:
        """Log it. Raises ConflictdeskError where the first inputs all failed in one place."""
        LOG.warning("%s: %s", name, failure.trace)
        if not self._going:
            return
        self._going = self._place in ("", failure.place)
        self._place, self._alike = failure.place, self._alike + 1
        if self._going and self._alike == MOST_ALIKE:
            raise ConflictdeskError(
                f"The first {MOST_ALIKE} all failed alike ({failure.reason}; {failure.place}): it is not they that are"
                " broken, and the work was stopped. Install Conflictdesk again, or report it with what conflictdesk"
                " --verbose shows."
            )
