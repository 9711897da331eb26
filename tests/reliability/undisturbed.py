"""A desk's commands run as processes of their own, and what a desk holds, to be compared with another's."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from conflictdesk.pipeline.verifying import verify_desk
from conflictdesk.records.provenance import content_hash
from conflictdesk.store.database import Database

DYING = Path(__file__).with_name("dying.py")
COMMAND = [sys.executable, "-m", "conflictdesk"]
PATIENCE = 60  # seconds after which what should have ended by itself is called stuck

TEXTS = {
    "sabha": "SABHA, 18 May 2020 - Gunmen killed two soldiers at a checkpoint near Sabha in southern Libya on Sunday,"
    " an army officer said.",
    "murzuq": "TRIPOLI, 27 September 2019 - United States Africa Command said that its aircraft struck a convoy near"
    " Murzuq, Libya, on Thursday and killed 17 militants.",
    "sabha-again": "TRIPOLI, 19 May 2020 - Two soldiers died when gunmen attacked a checkpoint near Sabha on 17 May"
    " 2020, a hospital in the town said.",
    "gao": "BAMAKO, 3 June 2021 - A roadside bomb killed three soldiers near Gao in northern Mali on Wednesday, the"
    " army said. On Tuesday gunmen had abducted two drivers near Ansongo.",
}


def write_reports(folder: Path) -> Path:
    """The reports as files in `folder`."""
    folder.mkdir()
    for name, words in TEXTS.items():
        (folder / f"{name}.txt").write_text(words, encoding="utf-8")
    return folder


def run(desk: Path, *arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run a command on a desk and wait for its end."""
    return subprocess.run(
        [*COMMAND, *arguments], env=environment(desk), capture_output=True, text=True, timeout=PATIENCE, **more
    )


def start(desk: Path, *arguments: str, **more: Any) -> subprocess.Popen[str]:
    """Start a command as the leader of a group of processes, and do not wait."""
    return subprocess.Popen(
        [*COMMAND, *arguments], env=environment(desk), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True, **more,
    )  # fmt: skip


def run_until(step: int, desk: Path, *arguments: str) -> int:
    """Run a command and have it killed at its own `step`; gives the steps taken, 0 where it was killed."""
    counted = desk.with_name("steps-taken")
    counted.unlink(missing_ok=True)
    dying = [sys.executable, str(DYING), str(step), str(counted), *arguments]
    ended = subprocess.run(dying, env=environment(desk), capture_output=True, text=True, timeout=PATIENCE)
    assert ended.returncode in (0, -signal.SIGKILL), ended.stderr
    return int(counted.read_text(encoding="utf-8")) if ended.returncode == 0 else 0


def environment(desk: Path) -> dict[str, str]:
    """This process's environment with the desk named in it."""
    return {**os.environ, "CONFLICTDESK_DESK": str(desk), "COLUMNS": "200"}


def held(desk: Path) -> Mapping[str, Any]:
    """All that a desk holds but the times at which it came to hold it, in an order of its own."""
    with Database.open(desk) as database:
        return {
            "faults": sorted((fault.kind, fault.key) for fault in verify_desk(database)),
            "reports": sorted(
                (r.report_id, r.title, r.text, str(r.published), r.publisher) for r in database.reports()
            ),
            "claims": _plain(claim.as_record() for claim in database.claims()),
            "presences": _plain(presence.as_record() for presence in database.presences()),
            "incidents": _plain(incident.as_record() for incident in database.incidents()),
            # Said again is said once.
            "reviews": {(r.anchor, r.verdict, r.field, repr(r.value), r.who) for r in database.reviews()},
            "judgements": {(j.left, j.right, j.likeness) for j in database.judgements()},
            "waiting": database.counts().waiting,
            "archive": sorted(_whole_files(desk / "archive")),
        }


def wait_until(holds: Callable[[], bool], what: str) -> None:
    """Wait until something holds; fails where it never does."""
    last = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < last, what
        time.sleep(0.05)


def alive(group: int) -> Sequence[str]:
    """The command lines of a group's living processes (zombies are dead)."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, its_group = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                found.append((folder / "cmdline").read_text().replace("\0", " "))
        except (FileNotFoundError, ProcessLookupError):  # it ended while we looked
            continue
    return found


def _plain(records: Any) -> list[str]:
    return sorted(json.dumps(record, sort_keys=True, ensure_ascii=False, default=str) for record in records)


def _whole_files(archive: Path) -> list[str]:
    files = [path for path in archive.rglob("*") if path.is_file() and not path.name.startswith(".")]
    assert all(content_hash(path.read_bytes()) == path.name for path in files)
    return [path.name for path in files]
