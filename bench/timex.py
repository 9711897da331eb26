"""Time expressions on TimeBank and AQUAINT (TempEval-3 form): predictions for the scorer, and the speed.

python bench/timex.py GOLD.jsonl PREDICTIONS.jsonl
"""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import score_timex
from conflictdesk.extract.timex import timex_line

CORPORA = ("timebank", "aquaint")

Line = dict[str, Any]


def read_inputs(gold: Path) -> list[Line]:
    """The documents of a corpus without their expressions."""
    documents = [json.loads(line) for line in gold.read_text("utf-8").split("\n") if line.strip()]
    return [{name: d[name] for name in ("doc_id", "dct", "text")} | {"language": "en"} for d in documents]


def predict(documents: Sequence[Line]) -> list[Line]:
    """A line of predictions for each document."""
    return [timex_line(document) for document in documents]


def measure(data: Path) -> dict[str, float]:
    """F1 of values and of calendar dates."""
    figures: dict[str, float] = {}
    for corpus in CORPORA:
        gold = data / f"timex/{corpus}.jsonl"
        found = {line["doc_id"]: line["timexes"] for line in predict(read_inputs(gold))}
        result = score_timex.score(score_timex.read(gold), found)
        figures |= {f"timex.{corpus}.{measured}_f1": result[measured]["f1"] for measured in ("value", "date")}
    return figures


def main(gold: str, predictions: str) -> None:
    documents = read_inputs(Path(gold))
    predict(documents[:1])  # compiles the patterns
    began = time.process_time()
    lines = predict(documents)
    seconds = time.process_time() - began
    Path(predictions).write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    print(f"{sum(len(document['text']) for document in documents) / seconds:,.0f} characters a second")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:3])
