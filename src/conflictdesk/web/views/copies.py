"""Which reports carry another's text, and whom they credit."""

from dataclasses import dataclass

from conflictdesk.link.credits import credits_in
from conflictdesk.link.differing import Replaced, replaced
from conflictdesk.link.independence import age
from conflictdesk.link.shingles import wording as words_of
from conflictdesk.publish import wording
from conflictdesk.records.copies import CreditKind, NearCopy
from conflictdesk.records.reports import Report
from conflictdesk.web.snapshots import Snapshot
from conflictdesk.web.views.claims import UNNAMED, report_href

MOST_DIFFERENCES = 8
CREDITED = {
    CreditKind.STORY: "the story comes from",
    CreditKind.SHARED: "made with",
    CreditKind.QUOTED: "told to, or by",
}


@dataclass(frozen=True, slots=True)
class Carrier:
    """A report with the same text: where it is, when it came out, and why the two are held to be copies."""

    href: str
    title: str
    publisher: str
    day: str
    reason: str


@dataclass(frozen=True, slots=True)
class CreditLine:
    """An agency that a report credits, for what, and in which words."""

    agency: str
    what: str
    words: str


@dataclass(frozen=True, slots=True)
class Copying:
    """What a report has of others: its original, where it is a copy; who else carries the text; where it differs."""

    original: Carrier | None
    others: tuple[Carrier, ...]
    differences: tuple[Replaced, ...]
    credits: tuple[CreditLine, ...]


def copying(report: Report, held: Snapshot) -> Copying:
    near = [(held.reports[key], pair) for key, pair in _beside(report, held) if key in held.reports]
    near.sort(key=lambda found: age(found[0]))
    older = near[0] if near and age(near[0][0]) < age(report) else None
    return Copying(
        original=_carrier(older[0], older[1].reason) if older else None,
        others=tuple(_carrier(other, pair.reason) for other, pair in near if older is None or other is not older[0]),
        differences=_differences(report, older[0]) if older else (),
        credits=tuple(credit_lines(report)),
    )


def credit_lines(report: Report) -> list[CreditLine]:
    """Each agency once for what it is credited, with the first words that say so."""
    lines: dict[tuple[str | None, CreditKind], CreditLine] = {}
    for credit in credits_in(report.text, report.language):
        words = " ".join(credit.span.of(report.text).split())
        line = CreditLine(credit.agency or "agencies that it does not name", CREDITED[credit.kind], words)
        lines.setdefault((credit.agency, credit.kind), line)
    return list(lines.values())


def copy_of(report: Report, held: Snapshot) -> str | None:
    """Whose text a report carries, in a few words; null where it is no copy."""
    olds = [held.reports[key] for key, _ in _beside(report, held) if key in held.reports]
    first = min(olds, key=age, default=None)
    return (first.publisher or UNNAMED) if first and age(first) < age(report) else None


def _beside(report: Report, held: Snapshot) -> list[tuple[str, NearCopy]]:
    return [(pair.beside(report.report_id), pair) for pair in held.copies.of(report.report_id)]


def _carrier(report: Report, reason: str) -> Carrier:
    return Carrier(
        href=report_href(report.report_id),
        title=report.title or "Untitled report",
        publisher=report.publisher or UNNAMED,
        day=wording.day(report.published) if report.published else "date not known",
        reason=reason,
    )


def _differences(report: Report, original: Report) -> tuple[Replaced, ...]:
    return tuple(replaced(words_of(report.text), words_of(original.text))[:MOST_DIFFERENCES])
