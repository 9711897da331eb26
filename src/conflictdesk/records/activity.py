"""Online activity, counted by place, theme and period; no account and no person is kept."""

from dataclasses import dataclass

from conflictdesk.records.values import TimeInterval


@dataclass(frozen=True, slots=True)
class ActivityCount:
    """How much was said about a theme and a place in a period. For the room `watch`, which is not built yet."""

    place_id: str
    theme: str
    period: TimeInterval
    count: int
