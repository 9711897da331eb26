"""How an incident stood when, by what was published and by what the desk held, in words."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import groupby, pairwise

from conflictdesk.publish import wording
from conflictdesk.records.events import Standing
from conflictdesk.records.standings import NotedStand, Stand

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


def held_before(noted: Sequence[NotedStand], stands: Sequence[Stand], incident_id: str) -> str | None:
    """ "this desk noted it as claimed only on 12 August 2024, as incident 0eec": what by the dates of publication it
    never was, though the desk held it; null where there is nothing of the kind.

    Who read an earlier brief finds in this one what that one said.
    """
    published = {one.standing for one in stands}
    earlier = {(one.standing, one.incident_id): one for one in reversed(noted[:-1]) if one.standing not in published}
    told = [
        f"as {STANDINGS[one.standing]} on {wording.day(one.at)}{_as_number(one, incident_id)}"
        for one in sorted(earlier.values(), key=lambda one: one.at)
    ]
    return f"this desk noted it {wording.listed(told)}" if told and published else None


def _as_number(one: NotedStand, incident_id: str) -> str:
    return f", as incident {one.incident_id}" if one.incident_id != incident_id else ""
