"""The chapter "Activity online and reporting" of a brief, and alarms as records: what may leave, and no more.

Means and chances leave as whole numbers and one digit: finer ones, of two weeks whose baselines differ by one, would be
subtracted from each other.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from conflictdesk.publish import wording
from conflictdesk.publish.entries import plain
from conflictdesk.publish.periods import Period
from conflictdesk.publish.watch_chart import chart, in_words
from conflictdesk.publish.watch_hiding import published
from conflictdesk.publish.watch_map import map_of_rises, sites_of
from conflictdesk.publish.watch_words import FEW, INVENTED, MACHINE, chance, coarse, hidden, means, places, sentence
from conflictdesk.records.activity import Counted, Rise
from conflictdesk.records.events import Record
from conflictdesk.records.watched import WEEK, Alarm, Series, Watch, period_at

ISOLATES = re.compile("[\u2066-\u2069]")  # terminals turn text by themselves
TITLE = "Activity online and reporting"
MOST_TOLD, MOST_CHARTS = 24, 12
SHOWN = 53  # periods of a chart
KINDS = ((Counted.POSTS, "Posts"), (Counted.INCIDENTS, "Incidents"), (Counted.REPORTS, "Reports by source"))
FEW_LEFT_OUT = (
    f"Counts of posts and of accounts under 5 are told as “{FEW}”, and charts draw them as one level; a total's"
    " accounts are not told where they would tell of such a part. Nobody's account is known to the desk: accounts are"
    " counted, and never listed."
)
CLAIMS_LEFT_OUT = (
    "Incidents that only the claimant tells of, and those that somebody denies, are in no series. Most incidents were"
    " coded by a program."
)


@dataclass(frozen=True, slots=True)
class Said:
    """A rise in a sentence, and how it was found: which of the chapter's methods, and the chance of it in calm."""

    sentence: str
    method: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    told: tuple[Said, ...]
    more: int = 0  # that are not told, for there are too many


@dataclass(frozen=True, slots=True)
class Chart:
    svg: str
    caption: str


@dataclass(frozen=True, slots=True)
class WatchChapter:
    """What the watch of a desk says of a period, in words, pictures and remarks."""

    title: str
    intro: str
    groups: tuple[Group, ...]
    map: str | None
    charts: tuple[Chart, ...]
    methods: tuple[str, ...]
    remarks: tuple[str, ...]


def watch_chapter(watch: Watch, period: Period | None, whole: Watch | None = None) -> WatchChapter | None:
    """The chapter on `period`; null where the desk counts no posts and nothing rose. Periods of a day or a week belong
    to the brief in whose period they end."""
    if period is None:
        return None
    alarms = tuple(alarm for alarm in watch.alarms if period.first <= alarm.rise.period.end <= period.last)
    if not (alarms or watch.of(Counted.POSTS)):
        return None
    safe = published(replace(watch, alarms=alarms), whole)
    letters = _letters(safe.watch.alarms)
    groups = tuple(group for kind, title in KINDS if (group := _group(kind, title, safe.watch, letters)).told)
    rises = [alarm.rise for alarm in safe.watch.alarms if alarm.rise.tally.counted is Counted.POSTS]
    posts = safe.watch.of(Counted.POSTS)
    rising = {rise.tally for rise in rises}
    return WatchChapter(
        TITLE,
        _intro(watch, period, len(alarms)),
        groups,
        map_of_rises(sites_of(posts, rises), max(rise.period.end for rise in rises)) if rises else None,
        tuple(_chart(one, watch.themes, period) for one in posts if one.tally in rising)[:MOST_CHARTS],
        tuple(f"{letter}: {words}." for words, letter in letters.items()),
        tuple(_remarks(groups, safe.left_out)),
    )


def _letters(alarms: Sequence[Alarm]) -> Mapping[str, str]:
    """A name for each method with its settings: "Method A"."""
    found = dict.fromkeys(means(alarm.rise) for alarm in alarms)
    return {words: f"Method {_letter(number)}" for number, words in enumerate(found)}


