import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from conflictdesk.errors import DeskBusy, UnreadableFile
from conflictdesk.geo.gazetteer import Gazetteer
from conflictdesk.geo.loading import load_gazetteer

TEMESSA = {
    "id": "own:1", "name": "Tmassah", "names": ["Temessa", "تمسة"], "kind": "locality", "country": "ly",
    "lat": 26.37, "lon": 15.8,
}  # fmt: skip
DUMP = (
    "2208425\tTmassah\tTmassah\tTemessa,Timassah\t26.36667\t15.8\tP\tPPL\tLY\t\t73\t\t\t\t900\t\t386\tAfrica/Tripoli\t2012-01-17",
    "1\tSome Road\tSome Road\t\t26.0\t15.0\tR\tRD\tLY\t\t73\t\t\t\t0\t\t1\tAfrica/Tripoli\t2012-01-17",
    "2\tJufra\tJufra\t\t29.2\t16.0\tS\tAIRB\tLY\t\t73\t\t\t\t0\t\t1\tAfrica/Tripoli\t2012-01-17",
)


def test_jsonl_is_loaded_and_found_beside_the_built_in(shipped: Gazetteer, tmp_path: Path) -> None:
    own = tmp_path / "own.sqlite"
    count = load_gazetteer([json.dumps(TEMESSA)], own)
    assert (count.loaded, count.skipped) == (1, 0)
    with Gazetteer.open(*shipped.paths, own) as both:
        (found,) = both.lookup("تمسه", "LY")
        assert (found.place_id, found.kind, found.country) == ("own:1", "city", "LY")
        assert both.lookup("Sabha", "LY") == shipped.lookup("Sabha", "LY")


@pytest.mark.parametrize("zipped", [False, True])
def test_a_geonames_dump_is_loaded(tmp_path: Path, zipped: bool) -> None:
    source = tmp_path / ("LY.zip" if zipped else "LY.txt")
    if zipped:
        with zipfile.ZipFile(source, "w") as archive:
            archive.writestr("readme.txt", "about")
            archive.writestr("LY.txt", "\n".join(DUMP))
    else:
        source.write_text("\n".join(DUMP), "utf-8")
    assert load_gazetteer(source, tmp_path / "own.sqlite").loaded == 2
    with Gazetteer.open(tmp_path / "own.sqlite") as own:
        assert [r.place_id for r in own.lookup("Temessa")] == ["geonames:2208425"]
        assert own.lookup("Jufra")[0].kind == "airfield"


BAD = [
    ("{", "line 1"),
    ("one\ttwo", "2 fields"),
    (json.dumps({"id": 1, "name": "X", "lat": 91, "lon": 0}), "no place on earth"),
    (json.dumps({"id": 1, "lat": 1, "lon": 0}), "name"),
    (json.dumps({"id": 1, "name": "X", "country": "LBY", "lat": 1, "lon": 0}), "alpha-2"),
    ("[1]", "1 fields"),
    ('{"a":' * 20_000, "recursion"),
    (json.dumps({"id": 1, "name": "X", "names": "Y"}), "list of strings"),
    (json.dumps({"id": 1, "name": "\ud800", "lat": 1, "lon": 0}), "surrogates"),
    (json.dumps({"id": 1, "name": "X", "kind": ["city"]}), "kind"),
    (json.dumps({"id": 1, "name": "X", "population": 1e300}), "number of people"),
    ("x" * 1_100_000, "too long"),
    (json.dumps({"id": 1, "name": "X", "lat": "nan", "lon": 0}), "no place on earth"),
]


@pytest.mark.parametrize(("line", "reason"), BAD)
def test_a_bad_line_is_reported_and_the_rest_goes_on(tmp_path: Path, line: str, reason: str) -> None:
    count = load_gazetteer([line, "", json.dumps(TEMESSA)], tmp_path / "own.sqlite")
    assert (count.loaded, count.skipped) == (1, 1)
    assert count.problems[0].startswith("line 1: ")
    assert reason in count.problems[0]


def test_loading_again_replaces_what_has_the_same_id(tmp_path: Path) -> None:
    own = tmp_path / "own.sqlite"
    load_gazetteer([json.dumps(TEMESSA)], own)
    load_gazetteer([json.dumps({**TEMESSA, "name": "Tamassa", "names": [], "lat": 26.4})], own)
    with Gazetteer.open(own) as gazetteer:
        assert gazetteer.lookup("تمسة") == ()
        (found,) = gazetteer.lookup("Tamassa")
        assert found.point is not None
        assert found.point.lat == 26.4


UNITS = (
    "10\tMurzuq\tMurzuq\t\t25.9\t13.9\tA\tADM1\tLY\t\t73\t\t\t\t0\t\t1\tAfrica/Tripoli\t2012-01-17",
    "11\tWadi Field\tWadi Field\t\t26.0\t14.0\tS\tOILF\tLY\t\t73\t\t\t\t0\t\t1\tAfrica/Tripoli\t2012-01-17",
)


