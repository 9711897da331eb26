"""Many reports on one incident: the size cap cuts no crowd to pieces and overrules nobody."""

import random
from datetime import UTC, datetime

import pytest
from small_reports import claim, dead, link, report

from conflictdesk.link.blocking import components
from conflictdesk.link.clusters import agglomerate, between, contract
from conflictdesk.records.events import EventClaim, Judgement, Likeness
from conflictdesk.records.reports import Report

GROUP = {"text": "fighters of the Dune Front", "canonical": "Dune Front"}


def crowd(size: int, **fields: object) -> tuple[list[EventClaim], list[Report]]:
    reports = [report(f"r{n}", f"Paper {n}", f"2020-05-{18 + n % 9}") for n in range(size)]
    return [claim(r.report_id, **fields) for r in reports], reports  # type: ignore[arg-type]


def judged(left: EventClaim, right: EventClaim, likeness: Likeness, hour: int = 1) -> Judgement:
    at = datetime(2021, 1, 2, hour, tzinfo=UTC)
    return Judgement(left.anchor, right.anchor, likeness, None, "read both", "Ada", at)


@pytest.mark.parametrize("size", [230, 300])
def test_a_crowd_that_says_the_same_tells_of_one_incident(size: int) -> None:
    claims, reports = crowd(size, killed=dead(4))
    (incident,) = link(claims, reports).incidents
    assert (len(incident.claims), incident.sources_independent) == (size, size)


def test_a_crowd_that_gives_no_day_is_one_incident_too() -> None:
    claims, reports = crowd(300, on="2020-05-01", date_end="2020-05-31", date_precision="month")
    assert len(link(claims, reports).incidents) == 1


def test_a_crowd_is_one_in_any_order_and_beside_others() -> None:
    claims, reports = crowd(250)
    other, elsewhere = claim("other", "Kidal"), report("other", "Desert Post")
    alone = link(claims, reports)
    for seed in range(2):
        mixed, shelf = [*claims, other], [*reports, elsewhere]
        random.Random(seed).shuffle(mixed)
        random.Random(seed).shuffle(shelf)
        linking = link(mixed, shelf)
        assert alone.incidents[0] in linking.incidents
        assert len(linking.incidents) == 2


def test_a_persons_same_holds_above_the_cap() -> None:
    claims, reports = crowd(230, on=None)  # undated: no pair of them is certain
    same = [judged(claims[0], other, Likeness.SAME) for other in claims[1:]]
    assert len(link(claims, reports, *same).incidents) == 1


def test_a_persons_different_holds_within_a_crowd() -> None:
    claims, reports = crowd(230)
    linking = link(claims, reports, judged(claims[3], claims[200], Likeness.DIFFERENT))
    assert linking.incident_of[claims[3].claim_id] != linking.incident_of[claims[200].claim_id]
    assert len(linking.incidents) == 2


def test_a_vaguer_report_joins_the_crowd() -> None:
    claims, reports = crowd(300, perpetrator=GROUP, killed=dead(4))
    vague = claim("vague", on=None, perpetrator=GROUP, killed=dead(4))
    assert len(link([*claims, vague], [*reports, report("vague", "Oasis Radio", "2020-05-19")]).incidents) == 1


def test_two_attacks_that_each_report_tells_apart_stay_two_in_a_crowd() -> None:
    reports = [report(f"r{n}", f"Paper {n}") for n in range(120)]
    claims = [claim(r.report_id, start=50 * k, killed=dead(9 * k)) for r in reports for k in (1, 2)]
    assert sorted(len(incident.claims) for incident in link(claims, reports).incidents) == [120, 120]


def test_a_component_with_one_score_throughout_stays_whole() -> None:
    chain = {(n, n + 1): 0.7 for n in range(29)}
    assert components(30, chain, cap=5) == (tuple(range(30)),)


def test_edges_of_one_score_go_together() -> None:
    ring = {(n, n + 1): 0.5 if n % 2 else 0.9 for n in range(9)}
    assert components(10, ring, cap=5) == ((0, 1), (2, 3), (4, 5), (6, 7), (8, 9))


def test_groups_are_contracted_only_as_far_as_nothing_is_kept_apart() -> None:
    singles = [(i,) for i in range(4)]
    assert contract(singles, [(0, 1), (1, 2), (2, 3)], [(0, 2)]) == [(0, 1), (2, 3)]
    assert contract(singles, [(2, 3), (1, 2), (0, 1)], []) == [(0, 1, 2, 3)]


def test_groups_merge_by_their_average_and_never_past_what_is_apart() -> None:
    singles = [(0,), (1,), (2,)]
    scores = {(0, 1): 0.9, (1, 2): 0.8, (0, 2): 0.3}
    assert agglomerate(singles, scores, [], 0.5) == [(0, 1, 2)]  # (0.8 + 0.3) / 2
    assert agglomerate(singles, scores, [], 0.6) == [(0, 1), (2,)]
    assert agglomerate(singles, scores, [(0, 1)], 0.5) == [(0,), (1, 2)]
    assert agglomerate(singles, {(0, 1): 0.9, (1, 2): 0.8}, [], 0.5) == [(0, 1), (2,)]  # what is missing is nought


def test_between_groups_only_what_was_compared_counts() -> None:
    groups = [(0, 1, 2), (3,)]
    assert between(groups, {(0, 1): 1.0, (0, 3): 0.9, (1, 3): 0.7}) == {(0, 1): 0.8}
    assert agglomerate(groups, {(0, 1): 0.8}, [], 0.5) == [(0, 1, 2, 3)]
