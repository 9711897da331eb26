"""How sure is right: fits `data/confidence.yaml`, the lines from what the coder says to the share that is right.

    python training/calibration.py [--data ../shared] [--out ../src/conflictdesk/data/confidence.yaml]

Two sets of reports, neither of which is reported on: the held-out fifth of the invented reports, which nothing was
trained on, and the casebook's `tune` half, on which the encoder was trained, so that only days and places count there,
which rules read. Every filled value of an event that is in the gold coding is a case; its worth is the scorer's
credit. A line for each field, drawn towards no change, and one for each way of coming by a value, drawn towards its
field's. Printed is the calibration error (ten bins): of the fifth by lines fitted on the other nine tenths of the
reports, of the tune half by lines fitted on the fifth.
"""

import argparse
import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

sys.path.append(str(Path(__file__).parents[1] / "bench"))
import casebook as reports
import score_casebook as scorer
from conflictdesk.extract.claims import find_events, with_sayings
from conflictdesk.extract.confidence import EVENT, Calibration, Line, group_of
from conflictdesk.extract.odds import log_odds
from conflictdesk.extract.triggers import likely_events
from conflictdesk.pipeline.coder import Coder
from corpus import order, publisher

ROOT = Path(__file__).parents[1]
OUT = ROOT / "src/conflictdesk/data/confidence.yaml"
FOLDS = 10
TO_IDENTITY, TO_FIELD = 1.0, 4.0  # how strongly a line is drawn, in cases
FEWEST = 5  # cases that a way of its own needs
BY_RULES = frozenset({"date", "place"})
HEAD = """# How often values are right, by field and by the way it came by them (extract/fields.py, Ground); a status by
# what it is. [offset, slope] in log-odds of what rules and encoder say; `any` where a way has no line of its own.
# Made by training/calibration.py.
language: all
source: own; {cases} values of {reports} reports (the held-out fifth; days and places also of the tune half)
fields:
"""

Gold = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One value that the coder gave: in which report, of which field and group, how sure, and what it was worth."""

    report: str
    field: str
    group: str
    raw: float
    worth: float


def held_out(data: Path) -> list[Gold]:
    """The fifth of the invented reports that nothing is trained on: within each language every fifth by hash."""
    lines = sorted(reports.read_lines(data / "casebook/train.jsonl"), key=lambda r: order(r["report_id"]))
    lines = [{**line, "publisher": publisher(line)} for line in lines]
    languages = sorted({r["language"] for r in lines})
    return [r for lang in languages for r in [r for r in lines if r["language"] == lang][::5]]


def cases(coder: Coder, gold: Iterable[Gold]) -> Iterator[Case]:
    """The values of all events that pair with a gold one, and all events."""
    for line in gold:
        seen = coder.observe(reports.report_of(line))
        told = find_events(with_sayings(seen), likely_events(seen), coder.actors)
        records = [claim.as_record() for claim in coder.code(reports.report_of(line)).claims]
        partner = {j: line["events"][i] for i, j in scorer.pair(line["events"], records)}
        for j, (frame, fields) in enumerate(told):
            yield Case(line["report_id"], EVENT, "told", frame.best.probability, float(j in partner))
            for name, filled in fields.items() if j in partner else ():
                if filled.confidence and (worth := WORTH[name](partner[j], records[j], name)) is not None:
                    yield Case(line["report_id"], name, group_of(name, filled), filled.confidence, worth)


def _by_scorer(gold: Gold, told: Gold, name: str) -> float | None:
    """The scorer's credit; null where the coder gives no value."""
    return scorer.credit(name, gold, told) if scorer.has(told, name) else None


def _place(gold: Gold, told: Gold, name: str) -> float | None:
    """A name alone, in the wrong country, is no right place."""
    credit = _by_scorer(gold, told, name)
    return credit and credit * (told["country"] in (None, gold.get("country")))


def _abducted(gold: Gold, told: Gold, name: str) -> float | None:
    return _by_scorer({"killed": gold[name]}, {"killed": told[name]}, "killed")


def _role(gold: Gold, told: Gold, name: str) -> float:
    return float(gold[name] == told[name])


def _name(gold: Gold, told: Gold, name: str) -> float | None:
    return float(scorer.same_name(gold.get(name), told[name])) if told[name] else None


def _sources(gold: Gold, told: Gold, name: str) -> float | None:
    """The share of the sources that have a word of a gold one."""
    heard = [scorer.content(words) for words in gold.get(name) or ()]
    return float(np.mean([any(scorer.content(w) & h for h in heard) for w in told[name]])) if told[name] else None


