"""The reviewer's table: what is asked and why, what an act changes, what undo brings back, who else is heard."""

from dataclasses import replace
from datetime import date

import pytest

from conflictdesk.errors import InputError
from conflictdesk.link.queue_filters import ALL, Filters
from conflictdesk.pipeline.coding import plan_coding
from conflictdesk.pipeline.following import Follower
from conflictdesk.pipeline.linking import due, link_desk
from conflictdesk.pipeline.verifying import verify_desk
from conflictdesk.pipeline.workers import Recipe
from conflictdesk.pipeline.worklist import Worklist
from conflictdesk.records.acts import Order
from conflictdesk.records.events import EventClaim, Likeness
from conflictdesk.records.reports import Report, Span
from conflictdesk.records.values import Count
from conflictdesk.store.database import Database
from standins import ATTACKED, WordCoder, WordFound, claim_in, report_of

MONDAY, TUESDAY = date(2026, 1, 5), date(2026, 1, 6)
TEXT = "Rebels attacked Sabha. Later gunmen attacked Ubari and left. Nobody fired at Murzuq."


class DoubtfulCoder(WordCoder):
    """Unsure of what it reads, the more so the later in the text."""

    @classmethod
    def load(cls, *_recipe: object) -> "DoubtfulCoder":
        return cls()

    def code(self, report: Report) -> WordFound:
        found = [_undated(claim_in(report, match)) for match in ATTACKED.finditer(report.text)]
        return WordFound(tuple(_doubted(claim, 0.4 - 0.1 * n) for n, claim in enumerate(found)))


def _undated(claim: EventClaim) -> EventClaim:
    return replace(claim, when=None) if "once" in claim.evidence else claim


def _doubted(claim: EventClaim, sure: float) -> EventClaim:
    return replace(claim, confidence={"event": 0.9, "place": sure}, reasons={"place": "of 2 places"})


@pytest.fixture
def reviewed(desk: Database) -> Worklist:
    desk.add_report(*report_of(TEXT, "first", published=MONDAY, publisher="Fezzan Wire"))
    desk.add_report(*report_of("Gunmen once attacked Sabha.", "second", published=TUESDAY, publisher="Coast Daily"))
    list(plan_coding(desk, Recipe(DoubtfulCoder.load)).outcomes())
    link_desk(desk)
    return Worklist(desk.folder)


def asked(worklist: Worklist, wanted: Filters = ALL, order: Order = Order.SURENESS) -> list[str | None]:
    return [q.claim.place.name if q.claim else None for q in worklist.page(wanted, order).questions]


def named(worklist: Worklist, place: str, report: str = "first") -> str:
    found = worklist.page(size=100).questions
    return next(q.key for q in found if q.claim and q.claim.place.name == place and q.report_id == report)


def test_the_least_certain_comes_first_with_its_reasons(reviewed: Worklist) -> None:
    page = reviewed.page()
    first = page.questions[0]
    assert [q.claim.place.name for q in page.questions if q.claim] == ["Ubari", "Sabha", "Sabha"]
    assert [(doubt.kind, doubt.field) for doubt in first.doubts] == [("unsure", "place"), ("unreviewed", None)]
    assert first.doubts[0].reason == "The program is unsure of the place (0.30): of 2 places"
    assert (page.open, page.settled, page.minutes, page.next) == (3, 0, 1, None)


@pytest.mark.parametrize(
    ("order", "places"),
    [
        (Order.SOURCE, ["Sabha", "Sabha", "Ubari"]),  # Coast Daily before Fezzan Wire
        (Order.PLACE, ["Sabha", "Sabha", "Ubari"]),
        (Order.DAY, ["Sabha", "Ubari", "Sabha"]),
    ],
)
def test_the_queue_is_sorted_as_is_wanted(reviewed: Worklist, order: Order, places: list[str]) -> None:
    assert asked(reviewed, order=order) == places


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        (Filters(source="Coast Daily"), ["Sabha"]),
        (Filters(place="uba"), ["Ubari"]),
        (Filters(text="gunmen LEFT"), ["Ubari"]),
        (Filters(text="gunmen helicopter"), []),
        (Filters(first_day=TUESDAY), []),
        (Filters(last_day=MONDAY, place="Sabha"), ["Sabha"]),
        (Filters(type="Armed clash", report="first"), ["Ubari", "Sabha"]),
        (Filters(type="Grenade"), []),
        (Filters(differs=True), []),
    ],
)
def test_a_filter_shows_its_part(reviewed: Worklist, wanted: Filters, places: list[str]) -> None:
    assert asked(reviewed, wanted) == places


