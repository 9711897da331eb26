"""Commands that look things up: gazetteer load and status, and the filters geoparse, geocode, timex."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from conflictdesk.cli.options import Desk, LinesNeeded, filter_desk, opened, settings_of
from conflictdesk.cli.screen import Complaints, say, show, write_lines

File = Annotated[Path, typer.Argument(metavar="FILE", help="A GeoNames country dump (.txt, .zip) or JSON lines.")]
Filter = Callable[[Iterable[bytes], Complaints], Iterator[dict[str, Any]]]


def load_gazetteer(context: typer.Context, file: File, desk: Desk = None) -> None:
    """Load places into the desk's gazetteer, beside the built-in one."""
    from conflictdesk.pipeline.folder import load_places

    loaded = load_places(settings_of(context, desk).desk, file, lambda lines: say(f"{lines:,} lines read"))
    for problem in loaded.problems:
        say(f"{file}: {problem}")
    show([{"loaded": loaded.loaded, "skipped": loaded.skipped}])
    raise typer.Exit(1 if loaded.skipped else 0)


def gazetteer_status(context: typer.Context, desk: Desk = None) -> None:
    """What the gazetteers hold, and whose data it is."""
    from conflictdesk.pipeline.folder import gazetteer_contents

    show([asdict(one) for one in gazetteer_contents(settings_of(context, desk).desk)])


def geoparse(context: typer.Context, jsonl: LinesNeeded, desk: Desk = None) -> None:
    """Find and place the names in texts; spans that are given are placed as given."""
    from conflictdesk.pipeline.places import geoparse_lines, open_gazetteer

    gazetteer = open_gazetteer(filter_desk(settings_of(context, desk)))
    _filter(jsonl, lambda stream, complain: geoparse_lines(stream, gazetteer, complain))


def geocode(context: typer.Context, jsonl: LinesNeeded, desk: Desk = None) -> None:
    """Place names that come without a text."""
    from conflictdesk.pipeline.places import geocode_lines, open_gazetteer

    gazetteer = open_gazetteer(filter_desk(settings_of(context, desk)))
    _filter(jsonl, lambda stream, complain: geocode_lines(stream, gazetteer, complain))


def timex(context: typer.Context, jsonl: LinesNeeded, desk: Desk = None) -> None:
    """Find the time expressions in texts, as TIMEX3."""
    from conflictdesk.pipeline.times import timex_lines

    filter_desk(settings_of(context, desk))
    _filter(jsonl, timex_lines)


def _filter(source: str, lines_of: Filter) -> None:
    complaints = Complaints()
    with opened(source) as stream:
        write_lines(lines_of(stream, complaints))
    complaints.end()
