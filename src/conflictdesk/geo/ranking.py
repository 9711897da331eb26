"""The choice among namesakes, over all names of a document at once.

A candidate is weighed by how its name agrees, its people, its kind, the countries that the text names, and the
likeliest readings of the other names: how near they are, and whether they lie in the same country and province.
Since those depend on each other, the weighing is repeated a few times.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from conflictdesk.geo.gazetteer import Match
from conflictdesk.records.values import EARTH_RADIUS_KM

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROUNDS = 3
NEAR_KM = 120.0  # distance at which one place's support of another falls to 1/e
ENOUGH_NEAR = 1.5  # close neighbours after which more add little
REGION_KINDS = frozenset({"country", "admin1", "region"})


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each piece of evidence weighs, in natural-log odds. Tuned on the toponyms of LGL and GWN."""

    grade: float = 8.0
    people: float = 1.1  # per factor of ten
    voted: float = 1.5  # by the share of the text's country names
    near: float = 3.5
    same_country: float = 1.8
    same_admin1: float = 6.0
    siblings: float = 3.0  # the other names are provinces, and this may be one or a country: "Georgia and Alabama"
    inside: float = 6.0  # the next name is its province or country: "Tripoli, Lebanon"
    asked_kind: float = 6.0


# What each kind is worth when the wording asks for none, beside its people.
KIND_PRIORS = {"country": 3.0, "city": 0.0, "admin1": -1.0, "admin2": -2.0, "region": 9.0, "airfield": -2.0}
OTHER_KIND = -1.0
# A kind asked for, and what also satisfies it: a "base" is an airfield, or lies in the town of its name.
SATISFIES = {
    "airfield": {"airfield": 1.0, "base": 0.8, "city": 0.1},
    "city": {"city": 1.0},
    "admin1": {"admin1": 1.0, "region": 0.5},
    "admin2": {"admin2": 1.0, "admin1": 0.4, "city": 0.2},
    "site": {"site": 1.0, "base": 1.0, "city": 0.6, "airfield": 0.4},
    "water": {"region": 0.8, "water": 1.0},
    "region": {"region": 1.0, "admin1": 0.9, "country": 0.7},
    "country": {"country": 1.0},
}


@dataclass(frozen=True, slots=True)
class Question:
    """One name of the document: its candidates, the kind asked for, and the name behind its comma (by number)."""

    candidates: tuple[Match, ...]
    kind: str | None = None
    inside: int | None = None
    prior: tuple[float, ...] = ()  # further evidence per candidate, in log odds
    votes: Mapping[str, int] = field(default_factory=dict)  # how often the rest of the text names each country


def chances(scores: Sequence[float]) -> tuple[float, ...]:
    """Log odds to probabilities: for one name alone."""
    top = max(scores, default=0.0)
    raised = [math.exp(score - top) for score in scores]
    total = sum(raised)
    return tuple(r / total for r in raised)


def rank(questions: Sequence[Question], weights: Weights) -> tuple[tuple[float, ...], ...]:
    """The probability of each candidate of each question, in their order."""
    flat = [match for question in questions for match in question.candidates]
    if len(questions) < 2 or not flat:  # a name alone has no others to lean on
        return tuple(chances([float(score) for score in _fixed([q], weights)]) for q in questions)
    owner = np.repeat(np.arange(len(questions)), [len(q.candidates) for q in questions])
    fixed = _fixed(questions, weights)
    support = _Support(flat, owner)
    likely = _softmax(fixed, owner)
    for _ in range(ROUNDS):
        likely = _softmax(
            fixed + support.weigh(likely, weights) + _inside(questions, flat, owner, likely, weights), owner
        )
    return tuple(tuple(map(float, likely[owner == number])) for number in range(len(questions)))


def _fixed(questions: Sequence[Question], weights: Weights) -> Floats:
    """What speaks for each candidate whatever the other names mean."""
    scores = []
    for question in questions:
        total = sum(question.votes.values()) or 1
        further = question.prior or (0.0,) * len(question.candidates)
        for match, more in zip(question.candidates, further, strict=True):
            vote = question.votes.get(match.referent.country or "", 0) / total
            scores.append(own_score(match, question.kind, weights) + weights.voted * vote + more)
    return np.array(scores)


