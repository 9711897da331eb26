"""A person at the queues, in a real browser: by keys alone, through reloads, refusals and re-coding."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from browsing import PATIENCE, Watch, serving
from conflictdesk.pipeline.linking import link_desk
from conflictdesk.records.events import EventClaim, Verdict
from conflictdesk.records.values import Count
from conflictdesk.store.database import Database
from desks import crowd, fezzan, two_tellings

pytestmark = pytest.mark.browser
TOKEN = "of-this-launch"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fezzan(tmp_path)


@pytest.fixture
def review(page: Page, folder: Path) -> Iterator[Page]:
    with serving(folder, TOKEN, "Ana") as address:
        yield at_queue(page, address, "/review?order=source")


def at_queue(page: Page, address: str, path: str) -> Page:
    page.goto(f"{address}/?token={TOKEN}")
    page.goto(address + path)
    return ready(page)


def ready(page: Page) -> Page:
    page.wait_for_selector("body[data-ready=yes]", timeout=PATIENCE)
    return page


def says(page: Page, progress: str) -> None:
    expect(page.locator("#progress")).to_contain_text(progress, timeout=PATIENCE)
    expect(page.locator("#sending")).to_have_text("", timeout=PATIENCE)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def value(page: Page, field: str) -> str:
    return page.locator(f"tr[data-field={field}] .value").inner_text()


def coded_again(folder: Path, changed: dict[str, Count]) -> None:
    """Another version of the coder reads the same claims, but other dead in those whose evidence holds the words."""

    def now(one: EventClaim) -> EventClaim:
        killed = next((count for words, count in changed.items() if words in one.evidence), one.killed)
        return replace(one, killed=killed, claim_id=f"{one.claim_id}-2")

    with Database.open(folder) as database:
        claims, reports = [now(one) for one in database.claims()], database.reports()
        run = database.start_run("hand-2")
        for told in reports:
            database.save_coding(run, told, [one for one in claims if one.report_id == told.report_id], ())
        database.finish_run(run)
        link_desk(database)


def test_a_review_by_keys_survives_a_reload_and_a_recoding(review: Page, folder: Path, watch: Watch) -> None:
    says(review, "5 claims to look at")
    assert "three of the apostates" in review.locator(".excerpt").inner_text()
    press(review, "7")
    expect(review.locator("[aria-label='Killed: at least']")).to_be_focused()
    review.keyboard.type("2")
    press(review, "Tab")
    review.keyboard.type("2")
    press(review, "Enter")
    says(review, "4 claims to look at")
    press(review, "a", "r")
    says(review, "2 claims to look at")
    review.reload()
    says(ready(review), "2 claims to look at")
    before = incidents(folder)
    coded_again(folder, {"apostates": Count(9, 9)})
    assert incidents(folder) == before
    review.reload()
    says(ready(review), "3 claims to look at")
    expect(review.locator(".doubts .differs dd")).to_have_text(["2", "9"], timeout=PATIENCE)
    assert value(review, "killed") == "2"
    press(review, "a")
    says(review, "2 claims to look at")
    review.reload()
    says(ready(review), "2 claims to look at")
    assert watch.complaints == []


def incidents(folder: Path) -> set[str]:
    with Database.open(folder) as database:
        link_desk(database)
        return {one.incident_id for one in database.incidents()}


def test_the_program_s_reading_is_taken_by_a_key(review: Page, folder: Path) -> None:
    press(review, "7")
    review.keyboard.type("2")
    press(review, "Enter")
    says(review, "4 claims")
    coded_again(folder, {"apostates": Count(9, 9)})
    review.goto(review.url + "&differs=true")
    ready(review)
    press(review, "m")
    says(review, "Nothing left to look at")
    with Database.open(folder) as database:
        assert [one.value["value"] for one in database.reviews() if one.field == "killed"][-1] == {"min": 9, "max": 9}


def test_undo_brings_a_claim_back_and_held_keys_are_one_word(review: Page) -> None:
    first = review.locator(".words h1").inner_text()
    review.keyboard.down("a")
    review.keyboard.down("a")  # the key repeats while it is held
    review.keyboard.up("a")
    says(review, "4 claims to look at")
    press(review, "u")
    says(review, "5 claims to look at")
    assert review.locator(".words h1").inner_text() == first
    press(review, "j", "k")
    assert review.locator(".words h1").inner_text() == first


def test_a_word_that_is_not_kept_is_told_and_the_claim_comes_back(review: Page) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=503, json={"error": "Another command is writing to the desk."})

    first = review.locator(".excerpt").inner_text()
    review.route("**/api/review/accept", refuse)
    press(review, "a")
    expect(review.locator("#toast")).to_contain_text("Not saved (accepted): Another command", timeout=PATIENCE)
    assert review.locator(".excerpt").inner_text() == first
    says(review, "5 claims to look at")
    review.unroute("**/api/review/accept")
    press(review, "a")
    says(review, "4 claims to look at")


def test_words_that_are_not_kept_in_a_row_are_counted_and_come_back_in_their_order(review: Page) -> None:
    first = review.locator(".excerpt").inner_text()
    review.route("**/api/review/accept", lambda route: route.abort())
    press(review, "a", "a", "a")
    expect(review.locator("#toast")).to_contain_text("So it was with 3 claims", timeout=PATIENCE)
    assert review.locator(".excerpt").inner_text() == first
    review.unroute("**/api/review/accept")
    press(review, "a")
    says(review, "4 claims to look at")
    expect(review.locator("#toast")).to_contain_text("Accepted a claim")
    expect(review.locator("#toast")).to_contain_text("So it was with 3 claims")
    press(review, "Escape")
    expect(review.locator("#toast")).to_be_hidden()


def test_what_was_typed_is_still_there_when_it_was_not_kept(review: Page) -> None:
    press(review, "4", "Control+a")
    review.keyboard.type("Tebu gunmen")
    press(review, "Enter")
    expect(review.locator("#toast")).to_contain_text("names a community", timeout=PATIENCE)
    press(review, "e")
    assert review.locator(".f-perpetrator input").first.input_value() == "Tebu gunmen"


def test_all_that_a_filter_shows_is_accepted_and_taken_back_as_one(review: Page) -> None:
    review.goto(re.sub(r"\?.*", "?source=Al-Naba", review.url))
    says(ready(review), "2 claims to look at")
    press(review, "Shift+A")
    expect(review.locator("#confirm-words")).to_contain_text("Accept 2 claims as they stand?")
    expect(review.locator("#confirm-words")).to_contain_text("source Al-Naba")
    review.get_by_role("button", name="Accept 2", exact=True).click()
    says(review, "Nothing left to look at")
    expect(review.locator("#claim")).to_contain_text("Nothing is left to look at under this filter")
    press(review, "u")
    says(review, "2 claims to look at")


def test_words_in_the_claims_are_searched_by_a_key(review: Page) -> None:
    press(review, "/")
    review.keyboard.type("roadside")
    press(review, "Enter")
    says(review, "1 claim to look at")
    assert "text=roadside" in review.url
    press(review, "a")
    says(review, "Nothing left to look at")
    review.go_back()
    says(review, "4 claims to look at")


def test_a_place_is_looked_up_and_what_cannot_be_is_said(review: Page, folder: Path) -> None:
    press(review, "3")
    review.keyboard.type("Murzuq")
    option = review.locator(".found [aria-selected=true]")
    expect(option).to_contain_text("Libya", timeout=PATIENCE)
    press(review, "Escape", "2")
    review.keyboard.type("32 May 2020")
    press(review, "Enter")
    expect(review.locator(".wrong")).to_contain_text("is no date")
    says(review, "5 claims to look at")
    press(review, "Escape", "3")
    review.keyboard.type("Murzuq")
    expect(option).to_contain_text("Libya", timeout=PATIENCE)
    press(review, "Enter")
    says(review, "4 claims to look at")
    with Database.open(folder) as database:
        placed = next(one.value["value"] for one in database.reviews() if one.field == "place")
    assert (placed["place"], placed["country"], round(placed["lat"])) == ("Murzuq", "LY", 26)


def test_claims_are_worked_through_by_keys_alone(page: Page, tmp_path: Path) -> None:
    folder = crowd(tmp_path, 30)
    with serving(folder, TOKEN, "Ana") as address:
        at_queue(page, address, "/review")
        for done in range(25):
            press(page, "r" if done % 10 == 9 else "a")
            page.wait_for_selector(".excerpt", timeout=PATIENCE)
        expect(page.locator("#progress")).to_have_text(re.compile("^5 claims to look at"), timeout=3 * PATIENCE)
        page.reload()
        says(ready(page), "5 claims to look at")
    with Database.open(folder) as database:
        said = [review.verdict for review in database.reviews()]
    assert (said.count(Verdict.ACCEPT), said.count(Verdict.REJECT)) == (23, 2)


def test_what_is_called_different_is_not_asked_again(page: Page, tmp_path: Path, watch: Watch) -> None:
    with serving(two_tellings(tmp_path), TOKEN, "Ana") as address:
        at_queue(page, address, "/links")
        says(page, "1 pair to look at")
        assert page.locator(".compared tr.unlike th").all_inner_texts()[:2] == ["Type", "Place"]
        press(page, "d")
        says(page, "Nothing left to look at")
        press(page, "u")
        says(page, "1 pair to look at")
        press(page, "d")
        says(page, "Nothing left to look at")
        coded_again(tmp_path, {"forty": Count(38, 40)})
        page.reload()
        expect(ready(page).locator("#pair")).to_contain_text("no pair of claims")
    assert watch.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_control_has_a_name_and_enough_contrast(page: Page, folder: Path, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    with serving(folder) as address:
        for path in ("/review", "/links", "/add", "/reports/naba"):
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
            assert page.evaluate(NAMELESS) == [], path
            assert page.evaluate(FAINT) == [], path


NAMELESS = """() => [...document.querySelectorAll("button, input, select, textarea, a[href]")]
    .filter((one) => one.checkVisibility() && !one.closest(".maplibregl-map"))
    .filter((one) => !(one.labels?.length || one.getAttribute("aria-label") || one.textContent.trim()))
    .map((one) => one.outerHTML)"""

# Text whose contrast with its own ground is below 4.5 (WCAG AA).
FAINT = """() => {
    const rgb = (words) => words.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
        .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
    const ground = (one) => {
        for (let at = one; at; at = at.parentElement) {
            const found = rgb(getComputedStyle(at).backgroundColor);
            if (found.length === 3 || found[3] === 1) return found;
        }
        return [255, 255, 255];
    };
    const texts = [...document.querySelectorAll("main *, header *, footer *")].filter((one) => one.checkVisibility()
        && !one.closest(".maplibregl-map, :disabled, .hidden, .copied")
        && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
    return texts.flatMap((one) => {
        const style = getComputedStyle(one);
        if (!style.color.startsWith("rgb(")) return [];
        const [over, under] = [light(rgb(style.color)), light(ground(one))].sort((a, b) => b - a);
        const contrast = (over + 0.05) / (under + 0.05);
        return contrast < 4.5 ? [`${one.textContent.trim().slice(0, 30)}: ${contrast.toFixed(2)}`] : [];
    });
}"""
