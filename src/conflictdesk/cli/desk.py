"""Commands on a desk: add, code, link, status, verify. Two of them are filters when given --jsonl."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conflictdesk.cli.options import Desk, Lines, Workers, filter_desk, keep_private, opened, recipe, settings_of
from conflictdesk.cli.resembling import warn
from conflictdesk.cli.screen import NO_REPORTS, Complaints, on_terminal, progress, say, show, write_lines
from conflictdesk.errors import UsageError
from conflictdesk.records.numbers import number
from conflictdesk.settings import Settings, read_columns

if TYPE_CHECKING:
    from conflictdesk.pipeline.arrivals import Added

    Told = tuple[date | None, str | None, str | None, str | None, Mapping[str, str] | None]

Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATH|URL...", help="Files, folders, addresses; with --follow addresses or sources."),
]
Private = Annotated[bool, typer.Option("--allow-private", help="The addresses named may be on your own network.")]
Published = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="When, where the file does not say.")]
Publisher = Annotated[str | None, typer.Option(help="Who published it, where the file does not say.")]
Source = Annotated[str | None, typer.Option(help="The catalog's source that it is from, where the file does not say.")]
Columns = Annotated[
    str | None, typer.Option(metavar="FIELD=NAME,...", help="What a table's columns hold: text=Body,published=Date.")
]
Language = Annotated[str | None, typer.Option(help="Its language (en, ar, ...), where the file does not say.")]
Follow = Annotated[bool, typer.Option("--follow", help="Visit feeds, sitemaps, index pages, and take their pages.")]
Unfollow = Annotated[list[str] | None, typer.Option(metavar="URL", help="Follow an address no longer.")]
Since = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="With --follow: nothing dated before.")]
Most = Annotated[int | None, typer.Option(min=1, max=100_000, help="With --follow: pages a visit; 100 if not given.")]
Refresh = Annotated[bool, typer.Option("--refresh", help="With --follow: ask for pages that the desk has, too.")]
Pause = Annotated[float, typer.Option(min=0, max=60, help="With --follow: seconds between requests to one host.")]


Link = Annotated[bool, typer.Option("--link", help="With --jsonl: fill incident_id across the input.")]
Claims = Annotated[str | None, typer.Option("--claims", metavar="IN", help="Be a filter: coded JSON lines, or -.")]


def add(
    context: typer.Context,
    paths: Paths = None,
    published: Published = None,
    publisher: Publisher = None,
    source: Source = None,
    language: Language = None,
    columns: Columns = None,
    follow: Follow = False,
    unfollow: Unfollow = None,
    since: Since = None,
    most: Most = None,
    refresh: Refresh = False,
    pause: Pause = 1.0,
    allow_private: Private = False,
    desk: Desk = None,
) -> None:
    """Add reports to the desk; tells which are new, known or unreadable. With --follow, visit what the desk follows."""
    settings = settings_of(context, desk)
    if unfollow and not follow and not paths:
        _unfollow(settings.desk, unfollow)
    elif follow:
        if published or publisher or source or language or columns:
            raise UsageError("--follow takes what feeds and pages say of themselves: leave the other switches out.")
        if unfollow:
            raise UsageError("--unfollow stands alone: conflictdesk add --unfollow URL.")
        day = since.date() if since else None
        _count(_followed(settings.desk, paths or [], day, most, refresh, pause, allow_private))
    elif since or most or refresh or unfollow:
        raise UsageError("--since, --most and --refresh belong to --follow; --unfollow stands alone.")
    elif not paths:
        raise UsageError("Name what to add: conflictdesk add PATH|URL..., or conflictdesk add --follow.")
    else:
        named = read_columns(columns) if columns else settings.columns
        told = (published.date() if published else None, publisher, source, language, named)
        _count(_added(settings.desk, paths, told, allow_private))


def _added(folder: Path, paths: list[str], told: "Told", allow_private: bool) -> "Iterator[Added]":
    from conflictdesk.pipeline.adding import add_files, find_files
    from conflictdesk.pipeline.declared import declare
    from conflictdesk.pipeline.folder import catalog_of
    from conflictdesk.pipeline.followed import keep_sources
    from conflictdesk.store.database import Database

    catalog, files = catalog_of(folder), find_files(paths, allow_private)
    declared = declare(catalog, *told)
    with Database.open(folder, create=True) as database:
        keep_private(folder)
        keep_sources(database, catalog)
        yield from add_files(database, progress(files, "Adding", len(files)), catalog, declared)


def _followed(
    folder: Path,
    named: list[str],
    since: date | None,
    most: int | None,
    refresh: bool,
    pause: float,
    allow_private: bool,
) -> "Iterator[Added]":
    from conflictdesk.pipeline.folder import catalog_of
    from conflictdesk.pipeline.followed import find_follows, keep_sources, visit_all
    from conflictdesk.store.database import Database

    catalog = catalog_of(folder)
    with Database.open(folder, create=True) as database:
        keep_private(folder)
        keep_sources(database, catalog)
        follows = find_follows(database, catalog, named)
        yield from visit_all(database, follows, catalog, since, most, refresh, pause, allow_private)


def _unfollow(folder: Path, addresses: list[str]) -> None:
    from conflictdesk.pipeline.followed import drop_follows
    from conflictdesk.store.database import Database

    with Database.open(folder) as database:
        drop_follows(database, addresses)


def _count(added: "Iterable[Added]") -> None:
    """Tell of each what became of it, and end with status 1 where one failed."""
    counts: Counter[str] = Counter()
    for one in added:
        _tell(one)
        counts[one.state] += 1
    if on_terminal():
        show([{"reports": state, "count": count} for state, count in sorted(counts.items())])
        say("Next: conflictdesk code, then link: it tells which of these look like what the desk already holds")
    raise typer.Exit(1 if counts["unreadable"] or counts["issue"] else 0)


def _tell(one: "Added") -> None:
    if one.message:
        told = one.state == "unreadable" and (one.origin in one.message or "://" not in one.origin)
        say(one.message if told else f"{one.origin}: {one.message}")
    if not on_terminal():
        line = asdict(one)
        write_lines([line if one.copy_of else {name: value for name, value in line.items() if name != "copy_of"}])


def code(
    context: typer.Context,
    jsonl: Lines = None,
    link: Link = False,
    workers: Workers = None,
    desk: Desk = None,
) -> None:
    """Code what is pending in the desk; with --jsonl, be a filter that writes nothing to disk."""
    settings = settings_of(context, desk)
    if jsonl is not None:
        _code_lines(settings, jsonl, link, workers or settings.workers)
    elif link:
        raise UsageError(
            "--link belongs to --jsonl: conflictdesk code --jsonl IN --link. For a desk: conflictdesk link."
        )
    else:
        _code_desk(settings, workers or settings.workers)


def _code_lines(settings: Settings, source: str, link: bool, workers: int) -> None:
    from conflictdesk.pipeline.filters import code_and_link_lines, code_lines
    from conflictdesk.pipeline.folder import sources_of

    folder = filter_desk(settings)
    coder, complaints = recipe(folder), Complaints()
    with opened(source) as stream:
        if link:
            write_lines(code_and_link_lines(stream, coder, sources_of(folder), complaints, workers))
        else:
            write_lines(code_lines(stream, coder, complaints, workers))
    complaints.end()


def _code_desk(settings: Settings, workers: int) -> None:
    from conflictdesk.pipeline.coding import plan_coding
    from conflictdesk.store.database import Database

    totals = Counter(coded=0, failed=0, partly_read=0, claims=0, presences=0)
    with Database.open(settings.desk) as database:
        if not database.report_ids():
            say(NO_REPORTS)
            return
        run = plan_coding(database, recipe(settings.desk))
        for outcome in progress(run.outcomes(workers), "Coding", len(run.reports)):
            if outcome.issue:
                say(f"{outcome.report.report_id}: could not be coded ({outcome.issue})")
            if outcome.unread:
                say(f"{outcome.report.report_id}: {outcome.unread}")
            totals.update(
                coded=not outcome.issue,
                failed=bool(outcome.issue),
                partly_read=bool(outcome.unread),
                claims=len(outcome.claims),
                presences=len(outcome.presences),
            )
    show([totals])
    _advise("Next: conflictdesk link")
    raise typer.Exit(1 if totals["failed"] else 0)


def link(
    context: typer.Context,
    jsonl: Lines = None,
    claims: Claims = None,
    workers: Workers = None,
    desk: Desk = None,
) -> None:
    """Link the desk's claims to incidents; with --jsonl or --claims, be a filter that writes nothing to disk."""
    settings = settings_of(context, desk)
    if jsonl is not None and claims is not None:
        raise UsageError("--jsonl and --claims are two filters: give one of them.")
    if jsonl is not None or claims is not None:
        _link_lines(settings, jsonl, claims, workers or settings.workers)
    else:
        _link_desk(settings)


