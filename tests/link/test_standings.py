"""How an incident stood when: a pure function of the reports that were out by then."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from small_reports import NEWS, WEEKLY, claim, report, source_of

from conflictdesk.link.standing import retrieved_day, stands
from conflictdesk.records.copies import Copies
from conflictdesk.records.events import EventClaim, Standing
from conflictdesk.records.reports import Report

GROUP: dict[str, Any] = {"perpetrator": {"text": "the Dune Front", "canonical": "Dune Front"}}
TELLINGS = (
    ("boast", WEEKLY, "2020-05-21", {"status": "claimed"}),
    ("paper", NEWS, "2020-05-24", {}),
    ("again", NEWS, "2020-05-24", {}),
    ("post", "Desert Post", "2020-05-25", {"attributed_to": ["a resident"]}),
    ("denial", "Oasis Radio", "2020-05-27", {"status": "denied"}),
)
TOLD = [report(name, publisher, on) for name, publisher, on, _ in TELLINGS]
CLAIMS = [claim(name, **GROUP, **fields) for name, _, _, fields in TELLINGS]


def history(claims: list[EventClaim], reports: list[Report], **options: Any) -> list[tuple[str, str, int]]:
    found = stands(claims, {one.report_id: one for one in reports}, source_of, Copies(()), **options)
    return [(one.since.isoformat(), str(one.standing), one.sources) for one in found]


def test_claimed_only_then_single_source_then_corroborated_then_contested() -> None:
    assert history(CLAIMS, TOLD) == [
        ("2020-05-21", "claimed-only", 0),
        ("2020-05-24", "single-source", 1),
        ("2020-05-25", "corroborated", 2),
        ("2020-05-27", "contested", 2),
    ]


def test_in_whatever_order_reports_arrive_the_history_is_the_same() -> None:
    claims, reports, shuffler = list(CLAIMS), list(TOLD), random.Random(3)
    for _ in range(5):
        shuffler.shuffle(claims)
        shuffler.shuffle(reports)
        assert history(claims, reports) == history(CLAIMS, TOLD)


@pytest.mark.parametrize("upto", range(1, len(TELLINGS)))
def test_what_comes_later_changes_no_earlier_day(upto: int) -> None:
    last = TOLD[upto - 1].published
    assert last is not None
    before = history(CLAIMS[:upto], TOLD[:upto])
    assert [one for one in history(CLAIMS, TOLD) if one[0] <= last.isoformat()][: len(before)] == before


def test_by_when_the_desk_had_its_reports_it_is_another_history() -> None:
    late = [replace(one, retrieved=datetime(2020, 6, 1 + n % 2, tzinfo=UTC)) for n, one in enumerate(TOLD)]
    assert history(CLAIMS, late, day_of=retrieved_day) == [
        ("2020-06-01", "contested", 1),
        ("2020-06-02", "contested", 2),
    ]


def test_a_report_without_a_day_counts_from_when_it_was_retrieved() -> None:
    undated = replace(report("undated", published=None), retrieved=datetime(2020, 5, 30, tzinfo=UTC))
    assert history([claim("undated")], [undated]) == [("2020-05-30", "single-source", 1)]


def test_a_copy_on_another_day_is_no_change() -> None:
    text = " ".join(f"Shell number {n} fell on the market of Gao near the river." for n in range(9))
    reports = [report("wire", NEWS, "2020-05-18", text), report("copy", "Desert Post", "2020-05-20", f"{text} (2)")]
    found = stands([claim("wire"), claim("copy")], {r.report_id: r for r in reports}, source_of, None)
    assert [(one.since, one.standing, one.reports) for one in found] == [
        (date(2020, 5, 18), Standing.SINGLE_SOURCE, ("wire",))
    ]
