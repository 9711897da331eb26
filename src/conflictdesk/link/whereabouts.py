"""Whether two claims tell of one place: by distance, and by name wherever a name was placed."""

from rapidfuzz import fuzz

from conflictdesk.link.comparison import Comparison
from conflictdesk.link.names import FUZZY_SOUND, name_within, sound
from conflictdesk.link.profiles import Profile
from conflictdesk.records.events import Place
from conflictdesk.records.values import GeoPrecision

SAME_PLACE_KM = 10.0  # a town and its outskirts
NEAR_PLACE_KM = 50.0  # reports place one incident at neighbouring towns
NEAR_PLACE_SCORE = -0.25
TWO_TOWNS = -0.7  # both texts name a town, and are at it
SPELLINGS = 0.7
PLACED_APART = 0.9
NAME_WITHIN = 0.8
NAMED_BESIDE = 0.5  # a sentence that names two towns may be placed at either
FUZZY_NAME = 85.0  # rapidfuzz ratio from which two spellings are taken for one name
OTHER_COUNTRY = -3.0  # two Tripolis, each placed by its own text


def compare_place(left: Profile, right: Profile) -> Comparison:
    a, b = left.claim.place, right.claim.place
    values = ("place", a.modern or a.name, b.modern or b.name)
    score, reason = place_score(left, right)
    apart = score == OTHER_COUNTRY and _told_two_countries(left, right)
    return Comparison(values[0], score, *values[1:], reason, apart)


def place_score(left: Profile, right: Profile) -> tuple[float, str]:
    a, b = left.claim.place, right.claim.place
    if _told_two_countries(left, right):
        return OTHER_COUNTRY, f"the sentence says {left.told_country} in one, {right.told_country} in the other"
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


def _told_two_countries(left: Profile, right: Profile) -> bool:
    """Whether both sentences name the country beside the place, and name two: two towns may have one name."""
    one, other = left.told_country, right.told_country
    return one is not None and other is not None and one != other


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
    towns = {a.precision, b.precision} == {GeoPrecision.EXACT}
    near = TWO_TOWNS if towns else NEAR_PLACE_SCORE
    return (near if km <= NEAR_PLACE_KM + slack else -1.0), told


def _unplaced_score(a: Place, b: Place) -> tuple[float, str]:
    vague = {GeoPrecision.REGION, GeoPrecision.COUNTRY, None}
    if a.precision in vague or b.precision in vague or a.centre or b.centre:
        return 0.0, "one report is no nearer than a region, or names a spot that no gazetteer has"
    return -0.5, f"different names: {a.name} and {b.name}"


def _alike(left: frozenset[str], right: frozenset[str]) -> bool:
    return any(fuzz.ratio(a, b) >= FUZZY_NAME for a in left for b in right)


def _sound_alike(left: Profile, right: Profile) -> bool:
    """Spelled by different hands: "Ghadduwa", "Ghodwa"."""
    if left.place_sounds.isdisjoint(right.place_sounds):
        return False
    return any(fuzz.ratio(a, b) >= FUZZY_SOUND for a in left.place_keys for b in right.place_keys)


def sure_of_two_places(left: Profile, right: Profile) -> bool:
    """Whether each names a town, with a centre, and the two are neither near, nor spellings of one name."""
    a, b = left.claim.place, right.claim.place
    if not (a.centre and b.centre) or {a.precision, b.precision} != {GeoPrecision.EXACT}:
        return False
    return a.centre.km_to(b.centre) > SAME_PLACE_KM and _named_score(left, right) is None
