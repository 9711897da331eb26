"""Every comparison gives a score and a reason that a reader understands."""

from dataclasses import replace
from typing import Any

import pytest
from small_reports import claim, dead, report

from conflictdesk.link.blocking import components
from conflictdesk.link.blocks import Blocks, entry
from conflictdesk.link.compare import compare
from conflictdesk.link.names import name_within, place_names
from conflictdesk.link.pair_model import pair_score
from conflictdesk.link.profiles import profile
from conflictdesk.link.resolver import LINK_AT, weigh

NAMES = {"text": "the Dune Front", "canonical": "Dune Front"}
MAY = {"date_start": "2020-05-01", "date_end": "2020-05-31", "date_precision": "month"}

ARMY = {"text": "an army post", "kind": "military"}
RAID = {"type": "Attack", "perpetrator": NAMES, "target": {"text": "villagers", "kind": "civilian"}}
STRIKE_BACK = {
    "type": "Air/drone strike",
    "perpetrator": {"text": "the army", "canonical": "Military Forces of Mali"},
    "target": {"text": "20 Dune Front fighters", "kind": "armed group"},
}
PASSENGERS = {"target": {"text": "20 passengers"}, "abducted": dead(20)}
PUPILS = {"target": {"text": "14 students"}, "abducted": dead(14)}

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
    ("perpetrator", {"perpetrator": {"text": "gunmen"}}, {}, 0, "neither report names anybody"),
    ("perpetrator", RAID, STRIKE_BACK, -1, "Dune Front in one, Military Forces of Mali in the other: each side's own"),
    ("perpetrator", RAID | {"target": ARMY}, STRIKE_BACK, 0, "one report's attacker is the other's target"),
    ("date", {"on": None}, {"on": None}, 0, "neither report gives a date"),
    ("target", {}, {}, 0, "neither report says whom it struck"),
    ("weapon", {}, {}, 0, "neither report says with what"),
    ("target", {"target": {"text": "Gao hospital"}}, {"target": {"text": "Gao market"}}, -1, "targets that exclude"),
    ("target", {"evidence": "a strike on Gao hospital"}, {"evidence": "a strike on Gao market"}, -1, "targets that"),
    ("target", {"target": {"text": "a minibus"}}, {"target": {"text": "a police vehicle"}}, -1, "targets that exclude"),
    (
        "target",
        {"target": {"text": "a bus of soldiers"}},
        {"target": {"text": "a convoy"}},
        1,
        "both struck a target of",
    ),
    ("target", {"target": {"text": "a school"}}, {"target": {"text": "a house"}}, -1, "targets that exclude"),
    ("target", {"target": {"text": "a pastor"}}, {"target": {"text": "a village head"}}, -1, "targets that exclude"),
    ("target", PASSENGERS, PUPILS, -1, "targets that exclude one another: travel and school"),
    (
        "target",
        {"target": {"text": "the Tinzaouaten mosque"}},
        {"target": {"text": "the Guzargah mosque"}},
        -1,
        "each names what was struck",
    ),
    ("target", {"target": {"text": "the Guzargah mosque"}}, {"target": {"text": "Shiite mosque"}}, 1, ""),
    ("target", {"target": {"text": "tres personas"}}, {"target": {"text": "siete personas"}}, 0, "neither report says"),
    ("weapon", {"evidence": "una motobomba"}, {"evidence": "un carro bomba"}, -1, "one with a bomb in a motorcycle"),
    ("weapon", {"evidence": "a truck bomb"}, {"evidence": "un coche bomba"}, 0, "neither report says with what"),
    (
        "place",
        {"at": None, "place": "Koro", "evidence": "mardi à Koro, dans le nord-ouest de la Côte d'Ivoire"},
        {"at": None, "place": "Koro", "evidence": "mardi à Koro, dans la région de Mopti au Mali"},
        -1,
        "the sentence says CI in one, ML in the other",
    ),
    (
        "place",
        {"at": None, "place": "Koro", "evidence": "à Koro, près de la frontière de la Côte d'Ivoire"},
        {"at": None, "place": "Koro", "evidence": "à Koro, dans la région de Mopti au Mali"},
        1,
        "both at Koro",
    ),
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
    (
        "hour",
        {"evidence": "on Monday morning"},
        {"evidence": "lundi après-midi"},
        -1,
        "one tells of the morning, one of",
    ),
    ("hour", {"evidence": "on Monday afternoon"}, {"evidence": "lunes por la tarde"}, 1, "both tell of the afternoon"),
    ("hour", {"evidence": "at noon"}, {"evidence": "in the afternoon"}, 0, "noon and afternoon run into one another"),
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


ALIKE = {
    "weapon": {"text": "a bomb", "kind": "IED"},
    "killed": dead(5),
    "evidence": "a bomb killed five by the river port",
}
BUS, VAN = {"target": {"text": "a minibus"}}, {"target": {"text": "a police vehicle"}}


@pytest.mark.parametrize("sure", [1.0, 0.6])
def test_what_excludes_one_incident_outweighs_day_town_means_and_toll(sure: float) -> None:
    held = ALIKE | {"confidence": {"target": sure}}
    a, b = (claim(name, **(held | struck)) for name, struck in (("a", BUS), ("b", VAN)))  # type: ignore[arg-type]
    ends = profile(a, report("a"), [a]), profile(b, report("b"), [b])
    assert pair_score(compare(*ends)) < LINK_AT
    assert pair_score(compare(ends[0], ends[0])) > 0.99
    guessed = replace(b, confidence={"target": 0.3})
    assert pair_score(compare(ends[0], profile(guessed, report("b"), [guessed]))) > LINK_AT


def test_linking_counts_how_sure_the_coder_was() -> None:
    a, b = profile(claim("a"), report("a")), profile(claim("b", type="Peaceful protest"), report("b"))
    unsure = profile(replace(b.claim, confidence={"type": 0.5}), report("b"))
    for other in (b, unsure):
        told = round(pair_score(compare(a, other)), 4)
        assert weigh(entry(a, (0,)), entry(other, (1,))).score == (told if told >= 0.1 else 0)
    assert weigh(entry(a, (0,)), entry(unsure, (1,))).score > weigh(entry(a, (0,)), entry(b, (1,))).score


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
