"""`kill -9` at any moment, then the same again: nothing lost, nothing doubled, no process left behind."""

import json
import os
import shutil
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest
from undisturbed import alive, held, run, run_until, start, wait_until, write_reports

KILLED_AT = 5  # moments of each command, spread over all of its steps
AFTER = {"add": "code", "code": "link", "link": "review", "review": "end"}


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """A desk before each command, and at the end; nothing disturbed it."""
    folder = tmp_path_factory.mktemp("undisturbed")
    reports = write_reports(folder / "reports")
    desk, kept = folder / "desk", {"reports": reports}
    for command in (*AFTER, "end"):
        kept[command] = folder / f"before-{command}" / "desk"
        if command == "review":
            kept["acts"] = _acts(desk, folder / "acts.jsonl")
        if desk.exists():
            shutil.copytree(desk, kept[command])
        if command != "end":
            assert run(desk, *_arguments(command, kept)).returncode == 0
    assert len(held(kept["review"])["incidents"]) == 4
    assert held(desk)["faults"] == []
    return kept


def _arguments(command: str, kept: Mapping[str, Path]) -> list[str]:
    more = {"add": [str(kept["reports"])], "review": ["--apply", str(kept.get("acts"))]}
    return [command, *more.get(command, [])]


def _acts(desk: Path, file: Path) -> Path:
    """What a person says of the desk's claims, of all kinds, as a file."""
    queue = [json.loads(line) for line in run(desk, "review", "--queue").stdout.splitlines()]
    first, second, third, fourth, *_ = sorted(question["claim_id"] for question in queue)
    report = queue[0]["report_id"]
    deeds = [
        {"do": "accept", "claims": [first, second]},
        {"do": "correct", "claim": third, "field": "killed", "value": {"min": 5, "max": 6}},
        {"do": "reject", "claim": fourth},
        {"do": "different", "left": first, "right": second},
        {"do": "add", "report": report, "span": [0, 30], "values": {"type": "Attack", "killed": {"min": 1, "max": 1}}},
    ]
    file.write_text("\n".join(map(json.dumps, deeds)), encoding="utf-8")
    return file


@pytest.mark.parametrize("command", AFTER)
def test_killed_at_any_step_and_run_again_it_is_as_if_undisturbed(
    stages: Mapping[str, Path], command: str, tmp_path: Path
) -> None:
    arguments, before, after = _arguments(command, stages), stages[command], stages[AFTER[command]]
    steps = run_until(0, _copy(before, tmp_path / "counted"), *arguments)
    assert steps > KILLED_AT
    for step in sorted({1 + round(n * (steps - 1) / (KILLED_AT - 1)) for n in range(KILLED_AT)}):
        desk = _copy(before, tmp_path / str(step))
        assert run_until(step, desk, *arguments) == 0, f"not killed at step {step} of {steps}"
        again = run(desk, *arguments)
        assert again.returncode == 0, again.stderr
        assert held(desk) == held(after), f"killed at step {step} of {steps}"


def test_workers_end_with_the_command_that_started_them(stages: Mapping[str, Path], tmp_path: Path) -> None:
    desk = _copy(stages["code"], tmp_path / "killed")
    coding = start(desk, "code", "--workers", "2")
    wait_until(lambda: any("spawn_main" in line for line in alive(coding.pid)), "no worker started")
    os.kill(coding.pid, signal.SIGKILL)
    wait_until(lambda: not alive(coding.pid), "a worker was left behind")
    coding.communicate()
    assert run(desk, "code", "--workers", "2").returncode == 0
    assert held(desk) == held(stages["link"])


def _copy(desk: Path, folder: Path) -> Path:
    folder.mkdir()
    if desk.exists():
        shutil.copytree(desk, folder / "desk")
    return folder / "desk"
