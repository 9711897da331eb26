"""What a person brings in, in a real browser: claims that the machine missed, reports, and what is known of them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from typer.testing import CliRunner

from browsing import PATIENCE, Watch, opened, serving
from conflictdesk.cli import app
from conflictdesk.pipeline.coder import Coder
from conflictdesk.pipeline.demo import build_demo
from conflictdesk.pipeline.workers import Recipe
from conflictdesk.store.database import Database
from desks import fezzan

pytestmark = pytest.mark.browser

SELECT = """(words) => {
    const box = document.querySelector(".text"), walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    let text = "", ends = [];
    while (walker.nextNode()) {
        if (walker.currentNode.parentElement.closest(".number")) continue;
        ends.push([text.length, walker.currentNode]);
        text += walker.currentNode.data;
    }
    const at = (where) => { const [from, node] = ends.filter(([start]) => start <= where).at(-1); return [node, where - from]; };
    const start = text.indexOf(words), range = document.createRange();
    range.setStart(...at(start));
    range.setEnd(...at(start + words.length));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""  # noqa: E501


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fezzan(tmp_path)


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    with serving(folder, who="Ana") as at:
        yield at


def mark(page: Page, words: str, key: str) -> None:
    page.evaluate(SELECT, words)
    page.keyboard.press(key)


def exported(folder: Path) -> str:
    out = folder / "incidents.jsonl"
    call = ["export", "--format", "jsonl", "--desk", str(folder), "--out", str(out)]
    assert CliRunner().invoke(app, call).exit_code == 0
    return out.read_text("utf-8")


def test_an_added_claim_is_on_map_timeline_and_export(page: Page, address: str, folder: Path, watch: Watch) -> None:
    page.goto(f"{address}/reports/command")
    expect(page.locator(".claim")).to_have_count(1)
    mark(page, "air strike near Murzuq", "n")
    expect(page.locator(".adding .excerpt")).to_contain_text("US Africa Command said it carried out", timeout=PATIENCE)
    page.get_by_label("Type", exact=True).last.select_option("Air/drone strike")
    for words, key, field in (("Murzuq", "p", "place"), ("26 September 2019", "d", "date"), ("17", "i", "killed")):
        page.locator("h1").first.click()
        mark(page, words, key)
        expect(page.locator(f".claim-form [data-field={field}] .said")).to_have_text(f"“{words}”", timeout=PATIENCE)
    page.keyboard.press("Enter")
    expect(page.locator(".claim")).to_have_count(2, timeout=PATIENCE)
    added = page.locator(".claim:target")
    expect(added).to_contain_text("26 September 2019")
    expect(added).to_contain_text("reviewed by Ana")
    linked(page, folder)
    opened(page, address)
    page.fill("#place", "Murzu")
    expect(page.locator(".row")).to_have_count(2, timeout=PATIENCE)
    assert page.locator("#undated button").count() == 0
    records = [json.loads(line) for line in exported(folder).splitlines()]
    assert [one["killed"]["min"] for one in records if (one["place"] or "").startswith("Murzu")] == [17, 17]
    assert watch.complaints == []


def linked(page: Page, folder: Path) -> None:
    """Wait until the incidents show the added claim, asking as the page asks."""
    for _ in range(200):
        with Database.open(folder) as database:
            if any("air strike near Murzuq" in json.dumps(one.value) for one in database.reviews()):
                held = {claim for one in database.incidents() for claim in one.claims}
                added = [one.value["claim_id"] for one in database.reviews() if one.verdict == "add"]
                if set(added) <= held:
                    return
        page.wait_for_timeout(100)
    raise AssertionError("the added claim is in no incident")


def test_words_are_chosen_without_a_mouse(page: Page, address: str) -> None:
    page.goto(f"{address}/reports/naba")
    page.wait_for_selector("main[data-ready=yes]")
    for key in ("j", "j", "n"):
        page.keyboard.press(key)
    expect(page.locator(".adding .excerpt")).to_contain_text("Eight days later", timeout=PATIENCE)
    page.keyboard.press("Escape")
    expect(page.locator("#claim-form")).to_be_hidden()


def test_a_pasted_report_is_coded_and_corrected(page: Page, tmp_path: Path, watch: Watch) -> None:
    folder = tmp_path / "demo"
    for _ in build_demo(folder, Recipe(Coder.load)):
        pass
    with serving(folder, who="Ana") as address:
        page.goto(f"{address}/add")
        page.wait_for_selector("body[data-ready=yes]")
        page.fill("#text", "Gunmen killed four soldiers at a checkpoint in Sabha on Sunday, the army said.")
        page.fill("#title", "Checkpoint attacked")
        page.fill("#published", "19 May 2020")
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/reports/*", timeout=PATIENCE)
        expect(page.locator("h1")).to_have_text("Checkpoint attacked")
        expect(page.locator(".claim [data-name=Date] dd").first).to_contain_text("17 May 2020")
        page.get_by_role("button", name="Correct").click()
        page.fill("#facts-form [name=published]", "26 May 2020")
        page.keyboard.press("Enter")
        expect(page.locator("#changed")).to_contain_text("17 May 2020 before, now 24 May 2020", timeout=PATIENCE)
        expect(page.locator(".claim [data-name=Date] dd").first).to_contain_text("24 May 2020")
        expect(page.locator(".history")).to_contain_text("Ana")
    assert watch.complaints == []


def test_what_cannot_be_added_is_told(page: Page, address: str) -> None:
    page.goto(f"{address}/add")
    page.wait_for_selector("body[data-ready=yes]")
    page.set_input_files("#choose", {"name": "broken.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 broken"})
    expect(page.locator("#files")).to_contain_text("broken.pdf")
    page.get_by_role("button", name="Add and code").click()
    expect(page.locator("#outcomes")).to_contain_text("broken.pdf not added", timeout=PATIENCE)
