"""What of a watch may leave the desk: no count of posts or accounts under five, and none that others give away.

A number that is left out comes back where a total is printed beside the other parts: total less parts. So a total is
left out where less than five remains for the parts that are hidden. Weeks begin on Mondays whatever is asked for, and a
command tells days or weeks: two windows that differ by a day would be subtracted like a total and a part.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from conflictdesk.publish.watch_words import FEWEST, hidden
from conflictdesk.records.activity import Activity, Counted, Tally
from conflictdesk.records.values import TimeInterval
from conflictdesk.records.watched import Alarm, Series, Watch


@dataclass(frozen=True, slots=True)
class Published:
    """A watch of which no total gives a hidden part away. `left_out` totals are not told for that reason."""

    watch: Watch
    left_out: int = 0


def published(watch: Watch, whole: Watch | None = None) -> Published:
    """What of `watch` may leave; `whole` holds all series of the desk, where `watch` is a part of them."""
    posts = (whole or watch).of(Counted.POSTS)
    kept = tuple(alarm for alarm in watch.alarms if not gives_away(alarm, posts))
    safe = replace(watch, alarms=kept, series=tuple(s for s in watch.series if not is_total(s.tally, posts)))
    return Published(safe, len(watch.alarms) - len(kept))


def is_total(tally: Tally, posts: Sequence[Series]) -> bool:
    """Whether posts are counted over all places or all themes, of which others among `posts` are parts."""
    return tally.counted is Counted.POSTS and any(True for parts in _parts(tally, posts) if parts)


def gives_away(alarm: Alarm, posts: Sequence[Series]) -> bool:
    """Whether a total, less the parts that may be told, leaves what tells a hidden part."""
    tally, when = alarm.rise.tally, alarm.rise.period
    if tally.counted is not Counted.POSTS:
        return False
    return any(_tells(alarm.rise.count, tally, list(_at(parts, when))) for parts in _parts(tally, posts))


def _tells(total: int, tally: Tally, parts: Sequence[int]) -> bool:
    shown = sum(count for count in parts if not hidden(count, tally))
    return any(hidden(count, tally) for count in parts) and 0 <= total - shown < FEWEST


def _parts(tally: Tally, posts: Sequence[Series]) -> Iterable[list[Series]]:
    """The two ways in which a total falls apart: by place, and by theme."""
    if tally.place_id is None:
        yield [s for s in posts if s.tally.theme == tally.theme and s.tally.place_id is not None]
    if tally.theme is None:
        yield [s for s in posts if s.tally.place_id == tally.place_id and s.tally.theme is not None]


def _at(parts: Iterable[Series], when: TimeInterval) -> Iterable[int]:
    counts = (count_at(part.activity, when) for part in parts)
    return (count for count in counts if count is not None)


def count_at(activity: Activity, when: TimeInterval) -> int | None:
    """The count of a period; null where it is none of the activity's, or nothing is known of it."""
    number, rest = divmod((when.start - activity.first.start).days, activity.step_days)
    return activity.counts[number] if not rest and 0 <= number < len(activity.counts) else None
