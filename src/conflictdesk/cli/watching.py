"""Commands that watch activity by place and theme: watch add, forget, status, themes."""

from collections import Counter
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from conflictdesk.cli import alarms
from conflictdesk.cli.options import Desk, keep_private, settings_of
from conflictdesk.cli.screen import on_terminal, say, show, write_lines
from conflictdesk.errors import UsageError
from conflictdesk.records.numbers import number
from conflictdesk.settings import POST_COLUMNS, read_columns

watch = typer.Typer(no_args_is_help=True, help="Activity by place and theme, and when it rises.")

DAYS = ["%Y-%m-%d"]
Posts = Annotated[list[Path], typer.Argument(metavar="POSTS...", help="CSV, JSON lines or Parquet: exports of posts.")]
Columns = Annotated[
    str | None, typer.Option(metavar="FIELD=NAME,...", help="What the columns hold: time=Posted,account=Author.")
]
KeepText = Annotated[bool, typer.Option("--keep-text", help="Keep texts, without names, links, handles and numbers.")]
From = Annotated[datetime | None, typer.Option("--from", formats=DAYS, help="First day asked for in the export.")]
To = Annotated[datetime | None, typer.Option("--to", formats=DAYS, help="Last day asked for in the export.")]
Age = Annotated[int, typer.Option("--days", min=0, help="How long ago their posts came, at least.")]
Everything = Annotated[bool, typer.Option("--everything", help="Forget the counts, too: all that is watched.")]
OfTheme = Annotated[str | None, typer.Option("--theme", help="A theme's key: conflictdesk watch themes.")]
OfPlace = Annotated[str | None, typer.Option("--place", metavar="PLACE_ID", help="A place's id.")]
Most = Annotated[int, typer.Option("--limit", min=1, max=10_000, help="How many.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@watch.command("add")
def add_posts(
    context: typer.Context,
    posts: Posts,
    columns: Columns = None,
    keep_text: KeepText = False,
    first: From = None,
    last: To = None,
    desk: Desk = None,
) -> None:
    """Count the posts of exports by place, theme and day. Accounts become keyed hashes; texts are read and dropped."""
    from conflictdesk.pipeline.watching import Ways, add_exports
    from conflictdesk.publish.masking import mask_names
    from conflictdesk.store.database import Database

    settings = settings_of(context, desk)
    named = read_columns(columns, POST_COLUMNS) if columns else None
    ways = Ways(named, _within(first, last), mask_names if keep_text else None)
    counts: Counter[str] = Counter()
    with Database.open(settings.desk, create=True) as database:
        keep_private(settings.desk)
        for added in add_exports(database, posts, settings, ways, say):
            counts.update(posts=added.posts, failed=added.failed)
            _tell(asdict(added))
    if on_terminal():
        say(f"{number(counts['posts'], 'post')} counted. Next: conflictdesk watch status")
    raise typer.Exit(1 if counts["failed"] else 0)


def _within(first: datetime | None, last: datetime | None) -> tuple[date | None, date | None]:
    within = first.date() if first else None, last.date() if last else None
    if within[0] and within[1] and within[1] < within[0]:
        raise UsageError(f"--to {within[1]} lies before --from {within[0]}.")
    return within


def _tell(added: dict[str, Any]) -> None:
    message = added["message"]
    if message:
        say(message if added["state"] == "unreadable" else f"{added['origin']}: {message}")
    row = {name: value.isoformat() if isinstance(value, date) else value for name, value in added.items()}
    if on_terminal():
        show([{name: value for name, value in row.items() if name != "message"}])
    else:
        write_lines([row])


@watch.command("forget")
def forget_accounts(
    context: typer.Context, days: Age = 90, everything: Everything = False, yes: Yes = False, desk: Desk = None
) -> None:
    """Forget accounts whose posts came 90 days ago: counts by day and week stay. watch add does it by itself."""
    from conflictdesk.pipeline import watch_forgetting as forgetting
    from conflictdesk.store.database import Database

    with Database.open(settings_of(context, desk).desk) as database:
        if everything:
            if not yes:
                raise UsageError("All counts would go, and this cannot be taken back: say --yes as well.")
            show([{"posts": forgetting.forget_everything(database)}])
            return
        closed = forgetting.forget_accounts(database, datetime.now(UTC).date(), days)
    show([asdict(closed)])
    if closed.weeks:
        say("A backup or a copy made before still holds the hashes, without the key: erase those too.")


@watch.command("status")
def watch_status(context: typer.Context, desk: Desk = None) -> None:
    """What is watched: posts, places, themes, days, and until when accounts are held."""
    from conflictdesk.pipeline.watch_forgetting import KEPT_DAYS
    from conflictdesk.store.database import Database

    with Database.open(settings_of(context, desk).desk) as database:
        watched = database.watched()
    row = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(watched).items()}
    show([row])
    if watched.accounts_from:
        until = watched.accounts_from + timedelta(days=KEPT_DAYS)
        say(f"The oldest hashes of accounts go on {until.isoformat()}, with the next watch add or watch forget.")
    if watched.unfinished:
        cut = number(watched.unfinished, "export was", "exports were")
        say(f"{cut} cut short: added again, each goes on where it stopped.")
    if not watched.exports:
        say("Nothing is watched yet. Add posts: conflictdesk watch add POSTS")


@watch.command("texts")
def watch_texts(
    context: typer.Context, theme: OfTheme = None, place: OfPlace = None, limit: Most = 50, desk: Desk = None
) -> None:
    """Texts that were kept by --keep-text, masked, the latest first. They are for this desk alone: publish none."""
    from conflictdesk.store.database import Database

    with Database.open(settings_of(context, desk).desk) as database:
        kept = database.kept_texts(place, theme, limit)
    show([{"day": day.isoformat(), "text": text} for day, text in kept])


@watch.command("themes")
def watch_themes() -> None:
    """What posts are counted by."""
    from conflictdesk.pipeline.watching import theme_names

    show([{"theme": key, "name": name} for key, name in theme_names().items()])


watch.command("alarms")(alarms.alarms)
