"""The commands brief and assess, called as a person calls them."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefs import month, told
from conflictdesk.cli import app
from conflictdesk.errors import InputError, UsageError
from conflictdesk.store.database import Database
from desks import fill, on, report

runner = CliRunner()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return month(tmp_path_factory.mktemp("commands") / "desk")


def test_a_brief_goes_to_stdout_and_what_whoever_sends_it_should_know_to_stderr(desk: Path) -> None:
    done = runner.invoke(app, ["brief", "--desk", str(desk), "--from", "2021-01-01", "--to", "2021-01-07"])
    assert done.exit_code == 0
    assert done.stdout.startswith("<!doctype html>")
    assert "No incident is dated to this period." in done.stderr


def test_a_brief_is_written_to_a_file_whole(desk: Path, tmp_path: Path) -> None:
    for form, begins in (("html", b"<!doctype html>"), ("md", b"# Brief: LY"), ("pdf", b"%PDF-")):
        out = tmp_path / f"brief.{form}"
        done = runner.invoke(
            app, ["brief", "--desk", str(desk), "--place", "ly", "--format", form, "--out", str(out), "--as", "Amina"]
        )
        assert (done.exit_code, done.stdout) == (0, "")
        assert out.read_bytes().startswith(begins.replace(b"LY", b"Libya"))
    drawn = ["brief-map.svg", "brief-timeline.svg"]  # beside the Markdown, which can hold no picture
    assert sorted(path.name for path in tmp_path.iterdir()) == [*drawn, "brief.html", "brief.md", "brief.pdf"]
    text = (tmp_path / "brief.md").read_text("utf-8")
    assert "Made by Amina on" in text
    assert all(f"](<{name}>)" in text and (tmp_path / name).read_text("utf-8").startswith("<svg") for name in drawn)


def test_an_empty_desk_makes_a_brief_that_says_so(tmp_path: Path) -> None:
    with Database.open(tmp_path / "desk", create=True):
        pass
    done = runner.invoke(app, ["brief", "--desk", str(tmp_path / "desk"), "--format", "md"])
    assert done.exit_code == 0
    assert "There is no period to tell of." in done.stdout
    assert "No reports yet" in done.stderr


def test_assess_writes_lists_and_withdraws(desk: Path) -> None:
    with Database.open(desk) as database:
        keys = [one.incident_id for one in database.incidents()][:2]
    about = [part for key in keys for part in ("--about", key)]
    done = runner.invoke(
        app, ["assess", "One road.", "--likelihood", "likely", *about, "--as", "A", "--desk", str(desk)]
    )
    assert json.loads(done.stdout)["summary"] == "wrote an assessment of 2 incidents"
    listed = json.loads(runner.invoke(app, ["assess", "--desk", str(desk)]).stdout)
    assert (listed["text"], listed["likelihood"], listed["incidents"]) == ("One road.", "likely", keys)
    runner.invoke(app, ["assess", "--withdraw", "1", "--as", "A", "--desk", str(desk)])
    assert json.loads(runner.invoke(app, ["assess", "--desk", str(desk)]).stdout)["withdrawn"] is True


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["assess", "It is likely, with confidence.", "--about", "x"], InputError),
        (["assess", "One road."], InputError),
        (["brief", "--from", "2020-05-02", "--to", "2020-05-01"], UsageError),
        (["brief", "--actor", "Nobody Known"], UsageError),
        (["brief", "--actor", "Tuareg"], InputError),
        (["brief", "--place", "ZZ"], UsageError),
        (["brief", "--place", "Xyzzy"], UsageError),
        (["brief", "--actor", "Islamic"], UsageError),
        (["brief", "--out", "/"], UsageError),
        (["brief", "--out", "/no/such/folder/brief.pdf"], UsageError),
        (["export", "--format", "csv", "--out", "/"], UsageError),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(desk: Path, words: list[str], error: type[Exception]) -> None:
    assert isinstance(runner.invoke(app, [*words, "--desk", str(desk)]).exception, error)


def test_what_may_have_been_meant_is_asked(desk: Path) -> None:
    refused = [runner.invoke(app, ["brief", *words, "--desk", str(desk)]).exception for words in
               (["--place", "Sabhqa"], ["--actor", "Islamic"])]  # fmt: skip
    assert str(refused[0]).endswith("Did you mean 'Sabha'?")
    assert "'Islamic State" in str(refused[1])


def test_an_organisation_is_found_by_a_word_that_no_other_has(desk: Path) -> None:
    done = runner.invoke(app, ["brief", "--actor", "Haftar", "--format", "md", "--desk", str(desk)])
    assert "Libyan National Army" in done.stdout


def test_the_ending_of_the_file_asks_for_the_form(desk: Path, tmp_path: Path) -> None:
    for name, begins in (("a.PDF", b"%PDF-"), ("a.md", b"# Brief"), ("a.txt", b"<!doctype html>")):
        runner.invoke(app, ["brief", "--desk", str(desk), "--out", str(tmp_path / name)])
        assert (tmp_path / name).read_bytes().startswith(begins)


def test_claims_that_are_in_no_incident_yet_are_not_silently_missing(tmp_path: Path) -> None:
    one = report("one", "Gunmen attacked in Sabha on 9 April.", "Gazette", date(2020, 4, 10))
    fill(tmp_path / "desk", [one], [told(one, one.text, on(2020, 4, 9))], [])
    done = runner.invoke(app, ["brief", "--desk", str(tmp_path / "desk"), "--format", "md"])
    assert "Not linked yet: 1 of 1 claim. The brief does not show that yet. Next: conflictdesk link" in done.stderr
    assert "conflictdesk link" not in done.stdout


def test_another_persons_assessment_is_left_to_that_person(tmp_path: Path) -> None:
    folder = month(tmp_path / "desk")
    with Database.open(folder) as database:
        key = next(one.incident_id for one in database.incidents())
    runner.invoke(app, ["assess", "One road.", "--about", key, "--as", "A", "--desk", str(folder)])
    refused = runner.invoke(app, ["assess", "--withdraw", "1", "--as", "B", "--desk", str(folder)]).exception
    assert str(refused) == "Assessment 1 is none of B's but A's, who alone can withdraw it: write your own."
