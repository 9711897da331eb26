"""The JSONL filters: order, ids and their JSON types, bad lines."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from conflictdesk.errors import ConflictdeskError
from conflictdesk.pipeline.filters import code_and_link_lines, code_lines, link_claim_lines, link_lines
from conflictdesk.pipeline.jsonl import read_lines
from conflictdesk.pipeline.workers import Recipe
from conflictdesk.records.provenance import content_hash
from standins import WordCoder

RECIPE = Recipe(WordCoder.load)
ATTACK = "Rebels attacked Sabha."


def lines(*records: Any) -> Iterator[bytes]:
    return (record if isinstance(record, bytes) else json.dumps(record).encode() for record in records)


class Heard(list[tuple[int, str]]):
    def __call__(self, number: int, reason: str) -> None:
        self.append((number, reason))


@pytest.mark.parametrize("workers", [1, 2])
def test_ids_come_back_in_order_with_value_and_type(workers: int) -> None:
    ids = [7, "7", 7.5, "", "سبها", "a\ud800", 10**30]
    asked = lines(*({"report_id": given, "text": ATTACK, "unknown": 1} for given in ids))
    coded = list(code_lines(asked, RECIPE, Heard(), workers))
    assert [one["report_id"] for one in coded] == ids
    assert [type(one["report_id"]) for one in coded] == [type(given) for given in ids]
    assert all(event["report_id"] == one["report_id"] for one in coded for event in one["events"])


def test_a_report_without_an_id_is_named_by_a_hash() -> None:
    (one,) = code_lines(lines({"report_id": None, "text": ATTACK}), RECIPE, Heard())
    assert len(one["report_id"]) == len(content_hash(b""))


def test_a_coded_line_has_the_fields_of_the_record() -> None:
    (one,) = code_lines(
        lines({"report_id": "r", "text": ATTACK, "published": "2020-05-21", "language": "en"}), RECIPE, Heard()
    )
    (event,) = one["events"]
    assert set(one) == {"report_id", "language", "events", "presences"}
    assert (event["evidence"], event["evidence_span"]) == (ATTACK, [0, len(ATTACK)])
    assert (event["date_start"], event["incident_id"], event["reviewed"]) == ("2020-05-21", None, None)
    assert (event["record_version"], event["lat"], event["killed"]) == (1, None, {"min": None, "max": None})


@pytest.mark.parametrize(
    "bad",
    [b"nonsense", b"[]", b'"text"', b"\xff\xfe", b'{"text": NaN}', b'{"text": 1e999}', b'{"report_id": "a"}',
     b'{"report_id": [1], "text": "x"}', b"[" * 100_000, b'{"report_id": "a", "text": "UNCODABLE"}'],
)  # fmt: skip
def test_a_bad_line_costs_only_itself(bad: bytes) -> None:
    heard = Heard()
    asked = lines({"report_id": 1, "text": ATTACK}, bad, b"\n", {"report_id": 2, "text": ATTACK})
    assert [one["report_id"] for one in code_lines(asked, RECIPE, heard)] == [1, 2]
    assert [number for number, _ in heard] == [2]


def test_lines_that_all_break_the_program_alike_stop_it() -> None:
    heard = Heard()
    with pytest.raises(ConflictdeskError, match="first 5 all failed alike"):
        list(read_lines(lines(*({"id": number} for number in range(9))), lambda line: line["name"], heard))
    assert [number for number, _ in heard] == [1, 2, 3, 4, 5]


def test_lines_that_are_refused_with_a_reason_stop_nothing() -> None:
    heard = Heard()
    assert list(code_lines(lines(*9 * [{"report_id": [1]}]), RECIPE, heard)) == []
    assert len(heard) == 9


def test_linking_across_the_input_gives_two_reports_one_incident() -> None:
    told = [{"report_id": n, "text": ATTACK, "published": "2020-05-21"} for n in (1, "1")]
    first, second = code_and_link_lines(lines(*told), RECIPE, lambda _report: None, Heard())
    assert first["events"][0]["incident_id"] == second["events"][0]["incident_id"] is not None


def test_a_document_about_nothing_has_an_incident_of_its_own() -> None:
    told = [
        {"doc_id": 1, "text": "Harvests were good this spring."},
        {"doc_id": 2, "text": "Yesterday a bank opened its doors."},
    ]
    linked = list(link_lines(lines(*told), RECIPE, lambda _report: None, Heard()))
    assert [one["doc_id"] for one in linked] == [1, 2]
    assert len({one["incident_id"] for one in linked} - {None}) == 2


def test_claims_are_linked_without_reading_the_event_key() -> None:
    event = {"evidence": ATTACK, "type": "Armed clash", "role": "attack", "status": "reported", "place": "Sabha"}
    event |= {"date_start": "2020-05-21", "date_end": "2020-05-21", "date_precision": "day", "country": "LY"}
    event |= {"lat": 27.04, "lon": 14.43, "geo_precision": "exact"}
    told = [
        {"report_id": n, "text": ATTACK, "note": "kept", "events": [{**event, "event_key": str(n)}]} for n in (1, 2)
    ]
    linked = list(link_claim_lines(lines(*told), lambda _report: None, Heard()))
    assert [{**one, "events": [{**one["events"][0], "incident_id": None}]} for one in linked] == [
        {**one, "events": [{**one["events"][0], "incident_id": None}]} for one in told
    ]
    assert linked[0]["events"][0]["incident_id"] == linked[1]["events"][0]["incident_id"]
