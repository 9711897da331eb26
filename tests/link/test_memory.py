"""Linking step by step, each step remembering the last, comes to what one linking of everything comes to."""

import itertools
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_reports import PLACES, claim, dead, report, source_of

from conflictdesk.link.blocks import Entry, entry
from conflictdesk.link.compare import compare
from conflictdesk.link.incidents import Around, Linking, compute_incidents, follow, linking
from conflictdesk.link.memory import Changes, Memory
from conflictdesk.link.pair_model import pair_score
from conflictdesk.link.profiles import profile
from conflictdesk.link.resolver import SHOWN_FROM, Pair, Weight, weigh
from conflictdesk.link.review_values import with_seen
from conflictdesk.link.telling import Told, told_by_report
from conflictdesk.records.anchors import review_anchor
from conflictdesk.records.copies import Copies, NearCopy
from conflictdesk.records.events import EventClaim, Incident, Judgement, Likeness, Review, Verdict
from conflictdesk.records.reports import Report

NOON = datetime(2021, 1, 2, 12, tzinfo=UTC)
DAYS = ("2020-05-16", "2020-05-17", "2020-05-18", None)
PUBLISHERS = ("Niger Daily", "Coast Wire", "Sahel Post", None)


class Growing:
    """A desk in small that people and machine change, one random step after the other."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.reports: dict[str, Report] = {}
        self.claims: list[EventClaim] = []
        self.reviews: list[Review] = []
        self.judgements: list[Judgement] = []
        self.said = 0

    def step(self) -> None:
        steps = [self.arrives, self.arrives, self.arrives]
        if len(self.claims) > 1:
            steps += [
                self.reviews_one,
                self.adds,
                self.judges,
                self.judges,
                self.takes_back,
                self.codes_anew,
                self.edits,
            ]
        self.random.choice(steps)()

    def at(self) -> datetime:
        self.said += 1
        return NOON + timedelta(minutes=self.said)

    def one(self) -> EventClaim:
        return self.random.choice(self.claims)

    def arrives(self) -> None:
        name = f"r{len(self.reports)}"
        self.reports[name] = report(name, self.random.choice(PUBLISHERS), self.random.choice(DAYS[:3]))
        for start in (0, 60)[: self.random.randint(1, 2)]:
            place, day = self.random.choice(sorted(PLACES)[:3]), self.random.choice(DAYS)
            self.claims.append(claim(name, place, day, start, killed=dead(self.random.randint(1, 9))))

    def codes_anew(self) -> None:
        old = self.one()
        new = claim(old.report_id, old.place.name or "Gao", self.random.choice(DAYS), old.evidence_span.start + 3)
        self.claims = [new if one.claim_id == old.claim_id else one for one in self.claims]

    def edits(self) -> None:
        name = self.random.choice(sorted(self.reports))
        self.reports[name] = replace(self.reports[name], publisher=self.random.choice(PUBLISHERS))

    def reviews_one(self) -> None:
        one = self.one()
        anchor = review_anchor(one, [c for c in self.claims if c.report_id == one.report_id])
        said = [
            (Verdict.ACCEPT, None, with_seen(one.as_record(), one.values())),
            (Verdict.REJECT, None, None),
            (Verdict.CORRECT, "killed", with_seen(dead(self.random.randint(1, 90)), None)),
            (Verdict.CORRECT, "date", {"date_start": "2020-05-16", "date_end": "2020-05-16", "date_precision": "day"}),
        ]
        self.reviews.append(Review(anchor, *self.random.choice(said), "Ada", self.at()))

    def adds(self) -> None:
        near = claim(self.one().report_id, self.random.choice(sorted(PLACES)[:3]), self.random.choice(DAYS), 130)
        self.reviews.append(Review(near.anchor, Verdict.ADD, None, near.as_record(), "Ada", self.at()))

    def judges(self) -> None:
        left, right = self.random.sample(self.claims, 2)
        likeness = self.random.choice(list(Likeness))
        self.judgements.append(Judgement(left.anchor, right.anchor, likeness, None, "", "Ada", self.at()))

    def takes_back(self) -> None:
        words = self.random.choice([self.reviews, self.judgements])
        if words:
            words.remove(self.random.choice(words))

    def forgets(self) -> None:
        gone = self.one().report_id
        self.claims = [one for one in self.claims if one.report_id != gone]
        self.reviews = [one for one in self.reviews if one.anchor.report_id != gone]
        self.judgements = [one for one in self.judgements if gone not in (one.left.report_id, one.right.report_id)]

    def shuffled(self) -> None:
        """In another order of arrival."""
        for found in (self.claims, self.reviews, self.judgements):
            self.random.shuffle(found)
        names = list(self.reports)
        self.random.shuffle(names)
        self.reports = {name: self.reports[name] for name in names}

    def linked(self, memory: Memory | None = None) -> Linking:
        return compute_incidents(self.claims, self.reports, source_of, self.judgements, self.reviews, memory)

    def follow(self, memory: Memory) -> Changes:
        """What `memory` makes of what changed alone."""
        told = told_by_report(self.claims, self.reports, self.reviews)
        changed: dict[str, Told | None] = {key: one for key, one in told.items() if memory.told(key) != one}
        changed |= dict.fromkeys(memory.tellings.keys() - told.keys())
        return follow(memory, changed, Around(self.reports, source_of, self.judgements))


class Shelf:
    """What is kept by taking in changes alone."""

    def __init__(self) -> None:
        self.incidents: dict[str, Incident] = {}
        self.pairs: dict[tuple[str, str], Pair] = {}

    def take(self, changes: Changes) -> None:
        for key in changes.gone:
            del self.incidents[key]
        for ends in changes.unpaired:
            self.pairs.pop(ends, None)
        assert not self.incidents.keys() & {one.incident_id for one in changes.incidents}
        assert not self.pairs.keys() & {(one.left, one.right) for one in changes.pairs}
        self.incidents |= {one.incident_id: one for one in changes.incidents}
        self.pairs |= {(one.left, one.right): one for one in changes.pairs}


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks so narrow that a few claims crowd them, in desks so small that a step is never many."""
    monkeypatch.setattr("conflictdesk.link.blocks.NEIGHBOURS", 2)
    monkeypatch.setattr("conflictdesk.link.pairings.MANY", 100)


