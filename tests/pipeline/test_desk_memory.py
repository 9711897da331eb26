"""A process that lives long links what changed alone: what it keeps is what one linking of the whole desk gives."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from conflictdesk.link.review_values import with_seen
from conflictdesk.pipeline.desk_memory import DeskMemory
from conflictdesk.pipeline.forgetting import forget_report
from conflictdesk.pipeline.linking import compute, due, followed_from, link_desk, noted_pair
from conflictdesk.pipeline.near_copies import note_copies_of
from conflictdesk.records.events import EventClaim, EventType, Judgement, Likeness, Place, Review, Role, Status, Verdict
from conflictdesk.records.reports import Report
from conflictdesk.records.values import Count, GeoPrecision, Point, TimeInterval
from conflictdesk.store.database import LINKED, Database, Draft
from desks import claim
from standins import report_of

TOWNS = {"Gao": Point(16.27, -0.05), "Kidal": Point(18.44, 1.41), "Ansongo": Point(15.66, 0.50)}
DAYS = [date(2020, 5, 16) + timedelta(n) for n in range(3)]
PAPERS = ("Niger Daily", "Coast Wire", "Sahel Post")
NOON = datetime(2021, 1, 2, 12, tzinfo=UTC)


class Busy:
    """A desk on which things happen."""

    def __init__(self, desk: Database, seed: int) -> None:
        self.desk, self.random = desk, random.Random(seed)
        self.run, self.said = desk.start_run("hand-1"), 0

    def comes(self) -> None:
        self.said += 1
        town, day, dead = self.random.choice(sorted(TOWNS)), self.random.choice(DAYS), self.random.randint(1, 9)
        text = f"Shells fell on {town} on {day:%d %B} and killed {dead} ({self.said})."
        paper = self.random.choice(PAPERS)
        report, raw = report_of(text, f"r{self.said}", publisher=paper, published=day + timedelta(1), language="en")
        with self.desk.in_one():
            self.desk.add_report(report, raw)
            note_copies_of(self.desk, report)
        place = Place(town, town, "ML", TOWNS[town], precision=GeoPrecision.EXACT)
        self.codes(report, place=place, when=TimeInterval(day, day), killed=Count(dead, dead))

    def codes(self, report: Report, **values: Any) -> None:
        told: dict[str, Any] = {"type": EventType.SHELLING, "role": Role.ATTACK, "status": Status.REPORTED} | values
        self.desk.save_coding(self.run, report, [claim(report, report.text, {"type": "Shells fell"}, **told)], [])

    def one(self) -> EventClaim:
        return self.random.choice(self.desk.claims())

    def says(self) -> None:
        one = self.one()
        dead = with_seen({"min": 1, "max": 90}, one.killed.as_record())
        said = [(Verdict.REJECT, None, None), (Verdict.CORRECT, "killed", dead), (Verdict.ACCEPT, None, None)]
        self.desk.add_review(Review(one.anchor, *self.random.choice(said), "Ada", self.at()))

    def judges(self) -> None:
        left, right = (self.random.choice(self.desk.claims()) for _ in range(2))
        likeness = self.random.choice(list(Likeness))
        self.desk.add_judgement(Judgement(left.anchor, right.anchor, likeness, None, "", "Ada", self.at()))

    def undoes(self) -> None:
        self.desk.undo("Ada")

    def tells_more(self) -> None:
        """Another publisher: the report is to be coded anew, and is, on every second time."""
        one = self.one()
        changed = self.desk.retell(
            one.report_id, {"publisher": self.random.choice(PAPERS)}, Draft("edit", "Ada", "told more")
        )
        report = self.desk.report(one.report_id)
        assert report
        if changed:
            with self.desk.in_one():
                note_copies_of(self.desk, report)
            if self.random.random() < 0.5:
                self.desk.save_coding(self.run, report, [one], [])

    def forgets(self) -> None:
        forget_report(self.desk, "Ada", self.one().report_id, "asked to")

    def is_linked_by_another(self) -> None:
        link_desk(self.desk)

    def at(self) -> datetime:
        self.said += 1
        return NOON + timedelta(minutes=self.said)


STEPS = ("comes", "says", "judges", "undoes", "tells_more")
RARE = ("forgets", "is_linked_by_another")


def held(desk: Database) -> tuple[Any, ...]:
    incidents = {one.incident_id: replace(one, former_ids=()) for one in desk.incidents()}
    return incidents, {(one.left, one.right): one for one in desk.pairs()}, desk.incident_of(), desk.noted(LINKED)


def follows(desk: Database) -> tuple[Any, ...]:
    """What is to be held, computed anew."""
    found = compute(desk)
    pairs = {(one.left, one.right): noted_pair(one) for one in found.pairs}
    return {one.incident_id: one for one in found.incidents}, pairs, found.incident_of, followed_from(desk)


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_what_is_kept_is_what_one_linking_gives(desk: Database, seed: int) -> None:
    busy, memory = Busy(desk, seed), DeskMemory()
    for step in ["comes"] * 6 + busy.random.choices((*STEPS * 3, *RARE), k=25):
        getattr(busy, step)()
        memory.follow(desk)
        assert held(desk) == follows(desk), step
        assert due(desk) is None
        assert not memory.follow(desk)
    gone = [former for one in desk.incidents() for former in one.former_ids]
    assert gone
    assert all(desk.incident(former) for former in gone)


def test_one_report_more_reads_and_writes_what_it_touches_alone(
    desk: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, memory = Busy(desk, 1), DeskMemory()
    for _ in range(8):
        busy.comes()
    assert memory.follow(desk)

    def refuse(*_: object) -> None:
        raise AssertionError("the whole desk was read or written")

    for name in ("reports", "claims", "save_linking"):
        monkeypatch.setattr(Database, name, refuse)
    busy.comes()
    assert memory.follow(desk)
    monkeypatch.undo()
    assert held(desk) == follows(desk)


def test_a_linking_that_breaks_off_leaves_nothing_that_counts(desk: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    busy, memory = Busy(desk, 2), DeskMemory()
    for _ in range(5):
        busy.comes()
    memory.follow(desk)

    def full(*_: object) -> bool:
        raise OSError("disk")

    monkeypatch.setattr(Database, "save_changes", full)
    busy.comes()
    with pytest.raises(OSError, match="disk"):
        memory.follow(desk)
    monkeypatch.undo()
    assert memory.follow(desk)
    assert held(desk) == follows(desk)
