"""Documents grouped by what they are mainly about: pairs weighed by document_model.py, then joined by average.

A document that tells of no incident is grouped too, by its wording and date.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations

import numpy as np

from conflictdesk.link.blocking import components
from conflictdesk.link.clusters import Group, agglomerate, within
from conflictdesk.link.document_model import Mains, probabilities
from conflictdesk.link.document_words import Likenesses, Rows, words_of
from conflictdesk.records.provenance import content_hash, stable_id
from conflictdesk.records.reports import Report

# Chosen on ECB+ train, whole and thinned out to one to six documents an incident, and on dated reports of MUC-4's
# training part: see docs/benchmarks.md.
ONE_FROM = 0.5  # average probability from which two groups of documents are about one incident
# A document that is left alone joins the group that it is likeliest of, from here: news that brings little new shares
# little with any one article, and news of a group's incident is more often met than news that nobody else has.
ALONE_FROM = 0.25
ALIKE_FROM = 0.03  # cosines of all words below are not looked at, unless both tell mainly of one incident
KEPT_FROM = 0.01  # probabilities below are taken for nought
COMPONENT_CAP = 400

Scores = dict[tuple[int, int], float]


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


def group_documents(documents: Sequence[Document], mains: Mains) -> list[str]:
    """An incident id for each document, in order; `mains` holds the incident that each tells most of, or null.

    The id of a group is that of the incident most of it is about, else one made from its oldest document.
    """
    order = sorted(range(len(documents)), key=lambda i: _age(documents[i]))
    ordered, told = [documents[i] for i in order], [mains[i] for i in order]
    ids = [""] * len(documents)
    for name, group in _named(groups_of(len(ordered), pair_scores(ordered, told)), ordered, told):
        for i in group:
            ids[order[i]] = name
    return ids


def pair_scores(documents: Sequence[Document], mains: Mains) -> Scores:
    """The probability that two documents (positions, the lower first) are about one incident; 0 where missing."""
    likenesses = Likenesses([words_of(document.text, document.title) for document in documents])
    left, right = pairs = worth_weighing(likenesses, mains)
    found = probabilities(likenesses, mains, [document.published for document in documents], pairs)
    kept = np.flatnonzero(found >= KEPT_FROM)
    return {(int(left[n]), int(right[n])): float(found[n]) for n in kept}


def worth_weighing(likenesses: Likenesses, mains: Mains) -> tuple[Rows, Rows]:
    """Pairs of documents with some rare words in common, or that tell mainly of one incident."""
    left, right = likenesses.pairs(ALIKE_FROM)
    of_incident: dict[str, list[int]] = defaultdict(list)
    for i, main in enumerate(mains):
        if main:
            of_incident[main.incident_id].append(i)
    told = [i * len(mains) + j for same in of_incident.values() for i, j in combinations(same, 2)]
    both = np.union1d(left * len(mains) + right, np.array(told, dtype=np.int64))
    return both // len(mains), both % len(mains)


def groups_of(size: int, scores: Scores) -> list[Group]:
    """Positions 0..size-1 grouped by the probabilities of `pair_scores`."""
    linked = {pair: score for pair, score in scores.items() if score >= ALONE_FROM}
    parts = components(size, linked, COMPONENT_CAP)
    groups = agglomerate([(i,) for i in range(size)], within(parts, scores), (), ONE_FROM)
    return _none_alone(groups, scores)


def _none_alone(groups: Sequence[Group], scores: Scores) -> list[Group]:
    """`groups`, each with the single documents that are likeliest of it; what is joined is looked at at once."""
    home = {i: group for group in groups if len(group) > 1 for i in group}
    nearness: dict[int, dict[Group, float]] = defaultdict(lambda: defaultdict(float))
    for (i, j), score in scores.items():
        for one, other in ((i, j), (j, i)):
            if one not in home and other in home:
                nearness[one][home[other]] += score / len(home[other])
    joined: dict[Group, list[int]] = {group: list(group) for group in groups}
    for one, near in nearness.items():
        score, group = max((round(score, 9), group) for group, score in near.items())
        if score >= ALONE_FROM:
            joined[group].append(one)
            del joined[one,]
    return [tuple(sorted(group)) for group in joined.values()]


def _named(groups: Sequence[Group], ordered: Sequence[Document], mains: Mains) -> Iterator[tuple[str, Group]]:
    """Each group with its id; of groups that are mostly about one incident, the largest share of it gets its id."""
    taken: set[str] = set()
    told = [Counter(main.incident_id for i in group if (main := mains[i])) for group in groups]
    for n in sorted(range(len(groups)), key=lambda n: (-max(told[n].values(), default=0), groups[n])):
        most = max(told[n], key=lambda key: (told[n][key], key), default="")
        name = most if most and most not in taken else stable_id("document", _age(ordered[groups[n][0]]))
        taken.add(name)
        yield name, groups[n]


def _age(document: Document) -> tuple[date, str, str]:
    digest = content_hash(document.text.encode("utf-8", "surrogatepass"))
    return document.published or date.max, digest, document.report_id
