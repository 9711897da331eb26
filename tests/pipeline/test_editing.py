"""What a person tells of a report: kept with who and when, coded again; and the history of records."""

from datetime import date

import pytest

from conflictdesk.errors import InputError, UsageError
from conflictdesk.pipeline.coding import plan_coding
from conflictdesk.pipeline.editing import code_report_now, edit_report
from conflictdesk.pipeline.forgetting import forget_report
from conflictdesk.pipeline.history import history_of_incident, history_of_report
from conflictdesk.pipeline.linking import link_desk
from conflictdesk.pipeline.verifying import verify_desk
from conflictdesk.pipeline.workers import Recipe
from conflictdesk.pipeline.worklist import Worklist
from conflictdesk.records.events import Likeness
from conflictdesk.store.database import Database
from standins import WordCoder, report_of

RECIPE = Recipe(WordCoder.load)


@pytest.fixture
def coded(desk: Database) -> Database:
    desk.add_report(*report_of("Rebels attacked Sabha.", "first", published=date(2026, 1, 5)))
    desk.add_report(*report_of("Rebels attacked Ubari.", "second", published=date(2026, 1, 5)))
    list(plan_coding(desk, RECIPE).outcomes())
    link_desk(desk)
    return desk


def test_a_corrected_date_is_kept_with_who_and_moves_the_claim(coded: Database) -> None:
    act = edit_report(coded, "Ada", "first", {"published": "2026-01-09", "publisher": " Fezzan  Wire "})
    assert act is not None
    assert act.summary == "changed published, publisher of a report"
    report = coded.report("first")
    assert report is not None
    assert (report.published, report.publisher, report.published_reason) == (
        date(2026, 1, 9),
        "Fezzan Wire",
        "told by Ada",
    )
    assert [pending.report_id for pending in coded.pending("words-1")] == ["first"]
    code_report_now(coded, RECIPE, "first")
    link_desk(coded)
    assert str(coded.claims_of("first")[0].when.start) == "2026-01-09"  # type: ignore[union-attr]  # it has a day
    assert coded.pending("words-1") == []
    assert len(coded.claims_of("second")) == 1
    assert list(verify_desk(coded)) == []


def test_what_the_report_says_already_changes_nothing(coded: Database) -> None:
    assert edit_report(coded, "Ada", "first", {"published": "2026-01-05"}) is None
    assert coded.acts() == []
    assert coded.pending("words-1") == []


def test_a_value_can_be_taken_away(coded: Database) -> None:
    edit_report(coded, "Ada", "first", {"published": None})
    report = coded.report("first")
    assert report is not None
    assert (report.published, report.published_reason) == (None, None)


@pytest.mark.parametrize(
    ("told", "would_do"),
    [
        ({"published": "5 May"}, "2020-05-17"),
        ({"language": "English"}, "en or ar"),
        ({"text": "Nothing happened."}, "these can: published"),
        ({"title": "x" * 1001}, "up to 1000"),
    ],
)
def test_what_cannot_be_told_is_refused(coded: Database, told: dict[str, str], would_do: str) -> None:
    with pytest.raises(InputError, match=would_do):
        edit_report(coded, "Ada", "first", told)
    with pytest.raises(InputError, match="no report nothing"):
        edit_report(coded, "Ada", "nothing", {"title": "x"})
    with pytest.raises(UsageError):
        edit_report(coded, "Ada", "first", {})


def test_one_report_is_not_coded_by_another_component_than_the_rest(coded: Database) -> None:
    edit_report(coded, "Ada", "first", {"title": "Raid"})
    with pytest.raises(UsageError, match="run conflictdesk code"):
        code_report_now(coded, Recipe(WordCoder.load_second), "first")
    assert len(coded.claims_of("second")) == 1


def test_a_report_s_history_says_who_did_what(coded: Database) -> None:
    worklist, key = Worklist(coded.folder), coded.claims_of("first")[0].claim_id
    worklist.correct("Ada", key, "killed", {"min": 3, "max": 5})
    worklist.reject("Ben", key)
    worklist.undo("Ben")
    worklist.judge("Cem", key, coded.claims_of("second")[0].claim_id, Likeness.DIFFERENT, "two towns")
    edit_report(coded, "Ada", "first", {"publisher": "Fezzan Wire"})
    told = [(entry.who, entry.verb, entry.sentence, entry.undone) for entry in history_of_report(coded, "first")]
    assert told[:4] == [
        ("Ada", "edit", "changed publisher from unknown to Fezzan Wire", False),
        ("Cem", "judge", "called this claim a different incident from one of report second (two towns)", False),
        ("Ben", "reject", "rejected this claim", True),
        ("Ada", "correct", "corrected killed from unknown to 3 to 5", False),
    ]
    assert {verb for _, verb, _, _ in told[4:]} == {"coded", "retrieved"}


def test_an_incident_s_history_is_that_of_its_claims(coded: Database) -> None:
    worklist, key = Worklist(coded.folder), coded.claims_of("first")[0].claim_id
    worklist.accept("Ada", [key])
    worklist.accept("Ben", [coded.claims_of("second")[0].claim_id])
    incident = coded.incident_of()[key]
    assert [(e.who, e.sentence, e.claim_id) for e in history_of_incident(coded, incident)] == [
        ("Ada", "accepted this claim", key)
    ]
    assert history_of_incident(coded, "nothing") == []


def test_of_a_forgotten_report_is_left_that_it_was(coded: Database) -> None:
    forget_report(coded, "Ada", "first", "a witness asked us to")
    (entry,) = history_of_report(coded, "first")
    assert (entry.who, entry.verb, entry.sentence) == (
        "Ada",
        "forget",
        "had the report forgotten: a witness asked us to",
    )
