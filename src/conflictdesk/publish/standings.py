"""How an incident stood when, in words."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import groupby, pairwise

from conflictdesk.publish import wording
from conflictdesk.records.events import Standing
from conflictdesk.records.standings import Stand

DAY = timedelta(days=1)
STANDINGS: Mapping[Standing, str] = {
    Standing.CORROBORATED: "corroborated",
    Standing.SINGLE_SOURCE: "one independent source",
    Standing.CLAIMED_ONLY: "claimed only",
    Standing.CONTESTED: "contested",
}
MEANINGS: Mapping[Standing, str] = {
    Standing.CORROBORATED: "two or more independent sources say so, or one and the acting authority itself",
    Standing.SINGLE_SOURCE: "one independent source says so",
    Standing.CLAIMED_ONLY: "nobody but the side that acted says so",
    Standing.CONTESTED: "someone denies that it happened, or who did it",
}


def stood(stands: Sequence[Stand]) -> str | None:
    """ "one independent source until 24 May 2020, corroborated since"; null where it never stood otherwise."""
    changes = [next(group) for _, group in groupby(stands, key=lambda one: one.standing)]
    if len(changes) < 2:
        return None
    before = [f"{STANDINGS[one.standing]} until {wording.day(after.since - DAY)}" for one, after in pairwise(changes)]
    return ", ".join([*before, f"{STANDINGS[changes[-1].standing]} since"])
