"""How alike two claims are, property by property: a score, the values compared, and a reason for a reader.

A score runs from -1 (speaks for two incidents) through 0 (says nothing) to 1 (speaks for one); below -1 lies what a
common day and town do not outweigh: ways of attack, and targets, that exclude one another. A value that one report
leaves out says nothing: silence is never evidence. No comparison looks at a community: actors are organisations and
states (design, section 5).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from conflictdesk.link.days import on_two_days, sure_of_two_days
from conflictdesk.link.names import FUZZY_SOUND, name_within, same_words, sound
from conflictdesk.link.profiles import BLASTS, Profile
from conflictdesk.link.targets import one_target, share_words, sort_score
from conflictdesk.link.wording import count_words, interval_words, listed, on_words
from conflictdesk.records.events import FAMILY, EventClaim, EventType, Place, Role, TargetKind, WeaponKind
from conflictdesk.records.values import Count, DatePrecision, GeoPrecision, TimeInterval

# Levels below were set by hand on sentence pairs of our own and checked on the casebook's `tune` half.
DAYS_APART_SCORE = {1: -0.6, 2: -0.8}  # dates slip by a day or two between reports; beyond that they contradict
OTHER_DAY = -2.0  # both are sure of the day: what town, type, target, weapon and attacker say does not outweigh it
OVERLAP_SCORE = {
    DatePrecision.DAY: 0.7,
    DatePrecision.WEEK: 0.5,
    DatePrecision.MONTH: 0.3,
    DatePrecision.YEAR: 0.1,
}
CODED_AS = {"casualties": "killed"}  # where a property's confidence goes by another name in the claim
COARSENESS = {precision: n for n, precision in enumerate(DatePrecision)}
SAME_PLACE_KM = 10.0  # a town and its outskirts
NEAR_PLACE_KM = 50.0  # reports place one incident at neighbouring towns
NEAR_PLACE_SCORE = -0.25
SPELLINGS = 0.7
PLACED_APART = 0.9
NAME_WITHIN = 0.8
NAMED_BESIDE = 0.5  # a sentence that names two towns may be placed at either
FUZZY_NAME = 85.0  # rapidfuzz ratio from which two spellings are taken for one name
TOLL_FACTOR = 3.0  # tolls that differ by more than this factor, and by TOLL_GAP, are hardly one count
TOLL_GAP = 10
CLOSE_TOLL = 2  # a wounded man dies, an attacker is counted among the dead
FULL_TEXT_OVERLAP = 0.5  # share of the shorter sentence's words that counts as one wording
FEW_WORDS = 4  # a sentence of fewer counts as one of so many

# What speaks against, though day and town agree. Set by hand on 15 sentence pairs of our own that the coder read (eight
# of two incidents, seven of one). Checked: the `tune` half's 29 true pairs still link, and of 1369 pairs of events of
# differing type in the invented training reports, moved onto one day and town, 507 would link instead of 652.
OTHER_MANNER = -2.5  # a shooting and a car bomb
OTHER_MANNER_ONE_TARGET = -0.3  # one target: a compound attack, of which each report tells a part
OTHER_BLAST = -0.3  # a bomb and a rocket: what blew up is often not known at first
TAKEN_OR_KILLED = -0.8  # people taken in one report, people killed and nobody taken in the other
OTHER_WEAPON = -1.0
# What reports are apt to call alike: the same incident may be "Attack" in one and "Suicide bomb" in another.
KINDRED_WEAPONS = (
    frozenset({WeaponKind.IED, WeaponKind.VBIED, WeaponKind.SUICIDE_VEST, WeaponKind.LANDMINE, WeaponKind.VEHICLE}),
    frozenset({WeaponKind.AIRSTRIKE, WeaponKind.DRONE}),
    frozenset({WeaponKind.ROCKET, WeaponKind.MORTAR}),
    frozenset({WeaponKind.SMALL_ARMS, WeaponKind.ARSON, WeaponKind.KNIFE}),
)
SCENE_DAY = 0.65  # of the date's score
SCENE_SCORE = (-1.0, -0.5, 1.0)  # by how many of the two reports tell of one event alone on that day at that place
SCENE_TOLD = (
    "both reports tell of several events there on that day",
    "one of the reports tells of several events there on that day",
    "each report tells of one event there on that day",
)
TARGET_TOLD = 0.8
OTHER_THING = -1.5  # a march and a shelling
OTHER_COUNTRY = -3.0  # two Tripolis, each placed by its own text
GUESSED = 0.4  # of the coder's confidence
VIOLENT_FAMILIES = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
UNREST_FAMILIES = frozenset({"Protests", "Riots", "Violence against civilians"})


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one property says about a pair. `score` is at most 1, 0 where nothing can be said, seldom below -1."""

    property: str
    score: float
    left: str | None
    right: str | None
    reason: str


