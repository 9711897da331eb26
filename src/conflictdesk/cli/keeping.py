"""Commands that keep a desk safe and clean: backup, restore, forget."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from conflictdesk.cli.options import As, Desk, settings_of
from conflictdesk.cli.screen import on_terminal, plain, say, show
from conflictdesk.errors import UsageError

ZIP = Annotated[Path, typer.Argument(metavar="FILE", help="A .zip file.")]
ReportId = Annotated[str | None, typer.Argument(metavar="REPORT", help="The report's id.")]
Reason = Annotated[str | None, typer.Option(help="Why. It is kept, with who and when.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
Finish = Annotated[bool, typer.Option("--finish", help="Finish what a stop left undone.")]


def backup(context: typer.Context, file: ZIP, desk: Desk = None) -> None:
    """Write the whole desk to a zip file, while it is in use."""
    from conflictdesk.pipeline.backups import back_up
    from conflictdesk.store.database import Database

    with Database.open(settings_of(context, desk).desk) as database:
        made = back_up(database, file)
    show([asdict(made)])
    if on_terminal():
        say("It holds all reports and names in the clear: keep it as safe as the desk.")


def restore(context: typer.Context, file: ZIP, desk: Desk = None) -> None:
    """Make a new desk of a backup; a desk that is there is never overwritten."""
    from conflictdesk.pipeline.backups import restore as bring_back

    folder = settings_of(context, desk).desk
    if not file.is_file():
        raise UsageError(f"There is no file {file}: name a backup.")
    files = bring_back(file, folder)
    show([{"desk": str(folder), "files": files}])
    if on_terminal():
        say("Every file has its hash. Next: conflictdesk verify")


def forget(
    context: typer.Context,
    report: ReportId = None,
    reason: Reason = None,
    yes: Yes = False,
    finish: Finish = False,
    as_person: As = None,
    desk: Desk = None,
) -> None:
    """Erase a report: bytes, text and all that was read in it. Left are hash, reason, who and when."""
    from conflictdesk.pipeline.forgetting import finish_forgetting, forget_report
    from conflictdesk.store.database import Database

    settings = settings_of(context, desk)
    with Database.open(settings.desk) as database:
        finished = finish_forgetting(database)
        if report is None and finish:
            show([{"erased": finished}])
            return
        if report is None or not (reason and reason.strip()):
            raise UsageError('Name the report and say why: conflictdesk forget REPORT --reason "a witness asked us to"')
        if report in {one.report_id for one in database.forgotten()} and database.report(report) is None:
            say("The report is forgotten.")
            return
        if not yes:
            _ask(database.report(report) is not None, report)
        act = forget_report(database, settings.who(as_person), report, reason.strip())
    show([{"act": act.act_id, "who": act.who, "at": act.at.isoformat(), "report_id": report}])
    say("A backup or a copy made before still holds it: erase those too.")


def _ask(known: bool, report: str) -> None:
    """Ask on a terminal whether it is meant; elsewhere --yes must say so."""
    if not known:
        return  # the next step says that there is none
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError("This cannot be taken back: say --yes where nobody can be asked.")
    typer.confirm(f"Erase report {plain(report)} for good?", abort=True, err=True)
