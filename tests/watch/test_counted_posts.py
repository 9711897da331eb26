"""Exports of posts into a desk: counted once, whatever comes between, and what is wrong costs only itself."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conflictdesk.cli import app
from conflictdesk.errors import DeskBusy, SettingsError
from conflictdesk.pipeline import watch_reading
from conflictdesk.pipeline.watching import Ways
from conflictdesk.records.posts import Batch, Post
from conflictdesk.settings import Settings, Watching, read_settings
from conflictdesk.store.database import Database
from post_exports import MONDAY, TODAY, add, counted, held, of, posts, write


def test_posts_are_counted_by_place_theme_and_week_with_their_accounts(desk: Database, tmp_path: Path) -> None:
    added, said = add(desk, write(tmp_path / "a.csv", posts(84)))
    assert (added.state, added.posts, added.broken, added.first, added.last) == (
        "new", 84, 0, MONDAY, date(2020, 5, 31),
    )  # fmt: skip
    assert any("time from “created_at”, account from “author”" in one for one in said)
    assert any("taken for UTC" in one for one in said)
    weeks = counted(desk)
    every = weeks[None, None]
    assert (every.first.start, every.counts, every.accounts) == (MONDAY, (42, 42), (5, 5))
    assert weeks["Bani Walid", None].counts == (19, 19)  # 28 state it, 10 of 28 that state nothing name it
    assert weeks["Bani Walid", "conflict"].accounts == (2, 2)
    assert sum(n or 0 for n in counted(desk, 1)[None, None].counts) == 84
    assert list(desk.wrong_weeks()) == []


def test_the_same_posts_count_once_in_whatever_export_they_come(desk: Database, tmp_path: Path) -> None:
    rows = posts(84)
    first = add(desk, write(tmp_path / "a.csv", rows))[0]
    assert add(desk, write(tmp_path / "b.csv", rows))[0].state == "known"
    assert add(desk, write(tmp_path / "c.csv", [*rows[60:], *posts(6, date(2020, 6, 1))]))[0].known == 24
    lines = tmp_path / "d.jsonl"
    lines.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert add(desk, lines)[0].known == 84
    assert (first.posts, desk.watched().posts) == (84, 90)


def test_silence_is_null_and_an_export_without_posts_of_a_place_is_nought(desk: Database, tmp_path: Path) -> None:
    add(desk, write(tmp_path / "a.csv", posts(84)))
    later = [row | {"location": "Sabha, Libya"} for row in posts(42, date(2020, 6, 15))]
    add(desk, write(tmp_path / "b.csv", later))
    weeks = counted(desk)
    assert weeks["Misratah", None].counts[:4] == (17, 17, None, None)
    assert weeks["Misratah", None].counts[4] == 0
    accounts = weeks["Misratah", None].accounts
    assert accounts is not None
    assert accounts[3:] == (None, 0)
    days = Ways(readers=0, within=(date(2020, 6, 1), date(2020, 6, 14)))
    assert add(desk, write(tmp_path / "c.csv", posts(2, date(2020, 6, 3))), days)[0].posts == 2
    assert counted(desk)[None, None].counts == (42, 42, 2, 0, 42)
    whole = desk.activities(7, first=date(2020, 6, 3), last=date(2020, 6, 10))
    assert whole[0].first.start == date(2020, 6, 1)  # weeks begin on Mondays, wherever they are asked from


def test_broken_rows_are_told_by_number_and_the_rest_is_counted(desk: Database, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        b"time,account,place,text\n2020-05-18,karim,Misrata,=cmd|' /C calc'!A0\n"
        b'2020-05-19,amina_haddad,"Mis\n2020-05-20,leila,Sabha,ok\namina_haddad,2020-05-20,x,y\n2020-05-21,a,b,c,d\n'
        b"2020-05-22,a\0li,Sabha,\xff\xfe fire\n2099-01-01,x,y,z\n" + b"z" * 2_000_000 + b"\n2020-05-24,b,Sabha,end\n"
    )
    added, said = add(desk, path)
    assert (added.posts, added.broken, added.failed) == (4, 5, True)
    told = [one.removeprefix(str(path)) for one in said if "It was left out" in one]
    assert [one[:3] for one in told] == [":3:", ":5:", ":6:", ":8:", ":9:"]
    assert "quote" in told[0]
    assert "of the form aaaaa_aaaaaa" in told[1]
    assert not any("amina" in one for one in said)


@pytest.mark.parametrize(
    ("name", "raw", "why"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"account,text\nx,y\n", "no column known to hold the posts' time"),
        ("a.csv", b"when,text\n2020-05-18,y\n", "Its columns are: when, text"),
        ("a.csv", b"amina_haddad,2020-05-18,hello\n", "is its first row one of headings"),
        ("a.csv", b"time,account,text\nhello,2020-05-18,x\nbye,2020-05-18,y\n", "in row 2 the time is no time"),
        ("a.csv", b"time,account,text\n2020-05-18," + b"amina_haddad says " * 9 + b",x\n", "said to hold accounts"),
        ("a.csv.gz", b"\x1f\x8b\x08\0", "packed as gzip: unpack it"),
        ("a.json", b'[{"time": 1}]', "one JSON list"),
        ("a.jsonl", b'{"a":' * 4000, "no JSON lines"),
        ("a.parquet", b"PAR1" + b"\xff" * 200, "no Parquet file that can be read"),
        ("b.csv", None, "cannot be read (No such file or directory)"),
    ],
)
def test_a_file_that_holds_no_posts_is_told_why(
    desk: Database, tmp_path: Path, name: str, raw: bytes | None, why: str
) -> None:
    path = tmp_path / name
    if raw is not None:
        path.write_bytes(raw)
    added, _ = add(desk, path)
    assert added.state == "unreadable"
    assert why in str(added.message)
    assert "amina" not in str(added.message)
    assert desk.watched().exports == 0


def test_columns_and_zone_are_as_desk_toml_says(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "desk.toml").write_text(
        '[watch]\nzone = "Africa/Tripoli"\ncountries = ["LY"]\n[watch.columns]\ntime = "At"\naccount = "who.name"\n'
    )
    path = tmp_path / "a.jsonl"
    told = {"At": "2020-05-18T23:30:00Z", "who": {"name": "x"}, "text": "Clashes in Tripoli", "place": None}
    path.write_text(json.dumps(told))
    with Database.open(folder, create=True) as database:
        added, said = add(database, path, settings=read_settings(folder))
        assert (added.posts, added.first) == (1, date(2020, 5, 19))
        assert counted(database, 1)["Tripoli", "conflict"].accounts == (1,)
        assert not any("UTC" in one for one in said)
    (folder / "desk.toml").write_text('[watch]\nzone = "Libya time"\n')
    with pytest.raises(SettingsError, match="zone"):
        read_settings(folder)


def test_two_commands_do_not_add_one_export_twice(desk: Database) -> None:
    state = desk.begin_export("digest", "", TODAY)
    batch = Batch(0, 1, (Post(MONDAY.toordinal(), (), (), 1, 1),), {})
    desk.keep_posts(state.export_id, batch, TODAY)
    with pytest.raises(DeskBusy):
        desk.keep_posts(state.export_id, batch, TODAY)
    assert list(desk.wrong_weeks()) == [(MONDAY, "its counts do not hold all its posts")]


def test_processes_read_the_same_as_this_one(desk: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.csv", posts(84))
    with Database.open(tmp_path / "alone", create=True) as alone:
        add(alone, path)
    monkeypatch.setattr(watch_reading, "ROWS", 20)
    assert add(desk, path, Ways(readers=1))[0].posts == 84
    assert held(desk.folder) == held(tmp_path / "alone")


def test_parquet_is_read_as_csv_is(desk: Database, tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = arrow.table(
        {name: [row[name] for row in posts(84)] for name in ("created_at", "author", "location", "text")}
    )
    parquet.write_table(table, tmp_path / "a.parquet")
    assert add(desk, tmp_path / "a.parquet")[0].posts == 84
    assert add(desk, write(tmp_path / "a.csv", posts(84)))[0].known == 84


def test_the_command_ends_with_the_status_that_scripts_go_by(tmp_path: Path) -> None:
    desk, runner = str(tmp_path / "desk"), CliRunner()
    good, bad = (
        write(tmp_path / "a.csv", posts(20)),
        write(tmp_path / "b.csv", [*posts(3), posts(1)[0] | {"created_at": "x"}]),
    )
    done = runner.invoke(app, ["watch", "add", str(good), str(bad), "--desk", desk, "--keep-text"])
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert (done.exit_code, [one["posts"] for one in told], told[1]["broken"]) == (1, [20, 0], 1)
    assert runner.invoke(app, ["watch", "add", str(good), "--desk", desk]).exit_code == 0
    assert runner.invoke(app, ["watch", "add", str(good), "--desk", desk, "--columns", "who=x"]).exit_code != 0
    texts = runner.invoke(app, ["watch", "texts", "--theme", "conflict", "--limit", "1", "--desk", desk]).stdout
    assert json.loads(texts) == {"day": "2020-05-21", "text": "اشتباكات في بني وليد كما قالت [account] 18"}
    status = runner.invoke(app, ["watch", "status", "--desk", desk])
    assert json.loads(status.stdout.splitlines()[0])["posts"] == 20
    assert "Watched: 20 posts" in runner.invoke(app, ["status", "--desk", desk]).output
    forgotten = runner.invoke(app, ["watch", "forget", "--days", "0", "--desk", desk])
    assert json.loads(forgotten.stdout.splitlines()[0])["texts"] == 20


def test_settings_name_the_columns_of_one_call(desk: Database, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Quand;Qui;Où\n18/05/2020 10:00;x;Sabha\n19/05/2020 11:00;y;Sabha\n".encode("cp1252"))
    watch = Watching(columns={"time": "quand"})
    columns = {"time": "Quand", "account": "qui", "place": "ou"}
    assert add(desk, path, settings=replace(Settings(), watch=watch))[0].state == "unreadable"
    assert add(desk, path, Ways(columns, readers=0))[0].posts == 2
    assert counted(desk, 1)["Sabha", None].counts == (1, 1)


def test_rows_numbered_anew_in_each_export_are_all_counted(desk: Database, tmp_path: Path) -> None:
    for week in range(2):
        rows = [row | {"id": str(n)} for n, row in enumerate(of("Sabha", MONDAY + timedelta(days=7 * week), 7))]
        assert add(desk, write(tmp_path / f"{week}.csv", rows))[0].posts == 7
    assert counted(desk)[None, None].counts == (7, 7)


def test_ids_that_are_no_posts_own_cover_nothing(desk: Database, tmp_path: Path) -> None:
    rows = of("Sabha", MONDAY, 1, id="thread", account="a") * 9
    added, said = add(desk, write(tmp_path / "a.csv", rows))
    assert (added.posts, added.known, added.first, added.failed) == (1, 8, None, True)
    assert "column of ids" in str(added.message)
    assert any("taken as covered, where no post is none: none." in one for one in said)
    assert desk.activities() == []


def test_posts_without_an_account_are_as_of_one(desk: Database, tmp_path: Path) -> None:
    rows = of("Sabha", MONDAY, 7, account="loud")
    rows[2]["account"] = rows[3]["account"] = ""
    add(desk, write(tmp_path / "a.csv", rows))
    assert counted(desk)["Sabha", None].accounts == (2,)
    nobody = [{name: row[name] for name in ("time", "place", "text")} for row in of("Sabha", MONDAY, 1)]
    add(desk, write(tmp_path / "b.csv", nobody))
    assert counted(desk)["Sabha", None].accounts == (None,)


def test_a_place_is_silent_before_the_desk_first_counted_it(desk: Database, tmp_path: Path) -> None:
    add(desk, write(tmp_path / "z.csv", of("Sabha", MONDAY, 21)))
    add(desk, write(tmp_path / "m.csv", of("Misrata", MONDAY + timedelta(days=14), 7)))
    weeks = counted(desk)
    assert (weeks["Misratah", None].counts, weeks["Sabha", None].counts) == ((None, None, 7), (7, 7, 7))
    assert counted(desk, 1)["Misratah", None].counts == (None,) * 14 + (1,) * 7


def test_a_stray_post_covers_no_years(desk: Database, tmp_path: Path) -> None:
    rows = [
        *of("Sabha", date(2019, 1, 7), 1),
        *(row for n in range(9) for row in of("Sabha", MONDAY, 7, account=f"{n}")),
    ]
    added, said = add(desk, write(tmp_path / "a.csv", rows))
    assert (added.posts, added.first, added.last) == (64, MONDAY, date(2020, 5, 24))
    assert any("2020-05-18 to 2020-05-24" in one for one in said)
    assert any("1 post lies more than 14 days apart" in one for one in said)


@pytest.mark.parametrize("columns", [{}, {"place": "account"}])
def test_a_column_of_names_is_no_column_of_places(desk: Database, tmp_path: Path, columns: dict[str, str]) -> None:
    names = ("Abdullah", "Peul", "Khaled", "amina_haddad")
    rows = [of(name, MONDAY, 1, account=f"u {name}")[0] for name in names]
    added, _ = add(desk, write(tmp_path / "a.csv", rows), Ways(columns, readers=0))
    assert (added.state, desk.watched().exports) == ("unreadable", 0)
    assert "is said to hold places" in str(added.message)
    assert "amina" not in str(added.message)


def test_an_export_read_otherwise_is_refused_and_says_what_to_do(desk: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [row | {"who": "x"} for row in of("Sabha", MONDAY, 3)])
    assert add(desk, path)[0].posts == 3
    assert add(desk, path)[0].state == "known"
    zone = replace(Settings(), watch=Watching(zone="Africa/Tripoli"))
    for again in (add(desk, path, Ways({"account": "who"}, readers=0)), add(desk, path, settings=zone)):
        assert again[0].state == "unreadable"
        assert "watch forget --everything" in str(again[0].message)
    assert desk.watched().posts == 3


def test_a_column_that_comes_late_is_told(desk: Database, tmp_path: Path) -> None:
    rows = [{"time": "2020-05-18", "text": f"no {n}"} for n in range(2001)]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, [*rows, rows[0] | {"author": "amina_haddad", "shares": 3}])))
    _, said = add(desk, path)
    told = [one for one in said if "was not read" in one]
    assert len(told) == 1
    assert "may tell the account comes after row 2,000" in told[0]
