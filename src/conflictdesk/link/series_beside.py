"""Operations beside attacks: by organisation and place, what it is said to have done and what was done against it.

By organisation alone: no community is ever an axis. Nothing here says that the one followed from the other.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conflictdesk.link.names import name_words
from conflictdesk.link.series import is_against, operations_of
from conflictdesk.link.series_sightings import UNIDENTIFIED, group_of, parent_of
from conflictdesk.records.events import Incident, Role


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with the attacks of one organisation there, and the operations against it."""

    place: str | None
    country: str | None
    attacks: tuple[Incident, ...]
    operations: tuple[Incident, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """An organisation, its attacks as claimed or told, and the operations against it, by place; oldest first."""

    group: str
    attacks: tuple[Incident, ...]
    operations: tuple[Incident, ...]
    spots: tuple[Spot, ...]


def beside(incidents: Iterable[Incident]) -> list[Beside]:
    """Organisations with attacks or operations, those with most operations first, then most attacks."""
    attacks: dict[str, list[Incident]] = defaultdict(list)
    ordered = sorted(incidents, key=_day)
    operations = operations_of(ordered)
    for one in ordered:
        name = parent_of(group_of(one))
        if one.role is Role.ATTACK and name and name.casefold() != UNIDENTIFIED:
            attacks[name].append(one)
    found = []
    for name, theirs in attacks.items():
        words = name_words(name, "actor")
        against = [one for one, targets in operations if is_against(words, targets)]
        found.append(Beside(name, tuple(theirs), tuple(against), tuple(_spots(theirs, against))))
    return sorted(found, key=lambda b: (-len(b.operations), -len(b.attacks), b.group))


def _spots(attacks: Sequence[Incident], operations: Sequence[Incident]) -> list[Spot]:
    at: dict[tuple[str | None, str | None], tuple[list[Incident], list[Incident]]] = defaultdict(lambda: ([], []))
    for column, found in enumerate((attacks, operations)):
        for one in found:
            at[one.place.modern or one.place.name, one.place.country][column].append(one)
    spots = [Spot(place, country, tuple(a), tuple(o)) for (place, country), (a, o) in at.items()]
    return sorted(spots, key=lambda s: (-len(s.operations), -len(s.attacks), s.country or "~", s.place or "~"))


def _day(one: Incident) -> tuple[str, str]:
    return (str(one.when.start) if one.when else "~", one.incident_id)
