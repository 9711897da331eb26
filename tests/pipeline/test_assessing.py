"""Assessments: likelihood from one yardstick, confidence in a sentence of its own, rows that are only added."""

import sqlite3
from itertools import pairwise
from pathlib import Path

import pytest

from conflictdesk.errors import InputError
from conflictdesk.pipeline.assessing import assess, checked, standing, withdraw, yardstick
from conflictdesk.pipeline.backups import back_up, restore
from conflictdesk.pipeline.history import history_of_incident
from conflictdesk.pipeline.linking import due
from conflictdesk.pipeline.verifying import verify_desk
from conflictdesk.store.database import DATABASE, Database
from desks import two_tellings

BOTH = "Likelihood and confidence"


@pytest.mark.parametrize(
    ("text", "likelihood"),
    [
        ("It is likely, with high confidence, that one group did it.", None),
        ("With high confidence, it is likely that one group did it.", None),
        ("We are confident that it is highly unlikely to stop.", None),
        ("It is almost certain; our confidence is low.", None),
        ("LIKELY one group (HIGH CONFIDENCE).", None),
        ("It is highly-\nlikely, and our\nconfidence is low.", None),
        ("It is li\u200bkely, and we are con\u00adfident of it.", None),
        ("There is a remote chance\u00a0of it, said with\u2011confidence.", None),
        ("We say with confidence that one group did it.", "likely"),
        ("One group did it, and our confidence is moderate. It will go on.", "unlikely"),
        ("The likelihood is high, and so is our confidence.", None),
        ("C'est probablement le même groupe, avec une confiance élevée.", None),
        ("من المرجح بثقة عالية أن المجموعة واحدة.", None),
        ("One road joins them. It is likely, with some confidence, that one group did it.", None),
    ],
)
def test_likelihood_and_confidence_are_never_in_one_sentence(text: str, likelihood: str | None) -> None:
    with pytest.raises(InputError, match=BOTH):
        checked(text, likelihood, yardstick())


@pytest.mark.parametrize(
    ("text", "likelihood", "word"),
    [
        ("It is likely that one group did it. Our confidence is low.", None, "likely"),
        ("Our confidence is low. It is likely that one group did it.", None, "likely"),
        ("It is likely.\n\nHigh confidence, as three sources say so", None, "likely"),
        ("One group did it. Our confidence is low.", "likely", "likely"),
        ("One group is almost certainly behind it.", "almost certain", "almost certain"),
        ("It is highly unlikely to stop.", None, "highly unlikely"),
        ("Both were done from one road.", None, None),
        ("Both were done from one road, we say with confidence.", None, None),
        ("It will probably go on.", "LIKELY", "likely"),
    ],
)
def test_the_likelihood_is_the_yardsticks_word_for_what_is_said(
    text: str, likelihood: str | None, word: str | None
) -> None:
    assert checked(text, likelihood, yardstick()) == (text, word)


@pytest.mark.parametrize(
    ("text", "likelihood", "refusal"),
    [
        ("Perhaps one group did it.", None, "'perhaps' is not on the yardstick"),
        ("It is very likely to go on.", None, "'very likely' is not on the yardstick"),
        ("One group did it.", "quite sure", "'quite sure' is not on the yardstick. These are: remote chance"),
        ("It is likely to go on.", "unlikely", "One assessment has one likelihood"),
        ("It is likely to go on. It is unlikely to spread.", None, "likely and unlikely: write two"),
        ("   ", None, "An assessment is a text of 1 to 4,000 characters"),
        ("x" * 4_001, None, "1 to 4,000 characters"),
    ],
)
def test_what_the_yardstick_does_not_have_is_refused_with_what_would_do(
    text: str, likelihood: str | None, refusal: str
) -> None:
    with pytest.raises(InputError, match=refusal):
        checked(text, likelihood, yardstick())


def test_the_words_of_the_yardstick_go_up_and_do_not_overlap() -> None:
    words = yardstick().words
    assert len(words) == 7
    assert all(one.low < one.high for one in words)
    assert all(one.high <= other.low for one, other in pairwise(words))


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database.open(two_tellings(tmp_path / "desk"))


