"""Two gazetteers: the shipped one, and a small one that the builder makes from a few rows."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from conflictdesk.geo.gazetteer import Gazetteer
from conflictdesk.geo.writing import Entry
from conflictdesk.records.values import Point, Referent

BUILDER = Path(__file__).parents[2] / "training" / "gazetteer.py"


def place(number: int, name: str, country: str, lat: float, lon: float, kind: str = "city", people: int = 0) -> Entry:
    return Entry(Referent(f"test:{number}", name, country, Point(lat, lon), kind, people))


ROWS = (
    place(1, "Ardistan", "AA", 10.0, 10.0, "country", 9_000_000),
    place(2, "Al Qaryah", "AA", 10.5, 10.5, "city", 20_000),
    place(3, "Marsa", "AA", 11.0, 10.0, "city", 5_000),
    place(4, "Marsa", "BB", 50.0, 40.0, "city", 80_000),
    place(5, "Marsa Airport", "AA", 11.1, 10.1, "airfield"),
)
TERMS = (("ardistan", "AA", "name", 0), ("ardi", "AA", "demonym", 1), ("aa", "AA", "code", 0))


@pytest.fixture(scope="session")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("training_gazetteer", BUILDER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def rows() -> tuple[Entry, ...]:
    return ROWS


@pytest.fixture(scope="session")
def small_file(builder: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gazetteer") / "small.sqlite"
    builder.build(path, ROWS, TERMS)
    return path


@pytest.fixture(scope="session")
def small(small_file: Path) -> Iterator[Gazetteer]:
    with Gazetteer.open(small_file) as gazetteer:
        yield gazetteer


@pytest.fixture(scope="session")
def shipped() -> Iterator[Gazetteer]:
    with Gazetteer.open() as gazetteer:
        yield gazetteer
