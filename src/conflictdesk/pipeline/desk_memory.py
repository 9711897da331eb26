"""A desk's linking, remembered by a process that lives long: it reads, links and writes what changed, and no more.

What it remembers counts as long as nobody else linked the desk, no report was forgotten, and the catalog and the coder
are as they were. Where that is in doubt, the desk is read as a whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from conflictdesk.link.incidents import Around, follow, linking
from conflictdesk.link.independence import SourceOf
from conflictdesk.link.memory import Changes, Memory
from conflictdesk.link.telling import Told, told_by_report
from conflictdesk.pipeline.folder import sources_of, weighing_of
from conflictdesk.pipeline.linking import due, followed_from, keep_linking, noted_pair
from conflictdesk.pipeline.near_copies import complete_copies, copy_rule
from conflictdesk.records.copies import Copies
from conflictdesk.records.reports import Report
from conflictdesk.store.database import LINKED, Database, State

COUNTED = ("acts", "reviews", "judgements", "codings", "revisions")
MOST = 200  # reports read one by one; where more changed, all are read


@dataclass(frozen=True, slots=True)
class _Known:
    """Up to where the desk was read, and what its incidents follow from."""

    state: State
    weighing: str
    coded: dict[str, int]
    copies: Copies
    source_of: SourceOf
    followed: str


class DeskMemory:
    """For one desk; in one thread at a time."""

    def __init__(self) -> None:
        self._memory = Memory()
        self._known: _Known | None = None

    def follow(self, database: Database) -> bool:
        """Link what is due; says whether anything was. What comes out is what `link_desk` gives."""
        known, self._known = self._known, None  # what breaks off leaves nothing that counts
        if known is not None and self._continues(known, database):
            if known.state == database.state():
                self._known = known
                return False
            if self._caught_up(known, database):
                return True
        elif due(database) is None:
            return False
        self._read_all(database)
        return True

    def _continues(self, known: _Known, database: Database) -> bool:
        """Whether the desk is the one that is known, and only grew since."""
        now, before = database.state(), known.state
        grown = all(getattr(now, name) >= getattr(before, name) for name in COUNTED)
        same = (now.component, now.forgotten) == (before.component, before.forgotten)
        return (
            self._memory.sound
            and grown
            and same
            and database.noted(LINKED) == known.followed
            and weighing_of(database.folder) == known.weighing
            and not database.unsigned(copy_rule(), before.revisions)
        )

    def _caught_up(self, known: _Known, database: Database) -> bool:
        """Take in what came since; false where that is too much, or the desk changed under our hands."""
        with database.at_one_moment():
            state, changed = database.state(), sorted(database.changed_since(known.state))
            if len(changed) > MOST:
                return False
            coded = known.coded
            for key in changed:
                coded.pop(key, None)
            coded |= database.current_codings(changed)
            copies = known.copies if state.revisions == known.state.revisions else _copies(known, changed, database)
            around = Around(_Texts(database), known.source_of, database.judgements(), copies)
            changes = follow(self._memory, _told(changed, database), around)
            followed = followed_from(database, coded.values())
        self._known = replace(known, state=state, coded=coded, copies=copies, followed=followed)
        return _written(changes, database, (known.followed, followed))

    def _read_all(self, database: Database) -> None:
        """The desk as a whole, linked and kept; once more where a report is forgotten meanwhile."""
        self._known = None
        while self._known is None:
            complete_copies(database)
            with database.at_one_moment():
                known = self._linked_anew(database)
            if keep_linking(database, linking(self._memory), known.followed):
                self._known = known

    def _linked_anew(self, database: Database) -> _Known:
        self._memory, copies, coded = Memory(), Copies(database.near_copies()), database.current_codings()
        weighing, source_of = weighing_of(database.folder), sources_of(database.folder)
        reports = {report.report_id: report for report in database.reports()}
        heads = {key: _head(report) for key, report in reports.items()}
        told = told_by_report(database.claims(), heads, database.reviews())
        follow(self._memory, told, Around(reports, source_of, database.judgements(), copies))
        followed = followed_from(database, coded.values())
        return _Known(database.state(), weighing, coded, copies, source_of, followed)


class _Texts(Mapping[str, Report]):
    """A desk's reports, read when they are asked for: an incident is made of few."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._read: dict[str, Report | None] = {}

    def __getitem__(self, report_id: str) -> Report:
        if report_id not in self._read:
            self._read[report_id] = self._database.report(report_id)
        found = self._read[report_id]
        if found is None:
            raise KeyError(report_id)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._database.report_ids())

    def __len__(self) -> int:
        return len(self._database.report_ids())


def _told(changed: Sequence[str], database: Database) -> dict[str, Told | None]:
    """What these reports tell now; null where neither program nor person says anything of one."""
    said = database.reviews(changed)
    found: dict[str, Told | None] = {}
    for key in changed:
        report = database.report(key)
        reviews = tuple(review for review in said if review.anchor.report_id == key)
        told = Told(tuple(database.claims_of(key)), _head(report) if report else None, reviews)
        found[key] = told if told.claims or told.reviews else None
    return found


def _head(report: Report) -> Report:
    """A report without its text, which is read when an incident is made of it."""
    return replace(report, text="")


def _copies(known: _Known, changed: Sequence[str], database: Database) -> Copies:
    """The near-copies as they are now; all are read where those of the changed reports do not explain their number."""
    again = frozenset(changed)
    kept = [pair for pair in known.copies.pairs if not again & {pair.report_id, pair.other_id}]
    now = [*kept, *database.near_copies(changed)]
    return Copies(now if len(now) == database.near_copies_held() else database.near_copies())


def _written(changes: Changes, database: Database, followed: tuple[str, str]) -> bool:
    pairs = map(noted_pair, changes.pairs)
    return database.save_changes(changes.gone, changes.incidents, changes.unpaired, pairs, changes.anchors, followed)
