"""The command line: commands named after rooms, no logic. Exit status: 0 well, 1 some input failed, 2 a wrong call."""

import io
import logging
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from conflictdesk import __version__
from conflictdesk.cli import (
    briefing,
    desk,
    exporting,
    grading,
    keeping,
    lookups,
    reviewing,
    series,
    watching,
    workbench,
)
from conflictdesk.cli.options import Desk
from conflictdesk.cli.screen import Aloud, say
from conflictdesk.errors import ConflictdeskError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
gazetteer = typer.Typer(no_args_is_help=True, help="The desk's own gazetteer.")

COMMANDS: tuple[Callable[..., None], ...] = (
    workbench.demo,
    desk.add,
    desk.code,
    desk.link,
    reviewing.review,
    reviewing.edit,
    grading.grade,
    briefing.assess,
    series.series,
    briefing.brief,
    exporting.export,
    desk.status,
    desk.verify,
    keeping.backup,
    keeping.restore,
    keeping.forget,
    workbench.serve,
    lookups.geoparse,
    lookups.geocode,
    lookups.timex,
)
for command in COMMANDS:
    app.command()(command)
gazetteer.command("load")(lookups.load_gazetteer)
gazetteer.command("status")(lookups.gazetteer_status)
app.add_typer(gazetteer, name="gazetteer")
app.add_typer(watching.watch, name="watch")


def _version(wanted: bool) -> None:
    if wanted:
        print(f"conflictdesk {__version__}")
        raise typer.Exit


def _hear(verbose: bool) -> None:
    """Which log lines reach stderr: with --verbose all that tell of failures, else none.

    The readers of pages and PDF log what is odd in a file; what a person can do about it is in our own message.
    """
    for name in ("conflictdesk", "trafilatura", "htmldate", "courlan", "pypdf"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING if verbose else logging.CRITICAL)
        logger.handlers[:] = [Aloud()]


Verbose = Annotated[bool, typer.Option("--verbose", callback=_hear, help="Show where it broke, if it did.")]


@app.callback()
def conflictdesk(
    desk: Desk = None,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False,
    verbose: Verbose = False,
) -> None:
    """Turns reports about armed violence into a sourced, dated, mapped record of incidents, offline."""


def main() -> None:
    """Run the command line; an error that was foreseen is one sentence and an exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        app()
    except ConflictdeskError as error:
        say(f"conflictdesk: {error}")
        sys.exit(error.exit_status)
    except OSError as error:
        say(f"conflictdesk: {error.strerror or error} ({error.filename or 'the system says so'})")
        sys.exit(1)
