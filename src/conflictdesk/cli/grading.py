"""The command grade: how credible a claim's information is, as a person says."""

from typing import Annotated

import typer

from conflictdesk.cli.options import As, Desk, settings_of
from conflictdesk.cli.screen import on_terminal, say, show
from conflictdesk.errors import UsageError

ClaimId = Annotated[str | None, typer.Argument(metavar="CLAIM", help="The claim's id.")]
Grade = Annotated[int | None, typer.Argument(metavar="1..6", help="1 confirmed by other sources, 6 cannot be judged.")]
Clear = Annotated[bool, typer.Option("--clear", help="Take the claim's grade off.")]


def grade(
    context: typer.Context,
    claim: ClaimId = None,
    credibility: Grade = None,
    clear: Clear = False,
    as_person: As = None,
    desk: Desk = None,
) -> None:
    """Say how credible a claim's information is, 1 to 6; without a claim, list what was said."""
    from conflictdesk.pipeline import grading
    from conflictdesk.store.database import Database

    if claim is not None and (credibility is None) is not clear:
        raise UsageError("Give the claim and its grade: conflictdesk grade CLAIM 2, or --clear to take the grade off.")
    settings = settings_of(context, desk)
    with Database.open(settings.desk) as database:
        if claim is None:
            rows = grading.listed(database)
            show(rows)
            if not rows and on_terminal():
                say("No claim is graded yet. Grade one: conflictdesk grade CLAIM 2")
            return
        act = grading.grade(database, settings.who(as_person), claim, credibility)
    show([{"act": act.act_id, "who": act.who, "at": act.at.isoformat(), "summary": act.summary}])
