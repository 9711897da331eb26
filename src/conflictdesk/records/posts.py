"""A post as it is counted: where and what it is about, its day, and two keyed hashes. Nobody's name is in here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from conflictdesk.records.values import Referent

NO_ACCOUNT = 0  # of a post whose export does not tell accounts
UNTOLD = 1  # of all posts without an account where the export tells those of others: as if one account wrote them all


class Post(NamedTuple):
    """A post that was read. `day` is counted as `date.toordinal` does; `places` are ids and in order, as `themes`.

    `account` and `key` are keyed hashes of 64 bits: of who posted, and of the post itself, by which it is counted once.
    `text` is masked; null unless texts are kept.
    """

    day: int
    places: tuple[str, ...]
    themes: tuple[str, ...]
    account: int
    key: int
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Posts of the rows `start` to `end` (not included) of an export, and the places that they name."""

    start: int
    end: int
    posts: tuple[Post, ...]
    places: Mapping[str, Referent]


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a batch's posts: counted; counted before; of weeks that are closed."""

    new: int = 0
    known: int = 0
    closed: int = 0


@dataclass(frozen=True, slots=True)
class ExportState:
    """How far an export has come: rows read, and whether it was read to its end. `read_as` is the digest of how."""

    export_id: int
    read_as: str
    rows: int
    finished: bool


class ExportDay(NamedTuple):
    """A day of an export (as `date.toordinal`): its posts, those counted before, whether it was covered before."""

    day: int
    posts: int
    again: int
    held: bool


@dataclass(frozen=True, slots=True)
class Watched:
    """What a desk watches. `first` and `last` are days that an export covers; `accounts_from` is the day on which the
    oldest keyed hashes of accounts came, null where there are none; `unfinished` counts exports cut short."""

    exports: int
    unfinished: int
    posts: int
    places: int
    themes: int
    first: date | None
    last: date | None
    accounts_from: date | None
    texts: int


@dataclass(frozen=True, slots=True)
class Closed:
    """What was forgotten: accounts' and posts' hashes of so many weeks; the counts stay."""

    weeks: int
    rows: int
    texts: int
