"""What one linking leaves for the next: comparisons and incidents whose claims did not change are not made again.

The linking itself stays one function over all claims, so what comes out is that of a full linking: here is only kept
what the same function gave for the same arguments.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from conflictdesk.link.compare import Comparison, compare
from conflictdesk.link.profiles import Profile, profile
from conflictdesk.records.events import EventClaim, Incident
from conflictdesk.records.reports import Report

V = TypeVar("V")


@dataclass(slots=True)
class _Kept:
    """Results by key, each with the arguments that it was made of; those that one linking did not use are let go."""

    before: dict[Hashable, tuple[Any, Any]] = field(default_factory=dict)
    now: dict[Hashable, tuple[Any, Any]] = field(default_factory=dict)

    def get(self, key: Hashable, arguments: Any, make: Callable[[], V]) -> V:
        held = self.now.get(key) or self.before.get(key)
        if held is None or held[0] != arguments:
            held = arguments, make()
        self.now[key] = held
        found: V = held[1]
        return found

    def turn(self) -> None:
        self.before, self.now = self.now, {}


class Memory:
    """For one desk and one catalog of sources; in one thread at a time."""

    def __init__(self) -> None:
        self._profiles, self._comparisons, self._incidents = _Kept(), _Kept(), _Kept()

    def profile(self, claim: EventClaim, report: Report | None) -> Profile:
        told = (claim, report.published, report.language) if report else (claim, None, None)
        return self._profiles.get(claim.claim_id, told, lambda: profile(claim, report))

    def compare(self, left: Profile, right: Profile) -> tuple[Comparison, ...]:
        key = left.claim.claim_id, right.claim.claim_id
        return self._comparisons.get(key, _Same(left, right), lambda: compare(left, right))

    def incident(self, claims: tuple[str, ...], arguments: Any, make: Callable[[], Incident]) -> Incident:
        """The incident of these claims (ids); `arguments` are all that `make` looks at."""
        return self._incidents.get(claims, arguments, make)

    def turn(self) -> None:
        """A linking is done."""
        for kept in (self._profiles, self._comparisons, self._incidents):
            kept.turn()


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """Two profiles, equal to the same two objects alone: those of unchanged claims are kept, and quickly known."""

    left: Profile
    right: Profile

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.left is other.left and self.right is other.right

    def __hash__(self) -> int:
        return hash((id(self.left), id(self.right)))
