"""From words of the clean text back to where they stood in the bytes: the page of a PDF, the element of a web page.

Nothing of it is stored: the archived bytes are read again, in the closed process, and only if that gives the same text
do its places hold.
"""

from collections.abc import Callable, Iterable

from conflictdesk.records.events import EventClaim
from conflictdesk.records.reports import Report, Span
from conflictdesk.sources.apart import readers
from conflictdesk.sources.retrieved import Parsed, Place
from conflictdesk.store.database import Database
from conflictdesk.text.clean import clean_text

SUFFIXES = {"application/pdf": "report.pdf", "text/html": "report.html"}
Parse = Callable[[bytes, str], Parsed]


def places_of(report: Report, raw: bytes, parse: Parse | None = None) -> tuple[Place, ...]:
    """Where each part of the report's text stood in `raw`, its archived bytes; () where that cannot be told.

    It cannot for plain text, and for a report whose bytes are read otherwise by this version than by the one that added
    it. Raises UnreadableFile where the bytes can no longer be read.
    """
    name = SUFFIXES.get(report.media_type)
    if name is None:
        return ()
    found = (parse or readers().parse)(raw, name).retrieved
    same = (one for one in found if clean_text(one.text) == report.text)
    return next((one.places for one in same), ())


def pages_of(database: Database, report: Report, claims: Iterable[EventClaim]) -> dict[str, str]:
    """Where the evidence of each of a report's claims stands, by their ids; without those of which it cannot be told.

    Raises DeskError where the archive lacks the report's bytes, and as `places_of`.
    """
    places = places_of(report, database.archive.read(report.content_hash))
    found = ((claim.claim_id, where(places, claim.evidence_span)) for claim in claims)
    return {claim_id: place for claim_id, place in found if place}


def where(places: tuple[Place, ...], span: Span) -> str | None:
    """Where the words of `span` begin: "page 3", or the path of an element."""
    return next((place.where for place in places if place.start <= span.start < place.end), None)
