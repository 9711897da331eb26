"""The part of a desk's door that addresses go through: those that are followed, and the pages found by them."""

from collections.abc import Iterable, Sequence

from conflictdesk.records.follows import Appearance, Follow, Listed, PageNote
from conflictdesk.store import follows
from conflictdesk.store.connections import Connections


class FollowedAddresses(Connections):
    """What the desk follows, and what it knows of the pages that were found so."""

    def follows(self) -> list[Follow]:
        """Every address that was followed once, in order of address."""
        with self._reading() as connection:
            return follows.all_follows(connection)

    def keep_follow(self, follow: Follow, listed: Sequence[Listed] = ()) -> int:
        """Keep what is known of an address, together with what it lists: so nothing listed is lost with a stop.

        Gives how many of the pages were not listed before.
        """
        with self._writing() as connection:
            follows.keep_follow(connection, follow)
            return follows.note_listed(connection, follow.address, listed)

    def note_listed(self, follow: str, by: PageNote, listed: Sequence[Listed]) -> int:
        """As `keep_follow`, of a list within the list at the address `follow`: `by` is the page that lists."""
        with self._writing() as connection:
            follows.keep_page(connection, by)
            return follows.note_listed(connection, follow, listed)

    def drop_follow(self, address: str) -> bool:
        """Follow an address no longer; false where it was not followed. Reports found by it stay."""
        with self._writing() as connection:
            return follows.drop_follow(connection, address)

    def due_pages(self, follow: str, refresh: bool = False) -> list[PageNote]:
        """Pages listed at `follow` that are to be fetched, the latest first: those not held yet, or told to have
        changed; with `refresh` all that are not gone."""
        with self._reading() as connection:
            return follows.due_pages(connection, follow, refresh)

    def page(self, address: str) -> PageNote | None:
        """What is known of the address of a page; null where nothing is."""
        with self._reading() as connection:
            return follows.page(connection, address)

    def pages(self) -> list[PageNote]:
        """All addresses of pages that are known."""
        with self._reading() as connection:
            return follows.all_pages(connection)

    def appearances(self) -> list[Appearance]:
        """When and by whom each report was published, and when it first came."""
        with self._reading() as connection:
            return follows.appearances(connection)

    def keep_pages(self, notes: Iterable[PageNote]) -> None:
        """Keep what is known of pages."""
        with self._writing() as connection:
            for note in notes:
                follows.keep_page(connection, note)
