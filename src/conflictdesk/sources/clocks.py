"""The day of a post, by its clock: ISO 8601, seconds since 1970, mail's forms, and dates as spreadsheets write them.

A clock that names its zone is honoured; one that does not is in the zone told. Days are days of that zone. What
cannot be read is told by its shape alone: a cell of the wrong column may hold anybody's name.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

from conflictdesk.sources.day_order import DayOrder

EARLIEST = date(1990, 1, 1).toordinal()
LONGEST = 60  # characters: what is longer is no clock
KEPT = 20_000  # wordings remembered
SHAPE = 24
# Letters for zones that mean one offset (hours); others (IST, CST) mean several.
ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "CAT": 2,
    "EAT": 3, "WAT": 1, "SAST": 2, "EST": -5, "EDT": -4, "PST": -8, "PDT": -7,
}  # fmt: skip

_SECONDS = re.compile(r"(\d{9,10})(?:\.\d{1,9})?|(\d{12,13})")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d{1,15})?")
_LETTERS = re.compile(r"(.{8,40}?)\s?\b([A-Z]{1,5})")
_OFFSET = re.compile(r"(.{8,40}?)\s([+-]\d\d):?(\d\d)(?:\s[A-Z]{1,5})?")
_TWITTER = "%a %b %d %H:%M:%S %z %Y"


@dataclass(slots=True)
class Clock:
    """Reads clocks. `zone` is that of clocks that name none, and of days; `order` is how 3/4/2020 is to be read."""

    zone: tzinfo
    order: DayOrder
    today: date
    _days: dict[str, int] = field(default_factory=dict)

    def day(self, wording: str) -> int:
        """The day, as `date.toordinal` counts. Raises ValueError, whose message goes on "the time"."""
        found = self._days.get(wording)
        if found is None:
            found = self._bounded(self._read(wording.strip()))
            if len(self._days) >= KEPT:
                self._days.clear()
            self._days[wording] = found
        return found

    def _bounded(self, day: int) -> int:
        if day > self.today.toordinal() + 1:
            raise ValueError("lies in the future")
        if day < EARLIEST:
            raise ValueError("lies before 1990")
        return day

    def _read(self, wording: str) -> int:
        if not wording:
            raise ValueError("is missing")
        if len(wording) > LONGEST:
            raise ValueError(f"is no time: {len(wording):,} characters")
        moment = _of_seconds(wording) or _iso(wording) or _zoned(wording) or _mail(wording)
        if moment is not None:
            return self._in_zone(moment).toordinal()
        if _SERIAL.fullmatch(wording):
            raise ValueError("is a spreadsheet's number of days: format its column as dates there, and save it again")
        told = self.order.written(wording)
        if told == "":
            raise ValueError("may be two days (day-first or month-first?)")
        return _date(told[:10], wording)

    def _in_zone(self, moment: datetime) -> datetime:
        try:
            return moment.astimezone(self.zone) if moment.tzinfo else moment
        except OverflowError:  # at the ends of the calendar
            raise ValueError("lies beyond the calendar") from None


def _of_seconds(wording: str) -> datetime | None:
    found = _SECONDS.fullmatch(wording)
    if found is None:
        return None
    seconds = int(found[1]) if found[1] else int(found[2]) // 1000
    return datetime.fromtimestamp(seconds, UTC)


def _iso(wording: str) -> datetime | None:
    try:
        return datetime.fromisoformat(wording)
    except ValueError:
        return None


def _zoned(wording: str) -> datetime | None:
    """A clock with its zone behind it: "2020-05-18 10:00:00 EDT", "2020-05-18 10:00:00 +0200"."""
    offset = _OFFSET.fullmatch(wording)
    if offset:
        naive, sign = _iso(offset[1]), -1 if offset[2][0] == "-" else 1
        minutes = abs(int(offset[2])) * 60 + int(offset[3])
        return naive and naive.replace(tzinfo=timezone(sign * timedelta(minutes=min(minutes, 24 * 60 - 1))))
    letters = _LETTERS.fullmatch(wording)
    naive = _iso(letters[1].strip()) if letters else None
    if letters is None or naive is None:
        return None
    if letters[2] not in ZONES:
        raise ValueError("names its zone by letters that are not known or mean several: write an offset, as +02:00")
    return naive.replace(tzinfo=timezone(timedelta(hours=ZONES[letters[2]])))


def _mail(wording: str) -> datetime | None:
    """As mail and some networks write it: "Mon, 18 May 2020 10:00:00 +0200", "Mon May 18 10:00:00 +0000 2020"."""
    if not wording[:1].isalpha():
        return None
    for read in (parsedate_to_datetime, lambda one: datetime.strptime(one, _TWITTER)):  # noqa: DTZ007 it has a zone
        try:
            return read(wording)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _date(told: str, wording: str) -> int:
    try:
        return date.fromisoformat(told).toordinal()
    except ValueError:
        raise ValueError(f"is no time, but of the form {shape(wording)}") from None


def shape(cell: str) -> str:
    """The form of a cell without what it says: letters are a, digits 9."""
    signs = ("9" if sign.isdigit() else "a" if sign.isalpha() else sign for sign in cell[:SHAPE])
    return "".join(sign if sign.isprintable() else "?" for sign in signs) + ("..." if len(cell) > SHAPE else "")
