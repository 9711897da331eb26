"""Documents grouped by what they are mainly about: their wording, helped by the incident coded in each, if any.

Wording is compared by TF-IDF over the batch; words that one document alone has count in its length, else a batch of
five would find anything alike. A coded incident says more: documents mainly about one incident belong together, and
documents whose incidents lie on different days or in different places are kept apart however alike they read, as news
of three attacks on three days does. A document that tells of none is hardly about the incident of another: plans and
yearly totals share their words with the news of an attack.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations

import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray

from conflictdesk.link.blocking import components
from conflictdesk.link.clusters import Group, agglomerate, within
from conflictdesk.link.compare import NEAR_PLACE_KM
from conflictdesk.records.events import Incident
from conflictdesk.records.provenance import content_hash, stable_id
from conflictdesk.records.reports import Report

# Tuned on the ECB+ training documents (575 in 50 incidents), by CoNLL F1 (0.847; 0.831 at 0.12), and on the invented
# training reports, of which 4 of 55 without an event join another where it was 29.
ALIKE_FROM = 0.1  # average cosine from which two groups of documents are about one incident
CAPITAL, DIGIT = 2.5, 2.5  # names and numbers tell incidents of one kind apart
LONG_WORD = 5  # of words without capital or digit; shorter ones tell a language apart, and no incident
OPENING, OPENING_WEIGHT = 300, 2.0  # news says what it is about in its first lines (characters)
EDGE_FROM = 0.05  # cosines below are taken for nought
# Set by hand: what coded incidents add to or take from a cosine.
SAME_INCIDENT, CONTRADICTING, ONE_DAY_APART = 0.3, -1.0, -0.1
ONE_TELLS_OF_NONE = -0.1  # tuned with ALIKE_FROM: twice the likeness is asked for
# A few documents do not show which words are rare: without a coded incident on both sides only near copies meet (a
# cosine of about 0.5), and the demand falls to what was tuned as the batch grows. Set by hand.
FEW_DOCUMENTS, FEW_DEMAND = 50, 0.4
COMPONENT_CAP = 400
WORD = re.compile(r"[A-Za-z0-9]{2,60}")

Scores = dict[tuple[int, int], float]
Weights = dict[str, float]  # of words in a document


@dataclass(frozen=True, slots=True)
class Document:
    """A line of `link --jsonl`. `report_id` is any string that is its own in the batch."""

    report_id: str
    text: str
    published: date | None = None
    title: str | None = None

    @classmethod
    def of_report(cls, report: Report) -> "Document":
        return cls(report.report_id, report.text, report.published, report.title)

    def as_report(self) -> Report:
        """The document as a report, for the rules that look at text and date."""
        digest = content_hash(self.text.encode("utf-8", "surrogatepass"))
        never = datetime(1970, 1, 1, tzinfo=UTC)
        return Report(self.report_id, self.text, digest, never, title=self.title, published=self.published)


def group_documents(documents: Sequence[Document], mains: Sequence[Incident | None]) -> list[str]:
    """An incident id for each document, in order; `mains` holds the incident that each tells most of, or null.

    The id of a group is that of the incident most of it is about, else one made from its oldest document.
    """
    order = sorted(range(len(documents)), key=lambda i: _age(documents[i]))
    ordered, told = [documents[i] for i in order], [mains[i] for i in order]
    scores = _scores([_words(document) for document in ordered], told)
    ids = [""] * len(documents)
    for group in _groups(len(ordered), scores):
        name = _named(group, ordered, told)
        for i in group:
            ids[order[i]] = name
    return ids


def _groups(size: int, scores: Scores) -> list[Group]:
    linked = {pair: score for pair, score in scores.items() if score >= ALIKE_FROM}
    parts = components(size, linked, COMPONENT_CAP)
    return agglomerate([(i,) for i in range(size)], within(parts, scores), (), ALIKE_FROM)


def _scores(words: Sequence[Weights], mains: Sequence[Incident | None]) -> Scores:
    demand = FEW_DEMAND * max(0.0, 1 - len(words) / FEW_DOCUMENTS)
    told = {(i, j): cosine + _told(mains[i], mains[j], demand) for (i, j), cosine in _cosines(words).items()}
    scores = {pair: max(0.0, score) for pair, score in told.items()}
    of_incident: dict[str, list[int]] = defaultdict(list)
    for i, main in enumerate(mains):
        if main:
            of_incident[main.incident_id].append(i)
    for same in of_incident.values():
        scores |= {pair: SAME_INCIDENT for pair in combinations(same, 2) if pair not in scores}
    return scores


def _told(left: Incident | None, right: Incident | None, demand: float) -> float:
    """What two main incidents add to the likeness of their documents; `demand` is taken off where one is missing."""
    if left is None or right is None:
        return (0.0 if left is right else ONE_TELLS_OF_NONE) - demand
    if left.incident_id == right.incident_id:
        return SAME_INCIDENT
    km = left.place.centre.km_to(right.place.centre) if left.place.centre and right.place.centre else 0.0
    days = left.when.days_apart(right.when) if left.when and right.when else 0
    if km > NEAR_PLACE_KM or days > 1:
        return CONTRADICTING
    return ONE_DAY_APART if days else 0.0


def _cosines(words: Sequence[Weights]) -> Scores:
    """Cosines from EDGE_FROM up, by an inverted index: memory grows with the text, not with its square."""
    postings = _postings(words)
    found: Scores = {}
    for i, counted in enumerate(words):
        row = np.zeros(len(words))
        for word in counted:
            if word in postings:
                members, weights = postings[word]
                row[members] += weights * weights[np.searchsorted(members, i)]
        found |= {(i, int(j)): float(row[j]) for j in np.flatnonzero(row >= EDGE_FROM) if j > i}
    return found


def _postings(words: Sequence[Weights]) -> Mapping[str, tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """For each word of two documents or more: which hold it (ascending), and its weight in each (unit vectors)."""
    frequency = Counter(word for counted in words for word in counted)
    rarity = {word: math.log((len(words) + 1) / found) for word, found in frequency.items()}
    lists: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for i, counted in enumerate(words):
        weights = {w: (1 + math.log(n)) * rarity[w] for w, n in counted.items()}
        norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        for word, weight in weights.items():
            if frequency[word] > 1:
                lists[word].append((i, weight / norm))
    return {
        word: (np.array([i for i, _ in found]), np.array([weight for _, weight in found]))
        for word, found in lists.items()
    }


def _words(document: Document) -> Weights:
    counted: Weights = defaultdict(float)
    for found in WORD.finditer(anyascii("\n".join(filter(None, (document.title, document.text))))):
        word = found.group()
        weight = CAPITAL if word[0].isupper() else DIGIT if word[0].isdigit() else float(len(word) >= LONG_WORD)
        if weight:
            counted[word.lower()] += weight * (OPENING_WEIGHT if found.start() < OPENING else 1.0)
    return counted


def _named(group: Group, ordered: Sequence[Document], mains: Sequence[Incident | None]) -> str:
    told = Counter(main.incident_id for i in group if (main := mains[i]))
    if told:
        return max(told, key=lambda key: (told[key], key))
    return stable_id("document", _age(ordered[group[0]]))


def _age(document: Document) -> tuple[date, str, str]:
    digest = content_hash(document.text.encode("utf-8", "surrogatepass"))
    return document.published or date.max, digest, document.report_id
