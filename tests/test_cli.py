"""The command line as a user meets it: exit statuses, what goes to stdout and what to stderr, the next step."""

import io
import json
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conflictdesk.cli import main

REPORT = (
    "TRIPOLI, 21 May 2020. Gunmen attacked a checkpoint near Sabha, Libya, on 20 May 2020 and killed three soldiers."
)


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


class Shell:
    """Runs conflictdesk in a folder of its own, without a terminal; in this process, where the model is loaded once."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[str]) -> None:
        self.folder, self._patch, self._captured = folder, patch, captured
        patch.chdir(folder)

    def __call__(self, *words: str, stdin: str = "", desk: str | None = None) -> Done:
        with self._patch.context() as patch:
            patch.setattr(sys, "argv", ["conflictdesk", *words])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
            patch.delenv("CONFLICTDESK_DESK", raising=False)
            if desk is not None:
                patch.setenv("CONFLICTDESK_DESK", desk)
            with pytest.raises(SystemExit) as ended:
                main()
        out, err = self._captured.readouterr()
        return Done(int(ended.value.code or 0), out, err)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    (tmp_path / "report.txt").write_text(REPORT)
    return Shell(tmp_path, monkeypatch, capsys)


def lines(done: Done) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_from_a_file_to_incidents(shell: Shell) -> None:
    assert [one["state"] for one in lines(shell("add", "report.txt"))] == ["new"]
    assert [one["state"] for one in lines(shell("add", "report.txt"))] == ["known"]
    (coded,) = lines(shell("code"))
    assert (coded["coded"], coded["failed"]) == (1, 0)
    assert coded["claims"] >= 1
    assert lines(shell("code"))[0]["coded"] == 0
    assert lines(shell("link"))[0]["incidents"] >= 1
    verified = shell("verify")
    assert (verified.returncode, verified.stdout) == (0, "")
    incidents = lines(shell("export", "--format", "jsonl"))
    claims = lines(shell("export", "--format", "jsonl", "--claims"))
    assert {claim["incident_id"] for claim in claims} == {incident["incident_id"] for incident in incidents}
    assert shell("export", "--format", "geojson", "--out", "out.geojson").stdout == ""
    assert json.loads((shell.folder / "out.geojson").read_text())["type"] == "FeatureCollection"
    (status,) = lines(shell("status"))
    assert (status["reports"], status["coded"], status["incidents"]) == (1, 1, len(incidents))


def test_what_came_after_the_last_linking_is_to_be_linked(shell: Shell) -> None:
    for command in (("add", "report.txt"), ("code",), ("link",)):
        shell(*command)
    assert "Next: conflictdesk serve" in shell("status").stderr
    (shell.folder / "second.txt").write_text(
        "Gunmen attacked a police station in Murzuq, Libya, on 3 June 2020, killing two."
    )
    shell("add", "second.txt")
    assert "1 of 2 reports. Next: conflictdesk code" in shell("status").stderr
    shell("code")
    assert "Next: conflictdesk link" in shell("status").stderr
    checked = shell("verify")
    assert (checked.returncode, "they are not checked" in checked.stderr) == (0, True)
    shell("link")
    assert "Next: conflictdesk serve" in shell("status").stderr


def test_a_forgotten_date_can_be_given_later(shell: Shell) -> None:
    shell("add", "report.txt")
    later = shell("add", "report.txt", "--published", "2020-05-21", "--publisher", "Example Wire")
    assert [one["state"] for one in lines(later)] == ["filled in"]
    assert "published, publisher" in later.stderr


def test_what_a_library_says_of_a_damaged_file_is_not_shown(shell: Shell) -> None:
    (shell.folder / "a.pdf").write_bytes(b"%PDF-1.4\nnothing that follows is one" * 30)
    done = shell("add", "a.pdf")
    assert done.stderr.splitlines() == ["a.pdf is a damaged PDF. Save it again, or save its text and add that."]
    assert "EOF marker" in shell("--verbose", "add", "a.pdf").stderr


def test_verify_ends_with_one_and_the_rows_that_differ(shell: Shell) -> None:
    shell("add", "report.txt")
    (kept,) = (shell.folder / "desk" / "archive").glob("*/*")
    kept.write_text("something else")
    verified = shell("verify")
    assert verified.returncode == 1
    assert [(fault["kind"], fault["key"]) for fault in lines(verified)] == [("archive", kept.name)]


def test_a_file_that_cannot_be_read_is_named_and_the_status_is_one(shell: Shell) -> None:
    (shell.folder / "empty.txt").touch()
    done = shell("add", "empty.txt", "report.txt")
    assert done.returncode == 1
    assert "empty.txt" in done.stderr
    assert [one["state"] for one in lines(done)] == ["unreadable", "new"]


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["add"],
        ["add", "ftp://example.org/report"],
        ["add", "file:///etc/hostname"],
        ["add", "report.txt", "--published", "yesterday"],
        ["status"],
        ["verify", "--desk", "nowhere"],
        ["code"],
        ["code", "--link"],
        ["code", "--jsonl", "nowhere.jsonl"],
        ["code", "--jsonl", "-", "--desk", "nowhere"],
        ["code", "--workers", "0"],
        ["link", "--jsonl", "-", "--claims", "-"],
        ["export", "--claims", "--incidents"],
        ["export", "--format", "xml"],
        ["geoparse"],
    ],
    ids=" ".join,
)
def test_a_wrong_call_ends_with_two_and_a_sentence(shell: Shell, words: list[str]) -> None:
    done = shell(*words)
    assert done.returncode == 2, done.stderr
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_bad_setting_is_told(shell: Shell) -> None:
    shell("add", "report.txt")
    (shell.folder / "desk" / "desk.toml").write_text("workers = 'many'")
    done = shell("status")
    assert done.returncode == 2
    assert "desk.toml" in done.stderr


def test_the_variable_names_the_desk_and_the_switch_overrules_it(shell: Shell) -> None:
    shell("add", "report.txt", desk="one")
    shell("--desk", "two", "add", "report.txt", desk="one")
    shell("add", "report.txt", "--desk", "three", desk="one")
    assert sorted(path.parent.name for path in shell.folder.glob("*/desk.sqlite")) == ["one", "three", "two"]


@pytest.mark.parametrize(
    ("command", "key"),
    [("code", "report_id"), ("link", "doc_id"), ("geoparse", "doc_id"), ("timex", "doc_id"), ("geocode", "id")],
)
def test_a_filter_keeps_ids_skips_bad_lines_and_writes_nothing(shell: Shell, command: str, key: str) -> None:
    ids = [7, "7", "سبها"]
    asked = [json.dumps({key: given, "text": REPORT, "name": "Sabha", "dct": "2020-05-21"}) for given in ids]
    before = sorted(shell.folder.rglob("*"))
    done = shell(command, "--jsonl", "-", stdin="\n".join([asked[0], "nonsense", *asked[1:]]))
    assert [line[key] for line in lines(done)] == ids
    assert done.returncode == 1
    assert "line 2" in done.stderr
    assert sorted(shell.folder.rglob("*")) == before


def test_an_empty_input_is_well(shell: Shell) -> None:
    done = shell("code", "--jsonl", "-")
    assert (done.returncode, done.stdout) == (0, "")


def test_an_empty_desk_says_what_comes_next(shell: Shell) -> None:
    (shell.folder / "empty").mkdir()
    assert shell("add", "empty").returncode == 0
    for command in ("code", "link", "status", "verify", "export"):
        done = shell(command)
        assert done.returncode == 0, done.stderr
        assert "conflictdesk add PATH" in done.stderr


def test_places_that_are_loaded_are_found(shell: Shell) -> None:
    place = {
        "id": "x:1",
        "name": "Qaryat al Ikhtibar",
        "names": [],
        "kind": "city",
        "country": "LY",
        "lat": 26,
        "lon": 15,
    }
    (shell.folder / "places.jsonl").write_text(json.dumps(place))
    assert lines(shell("gazetteer", "load", "places.jsonl"))[0] == {"loaded": 1, "skipped": 0}
    asked = json.dumps({"id": 1, "name": "Qaryat al Ikhtibar", "country": "LY"})
    (found,) = lines(shell("geocode", "--jsonl", "-", "--desk", "desk", stdin=asked))
    assert (found["place_id"], found["lat"], found["lon"]) == ("x:1", 26, 15)
    assert "gazetteer.sqlite" in shell("gazetteer", "status").stdout


def test_the_demo_is_well_and_is_not_made_twice(shell: Shell) -> None:
    first, second = shell("demo", "--check"), shell("demo", "--check")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "0 newly coded" in second.stderr


def test_the_workbench_is_served_on_this_machine_alone(shell: Shell) -> None:
    shell("add", "report.txt")
    command = [sys.executable, "-m", "conflictdesk", "serve", "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=shell.folder) as serving:
        assert serving.stderr is not None
        (address,) = re.findall(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{32}", serving.stderr.readline())
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with browser.open(address, timeout=60) as answer:
            assert (answer.status, answer.url) == (200, address.partition("?")[0])
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(address.partition("?")[0], timeout=60)
        serving.send_signal(signal.SIGINT)
        assert serving.wait(60) == 0


def test_a_name_that_programs_sign_by_opens_no_workbench(shell: Shell) -> None:
    shell("add", "report.txt")
    done = shell("serve", "--no-browser", "--port", "0", "--as", "rule:same-day")
    assert done.returncode == 2
    assert "give a person's name by --as" in done.stderr


def test_a_port_that_is_taken_is_told(shell: Shell) -> None:
    shell("add", "report.txt")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = shell("serve", "--no-browser", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "--port" in done.stderr


def test_the_program_starts_by_its_name_and_ends_quietly_when_nobody_reads_on(tmp_path: Path) -> None:
    asked = "".join(json.dumps({"doc_id": n, "text": "On 20 May 2020.", "dct": None}) + "\n" for n in range(3000))
    (tmp_path / "in.jsonl").write_text(asked)
    command = [sys.executable, "-m", "conflictdesk", "timex", "--jsonl", str(tmp_path / "in.jsonl")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert json.loads(running.stdout.readline())["timexes"]
        running.stdout.close()
        assert running.stderr.read() == ""
