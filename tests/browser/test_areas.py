"""What is no point is never drawn as one: areas by bearing and of districts, regions and countries."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browsing import Watch, opened, serving
from conflictdesk.records.events import EventClaim, EventType, Place, Role, Standing, Status
from conflictdesk.records.values import Area, GeoPrecision, Point
from desks import claim, fill, incident, on, report
from pictures import Colour, middle_of, pixels

pytestmark = pytest.mark.browser

# Each far from the others, so that a view holds one alone.
DRAWN = {
    "Qasr Marwan": Place("Qasr Marwan", "Qasr Marwan", "LY", Point(26.6, 15.0), precision=GeoPrecision.EXACT),
    "90 km south of Wadi Tal": Place("90 km south of Wadi Tal", None, "LY", area=Area(24.1, 20.4, 22.0),
                                     precision=GeoPrecision.NEAR),
    "Tal district": Place("Tal district", "Tal", "TD", area=Area(19.3, 18.1, 30.0), precision=GeoPrecision.REGION),
}  # fmt: skip
NOT_DRAWN = {
    "the Marwan region": Place("the Marwan region", "Marwan", "LY", precision=GeoPrecision.REGION),
    "Chad": Place("Chad", "Chad", "TD", precision=GeoPrecision.COUNTRY),
    # A person may have given a point for want of better.
    "northern Marwan": Place("northern Marwan", "Marwan", "LY", Point(26.6, 15.0), precision=GeoPrecision.REGION,
                             runners_up=({"name": "Marwan", "country": "TD", "lat": 15.0, "lon": 18.0,
                                          "place_id": "own:2"},)),
}  # fmt: skip


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(raids(tmp_path_factory.mktemp("drawn"), DRAWN)) as at:
        yield at


@pytest.fixture(scope="module")
def not_drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(raids(tmp_path_factory.mktemp("not-drawn"), NOT_DRAWN)) as at:
        yield at


def inked(found: Counter[Colour]) -> int:
    """The pixels of an attack's mark or edge, soft ones too; the tint of an area's ground is paler."""
    return sum(count for (red, _, blue), count in found.items() if red - blue > 100)


def raids(folder: Path, places: Mapping[str, Place]) -> Path:
    """A report of one attack a place, each an incident of its own, called after its place."""
    told = report("raids", " ".join(f"A bomb went off in {name}." for name in places), "Wire", date(2024, 5, 16))
    claims: list[EventClaim] = [
        claim(
            told, f"A bomb went off in {name}.", {"place": name}, type=EventType.REMOTE_EXPLOSIVE, role=Role.ATTACK,
            status=Status.REPORTED, when=on(2024, 5, 14), place=place,
        )
        for name, place in places.items()
    ]  # fmt: skip
    held = [incident([one], Standing.CORROBORATED, incident_id=f"at-{n}") for n, one in enumerate(claims)]
    return fill(folder, [told], claims, held)


def test_a_point_is_a_mark(page: Page, watch: Watch, drawn: str) -> None:  # noqa: ARG001
    opened(page, f"{drawn}/?map=15.0,26.6,8.00")
    assert inked(middle_of(page, page.locator("#map"), 12)) > 20


@pytest.mark.parametrize("centre", ["20.4,24.1", "18.1,19.3"], ids=["by bearing", "district"])
def test_an_area_is_a_circle_without_a_mark(page: Page, watch: Watch, drawn: str, centre: str) -> None:  # noqa: ARG001
    opened(page, f"{drawn}/?map={centre},8.00")
    inside, whole = middle_of(page, page.locator("#map"), 60), middle_of(page, page.locator("#map"), 260)
    assert inked(inside) == 0
    assert inked(whole) > 100  # its edge
    assert inside.most_common(1)[0][0] != pixels(page.locator("#map")).most_common(1)[0][0]  # its ground is tinted


@pytest.mark.parametrize("number", [1, 2], ids=["by bearing", "district"])
def test_the_small_map_draws_the_circle_too(page: Page, watch: Watch, drawn: str, number: int) -> None:  # noqa: ARG001
    page.goto(f"{drawn}/incidents/at-{number}")
    page.wait_for_selector("#small-map[data-ready=yes]")
    page.wait_for_timeout(1500)  # the last tiles
    shown = page.locator("#small-map")
    assert inked(pixels(shown)) > 20
    assert inked(middle_of(page, shown, 8)) == 0


def test_regions_and_countries_are_counted_and_listed(page: Page, watch: Watch, not_drawn: str) -> None:  # noqa: ARG001
    opened(page, not_drawn)
    assert inked(pixels(page.locator("#map"))) == 0
    assert page.locator(".row").count() == 3
    page.get_by_role("button", name="3 known by region or country only").click()
    assert sorted(page.locator(".row .place").all_inner_texts()) == ["Chad", "Marwan, Libya", "Marwan, Libya"]


@pytest.mark.parametrize("number", range(3), ids=["region", "country", "region with a point"])
def test_their_pages_say_that_there_is_no_point(
    page: Page,
    watch: Watch,  # noqa: ARG001
    not_drawn: str,
    number: int,
) -> None:
    page.goto(f"{not_drawn}/incidents/at-{number}")
    page.wait_for_selector("#small-map-note:not(:empty)")
    if number < 2:
        assert page.locator("#small-map").is_hidden()
        assert "no point to draw" in page.locator("#small-map-note").inner_text()
        return
    page.wait_for_selector("#small-map[data-ready=yes]")
    page.wait_for_timeout(1500)
    assert inked(pixels(page.locator("#small-map"))) == 0
