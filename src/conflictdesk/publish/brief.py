"""The brief: what happened in a period, with every sentence leading to its claims and sources, ready to be drawn.

Made of rows that redaction has gone over (publish/redaction.py); whatever form it takes, it holds the same words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from conflictdesk.errors import UsageError
from conflictdesk.publish import wording
from conflictdesk.publish.briefing_map import Map, map_of
from conflictdesk.publish.chapters import Chapter, Chosen, chapters_of, choose
from conflictdesk.publish.comparison import Compared, Line, Table, box, standings, tables
from conflictdesk.publish.conclusions import Conclusion, conclusions_of, warnings_of
from conflictdesk.publish.coverage import Coverage, coverage_of
from conflictdesk.publish.entries import Entry, entry_of, plain
from conflictdesk.publish.exports import attribution
from conflictdesk.publish.periods import Period, dated_from_to, period_of
from conflictdesk.publish.redaction import presence_record
from conflictdesk.publish.rows import ExportOptions, Held, IncidentRow, incident_rows, presence_rows
from conflictdesk.publish.series import SeriesTold, series_told
from conflictdesk.publish.timeline import timeline_of
from conflictdesk.publish.watch_chapter import WatchChapter, watch_chapter
from conflictdesk.records.assessments import Assessment, Yardstick
from conflictdesk.records.events import Incident, Standing
from conflictdesk.records.series import Grouping
from conflictdesk.records.values import Area
from conflictdesk.records.watched import Watch

CODE = 2  # letters of a country's code
YEARS = range(1900, 2101)  # that a brief may be asked for
MACHINE = (
    "What bears ○ was coded by a program and has not been reviewed by a person: read the sentence behind it before"
    " you rely on it."
)


class Wanted(Protocol):
    """Which incidents are asked for, and the words for it."""

    @property
    def holds(self) -> Callable[[Incident], bool]: ...
    @property
    def place(self) -> str | None: ...
    @property
    def actor(self) -> str | None: ...
    @property
    def remark(self) -> str: ...


class Material(Protocol):
    """What a desk gives for a brief."""

    @property
    def wanted(self) -> Wanted: ...
    @property
    def held(self) -> Held: ...
    @property
    def assessments(self) -> tuple[Assessment, ...]: ...
    @property
    def yardstick(self) -> Yardstick: ...
    @property
    def grouping(self) -> Grouping: ...
    @property
    def communities(self) -> Mapping[int, tuple[str, ...]]: ...
    @property
    def watch(self) -> Watch: ...
    @property
    def whole_watch(self) -> Watch: ...


@dataclass(frozen=True, slots=True)
class Signed:
    """By whom a brief is made, when by the clock (UTC), with which version of Conflictdesk, of which desk."""

    who: str
    at: datetime
    version: str
    desk: str

    @property
    def words(self) -> str:
        return (
            f"Made by {plain(self.who)} on {wording.day(self.at)} at {self.at:%H:%M} UTC with Conflictdesk"
            f" {self.version} from the desk “{plain(self.desk)}”."
        )


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: the period, which incidents (and in which words), and who signs the brief, to the minute.

    All else being equal, two briefs of one time are the same to the byte.
    """

    period: Period | None
    holds: Callable[[Incident], bool]
    signed: Signed
    options: ExportOptions
    place: str | None = None
    actor: str | None = None
    remark: str = ""  # what the place's name stands for


@dataclass(frozen=True, slots=True)
class Said:
    """An actor said to be somewhere, in words."""

    sentence: str
    evidence: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Brief:
    """All that a brief says. `empty` is the sentence of one without incidents; the rest may still say something."""

    title: str
    period: str
    before: str
    scope: tuple[str, ...]
    made: str
    with_more: tuple[str, ...]  # what the options let out beyond the default
    empty: str | None
    box: tuple[Line, ...]
    coverage: Coverage | None
    chapters: tuple[Chapter, ...]
    loose: Chapter | None
    map: Map | None
    timeline: str | None
    tables: tuple[Table, ...]
    standings: tuple[Line, ...]
    series: tuple[SeriesTold, ...]
    conclusions: tuple[Conclusion, ...]
    yardstick: Yardstick
    presences: tuple[Said, ...] | None
    undated: int
    credits: str
    warnings: tuple[str, ...]  # for whoever sends it; no part of it
    activity: WatchChapter | None = None  # what the watch says of the period

    @property
    def entries(self) -> tuple[Entry, ...]:
        """In the order of their numbers."""
        return tuple(entry for chapter in self.told for entry in chapter.entries)

    @property
    def told(self) -> tuple[Chapter, ...]:
        """The chapters, and what is dated too loosely last."""
        return (*self.chapters, *([self.loose] if self.loose else []))

    @property
    def machine(self) -> str:
        return MACHINE if any(not entry.reviewed for entry in self.entries) else ""

    @property
    def disputed(self) -> tuple[Entry, ...]:
        return tuple(e for e in self.entries if e.differs or e.incident.standing is Standing.CONTESTED)


def order_of(
    material: Material,
    first: date | None,
    last: date | None,
    signed: Signed,
    options: ExportOptions,
) -> Order:
    """The order for a period, whose ends may be left out.

    Raises UsageError for a period that ends before it begins, or is of another age, and for no country's code.
    """
    if first and last and last < first:
        raise UsageError(f"The period ends on {last}, before it begins on {first}: give the earlier day first.")
    strange = next((day for day in (first, last) if day and day.year not in YEARS), None)
    if strange is not None:
        raise UsageError(f"{strange} is out of range: a brief tells of {YEARS[0]} to {YEARS[-1]}.")
    wanted, held = material.wanted, material.held.incidents
    dated = [one for one in held if one.when and one.when.end.year in YEARS]
    period = period_of([one for one in dated if wanted.holds(one)] or dated, first, last)
    return Order(
        period,
        wanted.holds,
        replace(signed, at=signed.at.replace(second=0, microsecond=0)),
        options,
        _country_in_full(wanted.place),
        wanted.actor,
        wanted.remark,
    )


