"""The alarms of the watch against those of R's `surveillance`, on weekly cases of salmonella.

    python bench/alarms.py ALGORITHM TRAIN.csv TEST.csv      0 or 1 a line for each week of TEST.csv, to stdout

ALGORITHM is EarsC1, EarsC2, EarsC3, Farrington or FarringtonFlexible; the files have a column `n_cases`. Settings are
those that the reference was made with: EARS C1 and C2 with alpha 0.001 and 7 weeks; C3 with alpha 0.001 and, as in R,
measured from the week's own count; both Farringtons with 3 years, 3 weeks to each side and alpha 0.01.

Farrington Flexible differs in one week of 105 (29 August 2011, 6 cases; ours allows 7.4). There R puts two of its
three windows a week earlier, as it goes by calendar dates: then the trend of the baseline is sure, is used, and the
limit falls to 5.
"""

import argparse
import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from conflictdesk.watch.ears import Ears, Variant
from conflictdesk.watch.farrington import Farrington, flexible
from conflictdesk.watch.ranges import Alarm, range_at

ALGORITHMS: Mapping[str, Alarm] = {
    "EarsC1": Ears(Variant.C1, alpha=0.001),
    "EarsC2": Ears(Variant.C2, alpha=0.001),
    "EarsC3": Ears(Variant.C3, alpha=0.001, own_count=True),
    "Farrington": Farrington(years=3, alpha=0.01),
    "FarringtonFlexible": flexible(years=3, alpha=0.01),
}
FILES = Path("watch/epysurv")


def read_column(path: Path, column: str) -> list[int]:
    """A column of numbers. Raises KeyError where the file has none of that name."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [int(row[column]) for row in csv.DictReader(lines)]


def alarms(algorithm: Alarm, train: Sequence[int], test: Sequence[int]) -> list[int]:
    """1 for each count of `test` that is above what all counts before it let expect. Raises ValueError for too few."""
    counts = [*train, *test]
    return [
        int(range_at(algorithm, counts, period).exceeded_by(counts[period]))
        for period in range(len(train), len(counts))
    ]


def measure(data: Path) -> dict[str, float]:
    """Weeks (of 105) in which each algorithm says the same as R's."""
    train, test = (read_column(data / FILES / f"salmonella_{part}.csv", "n_cases") for part in ("train", "test"))
    figures = {}
    for name, algorithm in ALGORITHMS.items():
        reference = read_column(data / FILES / f"{name}_pred.csv", "alarm")
        found = alarms(algorithm, train, test)
        figures[f"alarms.{name}.weeks"] = float(sum(a == b for a, b in zip(found, reference, strict=True)))
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("algorithm", choices=ALGORITHMS)
    parser.add_argument("train", type=Path)
    parser.add_argument("test", type=Path)
    asked = parser.parse_args()
    train, test = (read_column(path, "n_cases") for path in (asked.train, asked.test))
    print(*alarms(ALGORITHMS[asked.algorithm], train, test), sep="\n")


if __name__ == "__main__":
    main()
