import multiprocessing
import pickle
import sqlite3
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from conflictdesk.errors import DataError
from conflictdesk.geo.gazetteer import BUILTIN, Gazetteer
from conflictdesk.geo.names import Method
from conflictdesk.geo.writing import Entry


def test_namesakes_come_with_the_most_people_first(small: Gazetteer) -> None:
    assert [r.place_id for r in small.lookup("Marsa")] == ["test:4", "test:3"]
    assert [r.place_id for r in small.lookup("marsa", "AA")] == ["test:3"]


@pytest.mark.parametrize(
    ("name", "method"),
    [("Al Qaryah", Method.EXACT), ("Qaryah", Method.BARE), ("El Garya", Method.FOLDED)],
)
def test_a_name_is_found_in_other_spellings(small: Gazetteer, name: str, method: Method) -> None:
    (match,) = small.matches(name)
    assert (match.referent.place_id, match.agreement.method) == ("test:2", method)


def test_similar_names_are_looked_for_in_one_country(small: Gazetteer) -> None:
    assert [m.referent.place_id for m in small.similar("Ardistun", "AA")] == ["test:1"]
    assert small.similar("Ardistun", "BB") == ()


def test_it_says_what_it_knows(small: Gazetteer) -> None:
    assert small.knows("marsa")
    assert not small.knows("Dorvak")
    assert not small.knows("")


def test_what_is_longer_than_any_name_is_not_looked_for(small: Gazetteer) -> None:
    assert small.matches("Marsa " * 50_000) == ()
    assert small.similar("Ardistun " * 50_000, "AA") == ()


def test_two_files_answer_as_one(
    small_file: Path, builder: ModuleType, rows: tuple[Entry, ...], tmp_path: Path
) -> None:
    builder.build(tmp_path / "more.sqlite", rows[3:4], ())
    with Gazetteer.open(small_file, tmp_path / "more.sqlite") as both:
        assert [r.country for r in both.lookup("Marsa")] == ["BB", "BB", "AA"]


def test_a_copy_opens_the_same_files(small: Gazetteer) -> None:
    with pickle.loads(pickle.dumps(small)) as copy:
        assert copy.paths == small.paths
        assert copy.lookup("Marsa") == small.lookup("Marsa")


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_it_works_in_another_process(small: Gazetteer, method: str) -> None:
    with multiprocessing.get_context(method).Pool(1) as pool:
        assert pool.apply(small.lookup, ("Marsa",)) == small.lookup("Marsa")


def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere\.sqlite"):
        Gazetteer.open(tmp_path / "nowhere.sqlite")


def test_the_file_is_not_written_to(small_file: Path) -> None:
    with Gazetteer.open(small_file) as gazetteer, pytest.raises(sqlite3.OperationalError, match="readonly"):
        gazetteer._files()[0].execute("DELETE FROM place")


def test_the_same_rows_make_the_same_bytes(builder: ModuleType, rows: tuple[Entry, ...], tmp_path: Path) -> None:
    for name in ("one", "two"):
        builder.build(tmp_path / name, rows, ())
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_shipped_one_says_where_it_comes_from(shipped: Gazetteer) -> None:
    licences = {source.split(" ")[0]: licence for source, licence, _ in shipped.attribution()}
    assert licences["GeoNames"].startswith("CC BY 4.0")
    assert "OurAirports" in licences
    assert BUILTIN.stat().st_size < 61_000_000


@pytest.mark.parametrize(
    ("name", "country"),
    [("Misrata", "LY"), ("مصراتة", "LY"), ("Mossoul", "IQ"), ("الموصل", "IQ"), ("Tombouctou", "ML"), ("W.Va.", "US")],
)
def test_the_shipped_one_knows_names_in_several_languages(shipped: Gazetteer, name: str, country: str) -> None:
    assert shipped.lookup(name)[0].country == country


def test_a_countrys_point_lies_among_its_own_towns() -> None:
    with closing(sqlite3.connect(BUILTIN)) as file:
        rows = file.execute("SELECT country, lat, lon FROM place WHERE kind = 'country' AND lat IS NOT NULL").fetchall()
        near = (
            "SELECT 1 FROM place WHERE kind = 'city' AND country = ? AND abs(lat - ?) < 9 AND abs(lon - ?) < 14 LIMIT 1"
        )
        lost = [row for row in rows if not file.execute(near, row).fetchone()]
    assert lost == []
    assert len(rows) > 200
