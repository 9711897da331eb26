"""Exports of posts into a desk: each is read once, goes on where it stopped, and what is wrong costs only itself.

No name of an account, no text and no name of a file is kept or told. An export is known by its bytes, a post by its
id, or by account, time and text.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from conflictdesk.errors import DeskBusy, InputError, UnreadableFile
from conflictdesk.geo.gazetteer import BUILTIN, Gazetteer
from conflictdesk.pipeline.folder import gazetteers_of
from conflictdesk.pipeline.watch_covering import LONGEST_GAP, Cover, Within, cover_of
from conflictdesk.pipeline.watch_digests import digest_of, digest_of_reading
from conflictdesk.pipeline.watch_forgetting import ERASING, KEPT_DAYS, finish_forgetting, forget_accounts
from conflictdesk.pipeline.watch_key import key_of
from conflictdesk.pipeline.watch_places import PlaceReader
from conflictdesk.pipeline.watch_reading import READERS, Instructions, MaskNames, read_rows
from conflictdesk.records.numbers import number
from conflictdesk.records.posts import Batch, ExportState
from conflictdesk.settings import UTC_ZONE, Settings
from conflictdesk.sources.clocks import Clock
from conflictdesk.sources.day_order import DayOrder
from conflictdesk.sources.post_tables import SAMPLE_ROWS, BrokenRow
from conflictdesk.sources.posts import Export, open_export
from conflictdesk.store.database import Database
from conflictdesk.watch.accounts import AccountKey
from conflictdesk.watch.masking import LEAST_WORDS, TextMask, words_in
from conflictdesk.watch.themes import themes

MOST_TOLD = 20  # broken rows of one export that are told one by one
TOLD_EVERY = 100_000  # rows
LEAST_KNOWN = 0.3  # share of the places stated in the first rows that must be known
LEAST_STATED = 3  # of fewer nothing can be said
MOST_TRIED = 300  # wordings
WORDS = "watch-words"  # the note of how many words the longest account's name has
_OTHERWISE = (
    "was added before with other columns, another zone or another order of dates, and its posts are counted so. Nothing"
    " was counted now. To read it anew, forget what is counted (conflictdesk watch forget --everything --yes) and add"
    " all exports again."
)
_AGAIN = (
    "most posts were told to be counted before, though on days that no export covers: does the column of ids hold those"
    " of posts? Its days are not taken as covered."
)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an export: posts counted, counted before, of closed weeks, of days not asked for, rows broken.

    `state` is "new", "resumed" (it had been cut short), "known" (added before) or "unreadable". `first` and `last` are
    the days that it covers.
    """

    origin: str
    state: str
    rows: int = 0
    posts: int = 0
    known: int = 0
    closed: int = 0
    outside: int = 0
    broken: int = 0
    first: date | None = None
    last: date | None = None
    message: str | None = None

    @property
    def failed(self) -> bool:
        return self.state == "unreadable" or self.broken > 0 or self.message == _AGAIN


@dataclass(frozen=True, slots=True)
class Ways:
    """How exports are to be read, beside what desk.toml says. `mask_names` masks persons in texts that are kept; null:
    texts are dropped. `within` are the first and last day that were asked for when the exports were made."""

    columns: Mapping[str, str] | None = None
    within: Within = (None, None)
    mask_names: MaskNames | None = None
    readers: int = READERS


def theme_names() -> dict[str, str]:
    """What each theme's key stands for, in the order in which themes are told."""
    return {theme.key: theme.name for theme in themes()}


def add_exports(
    database: Database,
    paths: Iterable[Path],
    settings: Settings,
    ways: Ways = Ways(),
    say: Say = lambda _: None,
    today: date | None = None,
) -> Iterator[Added]:
    """Count the posts of each export; says of each what became of it. `say` hears what a person is to know.

    Accounts whose 90 days are over are forgotten first. Raises DeskError where the key cannot be kept.
    """
    today = today or datetime.now(UTC).date()
    key, told = key_of(database, today)
    _forget_due(database, today, say)
    for sentence in (told, _zone_told(settings)):
        if sentence:
            say(sentence)
    for path in paths:
        try:
            yield _Addition(database, path, settings, ways, key, say, today).run()
        except InputError as error:
            yield Added(str(path), "unreadable", message=str(error))


