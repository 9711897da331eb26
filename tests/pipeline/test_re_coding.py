"""A report is coded anew, or comes in other words: what people said stays, at its event and at no other."""

import re
from dataclasses import dataclass, replace

import pytest

from conflictdesk.errors import InputError
from conflictdesk.link.queue_filters import Filters
from conflictdesk.pipeline.coding import plan_coding
from conflictdesk.pipeline.history import history_of_report
from conflictdesk.pipeline.linking import link_desk
from conflictdesk.pipeline.verifying import verify_desk
from conflictdesk.pipeline.workers import Recipe
from conflictdesk.pipeline.worklist import Worklist
from conflictdesk.records.events import EventClaim
from conflictdesk.records.reports import Report, Span
from conflictdesk.records.values import Count
from conflictdesk.store.database import Database
from re_coding import (
    DAY,
    REWORDED,
    TEXT,
    MovingCoder,
    OneEyedCoder,
    at,
    code,
    coded_desk,
    differing,
    judged_desk,
    one_eyed_desk,
    places,
)
from standins import report_of


@pytest.fixture
def coded(desk: Database) -> Database:
    return coded_desk(desk)


@pytest.fixture
def one_eyed(desk: Database) -> Database:
    return one_eyed_desk(desk)


@pytest.fixture
def judged(desk: Database) -> Database:
    return judged_desk(desk)


def test_no_reviewed_value_is_lost_and_no_incident_doubled(coded: Database) -> None:
    worklist = Worklist(coded.folder)
    ids = {claim.place.name: claim.claim_id for claim in coded.claims()}
    worklist.accept("Ada", [ids["Sabha"], ids["Ubari"], ids["Tazirbu"]])
    worklist.correct("Ada", ids["Murzuq"], "killed", 7)
    worklist.reject("Ada", ids["Kufra"])
    start = TEXT.index("Nobody")
    worklist.add("Ada", "first", Span(start, TEXT.index(" Rebels attacked Kufra")), {"type": "Attack", "place": "Ghat"})
    link_desk(coded)
    before = {incident.place.name: incident.incident_id for incident in coded.incidents()}
    code(coded, second=True)
    assert places(coded) == ["Ghat", "Murzuq", "Sabha", "Tazirbu", "Ubari"]
    assert {name: at(coded, name).killed for name in ("Sabha", "Ubari", "Tazirbu", "Murzuq")} == {
        "Sabha": Count(2, 2),
        "Ubari": Count(2, 2),
        "Tazirbu": Count(2, 2),
        "Murzuq": Count(7, 7),
    }
    assert differing(coded) == {"Sabha": {"killed"}, "Murzuq": {"killed"}, "gone": {None}}
    assert {name: coded.incident(key).place.name for name, key in before.items()} == {n: n for n in before}  # type: ignore[union-attr]  # none is null
    assert list(verify_desk(coded)) == []


def test_what_differs_is_settled_by_keeping_ones_own_or_taking_the_programs(coded: Database) -> None:
    worklist = Worklist(coded.folder)
    ids = {claim.place.name: claim.claim_id for claim in coded.claims()}
    worklist.correct("Ada", ids["Sabha"], "killed", 7)
    worklist.correct("Ada", ids["Murzuq"], "killed", 8)
    worklist.accept("Ada", [ids["Ubari"]])
    code(coded, second=True)
    assert differing(coded) == {"Sabha": {"killed"}, "Murzuq": {"killed"}, "gone": {None}}
    worklist.accept("Ada", [at(coded, "Sabha").claim_id], "killed")
    worklist.correct("Ada", at(coded, "Murzuq").claim_id, "killed", {"min": 4, "max": 4})
    (gone,) = [q for q in worklist.page(Filters(differs=True)).questions if q.claim_id is None]
    worklist.accept("Ada", [gone.key])
    assert differing(coded) == {}
    assert (at(coded, "Sabha").killed, at(coded, "Murzuq").killed) == (Count(7, 7), Count(4, 4))
    assert at(coded, "Ubari").killed == Count(2, 2)
    worklist.reject("Ada", gone.key)
    link_desk(coded)
    assert "Ubari" not in places(coded)
    assert differing(coded) == {}