WORTH: dict[str, Callable[[Gold, Gold, str], float | None]] = {
    **dict.fromkeys(("type", "date", "perpetrator", "target", "weapon", "killed", "wounded", "status"), _by_scorer),
    **dict.fromkeys(("claimed_by", "campaign"), _name),
    "place": _place,
    "abducted": _abducted,
    "role": _role,
    "attributed_to": _sources,
}


def line_of(found: Sequence[Case], towards: Line, pull: float) -> Line:
    """The line with the least log loss, drawn towards another; it never falls."""
    raw = np.array([log_odds(case.raw) for case in found])
    worth = np.array([case.worth for case in found])

    def loss(line: Sequence[float]) -> float:
        odds = line[0] + line[1] * raw
        drawn = pull * ((line[0] - towards[0]) ** 2 + (line[1] - towards[1]) ** 2)
        return float(np.sum(np.logaddexp(0, odds) - worth * odds) + drawn)

    best = minimize(loss, towards, method="L-BFGS-B", bounds=[(None, None), (0.0, None)])
    return float(best.x[0]), float(best.x[1])


def fitted(found: Sequence[Case]) -> Calibration:
    """A line for each field and for each of its groups that has enough cases."""
    lines: dict[tuple[str, str | None], Line] = {}
    for field in sorted({case.field for case in found}):
        of_field = [case for case in found if case.field == field]
        own = lines[field, None] = line_of(of_field, (0.0, 1.0), TO_IDENTITY)
        for group in sorted({case.group for case in of_field} - {"guessed"}):
            grouped = [case for case in of_field if case.group == group]
            if FEWEST <= len(grouped) < len(of_field):
                lines[field, group] = line_of(grouped, own, TO_FIELD)
    return Calibration(lines)


def error(told: Sequence[tuple[float, float]]) -> float:
    """The expected calibration error over ten bins of one width: of pairs of confidence and worth."""
    sure, worth = np.array(told).T
    bins = np.minimum((sure * 10).astype(int), 9)
    return float(sum(abs(sure[bins == b].sum() - worth[bins == b].sum()) for b in range(10)) / len(sure))


def judged(by: Calibration, found: Iterable[Case]) -> list[tuple[str, float, float]]:
    return [(case.field, by.sure(case.field, case.group, case.raw), case.worth) for case in found]


def fold(report: str) -> int:
    return int(hashlib.sha256(f"fold {report}".encode()).hexdigest(), 16) % FOLDS


def crossed(found: Sequence[Case], beside: Sequence[Case]) -> list[tuple[str, float, float]]:
    """Each case by lines fitted without its tenth of the reports."""
    told = []
    for part in range(FOLDS):
        by = fitted([case for case in (*found, *beside) if fold(case.report) != part])
        told += judged(by, [case for case in found if fold(case.report) == part])
    return told


def show(title: str, told: Sequence[tuple[str, float, float]]) -> None:
    fields = [row for row in told if row[0] in scorer.SLOTS]
    print(f"{title}: error over all slots {error([row[1:] for row in fields]):.3f}")
    for name in dict.fromkeys(row[0] for row in told):
        rows = [row[1:] for row in told if row[0] == name]
        sure, worth = np.mean(rows, axis=0)
        print(f"    {name:13} {len(rows):4} said {sure:.2f} right {worth:.2f} error {error(rows):.3f}")


def written(by: Calibration, found: Sequence[Case]) -> str:
    """The lines as YAML."""
    rows = []
    for field in dict.fromkeys(field for field, _ in by.lines):
        lines = {group or "any": line for (name, group), line in by.lines.items() if name == field}
        told = ", ".join(f"{group}: [{a:.2f}, {b:.2f}]" for group, (a, b) in lines.items())
        rows.append(f"  {field}: {{{told}}}\n")
    return HEAD.format(cases=len(found), reports=len({case.report for case in found})) + "".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    coder = Coder.load()
    fifth = list(cases(coder, held_out(args.data)))
    tune = list(cases(coder, reports.gold_lines(args.data, "tune", [])))
    read = [case for case in tune if case.field in BY_RULES]
    show("the held-out fifth, as the coder says", [(c.field, c.raw, c.worth) for c in fifth])
    show("the same, by lines fitted without it", crossed(fifth, read))
    show("the tune half, by lines fitted without it", judged(fitted(fifth), tune))
    args.out.write_text(written(fitted([*fifth, *read]), [*fifth, *read]), "utf-8")


if __name__ == "__main__":
    main()
