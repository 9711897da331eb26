"""Attack, counter-operation or other: by who acts against whom, as the codebook decides ("Role").

A state or coalition force acting against an armed group is a counter-operation; an armed group never leads one.
Protests, and what has no attacker, are "other", except where one side plainly attacks.
"""

from conflictdesk.extract.actors import is_state
from conflictdesk.extract.fields import Filled, Ground, most_likely
from conflictdesk.extract.frames import Frame
from conflictdesk.records.events import EventType, Role, TargetKind

ARMED = frozenset({"rebel", "militia", "criminal", "unidentified"})
WITHOUT_ATTACKER = frozenset(
    {
        EventType.PEACEFUL_PROTEST,
        EventType.PROTEST_INTERVENTION,
        EventType.VIOLENT_DEMONSTRATION,
        EventType.MOB_VIOLENCE,
        EventType.AGREEMENT,
        EventType.CHANGE,
        EventType.NONVIOLENT_TRANSFER,
        EventType.BASE_ESTABLISHED,
    }
)
BY_FORCE = frozenset({EventType.ARRESTS, EventType.DISRUPTED_WEAPONS, EventType.GOVERNMENT_REGAINS})


def role_of(
    frame: Frame, event: EventType, actor_kind: str | None, target: TargetKind, by_authority: bool = False
) -> Filled[Role]:
    """The role by actor and target, else as the encoder reads it.

    `by_authority`: a ministry or a force tells of it. Fighters hit by nobody named are then hit by its own side.
    """
    ruled = _ruled(event, actor_kind, target)
    if ruled is None and actor_kind is None and by_authority and target is TargetKind.ARMED_GROUP:
        ruled = Role.COUNTER_OPERATION
    if ruled is not None:
        return Filled(ruled, (frame.head.span,), "by who acts against whom", 0.9, Ground.RULED)
    read = {name: p for name, p in frame.head.roles.items() if _possible(Role(name), event, actor_kind, target)}
    name, p = most_likely(read, Role.OTHER)
    return Filled(Role(name), (frame.head.span,), confidence=p)


def _ruled(event: EventType, actor_kind: str | None, target: TargetKind) -> Role | None:
    if event in WITHOUT_ATTACKER:
        return Role.OTHER
    if actor_kind is None:
        return None
    if is_state(actor_kind):
        against_group = target is TargetKind.ARMED_GROUP or event in BY_FORCE
        return Role.COUNTER_OPERATION if against_group else None
    return Role.ATTACK if actor_kind in ARMED and target is not TargetKind.ARMED_GROUP else None


def _possible(role: Role, event: EventType, actor_kind: str | None, target: TargetKind) -> bool:
    """A counter-operation needs a state that acts, an armed group that is hit, or what only forces do."""
    nobody = actor_kind is None and target is not TargetKind.ARMED_GROUP and event not in BY_FORCE
    return role is not Role.COUNTER_OPERATION or not (nobody or actor_kind in ARMED)
