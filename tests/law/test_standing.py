"""Whose word an incident stands on, and what leaves of it: claims written out by hand, so that no coder is asked."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest

from conflictdesk.link.incidents import Linking, compute_incidents
from conflictdesk.pipeline.holding import Holding
from conflictdesk.publish.exports import Format, Kind, export_records
from conflictdesk.publish.rows import ClaimRow, ExportOptions
from conflictdesk.records.events import EventClaim, Standing
from conflictdesk.records.reports import Report, Source, SourceKind

WEEKLY, NEWS, OTHER_NEWS, ARMY = "Front Weekly", "Sahel Courier", "Desert Post", "Malian Armed Forces"
SOURCES = {
    WEEKLY: Source(WEEKLY, SourceKind.BELLIGERENT),
    ARMY: Source(ARMY, SourceKind.OFFICIAL),
}
GROUP = {"text": "the Dune Front", "canonical": "Dune Front"}
STATE = {"text": "the army", "canonical": ARMY}
BY_GROUP: dict[str, Any] = {"perpetrator": GROUP, "claimed_by": "Dune Front", "attributed_to": ["the Dune Front"]}
BY_STATE: dict[str, Any] = {"perpetrator": STATE, "role": "counter-operation", "attributed_to": ["the army"]}

# Who published it, its sentence, and how it was coded; then the standing that follows.
TELLINGS = [
    ([(WEEKLY, "Our men shelled the post at Gao.", BY_GROUP, "claimed")], "claimed-only"),
    ([(WEEKLY, "The post at Gao was shelled.", {}, "reported")], "claimed-only"),
    ([(NEWS, "The Dune Front claimed to have shelled Gao.", BY_GROUP, "claimed")], "claimed-only"),
    ([(NEWS, "The Dune Front said that it had shelled Gao.", BY_GROUP, "reported")], "claimed-only"),
    (
        [
            (NEWS, "The Dune Front claimed to have shelled Gao.", BY_GROUP, "claimed"),
            (OTHER_NEWS, "Gao was shelled by the Dune Front, its weekly boasts.", BY_GROUP, "claimed"),
        ],
        "claimed-only",
    ),
    ([(ARMY, "Our forces killed nine near Gao.", BY_STATE, "confirmed")], "claimed-only"),
    ([(NEWS, "The army said that it had killed nine near Gao.", BY_STATE, "confirmed")], "claimed-only"),
    ([(NEWS, "The army claims nine dead near Gao.", BY_STATE, "claimed")], "claimed-only"),
    (
        [
            (ARMY, "Our forces killed nine near Gao.", BY_STATE, "confirmed"),
            (NEWS, "Nine dead near Gao, according to the army.", BY_STATE, "reported"),
        ],
        "claimed-only",
    ),
    (
        [
            (ARMY, "Our forces killed nine near Gao.", BY_STATE, "confirmed"),
            (
                NEWS,
                "Soldiers fought near Gao, residents said.",
                BY_STATE | {"attributed_to": ["residents"]},
                "reported",
            ),
        ],
        "corroborated",
    ),
    (
        [
            (WEEKLY, "Our men shelled the post at Gao.", BY_GROUP, "claimed"),
            (NEWS, "Shells hit Gao, a nurse said.", {"attributed_to": ["a nurse"]}, "reported"),
        ],
        "single-source",
    ),
    (
        [
            (NEWS, "Shells hit Gao, a nurse said.", {"attributed_to": ["a nurse"]}, "reported"),
            (OTHER_NEWS, "Four shells fell on Gao at dawn.", {}, "reported"),
        ],
        "corroborated",
    ),
    (
        [
            (NEWS, "Shells hit Gao, a nurse said.", {"attributed_to": ["a nurse"]}, "reported"),
            (OTHER_NEWS, "The Dune Front denied that it had shelled Gao.", {"perpetrator": GROUP}, "denied"),
        ],
        "contested",
    ),
]


def report_of(name: str, publisher: str, text: str) -> Report:
    return Report(
        report_id=name,
        text=text,
        content_hash=name * 8,
        retrieved=datetime(2021, 1, 2, tzinfo=UTC),
        language="en",
        published=date(2020, 5, 18),
        publisher=publisher,
        url=f"https://{name}.example/story",
    )


def claim_of(report: Report, fields: dict[str, Any], status: str = "reported") -> EventClaim:
    coded: dict[str, Any] = {
        "report_id": report.report_id,
        "evidence": report.text,
        "type": "Shelling/artillery/missile attack",
        "role": "attack",
        "status": status,
        "date_start": "2020-05-17",
        "place": "Gao",
        "country": "ML",
        "lat": 16.27,
        "lon": -0.05,
        "geo_precision": "exact",
    }
    return EventClaim.from_record(coded | fields)


def linked(tellings: list[tuple[str, str, dict[str, Any], str]]) -> Linking:
    reports = [report_of(f"r{n}", publisher, text) for n, (publisher, text, _, _) in enumerate(tellings)]
    claims = [claim_of(r, fields, status) for r, (_, _, fields, status) in zip(reports, tellings, strict=True)]
    return compute_incidents(claims, {r.report_id: r for r in reports}, lambda r: SOURCES.get(r.publisher or ""))


@pytest.mark.parametrize(("tellings", "standing"), TELLINGS)
def test_a_claim_is_not_an_event(tellings: list[tuple[str, str, dict[str, Any], str]], standing: str) -> None:
    (incident,) = linked(tellings).incidents
    assert incident.standing == standing


@pytest.mark.parametrize("times", [2, 10])
def test_saying_it_often_does_not_make_it_so(times: int) -> None:
    told = [(f"Site {n}", "Our men shelled the post at Gao.", BY_GROUP, "claimed") for n in range(times)]
    (incident,) = linked(told).incidents
    assert (incident.standing, incident.sources_independent) == (Standing.CLAIMED_ONLY, 0)


PLACES = [({"country": "ML", "geo_precision": "region"}, True), ({"lat": 1.0, "lon": 2.0}, True), ({}, False)]


@pytest.mark.parametrize(("found", "known"), PLACES)
def test_a_person_taken_for_a_place_is_known_nowhere(found: dict[str, Any], known: bool) -> None:
    nowhere = dict.fromkeys(("country", "lat", "lon", "geo_precision"))
    claim = claim_of(report_of("r0", NEWS, "Awa Camara fled."), nowhere | {"place": "Awa Camara"} | found)
    held = Holding({}, (claim,), (), (), {}, {}, frozenset())
    assert ("awa camara" in held.names()) is known


@pytest.mark.parametrize(
    "text", ["=HYPERLINK(0)", "@SUM(1)", "+1", "-1", "<script>alert(1)</script>", "{{ 7 * 7 }}", "${HOME}", "$(id)"]
)
def test_nothing_from_a_report_is_executed(text: str) -> None:
    told = report_of("r0", text, text)
    out = io.StringIO(newline="")
    row_of = ClaimRow(claim_of(told, {"campaign": text}), told)
    export_records(Kind.CLAIMS, Format.CSV, [row_of], ExportOptions(), out)
    (row,) = csv.DictReader(io.StringIO(out.getvalue()[1:], newline=""))
    for cell in (row["evidence"], row["campaign"], row["source_publisher"]):
        assert cell.lstrip("'") == text  # as written, and never run
        assert cell[0] not in "=+-@"