def test_a_claim_added_where_another_was_reviewed_takes_no_word_from_it(coded: Database) -> None:
    worklist, sabha = Worklist(coded.folder), at(coded, "Sabha")
    worklist.correct("Ada", sabha.claim_id, "killed", 7)
    code(coded, second=True)
    act = worklist.add("Ada", "first", sabha.evidence_span, {"type": "Looting/property destruction", "killed": 1})
    added = worklist.claim(act.claims[0])
    assert added is not None
    assert (at(coded, "Sabha").killed, added.killed) == (Count(7, 7), Count(1, 1))


def test_a_rejection_never_passes_to_another_event_of_its_sentence(coded: Database) -> None:
    worklist = Worklist(coded.folder)
    worklist.reject("Ada", at(coded, "Tazirbu").claim_id)  # shares its sentence with Murzuq
    code(coded, second=True)
    assert "Murzuq" in places(coded)
    assert differing(coded) == {}
    code(coded)
    assert "Tazirbu" not in places(coded)


def test_a_newer_text_keeps_words_where_they_still_stand(coded: Database) -> None:
    worklist = Worklist(coded.folder)
    worklist.correct("Ada", at(coded, "Sabha").claim_id, "killed", 7)
    worklist.accept("Ada", [at(coded, "Ubari").claim_id])
    coded.add_report(*report_of("An update by our reporter in the south. " + TEXT, "first", published=DAY))
    code(coded, second=True)
    assert at(coded, "Sabha").killed == Count(7, 7)
    kept = at(coded, "Ubari")  # the program does not read it any more
    assert kept.evidence_span.of(coded.report("first").text) == kept.evidence  # type: ignore[union-attr]  # it is there
    assert kept.spans["place"][0].of(coded.report("first").text) == "Ubari"  # type: ignore[union-attr]
    assert list(verify_desk(coded)) == []


def test_a_newer_text_without_the_words_shows_what_was_said_and_gives_it_to_no_other_event(coded: Database) -> None:
    worklist = Worklist(coded.folder)
    worklist.correct("Ada", at(coded, "Sabha").claim_id, "killed", 7)
    worklist.accept("Ada", [at(coded, "Kufra").claim_id])
    coded.add_report(*report_of("Gunmen attacked Derna and killed nobody.", "first", published=DAY))
    code(coded)
    assert places(coded) == ["Derna"]
    assert at(coded, "Derna").killed == Count(2, 2)
    shown = worklist.page(Filters(differs=True), size=9)
    reasons = {doubt.reason for q in shown.questions for doubt in q.doubts}
    assert reasons == {"Ada spoke of words that the report's present text has no more"}
    worklist.reject("Ada", [question.key for question in shown.questions])
    assert worklist.page(Filters(differs=True)).open == 0
    coded.add_report(*report_of(TEXT + " ", "first", published=DAY))
    code(coded)
    assert "Sabha" in places(coded)


def test_facts_told_later_are_no_other_text(coded: Database) -> None:
    Worklist(coded.folder).correct("Ada", at(coded, "Sabha").claim_id, "killed", 7)
    report, raw = report_of(TEXT, "first", published=DAY, publisher="Fezzan Wire")
    assert coded.add_report(report, raw) == "known"
    coded.fill_in("first", report.content_hash, {"publisher": "Fezzan Wire"})
    code(coded)
    assert at(coded, "Sabha").killed == Count(7, 7)


def test_a_word_on_an_added_claim_goes_with_it_when_it_is_taken_back(coded: Database) -> None:
    worklist, sabha = Worklist(coded.folder), at(coded, "Sabha")
    added = worklist.add("Ada", "first", sabha.evidence_span, {"type": "Attack", "place": "Ghat"})
    worklist.correct("Ben", added.claims[0], "killed", 9)
    worklist.undo("Ada")
    assert at(coded, "Sabha").killed == Count(2, 2)
    assert differing(coded) == {"gone": {"killed"}}