def compare(left: Profile, right: Profile) -> tuple[Comparison, ...]:
    """Every property of a pair, in a fixed order; the same whichever claim comes first but for left and right."""
    return tuple(_as_sure(comparison(left, right), left, right) for comparison in COMPARISONS.values())


def _as_sure(found: Comparison, left: Profile, right: Profile) -> Comparison:
    """A value that the coder was unsure of contradicts less, one that it all but guessed not at all."""
    if found.score >= 0:
        return found
    field = CODED_AS.get(found.property, found.property)
    sure = min(left.claim.confidence.get(field, 1.0), right.claim.confidence.get(field, 1.0))
    return found if sure == 1.0 else replace(found, score=found.score * max(0.0, sure - GUESSED) / (1 - GUESSED))


def compare_date(left: Profile, right: Profile) -> Comparison:
    a, b = left.claim.when, right.claim.when
    if a is None or b is None:
        return _unknown("date", interval_words(a), interval_words(b), "one report gives no date")
    score, reason = _date_score(a, b)
    if on_two_days(left, right):
        score = OTHER_DAY
    return Comparison("date", score, interval_words(a), interval_words(b), reason)


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


def compare_place(left: Profile, right: Profile) -> Comparison:
    a, b = left.claim.place, right.claim.place
    score, reason = _place_score(left, right)
    return Comparison("place", score, a.modern or a.name, b.modern or b.name, reason)


def _place_score(left: Profile, right: Profile) -> tuple[float, str]:
    a, b = left.claim.place, right.claim.place
    if a.centre and b.centre and a.country and b.country and a.country != b.country:
        far = a.centre.km_to(b.centre) > NEAR_PLACE_KM  # a border may run between two accounts of one spot
        if far:
            return OTHER_COUNTRY, f"one in {a.country}, one in {b.country}"
    named = _named_score(left, right)
    if a.centre and b.centre:
        found = _distance_score(a, b, a.centre.km_to(b.centre))
    elif named is None and a.country and b.country and a.country != b.country:
        return -1.0, f"one in {a.country}, one in {b.country}"
    else:
        found = _unplaced_score(a, b)
    return named if named and named[0] > found[0] else found


def _named_score(left: Profile, right: Profile) -> tuple[float, str] | None:
    """What the names of two places say, wherever they were placed; null where they are not alike."""
    a, b = left.claim.place, right.claim.place
    if left.place_keys & right.place_keys:
        if (a.country and b.country and a.country != b.country) or (a.centre and b.centre):
            return PLACED_APART, f"both at {a.modern or a.name}, placed apart"
        return 0.9, f"both at {a.modern or a.name}"
    if _alike(left.place_keys, right.place_keys) or _sound_alike(left, right):
        return SPELLINGS, f"{a.name} and {b.name} look like spellings of one name"
    if name_within(left.place_names, right.place_names):
        return NAME_WITHIN, f"{a.name} and {b.name} have a name in common"
    beside = _named_beside(left, right) or _named_beside(right, left)
    return (NAMED_BESIDE, beside) if beside else None


def _named_beside(placed: Profile, telling: Profile) -> str | None:
    """Where one report's place stands in the sentence of the other, which was placed elsewhere."""
    told = (word in telling.names or sound(word) in telling.names for word in placed.place_names)
    if not placed.place_names or not all(told):
        return None
    return f"the report that says {telling.claim.place.name} names {placed.claim.place.name} too"


def _distance_score(a: Place, b: Place, km: float) -> tuple[float, str]:
    slack = sum(place.area.radius_km for place in (a, b) if place.area and not place.point)
    told = f"{km:.0f} km apart"
    if slack and km <= slack + SAME_PLACE_KM:
        return 0.5, f"{told}, within the area that the text allows"
    if km <= SAME_PLACE_KM:
        return 1.0, f"both at {a.modern or a.name or b.name}" if km < 1 else told
    return (NEAR_PLACE_SCORE if km <= NEAR_PLACE_KM + slack else -1.0), told


def _unplaced_score(a: Place, b: Place) -> tuple[float, str]:
    vague = {GeoPrecision.REGION, GeoPrecision.COUNTRY, None}
    if a.precision in vague or b.precision in vague or a.centre or b.centre:
        return 0.0, "one report is no nearer than a region, or names a spot that no gazetteer has"
    return -0.5, f"different names: {a.name} and {b.name}"


