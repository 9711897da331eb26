"""Near-copies among reports, and the agencies that reports credit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from conflictdesk.records.reports import Span


@dataclass(frozen=True, slots=True, order=True)
class NearCopy:
    """Two reports of which one carries the other's wording; which is the original depends on their dates and hashes.

    `report_id` is the lower id. `share` is the part of the shorter text's words, 0 to 1, that stand in the longer one.
    """

    report_id: str
    other_id: str
    share: float
    reason: str

    def beside(self, report_id: str) -> str:
        """The other of the two."""
        return self.other_id if report_id == self.report_id else self.report_id


class Copies:
    """Near-copies by report; equal for equal pairs."""

    def __init__(self, pairs: Iterable[NearCopy] = ()) -> None:
        self.pairs: tuple[NearCopy, ...] = tuple(sorted(pairs))
        found: dict[str, list[NearCopy]] = {}
        for pair in self.pairs:
            for report_id in (pair.report_id, pair.other_id):
                found.setdefault(report_id, []).append(pair)
        self._of: Mapping[str, tuple[NearCopy, ...]] = {key: tuple(pairs) for key, pairs in found.items()}

    def of(self, report_id: str) -> tuple[NearCopy, ...]:
        """The pairs that a report is one of."""
        return self._of.get(report_id, ())

    def among(self, report_ids: Iterable[str]) -> tuple[NearCopy, ...]:
        """The pairs of which both reports are among these."""
        asked = frozenset(report_ids)
        return tuple(sorted({p for key in asked for p in self.of(key) if {p.report_id, p.other_id} <= asked}))


class CreditKind(StrEnum):
    STORY = "story"  # the whole comes from the agency: "(Reuters) -"
    SHARED = "shared"  # the agency had a part in it: "with AFP"
    QUOTED = "quoted"  # the agency is whom somebody told it: "told Reuters"


@dataclass(frozen=True, slots=True, order=True)
class Credit:
    """Words of a report that name a news agency as where it comes from; `agency` is null where they name none."""

    span: Span
    kind: CreditKind
    agency: str | None
