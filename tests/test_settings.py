"""Settings: where they come from, and what is said of one that cannot be."""

from pathlib import Path

import pytest

from conflictdesk.errors import SettingsError, UsageError
from conflictdesk.settings import read_columns, read_settings


def desk_with(tmp_path: Path, text: str) -> Path:
    (tmp_path / "desk.toml").write_text(text)
    return tmp_path


def test_without_a_word_the_desk_is_in_the_working_folder() -> None:
    settings = read_settings(environment={})
    assert (settings.desk, settings.desk_named, settings.review_below, settings.null_below) == (
        Path("desk"),
        False,
        0.5,
        0.2,
    )


def test_the_call_comes_before_the_environment(tmp_path: Path) -> None:
    environment = {"CONFLICTDESK_DESK": "/elsewhere"}
    assert read_settings(environment=environment).desk == Path("/elsewhere")
    assert read_settings(tmp_path, environment).desk == tmp_path


def test_who_acts_is_the_one_named_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "desk-user")
    named = read_settings(desk_with(tmp_path, 'person = "Amina Haddad"'))
    assert (named.who("Jean"), named.who(), read_settings(environment={}).who()) == (
        "Jean",
        "Amina Haddad",
        "desk-user",
    )


@pytest.mark.parametrize(
    ("text", "key", "would_do"),
    [
        ("workers = 0", "workers", "2"),
        ("workers = true", "workers", "2"),
        ("person = 7", "person", "Amina"),
        ('person = " "', "person", "Amina"),
        ("thresholds = 1", "thresholds", "review = 0.5"),
        ("[thresholds]\nreview = 2", "thresholds.review", "0.5"),
        ("[thresholds]\nnull = 'low'", "thresholds.null", "0.2"),
        ("[thresholds]\nnull = 0.6", "thresholds.null", "0.2"),
        ("[thresholds]\nreview = 0.5\nlow = 0.1", "thresholds.low", "thresholds.null"),
        ("persn = 'Amina'", "persn", "person"),
        ("columns = 'text'", "columns", "Body"),
        ("[columns]\ntext = 7", "columns.text", "Body"),
        ("[columns]\nbody = 'Body'", "columns.body", "columns.text"),
        ("[columns]\ndates = 'dmy'", "columns.dates", "day-first"),
        ("person =", "desk.toml", "person"),
    ],
)
def test_a_bad_value_is_told_with_file_key_and_what_would_do(
    tmp_path: Path, text: str, key: str, would_do: str
) -> None:
    with pytest.raises(SettingsError) as told:
        read_settings(desk_with(tmp_path, text))
    assert all(word in str(told.value) for word in ("desk.toml", key, would_do))
    assert told.value.exit_status == 2


@pytest.mark.parametrize("name", ["rule:link-1", "model:x", " \n "])
def test_nobody_signs_as_a_program_or_as_nobody(name: str) -> None:
    with pytest.raises(UsageError, match="--as"):
        read_settings(environment={}).who(name)


def test_columns_are_what_the_desk_or_the_switch_says(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, '[columns]\ntext = "Body"\ndates = "day-first"')
    assert read_settings(desk).columns == {"text": "Body", "dates": "day-first"}
    assert read_columns("text=Body, of it,published = Date") == {"text": "Body, of it", "published": "Date"}


@pytest.mark.parametrize("wording", ["Body", "body=Body", "text=", "dates=dmy"])
def test_a_switch_that_names_no_columns_is_refused(wording: str) -> None:
    with pytest.raises(UsageError, match="--columns"):
        read_columns(wording)
