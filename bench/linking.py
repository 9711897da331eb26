"""Linking: news by event (ECB+ dev) through `link --jsonl`, and the casebook's gold claims through `link --claims`.

    python bench/linking.py [--data ../shared] [--workers 2]

Of the casebook the `tune` half is read. Nothing of the gold grouping goes in: documents are numbered anew, for ECB+'s
own ids name the group.
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
from conflictdesk.pipeline.filters import link_claim_lines, link_lines
from conflictdesk.pipeline.folder import sources_of
from conflictdesk.pipeline.workers import Recipe

WORKERS = 2
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
    keys = [event["event_key"] for line in gold for event in line["events"]]
    found = [event["incident_id"] for line in linked for event in line["events"]]
    reports = [line["report_id"] for line in gold for _ in line["events"]]
    result = score_casebook.linking(keys, found, reports)
    return {"linking.claims.b3": result["b3"]["f1"], "linking.claims.pairs_f1": result["pairs"]["f1"]}


def run(data: Path, workers: int) -> Figures:
    documents, casebook = read_lines(data / "linking/ecbplus_dev.jsonl"), gold_lines(data, "tune", ())
    incidents = link_documents(documents, Recipe(Coder.load), workers)
    return score_documents(documents, incidents) | score_claims(casebook, link_gold_claims(casebook))


def measure(data: Path) -> Figures:
    """ECB+ documents by event; the casebook's claims by incident."""
    return run(data, WORKERS)


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
    args = parser.parse_args()
    for name, figure in run(args.data, args.workers).items():
        print(f"{name:28} {figure:8.4f}")


if __name__ == "__main__":
    main()
