"""The part of a desk's door that what is watched goes through: posts in, counts by place, theme and period out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from conflictdesk.records.activity import Activity, Counted, Tally
from conflictdesk.records.posts import Batch, Closed, ExportDay, ExportState, Kept, Watched
from conflictdesk.records.values import DatePrecision, Referent, TimeInterval
from conflictdesk.store import watch_counts, watch_exports, watch_weeks
from conflictdesk.store.connections import Connections

_Cells = dict[tuple[str, str], dict[int, tuple[int, int | None]]]


class WatchedPosts(Connections):
    """What the desk knows of posts. An account is a keyed hash before it comes here."""

    def export_state(self, digest: str) -> ExportState | None:
        """How far the export with this digest has come; null where it was not begun."""
        with self._reading() as connection:
            return watch_exports.state(connection, digest)

    def begin_export(self, digest: str, read_as: str, today: date) -> ExportState:
        """An export by the digest of its bytes: new, begun before, or finished. `read_as` is a digest of how it is
        read; that of an export which was begun before stays."""
        with self._writing() as connection:
            return watch_exports.begin(connection, digest, read_as, today)

    def export_days(self, export_id: int) -> list[ExportDay]:
        """The days of an export that is being read, with their posts."""
        with self._reading() as connection:
            return watch_exports.export_days(connection, export_id)

    def keep_posts(self, export_id: int, batch: Batch, today: date) -> Kept:
        """Count a batch and note how far the export has come, as one: after a stop it goes on right behind.

        Raises DeskBusy where another command is adding the same export.
        """
        with self._writing() as connection:
            return watch_exports.keep(connection, export_id, batch, today)

    def finish_export(self, export_id: int, covered: Sequence[tuple[date, date]], today: date) -> None:
        """Note that an export was read to its end, and the days that it covers: there no post is none, not silence."""
        with self._writing() as connection:
            watch_exports.finish(connection, export_id, covered, today)

    def close_weeks(self, opened_until: date, today: date) -> Closed:
        """Forget the accounts of weeks whose first posts came on that day or before. Their counts stay, and a closed
        week takes no more posts."""
        with self._writing() as connection:
            return watch_weeks.close_weeks(connection, opened_until, today)

    def erase_watched(self) -> int:
        """Take away all that is watched; gives how many posts were counted."""
        with self._writing() as connection:
            return watch_weeks.erase(connection)

    def watched(self) -> Watched:
        with self._reading() as connection:
            return watch_counts.watched(connection)

    def kept_texts(
        self, place_id: str | None = None, theme: str | None = None, limit: int = 50
    ) -> list[tuple[date, str]]:
        """Masked texts that were kept, the latest first, each with its day. They are for this desk alone."""
        with self._reading() as connection:
            return watch_counts.texts(connection, place_id or watch_counts.ALL, theme or watch_counts.ALL, limit)

    def mask_kept_texts(self, mask: Callable[[str], str]) -> int:
        """Put what `mask` makes of each kept text in its place; gives how many changed."""
        with self._writing() as connection:
            return watch_counts.mask_texts(connection, mask)

    def account_hashes(self) -> set[int]:
        with self._reading() as connection:
            return watch_counts.accounts(connection)

    def wrong_weeks(self) -> Iterator[tuple[date, str]]:
        """Weeks, by their Mondays, whose counts do not follow from their posts, or that were not forgotten wholly."""
        with self._reading() as connection:
            told = [(week, "its counts do not hold all its posts") for week in watch_weeks.stale(connection)]
            told += [(week, "it is closed, and rows of it are left") for week in watch_weeks.left_over(connection)]
        yield from ((date.fromordinal(week), reason) for week, reason in told)

    def activities(self, step_days: int = 7, first: date | None = None, last: date | None = None) -> list[Activity]:
        """Posts by place and theme, day by day or in weeks from Monday on, all over the same periods: those from the
        first day that an export covers to the last, within `first` to `last`.

        A period is null unless exports cover each of its days; those of a place also before the one that holds the
        first post there: which places earlier exports were asked for, nobody told. Tallies of all places or themes come
        first, then by name of place and theme; those without a post in these periods are left out.
        """
        with self._reading() as connection:
            periods = _periods(watch_counts.covered_days(connection), step_days, first, last)
            if not periods:
                return []
            cells: _Cells = {}
            held = watch_counts.counts(connection, step_days, periods[0][0], periods[-1][0])
            for place, theme, start, posts, accounts in held:
                cells.setdefault((place, theme), {})[start] = posts, accounts
            named, begun = watch_counts.places(connection), watch_counts.beginnings(connection)
        ordered = sorted(cells, key=lambda cell: (_name(cell[0], named), cell))
        found = (
            _activity(_tally(*cell, named), _since(periods, begun.get(cell[0]), step_days), cells[cell], step_days)
            for cell in ordered
        )
        return [activity for activity in found if any(activity.counts)]


def _periods(days: Sequence[int], step: int, first: date | None, last: date | None) -> list[tuple[int, bool]]:
    """The first day of each period, and whether all its days are covered."""
    covered = set(days)
    within = [d for d in days if (not first or d >= first.toordinal()) and (not last or d <= last.toordinal())]
    if not within:
        return []
    start = watch_weeks.week_of(within[0]) if step == watch_weeks.WEEK else within[0]
    starts = range(start, within[-1] + 1, step)
    return [(one, covered.issuperset(range(one, one + step))) for one in starts]


def _since(periods: Sequence[tuple[int, bool]], begun: int | None, step: int) -> Sequence[tuple[int, bool]]:
    """The periods, of which none counts as covered that ends before `begun`."""
    return periods if begun is None else [(start, covered and start + step > begun) for start, covered in periods]


def _activity(
    tally: Tally, periods: Sequence[tuple[int, bool]], held: Mapping[int, tuple[int, int | None]], step: int
) -> Activity:
    told = [held.get(start, (0, 0)) if covered else (None, None) for start, covered in periods]
    begins = date.fromordinal(periods[0][0])
    precision = DatePrecision.WEEK if step == watch_weeks.WEEK else DatePrecision.DAY
    first = TimeInterval(begins, date.fromordinal(periods[0][0] + step - 1), precision)
    return Activity(tally, first, step, tuple(posts for posts, _ in told), tuple(accounts for _, accounts in told))


def _tally(place: str, theme: str, named: Mapping[str, Referent]) -> Tally:
    if not place:
        return Tally(Counted.POSTS, theme or None)
    one = named[place]
    return Tally(Counted.POSTS, theme or None, place, one.name, one.country, one.point)


def _name(place: str, named: Mapping[str, Referent]) -> str:
    return named[place].name.casefold() if place else ""
