"""Pages by their addresses: one page is one report, whatever leads to it and however often it is fetched.

An address that was fetched before, one that leads on to the same, and the address that a page of the same host gives as
its own are one. A page whose words, title and date are as before is known, whatever its markup; another text is a
revision of the same report, in which what people said of title, date, publisher and language stays.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from conflictdesk.errors import ForgottenBytes
from conflictdesk.records.follows import PageNote
from conflictdesk.records.reports import Report
from conflictdesk.sources.addresses import key_of, same_host
from conflictdesk.sources.listing import FEED
from conflictdesk.sources.retrieved import Parsed, Retrieved
from conflictdesk.store.database import Database
from conflictdesk.store.follows import FORGOTTEN
from conflictdesk.store.reports import Told

CLAIMED = "claimed"  # in the place of what was told when an address was fetched: only another page named it as its own
ALIKE = 0.3  # share of words in common above which a page may be the one whose address it gives as its own
_TOLD = ("title", "published", "publisher", "language", "url")


def notes_on(
    database: Database, addresses: Sequence[str], etag: str | None, modified: str | None, at: datetime
) -> tuple[PageNote, ...]:
    """What is to be noted of the addresses by which a page came, the first asked for first. Raises ForgottenBytes."""
    keys = dict.fromkeys(key for address in addresses if (key := key_of(address)))
    held = {key: database.page(key) or PageNote(key) for key in keys}
    if any(note.gone == FORGOTTEN for note in held.values()):
        raise ForgottenBytes("The report at this address was forgotten: it is not taken in again.")
    return tuple(
        replace(note, taken=note.told, etag=etag, modified=modified, checked=at, failure=None, gone=None)
        for note in held.values()
    )


def notes_of(database: Database, retrieved: Retrieved, notes: Sequence[PageNote]) -> tuple[PageNote, ...]:
    """The notes that a report's coming brings: of its addresses; of a feed's item, of where it leads; of a page out of
    an archive of the web, of where it stood; else none."""
    if retrieved.media_type == FEED or is_capture(retrieved):
        own = key_of(retrieved.url or "") if retrieved.report_id is None else None
        return (_of_item(database, own),) if own else ()
    if not notes or retrieved.contained or retrieved.report_id is not None:
        return ()
    own = key_of(retrieved.url or "")
    named = own and own not in {note.address for note in notes} and _believed(database, own, retrieved, notes)
    if not (own and named):
        return tuple(notes)
    held = database.page(own) or PageNote(own)
    return (*notes, held if held.report_id else replace(held, taken=CLAIMED))


def is_capture(retrieved: Retrieved) -> bool:
    """Whether it is a page out of an archive of the web, which tells when it stood at its address."""
    return retrieved.contained and retrieved.retrieved is not None and retrieved.report_id is None


def _of_item(database: Database, address: str) -> PageNote:
    note = database.page(address) or PageNote(address)
    if note.gone == FORGOTTEN:
        raise ForgottenBytes("The report at this address was forgotten: it is not taken in again.")
    return note


def _believed(database: Database, own: str, retrieved: Retrieved, notes: Sequence[PageNote]) -> bool:
    """Whether a page may say where it belongs: on its own host, not on the front page, and not where another stands."""
    if not same_host(own, notes[-1].address) or (own.count("/") < 4 and own.endswith("/")):
        return False
    held = database.page(own)
    report = database.report(held.report_id) if held and held.report_id else None
    return report is None or _likeness(report.text, retrieved.text) >= ALIKE


def _likeness(one: str, other: str) -> float:
    left, right = set(one.split()), set(other.split())
    return len(left & right) / (len(left | right) or 1)


def as_held(database: Database, report: Report, notes: Sequence[PageNote]) -> tuple[Report, bool]:
    """The report under the id that its addresses have, if they have one, and whether it says nothing new.

    What a feed carries of an item never stands in the place of its page, nor what an address gave earlier in the place
    of what it gave later.
    """
    report_id = next((key for note in notes if (key := _held_at(database, note.address, report.text))), None)
    told = database.told(report_id) if report_id else []
    if report_id is None or not told:
        return report, False
    came = next(one.report for one in reversed(told) if one.act_id is None)
    report = replace(report, report_id=report_id, publisher=report.publisher or came.publisher)
    if report.published is None:
        report = replace(report, published=came.published, published_reason=came.published_reason)
    carried = report.media_type == FEED and came.media_type != FEED
    earlier = report.retrieved < came.retrieved
    same = (report.text, report.title, report.published) == (came.text, came.title, came.published)
    return _as_people_said(report, told), carried or earlier or same


def _held_at(database: Database, address: str, text: str) -> str | None:
    """The report that stands at an address; where only another page said that it does, one that is like it."""
    note = database.page(address)
    report = database.report(note.report_id) if note and note.report_id else None
    if note is None or report is None:
        return None
    return report.report_id if note.taken != CLAIMED or _likeness(report.text, text) >= ALIKE else None


def _as_people_said(report: Report, told: Sequence[Told]) -> Report:
    """The report with what people told of it: their word outranks the page's."""
    said: dict[str, object] = {}
    for before, after in pairwise(told):
        if after.act_id is not None:
            changed = [name for name in _TOLD if getattr(before.report, name) != getattr(after.report, name)]
            said |= {name: getattr(after.report, name) for name in changed}
            said |= {"published_reason": after.report.published_reason} if "published" in changed else {}
    return replace(report, **said)  # type: ignore[arg-type]


def told_of_feed(parsed: Parsed) -> str | None:
    """What to say of an address that gave a feed; null where it did not."""
    count = sum(retrieved.media_type == FEED for retrieved in parsed.retrieved)
    items = "item was" if count == 1 else "items were"
    told = f"this is a feed: its {count} {items} taken as it carries them. To take their pages too, and to follow it:"
    return f"{told} conflictdesk add --follow URL" if count else None
