"""How far the rest of a text bears out where a name was placed. A wrong town is worse than none.

A gazetteer that does not hold a village offers its namesake of another country, or a name a little like it; with no
other candidate that one has all the likelihood. So what the text says otherwise is weighed: which countries it names,
where its other places lie, how like the name is, how many people live there. The weights (`data/backing.yaml`) are
those of a logistic regression on places whose coordinates are known (`training/backing.py`).

A name for which no gazetteer offers any place lies in the country of which alone the text speaks.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from conflictdesk.geo.lexicon import lexicon
from conflictdesk.geo.names import Method, normal
from conflictdesk.geo.placing import RUNNERS_UP, Resolution
from conflictdesk.records.values import Placing

SURE = 0.6  # from here a placing is sure enough to speak for its country
LIKELIEST = 0.95  # a likelihood among candidates is never more: the right one may be none of them
NEAR_KM = 120.0  # distance at which the support of another place falls to 1/e
ALIKE = frozenset({Method.FOLDED, Method.FUZZY})
TOWNS = frozenset({"city", "admin2"})
ENOUGH = 1.0  # as many names of other countries count half of what any number of them does
FEWEST = 100  # people of a place of which no number is known
MOST_WITNESSES = 300  # names that speak for others: each is weighed against each
USUAL = 4.0  # a town's people, as a power of ten

Witness = tuple[Resolution, float]


def backed(found: Sequence[Resolution], votes: Mapping[str, int], named: Collection[str] = ()) -> tuple[Placing, ...]:
    """The placings of a text, each as sure as the text bears it out; what it does not is left open, the name stays.

    `votes`: how often the text names each country (ISO alpha-2); `named`: countries whose forces it names.
    """
    witnesses = witnesses_in(found)
    return within_the_country([_backed(one, witnesses, votes) for one in found], named)


def within_the_country(placings: Sequence[Placing], named: Collection[str] = ()) -> tuple[Placing, ...]:
    """The placings, those of no known country in the only one that the report speaks of, with the reason."""
    spoken_of = {p.country for p in placings if p.country and p.score >= SURE} | set(named)
    [*only] = spoken_of if len(spoken_of) == 1 else ()
    return tuple(_in(p, only[0]) if only and p.country is None and not p.runners_up else p for p in placings)


def alone(one: Resolution) -> dict[str, float]:
    """What speaks for a placing whatever else the text says, by the names of the weights."""
    placing, referent = one.placing, one.referent
    assert referent is not None
    likely = min(LIKELIEST, max(1 - LIKELIEST, placing.score))
    return {
        "always": 1.0,
        "likely": math.log(likely / (1 - likely)),
        "bare": float(placing.method == Method.BARE),
        "folded": float(placing.method == Method.FOLDED),
        "fuzzy": float(placing.method == Method.FUZZY),
        "people": math.log10(referent.population + FEWEST) - USUAL,
        "no_town": float(referent.kind not in TOWNS),
    }


def support(one: Resolution, witnesses: Sequence[Witness], votes: Mapping[str, int]) -> dict[str, float]:
    """The same, with what the text says of its country and of places near it."""
    own, placing = alone(one), one.placing
    others = _others(placing, witnesses)
    voted = votes.get(placing.country or "", 0) / (sum(votes.values()) or 1)
    here = sum(weight for other, weight in others if other.placing.country == placing.country)
    away = [(other, weight) for other, weight in others if other.placing.country != placing.country]
    against = sum(votes.values()) + sum(weight * _outweighs(other, one) for other, weight in away)
    strange = 0.0 if voted else against / (against + ENOUGH) * (1 - min(1.0, here))
    near = max((weight * _nearness(one, other) for other, weight in others), default=0.0)
    return {
        **own,
        "voted": voted,
        "beside": here / (here + sum(weight for _, weight in away)) if others else 0.0,
        "near": near,
        "alike_and_near": near * float(placing.method in ALIKE),
        "strange": strange,
        "people_strange": strange * own["people"],
    }


def witnesses_in(found: Sequence[Resolution]) -> list[Witness]:
    """The places that speak for their countries, each name once, each with how sure it is by itself."""
    told = ((normal(one.placing.name), one) for one in found if one.referent and one.placing.country)
    once: dict[str, Resolution] = {}
    for name, one in told:
        once.setdefault(name, one)
    return [(one, sure_of(alone(one), "alone")) for one in islice(once.values(), MOST_WITNESSES)]


def sure_of(evidence: Mapping[str, float], weights: str) -> float:
    """The probability that a placing is right, by the shipped weights of that name."""
    told = lexicon("backing")[weights]
    return 1 / (1 + math.exp(-sum(told[name] * value for name, value in evidence.items())))


def _others(placing: Placing, witnesses: Sequence[Witness]) -> list[Witness]:
    """The other places that the text names, each name once."""
    name = normal(placing.name)
    others = {normal(w.placing.name): (w, weight) for w, weight in reversed(witnesses)}
    return [(w, weight) for n, (w, weight) in others.items() if n != name and w.placing.place_id != placing.place_id]


def _outweighs(other: Resolution, one: Resolution) -> float:
    """The share of people of another place: a village says little against a large town."""
    assert other.referent is not None
    assert one.referent is not None
    theirs, ours = other.referent.population + FEWEST, one.referent.population + FEWEST
    return theirs / (theirs + ours)


def _nearness(one: Resolution, other: Resolution) -> float:
    """How near two towns are, 1 to 0."""
    here, there = one.placing.point, other.placing.point
    return math.exp(-here.km_to(there) / NEAR_KM) if here and there else 0.0


def _backed(one: Resolution, witnesses: Sequence[Witness], votes: Mapping[str, int]) -> Placing:
    placing = one.placing
    if one.referent is None or one.referent.kind == "country" or placing.country is None:  # a bearing, a lake, ...
        return placing
    sure = round(sure_of(support(one, witnesses, votes), "backed"), 3)
    return replace(placing, score=sure) if sure >= lexicon("backing")["open_below"] else _left_open(one)


def _left_open(one: Resolution) -> Placing:
    placing, referent = one.placing, one.referent
    assert referent is not None
    where = ", ".join(filter(None, (referent.name, referent.admin1, referent.country)))
    reason = f"Not placed: of the places known, {where} is the likeliest, and the text does not bear it out."
    return Placing(placing.name, reason=reason, runners_up=(referent, *placing.runners_up)[:RUNNERS_UP])


def _in(placing: Placing, country: str) -> Placing:
    told = f"Its country is the only one that the report speaks of ({country})."
    return replace(placing, country=country, reason=" ".join(filter(None, (placing.reason, told))))
