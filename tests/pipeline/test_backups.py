"""Backups of a desk in use, restoring, and forgetting: what comes back whole, and what never comes back."""

import json
import stat
import threading
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conflictdesk.errors import ConflictdeskError, DeskBusy, DeskError, ForgottenBytes, InputError, UsageError
from conflictdesk.pipeline.backups import MANIFEST, back_up, restore
from conflictdesk.pipeline.coding import plan_coding
from conflictdesk.pipeline.forgetting import ERASING, finish_forgetting, forget_report
from conflictdesk.pipeline.linking import link_desk
from conflictdesk.pipeline.verifying import verify_desk
from conflictdesk.pipeline.workers import Recipe
from conflictdesk.pipeline.worklist import Worklist
from conflictdesk.records.acts import Act
from conflictdesk.records.reports import Span
from conflictdesk.store.archive import Archive
from conflictdesk.store.database import DATABASE, Database
from standins import WordCoder, report_of

SECRET = "Zanzibarquux rebels attacked Sabha by the Xylophonwadi. The witness Ottokarius spoke."
DAY = date(2026, 1, 5)


@pytest.fixture
def full(desk: Database) -> Database:
    desk.add_report(*report_of(SECRET, "secret", published=DAY, title="Title Quetzalcoat"))
    desk.add_report(*report_of("Rebels attacked Sabha.", "open", published=DAY))
    desk.add_report(*report_of("Rebels attacked Ubari.", "other", published=DAY))
    list(plan_coding(desk, Recipe(WordCoder.load)).outcomes())
    link_desk(desk)
    (desk.folder / "desk.toml").write_text('person = "Ada"\n')
    return desk


def test_a_backup_brings_the_desk_back_whole(full: Database, tmp_path: Path) -> None:
    Worklist(full.folder).accept("Ada", [full.claims()[0].claim_id])
    link_desk(full)
    made = back_up(full, tmp_path / "desk.zip")
    assert (made.reports, made.files) == (3, 3)
    assert stat.S_IMODE((tmp_path / "desk.zip").stat().st_mode) == 0o600
    assert restore(tmp_path / "desk.zip", tmp_path / "new") == 3
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert (tmp_path / "new" / "desk.toml").read_text() == 'person = "Ada"\n'
    with Database.open(tmp_path / "new") as brought:
        assert (brought.claims(), brought.incidents(), brought.reviews()) == (
            full.claims(),
            full.incidents(),
            full.reviews(),
        )
        assert list(verify_desk(brought)) == []


def test_a_backup_is_of_one_moment_while_another_command_writes(full: Database, tmp_path: Path) -> None:
    stop, added = threading.Event(), []

    def write() -> None:
        with Database.open(full.folder) as writer:
            while not stop.is_set():
                writer.add_report(*report_of(f"Rebels attacked Sabha, again, {len(added)} times."))
                added.append(len(added))

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for n in range(3):
            before = len(added)
            back_up(full, tmp_path / f"{n}.zip")
            restore(tmp_path / f"{n}.zip", tmp_path / f"desk-{n}")
            with Database.open(tmp_path / f"desk-{n}") as brought:
                assert len(brought.report_ids()) >= 3 + before
                assert list(verify_desk(brought)) == []
    finally:
        stop.set()
        thread.join()


def test_nothing_is_overwritten(full: Database, tmp_path: Path) -> None:
    back_up(full, tmp_path / "desk.zip")
    before = (tmp_path / "desk.zip").read_bytes()
    with pytest.raises(UsageError, match="there already"):
        back_up(full, tmp_path / "desk.zip")
    assert (tmp_path / "desk.zip").read_bytes() == before
    with pytest.raises(UsageError, match="not overwritten"):
        restore(tmp_path / "desk.zip", full.folder)
    with pytest.raises(UsageError, match=r"name it .*desk\.zip"):
        back_up(full, tmp_path / "desk.tar")


def repacked(file: Path, changes: dict[str, bytes | None], compress: int = zipfile.ZIP_STORED) -> Path:
    """The backup with entries replaced, added (bytes) or left out (None)."""
    with zipfile.ZipFile(file) as before:
        entries = {name: before.read(name) for name in before.namelist()}
    entries |= {name: raw for name, raw in changes.items() if raw is not None}
    out = file.with_name("changed.zip")
    with zipfile.ZipFile(out, "w", compress) as after:
        for name, raw in entries.items():
            if name not in changes or changes[name] is not None:
                after.writestr(name, raw)
    return out


