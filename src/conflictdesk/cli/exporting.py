"""The command export: the desk's records, less what may not leave it, to stdout or a file."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from conflictdesk.cli.options import Desk, settings_of
from conflictdesk.cli.screen import NO_REPORTS, say
from conflictdesk.errors import UsageError
from conflictdesk.publish.exports import Format, Kind, export_records
from conflictdesk.publish.rows import ExportOptions, claim_rows, export_options, incident_rows, presence_rows

if TYPE_CHECKING:
    from conflictdesk.pipeline.holding import Holding

Form = Annotated[Format, typer.Option("--format", help="How the records are written.")]
Claims = Annotated[bool, typer.Option("--claims", help="Event claims, as reports tell them.")]
Incidents = Annotated[bool, typer.Option("--incidents", help="Incidents, which is the default.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write there instead of to stdout.")]
Presences = Annotated[bool, typer.Option("--with-presences", help="With where actors are said to be, as areas.")]
Names = Annotated[bool, typer.Option("--with-names", help="With the names of private persons.")]
Theirs = Annotated[bool, typer.Option("--with-belligerent-text", help="With the words of parties to the conflict.")]


def export(
    context: typer.Context,
    form: Form = Format.CSV,
    claims: Claims = False,
    incidents: Incidents = False,
    out: Out = None,
    with_presences: Presences = False,
    with_names: Names = False,
    with_belligerent_text: Theirs = False,
    desk: Desk = None,
) -> None:
    """Write the desk's incidents, or its claims; what no person reviewed is in it, and marked."""
    from conflictdesk.pipeline.holding import read_holding
    from conflictdesk.store.database import Database

    if claims and incidents:
        raise UsageError("--claims and --incidents are two exports: give one of them.")
    with Database.open(settings_of(context, desk).desk) as database:
        held = read_holding(database)
    options = export_options(held, with_presences, with_names, with_belligerent_text)
    with _stream(out) as stream:
        write_export(held, Kind.CLAIMS if claims else Kind.INCIDENTS, form, options, stream)
    if not held.reports:
        say(NO_REPORTS)


def write_export(held: "Holding", kind: Kind, form: Format, options: ExportOptions, stream: TextIO) -> None:
    """All that a desk holds of `kind`, written to `stream` (opened with `newline=""`)."""
    rows = claim_rows(held).values() if kind is Kind.CLAIMS else incident_rows(held)
    export_records(kind, form, rows, options, stream, presence_rows(held))


@contextmanager
def _stream(out: Path | None) -> Iterator[TextIO]:
    """Where the export goes; a file is written whole, beside its place, or not at all."""
    if (out := file_for(out)) is None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(newline="")
        yield sys.stdout
        return
    fresh = out.with_name(f".{out.name}.new")
    try:
        with fresh.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        fresh.replace(out)
    finally:
        fresh.unlink(missing_ok=True)


def file_for(out: Path | None) -> Path | None:
    """`out`, if a file can be written there. Raises UsageError for a folder, or where there is no folder for it."""
    if out is not None and out.is_dir():
        raise UsageError(f"--out {str(out)!r} is a folder: name a file in it.")
    if out is not None and not out.parent.is_dir():
        raise UsageError(f"--out {str(out)!r}: there is no folder {str(out.parent)!r}. Make it first.")
    return out
