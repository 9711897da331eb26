"""Exports are read back with the csv and json modules; what may not leave does not."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from conflictdesk.publish.exports import attribution, export_records
from conflictdesk.publish.masking import MASK
from conflictdesk.publish.redaction import claim_record, report_title
from conflictdesk.publish.rows import ClaimRow, ExportOptions, IncidentRow, PresenceRow
from conflictdesk.publish.tables import BYTE_ORDER_MARK, MACHINE_OUTPUT, restored, safe
from conflictdesk.records.credibility import Credibility
from conflictdesk.records.events import (
    Actor,
    EventClaim,
    EventType,
    Incident,
    Place,
    Presence,
    Rival,
    Role,
    Standing,
    Status,
    Target,
    TargetKind,
    Weapon,
    WeaponKind,
)
from conflictdesk.records.provenance import Authorship
from conflictdesk.records.reports import Report, Span
from conflictdesk.records.standings import NotedStand, Stand
from conflictdesk.records.values import Area, Count, GeoPrecision, Point, TimeInterval

EVIDENCE = "Gunmen shot Omar Haddad, a shopkeeper, in Sabha, police said."
REPORT = Report(
    report_id="r1",
    text=EVIDENCE,
    content_hash="ab" * 32,
    retrieved=datetime(2021, 3, 5, tzinfo=UTC),
    language="en",
    published=date(2021, 3, 5),
    publisher="Southern Courier",
    url="https://courier.example/1",
)
CLAIM = EventClaim(
    claim_id="c1",
    report_id="r1",
    evidence=EVIDENCE,
    evidence_span=Span(0, len(EVIDENCE)),
    type=EventType.ATTACK,
    role=Role.ATTACK,
    status=Status.REPORTED,
    when=TimeInterval(date(2021, 3, 4), date(2021, 3, 4)),
    place=Place("Sabha", "Sabha", "LY", Point(27.04, 14.43), None, GeoPrecision.EXACT),
    perpetrator=Actor("Gunmen", "Unidentified armed group"),
    target=Target("Omar Haddad", "Omar Haddad", TargetKind.CIVILIAN),
    weapon=Weapon("shot", WeaponKind.SMALL_ARMS),
    killed=Count(1, 1),
    wounded=Count(0, 0),
    attributed_to=("police", "Omar Haddad's father"),
    confidence={"event": 0.9},
)
ROW = ClaimRow(CLAIM, REPORT, incident_id="i1")
BY_AREA = replace(CLAIM, claim_id="c2", place=Place("93 km south of Sabha", area=Area(26.2, 14.4, 15.0)))
INCIDENT = Incident(
    incident_id="i1",
    standing=Standing.SINGLE_SOURCE,
    type=CLAIM.type,
    role=CLAIM.role,
    when=CLAIM.when,
    place=CLAIM.place,
    perpetrator=CLAIM.perpetrator,
    target=CLAIM.target,
    weapon=CLAIM.weapon,
    killed=CLAIM.killed,
    wounded=CLAIM.wounded,
    abducted=CLAIM.abducted,
    claimed_by=None,
    campaign=None,
    claims=("c1",),
    sources_independent=1,
)
PRESENCE = Presence("r1", "Islamic State", ("Jabal Nur",), (Area(25.0, 15.0, 40.0),), Status.ALLEGED, EVIDENCE)
ALL = ExportOptions(with_presences=True, with_names=True, with_belligerent_text=True)


def written(kind: str, format: str, rows: Any, options: ExportOptions | None = None, presences: Any = ()) -> str:
    out = io.StringIO(newline="")
    export_records(kind, format, rows, options or ExportOptions(), out, presences)
    return out.getvalue()


def table(kind: str, rows: Any, options: ExportOptions | None = None, presences: Any = ()) -> list[dict[str, str]]:
    text = written(kind, "csv", rows, options, presences)
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline=""), strict=True))


def lines(kind: str, rows: Any, options: ExportOptions | None = None, presences: Any = ()) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written(kind, "jsonl", rows, options, presences).splitlines()]


def test_json_lines_give_the_claim_back() -> None:
    (record,) = lines("claims", [ROW], ALL)
    assert EventClaim.from_record(record) == CLAIM
    assert (record["incident_id"], record["reviewed"]) == ("i1", None)
    assert record["source"]["content_hash"] == REPORT.content_hash


def test_json_lines_hold_the_incident_as_it_is() -> None:
    stood = (Stand(date(2021, 3, 5), Standing.CLAIMED_ONLY, 0), Stand(date(2021, 3, 7), Standing.SINGLE_SOURCE, 1))
    standings = [
        {"since": "2021-03-05", "standing": "claimed-only", "sources_independent": 0},
        {"since": "2021-03-07", "standing": "single-source", "sources_independent": 1},
    ]
    noted = NotedStand("i0", Standing.CLAIMED_ONLY, 0, datetime(2021, 3, 6, tzinfo=UTC))  # under a former id
    row = IncidentRow(INCIDENT, (ROW,), stood, (noted,))
    told = standings[0] | {"at": "2021-03-06T00:00:00+00:00", "incident_id": "i0"}
    held = {key: value for key, value in told.items() if key != "since"}
    assert lines("incidents", [row], ALL) == [INCIDENT.as_record() | {"standings": standings, "held": [held]}]


def test_a_claim_carries_the_two_grades_as_two() -> None:
    grade = Credibility(3, "Ada", datetime(2021, 3, 8, tzinfo=UTC))
    row = replace(ROW, credibility=grade, reliability="B")
    (record,) = lines("claims", [row])
    assert (record["source"]["reliability"], record["credibility"]["grade"]) == ("B", 3)
    (cells,) = table("claims", [row])
    assert (cells["source_reliability"], cells["credibility_grade"], cells["credibility_who"]) == ("B", "3", "Ada")
    (bare,) = lines("claims", [ROW])
    assert (bare["source"]["reliability"], bare["credibility"]) == (None, None)


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ("https://paper.example/a?token=abc&id=7", "https://paper.example/a?id=7"),
        ("https://ana:word@paper.example/a?key=abc#access_token=1", "https://paper.example/a"),
        ("https://paper.example/a?X-Amz-Signature=9f&apiKey=1&keyword=mali", "https://paper.example/a?keyword=mali"),
        (
            "https://paper.example/a?id=a-long-name-of-a-story#part-2",
            "https://paper.example/a?id=a-long-name-of-a-story#part-2",
        ),
        ("http://[broken", None),
    ],
)
def test_an_address_leaves_without_what_lets_its_bearer_in(address: str, left: str | None) -> None:
    (record,) = lines("claims", [ClaimRow(CLAIM, replace(REPORT, url=address))])
    assert record["source"]["url"] == left


def test_csv_has_one_row_a_record_and_flat_columns() -> None:
    (row,) = table("claims", [ROW], ALL)
    assert row["killed_min"] == "1"
    assert row["wounded_max"] == "0"
    assert row["abducted_max"] == ""  # unknown is not nought
    assert row["lat"] == "27.04"
    assert row["target_text"] == "Omar Haddad"
    assert row["attributed_to"] == "police; Omar Haddad's father"
    assert row["source_url"] == REPORT.url


def test_csv_ends_its_lines_as_rfc_4180_says() -> None:
    text = written("incidents", "csv", [IncidentRow(INCIDENT, (ROW,))])
    assert text.count("\r\n") == 2
    assert text.replace("\r\n", "").count("\n") == 0


@pytest.mark.parametrize("format", ["csv", "geojson", "jsonl"])
@pytest.mark.parametrize("kind", ["claims", "incidents"])
def test_nothing_to_export_is_well_formed(kind: str, format: str) -> None:
    text = written(kind, format, [])
    assert {"csv": lambda: text.count("\r\n"), "jsonl": lambda: len(text) + 1, "geojson": lambda: 1}[format]() == 1
    if format == "geojson":
        assert json.loads(text)["features"] == []


def test_unreviewed_records_say_so() -> None:
    reviewed = replace(ROW, reviewed=Authorship("Ada", datetime(2021, 3, 6, 9, tzinfo=UTC)))
    first, second = table("claims", [ROW, reviewed])
    assert first["reviewed"] == MACHINE_OUTPUT
    assert second["reviewed"] == "Ada, 2021-03-06T09:00:00+00:00"
    assert table("incidents", [IncidentRow(INCIDENT)])[0]["reviewed"] == MACHINE_OUTPUT
    assert lines("claims", [reviewed])[0]["reviewed"] == {"who": "Ada", "at": "2021-03-06T09:00:00+00:00"}


HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "'=1", "''+1", "＝1", "=cmd|'/c x'!A1"]
HARMLESS = ["", "Sabha", "3 < 4", "'Ayn Zara", "a=b", 'say "no"', "one, two\nthree"]


@pytest.mark.parametrize("cell", HOSTILE)
def test_no_cell_runs_as_a_formula(cell: str) -> None:
    (row,) = table("claims", [replace(ROW, claim=replace(CLAIM, campaign=cell))])
    assert row["campaign"].startswith("'")
    assert restored(row["campaign"]) == cell


@pytest.mark.parametrize("cell", HARMLESS)
def test_other_cells_are_left_alone(cell: str) -> None:
    assert safe(cell) == cell
    (row,) = table("claims", [replace(ROW, claim=replace(CLAIM, campaign=cell))])
    assert row["campaign"] == cell


def test_numbers_below_nought_stay_numbers() -> None:
    south = replace(CLAIM, place=replace(CLAIM.place, point=Point(-33.9, -18.4)))
    (row,) = table("claims", [replace(ROW, claim=south)])
    assert (float(row["lat"]), float(row["lon"])) == (-33.9, -18.4)


def test_geojson_is_as_rfc_7946_says() -> None:
    found = json.loads(written("claims", "geojson", [ROW, replace(ROW, claim=BY_AREA)]))
    assert found["type"] == "FeatureCollection"
    assert "crs" not in found
    placed, by_area = found["features"]
    assert {"type", "geometry", "properties"} <= set(placed)
    assert placed["geometry"] == {"type": "Point", "coordinates": [14.43, 27.04]}  # longitude first
    assert placed["id"] == "c1"
    assert by_area["geometry"] is None
    assert by_area["properties"]["area"] == {"lat": 26.2, "lon": 14.4, "radius_km": 15.0}


def test_neither_publisher_nor_place_nor_operation_is_a_private_name() -> None:
    report = replace(REPORT, publisher="Sahel Wire", title="Men shot near Bir Harun - Sahel Wire", language="en")
    report = replace(report, text='The operation "Karim Storm" was over. Men were shot 9 km south of Bir Harun.')
    place = Place("9 km south of Bir Harun", area=Area(26.2, 14.4, 15.0), precision=GeoPrecision.NEAR)
    claim = replace(CLAIM, place=place, evidence="Bir Harun, said Karim Storm.", attributed_to=("Karim Storm",))
    row = ClaimRow(claim, report, incident_id="i1")
    (record,) = lines("claims", [row])
    assert (record["evidence"], record["attributed_to"]) == ("Bir Harun, said Karim Storm.", ["Karim Storm"])
    assert report_title(row, ExportOptions()) == report.title


def test_private_names_are_masked_unless_asked_for() -> None:
    masked, named = written("claims", "jsonl", [ROW]), written("claims", "jsonl", [ROW], ALL)
    assert "Haddad" not in masked
    assert json.loads(masked)["evidence"] == f"Gunmen shot {MASK}, a shopkeeper, in Sabha, police said."
    assert "Omar Haddad" in named
    assert "Haddad" not in written("incidents", "csv", [IncidentRow(INCIDENT, (ROW,))])


STRAY = replace(CLAIM, evidence="Fatima Bukar was killed in Sabha.", place=Place("Fatima Bukar"))


@pytest.mark.parametrize("kind", ["claims", "incidents"])
def test_a_person_taken_for_a_place_is_masked(kind: str) -> None:
    row = ClaimRow(STRAY, REPORT)
    held = replace(INCIDENT, place=STRAY.place, rivals={"place": (Rival(STRAY.place.as_record(), ("c1",)),)})
    rows: Any = [row] if kind == "claims" else [IncidentRow(held, (row,))]
    assert "Bukar" not in written(kind, "jsonl", rows)
    assert "Bukar" in written(kind, "jsonl", rows, ALL)


def test_a_place_that_no_gazetteer_has_is_still_told() -> None:
    village = replace(CLAIM, evidence="Shells fell near Tel Harun.", place=Place("Tel Harun"))
    assert lines("claims", [ClaimRow(village, REPORT)])[0]["place"] == "Tel Harun"


def test_a_spokesman_named_in_the_report_is_no_private_person() -> None:
    told = replace(REPORT, text=f"{EVIDENCE} Army spokesman Rashid Mourad gave no details.")
    claim = replace(CLAIM, attributed_to=("Rashid Mourad", "Karim Teyr"))
    (record,) = lines("claims", [ClaimRow(claim, told)])
    assert record["attributed_to"] == ["Rashid Mourad", MASK]


@pytest.mark.parametrize("format", ["csv", "geojson", "jsonl"])
@pytest.mark.parametrize("kind", ["claims", "incidents"])
def test_a_belligerents_words_and_links_stay_in_the_desk(kind: str, format: str) -> None:
    boast = replace(
        CLAIM,
        evidence="The lions burned the apostates",
        target=Target("the apostates", "the apostates", TargetKind.POLICE),
    )
    row = ClaimRow(boast, replace(REPORT, url="https://boast.example/7"), belligerent=True)
    incident = IncidentRow(replace(INCIDENT, target=boast.target), (row,))
    rows: Any = [row] if kind == "claims" else [incident]
    text = written(kind, format, rows)
    assert "apostates" not in text
    assert "boast.example" not in text
    assert "police" in text  # the claim as coded remains
    assert kind == "incidents" or REPORT.content_hash in text
    assert "apostates" in written(kind, format, rows, ALL)


WORDED = "the den of the infidel"
BOASTED = replace(
    CLAIM,
    evidence=WORDED,
    place=replace(CLAIM.place, name=WORDED),
    perpetrator=Actor(WORDED, "Dune Front"),
    target=Target(WORDED, WORDED, TargetKind.POLICE),
    weapon=Weapon(WORDED, WeaponKind.IED),
    attributed_to=(WORDED,),
    campaign=WORDED,
    reasons={"place": WORDED, "date": WORDED},
)


@pytest.mark.parametrize("format", ["csv", "geojson", "jsonl"])
def test_no_field_carries_a_belligerents_words(format: str) -> None:
    row = ClaimRow(BOASTED, REPORT, belligerent=True)
    record = BOASTED.values()
    fields = ("place", "perpetrator", "target", "weapon")
    held = replace(INCIDENT, campaign=WORDED, **{name: getattr(BOASTED, name) for name in fields})
    rivals = {name: (Rival(record[name], ("c1",)),) for name in ("perpetrator", "target", "weapon", "campaign")}
    rivals["place"] = (Rival(BOASTED.place.as_record(), ("c1",)),)
    rows = {"claims": row, "incidents": IncidentRow(replace(held, rivals=rivals), (row,))}
    for kind, found in rows.items():
        text = written(kind, format, [found], ExportOptions(with_names=True))
        assert "infidel" not in text
        for kept in ("Dune Front", "Sabha", "27.04", "police", "IED", "2021-03-04"):
            assert kept in text
    hiding = PresenceRow(replace(PRESENCE, places=(WORDED,), evidence=WORDED), REPORT, belligerent=True)
    shown = written("claims", format, [], ExportOptions(with_presences=True, with_names=True), [hiding])
    assert "infidel" not in shown
    assert "Islamic State" in shown


def test_words_that_others_use_too_are_no_propaganda() -> None:
    theirs = ClaimRow(CLAIM, REPORT, belligerent=True)
    options = ExportOptions(with_names=True)
    (record,) = lines("incidents", [IncidentRow(INCIDENT, (theirs, replace(ROW)))], options)
    assert record["target"]["text"] == "Omar Haddad"
    (record,) = lines("incidents", [IncidentRow(INCIDENT, (theirs,))], options)
    assert record["target"]["text"] is None


@pytest.mark.parametrize("format", ["csv", "geojson", "jsonl"])
@pytest.mark.parametrize("kind", ["claims", "incidents"])
def test_presences_leave_only_when_asked_for(kind: str, format: str) -> None:
    rows: Any = [ROW] if kind == "claims" else [IncidentRow(INCIDENT, (ROW,))]
    presences = [PresenceRow(PRESENCE, REPORT)]
    assert "Jabal Nur" not in written(kind, format, rows, presences=presences)
    shown = written(kind, format, rows, ExportOptions(with_presences=True), presences)
    assert "Jabal Nur" in shown
    if format == "geojson":
        assert json.loads(shown)["features"][-1]["geometry"] is None  # an area, never a pin


def test_presences_keep_their_columns_in_csv() -> None:
    _, row = table("claims", [ROW], ExportOptions(with_presences=True), [PresenceRow(PRESENCE, REPORT)])
    assert (row["record"], row["actor"], row["places"]) == ("presence", "Islamic State", "Jabal Nur")
    assert json.loads(row["areas"]) == [{"lat": 25.0, "lon": 15.0, "radius_km": 40.0}]
    assert row["lat"] == ""


def test_arabic_survives() -> None:
    claim = replace(CLAIM, place=replace(CLAIM.place, name="سبها"))
    assert table("claims", [replace(ROW, claim=claim)])[0]["place"] == "سبها"
    assert lines("claims", [replace(ROW, claim=claim)])[0]["place"] == "سبها"


def test_credits_name_the_sources_of_places() -> None:
    assert "GeoNames" in attribution()
    assert "\n" not in attribution()


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="xlsx"):
        written("claims", "xlsx", [ROW])


@pytest.mark.parametrize(
    ("span", "left"),
    [
        (Span(0, 23), "[presence withheld], a shopkeeper, in Sabha, police said."),
        (Span(7, 42), "Gunmen [presence withheld]Sabha, police said."),
        (Span(38, 900), "Gunmen shot Omar Haddad, a shopkeeper,[presence withheld]"),
        (Span(0, 900), "[presence withheld]"),
        (Span(700, 900), EVIDENCE),
    ],
)
def test_words_of_a_presence_are_withheld_however_they_overlap_the_evidence(span: Span, left: str) -> None:
    said = (replace(PRESENCE, spans={"evidence": (span,)}),)
    record = claim_record(ClaimRow(CLAIM, REPORT, presences=said), ExportOptions(with_names=True))
    assert record["evidence"] == left


@pytest.mark.parametrize(
    ("publisher", "left"),
    [("Al-Naba", "Al-Naba"), ("https://t.example/naba", None), ("t.example/naba", None), ("naba.example", None)],
)
def test_a_belligerents_address_does_not_leave_as_its_name(publisher: str, left: str | None) -> None:
    row = ClaimRow(CLAIM, replace(REPORT, publisher=publisher), belligerent=True)
    assert claim_record(row, ExportOptions())["source"]["publisher"] == left
    assert claim_record(replace(row, belligerent=False), ExportOptions())["source"]["publisher"] == publisher
