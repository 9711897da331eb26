"""Visits to the addresses that a desk follows: what they list is noted, then page after page is fetched and kept.

A visit can be stopped at any moment and goes on where it was at the next one: what is listed is noted in one step with
what to ask the list next time, and each page with its report. Hosts are asked one thing at a time, with pauses.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from conflictdesk.errors import InputError, NoAnswer, Unreachable, UnreadableFile
from conflictdesk.pipeline.arrivals import Added, add_parsed, known
from conflictdesk.pipeline.declared import PAGES, Declared
from conflictdesk.pipeline.pages import notes_on
from conflictdesk.pipeline.politeness import LONGEST_WAIT, Visitor
from conflictdesk.records.follows import Follow, Form, Listed, PageNote
from conflictdesk.records.provenance import content_hash
from conflictdesk.sources.addresses import key_of, leads_home, masked
from conflictdesk.sources.apart import readers
from conflictdesk.sources.catalog import Catalog
from conflictdesk.sources.fetch import Fetched
from conflictdesk.sources.listing import Asked, Listing
from conflictdesk.sources.pacing import host_of
from conflictdesk.sources.retrieved import Parsed
from conflictdesk.store.database import Database

MOST_PAGES = 100  # fetched in one visit to one address
MOST_LISTS = 20  # sitemaps of a sitemap, editions of an archive page: looked at in one visit
MOST_SILENT = 3  # pages in a row of a host that does not answer at all, after which its rest waits
GONE = (404, 410)
LISTED = "the list that it was found in"  # where a date stood that a feed, sitemap or index page gave


@dataclass(frozen=True, slots=True)
class Terms:
    """How a visit goes: nothing dated before `since`, at most `most` pages; with `refresh` all pages held are asked for
    again whether they have changed."""

    since: date | None = None
    most: int = MOST_PAGES
    refresh: bool = False


@dataclass(slots=True)
class _Tally:
    """What is said of a visit at its end."""

    listed: int = 0
    fresh: int = 0
    taken: int = 0
    left: int = 0
    forbidden: int = 0
    carried: int = 0
    unchanged: bool = False

    def __str__(self) -> str:
        said = ["nothing has changed there" if self.unchanged else f"{self.listed} listed, {self.fresh} of them new"]
        said.append(f"{self.taken} asked for")
        said += [f"{self.carried} without an address taken as the feed carries them"] * bool(self.carried)
        said += [f"{self.left} wait for the next visit"] * bool(self.left)
        said += [f"{self.forbidden} not allowed by robots.txt"] * bool(self.forbidden)
        return ", ".join(said)


def visit(
    database: Database, follow: Follow, catalog: Catalog, visitor: Visitor, terms: Terms = Terms()
) -> Iterator[Added]:
    """Visit one address; says of each page what became of it, and at last of the visit."""
    now = datetime.now(UTC)
    if visitor.is_busy(follow.address):  # another visit of this command was told so
        database.keep_follow(replace(follow, until=_from_now(visitor, follow.address) or follow.until))
        yield Added(masked(follow.address), "waiting", message="its host asks to be left alone for now.")
        return
    if follow.until and follow.until > now:
        told = f"its host asks not to be visited before {follow.until:%Y-%m-%d %H:%M} UTC."
        yield Added(masked(follow.address), "waiting", message=told)
        return
    follow = replace(follow, since=terms.since or follow.since, checked=now, failure=None, until=None)
    try:
        yield from _Visit(database, follow, catalog, visitor, terms).pages()
    except InputError as error:
        failed = replace(follow, failure=str(error), until=_until(error), etag=None, modified=None)
        database.keep_follow(failed)
        yield Added(masked(follow.address), "unreadable", message=f"{error}{_how_to_end(follow)}")


class _Visit:
    """One visit to one address."""

    def __init__(self, database: Database, follow: Follow, catalog: Catalog, visitor: Visitor, terms: Terms) -> None:
        self._database, self._follow, self._catalog = database, follow, catalog
        self._visitor, self._terms, self._tally = visitor, terms, _Tally()

    def pages(self) -> Iterator[Added]:
        """Look at the list, then take its pages. Raises InputError where the list cannot be had."""
        yield from self._look()
        yield from self._look_further()
        yield from self._take_due()
        self._note_waiting()
        yield Added(masked(self._follow.address), "visited", message=f"{self._tally}.")

    # Lists

    def _look(self) -> Iterator[Added]:
        follow = self._follow
        if follow.form in (Form.SITEMAP, Form.INDEX):
            self._visitor.check(follow.address)
        marks = (None, None) if self._terms.refresh else (follow.etag, follow.modified)
        fetched = self._visitor.fetch(follow.address, *marks)
        if fetched is None:
            self._tally.unchanged = True
            self._database.keep_follow(follow)
            return
        listing = readers().survey(fetched.raw, fetched.name, Asked(fetched.url, follow.form, follow.links))
        listed = _keyed(listing)
        whole = not any(one.lists for one in listed)  # else what is listed may change, and the list not
        marks = (fetched.etag, fetched.modified) if whole else (None, None)
        self._follow = replace(follow, form=listing.form, etag=marks[0], modified=marks[1])
        self._tally.fresh = self._database.keep_follow(self._follow, listed)
        self._tally.listed = len(listed)
        if listing.unlinked:
            yield from self._carried(fetched)

    def _carried(self, fetched: Fetched) -> Iterator[Added]:
        """Items without an address: only what the feed carries of them is there to take."""
        parsed = readers().parse(fetched.raw, fetched.name)
        unlinked = tuple(one for one in parsed.retrieved if one.url is None)
        declared = Declared(publisher=self._follow.source, retrieved=fetched.retrieved)
        self._tally.carried = len(unlinked)
        origin = masked(self._follow.address)
        yield from add_parsed(self._database, origin, Parsed(unlinked), self._catalog, declared)

    def _look_further(self) -> Iterator[Added]:
        """Look at what is listed as a list: sitemaps of a sitemap, editions of an archive page."""
        due = [note for note in self._due() if note.lists]
        self._tally.left += max(0, len(due) - MOST_LISTS)
        for note in due[:MOST_LISTS]:
            try:
                self._look_at(note)
            except InputError as error:
                self._note_failure(note, error)
                yield Added(masked(note.address), "unreadable", message=str(error))

    def _look_at(self, note: PageNote) -> None:
        self._visitor.check(note.address)
        fetched = self._visitor.fetch(note.address)
        assert fetched is not None
        form = self._follow.form
        links = self._follow.links[1:]
        listing = readers().survey(fetched.raw, fetched.name, Asked(fetched.url, form, links))
        listed = _keyed(listing)
        if form is Form.SITEMAP:  # of one within another, no more depth
            listed = [one for one in listed if not one.lists]
        by = replace(note, taken=note.told, checked=fetched.retrieved, failure=None)
        self._tally.fresh += self._database.note_listed(self._follow.address, by, listed)
        self._tally.listed += len(listed)

    # Pages

    def _due(self) -> list[PageNote]:
        since = self._follow.since
        due = self._database.due_pages(self._follow.address, self._terms.refresh)
        return [note for note in due if not (since and note.published and note.published < since)]

    def _take_due(self) -> Iterator[Added]:
        due = self._allowed([note for note in self._due() if not note.lists])
        silent: Counter[str] = Counter()  # by host
        for note in due:
            host = host_of(note.address)
            quiet = silent[host] >= MOST_SILENT or self._visitor.is_busy(note.address)
            if quiet or self._tally.taken >= self._terms.most:
                self._tally.left += 1
                continue
            self._tally.taken += 1
            try:
                yield from self._take(note)
                silent[host] = 0
            except InputError as error:
                silent[host] = silent[host] + 1 if isinstance(error, Unreachable) else 0
                self._note_failure(note, error)
                yield Added(masked(note.address), "unreadable", message=str(error))

    def _note_waiting(self) -> None:
        """Where the host of the list asked for a longer pause while pages were taken, no visit comes before its end."""
        until = _from_now(self._visitor, self._follow.address)
        if until:
            self._database.keep_follow(replace(self._follow, until=until))

    def _allowed(self, due: list[PageNote]) -> list[PageNote]:
        """Those that robots.txt allows; a feed is there to be read by programs, and what it lists with it."""
        if self._follow.form is Form.FEED or not due:
            return due
        allowed = self._visitor.allowed([note.address for note in due])
        self._tally.forbidden = len(due) - len(allowed)
        return [note for note in due if note.address in allowed]

    def _take(self, note: PageNote) -> Iterator[Added]:
        """Fetch a page and keep it. Raises InputError where that fails."""
        held = self._database.report(note.report_id) if note.report_id else None
        fetched = self._visitor.fetch(note.address, *((note.etag, note.modified) if held else (None, None)))
        if fetched is None:
            now = datetime.now(UTC)
            self._database.keep_pages([replace(note, taken=note.told, checked=now, failure=None)])
            yield Added(masked(note.address), "known", note.report_id)
            return
        if leads_home(note.address, fetched.url):
            raise UnreadableFile(f"{masked(note.address)} leads to the front page now. It was not taken.")
        yield from self._kept(note, fetched)

    def _kept(self, note: PageNote, fetched: Fetched) -> Iterator[Added]:
        declared = self._declared(note, fetched)
        digest = content_hash(fetched.raw)
        holder = self._database.holder_of(digest)
        report = self._database.report(holder) if holder else None
        if report and report.content_hash == digest:
            yield known(self._database, masked(note.address), report.report_id, digest, declared, self._catalog)
            return
        parsed = readers().parse(fetched.raw, fetched.name)
        if not all(one.media_type in PAGES and not one.contained for one in parsed.retrieved):
            raise UnreadableFile(
                f"{masked(note.address)} is a feed or a file of reports, and no page. It was not taken: add or follow"
                " it by its own address."
            )
        yield from add_parsed(self._database, masked(note.address), self._signed(parsed), self._catalog, declared)

    def _declared(self, note: PageNote, fetched: Fetched) -> Declared:
        """What is known of a page from its list, where it does not say it itself."""
        addresses = (note.address, fetched.url)
        return Declared(
            published=note.published,
            published_reason=LISTED,
            publisher=self._follow.source or note.publisher,
            url=fetched.url,
            retrieved=fetched.retrieved,
            notes=notes_on(self._database, addresses, fetched.etag, fetched.modified, fetched.retrieved),
        )

    def _signed(self, parsed: Parsed) -> Parsed:
        """The reports of a source that the catalog follows, under its name where they name nobody that is known."""
        if self._follow.source is None:
            return parsed
        unknown = [self._catalog.source_of(one.publisher, one.url) is None for one in parsed.retrieved]
        signed = tuple(
            replace(one, publisher=self._follow.source) if own else one
            for one, own in zip(parsed.retrieved, unknown, strict=True)
        )
        return replace(parsed, retrieved=signed)

    def _note_failure(self, note: PageNote, error: InputError) -> None:
        """A page that is gone is not asked for again. One that came and could not be read is asked for again after a
        day, or when its list tells of a change; every other one, and a list, at the next visit."""
        failed = replace(note, failure=str(error), checked=datetime.now(UTC))
        if isinstance(error, NoAnswer) and error.status in GONE:
            failed = replace(failed, gone=f"answered {error.status}")
        elif _came(error) and not note.lists:
            failed = replace(failed, taken=note.told)
        self._database.keep_pages([failed])


def _keyed(listing: Listing) -> Sequence[Listed]:
    """What is listed, under the addresses that pages are compared by."""
    keyed = ((key_of(one.address), one) for one in listing.listed)
    return list({key: replace(one, address=key) for key, one in keyed if key}.values())


def _came(error: InputError) -> bool:
    """Whether a page came, and was none that can be read: a picture, nothing at all, a page without an article."""
    return error.status == 200 if isinstance(error, NoAnswer) else not isinstance(error, Unreachable)


def _until(error: InputError) -> datetime | None:
    """When an address that refuses for now may be visited again; null where it does not say."""
    return _later(error.retry_after if isinstance(error, NoAnswer) else None)


def _from_now(visitor: Visitor, address: str) -> datetime | None:
    """When the host of an address may be visited again, as it said in this command; null where it did not."""
    return _later(visitor.asked_to_wait(address))


def _later(seconds: float | None) -> datetime | None:
    return datetime.now(UTC) + timedelta(seconds=min(seconds, LONGEST_WAIT)) if seconds else None


def _how_to_end(follow: Follow) -> str:
    """What to do where an address that a call named never listed anything: it may be a mistake."""
    if follow.declared or follow.form:
        return ""
    return " It is followed all the same; to end that: conflictdesk add --unfollow URL"
