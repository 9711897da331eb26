"""Linking: news by event (ECB+ dev) through `link --jsonl`, the casebook's gold claims through `link --claims`, and
its reports end to end through `code --jsonl --link`.

    python bench/linking.py [--data ../shared] [--workers 2] [--part tune|report]

`make eval` measures both halves of the casebook; nothing is tuned on `report`, of which figures alone come out. Nothing
of the gold grouping goes in: documents are numbered anew, for ECB+'s own ids name the group.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import score_casebook
import score_linking
from casebook import Line, gold_lines, read_lines
from conflictdesk.pipeline.coder import Coder
from conflictdesk.pipeline.filters import code_and_link_lines, link_claim_lines, link_lines
from conflictdesk.pipeline.folder import sources_of
from conflictdesk.pipeline.workers import Recipe

WORKERS = 2
PARTS = ("tune", "report")
GIVEN = ("report_id", "text", "published", "title", "publisher", "url", "language")  # to the coder; no coding
Figures = dict[str, float]


def link_documents(gold: Sequence[Line], recipe: Recipe, workers: int) -> list[Any]:
    """The incident of each document, in order, as `link --jsonl` gives it."""
    given = [{"doc_id": n, "text": line["text"]} for n, line in enumerate(gold)]
    linked = link_lines(_stream(given), recipe, sources_of(None), _refuse, workers)
    return [line["incident_id"] for line in linked]


def link_gold_claims(gold: Sequence[Line]) -> list[Line]:
    """The casebook's own events with the incidents that `link --claims` gives them."""
    given = [{**line, "events": [_without_key(event) for event in line["events"]]} for line in gold]
    return list(link_claim_lines(_stream(given), sources_of(None), _refuse))


def score_documents(gold: Sequence[Line], incidents: Sequence[Any]) -> Figures:
    result = score_linking.score([line["incident_id"] for line in gold], list(incidents))
    return {
        "linking.ecbplus.conll": result["conll"],
        "linking.ecbplus.b3": result["b3"],
        "linking.ecbplus.pairs_f1": result["pairs"]["f1"],
    }


def score_claims(gold: Sequence[Line], linked: Sequence[Line]) -> Figures:
    """Cross-report pairs F1 and B3 F1 of the gold events, by name."""
    keys = [event["event_key"] for line in gold for event in line["events"]]
    found = [event["incident_id"] for line in linked for event in line["events"]]
    reports = [line["report_id"] for line in gold for _ in line["events"]]
    result = score_casebook.linking(keys, found, reports)
    return {"b3": result["b3"]["f1"], "pairs_f1": result["pairs"]["f1"]}


def link_from_text(gold: Sequence[Line], recipe: Recipe, workers: int) -> list[Line]:
    """The casebook's reports coded and linked, as `code --jsonl --link` gives them."""
    given = [{name: line.get(name) for name in GIVEN} for line in gold]
    return list(code_and_link_lines(_stream(given), recipe, sources_of(None), _refuse, workers))


def score_from_text(gold: Sequence[Line], coded: Sequence[Line]) -> Figures:
    """As `score_claims`, where events were first to be found: one that was missed is in no pair."""
    result = score_casebook.score(gold, coded)["linking"]
    return {"b3": result["b3"]["f1"], "pairs_f1": result["pairs"]["f1"]}


def measure_casebook(data: Path, part: str, recipe: Recipe, workers: int) -> Figures:
    """Figures of one half; no text of it goes anywhere but to the coder."""
    gold = gold_lines(data, part, ())
    claims = score_claims(gold, link_gold_claims(gold))
    texts = score_from_text(gold, link_from_text(gold, recipe, workers))
    return _named(f"linking.{part}.claims", claims) | _named(f"linking.{part}.texts", texts)


def run(data: Path, workers: int, parts: Sequence[str] = PARTS) -> Figures:
    documents, recipe = read_lines(data / "linking/ecbplus_dev.jsonl"), Recipe(Coder.load)
    figures = score_documents(documents, link_documents(documents, recipe, workers))
    for part in parts:
        figures |= measure_casebook(data, part, recipe, workers)
    return figures


def measure(data: Path) -> Figures:
    """ECB+ documents by event; the casebook's claims, and its reports from text, by incident."""
    return run(data, WORKERS)


def _named(prefix: str, figures: Figures) -> Figures:
    return {f"{prefix}.{name}": figure for name, figure in figures.items()}


def _stream(lines: Sequence[Line]) -> list[bytes]:
    return [json.dumps(line).encode() for line in lines]


def _without_key(event: Line) -> Line:
    return {name: value for name, value in event.items() if name != "event_key"}


def _refuse(number: int, reason: str) -> None:
    raise SystemExit(f"line {number} {reason}: the figure would not count")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--workers", type=int, default=WORKERS)
    parser.add_argument("--part", choices=PARTS, help="one half of the casebook alone")
    args = parser.parse_args()
    for name, figure in run(args.data, args.workers, (args.part,) if args.part else PARTS).items():
        print(f"{name:32} {figure:8.4f}")


if __name__ == "__main__":
    main()
