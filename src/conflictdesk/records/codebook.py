"""The codebook's words (docs/codebook.md): kinds of events, roles, statuses, standings, targets and weapons."""

from collections.abc import Mapping
from enum import StrEnum


class EventType(StrEnum):
    """ACLED's sub-event types."""

    ARMED_CLASH = "Armed clash"
    GOVERNMENT_REGAINS = "Government regains territory"
    GROUP_OVERTAKES = "Non-state actor overtakes territory"
    CHEMICAL = "Chemical weapon"
    AIR_STRIKE = "Air/drone strike"
    SUICIDE_BOMB = "Suicide bomb"
    SHELLING = "Shelling/artillery/missile attack"
    REMOTE_EXPLOSIVE = "Remote explosive/landmine/IED"
    GRENADE = "Grenade"
    SEXUAL_VIOLENCE = "Sexual violence"
    ATTACK = "Attack"
    ABDUCTION = "Abduction/forced disappearance"
    ARRESTS = "Arrests"
    DISRUPTED_WEAPONS = "Disrupted weapons use"
    LOOTING = "Looting/property destruction"
    CHANGE = "Change to group/activity"
    NONVIOLENT_TRANSFER = "Non-violent transfer of territory"
    BASE_ESTABLISHED = "Headquarters or base established"
    AGREEMENT = "Agreement"
    PEACEFUL_PROTEST = "Peaceful protest"
    PROTEST_INTERVENTION = "Protest with intervention"
    EXCESSIVE_FORCE = "Excessive force against protesters"
    VIOLENT_DEMONSTRATION = "Violent demonstration"
    MOB_VIOLENCE = "Mob violence"
    OTHER = "Other"


FAMILY: Mapping[EventType, str] = {
    EventType.ARMED_CLASH: "Battles",
    EventType.GOVERNMENT_REGAINS: "Battles",
    EventType.GROUP_OVERTAKES: "Battles",
    EventType.CHEMICAL: "Explosions/Remote violence",
    EventType.AIR_STRIKE: "Explosions/Remote violence",
    EventType.SUICIDE_BOMB: "Explosions/Remote violence",
    EventType.SHELLING: "Explosions/Remote violence",
    EventType.REMOTE_EXPLOSIVE: "Explosions/Remote violence",
    EventType.GRENADE: "Explosions/Remote violence",
    EventType.SEXUAL_VIOLENCE: "Violence against civilians",
    EventType.ATTACK: "Violence against civilians",
    EventType.ABDUCTION: "Violence against civilians",
    EventType.PEACEFUL_PROTEST: "Protests",
    EventType.PROTEST_INTERVENTION: "Protests",
    EventType.EXCESSIVE_FORCE: "Protests",
    EventType.VIOLENT_DEMONSTRATION: "Riots",
    EventType.MOB_VIOLENCE: "Riots",
    EventType.ARRESTS: "Strategic developments",
    EventType.DISRUPTED_WEAPONS: "Strategic developments",
    EventType.LOOTING: "Strategic developments",
    EventType.CHANGE: "Strategic developments",
    EventType.NONVIOLENT_TRANSFER: "Strategic developments",
    EventType.BASE_ESTABLISHED: "Strategic developments",
    EventType.AGREEMENT: "Strategic developments",
    EventType.OTHER: "Strategic developments",
}


class Role(StrEnum):
    ATTACK = "attack"
    COUNTER_OPERATION = "counter-operation"
    OTHER = "other"


class Status(StrEnum):
    CLAIMED = "claimed"
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    ALLEGED = "alleged"


class Standing(StrEnum):
    CLAIMED_ONLY = "claimed-only"
    SINGLE_SOURCE = "single-source"
    CORROBORATED = "corroborated"
    CONTESTED = "contested"


class TargetKind(StrEnum):
    MILITARY = "military"
    POLICE = "police"
    GOVERNMENT = "government"
    CIVILIAN = "civilian"
    INFRASTRUCTURE = "infrastructure"
    ARMED_GROUP = "armed group"
    OTHER = "other"
    UNKNOWN = "unknown"


class WeaponKind(StrEnum):
    ROCKET = "rocket"
    MORTAR = "mortar/artillery"
    IED = "IED"
    VBIED = "VBIED"
    SUICIDE_VEST = "suicide vest"
    SMALL_ARMS = "small arms"
    AIRSTRIKE = "airstrike"
    DRONE = "drone"
    KNIFE = "knife"
    VEHICLE = "vehicle"
    LANDMINE = "landmine"
    ARSON = "arson"
    UNKNOWN = "unknown"
