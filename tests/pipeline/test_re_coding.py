"""A report is coded anew, or comes in other words: what people said stays, at its event and at no other."""

import re
from dataclasses import dataclass, replace
from datetime import date

import pytest

from conflictdesk.errors import InputError
from conflictdesk.link.queue_filters import Filters
from conflictdesk.pipeline.coding import plan_coding
from conflictdesk.pipeline.history import history_of_report
from conflictdesk.pipeline.linking import link_desk
from conflictdesk.pipeline.verifying import verify_desk
from conflictdesk.pipeline.workers import Recipe
from conflictdesk.pipeline.worklist import Worklist
from conflictdesk.records.events import EventClaim, EventType, Likeness, Place, Role, Status
from conflictdesk.records.provenance import Component, stable_id
from conflictdesk.records.reports import Report, Span
from conflictdesk.records.values import Count, TimeInterval
from conflictdesk.store.database import Database
from standins import WordFound, report_of

DAY = date(2026, 1, 5)
EVENT = re.compile(r"(attacked|shelled|raided) (\w+)")
TEXT = (
    "Rebels attacked Sabha and killed soldiers. Gunmen raided Ubari at dawn and left again. Later rebels shelled Murzuq"
    " and attacked Tazirbu, an officer said. Nobody was seen near Ghat that night. Rebels attacked Kufra."
)


@dataclass(frozen=True)
class MovingCoder:
    """An event for each verb of attack. The second edition cuts its evidence otherwise, counts the dead otherwise,
    and no longer sees what happened in Ubari and Tazirbu."""

    version: str = "1"
    blind: tuple[str, ...] = ()
    killed: int = 2
    cut: int = 0

    @classmethod
    def load(cls, *_recipe: object) -> "MovingCoder":
        return cls()

    @classmethod
    def load_second(cls, *_recipe: object) -> "MovingCoder":
        return cls("2", ("Ubari", "Tazirbu"), 4, 3)

    @property
    def component(self) -> Component:
        return Component("moving", self.version)

    def code(self, report: Report) -> WordFound:
        claims = [self._claim(report, match) for match in EVENT.finditer(report.text) if match[2] not in self.blind]
        return WordFound(tuple(claims))

    def _claim(self, report: Report, match: re.Match[str]) -> EventClaim:
        start = report.text.rfind(". ", 0, match.start()) + 2 if ". " in report.text[: match.start()] else 0
        end = report.text.index(".", match.end()) + 1
        span = Span(start + self.cut, end - self.cut)
        return EventClaim(
            claim_id=stable_id(report.report_id, span.start, span.end, match[2], self.killed),
            report_id=report.report_id,
            evidence=span.of(report.text),
            evidence_span=span,
            type=EventType.ARMED_CLASH,
            role=Role.ATTACK,
            status=Status.REPORTED,
            when=TimeInterval(report.published, report.published) if report.published else None,
            place=Place(name=match[2]),
            killed=Count(self.killed, self.killed),
            spans={"type": (Span(match.start(1), match.end(1)),), "place": (Span(match.start(2), match.end(2)),)},
            confidence={"event": 0.9, "killed": 0.4},
        )


@pytest.fixture
def coded(desk: Database) -> Database:
    desk.add_report(*report_of(TEXT, "first", published=DAY))
    code(desk)
    return desk


def code(desk: Database, second: bool = False) -> None:
    list(plan_coding(desk, Recipe(MovingCoder.load_second if second else MovingCoder.load)).outcomes())
    link_desk(desk)


def at(desk: Database, place: str) -> EventClaim:
    """The claim at a place, as people left it."""
    worklist = Worklist(desk.folder)
    return next(c for c in _claims(worklist) if c.place.name == place)


def _claims(worklist: Worklist) -> list[EventClaim]:
    worklist.page()
    found = worklist._held.reviewed.values() if worklist._held else ()
    return [claim for one in found for claim in one.claims]


