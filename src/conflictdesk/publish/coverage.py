"""How much was reported: so that more reports are not read as more violence, nor silence as calm."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from conflictdesk.publish import wording
from conflictdesk.publish.entries import plain
from conflictdesk.publish.periods import Period
from conflictdesk.records.reports import Report

MOST_NAMED = 12
UNNAMED = "publisher not named"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Reports published in a period and in the one before; `silent` are sources of the latter alone, in words."""

    reports: int
    sources: int
    reports_before: int
    sources_before: int
    undated: int
    silent: tuple[str, ...]
    told: bool = False  # whether the desk knows of incidents in the period all the same

    @property
    def sentence(self) -> str:
        now = f"{wording.number(self.reports, 'report')} from {wording.number(self.sources, 'source')}"
        before = f"{wording.number(self.reports_before, 'report')} from {wording.number(self.sources_before, 'source')}"
        told = f"The desk holds {now} published in this period, and {before} in the one before"
        undated = f"; {wording.number(self.undated, 'report')} of no known date" if self.undated else ""
        return f"{told}{undated}. {self._read}"

    @property
    def _read(self) -> str:
        if not self.reports and self.told:
            return "What is known of this period was told by reports of other days."
        if not self.reports:
            return "Nobody reported: that is silence of the sources, and says nothing of calm."
        if not self.reports_before:
            return "With no report of the period before, nothing can be said of a change."
        if self.reports >= 1.5 * self.reports_before or self.reports_before >= 1.5 * self.reports:
            return "Reporting itself changed that much: a change in the counts may be one of reporting alone."
        return "Reporting was much the same in both."


def coverage_of(reports: Iterable[Report], period: Period, told: bool = False) -> Coverage:
    """What the desk's sources published in `period`, against the period before; `told`: incidents are dated to it."""
    dated = [(report.published, plain(report.publisher) or UNNAMED) for report in reports if report.published]
    now = Counter(name for day, name in dated if period.holds(day))
    before = Counter(name for day, name in dated if period.before.holds(day))
    latest = {name: max(day for day, other in dated if other == name and day <= period.last) for name in before}
    silent = sorted((name for name in before if not now[name]), key=lambda name: (-before[name], name))
    undated = sum(report.published is None for report in reports)
    return Coverage(
        sum(now.values()), len(now), sum(before.values()), len(before), undated,
        tuple(_fell_silent(name, before[name], latest[name]) for name in silent[:MOST_NAMED]),
        told,
    )  # fmt: skip


def _fell_silent(name: str, before: int, last: date) -> str:
    told = f"no report in this period, {before} in the one before, the last on {wording.day(last)}"
    return f"{wording.isolated(name)}: {told}"
