"""The command series: what the machine proposes as one hand, campaigns, and people's words on who belongs to which."""

from typing import Annotated

import typer

from conflictdesk.cli.options import As, Desk, settings_of
from conflictdesk.cli.screen import NO_REPORTS, on_terminal, say, show
from conflictdesk.errors import UsageError

Campaigns = Annotated[bool, typer.Option("--campaigns", help="Campaigns, and statements that claim several attacks.")]
Of = Annotated[str | None, typer.Option("--of", metavar="SERIES", help="The series that is meant.")]
With = Annotated[str | None, typer.Option("--with", metavar="INCIDENT", help="Say that it is in the series.")]
Without = Annotated[str | None, typer.Option("--without", metavar="INCIDENT", help="Say that it is not.")]


def series(
    context: typer.Context,
    campaigns: Campaigns = False,
    of: Of = None,
    with_incident: With = None,
    without: Without = None,
    as_person: As = None,
    desk: Desk = None,
) -> None:
    """List attacks that look like one hand, as the machine proposes; or say which incident is in a series."""
    from conflictdesk.pipeline.holding import read_holding
    from conflictdesk.pipeline.series import bundled, listed, put_in
    from conflictdesk.store.database import Database

    settings = settings_of(context, desk)
    incident = _spoken_of(of, with_incident, without)
    with Database.open(settings.desk) as database:
        if of is not None and incident is not None:
            act = put_in(database, settings.who(as_person), incident, of, without is None)
            show([{"act": act.act_id, "who": act.who, "at": act.at.isoformat(), "summary": act.summary}])
            return
        held = read_holding(database)
    rows = bundled(held) if campaigns else listed(held)
    show([_short(row) for row in rows] if on_terminal() else rows)
    if not rows and on_terminal():
        say(NO_REPORTS if not held.reports else f"No {'campaigns' if campaigns else 'series'} among the incidents.")


def _spoken_of(of: str | None, with_incident: str | None, without: str | None) -> str | None:
    if with_incident and without:
        raise UsageError("--with and --without are two words: give one of them.")
    incident = with_incident or without
    if (of is None) != (incident is None):
        raise UsageError("Name the series and the incident: --of SERIES with --with INCIDENT or --without INCIDENT.")
    return incident


def _short(row: dict[str, object]) -> dict[str, object]:
    """A row as a terminal has room for it."""
    incidents = row["incidents"]
    assert isinstance(incidents, list)
    if "bond" in row:
        return {key: row[key] for key in ("bond", "name", "organisation")} | {"incidents": len(incidents)}
    told, proposed = row["feasibility"], row["proposed"]
    assert isinstance(told, dict)
    assert isinstance(proposed, list)
    return {
        "series": row["series_id"],
        "attacks": len(incidents),
        "of them proposed by the machine": len(proposed),
        "model's probability": row["probability"],
        "organisation, as claimed or named": row["organisation"],
        "one team": told["reach"],
        "proposed by": row["proposed_by"],
    }
