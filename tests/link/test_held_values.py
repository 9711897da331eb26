"""What an incident holds where its claims differ, deny, or tell of two sides' deeds: only what somebody told of it."""

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest
from small_reports import NEWS, WEEKLY, claim, dead, report, source_of

from conflictdesk.link.risen import is_risen
from conflictdesk.link.standing import standing
from conflictdesk.link.standing import testimony as heard
from conflictdesk.link.values import Evidence, Held, held_values
from conflictdesk.records.copies import Copies
from conflictdesk.records.events import EventClaim, Standing

FRONT = {"text": "fighters of the Dune Front", "canonical": "Dune Front"}
SALT = {"text": "the Salt Army", "canonical": "Salt Army"}
ARMY = {"text": "the army", "canonical": "Military Forces of Mali"}
SOLDIERS = {"text": "Malian soldiers", "canonical": "Malian Armed Forces"}
GUNMEN = {"text": "gunmen", "canonical": "Unidentified armed group"}
STRIKE: dict[str, Any] = {"role": "counter-operation", "type": "Air/drone strike", "perpetrator": ARMY}
OWN_WORD = STRIKE | {"status": "confirmed", "attributed_to": ["a military source"]}
POST, MARKET = {"text": "an army post", "kind": "military"}, {"text": "the cattle market", "kind": "civilian"}
Telling = tuple[str, str, dict[str, Any]]  # publisher, day of May, and what its claim tells


def told(tellings: Sequence[Telling]) -> tuple[list[EventClaim], Evidence]:
    claims = [claim(f"r{n}", **fields) for n, (_, _, fields) in enumerate(tellings)]
    reports = {f"r{n}": report(f"r{n}", publisher, f"2020-05-{on}") for n, (publisher, on, _) in enumerate(tellings)}
    return claims, Evidence(heard(claims, reports, source_of, Copies(())), reports, {})


def held(*tellings: Telling) -> dict[str, Held]:
    claims, evidence = told(tellings)
    return held_values(claims, evidence)


def rivals(found: Held) -> list[Any]:
    return [rival.value.get("canonical") if isinstance(rival.value, dict) else rival.value for rival in found.rivals]


def toll(*tellings: Telling) -> tuple[int | None, int | None]:
    people = held(*tellings)["killed"].value
    return people.min, people.max


def test_of_a_denial_nothing_is_held_where_others_tell_but_where_and_when() -> None:
    denied = {"status": "denied", "perpetrator": ARMY, "target": MARKET, "killed": dead(9), "role": "counter-operation"}
    found = held((NEWS, "18", {"at": "", "killed": dead(4)}), ("Oasis Radio", "19", denied))
    assert (found["perpetrator"].value, found["target"].value) == (None, None)
    assert rivals(found["perpetrator"]) == ["Military Forces of Mali"]
    assert (found["killed"].value.min, found["role"].value) == (4, "attack")
    assert found["place"].value.name == "Gao"
    assert held(("Oasis Radio", "19", denied))["perpetrator"].value.canonical == "Military Forces of Mali"


def test_a_denial_adds_nothing_to_the_name_that_it_clears() -> None:
    accused, cleared = {"perpetrator": SALT}, {"perpetrator": FRONT}
    found = held(
        (NEWS, "18", accused),
        (WEEKLY, "18", {"status": "denied"} | cleared),
        ("A", "19", {"status": "denied"} | cleared),
    )
    assert found["perpetrator"].value.canonical == "Salt Army"


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"perpetrator": FRONT}, Standing.SINGLE_SOURCE),  # the army's word is on another deed
        ({"perpetrator": GUNMEN}, Standing.SINGLE_SOURCE),
        (STRIKE | {"role": "attack"}, Standing.SINGLE_SOURCE),
        (STRIKE, Standing.CORROBORATED),
        (STRIKE | {"perpetrator": SOLDIERS}, Standing.CORROBORATED),
        ({"type": "Air/drone strike"}, Standing.CORROBORATED),  # residents who name nobody
    ],
)
def test_an_authoritys_word_helps_on_its_own_deed_alone(other: dict[str, Any], expected: Standing) -> None:
    claims, evidence = told([(NEWS, "18", {"attributed_to": ["activists"]} | other), ("Desert Post", "18", OWN_WORD)])
    assert standing(claims, evidence.behind) is expected


def test_what_is_told_of_one_sides_deed_is_not_held_of_the_others() -> None:
    struck = OWN_WORD | {
        "target": {"text": "fighters", "kind": "armed group"},
        "weapon": {"text": "jets", "kind": "airstrike"},
    }
    raid = {"perpetrator": FRONT, "attributed_to": ["activists"], "killed": dead(20)}
    found = held((NEWS, "18", raid), ("Desert Post", "18", struck))
    assert (found["perpetrator"].value.canonical, found["role"].value) == ("Dune Front", "attack")
    assert (found["target"].value, found["weapon"].value) == (None, None)
    assert len(found["weapon"].rivals) == 1


