"""Switches that several commands share, and what they come to."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from conflictdesk.cli.screen import say
from conflictdesk.errors import NoDesk, UsageError
from conflictdesk.settings import Settings, read_settings

if TYPE_CHECKING:
    from conflictdesk.pipeline.workers import Recipe

Desk = Annotated[
    Path | None,
    typer.Option("--desk", metavar="DIR", help="The desk's folder; ./desk or CONFLICTDESK_DESK where not given."),
]
As = Annotated[str | None, typer.Option("--as", metavar="NAME", help="Who acts, if not who desk.toml names.")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, max=64, help="Processes that code reports.")]
Lines = Annotated[str | None, typer.Option("--jsonl", metavar="IN", help="Be a filter: JSON lines from IN, or -.")]
LinesNeeded = Annotated[str, typer.Option("--jsonl", metavar="IN", help="JSON lines to read, or - for stdin.")]


def settings_of(context: typer.Context, desk: Path | None) -> Settings:
    """The settings of the desk that the command names, else the one named before the command."""
    named: Path | None = context.find_root().params.get("desk")
    return read_settings(desk or named)


def recipe(folder: Path | None) -> "Recipe":
    """The shipped coder, with gazetteer, catalog and thresholds of the desk in `folder` if there is one."""
    from conflictdesk.pipeline.recipes import recipe_of

    return recipe_of(folder)


def keep_private(folder: Path) -> None:
    """Close the desk to everybody but its owner, and say so where it was not."""
    from conflictdesk.pipeline.rights import close_to_others

    if close_to_others(folder):
        say(f"The desk in {folder} was open to others on this machine. It is its owner's alone now.")


def filter_desk(settings: Settings) -> Path | None:
    """The desk that a filter draws on: only one that was named, and then it must be there."""
    from conflictdesk.store.database import DATABASE

    if not settings.desk_named:
        return None
    if not (settings.desk / DATABASE).is_file():
        raise NoDesk(f"No desk in {settings.desk}: name another with --desk, or none.")
    return settings.desk


@contextmanager
def opened(source: str) -> Iterator[IO[bytes]]:
    """The lines of a file, or of stdin for "-". Raises UsageError where the file cannot be opened."""
    if source == "-":
        yield sys.stdin.buffer
        return
    path = Path(source)
    if not path.exists() or path.is_dir():
        raise UsageError(f"There is no file {source}: name one with JSON lines, or - for stdin.")
    with path.open("rb") as stream:
        yield stream
