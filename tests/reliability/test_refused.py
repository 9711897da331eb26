"""What a desk cannot be kept in or opened by: a clear message, and the desk whole."""

import ctypes
import os
import resource
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from undisturbed import COMMAND, PATIENCE, environment, held, run, write_reports

DAC_OVERRIDE, DAC_READ_SEARCH, PR_CAPBSET_DROP = 1, 2, 24  # linux/capability.h, linux/prctl.h


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return write_reports(tmp_path / "reports")


@pytest.fixture
def desk(tmp_path: Path, reports: Path) -> Path:
    """A desk with reports that wait to be coded."""
    assert run(tmp_path / "desk", "add", str(reports)).returncode == 0
    return tmp_path / "desk"


@pytest.mark.skipif(not shutil.which("unshare"), reason="no unshare here to mount a small disk with")
@pytest.mark.parametrize("kilobytes", [120, 200, 280])
def test_a_full_disk_is_said_and_what_was_kept_stays(tmp_path: Path, reports: Path, kilobytes: int) -> None:
    """A disk of so many kilobytes, in a name space of this process alone; `saved` is what a person would copy off."""
    disk, saved = tmp_path / "disk", tmp_path / "saved"
    disk.mkdir()
    script = (
        f"mount -t tmpfs -o size={kilobytes}k none '{disk}' || exit 77;"
        f" {' '.join(COMMAND)} --desk '{disk}/desk' add '{reports}'; echo $? >&2; cp -r '{disk}/desk' '{saved}'"
    )
    told = subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True, timeout=PATIENCE)
    if told.returncode == 77 or "unshare" in told.stderr:
        pytest.skip("this machine lets nobody mount a small disk")
    assert "Traceback" not in told.stderr
    assert "full" in told.stderr or "No space left" in told.stderr, told.stderr
    assert told.stderr.splitlines()[-1] == "1"
    if saved.exists() and run(saved, "status").returncode == 0:
        assert held(saved)["faults"] == []
    assert run(saved, "add", str(reports)).returncode == 0
    assert len(held(saved)["reports"]) == 4


@pytest.mark.parametrize("most", [1 << 10, 1 << 14, 1 << 16])
def test_files_that_may_not_grow_are_said_and_the_desk_stays_whole(desk: Path, most: int) -> None:
    told = subprocess.run(
        [*COMMAND, "code"], env=environment(desk), capture_output=True, text=True, timeout=PATIENCE,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )  # fmt: skip
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    assert "conflictdesk: The desk in" in told.stderr
    assert [run(desk, command).returncode for command in ("code", "link")] == [0, 0]
    assert len(held(desk)["incidents"]) == 4
    assert held(desk)["faults"] == []


def test_a_folder_that_may_not_be_written_is_said(desk: Path, reports: Path) -> None:
    before = held(desk)
    (reports / "new.txt").write_text("A new report of a calm day.", encoding="utf-8")
    _set_modes(desk, 0o555, 0o444)
    for command in (("add", str(reports)), ("code",), ("link",)):
        told = _bound_by_modes(desk, *command)
        assert told.returncode == 1, told.stderr
        assert "Traceback" not in told.stderr
        assert str(desk) in told.stderr
    _set_modes(desk, 0o700, 0o600)
    assert held(desk) == before


def test_no_desk_is_made_where_nobody_may_write(tmp_path: Path, reports: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o555)
    told = _bound_by_modes(tmp_path / "closed" / "desk", "add", str(reports))
    assert told.returncode == 1
    assert "No desk can be made in" in told.stderr
    assert "--desk" in told.stderr


@pytest.mark.parametrize("command", ["add", "code", "link", "status", "verify", "export"])
def test_a_desk_of_a_newer_version_is_left_as_it_is(desk: Path, reports: Path, command: str) -> None:
    with closing(sqlite3.connect(desk / "desk.sqlite")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = (desk / "desk.sqlite").read_bytes()
    arguments = {"add": [str(reports)], "export": ["--format", "jsonl"]}.get(command, [])
    told = run(desk, command, *arguments)
    assert told.returncode == 1
    assert "newer Conflictdesk" in told.stderr
    assert "left as it is" in told.stderr
    assert (desk / "desk.sqlite").read_bytes() == before


def _set_modes(desk: Path, folders: int, files: int) -> None:
    for path in (desk, *desk.rglob("*")):
        path.chmod(folders if path.is_dir() else files)


def _bound_by_modes(desk: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command without the right to pass over the modes of files, which the system's administrator has."""
    return run(desk, *arguments, preexec_fn=_give_up_override if os.geteuid() == 0 else None)


def _give_up_override() -> None:
    for right in (DAC_OVERRIDE, DAC_READ_SEARCH):
        ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, right, 0, 0, 0)
