"""Series in words: what the machine proposes, with what speaks for and against it, told as the machine's.

A proposal gives a number, the model's probability, and evidence in sentences; words of likelihood are people's alone,
in their assessments. Every sentence is made of the incidents it is given: in a brief those that redaction went over.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conflictdesk.publish import wording
from conflictdesk.publish.entries import Entry, plain
from conflictdesk.records.events import Incident, Standing
from conflictdesk.records.series import SPACE_TIME, Evidence, Feasibility, NearRepeat, Reach, Series, Trait
from conflictdesk.records.values import TimeInterval

SUREST = 0.99  # a probability that is told as such; what is above is told as more
LITTLE = 0.05  # log odds, below which a trait says next to nothing
NAMES: Mapping[Trait, str] = {
    Trait.WEAPON: "Weapon",
    Trait.TARGET: "Kind of target",
    Trait.WORDS: "Words for the target",
    Trait.MANNER: "Manner",
    Trait.GROUP: "Who claims it or is named",
    Trait.CAMPAIGN: "Campaign",
    Trait.STATEMENT: "Statement",
    Trait.DISTANCE: "Distance",
    Trait.DAYS: "Days",
    Trait.HOUR: "Time of day",
}
UNNAMED = wording.UNIDENTIFIED
ROADS = "Roads are not known."
CALIBRATED = "calibrated on invented series alone"


class Side(StrEnum):
    FOR = "for"
    AGAINST = "against"
    NEITHER = "neither way"


@dataclass(frozen=True, slots=True)
class Row:
    """What one trait says of a series: on which side, how much (mean log odds of its pairs), in a sentence."""

    trait: str
    side: Side
    weight: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Evidenced:
    """The evidence table: what does not hang on nearness, and space and time apart."""

    signature: tuple[Row, ...]
    space_time: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class SeriesTold:
    """A series as a brief tells it. `entries` and `counter_operations` are numbers in this brief."""

    number: int
    series_id: str
    lead: str
    evidence: Evidenced
    reach: str
    entries: tuple[int, ...]
    elsewhere: int
    counter_operations: tuple[int, ...]
    said: tuple[str, ...]

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """The evidence by heading, in sentences: for, against, next to nothing; space and time apart."""
        parts = (("", self.evidence.signature), ("Space and time, ", self.evidence.space_time))
        headed = [(f"{part}{side.value}".capitalize(), rows, side) for part, rows in parts for side in Side]
        told = [(title, [r for r in rows if r.side is side]) for title, rows, side in headed]
        lines = [(title, " ".join(f"{r.trait}: {r.sentence}" for r in rows)) for title, rows in told if rows]
        return (*lines, ("One team", self.reach), *(("A person's word", words) for words in self.said))


def lead(series: Series, attacks: Sequence[Incident]) -> str:
    """What is proposed, by whom, and with which number; apart from it what people put in, as theirs."""
    if series.probability is None:
        return f"{_people(series)} put together {_what(len(series.incidents), attacks)}."
    own = [one for one in attacks if one.incident_id in series.proposed]
    told = f"The machine proposes {_what(len(series.proposed), own)}: {model_says(series.probability)}, {CALIBRATED}."
    return f"{told} {_people(series)} put in {_more(series.put_in)}." if series.put_in else told


def _what(many: int, attacks: Sequence[Incident]) -> str:
    days = [one.when for one in attacks if one.when]
    span = f" of {_span(min(d.start for d in days), max(d.end for d in days))}" if days else ""
    by = _by(attacks)
    return f"{wording.number(many, 'attack')}{span}{f', {by},' if by else ''} as one series"


def _more(many: int) -> str:
    return "one more" if many == 1 else f"{many} more"


def _people(series: Series) -> str:
    """Who said that attacks are in it; a name is a person's own and has no marks that turn or hide text."""
    names = dict.fromkeys(plain(word.who) for word in series.said if word.holds)
    return wording.listed(names) if names else "People of the desk"


def model_says(probability: float) -> str:
    """The model's probability as a number, which is never told as if it were sure."""
    told = "over 0.99" if probability > SUREST else f"{max(probability, 1 - SUREST):.2f}"
    return f"model's probability {told}"


def _span(first: date, last: date) -> str:
    return wording.interval(TimeInterval(first, last))