def test_a_dumps_codes_of_provinces_become_their_names(tmp_path: Path) -> None:
    load_gazetteer([UNITS[1], UNITS[0], DUMP[0]], tmp_path / "own.sqlite")
    with Gazetteer.open(tmp_path / "own.sqlite") as own:
        assert own.lookup("Temessa")[0].admin1 == "Murzuq"
        assert [(r.kind, r.admin1) for r in own.lookup("Wadi Field")] == [("site", "Murzuq")]


@pytest.mark.parametrize(
    ("kind", "ours"),
    [("Oil field", "site"), ("neighbourhood", "city"), ("air_base", "airfield"), ("barracks", "base"), ("", "city")],
)
def test_a_desks_own_places_come_in_the_same_way(tmp_path: Path, kind: str, ours: str) -> None:
    line = {"id": 7, "name": "Dorvak", "kind": kind, "country": "LY", "lat": 26.0, "lon": 14.0, "admin1": "Murzuq"}
    load_gazetteer([json.dumps(line)], tmp_path / "own.sqlite")
    with Gazetteer.open(*Gazetteer.open().paths, tmp_path / "own.sqlite") as both:
        (found,) = both.lookup("Dorvak", "LY")
        assert (found.place_id, found.kind, found.admin1) == ("7", ours, "Murzuq")


def test_loading_a_file_twice_does_not_double_it(tmp_path: Path) -> None:
    own = tmp_path / "own.sqlite"
    for _ in range(2):
        assert load_gazetteer([*DUMP, json.dumps(TEMESSA)], own).loaded == 3
    with Gazetteer.open(own) as gazetteer:
        assert gazetteer.places() == 3
        assert len(gazetteer.lookup("Temessa")) == 2
        assert len(gazetteer.similar("Timassahh", "LY")) == 2


def test_what_was_loaded_from_other_files_stays(tmp_path: Path) -> None:
    own = tmp_path / "own.sqlite"
    load_gazetteer(DUMP, own)
    load_gazetteer([json.dumps({**TEMESSA, "id": "own:2", "country": "TD"})], own)
    with Gazetteer.open(own) as gazetteer:
        assert {r.place_id for r in gazetteer.lookup("Temessa")} == {"geonames:2208425", "own:2"}
        assert gazetteer.similar("Timassahh", "LY")


def test_progress_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflictdesk.geo.loading.TOLD_EVERY", 2)
    told: list[int] = []
    load_gazetteer([json.dumps({**TEMESSA, "id": n}) for n in range(5)], tmp_path / "own.sqlite", told.append)
    assert told == [2, 4]


KILLED = """
import os, signal, sys
from pathlib import Path
from conflictdesk.geo.loading import load_gazetteer
def lines():
    yield '{"id": "new", "name": "Newtown", "country": "LY", "lat": 1, "lon": 2}'
    os.kill(os.getpid(), signal.SIGKILL)
load_gazetteer(lines(), Path(sys.argv[1]))
"""


def test_a_load_that_is_killed_leaves_the_gazetteer_as_it_was(tmp_path: Path) -> None:
    own = tmp_path / "own.sqlite"
    load_gazetteer([json.dumps(TEMESSA)], own)
    before = own.read_bytes()
    assert subprocess.run([sys.executable, "-c", KILLED, own], check=False).returncode == -signal.SIGKILL
    assert own.read_bytes() == before
    (left,) = tmp_path.glob(".new-*")
    os.utime(left, (0, 0))
    load_gazetteer([json.dumps({**TEMESSA, "id": "own:3"})], own)
    assert list(tmp_path.glob(".new-*")) == []


def test_a_load_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"nowhere\.txt"):
        load_gazetteer(tmp_path / "nowhere.txt", tmp_path / "own.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "allCountries.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("allCountries.txt", "\n".join(DUMP * 50))
    raw = bytearray(path.read_bytes())
    raw[60:90] = bytes(30)
    path.write_bytes(raw)
    with pytest.raises(UnreadableFile, match=r"allCountries\.zip is damaged"):
        load_gazetteer(path, tmp_path / "own.sqlite")
    assert not (tmp_path / "own.sqlite").exists()


def test_two_loads_at_once_do_not_lose_each_others_places(tmp_path: Path) -> None:
    own = tmp_path / "own.sqlite"

    def lines() -> Iterator[str]:
        yield json.dumps(TEMESSA)
        load_gazetteer([json.dumps({**TEMESSA, "id": "other"})], own.with_name("other.sqlite"))
        own.with_name("other.sqlite").replace(own)

    with pytest.raises(DeskBusy, match="again"):
        load_gazetteer(lines(), own)
    with Gazetteer.open(own) as gazetteer:
        assert [r.place_id for r in gazetteer.lookup("Temessa")] == ["other"]


def test_a_zip_without_a_dump_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("picture.png", "")
    with pytest.raises(UnreadableFile, match=r"x\.zip"):
        load_gazetteer(tmp_path / "x.zip", tmp_path / "own.sqlite")
