"""Rows of an export read in processes: each has its own gazetteer and lists, and gives posts back in order.

A reader gets what it needs, the key among it, through a pipe: none of it is in a file. It ignores Ctrl-C (its parent
decides) and ends with the pipe.
"""

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from zoneinfo import ZoneInfo

from conflictdesk.errors import ConflictdeskError
from conflictdesk.extract.lexicons import fold
from conflictdesk.geo.gazetteer import Gazetteer
from conflictdesk.pipeline.watch_places import PlaceReader
from conflictdesk.records.posts import Post
from conflictdesk.records.values import Referent
from conflictdesk.sources.clocks import Clock
from conflictdesk.sources.day_order import DayOrder
from conflictdesk.sources.post_tables import BrokenRow
from conflictdesk.sources.posts import Cells
from conflictdesk.watch.accounts import AccountKey
from conflictdesk.watch.intake import PostReader, Told
from conflictdesk.watch.masking import LEAST_WORDS, TextMask
from conflictdesk.watch.themes import ThemeReader

ROWS = 4000  # handed to a reader at a time
READERS = 2

MaskNames = Callable[[str, Callable[[str], bool]], str]
Row = Cells | BrokenRow


@dataclass(frozen=True, slots=True)
class Instructions:
    """What a reader needs. `within` are the first and last day that count; `mask_names` is null where texts go."""

    secret: bytes
    gazetteers: tuple[Path, ...]
    countries: tuple[str, ...]
    zone: str
    order: DayOrder
    today: date
    within: tuple[date | None, date | None] = (None, None)
    mask_names: MaskNames | None = None
    accounts: frozenset[int] = frozenset()
    words: int = LEAST_WORDS  # of the longest account's name


@dataclass(frozen=True, slots=True)
class Found:
    """What was read in some rows; `outside` counts posts of days that are not asked for."""

    rows: int
    posts: tuple[Post, ...]
    places: dict[str, Referent]
    broken: tuple[BrokenRow, ...]
    outside: int


class RowReader:
    """Reads rows in this process."""

    def __init__(self, told: Instructions) -> None:
        gazetteer, key = Gazetteer.open(*told.gazetteers), AccountKey(told.secret)
        self._clock = Clock(ZoneInfo(told.zone), told.order, told.today)
        self._first, self._last = (day.toordinal() if day else None for day in told.within)
        mask = _mask(told, key, gazetteer)
        themes = ThemeReader.load(lambda text: fold(text).lower())
        self._posts = PostReader(key, PlaceReader(gazetteer, told.countries), themes, mask)

    def read(self, rows: Sequence[Row]) -> Found:
        posts: list[Post] = []
        broken: list[BrokenRow] = []
        outside = 0
        for row in rows:
            if isinstance(row, BrokenRow):
                broken.append(row)
                continue
            try:
                day = self._clock.day(row.time)
            except ValueError as error:
                broken.append(BrokenRow(row.row, f"cannot be counted: its time {error}"))
                continue
            if self._is_within(day):
                posts.append(self._posts.read(Told(day, row.time, row.account, row.place, row.text, row.id)))
            else:
                outside += 1
        named = {place for post in posts for place in post.places}
        return Found(len(rows), tuple(posts), {p: self._posts.places[p] for p in named}, tuple(broken), outside)

    def _is_within(self, day: int) -> bool:
        return (self._first is None or day >= self._first) and (self._last is None or day <= self._last)


def _mask(told: Instructions, key: AccountKey, gazetteer: Gazetteer) -> Callable[[str], str] | None:
    mask_names = told.mask_names
    if mask_names is None:
        return None
    accounts = TextMask(key, told.accounts, told.words)
    return lambda text: mask_names(accounts(text), gazetteer.knows)


def read_rows(told: Instructions, rows: Iterable[Row], readers: int = READERS) -> Iterator[Found]:
    """Read rows, a batch at a time and in order: in so many processes, or in this one where there is only a batch."""
    batches = _batched(rows)
    first = next(batches, None)
    second = next(batches, None)
    if second is None or readers < 1:
        here = RowReader(told) if first else None
        yield from (here.read(batch) for batch in (first, second, *batches) if here and batch)
        return
    with _Readers(told, readers) as apart:
        yield from apart.read(_chained(first, second, batches))


def _chained(first: Sequence[Row] | None, second: Sequence[Row], rest: Iterator[list[Row]]) -> Iterator[Sequence[Row]]:
    if first:
        yield first
    yield second
    yield from rest


def _batched(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == ROWS:
            yield batch
            batch = []
    if batch:
        yield batch


class _Readers:
    """A few processes; each has one batch at a time, and a thread here that waits for it."""

    def __init__(self, told: Instructions, count: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._free: SimpleQueue[Connection] = SimpleQueue()
        self._processes, self._pipes = [], []
        for _ in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, told), daemon=True)
            process.start()
            theirs.close()
            self._processes.append(process)
            self._pipes.append(ours)
            self._free.put(ours)
        self._threads = ThreadPoolExecutor(count, "posts")

    def __enter__(self) -> "_Readers":
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process, pipe in zip(self._processes, self._pipes, strict=True):
            pipe.close()
            process.join()
            process.close()

    def read(self, batches: Iterator[Sequence[Row]]) -> Iterator[Found]:
        under_way: deque[Future[Found]] = deque()
        for batch in batches:
            under_way.append(self._threads.submit(self._ask, batch))
            if len(under_way) > 2 * len(self._pipes):
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()

    def _ask(self, batch: Sequence[Row]) -> Found:
        pipe = self._free.get()
        try:
            pipe.send(batch)
            found: Found = pipe.recv()
        except (EOFError, OSError) as error:
            raise ConflictdeskError(
                "A process that reads posts was ended from outside, perhaps for lack of memory: run the command again,"
                " it goes on where it stopped."
            ) from error
        finally:
            self._free.put(pipe)
        return found


def _serve(pipe: Connection, told: Instructions) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    reader = RowReader(told)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            pipe.send(reader.read(pipe.recv()))
