"""Series: which attacks are proposed as one hand, why, and what never is."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
import yaml
from small_reports import WEEKLY, claim, link, report

from conflictdesk.link.series import find_series, now_called, series_key, with_series
from conflictdesk.link.series_beside import beside
from conflictdesk.link.series_groups import groups_of
from conflictdesk.link.series_model import Logistic, agreement, shares
from conflictdesk.pipeline.assessing import yardstick
from conflictdesk.pipeline.coder import Coder
from conflictdesk.publish.series import evidenced, lead, reach_sentence
from conflictdesk.records.events import EventClaim, Incident, Rival, Target, Weapon, WeaponKind
from conflictdesk.records.series import Bond, Grouping, Membership, Reach, Series, Trait
from logistic import even_weights, fit  # bench/logistic.py

FRONT = {"text": "fighters of the Dune Front", "canonical": "Dune Front"}
ROCKET, BARRACKS = {"text": "a rocket", "kind": "rocket"}, {"text": "a barracks", "kind": "military"}
CLAIMED = {"perpetrator": FRONT, "claimed_by": "Dune Front", "status": "claimed", "weapon": ROCKET, "target": BARRACKS}
STRIKE = {"type": "Air/drone strike", "role": "counter-operation", "target": {"text": "a Dune Front convoy"}}
WEEK = report("weekly", WEEKLY, "2020-05-21")
OWN_WORDS = """The weekly al-Naba said in its issue of 21 May that fighters of the Islamic State's Fezzan Province
 fired a Grad rocket at the airfield of Tamanhint on 17 May. A day later, it said, they fired a second Grad rocket at
 the barracks of the Libyan National Army in Taraghin. On 19 May the group fired a Grad rocket at the barracks of an
 army battalion in Umm al-Aranib, south of Sabha. In September 2019 the US Africa Command carried out an air strike on
 an Islamic State convoy near Murzuq on 26 September 2019, killing 17 militants.""".replace("\n", "")


def rockets(days: list[str], places: list[str], **more: object) -> list[EventClaim]:
    told = CLAIMED | more
    return [claim("weekly", at, on, start=50 * n, **told) for n, (on, at) in enumerate(zip(days, places, strict=True))]


def found(claims: list[EventClaim], words: list[Membership] | None = None) -> tuple[Grouping, list[Incident]]:
    reports = {one.report_id: WEEK if one.report_id == "weekly" else report(one.report_id) for one in claims}
    incidents = list(link(claims, list(reports.values())).incidents)
    return find_series(incidents, {one.claim_id: one for one in claims}, words or []), incidents


THREE = rockets(["2020-05-17", "2020-05-18", "2020-05-19"], ["Sabha", "Tamanhint", "Sabha"])


def only(grouping: Grouping) -> Series:
    (one,) = grouping.series
    return one


def test_three_claimed_rockets_are_proposed_as_one_series_and_the_air_strike_stands_beside_it() -> None:
    strike = claim("wire", "Sabha", "2019-09-26", **STRIKE)
    grouping, incidents = found([*THREE, strike])
    one, roles = only(grouping), {i.incident_id: i.role for i in incidents}
    assert [roles[key] for key in one.incidents] == ["attack"] * 3
    assert [roles[key] for key in one.counter_operations] == ["counter-operation"]
    assert one.group == "Dune Front"
    assert {i.series_id for i in with_series(incidents, grouping)} == {one.series_id, None}


def test_an_operation_stands_beside_them_also_where_a_rival_target_is_held() -> None:
    strike = claim("wire", "Sabha", "2019-09-26", **STRIKE)
    _, incidents = found([*THREE, strike])
    claims = {one.claim_id: one for one in (*THREE, strike)}
    (operation,) = (one for one in incidents if one.role == "counter-operation")
    army = Rival({"text": "militants of the Dune Front", "canonical": None, "kind": "armed group"}, (strike.claim_id,))
    disputed = replace(operation, target=Target("four civilians", "four civilians"), rivals={"target": (army,)})
    held = [disputed if one is operation else one for one in incidents]
    assert only(find_series(held, claims)).counter_operations == (operation.incident_id,)
    assert [len(one.operations) for one in beside(held)] == [1]


def test_a_report_s_claims_are_one_series_as_the_coder_reads_them() -> None:
    told = report("own", "Desert Monitor", "2020-05-22", OWN_WORDS)
    claims = list(Coder.load().code(told).claims)
    grouping, incidents = found(claims)
    one, by_id = only(grouping), {i.incident_id: i for i in incidents}
    assert [by_id[key].when.start.day for key in one.incidents if by_id[key].when] == [17, 18, 19]
    assert [by_id[key].perpetrator.canonical for key in one.counter_operations] == ["US Africa Command"]
    rows = evidenced(one, by_id)
    said = {row.trait: row.sentence for row in rows.signature}
    assert said["Statement"].startswith("One statement claims")
    assert "rocket in 3 of 3" in said["Weapon"]
    assert {row.trait for row in rows.space_time} == {"Distance", "Days"}


def test_nearness_alone_is_no_signature() -> None:
    same_spot = [claim(f"r{n}", "Gao", f"2020-05-{10 + n}", type="Attack") for n in range(4)]
    grouping, _ = found(same_spot)
    assert grouping.series == ()


BOMB = {"text": "a roadside bomb", "kind": "IED"}


def test_what_space_and_time_must_carry_is_no_series() -> None:
    troops = {"text": "troops", "kind": "military"}
    struck = {"weapon": BOMB, "type": "Remote explosive/landmine/IED", "target": troops}
    near = [claim(f"r{n}", "Gao", f"2020-05-{12 + 3 * n}", **struck) for n in range(2)]
    grouping, incidents = found(near)
    assert grouping.series == ()
    first, second = (one.incident_id for one in incidents)
    (pair,) = only(found(near, [said(second, (first,), True, 1)])[0]).pairs
    assert pair.probability > 0.5  # near as they are
    assert Trait.MANNER not in {one.trait for one in pair.evidence}  # the weapon tells it
    convoy = struck | {"perpetrator": FRONT, "target": {"text": "an army convoy", "kind": "military"}}
    signed = [claim(f"r{n}", "Gao", f"2020-05-{12 + 3 * n}", **convoy) for n in range(2)]
    others = [claim(f"o{n}", "Kidal", f"2020-03-{1 + 2 * n:02}", type="Armed clash") for n in range(9)]
    assert found(near + others)[0].series == ()
    armed = [replace(one, weapon=Weapon("rifles", WeaponKind.SMALL_ARMS)) for one in others]
    assert len(only(found(signed + armed)[0]).incidents) == 2  # what they share is rare on such a desk


def test_a_manner_counts_where_the_weapon_does_not_tell_it() -> None:
    told = CLAIMED | {"weapon": {"text": "a rifle", "kind": "small arms"}, "type": "Abduction/forced disappearance"}
    taken = [claim("weekly", "Gao", f"2020-05-{12 + n}", start=50 * n, **told) for n in range(2)]
    (pair,) = only(found(taken)[0]).pairs
    assert Trait.MANNER in {one.trait for one in pair.evidence}


def test_one_attack_that_a_report_reads_twice_is_no_series_of_two() -> None:
    grouping, incidents = found(rockets(["2020-05-17", "2020-05-17"], ["Sabha", "Sabha"]))
    assert len(incidents) == 2
    assert grouping.series == ()
    apart = rockets(["2020-05-17", "2020-05-17"], ["Sabha", "Tamanhint"])
    assert len(only(found(apart)[0]).incidents) == 2


def test_attacks_of_one_day_that_no_place_tells_are_no_series_unless_one_statement_claims_them() -> None:
    vague = {"lat": None, "lon": None, "geo_precision": "country"}
    told = {"perpetrator": FRONT, "weapon": ROCKET, "target": BARRACKS}
    elsewhere = [claim(f"r{n}", at, "2020-05-10", **told, **vague) for n, at in enumerate(("Mali", "Niger"))]
    assert found(elsewhere)[0].series == ()
    claimed = rockets(["2020-05-10", "2020-05-11"], ["Mali", "Niger"], **vague)
    assert len(only(found(claimed)[0]).incidents) == 2


def test_two_organisations_that_are_named_are_never_one_series() -> None:
    other = {"text": "men of the Salt Army", "canonical": "Salt Army"}
    mixed = [claim(f"r{n}", "Gao", f"2020-05-{10 + n}", perpetrator=who) for n, who in enumerate((FRONT, other))]
    assert found(mixed)[0].series == ()


def test_a_vague_name_brings_nobody_together() -> None:
    vague = {"text": "gunmen of a tribe", "canonical": "Unidentified armed group"}
    claims = [claim(f"r{n}", "Gao", f"2020-05-{10 + n}", perpetrator=vague) for n in range(3)]
    grouping, _ = found(claims)
    told = [one.trait for series in grouping.series for pair in series.pairs for one in pair.evidence]
    assert Trait.GROUP not in told
    assert beside(found(claims)[1]) == []


def test_the_name_of_a_community_that_was_struck_makes_no_two_attacks_alike() -> None:
    victims = {"text": "Tebu herders of the Gaida clan", "kind": "civilian"}
    grouping, _ = found(rockets(["2020-05-17", "2020-05-18"], ["Sabha", "Tamanhint"], target=victims))
    evidence = [one for pair in only(grouping).pairs for one in pair.evidence]
    assert Trait.WORDS not in {one.trait for one in evidence}
    assert not any("tebu" in f"{one.left} {one.right}".casefold() for one in evidence)


def test_order_has_no_say() -> None:
    strike = claim("wire", "Sabha", "2019-09-26", **STRIKE)
    expected, incidents = found([*THREE, strike])
    claims = {one.claim_id: one for one in (*THREE, strike)}
    for seed in range(5):
        shuffled = random.Random(seed).sample(incidents, len(incidents))
        assert find_series(shuffled, claims) == expected


def test_a_series_is_called_after_its_oldest_incident_and_an_older_one_leads_on() -> None:
    grouping, incidents = found(THREE)
    one = only(grouping)
    assert one.series_id == series_key(one.incidents[0])
    assert now_called(series_key(one.incidents[1]), grouping, incidents) == one
    assert now_called("nothing", grouping, incidents) is None


def said(incident: str, others: tuple[str, ...], holds: bool, act: int) -> Membership:
    return Membership(incident, others, holds, "Ada", datetime(2021, 1, act, tzinfo=UTC), act)


def test_a_person_takes_an_attack_out_and_puts_it_back() -> None:
    first, second, third = only(found(THREE)[0]).incidents
    out = said(third, (first, second), False, 1)
    assert only(found(THREE, [out])[0]).incidents == (first, second)
    back = said(third, (first, second), True, 2)
    assert only(found(THREE, [out, back])[0]).incidents == (first, second, third)


def test_a_person_puts_in_what_the_machine_keeps_apart_but_never_an_operation() -> None:
    far = claim("wire", "Kidal", "2020-05-18", type="Abduction/forced disappearance")
    strike = claim("wire2", "Sabha", "2019-09-26", **STRIKE)
    grouping, incidents = found([*THREE, far, strike])
    by_role = {i.incident_id: i for i in incidents}
    apart = next(k for k, i in by_role.items() if i.place.name == "Kidal")
    operation = next(k for k, i in by_role.items() if i.role == "counter-operation")
    words = [said(apart, only(grouping).incidents, True, 1), said(operation, only(grouping).incidents, True, 2)]
    now = only(found([*THREE, far, strike], words)[0])
    assert apart in now.incidents
    assert operation not in now.incidents
    assert [word.incident_id for word in now.said] == [apart]


def test_a_campaign_and_a_statement_are_bundles_of_their_own() -> None:
    claims = rockets(["2020-01-01", "2020-05-18"], ["Gao", "Sabha"], campaign="battle of the dunes")
    grouping, _ = found(claims)
    assert [(one.bond, one.name, len(one.incidents)) for one in grouping.bundles] == [
        (Bond.CAMPAIGN, "battle of the dunes", 2),
        (Bond.STATEMENT, None, 2),
    ]
    assert grouping.series == ()  # over four months apart: nobody says it is one hand


def test_distance_and_days_tell_what_one_team_would_need() -> None:
    near = only(found(THREE)[0]).feasibility
    assert near.reach is Reach.WITHIN
    assert [round(leg.km or 0) for leg in near.legs] == [31, 31]  # Sabha to Tamanhint and back
    far = only(found(rockets(["2020-05-17", "2020-05-17"], ["Gao", "Kidal"]))[0]).feasibility
    assert far.reach is Reach.FAR
    assert "Roads are not known." in reach_sentence(far)


def test_no_sentence_of_the_machine_has_a_word_of_the_yardstick_or_of_confidence() -> None:
    grouping, incidents = found(THREE)
    one, by = only(grouping), yardstick()
    rows = evidenced(one, {i.incident_id: i for i in incidents})
    told = [lead(one, incidents), *(row.sentence for row in (*rows.signature, *rows.space_time))]
    told += [reach_sentence(replace(one.feasibility, reach=reach)) for reach in Reach]
    words = [w for one_word in by.words for w in (one_word.word, *one_word.forms)] + [*by.strange, *by.confidence]
    padded = [f" {sentence.casefold().replace('.', ' ').replace(',', ' ')} " for sentence in told]
    assert [w for w in words for sentence in padded if f" {w} " in sentence] == []


def test_a_claim_reads_as_a_claim() -> None:
    grouping, incidents = found(THREE)
    assert "claimed by Dune Front" in lead(only(grouping), incidents)


def test_operations_stand_beside_attacks_by_organisation_and_place() -> None:
    _, incidents = found([*THREE, claim("wire", "Sabha", "2019-09-26", **STRIKE)])
    (one,) = beside(incidents)
    assert (one.group, len(one.attacks), len(one.operations)) == ("Dune Front", 3, 1)
    assert [(s.place, len(s.attacks), len(s.operations)) for s in one.spots] == [("Sabha", 2, 1), ("Tamanhint", 1, 0)]


def test_what_is_rare_says_more_than_what_is_common() -> None:
    codes = np.array([0] * 18 + [1] * 2)
    share = shares(codes, np.array([0.5, 0.5]), 2.0)
    common, rare, differing, unknown = agreement(np.array([0, 1, 0, -1]), np.array([0, 1, 1, 0]), share)
    assert rare[0] > common[0] > 0
    assert differing[0] == 0
    assert differing[2] == pytest.approx(rare[0])
    assert not unknown.any()


def test_every_series_counts_alike_and_signs_hold() -> None:
    labels, series = np.array([True] * 4 + [False] * 4), np.array([0, 0, 0, 1, 2, 3, 4, 5])
    weights = even_weights(labels, series)
    assert weights[:3].sum() == pytest.approx(weights[3])
    features = np.array([[1.0, 1.0]] * 4 + [[0.0, 0.0]] * 4)
    model = fit(features, labels, signs=np.array([1.0, -1.0]))
    assert model.weights[0] > 0
    assert model.weights[1] == 0  # it would help, but on the wrong side of nought


def test_groups_respect_the_mean_and_what_is_apart() -> None:
    scores = {(0, 1): 0.9, (1, 2): 0.9, (0, 2): 0.3, (3, 4): 0.4}
    assert groups_of(scores, [], []) == [(0, 1, 2)]
    assert groups_of(scores, [], [(0, 2)]) == [(0, 1)]
    assert groups_of(scores, [(3, 4)], []) == [(0, 1, 2), (3, 4)]
    assert groups_of(scores | {(0, 2): 0.0}, [], []) == [(0, 1)]


def test_the_shipped_weights_are_as_the_seeded_program_writes_them() -> None:
    import series as program  # training/series.py

    data = Path(program.DATA)
    told = yaml.safe_load(data.read_text("utf-8"))
    among, cells = program.world(7)
    again, _ = program.world(7)
    assert among == again
    assert len(set(cells.tolist())) < len(among)
    weights = np.array([w for trait in program.COLUMNS for w in told["model"]["weights"][str(trait)]])
    assert program.written(Logistic(told["model"]["bias"], weights)) in data.read_text("utf-8")
    assert min(one.when.start for one in among) >= date(2020, 1, 1)


def test_one_spot_within_a_week_with_a_higher_toll_may_be_one_incident_and_is_no_series() -> None:
    told = {"perpetrator": FRONT, "weapon": ROCKET, "target": BARRACKS}
    tolls = [{"killed": {"min": n, "max": n}} for n in (12, 31)]
    days = ("2020-05-15", "2020-05-22")
    twice = [claim(f"r{n}", "Gao", on, **told, **tolls[n]) for n, on in enumerate(days)]
    assert found(twice)[0].series == ()
    falling = [claim(f"r{n}", "Gao", on, **told, **tolls[1 - n]) for n, on in enumerate(days)]
    assert len(only(found(falling)[0]).incidents) == 2
    in_one = [claim("r0", "Gao", on, start=50 * n, **told, **tolls[n]) for n, on in enumerate(days)]
    assert len(only(found(in_one)[0]).incidents) == 2
    _, incidents = found(twice)
    first, second = (one.incident_id for one in incidents)
    put_in = only(found(twice, [said(second, (first,), True, 1)])[0])
    assert [(pair.doubt or "")[:22] for pair in put_in.pairs] == ["may be one incident to"]
