"""Linking step by step, each step remembering the last, comes to what one linking of everything comes to."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from small_reports import PLACES, claim, dead, report, source_of

from conflictdesk.link.anchors import review_anchor
from conflictdesk.link.compare import compare
from conflictdesk.link.incidents import Linking, compute_incidents
from conflictdesk.link.memory import Memory
from conflictdesk.link.review_values import with_seen
from conflictdesk.records.events import EventClaim, Judgement, Likeness, Review, Verdict
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

    def shuffled(self) -> None:
        """In another order of arrival."""
        for found in (self.claims, self.reviews, self.judgements):
            self.random.shuffle(found)
        names = list(self.reports)
        self.random.shuffle(names)
        self.reports = {name: self.reports[name] for name in names}

    def linked(self, memory: Memory | None = None) -> Linking:
        return compute_incidents(self.claims, self.reports, source_of, self.judgements, self.reviews, memory)


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


def test_only_what_changed_is_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[str, str]] = []

    def counted(left: object, right: object) -> object:
        compared.append((left.claim.claim_id, right.claim.claim_id))  # type: ignore[attr-defined]  # profiles
        return compare(left, right)  # type: ignore[arg-type]

    monkeypatch.setattr("conflictdesk.link.memory.compare", counted)
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
