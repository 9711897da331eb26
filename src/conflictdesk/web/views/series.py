"""The pages on series: the list, with operations beside attacks by organisation, and one series."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from conflictdesk.link.series_beside import Beside, beside
from conflictdesk.link.series_sightings import parent_of
from conflictdesk.pipeline.series import near_repeats, surest_first
from conflictdesk.publish import wording
from conflictdesk.publish.sentences import sentence
from conflictdesk.publish.series import Evidenced, evidenced, knox_sentences, lead, model_says, reach_sentence
from conflictdesk.records.assessments import Assessment, Yardstick
from conflictdesk.records.events import Incident, Record
from conflictdesk.records.series import Bond, Bundle, Pairing, Series
from conflictdesk.web.snapshots import Snapshot
from conflictdesk.web.views.briefing import Written, written
from conflictdesk.web.views.claims import claims_in, voices
from conflictdesk.web.views.table import COLUMNS, Names, table_row

MOST_GROUPS, MOST_SPOTS, MOST_OFFERED = 12, 8, 60
WIDTH, EDGE, SIZE = 480.0, 14.0, 13.0  # of a timeline, which is as wide as a telephone is
ROWS = 8  # of marks over one another


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark on a timeline: attacks above the line, operations below; `level` counts from it."""

    x: float
    level: int
    above: bool
    incident: Incident
    words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    dots: tuple[Dot, ...]
    first: str
    last: str
    above: int
    below: int
    label: str


