"""Commands that conclude and send out: brief, assess."""

import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conflictdesk import __version__
from conflictdesk.cli.exporting import Names, Presences, Theirs, file_for
from conflictdesk.cli.options import As, Desk, settings_of
from conflictdesk.cli.screen import NO_REPORTS, on_terminal, say, show
from conflictdesk.errors import UsageError
from conflictdesk.publish.rows import export_options

if TYPE_CHECKING:
    from conflictdesk.publish.brief import Brief


class BriefForm(StrEnum):
    """How a brief is written."""

    HTML = "html"
    MD = "md"
    PDF = "pdf"


DAYS = ["%Y-%m-%d"]
From = Annotated[datetime | None, typer.Option("--from", formats=DAYS, help="First day; six days before the last.")]
To = Annotated[datetime | None, typer.Option("--to", formats=DAYS, help="Last day; that of the latest incident.")]
Where = Annotated[str | None, typer.Option("--place", help="A town, a province, a region, a country or its code.")]
Actor = Annotated[str | None, typer.Option("--actor", help="Who acts, claims or is the target, by any name.")]
Form = Annotated[BriefForm | None, typer.Option("--format", help="How it is written; by the ending of --out.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write there instead of to stdout.")]
Words = Annotated[str | None, typer.Argument(metavar="TEXT", help="What you conclude, and why.")]
Likelihood = Annotated[str | None, typer.Option(help="A word of the yardstick.")]
About = Annotated[
    list[str] | None,
    typer.Option("--about", metavar="INCIDENT", help="What it rests on: incidents or series; repeat it."),
]
Withdraw = Annotated[int | None, typer.Option("--withdraw", metavar="NUMBER", help="Take one of yours back.")]


def brief(
    context: typer.Context,
    first: From = None,
    last: To = None,
    place: Where = None,
    actor: Actor = None,
    form: Form = None,
    out: Out = None,
    with_names: Names = False,
    with_presences: Presences = False,
    with_belligerent_text: Theirs = False,
    as_person: As = None,
    desk: Desk = None,
) -> None:
    """Write what happened in a period, with every sentence leading to its claims and sources."""
    from conflictdesk.pipeline.briefing import read_material
    from conflictdesk.pipeline.next_step import step_of
    from conflictdesk.publish.brief import Signed, make_brief, order_of
    from conflictdesk.store.database import Database

    form, out = form or _form_of(out), file_for(out)
    settings = settings_of(context, desk)
    with Database.open(settings.desk) as database:
        material = read_material(database, place, actor, first.date() if first else None)
        step = step_of(database)
    options = export_options(material.held, with_presences, with_names, with_belligerent_text)
    days = first.date() if first else None, last.date() if last else None
    signed = Signed(settings.who(as_person), datetime.now(UTC), __version__, settings.desk.resolve().name)
    order = order_of(material, *days, signed, options)
    made = make_brief(material, order)
    _write(_formed(made, form, order.signed.at, out), out)
    missing = f"{step.reason} The brief does not show that yet. Next: {step.command}" if step else None
    for sentence in (*made.warnings, made.empty, missing if material.held.reports else NO_REPORTS):
        if sentence:
            say(sentence)


def _form_of(out: Path | None) -> BriefForm:
    """What a file's ending asks for: an HTML page that is called brief.pdf opens nowhere."""
    ending = out.suffix.lstrip(".").casefold() if out else ""
    return BriefForm(ending) if ending in list(BriefForm) else BriefForm.HTML


def _formed(made: "Brief", form: BriefForm, at: datetime, out: Path | None) -> bytes:
    from conflictdesk.publish.forms import html_of, markdown_of
    from conflictdesk.publish.pdf import pdf_of

    match form:
        case BriefForm.HTML:
            return html_of(made).encode()
        case BriefForm.MD:
            return markdown_of(made, _with_pictures(made, out)).encode()
        case BriefForm.PDF:
            return pdf_of(made, at)


def _with_pictures(made: "Brief", out: Path | None) -> dict[str, str]:
    """Map and timeline as files beside a brief in Markdown, which can hold none; their names, by kind."""
    from conflictdesk.publish.forms import pictures_of

    if out is None:
        return {}
    drawn = pictures_of(made)
    for kind, svg in drawn.items():
        _write(svg.encode(), out.with_name(f"{out.stem}-{kind}.svg"))
    return {kind: f"{out.stem}-{kind}.svg" for kind in drawn}


def _write(made: bytes, out: Path | None) -> None:
    """To stdout, or to a file, which is written whole or not at all."""
    if out is None:
        if sys.stdout.isatty() and made.startswith(b"%PDF"):
            raise UsageError("A PDF is nothing for a terminal: name a file with --out brief.pdf.")
        sys.stdout.buffer.write(made)
        sys.stdout.buffer.flush()
        return
    fresh = out.with_name(f".{out.name}.new")
    try:
        fresh.write_bytes(made)
        fresh.replace(out)
    finally:
        fresh.unlink(missing_ok=True)


def assess(
    context: typer.Context,
    text: Words = None,
    likelihood: Likelihood = None,
    about: About = None,
    withdraw: Withdraw = None,
    as_person: As = None,
    desk: Desk = None,
) -> None:
    """Write what you conclude about incidents; without a text, list what was written."""
    from conflictdesk.pipeline import assessing
    from conflictdesk.store.database import Database

    settings = settings_of(context, desk)
    with Database.open(settings.desk) as database:
        if withdraw is not None:
            act = assessing.withdraw(database, settings.who(as_person), withdraw)
        elif text is not None:
            act = assessing.assess(database, settings.who(as_person), text, likelihood, about or ())
        else:
            _list(assessing.listed(database))
            return
    show([{"act": act.act_id, "who": act.who, "at": act.at.isoformat(), "summary": act.summary}])


def _list(rows: list[dict[str, object]]) -> None:
    show(rows)
    if not rows and on_terminal():
        say('No assessments yet. Write one: conflictdesk assess "TEXT" --likelihood likely --about INCIDENT')
