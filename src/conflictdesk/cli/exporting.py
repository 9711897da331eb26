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
from conflictdesk.publish.redaction import ClaimRow, ExportOptions, IncidentRow, PresenceRow

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


def export_options(
    held: "Holding", with_presences: bool = False, with_names: bool = False, with_belligerent_text: bool = False
) -> ExportOptions:
    """What may leave a desk beyond the default; names of places and organisations that its claims hold are known."""
    known = held.names()
    return ExportOptions(with_presences, with_names, with_belligerent_text, lambda name: name.casefold() in known)


def write_export(held: "Holding", kind: Kind, form: Format, options: ExportOptions, stream: TextIO) -> None:
    """All that a desk holds of `kind`, written to `stream` (opened with `newline=""`)."""
    rows = _claim_rows(held).values() if kind is Kind.CLAIMS else _incident_rows(held)
    export_records(kind, form, rows, options, stream, _presence_rows(held))


def _claim_rows(held: "Holding") -> dict[str, ClaimRow]:
    said = {
        key: tuple(p for p in held.presences if p.report_id == key) for key in {p.report_id for p in held.presences}
    }
    return {
        claim.claim_id: ClaimRow(
            claim=claim,
            report=held.reports.get(claim.report_id),
            incident_id=held.incident_of.get(claim.claim_id),
            reviewed=held.reviewed.get(claim.claim_id),
            belligerent=claim.report_id in held.belligerent,
            presences=said.get(claim.report_id, ()),
        )
        for claim in held.claims
    }


def _incident_rows(held: "Holding") -> Iterator[IncidentRow]:
    rows = _claim_rows(held)
    for incident in held.incidents:
        yield IncidentRow(incident, tuple(rows[claim] for claim in incident.claims if claim in rows))


def _presence_rows(held: "Holding") -> Iterator[PresenceRow]:
    for presence in held.presences:
        report = held.reports.get(presence.report_id)
        yield PresenceRow(presence, report, presence.report_id in held.belligerent)


@contextmanager
def _stream(out: Path | None) -> Iterator[TextIO]:
    """Where the export goes; a file is written whole, beside its place, or not at all."""
    if out is None:
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
