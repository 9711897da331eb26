"""The command watch alarms, and the invented posts of the demo."""

import csv
import json
import re
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from conflictdesk.cli import app
from conflictdesk.errors import UsageError
from conflictdesk.pipeline.scenario import INVENTED, exports
from conflictdesk.records.activity import Activity, Counted, Tally
from conflictdesk.records.watched import period_from
from conflictdesk.store.database import Database
from conflictdesk.watch.alarms import rises
from conflictdesk.watch.ranges import WatchSettings
from watches import posts_desk

SCENARIO = Path(str(files("conflictdesk"))) / "data" / "scenario.yaml"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return posts_desk(tmp_path_factory.mktemp("alarms"))


def told(desk: Path, *words: str) -> list[dict[str, object]]:
    answer = CliRunner().invoke(app, ["watch", "alarms", "--desk", str(desk), *words])
    assert answer.exit_code == 0, answer.output
    return [json.loads(line) for line in answer.stdout.splitlines()]


def test_alarms_are_json_lines_with_their_sentence(desk: Path) -> None:
    (own,) = told(desk, "--place", "bani walid", "--theme", "conflict", "--json")
    assert (own["place"], own["count"], own["accounts"], own["from"]) == ("Bani Walid", 44, 44, "2020-05-18")
    assert str(own["sentence"]).startswith("Bani Walid, week of 18 May 2020: 44 posts on conflict in the country by 44")
    assert (own["reporting"], own["invented"], own["hidden"]) == ("unknown", False, [])
    assert own["method"]
    assert own["settings"]


def test_filters_choose_among_the_alarms_and_make_none(desk: Path) -> None:
    whole = told(desk)
    assert whole
    for words in (
        ["--place", "LY"],
        ["--theme", "Conflict in the country"],
        ["--from", "2020-05-18"],
        ["--counted", "posts"],
    ):
        assert all(one in whole for one in told(desk, *words))
    assert told(desk, "--to", "2020-05-17") == [one for one in whole if str(one["to"]) <= "2020-05-17"]
    assert told(desk, "--place", "Tobruk") == []


def test_what_is_not_counted_is_a_wrong_call(desk: Path) -> None:
    for words in (["--place", "Atlantis"], ["--theme", "weather"], ["--from", "2020-05-18", "--to", "2020-05-01"]):
        answer = CliRunner().invoke(app, ["watch", "alarms", "--desk", str(desk), *words])
        assert isinstance(answer.exception, UsageError), words


def test_where_posts_are_invented_every_line_says_so(desk: Path) -> None:
    with Database.open(desk) as database:
        database.note(INVENTED, "1")
        try:
            assert {one["invented"] for one in told(desk)} == {True}
        finally:
            database.note(INVENTED, None)


def counted(folder: Path) -> list[Activity]:
    """The invented posts by town and week, with their accounts, counted without the intake."""
    towns = {name: names[0] for *names, _, _ in yaml.safe_load(SCENARIO.read_text("utf-8"))["towns"] for name in names}
    who: dict[tuple[str, int], list[str]] = {}
    for path in exports(folder):
        for row in csv.DictReader(path.read_text("utf-8").splitlines()):
            week = (datetime.fromisoformat(row["time"]).date() - date(2019, 5, 27)).days // 7
            who.setdefault((towns[row["place"]], week), []).append(row["account"])
    found = []
    for town in sorted(set(towns.values())):
        posts = [who.get((town, week), []) if week != 30 else None for week in range(52)]
        counts = tuple(None if one is None else len(one) for one in posts)
        accounts = tuple(None if one is None else len(set(one)) for one in posts)
        found.append(
            Activity(Tally(Counted.POSTS, None, town, town), period_from(date(2019, 5, 27), 7), 7, counts, accounts)
        )
    return found


def test_in_the_invented_posts_four_towns_rise_and_one_loud_account_does_not(tmp_path: Path) -> None:
    found = rises(counted(tmp_path), WatchSettings(latest=5))
    assert {one.tally.place for one in found} == {"Al-Zawia", "Bani Walid", "Misrata", "Tajoura"}
    loud = next(one for one in counted(tmp_path) if one.tally.place == "Zliten")
    assert (loud.counts[47] or 0) > 40


def test_the_invented_posts_are_the_same_each_time_and_no_account_is_real(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    first, second = exports(tmp_path), exports(tmp_path / "again")
    assert [one.read_bytes() for one in first] == [one.read_bytes() for one in second]
    rows = [row for path in first for row in csv.DictReader(path.read_text("utf-8").splitlines())]
    assert {bool(re.fullmatch(r"account-\d{4}", row["account"])) for row in rows} == {True}
    days = sorted(datetime.fromisoformat(row["time"]).date() for row in rows)
    assert (days[0], days[-1]) == (date(2019, 5, 27), date(2020, 5, 24))
    assert not [day for day in days if date(2019, 12, 23) <= day <= date(2019, 12, 29)]
    assert sum(path.stat().st_size for path in first) < 2_000_000
