"""Attacks on one town on two days are two incidents, however alike they are worded, unless something bridges them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from small_reports import claim, dead, link, report

from conflictdesk.link.incidents import compute_incidents
from conflictdesk.pipeline.coder import Coder
from conflictdesk.records.events import Judgement, Likeness

ROCKET = {"text": "a rocket", "kind": "rocket"}
BASE = {"text": "base of the army", "canonical": "army base", "kind": "military"}
FIRED = {"weapon": ROCKET, "target": BASE, "evidence": "A rocket struck the base of the army"}
MAY = {"on": "2020-05-01", "date_end": "2020-05-31", "date_precision": "month"}
SAME = datetime(2021, 1, 2, tzinfo=UTC)


def sizes(*told: dict[str, Any], same: tuple[int, int] | None = None) -> list[int]:
    """How many claims each incident holds, a report of its own for each."""
    reports = [report(f"r{n}", f"Paper {n}", fields.get("out", "2020-05-25")) for n, fields in enumerate(told)]
    fields = [{name: value for name, value in (FIRED | one).items() if name != "out"} for one in told]
    claims = [claim(one.report_id, **given) for one, given in zip(reports, fields, strict=True)]
    ends = [claims[n].anchor for n in same or ()]
    said = [Judgement(*ends, Likeness.SAME, None, "read both", "Ada", SAME)] if ends else []
    return sorted(len(one.claims) for one in link(claims, reports, *said).incidents)


def on(day: int, **fields: Any) -> dict[str, Any]:
    return {"on": f"2020-05-{day}"} | fields


@pytest.mark.parametrize("apart", [1, 2, 3, 4])
def test_what_is_sure_of_two_days_is_two_incidents(apart: int) -> None:
    assert sizes(on(12), on(12 + apart)) == [1, 1]
    assert sizes(on(12, killed=dead(20)), on(12 + apart, killed=dead(4))) == [1, 1]
    assert sizes(on(12, killed=dead(1)), on(12 + apart, killed=dead(1))) == [1, 1]


def test_three_rockets_on_three_days_are_three() -> None:
    assert sizes(on(12), on(13), on(14)) == [1, 1, 1]  # none is a bridge between the others
    assert sizes(*[on(day) for day in (12, 13, 14) for _ in range(3)]) == [3, 3, 3]


@pytest.mark.parametrize("second", [13, 14, 18, 25])
@pytest.mark.parametrize("vague", [MAY, {"on": None}])
def test_a_claim_of_the_month_joins_no_two_days(second: int, vague: dict[str, Any]) -> None:
    assert sizes(on(12), vague, on(second)) == [1, 2]


def test_what_bridges_two_days_joins_them() -> None:
    assert sizes(on(12), on(13), on(12, date_end="2020-05-13")) == [3]  # in the night from the 12th to the 13th
    assert sizes(on(12), on(13, confidence={"date": 0.5})) == [2]
    assert sizes(on(12), on(13), same=(0, 1)) == [2]
    assert sizes(on(12), on(12), on(13), same=(0, 2)) == [3]


def in_step(*days: int, **fields: Any) -> list[dict[str, Any]]:
    """A claim of each day, in a report of the day after."""
    return [on(day, out=f"2020-05-{day + 1}", **fields) for day in days]


def test_an_equal_toll_of_a_few_joins_no_two_days() -> None:
    assert sizes(*in_step(12, 13, 14, wounded=dead(3))) == [1, 1, 1]
    assert sizes(*in_step(12, 13, 14, killed=dead(5), evidence="")) == [1, 1, 1]
    assert sizes(*in_step(12, 14, killed=dead(6))) == [1, 1]
    assert sizes(*in_step(12, 13, killed=dead(30))) == [1, 1]  # a round number is an estimate
    assert sizes(on(12, wounded=dead(3)), on(13, wounded=dead(3))) == [1, 1]  # worded alike but for the day


def test_a_telling_toll_says_that_one_of_two_near_days_is_a_slip() -> None:
    assert sizes(*in_step(12, 13, killed=dead(27))) == [2]
    assert sizes(*in_step(12, 15, killed=dead(27))) == [1, 1]  # no report mistakes the day by three
    struck = [{"target": {"text": "a hotel"}}, {"target": {"text": "the bus station"}}]
    assert sizes(*(told | target for told, target in zip(in_step(12, 13, killed=dead(27)), struck, strict=True))) == [
        1,
        1,
    ]


def test_reports_that_are_not_in_step_with_their_days_may_mistake_one() -> None:
    late, early = (
        on(12, out="2020-05-14"),
        on(13, out="2020-05-14", evidence="Soldiers were buried in Gao after rocket fire"),
    )
    assert sizes(late | {"killed": dead(5)}, early | {"killed": dead(5)}) == [2]
    assert sizes(late | {"killed": dead(5), "out": "2020-05-13"}, early | {"killed": dead(5)}) == [1, 1]


def test_a_sentence_that_names_both_days_may_mean_the_other() -> None:
    told = "The group denied on Saturday that it had fired Friday's rocket"
    held, denied = in_step(15, 16, killed=dead(7))
    assert sizes(held, denied | {"evidence": told}) == [2]
    assert sizes(held, denied | {"evidence": "The group fired a rocket on Saturday"}) == [1, 1]


TWO_DAYS = [
    ("A rocket struck the base of the army in Sebha on {} May 2020.", (12, 13, 14)),
    ("Gunmen attacked a police station in Sebha on {} May 2020, killing {} policemen.", (20, 21)),
    ("A car bomb exploded at a market in Mosul on {} March 2015, killing {} people.", (3, 4)),
    ("A car bomb exploded at a market in Mosul on {} March 2015, killing {} people.", (3, 6)),
    ("An air strike hit a hospital in Idlib on {} April 2017, killing {}, rescuers said.", (5, 6)),
    ("Islamic State claimed a suicide bombing in Kirkuk on {} March 2016 that killed {}.", (3, 4)),
]


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


@pytest.mark.parametrize(("form", "days"), TWO_DAYS)
def test_one_wording_with_two_days_tells_of_two_incidents(coder: Coder, form: str, days: tuple[int, ...]) -> None:
    texts = [form.format(day, 4 * day) for day in days]
    reports = [report(f"r{n}", f"Paper {n}", None, text) for n, text in enumerate(texts)]
    claims = [one for told in reports for one in coder.code(told).claims]
    assert [one.when.start.day for one in claims if one.when] == list(days)
    found = compute_incidents(claims, {one.report_id: one for one in reports}, lambda _: None).incidents
    assert [len(one.claims) for one in found] == [1] * len(days)
    assert sorted(one.when.start.day for one in found if one.when) == list(days)