def _link_lines(settings: Settings, jsonl: str | None, claims: str | None, workers: int) -> None:
    from conflictdesk.pipeline.filters import link_claim_lines, link_lines
    from conflictdesk.pipeline.folder import sources_of

    folder, complaints = filter_desk(settings), Complaints()
    with opened(jsonl or claims or "-") as stream:
        if claims:
            write_lines(link_claim_lines(stream, sources_of(folder), complaints))
        else:
            write_lines(link_lines(stream, recipe(folder), sources_of(folder), complaints, workers))
    complaints.end()


def _link_desk(settings: Settings) -> None:
    from conflictdesk.pipeline.forgetting import finish_forgetting
    from conflictdesk.pipeline.linking import link_desk
    from conflictdesk.pipeline.resembling import fresh_since, looks_held
    from conflictdesk.store.database import Database

    with Database.open(settings.desk) as database:
        finish_forgetting(database)
        counts = database.counts()
        if not counts.reports:
            say(NO_REPORTS)
            return
        before = database.linked_reports()
        linked = asdict(link_desk(database))
        held = looks_held(database, fresh_since(database, before))
    show([linked if on_terminal() else linked | {"looks_held": [asdict(one) for one in held]}])
    warn(held)
    _advise("Next: conflictdesk serve" if counts.claims else "No events coded. First: conflictdesk code")


