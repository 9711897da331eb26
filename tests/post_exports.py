"""Exports of posts by five people, written for the tests of what a desk counts and keeps of them."""

import csv
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from conflictdesk.pipeline.watching import Added, Ways, add_exports
from conflictdesk.records.activity import Activity
from conflictdesk.settings import Settings
from conflictdesk.store.database import DATABASE, Database

TODAY = date(2026, 1, 5)
HERE_ALONE, AS_SHIPPED = Ways(readers=0), Settings()
PEOPLE = ("amina_haddad", "Karim Zouari", "@free.voice.99", "ليلى_طرابلس", "o'neil-watch")
TEXTS = (
    "Shelling near Bani Walid tonight", "Market open in Misrata, says Karim Zouari", "Thanks @free.voice.99 for bread",
    "اشتباكات في بني وليد كما قالت ليلى_طرابلس", "amina_haddad was at home in Sabha, see https://t.me/amina_haddad",
)  # fmt: skip
MONDAY = date(2020, 5, 18)


def posts(rows: int, first: date = MONDAY, hours: int = 4) -> list[dict[str, str]]:
    """Posts by PEOPLE, one every few hours."""
    return [
        {
            "created_at": f"{first + timedelta(days=number * hours // 24)}T{number * hours % 24:02}:00:00Z",
            "author": PEOPLE[number % len(PEOPLE)],
            "location": ("Bani Walid, Libya", "", "Misrata")[number % 3],
            "text": f"{TEXTS[number % len(TEXTS)]} {number}",
        }
        for number in range(rows)
    ]


def write(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return path


def add(
    database: Database, path: Path, ways: Ways = HERE_ALONE, settings: Settings = AS_SHIPPED, today: date = TODAY
) -> tuple[Added, list[str]]:
    said: list[str] = []
    (added,) = add_exports(database, [path], settings, ways, said.append, today)
    return added, said


def counted(database: Database, step: int = 7) -> dict[tuple[str | None, str | None], Activity]:
    return {(one.tally.place, one.tally.theme): one for one in database.activities(step)}


def held(folder: Path) -> list[tuple[object, ...]]:
    """All that is counted and covered, in order."""
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        counts = connection.execute("SELECT * FROM watch_counts ORDER BY 1, 2, 3, 4").fetchall()
        return counts + connection.execute("SELECT day FROM watch_days ORDER BY 1").fetchall()


def of(place: str, first: date, days: int, **other: str) -> list[dict[str, str]]:
    """A post a day at a place, each by another account."""
    return [
        {"time": (first + timedelta(days=n)).isoformat(), "account": f"{place}{n}", "place": place, "text": f"no {n}"}
        | other
        for n in range(days)
    ]
