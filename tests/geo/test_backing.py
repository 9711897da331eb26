"""A wrong town is worse than none; a name that nobody knows still lies somewhere."""

from dataclasses import replace

from conflictdesk.geo.backing import backed, within_the_country
from conflictdesk.geo.placing import Resolution
from conflictdesk.records.values import GeoPrecision, Placing, Point, Referent

AFGOYE = Placing("Afgoye", country="SO", method="exact", score=1.0, place_id="a")
PARIS = Placing("Paris", country="FR", method="exact", score=0.95, place_id="c")
NOWHERE = Placing("Tombon-Fulani")


def resolved(
    name: str, country: str, at: tuple[float, float], people: int, score: float = 1.0, method: str = "exact"
) -> Resolution:
    point = Point(*at)
    placing = Placing(name, name, country, point, None, GeoPrecision.EXACT, name, method, score)
    return Resolution(placing, Referent(name, name, country, point, "city", people))


BAGHDAD = resolved("Baghdad", "IQ", (33.34, 44.4), 7_216_000)
HADITHA = resolved("Haditha", "IQ", (34.14, 42.38), 30_925)
PAROWAN = resolved("Barwana", "US", (37.84, -112.83), 2_900, 0.7, "fuzzy")
TAIZ = resolved("Taiz", "YE", (13.58, 44.02), 940_600, 0.9)
HAMLET = resolved("Tamer", "IR", (37.5, 55.5), 4_535)


def test_a_namesake_abroad_is_left_open_and_its_name_stays() -> None:
    baghdad, haditha, barwana = backed((BAGHDAD, HADITHA, PAROWAN), {"IQ": 2})
    assert (baghdad.point, haditha.point) == (BAGHDAD.placing.point, HADITHA.placing.point)
    assert (barwana.name, barwana.point, barwana.country, barwana.place_id) == ("Barwana", None, None, None)
    assert [r.country for r in barwana.runners_up] == ["US"]
    assert "Not placed" in barwana.reason


def test_a_very_like_spelling_beside_its_neighbours_stands() -> None:
    near = resolved("Hadithah", "IQ", (34.2, 42.3), 12_000, 0.9, "folded")
    assert backed((BAGHDAD, HADITHA, near), {"IQ": 2})[-1].place_id == "Hadithah"


def test_a_hamlet_says_little_against_a_large_town() -> None:
    assert backed((TAIZ, HAMLET), {})[0].point == TAIZ.placing.point


def test_the_more_the_text_bears_it_out_the_surer() -> None:
    alone, beside = backed((HADITHA,), {})[0], backed((HADITHA, BAGHDAD), {"IQ": 1})[0]
    assert 0.5 < alone.score < beside.score


def test_what_the_text_says_of_its_bearing_is_left_as_it_is() -> None:
    told = Resolution(replace(NOWHERE, method="bearing", score=0.5))
    assert backed((told, BAGHDAD, HADITHA), {"IQ": 1})[0].method == "bearing"


def test_an_unknown_name_lies_in_the_only_country_that_the_report_speaks_of() -> None:
    _, unknown = within_the_country((AFGOYE, NOWHERE))
    assert (unknown.country, unknown.point, unknown.score) == ("SO", None, 0.0)
    assert "only" in unknown.reason


def test_between_two_countries_nothing_is_said() -> None:
    assert within_the_country((AFGOYE, PARIS, NOWHERE))[-1] == NOWHERE
