"""A desk is its owner's alone, also one that was copied or unpacked with wider rights."""

import stat
from pathlib import Path

from conflictdesk.pipeline.rights import close_to_others
from conflictdesk.store.database import Database
from desks import fezzan


def modes(folder: Path) -> set[int]:
    return {stat.S_IMODE(path.lstat().st_mode) for path in (folder, *folder.rglob("*"))}


def test_a_desk_that_was_open_to_others_is_closed_and_still_works(tmp_path: Path) -> None:
    folder = fezzan(tmp_path / "desk")
    assert close_to_others(folder) == 0
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    assert close_to_others(folder) > 0
    assert modes(folder) == {0o700, 0o600}
    assert close_to_others(folder) == 0
    with Database.open(folder) as database:
        assert database.report_ids()


def test_what_is_not_the_desk_s_and_what_a_link_leads_to_stays_as_it_is(tmp_path: Path) -> None:
    folder, other = fezzan(tmp_path / "desk"), tmp_path / "other.txt"
    for path in (other, folder / "mine.txt"):
        path.write_text("Not the desk's.")
        path.chmod(0o644)
    (folder / "catalog.yaml").symlink_to(other)
    close_to_others(folder)
    assert stat.S_IMODE(other.stat().st_mode) == 0o644
    assert stat.S_IMODE((folder / "mine.txt").stat().st_mode) == 0o644
