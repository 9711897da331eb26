"""How far a text bears out a place: fits `data/backing.yaml` on the places of our own reports, whose points are known.

    python training/backing.py [--out ../src/conflictdesk/data/backing.yaml] [--reports FOLDER]

Each place that marks an event in `reports/` and that the gazetteer has a candidate for is a case: right within 25 km
of the event's point, a region where its country is right. Logistic regression, drawn towards nothing. Printed is what
is kept, right and wrong, at the threshold: of all reports by the weights of all, of every fifth by those of the rest.
"""

import argparse
import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from conflictdesk.extract.actors import ActorLexicon
from conflictdesk.extract.places import find_toponyms, prominent_names
from conflictdesk.geo import backing
from conflictdesk.geo.bearings import attach, find_bearings
from conflictdesk.geo.gazetteer import BUILTIN, Gazetteer
from conflictdesk.geo.placing import Resolution
from conflictdesk.geo.resolve import resolve_referents
from conflictdesk.geo.votes import countries_in
from conflictdesk.records.mentions import Toponym
from conflictdesk.records.reports import Span
from conflictdesk.records.values import Point
from conflictdesk.text.sentences import split_sentences
from marked import parsed

HERE = Path(__file__).parent
OUT = HERE.parent / "src/conflictdesk/data/backing.yaml"
RIGHT_KM = 25.0
OPEN_BELOW = 0.4  # below even: our own reports have more villages that nobody made a map of than the world's
DRAWN = 1.0
FOLDS = 5
HEAD = """# How far the rest of a text bears out where a name was placed (geo/backing.py): log odds of a placing that is
# right. Below `open_below` the name stays and its place is left open. Made by training/backing.py.
language: all
source: own; {cases} places of {reports} invented reports
open_below: {open_below}
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One placed name: its report, which of the places found there it is, and whether it is right."""

    report: str
    found: Sequence[Resolution]
    number: int
    votes: Mapping[str, int]
    right: bool

    def alone(self) -> dict[str, float]:
        return backing.alone(self.found[self.number])

    def backed(self, weights: dict[str, float]) -> dict[str, float]:
        """What speaks for it, where the others are as sure as these weights say."""
        apart = ((one, backing.alone(one)) for one in self.found if one.referent and one.placing.country)
        sure = [(one, 1 / (1 + math.exp(-sum(weights[n] * v for n, v in own.items())))) for one, own in apart]
        return backing.support(self.found[self.number], sure, self.votes)


def cases_of(line: dict[str, Any], gazetteer: Gazetteer, actors: ActorLexicon) -> Iterator[Case]:
    text, marks = parsed(line["marked"])
    events = {event["n"]: event for event in line["events"]}
    places = [(Span(a, b), [events[n] for n in keys if n in events]) for label, keys, a, b in marks if label == "place"]
    language = line["language"]
    told = find_toponyms(text, split_sentences(text, language), language, gazetteer.knows)
    marked = [Toponym(s, s.of(text)) for s, _ in places if not any(t.span.overlaps(s) for t in told)]
    toponyms = attach((*told, *marked), find_bearings(text, language), text)
    taken = [t.span for t in toponyms] + [a.span for a in actors.find(text, language)]
    beside = prominent_names(text, language, gazetteer.is_prominent, taken)
    whole = "\n".join(filter(None, (text, line.get("title"))))
    found = resolve_referents((*toponyms, *beside), whole, gazetteer)
    votes = countries_in(whole, gazetteer.terms()).of()
    for span, own in places:
        at = next((n for n, t in enumerate(toponyms) if t.span.overlaps(span)), None)
        if at is not None and (right := _right(found[at], own)) is not None:
            yield Case(line["report_id"], found, at, votes, right)


def _right(one: Resolution, events: list[dict[str, Any]]) -> bool | None:
    """Whether a placing is that of one of the events; null where nothing can be compared."""
    if one.referent is None or one.referent.kind == "country" or not events:
        return None
    if one.placing.point is None:
        return one.placing.country in {event["country"] for event in events}
    points = [Point(event["lat"], event["lon"]) for event in events if event["lat"] is not None]
    return min(one.placing.point.km_to(p) for p in points) <= RIGHT_KM if points else None


Weights = dict[str, float]


def fit(cases: Sequence[Case]) -> tuple[Weights, Weights]:
    """The weights of a place by itself, and with the text's other places as sure as those make them."""
    right = [case.right for case in cases]
    alone = fitted([case.alone() for case in cases], right)
    return alone, fitted([case.backed(alone) for case in cases], right)


def fitted(evidence: Sequence[Weights], right: Sequence[bool]) -> Weights:
    seen, signs = np.array([list(one.values()) for one in evidence]), np.where(right, 1.0, -1.0)

    def lost(weights: np.ndarray) -> float:
        return float(np.logaddexp(0.0, -signs * (seen @ weights)).sum() + DRAWN / 2 * (weights[1:] ** 2).sum())

    found = minimize(lost, np.zeros(seen.shape[1]), method="L-BFGS-B").x
    return {name: round(float(weight), 2) for name, weight in zip(evidence[0], found, strict=True)}


def odds_of(cases: Sequence[Case], weights: tuple[Weights, Weights]) -> list[float]:
    alone, backed = weights
    return [sum(backed[name] * value for name, value in case.backed(alone).items()) for case in cases]


def told(name: str, cases: Sequence[Case], odds: Sequence[float]) -> None:
    kept = [case.right for case, one in zip(cases, odds, strict=True) if one >= math.log(OPEN_BELOW / (1 - OPEN_BELOW))]
    right = sum(case.right for case in cases)
    print(f"{name}: right {right}, kept {sum(kept)}; wrong {len(cases) - right}, kept {len(kept) - sum(kept)}")


def fold(report: str) -> int:
    """Of a report: sets of reports about the same incidents stay together."""
    return int(hashlib.sha256(report.rsplit("-", 1)[0].encode()).hexdigest(), 16) % FOLDS


def main(out: Path, folder: Path) -> None:
    gazetteer, actors = Gazetteer.open(BUILTIN), ActorLexicon.load()
    lines = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    cases = [c for line in lines if "marked" in line for c in cases_of(line, gazetteer, actors)]
    weights = fit(cases)
    told("all", cases, odds_of(cases, weights))
    apart = sorted(cases, key=lambda case: fold(case.report))
    each = [[case for case in apart if fold(case.report) == n] for n in range(FOLDS)]
    others = [[case for case in apart if fold(case.report) != n] for n in range(FOLDS)]
    odds = [one for own, rest in zip(each, others, strict=True) for one in odds_of(own, fit(rest))]
    told("each fifth by the others", apart, odds)
    text = HEAD.format(cases=len(cases), reports=len({case.report for case in cases}), open_below=OPEN_BELOW)
    for name, lines in zip(("alone", "backed"), weights, strict=True):
        text += f"{name}:\n" + "".join(f"  {word}: {weight}\n" for word, weight in lines.items())
    out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--out", type=Path, default=OUT)
    arguments.add_argument("--reports", type=Path, default=HERE / "reports")
    given = arguments.parse_args()
    main(given.out, given.reports)