def _country_in_full(place: str | None) -> str | None:
    """The country that a code stands for, else the name as given. Raises UsageError for a code of none."""
    if not place:
        return None
    known = wording.countries().get(place.upper())
    if known is None and len(place) == CODE and place.isascii() and place.isalpha():
        raise UsageError(f"--place {place!r}: no country has this code. Give a town, province, region or country.")
    return known or place


def make_brief(material: Material, order: Order) -> Brief:
    """The brief that `order` asks for."""
    rows = [row for row in incident_rows(material.held) if order.holds(row.incident)]
    period = order.period
    chosen = choose(rows, period) if period else Chosen()
    chapters, loose = chapters_of(chosen, order.options)
    now = [entry for chapter in chapters for entry in chapter.entries]
    told = Compared(now, _bare(chosen.before, order.options), *_reported(material.held, period))
    here = [*now, *(loose.entries if loose else ())]
    presences = _presences(material.held, order, period) if order.options.with_presences else None
    conclusions = conclusions_of(material.assessments, here, material.held.incidents, material.yardstick)
    return Brief(
        title=_title(order),
        period=period.words if period else "",
        before=period.before.words if period else "",
        scope=_scope(order, _unplaced(material.held, order)),
        made=order.signed.words,
        with_more=_with_more(order.options),
        empty=None if here else _nothing(rows, order),
        box=tuple(box(told)) if now or told.before else (),
        coverage=coverage_of(material.held.reports.values(), period, bool(here)) if period else None,
        chapters=chapters,
        loose=loose,
        map=map_of(now, [area for _, areas in presences or () for area in areas]),
        timeline=timeline_of(now, loose.entries if loose else (), period) if period else None,
        tables=tuple(tables(told)) if now else (),
        standings=tuple(standings(told)) if now else (),
        series=series_told(material.grouping.series, here),
        conclusions=conclusions,
        yardstick=material.yardstick,
        presences=tuple(said for said, _ in presences) if presences is not None else None,
        undated=sum(row.incident.when is None for row in rows),
        credits=attribution(),
        warnings=warnings_of(conclusions, material.communities, order.options),
        activity=watch_chapter(material.watch, period, material.whole_watch),
    )


def _reported(held: Held, period: Period | None) -> tuple[bool, bool]:
    """Whether the desk has reports that were published in the period, and in the one before."""
    if period is None:
        return False, False
    days = [report.published for report in held.reports.values()]
    return any(map(period.holds, days)), any(map(period.before.holds, days))


def _bare(rows: Iterable[IncidentRow], options: ExportOptions) -> list[Entry]:
    """Entries that are only counted."""
    return [entry_of(row, options, 0, 0) for row in rows]


def _presences(held: Held, order: Order, period: Period | None) -> list[tuple[Said, list[tuple[str, Area]]]]:
    """Presences told by reports of the period, each with its areas; never a point."""
    told = []
    for row in presence_rows(held):
        if period is None or row.report is None or not period.holds(row.report.published):
            continue
        record = plain(presence_record(row, order.options))
        places = wording.listed(record["places"] or ["an area in words that are withheld"])
        source = record["source"] or {}
        published = wording.day(row.report.published) if row.report.published else "date not known"
        said = Said(
            f"○ {record['actor']} is {record['status']} to be in {places}",
            record["evidence"],
            f"{source.get('publisher') or 'publisher not named'}, {published}. Machine-coded, not reviewed.",
        )
        told.append((said, [(record["actor"], area) for area in row.presence.areas if area]))
    return told


def _title(order: Order) -> str:
    about = [plain(words) for words in (order.place, order.actor) if words]
    return "Brief: " + ", ".join(about) if about else "Brief"


def _unplaced(held: Held, order: Order) -> int:
    """Incidents of the period that a place's name leaves out because nobody knows their country."""
    if not order.place or order.actor or order.period is None:
        return 0
    inside = (one for one in held.incidents if order.period.holds(one.when) and not order.holds(one))
    return sum(one.place.country is None for one in inside)


def _scope(order: Order, unplaced: int) -> tuple[str, ...]:
    place = f"Place: {plain(order.place)}{order.remark}" if order.place else "All places of the desk"
    if unplaced:
        place += f" (left out: {wording.number(unplaced, 'incident')} of this period in a country that is not known)"
    actor = f"actor: {plain(order.actor)}, as who acts, claims or is the target" if order.actor else "all actors"
    return place, actor


def _with_more(options: ExportOptions) -> tuple[str, ...]:
    """Told at the head, so that nobody sends on what he takes for the careful form."""
    told = (
        (options.with_names, "names of private persons"),
        (options.with_presences, "where actors are said to be"),
        (options.with_belligerent_text, "words and addresses of parties to the conflict"),
    )
    return tuple(words for wanted, words in told if wanted)


def _nothing(rows: Sequence[IncidentRow], order: Order) -> str:
    """The sentence of a brief without incidents: silence is said as silence."""
    scope = "of this scope " if order.place or order.actor else ""
    dated = dated_from_to(row.incident for row in rows)
    held = (
        f"The desk's incidents {scope}are dated {dated.words}."
        if dated
        else f"The desk holds no dated incident {scope}"
    )
    said = f"No incident {scope}is dated to this period." if order.period else "There is no period to tell of."
    return f"{said} That nothing was reported does not mean that nothing happened. {held.strip().rstrip('.')}."
