"""The corpus of bad inputs through the real command: each is told or read, the rest goes on, and the desk stays whole."""

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from conflictdesk.store.database import Database
from hostile.corpus import Case, all_cases

PASSWORDS = "root:"  # what /etc/passwd begins with: no report may hold it


@dataclass
class Told:
    """What the command said of one input."""

    states: Counter[str] = field(default_factory=Counter)
    lines: set[int] = field(default_factory=set)
    messages: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)


def command(*words: str, desk: Path) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name != "CONFLICTDESK_DESK"}
    call = [sys.executable, "-m", "conflictdesk", "--desk", str(desk), *words]
    done = subprocess.run(call, capture_output=True, env=environment, cwd=desk.parent)
    assert b"Traceback" not in done.stderr, done.stderr.decode("utf-8", "replace")[-3000:]
    return done


@contextmanager
def laid_out(cases: Sequence[Case], folder: Path) -> Iterator[None]:
    """The cases as files; what only its owner's rights can remove is given back afterwards."""
    folder.mkdir()
    for case in cases:
        case.make(folder / case.name)
    try:
        yield
    finally:
        for case in cases:
            if case.name.startswith("locked"):
                with suppress(FileNotFoundError):  # what went wrong before is what the test tells
                    (folder / case.name).chmod(0o700)
        # What Python removes by recursion, as pytest does with what older runs left, must not be a thousand deep.
        subprocess.run(["rm", "-rf", "--", str(folder)], check=True)


def heard(stdout: bytes, folder: Path, cases: Sequence[Case]) -> dict[str, Told]:
    """What was said, by the name of the case that it was said of."""
    names = {str(folder / case.name): case.name for case in cases}
    told: dict[str, Told] = defaultdict(Told)
    for line in stdout.splitlines():
        said = json.loads(line)
        origin, _, number = said["origin"].rpartition(":")
        name = names.get(said["origin"])
        if name is None and number.isdecimal():
            name = names.get(origin)
            told[name or said["origin"]].lines.add(int(number))
        one = told[name or said["origin"]]
        one.states[said["state"]] += 1
        one.messages += [said["message"]] if said["message"] else []
        one.reports += [said["report_id"]] if said["report_id"] else []
    return told


def faults(case: Case, one: Told) -> Iterator[str]:
    """What is not as it must be with one input, by what was said of it."""
    if case.read is not None and one.states["new"] != case.read:
        yield f"{one.states['new']} reports instead of {case.read}: {one.messages[:1]}"
    if case.read is None and case.kind != "no file" and not one.states:
        yield "nothing was said of it"
    whole = one.states["unreadable"] + one.states["issue"] - len(one.lines)
    if case.told is not None and {0} & set(case.told) and not whole:
        yield f"not told: {dict(one.states)}"
    if case.told is not None and {line for line in case.told if line} != one.lines:
        yield f"told of lines {sorted(one.lines)[:5]}, not of {case.told[:5]}"
    if case.told == () and one.messages:
        yield f"told without need: {one.messages[0]}"
    if one.states["unreadable"] and not all(Path(case.name).name in said for said in one.messages):
        yield f"a message without the file's name: {one.messages[0]}"


def faults_of_reports(case: Case, one: Told, desk: Database, coded: set[str], claimed: set[str]) -> Iterator[str]:
    """What is not as it must be with the reports that came of one input."""
    texts = [report.text for key in one.reports if (report := desk.report(key))]
    if case.says and not any(case.says in text for text in texts):
        yield f"its text does not say {case.says!r}: {texts[0][:80] if texts else None!r}"
    if any(PASSWORDS in text for text in texts):
        yield "holds another file's words"
    if not set(one.reports) <= coded:
        yield "is not coded"
    if case.coded and not set(one.reports) & claimed:
        yield "its sentence became no claim"


def test_the_corpus_is_large_and_of_every_kind() -> None:
    cases = all_cases()
    names = [case.name for case in cases]
    assert len(names) == len(set(names)) >= 200
    assert min(Counter(case.kind for case in cases).values()) >= 5


def test_every_bad_input_is_told_or_read_and_the_desk_stays_whole(tmp_path: Path) -> None:
    cases, folder, desk = all_cases(), tmp_path / "corpus", tmp_path / "desk"
    with laid_out(cases, folder):
        added = command("add", str(folder), desk=desk)
    assert added.returncode == 1
    assert not set(added.stderr) & (set(range(0x20)) - {0x0A}), "a terminal would take this for an order"
    told = heard(added.stdout, folder, cases)
    found = [(case.name, fault) for case in cases for fault in faults(case, told[case.name])]

    ran = command("code", "--workers", "2", desk=desk)
    assert ran.returncode == 0, ran.stderr.decode()[-2000:]
    assert command("link", desk=desk).returncode == 0
    verified = command("verify", desk=desk)
    assert (verified.returncode, verified.stdout) == (0, b"")

    with Database.open(desk) as database:
        coded = set(database.report_ids()) - {key for key, _ in database.issues()}
        claimed = {claim.report_id for claim in database.claims()}
        for case in cases:
            found += [(case.name, one) for one in faults_of_reports(case, told[case.name], database, coded, claimed)]
    assert found == []
