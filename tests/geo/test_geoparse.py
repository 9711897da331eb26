from collections.abc import Sequence
from typing import Any

import pytest

from conflictdesk.errors import InputError
from conflictdesk.geo.gazetteer import Gazetteer
from conflictdesk.geo.geoparse import geocode, geoparse
from conflictdesk.records.mentions import Toponym
from conflictdesk.records.reports import Span

FIELDS = {"start", "end", "name", "lat", "lon", "area", "country", "place_id", "precision", "method", "score"}
FIELDS |= {"reason", "runners_up"}


def nothing(_: str) -> Sequence[Toponym]:
    return ()


def find_gao(text: str) -> Sequence[Toponym]:
    return (Toponym(Span(text.index("Gao"), text.index("Gao") + 3), "Gao"),)


def test_given_spans_are_resolved_as_given(shipped: Gazetteer) -> None:
    text = "Libya: Dorvak (60 km south of Sabha)"
    spans = [{"start": 30, "end": 35}, {"start": 7, "end": 13}, {"start": 0, "end": 5}]
    record = geoparse({"doc_id": 7, "text": text, "toponyms": spans}, shipped, nothing)
    sabha, dorvak, libya = record["toponyms"]
    assert record["doc_id"] == 7
    assert set(sabha) == FIELDS
    assert (sabha["name"], sabha["country"], sabha["precision"]) == ("Sabha", "LY", "exact")
    assert dorvak["lat"] is None
    assert dorvak["area"]["radius_km"] == 12.0
    assert libya["precision"] == "country"
    assert libya["lat"] is not None


def test_without_spans_it_looks_for_them(shipped: Gazetteer) -> None:
    record = geoparse({"doc_id": "a", "text": "Soldiers in Gao, Mali"}, shipped, find_gao)
    assert [t["name"] for t in record["toponyms"]] == ["Gao"]
    assert geoparse({"text": "Gao", "toponyms": []}, shipped, find_gao)["toponyms"] == []


@pytest.mark.parametrize(
    "line",
    [{}, {"text": 3}, {"text": "x", "toponyms": [{"start": 0, "end": 9}]},
     {"text": "x", "toponyms": [{"start": 1, "end": 0}]},
     {"text": "x", "toponyms": ["x"]}],
)  # fmt: skip
def test_what_is_no_document_is_refused(shipped: Gazetteer, line: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        geoparse(line, shipped, nothing)


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ({"name": "Gwoza town", "country": "Nigeria", "admin1": "Borno state"}, (11.1, 13.7)),
        ({"name": "Goma town", "country": "DR Congo (Zaire)"}, (-1.7, 29.2)),
        ({"name": "Tripoli", "country": "LBN"}, (34.4, 35.8)),
        ({"name": "Gao", "country": "BF"}, (11.7, -2.2)),
        ({"name": "Springfield", "country": "US", "admin1": "Illinois"}, (39.8, -89.6)),
        ({"name": "Borno state", "country": "NG"}, (12, 13)),
        ({"name": "Kidal"}, (18.4, 1.4)),
    ],
)
def test_a_bare_name_is_placed(shipped: Gazetteer, line: dict[str, Any], at: tuple[float, float]) -> None:
    record = geocode({"id": 1, **line}, shipped)
    assert (record["lat"], record["lon"]) == pytest.approx(at, abs=0.8)
    assert record["id"] == 1


def test_where_text_and_map_disagree_a_user_reads_it(shipped: Gazetteer) -> None:
    text = "In Libya, Murzuq (140 km south-east of Sabha) was shelled."
    (murzuq,) = geoparse({"doc_id": 1, "text": text, "toponyms": [{"start": 10, "end": 16}]}, shipped, nothing)[
        "toponyms"
    ]
    assert murzuq["lat"] == pytest.approx(25.9, abs=0.1)
    assert "The text says 140 km south-east of Sabha, the map 13" in murzuq["reason"]


def test_the_others_that_a_name_may_mean_come_with_it(shipped: Gazetteer) -> None:
    record = geocode({"id": 1, "name": "Springfield", "country": "US"}, shipped)
    assert {place["country"] for place in record["runners_up"]} == {"US"}
    assert {"place_id", "name", "country", "lat", "lon"} == set(record["runners_up"][0])


def test_a_country_given_is_binding(shipped: Gazetteer) -> None:
    assert geocode({"id": 1, "name": "Misrata", "country": "Peru"}, shipped)["lat"] is None


def test_a_country_that_is_not_known_is_said_to_bind_nothing(shipped: Gazetteer) -> None:
    assert "'Atlantis' is not known" in geocode({"id": 1, "name": "Gao", "country": "Atlantis"}, shipped)["reason"]


def test_a_place_that_no_gazetteer_has_is_answered_with_its_district_and_says_so(shipped: Gazetteer) -> None:
    line = {"name": "Dorvakko village", "country": "Nigeria", "admin1": "Borno state", "admin2": "Gwoza lga"}
    record = geocode(line, shipped)
    assert (record["name"], record["precision"], record["method"]) == ("Gwoza", "region", "admin2")
    assert record["area"]["radius_km"] == 30.0


def test_what_nothing_is_known_of_is_left_open(shipped: Gazetteer) -> None:
    record = geocode({"id": None, "name": "Dorvakko", "country": None}, shipped)
    assert (record["lat"], record["area"], record["method"], record["score"]) == (None, None, "unresolved", 0.0)


@pytest.mark.parametrize("line", [{}, {"name": " "}, {"name": 5}])
def test_a_line_without_a_name_is_refused(shipped: Gazetteer, line: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        geocode(line, shipped)