@pytest.mark.parametrize("seed", range(20))
def test_any_course_of_events_linked_step_by_step_is_what_one_linking_gives(seed: int) -> None:
    desk, memory = Growing(seed), Memory()
    for _ in range(25):
        desk.step()
        desk.shuffled()
        found, whole = desk.linked(memory), desk.linked()
        assert found.incidents == whole.incidents
        assert found.pairs == whole.pairs
        assert found.reviewed == whole.reviewed
    assert len(found.incidents) > 1


STEPS = ("arrives", "reviews_one", "adds", "judges", "judges", "takes_back", "codes_anew", "edits", "forgets")


@pytest.mark.usefixtures("narrow")
@settings(deadline=None, max_examples=25, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), steps=st.lists(st.sampled_from(STEPS), min_size=5, max_size=40))
def test_what_steps_change_adds_up_to_what_one_linking_gives(seed: int, steps: list[str]) -> None:
    desk, memory, shelf = Growing(seed), Memory(), Shelf()
    for name in ["arrives"] * 8 + steps:
        if name == "arrives" or len(desk.claims) > 1:
            getattr(desk, name)()
        desk.shuffled()
        shelf.take(desk.follow(memory))
        whole = desk.linked()
        assert shelf.incidents == {one.incident_id: one for one in whole.incidents}
        assert shelf.pairs == {(one.left, one.right): one for one in whole.pairs}


@pytest.mark.usefixtures("narrow")
def test_reports_that_come_one_by_one_in_any_of_twenty_orders_are_the_same_incidents() -> None:
    desk = Growing(5)
    for _ in range(60):
        desk.step()
    whole, told = desk.linked(), told_by_report(desk.claims, desk.reports, desk.reviews)
    assert len(whole.incidents) > 5
    for seed in range(20):
        memory, order = Memory(), sorted(told)
        random.Random(seed).shuffle(order)
        for key in order:
            follow(memory, {key: told[key]}, Around(desk.reports, source_of, desk.judgements))
        found = linking(memory)
        assert (found.incidents, found.pairs, found.reviewed) == (whole.incidents, whole.pairs, whole.reviewed)


def test_only_what_changed_is_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[str, str]] = []

    def counted(left: Entry, right: Entry) -> Weight:
        compared.append((left.claim_id, right.claim_id))
        return weigh(left, right)

    monkeypatch.setattr("conflictdesk.link.pairings.weigh", counted)
    reports = {f"r{n}": report(f"r{n}") for n in range(6)}
    claims = [claim(name) for name in reports]
    memory = Memory()
    compute_incidents(claims, reports, source_of, memory=memory)
    assert len(compared) == 15
    compared.clear()
    changed = replace(claims[0], killed=replace(claims[0].killed, min=3))
    compute_incidents([changed, *claims[1:]], reports, source_of, memory=memory)
    assert {changed.claim_id} == set.intersection(*map(set, compared))
    assert len(compared) == 5


def test_copies_that_are_given_or_no_more_change_who_speaks() -> None:
    reports = {name: report(name, paper) for name, paper in (("a", "Coast Wire"), ("b", "Sahel Post"))}
    told = told_by_report([claim(name) for name in reports], reports, [])
    memory = Memory()
    near = Copies([NearCopy("a", "b", 0.9, "the same words")])  # their texts share too little to be found as copies
    changed: dict[str, Told | None] = dict(told)
    for copies, independent in ((None, 2), (near, 1), (None, 2), (Copies(), 2), (near, 1)):
        follow(memory, changed, Around(reports, source_of, copies=copies))
        changed = {}
        assert [one.sources_independent for one in linking(memory).incidents] == [independent]


def test_a_pair_that_is_given_up_early_would_not_have_been_worth_showing() -> None:
    desk = Growing(3)
    for _ in range(60):
        desk.step()
    entries = [entry(profile(one, desk.reports[one.report_id]), (n,)) for n, one in enumerate(desk.claims)]
    given_up = 0
    for left, right in itertools.combinations(entries, 2):
        one_report = left.profile.claim.report_id == right.profile.claim.report_id
        score = round(pair_score(compare(left.profile, right.profile), one_report), 4)
        assert weigh(left, right).score == (score if score >= SHOWN_FROM else 0.0)
        given_up += score < SHOWN_FROM
    assert 0 < given_up < len(entries) * (len(entries) - 1) / 2
