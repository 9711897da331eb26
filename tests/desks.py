"""Small desks for the tests of the pages: reports of our own, with claims and incidents written out by hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from conflictdesk.pipeline.linking import link_desk
from conflictdesk.records.events import (
    Actor,
    Anchor,
    ClaimPair,
    EventClaim,
    EventType,
    Incident,
    Likeness,
    Place,
    Presence,
    Rival,
    Role,
    Standing,
    Status,
    Target,
    TargetKind,
    Weapon,
    WeaponKind,
)
from conflictdesk.records.provenance import content_hash, stable_id
from conflictdesk.records.reports import Report, Span
from conflictdesk.records.values import Area, Count, DatePrecision, GeoPrecision, Point, TimeInterval
from conflictdesk.store.database import Database

COMPONENT = "hand-1"
RETRIEVED = datetime(2020, 6, 1, tzinfo=UTC)

NABA = (
    "The soldiers of the Fezzan Province fired rockets at Tamanhint air base on Sunday, killing three of the"
    " apostates. Eight days later they struck a checkpoint 93 km south of Sabha with a roadside bomb."
)
WIRE = (
    "Rockets hit Tamanhint air base in southern Libya on 17 May, an officer said. He put the dead at one."
    " <script>document.title = 'broken'</script> & <b>bold</b> words stand in this report as text."
)
COMMAND = "US Africa Command said it carried out an air strike near Murzuq on 26 September 2019, killing 17 militants."
ARABIC = "أعلن التنظيم مسؤوليته عن تفجير قرب سبها في مايو 2020."

HOSTILE = "<script>document.title='broken'</script>"


def report(key: str, text: str, publisher: str | None, published: date | None, **more: Any) -> Report:
    return Report(
        report_id=key,
        text=text,
        content_hash=content_hash(text.encode()),
        retrieved=RETRIEVED,
        language=more.pop("language", "en"),
        publisher=publisher,
        published=published,
        published_reason="dateline" if published else None,
        **more,
    )


def claim(of: Report, evidence: str, words: Mapping[str, str], **values: Any) -> EventClaim:
    """A claim whose spans are where `words` (field to words) stand in its sentence."""
    start = of.text.index(evidence)
    spans = {}
    for field, said in words.items():
        at = start + evidence.index(said)
        spans[field] = (Span(at, at + len(said)),)
    return EventClaim(
        claim_id=stable_id(of.report_id, evidence),
        report_id=of.report_id,
        evidence=evidence,
        evidence_span=Span(start, start + len(evidence)),
        spans=spans,
        confidence=dict.fromkeys(words, 0.9),
        **values,
    )


def incident(claims: list[EventClaim], standing: Standing, **values: Any) -> Incident:
    """What the first claim says, held with `standing`; `values` replace what differs."""
    first = claims[0]
    made = Incident(
        incident_id=stable_id("incident", first.claim_id),
        standing=standing,
        type=first.type,
        role=first.role,
        when=first.when,
        place=first.place,
        perpetrator=first.perpetrator,
        target=first.target,
        weapon=first.weapon,
        killed=first.killed,
        wounded=first.wounded,
        abducted=first.abducted,
        claimed_by=first.claimed_by,
        campaign=first.campaign,
        claims=tuple(one.claim_id for one in claims),
        sources_independent=0 if standing is Standing.CLAIMED_ONLY else len({one.report_id for one in claims}),
    )
    return replace(made, **values)


def on(year: int, month: int, day: int) -> TimeInterval:
    return TimeInterval(date(year, month, day), date(year, month, day))


def fill(
    folder: Path,
    reports: list[Report],
    claims: list[EventClaim],
    incidents: list[Incident],
    presences: tuple[Presence, ...] = (),
    pairs: tuple[ClaimPair, ...] = (),
    before: tuple[Incident, ...] = (),  # held at an earlier linking, redirected since
) -> Path:
    with Database.open(folder, create=True) as database:
        database.configure(COMPONENT)
        run = database.start_run(COMPONENT)
        for one in reports:
            database.add_report(one, one.text.encode())
            said = [c for c in claims if c.report_id == one.report_id]
            database.save_coding(run, one, said, [p for p in presences if p.report_id == one.report_id])
        database.finish_run(run)
        anchors: dict[str, Anchor] = {c.claim_id: c.anchor for c in claims}
        if before:
            database.save_linking(before, (), anchors)
        database.save_linking(incidents, pairs, anchors, database.linkable())
    return folder


def fezzan(folder: Path) -> Path:
    """Four reports: a rocket attack told twice, a bomb known by bearing, an air strike, and one in Arabic."""
    naba = report("naba", NABA, "Al-Naba", date(2020, 5, 21), title="Two attacks in Fezzan")
    wire = report("wire", WIRE, "Fezzan Wire", date(2020, 5, 18), title=f"Air base hit {HOSTILE}")
    command = report("command", COMMAND, "US Africa Command", date(2019, 9, 27), title="Air strike in Libya")
    arabic = report("arabic", ARABIC, "Sabha Voice", None, language="ar", title="تفجير قرب سبها")
    rocket, wired = _rockets(naba, wire)
    others = [_bomb(naba), _strike(command), _blast(arabic)]
    rival = {"killed": (Rival({"min": 1, "max": 1}, (wired.claim_id,)),)}
    incidents = [
        incident([rocket, wired], Standing.SINGLE_SOURCE, sources_independent=1, rivals=rival),
        incident([others[0]], Standing.CLAIMED_ONLY),
        incident([others[1]], Standing.SINGLE_SOURCE),
        incident([others[2]], Standing.SINGLE_SOURCE),
    ]
    pair = ClaimPair(rocket.claim_id, wired.claim_id, Likeness.SAME, 0.93, {"place": "both at Tamanhint"})
    hiding = Presence(
        "wire", "Islamic State - Libya", ("southern Libya",), (Area(26.5, 14.5, 180.0),), Status.ALLEGED,
        "Rockets hit Tamanhint air base in southern Libya on 17 May, an officer said.",
    )  # fmt: skip
    earlier = incident([wired], Standing.SINGLE_SOURCE, incident_id="earlier")
    told = [rocket, wired, *others]
    return fill(folder, [naba, wire, command, arabic], told, incidents, (hiding,), (pair,), (earlier,))


def _rockets(naba: Report, wire: Report) -> tuple[EventClaim, EventClaim]:
    base: dict[str, Any] = {
        "type": EventType.SHELLING,
        "role": Role.ATTACK,
        "when": on(2020, 5, 17),
        "target": Target("Tamanhint air base", "Tamanhint air base", TargetKind.MILITARY),
        "weapon": Weapon("rockets", WeaponKind.ROCKET),
        "place": Place("Tamanhint", "Tamanhint", "LY", Point(27.25, 14.66), precision=GeoPrecision.EXACT,
                       runners_up=({"name": "Tamanhint", "country": "LY", "lat": 25.1, "lon": 14.2, "place_id": "x"},)),
    }  # fmt: skip
    told = claim(
        naba, NABA.split(". ")[0] + ".",
        {"perpetrator": "The soldiers of the Fezzan Province", "target": "Tamanhint air base", "place": "Tamanhint",
         "weapon": "rockets", "date": "on Sunday", "killed": "three of the apostates"},
        status=Status.CLAIMED, perpetrator=Actor("Fezzan Province", "Islamic State - Libya"),
        claimed_by="Islamic State", killed=Count(3, 3), attributed_to=("Al-Naba",), **base,
    )  # fmt: skip
    heard = claim(
        wire, WIRE.split(". ")[0] + ".",
        {"target": "Tamanhint air base", "place": "Tamanhint", "weapon": "Rockets", "date": "17 May",
         "attributed_to": "an officer"},
        status=Status.REPORTED, killed=Count(1, 1), attributed_to=("an officer",), **base,
    )  # fmt: skip
    return told, heard


def _bomb(naba: Report) -> EventClaim:
    return claim(
        naba, NABA.split(". ")[1], {"place": "93 km south of Sabha", "weapon": "roadside bomb"},
        type=EventType.REMOTE_EXPLOSIVE, role=Role.ATTACK, status=Status.CLAIMED, when=on(2020, 5, 25),
        place=Place("93 km south of Sabha", None, "LY", area=Area(26.2, 14.43, 20.0), precision=GeoPrecision.NEAR),
        perpetrator=Actor("they", "Islamic State - Libya"), claimed_by="Islamic State",
        target=Target("a checkpoint", "checkpoint", TargetKind.MILITARY),
        weapon=Weapon("roadside bomb", WeaponKind.IED),
        attributed_to=("Al-Naba",), reasons={"place": "by its bearing from Sabha"},
    )  # fmt: skip


def _strike(command: Report) -> EventClaim:
    return claim(
        command, COMMAND, {"perpetrator": "US Africa Command", "place": "Murzuq", "killed": "17 militants"},
        type=EventType.AIR_STRIKE, role=Role.COUNTER_OPERATION, status=Status.CONFIRMED, when=on(2019, 9, 26),
        place=Place("Murzuq", "Murzuq", "LY", Point(25.91, 13.92), precision=GeoPrecision.NEAR),
        perpetrator=Actor("US Africa Command", "US Africa Command"), target=Target("militants", "militants"),
        weapon=Weapon("air strike", WeaponKind.AIRSTRIKE), killed=Count(17, 17), attributed_to=("US Africa Command",),
    )  # fmt: skip


def _blast(arabic: Report) -> EventClaim:
    may = TimeInterval(date(2020, 5, 1), date(2020, 5, 31), DatePrecision.MONTH)
    return claim(
        arabic, ARABIC, {"place": "سبها", "date": "مايو 2020"},
        type=EventType.REMOTE_EXPLOSIVE, role=Role.ATTACK, status=Status.REPORTED, when=may,
        place=Place("سبها", "Sabha", "LY", None, precision=GeoPrecision.REGION),
    )  # fmt: skip


CROWDED = (Point(27.04, 14.43), Point(25.91, 13.92), Point(32.88, 13.19), Point(12.1, 15.04), Point(16.77, -3.0))


def crowd(folder: Path, many: int) -> Path:
    """Many alike incidents at five places, a day apart: for what only shows in numbers."""
    told = report("list", "Gunmen struck again. " * many, "Fezzan Wire", date(2020, 6, 1))
    length, claims = len("Gunmen struck again. "), []
    for number in range(many):
        claims.append(
            EventClaim(
                claim_id=f"claim-{number}",
                report_id="list",
                evidence="Gunmen struck again.",
                evidence_span=Span(number * length, number * length + length - 1),
                type=EventType.ATTACK,
                role=Role.ATTACK,
                status=Status.REPORTED,
                when=TimeInterval(*[date.fromordinal(date(2020, 6, 1).toordinal() - number)] * 2),
                place=Place("Town", None, None, CROWDED[number % len(CROWDED)], precision=GeoPrecision.EXACT),
            )
        )
    return fill(folder, [told], claims, [incident([one], Standing.SINGLE_SOURCE) for one in claims])


def two_tellings(folder: Path) -> Path:
    """Two reports of which the rule is unsure: one day, towns near each other, another way of attack, other tolls."""
    wire = report(
        "one", "Gunmen shot two soldiers in Sabha on 17 May.", "Fezzan Wire", date(2020, 5, 18), title="Two shot"
    )
    post = report(
        "two", "Shells at Samnu left forty dead on 17 May.", "Desert Post", date(2020, 5, 18), title="Shelling"
    )
    base: dict[str, Any] = {"role": Role.ATTACK, "status": Status.REPORTED, "when": on(2020, 5, 17)}
    shot = claim(
        wire, wire.text, {"place": "Sabha", "killed": "two soldiers"}, type=EventType.ATTACK, killed=Count(2, 2),
        target=Target("soldiers", "soldiers"),
        place=Place("Sabha", "Sabha", "LY", Point(27.04, 14.43), precision=GeoPrecision.EXACT), **base,
    )  # fmt: skip
    shelled = claim(
        post, post.text, {"place": "Samnu", "killed": "forty"}, type=EventType.SHELLING, killed=Count(40, 40),
        place=Place("Samnu", "Samnu", "LY", Point(27.1, 14.43), precision=GeoPrecision.EXACT), **base,
    )  # fmt: skip
    fill(folder, [wire, post], [shot, shelled], [])
    with Database.open(folder) as database:
        link_desk(database)
    return folder
