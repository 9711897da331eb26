"""A report's text cut into pieces at the edges of its spans, so that nested and crossing spans all show."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from conflictdesk.records.events import EventClaim, Presence
from conflictdesk.records.reports import Span

EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Marked:
    """Words with a meaning: `field` of the claim (or presence) that `owner` names."""

    span: Span
    field: str
    owner: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks: the innermost field first. `opens` numbers the events begun here."""

    text: str
    fields: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    opens: tuple[int, ...] = ()


def marks_of(claims: Sequence[EventClaim]) -> list[Marked]:
    found = [Marked(c.evidence_span, EVIDENCE, c.claim_id) for c in claims]
    return found + [
        Marked(span, field, c.claim_id) for c in claims for field, spans in c.spans.items() for span in spans
    ]


def marks_of_presences(presences: Sequence[Presence]) -> list[Marked]:
    return [
        Marked(span, f"presence-{field}" if field == EVIDENCE else field, presence_key(number))
        for number, presence in enumerate(presences, 1)
        for field, spans in presence.spans.items()
        for span in spans
    ]


def presence_key(number: int) -> str:
    return f"presence-{number}"


def cut(text: str, marks: Sequence[Marked], numbers: dict[str, int]) -> list[Piece]:
    """`text` as pieces. `numbers` gives each claim's number in the margin, shown where its evidence begins."""
    within = [mark for mark in marks if mark.span.start < mark.span.end <= len(text)]
    edges = sorted({0, len(text), *(edge for m in within for edge in (m.span.start, m.span.end))})
    starting, ending = _by_edge(within)
    live: list[Marked] = []
    pieces = []
    for start, end in pairwise(edges):
        live = [mark for mark in live if mark not in ending.get(start, ())] + starting.get(start, [])
        pieces.append(_piece(text[start:end], start, live, numbers))
    return pieces


def _by_edge(marks: Sequence[Marked]) -> tuple[dict[int, list[Marked]], dict[int, set[Marked]]]:
    starting: dict[int, list[Marked]] = {}
    ending: dict[int, set[Marked]] = {}
    for mark in dict.fromkeys(marks):
        starting.setdefault(mark.span.start, []).append(mark)
        ending.setdefault(mark.span.end, set()).add(mark)
    return starting, ending


def _piece(text: str, start: int, live: Sequence[Marked], numbers: dict[str, int]) -> Piece:
    inner_first = sorted(live, key=lambda m: (m.span.end - m.span.start, m.field, m.owner))
    opens = {numbers[m.owner] for m in live if m.field == EVIDENCE and m.span.start == start and m.owner in numbers}
    return Piece(
        text=text,
        fields=tuple(dict.fromkeys(m.field for m in inner_first)),
        owners=tuple(dict.fromkeys(m.owner for m in inner_first)),
        opens=tuple(sorted(opens)),
    )
