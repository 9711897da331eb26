"""Real news, coded by hand for this and never trained on: which events are found, and of what kind they are.

    python bench/real_news.py

Texts are MUC-4's (its training part; `real_news.jsonl` holds marks alone, in characters without white space, and what
letters a newspaper would write large). A claim is the event whose trigger stands in its words, each at most once; kinds
are told of the events that are found. Days, places and tolls are not compared. Earlier stages of the encoder drew some
of these texts with MUC-4's own templates as weak positives; a few of the sentences were seen in a listing of errors.
"""

import argparse
import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from casebook import Line, read_lines, report_of
from conflictdesk.pipeline.coder import Coder
from conflictdesk.records.events import EventClaim
from muc4_roles import sentenced

MARKS, TEXTS = Path(__file__).with_name("real_news.jsonl"), "muc4/muc4_train.jsonl"
KINDS = ("type", "role", "status", "target_kind", "weapon_kind")


def texts(data: Path, marked: Sequence[Line]) -> Iterator[tuple[Line, str, list[int]]]:
    """Each marked text as a newspaper would print it, and where its characters stand.

    Raises ValueError where a text is not the one that was coded.
    """
    raw = {line["docid"]: sentenced(line["text"]) for line in read_lines(data / TEXTS)}
    for line in marked:
        text = raw[line["report_id"]]
        if hashlib.sha256("".join(text.split()).lower().encode()).hexdigest() != line["squeezed"]:
            raise ValueError(f"{line['report_id']} is not the text that was coded")
        seen = [at for at, sign in enumerate(text) if not sign.isspace()]
        large = {seen[n] for n in line["capitals"]}
        yield line, "".join(c.upper() if at in large else c for at, c in enumerate(text.lower())), seen


def found(claims: Sequence[EventClaim], line: Line, seen: Sequence[int]) -> list[tuple[Line, EventClaim]]:
    """Each event with the claim that tells of it."""
    events = line["events"]
    held = np.array([[_tells(claim, _triggers(line, event["n"], seen)) for claim in claims] for event in events])
    if not held.size:
        return []
    pairs = zip(*linear_sum_assignment(held, maximize=True), strict=True)
    return [(events[i], claims[j]) for i, j in pairs if held[i, j]]


def _triggers(line: Line, number: int, seen: Sequence[int]) -> list[tuple[int, int]]:
    return [(seen[a], seen[b - 1] + 1) for label, a, b, of in line["marks"] if label == "trigger" and number in of]


def _tells(claim: EventClaim, triggers: Sequence[tuple[int, int]]) -> int:
    """2 where the claim's own trigger is one of these, 1 where its sentence holds one, else 0."""
    own = any(a < span.end and span.start < b for a, b in triggers for span in claim.spans.get("type", ()))
    inside = any(a < claim.evidence_span.end and claim.evidence_span.start < b for a, b in triggers)
    return 2 if own else int(inside)


def _kinds(claim: EventClaim) -> Mapping[str, str]:
    values: tuple[Any, ...] = (claim.type, claim.role, claim.status, claim.target.kind, claim.weapon.kind)
    return dict(zip(KINDS, map(str, values), strict=True))


def measure(data: Path, coder: Coder | None = None) -> dict[str, float]:
    """Precision, recall and F1 of events, share of texts without events kept clean, and share of each kind right."""
    coder, count = coder or Coder.load(), Counter[str]()
    for line, text, seen in texts(data, read_lines(MARKS)):
        told = {"report_id": line["report_id"], "text": text, "published": line["published"], "language": "en"}
        claims = coder.code(report_of(told)).claims
        pairs = found(claims, line, seen)
        count.update(gold=len(line["events"]), coded=len(claims), found=len(pairs))
        count.update(free=not line["events"], clean=not line["events"] and not claims)
        count.update(name for event, claim in pairs for name, kind in _kinds(claim).items() if kind == event[name])
    precision, recall = count["found"] / count["coded"], count["found"] / count["gold"]
    figures = {"precision": precision, "recall": recall, "events_f1": 2 * precision * recall / (precision + recall)}
    figures |= {"clean": count["clean"] / count["free"]} | {name: count[name] / count["found"] for name in KINDS}
    return {f"real_news.{name}": value for name, value in figures.items()}


def main() -> None:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    for name, value in measure(Path(os.environ.get("BENCH_DATA", "../shared"))).items():
        print(f"{name:24} {value:.3f}")


if __name__ == "__main__":
    main()