def test_the_queue_goes_on_behind_a_claim_that_was_just_reviewed(reviewed: Worklist) -> None:
    first = reviewed.page(size=1)
    reviewed.accept("Ada", [first.questions[0].key])
    second = reviewed.page(after=first.questions[0].key, size=1)
    assert first.questions[0].key not in [q.key for q in second.questions]
    assert second.questions[0].key != reviewed.page(after=second.next, size=1).questions[0].key
    assert (second.open, second.settled) == (2, 1)


def test_an_accepted_claim_is_not_asked_again_until_it_is_taken_back(reviewed: Worklist) -> None:
    key = named(reviewed, "Ubari")
    reviewed.accept("Ada", [key])
    assert "Ubari" not in asked(reviewed)
    assert reviewed.undo("Ben") is None
    undone = reviewed.undo("Ada")
    assert undone is not None
    assert (undone.summary, undone.claims) == ("took back: accepted a claim", (key,))
    assert asked(reviewed)[0] == "Ubari"


def test_one_key_press_is_taken_back_as_one_however_many_claims_it_spoke_of(reviewed: Worklist) -> None:
    reviewed.correct("Ada", named(reviewed, "Ubari"), "killed", 3)
    reviewed.accept("Ada", reviewed.open_ids())
    assert asked(reviewed) == []
    reviewed.undo("Ada")
    assert len(asked(reviewed)) == 3
    reviewed.undo("Ada")
    assert reviewed.undo("Ada") is None
    claim = reviewed.claim(named(reviewed, "Ubari"))
    assert claim is not None
    assert not claim.killed.known


def test_of_two_tabs_each_takes_back_its_own(reviewed: Worklist) -> None:
    first = reviewed.accept("Ada", [named(reviewed, "Ubari")])
    second = reviewed.reject("Ada", named(reviewed, "Sabha", "second"))
    assert reviewed.undo("Ada", first.act_id) is not None
    with pytest.raises(InputError, match=f"Act {first.act_id} is none of Ada"):
        reviewed.undo("Ada", first.act_id)
    with pytest.raises(InputError):
        reviewed.undo("Ben", second.act_id)


def test_a_corrected_field_leaves_the_other_doubts(reviewed: Worklist) -> None:
    key = named(reviewed, "Ubari")
    reviewed.correct("Ada", key, "killed", "3-5")
    question = reviewed.question(key)
    assert question is not None
    assert [doubt.field for doubt in question.doubts] == ["place"]
    reviewed.revise("Ada", key, {"place": {"place": "Awbari", "country": "LY", "lat": 26.59, "lon": 12.78}})
    claim, settled = reviewed.claim(key), reviewed.question(key)
    assert claim is not None
    assert settled is not None
    assert (claim.killed, claim.place.name, settled.doubts) == (Count(3, 5), "Awbari", ())


def test_accepting_after_correcting_is_no_difference(reviewed: Worklist) -> None:
    key = named(reviewed, "Ubari")
    reviewed.correct("Ada", key, "killed", 3)
    reviewed.accept("Ada", [key])
    assert reviewed.page(Filters(differs=True)).open == 0
    assert reviewed.page().settled == 1


def test_a_rejected_claim_leaves_queue_and_incidents(reviewed: Worklist, desk: Database) -> None:
    reviewed.reject("Ada", named(reviewed, "Ubari"))
    assert "Ubari" not in asked(reviewed)
    link_desk(desk)
    assert {incident.place.name for incident in desk.incidents()} == {"Sabha"}


def test_a_claim_is_added_for_marked_words(reviewed: Worklist, desk: Database) -> None:
    start = TEXT.index(" fired at Murzuq")
    values = {"type": "shelling/artillery/missile attack", "date": "2026-01", "killed": "2+"}
    act = reviewed.add("Ada", "first", Span(start, start + 16), values, {"date": [Span(0, 6)]})
    claim = reviewed.claim(act.claims[0])
    assert claim is not None
    assert (claim.evidence, claim.killed, str(claim.type)) == (
        "fired at Murzuq",
        Count(2),
        "Shelling/artillery/missile attack",
    )
    link_desk(desk)
    assert act.claims[0] in desk.incident_of()
    assert list(verify_desk(desk)) == []
    assert reviewed.question(act.claims[0]).doubts == ()  # type: ignore[union-attr]  # just added
    reviewed.undo("Ada")
    assert reviewed.claim(act.claims[0]) is None