def own_score(match: Match, kind: str | None, weights: Weights) -> float:
    """What a candidate itself speaks for: how its name agrees, its people, its kind; log odds."""
    referent = match.referent
    score = weights.grade * math.log(match.grade) + weights.people * math.log10(referent.population + 100)
    if kind is None:
        return score + KIND_PRIORS.get(referent.kind, OTHER_KIND)
    fit = SATISFIES.get(kind, {}).get(referent.kind, 0.0)
    return score + weights.asked_kind * fit + (KIND_PRIORS.get(referent.kind, OTHER_KIND) if not fit else 0.0)


class _Support:
    """How the readings of the other names speak for each candidate."""

    def __init__(self, flat: Sequence[Match], owner: Ints) -> None:
        self._owner = owner
        self._starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
        self._groups = owner[self._starts]
        self._others = max(1, len(self._groups) - 1)
        self._nearness = _nearness(flat)
        self._countries = _codes([m.referent.country or "" for m in flat])
        # Only a name that may be a country's too: elsewhere towns and provinces are called after each other.
        self._or_country = np.isin(owner, owner[[m.referent.kind == "country" for m in flat]])
        self._siblings = _codes([(m.referent.country or "") if m.referent.kind == "admin1" else "" for m in flat])
        self._admin1 = _codes([f"{m.referent.country}/{m.referent.admin1}" if m.referent.admin1 else "" for m in flat])

    def weigh(self, likely: Floats, weights: Weights) -> Floats:
        near: Floats = np.maximum.reduceat(self._nearness * likely[None, :], self._starts, axis=1)
        near[np.arange(len(likely)), np.searchsorted(self._groups, self._owner)] = 0.0
        close = np.tanh(near.sum(axis=1) / ENOUGH_NEAR)
        same = self._shared(self._countries, likely) * weights.same_country
        same += self._shared(self._admin1, likely) * weights.same_admin1
        siblings = self._shared(self._siblings, likely) * self._or_country * weights.siblings
        support: Floats = weights.near * close + same + siblings
        return support

    def _shared(self, codes: Ints, likely: Floats) -> Floats:
        """The share of the other names that are likely to lie in the same unit; code 0 is no unit."""
        held = np.bincount(codes, weights=likely)
        pairs = self._owner * (int(codes.max()) + 1) + codes
        _, back = np.unique(pairs, return_inverse=True)
        own = np.bincount(back, weights=likely)[back]
        shared: Floats = (codes > 0) * (held[codes] - own) / self._others
        return shared


def _inside(
    questions: Sequence[Question], flat: Sequence[Match], owner: Ints, likely: Floats, weights: Weights
) -> Floats:
    """Support from the name behind the comma, where a reading of that holds the candidate."""
    scores = np.zeros(len(flat))
    for number, question in enumerate(questions):
        if question.inside is None:
            continue
        wholes = [(flat[k], likely[k]) for k in map(int, np.flatnonzero(owner == question.inside))]
        for k in map(int, np.flatnonzero(owner == number)):
            scores[k] = weights.inside * sum(chance for whole, chance in wholes if holds(whole, flat[k]))
    return scores


def holds(whole: Match, part: Match) -> bool:
    """Whether a country, province or district contains a place, as the gazetteer tells it."""
    w, p = whole.referent, part.referent
    if w.place_id == p.place_id or w.country != p.country:
        return False
    if w.kind == "country":
        return True
    if w.kind == "admin1":
        return w.name == p.admin1 and p.kind != "admin1"
    return w.kind == "admin2" and whole.admin2 == part.admin2 and w.admin1 == p.admin1


def _nearness(flat: Sequence[Match]) -> Floats:
    """exp(-distance / NEAR_KM) for each pair; countries and wide regions are near nothing."""
    points = [m.referent.point for m in flat]
    placed = np.array(
        [p is not None and m.referent.kind not in REGION_KINDS for p, m in zip(points, flat, strict=True)]
    )
    degrees = np.radians(np.array([(p.lat, p.lon) if p else (0.0, 0.0) for p in points]))
    lat, lon = degrees[:, 0], degrees[:, 1]
    unit = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
    km = EARTH_RADIUS_KM * np.arccos(np.clip(unit @ unit.T, -1.0, 1.0))
    near: Floats = np.exp(-km / NEAR_KM) * placed[:, None] * placed[None, :]
    return near


def _codes(names: Sequence[str]) -> Ints:
    numbers: dict[str, int] = {"": 0}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names])


def _softmax(scores: Floats, owner: Ints) -> Floats:
    top = np.full(int(owner.max()) + 1, -np.inf)
    np.maximum.at(top, owner, scores)
    raised = np.exp(scores - top[owner])
    likely: Floats = raised / np.bincount(owner, weights=raised)[owner]
    return likely
