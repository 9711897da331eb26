"""Near-copies: 300 rewrites of our own reports, labelled by how they were made, among texts that only look alike.

    python bench/copies.py [--half tune|report] [--show]

60 reports of training/reports are each rewritten in five ways, by rules with a fixed seed (rewriting.py). Beside them
stand the reports that were not rewritten, and what copies.jsonl holds, written by hand: other tellings of the same
events, one form filled in for two events, translations; and made of these, follow-ups with the background of the report
before. What rewrites of one report have in common is not scored. Rules were tuned on one half of the reports, by hash;
the other is the one that is reported.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from conflictdesk.link.copies import find_copies
from conflictdesk.records.provenance import content_hash
from conflictdesk.records.reports import Report
from rewriting import KINDS, rewrite

HERE = Path(__file__).parent
FILES = ("en_1", "en_2", "en_3", "en_4", "fr", "it", "es", "ar")
REWRITTEN, WAYS = 60, 5
DIGEST = "The Day at a Glance"  # in whose pages stories stand beside the same other news
AT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the corpus: the report that it belongs to, and how it was made ("source" for the report itself)."""

    family: str
    kind: str
    report: Report


def half_of(family: str) -> str:
    return "report" if int(content_hash(family.encode())[:8], 16) % 2 else "tune"


def corpus() -> list[Text]:
    found = sources()
    chosen = sorted(found, key=content_key)[:REWRITTEN]
    texts = [Text(family, "source", report_of(family, text)) for family, text in found.items()]
    for n, family in enumerate(chosen):
        for kind in (KINDS[(n + step * 2 + step // 5) % len(KINDS)] for step in range(WAYS)):
            text = rewrite(kind, found[family], f"{family} {kind}")
            publisher = DIGEST if kind == "embedded" else None
            texts.append(Text(family, kind, report_of(f"{family} {kind}", text, publisher)))
    return [*texts, *_by_hand(found)]


def sources() -> dict[str, str]:
    """Our own reports by id, without their marks."""
    folder = HERE.parent / "training/reports"
    lines = (line for name in FILES for line in (folder / f"{name}.jsonl").read_text("utf-8").split("\n") if line)
    return {row["report_id"]: unmarked(row["marked"]) for row in map(json.loads, lines)}


def unmarked(marked: str) -> str:
    """The text of a report whose words are marked like `{1:place|Djibo}`."""
    pieces = marked.replace("}", "").split("|")
    return "".join(piece[: piece.rindex("{")] for piece in pieces[:-1]) + pieces[-1]


def content_key(family: str) -> str:
    return content_hash(f"rewritten {family}".encode())


def report_of(key: str, text: str, publisher: str | None = None) -> Report:
    return Report(key, text, content_hash(text.encode()), AT, published=date(2026, 1, 1), publisher=publisher or key)


def _by_hand(found: dict[str, str]) -> Iterator[Text]:
    for n, line in enumerate((HERE / "copies.jsonl").read_text("utf-8").splitlines()):
        row = json.loads(line)
        family = row.get("of", f"form {n}")
        yield Text(family, row["kind"], report_of(f"{row['kind']} {family}", row["text"], row.get("publisher")))
        if row["kind"] == "template":
            yield Text(family, "source", report_of(f"form {family}", row["other"]))
        if row["kind"] == "independent":
            background = found[family].splitlines()[-1]
            yield Text(family, "follow-up", report_of(f"later {family}", f"{row['text']}\n\n{background}"))


def scored(texts: Sequence[Text]) -> tuple[Counter[str], Counter[str], list[tuple[Text, Text]]]:
    """Rewrites by kind, those found by kind, and pairs that were flagged and are no copies."""
    by_id = {text.report.report_id: text for text in texts}
    flagged = [(by_id[pair.report_id], by_id[pair.other_id]) for pair in find_copies([t.report for t in texts])]
    hit, wrong = Counter[str](), []
    for left, right in flagged:
        kinds = {left.kind, right.kind}
        if left.family != right.family or kinds - {"source", *KINDS}:
            wrong += [] if _carries_background(left, right) else [(left, right)]
        elif "source" in kinds:
            hit[next(iter(kinds - {"source"}))] += 1
    return Counter(text.kind for text in texts if text.kind in KINDS), hit, wrong


def _carries_background(left: Text, right: Text) -> bool:
    """A follow-up was made by hand out of another telling: that one stands whole in it."""
    return left.family == right.family and {left.kind, right.kind} == {"independent", "follow-up"}


def run(half: str) -> tuple[dict[str, float], list[tuple[Text, Text]]]:
    texts = [text for text in corpus() if half_of(text.family) == half]
    made, hit, wrong = scored(texts)
    found = sum(hit.values())
    figures = {f"copies.{kind}.recall": hit[kind] / made[kind] for kind in KINDS if made[kind]}
    figures["copies.recall"] = found / sum(made.values())
    figures["copies.precision"] = found / (found + len(wrong)) if found else 0.0
    return figures, wrong


def measure(_data: Path) -> dict[str, float]:
    """Of the half that nothing was tuned on."""
    figures, _ = run("report")
    return {name: figures[name] for name in ("copies.precision", "copies.recall")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("tune", "report"), default="report")
    parser.add_argument("--show", action="store_true", help="pairs that were flagged and are no copies")
    args = parser.parse_args()
    figures, wrong = run(args.half)
    for name, figure in figures.items():
        print(f"{name:36} {figure:8.4f}")
    for left, right in wrong if args.show else ():
        print(f"{left.report.report_id} ({left.kind}) and {right.report.report_id} ({right.kind})")


if __name__ == "__main__":
    main()
