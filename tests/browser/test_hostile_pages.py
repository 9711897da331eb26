"""A report that attacks its reader: whatever stands in it, no page runs any of it. The canary stays silent."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from browsing import PATIENCE, Watch, serving
from conflictdesk.pipeline.linking import link_desk
from conflictdesk.records.events import Actor, EventType, Place, Role, Status, Target
from conflictdesk.records.values import Count, GeoPrecision, Point
from conflictdesk.store.database import Database
from desks import claim, fill, on, report

pytestmark = pytest.mark.browser

SING = "window.canary=(window.canary||0)+1"
ATTACKS = (
    f"<script>{SING}</script>",
    f'"><img src=x onerror="{SING}">',
    f"<svg onload='{SING}'><animate onbegin='{SING}' attributeName=x dur=1s></svg>",
    f"javascript:{SING}",
    f"</title></textarea></style></script><script>{SING}</script>",
    f"<iframe srcdoc='<script>parent.{SING}</script>'></iframe>",
    f"{{{{constructor.constructor('{SING}')()}}}}${{{SING}}}",
    f"' autofocus onfocus='{SING}' x='",
    f"\u202egnp.exe\u202c \u2066<b onmouseover={SING}>",
)
TEXT = f"{ATTACKS[0]} Gunmen hit {ATTACKS[1]} in Sabha on 17 May. " + " ".join(ATTACKS)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(hostile(tmp_path_factory.mktemp("hostile")), who=ATTACKS[1]) as at:
        yield at


def hostile(folder: Path) -> Path:
    """Two reports with attacks in every field that a report can fill, and claims of which the rule is unsure."""
    whole = " ".join(ATTACKS)
    reports = [
        report(
            key, f"{key} {TEXT}", f"{key} {whole}", date(2020, 5, 18), title=whole, url=f"javascript:{SING}//{whole}"
        )
        for key in ("one", "two")
    ]
    base: dict[str, Any] = {
        "role": Role.ATTACK, "status": Status.REPORTED, "when": on(2020, 5, 17), "attributed_to": ATTACKS,
        "perpetrator": Actor(whole, ATTACKS[2]), "claimed_by": ATTACKS[4], "campaign": ATTACKS[5],
        "reasons": dict.fromkeys(("date", "place", "target"), ATTACKS[1]),
    }  # fmt: skip
    claims = [
        claim(one, one.text, {"target": ATTACKS[1], "place": "Sabha"}, type=kind, killed=killed,
              target=Target(ATTACKS[1], ATTACKS[3]),
              place=Place(ATTACKS[0], name, "LY", Point(lat, 14.43), precision=GeoPrecision.EXACT), **base)
        for one, kind, killed, name, lat in (
            (reports[0], EventType.ATTACK, Count(2, 2), ATTACKS[2], 27.04),
            (reports[1], EventType.SHELLING, Count(40, 40), ATTACKS[7], 27.34),
        )
    ]  # fmt: skip
    fill(folder, reports, claims, [])
    with Database.open(folder) as database:
        link_desk(database)
    return folder


def silent(page: Page, path: str) -> None:
    page.wait_for_load_state("networkidle", timeout=PATIENCE)
    for place in page.locator(".text, .excerpt, .value, .row, .card").all()[:12]:
        if place.is_visible():
            place.dispatch_event("mouseover")  # the page may redraw meanwhile
    assert page.evaluate("window.canary ?? 0") == 0, path
    assert page.locator("main script, main iframe, main svg[onload], main img[src=x]").count() == 0, path
    assert page.locator("a[href^=javascript]").count() == 0, path


def test_no_page_runs_what_stands_in_a_report(page: Page, address: str, watch: Watch) -> None:
    incident = page.request.get(f"{address}/api/incidents").json()["rows"][0][0]
    paths = ["/", "/review", "/links", "/add", "/reports", "/reports/one", "/search?q=Gunmen", "/presences", "/status"]
    for path in [*paths, f"/incidents/{incident}", "/search?q=" + ATTACKS[0], "/review?text=" + ATTACKS[1]]:
        page.goto(address + path)
        silent(page, path)
    assert watch.complaints == []


def test_nothing_runs_while_it_is_judged_and_edited(page: Page, address: str, watch: Watch) -> None:
    page.goto(f"{address}/review")
    page.wait_for_selector("body[data-ready=yes]", timeout=PATIENCE)
    for keys in (["e"], ["Escape"], ["a"], ["k"], ["Shift+A"], ["Escape"], ["u"]):
        page.keyboard.press(keys[0])
        silent(page, f"/review, {keys[0]}")
    page.goto(f"{address}/links")
    page.wait_for_selector("body[data-ready=yes]", timeout=PATIENCE)
    page.keyboard.press("d")
    silent(page, "/links, d")
    page.goto(f"{address}/reports/two")
    for key in ("j", "n"):
        page.keyboard.press(key)
    silent(page, "/reports/two, n")
    assert watch.complaints == []