def test_an_added_claim_never_takes_over_what_was_said_of_another_on_the_same_words(reviewed: Worklist) -> None:
    key = named(reviewed, "Ubari")
    reviewed.correct("Ada", key, "killed", 3)
    coded = reviewed.machine(key)
    assert coded is not None
    act = reviewed.add("Ada", "first", coded.evidence_span, {"type": "Attack"})
    before, second = reviewed.claim(key), reviewed.claim(act.claims[0])
    assert before is not None
    assert second is not None
    assert (before.killed, second.killed) == (Count(3, 3), Count())


def test_a_claim_added_again_is_the_same_claim_and_with_other_values_another(reviewed: Worklist) -> None:
    words, values, marks = Span(0, 22), {"type": "Attack", "place": "Sabha", "killed": 1}, {"place": [Span(16, 21)]}
    first = reviewed.add("Ada", "first", words, values, marks).claims
    second = reviewed.add("Ada", "first", words, values | {"killed": 2}, marks).claims
    third = reviewed.add("Ada", "first", words, values).claims  # the place by no words
    assert len({*first, *second, *third}) == 3
    reviewed.correct("Ada", first[0], "wounded", 4)
    before = reviewed.page()
    for who in ("Ada", "Ben"):
        assert reviewed.add(who, "first", words, values, marks).claims == first
        assert reviewed.add(who, "first", words, values | {"killed": 2}, marks).claims == second
        assert reviewed.add(who, "first", words, values).claims == third
    after = reviewed.page()
    assert (after.open, after.settled) == (before.open, before.settled)
    left = reviewed.claim(first[0])
    assert left is not None
    assert (left.killed, left.wounded) == (Count(1, 1), Count(4, 4))  # what was said of it since holds


def test_a_word_against_anothers_says_so(reviewed: Worklist) -> None:
    claim = named(reviewed, "Sabha")
    assert reviewed.reject("Bo", claim).summary == "rejected a claim"
    assert reviewed.accept("Ada", [claim]).summary == "accepted a claim, which Bo had rejected"
    assert reviewed.accept("Ada", [claim]).summary == "accepted a claim"
    assert reviewed.reject("Bo", claim).summary == "rejected a claim, which Ada had reviewed and kept"


def test_a_claim_that_was_rejected_comes_back_when_it_is_added_again(reviewed: Worklist, desk: Database) -> None:
    words, values = Span(0, 22), {"type": "Attack", "killed": 1}
    (key,) = reviewed.add("Ada", "first", words, values).claims
    reviewed.reject("Ben", key)
    link_desk(desk)
    assert key not in desk.incident_of()
    assert reviewed.add("Ada", "first", words, values).claims == (key,)
    link_desk(desk)
    assert key in desk.incident_of()


