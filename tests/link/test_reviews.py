"""What people said of claims holds on to report and evidence, whatever the machine reads later."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from small_reports import claim, dead, link, report

from conflictdesk.errors import InputError
from conflictdesk.link.review_values import with_seen
from conflictdesk.link.reviews import apply_reviews
from conflictdesk.records.anchors import review_anchor
from conflictdesk.records.events import Anchor, EventClaim, Review, Status, Verdict, Weapon, WeaponKind
from conflictdesk.records.reports import Span
from conflictdesk.records.values import Count

CODED = claim("first", killed=dead(4), start=10)
RECODED = claim("first", killed=dead(5), start=14)  # the same sentence, coded anew


def said(
    verdict: Verdict, field: str | None = None, value: Any = None, at: Anchor = CODED.anchor, hour: int = 1
) -> Review:
    return Review(at, verdict, field, value, "Ada", datetime(2021, 1, 2, hour, tzinfo=UTC))


def test_a_correction_replaces_the_value_and_keeps_the_claim() -> None:
    reviewed = apply_reviews([CODED], [said(Verdict.CORRECT, "killed", dead(6))])
    (found,) = reviewed.claims
    assert found == replace(CODED, killed=Count(6, 6))
    assert reviewed.by[CODED.claim_id].who == "Ada"
    assert reviewed.fields[CODED.claim_id] == {"killed"}


def test_re_coding_keeps_reviewed_values() -> None:
    assert RECODED.claim_id != CODED.claim_id
    reviewed = apply_reviews([RECODED], [said(Verdict.CORRECT, "killed", dead(6))])
    assert reviewed.claims[0].killed == Count(6, 6)
    (difference,) = reviewed.differing
    assert (difference.field, difference.machine, difference.person) == ("killed", dead(5), dead(6))


TOLD: dict[str, Any] = {
    "killed": dead(4),
    "confidence": {"killed": 0.4, "place": 0.9, "type": 0.8},
    "reasons": {"killed": "read in figures", "place": "of 2 places"},
    "spans": {"killed": [[12, 18]], "place": [[20, 24]], "type": [[12, 18]]},
    "runners_up": [{"name": "Gao", "country": "NG", "lat": 9.1, "lon": 7.0, "place_id": "x:1"}],
}


@pytest.mark.parametrize(
    ("field", "value", "spans"),
    [
        ("killed", dead(6), {"place", "type"}),
        ("place", {"place": "Ansongo", "country": "ML"}, {"killed", "type"}),
        ("type", "Attack", {"killed", "place", "type"}),  # where the event stands in its sentence
    ],
)
def test_a_corrected_value_loses_the_machines_story(field: str, value: Any, spans: set[str]) -> None:
    coded = claim("first", start=10, **TOLD)
    (found,) = apply_reviews([coded], [said(Verdict.CORRECT, field, value, at=coded.anchor)]).claims
    assert set(found.confidence) == set(coded.confidence) - {field}
    assert set(found.reasons) == set(coded.reasons) - {field}
    assert set(found.spans) == spans
    assert bool(found.place.runners_up) is (field != "place")


def test_an_accepted_value_keeps_the_machines_story() -> None:
    coded = claim("first", start=10, **TOLD)
    accepted = said(Verdict.ACCEPT, "killed", dead(4), at=coded.anchor)
    assert apply_reviews([coded], [accepted]).claims == (coded,)


@pytest.mark.parametrize(("coded", "differing"), [(CODED, 0), (RECODED, 1)])
def test_the_queue_shows_a_correction_again_only_when_the_machine_changes_its_mind(
    coded: EventClaim, differing: int
) -> None:
    corrected = said(Verdict.CORRECT, "killed", with_seen(dead(6), dead(4)))
    reviewed = apply_reviews([coded], [corrected])
    assert reviewed.claims[0].killed == Count(6, 6)
    assert len(reviewed.differing) == differing
    assert [d.person for d in apply_reviews([], [corrected]).differing] == [dead(6)]


@pytest.mark.parametrize(
    ("kind", "differing"), [("suicide vest", []), ("IED", [{"weapon": {"text": "a vest", "kind": "suicide vest"}}])]
)
def test_other_words_for_the_same_are_no_difference(kind: str, differing: list[Any]) -> None:
    read = replace(CODED, weapon=Weapon("an explosive vest", WeaponKind(kind)))
    reviewed = apply_reviews([read], [said(Verdict.CORRECT, "weapon", {"text": "a vest", "kind": "suicide vest"})])
    assert reviewed.claims[0].weapon.text == "a vest"
    assert [{"weapon": d.person} for d in reviewed.differing] == differing


def test_what_the_machine_read_is_told_by_columns_too() -> None:
    where = {"place": "Ansongo", "place_modern": "Ansongo", "country": "ML", "lat": 15.66, "lon": 0.5}
    seen = {name: value for name, value in CODED.as_record().items() if name in where or name in ("area",)}
    seen["geo_precision"] = "exact"
    reviewed = apply_reviews([CODED], [said(Verdict.CORRECT, "place", with_seen(where, seen))])
    assert (reviewed.claims[0].place.name, reviewed.differing) == ("Ansongo", ())


def test_a_rejected_value_can_record_what_was_seen() -> None:
    rejected = said(Verdict.REJECT, "killed", with_seen(None, dead(4)))
    assert apply_reviews([CODED], [rejected]).differing == ()
    assert not apply_reviews([RECODED], [rejected]).claims[0].killed.known
    assert len(apply_reviews([RECODED], [rejected]).differing) == 1


def test_an_accepted_value_stands_when_the_machine_reads_otherwise() -> None:
    reviewed = apply_reviews([RECODED], [said(Verdict.ACCEPT, "killed", dead(4))])
    assert reviewed.claims[0].killed == Count(4, 4)
    assert apply_reviews([CODED], [said(Verdict.ACCEPT, "killed", dead(4))]).differing == ()


def test_the_latest_review_of_a_field_holds() -> None:
    reviews = [said(Verdict.CORRECT, "killed", dead(n), hour=n) for n in (2, 9, 5)]
    assert apply_reviews([CODED], reviews).claims[0].killed == Count(9, 9)


def test_reviews_of_two_fields_both_hold() -> None:
    place = {"place": "Ansongo", "place_modern": "Ansongo", "country": "ML", "lat": 15.66, "lon": 0.5}
    when = {"date_start": "2020-05-16", "date_end": "2020-05-16", "date_precision": "day"}
    reviews = [said(Verdict.CORRECT, "place", place), said(Verdict.CORRECT, "date", when, hour=2)]
    (found,) = apply_reviews([CODED], reviews).claims
    assert (found.place.name, str(found.when and found.when.start)) == ("Ansongo", "2020-05-16")


def test_a_rejected_claim_is_in_no_incident_and_can_come_back() -> None:
    rejected = said(Verdict.REJECT)
    linking = link([CODED], [report("first")], reviews=[rejected])
    assert linking.incidents == ()
    assert linking.reviewed.dropped == (CODED,)
    assert apply_reviews([CODED], [rejected, said(Verdict.ACCEPT, hour=2)]).claims == (CODED,)


def test_a_rejected_value_is_unknown_not_nought() -> None:
    assert not apply_reviews([CODED], [said(Verdict.REJECT, "killed")]).claims[0].killed.known


def test_an_added_claim_is_linked_like_any_other() -> None:
    missed = claim("first", "Kidal", start=200)
    added = said(Verdict.ADD, None, missed.as_record(), at=missed.anchor)
    linking = link([CODED], [report("first")], reviews=[added])
    assert {incident.place.name for incident in linking.incidents} == {"Gao", "Kidal"}
    assert apply_reviews([CODED], [added, said(Verdict.REJECT, at=missed.anchor, hour=2)]).claims == (CODED,)


def test_a_claim_that_is_gone_is_shown_to_a_person() -> None:
    corrected = said(Verdict.CORRECT, "killed", dead(6))
    (difference,) = apply_reviews([], [corrected]).differing
    assert (difference.claim_id, difference.person) == (None, dead(6))


def test_an_accepted_claim_outlives_a_machine_that_no_longer_reads_it() -> None:
    reviewed = apply_reviews([], [said(Verdict.ACCEPT, None, CODED.as_record())])
    (found,) = reviewed.claims
    assert found.values() == CODED.values()
    assert [difference.claim_id for difference in reviewed.differing] == [None]


def test_a_person_outweighs_a_majority_of_sources() -> None:
    names = ["first", "second", "third"]
    claims = [claim(name, killed=dead(8)) for name in names]
    fixed = said(Verdict.CORRECT, "killed", dead(3), at=claims[0].anchor)
    reports = [report(name, f"Paper {name}") for name in names]
    (incident,) = link(claims, reports, reviews=[fixed]).incidents
    assert incident.killed == Count(3, 3)


def test_an_incident_is_reviewed_when_all_its_claims_are() -> None:
    claims = [claim("first"), claim("second")]
    reports = [report("first"), report("second", "Desert Post")]
    accepted = [said(Verdict.ACCEPT, at=c.anchor) for c in claims]
    assert link(claims, reports, reviews=accepted[:1]).incidents[0].reviewed is False
    assert link(claims, reports, reviews=accepted).incidents[0].reviewed is True


def spoken(at: str, words: Span) -> EventClaim:
    """One of the claims of a sentence that tells of two attacks."""
    return replace(claim("first", at), spans={"type": (words,)})


def test_two_claims_of_one_sentence_are_reviewed_apart() -> None:
    gao, kidal = spoken("Gao", Span(3, 9)), spoken("Kidal", Span(20, 26))
    assert gao.anchor == kidal.anchor
    anchor = review_anchor(kidal, [gao, kidal])
    reviewed = apply_reviews([gao, kidal], [said(Verdict.CORRECT, "killed", dead(2), at=anchor)])
    assert {c.place.name: c.killed.min for c in reviewed.claims} == {"Gao": None, "Kidal": 2}


@pytest.mark.parametrize(
    ("field", "value"),
    [("killed", {"min": 9, "max": 2}), ("status", "certain"), ("mood", "dark"), ("place", "Gao"), ("killed", 7)],
)
def test_a_value_that_cannot_be_is_refused(field: str, value: Any) -> None:
    with pytest.raises(InputError):
        apply_reviews([CODED], [said(Verdict.CORRECT, field, value)])


def test_a_status_can_be_corrected() -> None:
    reviewed = apply_reviews([CODED], [said(Verdict.CORRECT, "status", "denied")])
    assert reviewed.claims[0].status is Status.DENIED
