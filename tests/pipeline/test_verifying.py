"""Linking and verifying a desk: what follows from what, and what is said when it does not."""

import sqlite3
from contextlib import closing

import pytest

from conflictdesk.pipeline.coding import plan_coding
from conflictdesk.pipeline.linking import due, link_desk
from conflictdesk.pipeline.verifying import verify_desk
from conflictdesk.pipeline.workers import Recipe
from conflictdesk.records.events import Anchor, Judgement, Likeness
from conflictdesk.records.reports import Span
from conflictdesk.store.database import DATABASE, Database
from standins import WHEN, WordCoder, report_of

TEXT = "Rebels attacked Sabha."


@pytest.fixture
def linked(desk: Database) -> Database:
    for number in (1, 2):
        desk.add_report(*report_of(f"{TEXT} Says {number}.", f"r-{number}", published=WHEN.date()))
    list(plan_coding(desk, Recipe(WordCoder.load)).outcomes())
    link_desk(desk)
    return desk


def faults(desk: Database) -> list[tuple[str, str]]:
    return [(fault.kind, fault.key) for fault in verify_desk(desk)]


def tamper(desk: Database, order: str) -> None:
    """Change a row past the triggers, as someone with the file in hand could."""
    with closing(sqlite3.connect(desk.folder / DATABASE)) as connection, connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(order)


def test_a_desk_that_was_left_alone_is_well(linked: Database) -> None:
    assert linked.counts().incidents == 1
    assert faults(linked) == []


def test_linking_again_changes_nothing(linked: Database) -> None:
    before = linked.incidents()
    link_desk(linked)
    assert linked.incidents() == before


def test_changed_bytes_are_found(linked: Database) -> None:
    report = linked.reports()[0]
    linked.archive.path(report.content_hash).write_bytes(b"something else")
    assert faults(linked) == [("archive", "r-1")]


def test_a_changed_text_is_found_in_the_claims_that_quote_it(linked: Database) -> None:
    tamper(linked, "UPDATE revisions SET text = replace(text, 'Sabha', 'Paris') WHERE report_id = 'r-1'")
    assert ("claim", linked.claims_of("r-1")[0].claim_id) in faults(linked)


def test_a_span_that_was_moved_does_not_hold_the_words_that_were_read(linked: Database) -> None:
    tamper(
        linked, "UPDATE claims SET record = json_set(record, '$.spans.place[0]', json('[0, 6]')) WHERE coding_id = 1"
    )
    (fault,) = (one for one in verify_desk(linked) if one.kind == "claim")
    assert fault.key == linked.claims_of("r-1")[0].claim_id
    assert "0-6 (place)" in fault.reason


def test_a_changed_incident_is_found_with_the_field(linked: Database) -> None:
    tamper(linked, "UPDATE incidents SET record = json_set(record, '$.campaign', 'invented')")
    (fault,) = verify_desk(linked)
    assert (fault.kind, fault.key) == ("incident", linked.incidents()[0].incident_id)
    assert "campaign" in fault.reason


def test_a_judgement_that_was_not_linked_yet_is_no_fault_and_linking_heeds_it(linked: Database) -> None:
    left, right = (Anchor(f"r-{number}", Span(0, len(TEXT))) for number in (1, 2))
    linked.add_judgement(Judgement(left, right, Likeness.DIFFERENT, None, "two raids", "Amina", WHEN))
    assert due(linked)
    assert faults(linked) == []
    link_desk(linked)
    assert due(linked) is None
    assert faults(linked) == []
    assert linked.counts().incidents == 2
    assert {pair.by for pair in linked.pairs()} == {"Amina"}
