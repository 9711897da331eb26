"""The benchmarks against their floors: a gate. `make eval` runs it.

    BENCH_DATA=../shared python bench/evaluate.py [NAME ...] [--pin [--lower]]

Each adapter in this folder has `measure(data) -> {figure: value}`, higher is better. A figure that lies below its
floor by more than the margin fails. Floors stand in floors.json beside a fingerprint of the data that they were
measured on: on other data they say nothing, and that fails too. `--pin` raises floors to what was measured; to lower
one takes `--lower` as well. A benchmark whose data is absent is told as not measured, and fails nothing.
"""

import argparse
import hashlib
import importlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
MARGIN = 0.005  # what a figure may lose to another platform's arithmetic


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The files below BENCH_DATA that an adapter's figures depend on, and what a figure may lose to chance."""

    files: tuple[str, ...]
    margin: float = MARGIN


CASEBOOK = ("casebook/dev.jsonl", "casebook/split.json")
GEO = ("lgl", "gwn", "ucdp_dev", "gazetteer_ng", "gazetteer_sy", "gazetteer_ly")
R_ALARMS = ("EarsC1", "EarsC2", "EarsC3", "Farrington", "FarringtonFlexible")
ALARMS = ("salmonella_train", "salmonella_test", *(f"{name}_pred" for name in R_ALARMS))
# By adapter. A timing depends on the machine even so.
BENCHMARKS: Mapping[str, Benchmark] = {
    "law": Benchmark((), margin=0.0),  # its sentences are ours, in tests/law; every one of them counts
    "copies": Benchmark(()),  # ours, rewritten by rule
    "event_free": Benchmark(()),  # likewise ours, in event_free.jsonl
    "stories": Benchmark(()),  # likewise, in stories.jsonl
    "pages": Benchmark(()),  # likewise, in tests/sources/pages
    "first_report": Benchmark(("report/gold.jsonl",)),
    "casebook": Benchmark(CASEBOOK),
    "geo": Benchmark((*(f"geo/{name}.jsonl" for name in GEO), "report/gold.jsonl")),
    "timex": Benchmark(("timex/timebank.jsonl", "timex/aquaint.jsonl")),
    "linking": Benchmark(("linking/ecbplus_dev.jsonl", *CASEBOOK)),
    "alarms": Benchmark(tuple(f"watch/epysurv/{name}.csv" for name in ALARMS), margin=0.0),
    "rises": Benchmark((), margin=0.03),  # simulated
    "crime_series": Benchmark(("linking/crimelinkage_crimes.csv", "linking/crimelinkage_offenders.csv")),
    "muc4": Benchmark(("muc4/muc4_dev.jsonl",)),
    "real_news": Benchmark(("muc4/muc4_train.jsonl",)),
    "speed": Benchmark(("muc4/muc4_train.jsonl",), margin=0.15),
}

Figures = Mapping[str, float]
Measure = Callable[[Path], Figures]


