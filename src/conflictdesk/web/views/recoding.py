"""What changed in a report's claims when it was coded again, in sentences."""

from collections.abc import Iterable, Sequence

from conflictdesk.publish import wording
from conflictdesk.records.events import CLAIM_FIELDS, EventClaim
from conflictdesk.web.views.claims import field_value

UNCHANGED = "Nothing that was read in it has changed."


def changes(before: Sequence[EventClaim], after: Sequence[EventClaim]) -> list[str]:
    """Sentences on what is new, gone or different; claims are the same where their evidence and ordinal are."""
    old, new = _numbered(before), _numbered(after)
    said = [line for key in old.keys() & new.keys() for line in _differences(old[key], new[key])]
    said += [f"New: {_event(new[key])}." for key in sorted(new.keys() - old.keys())]
    said += [f"No longer read: {_event(old[key])}." for key in sorted(old.keys() - new.keys())]
    return sorted(said) or [UNCHANGED]


def _numbered(claims: Iterable[EventClaim]) -> dict[tuple[int, int, int], EventClaim]:
    found: dict[tuple[int, int, int], EventClaim] = {}
    for claim in claims:
        span, ordinal = claim.evidence_span, 0
        while (span.start, span.end, ordinal) in found:
            ordinal += 1
        found[span.start, span.end, ordinal] = claim
    return found


def _differences(old: EventClaim, new: EventClaim) -> Iterable[str]:
    for field in CLAIM_FIELDS:
        was, now = (wording.value(field_value(field, claim.values())) for claim in (old, new))
        if was != now:
            yield f"{wording.FIELD_NAMES[field]} of {_event(new)}: {was} before, now {now}."


def _event(claim: EventClaim) -> str:
    where = claim.place.modern or claim.place.name
    return f"“{claim.type}”" + (f" at {wording.isolated(where)}" if where else "")