def _by(attacks: Iterable[Incident]) -> str:
    """Whose the attacks are said to be, as a claim where nobody else says so."""
    told = list(attacks)
    named = [(one, name) for one in told if (name := one.claimed_by or one.perpetrator.canonical or UNNAMED) != UNNAMED]
    if len({name for _, name in named}) != 1:
        return ""
    claimed, name = all(one.claimed_by or one.standing is Standing.CLAIMED_ONLY for one, _ in named), named[0][1]
    if len(named) < len(told):
        some = f"{len(named)} of them"
        return f"{some} claimed by {name}" if claimed else f"for {some} {name} is named or claims it"
    return f"claimed by {name}" if claimed else f"for which {name} is named or which it claims"


def evidenced(series: Series, by_id: Mapping[str, Incident]) -> Evidenced:
    """The evidence among the incidents of the series that `by_id` has."""
    attacks = [by_id[key] for key in series.incidents if key in by_id]
    inside = {one.incident_id for one in attacks}
    found: dict[Trait, list[Evidence]] = {}
    pairs = [pair for pair in series.pairs if {pair.left, pair.right} <= inside]
    for pair in pairs:
        for one in pair.evidence:
            found.setdefault(one.trait, []).append(one)
    rows = [(trait, _row(trait, found[trait], attacks, len(pairs))) for trait in Trait if trait in found]
    return Evidenced(
        tuple(row for trait, row in rows if trait not in SPACE_TIME),
        tuple(row for trait, row in rows if trait in SPACE_TIME),
    )


def _row(trait: Trait, evidence: Sequence[Evidence], attacks: Sequence[Incident], pairs: int) -> Row:
    weight = sum(one.weight for one in evidence) / max(1, pairs)
    side = Side.NEITHER if abs(weight) < LITTLE else Side.FOR if weight > 0 else Side.AGAINST
    return Row(NAMES[trait], side, weight, _sentence(trait, evidence, attacks, pairs))


def _sentence(trait: Trait, evidence: Sequence[Evidence], attacks: Sequence[Incident], pairs: int) -> str:
    match trait:
        case Trait.DISTANCE:
            return f"{_range([e.measure for e in evidence], 'km')} apart, in straight lines."
        case Trait.DAYS:
            return f"{_range([e.measure for e in evidence], 'day', 'days')} apart."
        case Trait.STATEMENT:
            return _statement(len(evidence), pairs, len(attacks))
        case Trait.HOUR:
            alike = sum(one.alike for one in evidence)
            told = " and ".join(sorted({str(v) for one in evidence for v in (one.left, one.right)}))
            return f"{_of_pairs(alike, len(evidence))} told for the same part of the day ({told})."
        case Trait.WORDS:
            return _words(evidence, attacks)
        case _:
            return _kinds(trait, evidence, attacks)


def _statement(shared: int, pairs: int, attacks: int) -> str:
    if shared == attacks * (attacks - 1) // 2:  # an attack that a person put in may be in no pair
        return "One statement claims all of them." if pairs > 1 else "One statement claims both."
    return f"One statement claims both attacks of {_of_pairs(shared, pairs)}."


def _of_pairs(some: int, of: int) -> str:
    return f"{some} of {wording.number(of, 'pair')}"


def _range(measures: Iterable[float | None], unit: str, plural: str | None = None) -> str:
    known = sorted(round(m) for m in measures if m is not None)
    low, high = known[0], known[-1]
    word = unit if high == 1 or plural is None else plural
    return f"{low:,} {word}" if low == high else f"{low:,} to {high:,} {word}"


def _words(evidence: Sequence[Evidence], attacks: Sequence[Incident]) -> str:
    """Words that targets share, where the incidents as given still hold them."""
    told = " ".join(f"{one.target.canonical or ''} {one.target.text or ''}" for one in attacks).casefold()
    shared = dict.fromkeys(word for one in evidence for word in (one.left or "").split() if word in told)
    if not shared:
        return "Targets are told in words that agree; the words are withheld."
    return f"Targets are told with the same words: {wording.listed(f'“{word}”' for word in shared)}."


def _kinds(trait: Trait, evidence: Sequence[Evidence], attacks: Sequence[Incident]) -> str:
    """How many attacks have which value, and how common what they share is."""
    values = Counter(_value(trait, one) for one in attacks)
    silent = values.pop(None, 0)
    told = [f"{value} in {count} of {len(attacks)}" for value, count in values.most_common()]
    shares = [one.share for one in evidence if one.alike and one.share is not None]
    common = f"; weighed as what {100 * max(shares):.0f} % of attacks share" if shares and len(values) == 1 else ""
    quiet = f"; not reported for {silent}" if silent and told else ""
    if not told:
        return "They agree; the words are withheld." if evidence[0].alike else "They differ; the words are withheld."
    return f"{wording.listed(told)}{common}{quiet}."