@dataclass(frozen=True, slots=True)
class Pinned:
    """The floors of a benchmark, and the data that they were measured on."""

    fingerprint: str | None = None
    floors: Figures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure, or a benchmark as a whole, and what is to be said of it."""

    name: str
    value: float | None
    floor: float | None
    word: str  # "holds", "below", "new", "gone", "other data"

    @property
    def fails(self) -> bool:
        return self.word in ("below", "gone", "other data")


def judge(name: str, figures: Figures, fingerprint: str, pinned: Pinned, margin: float = MARGIN) -> list[Finding]:
    """What is to be said of each figure that was measured, and of each that has a floor."""
    if pinned.fingerprint not in (None, fingerprint):
        return [Finding(name, None, None, "other data")]
    return [
        _finding(figure, figures.get(figure), pinned.floors.get(figure), margin)
        for figure in sorted(figures.keys() | pinned.floors.keys())
    ]


def pin(figures: Figures, fingerprint: str, pinned: Pinned, lower: bool, margin: float = MARGIN) -> Pinned:
    """The floors raised to the figures; lowered where `lower` says so. Raises ValueError where it does not."""
    same = pinned.fingerprint in (None, fingerprint)
    lost = [name for name, floor in pinned.floors.items() if figures.get(name, -1.0) < floor - (margin if same else 0)]
    if (lost or not same) and not lower:
        raise ValueError(
            f"{', '.join(lost) or 'the data'} changed for the worse or altogether: add --lower if that is meant"
        )
    floors = {n: round(v if lower else max(v, pinned.floors.get(n, v)), 4) for n, v in sorted(figures.items())}
    return Pinned(fingerprint, floors)


def fingerprint_of(data: Path, names: tuple[str, ...]) -> str | None:
    """A hash of the files, null where one is absent."""
    digest = hashlib.sha256()
    for name in names:
        if not (data / name).is_file():
            return None
        digest.update(name.encode() + b"\0" + (data / name).read_bytes())
    return digest.hexdigest()[:16]


def read_floors(path: Path = FLOORS) -> dict[str, Pinned]:
    if not path.is_file():
        return {}
    return {name: Pinned(**pinned) for name, pinned in json.loads(path.read_text("utf-8")).items()}


def write_floors(floors: Mapping[str, Pinned], path: Path = FLOORS) -> None:
    written = {name: asdict(pinned) for name, pinned in sorted(floors.items())}
    path.write_text(json.dumps(written, indent=2) + "\n", "utf-8")


def run(data: Path, names: list[str], floors: dict[str, Pinned], pinning: bool, lower: bool) -> Iterator[Finding]:
    """Measure each benchmark whose data is there; with `pinning`, `floors` is brought up to date."""
    for name in names:
        benchmark = BENCHMARKS[name]
        fingerprint, measure = fingerprint_of(data, benchmark.files), adapter(name)
        if measure is None or fingerprint is None:
            print(f"{name}: not measured: {_why_not(name, data, measure)}")
            continue
        print(f"{name}: measuring", file=sys.stderr, flush=True)
        figures, pinned = measure(data), floors.get(name, Pinned())
        if pinning:
            floors[name] = pinned = pin(figures, fingerprint, pinned, lower, benchmark.margin)
        yield from judge(name, figures, fingerprint, pinned, benchmark.margin)


def adapter(name: str) -> Measure | None:
    """The adapter's `measure`, null where there is no such adapter yet."""
    if not (HERE / f"{name}.py").is_file():
        return None
    measure: Measure | None = getattr(importlib.import_module(name), "measure", None)
    return measure


def main(arguments: list[str] | None = None) -> int:
    asked = _asked(arguments)
    floors = read_floors()
    try:
        found = list(run(asked.data, asked.names or list(BENCHMARKS), floors, asked.pin, asked.lower))
    except ValueError as error:
        print(f"Nothing was pinned: {error}", file=sys.stderr)
        return 2
    if asked.pin:
        write_floors(floors)
    if found:
        print(_table(found))
    return 1 if any(finding.fails for finding in found) else 0


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}; all if none is named")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("BENCH_DATA", "../shared")))
    parser.add_argument("--pin", action="store_true", help="raise the floors to what is measured")
    parser.add_argument("--lower", action="store_true", help="with --pin: lower them, too")
    asked = parser.parse_args(arguments)
    unknown = set(asked.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    return asked


def _finding(name: str, value: float | None, floor: float | None, margin: float) -> Finding:
    if value is None:
        return Finding(name, None, floor, "gone")
    if floor is None:
        return Finding(name, value, None, "new")
    return Finding(name, value, floor, "below" if value < floor - margin else "holds")


def _why_not(name: str, data: Path, measure: Measure | None) -> str:
    if measure is None:
        return f"bench/{name}.py does not measure anything yet"
    lacking = [file for file in BENCHMARKS[name].files if not (data / file).is_file()]
    return f"{', '.join(lacking)} not in {data}. docs/benchmarks.md says where to get it; BENCH_DATA names the folder."


def _table(findings: list[Finding]) -> str:
    rows = [("figure", "value", "floor", "above it", ""), *map(_row, findings)]
    return "\n".join(
        f"{name:34} {value:>8} {floor:>8} {above:>9}  {word}".rstrip() for name, value, floor, above, word in rows
    )


def _row(finding: Finding) -> tuple[str, str, str, str, str]:
    value, floor = finding.value, finding.floor
    above = f"{round(value - floor, 4) + 0.0:+.4f}" if value is not None and floor is not None else "-"
    return finding.name, _shown(value), _shown(floor), above, finding.word


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


if __name__ == "__main__":
    sys.exit(main())
