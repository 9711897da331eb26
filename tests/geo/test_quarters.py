"""A quarter lies in its town."""

import pytest

from conflictdesk.geo.quarters import in_their_towns
from conflictdesk.records.mentions import Toponym
from conflictdesk.records.reports import Span
from conflictdesk.records.values import GeoPrecision, Placing, Point

TOWN, FAR, NEAR = Point(33.56, 35.37), Point(31.87, 35.13), Point(33.6, 35.4)


def placed(text: str, part: str, whole: str, at: Point | None) -> Placing:
    names = [Toponym(Span(text.index(n), text.index(n) + len(n)), n) for n in (part, whole)]
    town = Placing(whole, whole, "LB", TOWN, None, GeoPrecision.EXACT, "t", "exact", 0.9)
    return in_their_towns(names, (Placing(part, part, "PS", at, None, GeoPrecision.EXACT, "q"), town), text)[0]


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("Three died in the Tireh quarter of Sidon.", "Tireh", "Sidon"),
        ("Three died in the Tireh quarter of Sidon.", "Tireh quarter", "Sidon"),
        ("Murieron tres en el barrio El Olivar de Celaya.", "El Olivar", "Celaya"),
        ("Trois morts dans le quartier Bel Air à Kayes.", "Bel Air", "Kayes"),
        ("Tre morti nel quartiere Scampia di Napoli.", "Scampia", "Napoli"),
        ("قتل ثلاثة في حي العلم في بغداد.", "العلم", "بغداد"),
    ],
)
def test_a_quarter_whose_namesake_is_far_lies_in_its_town(text: str, part: str, whole: str) -> None:
    for at in (FAR, None):
        quarter = placed(text, part, whole, at)
        assert (quarter.name, quarter.point, quarter.country, quarter.place_id) == (part, TOWN, "LB", None)


def test_a_place_of_its_name_that_lies_there_stands() -> None:
    assert placed("Three died in the Tireh quarter of Sidon.", "Tireh", "Sidon", NEAR).point == NEAR


@pytest.mark.parametrize("text", ["Three died in Tireh, south of Sidon.", "Three died in Tireh and Sidon."])
def test_other_neighbours_are_no_quarters(text: str) -> None:
    assert placed(text, "Tireh", "Sidon", FAR).point == FAR