@pytest.mark.parametrize(
    "strange",
    ["../escaped.txt", "/etc/escaped", "archive/../../escaped", "archive/ab/short", "desk.sqlite-wal", "C:\\escaped"],
)
def test_a_backup_with_a_strange_entry_is_refused(full: Database, tmp_path: Path, strange: str) -> None:
    back_up(full, tmp_path / "desk.zip")
    with pytest.raises(InputError, match="no backup of a desk"):
        restore(repacked(tmp_path / "desk.zip", {strange: b"escaped"}), tmp_path / "deep" / "new")
    assert list((tmp_path / "deep").iterdir()) == []
    assert not list(tmp_path.rglob("*escaped*"))


def test_a_backup_whose_entries_grow_is_refused(full: Database, tmp_path: Path) -> None:
    back_up(full, tmp_path / "desk.zip")
    bomb = repacked(tmp_path / "desk.zip", {"desk.toml": bytes(50_000_000)}, zipfile.ZIP_DEFLATED)
    with pytest.raises(InputError, match="not made by conflictdesk"):
        restore(bomb, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_damaged_backup_is_refused(full: Database, tmp_path: Path) -> None:
    back_up(full, tmp_path / "desk.zip")
    with zipfile.ZipFile(tmp_path / "desk.zip") as archive:
        stored = next(name for name in archive.namelist() if name.startswith("archive/"))
        database = archive.read(DATABASE)
    cases: dict[str, bytes | None]
    for cases in ({stored: b"other bytes"}, {stored: None}, {DATABASE: database[:5000]}, {MANIFEST: b"{}"}):
        with pytest.raises(ConflictdeskError, match="take another"):
            restore(repacked(tmp_path / "desk.zip", cases), tmp_path / "new")
        assert not (tmp_path / "new").exists()
    (tmp_path / "none.zip").write_bytes(b"no archive at all")
    with pytest.raises(InputError, match="no backup"):
        restore(tmp_path / "none.zip", tmp_path / "new")


def traces(folder: Path, *words: str) -> set[tuple[str, str]]:
    """Where the words stand in the raw bytes of any file of the desk, in any common encoding and case."""
    found = set()
    for path in folder.rglob("*"):
        raw = path.read_bytes().lower() if path.is_file() else b""
        for word in words:
            if any(word.lower().encode(form) in raw for form in ("utf-8", "utf-16-le", "utf-16-be")):
                found.add((path.name, word))
    return found


WORDS = ("Zanzibarquux", "Xylophonwadi", "Ottokarius", "Quetzalcoat", "Grimbletonia", "Mumpitzfeld")


def test_what_is_forgotten_is_in_no_file_of_the_desk(full: Database) -> None:
    worklist = Worklist(full.folder)
    key = full.claims_of("secret")[0].claim_id
    worklist.correct("Ada", key, "place", {"place": "Grimbletonia", "lat": 1.0, "lon": 2.0})
    worklist.add("Ada", "secret", Span(SECRET.index("The"), len(SECRET)), {"type": "Attack", "target": "Mumpitzfeld"})
    link_desk(full)
    newer, raw = report_of(SECRET + " And more of it.", "secret", published=DAY)
    full.add_report(newer, raw)
    list(plan_coding(full, Recipe(WordCoder.load)).outcomes())
    link_desk(full)
    before = [incident.place.name for incident in full.incidents()]
    hashes = {digest for key, digest in full.content_hashes() if key == "secret"}
    assert {word for _, word in traces(full.folder, *WORDS)} == set(WORDS)
    forget_report(full, "Ada", "secret", "a witness asked us to")
    assert traces(full.folder, *WORDS) == set()
    assert len(hashes) == 2
    assert {one.content_hash for one in full.forgotten()} == hashes
    assert {(one.who, one.reason) for one in full.forgotten()} == {("Ada", "a witness asked us to")}
    assert full.search("Zanzibarquux") == []
    assert sorted(filter(None, before)) != sorted(i.place.name or "" for i in full.incidents())
    assert {incident.place.name for incident in full.incidents()} == {"Sabha", "Ubari"}
    assert list(verify_desk(full)) == []


def test_forgotten_bytes_are_not_taken_in_again(full: Database) -> None:
    forget_report(full, "Ada", "secret", "a witness asked us to")
    with pytest.raises(ForgottenBytes, match=r"forgotten on .* by Ada \(a witness asked us to\)"):
        full.add_report(*report_of(SECRET, "another-name"))
    assert traces(full.folder, *WORDS) == set()


def test_bytes_that_another_report_came_as_stay(full: Database) -> None:
    full.add_report(*report_of(SECRET, "twin", published=DAY))
    forget_report(full, "Ada", "secret", "came twice")
    assert full.report("secret") is None
    assert full.archive.holds(full.report("twin").content_hash)  # type: ignore[union-attr]  # it is there
    assert list(verify_desk(full)) == []


def test_rows_are_only_added_to_again_once_a_report_is_forgotten(full: Database) -> None:
    forget_report(full, "Ada", "secret", "a witness asked us to")
    with full._writing() as connection, pytest.raises(Exception, match="only added to"):
        connection.exec_driver_sql("DELETE FROM revisions")


def test_an_id_that_was_redirected_still_leads_to_the_incident(full: Database) -> None:
    held = {claim.report_id: full.incident_of()[claim.claim_id] for claim in full.claims()}
    assert held["secret"] == held["open"]
    forget_report(full, "Ada", "secret", "a witness asked us to")
    now = full.incident(held["secret"])
    assert now is not None
    assert now.claims == (full.claims_of("open")[0].claim_id,)


def test_a_stop_between_rows_and_bytes_is_finished_by_the_next_call(
    full: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Database, "wipe", lambda _self: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            forget_report(full, "Ada", "secret", "a witness asked us to")
    assert full.noted(ERASING) is not None
    assert [fault.kind for fault in verify_desk(full)] == ["archive"]
    finish_forgetting(full)
    assert traces(full.folder, *WORDS) == set()
    assert list(verify_desk(full)) == []


def test_while_another_reads_it_says_what_is_left_to_do(full: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflictdesk.store.forgetting.WIPE_SECONDS", 0.1)
    with Database.open(full.folder) as reader, reader.at_one_moment():
        assert reader.counts().reports == 3
        with pytest.raises(DeskBusy, match="forget --finish"):
            forget_report(full, "Ada", "secret", "a witness asked us to")
    assert finish_forgetting(full) == 0
    assert traces(full.folder, *WORDS) == set()


def test_what_is_not_there_cannot_be_forgotten(full: Database) -> None:
    with pytest.raises(InputError, match="no report nothing"):
        forget_report(full, "Ada", "nothing", "why not")
    assert full.acts() == []


def test_a_note_that_names_any_file_for_erasing_erases_none(full: Database, tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("precious")
    full.note(ERASING, json.dumps([str(mine)]))
    with pytest.raises(DeskError, match="tampered"):
        finish_forgetting(full)
    assert mine.read_text() == "precious"


def test_an_encrypted_backup_is_refused(full: Database, tmp_path: Path) -> None:
    back_up(full, tmp_path / "desk.zip")
    raw = (tmp_path / "desk.zip").read_bytes()
    at, locked = raw.index(b"PK\x01\x02"), bytearray(raw)
    locked[at + 8] |= 1
    locked[6] |= 1
    (tmp_path / "locked.zip").write_bytes(locked)
    with pytest.raises(InputError, match="take another"):
        restore(tmp_path / "locked.zip", tmp_path / "new")


@pytest.mark.parametrize("manifest", [b"[" * 100_000, b'{"sha256": [1]}', b'{"sha256": []}', b"null", b"\xff"])
def test_a_manifest_that_is_none_is_refused(full: Database, tmp_path: Path, manifest: bytes) -> None:
    back_up(full, tmp_path / "desk.zip")
    with pytest.raises(ConflictdeskError, match="take another"):
        restore(repacked(tmp_path / "desk.zip", {MANIFEST: manifest}), tmp_path / "new")


def test_what_is_forgotten_while_it_is_linked_and_coded_stays_forgotten(
    full: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, run, kept = full.report("secret"), full.start_run("words-2"), Database.save_linking
    assert report is not None

    def late(desk: Database, *linked: Any) -> bool:
        monkeypatch.undo()
        forget_report(full, "Ada", "secret", "a witness asked us to")
        return kept(desk, *linked)

    monkeypatch.setattr(Database, "save_linking", late)
    with Database.open(full.folder) as other:
        link_desk(other)
        other.save_coding(run, report, [], [])
    assert traces(full.folder, *WORDS) == set()
    assert list(verify_desk(full)) == []


def test_bytes_that_are_forgotten_while_they_are_added_leave_no_trace(
    full: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Archive.write

    def late(archive: Archive, raw: bytes) -> str:
        monkeypatch.undo()
        with Database.open(full.folder) as other:
            forget_report(other, "Ada", "secret", "a witness asked us to")
        return kept(archive, raw)

    monkeypatch.setattr(Archive, "write", late)
    with pytest.raises(ForgottenBytes):
        full.add_report(*report_of(SECRET, "again"))
    assert traces(full.folder, *WORDS) == set()


def test_a_word_on_a_report_that_is_forgotten_just_now_is_not_kept(
    full: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    worklist, key, kept = Worklist(full.folder), full.claims_of("secret")[0].claim_id, Database.keep_act

    def late(desk: Database, *said: Any) -> Act:
        monkeypatch.undo()
        forget_report(full, "Ben", "secret", "a witness asked us to")
        return kept(desk, *said)

    monkeypatch.setattr(Database, "keep_act", late)
    with pytest.raises(InputError, match="was forgotten"):
        worklist.correct("Ada", key, "campaign", "Zanzibarquux")
    assert traces(full.folder, *WORDS) == set()
