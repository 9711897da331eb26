import json
import zipfile
from pathlib import Path

import pytest

from conflictdesk.errors import UnreadableFile
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


def test_a_zip_without_a_dump_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("picture.png", "")
    with pytest.raises(UnreadableFile, match=r"x\.zip"):
        load_gazetteer(tmp_path / "x.zip", tmp_path / "own.sqlite")
