"""The page of the watch: what rose, where, beside what was expected, and what reporting did.

This page is the desk's own and shows counts as they are, as it shows names; what leaves (brief, exports, the command
`watch alarms`) tells no count of posts or accounts under five.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from markupsafe import Markup
from pydantic import BaseModel

from conflictdesk.publish import wording
from conflictdesk.publish.watch_chapter import cut
from conflictdesk.publish.watch_chart import chart, in_words, latest
from conflictdesk.publish.watch_map import map_of_rises, sites_of
from conflictdesk.publish.watch_words import INVENTED, expected, method, period, places, sentence, what, where
from conflictdesk.records.activity import Counted, Rise, Tally
from conflictdesk.records.values import TimeInterval
from conflictdesk.records.watched import WEEK, Alarm, Bounds, Series, Watch, period_at

KINDS = ((Counted.POSTS, "Posts"), (Counted.INCIDENTS, "Incidents"), (Counted.REPORTS, "Reports"))
LATELY = {WEEK: 13, 1: 28}  # periods whose rises are shown where no day is named
SHOWN = {WEEK: 53, 1: 60}  # periods of a chart
MOST_CHARTS, MOST_ROWS, MOST_ALARMS = 36, 250, 60
ALL = 500


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """A rise in a sentence. `kept`: told with fewer numbers in what leaves the desk."""

    sentence: str
    method: str
    href: str
    kept: bool
    part: bool  # of the one above it: the same place and period, one of its themes


@dataclass(frozen=True, slots=True)
class ChartBox:
    anchor: str
    name: str
    about: str
    latest: str
    svg: Markup
    rising: bool


@dataclass(frozen=True, slots=True)
class TableRow:
    """A series in the table: what is counted, the latest period, its count, what was expected, how often it rose."""

    anchor: str
    name: str
    country: str
    about: str
    when: str
    count: str
    usual: str
    accounts: str
    rises: int


@dataclass(frozen=True, slots=True)
class WatchPage:
    kinds: tuple[tuple[str, str, int, bool, str], ...]  # key, words, rises, whether shown, address
    summary: str
    alarms: tuple[AlarmLine, ...]
    more_alarms: int
    map: Markup | None
    charts: tuple[ChartBox, ...]
    more_charts: int
    rows: tuple[TableRow, ...]
    more_rows: int
    themes: tuple[tuple[str, str], ...]
    places: tuple[str, ...]
    all_address: str
    fields: Mapping[str, str]  # what the form holds
    remark: str


@dataclass(frozen=True, slots=True)
class Window:
    """The days in which rises are shown."""

    first: date
    last: date

    def holds(self, rise: Rise) -> bool:
        return self.first <= rise.period.end <= self.last


def window_of(series: Sequence[Series], first: date | None, last: date | None) -> Window | None:
    """The days asked for; the ends that nobody names are the last quarter of what is known. Null: nothing is."""
    now = _now(series)
    if now is None:
        return None
    end = last or now.end
    step = series[0].activity.step_days
    return Window(first or end - timedelta(days=LATELY[step] * step - 1), end)


def _now(series: Sequence[Series]) -> TimeInterval | None:
    """The last period of which anything is known."""
    known = [
        period_at(one.activity, max(numbers))
        for one in series
        if (numbers := [n for n, count in enumerate(one.activity.counts) if count is not None])
    ]
    return max(known, key=lambda when: when.start, default=None)


def watch_page(
    watch: Watch, kind: Counted, asked: BaseModel, days: tuple[date | None, date | None]
) -> WatchPage | None:
    """What the page shows of `watch`, which holds what is asked for of all kinds; null where nothing is counted."""
    window = window_of(watch.of(kind) or watch.series, *days)
    if window is None:
        return None
    whole = getattr(asked, "whole", False)
    alarms = [one for one in watch.alarms if window.holds(one.rise)]
    own = [one for one in alarms if one.rise.tally.counted is kind]
    series = sorted(watch.of(kind), key=lambda one: _order(one, window))
    charts, rows = series[: ALL if whole else MOST_CHARTS], series[: ALL if whole else MOST_ROWS]
    anchors = {one.tally: f"s{number}" for number, one in enumerate(series)}
    hrefs = {tally: f"#{'' if n < len(charts) else 'r'}{anchor}" for n, (tally, anchor) in enumerate(anchors.items())}
    listed = own[: ALL if whole else MOST_ALARMS]
    return WatchPage(
        kinds=tuple(_kind(key, words, alarms, key is kind, asked) for key, words in KINDS if watch.of(key)),
        summary=_summary(watch, kind, own, window),
        alarms=tuple(_alarm_lines(listed, hrefs, watch.themes)),
        more_alarms=len(own) - len(listed),
        map=_map(series, own, hrefs),
        charts=tuple(_box(one, anchors[one.tally], watch, window) for one in charts),
        more_charts=len(series) - len(charts),
        rows=tuple(_row(one, anchors[one.tally], watch.themes, window) for one in rows),
        more_rows=len(series) - len(rows),
        themes=_themes(watch, kind),
        places=tuple(sorted({one.tally.place for one in watch.of(kind) if one.tally.place})),
        all_address=_address(asked, whole=True),
        fields={"first": str(days[0] or ""), "last": str(days[1] or "")},
        remark=INVENTED if watch.invented and kind is Counted.POSTS else "",
    )


def _order(series: Series, window: Window) -> tuple[int, float, bool, str, str]:
    """Series that rose last first, the least chance in calm before the others; then by name, totals last."""
    rises = [rise for rise in series.rises if window.holds(rise)]
    latest_rise = max((rise.period.start.toordinal() for rise in rises), default=0)
    least = min((1.0 if rise.chance is None else rise.chance for rise in rises), default=1.0)
    return -latest_rise, least, series.tally.place is None, series.tally.place or "", series.tally.theme or ""


def _kind(
    key: Counted, words: str, alarms: Sequence[Alarm], shown: bool, asked: BaseModel
) -> tuple[str, str, int, bool, str]:
    rises = sum(one.rise.tally.counted is key for one in alarms)
    return str(key), words, rises, shown, _address(asked, kind=key, theme="", place="")


def _address(asked: BaseModel, **changed: object) -> str:
    """The page's address with what is asked for, and what is changed of it."""
    told = asked.model_copy(update=changed).model_dump(mode="json", exclude_defaults=True, by_alias=True)
    return "/watch" + (
        "?" + urlencode({k: "true" if v is True else v for k, v in told.items() if v != ""}) if told else ""
    )


