"""Whether two claims count the same people."""

from conflictdesk.link.comparison import Comparison, unknown
from conflictdesk.link.profiles import Profile
from conflictdesk.link.wording import count_words
from conflictdesk.records.values import Count

TOLL_FACTOR = 3.0  # tolls that differ by more than this factor, and by TOLL_GAP, are hardly one count
TOLL_GAP = 10
CLOSE_TOLL = 2  # a wounded man dies, an attacker is counted among the dead


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
    return unknown("casualties", None, None, "no number of people in common to compare")


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
    return -0.1, f"{told}: counts of one attack often differ so"


def _meet(a: Count, b: Count) -> bool:
    above = a.max is None or b.min is None or b.min <= a.max
    return above and (b.max is None or a.min is None or a.min <= b.max)


def _middle(count: Count) -> float:
    ends = [n for n in (count.min, count.max) if n is not None]
    return sum(ends) / len(ends)
