"""The desk's incidents and its sources' reports as series; places by hand, no accounts, no communities."""

from datetime import date, timedelta

import pytest

from conflictdesk.pipeline.watch_series import OTHERS, Reporting, incident_series, reporting
from conflictdesk.records.activity import Activity, Counted
from conflictdesk.records.events import Actor, EventType, Incident, Place, Role, Standing, Status
from conflictdesk.records.follows import Appearance
from conflictdesk.records.reports import Source, SourceKind
from conflictdesk.records.values import DatePrecision, GeoPrecision, Point, TimeInterval
from conflictdesk.records.watched import Volume
from conflictdesk.watch.coverage import coverage
from desks import claim, incident, report

MONDAY = date(2020, 3, 2)
SABHA = Place("Sebha", "Sabha", "LY", Point(27.04, 14.43), precision=GeoPrecision.EXACT)
DAILY = Source("Fezzan Post", SourceKind.NEWS, cadence=1.0)
CATALOG = {one.name: one for one in (DAILY, *(Source(name, SourceKind.NEWS) for name in ("Wire", "Gazette", "@wire")))}


def appeared(publisher: str, *weeks: int, each: int = 1) -> list[Appearance]:
    """Reports of a publisher on the Wednesdays of these weeks, `each` of them."""
    days = [MONDAY + timedelta(days=7 * week + 2) for week in weeks]
    return [Appearance(f"{publisher}-{day}-{n}", publisher, None, day, day) for day in days for n in range(each)]


def heard(*came: Appearance) -> Reporting:
    found = reporting(came, lambda publisher, _url: CATALOG.get(publisher or ""), 7)
    assert found is not None
    return found


def happened(day: date, standing: Standing = Standing.SINGLE_SOURCE, place: Place = SABHA, **more: object) -> Incident:
    told = report(f"r-{day}-{len(more)}", f"They attacked on {day}.", "Wire", day)
    when = more.pop("when", TimeInterval(day, day))
    one = claim(
        told,
        told.text,
        {},
        when=when,
        place=place,
        type=EventType.ATTACK,
        role=Role.ATTACK,
        status=Status.REPORTED,
        **more,
    )
    return incident([one], standing)


def series_of(
    *held: Incident, weeks: int = 12, organisation: str = "Group"
) -> dict[tuple[str | None, str | None], Activity]:
    reported = heard(*appeared("Wire", *range(weeks)))
    found = incident_series(held, reported, lambda name: name == organisation)
    return {(one.tally.place, one.tally.theme): one for one in found}


def eight(first: int = 0, **more: object) -> list[Incident]:
    """An incident in each of eight weeks."""
    return [happened(MONDAY + timedelta(days=7 * week + 1), **more) for week in range(first, first + 8)]  # type: ignore[arg-type]


def test_incidents_are_counted_by_place_by_type_and_all_together() -> None:
    found = series_of(*eight())
    assert found.keys() == {("Sabha", None), (None, None), (None, "Attack")}
    assert found["Sabha", None].counts == (1,) * 8 + (0,) * 4
    assert found["Sabha", None].first == TimeInterval(MONDAY, MONDAY + timedelta(days=6), DatePrecision.WEEK)
    assert (found["Sabha", None].tally.country, found["Sabha", None].accounts) == ("LY", None)


def test_an_organisation_is_a_series_and_nobody_else_is() -> None:
    own = series_of(*eight(perpetrator=Actor("they", "Group")))
    assert (None, "Group") in own
    for name in ("Unidentified armed group", "Tebu", "Protesters"):
        assert (None, name) not in series_of(*eight(perpetrator=Actor("they", name)))


def test_a_claim_alone_is_in_no_series_and_neither_is_what_somebody_denies() -> None:
    assert series_of(*eight(standing=Standing.CLAIMED_ONLY)) == {}
    assert series_of(*eight(standing=Standing.CONTESTED)) == {}


def test_what_is_dated_to_a_month_is_in_no_week() -> None:
    may = TimeInterval(date(2020, 4, 1), date(2020, 4, 30), DatePrecision.MONTH)
    assert series_of(*eight(when=may)) == {}


def test_a_region_is_no_place_on_the_map() -> None:
    region = Place("Fezzan", "Fezzan", "LY", Point(26.0, 14.0), precision=GeoPrecision.REGION)
    assert ("Fezzan", None) not in series_of(*eight(place=region))