def _summary(watch: Watch, kind: Counted, own: Sequence[Alarm], window: Window) -> str:
    series = watch.of(kind)
    step = "week" if watch.step_days == WEEK else "day"
    towns, tested = places(series), watch.tested.get(kind, len(series))
    over = f"{towns}: " if towns else ""
    rose = f"{wording.number(len(own), 'rise')}" if own else "no rise above what was expected"
    part = f" of {tested:,}, which are tested together" if tested != len(series) else ", tested together"
    held = f"{over}{wording.number(len(series), 'series', 'series')}{part}, by {step}"
    days = f"from {wording.day(window.first)} to {wording.day(window.last)}"
    return f"{held}; {rose} {days}."


def _alarm_lines(alarms: Sequence[Alarm], hrefs: Mapping[Tally, str], themes: Mapping[str, str]) -> Iterator[AlarmLine]:
    before = None
    for one in alarms:
        tally = one.rise.tally
        at = (tally.place_id, one.rise.period) if tally.place_id else None
        exact, careful = sentence(one, themes, False), sentence(one, themes, True)
        part = at is not None and at == before
        yield AlarmLine(exact, method(one.rise, False), hrefs.get(tally, ""), exact != careful, part)
        before = at


def _map(series: Sequence[Series], alarms: Sequence[Alarm], hrefs: Mapping[Tally, str]) -> Markup | None:
    themes = {one.tally.theme for one in series if one.tally.place_id}
    unit = themes.pop() if len(themes) == 1 else None
    sites = sites_of(series, [one.rise for one in alarms], [hrefs[one.tally] for one in series], unit)
    now = _now(series)
    drawn = map_of_rises(sites, now.end, published=False) if now else None
    return Markup(drawn) if drawn else None


def _box(series: Series, anchor: str, watch: Watch, window: Window) -> ChartBox:
    shown = cut(series, SHOWN[watch.step_days])
    label = in_words(shown, watch.themes, False)
    rising = any(window.holds(rise) for rise in series.rises)
    svg = Markup(chart(shown, False, label))
    return ChartBox(anchor, where(series.tally), what(series.tally, watch.themes), latest(shown, False), svg, rising)


def _row(series: Series, anchor: str, themes: Mapping[str, str], window: Window) -> TableRow:
    tally, activity = series.tally, series.activity
    known = [n for n, count in enumerate(activity.counts) if count is not None]
    last = known[-1] if known else None
    accounts = activity.accounts[last] if last is not None and activity.accounts else None
    return TableRow(
        anchor,
        where(tally),
        wording.country_name(tally.country) or "",
        what(tally, themes),
        period(period_at(activity, last)) if last is not None else "no data",
        f"{activity.counts[last]:,}" if last is not None else "–",
        _usual(series.band[last], tally) if last is not None else "",
        "–" if accounts is None else f"{accounts:,}",
        sum(window.holds(rise) for rise in series.rises),
    )


def _usual(bounds: Bounds | None, tally: Tally) -> str:
    return expected(bounds, tally, False) if bounds else "too little before it"


def _themes(watch: Watch, kind: Counted) -> tuple[tuple[str, str], ...]:
    keys = sorted({one.tally.theme for one in watch.of(kind) if one.tally.theme})
    return tuple((key, watch.themes.get(key, key)) for key in keys)
