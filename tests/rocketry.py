"""A desk with three claimed rocket attacks, an air strike against the same group, and an attack of nobody's."""

from datetime import date
from pathlib import Path

from conflictdesk.records.events import (
    Actor,
    EventClaim,
    EventType,
    Place,
    Role,
    Standing,
    Status,
    Target,
    TargetKind,
    Weapon,
    WeaponKind,
)
from conflictdesk.records.reports import Report
from conflictdesk.records.values import GeoPrecision, Point
from desks import claim, fill, incident, on, report

NABA = (
    "Soldiers of the Caliphate fired a Grad at the apostates' barracks in Tamanhint. On Monday they fired a Grad at"
    " the apostates' barracks in Traghan. On Tuesday they fired a Grad at the apostates' barracks in Umm al-Aranib."
)
COMMAND = "US Africa Command said that it struck an Islamic State convoy near Murzuq on 26 September 2019."
WIRE = "Two men were taken from a car near Ubari on 18 May, their family said."
WHERE = (("Tamanhint", 27.24, 14.65), ("Traghan", 25.92, 14.43), ("Umm al-Aranib", 26.13, 14.74))
CAMPAIGN, BARRACKS = "Harvest of the Soldiers", "the apostates' barracks"


def rocketry(folder: Path) -> Path:
    naba = report("naba", NABA, "Al-Naba", date(2020, 5, 21), title="Harvest")
    command = report("command", COMMAND, "US Africa Command", date(2019, 9, 27))
    wire = report("wire", WIRE, "Fezzan Wire", date(2020, 5, 19))
    sentences = [f"{words.rstrip('.')}." for words in NABA.split(". ")]
    rockets = [
        claim(
            naba, sentences[n], {},
            type=EventType.SHELLING, role=Role.ATTACK, status=Status.CLAIMED, when=on(2020, 5, 17 + n),
            place=Place(name, name, "LY", Point(lat, lon), precision=GeoPrecision.EXACT),
            perpetrator=Actor("Soldiers of the Caliphate", "Islamic State - Libya"), claimed_by="Islamic State",
            target=Target(BARRACKS, BARRACKS, TargetKind.MILITARY), weapon=Weapon("a Grad", WeaponKind.ROCKET),
            campaign=CAMPAIGN, attributed_to=("Al-Naba",),
        )
        for n, (name, lat, lon) in enumerate(WHERE)
    ]  # fmt: skip
    others = [_strike(command), _taken(wire)]
    held = [incident([one], Standing.CLAIMED_ONLY) for one in rockets]
    held += [incident([one], Standing.SINGLE_SOURCE) for one in others]
    return fill(folder, [naba, command, wire], [*rockets, *others], held)


def _strike(command: Report) -> EventClaim:
    return claim(
        command, COMMAND, {}, type=EventType.AIR_STRIKE, role=Role.COUNTER_OPERATION, status=Status.CONFIRMED,
        when=on(2019, 9, 26), place=Place("Murzuq", "Murzuq", "LY", Point(25.91, 13.92), precision=GeoPrecision.NEAR),
        perpetrator=Actor("US Africa Command", "US Africa Command"), weapon=Weapon("it struck", WeaponKind.AIRSTRIKE),
        target=Target("an Islamic State convoy", "an Islamic State convoy", TargetKind.ARMED_GROUP),
    )  # fmt: skip


def _taken(wire: Report) -> EventClaim:
    return claim(
        wire, WIRE, {}, type=EventType.ABDUCTION, role=Role.ATTACK, status=Status.REPORTED, when=on(2020, 5, 18),
        place=Place("Ubari", "Ubari", "LY", Point(26.59, 12.78), precision=GeoPrecision.NEAR),
        target=Target("Two men", "Two men", TargetKind.CIVILIAN),
    )  # fmt: skip
