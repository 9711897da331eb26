"""Bare names with the units that they are said to lie in. The country Ardistan is made up; its towns are below."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from conflictdesk.geo.expressions import named_within, namings, unit_name
from conflictdesk.geo.gazetteer import Gazetteer
from conflictdesk.geo.geoparse import geocode
from conflictdesk.geo.writing import Entry
from conflictdesk.records.values import Point, Referent


def town(
    number: int, name: str, lat: float, lon: float, unit: str = "", people: int = 0, kind: str = "city", also: str = ""
) -> Entry:
    province, _, district = unit.partition("/")
    referent = Referent(f"test:{number}", name, "AA", Point(lat, lon), kind, people, province or None)
    return Entry(referent, (also,), district or None)


ROWS = (
    town(1, "Ardistan", 20.0, 20.0, kind="country"),
    town(2, "Norden", 25.0, 20.0, "Norden", kind="admin1"),
    town(3, "Suden", 15.0, 20.0, "Suden", kind="admin1"),
    town(4, "Marsa", 25.5, 20.5, "Norden/Marsa", kind="admin2"),
    town(5, "Marsa", 25.0, 20.0, "Norden/Marsa", 50_000),
    town(6, "Port Suden", 15.0, 20.0, "Suden", 90_000),
    town(7, "Kuljibrin", 25.1, 20.1),
    town(8, "Az Zahra", 25.2, 20.0),
    town(9, "Az Zahra", 15.1, 20.1, "Suden", 8_000),
    town(10, "Saham al Jawlan", 24.9, 20.1),
    town(11, "Kuljibran", 15.0, 20.2),
    town(12, "Marsa Airport", 25.03, 20.05, "Norden", kind="airfield", also="Marsa"),
)
TERMS = (("ardistan", "AA", "name", 0),)


@pytest.fixture(scope="module")
def ardistan(builder: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    path: Path = tmp_path_factory.mktemp("ardistan") / "places.sqlite"
    builder.build(path, ROWS, TERMS)
    with Gazetteer.open(path) as gazetteer:
        yield gazetteer


CASES = [
    ("Marsa town", {}, "test:5", "exact"),
    ("Marsa air base", {}, "test:12", "exact"),
    ("Zahra", {"admin1": "Norden"}, "test:8", "article-stripped"),
    ("Zahra", {"admin1": "Suden"}, "test:9", "article-stripped"),
    ("Kaljibreen", {"admin1": "Norden province"}, "test:7", "fuzzy"),
    ("Kaljibreen", {"admin1": "Suden province"}, "test:11", "fuzzy"),
    ("Saham dam", {"admin2": "Marsa district", "admin1": "Norden"}, "test:10", "fuzzy"),
    ("Dorvak/Kuljibrin village", {"admin1": "Norden"}, "test:7", "exact"),
    ("Dorvak town (Kuljibrin)", {"admin1": "Norden"}, "test:7", "exact"),
    ("Dorvak hills south of Marsa", {"admin1": "Norden"}, "test:5", "exact"),
]


@pytest.mark.parametrize(("name", "units", "place_id", "method"), CASES)
def test_a_name_is_read_by_what_it_lies_in(
    ardistan: Gazetteer, name: str, units: dict[str, str], place_id: str, method: str
) -> None:
    record = geocode({"id": 1, "name": name, "country": "Ardistan", **units}, ardistan)
    assert (record["place_id"], record["method"]) == (place_id, method)


@pytest.mark.parametrize("district", ["Marsa", "Marsa district", "Mintaqat Markaz Marsa district"])
def test_a_place_that_is_nowhere_is_its_district_where_its_people_live(ardistan: Gazetteer, district: str) -> None:
    line = {"id": 1, "name": "Dorvak", "country": "Ardistan", "admin1": "Norden", "admin2": district}
    record = geocode(line, ardistan)
    assert (record["place_id"], record["method"], record["precision"]) == ("test:4", "admin2", "region")
    assert (record["area"]["lat"], record["area"]["lon"], record["area"]["radius_km"]) == (25.0, 20.0, 30.0)
    assert "Dorvak" not in record["reason"]
    assert record["score"] < 0.5


def test_a_namesake_across_the_country_is_no_answer(ardistan: Gazetteer) -> None:
    record = geocode({"id": 1, "name": "Port Suden", "country": "Ardistan", "admin1": "Norden"}, ardistan)
    assert (record["method"], record["name"]) == ("admin1", "Norden")


def test_the_same_question_has_the_same_answer(ardistan: Gazetteer) -> None:
    lines = [{"id": 1, "name": name, "country": "Ardistan", **units} for name, units, _, _ in CASES]
    once: list[dict[str, Any]] = [geocode(line, ardistan) for line in lines]
    assert [geocode(line, ardistan) for line in reversed(lines)] == once[::-1]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Tadmur/Palmyra town", ("Tadmur/Palmyra town", "Tadmur", "Palmyra town")),
        ("Ar Rai (Choban Bey)", ("Ar Rai (Choban Bey)", "Ar Rai", "Choban Bey")),
        ("Gao", ("Gao",)),
    ],
)
def test_a_name_may_be_several(name: str, expected: tuple[str, ...]) -> None:
    assert namings(name) == expected


@pytest.mark.parametrize(
    ("words", "place"),
    [("silos east of Gao", "Gao"), ("camp near Gao", "Gao"), ("poste au nord de Gao", "Gao"), ("Gao", None)],
)
def test_a_description_leans_on_a_place(words: str, place: str | None) -> None:
    assert named_within(words) == place


@pytest.mark.parametrize(
    ("written", "name"), [("Markaz Daraa district", "Daraa"), ("Borno state", "Borno"), ("Markaz", "Markaz")]
)
def test_a_units_name_comes_without_what_it_is(written: str, name: str) -> None:
    assert unit_name(written) == name
