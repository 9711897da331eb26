"""Whether two claims tell of two days: what like wording does not outweigh.

Attacks on one town follow one another, and reports of them are worded alike: where two reports are sure of the day,
to the day, and name two days, they mean two incidents, unless something rare besides speaks for one.
"""

from conflictdesk.link.profiles import Profile
from conflictdesk.link.targets import exclusion
from conflictdesk.records.events import EventClaim
from conflictdesk.records.values import DatePrecision, TimeInterval

SURE_DAY = 0.75  # of the coder's confidence; a claim that gives none was coded by a person, or by another program
RARE_TOLL = 12  # people; that two attacks on a town cost as few each is chance, as a round number is
ROUND = 10
LEAST_TOLL = 3  # that two attacks cost one life each is no sign that they are one
SLIP_DAYS = 2  # by how much a report may mistake the day
IN_STEP = 2  # days that a report may be later out than another, beyond those between what the two tell
ONE_FORM = 0.8  # share of the shorter sentence's words: worded alike but for the day


def sure_of_two_days(left: Profile, right: Profile) -> bool:
    """Whether both are sure of the day, to the day, and no day is in both."""
    a, b = left.claim.when, right.claim.when
    if a is None or b is None or a.overlaps(b):
        return False
    return _is_sure(left.claim) and _is_sure(right.claim)


def on_two_days(left: Profile, right: Profile) -> bool:
    """Whether two claims tell of two days, and nothing in the two themselves says that one day is a slip."""
    return sure_of_two_days(left, right) and not _is_slip(left, right)


def _is_slip(left: Profile, right: Profile) -> bool:
    """Whether an agreeing toll says that one of two near days is mistaken, and nothing else tells two attacks.

    A rare toll does. A common one does where a sentence names both days, or where the reports did not come out in step
    with the days that they tell, nor are worded alike but for the day, as daily news is.
    """
    a, b = left.claim.when, right.claim.when
    if a is None or b is None or a.days_apart(b) > SLIP_DAYS:
        return False
    agreed = _agreed_tolls(left.claim, right.claim)
    if not agreed or exclusion(left, right):
        return False
    if any(n >= RARE_TOLL and n % ROUND for n in agreed):
        return True
    if not any(n >= LEAST_TOLL for n in agreed):
        return False
    if _names_day_of(left, b) or _names_day_of(right, a):
        return True
    return not _in_step(left, right) and (len(agreed) > 1 or not _of_one_form(left, right))


def _names_day_of(telling: Profile, when: TimeInterval) -> bool:
    """Whether a sentence that names two days of the week names that of the other claim."""
    return len(telling.weekdays) > 1 and str(when.start.isoweekday()) in telling.weekdays


def _agreed_tolls(left: EventClaim, right: EventClaim) -> list[int]:
    counts = ((left.killed, right.killed), (left.wounded, right.wounded), (left.abducted, right.abducted))
    return [a.min for a, b in counts if a.min and a == b]


def _in_step(left: Profile, right: Profile) -> bool:
    """Whether the later day's report came out later, by about as much: so it is where each tells of its own attack."""
    ends = [(p.claim.when.start, p.published) for p in (left, right) if p.claim.when and p.published]
    if len(ends) < 2:
        return True  # nothing speaks for a slip
    (first, out), (second, later) = sorted(ends)
    return 0 < (later - out).days <= (second - first).days + IN_STEP


def _of_one_form(left: Profile, right: Profile) -> bool:
    fewer = min(len(left.words), len(right.words))
    return len(left.words & right.words) >= ONE_FORM * fewer


def is_to_the_day(claim: EventClaim) -> bool:
    return claim.when is not None and claim.when.precision is DatePrecision.DAY


def _is_sure(claim: EventClaim) -> bool:
    return is_to_the_day(claim) and claim.confidence.get("date", 1.0) >= SURE_DAY
