"""Chromium, a page in it, and a watch on the page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from browsing import CHROMIUM, PATIENCE, SWITCHES, Watch


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    def start(playwright: Playwright) -> Browser:
        return playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)

    with sync_playwright() as playwright:
        chromium = start(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def watch(page: Page) -> Iterator[Watch]:
    watched = Watch(page)
    yield watched
    assert watched.hosts == {"127.0.0.1"}
    assert watched.complaints == []
