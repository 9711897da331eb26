"""How alike two claims are, property by property: a score, the values compared, and a reason for a reader.

A score runs from -1 (speaks for two incidents) through 0 (says nothing) to 1 (speaks for one); below -1 lies what a
common day and town do not outweigh: ways of attack, and targets, that exclude one another. A value that one report
leaves out says nothing: silence is never evidence. No comparison looks at a community: actors are organisations and
states (design, section 5).
"""

from collections.abc import Callable, Mapping
from itertools import pairwise

from conflictdesk.link.comparison import Comparison, unknown
from conflictdesk.link.days import is_to_the_day, on_two_days, sure_of_two_days
from conflictdesk.link.manners import compare_type
from conflictdesk.link.names import fillers, same_words
from conflictdesk.link.profiles import STEM, Profile
from conflictdesk.link.targets import share_words, sort_score
from conflictdesk.link.tolls import compare_casualties
from conflictdesk.link.whereabouts import NAMED_BESIDE, compare_place, place_score, sure_of_two_places
from conflictdesk.link.wording import interval_words, listed, on_words
from conflictdesk.records.events import FAMILY, EventType, TargetKind, WeaponKind
from conflictdesk.records.values import DatePrecision, TimeInterval

# Levels below were set by hand on sentence pairs of our own and checked on the casebook's `tune` half.
DAYS_APART_SCORE = {1: -0.6, 2: -0.8}  # dates slip by a day or two between reports; beyond that they contradict
OTHER_DAY = -2.0  # both are sure of the day; that the two are kept apart whatever else agrees is link/days.py's
OVERLAP_SCORE = {
    DatePrecision.DAY: 0.7,
    DatePrecision.WEEK: 0.5,
    DatePrecision.MONTH: 0.3,
    DatePrecision.YEAR: 0.1,
}
CODED_AS = {"casualties": "killed"}  # where a property's confidence goes by another name in the claim
COARSENESS = {precision: n for n, precision in enumerate(DatePrecision)}
AROUND_THE_CLOCK = ("morning", "noon", "afternoon", "evening", "night", "morning")
NEIGHBOURING_HOURS = tuple(map(frozenset, pairwise(AROUND_THE_CLOCK)))
FULL_TEXT_OVERLAP = 0.5  # share of the shorter sentence's words that counts as one wording
FEW_WORDS = 4  # a sentence of fewer counts as one of so many

OTHER_WEAPON = -1.0
# What reports are apt to call alike: the same incident may be "Attack" in one and "Suicide bomb" in another.
KINDRED_WEAPONS = (
    frozenset({WeaponKind.IED, WeaponKind.VBIED, WeaponKind.SUICIDE_VEST, WeaponKind.LANDMINE, WeaponKind.VEHICLE}),
    frozenset({WeaponKind.AIRSTRIKE, WeaponKind.DRONE}),
    frozenset({WeaponKind.ROCKET, WeaponKind.MORTAR}),
    frozenset({WeaponKind.SMALL_ARMS, WeaponKind.ARSON, WeaponKind.KNIFE}),
)
# A bomb in a car and mortar shells: no report takes the one for the other.
PLANTED = frozenset({WeaponKind.VBIED, WeaponKind.SUICIDE_VEST})
FLOWN = frozenset({WeaponKind.ROCKET, WeaponKind.MORTAR, WeaponKind.AIRSTRIKE, WeaponKind.DRONE})
FLOWN_TYPES = frozenset({EventType.AIR_STRIKE, EventType.SHELLING})
TOLD_APART = -3.0
SCENE_DAY = 0.65  # of the date's score
SCENE_SCORE = (-1.0, -0.5, 1.0)  # by how many of the two reports tell of one event alone on that day at that place
SCENE_TOLD = (
    "both reports tell of several events there on that day",
    "one of the reports tells of several events there on that day",
    "each report tells of one event there on that day",
)
TARGET_TOLD = 0.8
GUESSED = 0.4  # of the coder's confidence


def compare(left: Profile, right: Profile) -> tuple[Comparison, ...]:
    """Every property of a pair, in a fixed order; the same whichever claim comes first but for left and right."""
    return tuple(as_sure(comparison(left, right), left, right) for comparison in COMPARISONS.values())


def as_sure(found: Comparison, left: Profile, right: Profile) -> Comparison:
    """A value that the coder was unsure of contradicts less, one that it all but guessed not at all.

    What excludes one incident is worded in both: its floor holds, unless the coder all but guessed a value.
    """
    if found.score >= 0:
        return found
    field = CODED_AS.get(found.property, found.property)
    sure = min(left.claim.confidence.get(field, 1.0), right.claim.confidence.get(field, 1.0))
    if sure == 1.0:
        return found
    score = found.score * max(0.0, sure - GUESSED) / (1 - GUESSED)
    return Comparison(found.property, score, found.left, found.right, found.reason, found.excludes and score < 0)