def places(desk: Database) -> list[str | None]:
    return sorted(incident.place.name or "" for incident in desk.incidents())


def differing(desk: Database) -> dict[str, set[str | None]]:
    """For each claim's place ("gone": for none) the fields where machine and person differ."""
    found: dict[str, set[str | None]] = {}
    for question in Worklist(desk.folder).page(Filters(differs=True), size=100).questions:
        name = question.claim.place.name if question.claim else "gone"
        found.setdefault(name or "", set()).update(d.field for d in question.doubts if d.kind in ("differs", "gone"))
    return found


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


def test_judgements_and_their_undoing_outlive_re_coding(coded: Database) -> None:
    coded.add_report(*report_of("Rebels attacked Sabha at noon.", "second", published=DAY))
    code(coded)
    assert places(coded).count("Sabha") == 1
    worklist = Worklist(coded.folder)
    left, right = (c.claim_id for c in coded.claims() if c.place.name == "Sabha")
    worklist.judge("Ada", left, right, Likeness.DIFFERENT)
    code(coded, second=True)
    assert places(coded).count("Sabha") == 2
    assert worklist.pairs().open == 0
    worklist.undo("Ada")
    link_desk(coded)
    assert places(coded).count("Sabha") == 1


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


ONE_EVENT = "Later rebels shelled Murzuq and attacked Tazirbu, an officer said."


@dataclass(frozen=True)
class OneEyedCoder(MovingCoder):
    """Sees what happened in Tazirbu alone; its second edition sees Murzuq alone, at the same evidence."""

    @classmethod
    def load(cls, *_recipe: object) -> "OneEyedCoder":
        return cls("one", ("Murzuq",))

    @classmethod
    def load_second(cls, *_recipe: object) -> "OneEyedCoder":
        return cls("two", ("Tazirbu",))

    @classmethod
    def load_both(cls, *_recipe: object) -> "OneEyedCoder":
        return cls("three")


@pytest.fixture
def one_eyed(desk: Database) -> Database:
    desk.add_report(*report_of(ONE_EVENT, "first", published=DAY))
    desk.add_report(*report_of("Gunmen raided Ubari.", "second", published=DAY))
    list(plan_coding(desk, Recipe(OneEyedCoder.load)).outcomes())
    link_desk(desk)
    return desk


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


def test_a_judgement_stays_with_its_event_where_more_is_read_in_the_sentence(one_eyed: Database) -> None:
    worklist = Worklist(one_eyed.folder)
    left, right = (claim.claim_id for claim in one_eyed.claims())
    worklist.judge("Ada", left, right, Likeness.SAME)
    list(plan_coding(one_eyed, Recipe(OneEyedCoder.load_both)).outcomes())
    link_desk(one_eyed)
    together = next(one for one in one_eyed.incidents() if len(one.claims) == 2)
    assert {claim.place.name for claim in one_eyed.claims() if claim.claim_id in together.claims} == {
        "Tazirbu",
        "Ubari",
    }
    list(plan_coding(one_eyed, Recipe(OneEyedCoder.load_second)).outcomes())
    link_desk(one_eyed)
    assert [len(one.claims) for one in one_eyed.incidents()] == [1, 1]
    (asked,) = worklist.page(Filters(differs=True)).questions
    assert asked.doubts[0].reason.endswith("the same incident: an event that the program no longer reads")
    worklist.reject("Ada", asked.key)
    assert worklist.page(Filters(differs=True)).open == 0


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


TWO = ("Rebels attacked Sabha on Monday, killing 14 soldiers.", "Gunmen attacked Sabha at noon, an officer said.")
REWORDED = (
    "Rebels attacked Sabha on Monday, killing 16 soldiers.",
    "Killing 16 soldiers, rebels attacked Sabha on Monday; a convoy had just left.",
    "Sixteen soldiers fell when the town was stormed. At dawn they had attacked Sabha from three sides, it was said.",
)


