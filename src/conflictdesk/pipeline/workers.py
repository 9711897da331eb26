"""Coding in this process or in several: results come in the order of the reports, whatever the number.

A worker loads the coder once, ignores Ctrl-C (its parent decides) and ends when its parent does.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Protocol

from conflictdesk.errors import ConflictdeskError, InputError
from conflictdesk.pipeline.failures import UNFORESEEN, Beginning, Failure
from conflictdesk.records.events import EventClaim, Presence
from conflictdesk.records.provenance import Component
from conflictdesk.records.reports import Report

CHUNK = 4  # reports handed to a worker at a time: enough to make the way there and back cheap
WINDOW = 64  # chunks under way per worker: bounds the memory that a long input takes

# Characters: a longer report is a book or an attack; what is beyond is told, not read. Extraction still grows faster
# than the text: at this length a report takes about a minute.
MOST_READ = 200_000


class Found(Protocol):
    """What a coder finds in a report (extract.claims.Coding is one)."""

    @property
    def claims(self) -> Sequence[EventClaim]: ...

    @property
    def presences(self) -> Sequence[Presence]: ...


class ReportCoder(Protocol):
    """What codes a report: no store, no settings, no clock (coder.Coder is one)."""

    @property
    def component(self) -> Component: ...

    def code(self, report: Report) -> Found: ...


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a process gets its coder. `make` is a function that a new process can import."""

    make: Callable[[tuple[Path, ...], float, tuple[Path, ...], tuple[Path, ...]], ReportCoder]
    gazetteers: tuple[Path, ...] = ()
    null_below: float = 0.2  # below this confidence a field is left empty
    catalogs: tuple[Path, ...] = ()
    actors: tuple[Path, ...] = ()  # files of a desk's own actors


@dataclass(frozen=True, slots=True)
class Outcome:
    """A report and what was found in it, or why it could not be coded (`issue`).

    `failure` is what broke, where that was not foreseen; `unread` says what of the report was not read.
    """

    report: Report
    claims: tuple[EventClaim, ...] = ()
    presences: tuple[Presence, ...] = ()
    issue: str | None = None
    failure: Failure | None = None
    unread: str | None = None


Outcomes = Generator[Outcome, None, None]


@lru_cache(maxsize=1)
def coder_of(recipe: Recipe) -> ReportCoder:
    """The coder of this process, loaded once."""
    return recipe.make(recipe.gazetteers, recipe.null_below, recipe.catalogs, recipe.actors)


def code_report(recipe: Recipe, report: Report) -> Outcome:
    """Code one report; what it does to the coder becomes its issue, so that the rest goes on."""
    coder = coder_of(recipe)
    try:
        found = coder.code(replace(report, text=report.text[:MOST_READ]))
    except InputError as error:
        return Outcome(report, issue=str(error))
    except UNFORESEEN as error:
        failure = Failure.of(error)
        return Outcome(report, issue=failure.reason, failure=failure)
    return Outcome(report, tuple(found.claims), tuple(found.presences), unread=_unread(report))


def _unread(report: Report) -> str | None:
    length = len(report.text)
    return f"only the first {MOST_READ:,} of its {length:,} characters were read" if length > MOST_READ else None


def code_reports(recipe: Recipe, reports: Iterable[Report], workers: int = 1) -> Outcomes:
    """Code each report; outcomes come in the order of `reports`, as they are ready.

    Raises ConflictdeskError where the first reports all fail alike.
    """
    here = (code_report(recipe, report) for report in reports)
    outcomes = here if workers == 1 else _code_apart(recipe, iter(reports), workers)
    beginning = Beginning()
    with closing(outcomes):
        for outcome in outcomes:
            yield outcome
            if outcome.failure:
                beginning.failed(outcome.failure, outcome.report.report_id)
            elif not outcome.issue:
                beginning.passed()


def _code_apart(recipe: Recipe, reports: Iterator[Report], workers: int) -> Outcomes:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_end_with_parent) as pool:
        try:
            while window := list(islice(reports, workers * CHUNK * WINDOW)):
                yield from pool.map(partial(code_report, recipe), window, chunksize=CHUNK)
        except BrokenProcessPool as error:
            raise ConflictdeskError(
                "A coding process was ended from outside, perhaps for lack of memory: run it again with --workers 1."
            ) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _end_with_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch_parent, daemon=True).start()


def _watch_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
