"""When a report was published, and by what: its metadata, its dateline, its address, its last change, in that order.

A date that had not come when the report was read counts for nothing, and so do the days that programs write where they
know none. Metadata that lie further than `APART` from a dateline that opens the story are believed only if the
address agrees: a publication that moves its archive to another program dates all of it anew, while the dateline stays.
A date in a headline or a caption outvotes no metadata: it may be that of an anniversary, or of an old picture.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from conflictdesk.sources.datelines import date_of_address, dateline
from conflictdesk.sources.dates import read_date

APART = timedelta(days=7)
AGREEING = timedelta(days=1)  # an address is in another time zone than the metadata
# What programs write for "no date": the first days of their clocks.
TEMPLATES = frozenset((
    date(1900, 1, 1), date(1904, 1, 1), date(1969, 12, 31), date(1970, 1, 1), date(1980, 1, 1), date(1999, 11, 30),
))  # fmt: skip

Dates = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Published:
    """The day, and where it stood. `rejected` are the words of a date that had not come yet."""

    day: date | None = None
    reason: str | None = None
    rejected: str | None = None

    def as_dates(self, dates: Dates) -> Dates:
        """As `one_report` takes it; `dates`, to be complained of, where none could be read."""
        if self.day and self.reason:
            return [(self.day.isoformat(), self.reason)]
        unread = [told for told in dates if not read_date(told[0])]
        return unread if len(unread) == len(dates) and not self.rejected else []


def published_on(text: str, url: str | None, stated: Dates, weak: Dates = (), latest: date | None = None) -> Published:
    """The date of publication of a report with this text and address.

    `stated` is (wording, where it stood) of metadata that mean it, best first; `weak` of those that only bound it, as a
    last change. `latest` is the last day possible; tomorrow, for the time zones, unless given.
    """
    latest = latest or (datetime.now(UTC) + timedelta(days=1)).date()
    known, rejected = _read(stated, latest)
    line, address = dateline(text, url), date_of_address(url)
    if line is not None and line.day <= latest and not _outvoted(line.day, known, address):
        told = "the dateline" if line.year else "the dateline, its year from the address"
        if known is None:
            return Published(line.day, told + _ahead(rejected))
        if line.opens and abs(known[0] - line.day) > APART:
            return Published(line.day, f"{told}; {known[1]} says {known[0].isoformat()}")
    if known is None and address is not None and address <= latest and address not in TEMPLATES:
        known = address, "the address"
    known = known or _read(weak, latest)[0]
    return Published(known[0], known[1] + _ahead(rejected)) if known else Published(rejected=rejected)


def _outvoted(line: date, known: tuple[date, str] | None, address: date | None) -> bool:
    return known is not None and address is not None and abs(known[0] - address) <= AGREEING and line != known[0]


def _read(dates: Iterable[tuple[str, str]], latest: date) -> tuple[tuple[date, str] | None, str | None]:
    """The first date that may be one, with its reason, and the words of the first that lies ahead."""
    found = [(day, reason) for wording, reason in dates if (day := read_date(wording)) and day not in TEMPLATES]
    ahead = next((f"{reason} says {day.isoformat()}" for day, reason in found if day > latest), None)
    return next(((day, reason) for day, reason in found if day <= latest), None), ahead


def _ahead(rejected: str | None) -> str:
    return f"; {rejected}, which had not come yet" if rejected else ""