def compare_type(left: Profile, right: Profile) -> Comparison:
    a, b = left.claim.type, right.claim.type
    score, reason = _type_score(a, b)
    against = _manner_score(left, right)
    if against and against[0] < score:
        score, reason = against
    return Comparison("type", score, str(a), str(b), reason)


def _manner_score(left: Profile, right: Profile) -> tuple[float, str] | None:
    """What the ways of attack say against one incident; null where they say nothing."""
    a, b = left.claim, right.claim
    if a.type is b.type or a.role is b.role is Role.COUNTER_OPERATION or left.manners & right.manners:
        return None  # an operation has aircraft, guns and troops at once
    alike = one_target(left, right)
    if left.manners and right.manners:
        told = f"one tells of {listed(left.manners)}, one of {listed(right.manners)}"
        if left.manners | right.manners <= BLASTS:
            return OTHER_BLAST, told
        return (OTHER_MANNER_ONE_TARGET if alike else OTHER_MANNER), told
    if not alike and (_takes_others_than(a, b) or _takes_others_than(b, a)):
        return TAKEN_OR_KILLED, "one tells of people taken, one of people killed"
    return None


def _takes_others_than(taking: EventClaim, killing: EventClaim) -> bool:
    if taking.type is not EventType.ABDUCTION or taking.killed.min:
        return False
    return bool(killing.killed.min) and not killing.abducted.known


def _type_score(a: EventType, b: EventType) -> tuple[float, str]:
    families = {FAMILY[a], FAMILY[b]}
    if a is b:
        return 0.4, f"both {a}"
    if EventType.AIR_STRIKE in (a, b) and families <= VIOLENT_FAMILIES:
        return -0.4, f"{a} and {b}: what comes from the air is seldom worded otherwise"
    if len(families) == 1:
        return 0.25, f"{a} and {b}: one family of events"
    if families <= VIOLENT_FAMILIES:
        return 0.0, f"{a} and {b}: reports often word one attack either way"
    if families <= UNREST_FAMILIES:
        return 0.0, f"{a} and {b}: reports often word one clash of protesters either way"
    return OTHER_THING, f"{a} and {b} are different things"


def compare_role(left: Profile, right: Profile) -> Comparison:
    a, b = left.claim.role, right.claim.role
    if a is b:
        return Comparison("role", 0.5, str(a), str(b), f"both {a}")
    opposed = "other" not in (a, b) and left.claim.type is not right.claim.type  # else it is a matter of sides
    return Comparison("role", -1.0 if opposed else -0.5, str(a), str(b), f"one is {a}, one is {b}")


def compare_perpetrator(left: Profile, right: Profile) -> Comparison:
    a, b = (p.claim.perpetrator.canonical or p.claim.perpetrator.text for p in (left, right))
    if not left.actor_words or not right.actor_words:
        return _unknown("perpetrator", a, b, "one report names nobody")
    if same_words(left.actor_words, right.actor_words):
        return Comparison("perpetrator", 1.0, a, b, f"both name {a}")
    if same_words(left.actor_words, right.target_words) or same_words(left.target_words, right.actor_words):
        return _unknown("perpetrator", a, b, "one report's attacker is the other's target: two sides of a fight")
    return Comparison("perpetrator", -0.7, a, b, f"one names {a}, one {b}: reports may dispute who did it")


def compare_target(left: Profile, right: Profile) -> Comparison:
    a, b = left.claim.target, right.claim.target
    values = ("target", a.canonical or a.text or str(a.kind), b.canonical or b.text or str(b.kind))
    shared = left.target_words & right.target_words
    if share_words(left, right):
        return Comparison(values[0], 1.0, values[1], values[2], f"targets share the words {', '.join(sorted(shared))}")
    if sorts := sort_score(left, right):
        return Comparison(values[0], sorts[0], values[1], values[2], sorts[1])
    if told := (left.target_stems & right.words) | (right.target_stems & left.words):
        return Comparison(
            values[0], TARGET_TOLD, values[1], values[2], f"one's target stands in the other: {listed(told)}"
        )
    if TargetKind.UNKNOWN in (a.kind, b.kind):
        return _unknown(*values, "one report does not say whom it struck")
    if a.kind is b.kind:
        return Comparison(values[0], 0.3, values[1], values[2], f"both struck {a.kind}")
    return Comparison(values[0], -0.4, values[1], values[2], f"one struck {a.kind}, one {b.kind}")


