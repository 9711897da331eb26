"""What two claims' targets say for and against one incident: words in common, or sorts that exclude one another."""

import math

from conflictdesk.link.profiles import Profile
from conflictdesk.link.wording import listed
from conflictdesk.records.events import EventClaim

OTHER_SITE = -4.5  # a market and an airport: as much as day, place and type say together
OTHER_VICTIM = -4.5  # a judge and a journalist
FEW_PEOPLE = 3  # an attack on more may strike people of several trades
SORT_SHARED = 0.6


def share_words(left: Profile, right: Profile) -> bool:
    """Whether the words of the two targets are the same by half."""
    shared = left.target_words & right.target_words
    return bool(shared) and 2 * len(shared) >= (len(left.target_words) + len(right.target_words)) / 2


def one_target(left: Profile, right: Profile) -> bool:
    """Whether the two struck what goes by the same words, or a site of one sort."""
    return share_words(left, right) or not left.sites.isdisjoint(right.sites)


def sort_score(left: Profile, right: Profile) -> tuple[float, str] | None:
    """What the sorts of sites say, and where neither report names any, those of few victims."""
    if left.sites and right.sites:
        return _of_sorts(left.sites, right.sites, OTHER_SITE)
    if left.victims and right.victims and not left.sites and not right.sites:
        few = all(_people(p.claim) <= FEW_PEOPLE for p in (left, right))
        return _of_sorts(left.victims, right.victims, OTHER_VICTIM) if few else None
    return None


def _of_sorts(left: frozenset[str], right: frozenset[str], other: float) -> tuple[float, str]:
    if shared := left & right:
        return SORT_SHARED, f"both struck a target of one sort: {listed(shared)}"
    return other, f"targets that exclude one another: {listed(left)} and {listed(right)}"


def _people(claim: EventClaim) -> float:
    """The most people that a claim counts; without end where a toll is open upwards, one where it counts nobody."""
    known = [count for count in (claim.killed, claim.wounded, claim.abducted) if count.known]
    return max((math.inf if count.max is None else count.max for count in known), default=1)
