"""Near-copies in a desk: found as reports come, the same in any order; checked, forgotten, made up after a stop."""

import random
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from conflictdesk.pipeline.adding import add_bytes
from conflictdesk.pipeline.forgetting import forget_report
from conflictdesk.pipeline.linking import link_desk
from conflictdesk.pipeline.near_copies import complete_copies, copy_rule, note_copies
from conflictdesk.pipeline.verifying import verify_desk
from conflictdesk.records.copies import NearCopy
from conflictdesk.records.reports import Report
from conflictdesk.sources.catalog import Catalog
from conflictdesk.store.database import DATABASE, Database
from standins import report_of

WIRE = (
    "Shells fell on the cattle market of Gao at noon on Sunday and killed four traders, residents of the town said."
    " The fire came from the far bank of the river, where fighters had been seen since Friday. The wounded were brought"
    " to the clinic, which had no bandages left by the evening."
)
OTHER = (
    "Water came back to Kidal on Tuesday after nine days. The pump at the northern wells had been hit by a stray bullet"
    " in April, and the part that it needed travelled from Niamey on three lorries, two of which broke down on the way."
)
TEXTS = {
    "wire": WIRE,
    "page": f"{OTHER} {WIRE}",
    "edited": WIRE.replace("four", "six"),
    "other": OTHER,
    "short": "Nothing.",
}


def told(name: str, text: str) -> tuple[Report, bytes]:
    return report_of(text, name, publisher=name, published=date(2020, 5, 18))


def add(desk: Database, name: str, text: str) -> None:
    desk.add_report(*told(name, text))
    note_copies(desk, name)


def pairs(desk: Database) -> list[tuple[str, str]]:
    return [(pair.report_id, pair.other_id) for pair in desk.near_copies()]


@pytest.fixture
def filled(desk: Database) -> Database:
    for name, text in TEXTS.items():
        add(desk, name, text)
    return desk


def test_copies_are_found_as_reports_come(filled: Database) -> None:
    assert pairs(filled) == [("edited", "page"), ("edited", "wire"), ("other", "page"), ("page", "wire")]


def test_in_whatever_order_reports_come_the_desk_notes_the_same(filled: Database, tmp_path: Path) -> None:
    held: list[list[NearCopy]] = []
    for seed in range(3):
        with Database.open(tmp_path / str(seed), create=True) as desk:
            for name in random.Random(seed).sample(list(TEXTS), len(TEXTS)):
                add(desk, name, TEXTS[name])
            held.append(desk.near_copies())
    assert held == [filled.near_copies()] * 3


def test_what_a_stop_left_is_made_up_by_linking(filled: Database, tmp_path: Path) -> None:
    with Database.open(tmp_path / "stopped", create=True) as desk:
        for name, text in TEXTS.items():
            desk.add_report(*told(name, text))
        assert desk.unsigned(copy_rule()) == list(TEXTS)
        assert list(verify_desk(desk)) == []
        link_desk(desk)
        assert desk.near_copies() == filled.near_copies()
        assert complete_copies(desk) == 0


def test_a_new_revision_replaces_what_was_noted_of_the_old_one(filled: Database) -> None:
    add(filled, "page", f"{OTHER} Nothing else is known.")
    assert pairs(filled) == [("edited", "wire"), ("other", "page")]
    assert list(verify_desk(filled)) == []


def test_what_is_told_of_a_report_later_changes_no_copies(filled: Database) -> None:
    before = filled.near_copies()
    (report,) = (one for one in filled.reports() if one.report_id == "wire")
    filled.fill_in("wire", report.content_hash, {"language": "en"})
    assert filled.near_copies() == before
    complete_copies(filled)
    assert filled.near_copies() == before


def test_verify_finds_a_pair_that_was_tampered_with(filled: Database) -> None:
    assert list(verify_desk(filled)) == []
    with closing(sqlite3.connect(filled.folder / DATABASE)) as connection, connection:
        connection.execute("DELETE FROM copies WHERE other_id = 'page' AND report_id = 'edited'")
        connection.execute("UPDATE copies SET other_id = 'short' WHERE report_id = 'other'")
    reasons = {(fault.kind, fault.key, fault.reason.partition(":")[0]) for fault in verify_desk(filled)}
    assert reasons == {
        ("copy", "edited", "is a near-copy that is not noted, of page"),
        ("copy", "other", "is a near-copy that is not noted, of page"),
        ("copy", "other", "is noted as a near-copy and is none, of short"),
    }


def test_forgetting_takes_a_reports_sample_and_copies_with_it(filled: Database) -> None:
    forget_report(filled, "Amina", "wire", "asked for")
    assert pairs(filled) == [("edited", "page"), ("other", "page")]
    with closing(sqlite3.connect(filled.folder / DATABASE)) as connection:
        left = "SELECT count(*) FROM sketches WHERE revision_id NOT IN (SELECT revision_id FROM signatures)"
        assert connection.execute(left).fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM signatures").fetchone() == (4,)


def test_who_adds_a_copy_is_told_whose_text_it_carries(tmp_path: Path) -> None:
    with Database.open(tmp_path, create=True) as database:
        (first,) = add_bytes(database, WIRE.encode(), "first.txt", Catalog.open())
        (copy,) = add_bytes(database, f"{WIRE} So the paper says.".encode(), "copy.txt", Catalog.open())
    assert (first.copy_of, copy.copy_of) == (None, first.report_id)
