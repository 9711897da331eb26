"""The probability that two documents are mainly about one incident: a logistic model over their words, the incidents
coded in them, and their dates.

What it looks at, and why:

- the words in common, weighed by rarity: all of them, and again the names (who and where), the numbers (ages, counts,
  days) and the opening: news of two shootings shares its common words, and not these;
- how far apart, in days and in place, what they mainly tell of happened; where it is one incident, they are about one
  as likely as not, whatever their words: they may be of two languages;
- the days between their dates. This weight is not fitted but a likelihood ratio: how often news of one incident is
  so far apart (LATER below), over how often two documents of the batch are. So dates tell much in a batch over years,
  and nothing in a batch of one day.

Days of the main incidents that contradict one another are said to outweigh like wording: daily news of shelling is
worded alike each day.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np
import yaml
from numpy.typing import NDArray

from conflictdesk.link.document_words import Likenesses, Rows
from conflictdesk.records.events import Incident
from conflictdesk.records.values import DatePrecision

# News of one incident that is g days or more apart is (1 + g) ** -LATER of all its pairs. Read off 910 pairs of dated
# ECB+ training documents and 246 of dated reports of MUC-4's training part.
LATER = 0.6
MOST_FOR, MOST_AGAINST = 4.0, -4.0  # what dates may say (log odds); follow-ups come a year later
DATED_PAIRS = 1500  # documents whose pairs show how a batch's dates lie
SUPPOSED_PAIRS, SUPPOSED_DAYS = 5, 365  # a small batch shows no spread: these pairs, over a year, count with its own
# A few documents do not show which words are rare. So much (log odds) is asked for beyond, where one of two tells of no
# incident, and less as the batch grows. Set by hand on plans, totals and news of one region and day.
FEW_DOCUMENTS, FEW_DEMAND = 50, 4.0
FAR_KM = 100.0
MANY_DAYS = 4
HOPELESS = -6.0  # log odds below which a pair is not looked at any further
ONE_MAIN = (
    0.0  # log odds at least, where both tell mainly of one incident: so it was in 21 of 40 pairs of MUC-4 reports
)
LIKE_WORDING = 0.0  # log odds that wording may reach where the days of the main incidents contradict one another
WORDING = ("all", "names", "numbers", "opening")
PROPERTIES = (*WORDING, "far", "days")

Column = NDArray[np.float64]
Flags = NDArray[np.bool_]


Mains = Sequence[Incident | None]  # the incident that each document tells most of, if any


@cache
def document_model() -> tuple[float, Mapping[str, float]]:
    """The bias and the weight of each property (data/document_weights.yaml, fitted by training/documents.py)."""
    text = (files("conflictdesk") / "data" / "document_weights.yaml").read_text(encoding="utf-8")
    model = yaml.safe_load(text)["model"]
    return model["bias"], {name: model["weights"][name] for name in PROPERTIES}


def probabilities(
    likenesses: Likenesses, mains: Mains, dates: Sequence[date | None], pairs: tuple[Rows, Rows]
) -> Column:
    """For each pair the probability, 0 to 1, that both documents are mainly about one incident."""
    bias, weights = document_model()
    found = {kind: np.sqrt(likenesses.cosines(kind, *pairs)) for kind in WORDING}
    worded = bias + _weighed(found, weights, WORDING) - _demand(mains, pairs)
    dated, one = date_odds(dates, pairs), one_main(mains, pairs)
    alive = np.flatnonzero((worded + dated >= HOPELESS) | one)  # what was coded only ever lowers the rest
    coded = coded_properties(mains, (pairs[0][alive], pairs[1][alive]))
    against = _weighed(coded, weights, [name for name in PROPERTIES if name not in WORDING])
    odds = np.full(len(worded), HOPELESS)
    odds[alive] = combined(worded[alive], against, dated[alive], coded["days"] > 0, one[alive])
    return np.asarray(1 / (1 + np.exp(-odds)))


def _weighed(found: Mapping[str, Column], weights: Mapping[str, float], names: Sequence[str]) -> Column:
    return np.asarray(np.stack([found[name] for name in names], axis=1) @ [weights[name] for name in names])


def combined(worded: Column, coded: Column, dated: Column, contradict: Flags, one: Flags) -> Column:
    """The log odds of pairs: what wording, coding and dates say, and what two rules make of it."""
    capped = np.where(contradict, np.minimum(worded, LIKE_WORDING), worded)
    odds = capped + coded + dated
    return np.where(one, np.maximum(odds, ONE_MAIN), odds)


def _demand(mains: Mains, pairs: tuple[Rows, Rows]) -> Column:
    without = np.array([main is None for main in mains], dtype=bool)
    share = max(0.0, 1 - len(mains) / FEW_DOCUMENTS)
    return np.asarray(FEW_DEMAND * share * (without[pairs[0]] | without[pairs[1]]))


def one_main(mains: Mains, pairs: tuple[Rows, Rows]) -> Flags:
    """Whether both documents of a pair tell mainly of one incident."""
    number = {main.incident_id: n for n, main in enumerate(mains) if main}
    numbers = np.array([number[main.incident_id] if main else -1 - n for n, main in enumerate(mains)], dtype=np.int64)
    return np.asarray(numbers[pairs[0]] == numbers[pairs[1]])


def properties(likenesses: Likenesses, mains: Mains, pairs: tuple[Rows, Rows]) -> dict[str, Column]:
    """Each property of PROPERTIES, 0 to 1, for each pair. Roots of cosines lie closer to log odds than cosines do."""
    found = {kind: np.sqrt(likenesses.cosines(kind, *pairs)) for kind in WORDING}
    return found | coded_properties(mains, pairs)


def coded_properties(mains: Mains, pairs: tuple[Rows, Rows]) -> dict[str, Column]:
    """How far apart, in place and days, the incidents are that two documents mainly tell of; 0 where one has none."""
    couples = zip(pairs[0].tolist(), pairs[1].tolist(), strict=True)
    coded = np.array([_coded(mains[i], mains[j]) for i, j in couples]).reshape(-1, 2)
    return {"far": coded[:, 0], "days": coded[:, 1]}


def _coded(a: Incident | None, b: Incident | None) -> tuple[float, float]:
    if a is None or b is None or a.incident_id == b.incident_id:
        return 0.0, 0.0
    far = bool(a.place.centre and b.place.centre and a.place.centre.km_to(b.place.centre) > FAR_KM)
    days = a.when.days_apart(b.when) if a.when and b.when else 0
    exact = all(i.when and i.when.precision is DatePrecision.DAY for i in (a, b))
    return float(far), min(days, MANY_DAYS) / MANY_DAYS if exact and days > 1 else 0.0


def date_odds(dates: Sequence[date | None], pairs: tuple[Rows, Rows]) -> Column:
    """What the days between two documents say, as log odds; 0 where one has no date."""
    days = np.array([day.toordinal() if day else -1 for day in dates], dtype=np.int64)
    known = np.sort(days[days >= 0])
    if len(known) < 2:
        return np.zeros(len(pairs[0]))
    left, right = days[pairs[0]], days[pairs[1]]
    gaps = np.abs(left - right)
    odds = _log_ratio(gaps, known)
    return np.where((left >= 0) & (right >= 0), np.clip(odds, MOST_AGAINST, MOST_FOR), 0.0)


def _log_ratio(gaps: NDArray[np.int64], known: NDArray[np.int64]) -> Column:
    """How often news of one incident, over how often any two documents, are `gaps` days apart."""
    some = known[np.linspace(0, len(known) - 1, min(len(known), DATED_PAIRS)).round().astype(int)]
    between = np.sort((some[None, :] - some[:, None])[np.triu_indices(len(some), 1)])
    reach = 1 + gaps // 4  # what is further apart is counted more coarsely
    low = np.maximum(gaps - reach, 0)
    met = np.searchsorted(between, gaps + reach, "right") - np.searchsorted(between, low, "left")
    width = gaps + reach - low + 1
    any_two = (met / width + SUPPOSED_PAIRS / SUPPOSED_DAYS) / (len(between) + SUPPOSED_PAIRS)
    one_incident = (1.0 + gaps) ** -LATER - (2.0 + gaps) ** -LATER
    return np.asarray(np.log(one_incident / any_two))