@dataclass(frozen=True, slots=True)
class Attack:
    """An incident of a series, with its number on the page's map and the way to the next one."""

    number: int
    incident: Incident
    sentence: str
    onward: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two attacks by their numbers, with what the model made of them."""

    left: int
    right: int
    told: str
    pairing: Pairing
    evidence: Evidenced


@dataclass(frozen=True, slots=True)
class SeriesPage:
    series: Series
    lead: str
    attacks: tuple[Attack, ...]
    evidence: Evidenced
    reach: str
    knox: tuple[str, ...]
    pairs: tuple[Pair, ...]
    operations: tuple[tuple[Incident, str], ...]
    timeline: Timeline | None
    bundles: tuple[Bundle, ...]
    written: tuple[Written, ...]
    yardstick: Yardstick
    offered: tuple[Incident, ...]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeriesLine:
    series: Series
    lead: str
    places: str


@dataclass(frozen=True, slots=True)
class GroupLine:
    """An organisation with its attacks, the operations against it, a timeline, and places."""

    beside: Beside
    timeline: Timeline | None
    more: int  # places that are not shown


@dataclass(frozen=True, slots=True)
class BundleLine:
    bundle: Bundle
    words: str


def series_page(one: Series, held: Snapshot, found: Sequence[Assessment], yardstick: Yardstick, who: str) -> SeriesPage:
    by_id = held.incidents
    attacks = [by_id[key] for key in one.incidents]
    number = {key: n for n, key in enumerate(one.incidents, 1)}
    pairs = [
        Pair(number[p.left], number[p.right], model_says(p.probability), p, _of_pair(one, p, held)) for p in one.pairs
    ]
    operations = [by_id[key] for key in one.counter_operations if key in by_id]
    knox = near_repeats(one, tuple(by_id.values()), held.claims)
    return SeriesPage(
        series=one,
        lead=lead(one, attacks),
        attacks=tuple(_attack(n, a, one, held) for n, a in enumerate(attacks, 1)),
        evidence=evidenced(one, by_id),
        reach=reach_sentence(one.feasibility),
        knox=knox_sentences(knox, parent_of(one.group)),
        pairs=tuple(sorted(pairs, key=lambda p: (p.left, p.right))),
        operations=tuple((o, _said(o, held)) for o in operations),
        timeline=timeline(attacks, ()),
        bundles=tuple(b for b in held.grouping.bundles if len(set(b.incidents) & set(one.incidents)) > 1),
        written=tuple(written(a, held, yardstick, who) for a in reversed(found) if _about(a, one, held)),
        yardstick=yardstick,
        offered=tuple(_offered(one, attacks, held)),
        said=tuple(_word(one, held)),
    )


def _of_pair(one: Series, pair: Pairing, held: Snapshot) -> Evidenced:
    return evidenced(replace(one, incidents=(pair.left, pair.right), pairs=(pair,)), held.incidents)


def _attack(number: int, one: Incident, series: Series, held: Snapshot) -> Attack:
    leg = next((leg for leg in series.feasibility.legs if leg.left == one.incident_id), None)
    onward = None
    if leg is not None:
        km = f"{leg.km:,.0f} km in a straight line" if leg.km is not None else "a distance that is not known"
        least, most = leg.days or (0, 0)
        days = wording.number(most, "day") if least == most else f"{least} to {most} days"
        onward = f"{km}, {days} later"
    return Attack(number, one, _said(one, held), onward)


def _said(one: Incident, held: Snapshot) -> str:
    return sentence(one, voices(claims_in(one, held), held))


def _about(one: Assessment, series: Series, held: Snapshot) -> bool:
    return len({held.former.get(key, key) for key in one.incidents} & set(series.incidents)) > 1


def _word(one: Series, held: Snapshot) -> Iterable[str]:
    for word in one.said:
        incident = held.incidents.get(held.former.get(word.incident_id, word.incident_id))
        if incident is not None:
            where = named(incident)
            yield f"{word.who} said on {wording.day(word.at)} that {where} is {'' if word.holds else 'not '}in it."


def named(one: Incident) -> str:
    place = wording.isolated(one.place.modern or one.place.name or "place not reported")
    return f"{wording.interval(one.when)}, {place}"


def _offered(one: Series, attacks: Sequence[Incident], held: Snapshot) -> list[Incident]:
    """Attacks that a person may put into the series: those nearest to it in time."""
    middle = [a.when.start.toordinal() for a in attacks if a.when]
    among = [i for i in held.incidents.values() if i.role == "attack" and i.when and i.incident_id not in one.incidents]
    nearest = sorted(among, key=lambda i: (min(abs(_ordinal(i) - day) for day in middle), i.incident_id))
    return sorted(nearest[:MOST_OFFERED], key=lambda i: (_ordinal(i), i.incident_id))


def _ordinal(one: Incident) -> int:
    return one.when.start.toordinal() if one.when else 0


def timeline(attacks: Sequence[Incident], operations: Sequence[Incident]) -> Timeline | None:
    """Attacks above the line, operations below; one over the other where days lie close. Null: nothing is dated."""
    dated = [(one, above) for found, above in ((attacks, True), (operations, False)) for one in found if one.when]
    if not dated:
        return None
    days = [_ordinal(one) for one, _ in dated]
    first, last = min(days), max(days)
    scale = (WIDTH - 2 * EDGE) / max(1, last - first)
    ends_at: dict[tuple[bool, int], float] = {}  # of each row on each side of the line, where its last mark stands
    dots = []
    for one, above in sorted(dated, key=lambda pair: (_ordinal(pair[0]), pair[0].incident_id)):
        x = WIDTH / 2 if first == last else EDGE + (_ordinal(one) - first) * scale
        free = (row for row in range(ROWS) if x - ends_at.get((above, row), -SIZE) >= SIZE)
        level = next(free, ROWS - 1)
        ends_at[above, level] = x
        dots.append(Dot(round(x, 1), level, above, one, named(one)))
    rows = [max((d.level + 1 for d in dots if d.above is side), default=0) for side in (True, False)]
    label = f"{wording.number(len(attacks), 'attack')} above, {wording.number(len(operations), 'operation')} below"
    ends = [wording.day(date.fromordinal(day)) for day in (first, last)]
    return Timeline(tuple(dots), ends[0], ends[1] if first != last else "", rows[0], rows[1], label)


def series_lines(held: Snapshot) -> list[SeriesLine]:
    """Every series, the surest first."""
    lines = []
    for one in surest_first(held.grouping.series):
        attacks = [held.incidents[key] for key in one.incidents]
        places = wording.listed(a.place.modern or a.place.name or "place not reported" for a in attacks)
        lines.append(SeriesLine(one, lead(one, attacks), places))
    return lines


def group_lines(held: Snapshot) -> list[GroupLine]:
    """Organisations with operations beside their attacks; where there are none, with two attacks or more."""
    found = [one for one in beside(held.incidents.values()) if one.operations or len(one.attacks) > 1]
    return [
        GroupLine(one, timeline(one.attacks, one.operations), max(0, len(one.spots) - MOST_SPOTS))
        for one in found[:MOST_GROUPS]
    ]


def bundle_lines(held: Snapshot) -> list[BundleLine]:
    """Campaigns and statements, in words."""
    return [BundleLine(one, _bundled(one, held)) for one in held.grouping.bundles]


def _bundled(one: Bundle, held: Snapshot) -> str:
    many = wording.number(len(one.incidents), "incident")
    if one.bond is Bond.CAMPAIGN:
        return f"“{wording.isolated(one.name or '')}”, as {one.group or 'the claim'} calls it: {many}"
    report = held.reports.get(one.report_id or "")
    carrier = report.publisher if report and report.publisher else "A report"
    return f"{wording.isolated(carrier)} carries a claim of {one.group or 'a party not named'} to {many}"


def series_map(one: Series, held: Snapshot) -> Record:
    """What the map of a series draws: its attacks in their order, and the operations beside it."""
    keys = [*one.incidents, *one.counter_operations]
    rows = [table_row(held.incidents[key], held, Names(), Names()) for key in keys if key in held.incidents]
    return {"rows": [dict(zip(COLUMNS, row, strict=True)) for row in rows], "attacks": len(one.incidents)}
