"""Who did what to a record, and when."""

from collections.abc import Iterable
from dataclasses import dataclass

from conflictdesk.pipeline.history import Entry
from conflictdesk.publish import wording


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One deed: when, who, what; `undone` where it was taken back."""

    when: str
    who: str
    sentence: str
    undone: bool


def history_lines(entries: Iterable[Entry]) -> list[HistoryLine]:
    """A record's history, in the order it comes in (the latest first)."""
    return [HistoryLine(wording.day(one.at), one.who, one.sentence, one.undone) for one in entries]