def status(context: typer.Context, desk: Desk = None) -> None:
    """What the desk holds, and what comes next."""
    from conflictdesk.pipeline.folder import actors_of, catalog_of
    from conflictdesk.pipeline.hearing import flags_of
    from conflictdesk.pipeline.next_step import step_of
    from conflictdesk.pipeline.own_actors import count_actors
    from conflictdesk.store.database import Database

    folder = settings_of(context, desk).desk
    with Database.open(folder) as database:
        counts, issues, unread = database.counts(), database.issues(), database.partly_read()
        watched = database.watched()
        step, flags = step_of(database), flags_of(database, catalog_of(folder), datetime.now(UTC).date())
    if on_terminal():
        show([{"": name, "count": count} for name, count in asdict(counts).items()])
    else:
        show([asdict(counts) | {"flags": [asdict(flag) for flag in flags]}])
    for flag in flags:
        say(flag.message)
    for path in actors_of(folder):
        say(f"{path.name}: {number(count_actors(path), 'actor')} of the desk's own")
    if watched.exports:
        days = f", {watched.first} to {watched.last}" if watched.first else ""
        posts, exports = number(watched.posts, "post"), number(watched.exports, "export")
        say(f"Watched: {posts} of {exports}, {number(watched.places, 'place')}{days}")
    for report_id, issue in issues:
        say(f"{report_id}: could not be coded ({issue})")
    for report_id, part in unread:
        say(f"{report_id}: {part}")
    say(f"{step.reason} Next: {step.command}" if step else "Next: conflictdesk serve")


def verify(context: typer.Context, desk: Desk = None) -> None:
    """Check archive, spans and incidents against what they came from; exit status 1 with the rows that differ."""
    from conflictdesk.pipeline.linking import due
    from conflictdesk.pipeline.verifying import verify_desk
    from conflictdesk.store.database import Database

    with Database.open(settings_of(context, desk).desk) as database:
        faults = list(verify_desk(database))
        counts, waiting = database.counts(), due(database)
    show([asdict(fault) for fault in faults])
    if waiting:
        say(f"{waiting.reason} Until then they are not checked. Next: conflictdesk link")
    if not faults:
        held = {"file": counts.revisions, "claim": counts.claims, "incident": counts.incidents}
        say(f"All well: {', '.join(number(of, noun) for noun, of in held.items())}.")
    if not counts.reports:
        say(NO_REPORTS)
    raise typer.Exit(1 if faults else 0)


def _advise(sentence: str) -> None:
    if on_terminal():
        say(sentence)
