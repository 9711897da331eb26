"""What people decide: reviews of claims, judgements of pairs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from conflictdesk.records.reports import Span


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """What a person's word holds on to across re-codings: a report, and the evidence's span in it."""

    report_id: str
    span: Span


class Verdict(StrEnum):
    """What a person says of a claim or a field of it."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Review:
    """A person's word on a claim (`field` null) or on one field. The latest on an anchor and field holds.

    `revision` is the report's revision whose text the anchor counts in; null: not known, taken for the current one.
    """

    anchor: Anchor
    verdict: Verdict
    field: str | None
    value: Any
    who: str
    at: datetime
    revision: int | None = None


class Likeness(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether two claims speak of one incident, said by a person or a rule (`by`), with the reason."""

    left: Anchor
    right: Anchor
    likeness: Likeness
    score: float | None
    reason: str
    by: str
    at: datetime
    revisions: tuple[int | None, int | None] = (None, None)  # the reports' revisions that the anchors count in


@dataclass(frozen=True, slots=True)
class ClaimPair:
    """Two claims that were compared, by their ids (`left` before `right`), and what came of it.

    `reasons` gives each property that was compared ("date", "place", ...) with its sentence for a reader; `by` is
    whose word holds: a person's, else the rule's.
    """

    left: str
    right: str
    likeness: Likeness
    score: float
    reasons: Mapping[str, str] = field(default_factory=dict)
    by: str = ""