def test_an_assessment_is_an_act_that_is_taken_back_and_stays(database: Database) -> None:
    (incident, *_) = database.incidents()
    act = assess(database, "Issa Diallo", "One group is likely behind both.", None, [incident.incident_id])
    assert (act.verb, act.who) == ("assess", "Issa Diallo")
    (kept,) = standing(database)
    assert (kept.likelihood, kept.incidents, kept.claims) == ("likely", (incident.incident_id,), incident.claims)
    undone = database.undo("Issa Diallo")
    assert undone is not None
    assert undone.undoes == act.act_id
    assert standing(database) == ()
    assert [one.withdrawn for one in database.assessments()] == [True]
    (entry,) = [one for one in history_of_incident(database, incident.incident_id) if one.verb == "assess"]
    assert (entry.sentence, entry.undone) == ("assessed (likely): One group is likely behind both.", True)


def test_only_who_wrote_it_withdraws_it_and_once(database: Database) -> None:
    (incident, *_) = database.incidents()
    assess(database, "Issa Diallo", "One road.", None, [incident.incident_id])
    with pytest.raises(InputError, match="none of Amina Haddad"):
        withdraw(database, "Amina Haddad", 1)
    withdraw(database, "Issa Diallo", 1)
    with pytest.raises(InputError, match="withdrawn already"):
        withdraw(database, "Issa Diallo", 1)
    with pytest.raises(InputError, match="no assessment 7"):
        withdraw(database, "Issa Diallo", 7)


def test_it_rests_on_incidents_that_are_there(database: Database) -> None:
    for about, refusal in ([[], "Name the incidents"], [["nowhere"], "No incident of this desk"]):
        with pytest.raises(InputError, match=refusal):
            assess(database, "Issa Diallo", "One road.", None, about)
    assert database.assessments() == []
    assert database.acts() == []


def test_incidents_need_no_linking_for_it(database: Database) -> None:
    (incident, *_) = database.incidents()
    assess(database, "Issa Diallo", "One road.", None, [incident.incident_id])
    assert due(database) is None
    database.undo("Issa Diallo")
    assert due(database) is None


def test_rows_are_only_added(database: Database) -> None:
    (incident, *_) = database.incidents()
    assess(database, "Issa Diallo", "One road.", None, [incident.incident_id])
    with sqlite3.connect(database.folder / DATABASE) as raw:
        for order in ("UPDATE assessments SET text = 'x'", "DELETE FROM assessments"):
            with pytest.raises(sqlite3.IntegrityError, match="only added to"):
                raw.execute(order)
    raw.close()


def test_a_backup_holds_assessments_and_verify_reads_them(database: Database, tmp_path: Path) -> None:
    (incident, *_) = database.incidents()
    assess(database, "Issa Diallo", "One road is likely.", None, [incident.incident_id])
    assert list(verify_desk(database)) == []
    back_up(database, tmp_path / "desk.zip")
    restore(tmp_path / "desk.zip", tmp_path / "again")
    with Database.open(tmp_path / "again") as again:
        assert again.assessments() == database.assessments()
        with sqlite3.connect(again.folder / DATABASE) as raw:
            raw.execute("DROP TRIGGER assessments_keep_UPDATE")
            raw.execute("UPDATE assessments SET text = 'It is likely, with high confidence.'")
        raw.close()
        (fault,) = verify_desk(again)
    assert (fault.kind, fault.key) == ("assessment", "1")
    assert BOTH in fault.reason


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("It is a Tebu operation.", False),
        ("It was done by the Tebu.", False),
        ("Tuareg gunmen are behind it.", False),
        ("C'est une opération touboue.", False),
        ("Fue obra de milicianos tuareg.", False),
        ("Tebu-dominated areas were shelled.", True),
        ("Shells fell on Tebu villages, and herders of the Tebu died.", True),
        ("Two camps near Tebu areas were held by Islamic State.", True),
    ],
)
def test_no_community_is_made_a_suspect_by_a_persons_words(tmp_path: Path, text: str, kept: bool) -> None:
    with Database.open(two_tellings(tmp_path / "desk")) as database:
        key = database.incidents()[0].incident_id
        if kept:
            assess(database, "Ada", text, None, [key])
        else:
            with pytest.raises(InputError, match="no community is a suspect"):
                assess(database, "Ada", text, None, [key])
        assert len(database.assessments()) == kept