def compare_date(left: Profile, right: Profile) -> Comparison:
    a, b = left.claim.when, right.claim.when
    if a is None or b is None:
        none = "neither report gives a date" if a is b is None else "one report gives no date"
        return unknown("date", interval_words(a), interval_words(b), none)
    score, reason = _date_score(a, b)
    two_days = on_two_days(left, right)
    return Comparison("date", OTHER_DAY if two_days else score, interval_words(a), interval_words(b), reason, two_days)


def _date_score(a: TimeInterval, b: TimeInterval) -> tuple[float, str]:
    if a.start == b.start and a.end == b.end:
        coarse = _coarser(a.precision, b.precision)
        return (1.0 if coarse is DatePrecision.DAY else OVERLAP_SCORE[coarse]), f"both {on_words(a)}"
    if a.overlaps(b):
        score = OVERLAP_SCORE[_coarser(a.precision, b.precision)]
        return score, f"{interval_words(a)} and {interval_words(b)} overlap"
    days = a.days_apart(b)
    apart = "1 day apart" if days == 1 else f"{days} days apart"
    return DAYS_APART_SCORE.get(days, -1.0), f"{apart}: {interval_words(a)} and {interval_words(b)}"


def compare_hour(left: Profile, right: Profile) -> Comparison:
    """The parts of one day that the two sentences tell, where each tells one."""
    told = (listed(left.hours) or None, listed(right.hours) or None)
    if len(left.hours) != 1 or len(right.hours) != 1 or not _one_day(left, right):
        return unknown("hour", *told, "the reports do not both tell one part of one day")
    if left.hours == right.hours:
        return Comparison("hour", 1.0, *told, f"both tell of the {told[0]}")
    if (left.hours | right.hours) in NEIGHBOURING_HOURS:
        return unknown("hour", *told, f"{told[0]} and {told[1]} run into one another")
    return Comparison("hour", -1.0, *told, f"one tells of the {told[0]}, one of the {told[1]}", excludes=True)


def _one_day(left: Profile, right: Profile) -> bool:
    a, b = left.claim.when, right.claim.when
    return (
        a is not None and b is not None and is_to_the_day(left.claim) and is_to_the_day(right.claim) and a.overlaps(b)
    )


def compare_role(left: Profile, right: Profile) -> Comparison:
    a, b = left.claim.role, right.claim.role
    if a is b:
        return Comparison("role", 0.5, str(a), str(b), f"both {a}")
    opposed = "other" not in (a, b) and left.claim.type is not right.claim.type  # else it is a matter of sides
    return Comparison("role", -1.0 if opposed else -0.5, str(a), str(b), f"one is {a}, one is {b}")


def compare_perpetrator(left: Profile, right: Profile) -> Comparison:
    a, b = (p.claim.perpetrator.canonical or p.claim.perpetrator.text for p in (left, right))
    if not left.actor_words or not right.actor_words:
        neither = not left.actor_words and not right.actor_words
        return unknown("perpetrator", a, b, "neither report names anybody" if neither else "one report names nobody")
    if same_words(left.actor_words, right.actor_words):
        return Comparison("perpetrator", 1.0, a, b, f"both name {a}")
    if _struck_its_attacker(left, right) or _struck_its_attacker(right, left):
        return Comparison(
            "perpetrator", -1.0, a, b, f"{a} in one, {b} in the other: each side's own deed", excludes=True
        )
    if _is_struck(left, right) or _is_struck(right, left):
        return unknown("perpetrator", a, b, "one report's attacker is the other's target: two sides of a fight")
    return Comparison("perpetrator", -0.7, a, b, f"one names {a}, one {b}: reports may dispute who did it")


def _is_struck(doer: Profile, by: Profile) -> bool:
    """Whether one report's attacker is the other's target."""
    as_written = doer.doer_words - fillers("actor")
    return same_words(doer.actor_words, by.target_words) or same_words(as_written, by.target_words)


def _struck_its_attacker(doer: Profile, by: Profile) -> bool:
    """Whether one report tells of a raid on somebody else, and the other of what came from afar upon the raiders.

    In a battle, and where the raid was on those who struck back, the two may be one fight.
    """
    a, b = doer.claim, by.claim
    raid = FAMILY[a.type] != FAMILY[EventType.ARMED_CLASH] and a.target.kind not in (
        TargetKind.MILITARY,
        TargetKind.UNKNOWN,
    )
    return raid and b.type in FLOWN_TYPES and a.type not in FLOWN_TYPES and _is_struck(doer, by)


