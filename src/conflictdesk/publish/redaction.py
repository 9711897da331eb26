"""What a record loses before it leaves the desk: propaganda and private persons' names (design, section 5).

Of a belligerent's publication there remain its hash and what was made of it (publish/belligerents.py); links do not
leave. Names of private persons are masked (publish/masks.py).
"""

import re
from collections.abc import Iterable

from conflictdesk.publish.addresses import shareable
from conflictdesk.publish.belligerents import without_these, without_wording, wordings
from conflictdesk.publish.masks import masked
from conflictdesk.publish.rows import ClaimRow, ExportOptions, IncidentRow, PresenceRow
from conflictdesk.records.events import Presence, Record
from conflictdesk.records.provenance import Authorship
from conflictdesk.records.reports import Report
from conflictdesk.records.standings import NotedStand, Stand

WITHHELD = "[presence withheld]"  # for words that say where somebody is believed to be
LINK = re.compile(r"://|(?i:\b[a-z0-9\-]{1,63}\.[a-z]{2,24}(?:/|$))")  # a publisher's name that is an address
CONTEXT = 2_000  # characters of a report before the end of a claim's sentence, in which a name may be told whole


def claim_record(row: ClaimRow, options: ExportOptions) -> Record:
    """The claim's JSON (design, section 3) with its report's provenance, less what may not leave."""
    withheld = row.belligerent and not options.with_belligerent_text
    record = row.claim.as_record() | {
        "incident_id": row.incident_id,
        "reviewed": reviewed_record(row.reviewed),
        "source": source_record(row.report, row.belligerent, withheld, row.reliability),
        "credibility": row.credibility.as_record() if row.credibility else None,
    }
    if not options.with_presences:
        record["evidence"] = _without_presences(row)
    record = masked(record, options, row.report, (row.claim.evidence,), (_before(row),))
    return without_wording(record) if withheld else record


def incident_record(row: IncidentRow, options: ExportOptions) -> Record:
    """The incident's JSON (design, section 3), less what may not leave."""
    stood, held = [_stood(one) for one in row.stands], [_noted(one) for one in row.noted]
    record = row.incident.as_record() | {"standings": stood, "held": held}
    if not options.with_belligerent_text:
        theirs = {text for claim in row.claims if claim.belligerent for text in wordings(claim)}
        ours = {text for claim in row.claims if not claim.belligerent for text in wordings(claim)}
        record = without_these(record, theirs - ours)
    return masked(record, options, None, [c.claim.evidence for c in row.claims], map(_before, row.claims))


def report_title(row: ClaimRow, options: ExportOptions) -> str | None:
    """The title of a claim's report, masked like its evidence; null where there is none or it may not leave."""
    title = row.report.title if row.report else None
    if not title or (row.belligerent and not options.with_belligerent_text):
        return None
    if not options.with_presences and _tells_presence(title, row.presences):
        return WITHHELD
    record = row.claim.as_record() | {"evidence": title}
    return str(masked(record, options, row.report, (row.claim.evidence,), (_before(row),))["evidence"])


def _tells_presence(title: str, presences: Iterable[Presence]) -> bool:
    """Whether a title names a place where its report says that somebody is believed to be."""
    folded = title.casefold()
    return any(name.casefold() in folded for presence in presences for name in (*presence.places, presence.evidence))


def presence_record(row: PresenceRow, options: ExportOptions) -> Record:
    """The presence's JSON. Areas stay areas; there are no points in it."""
    withheld = row.belligerent and not options.with_belligerent_text
    record = row.presence.as_record() | {
        "record": "presence",
        "reviewed": None,
        "report_id": row.presence.report_id,
        "source": source_record(row.report, row.belligerent, withheld),
    }
    record = masked(record, options, row.report)
    return record | (dict.fromkeys(("evidence", "places", "attributed_to")) if withheld else {})


def _without_presences(row: ClaimRow) -> str:
    """The evidence without the words that say where somebody is believed to be."""
    span, words = row.claim.evidence_span, row.claim.evidence
    said = sorted({s for presence in row.presences for s in presence.spans.get("evidence", ())}, reverse=True)
    left = len(words)  # where what is withheld already begins
    for one in said:
        start, end = max(0, one.start - span.start), min(left, one.end - span.start)
        if start < end:
            words, left = words[:start] + WITHHELD + words[end:], start
    return words


def _before(row: ClaimRow) -> str:
    """What the report says up to the claim's sentence: whom it names whole there it may name in part here."""
    end = row.claim.evidence_span.end
    return row.report.text[max(0, end - CONTEXT) : end] if row.report else ""


def reviewed_record(reviewed: Authorship | None) -> Record | None:
    """Who reviewed a claim last, and when; null for what is machine output."""
    return {"who": reviewed.who, "at": reviewed.at.isoformat()} if reviewed else None


def _stood(one: Stand) -> Record:
    return {"since": one.since.isoformat(), "standing": str(one.standing), "sources_independent": one.sources}


def _noted(one: NotedStand) -> Record:
    return {
        "at": one.at.isoformat(),
        "incident_id": one.incident_id,
        "standing": str(one.standing),
        "sources_independent": one.sources,
    }


def source_record(
    report: Report | None, belligerent: bool, withheld: bool, reliability: str | None = None
) -> Record | None:
    """The way back to the report: its hash always, its address unless withheld and without what may be secret in it."""
    if report is None:
        return None
    return {
        "content_hash": report.content_hash,
        "publisher": None if withheld and LINK.search(report.publisher or "") else report.publisher,
        "published": report.published.isoformat() if report.published else None,
        "url": None if withheld else shareable(report.url),
        "language": report.language,
        "belligerent": belligerent,
        "reliability": reliability,
    }
