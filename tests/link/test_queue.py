"""The review queue as a function: what it asks, that it holds still, and how long it says it takes."""

from datetime import UTC, datetime, timedelta

import pytest
from small_reports import claim, dead, report

from conflictdesk.link.queue import (
    SECONDS_EACH,
    minutes,
    pace,
    page,
    questions,
    rank,
    ranked,
)
from conflictdesk.link.queue_filters import ALL, Filters, wanted_part
from conflictdesk.link.review_values import with_seen
from conflictdesk.link.reviews import apply_reviews
from conflictdesk.records.acts import Order
from conflictdesk.records.events import EventClaim, Review, Verdict

NOON = datetime(2021, 1, 2, 12, tzinfo=UTC)
REPORTS = {f"r{n}": report(f"r{n}", f"Paper {n % 3}") for n in range(9)}


def sure(name: str, at: str, event: float, **confidence: float) -> EventClaim:
    return claim(name, at, confidence={"event": event, **confidence}, killed=dead(2))


CLAIMS = [sure(f"r{n}", ("Gao", "Kidal", "Tamanhint")[n % 3], 0.95 - n / 10, killed=0.45) for n in range(9)]


def said(of: EventClaim, verdict: Verdict = Verdict.ACCEPT, field: str | None = None) -> Review:
    value = with_seen(of.as_record(), of.values()) if field is None else with_seen(dead(3), dead(2))
    return Review(of.anchor, verdict, field, value, "Ada", NOON)


def keys(order: Order, *reviews: Review, wanted: Filters = ALL) -> list[str]:
    found = wanted_part(questions(apply_reviews(CLAIMS, reviews), REPORTS, 0.5), wanted)
    return [question.key for question in ranked(found, order) if question.doubts]


@pytest.mark.parametrize("order", list(Order))
def test_the_order_of_the_rest_holds_still_while_reviews_come_in(order: Order) -> None:
    before = keys(order)
    assert len(before) == 9
    for n, one in enumerate(CLAIMS):
        after = keys(order, *[said(claim) for claim in CLAIMS[: n + 1]])
        assert after == [key for key in before if key in after]
        assert one.claim_id not in after


def test_the_threshold_decides_which_fields_are_asked() -> None:
    reviewed = apply_reviews([sure("r0", "Gao", 0.9, killed=0.3, place=0.6)], ())
    asked = [[d.field for d in questions(reviewed, REPORTS, below)[0].doubts] for below in (0.2, 0.5, 0.7)]
    assert asked == [[None], ["killed", None], ["killed", "place", None]]


def test_what_a_person_said_of_a_field_is_not_asked_and_the_rest_is() -> None:
    (one,) = CLAIMS[:1]
    (question,) = questions(apply_reviews([one], [said(one, Verdict.CORRECT, "killed")]), REPORTS, 0.5)
    assert question.doubts == ()
    assert question.vouched == {"killed"}


def test_a_page_goes_on_where_the_last_one_ended() -> None:
    found = questions(apply_reviews(CLAIMS, ()), REPORTS, 0.5)
    met: list[str] = []
    after = None
    for _ in range(3):
        part = page(found, Order.SURENESS, after, 4, SECONDS_EACH)
        met += [question.key for question in part.questions]
        after = rank(part.questions[-1], Order.SURENESS)
    assert met == [question.key for question in ranked(found, Order.SURENESS)]
    assert (part.open, part.settled, part.next, part.minutes) == (9, 0, None, 1)


@pytest.mark.parametrize(
    ("gaps", "seconds"),
    [
        ([4.0] * 12, 4.0),
        ([4.0] * 6 + [3600.0] * 3 + [4.0] * 6, 4.0),  # a break says nothing
        ([4.0, 20.0] * 10, 12.0),
        ([4.0] * 3, SECONDS_EACH),  # too few to know
        ([], SECONDS_EACH),
    ],
)
def test_the_pace_is_the_desk_s_own(gaps: list[float], seconds: float) -> None:
    times = [NOON]
    for gap in gaps:
        times.append(times[-1] + timedelta(seconds=gap))
    assert pace(times) == seconds


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, 1), (112, 11), (10_000, 1000)])
def test_minutes_are_whole_and_never_none_where_something_is_left(count: int, told: int) -> None:
    assert minutes(count, SECONDS_EACH) == told
