"""Series and campaigns: a pure function of incidents, their claims, and what people said of them.

A series is proposed where attacks look like one hand: their signature (weapon, target, manner, who claims them, one
statement) says so, and space and time do not say otherwise. Nearness alone proposes nothing. Operations against a
group are never in a series of attacks: they stand beside it. What holds a campaign together is its name, and a
statement that one report claims several attacks: those are bundles, and no judgement of the machine.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from conflictdesk.link.names import folded, name_words
from conflictdesk.link.series_groups import Edge, Group, groups_of, said_of
from conflictdesk.link.series_model import Ints, Logistic
from conflictdesk.link.series_pairs import Compared, compare_attacks, shipped_model
from conflictdesk.link.series_reach import feasibility
from conflictdesk.link.series_sightings import Sighting, group_of, parent_of, sightings
from conflictdesk.records.events import EventClaim, Incident, Role
from conflictdesk.records.provenance import stable_id
from conflictdesk.records.series import Bond, Bundle, Grouping, Membership, Series
from conflictdesk.records.values import TimeInterval

Operation = tuple[Incident, tuple[frozenset[str], ...]]  # with the words for its target, the held one and its rivals
MOST_OPERATIONS = 50  # beside a series, those nearest in time
MOST_PAIRS = 60  # of a series that are told one by one, the surest of each attack first
LEAST_WEIGHED = 0.02  # pairs below say so little for one hand that they bring nothing together


def series_key(oldest: str) -> str:
    """The id of the series whose oldest incident this is."""
    return stable_id("series", oldest)


def find_series(
    incidents: Sequence[Incident],
    claims: Mapping[str, EventClaim],
    memberships: Iterable[Membership] = (),
    model: Logistic | None = None,
) -> Grouping:
    """Series and bundles among `incidents`; `claims` by id are theirs. The order of the arguments has no say."""
    among = sightings(incidents, claims)
    compared = compare_attacks(among, model or shipped_model())
    held = _Held(among, compared, incidents)
    together, apart, words = said_of(memberships, held.position)
    weighed = held.proposing()
    groups = groups_of(weighed, together, apart)
    own = _homes(groups_of(weighed, (), ()) if words else groups, len(among))
    rows = _rows_by_group(groups, compared)
    found = tuple(held.series(group, rows[n], words, own) for n, group in enumerate(groups))
    home = {key: one.series_id for one in found for key in one.incidents}
    return Grouping(found, tuple(bundles(incidents, claims)), home)


def with_series(incidents: Iterable[Incident], found: Grouping) -> tuple[Incident, ...]:
    """The incidents, each with the id of its series."""
    return tuple(replace(one, series_id=key) if (key := found.series_of(one.incident_id)) else one for one in incidents)


def now_called(key: str, found: Grouping, incidents: Iterable[Incident]) -> Series | None:
    """The series that `key` is, or has become: the one that holds the incident after which it was called."""
    by_id = {one.series_id: one for one in found.series}
    if key in by_id:
        return by_id[key]
    oldest = (one for one in incidents for old in (one.incident_id, *one.former_ids) if series_key(old) == key)
    home = (found.series_of(one.incident_id) for one in oldest)
    return next((by_id[now] for now in home if now), None)


@dataclass(frozen=True)
class _Held:
    """The attacks, their pairs, and all incidents."""

    among: Sequence[Sighting]
    compared: Compared
    incidents: Sequence[Incident]
    met: dict[tuple[frozenset[str], frozenset[str | None]], list[Incident]] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[str, Incident]:
        return {one.incident_id: one for one in self.incidents}

    @cached_property
    def operations(self) -> list[Operation]:
        return operations_of(self.incidents)

    @cached_property
    def position(self) -> dict[str, int]:
        """Where each attack stands, by its present id and those before."""
        place = {one.incident_id: n for n, one in enumerate(self.among)}
        former = {old: one.incident_id for one in self.incidents for old in one.former_ids}
        return {old: place[key] for old, key in former.items() if key in place} | place

    def proposing(self) -> dict[Edge, float]:
        """Pairs whose signature says enough, with their probability; of others that of nought, near as they may be."""
        found = self.compared
        signed = np.zeros(len(found.left), dtype=np.bool_)
        signed[found.signed] = True
        told = np.where(signed, found.probability, np.minimum(found.probability, LEAST_WEIGHED))
        ends = zip(found.left.tolist(), found.right.tolist(), strict=True)
        return dict(zip(ends, told.tolist(), strict=True))

    def spoken_of(self, word: Membership) -> set[int]:
        """Where the attacks stand that a person spoke of."""
        return {self.position[key] for key in (word.incident_id, *word.others) if key in self.position}

    def against(self, attacks: Sequence[Incident]) -> list[Incident]:
        """Operations against who is said to have done the attacks, looked for once for each organisation."""
        key = names_of(attacks), frozenset(one.place.country for one in attacks)
        if key not in self.met:
            self.met[key] = against(*key, self.operations)
        return self.met[key]

    def series(self, group: Group, rows: Ints, words: Sequence[Membership], own: Ints) -> Series:
        """The series of a group; `own` is the group in which the machine alone has each attack, or -1.

        The numbers are of the machine's own part: what people put in beside it is no proposal of its.
        """
        attacks = [self.among[n] for n in group]
        ids = tuple(one.incident_id for one in attacks)
        found = self.compared
        held = [self.by_id[key] for key in ids]
        alone = Counter(own[list(group)].tolist())
        proposed = tuple(self.among[n].incident_id for n in group if own[n] >= 0 and alone[int(own[n])] > 1)
        inside = rows[(own[found.left[rows]] >= 0) & (own[found.left[rows]] == own[found.right[rows]])]
        return Series(
            series_id=series_key(ids[0]),
            incidents=ids,
            proposed=proposed,
            probability=float(found.probability[inside].mean()) if len(inside) else None,
            signature=float(found.signature[inside].mean()) if len(inside) else 0.0,
            space_time=float(found.space_time[inside].mean()) if len(inside) else 0.0,
            pairs=tuple(found.pairing(row) for row in _told(rows, found)),
            group=_common(one.group for one in attacks),
            campaigns=tuple(sorted({one.campaign for one in held if one.campaign})),
            feasibility=feasibility(attacks),
            counter_operations=tuple(one.incident_id for one in _nearest(self.against(held), attacks[0].when)),
            said=tuple(word for word in words if self.spoken_of(word) & set(group)),
        )


def _homes(groups: Sequence[Group], many: int) -> Ints:
    """The number of the group that holds each attack; -1 is none."""
    home = np.full(many, -1, dtype=np.int64)
    for number, group in enumerate(groups):
        home[list(group)] = number
    return home


def _rows_by_group(groups: Sequence[Group], compared: Compared) -> list[Ints]:
    """The rows of the pairs within each group."""
    home = _homes(groups, len(compared.among))
    of = home[compared.left]
    inside = np.flatnonzero((of >= 0) & (of == home[compared.right]))
    ordered = inside[np.argsort(of[inside], kind="stable")]
    ends = np.searchsorted(of[ordered], np.arange(len(groups) + 1))
    return [ordered[ends[n] : ends[n + 1]] for n in range(len(groups))]


def _told(rows: Ints, found: Compared) -> list[int]:
    """The pairs that are told: all of a small series, of a large one the surest."""
    if len(rows) <= MOST_PAIRS:
        return [int(row) for row in rows]
    surest = sorted(rows.tolist(), key=lambda row: (-found.probability[row], row))
    return sorted(surest[:MOST_PAIRS])


def _common(names: Iterable[str | None]) -> str | None:
    """The one organisation that all who name one name; of a parent and its branch the branch. Else null."""
    told = {name for name in names if name}
    branches = {name for name in told if parent_of(name) != name} or told
    return next(iter(branches)) if len(branches) == 1 and len({parent_of(name) for name in told}) == 1 else None


def operations_of(incidents: Iterable[Incident]) -> list[Operation]:
    """Operations with the words for their targets, oldest first."""
    found = [one for one in incidents if one.role is Role.COUNTER_OPERATION]
    ordered = sorted(found, key=lambda one: (str(one.when.start) if one.when else "", one.incident_id))
    return [(one, _struck(one)) for one in ordered]


def _struck(one: Incident) -> tuple[frozenset[str], ...]:
    """The words for whom an operation struck, as each side has it: whom it killed is what sources dispute."""
    rivals = (rival.value for rival in one.rivals.get("target", ()) if isinstance(rival.value, Mapping))
    told = [(one.target.canonical, one.target.text), *((value.get("canonical"), value.get("text")) for value in rivals)]
    return tuple(name_words(f"{canonical or ''} {text or ''}", "target") for canonical, text in told)


def is_against(words: frozenset[str], targets: Iterable[frozenset[str]]) -> bool:
    """Whether one of an operation's targets, whoever tells it, holds the words of an organisation's name."""
    return bool(words) and any(words <= target for target in targets)


def names_of(attacks: Iterable[Incident]) -> frozenset[str]:
    """The organisations that are said to have done the attacks, or claim them, and those whose branches they are."""
    return frozenset(name for one in attacks for name in _names(one))


def against(names: Iterable[str], countries: Iterable[str | None], operations: Iterable[Operation]) -> list[Incident]:
    """Operations against an organisation of `names`, in one of the countries.

    Where the country of an operation is not known, the organisation is enough. The target's words must hold the
    organisation's name: "Islamic State convoys" for a branch of it.
    """
    sought = [words for name in sorted(names) if (words := name_words(name, "actor"))]
    there = {None, *countries}
    near = (told for told in operations if told[0].place.country in there)
    return [one for one, targets in near if any(is_against(words, targets) for words in sought)]


def _nearest(found: Sequence[Incident], first: TimeInterval) -> list[Incident]:
    """Of many operations those nearest in time, oldest first; an undated one is farthest."""
    if len(found) <= MOST_OPERATIONS:
        return list(found)
    ranked = sorted(range(len(found)), key=lambda n: (_days(found[n], first), n))
    return [found[n] for n in sorted(ranked[:MOST_OPERATIONS])]


def _days(one: Incident, first: TimeInterval) -> float:
    return one.when.days_apart(first) if one.when else float("inf")


def _names(one: Incident) -> set[str]:
    named = {group_of(one), one.claimed_by}
    return {name for whole in named if whole for name in (whole, parent_of(whole)) if name}


def bundles(incidents: Sequence[Incident], claims: Mapping[str, EventClaim]) -> list[Bundle]:
    """Campaigns by name and organisation, and statements that claim several incidents."""
    campaigns: dict[tuple[str, str], list[Incident]] = defaultdict(list)
    statements: dict[tuple[str, str], list[Incident]] = defaultdict(list)
    for one in incidents:
        if one.campaign:
            campaigns[folded(one.campaign), _claimant(one)].append(one)
        for report_id in sightings_statements(one, claims):
            statements[report_id, _claimant(one)].append(one)
    named = [_bundle(Bond.CAMPAIGN, key[0], found) for key, found in campaigns.items() if len(found) > 1]
    told = [_bundle(Bond.STATEMENT, key[0], found) for key, found in statements.items() if len(found) > 1]
    return sorted([*named, *told], key=lambda one: (str(one.bond), one.incidents[0], one.report_id or ""))


def sightings_statements(one: Incident, claims: Mapping[str, EventClaim]) -> set[str]:
    """The reports in which the incident is claimed by who did it."""
    told = (claims[key] for key in one.claims if key in claims)
    return {claim.report_id for claim in told if claim.status == "claimed"} if one.role is Role.ATTACK else set()


def _claimant(one: Incident) -> str:
    return parent_of(one.claimed_by or group_of(one)) or ""


def _bundle(bond: Bond, key: str, found: Sequence[Incident]) -> Bundle:
    ordered = sorted(found, key=lambda one: (str(one.when.start) if one.when else "~", one.incident_id))
    name = ordered[0].campaign if bond is Bond.CAMPAIGN else None
    report_id = key if bond is Bond.STATEMENT else None
    return Bundle(bond, name, _claimant(ordered[0]) or None, tuple(one.incident_id for one in ordered), report_id)
