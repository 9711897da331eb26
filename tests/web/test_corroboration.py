"""An incident's page: who says so, what of it counts and why, the two grades side by side, and how it stood when."""

import html
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from conflictdesk.link.copies import find_copies
from conflictdesk.pipeline.workers import Outcome
from conflictdesk.records.copies import Copies
from conflictdesk.records.credibility import Credibility
from conflictdesk.records.events import Actor, ClaimPair, EventClaim, EventType, Likeness, Role, Standing, Status
from conflictdesk.records.reports import Report, Source, SourceKind, Span
from conflictdesk.store.database import Database
from conflictdesk.web.app import create_app
from conflictdesk.web.routes import reports as routes
from conflictdesk.web.snapshots import Snapshot
from conflictdesk.web.views.corroboration import corroboration
from conflictdesk.web.views.incident import incident_page
from conflictdesk.web.views.standings import stand_history
from desks import COMPONENT, RETRIEVED, claim, fezzan, fill, incident, on, report

WIRE = (
    "Shells killed four traders in Gao on Sunday, residents said. The fire came from the far bank of the river, where"
    " fighters had been seen since Friday. The wounded were brought to the clinic, which had no bandages left."
)
TOLD = [
    report("boast", "Our men shelled the post at Gao, the weekly writes.", "Front Weekly", date(2020, 5, 21)),
    report("wire", WIRE, "Sample Wire", date(2020, 5, 24)),
    report("copy", WIRE.replace("four", "six"), "Courier", date(2020, 5, 25)),
    report("police", "Police said shells killed five people in Gao.", "Desert Post", date(2020, 5, 26)),
    report("radio", "Nobody was shelled in Gao, the governor said.", "Oasis Radio", date(2020, 5, 27)),
]
SAID = {
    "boast": {"status": Status.CLAIMED},
    "wire": {"attributed_to": ("residents",)},
    "copy": {"attributed_to": ("residents",)},
    "police": {"attributed_to": ("police",)},
    "radio": {"status": Status.DENIED, "attributed_to": ("the governor",)},
}
SOURCES = {
    "Front Weekly": Source("Front Weekly", SourceKind.BELLIGERENT),
    "Sample Wire": Source("Sample Wire", reliability="B"),
}


def source_of(one: Report) -> Source | None:
    return SOURCES.get(one.publisher or "")


def said(one: Report) -> EventClaim:
    return claim(
        one, one.text, {"place": "Gao"}, type=EventType.SHELLING, role=Role.ATTACK, when=on(2020, 5, 17),
        perpetrator=Actor("the Dune Front", "Dune Front"), **{"status": Status.REPORTED} | SAID[one.report_id],
    )  # fmt: skip


CLAIMS = [said(one) for one in TOLD]
HELD = Snapshot(
    reports={one.report_id: one for one in TOLD},
    claims={one.claim_id: one for one in CLAIMS},
    copies=Copies(find_copies(TOLD)),
    source_of=source_of,
    credibility={CLAIMS[1].claim_id: Credibility(3, "Ada", RETRIEVED)},
)


def test_at_a_glance_it_says_who_counts_and_what_the_others_are() -> None:
    found = corroboration(CLAIMS, HELD)
    assert found.headline == "2 independent sources; a party to the conflict publishes it; it is denied"
    assert [(one.first.publisher, one.first.word, one.note) for one in found.speakers] == [
        ("Sample Wire", "somebody whom it names", "counts as one source"),
        ("Desert Post", "an official who did not act", "counts as one source"),
        ("Front Weekly", "a party's own text", "not counted: a party to the conflict's own text"),
        ("Oasis Radio", "a denial", "not counted"),
    ]
    (copy,) = found.speakers[0].members
    assert (copy.publisher, copy.reason.partition(" (")[0]) == (
        "Courier",
        "counted once: a copy of what Sample Wire published on 24 May 2020",
    )
    assert (found.speakers[1].first.why, found.speakers[3].first.why) == (
        "according to police",
        "denies that it happened, or who did it",
    )


def test_the_two_grades_stand_side_by_side_and_are_never_one() -> None:
    wire, post, *_ = (one.first for one in corroboration(CLAIMS, HELD).speakers)
    assert wire.reliability == ("B", "usually reliable")
    assert [(one.grade, one.words, one.who) for one in wire.graded] == [(3, "possibly true", "Ada, 1 June 2020")]
    assert (post.reliability, post.graded) == (None, ())


@pytest.mark.parametrize(
    ("told", "headline"),
    [
        (CLAIMS[:1], "No independent source; a party to the conflict publishes it"),
        (CLAIMS[1:2], "1 independent source"),
        ([], "No independent source"),
    ],
)
def test_a_side_alone_is_no_source(told: list[EventClaim], headline: str) -> None:
    assert corroboration(told, HELD).headline == headline


