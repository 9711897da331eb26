"""The desk's incidents and reports watched: what rises, and what reporting did at that time."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from conflictdesk.pipeline.watch_alarms import Asked, chosen, read_watch, within
from conflictdesk.publish.watch_words import sentence
from conflictdesk.records.activity import Counted
from conflictdesk.records.events import Actor, EventClaim, EventType, Place, Role, Standing, Status
from conflictdesk.records.reports import Report
from conflictdesk.records.values import GeoPrecision, Point
from conflictdesk.records.watched import Volume, Watch
from conflictdesk.store.database import Database
from desks import claim, fill, incident, on, report

MONDAY, WEEKS = date(2020, 1, 20), 18
SABHA = Place("Sabha", "Sabha", "LY", Point(27.04, 14.43), precision=GeoPrecision.EXACT)
GROUP = "Islamic State - Libya"


def told(week: int, number: int) -> tuple[Report, EventClaim]:
    day = MONDAY + timedelta(days=7 * week + number % 6)
    one = report(f"r-{week}-{number}", f"Gunmen attacked post {number} in Sabha on {day}.", "Fezzan Post", day)
    said = claim(
        one, one.text, {}, when=on(day.year, day.month, day.day), place=SABHA, type=EventType.ATTACK, role=Role.ATTACK,
        status=Status.REPORTED, perpetrator=Actor("Gunmen", GROUP),
    )  # fmt: skip
    return one, said


def watched(folder: Path, last: int) -> Watch:
    """The watch of a desk with four reports a week, two of incidents, but for `last` incidents in the last week."""
    found = [told(week, n) for week in range(WEEKS) for n in range(last if week == WEEKS - 1 else 2)]
    quiet = [
        report(f"q-{week}-{n}", f"Nothing happened, {week} {n}.", "Fezzan Post", MONDAY + timedelta(days=7 * week + n))
        for week in range(WEEKS)
        for n in range(2)
    ]
    claims = [one for _, one in found]
    fill(folder, [*(one for one, _ in found), *quiet], claims, [incident([c], Standing.SINGLE_SOURCE) for c in claims])
    with Database.open(folder) as database:
        return read_watch(database)


@pytest.fixture(scope="module")
def risen(tmp_path_factory: pytest.TempPathFactory) -> Watch:
    return watched(tmp_path_factory.mktemp("risen") / "desk", 20)


def test_a_rise_of_incidents_tells_what_reporting_did(risen: Watch) -> None:
    rises = [one for one in risen.alarms if one.rise.tally.counted is Counted.INCIDENTS]
    assert {(one.rise.tally.place, one.rise.tally.theme) for one in rises} >= {("Sabha", None)}
    first = next(one for one in rises if one.rise.tally.place == "Sabha")
    assert (first.rise.count, first.rise.accounts, first.volume, first.reports) == (20, None, Volume.HIGHER, 22)
    words = sentence(first, risen.themes)
    assert words.startswith("Sabha, week of 18 May 2020: 20 incidents; ")
    assert "reporting volume higher too (22 reports; " in words


def test_an_actor_is_told_alone_and_a_place_with_the_sources(risen: Watch) -> None:
    own = within(risen, None, GROUP)
    assert {one.tally.theme for one in own.series} == {GROUP}
    here = within(risen, lambda place: place.modern == "Sabha", None)
    assert {(one.tally.counted, one.tally.place) for one in here.series} == {
        (Counted.INCIDENTS, "Sabha"), (Counted.REPORTS, None),
    }  # fmt: skip
    shown = chosen(risen, Asked(place="sabha", first=date(2020, 5, 18), kinds=frozenset({Counted.INCIDENTS})))
    assert [one.rise.tally.place for one in shown.alarms] == ["Sabha"]
    assert shown.tested == risen.tested


def test_calm_weeks_raise_nothing(tmp_path: Path) -> None:
    watch = watched(tmp_path / "desk", 2)
    assert watch.alarms == ()
    assert watch.of(Counted.INCIDENTS)


def test_a_young_desk_is_not_watched(tmp_path: Path) -> None:
    one, said = told(0, 0)
    fill(tmp_path / "desk", [one], [said], [incident([said], Standing.SINGLE_SOURCE)])
    with Database.open(tmp_path / "desk") as database:
        assert read_watch(database) == Watch()