@pytest.fixture
def judged(desk: Database) -> Database:
    """Two reports of Sabha, which Ada called two incidents."""
    for name, told in zip(("first", "second"), TWO, strict=True):
        desk.add_report(*report_of(told, name, published=DAY))
    code(desk)
    left, right = (claim.claim_id for claim in desk.claims())
    Worklist(desk.folder).judge("Ada", left, right, Likeness.DIFFERENT)
    link_desk(desk)
    assert places(desk) == ["Sabha", "Sabha"]
    return desk


def test_a_judgement_outlives_corrections_and_rewordings(judged: Database) -> None:
    for text in REWORDED:
        judged.add_report(*report_of(text, "first", published=DAY))
        code(judged)
        assert places(judged) == ["Sabha", "Sabha"]
        assert differing(judged) == {}
    assert Worklist(judged.folder).pairs().open == 0


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


LOST = (
    "Rebels attacked Derna on Monday, killing 16 soldiers.",  # another place
    "Rebels attacked Sabha early, killing 9. Rebels attacked Sabha late, killing 9.",  # it may be either
)


@pytest.mark.parametrize("text", LOST)
def test_a_judgement_without_a_place_is_asked_about_until_somebody_answers(judged: Database, text: str) -> None:
    worklist = Worklist(judged.folder)
    judged.add_report(*report_of(text, "first", published=DAY))
    code(judged)
    assert differing(judged) == {"gone": {"judgement"}}
    shown = worklist.page(Filters(differs=True))
    assert shown.differing == 1
    assert "Ada called this" in shown.questions[0].doubts[0].reason
    page = worklist.pairs()
    assert page.spoken == len(page.pairs) > 0 or text == LOST[0]  # what is at another place is no pair at all
    assert all("before one was read anew" in one.reason for one in page.pairs)
    claim, other = judged.claims_of("first")[0], judged.claims_of("second")[0]
    act = worklist.judge("Ben", claim.claim_id, other.claim_id, Likeness.DIFFERENT)
    assert differing(judged) == {}
    worklist.undo("Ben", act.act_id)
    (key,) = (question.key for question in worklist.page(Filters(differs=True)).questions)
    with pytest.raises(InputError, match="Say of the two reports' claims anew"):
        worklist.accept("Ben", [key])
    worklist.reject("Ben", key)
    assert differing(judged) == {}


def test_two_people_who_contradict_each_other_are_asked_and_the_later_word_holds_meanwhile(judged: Database) -> None:
    worklist, (left, right) = Worklist(judged.folder), (claim.claim_id for claim in judged.claims())
    act = worklist.judge("Ben", left, right, Likeness.SAME)
    assert act.summary == "called two claims the same incident, which Ada had called different incidents"
    link_desk(judged)
    assert places(judged) == ["Sabha"]
    (asked,) = worklist.pairs().pairs
    assert asked.reason.startswith("Ada called them different incidents, and Ben later the same incident: the later")
    worklist.judge("Cleo", left, right, Likeness.SAME)
    assert worklist.pairs().open == 0


def test_a_judgement_that_cannot_hold_beside_others_is_shown(judged: Database) -> None:
    judged.add_report(*report_of("Men attacked Sabha, the town said.", "third", published=DAY))
    code(judged)
    worklist, (first, second, third) = Worklist(judged.folder), (claim.claim_id for claim in judged.claims())
    worklist.judge("Ben", first, third, Likeness.SAME)
    assert worklist.pairs().spoken == 0
    worklist.judge("Ben", second, third, Likeness.SAME)
    link_desk(judged)
    page = worklist.pairs()
    assert [one.reason for one in page.pairs if one.spoken] == [
        "Ben called them the same incident, which cannot hold beside later words on other pairs, or beside two that"
        " were called different: say what is right"
    ]
    assert {page.pairs[0].left.claim_id, page.pairs[0].right.claim_id} == {first, third}
    worklist.judge("Ben", first, third, Likeness.DIFFERENT)
    assert worklist.pairs().spoken == 0
