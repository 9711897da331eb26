"""Places: the geoparsing benchmarks (LGL, GWN), event databases' place names (UCDP), the first report's toponyms.

    python bench/geo.py {spans|texts|places} GOLD.jsonl PRED.jsonl

spans   resolve the gold spans (LGL, GWN): resolution alone
texts   find and resolve: recognition and resolution
places  bare names with country and provinces (UCDP)
"""

import json
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import score_geo
from conflictdesk.extract.places import find_toponyms
from conflictdesk.geo.gazetteer import BUILTIN, Gazetteer
from conflictdesk.geo.geoparse import geocode, geoparse
from conflictdesk.geo.loading import load_gazetteer
from conflictdesk.records.mentions import Toponym
from conflictdesk.records.values import Point
from conflictdesk.text.sentences import split_sentences

LANGUAGE = "en"
NEAR_KM = 15.0
CORPORA = ("lgl", "gwn")
COUNTRIES = {"Nigeria": "ng", "Syria": "sy"}

Line = dict[str, Any]
Figures = dict[str, float]


def read_lines(path: Path) -> list[Line]:
    """The JSON objects of a JSONL file; U+2028 and its like end no line."""
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def predict(mode: str, gold: Sequence[Line], gazetteer: Gazetteer) -> Iterator[Line]:
    """A prediction for each gold line; of the gold only the input is read."""
    find = partial(_find, gazetteer)
    for row in gold:
        if mode == "places":
            yield geocode({k: row.get(k) for k in ("id", "name", "country", "admin1", "admin2", "context")}, gazetteer)
            continue
        spans = [{"start": t["start"], "end": t["end"]} for t in row["toponyms"]]
        given = {"toponyms": spans} if mode == "spans" else {}
        yield geoparse({"doc_id": row["doc_id"], "text": row["text"], **given}, gazetteer, find)


def measure(data: Path) -> Figures:
    """Resolution within 161 km, recognition, UCDP's names within 25 km by country, the report's toponyms."""
    with Gazetteer.open() as gazetteer:
        figures = {name: value for corpus in CORPORA for name, value in _toponyms(data, corpus, gazetteer).items()}
        figures |= _places(data, "builtin", gazetteer)
        figures["geo.first_report.near"] = _report(data, gazetteer)
    with TemporaryDirectory() as folder:
        own = Path(folder) / "own.sqlite"
        for code in COUNTRIES.values():
            load_gazetteer(data / f"geo/gazetteer_{code}.jsonl", own)
        with Gazetteer.open(BUILTIN, own) as gazetteer:
            return figures | _places(data, "loaded", gazetteer)


def _toponyms(data: Path, corpus: str, gazetteer: Gazetteer) -> Figures:
    gold = read_lines(data / f"geo/{corpus}.jsonl")
    given, found = (score_geo.toponyms(gold, list(predict(mode, gold, gazetteer))) for mode in ("spans", "texts"))
    return {
        f"geo.{corpus}.given.acc161": given["acc161"],
        f"geo.{corpus}.found.acc161": found["acc161"],
        f"geo.{corpus}.found.overlap_f1": found["span_overlap"][2],
    }


def _places(data: Path, name: str, gazetteer: Gazetteer) -> Figures:
    gold = read_lines(data / "geo/ucdp_dev.jsonl")
    result = score_geo.places(gold, list(predict("places", gold, gazetteer)))
    return {f"geo.ucdp.{country.lower()}.{name}.acc25": result[country]["acc25"] for country in COUNTRIES}


def _report(data: Path, gazetteer: Gazetteer) -> float:
    """The share of the first report's toponyms whose point, or centre of area, lies within NEAR_KM."""
    (gold,) = read_lines(data / "report/gold.jsonl")
    starts = [gold["text"].index(toponym["name"]) for toponym in gold["toponyms"]]
    spans = [{"start": s, "end": s + len(t["name"])} for s, t in zip(starts, gold["toponyms"], strict=True)]
    line = {"doc_id": "report", "text": gold["text"], "toponyms": spans}
    (found,) = predict("spans", [line], gazetteer)
    placed = zip(gold["toponyms"], found["toponyms"], strict=True)
    return sum(_near(expected, got) for expected, got in placed) / len(gold["toponyms"])


def _near(expected: Line, got: Line) -> bool:
    at = got if got["lat"] is not None else got["area"] or {}
    return bool(at) and Point(at["lat"], at["lon"]).km_to(Point(expected["lat"], expected["lon"])) <= NEAR_KM


def _find(gazetteer: Gazetteer, text: str) -> Sequence[Toponym]:
    return find_toponyms(text, split_sentences(text, LANGUAGE), LANGUAGE, gazetteer.knows)


def main(mode: str, gold: str, out: str) -> None:
    with Gazetteer.open() as gazetteer, Path(out).open("w", encoding="utf-8") as file:
        for record in predict(mode, read_lines(Path(gold)), gazetteer):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:4])