def compare_weapon(left: Profile, right: Profile) -> Comparison:
    a, b = left.claim.weapon.kind, right.claim.weapon.kind
    if WeaponKind.UNKNOWN in (a, b):
        return _unknown("weapon", str(a), str(b), "one report does not say with what")
    if a is b:
        return Comparison("weapon", 1.0, str(a), str(b), f"both with {a}")
    if any({a, b} <= kin for kin in KINDRED_WEAPONS):
        return Comparison("weapon", 0.3, str(a), str(b), f"{a} and {b} are easily taken for one another")
    named = left.claim.weapon.text and right.claim.weapon.text  # what no word names was inferred
    return Comparison("weapon", OTHER_WEAPON if named else -0.5, str(a), str(b), f"one with {a}, one with {b}")


def compare_casualties(left: Profile, right: Profile) -> Comparison:
    """Deaths first; where one report counts none, the wounded, then the abducted."""
    for field, noun in (
        ("killed", "death tolls"),
        ("wounded", "numbers of wounded"),
        ("abducted", "numbers taken"),
    ):
        a, b = getattr(left.claim, field), getattr(right.claim, field)
        if a.known and b.known:
            score, reason = _count_score(a, b, noun)
            return Comparison("casualties", score, count_words(a), count_words(b), reason)
    return _unknown("casualties", None, None, "no number of people in common to compare")


def _count_score(a: Count, b: Count, noun: str) -> tuple[float, str]:
    low, high = sorted((_middle(a), _middle(b)))
    if a == b:
        return (1.0 if low >= TOLL_FACTOR else 0.7 if low else 0.3), f"{noun} agree: {count_words(a)}"
    told = f"{noun} {count_words(a)} and {count_words(b)}"
    if _meet(a, b):
        return 0.6, f"{told} are compatible"
    if high > TOLL_FACTOR * max(low, 1.0) and high - low >= TOLL_GAP:
        return -0.6, f"{told} are far apart"
    if high - low <= min(CLOSE_TOLL, low / 2):
        return 0.2, f"{told}: nearly one"
    return -0.1, f"{told}: later reports often raise them"


def compare_text(left: Profile, right: Profile) -> Comparison:
    """Words in common between the two evidence sentences; only ever speaks for, since wordings differ freely.

    Where the days told differ it says nothing: news of daily attacks is worded alike.
    """
    if sure_of_two_days(left, right):
        return _unknown("text", None, None, "the reports tell of different days: like wording says nothing")
    shared, fewer = left.words & right.words, min(len(left.words), len(right.words))
    if not shared:
        return _unknown("text", None, None, "the sentences have no long word in common")
    reason = f"{len(shared)} longer words in common, of {fewer} in the shorter"
    return Comparison("text", min(1.0, len(shared) / max(FEW_WORDS, fewer) / FULL_TEXT_OVERLAP), None, None, reason)


def compare_scene(left: Profile, right: Profile) -> Comparison:
    """Where day and place agree: whether each report tells of one event there, or of several that may be meant."""
    if left.company is None or right.company is None or not _one_scene(left, right):
        return _unknown("scene", None, None, "day and place do not agree")
    alone = (left.company == 0) + (right.company == 0)
    return Comparison("scene", SCENE_SCORE[alone], str(left.company + 1), str(right.company + 1), SCENE_TOLD[alone])


def _one_scene(left: Profile, right: Profile) -> bool:
    a, b = left.claim.when, right.claim.when
    if a is None or b is None or not a.overlaps(b) or _date_score(a, b)[0] < SCENE_DAY:
        return False
    return _place_score(left, right)[0] >= NAMED_BESIDE


COMPARISONS: Mapping[str, Callable[[Profile, Profile], Comparison]] = {
    "date": compare_date,
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


def _alike(left: frozenset[str], right: frozenset[str]) -> bool:
    return any(fuzz.ratio(a, b) >= FUZZY_NAME for a in left for b in right)


def _sound_alike(left: Profile, right: Profile) -> bool:
    """Spelled by different hands: "Ghadduwa", "Ghodwa"."""
    if left.place_sounds.isdisjoint(right.place_sounds):
        return False
    return any(fuzz.ratio(a, b) >= FUZZY_SOUND for a in left.place_keys for b in right.place_keys)


def _meet(a: Count, b: Count) -> bool:
    above = a.max is None or b.min is None or b.min <= a.max
    return above and (b.max is None or a.min is None or a.min <= b.max)


def _middle(count: Count) -> float:
    ends = [n for n in (count.min, count.max) if n is not None]
    return sum(ends) / len(ends)


def _unknown(name: str, left: str | None, right: str | None, reason: str) -> Comparison:
    return Comparison(name, 0.0, left, right, reason)
