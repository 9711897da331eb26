"""Two commands on one desk at the same time: both come through, or one says that it could not."""

from pathlib import Path

import pytest
from undisturbed import TEXTS, held, run, start, write_reports


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return write_reports(tmp_path / "reports")


@pytest.fixture
def alone(tmp_path: Path, reports: Path) -> Path:
    """A desk to which one command after another was done."""
    desk = tmp_path / "alone"
    for command in (("add", str(reports)), ("code",), ("link",)):
        assert run(desk, *command).returncode == 0
    return desk


def test_two_commands_at_once_leave_what_one_after_the_other_would(tmp_path: Path, reports: Path, alone: Path) -> None:
    desk = tmp_path / "shared"
    for command in (("add", str(reports)), ("code",), ("link",)):
        both = [start(desk, *command) for _ in range(2)]
        said = [(one.communicate(), one.returncode) for one in both]
        assert [status for _, status in said] == [0, 0], said
    assert held(desk) == held(alone)


def test_reports_added_from_two_folders_at_once_are_all_there(tmp_path: Path) -> None:
    desk, folders = tmp_path / "shared", [write_reports(tmp_path / name) for name in ("one", "two")]
    for folder in folders:
        for file in folder.iterdir():
            file.write_text(f"{file.read_text(encoding='utf-8')} Told in {folder.name}.", encoding="utf-8")
    both = [start(desk, "add", str(folder)) for folder in folders]
    assert [(one.communicate()[1], one.returncode)[1] for one in both] == [0, 0]
    assert len(held(desk)["reports"]) == 2 * len(TEXTS)


def test_a_desk_can_be_read_while_it_is_written_to(alone: Path) -> None:
    coding = start(alone, "code")
    assert run(alone, "export", "--format", "jsonl").returncode == 0
    assert run(alone, "status").returncode == 0
    assert (coding.communicate(), coding.returncode)[1] == 0
