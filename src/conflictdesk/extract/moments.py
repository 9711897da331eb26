"""What a time expression resolves to, and what it is relative to."""

from dataclasses import dataclass
from datetime import date, timedelta

from conflictdesk.extract.grammar import Slots
from conflictdesk.records.values import TimeInterval

SURE = 1.0
LIKELY = 0.9  # the year or the week comes from the document's own day
BY_CONTEXT = 0.8  # relative to a day told before
GUESSED = 0.4  # an inferred year: below the threshold of review, above that of leaving a field empty
LEAP_YEAR = 2000  # stands in where the year is unknown; every day of the year exists in it
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
Why = tuple[str, float]  # a reason and a confidence
ONE_DAY = timedelta(days=1)
PIVOT = 10  # two figures are a year up to so many years after the document, else of the century before
LATEST = 2039  # the last year that two figures are, where the document has no date


@dataclass(frozen=True, slots=True)
class Moment:
    """What an expression resolves to.

    `day` is what "the next day" is told from; `year_known` is false in XXXX-05-21; `ends` are the two days of a
    range.
    """

    kind: str
    value: str
    interval: TimeInterval | None = None
    reason: str = ""
    confidence: float = SURE
    day: date | None = None
    year_known: bool = True
    ends: tuple["Moment", "Moment"] | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What an expression is relative to.

    `document` is the report's own day, `named` how a reason calls it; `last` the moment told before, `last_day` the
    one told to the day; `story` a day of the time that the text looks back on; `floor` a day that it places in its
    past; `future` whether the sentence looks ahead, `reach` how many days ahead a bare day may lie where it does not
    say; `month_first` whether the text writes its dates in figures so.
    """

    document: date | None = None
    named: str = "publication"
    sure: float = SURE
    last: Moment | None = None
    last_day: Moment | None = None
    story: date | None = None
    floor: date | None = None
    future: bool = False
    reach: int = 0
    month_first: bool = False

    def told(self, to_the_day: bool = True) -> Moment | None:
        """The day (or, if asked, the month or year) told last, else the document's own day."""
        last = self.last_day if to_the_day else self.last
        if last is not None or self.document is None:
            return last
        reason = f"{self.named} on {written(self.document)}"
        return on_day(self.document, reason, self.sure)


def written(day: date, year: bool = True) -> str:
    """A day as reasons show it: "17 May 2020"."""
    return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


def on_day(day: date, reason: str, confidence: float, part: str | None = None, year_known: bool = True) -> Moment:
    value = day.isoformat() if year_known else f"XXXX-{day:%m-%d}"
    interval = TimeInterval(day, day) if year_known else None
    kind = "TIME" if part else "DATE"
    return Moment(kind, value + (f"T{part}" if part else ""), interval, reason, confidence, day, year_known)


def add_months(day: date, months: int) -> date:
    """The first of the month so many months on."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def cut(start: date, end: date, frame: Frame) -> tuple[date, date]:
    """A stretch that the document's day lies in ends on the day before: nothing later can be reported."""
    if frame.document is None or frame.future or not start <= frame.document <= end:
        return start, end
    return start, max(start, frame.document - ONE_DAY)


def hours(slots: Slots) -> str | None:
    """A part of a day ("NI") or an hour ("22:00"), as TIMEX3 writes it after the T."""
    if slots.get("hour") is None:
        return slots.get("part")
    hour = int(slots["hour"])
    if slots.get("half"):
        hour = hour % 12 + (12 if slots["half"] == "pm" else 0)
    return f"{hour:02}:{slots.get('minute') or 0:02}"


def written_year(slots: Slots, frame: Frame) -> int | None:
    """The year that an expression names, in full, in two figures or by its distance; None where it names none."""
    if slots.get("year") is not None:
        return int(slots["year"])
    if slots.get("short") is not None:
        century = 2000 + int(slots["short"])
        latest = frame.document.year + PIVOT if frame.document else LATEST
        return century if century <= latest else century - 100
    if slots.get("century") is not None:
        return int(slots["century"]) + (slots.get("n") or 0)
    if slots.get("relative") is not None and frame.document is not None:
        return frame.document.year + int(slots["relative"])
    return None
