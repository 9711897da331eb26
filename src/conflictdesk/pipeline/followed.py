"""Which addresses a desk follows: those of its catalog, and those that a call named; and a round of visits to them."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from conflictdesk.errors import DeskBusy, UsageError
from conflictdesk.pipeline.adding import SCHEME
from conflictdesk.pipeline.arrivals import Added
from conflictdesk.records.follows import Follow
from conflictdesk.sources.addresses import hosts_of, key_of
from conflictdesk.sources.catalog import Catalog
from conflictdesk.sources.pacing import PAUSE_SECONDS, Pace
from conflictdesk.store.database import Database

NOTHING = (
    "This desk follows nothing yet: conflictdesk add --follow URL, or name addresses under `feeds:` in catalog.yaml."
)


def followed(database: Database, catalog: Catalog) -> list[Follow]:
    """All that the desk follows: the catalog's addresses first, then those that calls named."""
    held = {follow.address: follow for follow in database.follows()}
    declared = [_as_declared(one, held.get(key_of(one.address) or "")) for one in catalog.follows()]
    keys = {one.address for one in declared}
    named = [one for one in held.values() if not one.declared and one.address not in keys]
    return declared + [replace(one, source=catalog.publisher_of(one.source, one.address)) for one in named]


def find_follows(database: Database, catalog: Catalog, named: Sequence[str]) -> list[Follow]:
    """The addresses that a call means: those named, those of a source that is named, or all that the desk follows.

    Raises UsageError for what is neither an address nor a source with addresses, and where there is nothing at all.
    """
    every = followed(database, catalog)
    if not named and not every:
        raise UsageError(NOTHING)
    found = [one for name in named for one in _meant(name, every, catalog)] if named else every
    return list({one.address: one for one in found}.values())


def _meant(name: str, every: Sequence[Follow], catalog: Catalog) -> list[Follow]:
    if SCHEME.match(name):
        from conflictdesk.sources.fetch import web_address  # only where something is fetched

        web_address(name)  # says what is wrong with it
        key = key_of(name) or name
        return [next((one for one in every if one.address == key), _named(key, catalog))]
    source = catalog.named(name)
    feeds = [one for one in every if source and one.source == source.name]
    if not feeds:
        raise UsageError(
            f"--follow {name}: that is neither an address nor a source whose `feeds:` the desk's catalog.yaml names."
        )
    return feeds


def _named(address: str, catalog: Catalog) -> Follow:
    """An address that a call names: of the source whose host it is, if the catalog has one."""
    source = catalog.source_of(None, address)
    return Follow(address, source.name if source else None)


def _as_declared(one: Follow, held: Follow | None) -> Follow:
    """An address of the catalog with what its last visit left. Declared otherwise than then, it is read anew."""
    own = replace(one, address=key_of(one.address) or one.address)
    if held is None:
        return own
    same = own.links == held.links and own.form in (None, held.form)
    marks = (held.etag, held.modified) if same else (None, None)
    form = own.form or (held.form if same else None)
    return replace(held, source=own.source, form=form, links=own.links, declared=True, etag=marks[0], modified=marks[1])


def drop_follows(database: Database, addresses: Sequence[str]) -> None:
    """Follow these addresses no longer; reports found by them stay. Raises UsageError for one that is not followed."""
    for address in addresses:
        key = key_of(address) or address
        held = next((one for one in database.follows() if one.address == key), None)
        if held is None or held.declared:
            told = "stands in the desk's catalog.yaml: take it out there" if held else "is not followed"
            raise UsageError(f"--unfollow {address}: that {told}.")
        database.drop_follow(key)


def keep_sources(database: Database, catalog: Catalog) -> None:
    """Make the sources that the desk keeps follow its catalog, where that has changed."""
    for held in database.sources():
        source = catalog.named(held.name)
        if source is not None and source.name == held.name:
            database.save_source(source)


def visit_all(
    database: Database,
    follows: Sequence[Follow],
    catalog: Catalog,
    since: date | None = None,
    most: int | None = None,
    refresh: bool = False,
    pause: float = PAUSE_SECONDS,
    allow_private: bool = False,
    wait: Callable[[float], object] = time.sleep,
) -> Iterator[Added]:
    """Visit address after address; says of each page and each visit what became of it. Raises DeskBusy.

    `allow_private`: the hosts of `follows` may be on the person's own network, no other host that is listed there.
    """
    from conflictdesk.pipeline.politeness import Visitor  # late: only where something is fetched
    from conflictdesk.pipeline.visits import MOST_PAGES, Terms, visit
    from conflictdesk.sources.fetch import Fetcher

    terms = Terms(since, MOST_PAGES if most is None else most, refresh)
    private = hosts_of(follow.address for follow in follows) if allow_private else frozenset[str]()
    visitor = Visitor(Fetcher(private), Pace(pause, wait))
    with _alone(database.folder):
        for follow in follows:
            yield from visit(database, follow, catalog, visitor, terms)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """While the block lasts no other command visits for this desk: hosts are asked one thing at a time.

    Raises DeskBusy where one does. A command that is killed leaves nothing locked.
    """
    place = os.open(folder, os.O_RDONLY)
    try:
        flock(place, LOCK_EX | LOCK_NB)
        yield
    except BlockingIOError as error:
        told = f"Another command visits what {folder} follows: wait for it and try again."
        raise DeskBusy(told) from error
    finally:
        os.close(place)
