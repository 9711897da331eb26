"""The command watch alarms: where more was counted than calm would bring."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from conflictdesk.cli.options import Desk, settings_of
from conflictdesk.cli.screen import on_terminal, plain, say, write_lines
from conflictdesk.records.activity import Counted
from conflictdesk.records.watched import Step

if TYPE_CHECKING:
    from conflictdesk.publish.watch_hiding import Published

NOTHING = "No whole day or week is counted yet. Add posts: conflictdesk watch add POSTS"


DAYS = ["%Y-%m-%d"]
From = Annotated[
    datetime | None,
    typer.Option("--from", formats=DAYS, help="Periods that end on this day or later; a year of weeks, 60 days."),
]
To = Annotated[datetime | None, typer.Option("--to", formats=DAYS, help="Periods that end by this day.")]
By = Annotated[Step, typer.Option("--step", help="Days, or weeks from Monday on.")]
Where = Annotated[str | None, typer.Option("--place", help="A place that is counted, or a country's code.")]
Theme = Annotated[str | None, typer.Option("--theme", help="A theme, a type of incident, an organisation, a source.")]
Kind = Annotated[Counted | None, typer.Option("--counted", help="Posts, incidents or reports alone.")]
Json = Annotated[bool, typer.Option("--json", help="A JSON object a line, as when piped.")]


def alarms(
    context: typer.Context,
    first: From = None,
    last: To = None,
    step: By = Step.WEEK,
    place: Where = None,
    theme: Theme = None,
    counted: Kind = None,
    as_json: Json = False,
    desk: Desk = None,
) -> None:
    """Tell where more was counted than calm would bring, newest first; counts of posts under 5 are not told."""
    from conflictdesk.pipeline.watch_alarms import Asked, chosen, read_watch
    from conflictdesk.publish.watch_chapter import alarm_lines, alarm_record
    from conflictdesk.publish.watch_hiding import published
    from conflictdesk.publish.watch_words import INVENTED
    from conflictdesk.store.database import Database

    days = first.date() if first else None, last.date() if last else None
    asked = Asked(*days, place, theme, frozenset([counted]) if counted else frozenset(Counted))
    with Database.open(settings_of(context, desk).desk) as database:
        whole = read_watch(database, step.days, asked.first)
    safe = published(chosen(whole, asked), whole)
    if as_json or not on_terminal():
        write_lines(alarm_record(one, whole.themes, whole.invented) for one in safe.watch.alarms)
    else:
        for line in alarm_lines(safe.watch.alarms, whole.themes):
            print(plain(line))
    for sentence in [*([INVENTED] if whole.invented else []), *_remarks(safe, bool(whole.series))]:
        say(sentence)


def _remarks(safe: "Published", counted: bool) -> list[str]:
    if not counted:
        return [NOTHING]
    from conflictdesk.publish.watch_chapter import totals_left_out

    none = [] if safe.watch.alarms else ["No rise. That nothing rose does not mean that all is calm."]
    return [*none, totals_left_out(safe.left_out)] if safe.left_out else none
