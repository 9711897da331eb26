"""Every comparison gives a score and a reason that a reader understands."""

from typing import Any

import pytest
from small_reports import claim, dead, report

from conflictdesk.link.blocking import components
from conflictdesk.link.blocks import Blocks, entry
from conflictdesk.link.compare import compare
from conflictdesk.link.names import name_within, place_names
from conflictdesk.link.profiles import profile

NAMES = {"text": "the Dune Front", "canonical": "Dune Front"}
MAY = {"date_start": "2020-05-01", "date_end": "2020-05-31", "date_precision": "month"}

CASES: list[tuple[str, dict[str, Any], dict[str, Any], int, str]] = [
    ("date", {}, {}, 1, "both on 17 May 2020"),
    ("date", {}, {"on": "2020-05-18"}, -1, "1 day apart: 17 May 2020 and 18 May 2020"),
    ("date", {}, {"on": None}, 0, "one report gives no date"),
    ("date", {}, MAY, 1, "17 May 2020 and 1 May 2020 to 31 May 2020 overlap"),
    ("place", {}, {}, 1, "both at Gao"),
    ("place", {"at": "Sabha"}, {"at": "Tamanhint"}, -1, "31 km apart"),
    ("place", {}, {"at": "Kidal"}, -1, "287 km apart"),
    ("place", {"at": "Al-Fuqaha"}, {"at": "Fuqaha"}, 1, "both at Al-Fuqaha"),
    (
        "place",
        {},
        {"at": "Tel Harun"},
        0,
        "one report is no nearer than a region, or names a spot that no gazetteer has",
    ),
    ("type", {}, {"type": "Attack"}, 0, ""),
    ("type", {}, {"type": "Agreement"}, -1, "Shelling/artillery/missile attack and Agreement are different things"),
    (
        "type",
        {"type": "Attack", "weapon": {"text": "shot", "kind": "small arms"}},
        {"type": "Remote explosive/landmine/IED"},
        -1,
        "one tells of an assault, one of a bomb",
    ),
    ("type", {"type": "Attack", "weapon": {"kind": "small arms"}}, {"type": "Suicide bomb"}, 0, "Attack and Suicide"),
    ("target", {"target": {"text": "a bank"}}, {"target": {"text": "un convoi militaire"}}, -1, "targets that exclude"),
    (
        "target",
        {"target": {"text": "the mosque"}},
        {"target": {"text": "una moschea"}},
        1,
        "both struck a target of one",
    ),
    ("target", {"target": {"text": "a judge"}}, {"target": {"text": "a farmer"}}, -1, "targets that exclude"),
    ("perpetrator", {"perpetrator": NAMES}, {"perpetrator": NAMES}, 1, "both name Dune Front"),
    ("perpetrator", {"perpetrator": NAMES}, {"perpetrator": {"text": "gunmen"}}, 0, "one report names nobody"),
    ("perpetrator", {"perpetrator": NAMES}, {"perpetrator": {"canonical": "Oasis Brigade"}}, -1, ""),
    ("target", {"target": {"kind": "police"}}, {"target": {"kind": "police"}}, 1, "both struck police"),
    ("target", {"target": {"kind": "police"}}, {"target": {"kind": "civilian"}}, -1, "one struck police, one civilian"),
    ("weapon", {"weapon": {"kind": "IED"}}, {"weapon": {"kind": "VBIED"}}, 1, ""),
    ("weapon", {"weapon": {"kind": "IED"}}, {}, 0, "one report does not say with what"),
    (
        "casualties",
        {"killed": dead(9)},
        {"killed": dead(14)},
        -1,
        "death tolls 9 and 14: counts of one attack often differ so",
    ),
    ("casualties", {"killed": dead(9)}, {"killed": dead(5, None)}, 1, "death tolls 9 and at least 5 are compatible"),
    ("casualties", {"killed": dead(2)}, {"killed": dead(60)}, -1, "death tolls 2 and 60 are far apart"),
    ("casualties", {"killed": dead(0)}, {}, 0, "no number of people in common to compare"),
    ("text", {"evidence": "shells hit the market"}, {"evidence": "market hit by shells"}, 1, ""),
    ("text", {"evidence": "shells hit the market"}, {"evidence": "قذائف"}, 0, ""),
    (
        "text",
        {"at": "Sabha", "evidence": "shells hit the market"},
        {"at": "Tamanhint", "evidence": "shells hit the market"},
        0,
        "the reports name different towns",
    ),
    (
        "hour",
        {"evidence": "at dawn, shells fell"},
        {"evidence": "un tir d'obus ce matin"},
        1,
        "both tell of the morning",
    ),
    ("hour", {"evidence": "shells fell at dawn"}, {"evidence": "قصف مساء"}, -1, "one tells of the morning, one of the"),
    ("hour", {"evidence": "in the evening"}, {"evidence": "shells at midnight"}, 0, "evening and night run into one"),
    ("hour", {"evidence": "at dawn"}, {"evidence": "in the evening", "on": "2020-05-19"}, 0, "the reports do not both"),
    (
        "type",
        {"type": "Suicide bomb"},
        {},
        -1,
        "one tells of a bomb, one of shelling",
    ),
    (
        "weapon",
        {"weapon": {"kind": "VBIED", "text": "a car bomb"}},
        {"weapon": {"kind": "mortar/artillery", "text": "mortar shells"}},
        -1,
        "one with VBIED, one with mortar/artillery",
    ),
]


