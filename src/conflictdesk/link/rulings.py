"""The judgement that holds on each pair of claims: a person's before a machine's, then the latest."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from conflictdesk.link.anchors import claim_at
from conflictdesk.records.events import EventClaim, Judgement
from conflictdesk.records.provenance import MACHINES

Ids = tuple[str, str]  # of two claims, the lower first


def is_person(author: str) -> bool:
    """Rules and models sign as "rule:..." and "model:..."; everybody else is a person."""
    return not author.startswith(MACHINES)


def holding(
    judgements: Iterable[Judgement], coded: Mapping[str, Sequence[EventClaim]], standing: Container[str]
) -> dict[Ids, Judgement]:
    """Judgements brought down to claims that are `standing` (ids). `coded` are the claims by report that judgements
    were made on, rejected ones included."""
    found: dict[Ids, Judgement] = {}
    for judgement in sorted(judgements, key=_rank):
        ends = [claim_at(anchor, coded) for anchor in (judgement.left, judgement.right)]
        pair = sorted({end.claim_id for end in ends if end and end.claim_id in standing})
        if len(pair) == 2:
            found[pair[0], pair[1]] = judgement
    return found


def _rank(judgement: Judgement) -> tuple[Any, ...]:
    said = (judgement.left, judgement.right)
    return is_person(judgement.by), judgement.at, str(judgement.likeness), min(said), max(said)
