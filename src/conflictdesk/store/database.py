"""A desk's database: the one door to it. Records go in and come out; SQL stays behind the door.

Every method is one transaction: all of it is kept, or nothing. Writers come one at a time.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select, text

from conflictdesk.errors import ForgottenBytes
from conflictdesk.records.acts import Act
from conflictdesk.records.events import EventClaim, Presence
from conflictdesk.records.reports import Report, Source
from conflictdesk.store import codings, counts, forgetting, incidents, notes, reports
from conflictdesk.store.codings import Quotation
from conflictdesk.store.connections import BUSY_SECONDS, DATABASE
from conflictdesk.store.counts import Counts, State
from conflictdesk.store.followed import FollowedAddresses
from conflictdesk.store.linked import LINKED, LinkedIncidents
from conflictdesk.store.near_copies import NotedCopies
from conflictdesk.store.people import PeoplesWords
from conflictdesk.store.reports import Arrival, Hit, Told
from conflictdesk.store.schema import reports as reports_table
from conflictdesk.store.series import WordsOnSeries
from conflictdesk.store.watching import WatchedPosts
from conflictdesk.store.words import Draft

__all__ = ["BUSY_SECONDS", "DATABASE", "LINKED", "Counts", "Database", "Draft", "State"]
_BYTES = """
SELECT report_id, content_hash FROM revisions GROUP BY report_id, content_hash ORDER BY min(revision_id)
"""


class Database(PeoplesWords, FollowedAddresses, NotedCopies, WatchedPosts, WordsOnSeries, LinkedIncidents):
    """Opened by `Database.open`, closed by `close` or the end of its `with` block."""

    # Reports

    def add_report(self, report: Report, raw: bytes, fetched: bool = False) -> Arrival:
        """Keep a report and its bytes; says whether it is new, known, or a revision of one with its id.

        What was `fetched` just now is what its address says now: bytes of an earlier revision are a revision again.
        Raises ForgottenBytes where the desk was told to forget these bytes.
        """
        with self._reading() as connection:
            forgetting.refuse(connection, report.content_hash)
        self.archive.write(raw)  # first: a row never names bytes that are not there
        try:
            with self._writing() as connection:
                forgetting.refuse(connection, report.content_hash)  # perhaps just now
                return reports.add(connection, report, fetched)
        except ForgottenBytes:
            if self.holder_of(report.content_hash) is None:
                self.archive.erase(report.content_hash)
            raise

    def retell(self, report_id: str, told: Mapping[str, str | None], draft: Draft) -> Act | None:
        """Keep what a person tells of a report as a new revision of it, by the names of Report's fields, dates in
        ISO 8601; null where it says that already. The report is to be coded anew."""
        with self._writing() as connection:
            return reports.retell(connection, report_id, told, draft)

    def revision_numbers(self, report_ids: Iterable[str] | None = None) -> dict[str, int]:
        """The number of each report's current revision."""
        with self._reading() as connection:
            return reports.numbers(connection, report_ids)

    def fill_in(self, report_id: str, content_hash: str, told: Mapping[str, str]) -> tuple[str, ...]:
        """Note what was told later of a report that came as these bytes, where it says nothing itself.

        `told` is by the names of Report's fields, dates in ISO 8601. Gives the names of those that were empty until
        now; nothing is overwritten, and the report is to be coded anew.
        """
        with self._writing() as connection:
            return reports.fill_in(connection, report_id, content_hash, told)

    def reports(self) -> list[Report]:
        """Current revisions, in order of arrival."""
        with self._reading() as connection:
            return [reports.read(row) for row in connection.execute(reports.current())]

    def report(self, report_id: str) -> Report | None:
        with self._reading() as connection:
            found = reports.current().where(reports_table.c.report_id == report_id)
            row = connection.execute(found).first()
            return reports.read(row) if row else None

    def report_ids(self) -> list[str]:
        with self._reading() as connection:
            query = select(reports_table.c.report_id).order_by(reports_table.c.arrival)
            return list(connection.scalars(query))

    def holder_of(self, content_hash: str) -> str | None:
        """The id of the report that bytes with this hash came as; null where they never came."""
        with self._reading() as connection:
            return reports.holder_of(connection, content_hash)

    def content_hashes(self) -> list[tuple[str, str]]:
        """The report id and content hash of all bytes that came, oldest first: what the archive must hold."""
        with self._reading() as connection:
            rows = connection.execute(text(_BYTES))
            return [(row.report_id, row.content_hash) for row in rows]

    def search(self, query: str, limit: int = 50) -> list[Hit]:
        """Reports with every word of `query` in title or text, best first."""
        with self._reading() as connection:
            return reports.search(connection, query, limit)

    def sources(self) -> list[Source]:
        with self._reading() as connection:
            return reports.all_sources(connection)

    def save_source(self, source: Source) -> None:
        """Keep what is known of a source; writes nothing where that is kept already, as with most reports."""
        with self._reading() as connection:
            if reports.source_named(connection, source.name) == source:
                return
        with self._writing() as connection:
            reports.add_source(connection, source)

    # Codings

    def configure(self, component: str) -> None:
        """Name the component (its identity) whose codings are the current ones."""
        with self._writing() as connection:
            codings.configure(connection, component)

    def component(self) -> str | None:
        """The component whose codings the desk shows; null where nothing was coded yet."""
        return self.noted("component")

    def pending(self, component: str) -> list[Report]:
        """Reports that this component has yet to code."""
        with self._reading() as connection:
            return codings.pending(connection, component)

    def start_run(self, component: str) -> int:
        with self._writing() as connection:
            return codings.start_run(connection, component)

    def finish_run(self, run_id: int) -> None:
        with self._writing() as connection:
            codings.finish_run(connection, run_id)

    def save_coding(
        self,
        run_id: int,
        report: Report,
        claims: Sequence[EventClaim],
        presences: Sequence[Presence],
        unread: str | None = None,
    ) -> None:
        """Keep all that a run found in one report; `unread` says what of it was not read."""
        with self._writing() as connection:
            codings.save(connection, run_id, report, claims, presences, unread)

    def save_issue(self, run_id: int, report: Report, issue: str) -> None:
        """Keep why a run could not code a report."""
        with self._writing() as connection:
            codings.save_issue(connection, run_id, report, issue)

    def issues(self) -> list[tuple[str, str]]:
        """Reports whose last coding broke off, each with the reason."""
        with self._reading() as connection:
            return codings.issues(connection)

    def partly_read(self) -> list[tuple[str, str]]:
        """Reports of which the current coding read a part, each with what was not read."""
        with self._reading() as connection:
            return codings.partly_read(connection)

    def quotations(self) -> list[Quotation]:
        """Every span of the current claims and presences, with the words that stood there when it was coded."""
        with self._reading() as connection:
            return codings.quotations(connection)

    def claims(self) -> list[EventClaim]:
        """Claims of the current codings, as the machine read them: people's reviews are in `reviews`."""
        with self._reading() as connection:
            return codings.current_claims(connection)

    def claims_of(self, report_id: str) -> list[EventClaim]:
        with self._reading() as connection:
            return codings.current_claims(connection, report_id)

    def reports_of(self, claim_ids: Iterable[str]) -> dict[str, str]:
        """The report of each of these claims of the current codings."""
        with self._reading() as connection:
            return codings.reports_of(connection, claim_ids)

    def presences(self) -> list[Presence]:
        with self._reading() as connection:
            return codings.current_presences(connection)

    # How reports came, and where incidents went

    def told(self, report_id: str) -> list[Told]:
        """How a report came, and what people told of it, oldest first."""
        with self._reading() as connection:
            return reports.told(connection, report_id)

    def coded_at(self, report_id: str) -> list[tuple[datetime, str]]:
        """When a report was coded, and by which component, oldest first."""
        with self._reading() as connection:
            return codings.coded_at(connection, report_id)

    def redirects_to(self, incident_id: str) -> list[tuple[str, datetime]]:
        """Incidents that became part of this one, and when."""
        with self._reading() as connection:
            return incidents.redirects_to(connection, incident_id)

    # The desk as a whole

    def counts(self) -> Counts:
        with self._reading() as connection:
            return counts.count(connection)

    def state(self) -> State:
        """How far the desk has come; two equal states show the same claims and words."""
        with self._reading() as connection:
            return counts.state(connection)

    # What the desk notes of itself

    def note(self, key: str, value: str | None) -> None:
        """Note something under a key; null takes the note away."""
        with self._writing() as connection:
            notes.note(connection, key, value)

    def noted(self, key: str) -> str | None:
        with self._reading() as connection:
            return notes.noted(connection, key)