def test_how_it_stood_is_told_by_what_was_out_and_by_what_the_desk_had() -> None:
    stood = stand_history(incident(CLAIMS, Standing.CONTESTED, sources_independent=2), HELD)
    assert [(one.since, one.standing, one.by) for one in stood.published] == [
        ("21 May 2020", "claimed only", "Front Weekly"),
        ("24 May 2020", "one independent source", "Sample Wire"),
        ("26 May 2020", "corroborated", "Desert Post"),
        ("27 May 2020", "contested", "Oasis Radio"),
    ]
    assert [(one.since, one.standing) for one in stood.had] == [("1 June 2020", "contested")]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(fezzan(tmp_path), "launch", "Ana"), base_url="http://127.0.0.1") as inside:
        inside.get("/", params={"token": "launch"})
        yield inside


def test_a_grade_is_set_on_a_claims_card_shown_and_taken_back(client: TestClient, tmp_path: Path) -> None:
    with Database.open(tmp_path) as database:
        (wired,) = database.claims_of("wire")
        home = database.incident_of()[wired.claim_id]
    page = html.unescape(client.get(f"/incidents/{home}").text)
    assert "Who says so" in page
    assert len(re.findall(r"<strong>(?:one independent source|claimed only)</strong>", page)) >= 1
    kept = client.post("/api/review/credibility", json={"claim": wired.claim_id, "credibility": 2}).json()
    assert kept["summary"] == "called a claim 2, probably true"
    page = html.unescape(client.get(f"/incidents/{home}").text)
    assert '<option value="2" selected>2, probably true</option>' in page
    assert "called what this claim says 2, probably true" in page
    for wrong in (0, 7, "2.5"):
        asked = {"claim": wired.claim_id, "credibility": wrong}
        assert client.post("/api/review/credibility", json=asked).status_code == 422
    client.post("/api/undo", json={"act": kept["act"]})
    assert "selected" not in client.get(f"/incidents/{home}").text


def test_who_adds_a_report_is_told_which_incident_it_looks_like(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def coded(database: Database, _recipe: object, report_id: str) -> Outcome:
        one = database.report(report_id)
        assert one is not None
        told = replace(database.claims_of("wire")[0], claim_id="fresh", report_id=report_id, evidence=one.text)
        told = replace(told, evidence_span=Span(0, len(one.text)), spans={})
        run = database.start_run(COMPONENT)
        database.save_coding(run, one, [told], [])
        database.finish_run(run)
        return Outcome(one, (told,))

    monkeypatch.setattr(routes, "code_report_now", coded)
    body = {"text": "Rockets struck the air base at Tamanhint on 17 May.", "publisher": "Oasis Radio"}
    errand = client.post("/api/reports", json=body).json()["errand"]
    while not (state := client.get(f"/api/errands/{errand}").json())["done"]:
        assert state["fault"] is None
        time.sleep(0.05)
    (held,) = state["outcome"]["looks_held"]
    with Database.open(tmp_path) as database:
        home = database.incident_of()["fresh"]
    assert held["href"] == f"/incidents/{home}"
    assert f"Oasis Radio: this looks like incident {home}, already held" in held["sentence"]
    assert "both on 17 May 2020; both at Tamanhint" in held["sentence"]


def test_of_many_pairs_the_weakest_stands_open_and_the_others_are_folded(tmp_path: Path) -> None:
    told = [said(replace(TOLD[1], report_id="wire")), *(replace(CLAIMS[1], claim_id=f"c{n}") for n in range(4))]
    ends = list(combinations([one.claim_id for one in told], 2))
    pairs = [ClaimPair(*end, Likeness.SAME, 9.0 - n, {"date": f"reason {n}"}) for n, end in enumerate(ends)]
    held = replace(HELD, claims={one.claim_id: one for one in told}, pairs=tuple(pairs))
    page = incident_page(incident(told, Standing.CORROBORATED), held)
    assert [link.reasons[0][1] for link in page.links] == [f"reason {n}" for n in reversed(range(len(ends)))]
    desk = fill(tmp_path / "desk", TOLD[1:2], told, [incident(told, Standing.CORROBORATED)], pairs=tuple(pairs))
    with TestClient(create_app(desk), base_url="http://127.0.0.1") as client:
        text = client.get(f"/incidents/{incident(told, Standing.CORROBORATED).incident_id}").text
    links = text.partition("Why these are held to be one incident")[2]
    assert (links.count("<details open>"), links.count("<details>"), "7 stronger pairs" in links) == (1, 9, True)
