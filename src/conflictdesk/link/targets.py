"""What two claims' targets say for and against one incident: words in common, or sorts that exclude one another."""

import math
from dataclasses import dataclass

from conflictdesk.link.profiles import Profile
from conflictdesk.link.wording import listed
from conflictdesk.records.events import EventClaim

OTHER = -4.5  # a market and an airport; a judge and a journalist
OTHER_NAME = -3.0  # two mosques, each by its name
FEW_PEOPLE = 3  # an attack on more may strike people of several trades, and a report tell of one
FORCES = "forces"  # who guard what is struck are struck with it
SORT_SHARED = 0.6


@dataclass(frozen=True, slots=True)
class Sorts:
    """What the sorts of two targets say; `excludes` where they cannot be one."""

    score: float
    reason: str
    excludes: bool = False


def share_words(left: Profile, right: Profile) -> bool:
    """Whether the words of the two targets are the same by half."""
    shared = left.target_words & right.target_words
    return bool(shared) and 2 * len(shared) >= (len(left.target_words) + len(right.target_words)) / 2


def one_target(left: Profile, right: Profile) -> bool:
    """Whether the two struck what goes by the same words, or a site of one sort."""
    if exclusion(left, right):
        return False
    return share_words(left, right) or not left.sites.isdisjoint(right.sites)


def sort_score(left: Profile, right: Profile) -> Sorts | None:
    """What the sorts of sites say, and where neither report names any, those of victims; null where nothing."""
    if left.sites and right.sites:
        shared = (left.sites & (right.sites | right.victims)) | (right.sites & left.victims)
        if not shared:
            return _excluding(left.sites, right.sites, surely=True)
        if left.sites & right.sites and _named_apart(left, right):
            names = f"{left.claim.target.text} and {right.claim.target.text}"
            return Sorts(OTHER_NAME, f"each names what was struck: {names}", excludes=True)
        return Sorts(SORT_SHARED, f"both struck a target of one sort: {listed(shared)}")
    if left.victims and right.victims and not left.sites and not right.sites:
        if shared := left.victims & right.victims:
            return Sorts(SORT_SHARED, f"both struck a target of one sort: {listed(shared)}")
        return _excluding(left.victims, right.victims, surely=_are_all(left, right))
    return None


def exclusion(left: Profile, right: Profile) -> str | None:
    """Why the two targets cannot be one; null where nothing says so."""
    found = sort_score(left, right)
    return found.reason if found and found.excludes else None


def _excluding(left: frozenset[str], right: frozenset[str], surely: bool) -> Sorts:
    return Sorts(OTHER, f"targets that exclude one another: {listed(left)} and {listed(right)}", surely)


def _named_apart(left: Profile, right: Profile) -> bool:
    """Whether both targets go by names in one language, of which none is the other's by spelling or by sound."""
    named = (left.site_names, right.site_names)
    return all(named) and left.language == right.language and named[0].isdisjoint(named[1])


def _are_all(left: Profile, right: Profile) -> bool:
    """Whether those who are named are all whom a report counts, so that no other trade is left out of the two.

    Of many people who were struck together with forces a report may tell of the one or the other.
    """
    if all(_people(one.claim) <= FEW_PEOPLE for one in (left, right)):
        return True
    tolls = [(one.claim.killed, one.claim.wounded, one.claim.abducted) for one in (left, right)]
    same = any(a == b and a.known for a, b in zip(*tolls, strict=True))
    return same or FORCES not in left.victims | right.victims


def _people(claim: EventClaim) -> float:
    """The most people that a claim counts; without end where a toll is open upwards, one where it counts nobody."""
    known = [count for count in (claim.killed, claim.wounded, claim.abducted) if count.known]
    return max((math.inf if count.max is None else count.max for count in known), default=1)
