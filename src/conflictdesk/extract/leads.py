"""Days that stand over what happened on them: at the head of a list's items, over paragraphs, as a page's title."""

import re
from datetime import date

from conflictdesk.extract.datelines import full_date
from conflictdesk.extract.grammar import grammar
from conflictdesk.extract.lexicons import fold
from conflictdesk.extract.observations import Observations
from conflictdesk.records.mentions import TimeMention
from conflictdesk.records.reports import Span

ITEM = re.compile(r"\s*(?:[-–—•▪●◦‣*·+]{1,2}\s|\(?\w{1,2}[.)]\s)")
LOOK_BACK = 40  # paragraphs from an item to the head of its list
BESIDE_A_DAY = 16  # characters of a heading beside its day: "Monday, 4 June:", "Incidents of 4 June"


def day_at_head(seen: Observations, span: Span) -> TimeMention | None:
    """The one day of the paragraph that a list hangs on, for an item; of a heading that is a day, for any paragraph."""
    here = seen.paragraph_span(span)
    item = ITEM.match(seen.text, here.start) is not None
    for _ in range(LOOK_BACK):
        if here.start == 0:
            return None
        here = seen.paragraph_span(Span(_before(seen, here), here.start))
        if ITEM.match(seen.text, here.start):
            continue
        times = _days_in(seen, here)
        if times and len(seen.words(here)) <= len(seen.words(times[0].span)) + BESIDE_A_DAY:
            return times[0]
        if item and times:
            return times[0] if len({t.interval for t in times}) == 1 else None
    return None


def _before(seen: Observations, span: Span) -> int:
    """Where the sentence before a paragraph starts."""
    return seen.sentences[max(0, seen.sentence_index(span) - 1)].span.start


def _days_in(seen: Observations, span: Span) -> list[TimeMention]:
    """The days told in a paragraph, but for the report's own."""
    own = seen.report.published
    times = [t for t in seen.near_times.touching(span) if t.interval is not None]
    return [t for t in times if t.interval is not None and not t.interval.start == own == t.interval.end]


NEAR_DAYS = 7  # before its publication that a page may be of


def titled_day(seen: Observations) -> date | None:
    """The day of a page that has it for a title ("Current events of 22 October 2016"); null for any other."""
    title, own = fold(seen.report.title or ""), seen.report.published
    found = list(grammar(seen.language).find(title))
    day = full_date(found[0]) if len(found) == 1 else None
    if day is None or len(title) > len(found[0].span.of(title)) + 2 * BESIDE_A_DAY:
        return None
    return day if own is None or 0 <= (own - day).days <= NEAR_DAYS else None
