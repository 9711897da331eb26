"""Incidents in the store: only what changed is written, and an id that went away still leads somewhere."""

from datetime import date

import pytest

from conflictdesk.records.events import (
    Actor,
    Anchor,
    ClaimPair,
    EventType,
    Incident,
    Likeness,
    Place,
    Rival,
    Role,
    Standing,
    Target,
    Weapon,
)
from conflictdesk.records.reports import Span
from conflictdesk.records.values import Area, Count, GeoPrecision, Point, TimeInterval
from conflictdesk.store.database import Database
from standins import report_of

ANCHORS = {f"c{n}": Anchor("r-1", Span(10 * n, 10 * n + 8)) for n in range(6)}


@pytest.fixture
def desk(desk: Database) -> Database:
    desk.add_report(*report_of("Rebels attacked Sabha, and again, and a third time at night.", "r-1"))
    return desk


def incident(key: str, *claims: str, **fields: object) -> Incident:
    told: dict[str, object] = {
        "standing": Standing.SINGLE_SOURCE,
        "type": EventType.SHELLING,
        "role": Role.ATTACK,
        "when": None,
        "place": Place(),
        "perpetrator": Actor(),
        "target": Target(),
        "weapon": Weapon(),
        "killed": Count(),
        "wounded": Count(),
        "abducted": Count(),
        "claimed_by": None,
        "campaign": None,
        "sources_independent": 1,
    }
    return Incident(incident_id=key, claims=claims, **{**told, **fields})  # type: ignore[arg-type]


def link(desk: Database, *incidents: Incident) -> None:
    desk.save_linking(incidents, (), ANCHORS)


def live(desk: Database, key: str) -> str | None:
    found = desk.incident(key)
    return found.incident_id if found else None


def test_an_incident_comes_back_as_it_went_in(desk: Database) -> None:
    told = incident(
        "a",
        "c0",
        when=TimeInterval(date(2020, 5, 17), date(2020, 5, 18)),
        place=Place("Tamanhint", "Tamanhint", "LY", Point(27.2, 14.6), Area(27.0, 14.0, 20.0), GeoPrecision.NEAR),
        killed=Count(2, None),
        rivals={"killed": (Rival({"min": 2, "max": None}, ("c0",)),)},
        campaign="Attrition",
    )
    link(desk, told)
    assert desk.incidents() == [told]


def test_the_earliest_comes_first_and_the_undated_last(desk: Database) -> None:
    first, later = (TimeInterval(date(year, 1, 1), date(year, 1, 1)) for year in (2019, 2020))
    link(desk, incident("a", "c0"), incident("b", "c1", when=later), incident("c", "c2", when=first))
    assert [one.incident_id for one in desk.incidents()] == ["c", "b", "a"]


def test_what_was_merged_leads_to_the_merger(desk: Database) -> None:
    link(desk, incident("a", "c0"), incident("b", "c1"))
    link(desk, incident("a", "c0", "c1"))
    assert live(desk, "b") == "a"
    assert desk.incidents()[0].former_ids == ("b",)


def test_what_was_split_leads_to_the_larger_part(desk: Database) -> None:
    link(desk, incident("a", "c0", "c1", "c2"))
    link(desk, incident("b", "c0"), incident("c", "c1", "c2"))
    assert live(desk, "a") == "c"


def test_an_id_that_lives_again_answers_for_itself(desk: Database) -> None:
    link(desk, incident("a", "c0"), incident("b", "c1"))
    link(desk, incident("a", "c0", "c1"))
    link(desk, incident("a", "c0"), incident("b", "c1"))
    assert live(desk, "b") == "b"
    assert [one.former_ids for one in desk.incidents()] == [(), ()]


def test_redirects_are_followed_to_the_end_and_never_in_a_circle(desk: Database) -> None:
    for key in ("a", "b", "c", "a", "b"):
        link(desk, incident(key, "c0"))
    assert [live(desk, key) for key in ("a", "b", "c")] == ["b", "b", "b"]


def test_a_claim_read_anew_in_the_same_sentence_keeps_the_way(desk: Database) -> None:
    link(desk, incident("a", "c0"))
    desk.save_linking([incident("b", "anew")], (), {"anew": Anchor("r-1", Span(4, 30))})
    assert live(desk, "a") == "b"


def test_an_incident_whose_claims_are_gone_is_nowhere(desk: Database) -> None:
    link(desk, incident("a", "c0"))
    link(desk)
    assert live(desk, "a") is None
    assert live(desk, "never was") is None


def test_linking_the_same_again_writes_nothing(desk: Database) -> None:
    def state() -> list[tuple[object, ...]]:
        with desk._reading() as connection:
            return [tuple(row) for row in connection.exec_driver_sql("SELECT rowid, * FROM incidents")]

    pair = ClaimPair("c0", "c1", Likeness.DIFFERENT, 0.2, {"date": "three weeks apart"}, "rule")
    desk.save_linking([incident("a", "c0"), incident("b", "c1")], [pair], ANCHORS)
    before = state()
    desk.save_linking([incident("b", "c1"), incident("a", "c0")], [pair], ANCHORS)
    assert state() == before
    assert desk.pairs() == [pair]


def test_a_pair_that_is_weighed_anew_replaces_the_old(desk: Database) -> None:
    old = ClaimPair("c0", "c1", Likeness.DIFFERENT, 0.2)
    new = ClaimPair("c0", "c1", Likeness.SAME, 0.9, {"place": "one town"}, "Amina")
    desk.save_linking([], [old], ANCHORS)
    desk.save_linking([], [new], ANCHORS)
    assert desk.pairs() == [new]
