"""What the gazetteer that is simply there holds, and what it costs."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from conflictdesk.geo.gazetteer import BUILTIN, Gazetteer
from conflictdesk.geo.geoparse import geocode, geoparse
from conflictdesk.geo.lexicon import lexicon
from conflictdesk.geo.names import ARABIC
from conflictdesk.pipeline.folder import gazetteer_contents, load_places
from conflictdesk.records.values import Point

NOTICE = Path(__file__).parents[2] / "NOTICE"
WHOSE = (
    ("GeoNames", "CC BY 4.0"),
    ("OurAirports", "public domain"),
    ("CLDR", "Unicode"),
    ("Natural Earth", "public domain"),
)
MOST_RESIDENT_MB = 150


@pytest.fixture(scope="module")
def file() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(BUILTIN)) as connection:
        yield connection


def test_units_airfields_and_countries_have_points(file: sqlite3.Connection) -> None:
    rows = file.execute("SELECT kind, count(*), sum(lat IS NULL OR lon IS NULL) FROM place GROUP BY kind")
    counts = {kind: (count, pointless) for kind, count, pointless in rows}
    peopled = (
        "SELECT count(*) FROM place WHERE kind = 'city' AND country IN (SELECT country FROM place WHERE lat IS NULL)"
    )
    assert file.execute(peopled).fetchone() == (0,)  # only land where nobody lives is without a point
    assert {kind for kind, (_, pointless) in counts.items() if pointless} <= {"country"}
    assert counts["city"][0] > 200_000
    assert counts["admin1"][0] > 3_500
    assert counts["admin2"][0] > 30_000
    assert counts["airfield"][0] > 20_000
    assert counts["country"][0] > 240


def test_names_are_in_latin_and_in_arabic_script(file: sqlite3.Connection) -> None:
    arabic = sum(bool(ARABIC.search(name)) for (name,) in file.execute("SELECT normal FROM name"))
    assert arabic > 50_000
    assert file.execute("SELECT count(*) FROM term WHERE kind = 'demonym'").fetchone()[0] > 400


@pytest.mark.parametrize(
    ("country", "at"),
    [("Libya", (25, 17)), ("Mali", (17, -4)), ("Syria", (35, 38)), ("Nigeria", (10, 8)), ("France", (46, 2))],
)
def test_a_countrys_point_is_the_round_middle_that_country_lists_give(
    shipped: Gazetteer, country: str, at: tuple[float, float]
) -> None:
    (place,) = (r for r in shipped.lookup(country) if r.kind == "country")
    assert place.point is not None
    assert place.point.km_to(Point(*at)) < 350


def test_it_stays_small_in_memory() -> None:
    script = (
        "from conflictdesk.geo.gazetteer import Gazetteer\n"
        "from conflictdesk.geo.geoparse import geocode\n"
        "gazetteer = Gazetteer.open()\n"
        "for name, country in (('Gao', 'ML'), ('Dorvakko', 'NG'), ('Tamanhant', 'LY'), ('Springfeeld', 'US')):\n"
        "    geocode({'id': 1, 'name': name, 'country': country, 'admin1': 'Borno'}, gazetteer)\n"
        "lines = open('/proc/self/status').read().splitlines()\n"
        "print(next(line.split()[1] for line in lines if line.startswith('VmHWM')))\n"
    )
    if not Path("/proc/self/status").exists():
        pytest.skip("memory is read from /proc")
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert int(told) / 1024 < MOST_RESIDENT_MB


def test_whose_data_it_is_stands_in_the_notice_and_in_the_file(shipped: Gazetteer) -> None:
    notice = NOTICE.read_text("utf-8")
    for word, licence in WHOSE:
        assert word in notice
        assert any(word in source and licence in terms for source, terms, _ in shipped.attribution())


def test_status_tells_what_the_desks_own_file_holds(tmp_path: Path) -> None:
    places = tmp_path / "bases.jsonl"
    places.write_text(
        '{"id": 1, "name": "Dorvak base", "kind": "base", "country": "LY", "lat": 26, "lon": 14}\n', "utf-8"
    )
    load_places(tmp_path, places, lambda _: None)
    *shipped, own = gazetteer_contents(tmp_path)
    assert (own.file, own.source, own.licence, own.places) == ("gazetteer.sqlite", "bases.jsonl", "not stated", 1)
    assert {row.places for row in shipped} == {
        sum(1 for _ in Gazetteer.open()._files()[0].execute("SELECT 1 FROM place"))
    }


def test_with_no_gazetteer_loaded_it_answers_and_says_how_sure_it_is(shipped: Gazetteer) -> None:
    text = "Libyan officers said that shells hit Sabha, Tamanhant and Dorvakkar."
    spans = [{"start": text.index(n), "end": text.index(n) + len(n)} for n in ("Sabha", "Tamanhant", "Dorvakkar")]
    found = geoparse({"doc_id": 1, "text": text, "toponyms": spans}, shipped, lambda _: ())["toponyms"]
    assert [t["method"] for t in found] == ["exact", "fuzzy", "unresolved"]
    assert found[0]["score"] > found[1]["score"] > found[2]["score"] == 0
    assert found[2]["reason"].startswith("No gazetteer has a place of this name")
    assert geocode({"id": 1, "name": "Dorvakkar", "country": "LY"}, shipped)["score"] == 0


def test_what_regions_are_made_of_is_in_the_gazetteer(file: sqlite3.Connection) -> None:
    listed = lexicon("regions")["regions"].values()
    told = {(row["country"], name) for row in listed for name in row.get("provinces", ())}
    held = set(file.execute("SELECT DISTINCT country, admin1 FROM place WHERE kind = 'city'"))
    countries = {code for (code,) in file.execute("SELECT country FROM place WHERE kind = 'country'")}
    assert told <= held
    assert {code for row in listed for code in row.get("countries", ())} <= countries