def _zone_told(settings: Settings) -> str | None:
    if settings.watch.zone != UTC_ZONE:
        return None
    return "Clocks that name no zone are taken for UTC, and days are UTC's: [watch] zone in desk.toml sets another."


def _forget_due(database: Database, today: date, say: Say) -> None:
    try:
        closed = forget_accounts(database, today)
    except DeskBusy as error:  # it is forgotten, and to be overwritten: that can wait
        say(str(error))
        return
    if closed.weeks:
        weeks = number(closed.weeks, "week is", "weeks are")
        say(f"{weeks} {KEPT_DAYS} days old: accounts are forgotten, counts stay.")


@dataclass(frozen=True, slots=True)
class _Addition:
    """An export on its way into the desk."""

    database: Database
    path: Path
    settings: Settings
    ways: Ways
    key: AccountKey
    say: Say
    today: date

    def run(self) -> Added:
        digest = digest_of(self.path, self.ways.within)
        export = self._opened()
        read_as = digest_of_reading(export, self.settings.watch.zone)
        state = self.database.export_state(digest)
        if state and state.read_as != read_as:
            raise UnreadableFile(f"{self.path} {_OTHERWISE}")
        if state and state.finished:
            return Added(str(self.path), "known", message="was added before: its posts are counted already.")
        self._check_places(export)
        accounts = self._accounts(export) if self.ways.mask_names or self.database.watched().texts else _Accounts()
        self._mask_kept(accounts)
        state = state or self.database.begin_export(digest, read_as, self.today)
        added = self._read(export, state, accounts)
        cover = cover_of(self.database.export_days(state.export_id), self.ways.within, self.today)
        self.database.finish_export(state.export_id, cover.spans, self.today)
        return self._told(_covering(added, cover), export, cover)

    def _check_places(self, export: Export) -> None:
        """Raise UnreadableFile where few of the places that are stated are any."""
        rows = (row for row in islice(export.rows(), SAMPLE_ROWS) if not isinstance(row, BrokenRow))
        stated = Counter(row.place for row in rows if row.place)
        tried = dict(stated.most_common(MOST_TRIED))
        if sum(tried.values()) < LEAST_STATED:
            return
        gazetteer = Gazetteer.open(BUILTIN, *gazetteers_of(self.database.folder))
        reader = PlaceReader(gazetteer, self.settings.watch.countries)
        known = sum(count for place, count in tried.items() if reader.stated(place))
        if known < LEAST_KNOWN * sum(tried.values()):
            raise UnreadableFile(
                f"{self.path}: the column “{export.columns['place'][:40]}” is said to hold places, and of"
                f" {sum(tried.values()):,} of its cells {number(known, 'is', 'are')} known as places. Name the right"
                " one (--columns place=NAME), or, if these are villages, their countries: [watch] countries in"
                " desk.toml."
            )

    def _mask_kept(self, accounts: "_Accounts") -> None:
        """Mask texts that were kept before anew, now that more accounts are known, before their posts are counted."""
        if not accounts.hashes or not self.database.watched().texts:
            return
        with self.database.in_one():
            if self.database.mask_kept_texts(TextMask(self.key, accounts.hashes, accounts.words)):
                self.database.note(ERASING, "1")
        try:
            finish_forgetting(self.database)
        except DeskBusy as error:  # to be overwritten: that can wait
            self.say(str(error))

    def _opened(self) -> Export:
        try:
            clock = Clock(ZoneInfo(self.settings.watch.zone), DayOrder(None, ""), self.today)
            columns = self.settings.watch.columns if self.ways.columns is None else self.ways.columns
            export = open_export(self.path, columns, clock)
        except OSError as error:
            raise UnreadableFile(f"{self.path} cannot be read ({error.strerror}).") from error
        read = ", ".join(f"{field} from “{heading[:40]}”" for field, heading in export.columns.items())
        without = [field for field in ("account", "place", "text") if field not in export.columns]
        self.say(f"{self.path}: {read}" + (f"; nothing tells {' and '.join(without)}." if without else "."))
        for doubt in export.order.doubts:
            self.say(f"{self.path}: {doubt}")
        return export

    def _read(self, export: Export, state: ExportState, accounts: "_Accounts") -> Added:
        counts: Counter[str] = Counter()
        rows = state.rows
        found_all = read_rows(self._instructions(export, accounts), export.rows(rows), self.ways.readers)
        for found in found_all:
            batch = Batch(rows, rows + found.rows, found.posts, found.places)
            kept = self.database.keep_posts(state.export_id, batch, self.today)
            self._complain(found.broken, counts["broken"])
            counts.update(posts=kept.new, known=kept.known, closed=kept.closed)
            counts.update(rows=found.rows, broken=len(found.broken), outside=found.outside)
            if (rows + found.rows) // TOLD_EVERY > rows // TOLD_EVERY:
                self.say(f"{self.path}: {rows + found.rows:,} rows read")
            rows += found.rows
        told = Added(str(self.path), "resumed" if state.rows else "new", counts["rows"], counts["posts"])
        told = replace(told, known=counts["known"], closed=counts["closed"])
        return replace(told, outside=counts["outside"], broken=counts["broken"])

    def _instructions(self, export: Export, accounts: "_Accounts") -> Instructions:
        watch, keeping = self.settings.watch, self.ways.mask_names
        known = accounts if keeping else _Accounts()
        return Instructions(
            self.key.secret, (BUILTIN, *gazetteers_of(self.database.folder)), watch.countries, watch.zone, export.order,
            self.today, self.ways.within, keeping, known.hashes, known.words,
        )  # fmt: skip

    def _accounts(self, export: Export) -> "_Accounts":
        """All accounts of the export and of the desk: none of them may stand in a text that is kept."""
        names = {row.account or "" for row in export.rows() if not isinstance(row, BrokenRow)}
        words = max(map(words_in, names), default=0), int(self.database.noted(WORDS) or 0), LEAST_WORDS
        self.database.note(WORDS, str(max(words)))
        return _Accounts(frozenset(map(self.key.account, names)) | self.database.account_hashes(), max(words))

    def _complain(self, broken: Iterable[BrokenRow], before: int) -> None:
        for told, row in enumerate(broken, before):
            if told < MOST_TOLD:
                self.say(f"{self.path}:{row.row}: this row {row.reason}. It was left out.")

    def _told(self, added: Added, export: Export, cover: Cover) -> Added:
        self.say(f"{self.path}: days taken as covered, where no post is none: {cover.told()}.")
        if cover.strays:
            strays = number(cover.strays, "post lies", "posts lie")
            self.say(
                f"{self.path}: {strays} more than {LONGEST_GAP} days apart from the rest: counted, with such days taken"
                " for silence. --from and --to say what was asked for."
            )
        for field in export.unread():
            self.say(
                f"{self.path}: a column that may tell the {field} comes after row {SAMPLE_ROWS:,} for the first time,"
                f" and was not read. Put such a row first, or name the column: --columns {field}=NAME"
            )
        if added.broken > MOST_TOLD:
            self.say(f"{self.path}: {number(added.broken - MOST_TOLD, 'more row was', 'more rows were')} left out.")
        if added.closed:
            self.say(f"{self.path}: {number(added.closed, 'post is', 'posts are')} of closed weeks, and not counted.")
        if added.rows == 0 and added.state == "new":
            self.say(f"{self.path} has headings and no rows.")
        return added


@dataclass(frozen=True, slots=True)
class _Accounts:
    """The hashes of accounts, and of how many words the longest of their names may be."""

    hashes: frozenset[int] = frozenset()
    words: int = LEAST_WORDS


def _covering(added: Added, cover: Cover) -> Added:
    if cover.doubtful:
        return replace(added, message=_AGAIN)
    if not cover.spans:
        return added
    return replace(added, first=cover.spans[0][0], last=cover.spans[-1][1])
