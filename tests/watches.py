"""Watches written out by hand: series, bands and rises, for the tests of what a person reads; and a desk of posts."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from conflictdesk.pipeline.watching import Ways, add_exports
from conflictdesk.records.activity import Activity, Counted, Rise, Tally
from conflictdesk.records.values import Point
from conflictdesk.records.watched import Alarm, Bounds, Series, Volume, Watch, period_from
from conflictdesk.settings import read_settings
from conflictdesk.store.database import Database

LAST = date(2020, 5, 18)  # the Monday of the last week
BANI_WALID, SABHA, TRIPOLI = Point(31.75, 13.98), Point(27.04, 14.43), Point(32.89, 13.19)
USUAL = Bounds(9.2, 3.1, 16.8)
THEMES = {"sinai": "Activity in Sinai", "conflict": "Conflict in the country"}


def tally(place: str | None = "Bani Walid", theme: str | None = None, centre: Point | None = BANI_WALID) -> Tally:
    """Posts of a place, or of all places."""
    if place is None:
        return Tally(Counted.POSTS, theme)
    return Tally(Counted.POSTS, theme, f"geonames:{place}", place, "LY", centre)


def activity(of: Tally, counts: Sequence[int | None], accounts: Sequence[int | None] | None = None) -> Activity:
    """Weeks, of which the last begins on 18 May 2020."""
    first = period_from(LAST - timedelta(days=7 * (len(counts) - 1)), 7)
    return Activity(of, first, 7, tuple(counts), tuple(accounts) if accounts else None)


def rise(of: Tally, count: int, accounts: int | None = None, usual: Bounds = USUAL) -> Rise:
    """In the last week."""
    return Rise(
        of, period_from(LAST, 7), count, accounts, usual.expected, usual.lower, usual.upper, "Farrington Flexible",
        "four weeks on either side; discovery rate 0.05", 0.00042,
    )  # fmt: skip


def series(
    of: Tally, counts: Sequence[int | None], rises: Sequence[Rise] = (), accounts: Sequence[int | None] | None = None
) -> Series:
    """A series whose last count is `counts[-1]`, with a band over all that is known."""
    band = tuple(USUAL if count is not None else None for count in counts)
    return Series(activity(of, counts, accounts), band, tuple(rises))


def watch_of(*held: Series, volume: Volume = Volume.UNCHANGED) -> Watch:
    alarms = tuple(Alarm(one, volume, 13, Bounds(12.0, 4.0, 16.0)) for each in held for one in each.rises)
    return Watch(7, held, alarms, THEMES, Counter(one.tally.counted for one in held))


USUALLY = {"Bani Walid": 8, "Sabha": 7, "Tobruk": 9, "بنغازي": 9}
WEEKS, RISEN = 14, 44


def _rows() -> Iterator[tuple[str, str, str, str]]:
    """A steady number of posts a week, by as many accounts; in the last week Bani Walid rises."""
    for week in range(WEEKS):
        for town, usual in USUALLY.items():
            risen = week == WEEKS - 1 and town == "Bani Walid"
            for n in range(RISEN if risen else usual + week % 3):
                day = LAST - timedelta(days=7 * (WEEKS - 1 - week) - n % 7)
                yield f"{day}T12:00:00Z", f"user-{town}-{n}-{week % 5}", town, f"Shelling heard again, {n}"


def posts_desk(folder: Path) -> Path:
    """A desk that counts posts of four towns and fourteen weeks, which come as a file through the intake."""
    posts, desk = folder / "posts.csv", folder / "desk"
    with posts.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("time", "account", "place", "text"), *_rows()])
    with Database.open(desk, create=True) as database:
        (added,) = add_exports(database, [posts], read_settings(desk), Ways(readers=0))
    assert added.posts == added.rows
    return desk
