"""Places: the geoparsing benchmarks (LGL, GWN), event databases' place names (UCDP), the first report's toponyms.

    python bench/geo.py {spans|texts|places} GOLD.jsonl PRED.jsonl
    python bench/geo.py speed GOLD.jsonl

spans   resolve the gold spans (LGL, GWN): resolution alone
texts   find and resolve: recognition and resolution
places  bare names with country and provinces (UCDP)
speed   names placed one by one, a second of one core's time: from a cold start, and once more (UCDP)
"""

import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import score_geo
from conflictdesk.geo.bearings import destination
from conflictdesk.geo.gazetteer import BUILTIN, Gazetteer
from conflictdesk.geo.geoparse import geocode, geoparse
from conflictdesk.geo.loading import load_gazetteer
from conflictdesk.pipeline.places import Finder
from conflictdesk.records.values import Point

LANGUAGE = "en"
NEAR_KM = 15.0
CORPORA = ("lgl", "gwn")
COUNTRIES = {"Nigeria": "ng", "Syria": "sy"}
REPORT_COUNTRY = "ly"
SOUTH = 180.0  # degrees
SOUTH_OF = re.compile(r"\s?\((\d+)\s?km south of (\w+)\)")

Line = dict[str, Any]
Figures = dict[str, float]


def read_lines(path: Path) -> list[Line]:
    """The JSON objects of a JSONL file; U+2028 and its like end no line."""
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def predict(mode: str, gold: Sequence[Line], gazetteer: Gazetteer) -> Iterator[Line]:
    """A prediction for each gold line; of the gold only the input is read."""
    find = partial(Finder(gazetteer).find, language=LANGUAGE)
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
        figures["geo.first_report.builtin"] = _report(data, gazetteer, by_bearing=True)
    with TemporaryDirectory() as folder:
        own, libya = Path(folder) / "own.sqlite", Path(folder) / "libya.sqlite"
        for code in COUNTRIES.values():
            load_gazetteer(data / f"geo/gazetteer_{code}.jsonl", own)
        load_gazetteer(data / f"geo/gazetteer_{REPORT_COUNTRY}.jsonl", libya)
        with Gazetteer.open(BUILTIN, own) as gazetteer:
            figures |= _places(data, "loaded", gazetteer)
        with Gazetteer.open(BUILTIN, libya) as gazetteer:
            return figures | {"geo.first_report.loaded": _report(data, gazetteer, by_bearing=False)}


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


def _report(data: Path, gazetteer: Gazetteer, by_bearing: bool) -> float:
    """The share of the first report's toponyms that come out within NEAR_KM.

    With `by_bearing`, one that no gazetteer holds is right as an area around where the text's own bearing leads.
    """
    (gold,) = read_lines(data / "report/gold.jsonl")
    starts = [gold["text"].index(toponym["name"]) for toponym in gold["toponyms"]]
    spans = [{"start": s, "end": s + len(t["name"])} for s, t in zip(starts, gold["toponyms"], strict=True)]
    (found,) = predict("spans", [{"doc_id": "report", "text": gold["text"], "toponyms": spans}], gazetteer)
    at = {toponym["name"]: Point(toponym["lat"], toponym["lon"]) for toponym in gold["toponyms"]}
    right = [
        _within(got, at[got["name"]]) or (by_bearing and _told(got, gold["text"], at)) for got in found["toponyms"]
    ]
    return sum(right) / len(right)


def _within(got: Line, expected: Point) -> bool:
    return got["lat"] is not None and Point(got["lat"], got["lon"]).km_to(expected) <= NEAR_KM


def _told(got: Line, text: str, at: dict[str, Point]) -> bool:
    """Whether the area lies where the text says, no wider than the distance and wider the further."""
    told, area = SOUTH_OF.match(text, got["end"]), got["area"]
    if told is None or got["lat"] is not None or area is None:
        return False
    km = float(told[1])
    expected = destination(at[told[2]], km, SOUTH)
    return Point(area["lat"], area["lon"]).km_to(expected) <= NEAR_KM and km / 10 <= area["radius_km"] <= km


def speed(gold: str) -> None:
    """Prints names a second: with all that is kept from an earlier round, and from a cold start."""
    rows = read_lines(Path(gold))
    with Gazetteer.open() as gazetteer:
        for word in ("cold", "warm"):
            began = time.process_time()
            count = sum(1 for _ in predict("places", rows, gazetteer))
            print(f"{word}: {count / (time.process_time() - began):.0f} names a second")


def main(mode: str, gold: str, out: str = "") -> None:
    if mode == "speed":
        speed(gold)
        return
    with Gazetteer.open() as gazetteer, Path(out).open("w", encoding="utf-8") as file:
        for record in predict(mode, read_lines(Path(gold)), gazetteer):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:4])