def _letter(number: int) -> str:
    """A to Z, then AA, AB and so on."""
    before, last = divmod(number, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


def _group(kind: Counted, title: str, watch: Watch, letters: Mapping[str, str]) -> Group:
    own = [alarm for alarm in watch.alarms if alarm.rise.tally.counted is kind]
    told = tuple(Said(sentence(alarm, watch.themes), _found(alarm.rise, letters)) for alarm in own[:MOST_TOLD])
    return Group(title, told, len(own) - len(told))


def _found(rise: Rise, letters: Mapping[str, str]) -> str:
    return "; ".join(words for words in (letters[means(rise)], chance(rise)) if words)


def _intro(watch: Watch, period: Period, alarms: int) -> str:
    """How much was watched; silence is said as silence."""
    posts = watch.of(Counted.POSTS)
    step = "week" if watch.step_days == WEEK else "day"
    invented = f"{INVENTED} " if watch.invented else ""
    over = f"Posts of {places(posts)}, by {step}" if posts else f"The desk's own counts, by {step}"
    if posts and not any(_known_in(one, period) for one in posts):
        return "No posts were taken in for this period: that is silence of the desk, and says nothing of calm."
    rose = f"{wording.number(alarms, 'rise')} in this period" if alarms else "nothing rose above what was expected"
    return f"{invented}{over}, with the desk's incidents and its sources' reports: {rose}."


def _known_in(series: Series, period: Period) -> bool:
    counts = series.activity.counts
    return any(n is not None and period.holds(period_at(series.activity, k).end) for k, n in enumerate(counts))


def _chart(series: Series, themes: Mapping[str, str], period: Period) -> Chart:
    """The series up to the end of the period."""
    shown = cut(series, SHOWN, period)
    return Chart(chart(shown, True, in_words(shown, themes)), in_words(shown, themes).partition(";")[0])


def cut(series: Series, most: int, period: Period | None = None) -> Series:
    """The last periods of a series, at most so many, that end by the end of `period`."""
    activity = series.activity
    until = len(activity.counts)
    while until > 1 and period is not None and period_at(activity, until - 1).end > period.last:
        until -= 1
    first = max(0, until - most)
    start = period_at(activity, first)
    accounts = activity.accounts[first:until] if activity.accounts else None
    shown = replace(activity, first=start, counts=activity.counts[first:until], accounts=accounts)
    last = period_at(activity, until - 1).start
    rises = tuple(rise for rise in series.rises if start.start <= rise.period.start <= last)
    return replace(series, activity=shown, band=series.band[first:until], rises=rises)


def _remarks(groups: Sequence[Group], left_out: int) -> Iterable[str]:
    yield MACHINE
    yield FEW_LEFT_OUT
    if any(group.title == "Incidents" for group in groups):
        yield CLAIMS_LEFT_OUT
    if left_out:
        yield totals_left_out(left_out)


def totals_left_out(number: int) -> str:
    told = wording.number(number, "total is", "totals are")
    return f"{told} not told: less the parts that are, fewer than 5 would remain for those that are hidden."


def alarm_record(alarm: Alarm, themes: Mapping[str, str], invented: bool = False) -> Record:
    """An alarm as one JSON object, as it may leave. A count or number that is hidden is null, and `hidden` names it."""
    rise, tally = alarm.rise, alarm.rise.tally
    few = {"count": hidden(rise.count, tally), "expected": hidden(int(rise.expected), tally)}
    few |= {"accounts": few["count"] or hidden(rise.accounts, tally) or not alarm.accounts_told}
    few |= {"chance": few["count"] or few["expected"], "lower": few["expected"], "upper": few["expected"]}
    values = {
        "count": rise.count, "accounts": rise.accounts, "expected": round(rise.expected),
        "lower": max(0, math.ceil(rise.lower)), "upper": math.floor(rise.upper), "chance": coarse(rise.chance),
    }  # fmt: skip
    centre = tally.centre
    return {
        "record": "alarm", "counted": str(tally.counted), "place": plain(tally.place), "place_id": tally.place_id,
        "country": tally.country, "lat": centre.lat if centre else None, "lon": centre.lon if centre else None,
        "theme": plain(tally.theme), "from": rise.period.start.isoformat(), "to": rise.period.end.isoformat(),
        **{key: None if few[key] else value for key, value in values.items()},
        "hidden": [key for key in values if few[key] and values[key] is not None],
        "reporting": str(alarm.volume), "reports": alarm.reports, "silent": plain(list(alarm.silent)),
        "method": rise.method, "settings": rise.settings, "reviewed": None,
        "invented": invented and tally.counted is Counted.POSTS,
        "sentence": sentence(alarm, themes),
    }  # fmt: skip


def alarm_lines(alarms: Sequence[Alarm], themes: Mapping[str, str]) -> Iterable[str]:
    """Alarms as lines for a terminal: a sentence each, and last the methods that found them."""
    letters = _letters(alarms)
    for alarm in alarms:
        yield f"{ISOLATES.sub('', sentence(alarm, themes))} ({_found(alarm.rise, letters)})"
    yield from (f"{letter}: {words}." for words, letter in letters.items())