@pytest.mark.parametrize(("name", "left", "right", "sign", "reason"), CASES)
def test_a_score_comes_with_its_reason(
    name: str, left: dict[str, Any], right: dict[str, Any], sign: int, reason: str
) -> None:
    a, b = profile(claim("a", **left), report("a")), profile(claim("b", **right), report("b"))
    found = next(c for c in compare(a, b) if c.property == name)
    assert (found.score > 0) - (found.score < 0) == sign
    assert found.reason.startswith(reason)
    assert found.reason


def test_a_name_says_more_than_where_it_was_placed() -> None:
    a, b = (
        claim("a", "Gao", evidence="Shells fell on Gao"),
        claim("b", "Kidal", evidence="The shells came from Gao at night"),
    )
    told = {c.property: c for c in compare(profile(a, None), profile(b, None))}["place"]
    assert (told.score > 0, told.reason) == (True, "the report that says Kidal names Gao too")
    abroad = claim("c", at=None, place="the town of Gao", country="LY")
    told = {c.property: c for c in compare(profile(a, None), profile(abroad, None))}["place"]
    assert (told.score > 0, told.reason) == (True, "both at Gao, placed apart")


@pytest.mark.parametrize(("left", "right", "same"), [
    ("Koui", "Bocaranga-Koui", True),
    ("the Doyon quarter", "Doyon", True),
    ("محلية قريضة", "قريضة", True),
    ("بطريق المطار", "طريق المطار", True),
    ("Azin bazaar", "Bassorah", False),
    ("Jabal al-Bishri", "جبل", False),
])  # fmt: skip
def test_one_name_within_another(left: str, right: str, same: bool) -> None:
    assert name_within(place_names(left), place_names(right)) is same


def test_what_stands_alone_on_its_day_and_place_is_likelier_the_one_that_is_meant() -> None:
    a, b, beside = claim("a"), claim("b"), claim("b", start=90)
    alone = compare(profile(a, None, [a]), profile(b, None, [b]))[-1]
    among = compare(profile(a, None, [a]), profile(b, None, [b, beside]))[-1]
    assert alone.property == "scene"
    assert alone.score > 0 > among.score
    assert compare(profile(a, None), profile(b, None))[-1].score == 0  # nothing is known of what else they tell


def test_scores_do_not_depend_on_which_comes_first() -> None:
    for _, left, right, _, _ in CASES:
        a, b = profile(claim("a", **left), report("a")), profile(claim("b", **right), report("b"))
        assert [c.score for c in compare(a, b)] == [c.score for c in compare(b, a)]


@pytest.mark.parametrize(
    ("right", "met"),
    [
        ({}, True),
        ({"on": "2020-05-19"}, True),
        ({"on": "2020-06-19"}, False),
        ({"at": "Kidal"}, False),
        ({"at": "Kidal", "evidence": "Shells from Kidal fell on Gao"}, True),
        ({"at": None, "country": "ML", "place": "the north"}, True),
        ({"at": None, "country": "LY", "place": "the north"}, False),
        ({"on": None}, True),
        (MAY, True),
    ],
)
def test_claims_meet_by_time_and_place(right: dict[str, Any], met: bool) -> None:
    profiles = [profile(claim("a"), report("a")), profile(claim("b", **right), report("b"))]
    assert bool(list(Blocks().fill(entry(one, (n,)) for n, one in enumerate(profiles)))) is met


def test_a_large_component_loses_its_weakest_edges() -> None:
    chain = {(n, n + 1): 0.9 if n % 3 else 0.2 for n in range(29)}
    found = components(30, chain, cap=5)
    assert max(map(len, found)) <= 5
    assert sorted(i for part in found for i in part) == list(range(30))
    assert {(0,), (1, 2, 3), (4, 5, 6)} <= set(found)  # cut where the edges are weak
