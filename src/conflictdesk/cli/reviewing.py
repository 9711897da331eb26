"""Commands by which a person judges: review, and edit, which corrects what a report says of itself."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from conflictdesk.cli.options import As, Desk, opened, settings_of
from conflictdesk.cli.screen import Complaints, on_terminal, say, show, write_lines
from conflictdesk.errors import UsageError
from conflictdesk.records.acts import Order

if TYPE_CHECKING:
    from conflictdesk.pipeline.worklist import Worklist

Queue = Annotated[bool, typer.Option("--queue", help="List what is to be looked at, as JSON lines.")]
Pairs = Annotated[bool, typer.Option("--pairs", help="List the pairs to be judged, as JSON lines.")]
Apply = Annotated[str | None, typer.Option("--apply", metavar="FILE", help="Do what the JSON lines in FILE say, or -.")]
By = Annotated[Order, typer.Option("--order", help="What the queue is sorted by.")]
ReportId = Annotated[str, typer.Argument(metavar="REPORT", help="The report's id.")]
Published = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="When it was published.")]
Publisher = Annotated[str | None, typer.Option(help="Who published it.")]
Language = Annotated[str | None, typer.Option(help="Its language (en, ar, ...).")]
Title = Annotated[str | None, typer.Option(help="Its title.")]
Url = Annotated[str | None, typer.Option(help="Its address.")]
Clear = Annotated[list[str] | None, typer.Option("--clear", metavar="NAME", help="Take one of these away.")]


def review(
    context: typer.Context,
    queue: Queue = False,
    pairs: Pairs = False,
    apply: Apply = None,
    order: By = Order.SURENESS,
    as_person: As = None,
    desk: Desk = None,
) -> None:
    """What a person is to look at; --apply reviews, judges and takes back as a file says."""
    from conflictdesk.pipeline.acting import pair_lines, queue_lines
    from conflictdesk.pipeline.worklist import Worklist
    from conflictdesk.store.database import Database

    settings = settings_of(context, desk)
    with Database.open(settings.desk):  # there is one, or the message says how to make it
        pass
    if sum((queue, pairs, apply is not None)) > 1:
        raise UsageError("--queue, --pairs and --apply are three things: give one of them.")
    worklist = Worklist(settings.desk)
    if queue:
        write_lines(queue_lines(worklist, order))
    elif pairs:
        write_lines(pair_lines(worklist))
    elif apply is not None:
        _apply(worklist, apply, settings.who(as_person))
    else:
        page, judged = worklist.page(size=0), worklist.pairs(size=0)
        told = {"open": page.open, "differing": page.differing, "settled": page.settled}
        show([told | {"minutes": page.minutes, "pairs": judged.open, "asked_again": judged.spoken}])
        if on_terminal():
            say("Next: conflictdesk serve")


def _apply(worklist: "Worklist", source: str, who: str) -> None:
    from conflictdesk.pipeline.acting import apply_lines
    from conflictdesk.pipeline.linking import due, link_desk
    from conflictdesk.store.database import Database

    complaints = Complaints()
    with opened(source) as stream:
        write_lines(apply_lines(stream, worklist, who, complaints))
    with Database.open(worklist.folder) as database:
        if due(database):
            link_desk(database)
    complaints.end()


def edit(
    context: typer.Context,
    report: ReportId,
    published: Published = None,
    publisher: Publisher = None,
    language: Language = None,
    title: Title = None,
    url: Url = None,
    clear: Clear = None,
    as_person: As = None,
    desk: Desk = None,
) -> None:
    """Correct a report's date, publisher, language, title or address; it is then to be coded again."""
    from conflictdesk.pipeline.editing import edit_report
    from conflictdesk.store.database import Database

    settings = settings_of(context, desk)
    day = published.date().isoformat() if published else None
    given = {"published": day, "publisher": publisher, "language": language, "title": title, "url": url}
    told = {name: value for name, value in given.items() if value is not None} | dict.fromkeys(clear or ())
    with Database.open(settings.desk) as database:
        act = edit_report(database, settings.who(as_person), report, told)
    if act is None:
        say("The report says that already: nothing was changed.")
        return
    show([{"act": act.act_id, "who": act.who, "at": act.at.isoformat(), "summary": act.summary}])
    if on_terminal():
        say("Next: conflictdesk code")
