"""How many reports a second the whole way codes, and how much memory it keeps resident.

    python bench/speed.py [--data ../shared] [--workers 2] [--limit N]

Runs `conflictdesk code --jsonl` as a user would, on the reports of MUC-4's training set (about 2,090 characters
each), and samples the resident memory of the command and its workers (on Linux, from /proc). Start-up counts.

`measure` codes the first of them between two spells of fixed work and compares the processor time of both: a slow
machine is slow at both, and a busy one counts no more than an idle one. So the figure holds elsewhere too, roughly.
"""

import argparse
import json
import resource
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

SAMPLE_SECONDS = 0.2
SAMPLE_REPORTS = 200
WORKERS = 2
SPELL_UNITS = 25
# A unit: half of it interpreter, half of it arrays, about as much of each as a report costs on two cores.
WORDS, PRODUCTS = 500_000, 12_000
SIDE = 60  # of the matrices: too small for the linear algebra library to call in other threads
Figures = dict[str, float]


def reports(data: Path, limit: int | None) -> bytes:
    """The texts as input lines, with the dates that MUC-4 gives; nothing of the templates."""
    lines = (data / "muc4/muc4_train.jsonl").read_text("utf-8").splitlines()[:limit]
    docs = (json.loads(line) for line in lines)
    rows = ({"report_id": d["docid"], "text": d["text"], "published": d["pub_date"]} for d in docs)
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def descendants(pid: int) -> list[int]:
    """The process and all that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    found = [int(c) for c in children.read_text().split()] if children.exists() else []
    return [pid, *(d for child in found for d in descendants(child))]


def resident_mb(pid: int) -> float:
    """Resident memory of the process tree, each shared page counted once in proportion (PSS), in MB."""
    total = 0
    for p in descendants(pid):
        try:
            lines = Path(f"/proc/{p}/smaps_rollup").read_text().splitlines()
        except OSError:  # ended between listing and reading
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def run(data: Path, workers: int, limit: int | None) -> Figures:
    """Code the reports once; reports a second, and the peak of resident memory in MB."""
    given = reports(data, limit)
    command = [sys.executable, "-m", "conflictdesk", "code", "--jsonl", "-", "--workers", str(workers)]
    began, peak = time.monotonic(), 0.0
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        coded: list[bytes] = []
        feeding = threading.Thread(target=lambda: coded.append(process.communicate(given)[0]))
        feeding.start()
        while feeding.is_alive():
            peak = max(peak, resident_mb(process.pid))
            feeding.join(SAMPLE_SECONDS)
    seconds = time.monotonic() - began
    count = len(coded[0].splitlines())
    expected = given.count(b"\n")
    if count != expected:
        raise SystemExit(f"{count} of {expected} reports came back: the figure would not count")
    return {"speed.reports_per_second": count / seconds, "speed.resident_mb": peak, "speed.reports": count}


def measure(data: Path) -> Figures:
    """Reports coded for the processor time of a unit of fixed work: what else the machine does hardly matters."""
    before, began = seconds_per_unit(WORKERS), _spent()
    count = run(data, WORKERS, SAMPLE_REPORTS)["speed.reports"]
    coding = _spent() - began
    each = (before + seconds_per_unit(WORKERS)) / 2
    return {"speed.reports_per_unit": count * each / coding}


def seconds_per_unit(workers: int) -> float:
    """Processor time of a unit of fixed work, with so many processes at it at once."""
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        return sum(pool.map(_spell, [SPELL_UNITS] * workers)) / workers


def _spell(units: int) -> float:
    began = time.process_time()
    for _ in range(units):
        unit()
    return (time.process_time() - began) / units


def _spent() -> float:
    """Processor time of all processes that this one started and that have ended, with theirs; seconds."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def unit() -> float:
    """Fixed work, its result that it is not left out: words counted, matrices multiplied."""
    counts: dict[str, int] = {}
    for n in range(WORDS):
        word = f"w{n % 997}"
        counts[word] = counts.get(word, 0) + len(word)
    matrix = np.full((SIDE, SIDE), 1 / SIDE, dtype=np.float32)
    product = matrix
    for _ in range(PRODUCTS):
        product = product @ matrix
    return float(sum(counts.values()) + product.sum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--workers", type=int, default=WORKERS)
    parser.add_argument("--limit", type=int)
    args = parser.parse_args()
    for name, figure in run(args.data, args.workers, args.limit).items():
        print(f"{name:28} {figure:8.1f}")


if __name__ == "__main__":
    main()
