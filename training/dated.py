"""MUC-4's training reports as dated news by incident, to learn what dates and coded incidents say of two documents.

MUC-4 has no incidents across documents. Two reports are taken to be mainly about one where their first templates agree:
in country, and in a named victim or in day, town and kind. Such groups are roughly right, which is enough to fit a few
weights. The texts are in capitals; words that ECB+ mostly writes small are made small.
"""

import json
import random
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

LARGEST = 10  # documents kept of one incident: two murders fill a quarter of the corpus
SLIP_DAYS = 5  # between dates of one named victim's case
WORD = re.compile(r"[A-Za-z]+")
INSIDE = re.compile(r"(?<![.\n] )\b[A-Za-z]+\b")  # not a sentence's first


@dataclass(frozen=True, slots=True)
class Case:
    """What a first template says."""

    days: tuple[date, ...]
    places: frozenset[str]
    countries: frozenset[str]
    names: frozenset[str]
    kinds: frozenset[str]


def dated_news(data: Path) -> list[tuple[str, str, date]]:
    """Incident, text, and day of publication of MUC-4's training reports that are mainly about one incident."""
    lines = [json.loads(line) for line in (data / "muc4/muc4_train.jsonl").read_text("utf-8").splitlines()]
    told = [(line, case) for line in lines if (case := _case(line)) and line["pub_date"]]
    home = list(range(len(told)))
    for i, j in combinations(range(len(told)), 2):
        if same_case(told[i][1], told[j][1]):
            home = [home[i] if h == home[j] else h for h in home]
    order, met, kept = list(range(len(told))), Counter[int](), []
    random.Random(0).shuffle(order)
    cased = _cased(data)
    for n in order:
        met[home[n]] += 1
        if met[home[n]] <= LARGEST:
            line = told[n][0]
            text = WORD.sub(lambda found: cased(found.group()), line["text"][line["body_offset"] :])
            kept.append((f"muc-{home[n]}", text, date.fromisoformat(line["pub_date"])))
    return kept


def same_case(a: Case, b: Case) -> bool:
    if a.countries.isdisjoint(b.countries):
        return False
    named = not a.names.isdisjoint(b.names)
    if not a.days or not b.days:
        return named
    gap = min(abs((x - y).days) for x in a.days for y in b.days)
    here = not a.places.isdisjoint(b.places) and a.kinds == b.kinds and not (a.names and b.names)
    return (gap <= SLIP_DAYS and named) or (gap <= 1 and here)


def _case(line: dict[str, Any]) -> Case | None:
    templates = [template for template in line["templates"] if not template["optional"]]
    if not 1 <= len(templates) <= 2:
        return None
    cases = [_read(template) for template in templates]
    if len(cases) == 2 and cases[0].days != cases[1].days and not same_case(*cases):
        return None
    return cases[0] if cases[0].names or (cases[0].days and cases[0].places) else None


def _read(template: dict[str, Any]) -> Case:
    dates = (template.get("date") or {}).get("alternatives", ())
    where = (template.get("location") or {}).get("alternatives", ())
    names = {name for entry in template["hum_tgt_name"] for name in entry["values"] if " " in name}
    return Case(
        tuple(date.fromisoformat(d["start"]) for d in dates if d["kind"] in ("exact", "between") and d["start"]),
        frozenset(name for w in where for place in w["places"] for name in place.get("name", ())),
        frozenset(country for w in where for country in w["country"]),
        frozenset(names),
        frozenset(kind for entry in template["type"] for kind in entry["values"]),
    )


def _cased(data: Path) -> Any:
    large, small = Counter[str](), Counter[str]()
    for line in (data / "linking/ecbplus_train.jsonl").read_text("utf-8").splitlines():
        for found in INSIDE.findall(json.loads(line)["text"]):
            (large if found[0].isupper() else small)[found.lower()] += 1
    return lambda word: word.lower() if small[word.lower()] > large[word.lower()] else word.capitalize()
