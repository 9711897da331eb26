"""A claim's credibility, set and taken back by keys on its incident's page, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browsing import PATIENCE, serving
from conflictdesk.pipeline.grading import credibilities
from conflictdesk.store.database import Database
from desks import fezzan

pytestmark = pytest.mark.browser


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fezzan(tmp_path)


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    with serving(folder, who="Ana") as at:
        yield at


def test_a_grade_is_chosen_and_taken_back_by_keys(page: Page, address: str, folder: Path) -> None:
    with Database.open(folder) as database:
        (wired,) = database.claims_of("wire")
        home = database.incident_of()[wired.claim_id]
    page.goto(f"{address}/incidents/{home}")
    page.wait_for_selector("body[data-ready=yes]", timeout=PATIENCE)
    choice = page.locator(f"select[data-claim='{wired.claim_id}']")
    choice.focus()
    page.keyboard.press("3")
    expect(page.locator("#toast")).to_contain_text("called a claim 3, possibly true", timeout=PATIENCE)
    with Database.open(folder) as database:
        assert credibilities(database)[wired.claim_id].who == "Ana"
    page.keyboard.press("u")
    expect(choice).to_have_value("", timeout=PATIENCE)
    with Database.open(folder) as database:
        assert credibilities(database) == {}
