"""What a brief counts: a period against the one before it, in words and never in per cent.

Unknown is a dash, and so is a count of nought in a period of which the desk has no reports: blank is not zero.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from conflictdesk.publish import wording
from conflictdesk.publish.entries import Entry
from conflictdesk.publish.standings import MEANINGS, STANDINGS
from conflictdesk.records.events import Role, Standing
from conflictdesk.records.values import Count

UNKNOWN = "–"
MOST_ROWS = 15
ROLES = ("Attacks", "Counter-operations", "Other")  # in the order of Role
NO_PLACE, NO_ACTOR = "Place not reported", "Actor not reported"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: what is counted, the counts of this period, of the one before (null: not known)."""

    name: str
    counts: tuple[int | None, ...]
    total: int | None
    before: int | None
    change: str
    killed: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The counts, the total and the one before, as they are printed."""
        return tuple(map(_printed, (*self.counts, self.total, self.before)))


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows add up to its last line. `columns` are those of `counts`, before the total."""

    title: str
    of: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row
    remark: str = ""
    people: bool = True  # whether the dead stand in it: never beside an actor, who may only be said to have acted


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the box: a count in words, this period's and the one before's."""

    name: str
    now: str
    before: str
    change: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """The incidents of a period and of the one before.

    `reported`, `reported_before`: the desk has reports that were published in it. Incidents of a period without any
    are known from reports of other days: they are counted, but that there were no others nobody said.
    """

    now: Sequence[Entry]
    before: Sequence[Entry]
    reported: bool
    reported_before: bool

    def counts(self, counted: Callable[[Entry], bool]) -> int | None:
        return _known(sum(map(counted, self.now)), self.reported)

    def counts_before(self, counted: Callable[[Entry], bool]) -> int | None:
        return _known(sum(map(counted, self.before)), self.reported_before)

    def change(self, now: int | None, before: int | None) -> str:
        return change(now, before) if self.reported and self.reported_before else UNKNOWN


def _known(count: int, reported: bool) -> int | None:
    return count if count or reported else None


def _printed(count: int | None) -> str:
    return UNKNOWN if count is None else f"{count:,}"


def change(now: int | None, before: int | None) -> str:
    """ "↑ from 2", "↓ from 5", "as before", or a dash where nothing is known of one of them."""
    if now is None or before is None:
        return UNKNOWN
    if now == before:
        return "as before"
    return f"{'↑' if now > before else '↓'} from {before:,}"


def box(told: Compared) -> list[Line]:
    """The counts at the head of a brief."""
    roles = [("Attacks", Role.ATTACK), ("Counter-operations", Role.COUNTER_OPERATION), ("Other events", Role.OTHER)]
    lines = [_line(name, told, _of_role(role)) for name, role in roles]
    people = [("killed", "Killed"), ("wounded", "Wounded")]
    return lines + [_people(field, name, told) for field, name in people] + _on_a_party(told, people)


def standings(told: Compared) -> list[Line]:
    """How many incidents stand how, in words that say what it means."""
    return [
        _line(STANDINGS[one].capitalize(), told, _of_standing(one), MEANINGS[one])
        for one in (Standing.CORROBORATED, Standing.SINGLE_SOURCE, Standing.CLAIMED_ONLY, Standing.CONTESTED)
    ]


def tables(told: Compared) -> list[Table]:
    """By place, by actor, by type."""
    return [_by_place(told), _by_actor(told), _by_type(told)]


def toll(field: str, entries: Sequence[Entry], theirs: bool = False) -> str:
    """The people of all incidents as a sum of least and most; what is not reported is said, and not counted as none."""
    figures = [(e.theirs if theirs else e.others)[field] for e in entries]
    known = [count for count in figures if count.known]
    if not known:
        return UNKNOWN
    most = None if any(count.max is None for count in known) else sum(count.max or 0 for count in known)
    return wording.count(Count(sum(count.min or 0 for count in known), most))


def _people(field: str, name: str, told: Compared) -> Line:
    silent = sum(not e.others[field].known for e in told.now)
    disputed = sum(field in e.incident.rivals for e in told.now)
    remarks = [f"not reported for {silent:,} of {len(told.now):,}"] if silent else []
    remarks += [f"figures differ in {disputed:,}"] if disputed else []
    return Line(name, toll(field, told.now), _before(field, told), remark="; ".join(remarks))


def _on_a_party(told: Compared, people: Sequence[tuple[str, str]]) -> list[Line]:
    """People of whom only a party to the event tells: never summed with the others."""
    lines = [
        Line(f"{name}, on a party's word alone", toll(field, told.now, True), _before(field, told, True))
        for field, name in people
    ]
    return [line for line in lines if {line.now, line.before} != {UNKNOWN}]


def _before(field: str, told: Compared, theirs: bool = False) -> str:
    return toll(field, told.before, theirs)


def _line(name: str, told: Compared, counts: Callable[[Entry], bool], remark: str = "") -> Line:
    now, before = told.counts(counts), told.counts_before(counts)
    return Line(name, _printed(now), _printed(before), told.change(now, before), remark)


def _by_place(told: Compared) -> Table:
    return _table("By place", "Place", ROLES, list(map(_of_role, Role)), _place, told)


def _by_actor(told: Compared) -> Table:
    contested = _of_standing(Standing.CONTESTED)
    kinds = [lambda e: not (contested(e) or _claims_alone(e)), contested, _claims_alone]
    remark = (
        "“As sources have it”: others name the actor, or an authority says that it acted. “Contested”: someone denies"
        " that it happened, or who did it. “Claims it alone”: nobody but the actor says that it was the actor."
    )
    columns = ("As sources have it", "Contested", "Claims it alone")
    return _table("By actor", "Actor", columns, kinds, _actor, told, remark, people=False)


def _by_type(told: Compared) -> Table:
    return _table("By type", "Type", ROLES, list(map(_of_role, Role)), lambda e: str(e.incident.type), told)


def _of_role(role: Role) -> Callable[[Entry], bool]:
    return lambda entry: entry.incident.role is role


def _of_standing(standing: Standing) -> Callable[[Entry], bool]:
    return lambda entry: entry.incident.standing is standing


def _claims_alone(entry: Entry) -> bool:
    """Whether the actor of an incident is its actor by its own claim alone."""
    if not _known_actor(entry) or entry.incident.standing is Standing.CONTESTED:
        return False
    return entry.incident.standing is Standing.CLAIMED_ONLY or not entry.named


def _known_actor(entry: Entry) -> str | None:
    return entry.incident.perpetrator.canonical or entry.incident.claimed_by


def _actor(entry: Entry) -> str:
    return _known_actor(entry) or NO_ACTOR


def _place(entry: Entry) -> str:
    country = wording.country_name(entry.incident.place.country)
    name = entry.place
    if name and country and name != country:
        return f"{name}, {country}"
    return name or (f"{country}, no nearer place" if country else NO_PLACE)


def _table(
    title: str,
    of: str,
    columns: tuple[str, ...],
    kinds: Sequence[Callable[[Entry], bool]],
    name: Callable[[Entry], str],
    told: Compared,
    remark: str = "",
    people: bool = True,
) -> Table:
    """Counts of the entries by name, the most first; names beyond the first fifteen are one row."""

    def row(label: str, names: Iterable[str]) -> Row:
        wanted = set(names)
        now = [entry for entry in told.now if name(entry) in wanted]
        counts = tuple(_known(sum(map(kind, now)), told.reported) for kind in kinds)
        total, before = _known(len(now), told.reported), told.counts_before(lambda entry: name(entry) in wanted)
        return Row(label, counts, total, before, told.change(total, before), toll("killed", now))

    now, before = Counter(map(name, told.now)), Counter(map(name, told.before))
    ordered = sorted(now | before, key=lambda key: (-now[key], -before[key], key))
    most = MOST_ROWS if len(ordered) > MOST_ROWS + 1 else len(ordered)  # one more has room for its own name
    first, rest = ordered[:most], ordered[most:]
    rows = [row(key, [key]) for key in first] + ([row(f"{len(rest)} others", rest)] if rest else [])
    return Table(title, of, columns, tuple(rows), row("All", ordered), remark, people)
