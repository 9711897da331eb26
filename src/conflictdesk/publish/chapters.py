"""The chapters of a brief: which incidents belong to its period, and in which order they are told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conflictdesk.publish import wording
from conflictdesk.publish.entries import Entry, entry_of
from conflictdesk.publish.periods import Period
from conflictdesk.publish.rows import ExportOptions, IncidentRow
from conflictdesk.records.events import Role, Standing

CLAIMED_ONLY = "Claimed only: nobody but the side that claims it says so"
NO_COUNTRY = "Country not known"
CHAPTERS = ((Role.ATTACK, "Attacks"), (Role.COUNTER_OPERATION, "Counter-operations"), (Role.OTHER, "Other events"))


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    key: str
    groups: tuple[Group, ...]
    remark: str = ""

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for group in self.groups for entry in group.entries)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Rows of the period, of the one before, and those whose dates only touch the period."""

    now: tuple[IncidentRow, ...] = ()
    before: tuple[IncidentRow, ...] = ()
    loose: tuple[IncidentRow, ...] = ()


def choose(rows: Iterable[IncidentRow], period: Period) -> Chosen:
    ordered = sorted(rows, key=_day)
    return Chosen(
        tuple(row for row in ordered if period.holds(row.incident.when)),
        tuple(row for row in ordered if period.before.holds(row.incident.when)),
        tuple(row for row in ordered if period.touches(row.incident.when)),
    )


def _day(row: IncidentRow) -> tuple[str, str, str]:
    when = row.incident.when
    return (str(when.start), str(when.end), row.incident.incident_id) if when else ("", "", row.incident.incident_id)


def chapters_of(chosen: Chosen, options: ExportOptions) -> tuple[tuple[Chapter, ...], Chapter | None]:
    """The incidents told in order, numbered through, their notes too."""
    count, notes, made = 0, 0, []
    plan = [
        (title, str(role), _grouped([r for r in chosen.now if r.incident.role is role])) for role, title in CHAPTERS
    ]
    plan.append(("Dated too loosely to count", "loose", [("", list(chosen.loose))] if chosen.loose else []))
    for title, key, groups in plan:
        told = []
        for name, rows in groups:
            entries = []
            for row in rows:
                entry = entry_of(row, options, count := count + 1, notes + 1)
                notes += len(entry.notes)
                entries.append(entry)
            told.append(Group(name, tuple(entries)))
        made.append(Chapter(title, key, tuple(told)))
    *chapters, loose = made
    remark = "Their dates are known to the month or year, or overlap the period: they are in no count and no table."
    kept = tuple(chapter for chapter in chapters if chapter.groups)
    return kept, Chapter(loose.title, loose.key, loose.groups, remark) if loose.groups else None


def _grouped(rows: Sequence[IncidentRow]) -> list[tuple[str, list[IncidentRow]]]:
    """By country where there are several; what is claimed only stands apart, last."""
    told = [row for row in rows if row.incident.standing is not Standing.CLAIMED_ONLY]
    claimed = [row for row in rows if row.incident.standing is Standing.CLAIMED_ONLY]
    countries = sorted({_country(row) for row in told}, key=lambda name: (name == NO_COUNTRY, name))
    groups = [(name, [row for row in told if _country(row) == name]) for name in countries]
    groups = [("", told)] if len(groups) == 1 else groups
    return [*groups, *([(CLAIMED_ONLY, claimed)] if claimed else [])]


def _country(row: IncidentRow) -> str:
    return wording.country_name(row.incident.place.country) or NO_COUNTRY
