"""What people do to a desk: acts, each of which is taken back as one; in which order they are asked; and what a desk
was told to forget."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a person did: a key press, however many claims it spoke of.

    `verb` is "accept", "correct", "reject", "add", "judge", "assess", "series", "edit", "forget" or "undo"; `undoes` is
    the act that an undo takes back. `summary` says it in words, without any of a report's.
    """

    act_id: int
    verb: str
    who: str
    at: datetime
    summary: str
    undoes: int | None = None
    claims: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Bytes that a desk was told to forget: their hash is left, and who wanted it, when and why."""

    report_id: str
    content_hash: str
    reason: str
    who: str
    at: datetime


class Order(StrEnum):
    """What a queue is sorted by; `SURENESS` begins with the least sure."""

    SURENESS = "sureness"
    SOURCE = "source"
    PLACE = "place"
    DAY = "day"
