"""Code the casebook's reports and score them: events, slots, records, event-free reports kept clean.

    python bench/casebook.py [--part tune|report] [--languages en ...] [--data ../shared] [--out PRED.jsonl]

Tune on the `tune` half alone; figures are reported on the other one.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import score_casebook
from conflictdesk.pipeline.coder import Coder
from conflictdesk.records.provenance import content_hash
from conflictdesk.records.reports import Report

Line = dict[str, Any]


def read_lines(path: Path) -> list[Line]:
    """The JSON objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def report_of(line: Line) -> Report:
    """A casebook line as the report that the coder gets: nothing of its coding goes with it."""
    return Report(
        report_id=line["report_id"],
        text=line["text"],
        content_hash=content_hash(line["text"].encode()),
        retrieved=datetime.now(UTC),
        language=line.get("language"),
        title=line.get("title"),
        published=date.fromisoformat(line["published"]) if line.get("published") else None,
        publisher=line.get("publisher"),
    )


def predict(coder: Coder, lines: Iterable[Line]) -> list[Line]:
    """The casebook's form of what the coder makes of each report."""
    return [
        {"report_id": line["report_id"], "events": [c.as_record() for c in coder.code(report_of(line)).claims]}
        for line in lines
    ]


def gold_lines(data: Path, part: str, languages: Sequence[str]) -> list[Line]:
    """The casebook's reports of a half, in the languages asked for (all where none is named)."""
    ids = set(json.loads((data / "casebook/split.json").read_text("utf-8"))[part])
    lines = [r for r in read_lines(data / "casebook/dev.jsonl") if r["report_id"] in ids]
    return [r for r in lines if not languages or r["language"] in languages]


def measure(data: Path) -> dict[str, float]:
    """Figures on the `report` half: English, and all languages."""
    gold = gold_lines(data, "report", [])
    predicted = predict(Coder.load(), gold)
    english = [line for line in gold if line["language"] == "en"]
    return _figures("en", english, predicted) | _figures("all", gold, predicted)


def _figures(name: str, gold: Sequence[Line], predicted: Sequence[Line]) -> dict[str, float]:
    result = score_casebook.score(gold, predicted)
    return {
        f"casebook.{name}.events_f1": result["events"]["f1"],
        f"casebook.{name}.slots_f1": result["slots"]["f1"],
        f"casebook.{name}.records": result["records"]["share"],
        f"casebook.{name}.clean": result["clean"]["share"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", default="tune", choices=("tune", "report"))
    parser.add_argument("--languages", nargs="*", default=["en"])
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    gold = gold_lines(args.data, args.part, args.languages)
    predicted = predict(Coder.load(), gold)
    if args.out:
        args.out.write_text("".join(json.dumps(p, ensure_ascii=False) + "\n" for p in predicted), "utf-8")
    score_casebook.show(score_casebook.score(gold, predicted))


if __name__ == "__main__":
    main()
