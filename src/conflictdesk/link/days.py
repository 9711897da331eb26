"""Whether two claims tell of two days: what like wording does not outweigh.

Attacks on one town follow one another, and reports of them are worded alike: where two reports are sure of the day,
to the day, and name two days, they mean two incidents, unless something rare besides speaks for one.
"""

from conflictdesk.link.profiles import Profile
from conflictdesk.records.events import EventClaim
from conflictdesk.records.values import DatePrecision

SURE_DAY = 0.75  # of the coder's confidence; a claim that gives none was coded by a person, or by another program
TELLING_TOLL = 3  # people; that two attacks cost one life each is no sign that they are one


def sure_of_two_days(left: Profile, right: Profile) -> bool:
    """Whether both are sure of the day, to the day, and no day is in both."""
    a, b = left.claim.when, right.claim.when
    if a is None or b is None or a.overlaps(b):
        return False
    return _is_sure(left.claim) and _is_sure(right.claim)


def agree_on_a_toll(left: Profile, right: Profile) -> bool:
    """Whether both count the same dead, wounded or taken, so many that it is hardly chance."""
    tolls = [(claim.killed, claim.wounded, claim.abducted) for claim in (left.claim, right.claim)]
    return any(a == b and (a.min or 0) >= TELLING_TOLL for a, b in zip(*tolls, strict=True))


def on_two_days(left: Profile, right: Profile) -> bool:
    """Whether two claims tell of two days, and nothing in the two themselves says that one day is a slip."""
    return sure_of_two_days(left, right) and not agree_on_a_toll(left, right)


def is_to_the_day(claim: EventClaim) -> bool:
    return claim.when is not None and claim.when.precision is DatePrecision.DAY


def _is_sure(claim: EventClaim) -> bool:
    return is_to_the_day(claim) and claim.confidence.get("date", 1.0) >= SURE_DAY
