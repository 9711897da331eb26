"""A report is coded anew, or comes in other words: which claims people called one incident stays said of them."""

import pytest

from conflictdesk.errors import InputError
from conflictdesk.link.queue_filters import Filters
from conflictdesk.pipeline.coding import plan_coding
from conflictdesk.pipeline.linking import link_desk
from conflictdesk.pipeline.workers import Recipe
from conflictdesk.pipeline.worklist import Worklist
from conflictdesk.records.events import Likeness
from conflictdesk.store.database import Database
from re_coding import DAY, REWORDED, OneEyedCoder, code, coded_desk, differing, judged_desk, one_eyed_desk, places
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


def test_a_judgement_outlives_corrections_and_rewordings(judged: Database) -> None:
    for text in REWORDED:
        judged.add_report(*report_of(text, "first", published=DAY))
        code(judged)
        assert places(judged) == ["Sabha", "Sabha"]
        assert differing(judged) == {}
    assert Worklist(judged.folder).pairs().open == 0


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