def compare_target(left: Profile, right: Profile) -> Comparison:
    a, b = left.claim.target, right.claim.target
    values = (a.canonical or a.text or str(a.kind), b.canonical or b.text or str(b.kind))
    sorts = sort_score(left, right)
    if sorts and sorts.score < 0:
        return Comparison("target", sorts.score, *values, sorts.reason, excludes=sorts.excludes)
    if share_words(left, right):
        shared = listed(left.target_words & right.target_words)
        return Comparison("target", 1.0, *values, f"targets share the words {shared}")
    if sorts:
        return Comparison("target", sorts.score, *values, sorts.reason)
    if told := _told_of(left, right) | _told_of(right, left):
        return Comparison("target", TARGET_TOLD, *values, f"one's target stands in the other: {listed(told)}")
    if TargetKind.UNKNOWN in (a.kind, b.kind):
        neither = a.kind is b.kind
        return unknown(
            "target", *values, f"{'neither report says' if neither else 'one report does not say'} whom it struck"
        )
    if a.kind is b.kind:
        return Comparison("target", 0.3, *values, f"both struck {a.kind}")
    return Comparison("target", -0.4, *values, f"one struck {a.kind}, one {b.kind}")


def _told_of(struck: Profile, telling: Profile) -> frozenset[str]:
    """The words of one's target in the other's sentence; not "fighters", where that so calls who attacked."""
    told = struck.target_stems & telling.words
    if not told:
        return told
    if telling.doer_words:
        told -= {word[:STEM] for word in telling.doer_words & fillers("actor")}
    return frozenset(word for word in struck.target_words if word[:STEM] in told)


def compare_weapon(left: Profile, right: Profile) -> Comparison:
    a, b = left.claim.weapon.kind, right.claim.weapon.kind
    values = (str(a), str(b))
    if left.carriers and right.carriers and left.carriers.isdisjoint(right.carriers):
        told = f"one with a bomb in a {listed(left.carriers)}, one in a {listed(right.carriers)}"
        return Comparison("weapon", TOLD_APART, *values, told, excludes=True)
    if WeaponKind.UNKNOWN in (a, b):
        return unknown("weapon", *values, f"{'neither report says' if a is b else 'one report does not say'} with what")
    if a is b:
        return Comparison("weapon", 1.0, *values, f"both with {a}")
    if any({a, b} <= kin for kin in KINDRED_WEAPONS):
        return Comparison("weapon", 0.3, *values, f"{a} and {b} are easily taken for one another")
    named = left.claim.weapon.text and right.claim.weapon.text  # what no word names was inferred
    told_apart = bool(named) and any(x in PLANTED and y in FLOWN for x, y in ((a, b), (b, a)))
    score = TOLD_APART if told_apart else OTHER_WEAPON if named else -0.5
    return Comparison("weapon", score, *values, f"one with {a}, one with {b}", excludes=told_apart)


def compare_text(left: Profile, right: Profile) -> Comparison:
    """Words in common between the two evidence sentences; only ever speaks for, since wordings differ freely.

    Where the days or the towns told differ it says nothing: news of daily attacks is worded alike.
    """
    if sure_of_two_days(left, right):
        return unknown("text", None, None, "the reports tell of different days: like wording says nothing")
    if sure_of_two_places(left, right):
        return unknown("text", None, None, "the reports name different towns: like wording says nothing")
    shared, fewer = left.words & right.words, min(len(left.words), len(right.words))
    if not shared:
        return unknown("text", None, None, "the sentences have no long word in common")
    reason = f"{len(shared)} longer words in common, of {fewer} in the shorter"
    return Comparison("text", min(1.0, len(shared) / max(FEW_WORDS, fewer) / FULL_TEXT_OVERLAP), None, None, reason)


def compare_scene(left: Profile, right: Profile) -> Comparison:
    """Where day and place agree: whether each report tells of one event there, or of several that may be meant."""
    if left.company is None or right.company is None or not _one_scene(left, right):
        return unknown("scene", None, None, "day and place do not agree")
    alone = (left.company == 0) + (right.company == 0)
    return Comparison("scene", SCENE_SCORE[alone], str(left.company + 1), str(right.company + 1), SCENE_TOLD[alone])


def _one_scene(left: Profile, right: Profile) -> bool:
    a, b = left.claim.when, right.claim.when
    if a is None or b is None or not a.overlaps(b) or _date_score(a, b)[0] < SCENE_DAY:
        return False
    return place_score(left, right)[0] >= NAMED_BESIDE


COMPARISONS: Mapping[str, Callable[[Profile, Profile], Comparison]] = {
    "date": compare_date,
    "hour": compare_hour,
    "place": compare_place,
    "type": compare_type,
    "role": compare_role,
    "perpetrator": compare_perpetrator,
    "target": compare_target,
    "weapon": compare_weapon,
    "casualties": compare_casualties,
    "text": compare_text,
    "scene": compare_scene,
}


def _coarser(a: DatePrecision, b: DatePrecision) -> DatePrecision:
    return a if COARSENESS[a] >= COARSENESS[b] else b