RISEN = {"killed": dead(27), "evidence": "The death toll from Sunday's shelling has risen to 27."}


def dying(publisher: str, on: str, low: int, high: int | None = -1) -> Telling:
    return publisher, on, {"killed": dead(low, high)}


@pytest.mark.parametrize(
    ("tellings", "expected"),
    [
        ([dying("A", "18", 3), dying("B", "18", 3), ("C", "19", RISEN)], (27, 27)),
        ([("C", "18", RISEN), dying("A", "19", 3), dying("B", "19", 3)], (27, 27)),
        ([dying("A", "18", 3), dying("B", "18", 3), dying("C", "19", 4)], (3, 3)),
        ([dying("A", "18", 3), dying("B", "19", 6)], (6, 6)),
        ([dying("A", "18", 3), (WEEKLY, "19", RISEN | {"status": "claimed"})], (3, 3)),
        ([dying("A", "18", 10), dying("B", "18", 13), dying("C", "18", 13, None)], (13, 13)),
        ([dying("A", "18", 8), dying("B", "19", 8, None), dying("C", "20", 15)], (8, 8)),
    ],
)
def test_a_later_toll_wins_where_it_is_told_as_risen_or_as_well_founded(
    tellings: list[Telling], expected: tuple[int, int]
) -> None:
    assert toll(*tellings) == expected
    assert toll(*tellings[::-1]) == expected


@pytest.mark.parametrize(
    ("sentence", "risen"),
    [
        ("The death toll has risen to 27.", True),
        ("Le bilan de l'attaque passe à treize morts.", True),
        ("Il bilancio è salito a nove morti.", True),
        ("La cifra de muertos aumentó a 13.", True),
        ("ارتفعت حصيلة القتلى إلى 13.", True),
        ("Le bilan s'élève à quinze morts.", False),
        ("The sun had risen when 12 people were killed.", False),
        ("Gunmen killed 12 people at sunrise.", False),
    ],
)
def test_what_is_told_as_risen(sentence: str, risen: bool) -> None:
    assert is_risen(sentence) is risen


def test_values_are_one_also_through_a_third_in_any_order() -> None:
    names = ("the Gao cattle market", "the cattle market traders of Gao", "traders of Gao")
    for order in permutations(names):
        claims = [
            (paper, "18", {"target": {"text": text, "kind": "civilian"}})
            for paper, text in zip("ABC", order, strict=True)
        ]
        assert held(*claims)["target"].rivals == ()


def test_what_is_vague_makes_no_two_one() -> None:
    kind = {"target": {"text": None, "kind": "military"}}
    found = held(
        ("A", "18", {"target": POST}),
        ("B", "18", kind),
        ("C", "18", {"target": {"text": "a police van", "kind": "military"}}),
    )
    assert len(found["target"].rivals) == 1


def test_what_was_struck_is_of_a_claim_that_agrees_on_the_day_and_the_place() -> None:
    on_monday = {"on": "2020-05-18", "target": MARKET}
    papers = [
        ("A", "19", {"target": POST}),
        ("B", "19", {}),
        ("C", "19", on_monday),
        ("D", "19", {"at": "Kidal", "target": MARKET}),
    ]
    found = held(*papers)
    assert found["date"].value.start.day == 17
    assert found["target"].value.text == "an army post"


CLAIMED: dict[str, Any] = {"status": "claimed", "at": "Gao"}
FRONTS = CLAIMED | {"perpetrator": FRONT, "claimed_by": "Dune Front"}
SALTS = CLAIMED | {"perpetrator": SALT, "claimed_by": "Salt Army"}


def test_of_two_who_claim_it_neither_is_held() -> None:
    for others in ([], [(NEWS, "18", {"perpetrator": GUNMEN})], [(NEWS, "18", {})]):
        found = held((WEEKLY, "18", FRONTS), ("Salt Sentinel", "18", SALTS), *others)
        assert not found["perpetrator"].value or found["perpetrator"].value.canonical == "Unidentified armed group"
        assert found["claimed_by"].value is None
        assert sorted(rivals(found["claimed_by"])) == ["Dune Front", "Salt Army"]
        assert {"Dune Front", "Salt Army"} <= set(rivals(found["perpetrator"]))


def test_whom_others_name_is_held_whoever_else_claims_it() -> None:
    found = held((WEEKLY, "18", FRONTS), ("Salt Sentinel", "18", SALTS), (NEWS, "18", {"perpetrator": FRONT}))
    assert (found["perpetrator"].value.canonical, found["claimed_by"].value) == ("Dune Front", "Dune Front")
    assert rivals(found["claimed_by"]) == ["Salt Army"]
    one = held((WEEKLY, "18", FRONTS), (NEWS, "18", {}))
    assert (one["perpetrator"].value.canonical, one["claimed_by"].value) == ("Dune Front", "Dune Front")
