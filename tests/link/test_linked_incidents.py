"""Which claims are one incident, and what the incident then holds."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from small_reports import ARMY, COMMAND, NEWS, RELIEF, WEEKLY, claim, dead, link, report

from conflictdesk.link.resolver import RULE
from conflictdesk.records.anchors import review_anchor
from conflictdesk.records.events import Anchor, EventClaim, Judgement, Likeness, Review, Standing, Verdict
from conflictdesk.records.reports import Span

GROUP = {"text": "fighters of the Dune Front", "canonical": "Dune Front"}
MARKET, WORDS = {"text": "the cattle market", "kind": "civilian"}, "Several shells hit the cattle market"
FIRST, SECOND = report("first"), report("second", "Desert Post", "2020-05-19")


def judged(left: EventClaim, right: EventClaim, likeness: Likeness, by: str = "Ada", hour: int = 1) -> Judgement:
    at = datetime(2021, 1, 2, hour, tzinfo=UTC)
    return Judgement(left.anchor, right.anchor, likeness, None, "read both", by, at)


def correction(anchor: Anchor) -> Review:
    return Review(anchor, Verdict.CORRECT, "killed", dead(3), "Ada", datetime(2021, 1, 2, tzinfo=UTC))


def test_two_reports_of_one_attack_are_one_incident() -> None:
    a, b = claim("first", perpetrator=GROUP), claim("second", perpetrator=GROUP)
    linking = link([a, b], [FIRST, SECOND])
    (incident,) = linking.incidents
    assert incident.claims == (a.claim_id, b.claim_id)
    assert linking.incident_of == {a.claim_id: incident.incident_id, b.claim_id: incident.incident_id}


def test_three_rockets_on_three_days_are_three() -> None:
    days = ["2020-05-17", "2020-05-18", "2020-05-19"]
    there = [claim("first", "Tamanhint", on, start=50 * n, weapon={"kind": "rocket"}) for n, on in enumerate(days)]
    again = [claim("second", "Tamanhint", on, start=50 * n, weapon={"kind": "rocket"}) for n, on in enumerate(days)]
    linking = link([*there, *again], [FIRST, SECOND])
    assert len(linking.incidents) == 3
    assert [linking.incident_of[c.claim_id] for c in there] == [linking.incident_of[c.claim_id] for c in again]


def test_two_attacks_on_one_town_on_two_days_are_two() -> None:
    claims = [claim("first", on="2020-05-17", perpetrator=GROUP), claim("second", on="2020-05-18", perpetrator=GROUP)]
    assert len(link(claims, [FIRST, SECOND]).incidents) == 2


def test_a_follow_up_a_week_later_with_a_higher_toll_is_one() -> None:
    later = report("later", "Desert Post", "2020-05-25")
    a, b = claim("first", killed=dead(9), perpetrator=GROUP), claim("later", killed=dead(14), perpetrator=GROUP)
    (incident,) = link([a, b], [FIRST, later]).incidents
    assert incident.killed.max == 14  # one voice each: the later report's toll
    assert incident.rivals["killed"][0].value == {"min": 9, "max": 9}
    assert incident.rivals["killed"][0].claims == (a.claim_id,)


@pytest.mark.parametrize(
    ("fields", "incidents"),
    [
        ({"on": "2020-05-18", "killed": dead(7), "target": MARKET, "evidence": WORDS}, 2),
        ({"on": "2020-05-18", "killed": dead(7), "target": MARKET, "confidence": {"date": 0.6}}, 1),
        ({"at": "Ansongo"}, 2),  # 90 km away
        ({"at": "Kidal"}, 2),
        ({"on": "2020-05-21"}, 2),
        ({"type": "Peaceful protest", "role": "other"}, 2),
        ({"role": "counter-operation", "type": "Air/drone strike"}, 2),
        ({"on": None, "evidence": WORDS}, 1),
        ({"type": "Attack"}, 1),  # one attack, worded either way
    ],
)
def test_what_disagrees_is_weighed(fields: dict[str, object], incidents: int) -> None:
    a = claim("first", killed=dead(7), target=MARKET, evidence="Shells hit the cattle market of Gao")
    b = claim("second", **fields)  # type: ignore[arg-type]
    assert len(link([a, b], [FIRST, SECOND]).incidents) == incidents


def test_claims_of_one_report_are_not_linked_by_the_rule() -> None:
    assert len(link([claim("first"), claim("first", start=50)], [FIRST]).incidents) == 2


def test_nor_through_a_third_report() -> None:
    claims = [claim("first"), claim("first", start=50), claim("second")]
    assert len(link(claims, [FIRST, SECOND]).incidents) == 2


def test_any_order_of_arrival_gives_the_same() -> None:
    reports = [report(f"r{n}", f"Paper {n % 7}", f"2020-05-{18 + n % 5}") for n in range(20)]
    towns = ["Gao", "Kidal", "Tamanhint"]
    claims = [
        claim(f"r{n}", towns[k % 3], f"2020-05-{15 + (n + k) % 4}", start=60 * k, killed=dead((n * k) % 5))
        for n in range(20)
        for k in range(3)
    ]
    judgements = [
        judged(claims[0], claims[5], Likeness.SAME),
        judged(claims[1], claims[4], Likeness.DIFFERENT),
        judged(claims[1], claims[4], Likeness.UNSURE, by=RULE),
    ]
    expected = link(claims, reports, *judgements)
    assert 3 < len(expected.incidents) < 60
    shuffler = random.Random(7)
    for _ in range(20):
        for rows in (claims, reports, judgements):
            shuffler.shuffle(rows)  # type: ignore[arg-type]
        assert link(claims, reports, *judgements) == expected


def test_a_persons_different_splits_and_taking_it_back_rejoins() -> None:
    a, b = claim("first", perpetrator=GROUP), claim("second", perpetrator=GROUP)
    split = judged(a, b, Likeness.DIFFERENT)
    assert len(link([a, b], [FIRST, SECOND], split).incidents) == 2
    undone = judged(a, b, Likeness.UNSURE, hour=2)
    assert len(link([a, b], [FIRST, SECOND], undone, split).incidents) == 1


def test_a_persons_same_joins_what_the_rule_keeps_apart() -> None:
    a, b = claim("first"), claim("second", "Kidal", "2020-05-20")
    assert len(link([a, b], [FIRST, SECOND]).incidents) == 2
    linking = link([a, b], [FIRST, SECOND], judged(b, a, Likeness.SAME))
    assert len(linking.incidents) == 1
    assert [(pair.likeness, pair.by) for pair in linking.pairs] == [(Likeness.SAME, "Ada")]


def test_a_person_outranks_the_rule_whoever_spoke_last() -> None:
    a, b = claim("first", perpetrator=GROUP), claim("second", perpetrator=GROUP)
    person, rule = judged(a, b, Likeness.DIFFERENT), judged(a, b, Likeness.SAME, by=RULE, hour=9)
    assert len(link([a, b], [FIRST, SECOND], person, rule).incidents) == 2


def test_different_holds_though_a_third_claim_fits_both() -> None:
    third = report("third", "Oasis Radio", "2020-05-19")
    a, b, c = (claim(name, perpetrator=GROUP) for name in ("first", "second", "third"))
    linking = link([a, b, c], [FIRST, SECOND, third], judged(a, b, Likeness.DIFFERENT))
    assert linking.incident_of[a.claim_id] != linking.incident_of[b.claim_id]
    assert len(linking.incidents) == 2


def test_a_judgement_outlives_re_coding() -> None:
    a, b = claim("first", perpetrator=GROUP), claim("second", perpetrator=GROUP)
    said = judged(a, b, Likeness.DIFFERENT)
    recoded = claim("first", perpetrator=GROUP, start=3, killed=dead(2))
    assert recoded.claim_id != a.claim_id
    assert len(link([recoded, b], [FIRST, SECOND], said).incidents) == 2


def test_an_incident_keeps_its_id_when_a_younger_report_arrives() -> None:
    a, b = claim("first", perpetrator=GROUP), claim("second", perpetrator=GROUP)
    (alone,) = link([a], [FIRST]).incidents
    (together,) = link([b, a], [SECOND, FIRST]).incidents
    assert alone.incident_id == together.incident_id


def test_two_claims_of_one_sentence_have_two_ids() -> None:
    claims = [claim("first", "Gao"), claim("first", "Kidal")]
    ids = {incident.incident_id for incident in link(claims, [FIRST]).incidents}
    assert len(ids) == 2


@pytest.mark.parametrize("gone", [0, 1])
def test_an_id_never_passes_to_another_claim_of_the_sentence(gone: int) -> None:
    coded = [
        replace(claim("first", at), spans={"type": (Span(9 * n, 9 * n + 5),)}) for n, at in enumerate(("Gao", "Kidal"))
    ]
    anchor, left = review_anchor(coded[gone], coded), coded[1 - gone].claim_id
    rejected = Review(anchor, Verdict.REJECT, None, None, "Ada", datetime(2021, 1, 2, tzinfo=UTC))
    before, after = (link(coded, [FIRST], reviews=said).incident_of for said in ((), (rejected,)))
    assert after == {left: before[left]}


def test_an_added_claim_takes_no_id_from_those_of_its_sentence() -> None:
    coded = [claim("first", "Gao"), claim("first", "Kidal")]
    missed = claim("first", "Ansongo")
    added = Review(missed.anchor, Verdict.ADD, None, missed.as_record(), "Ada", datetime(2021, 1, 2, tzinfo=UTC))
    before, after = (link(coded, [FIRST], reviews=said).incident_of for said in ((), (added,)))
    assert before.items() <= after.items()
    assert len(set(after.values())) == 3


def test_a_judgement_on_a_shared_sentence_speaks_of_one_claim_as_a_review_does() -> None:
    told = [claim("first", "Gao"), claim("first", "Kidal")]  # one sentence, nothing tells the two apart
    other = claim("second", "Sabha", "2020-01-01")
    (reviewed,) = link(told, [FIRST], reviews=[correction(told[0].anchor)]).reviewed.fields
    linking = link([*told, other], [FIRST, SECOND], judged(told[0], other, Likeness.SAME))
    joined = linking.incident_of[other.claim_id]
    assert [c.claim_id for c in told if linking.incident_of[c.claim_id] == joined] == [reviewed]


def test_a_judgement_on_a_rejected_claim_passes_to_no_other() -> None:
    told = [
        replace(claim("first", at), spans={"type": (Span(9 * n, 9 * n + 5),)}) for n, at in enumerate(("Gao", "Kidal"))
    ]
    other = claim("second", "Sabha", "2020-01-01")
    anchor = review_anchor(told[0], told)
    said = Judgement(anchor, other.anchor, Likeness.SAME, None, "", "Ada", datetime(2021, 1, 2, tzinfo=UTC))
    rejected = Review(anchor, Verdict.REJECT, None, None, "Ada", datetime(2021, 1, 2, tzinfo=UTC))
    assert len(link([*told, other], [FIRST, SECOND], said).incidents) == 2
    assert len(link([*told, other], [FIRST, SECOND], said, reviews=[rejected]).incidents) == 2


def test_pairs_say_why() -> None:
    a, b = claim("first", killed=dead(9)), claim("second", killed=dead(14))
    (pair,) = link([a, b], [FIRST, SECOND]).pairs
    reasons = {comparison.property: comparison.reason for comparison in pair.comparisons}
    assert reasons["date"] == "both on 17 May 2020"
    assert reasons["place"] == "both at Gao"
    assert reasons["casualties"] == "death tolls 9 and 14: counts of one attack often differ so"
    assert pair.by == RULE


def test_the_value_of_most_independent_voices_is_held() -> None:
    names = ["first", "second", "third"]
    reports = [report(name, f"Paper {name}", "2020-05-18") for name in names]
    claims = [claim(name, killed=dead(n)) for name, n in zip(names, (4, 4, 6), strict=True)]
    (incident,) = link(claims, reports).incidents
    assert (incident.killed.min, incident.killed.max) == (4, 4)
    assert [rival.value for rival in incident.rivals["killed"]] == [{"min": 6, "max": 6}]


def test_what_nobody_tells_stays_unknown() -> None:
    (incident,) = link([claim("first")], [FIRST]).incidents
    assert not incident.killed.known
    assert incident.as_record()["killed"] == {"min": None, "max": None}
    assert incident.rivals == {}


@pytest.mark.parametrize(
    ("told", "standing", "sources"),
    [
        ([(NEWS, {"status": "claimed"})], Standing.CLAIMED_ONLY, 0),
        ([(WEEKLY, {"status": "reported"})], Standing.CLAIMED_ONLY, 0),
        ([(NEWS, {})], Standing.SINGLE_SOURCE, 1),
        ([(NEWS, {}), ("Desert Post", {})], Standing.CORROBORATED, 2),
        ([(NEWS, {}), (NEWS, {})], Standing.SINGLE_SOURCE, 1),
        ([(WEEKLY, {"status": "claimed"}), (ARMY, {})], Standing.SINGLE_SOURCE, 1),
        ([(WEEKLY, {"status": "claimed"}), (ARMY, {}), (NEWS, {})], Standing.CORROBORATED, 2),
        ([(NEWS, {"status": "denied"})], Standing.CONTESTED, 0),
        ([(NEWS, {}), ("Desert Post", {"status": "denied"})], Standing.CONTESTED, 1),
        ([(NEWS, {"killed": dead(2)}), ("Desert Post", {"killed": dead(5)})], Standing.CORROBORATED, 2),
        ([(None, {}), (None, {})], Standing.SINGLE_SOURCE, 1),
        ([(None, {}), (NEWS, {})], Standing.SINGLE_SOURCE, 1),
    ],
)
def test_standing(told: list[tuple[str | None, dict[str, object]]], standing: Standing, sources: int) -> None:
    reports = [report(f"r{n}", publisher) for n, (publisher, _) in enumerate(told)]
    claims = [claim(f"r{n}", **fields) for n, (_, fields) in enumerate(told)]  # type: ignore[arg-type]
    (incident,) = link(claims, reports).incidents
    assert (incident.standing, incident.sources_independent) == (standing, sources)


OPERATION = {
    "role": "counter-operation",
    "status": "confirmed",
    "perpetrator": {"text": "the army", "canonical": "Malian Armed Forces"},
    "attributed_to": ["the army"],
}
PLANES = OPERATION | {"perpetrator": {"text": "warplanes", "canonical": "Military Forces of Mali"}}


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        ([(ARMY, OPERATION)], Standing.CLAIMED_ONLY),
        ([(NEWS, OPERATION), ("Desert Post", OPERATION)], Standing.CLAIMED_ONLY),
        ([(ARMY, OPERATION), (NEWS, OPERATION | {"status": "reported", "attributed_to": []})], Standing.CORROBORATED),
        ([(NEWS, OPERATION | {"status": "reported", "attributed_to": ["a resident"]})], Standing.SINGLE_SOURCE),
        ([(NEWS, OPERATION | {"attributed_to": ["a hospital doctor"]})], Standing.SINGLE_SOURCE),
        (
            [(NEWS, OPERATION | {"attributed_to": ["a hospital doctor"]}), ("Desert Post", OPERATION)],
            Standing.CORROBORATED,
        ),
        ([(NEWS, PLANES)], Standing.CLAIMED_ONLY),  # "the army" is not what the planes are called, and no other
        ([(NEWS, PLANES | {"status": "reported"})], Standing.CLAIMED_ONLY),
        ([(NEWS, PLANES | {"attributed_to": []})], Standing.SINGLE_SOURCE),  # in the paper's own name
        ([(COMMAND, PLANES | {"attributed_to": []})], Standing.CLAIMED_ONLY),
        ([(RELIEF, PLANES | {"attributed_to": []})], Standing.SINGLE_SOURCE),  # official, but no force
        ([(RELIEF, PLANES | {"attributed_to": []}), (NEWS, PLANES)], Standing.CORROBORATED),
        ([(NEWS, PLANES | {"attributed_to": ["the Civil Defence"]})], Standing.SINGLE_SOURCE),
        ([(NEWS, PLANES | {"attributed_to": ["الجيش"]})], Standing.CLAIMED_ONLY),
    ],
)
def test_a_states_word_on_itself_is_a_claim(told: list[tuple[str, dict[str, object]]], standing: Standing) -> None:
    reports = [report(f"r{n}", publisher) for n, (publisher, _) in enumerate(told)]
    claims = [claim(f"r{n}", **fields) for n, (_, fields) in enumerate(told)]  # type: ignore[arg-type]
    (incident,) = link(claims, reports).incidents
    assert incident.standing is standing


BOAST = " ".join(f"The front struck post number {n} of the army with rockets." for n in range(9))


def test_ten_copies_of_a_claim_are_still_only_claimed() -> None:
    reports = [report("r0", WEEKLY, "2020-05-17", BOAST)]
    reports += [report(f"r{n}", f"Site {n}", "2020-05-18", f"{BOAST} ({n})") for n in range(1, 11)]
    claims = [claim(r.report_id, status="claimed" if n % 2 else "reported") for n, r in enumerate(reports)]
    (incident,) = link(claims, reports).incidents
    assert (incident.standing, incident.sources_independent) == (Standing.CLAIMED_ONLY, 0)


def test_copies_of_one_wire_story_are_one_source() -> None:
    reports = [report(f"r{n}", f"Site {n}", "2020-05-18", f"{BOAST} ({n})") for n in range(10)]
    (incident,) = link([claim(r.report_id) for r in reports], reports).incidents
    assert (incident.standing, incident.sources_independent) == (Standing.SINGLE_SOURCE, 1)


def test_a_later_copy_of_an_older_report_is_no_later_word_on_the_toll() -> None:
    reports = [report("old", text=BOAST), report("new", "Desert Post", "2020-05-20")]
    copied = [report(f"r{n}", f"Site {n}", f"2020-06-0{n}", f"{BOAST} ({n})") for n in (1, 2)]
    told = [claim("old", killed=dead(28)), claim("new", killed=dead(25, 30))]
    (incident,) = link([*told, *(claim(r.report_id, killed=dead(28)) for r in copied)], [*reports, *copied]).incidents
    assert (incident.killed.min, incident.killed.max) == (25, 30)


def test_a_copy_that_gives_another_toll_is_a_word_of_its_day() -> None:
    reports = [report("old", text=BOAST), report("new", "Desert Post", "2020-05-20")]
    changed = report("r1", "Site", "2020-06-01", f"{BOAST} (1)")
    told = [claim("old", killed=dead(28)), claim("new", killed=dead(25, 30)), claim("r1", killed=dead(31))]
    (incident,) = link(told, [*reports, changed]).incidents
    assert incident.killed.max == 31


def test_a_belligerent_that_copies_the_news_takes_nothing_from_it() -> None:
    reports = [report("r0", NEWS, "2020-05-16", BOAST), report("r1", WEEKLY, "2020-05-18", BOAST)]
    (incident,) = link([claim("r0"), claim("r1", status="claimed")], reports).incidents
    assert incident.sources_independent == 1


def test_a_crowded_war_stays_within_the_cap() -> None:
    reports = [report(f"r{n}", f"Paper {n}", "2020-06-30") for n in range(300)]
    claims = [claim(f"r{n}", on=f"2020-06-{1 + n // 10:02}", killed=dead(n % 10)) for n in range(300)]
    linking = link(claims, reports)
    assert len(linking.incident_of) == 300
    assert all(len(incident.claims) <= 200 for incident in linking.incidents)


def test_a_judgement_on_what_is_no_longer_there_is_passed_over() -> None:
    a = claim("first")
    gone = Judgement(a.anchor, Anchor("away", Span(0, 9)), Likeness.SAME, None, "", "Ada", datetime.now(UTC))
    assert len(link([a], [FIRST], gone).incidents) == 1


ARMY_BASE = {"text": "the army's headquarters", "kind": "military"}
FRONT_CLAIMS = {"status": "claimed", "claimed_by": "Dune Front"}
FORCE = {"text": "the Salt Army", "canonical": "Salt Army"}


@pytest.mark.parametrize(
    ("claiming", "other", "claimed_by", "rivals"),
    [
        ({"perpetrator": GROUP}, {"perpetrator": FORCE}, None, ["Dune Front"]),  # nobody said: the Front, for the Army
        ({"perpetrator": FORCE}, {"perpetrator": FORCE}, "Dune Front", []),  # one claim says so
        ({"perpetrator": GROUP}, {"perpetrator": GROUP}, "Dune Front", []),
        ({}, {"perpetrator": {"text": "gunmen"}}, "Dune Front", []),
        ({"perpetrator": GROUP}, {"perpetrator": FORCE, "claimed_by": "Salt Army"}, "Salt Army", ["Dune Front"]),
    ],
)
def test_an_incident_says_no_claim_that_nobody_made(
    claiming: dict[str, object], other: dict[str, object], claimed_by: str | None, rivals: list[str]
) -> None:
    told = {"target": ARMY_BASE, "evidence": WORDS}
    reports = [FIRST, SECOND, report("third", "Oasis Radio", "2020-05-20")]
    claims = [claim("first", **FRONT_CLAIMS, **claiming, **told)]
    claims += [claim(name, **other, **told) for name in ("second", "third")]
    (incident,) = link(claims, reports).incidents
    assert incident.claimed_by == claimed_by
    assert [rival.value for rival in incident.rivals.get("claimed_by", ())] == rivals
