"""The workbench in a real browser: what is drawn, what acts on what, and that nothing leaves this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import PATIENCE, Watch, opened, serving
from conflictdesk.pipeline.coder import Coder
from conflictdesk.pipeline.demo import build_demo
from conflictdesk.pipeline.workers import Recipe
from desks import crowd, fezzan
from pictures import ATTACK, COUNTER, pixels

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(fezzan(tmp_path_factory.mktemp("fezzan"))) as at:
        yield at


def rows(page: Page) -> list[str]:
    return page.locator(".row .place").all_inner_texts()


def test_the_map_is_drawn_with_its_marks(page: Page, watch: Watch, address: str) -> None:
    found = pixels(opened(page, address).locator("#map"))
    assert len(found) > 60  # land, borders, labels with their soft edges, marks: more than an empty canvas
    assert found.get(ATTACK, 0) > 20
    assert found.get(COUNTER, 0) > 20
    assert watch.hosts


def test_a_filter_acts_on_map_timeline_and_list(page: Page, watch: Watch, address: str) -> None:  # noqa: ARG001
    opened(page, address)
    before = pixels(page.locator("#map")), page.locator("#timeline").screenshot()
    assert len(rows(page)) == 4
    page.get_by_role("button", name="counter-operation").click()
    page.wait_for_timeout(1500)
    after = pixels(page.locator("#map"))
    assert rows(page) == ["Murzuq, Libya"]
    assert after.get(ATTACK, 0) == 0 < before[0].get(ATTACK, 0)
    assert after.get(COUNTER, 0) > 20
    assert page.locator("#timeline").screenshot() != before[1]
    assert page.url.endswith("?role=counter-operation")


def test_the_address_is_the_state_and_back_goes_back(page: Page, watch: Watch, address: str) -> None:  # noqa: ARG001
    opened(page, f"{address}/?place=sabha&standing=claimed-only")
    assert rows(page) == ["93 km south of Sabha, Libya"]
    page.get_by_role("button", name="claimed-only").click()
    assert len(rows(page)) == 2
    page.go_back()
    expect(page.locator(".row")).to_have_count(1, timeout=PATIENCE)
    assert page.locator("#shown").inner_text() == "1"


def test_a_brush_over_the_timeline_filters(page: Page, watch: Watch, address: str) -> None:  # noqa: ARG001
    opened(page, address)
    box = page.locator("#timeline").bounding_box()
    assert box is not None
    height = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.6, height)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 4, height, steps=4)
    page.mouse.up()
    assert "Murzuq, Libya" not in rows(page)
    assert len(rows(page)) == 3
    assert "from=" in page.url
    assert page.locator("#from").input_value().endswith("2020")


def test_a_written_date_filters_and_nonsense_is_marked(page: Page, watch: Watch, address: str) -> None:  # noqa: ARG001
    opened(page, address)
    page.fill("#to", "2019")
    page.press("#to", "Enter")
    assert rows(page) == ["Murzuq, Libya"]
    page.fill("#to", "yesterday")
    page.press("#to", "Enter")
    assert page.locator("#to").get_attribute("aria-invalid") == "true"
    assert rows(page) == ["Murzuq, Libya"]


def test_words_of_the_reports_filter(page: Page, watch: Watch, address: str) -> None:  # noqa: ARG001
    opened(page, address)
    page.keyboard.press("/")
    page.keyboard.type("roadside")
    expect(page.locator(".row")).to_have_count(1, timeout=PATIENCE)
    assert rows(page) == ["93 km south of Sabha, Libya"]


def test_keys_lead_to_an_incident_and_on_to_its_sentence(page: Page, watch: Watch, address: str) -> None:  # noqa: ARG001
    opened(page, address)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator(".row.at .place").inner_text() == "Tamanhint, Libya"
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/*")
    assert "Islamic State claims it" in page.locator("h1.sentence").inner_text()
    page.wait_for_selector("#small-map[data-ready=yes]")
    page.locator("a.quote", has_text="three of the apostates").click()
    page.wait_for_url("**/reports/naba#claim-*")
    lit = "".join(page.locator(".text .lit-claim").all_inner_texts())
    assert lit.startswith("The soldiers of the Fezzan Province fired rockets")
    assert lit.endswith("three of the apostates.")


def test_a_field_lights_its_words_and_words_light_their_field(page: Page, watch: Watch, address: str) -> None:  # noqa: ARG001
    page.goto(f"{address}/reports/naba")
    page.hover(".claim [data-name=Killed]")
    assert page.locator(".text .lit").all_inner_texts() == ["three of the apostates"]
    page.hover(".text [data-fields~=weapon]")
    assert page.locator(".claim .lit").first.get_attribute("data-name") == "Weapon"


def test_hostile_words_run_nothing(page: Page, watch: Watch, address: str) -> None:  # noqa: ARG001
    page.goto(f"{address}/reports/wire")
    assert page.title().startswith("Air base hit <script>")
    assert page.locator(".text script, .text b, h1 script").count() == 0
    opened(page, address)
    assert page.title() == "Incidents – Conflictdesk"


def test_presences_are_hatched_areas(page: Page, watch: Watch, address: str) -> None:  # noqa: ARG001
    page.goto(f"{address}/presences")
    page.wait_for_selector("#presence-map[data-ready=yes]")
    page.wait_for_timeout(1500)
    assert len(pixels(page.locator("#presence-map"))) > 20


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(crowd(tmp_path_factory.mktemp("crowd"), 300)) as at:
        yield at


def test_a_long_list_holds_only_the_rows_in_sight(page: Page, watch: Watch, crowded: str) -> None:  # noqa: ARG001
    opened(page, crowded)
    assert page.locator("#shown").inner_text() == "300"
    assert page.locator(".row").count() < 60
    page.keyboard.press("End")
    assert page.locator(".row.at").get_attribute("aria-posinset") == "300"


def test_incidents_of_one_place_open_where_one_clicks(page: Page, watch: Watch, crowded: str) -> None:  # noqa: ARG001
    opened(page, f"{crowded}/?map=14.430,27.040,11.00")
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector(".at-place a")
    assert page.locator(".at-place li").count() > 2


def test_moving_the_map_narrows_the_list(page: Page, watch: Watch, crowded: str) -> None:  # noqa: ARG001
    opened(page, crowded)
    for _ in range(3):
        page.locator(".maplibregl-ctrl-zoom-in").click()
        page.wait_for_timeout(700)
    assert "map=" in page.url
    assert int(page.locator("#shown").inner_text()) < 300
    page.get_by_role("button", name="Whole map").click()
    assert page.locator("#shown").inner_text() == "300"


def test_print_holds_the_whole_list_and_a_light_map(browser: Browser, crowded: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="dark")
    printed = opened(context.new_page(), crowded)
    printed.evaluate("dispatchEvent(new Event('beforeprint'))")
    printed.emulate_media(media="print")
    assert printed.locator(".row").count() == 300
    picture = pixels(printed.locator("#map-print"))
    assert max(picture, key=lambda colour: picture[colour])[0] > 200
    context.close()


def test_an_empty_desk_says_what_to_do(page: Page, watch: Watch, tmp_path: Path) -> None:  # noqa: ARG001
    with serving(tmp_path) as at:
        page.goto(at)
        assert "conflictdesk add PATH" in page.locator("main").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_narrow_pages_need_no_sideways_scrolling(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 400, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    narrow = context.new_page()
    for path in ("/", "/reports", "/reports/naba", "/incidents/earlier", "/presences", "/status"):
        narrow.goto(f"{address}{path}")
        assert narrow.evaluate("document.documentElement.scrollWidth") <= 400, path
    context.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The shipped samples, added, coded and linked as `conflictdesk demo` does it."""
    folder = tmp_path_factory.mktemp("demo") / "desk"
    for _ in build_demo(folder, Recipe(Coder.load)):
        pass
    with serving(folder) as at:
        yield at


def test_the_demo_leads_from_the_map_to_the_sentence(page: Page, watch: Watch, demo: str) -> None:  # noqa: ARG001
    opened(page, demo)
    before, strip, held = pixels(page.locator("#map")), page.locator("#timeline").screenshot(), rows(page)
    assert len(before) > 60
    assert before.get(ATTACK, 0) > 20
    page.get_by_role("button", name="counter-operation").click()
    page.wait_for_timeout(1500)
    assert 0 < len(rows(page)) < len(held)
    assert pixels(page.locator("#map")).get(ATTACK, 0) == 0
    assert page.locator("#timeline").screenshot() != strip
    page.locator(".row").first.click()
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/*")
    page.locator("a.quote").first.click()
    page.wait_for_url("**/reports/*#claim-*")
    assert len("".join(page.locator(".text .lit-claim").all_inner_texts())) > 20
