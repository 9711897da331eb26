"""What a person tells of a report: its date, publisher, language, title, address. Kept as a revision with who and when.

What was told before stays in the older revision. What depends on it is coded again: the report is pending.
"""

import re
from collections.abc import Mapping
from datetime import date

from conflictdesk.errors import InputError, UsageError
from conflictdesk.pipeline.workers import Outcome, Recipe, code_report, coder_of
from conflictdesk.records.acts import Act
from conflictdesk.store.database import Database, Draft
from conflictdesk.text.clean import clean_text

EDITABLE = ("published", "publisher", "language", "title", "url")
LANGUAGE = re.compile(r"[a-z]{2,3}")
LONGEST = 1_000  # characters of a title or an address


def edit_report(database: Database, who: str, report_id: str, told: Mapping[str, str | None]) -> Act | None:
    """Keep what a person tells of a report, by the names of EDITABLE; null and empty take a value away.

    Gives null where the report says that already. Raises InputError where it cannot be, with what would do.
    """
    if not told:
        raise UsageError(f"Nothing to change was named: give one of {', '.join(EDITABLE)}.")
    values = {name: _checked(name, value) for name, value in told.items()}
    if "published" in values:
        values["published_reason"] = f"told by {who}" if values["published"] else None
    return database.retell(report_id, values, Draft("edit", who, f"changed {', '.join(told)} of a report"))


def code_report_now(database: Database, recipe: Recipe, report_id: str) -> Outcome:
    """Code one report by the component that the desk shows.

    Raises UsageError where that is another one: then all reports are to be coded.
    """
    component, report = coder_of(recipe).component.identity, database.report(report_id)
    if report is None:
        raise InputError(f"There is no report {report_id} in this desk.")
    if database.component() not in (None, component):
        raise UsageError("The desk was coded by another version or with other lists: run conflictdesk code.")
    run = database.start_run(component)
    outcome = code_report(recipe, report)
    if outcome.issue is None:
        database.save_coding(run, report, outcome.claims, outcome.presences, outcome.unread)
    else:
        database.save_issue(run, report, outcome.issue)
    database.finish_run(run)
    return outcome


def _checked(name: str, value: str | None) -> str | None:
    if name not in EDITABLE:
        raise InputError(f"{name!r} cannot be set; these can: {', '.join(EDITABLE)}.")
    told = " ".join(clean_text(value).split()) if value else ""
    if len(told) > LONGEST:
        raise InputError(f"{name} has {len(told)} characters; up to {LONGEST} would do.")
    if name == "published" and told:
        return _day(told)
    if name == "language" and told and not LANGUAGE.fullmatch(told):
        raise InputError(f"language cannot be {told!r}; a code such as en or ar would do.")
    return told or None


def _day(told: str) -> str:
    try:
        return date.fromisoformat(told).isoformat()
    except ValueError as fault:
        raise InputError(f"published cannot be {told!r}; a date such as 2020-05-17 would do.") from fault
