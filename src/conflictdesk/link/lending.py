"""Whose word a report passes on where it is not its own: an agency's, by the credits of the text.

- A story that credits one agency, as a whole or in part, is that agency's: all that credit it are one voice.
- One that credits several, or agencies that it does not name, may be anybody's: it adds nothing to a named voice.
- A report whose claims about an incident all stand where somebody "told Reuters" passes on that agency's word about
  this incident. What it says elsewhere in its own name is its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from conflictdesk.link.credits import credits_in
from conflictdesk.records.copies import Credit, CreditKind
from conflictdesk.records.events import EventClaim
from conflictdesk.records.reports import Report


@dataclass(frozen=True, slots=True)
class Lent:
    """The agency whose word a report passes on, null where it may be anybody's; `words` are what the report says."""

    agency: str | None
    words: str


def lent(report: Report, claims: Iterable[EventClaim] = ()) -> Lent | None:
    """Whose word `report` passes on with `claims`, all that it says of an incident; null where they are its own."""
    found = credits_in(report.text, report.language)
    of_story = [one for one in found if one.kind is CreditKind.STORY or (one.kind is CreditKind.SHARED and one.agency)]
    if of_story:
        return _lent(report, of_story)
    quoted = [_around(claim, found) for claim in claims]
    if quoted and all(quoted) and len({one.agency for credits in quoted for one in credits}) == 1:
        return _lent(report, quoted[0])
    return None


def _lent(report: Report, found: list[Credit]) -> Lent:
    agencies = {one.agency for one in found}
    agency = next(iter(agencies)) if len(agencies) == 1 else None
    return Lent(agency, " ".join(found[0].span.of(report.text).split()).strip(" -–—:.\n"))


def _around(claim: EventClaim, found: Iterable[Credit]) -> list[Credit]:
    """The agencies to whom the words of a claim were told."""
    return [one for one in found if one.kind is CreditKind.QUOTED and one.span.overlaps(claim.evidence_span)]
