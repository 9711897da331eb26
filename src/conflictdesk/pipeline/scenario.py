"""Invented posts for the demo, by a seeded program: a year of thirty towns, four of which rise at the end.

What is told of the towns stands in data/scenario.yaml. Accounts are invented ("account-0193"), and so is every post;
the same seed gives the same rows on every machine.
"""

import csv
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

INVENTED = "watch-invented"  # the note of a desk that counts these posts: all that shows them says so
COLUMNS = ("time", "account", "place", "text")
LANGUAGES = ("en", "ar", "fr")
SPOKEN = (3, 5, 2)  # of ten posts, how many are in which language
SPREAD = 30.0  # of the negative binomial: the variance is mean + mean² / SPREAD
ON_THEME = 0.7  # of what is posted beyond the usual
OFTEN = 1.6  # how unevenly accounts post: some do often, most seldom
NO_RISE: Mapping[str, Any] = {"weeks": {}, "theme": "none"}
Row = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Town:
    """A town's names in English, Arabic and French, posts of a usual week, and who posts there."""

    names: tuple[str, str, str]
    weekly: float
    accounts: Sequence[str]


def exports(folder: Path) -> list[Path]:
    """The invented posts as CSV files in `folder`: one export for each stretch without a missing week."""
    told = _told()
    weeks: dict[int, list[Row]] = {}
    for week, row in _posts(told):
        weeks.setdefault(week, []).append(row)
    stretches = _stretches(range(told["weeks"]), told["missing"])
    paths = [folder / f"invented-posts-{number}.csv" for number in range(1, len(stretches) + 1)]
    for path, stretch in zip(paths, stretches, strict=True):
        _write(path, sorted(row for week in stretch for row in weeks.get(week, ())))
    return paths


def _told() -> Mapping[str, Any]:
    told: Mapping[str, Any] = yaml.safe_load((files("conflictdesk") / "data/scenario.yaml").read_text("utf-8"))
    return told


def _stretches(weeks: range, missing: Sequence[int]) -> list[range]:
    edges = [weeks.start - 1, *sorted(missing), weeks.stop]
    found = [range(before + 1, after) for before, after in pairwise(edges)]
    return [one for one in found if one]


def _write(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def _posts(told: Mapping[str, Any]) -> Iterator[tuple[int, Row]]:
    """Each post with the number of its week."""
    chance = random.Random(told["seed"])
    first, number = told["first"], 0
    for en, ar, fr, weekly, people in told["towns"]:
        town = Town((en, ar, fr), weekly, [f"account-{number + n:04}" for n in range(people)])
        number += people
        rise: Mapping[str, Any] = next((one for one in told["rises"] if one["town"] == en), NO_RISE)
        for week in range(told["weeks"]):
            usual = weekly * told["everywhere"].get(week, 1.0)
            more = usual * (rise["weeks"].get(week, 1.0) - 1.0)
            themes = _themes(told["shares"], _drawn(chance, usual), chance)
            themes += [rise["theme"] if chance.random() < ON_THEME else "conflict" for _ in range(round(more))]
            yield from ((week, _post(town, told["texts"][theme], first, week, chance)) for theme in themes)
        yield from _loud(told, town, chance)


def _loud(told: Mapping[str, Any], town: Town, chance: random.Random) -> Iterator[tuple[int, Row]]:
    """One account that posts again and again in one week."""
    loud = told["loud"]
    if loud["town"] == town.names[0]:
        alone = Town(town.names, town.weekly, town.accounts[:1])
        for _ in range(loud["posts"]):
            yield loud["week"], _post(alone, told["texts"][loud["theme"]], told["first"], loud["week"], chance)


def _themes(shares: Mapping[str, int], count: int, chance: random.Random) -> list[str]:
    return chance.choices(list(shares), list(shares.values()), k=count) if count else []


def _drawn(chance: random.Random, mean: float) -> int:
    """A negative binomial count: a Poisson count whose mean varies by a gamma distribution."""
    varied, count, product = chance.gammavariate(SPREAD, mean / SPREAD), 0, chance.random()
    while product > math.exp(-varied):
        count, product = count + 1, product * chance.random()
    return count


def _post(town: Town, texts: Mapping[str, Sequence[str]], first: date, week: int, chance: random.Random) -> Row:
    language = chance.choices(range(len(LANGUAGES)), SPOKEN)[0]
    at = datetime(first.year, first.month, first.day, tzinfo=UTC) + timedelta(
        days=7 * week, minutes=chance.randrange(7 * 24 * 60)
    )
    account = town.accounts[int(len(town.accounts) * chance.random() ** OFTEN)]
    return at.isoformat(), account, town.names[language], chance.choice(texts[LANGUAGES[language]])
