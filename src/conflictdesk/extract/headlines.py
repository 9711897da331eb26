"""A headline kept in a report's text: it tells in a few words what the text below tells in full."""

from conflictdesk.extract.observations import Observations
from conflictdesk.records.reports import Span

LONGEST = 160  # characters of a headline
CLOSING = '.!?…؟:;"”»'


def headline(seen: Observations) -> Span | None:
    """The first paragraph, where it is one short sentence that no stop closes and others follow; else null."""
    first = seen.sentences[0].span if seen.sentences else Span(0, 0)
    followed = len(seen.sentences) > 1 and seen.sentences[1].paragraph != seen.sentences[0].paragraph
    words = seen.words(first).rstrip()
    titled = words == (seen.report.title or "").strip()
    short = 0 < len(words) <= LONGEST and (titled or words[-1] not in CLOSING)
    return first if followed and short else None
