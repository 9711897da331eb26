"""What of a watch may leave the desk: no count of posts or accounts under five, and none that others give away.

A number that is left out comes back where a total is printed beside the other parts: total less parts. So a total is
left out where less than five remains for the parts that are hidden, or so much that each of them is known to have two
at least. So are its accounts, as far as they can be reckoned with: a person may post in several places. Weeks begin on
Mondays whatever is asked for, and a command tells days or weeks: two windows that differ by a day would be subtracted
like a total and a part.
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
    kept = [alarm for alarm in watch.alarms if not gives_away(alarm, posts)]
    alarms = tuple(replace(one, accounts_told=False) if tells_accounts(one, posts) else one for one in kept)
    safe = replace(watch, alarms=alarms, series=tuple(s for s in watch.series if not is_total(s.tally, posts)))
    return Published(safe, len(watch.alarms) - len(kept))


def is_total(tally: Tally, posts: Sequence[Series]) -> bool:
    """Whether posts are counted over all places or all themes, of which others among `posts` are parts."""
    return tally.counted is Counted.POSTS and any(_parts(tally, posts))


def gives_away(alarm: Alarm, posts: Sequence[Series]) -> bool:
    """Whether a total of posts, less the parts that may be told, leaves what tells a hidden part."""
    tally, when = alarm.rise.tally, alarm.rise.period
    if tally.counted is not Counted.POSTS:
        return False
    for parts in _parts(tally, posts):
        shown, few = _split([count_at(part.activity, when) for part in parts], tally)
        left = alarm.rise.count - shown
        if few and (0 <= left < FEWEST or _narrows(left, few)):
            return True
    return False


def tells_accounts(alarm: Alarm, posts: Sequence[Series]) -> bool:
    """Whether the accounts of a total, less those of the parts, tell that a hidden part has at least so many.

    Who posts in two places is one account of the total, so what is left over is the least that the hidden have.
    """
    tally, when, total = alarm.rise.tally, alarm.rise.period, alarm.rise.accounts
    if tally.counted is not Counted.POSTS or total is None:
        return False
    for parts in _parts(tally, posts):
        shown, few = _split([_accounts_at(part.activity, when) for part in parts], tally)
        left = total - shown
        if few and (0 < left < FEWEST or _narrows(left, few)):
            return True
    return False


def _split(parts: Sequence[int | None], tally: Tally) -> tuple[int, int]:
    """The sum of the parts that may be told, and how many may not."""
    known = [count for count in parts if count is not None]
    return sum(n for n in known if not hidden(n, tally)), sum(hidden(n, tally) for n in known)


def _narrows(left: int, few: int) -> bool:
    """Whether what is left for so many hidden parts says that each of them has at least two."""
    return left > (FEWEST - 1) * (few - 1) + 1


def _parts(tally: Tally, posts: Sequence[Series]) -> Iterable[list[Series]]:
    """The two ways in which a total falls apart: by place, and by theme."""
    if tally.place_id is None:
        yield [s for s in posts if s.tally.theme == tally.theme and s.tally.place_id is not None]
    if tally.theme is None:
        yield [s for s in posts if s.tally.place_id == tally.place_id and s.tally.theme is not None]


def count_at(activity: Activity, when: TimeInterval) -> int | None:
    """The count of a period; null where it is none of the activity's, or nothing is known of it."""
    return _at(activity.counts, activity, when)


def _accounts_at(activity: Activity, when: TimeInterval) -> int | None:
    return _at(activity.accounts or (), activity, when)


def _at(numbers: Sequence[int | None], activity: Activity, when: TimeInterval) -> int | None:
    number, rest = divmod((when.start - activity.first.start).days, activity.step_days)
    return numbers[number] if not rest and 0 <= number < len(numbers) else None
