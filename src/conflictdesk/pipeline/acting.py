"""Reviews as lines of JSON: the queues out, acts in. For scripts, and for other programs that people review with."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from conflictdesk.errors import InputError
from conflictdesk.link.pair_queue import PairQuestion
from conflictdesk.link.queue import Question
from conflictdesk.link.queue_filters import ALL
from conflictdesk.pipeline.jsonl import Complain, Line, read_lines
from conflictdesk.pipeline.worklist import Worklist
from conflictdesk.records.acts import Act, Order
from conflictdesk.records.events import Likeness, Record
from conflictdesk.records.reports import Span

DEEDS = ("accept", "correct", "revise", "reject", "add", "same", "different", "unsure", "grade", "undo")
AT_ONCE = 1_000  # questions read from the queue at a time


def queue_lines(worklist: Worklist, order: Order = Order.SURENESS) -> Iterator[Record]:
    """Every open question, as `{key, claim_id, report_id, incident_id, sureness, doubts, claim}`."""
    after: str | None = None
    while True:
        page = worklist.page(ALL, order, after, AT_ONCE)
        yield from map(_question_line, page.questions)
        after = page.next
        if after is None:
            return


def pair_lines(worklist: Worklist) -> Iterator[Record]:
    """Every pair to judge, as `{left, right, score, together, reason, comparisons}`."""
    after: str | None = None
    while True:
        page = worklist.pairs(after, AT_ONCE)
        yield from map(_pair_line, page.pairs)
        after = page.next
        if after is None:
            return


def apply_lines(stream: Iterable[bytes], worklist: Worklist, who: str, complain: Complain) -> Iterator[Record]:
    """`{do, claim | claims, field?, value?, ...}` to the act that was kept; a line that cannot be is skipped."""
    return (found for _, found in read_lines(stream, lambda line: _act_line(_act(line, worklist, who)), complain))


def _act(line: Line, worklist: Worklist, who: str) -> Act:
    match line.get("do"):
        case "accept":
            return worklist.accept(who, _claims(line), line.get("field"))
        case "correct":
            return worklist.correct(who, _one(line, "claim"), _one(line, "field"), line.get("value"))
        case "revise":
            return worklist.revise(who, _one(line, "claim"), _mapping(line, "values"))
        case "reject":
            return worklist.reject(who, _claims(line), line.get("field"))
        case "add":
            values = _mapping(line, "values")
            return worklist.add(who, _one(line, "report"), _span(line.get("span")), values, _spans(line))
        case "same" | "different" | "unsure" as likeness:
            ends = _one(line, "left"), _one(line, "right")
            return worklist.judge(who, *ends, Likeness(likeness), line.get("reason") or "")
        case "grade":
            return worklist.grade(who, _one(line, "claim"), line.get("credibility"))
        case "undo":
            return _undone(worklist, who, line.get("act"))
    raise InputError(f"do cannot be {line.get('do')!r}; one of these would do: {', '.join(DEEDS)}.")


def _undone(worklist: Worklist, who: str, act_id: Any) -> Act:
    if act_id is not None and (type(act_id) is not int or not 0 < act_id < 1 << 63):
        raise InputError(f"act cannot be {act_id!r}; the number of an act would do, or nothing for the latest.")
    act = worklist.undo(who, act_id)
    if act is None:
        raise InputError(f"There is nothing left that {who} could take back.")
    return act


def _claims(line: Line) -> list[str]:
    told = line.get("claims") if line.get("claims") is not None else [line.get("claim")]
    if isinstance(told, list) and told and all(isinstance(one, str) and one for one in told):
        return told
    raise InputError('Name a claim: "claim": "ID", or several: "claims": ["ID", ...].')


def _one(line: Line, name: str) -> str:
    value = line.get(name)
    if isinstance(value, str) and value:
        return value
    raise InputError(f'This needs "{name}".')


def _mapping(line: Line, name: str) -> Mapping[str, Any]:
    value = line.get(name)
    if isinstance(value, dict):
        return value
    raise InputError(f'This needs "{name}": fields and their values, such as {{"killed": 3}}.')


def _spans(line: Line) -> dict[str, list[Span]]:
    told = line.get("spans") or {}
    if not isinstance(told, dict) or not all(isinstance(found, list) for found in told.values()):
        raise InputError('spans cannot be so; {"killed": [[10, 15]]} would do.')
    return {field: [_span(one) for one in found] for field, found in told.items()}


def _span(value: Any) -> Span:
    whole = isinstance(value, list) and len(value) == 2 and all(type(end) is int for end in value)
    if whole and 0 <= value[0] < value[1]:
        return Span(*value)
    raise InputError(f"A span cannot be {value!r:.40}; [start, end] in code points of the report's text would do.")


def _question_line(question: Question) -> Record:
    return {
        "key": question.key,
        "claim_id": question.claim_id,
        "report_id": question.report_id,
        "incident_id": question.incident_id,
        "sureness": round(question.sureness, 3),
        "doubts": [
            {"kind": d.kind, "field": d.field, "reason": d.reason, "machine": d.machine, "person": d.person}
            for d in question.doubts
        ],
        "claim": question.claim.as_record() if question.claim else None,
    }


def _pair_line(pair: PairQuestion) -> Record:
    return {
        "left": pair.left.claim_id,
        "right": pair.right.claim_id,
        "score": pair.score,
        "together": pair.together,
        "reason": pair.reason,
        "comparisons": [
            {"property": c.property, "score": round(c.score, 3), "left": c.left, "right": c.right, "reason": c.reason}
            for c in pair.comparisons
        ],
    }


def _act_line(act: Act) -> Record:
    return {
        "act": act.act_id,
        "verb": act.verb,
        "who": act.who,
        "at": act.at.isoformat(),
        "summary": act.summary,
        "claims": list(act.claims),
    }
