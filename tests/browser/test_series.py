"""The page of a series in a real browser: its map, an assessment written there, and a word on who belongs."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browsing import Watch, serving
from rocketry import rocketry

pytestmark = pytest.mark.browser


def test_a_series_is_drawn_assessed_and_cut(page: Page, watch: Watch, tmp_path: Path) -> None:
    with serving(rocketry(tmp_path / "desk")) as at:
        page.goto(f"{at}/series")
        page.locator(".series-card a").click()
        expect(page.locator("#series-map")).to_have_attribute("data-ready", "yes")
        expect(page.locator(".series-attacks").first.locator("li")).to_have_count(3)
        page.locator("#text").fill("It is likely that one small team did it.")
        page.get_by_role("button", name="Keep it").click()
        expect(page.locator(".assess blockquote")).to_have_text("It is likely that one small team did it.")
        page.get_by_role("button", name="Not in this series").first.click()
        expect(page.locator(".series-card")).to_contain_text("2 attacks")
    assert watch.hosts == {"127.0.0.1"}