@pytest.mark.parametrize(
    ("field", "value", "would_do"),
    [
        ("killed", {"min": 5, "max": 3}, '"3-5"'),
        ("killed", -1, "null would do"),
        ("killed", True, "null would do"),
        ("killed", "many", "null would do"),
        ("date", {"date_start": "2026-01-05", "date_end": "2026-01-04"}, "2020-05-17"),
        ("date", "yesterday", "2020-05-17"),
        ("date", "2026-02-31", "2020-05-17"),
        ("type", "Explosion", "Air/drone strike"),
        ("status", None, "reported"),
        ("place", {"place": "Sabha", "lat": 127.0, "lon": 14.4}, "degrees such as"),
        ("place", {"place": "Sabha", "lat": "27", "lon": "14"}, "degrees such as"),
        ("place", {"place": "Sabha", "country": "Libya"}, '"LY"'),
        ("place", {"place": "Sabha", "lat": 27.0, "lon": 14.0, "geo_precision": "sharp"}, "exact"),
        ("perpetrator", "Tebu gunmen", "Unidentified armed group"),
        ("perpetrator", {"text": "gunmen", "canonical": "Tuareg"}, "no community is an actor"),
        ("claimed_by", "Hausa", "no community is an actor"),
        ("weapon", "sword", "small arms"),
        ("target", {"text": "a market", "kind": "shop"}, "civilian"),
        ("attributed_to", 7, "a list of names"),
        ("campaign", "x" * 501, "up to 500 characters"),
        ("lat", 27.0, "the fields are"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_one_that_would_do(
    reviewed: Worklist, field: str, value: object, would_do: str
) -> None:
    with pytest.raises(InputError) as refused:
        reviewed.correct("Ada", named(reviewed, "Ubari"), field, value)
    assert would_do in str(refused.value)
    assert reviewed.undo("Ada") is None


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("date", "2026-01-04", {"date_start": "2026-01-04", "date_end": "2026-01-04", "date_precision": "day"}),
        ("date", "2026-02", {"date_start": "2026-02-01", "date_end": "2026-02-28", "date_precision": "month"}),
        ("date", None, {"date_start": None, "date_end": None, "date_precision": None}),
        ("killed", {"min": 3, "max": None}, {"killed": {"min": 3, "max": None}}),
        ("killed", None, {"killed": {"min": None, "max": None}}),
        ("perpetrator", "al-Shabaab", {"perpetrator": {"text": "al-Shabaab", "canonical": "Al-Shabaab"}}),
        ("weapon", "rocket", {"weapon": {"text": None, "kind": "rocket"}}),
        ("target", "a market", {"target": {"text": "a market", "canonical": "a market", "kind": "unknown"}}),
        ("attributed_to", "an officer", {"attributed_to": ["an officer"]}),
        ("campaign", "  Dawn\u202e of\x00 war ", {"campaign": "Dawn of war"}),
        ("place", "Sabha", {"country": "LY", "place_modern": "Sabha"}),
        ("place", {"place": "Sabha", "country": "ly"}, {"country": "LY", "geo_precision": "exact"}),
        ("place", {"place": "93 km south of Sabha"}, {"lat": None, "geo_precision": "near"}),
        (
            "place",
            {"place": "the camp", "country": "LY", "lat": 27, "lon": 14.5},
            {"lat": 27, "geo_precision": "exact"},
        ),
    ],
)
def test_a_value_is_kept_as_the_record_has_it(
    reviewed: Worklist, field: str, value: object, kept: dict[str, object]
) -> None:
    key = named(reviewed, "Ubari")
    reviewed.correct("Ada", key, field, value)
    claim = reviewed.claim(key)
    assert claim is not None
    record = claim.as_record()
    assert {name: record.get(name) for name in kept} == kept


def test_what_another_person_says_meanwhile_is_seen(reviewed: Worklist, desk: Database) -> None:
    other, key = Worklist(desk.folder), named(reviewed, "Ubari")
    other.correct("Ben", key, "killed", 9)
    claim = reviewed.claim(key)
    assert claim is not None
    assert claim.killed == Count(9, 9)
    other.undo("Ben")
    assert not reviewed.claim(key).killed.known  # type: ignore[union-attr]  # seen above


def test_a_pair_that_was_judged_is_not_asked_again(reviewed: Worklist, desk: Database) -> None:
    (pair,) = reviewed.pairs().pairs
    assert {pair.left.place.name, pair.right.place.name} == {"Sabha"}
    assert {one.property: one.reason for one in pair.comparisons}["date"] == "one report gives no date"
    assert pair.together
    reviewed.judge("Ada", pair.left.claim_id, pair.right.claim_id, Likeness.DIFFERENT)
    assert reviewed.pairs().open == 0
    link_desk(desk)
    assert (reviewed.pairs().open, desk.counts().incidents) == (0, 3)
    reviewed.undo("Ada")
    link_desk(desk)
    assert (reviewed.pairs().open, desk.counts().incidents) == (1, 2)


def test_incidents_follow_by_themselves(reviewed: Worklist, desk: Database) -> None:
    follower = Follower(desk.folder)
    follower.start()
    try:
        reviewed.reject("Ada", named(reviewed, "Ubari"))
        follower.wake()
        assert follower.wait(30)
        assert {incident.place.name for incident in desk.incidents()} == {"Sabha"}
        assert (follower.fault, due(desk)) == (None, None)
    finally:
        follower.stop()


def test_a_stop_before_the_linking_leaves_a_desk_that_says_so_and_is_well(reviewed: Worklist, desk: Database) -> None:
    reviewed.reject("Ada", named(reviewed, "Ubari"))
    waiting = due(desk)
    assert waiting is not None
    assert waiting.reason == "The incidents do not show an act of review yet."
    assert list(verify_desk(desk)) == []
    link_desk(desk)
    assert (due(desk), list(verify_desk(desk))) == (None, [])


def test_no_desk_is_an_empty_queue(desk: Database) -> None:
    worklist = Worklist(desk.folder / "nowhere")
    assert (worklist.page().open, worklist.pairs().open, worklist.open_ids()) == (0, 0, ())


def test_a_linking_that_fails_is_told_and_the_follower_goes_on(
    reviewed: Worklist, desk: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = Follower(desk.folder)
    reviewed.reject("Ada", named(reviewed, "Ubari"))
    with monkeypatch.context() as patch:
        patch.setattr("conflictdesk.pipeline.desk_memory.due", lambda *_: (_ for _ in ()).throw(OSError("disk")))
        follower.start()
        assert follower.wait(30)
    try:
        assert follower.fault == "disk"
        follower.wake()
        assert follower.wait(30)
        assert (follower.fault, due(desk)) == (None, None)
    finally:
        follower.stop()