def _value(trait: Trait, one: Incident) -> str | None:
    match trait:
        case Trait.WEAPON:
            return None if one.weapon.kind == "unknown" else str(one.weapon.kind)
        case Trait.TARGET:
            return None if one.target.kind == "unknown" else str(one.target.kind)
        case Trait.MANNER:
            return str(one.type)
        case Trait.CAMPAIGN:
            return f"“{wording.isolated(one.campaign)}”, as the claim calls it," if one.campaign else None
        case _:
            return _who(one)


def _who(one: Incident) -> str | None:
    """Who is named, worded as a claim where only a claim names it."""
    named = one.perpetrator.canonical if one.perpetrator.canonical != wording.UNIDENTIFIED else None
    name = named or one.claimed_by
    if name is None:
        return None
    return f"claimed for {name}" if one.standing is Standing.CLAIMED_ONLY or not named else f"{name} named"


def reach_sentence(reach: Feasibility) -> str:
    """What the straight lines between the attacks ask of one team. Roads are never known."""
    asked = f"{reach.most_km_a_day:.0f} km a day" if reach.most_km_a_day is not None else ""
    match reach.reach:
        case Reach.WITHIN:
            return f"One team is enough by distance: from each to the next at most {asked} in straight lines. {ROADS}"
        case Reach.FAR:
            return f"Far for one team: from each to the next up to {asked} in straight lines. {ROADS}"
        case Reach.BEYOND:
            return f"Beyond one team by road, if days and places are right: {asked} in straight lines. {ROADS}"
        case Reach.UNKNOWN:
            known = f" Of what is known, at most {asked} in straight lines." if asked else ""
            return f"Places or days are not told closely enough to say what it asks of one team.{known} {ROADS}"


def knox_sentences(found: NearRepeat | None, group: str | None) -> tuple[str, ...]:
    """Knox's table in sentences, the nearest band first."""
    whose = f"attacks with {group} named or claiming" if group else "attacks of the desk"
    if found is None:
        return (f"Fewer than ten {whose} have a point and a day: the test of near-repeat says nothing.",)
    head = f"Over {found.attacks} {whose}, days dealt anew {found.permutations} times (Knox's test, seed {found.seed}):"
    bands = (
        f"{band.km[0]:.0f} to {band.km[1]:.0f} km and {band.days[0] if band.days[0] == 0 else band.days[0] + 1} to"
        f" {band.days[1]} days apart: {wording.number(band.pairs, 'pair')}, by dealing"
        f" {band.expected:.1f}; p = {band.p:.3f}"
        for band in found.bands
    )
    return (head, *bands)


def series_told(found: Iterable[Series], entries: Sequence[Entry]) -> tuple[SeriesTold, ...]:
    """The series with two attacks or more in a brief, the surest first, all from incidents as they may leave."""
    numbers = {entry.incident.incident_id: entry.number for entry in entries}
    by_id = {entry.incident.incident_id: entry.incident for entry in entries}
    here = [one for one in found if sum(key in numbers for key in one.incidents) > 1]
    ordered = sorted(here, key=lambda one: (-(one.probability or 1.0), one.series_id))
    return tuple(_told(n, one, numbers, by_id) for n, one in enumerate(ordered, 1))


def _told(number: int, one: Series, numbers: Mapping[str, int], by_id: Mapping[str, Incident]) -> SeriesTold:
    attacks = [by_id[key] for key in one.incidents if key in by_id]
    return SeriesTold(
        number=number,
        series_id=one.series_id,
        lead=lead(one, attacks),
        evidence=evidenced(one, by_id),
        reach=reach_sentence(one.feasibility),
        entries=tuple(numbers[key] for key in one.incidents if key in numbers),
        elsewhere=sum(key not in numbers for key in one.incidents),
        counter_operations=tuple(numbers[key] for key in one.counter_operations if key in numbers),
        said=said_lines(one),
    )


def said_lines(one: Series) -> tuple[str, ...]:
    """What people said of who belongs to it, as theirs."""
    return tuple(
        f"{word.who}, {wording.day(word.at)}: {'one attack is' if word.holds else 'one attack is not'} in this series."
        for word in one.said
    )
