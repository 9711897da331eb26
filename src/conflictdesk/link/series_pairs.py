"""Pairs of attacks: which are compared at all, what each trait says, and the probability of one hand.

The score is logistic: each trait adds to the log odds or takes from them. Traits of space and time (distance, days,
time of day) are summed apart from the signature: what was used, on whom, how, by whom, in which statement. Nearness
alone never makes a proposal, so a pair counts only where its signature says enough.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from conflictdesk.link.series_model import UNKNOWN, Floats, Ints, Logistic, agreement, probability, shares
from conflictdesk.link.series_sightings import Sighting, series_data
from conflictdesk.records.series import SPACE_TIME, Evidence, Pairing, Trait

WINDOW = 60  # days between two attacks that are compared
FARTHEST = 500.0  # km
NEXT, LEAST_NEXT = 40, 5  # attacks of one block, one after the other, that each is compared with
MOST_COMPARED = 400_000  # pairs, about: of more attacks each meets fewer of the next
DENSE = 3_000  # attacks, from which blocks are of one region
SQUARE = 5.0  # degrees
PRIOR = 20.0  # attacks that the priors count as
FEW_WORDS = 10.0
NEUTRAL_KM, NEUTRAL_DAYS = 100.0, 14.0
SIGNED_FROM = 0.5  # probability of one hand by the signature alone, below which nothing is proposed
ALIKE_FROM = 2  # traits of the signature that agree
KINDS = (Trait.WEAPON, Trait.TARGET, Trait.MANNER, Trait.GROUP, Trait.CAMPAIGN)
ONE_SPOT_KM = 1.0
TOLD_TWICE_DAYS = 7.0  # a follow-up a week later is apt to be dated by its own day
TOLD_TWICE = "may be one incident told twice: one spot within a week, alike in kind, the later toll higher"
TOLD_AGAIN = "may be one incident told twice: one report tells of both, on one day and at one spot"
COLUMNS: Mapping[Trait, int] = dict.fromkeys(KINDS, 3) | {  # features that each trait has
    Trait.WORDS: 1,
    Trait.STATEMENT: 1,
    Trait.DISTANCE: 1,
    Trait.DAYS: 1,
    Trait.HOUR: 2,
}
SIGNATURE_COLUMNS = sum(width for trait, width in COLUMNS.items() if trait not in SPACE_TIME)


@cache
def slices() -> dict[Trait, slice]:
    """Where each trait's features stand in a row."""
    found, start = {}, 0
    for trait, width in COLUMNS.items():
        found[trait], start = slice(start, start + width), start + width
    return found


def shipped_model() -> Logistic:
    told = series_data()["model"]
    weights = [weight for trait in COLUMNS for weight in told["weights"][str(trait)]]
    return Logistic(float(told["bias"]), np.array(weights, dtype=np.float64))


@dataclass(frozen=True)
class Compared:
    """Pairs of `among` (positions `left` < `right`, m each), their features (m, n), and how common values are."""

    among: Sequence[Sighting]
    left: Ints
    right: Ints
    features: Floats
    model: Logistic
    share: Mapping[Trait, Mapping[str, float]]

    @cached_property
    def parts(self) -> Floats:
        """What each feature adds to the log odds (m, n)."""
        return np.asarray(self.features * self.model.weights)

    @cached_property
    def signature(self) -> Floats:
        return np.asarray(self.parts[:, :SIGNATURE_COLUMNS].sum(axis=1))

    @cached_property
    def space_time(self) -> Floats:
        return np.asarray(self.parts[:, SIGNATURE_COLUMNS:].sum(axis=1))

    @cached_property
    def probability(self) -> Floats:
        return probability(self.model.bias + self.signature + self.space_time)

    @cached_property
    def signed(self) -> Ints:
        """Rows whose signature says enough for a proposal: one hand, as likely as not, without space and time.

        Where no distance is known, one statement must claim both: days alone bring nothing together. Nor is anything
        proposed where the two may be one incident: that would count it twice.
        """
        where = slices()
        alike = np.sum([self.parts[:, where[t].start] > 0 for t in COLUMNS if t not in SPACE_TIME], axis=0)
        told = self.features[:, where[Trait.STATEMENT].start] > 0
        placed = ~np.isnan(_km(self.among, self.left, self.right))
        alone = probability(self.model.bias + self.signature)
        enough = (alone >= SIGNED_FROM) & (alike >= ALIKE_FROM) & (placed | told)
        ends = zip(self.left.tolist(), self.right.tolist(), strict=True)
        once = [why_one_incident(self.among[a], self.among[b]) is not None for a, b in ends]
        return np.flatnonzero(enough & ~np.array(once, dtype=np.bool_))

    def pairing(self, row: int) -> Pairing:
        left, right = self.among[self.left[row]], self.among[self.right[row]]
        evidence = [self._evidence(row, trait, left, right) for trait in COLUMNS]
        return Pairing(
            left.incident_id,
            right.incident_id,
            float(self.probability[row]),
            float(self.signature[row]),
            float(self.space_time[row]),
            tuple(one for one in evidence if one),
            why_one_incident(left, right),
        )

    def _evidence(self, row: int, trait: Trait, left: Sighting, right: Sighting) -> Evidence | None:
        weight = float(self.parts[row, slices()[trait]].sum())
        if trait is Trait.DISTANCE:
            return _measured(trait, weight, km_between(left, right), NEUTRAL_KM)
        if trait is Trait.DAYS:
            return _measured(trait, weight, abs(left.day - right.day), NEUTRAL_DAYS)
        if trait is Trait.STATEMENT:
            return Evidence(trait, weight, True) if left.statements & right.statements else None
        if trait is Trait.WORDS:
            shared = " ".join(sorted(left.words & right.words))
            return Evidence(trait, weight, True, shared, shared) if shared else None
        a, b = (_value(one, trait) for one in (left, right))
        if a is None or b is None or not self.features[row, slices()[trait]].any():
            return None
        return Evidence(trait, weight, a == b, a, b, self.share[trait].get(a) if a == b else None)


