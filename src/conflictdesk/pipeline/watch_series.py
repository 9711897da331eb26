"""The desk's own incidents as series, and reporting by source: so that more coverage is not read as more violence.

Incidents are those of which somebody tells who is independent of the claimant, and which nobody denies: a claim is not
an event. An actor is an organisation that the lexicon knows; nobody unidentified and no community is one.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from conflictdesk.pipeline.hearing import TIMES, expected_gap
from conflictdesk.records.activity import Activity, Counted, Tally
from conflictdesk.records.events import Incident, Place, Standing
from conflictdesk.records.follows import Appearance
from conflictdesk.records.reports import Source
from conflictdesk.records.values import DatePrecision, GeoPrecision, Point, TimeInterval
from conflictdesk.records.watched import WEEK, period_from

TOLD = frozenset({Standing.SINGLE_SOURCE, Standing.CORROBORATED})
PLACED = frozenset({GeoPrecision.EXACT, GeoPrecision.NEAR})
MOST = {1: 140, WEEK: 320}  # periods looked back on: six years of weeks are more than any method asks for
MOST_SERIES, FEWEST = 200, 8  # of a kind; of incidents or reports in one: fewer have no usual
OTHERS = "Sources not in the catalog"  # all in one: who is in no catalog may be a person, and no person is a series
CLOSE = frozenset({DatePrecision.DAY, DatePrecision.WEEK})
HANDLE = ("@", "\uff20")  # as typed, and full width
SourceOf = Callable[[str | None, str | None], Source | None]


@dataclass(frozen=True, slots=True)
class Span:
    """Whole periods of `step_days`, weeks from Monday on: the first begins on `first`."""

    first: date
    periods: int
    step_days: int

    @classmethod
    def over(cls, days: Iterable[date], step_days: int) -> "Span | None":
        """The periods that hold these days, the last of them where there are many; null where there is none."""
        found = sorted(days)
        if not found:
            return None
        first = _start(found[0], step_days)
        periods = (found[-1] - first).days // step_days + 1
        left_out = max(0, periods - MOST[step_days])
        return cls(first + timedelta(days=left_out * step_days), periods - left_out, step_days)

    def number(self, when: TimeInterval | date) -> int | None:
        """The period that holds a day, or all days of an interval; null where none does."""
        start, end = (when.start, when.end) if isinstance(when, TimeInterval) else (when, when)
        numbers = {(day - self.first).days // self.step_days for day in (start, end)}
        number = numbers.pop()
        return number if not numbers and 0 <= number < self.periods else None

    def end(self, number: int) -> date:
        return self.first + timedelta(days=(number + 1) * self.step_days - 1)

    def activity(self, tally: Tally, counts: Sequence[int | None]) -> Activity:
        return Activity(tally, period_from(self.first, self.step_days), self.step_days, tuple(counts))


def _start(day: date, step_days: int) -> date:
    return day - timedelta(days=day.weekday()) if step_days == WEEK else day


@dataclass(frozen=True, slots=True)
class Reporting:
    """Reports by source, those of all sources together, and which sources were silent in which period."""

    span: Span
    volume: Activity
    by_source: tuple[Activity, ...]

    def silent(self, when: TimeInterval) -> tuple[str, ...]:
        """Sources that had been heard before, and were silent for longer than they ever are."""
        number = self.span.number(when)
        if number is None:
            return ()
        own = [one for one in self.by_source if one.tally.theme != OTHERS]
        return tuple(one.tally.theme or "" for one in own if _fell_silent(one.counts, number))


def _fell_silent(counts: Sequence[int | None], number: int) -> bool:
    return counts[number] is None and any(count for count in counts[:number])


def reporting(appearances: Sequence[Appearance], source_of: SourceOf, step_days: int) -> Reporting | None:
    """How much was published when, by which source of the catalog; null where no report bears a date.

    A source's count is null before it was first heard, and in each silence of more than twice its cadence (of the
    catalog, or as it was): then nobody knows what there was to tell.
    """
    days = [one.published for one in appearances if one.published and one.published <= one.retrieved]
    span = Span.over(days, step_days)
    if span is None:
        return None
    came: dict[str, list[Appearance]] = {}
    sources: dict[str, Source | None] = {}
    for one in appearances:
        if one.published and one.published <= one.retrieved:
            source = source_of(one.publisher, one.url)
            name = source.name if source and not _is_handle(source.name) else OTHERS
            came.setdefault(name, []).append(one)
            sources[name] = source if name != OTHERS else None
    volume = _counts(span, days)
    often = sorted(came, key=lambda name: (-len(came[name]), name))[:MOST_SERIES]
    own = [name for name in sorted(often, key=str.casefold) if len(came[name]) >= FEWEST]
    series = [_by_source(span, name, sources[name], came[name]) for name in own]
    return Reporting(span, span.activity(Tally(Counted.REPORTS), [n or None for n in volume]), tuple(series))


def _is_handle(name: str) -> bool:
    """Whether a source goes by the handle of an account, as a desk's own catalog may have it."""
    return any(mark in name for mark in HANDLE)