def test_a_week_without_reports_is_silence_unless_others_tell_of_it() -> None:
    reported = heard(*appeared("Wire", 0, 1, 2, 3, 4, 8, 9, 10, 11))
    held = [*eight(), happened(MONDAY + timedelta(days=8 * 7 + 1))]
    found = {
        one.tally.theme: one for one in incident_series(held, reported, lambda _: False) if one.tally.place is None
    }
    assert found[None].counts == (1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0)
    later = [one for one in held if one.when and one.when.start < MONDAY + timedelta(days=35)] * 2
    (alone, *_) = [one for one in incident_series(later, reported, lambda _: False) if one.tally.place is None]
    assert alone.counts == (2, 2, 2, 2, 2, None, None, None, 0, 0, 0, 0)


def test_reports_are_counted_by_source_and_together() -> None:
    found = heard(*appeared("Wire", *range(10)), *appeared("Gazette", 3, 4, each=5))
    assert found.volume.counts == (1, 1, 1, 6, 6, 1, 1, 1, 1, 1)
    assert [one.tally.theme for one in found.by_source] == ["Gazette", "Wire"]
    assert {one.tally.counted for one in found.by_source} == {Counted.REPORTS}


def test_before_a_source_was_heard_nothing_is_known_of_it() -> None:
    (gazette, _) = heard(*appeared("Wire", *range(10)), *appeared("Gazette", 3, 5, each=5)).by_source
    assert gazette.counts == (None, None, None, 5, 0, 5, 0, 0, 0, 0)


def test_a_silence_longer_than_twice_the_cadence_is_told_as_one() -> None:
    found = heard(*appeared("Wire", *range(10)), *appeared(DAILY.name, 0, 1, 5, 6, each=3))
    (post, _) = found.by_source
    assert post.counts == (3, 3, None, None, None, 3, 3, None, None, None)
    week = TimeInterval(MONDAY + timedelta(days=21), MONDAY + timedelta(days=27), DatePrecision.WEEK)
    assert found.silent(week) == (DAILY.name,)
    assert found.silent(TimeInterval(MONDAY, MONDAY + timedelta(days=6))) == ()


@pytest.mark.parametrize("publisher", ["@ahmed_ali_1987", "Ahmed Ali", "@wire"])
def test_who_is_in_no_catalog_or_goes_by_a_handle_is_no_series_and_is_not_named_as_silent(publisher: str) -> None:
    found = heard(*appeared("Wire", *range(16)), *appeared(publisher, *range(12), each=2), *appeared("Another", 3))
    assert [one.tally.theme for one in found.by_source] == [OTHERS, "Wire"]
    assert found.by_source[0].counts[:4] == (2, 2, 2, 3)
    weeks = [
        TimeInterval(MONDAY + timedelta(days=7 * week), MONDAY + timedelta(days=7 * week + 6)) for week in range(16)
    ]
    assert {name for week in weeks for name in found.silent(week)} == set()


def test_thirty_reports_a_week_over_a_year_tell_that_reporting_is_unchanged() -> None:
    found = heard(*appeared("Wire", *range(52), each=30))
    last = TimeInterval(MONDAY + timedelta(days=7 * 51), MONDAY + timedelta(days=7 * 51 + 6), DatePrecision.WEEK)
    assert coverage(found.volume, last) == Volume.UNCHANGED


def test_a_report_of_a_day_to_come_is_not_counted() -> None:
    wrong = Appearance("x", "Wire", None, date(2031, 1, 1), date(2020, 3, 4))
    assert heard(*appeared("Wire", *range(9)), wrong).volume.counts == (1,) * 9
    assert reporting([wrong], lambda *_: None, 7) is None


@pytest.mark.parametrize(("step", "most"), [(1, 140), (7, 320)])
def test_what_lies_far_back_is_left_out(step: int, most: int) -> None:
    old = Appearance("old", "Wire", None, date(1971, 1, 1), date(2020, 1, 1))
    found = reporting([old, *appeared("Wire", *range(9))], lambda *_: None, step)
    assert found is not None
    assert len(found.volume.counts) == most
    assert found.volume.counts[-1] == 1
