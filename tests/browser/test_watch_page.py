"""The page of the watch in a browser: by keyboard, light and dark, narrow, on paper; nothing from elsewhere, no red."""

import colorsys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from browsing import PATIENCE, Watch, serving
from pictures import Colour, pixels
from watches import posts_desk

pytestmark = pytest.mark.browser

RISE = (0x00, 0x79, 0x5A)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(posts_desk(tmp_path_factory.mktemp("watched"))) as at:
        yield f"{at}/watch"


def is_red(colour: Colour) -> bool:
    hue, light, strength = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    return strength > 0.5 and 0.2 < light < 0.8 and (hue < 0.04 or hue > 0.94)


def test_rises_are_marked_calmly(page: Page, watch: Watch, address: str) -> None:  # noqa: ARG001
    page.goto(address, timeout=PATIENCE)
    drawn = pixels(page.locator(".watch-map svg").first)
    assert drawn[RISE] > 20
    assert not [colour for colour in drawn if is_red(colour)]
    assert page.evaluate("document.getAnimations().length") == 0


def test_a_rise_opens_by_keyboard_and_leads_to_its_series(page: Page, watch: Watch, address: str) -> None:  # noqa: ARG001
    page.goto(address)
    first = page.locator(".alarms summary").first
    first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    named = page.url.partition("#")[2]
    assert page.locator(f"#{named} bdi").inner_text() == "Bani Walid"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_on_the_map_and_in_charts(page: Page, watch: Watch, address: str, scheme: str) -> None:  # noqa: ARG001
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address)
    ink, paper = page.evaluate(
        """[getComputedStyle(document.querySelector('.series text')).fill,
            getComputedStyle(document.body.parentElement).backgroundColor].map(c => c.match(/\\d+/g).map(Number))"""
    )
    assert abs(sum(ink) - sum(paper)) > 250


def test_on_a_narrow_screen_nothing_is_wider_than_it(page: Page, watch: Watch, address: str) -> None:  # noqa: ARG001
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_a_printout_says_that_it_is_the_desks_own(page: Page, watch: Watch, address: str) -> None:  # noqa: ARG001
    page.goto(address)
    told = page.locator(".print-only")
    assert not told.is_visible()
    page.emulate_media(media="print")
    assert told.is_visible()
    assert not page.locator(".watch-form").is_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_name_without_a_space_breaks_and_nothing_scrolls_sideways(
    page: Page,
    watch: Watch,  # noqa: ARG001
    address: str,
    width: int,
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    named = page.locator(".alarms span[dir], .series bdi, .watch-table bdi, .series .fine")
    assert named.count() > 20
    named.evaluate_all("all => all.forEach(one => { one.textContent = 'x'.repeat(200) })")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