def _counts(span: Span, when: Iterable[TimeInterval | date]) -> list[int]:
    found = Counter(span.number(one) for one in when)
    return [found[number] for number in range(span.periods)]


def _by_source(span: Span, name: str, source: Source | None, came: Sequence[Appearance]) -> Activity:
    days = sorted(one.published for one in came if one.published)
    gap, _ = expected_gap(source, came, span.end(span.periods - 1))
    counts: list[int | None] = list(_counts(span, days))
    for number, count in enumerate(counts):
        if not count and _is_silent(span, number, days, gap):
            counts[number] = None
    return span.activity(Tally(Counted.REPORTS, theme=name), counts)


def _is_silent(span: Span, number: int, days: Sequence[date], gap: float | None) -> bool:
    """Whether a period without reports of a source tells nothing: before the first, or in a silence that is odd."""
    past = bisect_right(days, span.end(number))
    if not past:
        return True
    upcoming = days[past] if past < len(days) else span.end(span.periods - 1)
    return gap is not None and (upcoming - days[past - 1]).days > TIMES * max(gap, 1.0)


def incident_series(
    incidents: Iterable[Incident], reported: Reporting | None, is_organisation: Callable[[str], bool]
) -> list[Activity]:
    """Incidents by place, by type and by organisation, over the periods in which the desk has reports.

    A period without reports is silence, unless reports of other days tell of an incident in it.
    """
    if reported is None:
        return []
    span = reported.span
    told = [one for one in incidents if _counts_as_told(one) and one.when and span.number(one.when) is not None]
    found: dict[Tally, list[TimeInterval]] = {}
    for one in told:
        for tally in _tallies(one, is_organisation):
            if one.when:
                found.setdefault(tally, []).append(one.when)
    often = sorted(_merged(found).items(), key=lambda one: (-len(one[1]), *_order(one)))[:MOST_SERIES]
    own = [one for one in sorted(often, key=_order) if len(one[1]) >= FEWEST]
    return [_known(span, tally, when, reported.volume) for tally, when in own]


def _counts_as_told(one: Incident) -> bool:
    return one.standing in TOLD and one.when is not None and one.when.precision in CLOSE


def _tallies(one: Incident, is_organisation: Callable[[str], bool]) -> list[Tally]:
    tallies = [Tally(Counted.INCIDENTS), Tally(Counted.INCIDENTS, theme=str(one.type))]
    actor = one.perpetrator.canonical
    if actor and is_organisation(actor):
        tallies.append(Tally(Counted.INCIDENTS, theme=actor))
    if (place := _place(one.place)) is not None:
        tallies.append(place)
    return tallies


def _place(place: Place) -> Tally | None:
    name = place.modern or place.name
    if not name or place.point is None or place.precision not in PLACED:
        return None
    point = Point(round(place.point.lat, 2), round(place.point.lon, 2))
    return Tally(Counted.INCIDENTS, None, f"{point.lat},{point.lon}", name, place.country, point)


def _merged(found: Mapping[Tally, list[TimeInterval]]) -> Mapping[Tally, list[TimeInterval]]:
    """One tally for a place, whatever name its incidents bear: the one that most of them do."""
    by_place: dict[tuple[str | None, str | None], list[tuple[Tally, list[TimeInterval]]]] = {}
    for tally, when in found.items():
        by_place.setdefault((tally.theme, tally.place_id), []).append((tally, when))
    merged = {}
    for same in by_place.values():
        tally, _ = max(same, key=lambda one: (len(one[1]), one[0].place or ""))
        merged[tally] = [when for _, whens in same for when in whens]
    return merged


def _known(span: Span, tally: Tally, when: Sequence[TimeInterval], volume: Activity) -> Activity:
    counts = _counts(span, when)
    known = [n if n or volume.counts[number] else None for number, n in enumerate(counts)]
    return span.activity(tally, known)


def _order(one: tuple[Tally, list[TimeInterval]]) -> tuple[str, str]:
    return one[0].place or "", one[0].theme or ""