def test_no_word_passes_to_another_event_that_alone_is_read_in_its_sentence(coded: Database) -> None:
    worklist = Worklist(coded.folder)
    ids = {claim.place.name: claim.claim_id for claim in coded.claims()}
    worklist.correct("Ada", ids["Tazirbu"], "killed", 7)  # shares its sentence with Murzuq
    worklist.accept("Ada", [ids["Tazirbu"]])
    worklist.correct("Ada", ids["Tazirbu"], "campaign", "Raids of May")
    code(coded, second=True)
    assert (at(coded, "Murzuq").killed, at(coded, "Murzuq").campaign) == (Count(4, 4), None)
    assert at(coded, "Tazirbu").killed == Count(7, 7)


def test_letting_go_of_an_event_leaves_what_was_said_of_another_at_its_place(one_eyed: Database) -> None:
    worklist = Worklist(one_eyed.folder)
    worklist.correct("Ada", at(one_eyed, "Tazirbu").claim_id, "killed", 7)
    list(plan_coding(one_eyed, Recipe(OneEyedCoder.load_second)).outcomes())
    worklist.correct("Ben", at(one_eyed, "Murzuq").claim_id, "killed", 8)
    (gone,) = (q.key for q in worklist.page(Filters(differs=True)).questions if q.report_id == "first")
    worklist.reject("Ben", gone)
    assert at(one_eyed, "Murzuq").killed == Count(8, 8)
    with pytest.raises(InputError, match="look at the queue again"):
        worklist.reject("Ben", gone)


def test_history_tells_a_word_at_its_own_event_after_the_text_moved(coded: Database) -> None:
    Worklist(coded.folder).correct("Ada", at(coded, "Tazirbu").claim_id, "killed", 7)
    coded.add_report(*report_of("An update by our reporter in the south. " + TEXT, "first", published=DAY))
    code(coded)
    (said,) = (entry for entry in history_of_report(coded, "first") if entry.verb == "correct")
    assert said.claim_id == at(coded, "Tazirbu").claim_id


@dataclass(frozen=True)
class OtherWordsCoder(MovingCoder):
    """Takes the words that tell of the dead for those that state the event."""

    @classmethod
    def load(cls, *_recipe: object) -> "OtherWordsCoder":
        return cls("other", killed=4)

    def _claim(self, report: Report, match: re.Match[str]) -> EventClaim:
        claim, at = super()._claim(report, match), report.text.find("killed", match.end())
        return replace(claim, spans=claim.spans | {"type": (Span(at, at + 6),)})


@pytest.mark.parametrize("whole", [True, False])
def test_a_word_stays_with_its_event_where_other_words_are_found_to_state_it(desk: Database, whole: bool) -> None:
    desk.add_report(*report_of("Rebels attacked Sabha and killed soldiers.", "first", published=DAY))
    code(desk)
    Worklist(desk.folder).revise("Ada", at(desk, "Sabha").claim_id, {"killed": 7})
    if not whole:
        Worklist(desk.folder).undo("Ada")
        Worklist(desk.folder).correct("Ada", at(desk, "Sabha").claim_id, "killed", 7)
    list(plan_coding(desk, Recipe(OtherWordsCoder.load)).outcomes())
    link_desk(desk)
    assert [(one.place.name, one.killed) for one in desk.incidents()] == [("Sabha", Count(7, 7))]


def test_a_rejection_and_a_correction_outlive_rewordings(judged: Database) -> None:
    worklist = Worklist(judged.folder)
    worklist.reject("Ada", judged.claims_of("first")[0].claim_id)
    worklist.correct("Ada", judged.claims_of("second")[0].claim_id, "killed", 7)
    for text in REWORDED:
        judged.add_report(*report_of(text, "first", published=DAY))
        judged.add_report(*report_of(text + " The wire said so.", "second", published=DAY))
        code(judged)
        assert [(one.place.name, one.killed) for one in judged.incidents()] == [("Sabha", Count(7, 7))]
    (said,) = (entry for entry in history_of_report(judged, "first") if entry.verb == "reject")
    assert said.claim_id == judged.claims_of("first")[0].claim_id
