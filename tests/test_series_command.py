"""The command series, called as a person calls it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conflictdesk.cli import app
from conflictdesk.errors import UsageError
from rocketry import rocketry

runner = CliRunner()


@pytest.fixture
def desk(tmp_path: Path) -> str:
    return str(rocketry(tmp_path / "desk"))


def lines(*call: str) -> list[dict[str, object]]:
    done = runner.invoke(app, list(call))
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_series_and_campaigns_are_lines_of_json_when_piped(desk: str) -> None:
    (one,) = lines("series", "--desk", desk)
    assert one["proposed_by"] == "machine"
    assert isinstance(one["probability"], float)
    assert [row["bond"] for row in lines("series", "--campaigns", "--desk", desk)] == ["campaign", "statement"]


def test_a_word_on_who_belongs_is_kept_as_that_person_s(desk: str) -> None:
    (one,) = lines("series", "--desk", desk)
    first, *rest = one["incidents"] if isinstance(one["incidents"], list) else []
    (act,) = lines("series", "--of", str(one["series_id"]), "--without", first, "--as", "Ada", "--desk", desk)
    assert act["who"] == "Ada"
    (now,) = lines("series", "--desk", desk)
    assert now["incidents"] == rest


def test_half_a_word_is_refused(desk: str) -> None:
    for call in (["--of", "x"], ["--with", "y"], ["--of", "x", "--with", "y", "--without", "z"]):
        done = runner.invoke(app, ["series", *call, "--desk", desk])
        assert isinstance(done.exception, UsageError)
