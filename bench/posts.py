"""A million posts into a desk: seconds by the clock and by the processors, and the most memory of all processes.

    python bench/posts.py [--rows 1000000] [--seed 20200518]

The posts are made by a seeded program: 60,000 accounts, 60 towns of six countries, five languages, a year; two of
five state a place, one of four passes a text on word by word, the others are texts of their own. Too long for
`make eval`: run it by hand. Memory is the sum of the peaks (VmHWM) of the command and of the processes that it starts.
"""

import argparse
import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import yaml

ROWS, SEED = 1_000_000, 20200518
ACCOUNTS, DAYS = 60_000, 364
STATED, PASSED_ON = 0.4, 0.25
POLL_SECONDS = 0.2
MATTER = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))


def write_posts(path: Path, rows: int, seed: int = SEED) -> None:
    """Write an export of so many posts; the same seed gives the same file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("created_at", "author", "location", "text"))
        table.writerows(_posts(rows, random.Random(seed)))


def _posts(rows: int, chance: random.Random) -> Iterator[tuple[str, str, str, str]]:
    begin = datetime(2019, 5, 27, tzinfo=UTC)
    towns = [(town, country) for country, named in MATTER["towns"].items() for town in named]
    said: list[str] = []
    for row in range(rows):
        at = begin + timedelta(days=row * DAYS / rows, seconds=chance.randrange(3600))
        town, country = chance.choice(towns)
        text = chance.choice(said) if said and chance.random() < PASSED_ON else _text(town, row, chance)
        said = [*said[-500:], text] if row % 20 == 0 else said
        place = f"{town}, {country}" if chance.random() < STATED else ""
        yield at.isoformat(), f"account_{chance.randrange(ACCOUNTS)}", place, text


def _text(town: str, row: int, chance: random.Random) -> str:
    language = chance.choices(("ar", "en", "fr", "it", "es"), (40, 35, 15, 5, 5))[0]
    named = chance.choice(MATTER["arabic_towns"]) if language == "ar" else town
    opening = chance.choice(MATTER["openings"][language]).format(town=named, tag=named.replace(" ", ""))
    words = chance.choices(MATTER["words"][language], k=chance.randint(6, 30))
    return f"{opening} {' '.join(words)} {row}"


def measure_file(path: Path, folder: Path) -> dict[str, float]:
    """Seconds and megabytes of `watch add` on the export."""
    command = [sys.executable, "-m", "conflictdesk", "watch", "add", str(path), "--desk", str(folder / "desk")]
    environment = {**os.environ, "XDG_DATA_HOME": str(folder / "data")}
    begun, before = time.perf_counter(), _processor_seconds()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        peaks: dict[int, int] = {}
        while process.poll() is None:
            for one in _family(process.pid):
                peaks[one] = max(peaks.get(one, 0), _peak(one))
            time.sleep(POLL_SECONDS)
    if process.returncode:
        raise SystemExit(f"watch add ended with {process.returncode}")
    return {
        "posts.million.seconds": time.perf_counter() - begun,
        "posts.million.processor_seconds": _processor_seconds() - before,
        "posts.million.megabytes": sum(peaks.values()) / 1024,
    }


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _family(pid: int) -> list[int]:
    try:
        children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return [pid]
    return [pid, *(below for child in children for below in _family(child))]


def _peak(pid: int) -> int:
    """The most memory that a process had so far, kB; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "posts.csv"
        write_posts(path, given.rows, given.seed)
        print(f"{given.rows:,} rows, {path.stat().st_size / 1e6:.0f} MB")
        for name, value in measure_file(path, Path(folder)).items():
            print(f"{name}\t{value:.1f}")
        size = sum(one.stat().st_size for one in (Path(folder) / "desk").glob("desk.*"))
        print(f"posts.million.desk_megabytes\t{size / 1e6:.1f}")


if __name__ == "__main__":
    main()
