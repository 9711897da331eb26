"""Desks for the tests of the brief: one month of a place, and reports that try to be more than text."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from conflictdesk.pipeline.briefing import read_material
from conflictdesk.publish.brief import Brief, Signed, make_brief, order_of
from conflictdesk.publish.rows import export_options
from conflictdesk.records.events import (
    Actor,
    EventClaim,
    EventType,
    Incident,
    Place,
    Presence,
    Rival,
    Role,
    Standing,
    Status,
    Target,
)
from conflictdesk.records.reports import Report
from conflictdesk.records.values import Area, Count, DatePrecision, GeoPrecision, Point, TimeInterval
from conflictdesk.store.database import Database
from desks import claim, fill, incident, on, report

AT = datetime(2020, 6, 1, 9, 30, tzinfo=UTC)
MAY = date(2020, 5, 1), date(2020, 5, 31)
GROUP = "Islamic State - Libya"
SABHA = Place("Sabha", "Sabha", "LY", Point(27.03766, 14.42832), precision=GeoPrecision.EXACT)
UBARI = Place("Ubari", "Ubari", "LY", Point(26.59, 12.78), precision=GeoPrecision.NEAR)
MARKUP = "<b onclick=alert(1)>Bold</b> & </style><script>alert(2)</script>"
TYPST = '#panic("run") *bold* $x$ @note-1 #include "/etc/passwd"'
MARKDOWN = "[here](javascript:alert(3)) `code` **bold** | cell | ![x](http://evil.test/x.png) www.evil.test"
TURNED = "invoice\u202egpj.exe\u2066 \u200fend"


def brief_of(
    folder: Path, days: tuple[date | None, date | None] = MAY, place: str | None = None, actor: str | None = None,
    at: datetime = AT, **let_out: bool,
) -> Brief:  # fmt: skip
    """The brief of the desk in `folder`, made by Amina Haddad."""
    with Database.open(folder) as database:
        material = read_material(database, place, actor)
    options = export_options(material.held, **let_out)
    return make_brief(material, order_of(material, *days, Signed("Amina Haddad", at, "0.1.0", folder.name), options))


def told(of: Report, evidence: str, when: TimeInterval | None, place: Place = SABHA, **values: Any) -> EventClaim:
    kept = {"type": EventType.ATTACK, "role": Role.ATTACK, "status": Status.REPORTED} | values
    return claim(of, evidence, {}, when=when, place=place, **kept)


def month(folder: Path) -> Path:
    """May 2020 in the Fezzan, with April before it: standings of each kind, a denial, a strike, a date too loose."""
    wire = report(
        "wire",
        "Gunmen killed three guards in Sabha on 12 May. Witness Salem Alzway said that four died. Gunmen fired on a"
        " patrol near Ubari on 20 May. Fighters are said to hide in the Haruj hills. Shots were heard in Sabha in May.",
        "Fezzan Wire", date(2020, 5, 21), title="Guards killed in Sabha, says Salem Alzway", url="https://wire.test/1",
    )  # fmt: skip
    post = report(
        "post", "Four guards died in Sabha on 12 May. No patrol was fired on near Ubari, the army said.",
        "Desert Post", date(2020, 5, 22), url="https://post.test/2",
    )  # fmt: skip
    naba = report(
        "naba", "The soldiers of the Caliphate struck a checkpoint in Sabha on 25 May, killing nine.",
        "Al-Naba", date(2020, 5, 28), title="Nine apostates slain", url="https://naba.test/3",
    )  # fmt: skip
    army = report(
        "army", "The Libyan National Army said it struck a camp near Ubari on 26 May, killing five.",
        "Army Press Office", date(2020, 5, 27),
    )  # fmt: skip
    april = report("april", "Gunmen attacked in Sabha on 9 April, killing two.", "Old Gazette", date(2020, 4, 10))
    older = report("older", "Gunmen attacked in Ubari on 11 April.", "Old Gazette", date(2020, 4, 12))
    claims, incidents = _may(wire, post, naba, army)
    before = [
        told(april, april.text, on(2020, 4, 9), killed=Count(2, 2)),
        told(older, older.text, on(2020, 4, 11), UBARI),
    ]
    incidents += [incident([one], Standing.SINGLE_SOURCE) for one in before]
    hiding = Presence(
        "wire", GROUP, ("the Haruj hills",), (Area(27.2, 17.5, 60.0),), Status.ALLEGED,
        "Fighters are said to hide in the Haruj hills.",
    )  # fmt: skip
    return fill(folder, [wire, post, naba, army, april, older], [*claims, *before], incidents, (hiding,))


def _may(wire: Report, post: Report, naba: Report, army: Report) -> tuple[list[EventClaim], list[Incident]]:
    actor, guards = Actor("Gunmen", "Unidentified armed group"), Target("guards", "guards")
    first = told(
        wire, "Gunmen killed three guards in Sabha on 12 May. Witness Salem Alzway said that four died.",
        on(2020, 5, 12), perpetrator=actor, target=guards, killed=Count(3, 3), attributed_to=("Salem Alzway",),
    )  # fmt: skip
    second = told(post, "Four guards died in Sabha on 12 May.", on(2020, 5, 12), killed=Count(4, 4), target=guards)
    fired = told(wire, "Gunmen fired on a patrol near Ubari on 20 May.", on(2020, 5, 20), UBARI, perpetrator=actor)
    denied = told(
        post, "No patrol was fired on near Ubari, the army said.", on(2020, 5, 20), UBARI, status=Status.DENIED
    )
    own = told(
        naba, naba.text, on(2020, 5, 25), status=Status.CLAIMED, perpetrator=Actor("The soldiers", GROUP),
        claimed_by=GROUP, killed=Count(9, 9), target=Target("a checkpoint of apostates", "apostates"),
    )  # fmt: skip
    strike = told(
        army, army.text, on(2020, 5, 26), UBARI, type=EventType.AIR_STRIKE, role=Role.COUNTER_OPERATION,
        status=Status.CONFIRMED, killed=Count(5, 5), attributed_to=("Libyan National Army",),
        perpetrator=Actor("The Libyan National Army", "Libyan National Army"), target=Target("a camp", GROUP),
    )  # fmt: skip
    loose = told(
        wire,
        "Shots were heard in Sabha in May.",
        TimeInterval(date(2020, 5, 1), date(2020, 6, 30), DatePrecision.MONTH),
    )
    rival = {"killed": (Rival({"min": 4, "max": 4}, (second.claim_id,)),)}
    return [first, second, fired, denied, own, strike, loose], [
        incident([first, second], Standing.CORROBORATED, rivals=rival, reviewed=True, former_ids=()),
        incident([fired, denied], Standing.CONTESTED),
        incident([own], Standing.CLAIMED_ONLY),
        incident([strike], Standing.SINGLE_SOURCE),
        incident([loose], Standing.SINGLE_SOURCE),
    ]


def hostile(folder: Path) -> Path:
    """Reports whose titles, publishers, names and sentences are orders to a browser, to typst, to a wiki."""
    reports, claims = [], []
    for n, words in enumerate((MARKUP, TYPST, MARKDOWN, TURNED)):
        text = f"They hit {words} in Sabha."
        one = report(f"r{n}", text, f"Wire {words}", date(2020, 5, 20 + n), title=f"Title {words}",
                     url=f"https://wire.test/{n}?q=\"><script>")  # fmt: skip
        reports.append(one)
        claims.append(told(one, text, on(2020, 5, 20 + n), Place(words, words, "LY", Point(27.0 + n, 14.4)),
                           target=Target(words, words), attributed_to=(words,)))  # fmt: skip
    return fill(folder, reports, claims, [incident([one], Standing.SINGLE_SOURCE) for one in claims])
