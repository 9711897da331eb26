"""The judgement that holds on each pair of claims: a person's before a machine's, then the latest.

Where two people contradict each other the later word holds, and where words on several pairs cannot all hold, the later
ones do; a person is told of both (`contested`).
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from conflictdesk.link.clusters import contract
from conflictdesk.records.anchors import claim_at
from conflictdesk.records.events import EventClaim, Judgement, Likeness
from conflictdesk.records.provenance import MACHINES

Ids = tuple[str, str]  # of two claims, the lower first
OTHERS = "cannot hold beside later words on other pairs, or beside two that were called different: say what is right"
CALLED = {Likeness.SAME: "the same incident", Likeness.DIFFERENT: "different incidents"}


def is_person(author: str) -> bool:
    """Rules and models sign as "rule:..." and "model:..."; everybody else is a person."""
    return not author.startswith(MACHINES)


def holding(
    judgements: Iterable[Judgement], coded: Mapping[str, Sequence[EventClaim]], standing: Container[str]
) -> dict[Ids, Judgement]:
    """Judgements brought down to claims that are `standing` (ids). `coded` are the claims by report that judgements
    were made on, rejected ones included."""
    return {pair: said[-1] for pair, said in _on_pairs(judgements, coded, standing).items()}


def contested(
    judgements: Iterable[Judgement], coded: Mapping[str, Sequence[EventClaim]], standing: Container[str]
) -> dict[Ids, str]:
    """Pairs on which people's words do not agree, or cannot hold beside those on other pairs, with the reason."""
    said = _on_pairs(judgements, coded, standing)
    against = {pair: _contradiction(words) for pair, words in said.items()}
    beyond = _cannot_hold({pair: words[-1] for pair, words in said.items()})
    return {pair: why for pair in said if (why := against[pair] or beyond.get(pair))}


def _on_pairs(
    judgements: Iterable[Judgement], coded: Mapping[str, Sequence[EventClaim]], standing: Container[str]
) -> dict[Ids, list[Judgement]]:
    """All that was said of each pair of standing claims; what holds comes last."""
    found: dict[Ids, list[Judgement]] = defaultdict(list)
    for judgement in sorted(judgements, key=_rank):
        ends = [claim_at(anchor, coded) for anchor in (judgement.left, judgement.right)]
        pair = sorted({end.claim_id for end in ends if end and end.claim_id in standing})
        if len(pair) == 2:
            found[pair[0], pair[1]].append(judgement)
    return found


def _contradiction(words: Sequence[Judgement]) -> str | None:
    """Why the last word on a pair is to be looked at: the one before it is another person's, and says the contrary.

    A word more, whoever says it, settles that: it was said in the knowledge of both.
    """
    plain = [one for one in words if is_person(one.by) and one.likeness in CALLED][-2:]
    if len(plain) < 2 or plain[0].by == plain[1].by or plain[0].likeness is plain[1].likeness:
        return None
    before, last = plain
    told = f"{before.by} called them {CALLED[before.likeness]}, and {last.by} later {CALLED[last.likeness]}"
    return f"{told}: the later word holds; the next word on the pair settles it"


def _cannot_hold(rulings: Mapping[Ids, Judgement]) -> dict[Ids, str]:
    """The pairs that a person called the same and that words on other pairs keep apart."""
    same = [pair for pair, one in rulings.items() if one.likeness is Likeness.SAME and is_person(one.by)]
    claims = sorted({end for pair in rulings for end in pair})
    at = {key: n for n, key in enumerate(claims)}
    apart = [(at[a], at[b]) for (a, b), one in rulings.items() if one.likeness is Likeness.DIFFERENT]
    along = [(at[a], at[b]) for a, b in sorted(same, key=lambda pair: (rulings[pair].at, pair), reverse=True)]
    home = {n: group for group in contract([(n,) for n in at.values()], along, apart) for n in group}
    lost = (pair for pair in same if home[at[pair[0]]] != home[at[pair[1]]])
    return {pair: f"{rulings[pair].by} called them the same incident, which {OTHERS}" for pair in lost}


def _rank(judgement: Judgement) -> tuple[Any, ...]:
    said = (judgement.left, judgement.right)
    return is_person(judgement.by), judgement.at, str(judgement.likeness), min(said), max(said)
