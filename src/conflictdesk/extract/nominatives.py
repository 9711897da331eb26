"""Who acts and who is hit where the verb stands first and a case ending alone tells them apart.

"قتل مسلحون مزارعا": the plural in ون is the subject, and what follows it was hit. As one phrase, the gunmen would be
the victims.
"""

from collections.abc import Iterator
from dataclasses import replace

from conflictdesk.extract.frames import Frame, Owned
from conflictdesk.extract.lexicons import load
from conflictdesk.extract.observations import Observations
from conflictdesk.records.reports import Span

HIT = ("target", "killed", "wounded")


def told_by_case(seen: Observations, frame: Frame) -> Frame:
    """The frame, words marked as hit that begin with a subject split into who acts and who was hit."""
    ending = load("speech", seen.language).get("subject")
    if not ending:
        return frame
    marks = tuple(part for owned in frame.marks for part in _split(seen, frame, owned, ending))
    return frame if marks == frame.marks else replace(frame, marks=tuple(sorted(marks, key=lambda o: o.span)))


def _split(seen: Observations, frame: Frame, owned: Owned, ending: str) -> Iterator[Owned]:
    first, _, rest = seen.words(owned.span).partition(" ")
    follows = any(0 <= owned.span.start - c.trigger.span.end <= 1 for c in frame.triggers)
    if owned.mark.label not in HIT or not follows or not first.endswith(ending):
        yield owned
        return
    middle = owned.span.start + len(first)
    yield _as(owned, "perpetrator", Span(owned.span.start, middle))
    if rest:
        yield _as(owned, owned.mark.label, Span(middle + 1, owned.span.end))


def _as(owned: Owned, label: str, span: Span) -> Owned:
    return replace(owned, mark=replace(owned.mark, label=label, span=span))