def _measured(trait: Trait, weight: float, measure: float | None, neutral: float) -> Evidence | None:
    return None if measure is None else Evidence(trait, weight, measure <= neutral, measure=measure)


def why_one_incident(left: Sighting, right: Sighting) -> str | None:
    """Why two attacks, the older first, may be one that is held twice; null where nothing says so."""
    km = km_between(left, right)
    if km is None or km >= ONE_SPOT_KM:
        return None
    if left.reports & right.reports:
        at_other_hours = left.hour and right.hour and left.hour != right.hour
        return TOLD_AGAIN if left.day == right.day and not at_other_hours else None
    return TOLD_TWICE if _is_follow_up(left, right) else None


def _is_follow_up(left: Sighting, right: Sighting) -> bool:
    """Whether the later one is apt to be news of the older: a higher toll, a later day, alike in kind."""
    if not left.killed or not right.killed or right.killed <= left.killed:
        return False
    kinds = ((left.weapon, right.weapon), (left.target, right.target), (left.manner, right.manner))
    return right.day - left.day <= TOLD_TWICE_DAYS and not any(a and b and a != b for a, b in kinds)


def km_between(left: Sighting, right: Sighting) -> float | None:
    return left.point.km_to(right.point) if left.point and right.point else None


def compare_attacks(among: Sequence[Sighting], model: Logistic) -> Compared:
    """Every pair of `among` (oldest first) that blocking brings together, with its features."""
    left, right = _near(among, *_blocked(among))
    share = {trait: _shares(trait, among) for trait in (*KINDS, Trait.HOUR)}
    columns = [
        *(_kind_columns(trait, share[trait], among, left, right) for trait in KINDS),
        _shared_words(among, left, right)[:, None],
        _one_statement(among, left, right)[:, None],
        _nearness(among, left, right),
        _hour_columns(share[Trait.HOUR], among, left, right),
    ]
    return Compared(among, left, right, np.hstack(columns), model, share)


