"""Invented reports in which nothing happens that the codebook codes: how many the coder leaves empty.

    python bench/event_free.py

Elections, budgets, matches told in words of war, films, memorials, drills, threats, rumours denied, yearly totals,
accidents, floods. They are a measure: nothing is tuned on them, and their texts are not looked at where one fails.
"""

from collections import Counter
from pathlib import Path

from casebook import predict, read_lines
from conflictdesk.pipeline.coder import Coder

REPORTS = Path(__file__).with_name("event_free.jsonl")


def measure(_data: Path) -> dict[str, float]:
    """The share of reports in which no event was found, over all and by language."""
    lines = read_lines(REPORTS)
    told = {line["report_id"] for line in predict(Coder.load(), lines) if line["events"]}
    every, clean = Counter({"all": len(lines)}), Counter({"all": len(lines) - len(told)})
    for line in lines:
        every[line["language"]] += 1
        clean[line["language"]] += line["report_id"] not in told
    return {f"event_free.{name}.clean": clean[name] / count for name, count in sorted(every.items())}


if __name__ == "__main__":
    for name, value in measure(REPORTS.parent).items():
        print(f"{name}: {value:.3f}")
