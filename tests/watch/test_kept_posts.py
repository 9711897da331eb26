"""What a desk keeps of posts: nobody's name in any of its files, accounts for 90 days, and their key elsewhere."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from conflictdesk.pipeline import watch_reading
from conflictdesk.pipeline.backups import back_up, restore
from conflictdesk.pipeline.verifying import verify_desk
from conflictdesk.pipeline.watch_forgetting import forget_accounts, forget_everything
from conflictdesk.pipeline.watching import Ways
from conflictdesk.publish.masking import mask_names
from conflictdesk.settings import keys_folder
from conflictdesk.store.database import DATABASE, Database
from post_exports import MONDAY, PEOPLE, TODAY, add, counted, held, of, posts, write

HERE = Path(__file__).parent


def forms_of(names: Iterable[str]) -> list[bytes]:
    plain = {form for name in names for form in (name, name.strip("@"), name.lower().strip("@"))}
    return [form.encode(encoding) for form in plain for encoding in ("utf-8", "utf-16-le")]


def found_in(folders: Iterable[Path]) -> list[tuple[str, bytes]]:
    """Files below the folders that hold a name of an account, and which."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert files
    names = forms_of(PEOPLE)
    return [(str(path), name) for path in files for name in names if name in path.read_bytes()]


def test_accounts_are_forgotten_after_90_days_and_their_number_stays(desk: Database, tmp_path: Path) -> None:
    add(desk, write(tmp_path / "a.csv", posts(84)))
    before = counted(desk)
    assert forget_accounts(desk, TODAY + timedelta(days=89)).weeks == 0
    _, said = add(desk, write(tmp_path / "b.csv", posts(42, date(2020, 6, 1))), today=TODAY + timedelta(days=90))
    assert any("2 weeks are 90 days old" in one for one in said)
    assert {key: one.counts[:2] for key, one in counted(desk).items()} == {k: one.counts for k, one in before.items()}
    assert counted(desk)[None, None].accounts == (5, 5, 5)
    with closing(sqlite3.connect(desk.folder / DATABASE)) as connection:
        assert connection.execute("SELECT min(day) FROM watch_posts").fetchone() == (date(2020, 6, 1).toordinal(),)
        assert connection.execute("SELECT count(*) FROM watch_seen").fetchone() == (42,)
    late, _ = add(desk, write(tmp_path / "c.csv", posts(50)))
    assert (late.posts, late.closed) == (0, 50)  # of a closed week nothing tells what was counted
    assert list(verify_desk(desk)) == []
    assert forget_everything(desk) == 126
    assert (desk.watched().posts, desk.activities()) == (0, [])


def test_the_key_is_the_users_alone_and_a_desk_without_it_counts_nothing_twice(desk: Database, tmp_path: Path) -> None:
    add(desk, write(tmp_path / "a.csv", posts(84)))
    back_up(desk, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", tmp_path / "again")
    (key,) = keys_folder().glob(f"{desk.noted('watch-key')}.key")
    secret = key.read_bytes()
    assert (key.stat().st_mode & 0o777, len(secret)) == (0o600, 32)
    assert not any(secret in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    key.unlink()
    with Database.open(tmp_path / "again") as restored:
        added, said = add(restored, write(tmp_path / "c.csv", [*posts(84), *posts(6, date(2020, 6, 1))]))
        assert any("accounts start anew. 2 weeks" in one for one in said)
        assert (added.closed, added.posts, restored.watched().posts) == (84, 6, 90)
        assert list(verify_desk(restored)) == []


def test_no_file_names_an_account_where_texts_are_dropped(desk: Database, tmp_path: Path) -> None:
    add(desk, write(tmp_path / "posts", posts(100)))
    assert found_in([desk.folder, keys_folder()]) == []
    (tmp_path / "out").mkdir()
    back_up(desk, tmp_path / "out" / "b.zip")
    assert found_in([desk.folder, tmp_path / "out"]) == []
    assert found_in([tmp_path]) != []  # it would be found: the export itself holds them all


def test_killed_within_a_batch_nothing_counts_twice_and_no_file_names_an_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.csv", posts(100))
    temporary, killed, data = tmp_path / "tmp", tmp_path / "killed", tmp_path / "data"
    temporary.mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(data))
    with Database.open(tmp_path / "whole", create=True) as whole:
        add(whole, path, Ways(readers=0, mask_names=mask_names))
    command = [sys.executable, str(HERE / "dying_intake.py"), "3", str(killed), str(path)]
    with (tmp_path / "tmp" / "log").open("wb") as log:
        environment = {**os.environ, "TMPDIR": str(temporary)}
        ended = subprocess.run(command, env=environment, stdout=log, stderr=log, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert found_in([killed, temporary, data]) == []
    with Database.open(killed) as database:
        assert database.watched().unfinished == 1
        assert any("cut short" in fault.reason for fault in verify_desk(database))
        monkeypatch.setattr(watch_reading, "ROWS", 7)
        added, _ = add(database, path, Ways(readers=0, mask_names=mask_names))
        assert added.state == "resumed"
        assert 0 < added.rows < 100
        assert database.watched().texts == 100
        assert found_in([killed]) == []
        back_up(database, tmp_path / "b.zip")
        assert list(verify_desk(database)) == []
    restore(tmp_path / "b.zip", tmp_path / "again")
    assert held(killed) == held(tmp_path / "whole") == held(tmp_path / "again")
    (tmp_path / "b.zip").rename(temporary / "b.zip")
    assert found_in([killed, tmp_path / "whole", tmp_path / "again", temporary]) == []


def test_texts_kept_before_lose_accounts_that_come_later_in_every_byte(desk: Database, tmp_path: Path) -> None:
    keeping = Ways(readers=0, mask_names=mask_names)
    telling = "ask zetalone, or #KhaledAlGhoul at secretsite.com"
    add(desk, write(tmp_path / "a.csv", of("Sabha", MONDAY, 1, text=telling)), keeping)
    assert "zetalone" in desk.kept_texts()[0][1]
    later = of("Sabha", MONDAY, 2)
    later[0]["account"], later[1]["account"] = "ZetaLone", "Khaled Al-Ghoul"
    add(desk, write(tmp_path / "b.csv", later))  # that keeps no texts itself
    assert desk.kept_texts()[-1][1] == "ask [account], or #[account] at [link]"
    raw = b"".join(path.read_bytes().lower() for path in desk.folder.rglob("*") if path.is_file())
    assert [word for word in (b"zetalone", b"alghoul", b"al-ghoul", b"secretsite") if word in raw] == []


def test_a_key_that_is_damaged_or_open_to_others_is_told(desk: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", of("Sabha", MONDAY, 1))
    add(desk, path)
    (key,) = keys_folder().glob(f"{desk.noted('watch-key')}.key")
    key.chmod(0o644)
    assert any("Others could read the key" in one for one in add(desk, path)[1])
    assert key.stat().st_mode & 0o777 == 0o600
    key.write_bytes(b"short")
    assert any("is damaged (5 bytes, not 32): there is a new one" in one for one in add(desk, path)[1])