def _blocked(among: Sequence[Sighting]) -> tuple[Ints, Ints]:
    """Pairs that have something in common which can carry a signature, in the order of time."""
    dense = len(among) > DENSE
    blocks: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for n, one in enumerate(among):
        for key in _keys(one, dense):
            blocks[key].append(n)
    several = [np.array(block, dtype=np.int64) for block in blocks.values() if len(block) > 1]
    following = max(LEAST_NEXT, min(NEXT, MOST_COMPARED // max(1, sum(map(len, several)))))
    pairs = [block[:-k] * len(among) + block[k:] for block in several for k in range(1, min(following + 1, len(block)))]
    if not pairs:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    found = np.unique(np.concatenate(pairs))
    return found // len(among), found % len(among)


def _keys(one: Sighting, dense: bool) -> Iterator[tuple[object, ...]]:
    """What brings attacks together. In a dense desk those of one organisation, or of one weapon, meet by region."""
    yield from (("statement", key) for key in sorted(one.statements))
    if one.campaign and not dense:
        yield "campaign", one.campaign
    for region in _regions(one) if dense else (None,):
        if one.parent:
            yield "group", one.parent, region
        if one.weapon and one.target:
            yield "means", one.weapon, one.target, region


def _regions(one: Sighting) -> tuple[object, ...]:
    """The squares in which a point lies, of two grids that are half a square apart: near points share one at least."""
    if one.point is None:
        return (None,)
    lat, lon = one.point.lat / SQUARE, one.point.lon / SQUARE
    return tuple((half, int(lat + half), int(lon + half)) for half in (360.0, 360.5))


def _near(among: Sequence[Sighting], left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """Those of the pairs that lie within the window and the farthest distance; an unknown distance stays."""
    days = np.array([one.day for one in among])
    km = _km(among, left, right)
    kept = (np.abs(days[left] - days[right]) <= WINDOW) & ~(km > FARTHEST)
    return left[kept], right[kept]


def _km(among: Sequence[Sighting], left: Ints, right: Ints) -> Floats:
    """Great-circle km of each pair; not a number where a point is missing."""
    nowhere = (np.nan, np.nan)
    points = np.array([(one.point.lat, one.point.lon) if one.point else nowhere for one in among]).reshape(-1, 2)
    a, b = np.radians(points[left]), np.radians(points[right])
    h = np.sin((b[:, 0] - a[:, 0]) / 2) ** 2
    h += np.cos(a[:, 0]) * np.cos(b[:, 0]) * np.sin((b[:, 1] - a[:, 1]) / 2) ** 2
    return np.asarray(2 * 6371.0 * np.arcsin(np.sqrt(np.minimum(1.0, h))))


def _nearness(among: Sequence[Sighting], left: Ints, right: Ints) -> Floats:
    days = np.array([one.day for one in among])
    km = np.nan_to_num(np.log1p(_km(among, left, right)) - np.log1p(NEUTRAL_KM), nan=0.0)
    return np.stack([km, np.log1p(np.abs(days[left] - days[right])) - np.log1p(NEUTRAL_DAYS)], axis=1)


def _value(one: Sighting, trait: Trait) -> str | None:
    match trait:
        case Trait.WEAPON:
            return one.weapon
        case Trait.TARGET:
            return one.target
        case Trait.MANNER:
            return one.manner
        case Trait.GROUP:
            return one.group
        case Trait.CAMPAIGN:
            return one.campaign
        case _:
            return one.hour


def _shares(trait: Trait, among: Sequence[Sighting]) -> dict[str, float]:
    """How common each value is among the attacks; a kind's share is drawn towards that of the shipped priors."""
    prior: Mapping[str, float] = series_data()["priors"].get(str(trait), {})
    values = sorted({*prior, *(v for one in among if (v := _value(one, trait)))})
    code = {value: n for n, value in enumerate(values)}
    codes = np.array([code.get(_value(one, trait) or "", UNKNOWN) for one in among], dtype=np.int64)
    drawn = np.array([prior.get(value, 1 / PRIOR) for value in values])
    found = shares(codes, drawn / max(1.0, drawn.sum()), PRIOR) if values else np.zeros(0)
    return dict(zip(values, map(float, found), strict=True))


def _kind_columns(
    trait: Trait, share: Mapping[str, float], among: Sequence[Sighting], left: Ints, right: Ints
) -> Floats:
    code = {value: n for n, value in enumerate(share)}
    codes = np.array([code.get(_value(one, trait) or "", UNKNOWN) for one in among], dtype=np.int64)
    if not share:
        return np.zeros((len(left), 3))
    found = agreement(codes[left], codes[right], np.array(list(share.values())))
    if trait is Trait.MANNER:
        told = np.array([one.manner_is_told_by_weapon for one in among], dtype=np.bool_)
        found[told[left] & told[right]] = 0
    if trait is Trait.GROUP:  # an organisation and its branch are neither the same nor two
        parents = np.array([one.parent or "" for one in among])
        found[(codes[left] != codes[right]) & (parents[left] == parents[right])] = 0
    return found


def _hour_columns(share: Mapping[str, float], among: Sequence[Sighting], left: Ints, right: Ints) -> Floats:
    found = _kind_columns(Trait.HOUR, share, among, left, right)
    return np.stack([found[:, 0], found[:, 2]], axis=1)


def _shared_words(among: Sequence[Sighting], left: Ints, right: Ints) -> Floats:
    """The surprise of the rarest word that two targets share, 0 where they share none."""
    seen: dict[str, int] = defaultdict(int)
    for one in among:
        for word in one.words:
            seen[word] += 1
    rare = {word: -np.log((n + 0.5) / (len(among) + FEW_WORDS)) for word, n in seen.items()}
    worded = [one.words for one in among]
    found = (worded[a] & worded[b] for a, b in zip(left.tolist(), right.tolist(), strict=True))
    return np.array([max((rare[w] for w in words), default=0.0) for words in found], dtype=np.float64)


def _one_statement(among: Sequence[Sighting], left: Ints, right: Ints) -> Floats:
    told = [one.statements for one in among]
    pairs = zip(left.tolist(), right.tolist(), strict=True)
    return np.array([not told[a].isdisjoint(told[b]) for a, b in pairs], dtype=np.float64)
